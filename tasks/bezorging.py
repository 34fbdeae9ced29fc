"""What became of the berichten whose answer was lost, or that stay too long where they are? Find out, or ask a person.

Nothing is ever sent again blindly: the provider is asked first, and where it cannot say, a person finds out.
"""

import asyncio
from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from models import levenstekens, outbox, register
from models.bereikbaar import inwoners_met
from models.database import lezen, schrijf_samen
from models.feiten import rond_taak_af
from rules.bezorging import Status
from rules.uitkomst import Uitkomst as Taakuitkomst
from rules.woorden import Kanaal
from tasks.clients.bestand import ruim_resten_op
from tasks.fouten import PermanentFailure
from tasks.kanaal import Antwoord, Uitkomst, Verzender
from tasks.leven import dagronde_van
from tasks.omgeving import heeft_beleid, omgeving
from tasks.poststuk import Klaar, haal
from tasks.verwerken import leg_vast, vraag_een_mens, vraag_over
from tasks.verzenden import bied_aan, schrijf_of_weiger
from tasks.verzenders import verzender

WERKDAGEN_KLAAR = 2
"""A bericht that was due so many working days ago and has not left is shown to a person."""


class NietOnzeker(PermanentFailure):
    """Over dit bericht is geen vraag: het is al duidelijk of het aankwam, of het bestaat niet."""


def na_te_kijken(kanaal: Kanaal) -> int:
    """Return how many berichten of a kanaal must be looked at now."""
    with lezen(omgeving().engine) as db:
        return len(outbox.te_controleren(db, kanaal, [Status.BEZIG, Status.ONBEKEND, Status.VERZONDEN]))


def kijk_na(kanaal: Kanaal, dag: date) -> Counter[str]:
    """Look up every sms or e-mail whose moment has come; returns how many have which status afterwards."""
    return asyncio.run(_kijk_alles_na(kanaal, dag))


async def _kijk_alles_na(kanaal: Kanaal, dag: date) -> Counter[str]:
    telling: Counter[str] = Counter()
    with lezen(omgeving().engine) as db:
        rijen = outbox.te_controleren(db, kanaal, [Status.BEZIG, Status.ONBEKEND, Status.VERZONDEN])
        stukken = haal(db, [r.id for r in rijen if heeft_beleid(r.gemeente)])
    if not stukken:
        return telling
    ruim_resten_op(omgeving().uitgang / kanaal.value, omgeving().geduld.antwoord)
    async with verzender(kanaal, omgeving()) as draad:
        for klaar in stukken:
            telling[await _kijk_een_na(klaar, draad, dag)] += 1
    return telling


async def _kijk_een_na(klaar: Klaar, draad: Verzender, dag: date) -> str:
    if klaar.status == Status.VERZONDEN:
        antwoord = await draad.stand(klaar.kenmerk)
    else:
        antwoord = await _zoek_op(klaar, draad)
    return _schrijf_op(klaar, antwoord, dag)


def _schrijf_op(klaar: Klaar, antwoord: Antwoord, dag: date) -> str:
    """Write the answer down. A kenmerk that another bericht has by now proves nothing about this one."""
    engine = omgeving().engine
    try:
        return schrijf_samen(engine, lambda db: leg_vast(db, klaar, antwoord, dag)).value
    except IntegrityError:
        onbekend = Antwoord(Uitkomst.ONBEKEND, reden="een ander bericht heeft dit kenmerk")
        return schrijf_samen(engine, lambda db: leg_vast(db, klaar, onbekend, dag)).value


async def _zoek_op(klaar: Klaar, draad: Verzender) -> Antwoord:
    if draad.idempotent:
        return await bied_aan(klaar, draad)
    poststuk = schrijf_of_weiger(klaar, draad)
    if isinstance(poststuk, Antwoord):
        return Antwoord(Uitkomst.ONBEKEND, reden=poststuk.reden)
    with lezen(omgeving().engine) as db:
        behalve = kenmerken_elders(db, klaar)
    gevonden = await draad.zoek_op(poststuk, klaar.bezig_sinds or klaar.sinds, behalve)
    return gevonden or Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="nooit ontvangen door de dienst")


def kenmerken_elders(db: Connection, klaar: Klaar) -> frozenset[str]:
    """Return the ids at the provider of other berichten to the same number: the same words may have left before."""
    personen = inwoners_met(db, klaar.kanaal, klaar.aan) if klaar.aan else []
    return frozenset(outbox.kenmerken(db, personen, klaar.kanaal) - {klaar.kenmerk})


def meld_wat_blijft_liggen(dag: date) -> int:
    """Show a person what should have left days ago and is still here; returns how many berichten that are.

    After days without rounds nothing could leave: the round that catches up comes first.
    """
    waar, gemeld = omgeving(), 0
    with lezen(waar.engine) as db:
        rijen = outbox.nog_hier(db, dag)
        weg = {g for g in {r.gemeente for r in rijen} if heeft_beleid(g) and _was_weg(db, g, dag)}
    for rij in rijen:
        if rij.gemeente not in weg and _ligt_te_lang(rij, dag):
            gemeld += schrijf_samen(waar.engine, lambda db, r=rij: _meld(db, r, dag))
    return gemeld


def _was_weg(db: Connection, gemeente: str, dag: date) -> bool:
    """Tell whether a working day has passed since the last round of a gemeente that had one."""
    teken = levenstekens.laatste(db, dagronde_van(gemeente))
    if teken is None or "dag" not in teken.gegevens:
        return False
    laatste = date.fromisoformat(str(teken.gegevens["dag"]))
    return omgeving().beleid(gemeente).kalender.werkdagen_na(laatste, 1) < dag


def _ligt_te_lang(rij: Row[Any], dag: date) -> bool:
    """A gemeente whose beleid cannot be read has no calendar: its berichten are shown when that is mended."""
    if not heeft_beleid(rij.gemeente):
        return False
    return omgeving().beleid(rij.gemeente).kalender.werkdagen_na(rij.verzend_op, WERKDAGEN_KLAAR) <= dag


def _meld(db: Connection, rij: Row[Any], dag: date) -> bool:
    [klaar] = haal(db, [rij.id])
    if klaar.status != Status.KLAARGEZET:
        return False
    vraag_een_mens(db, klaar, "bericht_blijft_liggen", {"oorzaak": "het bericht staat al dagen klaar"}, dag)
    return True


def stel_vast(bericht_id: str, aangekomen: bool, dag: date, door: str) -> str:
    """Write down what a person found out about an uncertain bericht; returns its new status.

    One that did not arrive is put ready again: it leaves once more. Raises NietOnzeker when nobody asked.
    """
    return schrijf_samen(omgeving().engine, lambda db: stel_vast_in(db, bericht_id, aangekomen, dag, door))


def stel_vast_in(db: Connection, bericht_id: str, aangekomen: bool, dag: date, door: str) -> str:
    """Do the same in an open write transaction."""
    rij = outbox.stand_van(db, bericht_id)
    if rij is None or rij.status != Status.ONBEKEND:
        raise NietOnzeker
    [klaar] = haal(db, [bericht_id])
    for taak, _ in register.open_vragen(db, klaar.zaak_id, vraag_over(klaar)):
        rond_taak_af(db, taak, Taakuitkomst("opgelost"), dag, door)
    uitkomst = Uitkomst.BEZORGD if aangekomen else Uitkomst.TIJDELIJK_MISLUKT
    return leg_vast(db, klaar, Antwoord(uitkomst, reden=f"uitgezocht door een medewerker op {dag}"), dag).value
