# pyright: basic
"""Two colleagues on one taak: who was first is told, nothing is lost; and what is not his is not there."""

import re

import pytest

from models import taakbeheer
from models.database import schrijven
from models.feiten import rond_taak_af
from models.handelingen import actor
from rules.rollen import Rol
from rules.taakacties import Wachtreden
from rules.uitkomst import lees_uitkomst
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, lees
from tests.models.taken import JULI_20, JULI_24, een_collega, een_taak, gebeurd, stand
from tests.worklist.bouwstenen import klant
from tests.worklist.stad import op_dag, stel_klok

VROEG = Rol.VROEGSIGNALERING
DADEN = ["neem", "geef-terug", "wijs-toe", "leg-weg", "haal-terug", "escaleer", "sla-over"]


@pytest.fixture
def hier(waar: Omgeving) -> Omgeving:
    """Monday 20 July 2026, ten o'clock."""
    return stel_klok(waar, op_dag(JULI_20))


@pytest.fixture
def daar(sqlite: Omgeving) -> Omgeving:
    """The same, on SQLite only: for tests of what a page says."""
    return stel_klok(sqlite, op_dag(JULI_20))


@pytest.mark.parametrize("wat", DADEN)
def test_wie_te_laat_is_leest_wie_eerder_was_en_kan_kiezen(hier: Omgeving, wat: str) -> None:
    browser, fatima, taak = klant(hier, VROEG), een_collega(hier, "Fatima"), een_taak(hier)
    with schrijven(hier.engine) as db:
        taakbeheer.neem(db, taak, 0, fatima)
        taakbeheer.leg_weg(db, taak, 1, fatima, JULI_24, Wachtreden.AFSPRAAK)
    velden = {"aan": str(fatima), "tot": "2026-07-22", "wacht_reden": "terugbellen", "escalatie_reden": "onveilig"}
    antwoord = browser.stuur(f"/taak/{taak}/{wat}", versie="0", **velden)
    assert antwoord.status_code == 409
    assert "Fatima heeft de taak weggelegd" in antwoord.text and f'href="/taak/{taak}"' in antwoord.text
    assert stand(hier, taak).versie == 2
    assert len(gebeurd(hier, taak)) == 2


def test_na_een_botsing_staat_wat_iemand_invulde_er_nog(daar: Omgeving) -> None:
    browser = klant(daar, VROEG)
    taak = een_taak(daar, behandelaar_id=browser.id, versie=1)
    velden = {"tot": "2026-07-22", "wacht_reden": "terugbellen"}
    antwoord = browser.stuur(f"/taak/{taak}/leg-weg", versie="0", **velden)
    assert antwoord.status_code == 409
    assert 'value="2026-07-22"' in antwoord.text and '<option value="terugbellen" selected>' in antwoord.text
    [versie] = set(re.findall(r'name="versie" value="(\d+)"', antwoord.text))
    assert browser.stuur(f"/taak/{taak}/leg-weg", versie=versie, **velden).status_code == 303


def test_wie_een_gesloten_taak_nog_wil_veranderen_leest_wie_hem_sloot(daar: Omgeving) -> None:
    browser, fatima, taak = klant(daar, VROEG), een_collega(daar, "Fatima"), een_taak(daar)
    with schrijven(daar.engine) as db:
        rond_taak_af(db, taak, lees_uitkomst("niet bereikt ochtend"), JULI_20, actor(fatima))
    for versie in ("0", "1"):
        antwoord = browser.stuur(f"/taak/{taak}/neem", versie=versie)
        assert antwoord.status_code == 409 and "Fatima heeft deze taak al afgerond" in antwoord.text
    assert stand(daar, taak).behandelaar_id is None


@pytest.mark.parametrize("wie", ["de andere afdeling", "een andere gemeente"])
@pytest.mark.parametrize("wat", ["", *DADEN])
def test_wat_niet_van_mij_is_is_er_niet(daar: Omgeving, wie: str, wat: str) -> None:
    rol, gemeente = (Rol.INVORDERING, GEMEENTE) if wie == "de andere afdeling" else (VROEG, "buurdorp")
    browser, taak = klant(daar, rol, gemeenten=(gemeente,)), een_taak(daar)
    paden = [f"/taak/{nummer}/{wat}".rstrip("/") for nummer in (taak, 999_999, 10**12)]
    antwoorden = [browser.stuur(p, versie="0") if wat else browser.get(p) for p in paden]
    assert [a.status_code for a in antwoorden] == [404, 404, 404]
    zonder_merk = {re.sub(r'"[\w-]{43}"', "", a.text) for a in antwoorden}
    assert len(zonder_merk) == 1
    assert stand(daar, taak).versie == 0 and lees(daar, "inzage", "id") == []
