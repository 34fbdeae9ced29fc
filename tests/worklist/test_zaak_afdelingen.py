# pyright: basic
"""Does each department see on the page of a zaak only what is its own or was fed back?"""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text, update

from models.database import schrijven, tabel
from models.feiten import Melder, meld_feit
from models.handelingen import actor, teken_aan
from models.medewerkers import onthoud
from models.personen import pseudoniem
from models.tabellen import Bericht
from rules.levering import Sector
from rules.log import Soort
from rules.rollen import Rol
from rules.woorden import Zaaksoort
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, leg_op, signaleer
from tests.worklist import dossiers
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.dossiers import JULI_13, JULI_20

ANNE = een_persoon(0, achternaam="Kwartelmans", telefoon="+31201112233")


@pytest.fixture
def nu(waar: Omgeving) -> Omgeving:
    """Ten o'clock on 20 July 2026, on both databases."""
    return dossiers.op_dag(waar)


@pytest.fixture
def klein(sqlite: Omgeving) -> Omgeving:
    """The same on SQLite, where the database makes no difference."""
    return dossiers.op_dag(sqlite)


def invordering(waar: Omgeving) -> Klant:
    return klant(waar, Rol.INVORDERING, naam="Ineke Vos")


def hulpteam(waar: Omgeving) -> Klant:
    return klant(waar, Rol.VROEGSIGNALERING, naam="Vera Smit")


def meld(waar: Omgeving, soort: Soort, door: Melder | None = None, persoon: Any = ANNE) -> None:
    with schrijven(waar.engine) as db:
        meld_feit(db, GEMEENTE, pseudoniem(GEMEENTE, persoon), soort, JULI_13, door=door)


def overgedragen(waar: Omgeving) -> tuple[dossiers.Dossier, dossiers.Dossier]:
    """A resident who was never reached by Gemeentebelastingen, and whose signaal went to team Vroegsignalering."""
    zaak = dossiers.incasso(waar, ANNE)
    wie = klant(waar, Rol.INVORDERING, naam="Beller").id
    for dag, dagdeel in ((8, "ochtend"), (10, "middag"), (13, "avond")):
        dossiers.ronde(date(2026, 7, dag))
        dossiers.gebeld(waar, zaak.id, f"niet bereikt {dagdeel}", wie, "geheime notitie", date(2026, 7, dag))
    dossiers.ronde(date(2026, 7, 14))
    return zaak, dossiers.dossier(waar, "vroegsignalering")


def test_het_hulpteam_ziet_het_signaal_en_niets_van_de_belasting(nu: Omgeving) -> None:
    zaak, signaal = overgedragen(nu)
    dossiers.ronde(JULI_20)
    pagina = hulpteam(nu).lees(f"/zaak/{signaal.nummer}")
    assert "Gemeentebelastingen" in pagina and "€ 420,00" in pagina
    for weg in (zaak.nummer, f"gb-{zaak.id}", "A1", "fvalstoffen", "anmaning", "geheime notitie", "Beller", "Betaling"):
        assert weg not in pagina, weg
    with schrijven(nu.engine) as db:
        db.execute(text("UPDATE vordering SET openstaand = 0"))
        db.execute(text("UPDATE zaak SET volgende_toets = '2026-07-20' WHERE soort = 'incasso'"))
    dossiers.ronde(JULI_20)
    pagina = hulpteam(nu).lees(f"/zaak/{signaal.nummer}")
    assert "Signaal is betaald" in pagina and zaak.nummer not in pagina


def test_invordering_leest_alleen_wat_mocht_worden_teruggekoppeld(nu: Omgeving) -> None:
    zaak, signaal = overgedragen(nu)
    hulp = hulpteam(nu)
    dossiers.ronde(JULI_20)
    door = Melder(actor(hulp.id), Zaaksoort.VROEGSIGNALERING)
    dossiers.gebeld(nu, signaal.id, "bereikt avond, wil hulp", hulp.id, "zij heeft drie kinderen", JULI_20)
    stappen.zet([signaal.id], GEMEENTE, JULI_20)
    meld(nu, Soort.GEEN_CONTACT_GEWENST, door=door)
    meld(nu, Soort.BEKEND_BIJ_SCHULDHULP)
    pagina = invordering(nu).lees(f"/zaak/{zaak.nummer}")
    assert "De inwoner accepteert hulp. De invordering rust." in pagina and "Door team Vroegsignalering" in pagina
    weg = (signaal.nummer, "Vera", "drie kinderen", "geen contact sinds", "wil geen contact", "ekend bij schuldhulp")
    for stuk in weg:
        assert stuk not in pagina, stuk
    eigen = hulp.lees(f"/zaak/{signaal.nummer}")
    assert "Inwoner wil geen contact" in eigen and "drie kinderen" in eigen and "Bekend bij schuldhulp" in eigen


