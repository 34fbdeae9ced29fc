"""How does a colleague get an e-mail of ours? To the address of a team or of who runs Tijdig; never to a resident.

A mail is known by its name: told again, the mail server or the folder sees that it is the same one.
"""

import asyncio

from models.database import lezen, schrijf_samen
from models.levenstekens import Teken, bewaar, laatste
from rules.woorden import Kanaal
from tasks.clients.bestand import BestandEmail
from tasks.fouten import Failure
from tasks.kanaal import Antwoord, Poststuk, Uitkomst, Verzender
from tasks.omgeving import Omgeving, omgeving
from tasks.verzenders import verzender

GEDULD_S = 60.0
"""A mail server that thinks longer keeps other work waiting; its answer counts as lost."""

GEGAAN = frozenset({Uitkomst.VERZONDEN, Uitkomst.BEZORGD})


class Teambestand(BestandEmail):
    """Writes `team/<name>.eml`, beside the post to residents and apart from it."""

    soort = "team"


async def mail(waar: Omgeving, poststuk: Poststuk, bestand: type[BestandEmail], geduld_s: float) -> Antwoord:
    """Offer one mail to the mail server, or write it as a file when there is none. Raises TimeoutError."""
    draad: Verzender = bestand(waar.uitgang)
    if waar.settings.email != "bestand":
        draad = verzender(Kanaal.EMAIL, waar)
    async with draad:
        return await asyncio.wait_for(draad.verzend(poststuk), geduld_s)


def gegaan(reeks: str) -> frozenset[str]:
    """Return what left already of a series, such as its months."""
    with lezen(omgeving().engine) as db:
        teken = laatste(db, reeks)
    return frozenset(teken.gegevens.get("delen", ())) if teken else frozenset()


def stuur_eenmalig(reeks: str, deel: str, poststuk: Poststuk) -> bool | None:
    """Send one mail of a series; True when it left now, None when it left before, False when it could not leave.

    Without an answer it is offered again, under the same name: who reads it twice loses nothing. Never raises for a
    wire.
    """
    waar, eerder = omgeving(), gegaan(reeks)
    if deel in eerder:
        return None
    if _bied_aan(waar, poststuk).uitkomst not in GEGAAN:
        return False
    teken = Teken(waar.nu(), gegevens={"delen": sorted({*eerder, deel})})
    schrijf_samen(waar.engine, lambda db: bewaar(db, reeks, teken))
    return True


def _bied_aan(waar: Omgeving, poststuk: Poststuk) -> Antwoord:
    try:
        return asyncio.run(mail(waar, poststuk, Teambestand, GEDULD_S))
    except Failure as fout:
        return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=str(fout))
    except Exception as fout:  # one mail that cannot leave must not keep the next from leaving
        return Antwoord(Uitkomst.ONBEKEND, reden=type(fout).__name__)
