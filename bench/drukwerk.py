"""How fast does a large round of letters leave, through the real flow? Prints letters per second from due to verzonden.

python -m bench.drukwerk [aantal brieven]

From a delivery on PostgreSQL to a batch in its place: claiming, the words, one PDF each, print files, manifest, fsync
and the outbox, with Prefect and a process per core.
"""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from sqlalchemy import text

from bench.lezen import vorderingen
from flows.server import prefect_server, stel_in
from models.database import schrijven
from tasks import stappen
from tasks.inname import neem_in
from tasks.lezen import Leveringsoort
from tasks.omgeving import omgeving
from tests.models.omgevingen import draaiende_pg, verse_pg

GEMEENTE = "voorbeeldstad"
VOORAF, HERINNERING = date(2026, 3, 2), date(2026, 6, 5)
CHUNK = 500
PERSOONLIJK = "UPDATE bericht SET baan = 'persoonlijk'"
"""The release of a large round by people is not what is measured here."""


def zet_klaar(map_: Path, aantal: int) -> int:
    """Make so many residents with a letter that is due; returns how many letters there are."""
    pad = map_ / "vorderingen.csv"
    pad.write_text("\n".join(vorderingen(aantal * 2)) + "\n", encoding="utf-8")
    neem_in(pad, Leveringsoort.VORDERINGEN, GEMEENTE, VOORAF)
    for dag in (VOORAF, HERINNERING):
        ids = [zaak for zaak, _ in stappen.te_doen(GEMEENTE, dag)]
        for begin in range(0, len(ids), CHUNK):
            stappen.zet(ids[begin : begin + CHUNK], GEMEENTE, dag)
    with schrijven(omgeving().engine) as db:
        db.execute(text(PERSOONLIJK))
        return int(db.execute(text("SELECT count(*) FROM bericht WHERE kanaal = 'brief'")).scalar_one())


def cpu() -> float:
    """Return the CPU seconds of this process and of its children that ended."""
    gebruikt = [resource.getrusage(wie) for wie in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(g.ru_utime + g.ru_stime for g in gebruikt)


def main(aantal: int) -> None:
    """Print one round and tell what it cost."""
    with tempfile.TemporaryDirectory(dir="/tmp") as map_, draaiende_pg() as pg, verse_pg(Path(map_) / "thuis", pg):
        klaar = zet_klaar(Path(map_), aantal)
        stel_in(Path(map_))
        with prefect_server(Path(map_)):
            from flows.drukwerk import druk_brieven

            begin, eerder = time.perf_counter(), cpu()
            telling = druk_brieven(HERINNERING)
            duur, gebruikt = time.perf_counter() - begin, cpu() - eerder
    kind = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    zelf = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    sys.stdout.write(
        f"{klaar} brieven, {dict(telling)}: {duur:.1f} s, {klaar / duur:.0f} brieven/s; {gebruikt:.1f} s CPU,"
        f" {klaar / gebruikt:.0f} brieven per CPU-seconde; geheugen {zelf} MB en {kind} MB per hulp\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
