"""How is a figure counted? One statement per figure; months without data are left out and named."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, and_, case, cast, func, select, true

from evaluation.cijfer import Cijfer, Gat, Periode, Vorm, kwartaalnaam
from evaluation.figuur import Figuur, kolom
from evaluation.gaten import gaten
from evaluation.statistiek.aandelen import wilson
from evaluation.statistiek.gemiddelden import gemiddelde
from evaluation.tabellen import GAT, LOG

NIETS = "Dit is niet te zeggen: in deze periode is hier niets voor geteld."


@dataclass(frozen=True)
class Telling:
    """What one statement counted: rows that count, what was added up, the squares, and the highest."""

    noemer: int = 0
    teller: int = 0
    kwadraten: int = 0
    hoogste: int = 0

    def plus(self, ander: "Telling") -> "Telling":
        """Return both together."""
        samen = (self.noemer + ander.noemer, self.teller + ander.teller, self.kwadraten + ander.kwadraten)
        return Telling(*samen, max(self.hoogste, ander.hoogste))


@dataclass(frozen=True)
class Selectie:
    """Of which period and gemeenten, and which part of it."""

    periode: Periode
    gemeenten: tuple[str, ...]
    waar: ColumnElement[bool] | None = None


def tel(db: Connection, figuur: Figuur, selectie: Selectie) -> Cijfer:
    """Return one figure over a whole selection."""
    grond = _grond(db, figuur, selectie)
    return _cijfer(figuur, grond, _tel(db, figuur, selectie, grond, ()).get((), Telling()))


def tel_per(db: Connection, figuur: Figuur, selectie: Selectie, dimensie: str) -> dict[str, Cijfer]:
    """Return a figure per value of a dimension; empty when its facts do not know the dimension."""
    per = kolom(figuur, dimensie)
    if per is None:
        return {}
    grond, samen = _grond(db, figuur, selectie), defaultdict[str, Telling](Telling)
    for (waarde,), telling in _tel(db, figuur, selectie, grond, (per,)).items():
        naam = _naam(dimensie, waarde)
        samen[naam] = samen[naam].plus(telling)
    return {naam: _cijfer(figuur, grond, samen[naam]) for naam in sorted(samen) if samen[naam].noemer}


def _naam(dimensie: str, waarde: Any) -> str:
    match dimensie:
        case "kwartaal":
            return kwartaalnaam(waarde)
        case "herkomst":
            return "gemeentebelastingen" if waarde else "andere partners"
        case _:
            return str(waarde or "onbekend")


@dataclass(frozen=True)
class _Grond:
    """What a figure stands on, the same for every part of it: whose facts count, and what is left out."""

    wie: list[str]
    gaten: tuple[Gat, ...]
    reden: str
    """Why nothing can be said (Dutch); empty when something can."""


def _grond(db: Connection, figuur: Figuur, selectie: Selectie) -> _Grond:
    wie = _vastgelegd(db, figuur, selectie.gemeenten)
    zonder = sorted(set(selectie.gemeenten) - set(wie))
    weg = [g for g in gaten(db, figuur.bronnen) if g.gemeente in selectie.gemeenten]
    weg += [Gat(g, "vastleggen", selectie.periode.van, figuur.mits_niet) for g in zonder]
    return _Grond(wie, tuple(weg), f"Dit is niet te zeggen: {figuur.mits_niet}." if zonder and not wie else "")


def _tel(
    db: Connection, figuur: Figuur, selectie: Selectie, grond: _Grond, per: Sequence[ColumnElement[Any]]
) -> dict[tuple[Any, ...], Telling]:
    if not grond.wie:
        return {}
    getal = _getal(figuur)
    optellen = (
        func.count(), func.coalesce(func.sum(getal), 0),
        func.coalesce(func.sum(cast(getal, BigInteger) * getal), 0), func.coalesce(func.max(getal), 0),
    )  # fmt: skip
    vraag = select(*per, *optellen).where(*waar(figuur, selectie, grond.wie), figuur.noemer).group_by(*per)
    rijen = db.execute(vraag)
    n = len(per)
    return {tuple(rij[:n]): Telling(*(int(getal) for getal in rij[n:])) for rij in rijen}


def _getal(figuur: Figuur) -> ColumnElement[Any]:
    if figuur.vorm in (Vorm.DAGEN, Vorm.CENTEN):
        return figuur.teller
    return case((figuur.teller, 1), else_=0)


def waar(figuur: Figuur, selectie: Selectie, wie: Iterable[str]) -> list[ColumnElement[bool]]:
    """Return which rows of its facts count for a figure: of whom, in the period, and not in a month without data."""
    gemeente = figuur.tabel.c.gemeente
    stil = and_(GAT.c.gemeente == gemeente, GAT.c.maand == figuur.maand, GAT.c.bron.in_(figuur.bronnen))
    periode = figuur.dag.between(selectie.periode.van, selectie.periode.tot)
    deel = true() if selectie.waar is None else selectie.waar
    return [gemeente.in_(list(wie)), periode, ~select(GAT.c.maand).where(stil).exists(), deel]


def _vastgelegd(db: Connection, figuur: Figuur, gemeenten: Sequence[str]) -> list[str]:
    """Return the gemeenten that ever recorded what the figure counts."""
    if not figuur.mits:
        return list(gemeenten)
    soorten = [s.value for s in figuur.mits]
    vraag = select(LOG.c.gemeente).where(LOG.c.soort.in_(soorten), LOG.c.gemeente.in_(list(gemeenten))).distinct()
    return sorted(db.execute(vraag).scalars())


def _cijfer(figuur: Figuur, grond: _Grond, telling: Telling) -> Cijfer:
    leeg = Cijfer(figuur.naam, figuur.definitie, figuur.bron, figuur.vorm, gaten=grond.gaten, reden=grond.reden)
    if grond.reden:
        return leeg
    if telling.noemer == 0 and figuur.vorm not in (Vorm.AANTAL, Vorm.CENTEN):
        return replace(leeg, reden=NIETS)
    teller, noemer, waarde, onder, boven = _waarden(figuur, telling)
    return replace(leeg, teller=teller, noemer=noemer, waarde=waarde, onder=onder, boven=boven)


Waarden = tuple[int | None, int | None, float | None, float | None, float | None]
"""teller, noemer, waarde, onder, boven"""


def _waarden(figuur: Figuur, t: Telling) -> Waarden:
    match figuur.vorm:
        case Vorm.AANTAL:
            return t.teller, None, t.teller, None, None
        case Vorm.AANDEEL:
            s = wilson(t.teller, t.noemer)
            return t.teller, t.noemer, s.waarde, s.onder, s.boven
        case Vorm.CENTEN:
            return t.teller, None, t.teller, None, None
        case _ if figuur.hoogste:
            return t.hoogste, None, t.hoogste, None, None
        case _:
            s = gemiddelde(t.noemer, t.teller, t.kwadraten)
            midden = t.teller / t.noemer
            return (t.teller, t.noemer, midden, s.onder, s.boven) if s else (t.teller, t.noemer, midden, None, None)
