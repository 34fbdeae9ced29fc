"""What holds for every test: no test touches the data, the post or the Prefect profile of whoever runs it.

The surroundings are made available here, and only here: what is started once for a process (PostgreSQL, Prefect, the
filled gemeenten) would start once more for every other place that imports its fixture.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from settings import settings
from tests.models.omgevingen import pg, postgres, sqlite, sqlite_sjabloon, waar, zelfde_plek_terug
from tests.prefecthuis import prefect
from tests.worklist.stad_klaar import stad, stad_sjabloon

__all__ = [
    "pg",
    "postgres",
    "prefect",
    "sqlite",
    "sqlite_sjabloon",
    "stad",
    "stad_sjabloon",
    "waar",
    "zelfde_plek_terug",
]

EIGEN = ("TIJDIG_", "TWILIO_", "SMTP_", "PREFECT_")
UITZONDERING = "TIJDIG_GOLDEN"
"""Asks a test to write its golden files anew; everything else would let a test reach outside."""

_tijdelijk: list[Path] = []


def pytest_configure(config: pytest.Config) -> None:
    """Give this run homes of its own, before any module reads the environment; xdist workers inherit them."""
    if hasattr(config, "workerinput"):
        return
    for naam in [n for n in os.environ if n.startswith(EIGEN) and n != UITZONDERING]:
        del os.environ[naam]
    thuis = Path(tempfile.mkdtemp(prefix="tijdig-test-", dir="/tmp" if Path("/tmp").is_dir() else None))
    _tijdelijk.append(thuis)
    os.environ |= {"TIJDIG_HOME": str(thuis / "tijdig"), "PREFECT_HOME": str(thuis / "prefect")}
    os.environ |= {"DO_NOT_TRACK": "1", "PREFECT_SERVER_ANALYTICS_ENABLED": "false"}


def pytest_collection_finish(session: pytest.Session) -> None:
    """Refuse to run when groups of tests would be torn apart, each with a server of its own.

    pytest-xdist writes the group behind the name of a test; a pytest that keeps names elsewhere makes it do nothing.
    """
    if not getattr(session.config.option, "loadgroup", False):
        return
    if los := [i.name for i in session.items if i.get_closest_marker("xdist_group") and "@" not in i.nodeid]:
        raise pytest.UsageError(f"pytest-xdist houdt groepen niet bij elkaar, zoals {los[0]}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    while _tijdelijk:
        shutil.rmtree(_tijdelijk.pop(), ignore_errors=True)


@pytest.fixture(autouse=True)
def verse_settings() -> Iterator[None]:
    """Read the settings anew in every test: what one test sets in the environment is not there for the next."""
    settings.cache_clear()
    yield
    settings.cache_clear()
