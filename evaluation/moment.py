"""What is the best moment to make contact? The time from a step until something comes of it.

Ends compete: who pays cannot get help any more. So the curves are cumulative incidences of Aalen and Johansen, with
pointwise bands of 95 %. They describe; only a proef that leaves the moment to chance can say which moment works better.
"""

from array import array
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from evaluation.cijfer import Periode
from evaluation.momentvragen import NODIG, VRAGEN, Deling, Einde, Rij, Vraag, rijen
from evaluation.statistiek.aandelen import Schatting
from evaluation.statistiek.duur import GEEN_EINDE, Verloop, aalen_johansen, logrank
from evaluation.volgen import KLEINSTE_GROEP, Volgtijd, legt_vast, volgtijd
from rules.kleinecijfers import GRENS
from rules.woorden import Dagdeel

Dagen = NDArray[np.int64]

DAGEN = (7, 14, 28, 56, 91)
"""The days of the table."""

LIJN = tuple(range(0, 92, 7))
"""The days of the chart."""

DAGDELEN = {dagdeel.value: nummer for nummer, dagdeel in enumerate(Dagdeel)}

WAARSCHUWING = (
    "Let op: deze cijfers laten zien wat samen voorkomt. Ze bewijzen niet wat de oorzaak is. Medewerkers en regels "
    "kiezen wie wanneer iets hoort, dus de groepen verschillen ook op andere punten. Alleen een eerlijke proef, waarin "
    "het lot kiest, laat zien welk moment beter werkt."
)
"""Stands with every comparison that was not left to chance."""

TE_KLEIN = f"Deze groep is kleiner dan {KLEINSTE_GROEP} zaken. Wij laten hem daarom niet zien."
NIET_VASTGELEGD = "Dit is niet te zeggen: de gemeente legde dit niet vast."


@dataclass(frozen=True)
class Punt:
    """The chance (0..1) that an end has come on a day after the start; None: not known, or too few to show."""

    dag: int
    schatting: Schatting | None


@dataclass(frozen=True)
class Kromme:
    """How one end comes in one group. `zaken` and `gebeurd` are None when too small to show."""

    groep: str
    einde: Einde
    zaken: int | None
    gebeurd: int | None
    lijn: tuple[Punt, ...] = ()
    p: float | None = None
    """Chance of a difference like this with the other groups when there is none, corrected for the number of groups."""
    reden: str = ""

    @property
    def tabel(self) -> tuple[Punt, ...]:
        """The points of the table."""
        return tuple(punt for punt in self.lijn if punt.dag in DAGEN)


@dataclass(frozen=True)
class Splitsing:
    """One question, answered for the groups of one division."""

    vraag: str
    titel: str
    deling: Deling
    krommen: tuple[Kromme, ...]
    waarschuwing: str
    weggelaten: tuple[str, ...]
    """In Dutch: which gemeenten do not count for which end."""


@dataclass(frozen=True)
class _Groep:
    """The zaken of one group as arrays: how long each was followed, which end came (its place + 1), which gemeente."""

    duur: Dagen
    einde: Dagen
    gemeente: Dagen

    def van(self, gemeenten: Sequence[int]) -> "_Groep":
        """Return the zaken of these gemeenten only."""
        deel = np.isin(self.gemeente, gemeenten)
        return _Groep(self.duur[deel], self.einde[deel], self.gemeente[deel])


def alle_momenten(db: Connection, periode: Periode, gemeenten: Sequence[str]) -> tuple[Splitsing, ...]:
    """Return every question by stap, kanaal and dagdeel; the facts must lie ready (evaluation/feiten.py)."""
    delingen = (Deling.STAP, Deling.KANAAL, Deling.DAGDEEL)
    return tuple(splits(db, periode, gemeenten, vraag, deling) for vraag in VRAGEN for deling in delingen)


def splits(
    db: Connection, periode: Periode, gemeenten: Sequence[str], vraag: Vraag, deling: Deling,
    armen: Mapping[int, str] | None = None,
) -> Splitsing:  # fmt: skip
    """Answer one question by one division.

    `armen` tells for Deling.ARM which zaak of a proef is in which arm; others do not count. Only then the groups were
    made by chance and the warning is left out.
    """
    groepen = _groepen(db, periode, gemeenten, vraag, deling, armen or {})
    weten = {einde: legt_vast(db, soort, gemeenten) for einde, soort in NODIG.items() if einde in vraag.eindes}
    krommen = [
        kromme
        for nummer, einde in enumerate(vraag.eindes)
        if einde is not Einde.ANDERS
        for kromme in _krommen(groepen, nummer, einde, _plaatsen(gemeenten, weten.get(einde)), deling)
    ]
    weg = [
        f"{gemeente}: {einde.value} (niet vastgelegd)"
        for einde, bekend in weten.items()
        for gemeente in sorted(set(gemeenten) - bekend)
    ]
    waarschuwing = "" if deling is Deling.ARM else WAARSCHUWING
    return Splitsing(vraag.naam, vraag.titel, deling, tuple(krommen), waarschuwing, tuple(weg))


