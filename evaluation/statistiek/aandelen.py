"""How sure is a share, and how sure is the difference between two shares?

Only arithmetic: this module needs no library, so that a figure costs microseconds. Sources: Wilson 1927; Newcombe,
Statistics in Medicine 17 (1998) 857 and 873; Zou and Donner, Statistics in Medicine 27 (2008) 1693; Katz et al.,
Biometrics 34 (1978) 469; Greenland and Robins, Biometrics 41 (1985) 55.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, exp, log, sqrt
from statistics import NormalDist

NIVEAU = 0.95
"""How sure every interval of Tijdig is."""

_NORMAAL = NormalDist()


class OngeldigeTelling(ValueError):
    """Deze tellingen kunnen niet: een teller is kleiner dan nul of groter dan zijn noemer."""


@dataclass(frozen=True)
class Schatting:
    """An estimate with the interval in which the truth lies, 95 % sure."""

    waarde: float
    onder: float
    boven: float


@dataclass(frozen=True)
class Vergelijking:
    """The counts of two groups: `met` is what is tried, `zonder` is what it is compared with."""

    met: int
    van_met: int
    zonder: int
    van_zonder: int

    def __post_init__(self) -> None:
        for teller, noemer in ((self.met, self.van_met), (self.zonder, self.van_zonder)):
            _toets_telling(teller, noemer)

    @property
    def deel_met(self) -> float:
        """The share in the group that is tried."""
        return self.met / self.van_met

    @property
    def deel_zonder(self) -> float:
        """The share in the group that it is compared with."""
        return self.zonder / self.van_zonder


def z_waarde(niveau: float = NIVEAU) -> float:
    """Return how many standard errors an interval of this level reaches: 1.96 for 95 %."""
    return _NORMAAL.inv_cdf((1 + niveau) / 2)


def wilson(teller: float, noemer: float, niveau: float = NIVEAU) -> Schatting:
    """Return a share (0..1) with its interval of Wilson. Raises OngeldigeTelling, also for a noemer of zero.

    The counts need not be whole: see wilson_clusters.
    """
    _toets_telling(teller, noemer)
    z2 = z_waarde(niveau) ** 2
    deel = teller / noemer
    midden = (teller + z2 / 2) / (noemer + z2)
    breed = sqrt(z2 * (deel * (1 - deel) * noemer + z2 / 4)) / (noemer + z2)
    onder = 0.0 if teller == 0 else max(0.0, midden - breed)
    boven = 1.0 if teller == noemer else min(1.0, midden + breed)
    return Schatting(deel, onder, boven)


def wilson_clusters(clusters: int, n: int, x: int, xx: int, xn: int, nn: int) -> Schatting:
    """Return the share of attempts that succeeded, when one zaak has more than one attempt.

    Attempts on one resident look alike, so they tell less than as many attempts on different residents. With n_i
    attempts and x_i successes in zaak i, the sums are n, x, xx = sum x_i², xn = sum x_i n_i and nn = sum n_i². The
    interval is that of Wilson with the effective number of attempts (design effect of the ratio estimator, never < 1).
    """
    deel = wilson(x, n).waarde
    if clusters < 2 or deel in (0.0, 1.0):
        return wilson(x, n)
    spreiding = (xx - 2 * deel * xn + deel * deel * nn) * clusters / (clusters - 1)
    effect = max(1.0, spreiding / (n * deel * (1 - deel)))
    return wilson(x / effect, n / effect)


def newcombe(telling: Vergelijking, niveau: float = NIVEAU) -> Schatting:
    """Return the share with minus the share without, with the interval of Newcombe (his method 10)."""
    met = wilson(telling.met, telling.van_met, niveau)
    zonder = wilson(telling.zonder, telling.van_zonder, niveau)
    verschil = met.waarde - zonder.waarde
    onder = verschil - sqrt((met.waarde - met.onder) ** 2 + (zonder.boven - zonder.waarde) ** 2)
    boven = verschil + sqrt((met.boven - met.waarde) ** 2 + (zonder.waarde - zonder.onder) ** 2)
    return Schatting(verschil, onder, boven)


def verschil_in_lagen(lagen: Iterable[Vergelijking], niveau: float = NIVEAU) -> Schatting:
    """Return the difference of two shares, compared within each layer (such as a gemeente) and then averaged.

    The weights are those of Cochran, Mantel and Haenszel; the interval puts those of Newcombe together (Zou and
    Donner's MOVER). With one layer it is Newcombe's.
    """
    alle = list(lagen)
    gewichten = [t.van_met * t.van_zonder / (t.van_met + t.van_zonder) for t in alle]
    delen = [(g / sum(gewichten), newcombe(t, niveau)) for g, t in zip(gewichten, alle, strict=True)]
    verschil = sum(g * d.waarde for g, d in delen)
    onder = verschil - sqrt(sum((g * (d.waarde - d.onder)) ** 2 for g, d in delen))
    boven = verschil + sqrt(sum((g * (d.boven - d.waarde)) ** 2 for g, d in delen))
    return Schatting(verschil, onder, boven)


def verhouding(lagen: Iterable[Vergelijking], niveau: float = NIVEAU) -> Schatting | None:
    """Return the share with divided by the share without (relative risk of Mantel and Haenszel, log interval).

    The variance is that of Greenland and Robins; with one layer it is the interval of Katz. None when nothing
    happened in the group without: there is nothing to divide by. When nothing happened in the group with, half a case
    is added to every cell of every layer for the upper bound, and the lower bound is zero.
    """
    alle = list(lagen)
    if not sum(t.zonder for t in alle):
        return None
    if not sum(t.met for t in alle):
        return Schatting(0.0, 0.0, _verhouding([(t.met + 0.5, t.van_met + 1, t.zonder + 0.5, t.van_zonder + 1)
                                                for t in alle], niveau).boven)  # fmt: skip
    return _verhouding([(t.met, t.van_met, t.zonder, t.van_zonder) for t in alle], niveau)


def _verhouding(lagen: list[tuple[float, float, float, float]], niveau: float) -> Schatting:
    met = sum(a * n0 / (n1 + n0) for a, n1, _, n0 in lagen)
    zonder = sum(c * n1 / (n1 + n0) for _, n1, c, n0 in lagen)
    variantie = sum(
        ((a + c) * n1 * n0 - a * c * (n1 + n0)) / (n1 + n0) ** 2 for a, n1, c, n0 in lagen
    ) / (met * zonder)  # fmt: skip
    breed = z_waarde(niveau) * sqrt(max(0.0, variantie))
    return Schatting(met / zonder, exp(log(met / zonder) - breed), exp(log(met / zonder) + breed))


def toets(telling: Vergelijking) -> float:
    """Return the two-sided p-value that two shares are the same (normal approximation, pooled, no correction)."""
    samen = (telling.met + telling.zonder) / (telling.van_met + telling.van_zonder)
    fout = sqrt(samen * (1 - samen) * (1 / telling.van_met + 1 / telling.van_zonder))
    if not fout:
        return 1.0
    return 2 * _NORMAAL.cdf(-abs(telling.deel_met - telling.deel_zonder) / fout)


def onderscheid(per_arm: float, basis: float, effect: float, niveau: float = NIVEAU) -> float:
    """Return the power (0..1): the chance to find an effect, as a difference of shares, with this number per arm.

    The normal approximation of Fleiss without correction; the same as power.prop.test of R (not strict).
    """
    ander = basis + effect
    if not 0 <= basis <= 1 or not 0 <= ander <= 1:
        raise OngeldigeTelling
    midden = (basis + ander) / 2
    nul, waar = sqrt(2 * midden * (1 - midden)), sqrt(basis * (1 - basis) + ander * (1 - ander))
    if not waar:
        return 1.0
    return _NORMAAL.cdf((sqrt(per_arm) * abs(effect) - z_waarde(niveau) * nul) / waar)


def omvang(basis: float, effect: float, kracht: float = 0.8, niveau: float = NIVEAU) -> int:
    """Return how many residents each of two arms needs to find this effect with this power (rounded up).

    Raises OngeldigeTelling for an effect of zero, or one that takes the share below 0 or above 1.
    """
    ander = basis + effect
    if not effect or not 0 <= basis <= 1 or not 0 <= ander <= 1 or not 0 < kracht < 1:
        raise OngeldigeTelling
    midden = (basis + ander) / 2
    nul, waar = sqrt(2 * midden * (1 - midden)), sqrt(basis * (1 - basis) + ander * (1 - ander))
    nodig = ((z_waarde(niveau) * nul + _NORMAAL.inv_cdf(kracht) * waar) / effect) ** 2
    return ceil(nodig)


def _toets_telling(teller: float, noemer: float) -> None:
    if not 0 <= teller <= noemer or noemer <= 0:
        raise OngeldigeTelling
