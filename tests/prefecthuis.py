# pyright: basic
"""One real Prefect server for every test that runs flows; they share it in one xdist group."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True)
class Prefecthuis:
    """A running Prefect server: its address and the folder with its database and log."""

    adres: str
    home: Path

    @property
    def database(self) -> Path:
        """Prefect's own SQLite database."""
        return self.home / "prefect" / "prefect.db"


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefecthuis]:
    """Start a server before anything imports prefect, as `tijdig` does."""
    from flows.server import prefect_server, stel_in

    home = tmp_path_factory.mktemp("prefecthuis")
    with pytest.MonkeyPatch.context() as omgeving:
        omgeving.delenv("PREFECT_HOME", raising=False)
        stel_in(home)
        with prefect_server(home) as adres:
            from flows.runs import zonder_hartslag

            with zonder_hartslag():
                yield Prefecthuis(adres, home)
