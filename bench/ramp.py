# pyright: basic
"""What does a gemeente lose when Prefect's whole database is thrown away in the middle of the demo year? Nothing.

`python -m bench.ramp [LAATSTE_DAG] [INWONERS] [RAMPDAG]` plays the demo twice, undisturbed and with the disaster, and
compares the whole log.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

import typer

EIGEN_RUNS = 5
STANDAARD = ("2026-07-27", "200", "2026-04-15")


def speel(home: Path, laatste: date, inwoners: int, ramp: date | None) -> None:
    """Play the demo in two parts, each on a Prefect of its own on the same address."""
    from cli_demo import EERSTE_DAG, _Leveringen, _maak_leeg, _Toneel
    from flows.server import prefect_server, stel_in, vrije_poort

    _maak_leeg(home)
    stel_in(home)
    poort, grens, toneel = vrije_poort(), ramp or laatste, None
    with _Leveringen(inwoners) as map_:
        for van, tot in ((EERSTE_DAG, grens), (grens + timedelta(days=1), laatste)):
            with prefect_server(home, poort):
                from flows.runs import zonder_hartslag

                toneel = toneel or _Toneel(home, map_, inwoners)
                with zonder_hartslag():
                    for n in range((tot - van).days + 1):
                        toneel.speel(van + timedelta(days=n), EIGEN_RUNS)
            if ramp:
                shutil.rmtree(home / "prefect")
                stel_in(home)
    bewaar_log(home / "log.json")


def bewaar_log(pad: Path) -> None:
    """Keep the whole log, to compare two plays."""
    from tests.flows.bouwstenen import hele_log

    pad.write_text(json.dumps(hele_log(), default=str, ensure_ascii=False))


def logboek(home: Path, *woorden: str) -> list[list[object]]:
    """Play in a process of its own and return the log."""
    opdracht = [sys.executable, "-m", "bench.ramp", "--deel", str(home), *woorden]
    subprocess.run(opdracht, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return json.loads((home / "log.json").read_text())


def main(laatste: str, inwoners: str, ramp: str) -> None:
    """Play twice and print what was the same."""
    with tempfile.TemporaryDirectory(prefix="tijdig-ramp-") as map_:
        heel = logboek(Path(map_) / "heel", laatste, inwoners)
        ramp_log = logboek(Path(map_) / "ramp", laatste, inwoners, ramp)
    voor = sum(str(regel[3]) <= ramp for regel in heel)
    typer.echo(
        json.dumps({"regels": len(heel), "voor_de_ramp": voor, "na": len(heel) - voor, "gelijk": heel == ramp_log})
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--deel"]:
        map_, tot, aantal, *rest = sys.argv[2:]
        speel(Path(map_), date.fromisoformat(tot), int(aantal), date.fromisoformat(rest[0]) if rest else None)
    else:
        main(*[*sys.argv[1:], *STANDAARD[len(sys.argv) - 1 :]])
