"""Does a gemeente really differ from the others, or is it chance? What the certificates allow, and no ranking.

Every gemeente stands beside all others together, as in a funnel plot (Spiegelhalter, Statistics in Medicine 24 (2005)
1185): the band in which its share would fall if it were like the rest is wider for a small gemeente. With k gemeenten
the level of each comparison is 1 - 0,05/k (Bonferroni), so that in a table without differences one in twenty at most
names any gemeente at all. Above that a difference must be seen in the intervals too: where those overlap, nothing is
said (docs/adr/0022).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from sqlalchemy import Connection

from evaluation import certificaat, feiten
from evaluation.certificaat import Certificaat
from evaluation.cijfer import Cijfer, Periode, Vorm
from evaluation.cijfers import VOLGORDE
from evaluation.cijfertekst import kleine
from evaluation.statistiek.aandelen import NIVEAU, Schatting, Vergelijking, newcombe, wilson, z_waarde

MINSTENS_GEMEENTEN = 2


class Uitkomst(StrEnum):
    """How a gemeente stands beside the others."""

    HOGER = "hoger dan de rest"
    LAGER = "lager dan de rest"
    GELIJK = "niet te onderscheiden"


@dataclass(frozen=True)
class Plaats:
    """One gemeente in one figure; `band` is where it would lie if it were like all others together."""

    gemeente: str
    cijfer: Cijfer
    uitkomst: Uitkomst
    band: Schatting


@dataclass(frozen=True)
class Vergeleken:
    """One figure: the gemeenten that may stand beside each other (by name), and why the others do not."""

    naam: str
    definitie: str
    plaatsen: tuple[Plaats, ...]
    weggelaten: dict[str, tuple[str, ...]]
    klein: frozenset[str]
    """Gemeenten of which the numbers may not be shown."""


@dataclass(frozen=True)
class Benchmark:
    """Everything that may be compared, and everything that may not, with the reasons."""

    periode: Periode
    certificaten: dict[str, Certificaat]
    cijfers: tuple[Vergeleken, ...]


def vergelijk(db: Connection, periode: Periode, gemeenten: Sequence[str]) -> Benchmark:
    """Return the benchmark of these gemeenten. Makes the facts anew on this connection."""
    namen = sorted(set(gemeenten))
    feiten.leg_klaar(db, periode, namen)
    certificaten = {g: certificaat.uit_feiten(db, periode, g) for g in namen}
    return Benchmark(periode, certificaten, tuple(_vergelijk(naam, certificaten) for naam in VOLGORDE))


def _vergelijk(naam: str, certificaten: dict[str, Certificaat]) -> Vergeleken:
    mee = {g: c.cijfers[naam] for g, c in certificaten.items() if c.oordelen[naam].vergelijkbaar}
    weg = {g: c.oordelen[naam].redenen for g, c in certificaten.items() if g not in mee}
    if len(mee) < MINSTENS_GEMEENTEN:
        weg |= dict.fromkeys(mee, ("Er is geen andere gemeente om mee te vergelijken.",))
        mee = {}
    definitie = next(iter(certificaten.values())).cijfers[naam].definitie if certificaten else ""
    klein = frozenset(g for g in mee if naam in kleine(certificaten[g].cijfers))
    return Vergeleken(naam, definitie, tuple(plaats(g, mee) for g in mee), dict(sorted(weg.items())), klein)


def plaats(gemeente: str, mee: dict[str, Cijfer]) -> Plaats:
    """Return how one gemeente stands beside all others together."""
    eigen, rest = mee[gemeente], [c for g, c in mee.items() if g != gemeente]
    niveau = 1 - (1 - NIVEAU) / len(mee)
    if eigen.vorm == Vorm.AANDEEL:
        return _plaats_aandeel(gemeente, eigen, rest, niveau)
    return _plaats_gemiddelde(gemeente, eigen, rest, niveau)


def _plaats_aandeel(gemeente: str, eigen: Cijfer, rest: Sequence[Cijfer], niveau: float) -> Plaats:
    teller, noemer = sum(c.teller or 0 for c in rest), sum(c.noemer or 0 for c in rest)
    samen, n = wilson(teller, noemer), eigen.noemer or 1
    verschil = newcombe(Vergelijking(eigen.teller or 0, n, teller, noemer), niveau)
    fout = z_waarde(niveau) * sqrt(samen.waarde * (1 - samen.waarde) / n)
    band = Schatting(samen.waarde, max(0.0, samen.waarde - fout), min(1.0, samen.waarde + fout))
    return Plaats(gemeente, eigen, _uitkomst(verschil, eigen, samen), band)


def _plaats_gemiddelde(gemeente: str, eigen: Cijfer, rest: Sequence[Cijfer], niveau: float) -> Plaats:
    noemer = sum(c.noemer or 0 for c in rest)
    midden = sum(c.teller or 0 for c in rest) / noemer
    onzeker = sqrt(sum(((c.noemer or 0) / noemer * _fout(c)) ** 2 for c in rest))
    samen = Schatting(midden, midden - z_waarde() * onzeker, midden + z_waarde() * onzeker)
    waarde, breed = (eigen.waarde or 0.0) - midden, z_waarde(niveau) * sqrt(_fout(eigen) ** 2 + onzeker**2)
    verschil = Schatting(waarde, waarde - breed, waarde + breed)
    band = Schatting(midden, midden - z_waarde(niveau) * _fout(eigen), midden + z_waarde(niveau) * _fout(eigen))
    return Plaats(gemeente, eigen, _uitkomst(verschil, eigen, samen), band)


def _fout(cijfer: Cijfer) -> float:
    """Return the standard error of a mean; from MINSTENS cases on, its interval is nearly that of the normal."""
    return ((cijfer.boven or 0.0) - (cijfer.onder or 0.0)) / (2 * z_waarde())


def _uitkomst(verschil: Schatting, eigen: Cijfer, rest: Schatting) -> Uitkomst:
    """Say that a gemeente differs only when the difference is sure and the intervals do not overlap."""
    if verschil.onder > 0 and (eigen.onder or 0.0) > rest.boven:
        return Uitkomst.HOGER
    if verschil.boven < 0 and (eigen.boven or 0.0) < rest.onder:
        return Uitkomst.LAGER
    return Uitkomst.GELIJK
