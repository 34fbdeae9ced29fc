"""Which months are whole, and does a file that comes late mend one?"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.leverancier import Leverancier
from rules.levermaand import BUITEN_BAND, NIETS, TE_WEINIG, WACHT, Geleverd, maandbeelden

PER_MAAND = Leverancier("energie", "signalen", 40, 1, 5000)
PER_WEEK = Leverancier("belastingmutaties", "mutaties", 8, 1, 5000)
PER_KWARTAAL = Leverancier("belastingpakket", "vorderingen", 100, 1, 5000)


def op(*dagen: str, rijen: int = 10) -> list[Geleverd]:
    return [Geleverd(date.fromisoformat(f"2026-{dag}"), rijen) for dag in dagen]


def niet_heel(leverancier: Leverancier, geleverd: list[Geleverd], vandaag: str) -> dict[str, str]:
    beelden = maandbeelden(leverancier, geleverd, date.fromisoformat(f"2026-{vandaag}"))
    return {f"{b.maand:%m}": b.reden for b in beelden if not b.volledig}


@pytest.mark.parametrize(
    ("leverancier", "geleverd", "vandaag", "verwacht"),
    [
        pytest.param(PER_MAAND, op("01-25", "02-25", "03-25"), "04-02", {}, id="elke maand: heel"),
        pytest.param(PER_MAAND, op("01-25", "03-25"), "04-02", {"02": NIETS}, id="februari overgeslagen"),
        pytest.param(PER_MAAND, op("01-25", "04-25"), "05-02", {"02": NIETS, "03": NIETS}, id="twee overgeslagen"),
        pytest.param(PER_MAAND, op("01-31", "03-01"), "04-02", {}, id="net over de maand heen is op tijd"),
        pytest.param(PER_MAAND, op("01-25"), "03-02", {"02": WACHT}, id="misschien komt het nog"),
        pytest.param(PER_MAAND, op("01-05", "03-03", "03-25"), "04-02", {}, id="te laat geleverd: weer heel"),
        pytest.param(PER_MAAND, op("01-05", "03-25", "04-02", "04-25"), "05-02", {}, id="twee maanden te laat: heel"),
        pytest.param(
            PER_MAAND, op("01-05", "03-25", "04-25", "05-02", "05-25"), "06-02", {"02": NIETS}, id="drie is te laat"
        ),
        pytest.param(
            PER_MAAND, op("01-05") + op("02-05", rijen=9000) + op("03-05"), "04-02", {"02": BUITEN_BAND},
            id="te veel rijen telt niet",
        ),
        pytest.param(
            PER_MAAND, op("01-05") + op("02-05", rijen=9000) + op("02-06", "03-05"), "04-02", {},
            id="een goed bestand erna telt wel",
        ),
        pytest.param(PER_WEEK, op("01-01", "01-08", "01-15", "02-01"), "02-02", {}, id="drie in een maand van 31"),
        pytest.param(PER_WEEK, op("01-01", "01-08", "02-01"), "02-02", {"01": TE_WEINIG}, id="een week overgeslagen"),
        pytest.param(PER_KWARTAAL, op("01-05", "04-10"), "05-02", {}, id="per kwartaal: maanden zonder zijn gewoon"),
        pytest.param(
            PER_KWARTAAL, op("01-05", "05-10"), "06-02", {"02": NIETS, "03": NIETS, "04": NIETS}, id="kwartaal gemist"
        ),
        pytest.param(PER_KWARTAAL, op("01-05"), "03-02", {}, id="per kwartaal: nog op tijd"),
        pytest.param(Leverancier("drukker", "retourpost"), op("01-05"), "06-02", {}, id="niemand verwacht iets"),
        pytest.param(PER_MAAND, [], "06-02", {}, id="nog nooit geleverd"),
    ],
)  # fmt: skip
def test_welke_maanden_niet_heel_zijn(
    leverancier: Leverancier, geleverd: list[Geleverd], vandaag: str, verwacht: dict[str, str]
) -> None:
    assert niet_heel(leverancier, geleverd, vandaag) == verwacht


DAGEN = st.lists(st.integers(0, 300), min_size=1, max_size=25)


@given(DAGEN, st.integers(1, 120), st.integers(0, 400))
def test_een_levering_erbij_maakt_nooit_een_maand_kapot(dagen: list[int], elke_d: int, extra: int) -> None:
    """Every finished month from the first file on is there once, and more files never make it worse."""
    begin, vandaag = date(2026, 1, 1), date(2027, 3, 1)
    leverancier = Leverancier("energie", "signalen", elke_d)
    geleverd = [Geleverd(begin + timedelta(days=n), 1) for n in dagen]
    eerste = min(g.dag for g in geleverd)
    beelden = maandbeelden(leverancier, geleverd, vandaag)
    maanden = [b.maand for b in beelden]
    assert maanden == sorted(set(maanden)) and maanden[0] == eerste.replace(day=1)
    assert sum(b.leveringen for b in beelden) == len(geleverd)
    erbij = Geleverd(eerste + timedelta(days=extra), 1)
    if erbij.dag < vandaag.replace(day=1):
        meer = {b.maand: b.volledig for b in maandbeelden(leverancier, [*geleverd, erbij], vandaag)}
        assert all(meer[b.maand] for b in beelden if b.volledig)
