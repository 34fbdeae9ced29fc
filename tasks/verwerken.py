"""What follows from what the wire said? The answer and its consequences are written down in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from models import outbox, register
from models.bereikbaar import CONTACTSOORT, inwoners_met, meld_af
from models.database import schrijf_samen, tabel
from models.logboek import Bijschrift, nieuws_sinds, schrijf_bij
from models.tabellen import Contactgegeven
from rules.besluit import MaakTaak
from rules.bezorging import MAX_OFFERTES, Onderweg, Status, volgende_controle, vooruit
from rules.log import Logregel, Soort
from rules.woorden import Kanaal, Taaksoort
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import omgeving
from tasks.poststuk import Klaar

CONTACT = tabel(Contactgegeven)

ADRES, INHOUD, TIJDELIJK = "adres", "inhoud", "tijdelijk"
"""Why a bericht failed for good: nobody can be reached there; it cannot be written or sent for this person, so a
person looks; or it was taken over and the telephone was off, and the number is still good."""

NAAR: dict[Uitkomst, Status] = {
    Uitkomst.VERZONDEN: Status.VERZONDEN,
    Uitkomst.BEZORGD: Status.BEZORGD,
    Uitkomst.TIJDELIJK_MISLUKT: Status.KLAARGEZET,
    Uitkomst.BLIJVEND_MISLUKT: Status.MISLUKT,
    Uitkomst.AFGEMELD: Status.MISLUKT,
    Uitkomst.ONBEKEND: Status.ONBEKEND,
}
ONDERWEG = frozenset({Status.VERZONDEN, Status.BEZORGD})
Gehoord = tuple[Klaar, Antwoord]


def verwerk(gehoord: Sequence[Gehoord], dag: date) -> list[str]:
    """Write down what was answered about berichten, and what follows, in one transaction; returns the new statuses.

    A Klaar says which status its bericht had when the question was asked: when another process moved it meanwhile,
    that one stands and nothing follows from this answer. An answer with the kenmerk of another bericht does not cost
    the other answers: then each is written down by itself.
    """
    try:
        return schrijf_samen(omgeving().engine, lambda db: [leg_vast(db, k, a, dag).value for k, a in gehoord])
    except IntegrityError:
        return [_leg_los_vast(k, a, dag) for k, a in gehoord]


def _leg_los_vast(klaar: Klaar, antwoord: Antwoord, dag: date) -> str:
    waar = omgeving().engine
    try:
        return schrijf_samen(waar, lambda db: leg_vast(db, klaar, antwoord, dag)).value
    except IntegrityError:
        return schrijf_samen(waar, lambda db: zonder_kenmerk(db, klaar, antwoord, dag)).value


def zonder_kenmerk(db: Connection, klaar: Klaar, antwoord: Antwoord, dag: date) -> Status:
    """The provider took this bericht over, under a kenmerk that a lookup gave to another one: a person finds out."""
    uitkomst = Uitkomst.BEZORGD if antwoord.uitkomst == Uitkomst.BEZORGD else Uitkomst.VERZONDEN
    naar = leg_vast(db, klaar, Antwoord(uitkomst, reden="een ander bericht heeft dit kenmerk"), dag)
    vraag_een_mens(db, klaar, "twee_berichten_een_kenmerk", {"oorzaak": "een ander bericht heeft dit kenmerk"}, dag)
    return naar


def leg_vast(db: Connection, klaar: Klaar, antwoord: Antwoord, dag: date) -> Status:
    """Write one answer down in the open transaction; returns the status that the bericht has by it."""
    naar = _naar(klaar, antwoord)
    if naar == klaar.status:
        outbox.controleer_later(db, klaar.id, naar, _volgende(klaar, naar, klaar.sinds))
        return naar
    velden = _velden(klaar, antwoord, naar)
    if not vooruit(klaar.status, naar):
        return naar
    if not outbox.zet(db, klaar.id, klaar.status, naar, offertes=klaar.offertes, **velden):
        verplaatst = _te_laat(db, klaar, naar)
        return leg_vast(db, verplaatst, antwoord, dag) if verplaatst else naar
    _volg(db, klaar, antwoord, naar, dag)
    return naar


def _te_laat(db: Connection, klaar: Klaar, naar: Status) -> Klaar | None:
    """Return the bericht as it is now when a late answer still counts: who asked about the same attempt knew less."""
    rij = outbox.stand_van(db, klaar.id)
    if rij is None or rij.offertes != klaar.offertes or rij.status == klaar.status:
        return None
    meer = rij.status == Status.ONBEKEND or (rij.status == Status.KLAARGEZET and naar in ONDERWEG)
    return replace(klaar, status=Status(rij.status), sinds=rij.sinds) if meer else None


def _volg(db: Connection, klaar: Klaar, antwoord: Antwoord, naar: Status, dag: date) -> None:
    if naar == Status.MISLUKT:
        _volg_mislukking(db, klaar, antwoord, dag)
    if naar == Status.KLAARGEZET:
        _vervalt_alsnog(db, klaar, dag)
    if naar == Status.ONBEKEND:
        vraag_een_mens(db, klaar, "bezorging_is_onzeker", {}, dag)
    elif klaar.status == Status.ONBEKEND:
        register.vraag_vervalt(db, klaar.zaak_id, vraag_over(klaar), "antwoord gevonden", dag)


def _vervalt_alsnog(db: Connection, klaar: Klaar, dag: date) -> None:
    """What happened to the zaak could not cancel a bericht that was in hand; now that it came back, it does."""
    reden = nieuws_sinds(db, klaar.zaak_id, klaar.bezig_sinds or klaar.sinds)
    if reden and outbox.zet(db, klaar.id, Status.KLAARGEZET, Status.VERVALLEN, reden=reden):
        regel = outbox.Vervallen(klaar.zaak_id, klaar.soort.value, klaar.poging, reden).logregel(dag)
        schrijf_bij(db, [Bijschrift(klaar.zaak_id, regel)], dag)


def _naar(klaar: Klaar, antwoord: Antwoord) -> Status:
    """A 'not now' puts a bericht ready again, but not for ever; and never one that the provider had taken over."""
    naar = NAAR[antwoord.uitkomst]
    if naar == Status.KLAARGEZET and (_overgenomen(klaar, antwoord) or klaar.offertes >= MAX_OFFERTES):
        return Status.MISLUKT
    return klaar.status if naar == Status.ONBEKEND and klaar.status in ONDERWEG else naar


def _overgenomen(klaar: Klaar, antwoord: Antwoord) -> bool:
    """True when the provider had taken the bericht over: what it says of it now, it says with its own kenmerk."""
    return klaar.status in ONDERWEG or bool(antwoord.kenmerk)


def _velden(klaar: Klaar, antwoord: Antwoord, naar: Status) -> dict[str, Any]:
    nu = datetime.now(UTC)
    velden: dict[str, Any] = {"reden": antwoord.reden[:200], "volgende_controle": _volgende(klaar, naar, nu)}
    if antwoord.kenmerk:
        velden["kenmerk"] = antwoord.kenmerk[:120]
    if naar in (Status.VERZONDEN, Status.BEZORGD) and klaar.verzonden_op is None:
        velden["verzonden_op"] = nu
    return velden


def _volgende(klaar: Klaar, status: Status, sinds: datetime) -> datetime | None:
    onderweg = Onderweg(klaar.kanaal, status, sinds, klaar.offertes)
    return volgende_controle(onderweg, datetime.now(UTC), omgeving().geduld)


def _volg_mislukking(db: Connection, klaar: Klaar, antwoord: Antwoord, dag: date) -> None:
    oorzaak = oorzaak_van(klaar, antwoord)
    meld_mislukt(db, klaar, antwoord.reden, oorzaak, dag)
    aan = klaar.aan
    if aan is None or klaar.kanaal == Kanaal.BRIEF:
        return
    if antwoord.uitkomst == Uitkomst.AFGEMELD:
        meld_af(db, inwoners_met(db, klaar.kanaal, aan), klaar.kanaal, dag, "provider")
    elif oorzaak == ADRES and not _adres_was_al_uit(db, klaar):
        _zet_adres_uit(db, klaar.kanaal, aan, dag)


def _adres_was_al_uit(db: Connection, klaar: Klaar) -> bool:
    """A number or address of this person went out of use since the bericht was written: that may be the one."""
    waar = (CONTACT.c.inwoner_id == klaar.inwoner.inwoner_id, CONTACT.c.soort == CONTACTSOORT[klaar.kanaal])
    return db.execute(select(CONTACT.c.id).where(*waar, CONTACT.c.onbruikbaar_op >= klaar.dag)).first() is not None


def oorzaak_van(klaar: Klaar, antwoord: Antwoord) -> str:
    """Return why a bericht failed for good, as the log tells it."""
    if antwoord.uitkomst == Uitkomst.TIJDELIJK_MISLUKT:
        return TIJDELIJK if _overgenomen(klaar, antwoord) else INHOUD
    return INHOUD if antwoord.oorzaak == INHOUD else ADRES


def meld_mislukt(db: Connection, klaar: Klaar, reden: str, oorzaak: str, dag: date) -> None:
    """Tell the log that a bericht did not arrive and why (ADRES, INHOUD, TIJDELIJK); the rules decide what is done."""
    gegevens = {"soort": klaar.soort.value, "poging": klaar.poging, "kanaal": klaar.kanaal.value, "reden": reden}
    gegevens |= {"oorzaak": oorzaak}
    schrijf_bij(db, [Bijschrift(klaar.zaak_id, Logregel(Soort.BERICHT_MISLUKT, dag, gegevens))], dag)


def _zet_adres_uit(db: Connection, kanaal: Kanaal, waarde: str, dag: date) -> None:
    """A number or address at which nobody can be reached is not used again, by neither department."""
    waar = (CONTACT.c.soort == CONTACTSOORT[kanaal], CONTACT.c.waarde == waarde, CONTACT.c.onbruikbaar_op.is_(None))
    db.execute(update(CONTACT).where(*waar).values(onbruikbaar_op=dag))


def vraag_een_mens(db: Connection, klaar: Klaar, regel: str, feiten: dict[str, Any], dag: date) -> None:
    """Nobody can say whether the bericht arrived: a person finds out."""
    uiterlijk = omgeving().beleid(klaar.gemeente).kalender.werkdagen_na(dag, 2)
    taak = vraag_over(klaar, feiten)
    register.vraag_een_mens(db, klaar.zaak_id, taak, regel, dag, uiterlijk)


def vraag_over(klaar: Klaar, feiten: Mapping[str, Any] | None = None) -> MaakTaak:
    """Return the taak about one bericht; without feiten it asks whether the bericht arrived."""
    over = {"kanaal": klaar.kanaal.value, "bericht": klaar.id, **(feiten or {})}
    return MaakTaak(Taaksoort.ONZEKERE_BEZORGING, feiten=over)
