"""What the command for the werkvoorraad promises: it serves pages on this machine, or says in one sentence why not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from flows.server import vrije_poort

OPDRACHT = [sys.executable, "-c", "import cli; cli.main()"]
INLOGGEN = {"TIJDIG_OIDC_ISSUER": "https://login.voorbeeldstad.nl", "TIJDIG_OIDC_CLIENT_ID": "tijdig"}
PROEF = {"TIJDIG_PROEFLOGIN": "1"}


def omgeving(home: Path, **anders: str) -> dict[str, str]:
    """Return the environment of a command with a home of its own."""
    kaal = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "TIJDIG_"))}
    return kaal | {"TIJDIG_HOME": str(home)} | anders


@pytest.mark.parametrize(
    ("anders", "woorden", "zin"),
    [
        pytest.param({}, (), "Niemand kan inloggen", id="geen inlogdienst"),
        pytest.param(INLOGGEN, ("--adres", "0.0.0.0"), "TIJDIG_WERK_URL", id="naar buiten zonder https"),
        pytest.param(PROEF, ("--adres", "0.0.0.0"), "TIJDIG_PROEFLOGIN", id="proberen naar buiten"),
        pytest.param(
            PROEF | {"TIJDIG_WERK_URL": "https://werk.nl"}, (), "TIJDIG_PROEFLOGIN", id="proberen met een publiek adres"
        ),
        pytest.param({"TIJDIG_OIDC_ISSUER": "http://login.nl"}, (), "https", id="een inlogdienst zonder https"),
    ],
)
def test_it_says_why_it_does_not_start(
    anders: dict[str, str], woorden: tuple[str, ...], zin: str, tmp_path: Path
) -> None:
    opdracht = [*OPDRACHT, "werkvoorraad", *woorden]
    uit = subprocess.run(
        opdracht, env=omgeving(tmp_path, **anders), capture_output=True, text=True, timeout=60, check=False
    )
    assert (uit.returncode, uit.stdout) == (2, "")
    assert zin in uit.stderr and len(uit.stderr.strip().splitlines()) == 1


@contextmanager
def draait(home: Path, *woorden: str, **anders: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a command until the end of the block."""
    with (home / "uit.txt").open("wb") as uit:
        proces = subprocess.Popen([*OPDRACHT, *woorden], env=omgeving(home, **anders), stdout=uit, stderr=uit)
    try:
        yield proces
    finally:
        proces.send_signal(signal.SIGTERM)
        proces.wait(60)


def pagina(poort: int, proces: "subprocess.Popen[bytes]") -> httpx.Response:
    """Return the login page as soon as it is there."""
    einde = time.monotonic() + 240
    while proces.poll() is None and time.monotonic() < einde:
        try:
            return httpx.get(f"http://127.0.0.1:{poort}/inloggen", timeout=5, trust_env=False)
        except httpx.HTTPError:
            time.sleep(0.3)
    raise AssertionError("de werkvoorraad kwam niet")


@pytest.mark.parametrize("processen", ["1", "2"])
def test_it_serves_until_it_is_stopped(processen: str, tmp_path: Path) -> None:
    poort = vrije_poort()
    with draait(tmp_path, "werkvoorraad", "--poort", str(poort), "--processen", processen, **PROEF) as proces:
        antwoord = pagina(poort, proces)
        assert (
            antwoord.status_code == 200 and "Inloggen bij Tijdig" in antwoord.text and "server" not in antwoord.headers
        )
        dubbel = [*OPDRACHT, "werkvoorraad", "--poort", str(poort)]
        tweede = subprocess.run(dubbel, env=omgeving(tmp_path, **PROEF), capture_output=True, text=True, check=False)
        assert tweede.returncode == 2 and "al in gebruik" in tweede.stderr
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"http://127.0.0.1:{poort}/inloggen", timeout=2, trust_env=False)
    assert f"http://127.0.0.1:{poort}" in (tmp_path / "uit.txt").read_text()
