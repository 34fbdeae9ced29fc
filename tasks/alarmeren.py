"""How is an operator told that something is wrong, and that it is over? By e-mail and by webhook, once per alarm.

Without an answer it is told again: an operator who reads an alarm twice loses nothing. The e-mail keeps its Message-ID
and the webhook its key, so that the other side can tell.
"""

import asyncio
from collections import Counter
from datetime import datetime

from models import alarmen
from models.alarmen import BEGIN, Alarmkanaal, Telbericht
from models.database import lezen, schrijf_samen
from rules.bezorging import Status
from settings import Settings
from tasks import alarmtekst
from tasks.clients.bestand import BestandEmail
from tasks.clients.webhook import Webhook
from tasks.fouten import Failure
from tasks.kanaal import Antwoord, Poststuk, Uitkomst
from tasks.omgeving import Omgeving, omgeving
from tasks.teampost import mail

NERGENS = "beheer@gemeente.invalid"
"""The address on an alarm that is only a file."""

GEDULD_S = 60.0
"""A mail server that thinks longer keeps the next alarm waiting; its answer counts as lost."""

STATUS = {Uitkomst.VERZONDEN: Status.VERZONDEN, Uitkomst.BEZORGD: Status.VERZONDEN, Uitkomst.ONBEKEND: Status.ONBEKEND}
"""What an answer makes of a message; with every other one it is offered again."""


class Alarmbestand(BestandEmail):
    """Writes `alarm/<id>.eml`, beside the post to residents and apart from it."""

    soort = "alarm"


def kanalen(gekozen: Settings) -> list[Alarmkanaal]:
    """Return how operators are told: by e-mail with an address, or as a file; by webhook when there is one."""
    gevonden: list[Alarmkanaal] = []
    if gekozen.alarm_email or gekozen.email == "bestand":
        gevonden.append(Alarmkanaal.EMAIL)
    if gekozen.alarm_webhook.get_secret_value():
        gevonden.append(Alarmkanaal.WEBHOOK)
    return gevonden


def vertel(hoogstens: int | None = None) -> Counter[str]:
    """Tell what must be told now, or a few of it; returns how many reached each status. Never raises for a wire."""
    waar, telling = omgeving(), Counter[str]()
    wegen, nu = kanalen(waar.settings), waar.nu()
    with lezen(waar.engine) as db:
        if not wegen or not alarmen.iets_te_vertellen(db):
            return telling
    for bericht in schrijf_samen(waar.engine, lambda db: alarmen.claim(db, nu, wegen, hoogstens)):
        telling[_vertel_een(waar, bericht, nu)] += 1
    return telling


def _vertel_een(waar: Omgeving, bericht: Telbericht, nu: datetime) -> str:
    """Offer one message and write the answer down at once: the next one may be the one that breaks."""
    antwoord = _bied_aan(waar, bericht)
    status = STATUS.get(antwoord.uitkomst, Status.KLAARGEZET)
    return schrijf_samen(waar.engine, lambda db: alarmen.leg_vast(db, bericht, status, antwoord.reden, nu).value)


def _bied_aan(waar: Omgeving, bericht: Telbericht) -> Antwoord:
    try:
        if bericht.kanaal == Alarmkanaal.WEBHOOK:
            webhook = Webhook(waar.settings.alarm_webhook.get_secret_value())
            return webhook.stuur(_naam(bericht), alarmtekst.als_json(bericht))
        return asyncio.run(mail(waar, _poststuk(waar, bericht), Alarmbestand, GEDULD_S))
    except Failure as fout:
        return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=str(fout))
    except Exception as fout:  # an alarm that cannot be told must not keep the others from being told
        return Antwoord(Uitkomst.ONBEKEND, reden=type(fout).__name__)


def _poststuk(waar: Omgeving, bericht: Telbericht) -> Poststuk:
    gekozen, alarm = waar.settings, bericht.alarm
    return Poststuk(
        _naam(bericht),
        gekozen.alarm_email or NERGENS,
        alarmtekst.onderwerp(bericht),
        alarmtekst.tekst(bericht, gekozen.werk_url),
        klaargezet_op=alarm.sinds if bericht.moment == BEGIN else alarm.opgeheven_op,
    )


def _naam(bericht: Telbericht) -> str:
    """Return the id by which a second time can be told: of this alarm, also after the database began anew."""
    return f"alarm-{bericht.alarm.id}-{bericht.alarm.sinds:%Y%m%dT%H%M%S}-{bericht.moment}"
