"""How do we reach the database? SQLite (WAL) embedded, PostgreSQL in production; one writer's transaction at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.types import TypeDecorator

SCHRIJVEN = "tijdig_schrijven"


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
        return create_engine(url, pool_pre_ping=True)
    pad = make_url(url).database
    if pad:
        Path(pad).parent.mkdir(parents=True, exist_ok=True)
    gemaakt = create_engine(url, connect_args={"timeout": 60})
    _stel_sqlite_in(gemaakt)
    return gemaakt


def _stel_sqlite_in(gemaakt: Engine) -> None:
    @event.listens_for(gemaakt, "connect")
    def _verbonden(verbinding: Any, _: Any) -> None:  # pyright: ignore[reportUnusedFunction]
        verbinding.isolation_level = None  # SQLAlchemy says BEGIN, not the driver: only so a writer can say IMMEDIATE
        for regel in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=60000"):
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
