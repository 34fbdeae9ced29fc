"""How long does it take until something happens, when something else may come first and not all are followed so long?

Cumulative incidence of Aalen and Johansen (1978). Who pays cannot get help any more, so one minus Kaplan-Meier would
say too much: it asks what would happen if nobody paid.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.statistiek.aandelen import NIVEAU, Schatting, z_waarde

Dagen = NDArray[np.int64]
Getallen = NDArray[np.float64]

GEEN_EINDE = 0
"""The code of who was still on his way on the last day that he was followed."""


@dataclass(frozen=True)
class Verloop:
    """The chance that one end has come, for each day from 0: index is day. All arrays have the same length."""

    kans: Getallen
    onder: Getallen
    boven: Getallen
    risico: Dagen
    """How many had reached no end before this day and were still followed."""
    gebeurd: Dagen
    """How many reached this end up to and with this day."""
    uitgeput: bool
    """True when nobody is left after the last day because everybody reached an end: the chance stays what it is."""

    def op(self, dag: int) -> Schatting | None:
        """Return the chance that the end has come on this day, or None when nobody was followed so long."""
        if dag >= len(self.kans):
            if not self.uitgeput:
                return None
            dag = len(self.kans) - 1
        return Schatting(float(self.kans[dag]), float(self.onder[dag]), float(self.boven[dag]))


def aalen_johansen(duur: Dagen, einde: Dagen, oorzaak: int, niveau: float = NIVEAU) -> Verloop:
    """Return the cumulative incidence of one end with pointwise bands.

    `duur` is in days (0 or more), `einde` the code of what came then, GEEN_EINDE when nothing did. An end on a day
    comes before the end of the observation on that day. Raises ValueError for no rows or a duration below zero.

    The variance is that of Marubini and Valsecchi (1995, 10.3.1); the band is made on the scale log(-log(1 - F)), so
    that it stays between 0 and 1 and with one kind of end is the usual band of Kaplan-Meier.
    """
    dagen = int(duur.max()) + 1 if len(duur) else 0
    alle = np.bincount(duur[einde != GEEN_EINDE], minlength=dagen)
    deze = np.bincount(duur[einde == oorzaak], minlength=dagen)
    weg = np.bincount(duur, minlength=dagen)
    if not len(duur):
        raise ValueError("geen rijen")
    risico = len(duur) - np.concatenate(([0], np.cumsum(weg)[:-1]))
    over = np.cumprod(1 - alle / risico)
    ervoor = np.concatenate(([1.0], over[:-1]))
    kans = np.cumsum(ervoor * deze / risico)
    fout = np.sqrt(np.maximum(0.0, _variantie(kans, ervoor, alle, deze, risico)))
    onder, boven = _band(kans, fout, risico, z_waarde(niveau))
    uitgeput = bool(alle[-1] == risico[-1])
    return Verloop(kans, onder, boven, risico.astype(np.int64), np.cumsum(deze).astype(np.int64), uitgeput)


def _variantie(kans: Getallen, ervoor: Getallen, alle: Dagen, deze: Dagen, risico: Dagen) -> Getallen:
    """Return the variance of the cumulative incidence for each day; every sum over earlier days is a running sum."""
    rest = risico - alle
    greenwood = np.where(rest > 0, alle / (risico * np.maximum(rest, 1)), 0.0)
    stap = ervoor * deze / risico**2
    kwadraat = kans**2 * np.cumsum(greenwood) - 2 * kans * np.cumsum(kans * greenwood) + np.cumsum(kans**2 * greenwood)
    eigen = np.cumsum(ervoor**2 * (risico - deze) * deze / risico**3)
    samen = kans * np.cumsum(stap) - np.cumsum(kans * stap)
    return kwadraat + eigen - 2 * samen


def _band(kans: Getallen, fout: Getallen, risico: Dagen, z: float) -> tuple[Getallen, Getallen]:
    """Return the pointwise band; where nothing or everything has happened, the bound of Wilson for who is left."""
    midden = (kans > 0) & (kans < 1 - 1e-12)
    over = np.where(midden, 1 - kans, 0.5)
    schaal = np.exp(z * fout / (over * -np.log(over)))
    rand = z**2 / (risico + z**2)
    onder = np.where(midden, 1 - over ** (1 / schaal), np.where(kans > 0, 1 - rand, 0.0))
    boven = np.where(midden, 1 - over**schaal, np.where(kans > 0, 1.0, rand))
    return onder, boven


def logrank(duur: Dagen, gebeurd: NDArray[np.bool_], groep: NDArray[np.bool_]) -> float | None:
    """Return the p-value that something comes equally fast in a group and outside it (other ends count as leaving).

    None when one of the two is empty or nothing happened.
    """
    if not groep.any() or groep.all() or not gebeurd.any():
        return None
    stats: Any = import_module("scipy.stats")
    delen = [stats.CensoredData.right_censored(duur[deel], ~gebeurd[deel]) for deel in (groep, ~groep)]
    return float(stats.logrank(*delen).pvalue)
