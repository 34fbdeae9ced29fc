"""Puts a made-up cohort, or rows made of one, into a database that is migrated and empty."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, create_engine, text
from sqlmodel import SQLModel

from models import tabellen, tabellen_beheer, tabellen_werk
from models.bulk import voeg_toe
from simulation.cohort import Cohort
from simulation.cohort_rijen import Rij

ALLES = (tabellen, tabellen_beheer, tabellen_werk)
"""The modules whose tables SQLModel then knows."""


def vul(db: Connection, rijen: Iterable[tuple[str, Sequence[Rij]]]) -> int:
    """Insert rows by table in the open transaction; returns how many gebeurtenissen there were."""
    gebeurd = 0
    for naam, deel in rijen:
        voeg_toe(db, SQLModel.metadata.tables[naam], list(deel))
        gebeurd += len(deel) if naam == "gebeurtenis" else 0
    if db.dialect.name == "postgresql":
        db.execute(text("ANALYZE"))
    return gebeurd


def alle_rijen(cohort: Cohort) -> dict[str, list[Rij]]:
    """Return every row of a cohort, by table."""
    alle: dict[str, list[Rij]] = {}
    for naam, deel in cohort.rijen():
        alle.setdefault(naam, []).extend(deel)
    return alle


@contextmanager
def in_geheugen(rijen: Iterable[tuple[str, Sequence[Rij]]]) -> Iterator[Connection]:
    """Give a SQLite database in memory with these rows."""
    motor: Any = create_engine("sqlite://")
    with motor.connect() as db:
        SQLModel.metadata.create_all(db)
        vul(db, rijen)
        yield db
    motor.dispose()
