# pyright: basic
"""Does the page of a zaak show everything that its department may know, and nothing else?"""

import html
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text, update

from models.bereikbaar import geef_toestemming, inwoners_met, meld_af
from models.correcties import Herstel, herstel
from models.database import lezen, schrijven, tabel
from models.feiten import Melder, meld_feit
from models.handelingen import actor
from models.inzage import Inzagereden
from models.personen import pseudoniem
from models.tabellen import Bericht, Contactgegeven, Gebeurtenis, Inwoner, Statusmelding, Zaak
from rules import incasso as incassoregels
from rules import vroegsignalering
from rules.bezoekdag import LetOp
from rules.bezorging import Status
from rules.correctie import Correctiereden
from rules.levering import Aanmeldbron, Aanmeldstap, Belastingsoort, Sector
from rules.log import Soort
from rules.rollen import Rol
from rules.voorwaarden import Voorwaarde
from rules.woorden import Berichtsoort, Dagdeel, Kanaal, Overslaanreden, Reden, Taaksoort, Zaaksoort
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, leg_op, signaleer
from tests.tasks.aanvallen import DRUKBAAR
from tests.worklist import dossiers
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.dossiers import JULI_8, JULI_13, JULI_20, VANDAAG
from worklist import regelwoorden, verhaal, woorden

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


def volgorde(pagina: str, *stukken: str) -> bool:
    """Tell whether these stand one after the other, wherever else they stand."""
    vanaf = 0
    for stuk in stukken:
        vanaf = pagina.find(stuk, vanaf) + 1
        if not vanaf:
            return False
    return True


def test_de_tijdlijn_vertelt_alles_nieuwste_eerst(nu: Omgeving) -> None:
    collega, zaak = invordering(nu), dossiers.incasso(nu)
    taak = dossiers.gebeld(nu, zaak.id, "niet bereikt avond", collega.id, "Er werd niet\nopgenomen")
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert volgorde(
        pagina,
        'id="tijdlijn"',
        "Bellen: niet bereikt",
        "Nieuwe taak: bellen",
        "Aanmaning per brief",
        "Herinnering per brief",
    )
    assert "Er werd niet opgenomen" in pagina and "Door Ineke Vos" in pagina and f'href="/taak/{taak}"' in pagina
    assert f'href="/zaak/{zaak.nummer}/bericht/{zaak.brief}.pdf"' in pagina
    assert "Kosten van de aanmaning: € 9,00" in pagina and "Nu: verzonden" in pagina
    assert "Na de herinnering niet betaald? Dan volgt de aanmaning." in pagina
    assert "Avond (vanaf 18 uur)" in pagina


def test_de_tijdlijn_kan_smaller(klein: Omgeving) -> None:
    collega, zaak = invordering(klein), dossiers.incasso(klein)
    dossiers.gebeld(klein, zaak.id, "niet bereikt avond", collega.id)
    pagina = collega.lees(f"/zaak/{zaak.nummer}?toon=contact")
    assert "Bellen: niet bereikt" in pagina and "Aanmaning per brief" not in pagina
    assert "Aanmaning per brief" in collega.lees(f"/zaak/{zaak.nummer}?toon=berichten")
    assert "Aanmaning per brief" in collega.lees(f"/zaak/{zaak.nummer}?toon=onzin")


def test_wat_een_provider_meldde_staat_bij_het_bericht(klein: Omgeving) -> None:
    collega, zaak = hulpteam(klein), dossiers.vroeg(klein)
    dossiers.ronde(date(2026, 7, 22))
    b = tabel(Bericht)
    melding = {"sleutel": "x", "kenmerk": "SM1", "status": "undelivered", "code": 30005, "op": datetime.now(UTC)}
    with schrijven(klein.engine) as db:
        sms = db.execute(select(b.c.id).where(b.c.kanaal == "sms")).scalar_one()
        db.execute(update(b).where(b.c.id == sms).values(status="mislukt", reden="onbekend nummer"))
        db.execute(tabel(Statusmelding).insert().values(melding | {"bericht_id": sms}))
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "Nu: niet aangekomen: onbekend nummer" in pagina
    assert "De provider meldde: niet aangekomen (code 30005)" in pagina


def test_rust_staat_er_met_reden_einde_en_wet(klein: Omgeving) -> None:
    collega, zaak = invordering(klein), dossiers.incasso(klein)
    meld(klein, Soort.UITSTEL_VERLEEND, {"tot": "2026-09-01"})
    dossiers.ronde(VANDAAG)
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "Want er is uitstel" in pagina and "1 september 2026" in pagina
    assert "Invorderingswet art. 25 lid 1" in pagina and "reis-rust" in pagina


