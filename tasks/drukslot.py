"""Who is making this batch? One process at a time, and nobody any more when that process dies."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tasks.omgeving import Omgeving

NEEM = text("SELECT pg_try_advisory_lock(hashtextextended(:naam, 1))")
GEEF = text("SELECT pg_advisory_unlock(hashtextextended(:naam, 1))")


@contextlib.contextmanager
def alleen(waar: Omgeving, batch: str) -> Iterator[bool]:
    """Hold a batch for as long as the block lasts. False: another process or thread has it."""
    slot = _in_database if waar.engine.dialect.name == "postgresql" else _in_bestand
    with slot(waar, batch) as van_ons:
        yield van_ons


@contextlib.contextmanager
def _in_database(waar: Omgeving, batch: str) -> Iterator[bool]:
    """A lock of the session: PostgreSQL lets it go when the connection ends, whatever becomes of this process."""
    engine: Engine = waar.engine
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
        van_ons = bool(db.execute(NEEM, {"naam": batch}).scalar_one())
        try:
            yield van_ons
        finally:
            if van_ons:
                with contextlib.suppress(DBAPIError):  # a connection that is gone holds no lock
                    db.execute(GEEF, {"naam": batch})


@contextlib.contextmanager
def _in_bestand(waar: Omgeving, batch: str) -> Iterator[bool]:
    """A lock on a file next to the database: SQLite serves one machine, and the kernel knows who lives there."""
    pad = waar.settings.home.absolute() / "sloten" / batch
    pad.parent.mkdir(parents=True, exist_ok=True)
    beschrijving = _open(pad)
    if beschrijving is None:
        yield False
        return
    try:
        yield True
    finally:
        pad.unlink(missing_ok=True)
        os.close(beschrijving)


def _open(pad: Path) -> int | None:
    """Lock the file, or return None; the one that was removed while we waited for it does not count."""
    while True:
        beschrijving = os.open(pad, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(beschrijving, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(beschrijving)
            return None
        with contextlib.suppress(FileNotFoundError):
            if os.fstat(beschrijving).st_ino == pad.stat().st_ino:
                return beschrijving
        os.close(beschrijving)
