"""How well does a model foretell what it has not seen? Folds, discrimination (AUC), calibration and Brier's score."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.statistiek.aandelen import NIVEAU, Schatting, z_waarde
from evaluation.statistiek.regressie import Gescheiden, kans, logistisch, pas

Getallen = NDArray[np.floating[Any]]
Nummers = NDArray[np.int64]

VOUWEN = 5


@dataclass(frozen=True)
class Groep:
    """One fifth of the rows, from the lowest to the highest foretold chance; `voorspeld` is the average of those."""

    aantal: int
    voorspeld: float
    gebeurd: int


@dataclass(frozen=True)
class IJking:
    """How well foretold chances fit what happened. Perfect: helling 1, start 0."""

    auc: Schatting
    helling: Schatting
    start: Schatting
    brier: float
    brier_zonder: float
    """Brier's score of who foretells the same average for everybody: the model must be below it."""
    groepen: tuple[Groep, ...]


def vouwen(personen: Nummers, zaad: int, aantal: int = VOUWEN) -> Nummers:
    """Return the fold (0..) of every row: drawn from the seed, and all rows of one person in one fold."""
    uniek, plaats = np.unique(personen, return_inverse=True)
    van_persoon = np.arange(len(uniek)) % aantal
    np.random.default_rng(zaad).shuffle(van_persoon)
    return van_persoon[plaats].astype(np.int64)


def ongezien(x: Getallen, y: Getallen, personen: Nummers, zaad: int) -> Getallen:
    """Return for every row the chance foretold by a model that saw no row of this person."""
    vouw = vouwen(personen, zaad)
    voorspeld = np.zeros(len(y))
    for nummer in range(VOUWEN):
        deel = vouw == nummer
        if deel.any():
            voorspeld[deel] = kans(x[deel] @ pas(x[~deel], y[~deel]))
    return voorspeld


def ijk(voorspeld: Getallen, y: Getallen) -> IJking:
    """Compare foretold chances with what happened. Raises Gescheiden when all foretold chances are the same."""
    log_odds = np.log(voorspeld / (1 - voorspeld))
    if np.ptp(log_odds) < 1e-6:
        raise Gescheiden
    model = logistisch(np.column_stack([np.ones(len(y)), log_odds]), y)
    volgorde = np.argsort(voorspeld, kind="stable")
    groepen = tuple(
        Groep(len(deel), float(voorspeld[deel].mean()), int(y[deel].sum())) for deel in np.array_split(volgorde, 5)
    )
    zonder = float(y.mean() * (1 - y.mean()))
    brier = float(((voorspeld - y) ** 2).mean())
    return IJking(auc(voorspeld, y), model.coefficient(1), model.coefficient(0), brier, zonder, groepen)


def auc(score: Getallen, y: Getallen, niveau: float = NIVEAU) -> Schatting:
    """Return how often a row with the outcome has a higher score than one without (area under the ROC curve).

    The variance is that of DeLong (1988), worked out with ranks; the interval is made on the scale of the log odds.
    Raises ValueError when one of the two outcomes does not occur.
    """
    wel, niet = score[y == 1], score[y == 0]
    if not len(wel) or not len(niet):
        raise ValueError("beide uitkomsten zijn nodig")
    rang = _rangen(np.concatenate([wel, niet]))
    hoger = (rang[: len(wel)] - _rangen(wel)) / len(niet)
    lager = 1 - (rang[len(wel) :] - _rangen(niet)) / len(wel)
    waarde = float(hoger.mean())
    fout = float(np.sqrt(_spreiding(hoger) / len(wel) + _spreiding(lager) / len(niet)))
    if not 0 < waarde < 1:
        return Schatting(waarde, waarde, waarde)
    schaal, breed = np.log(waarde / (1 - waarde)), z_waarde(niveau) * fout / (waarde * (1 - waarde))
    onder, boven = (float(1 / (1 + np.exp(-s))) for s in (schaal - breed, schaal + breed))
    return Schatting(waarde, onder, boven)


def _rangen(waarden: Getallen) -> Getallen:
    """Return the rank of every value; equal values share the middle of their ranks."""
    _, plaats, keren = np.unique(waarden, return_inverse=True, return_counts=True)
    return (np.cumsum(keren) - (keren - 1) / 2)[plaats]


def _spreiding(waarden: Getallen) -> float:
    return float(waarden.var(ddof=1)) if len(waarden) > 1 else 0.0