def meld(waar: Omgeving, soort: Soort, gegevens: Any = None, door: Melder | None = None, persoon: Any = ANNE) -> None:
    with schrijven(waar.engine) as db:
        meld_feit(db, GEMEENTE, pseudoniem(GEMEENTE, persoon), soort, JULI_13, gegevens, door=door)


def test_wat_hersteld_is_staat_er_doorgestreept(nu: Omgeving) -> None:
    collega, zaak = invordering(nu), dossiers.incasso(nu)
    dossiers.gebeld(nu, zaak.id, "bereikt avond, wil geen hulp", collega.id)
    g = tabel(Gebeurtenis)
    with schrijven(nu.engine) as db:
        waar = (g.c.zaak_id == zaak.id, g.c.soort == "taak_afgerond")
        volgnr = db.execute(select(g.c.volgnr).where(*waar)).scalar_one()
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert f'href="/zaak/{zaak.nummer}/corrigeer/{volgnr}"' in pagina
    with schrijven(nu.engine) as db:
        door = Melder(actor(collega.id), Zaaksoort.INCASSO)
        wat = Herstel(zaak.id, volgnr, Correctiereden.VERKEERDE_ZAAK, door)
        herstel(db, wat, nu.beleid(GEMEENTE), VANDAAG)
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "<s><strong>Bellen: bereikt</strong></s>" in pagina
    assert (
        'Hersteld door Ineke Vos op <time datetime="2026-07-20">20 juli 2026</time>: dit hoort bij een andere' in pagina
    )
    assert f'href="/zaak/{zaak.nummer}/corrigeer/{volgnr}"' not in pagina


def test_wat_straks_gebeurt_staat_er_met_de_regel(klein: Omgeving) -> None:
    collega, zaak = hulpteam(klein), dossiers.vroeg(klein)
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "Wachten tot 22 juli 2026" in pagina
    assert volgorde(pagina, "Gebeurt er niets nieuws", "22 juli 2026", "Bericht dat een brief onderweg is per sms")
    assert "Na de eerste brief gaat een sms." in pagina
    with lezen(klein.engine) as db:
        assert db.execute(select(tabel(Bericht).c.id).where(tabel(Bericht).c.kanaal == "sms")).first() is None


def test_een_stap_op_een_vrije_dag_wordt_op_de_eerste_werkdag_verwacht(klein: Omgeving) -> None:
    persoon, collega = een_persoon(3, achternaam="Zondag"), hulpteam(klein)
    signaleer(klein, een_signaal(persoon), dag=date(2026, 7, 20))  # a match may come until Saturday the 25th
    zaak = dossiers.dossier(klein, "vroegsignalering")
    dossiers.ronde(JULI_20)
    assert volgorde(collega.lees(f"/zaak/{zaak.nummer}"), "Wachten tot 25 juli", "Gebeurt er niets", "27 juli 2026")


def test_een_gesloten_zaak_verwacht_niets(klein: Omgeving) -> None:
    persoon, collega = een_persoon(3), hulpteam(klein)
    signaleer(klein, een_signaal(persoon, bedrag=1_00), dag=JULI_13)
    dossiers.ronde(JULI_13)
    pagina = collega.lees(f"/zaak/{dossiers.dossier(klein, 'vroegsignalering').nummer}")
    assert (
        "De zaak is gesloten" in pagina and "Niet opgepakt: onterecht signaal" in pagina and "/overdragen" not in pagina
    )


def test_ook_als_de_regels_breken_is_de_zaak_te_lezen(klein: Omgeving) -> None:
    def kapot(_: str) -> Any:
        raise ValueError("geen beleid")

    collega, zaak = invordering(klein), dossiers.incasso(klein)
    gebruik(replace(klein, beleid=kapot))
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "De regels kunnen nu geen antwoord geven" in pagina and "Aanmaning per brief" in pagina


def test_alle_regels_en_voorwaarden_staan_er_in_het_nederlands(klein: Omgeving) -> None:
    collega, zaak = invordering(klein), dossiers.incasso(klein)
    pagina = html.unescape(collega.lees(f"/zaak/{zaak.nummer}"))
    assert all(regelwoorden.REGEL[r.__name__] in pagina for r in incassoregels.RULES)
    assert all(tekst in pagina for tekst in regelwoorden.VOORWAARDE.values())
    assert "beleid: voorbeeldstad-" in pagina.casefold()
    assert "5 juni 2026, per brief" in pagina and "nog niets geprobeerd" in pagina