def _plaatsen(gemeenten: Sequence[str], weten: frozenset[str] | None) -> list[int]:
    """Return the places of the gemeenten that record an end; None: every gemeente does."""
    return [plaats for plaats, gemeente in enumerate(gemeenten) if weten is None or gemeente in weten]


def _groepen(
    db: Connection, periode: Periode, gemeenten: Sequence[str], vraag: Vraag, deling: Deling, armen: Mapping[int, str]
) -> dict[str, _Groep]:
    begin, volgen = volgtijd(db, periode, (vraag.bron,)), volgtijd(db, periode, vraag.volgen)
    plaats = {gemeente: nummer for nummer, gemeente in enumerate(gemeenten)}
    los: dict[str, tuple[array[int], ...]] = defaultdict(lambda: (array("l"), array("l"), array("l")))
    for rij in rijen(db, vraag, deling, gemeenten):
        groep = armen.get(rij[0]) if deling is Deling.ARM else rij[3]
        if groep is not None and begin.tot(rij[1], rij[2]) and (gevolgd := _volg(rij, volgen)):
            for kolom, getal in zip(los[groep], (*gevolgd, plaats[rij[1]]), strict=True):
                kolom.append(getal)
    namen = list(los) if deling is Deling.STAP else sorted(los, key=lambda groep: (DAGDELEN.get(groep, -1), groep))
    return {naam: _Groep(*(np.array(kolom, dtype=np.int64) for kolom in los[naam])) for naam in namen}


def _volg(rij: Rij, volgen: Volgtijd) -> tuple[int, int] | None:
    """Return how long a zaak was followed and which end came (0: none); None when it had ended before."""
    start, eerste, einde = rij[2], None, GEEN_EINDE
    for nummer, dag in enumerate(rij[4:], 1):
        if dag is not None and (eerste is None or dag < eerste):
            eerste, einde = dag, nummer
    tot = volgen.tot(rij[1], start)
    if tot is None or (eerste and eerste < start):
        return None
    if eerste is None or eerste > tot:
        return (tot - start).days, GEEN_EINDE
    return (eerste - start).days, einde


def _krommen(
    groepen: Mapping[str, _Groep], nummer: int, einde: Einde, weten: Sequence[int], deling: Deling
) -> list[Kromme]:
    if not weten:
        return [Kromme(groep, einde, None, None, reden=NIET_VASTGELEGD) for groep in groepen]
    hier = {groep: g.van(weten) for groep, g in groepen.items()}
    los = deling in (Deling.DAGDEEL, Deling.ARM)
    return [
        _kromme(groep, g, nummer + 1, einde, _toets(hier, groep, nummer + 1) if los else None)
        for groep, g in hier.items()
    ]


def _kromme(groep: str, g: _Groep, code: int, einde: Einde, p: float | None) -> Kromme:
    if len(g.duur) < KLEINSTE_GROEP:
        return Kromme(groep, einde, None, None, reden=TE_KLEIN)
    verloop = aalen_johansen(g.duur, g.einde, code)
    lijn = tuple(Punt(dag, _zichtbaar(verloop, dag, len(g.duur))) for dag in LIJN)
    gebeurd = int(verloop.gebeurd[-1])
    return Kromme(groep, einde, len(g.duur), gebeurd if gebeurd >= GRENS else None, lijn, p)


def _zichtbaar(verloop: Verloop, dag: int, zaken: int) -> Schatting | None:
    """Return a point, unless it tells of fewer than GRENS residents or hardly anybody was followed so long."""
    laatste = min(dag, len(verloop.kans) - 1)
    gebeurd = int(verloop.gebeurd[laatste])
    if gebeurd < GRENS or zaken - gebeurd < GRENS:
        return None
    if not verloop.uitgeput and int(verloop.risico[laatste]) < GRENS:
        return None
    return verloop.op(dag)


def _toets(groepen: Mapping[str, _Groep], deze: str, code: int) -> float | None:
    """Compare one group with all others together, corrected (Bonferroni) for as many comparisons as groups."""
    duur = np.concatenate([g.duur for g in groepen.values()])
    gebeurd = np.concatenate([g.einde for g in groepen.values()]) == code
    hier = np.concatenate([np.full(len(g.duur), groep == deze) for groep, g in groepen.items()])
    if min(int(hier.sum()), int((~hier).sum())) < KLEINSTE_GROEP:
        return None
    p = logrank(duur, gebeurd, hier)
    return None if p is None else min(1.0, p * (1 if len(groepen) == 2 else len(groepen)))
