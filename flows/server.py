"""Where does Prefect run? A server of our own beside the database, unless the settings name another one."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from settings import settings

WACHT_S = 120
STIL = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_CLI_COLORS": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_SERVER_CONCURRENCY_LEASE_STORAGE": "prefect.server.concurrency.lease_storage.filesystem",
    "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,orphans",
    "PREFECT_WORKER_QUERY_SECONDS": "5",
}
"""No telemetry and no advertisements in a gemeente; our own counts go to the runs.

The places of runs under their limit stand in files: a server that is killed would forget who held one, in memory, and
the next round could never run. The server itself clears old events, and the logs of runs that the flow opschoning
removed.
"""


class ServerStartNiet(Exception):
    """De Prefect-server start niet: kijk in prefect-server.log in de map van Tijdig."""


def stel_in(home: Path) -> None:
    """Set the environment of Prefect for this process and its children; must run before prefect is imported."""
    home = home.absolute()
    (home / "prefect").mkdir(parents=True, exist_ok=True)
    for naam, waarde in STIL.items():
        os.environ.setdefault(naam, waarde)
    os.environ.setdefault("PREFECT_HOME", str(home / "prefect"))
    url = f"sqlite+aiosqlite:///{home / 'prefect' / 'prefect.db'}"
    os.environ.setdefault("PREFECT_API_DATABASE_CONNECTION_URL", url)
    os.environ.setdefault("PREFECT_EVENTS_RETENTION_PERIOD", f"P{settings().prefect_bewaar_d}D")
    os.environ.setdefault("PREFECT_SERVER_UI_STATIC_DIRECTORY", str(home / "prefect" / "ui"))


@contextmanager
def prefect_server(home: Path, poort: int = 0) -> Iterator[str]:
    """Run a Prefect server for the duration of the block and give its address.

    With PREFECT_API_URL in the environment that server is used and nothing is started. Raises ServerStartNiet.
    """
    if bestaand := os.environ.get("PREFECT_API_URL"):
        yield bestaand.removesuffix("/api")
        return
    poort = poort or vrije_poort()
    adres = f"http://127.0.0.1:{poort}"
    os.environ["PREFECT_API_URL"] = f"{adres}/api"
    opdracht = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(poort)]
    with (home.absolute() / "prefect-server.log").open("ab") as log:
        proces = subprocess.Popen(opdracht, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        _wacht_op(adres, proces)
        yield adres
    finally:
        os.environ.pop("PREFECT_API_URL", None)
        _stop(proces)


def vrije_poort() -> int:
    """Return a port on the loopback address that is free now."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _wacht_op(adres: str, proces: subprocess.Popen[bytes]) -> None:
    einde = time.monotonic() + WACHT_S
    while time.monotonic() < einde and proces.poll() is None:
        try:
            if httpx.get(f"{adres}/api/health", timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    _stop(proces)
    raise ServerStartNiet


def _stop(proces: subprocess.Popen[bytes]) -> None:
    if proces.poll() is None:
        proces.terminate()
        try:
            proces.wait(20)
        except subprocess.TimeoutExpired:
            proces.kill()
            proces.wait()