CODES: list[tuple[Any, Any]] = [
    (woorden.TAAK, Taaksoort), (woorden.BERICHT, Berichtsoort), (woorden.KANAAL, Kanaal), (woorden.DAGDEEL, Dagdeel),
    (woorden.STATUS, Status), (woorden.REDEN, Reden), (woorden.SECTOR, Sector), (woorden.GEBEURTENIS, Soort),
    (woorden.OVERSLAAN, Overslaanreden), (woorden.AANMELDSTAP, Aanmeldstap), (woorden.AANMELDBRON, Aanmeldbron),
    (regelwoorden.VOORWAARDE, Voorwaarde), (woorden.LET_OP, LetOp), (woorden.INZAGEREDEN, Inzagereden),
]  # fmt: skip


@pytest.mark.parametrize(("tabel_", "codes"), CODES, ids=lambda x: getattr(x, "__name__", ""))
def test_elke_code_heeft_woorden(tabel_: Any, codes: Any) -> None:
    assert {str(code) for code in codes} <= set(tabel_)


def test_elke_regel_heeft_woorden() -> None:
    regels = {r.__name__ for r in (*incassoregels.RULES, *vroegsignalering.RULES)} | {"no_rule_applies"}
    assert regels <= set(regelwoorden.REGEL)
    assert [verhaal.belasting(soort.value) for soort in Belastingsoort]


def test_contact_staat_er_met_bron_bewijs_en_wat_niet_mag(nu: Omgeving) -> None:
    collega, zaak = hulpteam(nu), dossiers.vroeg(nu)
    dossiers.ronde(date(2026, 7, 22))
    c, b = tabel(Contactgegeven), tabel(Bericht)
    with schrijven(nu.engine) as db:
        wie = db.execute(select(tabel(Zaak).c.inwoner_id).where(tabel(Zaak).c.id == zaak.id)).scalar_one()
        rij = {"inwoner_id": wie, "soort": "telefoon", "waarde": "+31207654321", "bron": "medewerker"}
        db.execute(c.insert().values(rij | {"ontvangen_op": JULI_8, "onbruikbaar_op": JULI_13}))
        db.execute(c.insert().values(rij | {"soort": "email", "waarde": "z@voorbeeld.nl", "ontvangen_op": JULI_8}))
        geef_toestemming(db, wie, JULI_13)
        db.execute(update(b).where(b.c.kanaal == "sms").values(status="bezorgd"))
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "+31612345678" in pagina and "Waterleiding Zuid, sinds 13 juli 2026. Werkt: sms kwam aan op" in pagina
    assert "<s>Telefoon: +31207654321</s>" in pagina and "werkt niet sinds 13 juli 2026" in pagina
    assert "gevonden door een medewerker" in pagina and "e-mail mag sinds 13 juli 2026 (van de inwoner zelf)" in pagina
    with schrijven(nu.engine) as db:
        meld_af(db, inwoners_met(db, Kanaal.SMS, "+31612345678"), Kanaal.SMS, JULI_20, "sms")
    assert "geen sms sinds 20 juli 2026 (per sms van de inwoner)" in collega.lees(f"/zaak/{zaak.nummer}")


def test_de_waarschuwing_voor_wie_op_bezoek_gaat_staat_bovenaan(klein: Omgeving) -> None:
    collega, zaak = hulpteam(klein), dossiers.vroeg(klein)
    with schrijven(klein.engine) as db:
        db.execute(update(tabel(Inwoner)).values(let_op="agressie"))
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert volgorde(pagina, "Veiligheid:", "Ga niet alleen: er was eerder agressie.", "Nu en straks")


def test_een_sms_van_de_inwoner_is_te_lezen(nu: Omgeving) -> None:
    collega, zaak = hulpteam(nu), dossiers.vroeg(nu)
    reactie = dossiers.schreef_terug(nu, zaak.id, "Bel mij <b>morgen</b> & graag")
    taak = dossiers.open_taak(nu, zaak.id)
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert "Bel mij &lt;b&gt;morgen&lt;/b&gt; &amp; graag" in pagina and f'href="/taak/{taak}"' in pagina
    assert "Bel mij &lt;b&gt;morgen" in collega.lees(f"/zaak/{zaak.nummer}/reactie/{reactie}")
    for ander in (reactie + 1, 0, -1, 2**31, 2**70, "x", "%00"):
        assert collega.get(f"/zaak/{zaak.nummer}/reactie/{ander}").status_code == 404