def test_waarom_een_bericht_verviel_verraadt_het_hulpteam_niet(klein: Omgeving) -> None:
    collega, zaak = invordering(klein), dossiers.incasso(klein, een_persoon(0))  # no number: a letter asks for contact
    b = tabel(Bericht)
    with schrijven(klein.engine) as db:
        db.execute(update(b).where(b.c.id == zaak.brief).values(status="klaargezet"))
    meld(klein, Soort.GEEN_CONTACT_GEWENST, persoon=een_persoon(0))
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "Vraag om contact: er is iets veranderd" in pagina and "Nu: niet verzonden" in pagina
    assert "wil geen contact" not in pagina


def test_van_een_huisgenoot_staat_er_geen_schuldeiser_en_geen_bedrag(klein: Omgeving) -> None:
    adres = een_persoon(1).adres
    eerste, tweede = een_persoon(1, achternaam="Een"), een_persoon(2, achternaam="Twee", adres=adres)
    [zaak, zelfde] = signaleer(
        klein, een_signaal(eerste), een_signaal(tweede, "K2", partner="Woonstad", sector=Sector.HUUR, bedrag=777_77),
        dag=JULI_20,
    )  # fmt: skip
    assert zaak == zelfde
    pagina = hulpteam(klein).lees(f"/zaak/{dossiers.dossier(klein, 'vroegsignalering').nummer}")
    assert "Over een huisgenoot" in pagina and ">huur<" in pagina and "Waterbedrijf" in pagina
    for weg in ("Woonstad", "777,77", "Twee", ">K2<", "K2 "):
        assert weg not in pagina, weg


def test_andere_zaken_op_het_adres_staan_er_voor_het_hulpteam(klein: Omgeving) -> None:
    collega, zaak = hulpteam(klein), dossiers.vroeg(klein)
    signaleer(
        klein, een_signaal(een_persoon(1, achternaam="Later", bsn="", geboortedatum=None), "K9"), dag=date(2026, 5, 4)
    )
    leg_op(klein, [een_vordering(een_persoon(1), nummer="X")])
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    ander = dossiers.dossier(klein, "vroegsignalering", 1)
    assert f'href="/zaak/{ander.nummer}?waarom=vervolg"' in pagina and "op hetzelfde adres" in pagina
    assert "I-000" not in pagina and "Later" not in pagina
    assert (collega.id, ander.id, "adres of inwoner", "vervolg") in dossiers.inzagen(klein)


def test_een_collega_van_de_andere_afdeling_heeft_hier_geen_naam(klein: Omgeving) -> None:
    collega, zaak = invordering(klein), dossiers.incasso(klein)
    with schrijven(klein.engine) as db:
        ander = onthoud(db, "proef|x", "Wilma Wissel", {Rol.VROEGSIGNALERING}, [GEMEENTE])
        weg = onthoud(db, "proef|y", "Bas Beheer", {Rol.BEHEER}, [GEMEENTE])
        teken_aan(db, ander, zaak.id, None, "van toen ik hier werkte")
        teken_aan(db, weg, zaak.id, None, "ook een notitie")
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "Door een collega van een andere afdeling" in pagina and "Wilma" not in pagina and "Bas Beheer" in pagina


PADEN = (
    "",
    "?toon=contact",
    "?waarom=controle",
    "/reactie/1",
    *(f"/bericht/{{brief}}{v}" for v in ("", ".pdf", ".txt")),
)


@pytest.mark.parametrize("rol", [Rol.INVORDERING, Rol.VROEGSIGNALERING])
def test_de_zaak_van_de_andere_afdeling_is_er_niet(rol: Rol, klein: Omgeving) -> None:
    kanten = {Rol.INVORDERING: dossiers.incasso(klein), Rol.VROEGSIGNALERING: dossiers.vroeg(klein)}
    eigen = kanten.pop(rol)
    [ander] = kanten.values()
    dossiers.schreef_terug(klein, ander.id, "hallo")
    collega, elders = klant(klein, rol), klant(klein, rol, naam="Elders", gemeenten=("buurdorp",))
    niets, letter = collega.get("/zaak/V-999999").text, {"I": "V", "V": "I"}[eigen.nummer[0]]
    for pad in PADEN:
        for wie, zaak in ((collega, ander), (elders, ander), (elders, eigen)):
            antwoord = wie.get(f"/zaak/{zaak.nummer}{pad.format(brief=zaak.brief)}", follow_redirects=False)
            assert antwoord.status_code == 404 and (wie is elders or antwoord.text == niets), pad
        met_andere_letter = f"/zaak/{letter}{eigen.nummer[1:]}{pad.format(brief=eigen.brief)}"
        assert collega.get(met_andere_letter).status_code == 404, pad
    assert dossiers.inzagen(klein) == []


def test_wie_niet_met_inwoners_werkt_ziet_geen_zaak(klein: Omgeving) -> None:
    zaak = dossiers.incasso(klein)
    for rol in (Rol.BEHEER, Rol.BELEID, Rol.TEAMLEIDING):
        wie = klant(klein, rol, naam=rol)
        for pad in PADEN:
            assert wie.get(f"/zaak/{zaak.nummer}{pad.format(brief=zaak.brief)}").status_code == 403, (rol, pad)
