"""What would a large round cost, and may it leave? Counted before it starts; over the limit people release it."""

import random
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from models import zendingen
from models.bulk import in_delen
from models.database import lezen, schrijf_samen
from rules.beleidsdelen import Verzendbeleid
from rules.woorden import Kanaal
from tasks.leesbaarheid import sms_delen
from tasks.omgeving import heeft_beleid, omgeving
from tasks.poststuk import haal, schrijf_bericht

STEEKPROEF = 10


def keur(kanaal: Kanaal, dag: date) -> int:
    """Count and price what large rounds put ready for a kanaal; returns how many berichten now wait for release."""
    waar = omgeving()
    with lezen(waar.engine) as db:
        van = [(g, a) for g, a in zendingen.afzenders_zonder_zending(db, kanaal, dag) if heeft_beleid(g)]
    return sum(schrijf_samen(waar.engine, lambda db, g=g, a=a: _keur(db, g, a, kanaal, dag)) for g, a in van)


def _keur(db: Connection, gemeente: str, afdeling: str, kanaal: Kanaal, dag: date) -> int:
    verzending = omgeving().beleid(gemeente).verzending
    eerder, eerder_ct = zendingen.al_vrij(db, gemeente, kanaal, dag)
    berichten = zendingen.zonder_zending(db, gemeente, afdeling, kanaal, dag)
    if not berichten:
        return 0
    delen = sum(_delen(db, berichten)) if kanaal == Kanaal.SMS else len(berichten)
    kosten = delen * kosten_per_deel(verzending, kanaal)
    aantal_mag = eerder + len(berichten) <= verzending.vrijgave_berichten
    vrij = aantal_mag and eerder_ct + kosten <= verzending.vrijgave_cent
    velden: dict[str, Any] = {"gemeente": gemeente, "afdeling": afdeling, "kanaal": kanaal.value, "dag": dag}
    velden |= {"aantal": len(berichten), "delen": delen, "kosten_ct": kosten, "steekproef": _steekproef(berichten)}
    zendingen.maak_zending(db, velden, berichten, vrij)
    return 0 if vrij else len(berichten)


def kosten_per_deel(verzending: Verzendbeleid, kanaal: Kanaal) -> int:
    """Return what one letter, one e-mail or one part of an sms costs, in cents (verzending.kosten_…)."""
    return {
        Kanaal.BRIEF: verzending.kosten_brief_ct,
        Kanaal.SMS: verzending.kosten_sms_ct,
        Kanaal.EMAIL: verzending.kosten_email_ct,
    }[kanaal]


def _delen(db: Connection, berichten: list[str]) -> Iterable[int]:
    """Yield of how many parts each sms consists, by the words that the resident will get."""
    for deel in in_delen(berichten, zendingen.BLOK):
        for klaar in haal(db, deel):
            try:
                yield sms_delen(schrijf_bericht(klaar, omgeving().beleid(klaar.gemeente))[0].platte_tekst)
            except Exception:
                yield 1  # it will fail when it is written; until then it counts as the shortest sms


def _steekproef(berichten: list[str]) -> list[str]:
    """Draw the berichten that a person looks at before a release; the same ones for the same zending."""
    loting = random.Random("".join(berichten[:1]) + str(len(berichten)))
    return sorted(loting.sample(berichten, min(STEEKPROEF, len(berichten))))
