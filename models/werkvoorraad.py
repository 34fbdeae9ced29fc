"""Which taken wait for whom? The lists of the werkvoorraad, their counts, and the next taak of a team."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select, true, union_all

from models.database import tabel
from models.tabellen import Taak
from models.tabellen_werk import Medewerker
from rules.rollen import Blik
from rules.taakacties import BIJ_TEAMLEIDING
from rules.taakwoorden import Termijn, einde_week

TAAK, MEDEWERKER = tabel(Taak), tabel(Medewerker)
T = TAAK.c

BLAD = 25
"""So many taken stand on one page of a list."""

NIEMAND = 0
"""In Keuze.bij: what nobody has."""

Voorwaarde = ColumnElement[bool]


class Lijst(StrEnum):
    """Which list: mine (with whom I replace), my team's, what nobody of it has, everything of the department."""

    MIJ = "mij"
    TEAM = "team"
    VRIJ = "vrij"
    ALLE = "alle"


@dataclass(frozen=True)
class Kijker:
    """Who looks, on which day, and whose work he does as well (id, name)."""

    id: int
    blik: Blik
    vandaag: date
    voor: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def mensen(self) -> tuple[int, ...]:
        """Whose taken are his."""
        return (self.id, *self.voor)


@dataclass(frozen=True)
class Keuze:
    """One list with its filters; an empty filter lets everything through.

    `weg`: what was put away for later (True), what was not (False), or both (None).
    """

    van: Lijst = Lijst.MIJ
    soort: str = ""
    wijk: str = ""
    term: Termijn | None = None
    gemeente: str = ""
    weg: bool | None = False
    bij: int | None = None
    """Only what this colleague has; NIEMAND: what nobody has."""
    leiding: bool = False
    """Only what the team lead must look at."""


@dataclass(frozen=True)
class Telling:
    """How many taken there are, without what was put away: per list, and in the chosen list by its filters."""

    per_lijst: Mapping[Lijst, int]
    per_term: Mapping[Termijn, int]
    """Every filter but the term."""
    wettelijk: int
    weggelegd: int
    gekozen: int
    """Every filter: what the pages of the list hold together."""


def bladzijde(db: Connection, kijker: Kijker, keuze: Keuze, blad: int = 1, grootte: int = BLAD) -> list[Row[Any]]:
    """Return the taken on one page (1, 2, …) of a list, in order.

    Every column of taak, and `behandelaar`: the name of the colleague who has it. Each part of the list is read in
    the order of its index, no further than this page; only then are the parts put together.
    """
    tot = max(blad, 1) * grootte
    delen = [deel.order_by(T.voorrang, T.id).limit(tot) for deel in _delen(kijker, keuze)]
    if not delen:
        return []
    los = [d.subquery() for d in delen]
    samen = union_all(*(select(d.c.id, d.c.voorrang) for d in los)).subquery()
    hier = select(samen.c.id).order_by(samen.c.voorrang, samen.c.id).offset(tot - grootte).limit(grootte).subquery()
    vraag = (
        select(TAAK, MEDEWERKER.c.naam.label("behandelaar"))
        .select_from(hier.join(TAAK, T.id == hier.c.id).outerjoin(MEDEWERKER, MEDEWERKER.c.id == T.behandelaar_id))
        .order_by(T.voorrang, T.id)
    )
    return list(db.execute(vraag))


def _delen(kijker: Kijker, keuze: Keuze) -> Iterator[Select[Any]]:
    """Give the parts of a list that an index holds in order: per colleague, or per department of a gemeente."""
    begin = select(T.id, T.voorrang).where(*_eisen(kijker, keuze))
    gemeenten = [g for g in sorted(kijker.blik.gemeenten) if keuze.gemeente in ("", g)]
    afdelingen = sorted(kijker.blik.afdelingen)
    if keuze.van == Lijst.MIJ:
        plek = (T.gemeente.in_(gemeenten), T.afdeling.in_(afdelingen))
        yield from (begin.where(T.behandelaar_id == wie, *plek) for wie in kijker.mensen)
        return
    for gemeente in gemeenten:
        yield from (begin.where(T.gemeente == gemeente, T.afdeling == afdeling) for afdeling in afdelingen)


def _eisen(kijker: Kijker, keuze: Keuze) -> Iterator[Voorwaarde]:
    yield T.status == "open"
    if keuze.weg is not None:
        yield _weg(kijker.vandaag) if keuze.weg else _niet_weg(kijker.vandaag)
    if keuze.van in (Lijst.TEAM, Lijst.VRIJ):
        yield T.team.in_(sorted(kijker.blik.teams))
    if keuze.van == Lijst.VRIJ:
        yield T.behandelaar_id.is_(None)
    yield from _filters(keuze)
    if keuze.term:
        yield _in_term(keuze.term, kijker.vandaag)


def _weg(vandaag: date) -> Voorwaarde:
    return and_(T.wacht_tot.is_not(None), T.wacht_tot > vandaag)


def _niet_weg(vandaag: date) -> Voorwaarde:
    return or_(T.wacht_tot.is_(None), T.wacht_tot <= vandaag)


def _in_term(term: Termijn, vandaag: date) -> Voorwaarde:
    if term == Termijn.TE_LAAT:
        return T.uiterste_dag < vandaag
    if term == Termijn.VANDAAG:
        return T.uiterste_dag == vandaag
    return and_(T.uiterste_dag >= vandaag, T.uiterste_dag <= einde_week(vandaag))


