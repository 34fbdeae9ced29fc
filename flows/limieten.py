"""How fast may berichten go to a provider? Limits of Prefect that all processes share, a share of it per lane."""

import math

from prefect.client.orchestration import get_client
from prefect.concurrency.sync import rate_limit

from rules.bezorging import Baan
from rules.woorden import Kanaal
from settings import Settings
from tasks.omgeving import omgeving
from tasks.verzenden import Opdracht, Rem, vrij_baan

DEEL = {Baan.PERSOONLIJK: 0.2, Baan.MASSAAL: 0.8}
"""A fifth of the rate is kept for residents who get individual attention: a large round cannot use it up."""
KLEINSTE = 16
"""A limit holds at least what is offered at the same time."""


def limieten(gekozen: Settings) -> dict[str, float]:
    """Return the name of each limit with how many berichten it allows per second."""
    per_s = {Kanaal.SMS: gekozen.sms_per_s, Kanaal.EMAIL: gekozen.email_per_s}
    return {_naam(kanaal, baan): per_s[kanaal] * DEEL[baan] for kanaal in per_s for baan in Baan}


def _naam(kanaal: Kanaal, baan: Baan) -> str:
    return f"tijdig-{kanaal}-{baan}"


def stel_limieten_in(gekozen: Settings) -> None:
    """Tell Prefect the limits of these settings; operators see and change them under Concurrency."""
    with get_client(sync_client=True) as client:
        for naam, per_s in limieten(gekozen).items():
            client.upsert_global_concurrency_limit_by_name(
                naam, max(math.ceil(per_s), KLEINSTE), slot_decay_per_second=per_s
            )


def rem_voor(opdracht: Opdracht) -> Rem:
    """Return what waits for room at the provider; files have no limit."""
    gekozen = omgeving().settings
    vrij = gekozen.sms == "bestand" if opdracht.kanaal == Kanaal.SMS else gekozen.email == "bestand"
    if vrij:
        return vrij_baan
    namen = [_naam(opdracht.kanaal, baan) for baan in opdracht.banen]
    return lambda aantal: rate_limit(namen, occupy=aantal)