def test_elke_blik_is_genoteerd_met_de_reden(nu: Omgeving) -> None:
    collega, zaak = invordering(nu), dossiers.incasso(nu)
    taak, van_een_ander = dossiers.open_taak(nu, zaak.id), dossiers.open_taak(nu, dossiers.vroeg(nu).id) or 998
    gegeven = {
        "": "vervolg", "controle": "controle", f"taak-{taak}": f"taak {taak}", "taak-999": "vervolg",
        "<script>": "vervolg", f"taak-{van_een_ander}": "vervolg", "taak 0": "vervolg",
    }  # fmt: skip
    for waarom in gegeven:
        collega.lees(f"/zaak/{zaak.nummer}?waarom={waarom}")
    assert [waarom for _, _, wat, waarom in dossiers.inzagen(nu) if wat == "zaak"] == [*gegeven.values()]
    with schrijven(nu.engine) as db:
        db.execute(text("UPDATE taak SET behandelaar_id = :wie WHERE id = :taak"), {"wie": collega.id, "taak": taak})
    collega.lees(f"/zaak/{zaak.nummer}")
    assert dossiers.inzagen(nu)[-1] == (collega.id, zaak.id, "zaak", f"taak {taak}")


def test_zonder_aantekening_van_de_inzage_is_er_niets_te_zien(klein: Omgeving) -> None:
    collega, zaak = invordering(klein), dossiers.incasso(klein)
    with schrijven(klein.engine) as db:
        db.execute(text("ALTER TABLE inzage RENAME TO inzage_weg"))
    collega._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    antwoord = collega.get(f"/zaak/{zaak.nummer}")
    assert antwoord.status_code == 500 and "Kwartelmans" not in antwoord.text


def test_een_notitie_is_versleuteld_bewaard(nu: Omgeving) -> None:
    collega, zaak = invordering(nu), dossiers.incasso(nu)
    dossiers.gebeld(nu, zaak.id, "niet bereikt avond", collega.id, "Kwartelmans heeft een hond")
    assert "Kwartelmans heeft een hond" in collega.lees(f"/zaak/{zaak.nummer}?toon=notities")
    with lezen(nu.engine) as db:
        [ruw] = db.execute(text("SELECT tekst FROM aantekening")).scalars()
    assert b"hond" not in bytes(ruw) and b"Kwartelmans" not in bytes(ruw)


def test_wat_iemand_intypt_staat_er_als_tekst(klein: Omgeving) -> None:
    mensen, collega = (
        [een_persoon(n, achternaam=tekst) for n, tekst in enumerate(DRUKBAAR.values())],
        invordering(klein),
    )
    leg_op(klein, [een_vordering(p, nummer=f"A{n}") for n, p in enumerate(mensen)])
    for n, tekst in enumerate(DRUKBAAR.values()):
        zaak = dossiers.dossier(klein, "incasso", n)
        dossiers.gebeld(klein, zaak.id, "niet bereikt avond", collega.id, f"notitie {tekst}")
        dossiers.schreef_terug(klein, zaak.id, f"sms {tekst}")
        rauw = collega.get(f"/zaak/{zaak.nummer}").text
        inhoud = [" ".join(html.unescape(stuk).split()) for stuk in re.findall(r">([^<]*)<", rauw)]
        for stuk in (f"notitie {tekst}", f"sms {tekst}", f"{zaak.nummer}: A. {tekst}"):
            assert any(" ".join(stuk.split()) in i for i in inhoud), stuk
        assert "<script>alert" not in rauw and "onerror=alert" not in re.sub(r">[^<]*<", "><", rauw)


def test_de_tekening_heeft_woorden_en_geen_stijl_in_de_pagina(klein: Omgeving) -> None:
    collega, zaak = invordering(klein), dossiers.incasso(klein)
    dossiers.gebeld(klein, zaak.id, "niet bereikt avond", collega.id)
    pagina = collega.lees(f"/zaak/{zaak.nummer}")
    assert 'role="img" aria-labelledby="reis-titel reis-tekst"' in pagina
    assert "2 keer een brief, 0 keer een sms of e-mail, 1 keer contact gezocht, 0 keer bereikt, 0 keer rust." in pagina
    assert pagina.count('class="reis-post"') == 2 and 'class="reis-contact reis-hol"' in pagina
    assert " style=" not in pagina and "<style" not in pagina and "onclick" not in pagina