def tel(db: Connection, kijker: Kijker, keuze: Keuze) -> Telling:
    """Count every list and every term in one query."""
    per_lijst, per_term = Counter[Lijst](), Counter[Termijn]()
    los: Counter[str] = Counter()
    for rij in db.execute(_groepen(kijker, keuze)):
        lijsten = _lijsten(rij)
        if not rij.weg:
            per_lijst.update(dict.fromkeys(lijsten, rij.aantal))
        if keuze.van not in lijsten or not rij.past:
            continue
        los["weggelegd"] += rij.aantal if rij.weg else 0
        if keuze.weg is not None and bool(rij.weg) != keuze.weg:
            continue
        termen = _termen(rij.term)
        per_term.update(dict.fromkeys(termen, rij.aantal))
        los["wettelijk"] += rij.aantal if rij.wettelijk else 0
        los["gekozen"] += rij.aantal if keuze.term is None or keuze.term in termen else 0
    return Telling(per_lijst, per_term, los["wettelijk"], los["weggelegd"], los["gekozen"])


def _groepen(kijker: Kijker, keuze: Keuze) -> Select[Any]:
    """Count the open taken of a blik by everything that a list or a filter asks; one reading of the table."""
    vandaag = kijker.vandaag
    term = case(
        *((_in_term(t, vandaag), t.value) for t in (Termijn.TE_LAAT, Termijn.VANDAAG, Termijn.WEEK)), else_="later"
    )
    per_taak = select(
        case((T.behandelaar_id.in_(kijker.mensen), "mij"), (T.behandelaar_id.is_(None), "vrij"), else_="").label("wie"),
        T.team.in_(sorted(kijker.blik.teams)).label("team"),
        term.label("term"),
        _weg(vandaag).label("weg"),
        T.wettelijk,
        and_(true(), *_filters(keuze)).label("past"),
    ).where(T.gemeente.in_(kijker.blik.gemeenten), T.afdeling.in_(kijker.blik.afdelingen), T.status == "open")
    q = per_taak.subquery()
    return select(*q.c, func.count().label("aantal")).group_by(*q.c)


def _filters(keuze: Keuze) -> Iterator[Voorwaarde]:
    for kolom, waarde in ((T.soort, keuze.soort), (T.wijk, keuze.wijk), (T.gemeente, keuze.gemeente)):
        if waarde:
            yield kolom == waarde
    if keuze.bij is not None:
        yield T.behandelaar_id.is_(None) if keuze.bij == NIEMAND else T.behandelaar_id == keuze.bij
    if keuze.leiding:
        yield T.escalatie >= BIJ_TEAMLEIDING


def _lijsten(rij: Row[Any]) -> list[Lijst]:
    lijsten = [Lijst.ALLE]
    if rij.wie == "mij":
        lijsten.append(Lijst.MIJ)
    if rij.team:
        lijsten += [Lijst.TEAM, *([Lijst.VRIJ] if rij.wie == "vrij" else [])]
    return lijsten


def _termen(term: str) -> tuple[Termijn, ...]:
    """A taak of today also belongs to this week."""
    if term == "later":
        return ()
    return (Termijn.VANDAAG, Termijn.WEEK) if term == Termijn.VANDAAG else (Termijn(term),)


def eerste_vrije(db: Connection, kijker: Kijker, keuze: Keuze) -> Row[Any] | None:
    """Return (id, versie) of the first taak that nobody of the team has, locked for who asks.

    On PostgreSQL who asks at the same time gets the next one; on SQLite writers come one after the other. Needs an
    open write transaction.
    """
    gemeenten = [g for g in kijker.blik.gemeenten if keuze.gemeente in ("", g)]
    vraag = (
        select(T.id, T.versie)
        .where(*_eisen(kijker, keuze), T.gemeente.in_(gemeenten), T.afdeling.in_(kijker.blik.afdelingen))
        .order_by(T.voorrang, T.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return db.execute(vraag).one_or_none()


@dataclass(frozen=True)
class Last:
    """What one colleague has, or nobody (id NIEMAND): open and too late without what is put away; all for the lead."""

    id: int
    open: int
    te_laat: int
    leiding: int
    weggelegd: int


def per_collega(db: Connection, kijker: Kijker) -> dict[int, Last]:
    """Return what everybody of a department has, in one query."""
    gevraagd = {
        "open": _niet_weg(kijker.vandaag),
        "te_laat": and_(T.uiterste_dag < kijker.vandaag, _niet_weg(kijker.vandaag)),
        "leiding": T.escalatie >= BIJ_TEAMLEIDING,
        "weggelegd": _weg(kijker.vandaag),
    }
    tellingen = [func.count().filter(eis).label(naam) for naam, eis in gevraagd.items()]
    wie = func.coalesce(T.behandelaar_id, NIEMAND).label("wie")
    waar = (T.gemeente.in_(kijker.blik.gemeenten), T.afdeling.in_(kijker.blik.afdelingen), T.status == "open")
    vraag = select(wie, *tellingen).where(*waar).group_by(T.behandelaar_id)
    return {rij.wie: Last(*rij) for rij in db.execute(vraag)}
