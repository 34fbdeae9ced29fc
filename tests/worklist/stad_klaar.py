# pyright: basic
"""The two gemeenten of stad.py, filled once: every test gets a copy of the database with its letters."""

import copy
import shutil
from pathlib import Path

import pytest

from tasks import omgeving as plek
from tasks.omgeving import Omgeving
from tests.models.omgevingen import verse_sqlite
from tests.worklist.stad import Kant, bouw, stel_klok


@pytest.fixture(scope="session")
def stad_sjabloon(tmp_path_factory: pytest.TempPathFactory, sqlite_sjabloon: Path) -> tuple[Path, tuple[Kant, ...]]:
    """Fill one database; every test gets a copy."""
    vorige, thuis = list(plek._huidig), tmp_path_factory.mktemp("stad") / "thuis"
    with verse_sqlite(thuis, sqlite_sjabloon) as waar:
        kanten = bouw(waar)
        with waar.engine.connect() as db:
            db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    plek._huidig[:] = vorige
    return thuis, kanten


@pytest.fixture
def stad(sqlite: Omgeving, stad_sjabloon: tuple[Path, tuple[Kant, ...]]) -> tuple[Kant, ...]:
    """Fill the database with two gemeenten of two departments; the clock stands at NU."""
    thuis, kanten = stad_sjabloon
    shutil.copytree(thuis, sqlite.settings.home, dirs_exist_ok=True)
    stel_klok(sqlite)
    return copy.deepcopy(kanten)
