"""How is a part of a question kept for a moment? As a temporary table with an index: asked once, joined fast.

SQLite asks a subquery with a window function again for every row that it is joined to; with a million gebeurtenissen
that is hours.
"""

from typing import Any

from sqlalchemy import Column, Connection, Executable, Index, MetaData, Select, Table, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex
from sqlalchemy.sql.elements import ClauseElement


class _BewaarAls(Executable, ClauseElement):
    inherit_cache = False

    def __init__(self, naam: str, vraag: Select[Any]) -> None:
        self.naam, self.vraag = naam, vraag


@compiles(_BewaarAls)
def _bewaar_als(element: _BewaarAls, compiler: Any, **_: Any) -> str:
    """A statement that makes a table takes no parameters on PostgreSQL: our own constants stand in the text."""
    return f"CREATE TEMPORARY TABLE {element.naam} AS {compiler.process(element.vraag, literal_binds=True)}"


def leg_vast(db: Connection, naam: str, vraag: Select[Any]) -> Table:
    """Keep the answer of a question with a column zaak_id on this connection, and return it as a table."""
    tabel = Table(f"ev_deel_{naam}", MetaData(), *[Column(k.name, k.type) for k in vraag.subquery().c])
    db.execute(text(f"DROP TABLE IF EXISTS {tabel.name}"))
    db.execute(_BewaarAls(tabel.name, vraag))
    db.execute(CreateIndex(Index(f"ix_{tabel.name}", tabel.c.zaak_id)))
    if db.dialect.name == "postgresql":
        db.execute(text(f"ANALYZE {tabel.name}"))
    return tabel
