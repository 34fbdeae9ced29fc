"""A PostgreSQL of Debian in a folder of its own: Prefect needs pg_trgm, which a server from a wheel does not bring."""

import contextlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from flows.server import vrije_poort

ALS_ROOT = ("runuser", "-u", "postgres", "--")
"""PostgreSQL refuses to run as root; Debian's package brings a user for it."""


@dataclass(frozen=True)
class Cluster:
    """A running server, reached over TCP with a password."""

    poort: int
    wachtwoord: str
    bin: Path

    def maak(self, naam: str) -> None:
        """Make an empty database with the extension that Prefect needs."""
        self.voer_uit("postgres", f"CREATE DATABASE {naam}")
        self.voer_uit(naam, "CREATE EXTENSION IF NOT EXISTS pg_trgm")

    def voer_uit(self, naam: str, opdracht: str) -> None:
        """Run one statement outside a transaction."""
        motor = create_engine(self.url(naam), isolation_level="AUTOCOMMIT")
        with motor.connect() as db:
            db.execute(text(opdracht))
        motor.dispose()

    def url(self, naam: str, driver: str = "psycopg") -> str:
        """Return the URL of one database, for the driver of SQLAlchemy that asks."""
        return f"postgresql+{driver}://postgres:{self.wachtwoord}@127.0.0.1:{self.poort}/{naam}"


def bin_map() -> Path:
    """Return the folder with the server's programs of the newest version; skips the test where there is none."""
    gevonden = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[-3]))
    if not gevonden:
        pytest.skip("PostgreSQL van Debian ontbreekt (apt-get install postgresql)")
    return gevonden[-1].parent


@contextlib.contextmanager
def draaiend_cluster() -> Iterator[Cluster]:
    """Start a cluster with fast, unsafe writes, and remove it at the end."""
    programma, poort, geheim = bin_map(), vrije_poort(), secrets.token_hex(12)
    map_ = Path(tempfile.mkdtemp(prefix="tijdig-cluster-", dir="/tmp"))
    als = ALS_ROOT if os.geteuid() == 0 else ()
    (map_ / "geheim").write_text(geheim)
    if als:
        for pad in (map_, map_ / "geheim"):
            shutil.chown(pad, "postgres")
    opties = f"-p {poort} -c listen_addresses=127.0.0.1 -k {map_} -c fsync=off -c synchronous_commit=off"
    pg_ctl = [*als, str(programma / "pg_ctl"), "-D", str(map_ / "data"), "-s", "-w"]
    initdb = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={map_ / 'geheim'}", "-E", "UTF8", "--locale=C.UTF-8"]
    try:
        _draai([*als, str(programma / "initdb"), "-D", str(map_ / "data"), *initdb, "-N"])
        _draai([*pg_ctl, "-l", str(map_ / "log"), "-o", opties, "start"])
        yield Cluster(poort, geheim, programma)
    finally:
        subprocess.run([*pg_ctl, "-m", "immediate", "stop"], check=False, capture_output=True, cwd="/")
        shutil.rmtree(map_, ignore_errors=True)


def _draai(opdracht: list[str]) -> None:
    subprocess.run(opdracht, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
