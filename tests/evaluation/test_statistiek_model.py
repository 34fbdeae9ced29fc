"""Logistic regression and how well it foretells: against published analyses and work by hand."""

import numpy as np
import pytest

from evaluation.statistiek.ijking import auc, ijk, ongezien, vouwen
from evaluation.statistiek.regressie import Afhankelijk, Gescheiden, kans, logistisch

# Finney 1947, vasoconstriction in the skin: volume, rate, response; an example in the manual of SAS LOGISTIC.
FINNEY = """3.70 0.825 1 3.50 1.09 1 1.25 2.50 1 0.75 1.50 1 0.80 3.20 1 0.70 3.50 1 0.60 0.75 0 1.10 1.70 0
0.90 0.75 0 0.90 0.45 0 0.80 0.57 0 0.55 2.75 0 0.60 3.00 0 1.40 2.33 1 0.75 3.75 1 2.30 1.64 1 3.20 1.60 1
0.85 1.415 1 1.70 1.06 0 1.80 1.80 1 0.40 2.00 0 0.95 1.36 0 1.35 1.35 0 1.50 1.36 0 1.60 1.78 1 0.60 1.50 0
1.80 1.50 1 0.95 1.90 0 1.90 0.95 1 1.60 0.40 0 2.70 0.75 1 2.35 0.03 0 1.10 1.83 0 1.10 2.20 1 1.20 2.00 1
0.80 3.33 1 0.95 1.90 0 0.75 1.90 0 1.30 1.625 1"""


def test_a_published_regression() -> None:
    """SAS prints -2.8754 (1.3208), 5.1793 (1.8648) and 4.5617 (1.8380) for log volume and log rate."""
    rijen = np.array(FINNEY.split(), dtype=float).reshape(39, 3)
    model = logistisch(np.column_stack([np.ones(39), np.log(rijen[:, :2])]), rijen[:, 2])
    assert model.beta == pytest.approx([-2.8754, 5.1793, 4.5617], abs=1e-3)
    assert np.sqrt(np.diag(model.covariantie)) == pytest.approx([1.3208, 1.8648, 1.8380], abs=1e-3)


