"""How sure is a share or a difference? Every value is one that somebody else published or that can be done by hand."""

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.statistiek.aandelen import (
    OngeldigeTelling,
    Vergelijking,
    newcombe,
    omvang,
    onderscheid,
    toets,
    verhouding,
    verschil_in_lagen,
    wilson,
    wilson_clusters,
)
from evaluation.statistiek.balans import verschil_getal, verschil_soort


@pytest.mark.parametrize(
    ("teller", "noemer", "onder", "boven"),
    [
        pytest.param(81, 263, 0.2553, 0.3662, id="Newcombe 1998, tabel I: 81 van 263"),
        pytest.param(15, 148, 0.0624, 0.1605, id="Newcombe 1998, tabel I: 15 van 148"),
        pytest.param(0, 20, 0.0, 0.1611, id="Newcombe 1998, tabel I: 0 van 20"),
        pytest.param(1, 29, 0.0061, 0.1718, id="Newcombe 1998, tabel I: 1 van 29"),
        pytest.param(29, 29, 0.8830, 1.0, id="allemaal: het spiegelbeeld van geen enkele"),
    ],
)
def test_the_interval_of_wilson(teller: int, noemer: int, onder: float, boven: float) -> None:
    gemeten = wilson(teller, noemer)
    assert (round(gemeten.onder, 4), round(gemeten.boven, 4)) == (onder, boven)
    assert gemeten.waarde == teller / noemer


@pytest.mark.parametrize(
    ("telling", "onder", "boven"),
    [
        pytest.param(Vergelijking(56, 70, 48, 80), 0.0524, 0.3339, id="Newcombe 1998, tabel II a"),
        pytest.param(Vergelijking(9, 10, 3, 10), 0.1705, 0.8090, id="tabel II b"),
        pytest.param(Vergelijking(6, 7, 2, 7), 0.0582, 0.8062, id="tabel II c"),
        pytest.param(Vergelijking(5, 56, 0, 29), -0.0381, 0.1926, id="tabel II d"),
        pytest.param(Vergelijking(0, 10, 0, 20), -0.1611, 0.2775, id="tabel II e: niets gebeurd"),
        pytest.param(Vergelijking(10, 10, 0, 20), 0.6791, 1.0, id="tabel II g: alles tegen niets"),
    ],
)
def test_the_interval_of_newcombe(telling: Vergelijking, onder: float, boven: float) -> None:
    gemeten = newcombe(telling)
    assert (round(gemeten.onder, 4), round(gemeten.boven, 4)) == (onder, boven)


def test_layers_are_compared_within_themselves() -> None:
    """Simpson: in both layers the difference is -10 points; thrown on one heap it would be +47 points."""
    lagen = [Vergelijking(160, 200, 18, 20), Vergelijking(2, 20, 40, 200)]
    assert verschil_in_lagen(lagen).waarde == pytest.approx(-0.1)
    assert newcombe(Vergelijking(162, 220, 58, 220)).waarde > 0.4
    assert verschil_in_lagen(lagen[:1]) == newcombe(lagen[0])


def test_the_relative_risk_of_katz() -> None:
    """The example in SciPy's manual of relative_risk: 27 of 122 against 44 of 487."""
    gemeten = verhouding([Vergelijking(27, 122, 44, 487)])
    assert gemeten
    assert gemeten.waarde == pytest.approx(2.4495156482861398)
    assert (gemeten.onder, gemeten.boven) == pytest.approx((1.5836990926700116, 3.7886786315466354))


def test_the_relative_risk_of_mantel_and_haenszel() -> None:
    """By hand: (10*100/200 + 5*60/100) / (20*100/200 + 10*40/100) = 8/14, and Greenland and Robins' variance."""
    gemeten = verhouding([Vergelijking(10, 100, 20, 100), Vergelijking(5, 40, 10, 60)])
    assert gemeten
    assert gemeten.waarde == pytest.approx(8 / 14)
    variantie = ((30 * 10_000 - 200 * 200) / 200**2 + (15 * 2400 - 50 * 100) / 100**2) / (8 * 14)
    assert gemeten.boven == pytest.approx(8 / 14 * math.exp(1.959964 * math.sqrt(variantie)), rel=1e-5)


def test_nothing_to_divide_by_gives_no_ratio() -> None:
    assert verhouding([Vergelijking(3, 50, 0, 50)]) is None
    niets = verhouding([Vergelijking(0, 50, 10, 50)])
    assert niets
    assert niets.waarde == niets.onder == 0
    assert 0.1 < niets.boven < 1


