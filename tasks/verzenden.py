"""How does a bericht leave? Claim it, offer it, write down the answer: exactly one effect, or a person is told."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, select, update

from models import outbox, register
from models.database import lezen, schrijf_samen, tabel
from models.logboek import Bijschrift, schrijf_bij
from models.outbox import Status
from models.tabellen import Bericht, Contactgegeven
from rules.besluit import MaakTaak
from rules.log import Logregel, Soort
from rules.woorden import Kanaal, Taaksoort
from tasks.clients.bestand import ruim_resten_op
from tasks.fouten import PermanentFailure
from tasks.kanaal import Antwoord, Uitkomst, Verzender
from tasks.omgeving import Omgeving, omgeving
from tasks.poststuk import GeenAdres, Klaar, haal, maak_poststuk
from tasks.verzenders import verzender

BERICHT, CONTACT = tabel(Bericht), tabel(Contactgegeven)

PER_KEER = 200
"""Berichten that are claimed together: so many at most are in doubt when this process dies."""

ADRES, INHOUD = "adres", "inhoud"
"""Why a bericht failed for good: nobody can be reached there, or it cannot be written for this person."""


def openstaand(kanaal: Kanaal, dag: date) -> int:
    """Return how many berichten of a kanaal wait: ready to leave, or with an answer that was lost."""
    waar = omgeving()
    with lezen(waar.engine) as db:
        klaar = outbox.te_verzenden(db, kanaal, dag, 1_000_000)
        return len(klaar) + len(outbox.zonder_antwoord(db, kanaal, geduld(waar)))


def verzend_digitaal(kanaal: Kanaal, dag: date) -> Counter[str]:
    """Send every sms or e-mail that is due; returns how many reached each status."""
    return asyncio.run(_verzend_alles(kanaal, dag))


async def _verzend_alles(kanaal: Kanaal, dag: date) -> Counter[str]:
    telling: Counter[str] = Counter()
    async with verzender(kanaal, omgeving()) as draad:
        await _zoek_verloren_antwoorden(kanaal, draad, dag, telling)
        while ids := claim_volgende(kanaal, dag, lambda _: ""):
            with lezen(omgeving().engine) as db:
                stukken = haal(db, ids)
            for klaar in stukken:
                antwoord = await _bied_aan(klaar, draad)
                telling[verwerk(klaar, antwoord, Status.BEZIG, dag)] += 1
    return telling


def claim_volgende(kanaal: Kanaal, dag: date, batch: Callable[[Klaar], str]) -> list[str]:
    """Take the next berichten in hand; the intent is committed before anything leaves."""

    def neem(db: Connection) -> list[str]:
        ids = outbox.te_verzenden(db, kanaal, dag, PER_KEER, vast=True)
        batches = {k.id: batch(k) for k in haal(db, ids)}
        return outbox.claim(db, ids, batch_per_bericht=batches)

    return schrijf_samen(omgeving().engine, neem)


async def _bied_aan(klaar: Klaar, draad: Verzender) -> Antwoord:
    try:
        poststuk, _ = maak_poststuk(klaar, omgeving().beleid(klaar.gemeente))
    except PermanentFailure as fout:
        oorzaak = ADRES if isinstance(fout, GeenAdres) else INHOUD
        return Antwoord(Uitkomst.BLIJVEND_MISLUKT, oorzaak, (type(fout).__doc__ or "").strip())
    return await draad.verzend(poststuk)


async def _zoek_verloren_antwoorden(kanaal: Kanaal, draad: Verzender, dag: date, telling: Counter[str]) -> None:
    """What was in hand when a process died is looked up first, never sent again blindly."""
    waar = omgeving()
    with lezen(waar.engine) as db:
        ids = outbox.zonder_antwoord(db, kanaal, geduld(waar))
        standen = {r.id: r for r in db.execute(select(BERICHT).where(BERICHT.c.id.in_(ids)))}
        stukken = haal(db, ids)
    if stukken:
        ruim_resten_op(waar.uitgang / kanaal.value, geduld(waar))
    for klaar in stukken:
        stand = standen[klaar.id]
        antwoord = await _zoek_op(klaar, draad, stand.bezig_sinds)
        telling[verwerk(klaar, antwoord, Status(stand.status), dag)] += 1


async def _zoek_op(klaar: Klaar, draad: Verzender, sinds: datetime) -> Antwoord:
    try:
        poststuk, _ = maak_poststuk(klaar, omgeving().beleid(klaar.gemeente))
    except PermanentFailure as fout:
        return Antwoord(Uitkomst.ONBEKEND, reden=(type(fout).__doc__ or "").strip())
    if draad.idempotent:
        return await draad.verzend(poststuk)
    gevonden = await draad.zoek_op(poststuk, sinds)
    return gevonden or Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="nooit ontvangen door de dienst")


NAAR: dict[Uitkomst, Status] = {
    Uitkomst.VERZONDEN: Status.VERZONDEN,
    Uitkomst.TIJDELIJK_MISLUKT: Status.KLAARGEZET,
    Uitkomst.BLIJVEND_MISLUKT: Status.MISLUKT,
    Uitkomst.AFGEMELD: Status.MISLUKT,
    Uitkomst.ONBEKEND: Status.ONBEKEND,
}


def verwerk(klaar: Klaar, antwoord: Antwoord, van: Status, dag: date) -> str:
    """Write down what the wire answered, and what follows from it, in one transaction; returns the new status.

    When another process wrote an answer down first, that one stands and nothing follows from ours.
    """
    naar = NAAR[antwoord.uitkomst]
    schrijf_samen(omgeving().engine, lambda db: _leg_vast(db, klaar, antwoord, van, dag))
    return naar.value


def _leg_vast(db: Connection, klaar: Klaar, antwoord: Antwoord, van: Status, dag: date) -> None:
    naar = NAAR[antwoord.uitkomst]
    if naar != van and not outbox.zet(db, klaar.id, van, naar, **_velden(antwoord, naar, dag)):
        return
    if naar == Status.MISLUKT:
        oorzaak = INHOUD if antwoord.kenmerk == INHOUD else ADRES
        meld_mislukt(db, klaar, antwoord.reden, oorzaak, dag)
        if oorzaak == ADRES:
            _zet_adres_uit(db, klaar, dag)
    if naar == Status.ONBEKEND:
        _vraag_een_mens(db, klaar, dag)
    elif van == Status.ONBEKEND:
        register.vraag_vervalt(db, klaar.zaak_id, Taaksoort.ONZEKERE_BEZORGING, "antwoord gevonden", dag)


def _velden(antwoord: Antwoord, naar: Status, dag: date) -> dict[str, Any]:
    velden: dict[str, Any] = {"kenmerk": antwoord.kenmerk[:120], "reden": antwoord.reden[:200]}
    if naar == Status.VERZONDEN:
        velden["verzonden_op"] = datetime.now(UTC)
    if naar == Status.KLAARGEZET:
        velden["verzend_op"] = dag + timedelta(days=1)  # the next round tries again
    return velden


def meld_mislukt(db: Connection, klaar: Klaar, reden: str, oorzaak: str, dag: date) -> None:
    """Tell the log that a bericht cannot arrive (ADRES) or cannot be made (INHOUD); the rules decide what is done."""
    gegevens = {"soort": klaar.soort.value, "poging": klaar.poging, "kanaal": klaar.kanaal.value, "reden": reden}
    gegevens |= {"oorzaak": oorzaak}
    schrijf_bij(db, [Bijschrift(klaar.zaak_id, Logregel(Soort.BERICHT_MISLUKT, dag, gegevens))], dag)


def _zet_adres_uit(db: Connection, klaar: Klaar, dag: date) -> None:
    """A number or address that cannot be reached, or opted out, is not used again."""
    soort = "mobiel" if klaar.kanaal == Kanaal.SMS else "email"
    waar = (CONTACT.c.inwoner_id == klaar.inwoner.inwoner_id, CONTACT.c.soort == soort)
    if klaar.kanaal != Kanaal.BRIEF:
        db.execute(update(CONTACT).where(*waar, CONTACT.c.afgemeld_op.is_(None)).values(afgemeld_op=dag))


def _vraag_een_mens(db: Connection, klaar: Klaar, dag: date) -> None:
    """Nobody can say whether the bericht arrived: a person finds out."""
    uiterlijk = omgeving().beleid(klaar.gemeente).kalender.werkdagen_na(dag, 2)
    taak = MaakTaak(Taaksoort.ONZEKERE_BEZORGING, feiten={"kanaal": klaar.kanaal.value})
    register.vraag_een_mens(db, klaar.zaak_id, taak, "bezorging_is_onzeker", dag, uiterlijk)


def geduld(waar: Omgeving) -> timedelta:
    """Return after how long a bericht in hand counts as an answer that was lost."""
    return timedelta(seconds=waar.settings.bezig_na_s)
