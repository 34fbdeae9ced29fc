"""Which facts go together with an outcome, when the others stay the same? Logistic regression.

Newton's method (iteratively reweighted least squares) with Wald intervals. The covariance is the robust one of Huber
and White, summed per person: two meldingen of one person tell less than two of different persons.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evaluation.statistiek.aandelen import NIVEAU, Schatting, z_waarde

Getallen = NDArray[np.floating[Any]]
Nummers = NDArray[np.int64]

RIDGE = 1e-6
"""Keeps the equations solvable; far too small to move an estimate."""

STAPPEN = 60
TE_ONZEKER = 20.0
"""A standard error above this, in log odds over the whole range of a column, comes from separation only."""


class Gescheiden(ValueError):
    """Een kenmerk voorspelt de uitkomst in deze gegevens volledig. Dan is er geen schatting."""

    def __init__(self, kolom: int = 0) -> None:
        super().__init__(kolom)
        self.kolom = kolom
        """The column that is least certain; the first when no column can be named."""


class Afhankelijk(ValueError):
    """Een kenmerk volgt volledig uit de andere. Dan is er geen schatting."""


@dataclass(frozen=True)
class Model:
    """A fitted logistic regression: one coefficient (log odds) per column of the matrix."""

    beta: Getallen
    covariantie: Getallen

    def kans(self, x: Getallen) -> Getallen:
        """Return the fitted chance for every row of a matrix."""
        return kans(x @ self.beta)

    def coefficient(self, kolom: int, niveau: float = NIVEAU) -> Schatting:
        """Return one coefficient with its Wald interval, in log odds."""
        midden, breed = float(self.beta[kolom]), z_waarde(niveau) * float(np.sqrt(self.covariantie[kolom, kolom]))
        return Schatting(midden, midden - breed, midden + breed)

    def odds_ratio(self, kolom: int, niveau: float = NIVEAU) -> Schatting:
        """Return one coefficient as an odds ratio."""
        c = self.coefficient(kolom, niveau)
        return Schatting(float(np.exp(c.waarde)), float(np.exp(c.onder)), float(np.exp(c.boven)))

    def verschil(self, x: Getallen, kolom: int, groep: list[int], niveau: float = NIVEAU) -> Schatting:
        """Return the average difference in chance between one level of a fact and its reference level.

        `groep` are the columns of all levels of this fact. Everybody is counted once as having the level and once as
        having the reference, with his other facts as they are; the interval is that of the delta method.
        """
        met, zonder = x.copy(), x.copy()
        met[:, groep], zonder[:, groep] = 0.0, 0.0
        met[:, kolom] = 1.0
        kans_met, kans_zonder = self.kans(met), self.kans(zonder)
        helling = (kans_met * (1 - kans_met)) @ met - (kans_zonder * (1 - kans_zonder)) @ zonder
        helling /= len(x)
        midden = float((kans_met - kans_zonder).mean())
        breed = z_waarde(niveau) * float(np.sqrt(helling @ self.covariantie @ helling))
        return Schatting(midden, midden - breed, midden + breed)


def kans(log_odds: Getallen) -> Getallen:
    """Return the chance that belongs to log odds."""
    return 1 / (1 + np.exp(-np.clip(log_odds, -500, 500)))


def logistisch(x: Getallen, y: Getallen, personen: Nummers | None = None) -> Model:
    """Fit a logistic regression; `x` holds a column of ones, `y` is 0 or 1, `personen` joins rows of one person.

    Without `personen` the covariance is the inverse information (the usual one). Raises Gescheiden and Afhankelijk.
    """
    if np.linalg.matrix_rank(x.T @ x) < x.shape[1]:
        raise Afhankelijk
    beta = pas(x, y)
    p = kans(x @ beta)
    omgekeerd = np.linalg.inv((x.T * (p * (1 - p))) @ x + RIDGE * np.eye(x.shape[1]))
    _toets_scheiding(x, omgekeerd)
    return Model(beta, omgekeerd if personen is None else _robuust(x, y - p, omgekeerd, personen))


def pas(x: Getallen, y: Getallen) -> Getallen:
    """Return coefficients with which chances can be foretold, also where none of them could be trusted by itself."""
    beta, aannemelijk = np.zeros(x.shape[1]), -np.inf
    for _ in range(STAPPEN):
        p = kans(x @ beta)
        informatie = (x.T * (p * (1 - p))) @ x + RIDGE * np.eye(x.shape[1])
        stap = np.linalg.solve(informatie, x.T @ (y - p) - RIDGE * beta)
        beta, aannemelijk = _stap(x, y, beta, stap, aannemelijk)
        if np.abs(stap).max() < 1e-9:
            break
    return beta


def _stap(x: Getallen, y: Getallen, beta: Getallen, stap: Getallen, was: float) -> tuple[Getallen, float]:
    """Take a step of Newton, halved until the likelihood does not fall."""
    for _ in range(30):
        nieuw = beta + stap
        eta = x @ nieuw
        wordt = float(y @ eta - np.logaddexp(0, eta).sum() - RIDGE / 2 * nieuw @ nieuw)
        if wordt >= was - 1e-9 * abs(was):
            return nieuw, wordt
        stap = stap / 2
    return beta, was


def _toets_scheiding(x: Getallen, covariantie: Getallen) -> None:
    bereik = np.ptp(x, axis=0)
    bereik = np.where(bereik > 0, bereik, 1.0)
    onzeker = np.sqrt(np.diag(covariantie)) * bereik
    if onzeker.max() > TE_ONZEKER:
        raise Gescheiden(1 + int(onzeker[1:].argmax()) if len(onzeker) > 1 else 0)


def _robuust(x: Getallen, rest: Getallen, omgekeerd: Getallen, personen: Nummers) -> Getallen:
    """Return the sandwich covariance with one score per person and the usual correction for few persons."""
    _, plaats = np.unique(personen, return_inverse=True)
    aantal = int(plaats.max()) + 1
    scores = np.zeros((aantal, x.shape[1]))
    np.add.at(scores, plaats, x * rest[:, None])
    return omgekeerd @ (scores.T @ scores) @ omgekeerd * aantal / max(1, aantal - 1)
