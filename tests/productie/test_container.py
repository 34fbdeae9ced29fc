# pyright: basic
"""Do the container files name commands, settings and files that exist? No image is built here: see docs/beheer.md."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from settings import WORTEL, Settings

MAP = WORTEL / "container"
COMPOSE: dict[str, Any] = yaml.safe_load((MAP / "compose.yaml").read_text())
DIENSTEN: dict[str, dict[str, Any]] = COMPOSE["services"]
VAN_ONS = {naam: d for naam, d in DIENSTEN.items() if d["image"] == "tijdig"}
GEHEIM = re.compile(r"WACHTWOORD|SLEUTEL|TOKEN|PASSWORD|GEHEIM|AUTH_STRING")


def namen_van_settings() -> set[str]:
    """Return every variable that our settings read."""
    namen = {f"TIJDIG_{n.upper()}" for n, v in Settings.model_fields.items() if v.validation_alias is None}
    return namen | {str(v.validation_alias) for v in Settings.model_fields.values() if v.validation_alias}


def test_elk_deel_van_tijdig_draait() -> None:
    assert set(VAN_ONS) == {
        "migreer", "prefect", "uitrol", "werker", "portier", "werkvoorraad", "ontvangst",
    }  # fmt: skip
    assert VAN_ONS["werker"]["deploy"]["replicas"] > 1


@pytest.mark.parametrize("naam", [n for n in VAN_ONS if n != "prefect"])
def test_de_opdracht_en_haar_opties_bestaan(naam: str) -> None:
    opdracht, *opties = VAN_ONS[naam]["command"]
    hulp = subprocess.run(
        [sys.executable, "-c", "import cli; cli.main()", opdracht, "--help"],
        capture_output=True, text=True, cwd=WORTEL, env={"PATH": "/usr/bin:/bin", "COLUMNS": "200", "HOME": "/tmp"},
    )  # fmt: skip
    assert hulp.returncode == 0, hulp.stderr
    assert all(optie in hulp.stdout for optie in opties if optie.startswith("--"))


def test_elke_instelling_bestaat() -> None:
    ons = namen_van_settings()
    gebruikt = {naam for d in VAN_ONS.values() for naam in d["environment"] if not naam.startswith(("PREFECT_", "DO_"))}
    assert gebruikt - ons == set()


def test_de_instellingen_van_prefect_bestaan(monkeypatch: pytest.MonkeyPatch) -> None:
    from prefect.settings import Settings as Prefect

    for naam, waarde in VAN_ONS["prefect"]["environment"].items():
        if naam.startswith("PREFECT_"):
            monkeypatch.setenv(naam, waarde if "$" not in waarde else "geheim")
    gelezen = Prefect()
    assert gelezen.server.events.retention_period.days == 60
    assert gelezen.server.services.db_vacuum.enabled_vacuum_types == {"events", "orphans"}
    assert gelezen.server.api.auth_string is not None and gelezen.api.auth_string is not None
    assert gelezen.server.concurrency.lease_storage.endswith("filesystem")


def test_geen_geheim_staat_in_het_bestand() -> None:
    for dienst in DIENSTEN.values():
        for naam, waarde in dienst["environment"].items():
            assert not GEHEIM.search(naam) or re.fullmatch(r"\$\{\w+:(\?|-)\}", waarde), naam
    assert all(":?" in regel or "@db" not in regel for regel in (MAP / "compose.yaml").read_text().splitlines())


def test_niets_luistert_op_het_netwerk() -> None:
    """A proxy with TLS stands in front; the database has no port at all."""
    poorten = [p for d in DIENSTEN.values() for p in d.get("ports", [])]
    assert len(poorten) == 3 and all(p.startswith("127.0.0.1:") for p in poorten)
    assert "ports" not in DIENSTEN["db"]


def test_het_voorbeeld_noemt_wat_verplicht_is() -> None:
    verplicht = set(re.findall(r"\$\{(\w+):\?\}", (MAP / "compose.yaml").read_text()))
    genoemd = set(re.findall(r"^(\w+)=", (MAP / "env.voorbeeld").read_text(), re.MULTILINE))
    assert verplicht <= genoemd
    waarden = dict(re.findall(r"^(\w+)=(.*)$", (MAP / "env.voorbeeld").read_text(), re.MULTILINE))
    assert all(not waarden[n] for n in genoemd if GEHEIM.search(n)), "no secret in the example"


def test_wie_op_wie_wacht_bestaat() -> None:
    for dienst in DIENSTEN.values():
        assert set(dienst.get("depends_on", {})) <= set(DIENSTEN)
    for pad in re.findall(r"\./([\w.]+\.sql)", (MAP / "compose.yaml").read_text()):
        assert (MAP / pad).is_file()
    assert Path(MAP / "Containerfile").read_text().count("FROM ") == 2
