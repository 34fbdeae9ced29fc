"""With Prefect's database thrown away half-way the journey goes on: the same log as undisturbed, to the last row."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.verhaal import lees_verhaal
from tests.flows.bouwstenen import hele_log, speel_vers
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

VERHAAL, RAMP = Path(__file__).parent.parent / "verhalen" / "c-tweede-signaal-wordt-bezoek.verhaal", "2026-07-21"


def test_hetzelfde_logboek_zonder_de_database_van_prefect(prefect: Prefecthuis, tmp_path: Path) -> None:
    assert not speel_vers(lees_verhaal(VERHAAL), tmp_path / "heel", eigen_run_max=5)
    ongestoord = json.loads(json.dumps(hele_log(), default=str))
    omgeving = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "TIJDIG_"))}
    opdracht = [sys.executable, "-m", "tests.productie.halverwege", str(VERHAAL), str(tmp_path / "ramp"), RAMP]
    gedaan = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    assert gedaan.returncode == 0, gedaan.stderr[-3000:]
    assert json.loads((tmp_path / "ramp" / "log.json").read_text()) == ongestoord
    dagen = {str(regel[3]) for regel in ongestoord}
    assert min(dagen) < RAMP < max(dagen), "steps on both sides of the disaster"
