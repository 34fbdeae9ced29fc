"""How do many rows reach the database at once? COPY and arrays on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Column, Connection, Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

KLEIN = 5
"""Below this number of rows an ordinary insert costs less than starting a COPY."""


def in_delen(rijen: Sequence[T], grootte: int) -> Iterator[Sequence[T]]:
    """Cut rows into pieces of at most `grootte`, in their order: a statement or a process has a limit."""
    for begin in range(0, len(rijen), grootte):
        yield rijen[begin : begin + grootte]


def voeg_toe(db: Connection, tabel: Table, rijen: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all name the same columns; a column that is not named gets the default of the database.

    Raises sqlalchemy's DBAPIError, also where the database is reached without sqlalchemy.
    """
    if not rijen:
        return
    if db.dialect.name == "postgresql" and len(rijen) >= KLEIN:
        _kopieer(db, tabel, rijen)
    else:
        db.execute(insert(tabel), list(rijen))


def _kopieer(db: Connection, tabel: Table, rijen: Sequence[dict[str, Any]]) -> None:
    namen = list(rijen[0])
    kolommen = ", ".join(f'"{naam}"' for naam in namen)
    opdracht = f'COPY "{tabel.name}" ({kolommen}) FROM STDIN'
    omzetters = [(naam, _omzetter(db, tabel.c[naam])) for naam in namen]
    fouten = db.dialect.loaded_dbapi.Error
    try:
        psycopg_verbinding: Any = db.connection
        with psycopg_verbinding.cursor() as cursor, cursor.copy(opdracht) as kopie:
            for rij in rijen:
                kopie.write_row([zet_om(rij[naam]) if zet_om else rij[naam] for naam, zet_om in omzetters])
    except fouten as fout:
        raise DBAPIError.instance(opdracht, None, fout, fouten, dialect=db.dialect) from fout


def _omzetter(db: Connection, kolom: Column[Any]) -> Callable[[Any], Any] | None:
    """Return how sqlalchemy prepares a value of this column, if it does: encryption, JSON, UTC."""
    return kolom.type.dialect_impl(db.dialect).bind_processor(db.dialect)


def voeg_eenmalig_toe(db: Connection, in_tabel: Table, rij: dict[str, Any]) -> bool:
    """Add a row unless one with the same unique values is there; tells whether it was new."""
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    opdracht = dialect.insert(in_tabel).values(rij).on_conflict_do_nothing()
    # the count of rows says nothing on PostgreSQL; what comes back does
    return db.execute(opdracht.returning(*in_tabel.primary_key.columns)).first() is not None
