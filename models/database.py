"""How do we reach the database? SQLite (WAL) embedded, PostgreSQL in production; one writer's transaction at a time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, DateTime, Engine, Table, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

SCHRIJVEN = "tijdig_schrijven"

POGINGEN = 5
"""How often work that collided with another transaction is done again before it is given up."""
DRUKTE = frozenset({"40001", "40P01", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT"})
"""Serialization, deadlock, and a writer on SQLite that took too long."""
DUBBEL = "23505"
"""A row that is there already: mostly because another transaction was first."""

T = TypeVar("T")


class Botsing(Exception):
    """Een ander deed tegelijk hetzelfde: laad opnieuw en probeer het nog een keer."""


def tabel(model: type[SQLModel]) -> Table:
    """Return the table behind a model: our statements are set-based, so they speak of tables, not of objects."""
    return cast(Table, getattr(model, "__table__"))  # noqa: B009  (the type checker knows no __table__)


class UTCDateTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC; SQLite forgets the zone, so it is given back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Refuse a naive time; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Give an aware UTC time."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@lru_cache(maxsize=8)
def engine(url: str) -> Engine:
    """Return the engine for a URL, one per process."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    pad = make_url(url).database
    if pad:
        Path(pad).parent.mkdir(parents=True, exist_ok=True)
    gemaakt = create_engine(url, connect_args={"timeout": 60}, hide_parameters=True)
    _stel_sqlite_in(gemaakt)
    return gemaakt


def _stel_sqlite_in(gemaakt: Engine) -> None:
    @event.listens_for(gemaakt, "connect")
    def _verbonden(verbinding: Any, _: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        verbinding.isolation_level = None  # SQLAlchemy says BEGIN, not the driver: only so a writer can say IMMEDIATE
        # FULL: a claim that is committed survives a power failure, or its bericht would leave a second time.
        for regel in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=60000"):
            verbinding.execute(f"PRAGMA {regel}")

    @event.listens_for(gemaakt, "begin")
    def _begin(verbinding: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        schrijft = verbinding.get_execution_options().get(SCHRIJVEN)
        verbinding.exec_driver_sql("BEGIN IMMEDIATE" if schrijft else "BEGIN")


@contextmanager
def schrijven(gekozen: Engine) -> Iterator[Connection]:
    """Open a transaction that writes: committed at the end, rolled back on any exception."""
    with gekozen.connect().execution_options(**{SCHRIJVEN: True}) as verbinding, verbinding.begin():
        yield verbinding


@contextmanager
def lezen(gekozen: Engine) -> Iterator[Connection]:
    """Open a transaction that only reads; it never waits for a writer."""
    with gekozen.connect() as verbinding, verbinding.begin():
        yield verbinding


def schrijf_samen(gekozen: Engine, werk: Callable[[Connection], T]) -> T:
    """Do work in one transaction, and do it again from the start when it collides with another one.

    The work must load what it needs itself. After POGINGEN collisions the last one is raised.
    """
    for _ in range(POGINGEN - 1):
        try:
            with schrijven(gekozen) as db:
                return werk(db)
        except (Botsing, DBAPIError) as fout:
            if not is_botsing(fout):
                raise
    with schrijven(gekozen) as db:
        return werk(db)


def is_botsing(fout: BaseException) -> bool:
    """True for what may be a collision with another transaction: loading again helps."""
    return is_drukte(fout) or _code(fout) == DUBBEL


def is_drukte(fout: BaseException) -> bool:
    """True for what can only be a collision with another transaction: the rows themselves are sound."""
    return isinstance(fout, Botsing) or _code(fout) in DRUKTE


def _code(fout: BaseException) -> str | None:
    oorzaak = getattr(fout, "orig", None)
    return getattr(oorzaak, "sqlstate", None) or getattr(oorzaak, "sqlite_errorname", None)


def is_weg(fout: BaseException) -> bool:
    """True when the database itself cannot be reached: no set of rows is to blame for that."""
    if not isinstance(fout, DBAPIError):
        return False
    verbroken = type(fout.orig).__name__ == "OperationalError" and getattr(fout.orig, "sqlstate", "") is None
    return fout.connection_invalidated or verbroken


def om_beurten(db: Connection, naam: str) -> None:
    """Wait until no other transaction works on this name; on SQLite a writer is alone already."""
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:naam, 0))"), {"naam": naam})
