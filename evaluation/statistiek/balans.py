"""Are two groups alike in what was known before? Standardised differences (Austin, Statistics in Medicine 28, 2009)."""

from collections import Counter
from collections.abc import Sequence
from math import sqrt
from statistics import fmean, pvariance

SCHEEF = 0.1
"""Above this a fact differs more between two groups than is usual when the lot decides."""


def verschil_getal(met: Sequence[float], zonder: Sequence[float]) -> float:
    """Return the difference of two averages in standard deviations (never below zero)."""
    spreiding = (pvariance(met) + pvariance(zonder)) / 2
    verschil = abs(fmean(met) - fmean(zonder))
    return verschil / sqrt(spreiding) if spreiding else (0.0 if not verschil else float("inf"))


def verschil_soort(met: Sequence[str], zonder: Sequence[str]) -> float:
    """Return the largest standardised difference of the shares of one value (never below zero)."""
    a, b = Counter(met), Counter(zonder)
    return max((_verschil_deel(a[soort] / len(met), b[soort] / len(zonder)) for soort in a | b), default=0.0)


def _verschil_deel(p: float, q: float) -> float:
    spreiding = (p * (1 - p) + q * (1 - q)) / 2
    return abs(p - q) / sqrt(spreiding) if spreiding else (0.0 if p == q else float("inf"))
