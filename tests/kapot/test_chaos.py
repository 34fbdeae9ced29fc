"""Does nobody get a bericht twice, and none get lost, when processes and database are killed? A small storm."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EIGEN = ("TIJDIG_", "PREFECT_", "TWILIO_", "SMTP_")
WORTEL = Path(__file__).resolve().parents[2]


@pytest.mark.postgres
@pytest.mark.prefect
@pytest.mark.xdist_group("chaos")
def test_a_small_storm_hurts_nobody() -> None:
    """The large one is `python -m bench.chaos`; this one has 300 berichten, 15 kills and a crashed database."""
    opdracht = [sys.executable, "-m", "bench.chaos", "--klein"]
    schoon = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith(EIGEN)}
    gedaan = subprocess.run(opdracht, cwd=WORTEL, env=schoon, capture_output=True, text=True, check=False)
    assert gedaan.stdout, gedaan.stderr[-2000:]
    geteld = json.loads(gedaan.stdout)
    assert (geteld["dubbel"], geteld["kwijt"], geteld["zonder_einde"]) == ([], [], [])
    assert geteld["berichten"] == {"sms": 100, "email": 100, "brief": 100}
    assert (geteld["moorden"], geteld["herstarts"]) == (15, 1)
    assert geteld["verloren_antwoorden"] > 0 and geteld["callbacks"].get("403", 0) > 0, "the rails were really bad"
    assert geteld["standen"]["brief verzonden"] == 100