def _tabel(a: int, n1: int, c: int, n0: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of a 2x2 table: a of n1 with the fact, c of n0 without it."""
    x = np.column_stack([np.ones(n1 + n0), np.repeat([1.0, 0.0], [n1, n0])])
    return x, np.repeat([1.0, 0.0, 1.0, 0.0], [a, n1 - a, c, n0 - c])


def test_a_published_odds_ratio_and_its_difference() -> None:
    """Placebo and aspirin (Agresti): 189 of 11034 against 104 of 11037, odds ratio 1.832 (1.440 to 2.331).

    The average difference of a model with one fact is the plain difference of two shares with the interval of Wald:
    0.77 points (0.47 to 1.07).
    """
    x, y = _tabel(189, 11034, 104, 11037)
    model = logistisch(x, y)
    verhouding, verschil = model.odds_ratio(1), model.verschil(x, 1, [1])
    assert (round(verhouding.waarde, 3), round(verhouding.onder, 3), round(verhouding.boven, 3)) == (
        1.832,
        1.440,
        2.331,
    )
    assert (round(verschil.waarde, 4), round(verschil.onder, 4), round(verschil.boven, 4)) == (0.0077, 0.0047, 0.0107)


def test_the_same_person_twice_tells_nothing_new() -> None:
    """Every row twice under one person: the robust interval is that of the rows once (but for its correction)."""
    x, y = _tabel(60, 200, 30, 200)
    een = logistisch(x, y, np.arange(400))
    dubbel = logistisch(np.vstack([x, x]), np.concatenate([y, y]), np.tile(np.arange(400), 2))
    assert np.sqrt(np.diag(dubbel.covariantie)) == pytest.approx(np.sqrt(np.diag(een.covariantie)), rel=1e-6)
    gewoon = logistisch(x, y)
    assert np.sqrt(np.diag(een.covariantie)) == pytest.approx(np.sqrt(np.diag(gewoon.covariantie)), rel=0.01)


@pytest.mark.parametrize(
    ("a", "n1", "c", "n0"),
    [
        pytest.param(10, 10, 0, 10, id="helemaal gescheiden"),
        pytest.param(20, 20, 50, 100, id="een groep heeft de uitkomst altijd"),
        pytest.param(0, 40, 50, 100, id="een groep heeft de uitkomst nooit"),
    ],
)
def test_separation_is_refused(a: int, n1: int, c: int, n0: int) -> None:
    with pytest.raises(Gescheiden):
        logistisch(*_tabel(a, n1, c, n0))


def test_a_fact_that_follows_from_others_is_refused() -> None:
    x, y = _tabel(20, 40, 50, 100)
    with pytest.raises(Afhankelijk):
        logistisch(np.column_stack([x, 1 - x[:, 1]]), y)


def test_planted_odds_are_found_as_often_as_the_interval_says() -> None:
    """300 times 600 rows with two facts that go together: the true log odds is inside in about 95 %."""
    toeval, binnen = np.random.default_rng(5), 0
    for _ in range(300):
        eerste = toeval.random(600) < 0.4
        tweede = toeval.random(600) < np.where(eerste, 0.7, 0.2)
        x = np.column_stack([np.ones(600), eerste, tweede]).astype(float)
        y = (toeval.random(600) < kans(x @ np.array([-1.5, 0.8, -0.5]))).astype(float)
        c = logistisch(x, y, np.arange(600)).coefficient(1)
        binnen += c.onder <= 0.8 <= c.boven
    assert 0.92 <= binnen / 300 <= 0.98


def test_the_published_area_under_the_curve() -> None:
    """Hanley and McNeil 1982: 109 CT images in five classes, area 0.893 with standard error 0.032."""
    score = np.repeat([1.0, 2, 3, 4, 5, 1, 2, 3, 4, 5], [33, 6, 6, 11, 2, 3, 2, 2, 11, 33])
    y = np.repeat([0.0, 1.0], [58, 51])
    gemeten = auc(score, y)
    assert round(gemeten.waarde, 3) == 0.893
    breed = (gemeten.boven - gemeten.onder) / (2 * 1.96)
    assert breed == pytest.approx(0.032, abs=0.002)
    assert gemeten.waarde == pytest.approx(1 - auc(-score, y).waarde)
    with pytest.raises(ValueError, match="beide"):
        auc(score, np.ones(109))


def test_folds_keep_a_person_together_and_follow_the_seed() -> None:
    personen = np.random.default_rng(6).integers(0, 200, 1000)
    vouw = vouwen(personen, zaad=1)
    assert all(len(set(vouw[personen == p])) == 1 for p in set(personen))
    assert set(vouw) == set(range(5))
    assert (vouw == vouwen(personen, zaad=1)).all()
    assert (vouw != vouwen(personen, zaad=2)).any()


def test_perfect_chances_are_calibrated_and_bold_ones_are_not() -> None:
    toeval = np.random.default_rng(7)
    waar = toeval.uniform(0.05, 0.6, 20_000)
    y = (toeval.random(20_000) < waar).astype(float)
    goed = ijk(waar, y)
    assert goed.helling.onder <= 1 <= goed.helling.boven
    assert goed.start.onder <= 0 <= goed.start.boven
    assert goed.brier == pytest.approx(float((waar * (1 - waar)).mean()), abs=0.004)
    assert goed.brier < goed.brier_zonder
    assert [g.aantal for g in goed.groepen] == [4000] * 5
    assert [g.gebeurd / g.aantal for g in goed.groepen] == pytest.approx([g.voorspeld for g in goed.groepen], abs=0.03)
    te_stellig = ijk(kans(2 * np.log(waar / (1 - waar))), y)
    assert te_stellig.helling.waarde == pytest.approx(goed.helling.waarde / 2)


def test_brier_by_hand() -> None:
    gemeten = ijk(np.array([0.2, 0.4, 0.5, 0.6, 0.8]), np.array([0.0, 1.0, 1.0, 0.0, 1.0]))
    assert gemeten.brier == pytest.approx((0.04 + 0.36 + 0.25 + 0.36 + 0.04) / 5)
    assert gemeten.brier_zonder == pytest.approx(0.24)


def test_chance_foretells_nothing_that_was_not_seen() -> None:
    """Twelve facts that mean nothing: seen rows look well foretold, unseen rows do not."""
    toeval = np.random.default_rng(8)
    x = np.column_stack([np.ones(400), toeval.random((400, 12)) < 0.5]).astype(float)
    y = (toeval.random(400) < 0.3).astype(float)
    gezien = auc(logistisch(x, y).kans(x), y)
    niet_gezien = auc(ongezien(x, y, np.arange(400), zaad=1), y)
    assert gezien.onder > 0.5
    assert niet_gezien.onder < 0.5
