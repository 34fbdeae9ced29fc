# pyright: basic
"""Does a personal sms wait behind a large round of letters? Prints the seconds that each took, beside the letters.

python -m bench.voorrang [brieven=20000] [sms=8]

The letters leave through the real flow with a process per core. Meanwhile one resident after the other is touched by a
fact; his own flow run, in a process of its own as a worker starts it, decides and sends. Counted until the provider
has the sms, beside the same on an idle machine.
"""

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from models.database import schrijven
from models.migreren import migreer
from rules.woorden import Kanaal, Zaaksoort
from settings import Settings
from tasks import omgeving as plek
from tasks import stappen, zendingen
from tasks.omgeving import Omgeving, maak
from tasks.vrijgeven import geef_vrij, wachtend
from tests.kapot.chaos import JULI_13, JULI_20, Database, zet_omgeving
from tests.kapot.chaos_werk import DE_DAG, MIDDAG
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, geef_nummer, leg_op, signaleer
from tests.standins.smtp_server import SmtpServer
from tests.standins.twilio_server import TwilioServer

DOEL_S = 60
STIL = 3
"""So many residents are touched before the round, for comparison."""


def bouw(waar: Omgeving, brieven: int, sms: int) -> list[int]:
    """Make the round of letters, released by two people; returns the zaken whose sms is due today."""
    mensen = [een_persoon(n, bsn="") for n in range(sms)]
    with schrijven(waar.engine) as db:
        for n, mens in enumerate(mensen):
            geef_nummer(db, mens, Zaaksoort.VROEGSIGNALERING, mobiel=f"+3161{n:07}")
    zaken = signaleer(waar, *(een_signaal(m, f"S{n}") for n, m in enumerate(mensen)), dag=JULI_13)
    _zet(zaken, JULI_20)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden', verzonden_op = sinds"))
        db.execute(text("UPDATE zaak SET volgende_toets = :dag"), {"dag": DE_DAG})
    for begin in range(0, brieven, 1_000):
        leg_op(waar, [een_vordering(een_persoon(sms + n, bsn=""), f"A{n}") for n in range(begin, begin + 1_000)])
    with schrijven(waar.engine) as db:
        incasso = list(db.execute(text("SELECT id FROM zaak WHERE soort = 'incasso' ORDER BY id")).scalars())
    _zet(incasso, DE_DAG)
    zendingen.keur(Kanaal.BRIEF, DE_DAG)
    for zending in wachtend():
        for naam in ("Fatima", "Jan"):
            geef_vrij(zending.zending, naam)
    return zaken


def _zet(ids: list[int], dag) -> None:
    for begin in range(0, len(ids), 500):
        stappen.zet(ids[begin : begin + 500], GEMEENTE, dag)


def start(*opdracht: str) -> subprocess.Popen:
    """Start one part of this bench in a process of its own, with the settings of this one."""
    return subprocess.Popen([sys.executable, "-m", "bench.voorrang", *opdracht], stdout=subprocess.DEVNULL)


def duur(zaak: int, twilio: TwilioServer) -> float:
    """Start the flow run of one resident; returns after how many seconds the provider had his sms."""
    eerder, begin = sum(twilio.ontvangen.values()), time.monotonic()
    proces = start("--zaak", str(zaak))
    while sum(twilio.ontvangen.values()) == eerder and time.monotonic() - begin < 10 * DOEL_S:
        time.sleep(0.05)
    nodig = time.monotonic() - begin
    proces.wait()
    return nodig


def meet(brieven: int, sms: int) -> bool:
    """Print what was measured; True when every sms was in time."""
    from flows.limieten import stel_limieten_in
    from flows.server import prefect_server, stel_in

    pg = Database(tempfile.mkdtemp(prefix="tijdig-pg-", dir="/tmp"))
    try:
        with tempfile.TemporaryDirectory() as map_, TwilioServer() as twilio, SmtpServer() as smtp:
            home = Path(map_)
            zet_omgeving(home, pg.url, twilio, smtp, 9)
            plek.gebruik(maak(Settings()))
            migreer(plek.omgeving().engine)
            zaken = bouw(plek.omgeving(), brieven, sms + STIL)
            stel_in(home)
            with prefect_server(home):
                stel_limieten_in(Settings())
                stil = [duur(zaak, twilio) for zaak in zaken[:STIL]]
                begin, druk = time.monotonic(), start("--brieven")
                wacht_op_brieven(home)
                tijdens, over = meet_tijdens(zaken[STIL:], twilio, druk)
                druk.wait()
                rond = time.monotonic() - begin
        sys.stdout.write(
            f"{brieven} brieven in {rond:.0f} s. Persoonlijke sms tijdens het drukken: "
            f"{', '.join(f'{s:.1f}' for s in tijdens)} s (langst {max(tijdens):.1f} s, doel {DOEL_S} s); "
            f"zonder drukwerk: {', '.join(f'{s:.1f}' for s in stil)} s; {over} kwamen te laat om mee te tellen\n"
        )
        return max(tijdens) <= DOEL_S
    finally:
        pg.stop()


def wacht_op_brieven(home: Path) -> None:
    """Wait until the first letters exist."""
    while not any((home / "post").rglob("*.pdf")):
        time.sleep(0.2)


def meet_tijdens(zaken: list[int], twilio: TwilioServer, druk: subprocess.Popen) -> tuple[list[float], int]:
    """Touch one resident after the other while letters are made; returns the seconds, and how many were too late."""
    tijdens: list[float] = []
    for zaak in zaken:
        nodig = duur(zaak, twilio)
        if druk.poll() is not None:
            break
        tijdens.append(nodig)
    return tijdens, len(zaken) - len(tijdens)


def werk(deel: str, *nummers: str) -> None:
    """Be one of the two processes: the round of letters, or the run of one resident."""
    plek.gebruik(replace(maak(Settings()), nu=lambda: MIDDAG))
    if deel == "--zaak":
        from flows.zaak import vroegsignalering

        vroegsignalering(int(nummers[0]), DE_DAG)
    else:
        from flows.verzending import verzending

        verzending(DE_DAG)


if __name__ == "__main__":
    if sys.argv[1:2] in (["--zaak"], ["--brieven"]):
        werk(*sys.argv[1:])
        sys.exit(0)
    getallen = [int(a) for a in sys.argv[1:]]
    sys.exit(not meet(*(getallen + [20_000, 8][len(getallen) :])))
