"""How long until something happens? Against Freireich's leukaemia trial, SciPy's Kaplan-Meier, and work by hand."""

from importlib import import_module
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from evaluation.statistiek.duur import GEEN_EINDE, aalen_johansen, logrank
from evaluation.statistiek.gemiddelden import gemiddelde, verschil

Dagen = NDArray[np.int64]

stats: Any = import_module("scipy.stats")

BEHANDELD = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
TERUG = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
"""Freireich et al. 1963, weeks in remission: the example of nearly every textbook on survival."""


def test_one_kind_of_end_is_kaplan_meier() -> None:
    """The published survival of the 6-MP arm, and SciPy's band on the same scale."""
    verloop = aalen_johansen(np.array(BEHANDELD), np.array(TERUG), 1)
    gepubliceerd = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {week: round(1 - verloop.kans[week], 3) for week in gepubliceerd} == gepubliceerd
    gevolgd = np.array(TERUG) == 0
    scipy = stats.ecdf(stats.CensoredData.right_censored(np.array(BEHANDELD), gevolgd)).sf
    band = scipy.confidence_interval(method="log-log")
    for week, onder, boven in zip(scipy.quantiles, band.low.probabilities, band.high.probabilities, strict=True):
        if np.isfinite(onder):
            assert 1 - verloop.boven[int(week)] == pytest.approx(onder, abs=1e-9)
            assert 1 - verloop.onder[int(week)] == pytest.approx(boven, abs=1e-9)


def test_the_published_log_rank() -> None:
    """Chi-square 16.79 with one degree of freedom for Freireich's trial."""
    duur = np.array(BEHANDELD + PLACEBO)
    p = logrank(duur, np.array(TERUG + [1] * 21) == 1, np.array([True] * 21 + [False] * 21))
    assert p == pytest.approx(float(stats.chi2.sf(16.79, 1)), rel=0.01)


def test_competing_ends_by_hand() -> None:
    """Six residents: paid on 1, help on 2, left on 2, paid on 3, help on 4, left on 5.

    Day 1: 1/6 paid. Day 2: of the 5 left over 1 gets help: 5/6 * 1/5. Then 4/6 are left over for 3 who are followed.
    Day 3: 4/6 * 1/3 paid. Day 4: 4/6 * 2/3 * 1/2 gets help.
    """
    duur, einde = np.array([1, 2, 2, 3, 4, 5]), np.array([1, 2, 0, 1, 2, 0])
    betaald, hulp = aalen_johansen(duur, einde, 1), aalen_johansen(duur, einde, 2)
    assert betaald.kans == pytest.approx([0, 1 / 6, 1 / 6, 7 / 18, 7 / 18, 7 / 18])
    assert hulp.kans == pytest.approx([0, 0, 1 / 6, 1 / 6, 7 / 18, 7 / 18])
    assert list(betaald.risico) == [6, 6, 5, 3, 2, 1]
    assert betaald.op(6) is None
    naief = aalen_johansen(duur, np.where(einde == 2, GEEN_EINDE, einde), 1)
    assert naief.kans[5] > betaald.kans[5]


def test_without_censoring_it_is_a_share() -> None:
    """The variance is then that of a share: p (1 - p) / n, whatever happened to the others before."""
    toeval = np.random.default_rng(1)
    duur, einde = toeval.integers(0, 60, 400), toeval.integers(1, 4, 400)
    verloop = aalen_johansen(duur, einde, 2)
    for dag in (0, 10, 30, 59):
        p = float(((duur <= dag) & (einde == 2)).mean())
        assert verloop.kans[dag] == pytest.approx(p)
        if p:
            fout = (np.log(-np.log(1 - verloop.boven[dag])) - np.log(-np.log(1 - p))) / 1.959964
            assert fout * (1 - p) * -np.log(1 - p) == pytest.approx(np.sqrt(p * (1 - p) / 400), rel=1e-5)
    assert verloop.uitgeput
    na_afloop = verloop.op(1000)
    assert na_afloop
    assert na_afloop.waarde == pytest.approx(float((einde == 2).mean()))


def test_every_resident_is_somewhere() -> None:
    """What has come by each end and what is still open is 1 on every day."""
    duur, einde = _trekking(np.random.default_rng(2), 500)
    kansen = sum(aalen_johansen(duur, einde, k).kans for k in (1, 2))
    open_ = 1 - aalen_johansen(duur, (einde > 0).astype(np.int64), 1).kans
    assert kansen + open_ == pytest.approx(np.ones(len(open_)))


def test_the_band_holds_the_truth_as_often_as_it_says() -> None:
    """400 times 150 residents with two ends and dropping out: the true 28-day chance is inside in about 95 %."""
    toeval = np.random.default_rng(3)
    waar = 0.6 * (1 - 0.97**28)
    binnen = 0
    for _ in range(400):
        schatting = aalen_johansen(*_trekking(toeval, 150), 1).op(27)
        assert schatting
        binnen += schatting.onder <= waar <= schatting.boven
    assert 0.925 <= binnen / 400 <= 0.975


def _trekking(toeval: np.random.Generator, n: int) -> tuple[Dagen, Dagen]:
    """Every day 3 % reach an end, of which 60 % the first; independent of that, people leave after 10 to 120 days."""
    eind, weg = toeval.geometric(0.03, n) - 1, toeval.integers(10, 120, n)
    soort = np.where(toeval.random(n) < 0.6, 1, 2)
    return np.minimum(eind, weg), np.where(eind <= weg, soort, GEEN_EINDE)


def test_nothing_happened_is_not_certainty() -> None:
    verloop = aalen_johansen(np.array([30] * 20), np.zeros(20, dtype=np.int64), 1)
    schatting = verloop.op(14)
    assert schatting
    assert (schatting.waarde, round(schatting.boven, 4)) == (0.0, 0.1611)
    with pytest.raises(ValueError, match="geen rijen"):
        aalen_johansen(np.array([], dtype=np.int64), np.array([], dtype=np.int64), 1)


def test_the_interval_of_student() -> None:
    """Student's sleep data (1908), as t.test of R prints them: 1.58 (0.7001142 to 2.4598858)."""
    slaap = [1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4]
    gemeten = gemiddelde(10, sum(slaap), sum(s * s for s in slaap))
    assert gemeten
    assert (gemeten.onder, gemeten.boven) == pytest.approx((0.7001142, 2.4598858), abs=1e-6)
    assert gemiddelde(1, 5, 25) is None


def test_the_bootstrap_of_a_difference() -> None:
    """Close to the normal interval for many rows, the same for the same seed, and within layers."""
    toeval = np.random.default_rng(4)
    met, zonder = toeval.choice([0.0, 900.0, 5000.0], 800), toeval.choice([0.0, 900.0, 9000.0], 700)
    gemeten = verschil([(met, zonder)], zaad=7)
    fout = float(np.sqrt(met.var(ddof=1) / 800 + zonder.var(ddof=1) / 700))
    assert gemeten.waarde == pytest.approx(float(met.mean() - zonder.mean()))
    assert gemeten.onder == pytest.approx(gemeten.waarde - 1.96 * fout, abs=0.08 * fout)
    assert gemeten.boven == pytest.approx(gemeten.waarde + 1.96 * fout, abs=0.08 * fout)
    assert gemeten == verschil([(met, zonder)], zaad=7) != verschil([(met, zonder)], zaad=8)
    dubbel = verschil([(met, zonder), (met + 1000, zonder + 1000)], zaad=7)
    assert dubbel.waarde == pytest.approx(gemeten.waarde)
    assert dubbel.boven - dubbel.onder < gemeten.boven - gemeten.onder
