"""What follows from e-mail that came back? The bericht is found by its Message-ID; the rules hear of it."""

from collections import Counter
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from models import outbox
from models.database import schrijf_samen
from rules.bezorging import Status
from rules.woorden import Kanaal
from tasks.clients.dsn import Actie, Stuiter, lees_stuiters
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import omgeving
from tasks.poststuk import haal
from tasks.verwerken import INHOUD, leg_vast


def neem_stuiters_in(postvak: Path, dag: date) -> Counter[str]:
    """Take bounces in from an mbox, a Maildir or a folder of .eml; twice has no further effect.

    Returns how many berichten got which status, and how many mails were ignored, unreadable or about nothing we know.
    """
    oogst = lees_stuiters(postvak, omgeving().settings.smtp_from)
    telling = Counter({"genegeerd": oogst.genegeerd, "onleesbaar": oogst.onleesbaar})
    for stuiter in oogst.stuiters:
        telling[schrijf_samen(omgeving().engine, lambda db, s=stuiter: _neem_in(db, s, dag))] += 1
    return +telling


def _neem_in(db: Connection, stuiter: Stuiter, dag: date) -> str:
    rij = outbox.stand_van(db, stuiter.bericht_id)
    if rij is None or rij.kanaal != Kanaal.EMAIL:
        return "onbekend bericht"
    [klaar] = haal(db, [stuiter.bericht_id])
    if klaar.status not in (Status.VERZONDEN, Status.ONBEKEND):
        return "al bekend"
    return leg_vast(db, klaar, _antwoord(stuiter), dag).value


def _antwoord(stuiter: Stuiter) -> Antwoord:
    """A lasting failure that is not the fault of the address does not switch the address off."""
    if stuiter.actie == Actie.BEZORGD:
        return Antwoord(Uitkomst.BEZORGD, stuiter.message_id)
    uitkomst = Uitkomst.BLIJVEND_MISLUKT if stuiter.vast else Uitkomst.TIJDELIJK_MISLUKT
    return Antwoord(uitkomst, stuiter.message_id, stuiter.reden, "" if stuiter.adres_schuld else INHOUD)
