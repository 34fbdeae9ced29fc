"""How fast is a delivery taken in? Prints rows per second and peak memory, on SQLite and on PostgreSQL.

python -m bench.inname [aantal rijen] [sqlite|postgres ...] [profiel]
"""

import cProfile
import pstats
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from bench.lezen import vorderingen
from tasks.inname import Samenvatting, neem_in
from tasks.lezen import Leveringsoort
from tests.models.omgevingen import draaiende_pg, verse_pg, verse_sqlite

VANDAAG = date(2026, 3, 2)


def meet(naam: str, pad: Path, aantal: int, geprofileerd: bool) -> None:
    """Take the file in twice and print what it cost; memory is the peak of the whole process so far."""
    eerste, duur = _neem_in(pad, geprofileerd)
    _, nogmaals = _neem_in(pad, False)
    piek = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"{naam}: {aantal} rijen in {duur:.1f} s: {aantal / duur:.0f} rijen/s ({eerste.aanvaard} aanvaard); "
        f"nog een keer {aantal / nogmaals:.0f} rijen/s; piek {piek:.0f} MB\n"
    )


def _neem_in(pad: Path, geprofileerd: bool) -> tuple[Samenvatting, float]:
    profiel, begin = cProfile.Profile(), time.perf_counter()
    if geprofileerd:
        profiel.enable()
    samenvatting = neem_in(pad, Leveringsoort.VORDERINGEN, "voorbeeldstad", VANDAAG)
    duur = time.perf_counter() - begin
    if geprofileerd:
        profiel.disable()
        pstats.Stats(profiel, stream=sys.stdout).sort_stats("tottime").print_stats(30)
    return samenvatting, duur


def main(aantal: int, waar: set[str], geprofileerd: bool) -> None:
    """Measure on each database that was asked for."""
    with tempfile.TemporaryDirectory(dir="/tmp") as map_:
        pad = Path(map_) / "vorderingen.csv"
        pad.write_text("\n".join(vorderingen(aantal)) + "\n", encoding="utf-8")
        if "sqlite" in waar:
            with verse_sqlite(Path(map_) / "sqlite"):
                meet("SQLite", pad, aantal, geprofileerd)
        if "postgres" in waar:
            with draaiende_pg() as pg, verse_pg(Path(map_) / "postgres", pg):
                meet("PostgreSQL", pad, aantal, geprofileerd)


if __name__ == "__main__":
    woorden = set(sys.argv[1:])
    getallen = [int(w) for w in woorden if w.isdigit()]
    main(
        getallen[0] if getallen else 50_000,
        woorden & {"sqlite", "postgres"} or {"sqlite", "postgres"},
        "profiel" in woorden,
    )
