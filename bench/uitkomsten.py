"""How long does the whole report of an evaluation take, and how much memory? Done: 60 s and 1 GB for 1,000,000 events.

python -m bench.uitkomsten [events=1000000] [postgres|sqlite]

Makes a cohort of that size (ten gemeenten, 18 months), and runs `tijdig evalueer` on it in a process of its own. The
memory is the most that this process, or one that it starts, ever held; the database server is not in it.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import typer

from models.database import engine, schrijven
from models.migreren import migreer
from simulation.cohort import Cohort
from simulation.cohort_waarheid import Waarheid, evaluatie
from tests.evaluation.cohortbouwer import vul
from tests.models.omgevingen import SLEUTEL, draaiende_pg

HOOGSTENS_S, HOOGSTENS_MB = 60, 1000
GEWOON = 89_000
"""So many events has the cohort of the evaluation."""


def waarheid(events: int) -> Waarheid:
    """Return the cohort of the evaluation, as much larger as needed."""
    heel, keer = evaluatie(), -(-events * 101 // (GEWOON * 100))
    steden = (
        replace(s, inwoners=s.inwoners * keer, signalen_per_maand=s.signalen_per_maand * keer) for s in heel.steden
    )
    return replace(heel, steden=tuple(steden))


@contextmanager
def database(soort: str, home: Path) -> Iterator[str]:
    """Give the URL of a migrated, empty database."""
    if soort == "sqlite":
        url = f"sqlite:///{home / 'tijdig.db'}"
        migreer(engine(url))
        yield url
        return
    with draaiende_pg() as pg, pg.database() as url:
        yield url


def evalueer(url: str, home: Path, cohort: Cohort) -> tuple[float, float, int]:
    """Run the report; returns seconds, MB at most, and the exit code."""
    periode = ("--van", f"{cohort.waarheid.begin}", "--tot", f"{cohort.waarheid.einde}")
    opdracht = [sys.executable, "-c", "from cli import main; main()", "evalueer", *periode]
    omgeving = os.environ | {"TIJDIG_HOME": str(home), "TIJDIG_DATABASE_URL": url, "TIJDIG_SLEUTEL": SLEUTEL}
    begin = time.perf_counter()
    code = subprocess.run([*opdracht, "--uit", str(home / "rapport.html")], env=omgeving, check=False).returncode
    seconden, gebruik = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    typer.echo(f"rekentijd buiten de database: {gebruik.ru_utime + gebruik.ru_stime:.1f} s")
    return seconden, gebruik.ru_maxrss / 1024, code


def main(events: int, soort: str) -> bool:
    """Make the cohort, run the report and print what it took."""
    with tempfile.TemporaryDirectory(prefix="tijdig-uitkomsten-") as map_, database(soort, Path(map_)) as url:
        begin = time.perf_counter()
        cohort = Cohort(waarheid(events), 1)
        with schrijven(engine(url)) as db:
            gebeurd = vul(db, cohort.rijen())
        typer.echo(f"{soort}: {gebeurd:,} events gemaakt in {time.perf_counter() - begin:.0f} s")
        seconden, mb, code = evalueer(url, Path(map_), cohort)
        groot = {pad.suffix: pad.stat().st_size // 1024 for pad in sorted(Path(map_).glob("rapport.*"))}
        engine(url).dispose()
    typer.echo(f"tijdig evalueer: {seconden:.1f} s, hoogstens {mb:.0f} MB, code {code}, bestanden in kB {groot}")
    return code == 0 and gebeurd >= events and seconden < HOOGSTENS_S and mb < HOOGSTENS_MB


if __name__ == "__main__":
    gevraagd = [*sys.argv[1:], *("1000000", "postgres")[len(sys.argv) - 1 :]]
    sys.exit(not main(int(gevraagd[0]), gevraagd[1]))
