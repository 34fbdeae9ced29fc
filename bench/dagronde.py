"""How fast is a large round? Prints zaken per second for three rounds on PostgreSQL, and where the time goes.

python -m bench.dagronde [aantal zaken] [chunk=500] [processen=2] [profiel]

The same code as the chunks of flows.dagronde: deciding, the log, the bericht or taak and the next date, per chunk in
one transaction. Sending is not part of it.
"""

import cProfile
import os
import pstats
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial, wraps
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from sqlalchemy import text

from bench.lezen import vorderingen
from models import register
from models.database import engine, schrijven
from models.opname import neem_mutaties_op
from rules.levering import MutatieRij, Mutatiesoort
from tasks import stappen
from tasks.inname import neem_in
from tasks.lezen import Leveringsoort
from tasks.omgeving import omgeving
from tests.models.omgevingen import draaiende_pg, instellingen, verse_pg, werk_in

GEMEENTE = "voorbeeldstad"
HERINNERING, AANMANING, GEMENGD = date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 8)
VERSTUREN = "UPDATE bericht SET status = 'verzonden', verzonden_op = now() WHERE status = 'klaargezet'"

_delen: Counter[str] = Counter()


def _klok(naam: str, functie: Callable[..., Any]) -> Callable[..., Any]:
    """Return the same function, with its time added to a part of the step."""

    @wraps(functie)
    def gemeten(*args: Any, **kwargs: Any) -> Any:
        begin = time.perf_counter()
        try:
            return functie(*args, **kwargs)
        finally:
            _delen[naam] += time.perf_counter() - begin  # type: ignore[assignment]

    return gemeten


def meet_delen() -> None:
    """Measure loading, deciding, wording and recording apart; the rest is the transaction itself."""
    register.laad = _klok("laden", register.laad)
    stappen.advance = _klok("besluiten", stappen.advance)
    stappen.verrijk = _klok("verwoorden", stappen.verrijk)
    register.record = _klok("vastleggen", register.record)


def zet_chunk(ids: list[int], dag: date) -> tuple[int, float, Counter[str], Counter[str]]:
    """Let one chunk step; returns the broken zaken, CPU seconds of this process, time per part and steps per soort."""
    _delen.clear()
    cpu = time.process_time()
    resultaat = stappen.zet(ids, GEMEENTE, dag)
    return len(resultaat.kapot), time.process_time() - cpu, _delen.copy(), resultaat.telling


def _werk_elders(home: Path, url: str) -> None:
    engine.cache_clear()
    werk_in(instellingen(home, url))


def ronde(naam: str, dag: date, chunk: int, processen: int) -> None:
    """Run one round over everything that is due and print what it cost."""
    ids = [zaak for zaak, _ in stappen.te_doen(GEMEENTE, dag)]
    begin, kapot, cpu = time.perf_counter(), 0, 0.0
    delen, telling = Counter[str](), Counter[str]()
    for stuk_kapot, stuk_cpu, stuk_delen, stuk_telling in _verdeeld(_stukken(ids, chunk), dag, processen):
        kapot, cpu = kapot + stuk_kapot, cpu + stuk_cpu
        delen += stuk_delen
        telling += stuk_telling
    duur = time.perf_counter() - begin
    totaal = sum(delen.values()) or 1
    aandeel = ", ".join(f"{deel} {tijd / totaal:.0%}" for deel, tijd in delen.most_common())
    stappen_ = ", ".join(f"{aantal} {soort}" for soort, aantal in telling.most_common())
    sys.stdout.write(
        f"{naam}: {len(ids)} zaken in {duur:.1f} s: {len(ids) / duur:.0f} zaken/s; {cpu / duur:.0%} CPU van Python"
        f" ({aandeel}); {stappen_}; {kapot} kapot\n"
    )


def _verdeeld(stukken: Iterator[list[int]], dag: date, processen: int) -> Iterator[Any]:
    if processen == 1:
        yield from map(partial(zet_chunk, dag=dag), stukken)
        return
    omgeving().engine.dispose()
    waar = (omgeving().settings.home, omgeving().settings.url)
    with ProcessPoolExecutor(processen, get_context("fork"), _werk_elders, waar) as zwembad:
        yield from zwembad.map(partial(zet_chunk, dag=dag), stukken)


def _stukken(ids: list[int], chunk: int) -> Iterator[list[int]]:
    rest = iter(ids)
    while stuk := list(islice(rest, chunk)):
        yield stuk


def versturen() -> None:
    """Let everything that is ready leave: what has left is not cancelled by a later fact."""
    with schrijven(omgeving().engine) as db:
        db.execute(text(VERSTUREN))


def feiten(dag: date) -> None:
    """A tenth pays all, a twentieth asks for kwijtschelding: their journeys part from the rest."""
    with schrijven(omgeving().engine) as db:
        nummers = db.execute(text("SELECT DISTINCT aanslagnummer FROM vordering ORDER BY 1")).scalars().all()
        rijen = [MutatieRij(n, Mutatiesoort.BETALING, dag, 1_000_00) for n in nummers[::10]]
        rijen += [MutatieRij(n, Mutatiesoort.KWIJTSCHELDING_AANGEVRAAGD, dag) for n in nummers[1::20]]
        neem_mutaties_op(db, GEMEENTE, rijen, dag)


def main(aantal: int, chunk: int, processen: int) -> None:
    """Three rounds over the same zaken: the herinnering, the aanmaning with log, and a mixed one."""
    meet_delen()
    with tempfile.TemporaryDirectory(dir="/tmp") as map_, draaiende_pg() as pg, verse_pg(Path(map_), pg):
        pad = Path(map_) / "vorderingen.csv"
        pad.write_text("\n".join(vorderingen(aantal * 2)) + "\n", encoding="utf-8")
        neem_in(pad, Leveringsoort.VORDERINGEN, GEMEENTE, date(2026, 3, 2))
        ronde("eerste blik", date(2026, 3, 2), chunk, processen)
        ronde("herinnering", HERINNERING, chunk, processen)
        versturen()
        ronde("aanmaning", AANMANING, chunk, processen)
        versturen()
        feiten(date(2026, 7, 7))
        ronde("gemengd", GEMENGD, chunk, processen)


def _optie(naam: str, standaard: int) -> int:
    return next((int(w.removeprefix(f"{naam}=")) for w in sys.argv if w.startswith(f"{naam}=")), standaard)


if __name__ == "__main__":
    getallen = [int(w) for w in sys.argv[1:] if w.isdigit()]
    profiel = cProfile.Profile()
    if "profiel" in sys.argv:
        profiel.enable()
    main(getallen[0] if getallen else 20_000, _optie("chunk", 500), _optie("processen", min(2, os.cpu_count() or 1)))
    if "profiel" in sys.argv:
        profiel.disable()
        pstats.Stats(profiel, stream=sys.stdout).sort_stats("tottime").print_stats(40)
