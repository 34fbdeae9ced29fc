# pyright: basic
"""What `tijdig start` promises: everything up, a delivery taken in without a command, back after a kill, nothing left.

One start for the whole file: the tests build on each other, in file order.
"""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.server import vrije_poort
from machinekamer.processen import KIND, merk_van, van_ons
from tests.flows.bouwstenen import vraag, wacht_tot
from tests.tasks.lezen_bouwstenen import kopregel, rij_tekst

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("start")]

OPDRACHT = [sys.executable, "-c", "import cli; cli.main()", "start"]
KINDEREN = {"prefect", "werkvoorraad", "ontvangst", "werker-1", "portier"}
MAP = ("inname", "voorbeeldstad", "belastingpakket")


@dataclass
class Machine:
    """A running `tijdig start`."""

    home: Path
    proces: "subprocess.Popen[bytes]"
    poorten: dict[str, int]
    opties: list[str]
    env: dict[str, str]

    @property
    def gezegd(self) -> str:
        return (self.home / "uit.txt").read_text(encoding="utf-8")

    @property
    def prefect(self) -> str:
        return f"http://127.0.0.1:{self.poorten['poort']}"

    def kinderen(self) -> dict[str, int]:
        """Return the process of every child (not of a flow run) by its name."""
        allen = {p.environ()[KIND]: p.pid for p in van_ons(merk_van(self.home)) if p.ppid() == self.proces.pid}
        return {naam: pid for naam, pid in allen.items() if naam in KINDEREN}

    def wacht(self, waar: Callable[[], bool], seconden: int = 60) -> None:
        assert wacht_tot(waar, seconden), self.gezegd

    def gezond(self) -> bool:
        adressen = [f"{self.prefect}/api/health"]
        adressen += [f"http://127.0.0.1:{self.poorten[p]}/gezond" for p in ("werkpoort", "ontvangstpoort")]
        try:
            return all(httpx.get(a, timeout=3, trust_env=False).is_success for a in adressen)
        except httpx.HTTPError:
            return False

    def lever(self, naam: str, aanslag: str) -> Path:
        """Let the leverancier upload a file, and return where his receipt will be."""
        from tasks.lezen import Leveringsoort

        inhoud = (
            f"{kopregel(Leveringsoort.VORDERINGEN)}\n{rij_tekst(Leveringsoort.VORDERINGEN, aanslagnummer=aanslag)}\n"
        )
        map_ = self.home.joinpath(*MAP)
        (map_ / f"{naam}.part").write_text(inhoud, encoding="utf-8")
        (map_ / f"{naam}.part").rename(map_ / naam)
        return map_ / f"{naam}.ontvangen.json"

    def aanslagen(self) -> list[str]:
        with sqlite3.connect(f"file:{self.home / 'tijdig.db'}?mode=ro", uri=True) as db:
            return [str(nummer) for (nummer,) in db.execute("SELECT aanslagnummer FROM vordering ORDER BY 1")]


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """Start as most people do, with a home folder that is named from where they stand."""
    home = tmp_path_factory.mktemp("machine")
    poorten = {naam: vrije_poort() for naam in ("poort", "werkpoort", "ontvangstpoort")}
    kaal = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "TIJDIG_"))}
    publiek = f"http://127.0.0.1:{poorten['ontvangstpoort']}"
    env = kaal | {"TIJDIG_HOME": home.name, "TIJDIG_PROEFLOGIN": "1", "TIJDIG_ONTVANGST_URL": publiek}
    opties = [deel for naam, poort in poorten.items() for deel in (f"--{naam}", str(poort))]
    with (home / "uit.txt").open("wb") as uit:
        proces = subprocess.Popen(
            [*OPDRACHT, *opties], env=env, cwd=home.parent, stdout=uit, stderr=uit, stdin=subprocess.DEVNULL
        )
    machine = Machine(home, proces, poorten, opties, env)
    try:
        yield machine
    finally:
        if proces.poll() is None:
            proces.terminate()
            proces.wait(60)
        for rest in van_ons(merk_van(home)):
            rest.kill()


