"""One round in a process of its own that can be killed, and the gemeente in which it runs."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, event, text

from models.database import engine, schrijven
from rules.levering import Adres
from rules.woorden import Kanaal, Zaaksoort
from settings import Settings
from tasks import drukwerk, stappen, terugkoppelen, verzenden
from tasks.omgeving import Omgeving
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
    signalen = [een_signaal(m, f"K{n}", signaaldatum=date(2026, 7, 6)) for n, m in enumerate(mensen[150:180])]
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
            if verzenden.openstaand(kanaal, dag):
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
        verzenden.verzend_digitaal(kanaal, dag)


def in_kind(gekozen: Settings, werk: Callable[[], object], voorbereiding: Callable[[Engine], object]) -> int:
    """Start work in a child process with a database connection of its own; returns its process id."""
    kind = os.fork()
    if kind:
        return kind
    try:
        engine.cache_clear()
        voorbereiding(werk_in(gekozen).engine)
        werk()
        os._exit(0)
    except BaseException:
        os._exit(1)


def dood_na(kind: int, seconden: float) -> bool:
    """Kill a child after so many seconds, wait for it; True when it died by that. Fails when it broke by itself."""
    time.sleep(seconden)
    os.kill(kind, signal.SIGKILL)
    return wacht(kind)


def wacht(kind: int) -> bool:
    """Wait for a child; True when it was killed. Fails when it broke by itself."""
    _, einde = os.waitpid(kind, 0)
    assert not os.WIFEXITED(einde) or os.WEXITSTATUS(einde) == 0, "the child failed by itself"
    return os.WIFSIGNALED(einde)


def dood_bij_commit(nummer: int, *, ervoor: bool) -> Callable[[Engine], None]:
    """Return what makes a process kill itself just before its n-th commit, or just after it."""
    gedaan = [0]

    def sterf() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def bereid_voor(waar: Engine) -> None:
        @event.listens_for(waar, "commit")
        def _commit(_: object) -> None:  # pyright: ignore[reportUnusedFunction]
            gedaan[0] += 1
            if ervoor and gedaan[0] == nummer:
                sterf()

        @event.listens_for(waar, "checkin")
        def _terug(*_: object) -> None:  # pyright: ignore[reportUnusedFunction]
            if gedaan[0] >= nummer:
                sterf()

    return bereid_voor


def tel_commits(waar: Engine) -> list[int]:
    """Count the commits on an engine from now on."""
    aantal = [0]
    event.listen(waar, "commit", lambda _: aantal.__setitem__(0, aantal[0] + 1))
    return aantal


def gevolg(waar: Omgeving) -> dict[str, object]:
    """Return all that a round leaves behind: every row of the database, and every file of the post with its bytes."""
    return {**afdruk(waar), **post(waar.uitgang)}


def post(map_: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too."""
    return {str(pad.relative_to(map_)): pad.read_bytes() for pad in sorted(map_.rglob("*")) if pad.is_file()}