def test_the_size_of_a_trial() -> None:
    """The two examples in R's manual of power.prop.test: n = 50 gives power 0.740; power 0.90 needs n = 76.7."""
    assert round(onderscheid(50, 0.50, 0.25), 3) == 0.740
    assert omvang(0.50, 0.25, kracht=0.90) == 77
    assert onderscheid(omvang(0.17, 0.05), 0.17, 0.05) >= 0.8 > onderscheid(omvang(0.17, 0.05) - 1, 0.17, 0.05)
    assert onderscheid(400, 0.17, -0.05) == pytest.approx(onderscheid(400, 0.83, 0.05))


def test_the_two_sample_test() -> None:
    """By hand, the chi-square of a 2x2 table: n (ad - bc)² over the margins is 8 here, so p is 0.004678."""
    assert toets(Vergelijking(60, 100, 40, 100)) == pytest.approx(0.004678, abs=1e-6)
    assert toets(Vergelijking(0, 100, 0, 100)) == 1.0


def test_the_test_and_the_planned_power_agree_with_chance() -> None:
    """Drawn 1,500 times: a real effect is found as often as planned, none is found in about 5 %."""
    toeval = random.Random(20260701)
    n = omvang(0.2, 0.1)

    def trek(kans: float) -> int:
        return sum(toeval.random() < kans for _ in range(n))

    def gevonden(effect: float) -> float:
        return sum(toets(Vergelijking(trek(0.2 + effect), n, trek(0.2), n)) < 0.05 for _ in range(1500)) / 1500

    assert gevonden(0.1) == pytest.approx(0.8, abs=0.03)
    assert gevonden(0.0) == pytest.approx(0.05, abs=0.015)


def test_attempts_on_one_resident_tell_less() -> None:
    """40 zaken with two attempts that always end alike are worth 40 attempts, not 80."""
    eens = wilson_clusters(clusters=40, n=80, x=20, xx=40, xn=40, nn=160)
    los = wilson_clusters(clusters=80, n=80, x=20, xx=20, xn=20, nn=80)
    assert los.boven == pytest.approx(wilson(20, 80).boven, abs=0.003)
    assert eens.boven == pytest.approx(wilson(10, 40).boven, abs=0.003)


def test_standardised_differences() -> None:
    """By hand: means 2 and 4 with variance 1 differ two deviations; 20 % and 50 % differ 0.3 / sqrt(0.205)."""
    assert verschil_getal([1, 3], [3, 5]) == pytest.approx(2)
    assert verschil_getal([5, 5], [5, 5]) == 0
    assert verschil_getal([5, 5], [6, 6]) == math.inf
    assert verschil_soort("a" * 2 + "b" * 8, "a" * 5 + "b" * 5) == pytest.approx(0.3 / math.sqrt(0.205))
    assert verschil_soort("ab", "ba") == 0
    assert verschil_soort("aa", "bb") == math.inf


@pytest.mark.parametrize(("teller", "noemer"), [(0, 0), (-1, 5), (6, 5)])
def test_counts_that_cannot_be_are_refused(teller: int, noemer: int) -> None:
    with pytest.raises(OngeldigeTelling):
        wilson(teller, noemer)
    with pytest.raises(OngeldigeTelling):
        Vergelijking(teller, noemer, 1, 2)


@pytest.mark.parametrize(("basis", "effect"), [(0.2, 0.0), (0.9, 0.2), (0.1, -0.2), (1.2, 0.1)])
def test_a_plan_that_cannot_be_is_refused(basis: float, effect: float) -> None:
    with pytest.raises(OngeldigeTelling):
        omvang(basis, effect)


TELLING = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(TELLING, TELLING)
def test_intervals_hold_the_estimate_and_stay_possible(een: tuple[int, int], ander: tuple[int, int]) -> None:
    deel = wilson(*een)
    assert 0 <= deel.onder <= deel.waarde <= deel.boven <= 1
    telling = Vergelijking(*een, *ander)
    verschil = newcombe(telling)
    assert -1.0000001 <= verschil.onder <= verschil.waarde <= verschil.boven <= 1.0000001
    andersom = newcombe(Vergelijking(*ander, *een))
    assert (verschil.onder, verschil.boven) == pytest.approx((-andersom.boven, -andersom.onder))
    assert 0 <= toets(telling) <= 1
