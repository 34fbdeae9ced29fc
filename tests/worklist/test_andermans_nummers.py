# pyright: basic
"""Somebody puts the number of another department in a form or an address of his own: nothing happens, nothing shows."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlmodel import SQLModel

from models.database import lezen, schrijven
from models.handelingen import nieuwe_sleutel
from models.medewerkers import onthoud
from rules.rollen import Rol
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import afdruk, lees
from tests.worklist.bouwstenen import Klant
from tests.worklist.stad import AFSPRAAK, TAAK, VANDAAG, ZAAK, Kant, andere
from tests.worklist.test_matrix import alles_van, bezoeker, lekken

LEIDING = "vroegsignalering met teamleiding van voorbeeldstad"
DAG = VANDAAG.isoformat()


@pytest.fixture
def vera(sqlite: Omgeving, stad: tuple[Kant, ...]) -> Klant:
    """A team lead of vroegsignalering in voorbeeldstad."""
    return bezoeker(sqlite, LEIDING)


def stand(waar: Omgeving) -> dict[str, Any]:
    """Return the whole database but for who is logged in and who looked."""
    return {naam: rijen for naam, rijen in afdruk(waar).items() if naam not in ("sessie", "inzage", "handeling")}


def stuur(klant: Klant, pad: str, /, **velden: str) -> Any:
    return klant.post(pad, data={"csrf": klant.csrf, "sleutel": nieuwe_sleutel(), "versie": "0"} | velden)


def test_een_bericht_of_reactie_van_een_ander_onder_een_eigen_zaak(vera: Klant, stad: tuple[Kant, ...]) -> None:
    eigen, anderen = stad[1], (stad[0], stad[2], stad[3])
    for kant in anderen:
        for bericht in kant.berichten.values():
            for soort in ("", ".pdf", ".txt"):
                assert vera.get(f"/zaak/{eigen.zaak}/bericht/{bericht}{soort}").status_code == 404, bericht
        assert vera.get(f"/zaak/{eigen.zaak}/reactie/{kant.reactie}").status_code == 404
    eigen_bericht = next(iter(eigen.berichten.values()))
    assert vera.get(f"/zaak/{eigen.nr(1)}/bericht/{eigen_bericht}").status_code == 404


def test_een_taak_aan_iemand_van_een_andere_afdeling_of_gemeente(
    vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]
) -> None:
    taak, voor = stad[1].taken[Taaksoort.CRISIS], stand(sqlite)
    for ander in (stad[0].collega, stad[2].collega, stad[3].collega, 987654):
        for pad, veld in ((f"/taak/{taak}/wijs-toe", "aan"), ("/team/verdeel", "naar")):
            antwoord = stuur(vera, pad, **{veld: str(ander), "taak": f"{taak}:0"})
            assert antwoord.status_code in (303, 422), pad
    assert stand(sqlite) == voor


def test_wie_van_afdeling_wisselt_ziet_zijn_oude_taken_niet_meer(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    with schrijven(sqlite.engine) as db:
        wie = onthoud(db, f"proef|{LEIDING}", "Robin", [Rol.INVORDERING], ["voorbeeldstad"])
        db.execute(update(TAAK).where(TAAK.c.zaak_id.in_(stad[0].zaken)).values(behandelaar_id=wie))
    nu = bezoeker(sqlite, LEIDING)
    for van in ("mij", "team", "vrij", "alle"):
        assert lekken(alles_van(nu.get(f"/taken?van={van}")), iter(andere(stad, stad[1]))) == []
    assert "U heeft nu geen taken." in nu.get("/taken?van=mij").text


def test_pak_de_volgende_geeft_alleen_eigen_taken(vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    voor = [r for r in lees(sqlite, "taak") if r[1] not in stad[1].zaken]
    for _ in range(30):
        doel = stuur(vera, "/taken/volgende").headers["Location"]
    assert doel.startswith("/taken"), "op een keer zijn alle taken van het eigen team op"
    assert [r for r in lees(sqlite, "taak") if r[1] not in stad[1].zaken] == voor


def test_taken_van_een_ander_in_een_eigen_verdeling(vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    voor = stand(sqlite)
    for kant in (stad[0], stad[2], stad[3]):
        for naar in (str(stad[1].collega), "team"):
            stuur(vera, "/team/verdeel", naar=naar, taak=",".join(f"{i}:0" for i in kant.taken.values()))
    assert stand(sqlite) == voor


def test_bezoek_of_gesprek_door_iemand_die_de_zaak_niet_mag_zien(
    vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]
) -> None:
    voor, moment = stand(sqlite), {"doe": "plan", "dag": "2026-07-29", "tijd": "10:00", "toch": "ja"}
    for ander in (stad[0].collega, stad[2].collega, stad[3].collega):
        for soort, pad in ((Taaksoort.HUISBEZOEK, "bezoek"), (Taaksoort.GESPREK_PLANNEN, "gesprek")):
            antwoord = stuur(vera, f"/taak/{stad[1].taken[soort]}/{pad}", eerste=str(ander), **moment)
            assert antwoord.status_code == 422
    for ander in (stad[2].collega, stad[3].collega):
        pad = f"/taak/{stad[1].taken[Taaksoort.HUISBEZOEK]}/bezoek"
        assert stuur(vera, pad, eerste=str(stad[1].collega), tweede=str(ander), **moment).status_code == 422
    assert stand(sqlite) == voor


def test_wie_meegaat_van_de_andere_afdeling_ziet_de_zaak_niet(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    """A buddy of invordering walks along; what he needs to know he hears from his colleague."""
    buddy = bezoeker(sqlite, "invordering van voorbeeldstad")
    with lezen(sqlite.engine) as db:
        wie = db.execute(select(SQLModel.metadata.tables["sessie"].c.medewerker_id)).scalars().all()[-1]
    with schrijven(sqlite.engine) as db:
        db.execute(update(AFSPRAAK).where(AFSPRAAK.c.zaak_id == stad[1].zaken[0]).values(tweede_id=wie))
    for pad in (f"/bezoeken?dag={DAG}", f"/bezoeken/afdruk?dag={DAG}", "/taken?van=alle"):
        assert lekken(alles_van(buddy.get(pad)), iter(andere(stad, stad[0]))) == [], pad


def test_afwezigheid_van_een_ander(vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    voor = stand(sqlite)
    for ander in (stad[0].collega, stad[2].collega, stad[3].collega, 987654):
        assert vera.get(f"/team/afwezig?wie={ander}").status_code == 404
        assert stuur(vera, "/team/afwezig", wie=str(ander), van=DAG, tot=DAG).status_code == 404
        assert stuur(vera, "/team/afwezig", van=DAG, tot=DAG, vervanger=str(ander)).status_code == 422
    gewoon = bezoeker(sqlite, "vroegsignalering van voorbeeldstad")
    assert stuur(gewoon, "/team/afwezig", wie=str(stad[1].collega), van=DAG, tot=DAG).status_code == 404
    assert stand(sqlite) | {"medewerker": []} == voor | {"medewerker": []}


def test_een_contactgegeven_van_een_ander(vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    voor = stand(sqlite)
    with lezen(sqlite.engine) as db:
        eigen = db.execute(select(ZAAK.c.inwoner_id).where(ZAAK.c.id == stad[1].zaken[0])).scalar_one()
    anderen = [i for i, inwoner in lees(sqlite, "contactgegeven", "id", "inwoner_id") if inwoner != eigen]
    assert len(anderen) > 10
    for contact in anderen:
        for actie in ("uit", "aan"):
            stuur(vera, f"/zaak/{stad[1].zaak}/contact", actie=actie, contact=str(contact))
    assert stand(sqlite) == voor


def test_een_uitkomst_van_een_ander_herstellen_via_een_eigen_zaak(
    vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]
) -> None:
    voor = stand(sqlite)
    for kant in (stad[0], stad[2], stad[3]):
        nummer = f"V{kant.nr(kant.zaken.index(kant.uitkomst[0]))[1:]}"
        pad = f"/zaak/{nummer}/corrigeer/{kant.uitkomst[1]}"
        assert vera.get(pad).status_code == 404
        assert stuur(vera, pad, reden="verkeerd", hoe="intrekken").status_code == 404
    assert stand(sqlite) == voor


def test_beheer_kan_niemand_van_een_andere_gemeente_uitloggen(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    beheer, ander = bezoeker(sqlite, "beheer van voorbeeldstad"), bezoeker(sqlite, "invordering van buurdorp")
    with lezen(sqlite.engine) as db:
        ids = {i for i, naam, gemeenten in _medewerkers(db) if "buurdorp" in gemeenten}
    for wie in ids | {987654}:
        assert stuur(beheer, f"/medewerkers/{wie}/uitloggen").status_code == 404
    assert ander.get("/taken").status_code == 200
    assert "buurdorp" not in beheer.get("/medewerkers").text.lower()


def _medewerkers(db: Any) -> list[tuple[int, str, list[str]]]:
    t = SQLModel.metadata.tables["medewerker"]
    return [tuple(r) for r in db.execute(select(t.c.id, t.c.naam, t.c.gemeenten))]


def test_wie_zijn_rol_verliest_ziet_direct_niets_meer(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    browser = bezoeker(sqlite, "vroegsignalering van voorbeeldstad")
    assert browser.get(f"/zaak/{stad[1].zaak}").status_code == 200
    with schrijven(sqlite.engine) as db:
        onthoud(db, "proef|vroegsignalering van voorbeeldstad", "Robin", [Rol.BELEID], ["voorbeeldstad"])
    assert browser.get(f"/zaak/{stad[1].zaak}").status_code == 403
    with schrijven(sqlite.engine) as db:
        onthoud(db, "proef|vroegsignalering van voorbeeldstad", "Robin", [Rol.VROEGSIGNALERING], ["buurdorp"])
    assert browser.get(f"/zaak/{stad[1].zaak}").status_code == 404
    with schrijven(sqlite.engine) as db:
        rollen = [Rol.VROEGSIGNALERING, Rol.INVORDERING]
        onthoud(db, "proef|vroegsignalering van voorbeeldstad", "Robin", rollen, ["voorbeeldstad"])
    assert browser.get(f"/zaak/{stad[1].zaak}").status_code == 303


def test_elke_blik_op_een_inwoner_staat_in_het_inzagelog(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    """Every page that shows the name of a resident has told first who looked."""
    from tests.worklist.toegang import TABEL

    kant, mis = stad[1], []
    for rij in (r for r in TABEL if r.methode == "GET" and (r.over or "bezoeken" in r.url)):
        for pad in rij.paden(kant):
            browser, voor = bezoeker(sqlite, LEIDING), len(lees(sqlite, "inzage", "id"))
            antwoord = browser.get(pad)
            naam = kant.stam.lower() in alles_van(antwoord).lower()
            if antwoord.status_code == 200 and naam and len(lees(sqlite, "inzage", "id")) == voor:
                mis.append(pad)
    assert mis == []


def test_het_inzagelog_kan_niemand_veranderen(sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    from sqlalchemy.exc import DBAPIError

    inzage = SQLModel.metadata.tables["inzage"]
    for opdracht in (inzage.delete(), inzage.update().values(waarom="anders")):
        with pytest.raises(DBAPIError), schrijven(sqlite.engine) as db:
            db.execute(opdracht)


@pytest.mark.parametrize("wat", ["post-retour", "overleden", "geen-contact", "verhuisd-buiten"])
def test_een_feit_over_de_inwoner_zegt_niet_dat_een_andere_afdeling_hem_kent(
    wat: str, vera: Klant, sqlite: Omgeving, stad: tuple[Kant, ...]
) -> None:
    """Gemeentebelastingen may hear that somebody moved, not that team Vroegsignalering has a zaak about him."""
    eigen, ander = stad[1].nr(4), stad[0].nr(4)
    ilse = bezoeker(sqlite, "invordering van voorbeeldstad")
    voor = ilse.get(f"/zaak/{ander}").text
    antwoord = stuur(vera, f"/zaak/{eigen}/beslissen", wat=wat, stap="vast")
    assert antwoord.status_code == 303, antwoord.text[-1500:]
    na = ilse.get(f"/zaak/{ander}").text
    assert na != voor, "het feit zelf komt wel aan"
    assert na.lower().count("vroegsignalering") == voor.lower().count("vroegsignalering")