def test_everything_is_up_within_two_minutes(machine: Machine) -> None:
    begin = time.monotonic()
    machine.wacht(lambda: "Alles draait" in machine.gezegd, 120)
    assert time.monotonic() - begin < 120
    assert set(machine.kinderen()) == KINDEREN and machine.gezond()
    namen = {d["name"]: d for d in vraag(machine.prefect, "deployments/filter", {})}
    assert {"inname", "dagronde-voorbeeldstad", "dagronde-buurdorp", "verzending-sms", "bewaking"} <= set(namen)
    ronde = namen["dagronde-voorbeeldstad"]
    assert ronde["work_pool_name"] == "tijdig" and ronde["entrypoint"] == "flows.dagronde.dagronde"
    gepland = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}, "deployment_id": {"any_": [ronde["id"]]}}}
    machine.wacht(lambda: vraag(machine.prefect, "flow_runs/filter", gepland))


def test_a_second_start_says_where_the_first_one_is(machine: Machine) -> None:
    voor = machine.kinderen()
    zelfde: dict[str, Any] = {"cwd": machine.home.parent, "capture_output": True, "text": True, "check": False}
    uit = subprocess.run([*OPDRACHT, *machine.opties], env=machine.env, **zelfde)
    assert uit.returncode == 2 and "draait al" in uit.stderr and machine.prefect in uit.stderr
    ander = machine.env | {"TIJDIG_HOME": str(machine.home / "ander")}
    uit = subprocess.run([*OPDRACHT, *machine.opties], env=ander, **zelfde)
    assert uit.returncode == 2 and f"Poort {machine.poorten['poort']} (Prefect)" in uit.stderr
    assert machine.kinderen() == voor and machine.gezond()


def test_a_delivery_is_taken_in_without_a_command(machine: Machine) -> None:
    bewijs = machine.lever("Aanslagen De Vries.csv", "A1")
    machine.wacht(bewijs.exists)
    gegevens = json.loads(bewijs.read_text(encoding="utf-8"))
    assert (gegevens["uitkomst"], gegevens["gelezen"], gegevens["aanvaard"]) == ("ingenomen", 1, 1)
    assert machine.aanslagen() == ["A1"]
    keuze = {"flows": {"name": {"any_": ["Inname"]}}}
    machine.wacht(lambda: vraag(machine.prefect, "flow_runs/filter", keuze)[0]["state_type"] == "COMPLETED")
    [run] = vraag(machine.prefect, "flow_runs/filter", keuze)
    levering = gegevens["sha256"][:16]
    assert run["parameters"] == {"gemeente": "voorbeeldstad", "leverancier": "belastingpakket", "levering": levering}
    assert "Vries" not in json.dumps(run)


def test_every_child_comes_back_and_nothing_is_lost(machine: Machine) -> None:
    voor = machine.kinderen()
    bewijs = machine.lever("tweede.csv", "A2")
    for naam in ("portier", "werker-1", "werkvoorraad", "ontvangst", "prefect"):
        os.kill(voor[naam], signal.SIGKILL)
    machine.wacht(lambda: machine.gezegd.count("gestopt door signaal 9") == len(KINDEREN))
    machine.wacht(lambda: set(machine.kinderen()) == KINDEREN and machine.gezond(), 90)
    assert not set(machine.kinderen().values()) & set(voor.values())
    machine.wacht(bewijs.exists, 90)
    assert machine.aanslagen() == ["A1", "A2"]


def test_ctrl_c_leaves_nothing_behind(machine: Machine) -> None:
    merk = merk_van(machine.home)
    assert len(van_ons(merk)) >= len(KINDEREN)
    machine.proces.send_signal(signal.SIGINT)
    assert machine.proces.wait(60) == 0
    assert van_ons(merk) == [] and not machine.gezond()
    gestopt = [regel.split("  ")[1] for regel in machine.gezegd.splitlines() if regel.endswith(": gestopt")]
    assert gestopt[0] == "Portier van de leveringen: gestopt" and gestopt[-1] == "Prefect-server: gestopt"
    assert not (machine.home / "start.json").exists()
