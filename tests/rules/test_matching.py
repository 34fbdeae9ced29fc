"""Which signalen belong together, and which need not be taken up? (rules/matching.py)"""

from datetime import date

import pytest

from rules.levering import Sector
from rules.matching import (
    EerderSignaal,
    Kandidaat,
    aantallen,
    herhaald,
    maanden_terug,
    meervoudig,
    onterecht,
    opeenvolgend,
    plaats,
)
from rules.zaak import Signaal
from tests.rules.bouwers import BELEID, beleid_met, dag, signaal

ANNA, BOB = 1, 2


def zaak(persoon: int = ANNA, sinds: str = "07-13", *, hulp: bool = False, nummer: int = 7) -> Kandidaat:
    """An open zaak on the address."""
    return Kandidaat(nummer, persoon, dag(sinds), hulp)


@pytest.mark.parametrize(
    ("persoon", "op", "kandidaten", "bewoners", "expected"),
    [
        pytest.param(ANNA, "07-22", [zaak()], 1, 7, id="zelfde persoon, zelfde maand"),
        pytest.param(BOB, "07-22", [zaak()], 2, 7, id="huisgenoot, zelfde maand: hoort bij de melding van het adres"),
        pytest.param(ANNA, "07-31", [zaak(sinds="07-01")], 1, 7, id="eerste en laatste dag van de maand"),
        pytest.param(ANNA, "08-01", [zaak(sinds="07-31")], 1, None, id="een dag later, maar een andere maand"),
        pytest.param(ANNA, "2027-07-13", [zaak()], 1, None, id="zelfde maand, een jaar later"),
        pytest.param(ANNA, "07-22", [], 1, None, id="niets open op het adres"),
        pytest.param(BOB, "07-22", [zaak()], 8, 7, id="acht bewoners: nog een gewoon adres"),
        pytest.param(BOB, "07-22", [zaak()], 9, None, id="negen bewoners: een instelling, alleen de persoon telt"),
        pytest.param(ANNA, "07-22", [zaak()], 9, 7, id="in een instelling wel dezelfde persoon"),
        pytest.param(ANNA, "09-22", [zaak(hulp=True)], 1, 7, id="wie hulp heeft, houdt die ene zaak"),
        pytest.param(BOB, "09-22", [zaak(hulp=True)], 2, None, id="de hulp van een huisgenoot is niet die van Bob"),
        pytest.param(BOB, "07-22", [zaak(), zaak(BOB, nummer=8)], 2, 7, id="de oudste zaak van het adres gaat voor"),
    ],
)
def test_place_of_a_signaal(
    persoon: int, op: str, kandidaten: list[Kandidaat], bewoners: int, expected: int | None
) -> None:
    assert plaats(persoon, dag(op), kandidaten, bewoners, BELEID) == expected


def test_a_gemeente_may_match_on_the_person_or_the_week() -> None:
    assert plaats(BOB, dag("07-14"), [zaak()], 2, beleid_met(vs__match_sleutel="persoon")) is None
    week = beleid_met(vs__matchperiode="week")
    assert plaats(ANNA, dag("07-19"), [zaak()], 1, week) == 7
    assert plaats(ANNA, dag("07-20"), [zaak()], 1, week) is None
    assert plaats(ANNA, dag("08-02"), [zaak(sinds="07-27")], 1, week) == 7


@pytest.mark.parametrize(
    ("partner", "bedrag", "op", "expected"),
    [
        pytest.param("water", 18000, "07-13", True, id="zelfde bedrag"),
        pytest.param("water", 17999, "07-13", True, id="lager bedrag"),
        pytest.param("water", 18001, "07-13", False, id="hoger bedrag: wel oppakken"),
        pytest.param("energie", 18000, "07-13", False, id="een andere partner"),
        pytest.param("water", 18000, "11-03", True, id="een dag voor zes maanden"),
        pytest.param("water", 18000, "11-04", False, id="precies zes maanden: geen herhaling meer"),
    ],
)
def test_herhaald(partner: str, bedrag: int, op: str, expected: bool) -> None:
    eerder = [EerderSignaal("water", 18000, dag("05-04"))]
    assert herhaald(partner, bedrag, dag(op), eerder, BELEID) == expected


@pytest.mark.parametrize(
    ("gegeven", "expected"),
    [
        pytest.param(signaal(bedrag=4999), True, id="een cent onder de drempel"),
        pytest.param(signaal(bedrag=5000), False, id="precies de drempel"),
        pytest.param(signaal(bedrag=100, crisis=True), False, id="een crisis is nooit onterecht"),
        pytest.param(signaal(sector=Sector.ZORG, ontstaan=dag("06-13")), False, id="zorg, dertig dagen"),
        pytest.param(signaal(sector=Sector.ZORG, ontstaan=dag("06-14")), True, id="zorg, 29 dagen: te vroeg"),
        pytest.param(signaal(sector=Sector.ZORG, ontstaan=dag("04-04")), False, id="zorg, honderd dagen"),
        pytest.param(signaal(sector=Sector.ZORG, ontstaan=dag("04-03")), True, id="zorg, 101 dagen: te laat"),
        pytest.param(signaal(sector=Sector.HUUR, ontstaan=date(2025, 1, 1)), False, id="huur kent geen laatste dag"),
        pytest.param(signaal(sector=Sector.DUO, ontstaan=dag("07-12")), False, id="een sector zonder venster"),
    ],
)
def test_onterecht(gegeven: Signaal, expected: bool) -> None:
    assert onterecht(gegeven, BELEID) == expected


@pytest.mark.parametrize(
    ("vorige", "expected"),
    [
        pytest.param(None, False, id="nooit eerder"),
        pytest.param("01-14", True, id="een dag minder dan zes maanden"),
        pytest.param("01-13", False, id="zes maanden"),
    ],
)
def test_opeenvolgend(vorige: str | None, expected: bool) -> None:
    assert opeenvolgend(dag(vorige) if vorige else None, dag("07-13")) == expected


@pytest.mark.parametrize(
    ("op", "maanden", "expected"),
    [
        pytest.param("2026-08-31", 6, "2026-02-28", id="31 augustus"),
        pytest.param("2024-08-31", 6, "2024-02-29", id="31 augustus in een schrikkeljaar"),
        pytest.param("2026-03-15", 6, "2025-09-15", id="over de jaargrens"),
        pytest.param("2026-12-31", 12, "2025-12-31", id="een jaar"),
        pytest.param("2026-01-31", 1, "2025-12-31", id="januari"),
    ],
)
def test_maanden_terug(op: str, maanden: int, expected: str) -> None:
    assert maanden_terug(date.fromisoformat(op), maanden) == date.fromisoformat(expected)


def test_counts_and_label() -> None:
    twee_keer_water = [signaal(), signaal(id=2)]
    met_huur = [*twee_keer_water, signaal(id=3, partner="woningstichting", sector=Sector.HUUR)]
    assert aantallen(twee_keer_water) == (2, 1, 1)
    assert aantallen(met_huur) == (3, 2, 2)
    sectoren = beleid_met(vs__meervoudig_regel="twee sectoren")
    assert [meervoudig(s, BELEID) for s in ([signaal()], twee_keer_water)] == [False, True]
    assert [meervoudig(s, sectoren) for s in (twee_keer_water, met_huur)] == [False, True]
