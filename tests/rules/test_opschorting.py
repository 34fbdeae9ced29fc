"""Why does collection rest, since when and until when? (rules/opschorting.py)"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules import opschorting
from rules.log import Logregel, Soort
from rules.woorden import Reden, Taaksoort
from tests.rules.bouwers import BELEID, beleid_met, bereikt, dag, een_incassozaak, feit, gedaan

S = Soort
UITGEZOCHT = gedaan(Taaksoort.UITVAL_UITZOEKEN, "06-20", uitkomst="opgelost")
ZONDER_EINDE: list[tuple[Soort, Reden, list[Soort]]] = [
    (S.KWIJTSCHELDING_AANGEVRAAGD, Reden.KWIJTSCHELDING, [S.KWIJTSCHELDING_TOEGEKEND, S.KWIJTSCHELDING_AFGEWEZEN]),
    (S.UITSTEL_AANGEVRAAGD, Reden.UITSTEL, [S.UITSTEL_AFGEWEZEN]),
    (S.REGELING_GETROFFEN, Reden.REGELING, [S.REGELING_GEBROKEN]),
    (S.BEZWAAR_INGEDIEND, Reden.BEZWAAR, [S.BEZWAAR_AFGEDAAN]),
    (S.POST_RETOUR, Reden.ADRES_ONBEKEND, [S.VERHUISD_BINNEN, S.VERHUISD_BUITEN]),
    (S.OVERLEDEN, Reden.OVERLEDEN, []),
    (S.MORATORIUM, Reden.MORATORIUM, []),
]


def redenen(*log: Logregel, op: str = "06-20") -> list[tuple[Reden, date | None]]:
    """Return why collection rests, and until when."""
    return [(o.reden, o.tot) for o in opschorting.lopend(een_incassozaak(*log), BELEID, dag(op))]


@pytest.mark.parametrize(("begin", "reden", "einden"), [pytest.param(*r, id=r[1].value) for r in ZONDER_EINDE])
def test_it_starts_with_the_fact_and_ends_with_another(begin: Soort, reden: Reden, einden: list[Soort]) -> None:
    assert redenen(feit(begin, "06-10")) == [(reden, None)]
    for einde in einden:
        assert redenen(feit(begin, "06-10"), feit(einde, "06-15")) == []
        assert redenen(feit(begin, "06-10"), feit(einde, "06-15"), feit(begin, "06-18")) == [(reden, None)]


VERLEEND = feit(S.UITSTEL_VERLEEND, "06-12", tot="2026-06-30")
LANGER = feit(S.UITSTEL_VERLEEND, "06-24", tot="2026-07-31")


@pytest.mark.parametrize(
    ("log", "op", "expected"),
    [
        pytest.param([VERLEEND], "06-29", [(Reden.UITSTEL, dag("06-30"))], id="uitstel verleend: het einde is bekend"),
        pytest.param([VERLEEND], "06-30", [], id="op de einddag is het voorbij"),
        pytest.param([VERLEEND, LANGER], "06-29", [(Reden.UITSTEL, dag("07-31"))], id="verlengd: het nieuwe einde"),
        pytest.param([VERLEEND, feit(S.UITSTEL_AFGEWEZEN, "06-20")], "06-25", [], id="ingetrokken"),
        pytest.param(
            [VERLEEND, feit(S.UITSTEL_AANGEVRAAGD, "07-20")],
            "07-21",
            [(Reden.UITSTEL, None)],
            id="een tweede verzoek, na het einde van het eerste uitstel",
        ),
        pytest.param(
            bereikt(Taaksoort.BELLEN, "07-09", "wil hulp"),
            "08-07",
            [(Reden.HULP, dag("08-08"))],
            id="hulp: dertig dagen",
        ),
        pytest.param(bereikt(Taaksoort.BELLEN, "07-09", "wil hulp"), "08-08", [], id="na dertig dagen voorbij"),
        pytest.param(
            [feit(S.TERUGKOPPELING, "07-28", hulp_geaccepteerd=True, tot="2026-08-26")],
            "08-01",
            [(Reden.HULP, dag("08-26"))],
            id="Vroegsignalering vraagt rust tot een dag",
        ),
        pytest.param(
            [*bereikt(Taaksoort.BELLEN, "07-09", "wil hulp"), feit(S.TERUGKOPPELING, "07-28", hulp_geaccepteerd=True)],
            "08-01",
            [(Reden.HULP, dag("08-27"))],
            id="de langste rust telt",
        ),
        pytest.param([feit(S.TERUGKOPPELING, "07-28", afgesloten=True)], "08-01", [], id="gesloten is geen hulp"),
        pytest.param([feit(S.POST_RETOUR, "06-10"), UITGEZOCHT], "06-20", [], id="het adres klopte"),
        pytest.param(
            [feit(S.POST_RETOUR, "06-10"), UITGEZOCHT, feit(S.POST_RETOUR, "06-21")],
            "06-22",
            [(Reden.ADRES_ONBEKEND, None)],
            id="daarna weer post retour",
        ),
        pytest.param(
            [feit(S.BEZWAAR_INGEDIEND, "06-10"), feit(S.KWIJTSCHELDING_AANGEVRAAGD, "06-11")],
            "06-12",
            [(Reden.KWIJTSCHELDING, None), (Reden.BEZWAAR, None)],
            id="twee redenen tegelijk",
        ),
    ],
)
def test_until_when(log: list[Logregel], op: str, expected: list[Any]) -> None:
    assert redenen(*log, op=op) == expected


def verteld(reden: Reden, op: str, tot: str | None = None) -> Logregel:
    """The opschorting as the log tells it."""
    return feit(S.OPGESCHORT, op, reden=reden.value, tot=tot)


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param([feit(S.UITSTEL_AANGEVRAAGD, "06-10")], True, id="nieuw: vertellen"),
        pytest.param([feit(S.UITSTEL_AANGEVRAAGD, "06-10"), verteld(Reden.UITSTEL, "06-10")], False, id="een keer"),
        pytest.param(
            [feit(S.UITSTEL_AANGEVRAAGD, "06-10"), verteld(Reden.UITSTEL, "06-10"), VERLEEND], True, id="einde bekend"
        ),
        pytest.param([VERLEEND, verteld(Reden.UITSTEL, "06-12", "2026-06-30")], False, id="einde al verteld"),
        pytest.param([VERLEEND, verteld(Reden.UITSTEL, "06-12", "2026-06-30"), LANGER], True, id="einde veranderd"),
        pytest.param(
            [feit(S.POST_RETOUR, "06-10"), verteld(Reden.ADRES_ONBEKEND, "06-10"), feit(S.POST_RETOUR, "06-15")],
            False,
            id="nog een brief retour is geen nieuwe opschorting",
        ),
        pytest.param(
            [
                feit(S.BEZWAAR_INGEDIEND, "06-10"),
                verteld(Reden.BEZWAAR, "06-10"),
                feit(S.BEZWAAR_AFGEDAAN, "06-12"),
                feit(S.BEZWAAR_INGEDIEND, "06-18"),
            ],
            True,
            id="een tweede bezwaar is een nieuwe opschorting",
        ),
    ],
)
def test_what_must_still_be_told(log: list[Logregel], expected: bool) -> None:
    assert (opschorting.nieuw(een_incassozaak(*log), BELEID, dag("06-20")) is not None) == expected


def test_one_reden_can_be_asked_for() -> None:
    zaak = een_incassozaak(feit(S.POST_RETOUR, "06-10"))
    assert opschorting.nieuw(zaak, BELEID, dag("06-20"), alleen=Reden.HULP) is None


@pytest.mark.parametrize(
    ("log", "op", "expected"),
    [
        pytest.param([feit(S.KWIJTSCHELDING_AFGEWEZEN, "07-01")], "07-01", "07-11", id="kwijtschelding afgewezen"),
        pytest.param([feit(S.KWIJTSCHELDING_TOEGEKEND, "07-01")], "07-01", "07-11", id="kwijtschelding voor een deel"),
        pytest.param([feit(S.UITSTEL_AFGEWEZEN, "07-01")], "07-01", "07-11", id="uitstel afgewezen"),
        pytest.param([VERLEEND], "06-29", None, id="het uitstel loopt nog"),
        pytest.param([VERLEEND], "06-30", "07-10", id="het uitstel is om"),
        pytest.param([feit(S.REGELING_GETROFFEN, "06-01")], "07-01", None, id="de regeling loopt nog"),
        pytest.param(
            [feit(S.REGELING_GETROFFEN, "06-01"), feit(S.REGELING_GEBROKEN, "07-01")], "07-01", "07-11", id="gebroken"
        ),
        pytest.param(
            [feit(S.BEZWAAR_INGEDIEND, "06-01"), feit(S.BEZWAAR_AFGEDAAN, "07-01")], "07-01", None, id="bezwaar"
        ),
    ],
)
def test_ten_more_days(log: list[Logregel], op: str, expected: str | None) -> None:
    verwacht = dag(expected) if expected else None
    assert opschorting.wachttijd_tot(een_incassozaak(*log), BELEID, dag(op)) == verwacht


def test_the_gemeente_may_give_more_than_ten_days() -> None:
    zaak = een_incassozaak(feit(S.UITSTEL_AFGEWEZEN, "07-01"))
    langer = replace(beleid_met(), wachttijd_na_afwijzing_d=21)
    assert opschorting.wachttijd_tot(zaak, langer, dag("07-01")) == dag("07-22")
