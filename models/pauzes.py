"""What stands still now, and what stood still before? One open pauze for one thing; lifting it keeps the row."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select, update

from models.database import om_beurten, tabel
from models.tabellen import Bericht
from models.tabellen_beheer import Pauze as Rij
from rules.bezorging import Status
from rules.pauze import Pauze, Pauzesoort

PAUZE, BERICHT = tabel(Rij), tabel(Bericht)


class AlGepauzeerd(Exception):
    """Dit staat al stil: kijk met 'tijdig pauzes' door wie en waarom."""


class NietGepauzeerd(Exception):
    """Dit staat niet stil: kijk met 'tijdig pauzes' wat wel."""


def open_pauzes(db: Connection, gemeente: str | None = None) -> list[Pauze]:
    """Return what stands still now for one gemeente, or everywhere (None); the widest first, then the oldest."""
    vraag = select(PAUZE).where(PAUZE.c.opgeheven_op.is_(None)).order_by(PAUZE.c.id)
    if gemeente is not None:
        vraag = vraag.where(PAUZE.c.gemeente.in_(("", gemeente)))
    breedte = list(Pauzesoort)
    return sorted((_pauze(r) for r in db.execute(vraag)), key=lambda p: breedte.index(p.soort))


def eerdere(db: Connection, gemeenten: frozenset[str], hoogstens: int = 20) -> list[Row[tuple[object, ...]]]:
    """Return the rows of pauzes of some gemeenten that were lifted, newest first."""
    waar = (PAUZE.c.opgeheven_op.is_not(None), PAUZE.c.gemeente.in_(("", *sorted(gemeenten))))
    return list(db.execute(select(PAUZE).where(*waar).order_by(PAUZE.c.opgeheven_op.desc()).limit(hoogstens)))


def _pauze(r: Row[tuple[object, ...]]) -> Pauze:
    return Pauze(Pauzesoort(r.soort), r.gemeente, r.waarde, r.reden, r.door, r.sinds)


def pauzeer(db: Connection, pauze: Pauze) -> None:
    """Let something stand still from now on. Raises AlGepauzeerd when it does already."""
    om_beurten(db, "pauzes")
    if db.execute(select(PAUZE.c.id).where(*_deze(pauze.soort, pauze.gemeente, pauze.waarde))).first():
        raise AlGepauzeerd
    velden = {"soort": pauze.soort.value, "gemeente": pauze.gemeente, "waarde": pauze.waarde, "reden": pauze.reden}
    db.execute(PAUZE.insert().values(**velden, door=pauze.door, sinds=pauze.sinds, opgeheven_door=""))


def hervat(db: Connection, pauze: Pauze, door: str, nu: datetime) -> None:
    """Let it go on. Raises NietGepauzeerd."""
    opdracht = update(PAUZE).where(*_deze(pauze.soort, pauze.gemeente, pauze.waarde))
    if not db.execute(opdracht.values(opgeheven_op=nu, opgeheven_door=door)).rowcount:
        raise NietGepauzeerd


def _deze(soort: Pauzesoort, gemeente: str, waarde: str) -> list[ColumnElement[bool]]:
    zelfde = [PAUZE.c.soort == soort.value, PAUZE.c.gemeente == gemeente, PAUZE.c.waarde == waarde]
    return [*zelfde, PAUZE.c.opgeheven_op.is_(None)]


def niet_gepauzeerd(sinds: datetime | None = None) -> ColumnElement[bool]:
    """Return the condition that no pauze holds a bericht; asked anew by every set that is taken in hand.

    With `sinds` (aware UTC) no pauze that was lifted after that moment held it either.
    """
    p = PAUZE.c
    wat = or_(
        p.soort == Pauzesoort.GEMEENTE.value,
        (p.soort == Pauzesoort.KANAAL.value) & (p.waarde == BERICHT.c.kanaal),
        (p.soort == Pauzesoort.STAP.value) & (p.waarde == BERICHT.c.soort),
    )
    loopt = p.opgeheven_op.is_(None) if sinds is None else or_(p.opgeheven_op.is_(None), p.opgeheven_op >= sinds)
    waar = (loopt, p.gemeente.in_(("", BERICHT.c.gemeente)), wat)
    return ~select(p.id).where(*waar).correlate(BERICHT).exists()


def gehouden(db: Connection, gemeente: str) -> dict[tuple[str, str], int]:
    """Return how many berichten of a gemeente are ready and held by a pauze, per (kanaal, soort)."""
    b = BERICHT.c
    vraag = select(b.kanaal, b.soort, func.count()).where(
        b.gemeente == gemeente, b.status == Status.KLAARGEZET.value, ~niet_gepauzeerd()
    )
    return {(kanaal, soort): int(n) for kanaal, soort, n in db.execute(vraag.group_by(b.kanaal, b.soort))}


def houdt_iets_vast(db: Connection, kanalen: Sequence[str]) -> bool:
    """Tell whether a pauze holds a bericht of one of these kanalen that is ready."""
    waar = (BERICHT.c.kanaal.in_(kanalen), BERICHT.c.status == Status.KLAARGEZET.value, ~niet_gepauzeerd())
    return db.execute(select(BERICHT.c.id).where(*waar).limit(1)).first() is not None
