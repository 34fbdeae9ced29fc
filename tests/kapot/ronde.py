# pyright: basic
"""One round in a process of its own that can be killed, and the gemeente in which it runs."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import Engine, event, text

from models.database import schrijven
from rules.levering import Adres
from rules.woorden import Kanaal, Zaaksoort
from settings import Settings
from tasks import bezorging, drukwerk, stappen, terugkoppelen, verzenden
from tasks.omgeving import Omgeving
from tasks.verzenden import Opdracht
from tests.models.bouwers import (
    GEMEENTE,
    afdruk,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    leg_op,
    signaleer,
)
from tests.models.omgevingen import werk_in

BAAS = get_context("forkserver")
BAAS.set_forkserver_preload(["tests.kapot.ronde"])

DE_DAG = date(2026, 7, 20)
CHUNK = 25
"""Small chunks: many moments between two commits."""

VERSTUREN = "UPDATE bericht SET status = 'verzonden', verzonden_op = :nu WHERE status = 'klaargezet'"


def bouw_gemeente(waar: Omgeving) -> None:
    """Make some 200 zaken of which the round of DE_DAG finds every phase."""
    mensen = [een_persoon(n) for n in range(200)]
    with schrijven(waar.engine) as db:
        for n, mens in enumerate(mensen[:150]):
            if n % 10:
                geef_nummer(db, mens, Zaaksoort.INCASSO, telefoon=f"+3120555{n:04}")
        for n, mens in enumerate(mensen[150:]):
            geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, mobiel=f"+316555{n:05}")
            if n % 3 == 0:
                geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, email=f"inwoner{n}@voorbeeld.example")
    vervaldagen = (date(2026, 5, 31), date(2026, 8, 31), date(2026, 5, 31))
    rijen = [een_vordering(m, f"A{n}", vervaldag=vervaldagen[n % 3]) for n, m in enumerate(mensen[:130])]
    rijen += [een_vordering(m, f"B{n}", vervaldag=date(2026, 6, 30)) for n, m in enumerate(mensen[130:134])]
    rijen += [een_vordering(m, f"C{n}", vervaldag=date(2026, 7, 14)) for n, m in enumerate(mensen[134:138])]
    leg_op(waar, rijen)
    for dag in (date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 6), date(2026, 7, 8)):
        _ga_verder(waar, dag)
    signalen = [een_signaal(m, f"K{n}", signaaldatum=date(2026, 7, 6)) for n, m in enumerate(mensen[150:156])]
    signaleer(waar, *signalen, dag=date(2026, 7, 6))
    _ga_verder(waar, date(2026, 7, 13))
    _nieuwe_feiten(waar)


def _nieuwe_feiten(waar: Omgeving) -> None:
    """New signalen, some on one address and one too small; two residents pay; one e-mail address is no address."""
    samen = Adres("Kerkweg", "1", "", "2000AB", "Voorbeeldstad")
    later = [een_persoon(n, adres=samen) if n in (190, 191) else een_persoon(n) for n in range(186, 198)]
    rijen = [een_signaal(m, f"L{n}", bedrag=20_00 if n == 0 else 300_00) for n, m in enumerate(later)]
    signaleer(waar, *rijen, dag=date(2026, 7, 13))
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE vordering SET openstaand = 0 WHERE zaak_id IN (1, 3)"))
        db.execute(text("UPDATE zaak SET volgende_toets = :dag WHERE id IN (1, 3)"), {"dag": DE_DAG})
        db.execute(text("UPDATE contactgegeven SET waarde = 'geen adres' WHERE waarde = 'inwoner45@voorbeeld.example'"))


def _ga_verder(waar: Omgeving, dag: date) -> None:
    """Play a day without making its letters."""
    stappen.zet([zaak for zaak, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)
    with schrijven(waar.engine) as db:
        db.execute(text(VERSTUREN), {"nu": f"{dag} 09:00:00+00:00"})


def ronde(dag: date = DE_DAG) -> None:
    """Do what flows.dagronde does, in the same order, without Prefect."""
    for _ in range(10):
        te_doen = stappen.te_doen(GEMEENTE, dag)
        for deel in _delen([zaak for zaak, _ in te_doen]):
            for kapot in stappen.zet(deel, GEMEENTE, dag).kapot:
                stappen.leg_bij_een_mens(kapot, GEMEENTE, dag)
        for kanaal in Kanaal:
            _verzend(kanaal, dag)
        if not te_doen:
            break
    terugkoppelen.koppel_terug(GEMEENTE, dag)


def _delen(ids: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(ids), CHUNK):
        yield ids[begin : begin + CHUNK]


def _verzend(kanaal: Kanaal, dag: date) -> None:
    if kanaal == Kanaal.BRIEF:
        drukwerk.verzend_brieven(dag)
    else:
        bezorging.kijk_na(kanaal, dag)
        verzenden.verzend_digitaal(Opdracht(kanaal, dag))


@dataclass(frozen=True)
class Dood:
    """The moment at which a process kills itself: just before its n-th commit, or just after it."""

    commit: int
    ervoor: bool

    def bereid_voor(self, waar: Engine) -> None:
        """Let the commits of this engine decide."""
        gedaan = [0]

        @event.listens_for(waar, "commit")
        def _commit(_: object) -> None:  # pyright: ignore[reportUnusedFunction]
            gedaan[0] += 1
            if self.ervoor and gedaan[0] == self.commit:
                os.kill(os.getpid(), signal.SIGKILL)

        @event.listens_for(waar, "checkin")
        def _terug(*_: object) -> None:  # pyright: ignore[reportUnusedFunction]
            if gedaan[0] >= self.commit:
                os.kill(os.getpid(), signal.SIGKILL)


def in_kind(gekozen: Settings, dood: Dood | None = None, na: float | None = None) -> int:
    """Run the round in a child process with a database connection of its own; returns how it ended, 0 or -SIGKILL.

    With `na` it is killed so many seconds after it began. The child comes from a server that only imported: a process
    that has made a letter itself has threads, and its children would wait for those for ever.
    """
    ontvang, stuur = BAAS.Pipe(duplex=False)
    kind = BAAS.Process(target=_leef, args=(gekozen, dood, stuur))
    kind.start()
    stuur.close()
    if na is not None and ontvang.poll(60):
        time.sleep(na)
        kind.kill()
    kind.join(60)
    assert kind.exitcode in (0, -signal.SIGKILL), f"the child ended by itself with {kind.exitcode}"
    return kind.exitcode


def _leef(gekozen: Settings, dood: Dood | None, stuur: Connection) -> None:
    nieuw = werk_in(gekozen)
    if dood:
        dood.bereid_voor(nieuw.engine)
    stuur.send("begonnen")
    ronde()


def _laat_meten(gekozen: Settings, stuur: Connection) -> None:
    nieuw = werk_in(gekozen)
    aantal = [0]
    event.listen(nieuw.engine, "commit", lambda _: aantal.__setitem__(0, aantal[0] + 1))
    begin = time.perf_counter()
    ronde()
    stuur.send((time.perf_counter() - begin, aantal[0]))


def meet(gekozen: Settings) -> tuple[float, int]:
    """Run an undisturbed round in a child process; returns its seconds and its number of commits."""
    ontvang, stuur = BAAS.Pipe(duplex=False)
    BAAS.Process(target=_laat_meten, args=(gekozen, stuur)).start()
    duur, commits = ontvang.recv()
    return duur, commits


def gevolg(waar: Omgeving) -> dict[str, object]:
    """Return all that a round leaves behind: every row of the database, and every file of the post with its bytes."""
    return {**afdruk(waar), **post(waar.uitgang)}


def post(map_: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too."""
    return {str(pad.relative_to(map_)): pad.read_bytes() for pad in sorted(map_.rglob("*")) if pad.is_file()}
