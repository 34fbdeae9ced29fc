# pyright: basic
"""One real Prefect server for every test that runs flows; they share it in one xdist group."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme


@dataclass(frozen=True)
class Prefecthuis:
    """A running Prefect server: its address and the folder with its database and log."""

    adres: str
    home: Path

    @property
    def database(self) -> Path:
        """Prefect's own SQLite database."""
        return self.home / "prefect" / "prefect.db"


def een_certificaat(home: Path) -> Path:
    """Write the only certificate that a client of this server reads: it has no TLS, and reading all takes 20 ms a run.

    Some thousands of runs in the tests: a minute.
    """
    pad = home / "ca.pem"
    trustme.CA().cert_pem.write_to_path(str(pad))
    return pad


@pytest.fixture(scope="session")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefecthuis]:
    """Start a server before anything imports prefect, as `tijdig` does."""
    from flows.server import prefect_server, stel_in

    home = tmp_path_factory.mktemp("prefecthuis")
    with pytest.MonkeyPatch.context() as omgeving:
        omgeving.delenv("PREFECT_HOME", raising=False)
        stel_in(home)
        omgeving.setenv("PREFECT_API_SSL_CERT_FILE", str(een_certificaat(home)))
        with prefect_server(home) as adres:
            from flows.runs import zonder_hartslag

            with zonder_hartslag():
                yield Prefecthuis(adres, home)
