"""How fast do e-mails leave? Prints e-mails per second over reused lines and over a new line for each, in one run.

python -m bench.email [aantal e-mails] [lijnen=4]

Every line has STARTTLS and a password. The mail server is the stand-in of the tests, in a process of its own, so that
each side has a core. The pool gets as many e-mails at once as tasks.verzenden claims at once.
"""

import asyncio
import resource
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection

from tasks.clients.smtp_mail import SmtpInstellingen
from tasks.clients.smtp_pool import SmtpPool
from tasks.kanaal import Poststuk, Uitkomst
from tests.standins.smtp_server import GEBRUIKER, WACHTWOORD, SmtpServer

AFZENDER = "Gemeente Voorbeeldstad <vroeg@voorbeeldstad.example>"
KLAAR = datetime(2026, 7, 20, 6, 0, tzinfo=UTC)
TEKST = "\n\n".join(["Beste inwoner,", *["Wij willen u helpen met uw rekening. Bel ons, het kost niets."] * 20])
HTML = "".join(f"<p style='margin:4px 0 12px'>{alinea}</p>\n" for alinea in TEKST.split("\n\n"))
DOEL = 100
"""E-mails per second that one machine must reach."""
DENKTIJD_S = 0.02
"""A real mail server is further away and writes each e-mail to its disk: there one line waits, and more lines help."""


@dataclass(frozen=True)
class Geleverd:
    """What the mail server saw: e-mails, e-mails that came more than once, connections; and its own CPU seconds."""

    aantal: int
    dubbel: int
    verbindingen: int
    rekentijd: float


def poststukken(aantal: int) -> Iterator[Poststuk]:
    """Yield e-mails of a usual size (1.5 kB of text, 2 kB of html), each to somebody else."""
    for nummer in range(aantal):
        yield Poststuk(
            f"V-{nummer:06}-hulpaanbod-1-email",
            f"inwoner{nummer}@post.example",
            "Wij willen u helpen",
            TEKST,
            HTML,
            KLAAR,
            antwoord_adres="team@voorbeeldstad.example",
            afmeld_url=f"https://vroeg.voorbeeldstad.example/afmelden/{nummer:032}",
        )


def _dien(lijn: Connection, denktijd_s: float) -> None:
    """Be the mail server until somebody asks what arrived."""
    with SmtpServer(denktijd_s=denktijd_s) as server:
        lijn.send((server.poort, server.autoriteit_pem))
        begin = time.process_time()
        lijn.recv()
        rekentijd = time.process_time() - begin
        lijn.send(Geleverd(len(server.ruw), len(server.dubbel), server.verbindingen, rekentijd))


@contextmanager
def mailserver(denktijd_s: float) -> Iterator[tuple[int, ssl.SSLContext, Connection]]:
    """Run the mail server in another process; yields its port, whom to trust and where to ask what arrived."""
    context = get_context("spawn")
    hier, daar = context.Pipe()
    proces = context.Process(target=_dien, args=(daar, denktijd_s), daemon=True)
    proces.start()
    poort, pem = hier.recv()
    yield poort, ssl.create_default_context(cadata=pem), hier
    proces.join(10)


async def verzend_alles(instellingen: SmtpInstellingen, aantal: int) -> None:
    """Offer all e-mails, as many at once as the pool asks for. Raise AssertionError when one does not leave."""
    stroom = poststukken(aantal)
    async with SmtpPool(instellingen) as pool:
        while groep := list(islice(stroom, pool.gelijktijdig)):
            antwoorden = await asyncio.gather(*(pool.verzend(p) for p in groep))
            assert all(a.uitkomst is Uitkomst.VERZONDEN for a in antwoorden)


def meet(naam: str, aantal: int, lijnen: int, per_lijn: int, denktijd_s: float = 0.0) -> float:
    """Send, print what it cost and return the e-mails per second."""
    with mailserver(denktijd_s) as (poort, vertrouwd, lijn):
        instellingen = SmtpInstellingen(
            "127.0.0.1", poort, AFZENDER, GEBRUIKER, WACHTWOORD,
            verbindingen=lijnen, per_verbinding=per_lijn, certificaten=vertrouwd,
        )  # fmt: skip
        begin, cpu = time.perf_counter(), time.process_time()
        asyncio.run(verzend_alles(instellingen, aantal))
        duur, cpu = time.perf_counter() - begin, time.process_time() - cpu
        lijn.send("klaar")
        geleverd: Geleverd = lijn.recv()
    assert (geleverd.aantal, geleverd.dubbel) == (aantal, 0)
    sys.stdout.write(
        f"{naam}: {aantal} e-mails in {duur:.1f} s: {aantal / duur:.0f}/s "
        f"(rekentijd per e-mail {1000 * cpu / aantal:.1f} ms hier, {1000 * geleverd.rekentijd / aantal:.1f} ms in de "
        f"mailserver; {geleverd.verbindingen} verbindingen, 0 dubbel)\n"
    )
    return aantal / duur


def main(aantal: int, lijnen: int) -> None:
    """Measure the pool against a new connection for each e-mail; fewer of those, as they are slow."""
    pool = meet(f"{lijnen} lijnen, hergebruikt", aantal, lijnen, 100)
    een = meet("1 lijn, hergebruikt", max(1, aantal // 2), 1, 100)
    los = meet("1 lijn, voor elke e-mail nieuw", max(1, aantal // 10), 1, 1)
    losse = meet(f"{lijnen} lijnen, voor elke e-mail nieuw", max(1, aantal // 10), lijnen, 1)
    traag = meet(f"{lijnen} lijnen, hergebruikt, server denkt 20 ms", max(1, aantal // 4), lijnen, 100, DENKTIJD_S)
    traag_een = meet("1 lijn, hergebruikt, server denkt 20 ms", max(1, aantal // 10), 1, 100, DENKTIJD_S)
    piek = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(
        f"hergebruik met {lijnen} lijnen is {pool / los:.1f} keer zo snel als een nieuwe lijn per e-mail, "
        f"{pool / losse:.1f} keer bij evenveel lijnen, {pool / een:.1f} keer een hergebruikte lijn "
        f"({traag / traag_een:.1f} keer als de server denkt); "
        f"doel {DOEL}/s: {'gehaald' if pool >= DOEL else 'niet gehaald'}; piek {piek:.0f} MB\n"
    )


if __name__ == "__main__":
    getallen = [int(w) for w in sys.argv[1:] if w.isdigit()]
    main(getallen[0] if getallen else 2_000, getallen[1] if len(getallen) > 1 else 4)
