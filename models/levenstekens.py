"""When did each part of the machine last do its work? One row per part, the newest sign only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from models.bulk import voeg_eenmalig_toe
from models.database import tabel
from models.tabellen_beheer import Levensteken

LEVENSTEKEN = tabel(Levensteken)
L = LEVENSTEKEN.c


@dataclass(frozen=True)
class Teken:
    """The newest sign of one part: when (aware UTC), whether its work was whole, and counts."""

    op: datetime
    goed: bool = True
    gegevens: Mapping[str, Any] = field(default_factory=dict[str, Any])


def bewaar(db: Connection, naam: str, teken: Teken) -> None:
    """Keep a sign in the place of the one before; in an open write transaction."""
    nieuw = {"op": teken.op, "goed": teken.goed, "gegevens": dict(teken.gegevens)}
    if not voeg_eenmalig_toe(db, LEVENSTEKEN, {"naam": naam, **nieuw}):
        db.execute(update(LEVENSTEKEN).where(L.naam == naam).values(nieuw))


def laatste(db: Connection, naam: str) -> Teken | None:
    """Return the newest sign of one part, or None when it never gave one."""
    rij = db.execute(select(LEVENSTEKEN).where(L.naam == naam)).one_or_none()
    return Teken(rij.op, rij.goed, rij.gegevens) if rij else None


def alle(db: Connection) -> dict[str, Teken]:
    """Return the newest sign of every part by its name."""
    return {rij.naam: Teken(rij.op, rij.goed, rij.gegevens) for rij in db.execute(select(LEVENSTEKEN))}
