"""Does the benchmark name a gemeente only when it really differs, and only where the certificates allow it?"""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evaluation import benchmarktekst
from evaluation.benchmark import Benchmark, Uitkomst, Vergeleken, plaats, vergelijk
from evaluation.cijfer import Cijfer, Periode, Vorm
from evaluation.statistiek.gemiddelden import gemiddelde
from simulation.cohort import Cohort
from simulation.cohort_waarheid import Stad, Waarheid
from tests.evaluation.cohortbouwer import in_geheugen
from tests.evaluation.test_certificaat import aandeel

NAMEN = tuple("abcdefghij")


def uitkomsten(tellers: dict[str, int], noemer: int = 400) -> dict[str, Uitkomst]:
    mee = {g: aandeel("bereik", n, noemer) for g, n in tellers.items()}
    return {g: plaats(g, mee).uitkomst for g in mee}


def dagen(rijen: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Cijfer:
    s = gemiddelde(len(rijen), float(rijen.sum()), float((rijen**2).sum()))
    assert s is not None
    vast = ("gemiddelde_stilte", "d", "b", Vorm.DAGEN, int(rijen.sum()), len(rijen))
    return Cijfer(*vast, s.waarde, s.onder, s.boven)


@pytest.mark.parametrize(
    ("tellers", "verwacht"),
    [
        pytest.param({"a": 68, "b": 80}, {"a": Uitkomst.GELIJK, "b": Uitkomst.GELIJK}, id="17 en 20 procent is ruis"),
        pytest.param({"a": 40, "b": 100}, {"a": Uitkomst.LAGER, "b": Uitkomst.HOGER}, id="10 en 25 procent niet"),
        pytest.param(
            {"a": 68, "b": 68, "c": 140}, {"a": Uitkomst.LAGER, "b": Uitkomst.LAGER, "c": Uitkomst.HOGER},
            id="met een ver buiten de rest staan de anderen er onder",
        ),
    ],
)  # fmt: skip
def test_who_differs(tellers: dict[str, int], verwacht: dict[str, Uitkomst]) -> None:
    assert uitkomsten(tellers) == verwacht


def test_gemeenten_that_are_the_same_are_seldom_called_different() -> None:
    """Ten equal gemeenten: in about one table in twenty is any of them named (2,000 tables, so give or take 1 %)."""
    toeval = np.random.default_rng(7)
    tabellen = [dict(zip(NAMEN, map(int, toeval.binomial(400, 0.17, 10)), strict=True)) for _ in range(2000)]
    genoemd = sum(any(u != Uitkomst.GELIJK for u in uitkomsten(t).values()) for t in tabellen)
    assert genoemd <= 0.06 * 2000


def test_a_gemeente_that_reaches_ten_points_more_is_found() -> None:
    toeval = np.random.default_rng(8)
    gevonden = 0
    for _ in range(100):
        tellers = dict(zip(NAMEN, map(int, toeval.binomial(400, [0.27] + [0.17] * 9)), strict=True))
        gevonden += uitkomsten(tellers)["a"] == Uitkomst.HOGER
    assert gevonden >= 85


def test_the_band_of_a_small_gemeente_is_wider() -> None:
    mee = {
        "klein": aandeel("bereik", 10, 50),
        "groot": aandeel("bereik", 400, 2000),
        "rest": aandeel("bereik", 400, 2000),
    }
    banden = {g: plaats(g, mee).band for g in mee}
    breed = {g: b.boven - b.onder for g, b in banden.items()}
    assert breed["klein"] == pytest.approx(breed["groot"] * np.sqrt(2000 / 50), rel=0.02)
    assert banden["klein"].onder < 0.2 < banden["klein"].boven


def test_means_are_compared_too() -> None:
    toeval = np.random.default_rng(9)
    gelijk = {g: dagen(toeval.exponential(20, 300)) for g in "abc"}
    assert {plaats(g, gelijk).uitkomst for g in gelijk} == {Uitkomst.GELIJK}
    anders = gelijk | {"d": dagen(toeval.exponential(35, 300))}
    assert plaats("d", anders).uitkomst == Uitkomst.HOGER


STAD = Stad("noord", inwoners=260, signalen_per_maand=40, gemeentebelastingen=0.4)
STEDEN = (
    STAD,
    replace(STAD, naam="oost", meervoudig=0.85),
    replace(STAD, naam="zuid", zonder_gesprek=0.9),
    replace(STAD, naam="west", legt_vast=False, stil_signalen=frozenset({2, 3})),
    replace(STAD, naam="midden"),
)
JAAR = Periode(date(2025, 1, 1), date(2025, 6, 30))


@pytest.fixture(scope="module")
def uitslag() -> Benchmark:
    """Return the benchmark of five gemeenten.

    One has more signalen per address, one hardly talks first, one has gaps, two are alike.
    """
    cohort = Cohort(Waarheid(STEDEN, maanden=6), 3)
    with in_geheugen(cohort.rijen()) as db:
        return vergelijk(db, JAAR, cohort.gemeenten)


def figuur(b: Benchmark, naam: str) -> Vergeleken:
    return next(v for v in b.cijfers if v.naam == naam)


def test_only_what_the_certificates_allow_stands_in_the_table(uitslag: Benchmark) -> None:
    for v in uitslag.cijfers:
        for p in v.plaatsen:
            assert uitslag.certificaten[p.gemeente].oordelen[v.naam].vergelijkbaar, (v.naam, p.gemeente)
        assert {p.gemeente for p in v.plaatsen} | set(v.weggelaten) == {s.naam for s in STEDEN}
        assert all(v.weggelaten.values()), "niets valt weg zonder reden"
    assert "west" in figuur(uitslag, "bereik").weggelaten
    assert "ontbreken gegevens" in figuur(uitslag, "bereik").weggelaten["west"][0]
    assert "volledige inspanning" in " ".join(figuur(uitslag, "doel2_bereik").weggelaten["zuid"])
    assert figuur(uitslag, "kwijtschelding_na_signaal").weggelaten["west"] == (
        "Dit is niet te zeggen: de gemeente legde geen kwijtschelding vast.",
    )
    assert figuur(uitslag, "signalen").plaatsen == ()


def test_the_gemeente_with_nearly_three_times_as_many_is_named(uitslag: Benchmark) -> None:
    gevonden = {p.gemeente: p.uitkomst for p in figuur(uitslag, "meervoudig").plaatsen}
    assert gevonden["oost"] == Uitkomst.HOGER
    assert {figuur(uitslag, "bekend_bij_shv").plaatsen[0].uitkomst} == {Uitkomst.GELIJK}


def test_the_table_is_in_alphabetical_order_and_no_ranking(uitslag: Benchmark) -> None:
    for v in uitslag.cijfers:
        assert [p.gemeente for p in v.plaatsen] == sorted(p.gemeente for p in v.plaatsen)
    assert "het is geen ranglijst" in benchmarktekst.als_tekst(uitslag)


def klein_en_groot(tellers: dict[str, int]) -> Benchmark:
    mee = {g: aandeel("bekend_bij_shv", n, 100) for g, n in tellers.items()}
    namen = frozenset(g for g, n in tellers.items() if not 5 <= n <= 95)
    plaatsen = tuple(plaats(g, mee) for g in mee)
    return Benchmark(JAAR, {}, (Vergeleken("bekend_bij_shv", "d", plaatsen, {}, namen),))


def test_a_small_number_cannot_be_found_in_the_table() -> None:
    """Whatever the hidden count is, the numbers of the others, the bands and the words stay the same."""
    lezingen = {
        (benchmarktekst.als_tekst(b), json.dumps(benchmarktekst.als_json(b)))
        for b in (klein_en_groot({"a": n, "b": 20, "c": 22}) for n in range(1, 5))
    }
    assert len(lezingen) == 1
    tekst, gegevens = next(iter(lezingen))
    assert "a: hoogstens 4,0 % van 100" in tekst and "b: 20,0 % van 100" in tekst
    uit = json.loads(gegevens)["cijfers"]["bekend_bij_shv"]["gemeenten"]
    assert uit["a"]["teller"] is None and uit["a"]["waarde"] is None and uit["b"]["band"] is None


def test_one_gemeente_alone_is_not_compared() -> None:
    cohort = Cohort(Waarheid((STAD,), maanden=3), 3)
    with in_geheugen(cohort.rijen()) as db:
        b = vergelijk(db, Periode(date(2025, 1, 1), date(2025, 3, 31)), cohort.gemeenten)
    assert all(v.plaatsen == () for v in b.cijfers)
    assert figuur(b, "bereik").weggelaten["noord"] == ("Er is geen andere gemeente om mee te vergelijken.",)
