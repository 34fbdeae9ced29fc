"""How sure is an average, and how sure is the difference between two averages?"""

from collections.abc import Sequence
from importlib import import_module
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.statistiek.aandelen import NIVEAU, Schatting

Getallen = NDArray[np.float64]

TREKKINGEN = 4000
"""How many times a sample is drawn anew for a bootstrap interval."""


def gemiddelde(aantal: int, som: float, kwadraten: float, niveau: float = NIVEAU) -> Schatting | None:
    """Return an average from its sums, with the interval of Student; None below two observations.

    `kwadraten` is the sum of the squares. The sums may come from SQL: no row needs to be read.
    """
    if aantal < 2:
        return None
    midden = som / aantal
    fout = sqrt(max(0.0, (kwadraten - aantal * midden**2) / (aantal - 1)) / aantal)
    special: Any = import_module("scipy.special")
    breed = float(special.stdtrit(aantal - 1, (1 + niveau) / 2)) * fout
    return Schatting(midden, midden - breed, midden + breed)


def verschil(lagen: Sequence[tuple[Getallen, Getallen]], zaad: int, niveau: float = NIVEAU) -> Schatting:
    """Return the average with minus the average without, compared within each layer (percentile bootstrap).

    Each layer is a pair of arrays: met, zonder. The weights are those of Cochran, Mantel and Haenszel, as for shares.
    The seed makes it reproducible. Amounts take few different values, so what is drawn is how often each value comes.
    """
    toeval = np.random.default_rng(zaad)
    gewichten = np.array([len(met) * len(zonder) / (len(met) + len(zonder)) for met, zonder in lagen])
    gewichten /= gewichten.sum()
    waarde, getrokken = 0.0, np.zeros(TREKKINGEN)
    for gewicht, (met, zonder) in zip(gewichten, lagen, strict=True):
        waarde += float(gewicht) * float(met.mean() - zonder.mean())
        getrokken += gewicht * (_trek(met, toeval) - _trek(zonder, toeval))
    onder, boven = np.quantile(getrokken, [(1 - niveau) / 2, (1 + niveau) / 2])
    return Schatting(waarde, float(onder), float(boven))


def _trek(waarden: Getallen, toeval: np.random.Generator) -> Getallen:
    """Return the averages of samples drawn from these values, with replacement."""
    uniek, keren = np.unique(waarden, return_counts=True)
    if len(uniek) == 1:
        return np.full(TREKKINGEN, uniek[0])
    return toeval.multinomial(len(waarden), keren / len(waarden), size=TREKKINGEN) @ uniek / len(waarden)
