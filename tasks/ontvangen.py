"""What does a callback, a reply or a click set in motion? The inside of the door that `ontvangst` opens."""

from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine

from models import outbox, register
from models.bekend import gemeente_van_zaak, open_zaak_van
from models.bereikbaar import inwoners_met, meld_aan, meld_af
from models.bulk import voeg_eenmalig_toe
from models.database import lezen, schrijf_samen, tabel
from models.tabellen import Reactie, Statusmelding
from rules.besluit import MaakTaak
from rules.reactie import Reactiesoort, lees_reactie
from rules.woorden import Kanaal, Taaksoort
from tasks.clients.twilio_terugmelding import Besluit, Inkomend, Statusbericht, uitkomst_van
from tasks.kanaal import Antwoord, Uitkomst
from tasks.klok import vandaag
from tasks.omgeving import omgeving
from tasks.poststuk import Klaar, bericht_van, haal
from tasks.verwerken import leg_vast, vraag_een_mens, zonder_kenmerk

STATUSMELDING, REACTIE = tabel(Statusmelding), tabel(Reactie)
AFMELDEN = frozenset({Reactiesoort.AFMELDEN, Reactiesoort.AFMELDEN_EN_LEZEN})
LEZEN = frozenset({Reactiesoort.LEZEN, Reactiesoort.AFMELDEN_EN_LEZEN})


class Binnenkant:
    """The inside of the door: each method writes everything or nothing, and may be called by several threads."""

    def neem_status(self, bericht_id: str, melding: Statusbericht, sleutel: str) -> Besluit:
        """Write down what became of an sms; only a step forward changes the bericht."""
        return schrijf_samen(_engine(), lambda db: _neem_status(db, bericht_id, melding, sleutel))

    def neem_sms(self, sms: Inkomend, sleutel: str) -> Besluit:
        """Write down an sms of a resident: STOP works at once, anything else is read by a person."""
        return schrijf_samen(_engine(), lambda db: _neem_sms(db, sms, sleutel))

    def meld_af(self, token: str) -> bool:
        """Stop e-mail to everybody at the address that this bericht went to; False for a token that is not ours."""
        return schrijf_samen(_engine(), lambda db: _meld_af(db, token))


def _engine() -> Engine:
    return omgeving().engine


def _neem_status(db: Connection, bericht_id: str, melding: Statusbericht, sleutel: str) -> Besluit:
    if outbox.stand_van(db, bericht_id) is None:
        return Besluit.ONBEKEND
    rij = {"sleutel": sleutel, "bericht_id": bericht_id, "kenmerk": melding.sid, "status": melding.status}
    if not voeg_eenmalig_toe(db, STATUSMELDING, rij | {"code": melding.code, "op": datetime.now(UTC)}):
        return Besluit.HERHAALD
    [klaar] = haal(db, [bericht_id])
    if klaar.kenmerk and klaar.kenmerk != melding.sid:
        _twee_keer(db, klaar)
        return Besluit.NIEUW
    gehoord = uitkomst_van(melding.status, melding.code) or Antwoord(Uitkomst.VERZONDEN)
    antwoord = Antwoord(gehoord.uitkomst, melding.sid, gehoord.reden, gehoord.oorzaak)
    if outbox.heeft_kenmerk(db, melding.sid, behalve=bericht_id):
        zonder_kenmerk(db, klaar, antwoord, vandaag())
    else:
        leg_vast(db, klaar, antwoord, vandaag())
    return Besluit.NIEUW


def _twee_keer(db: Connection, klaar: Klaar) -> None:
    """The provider tells about another sms for this bericht than the one we know: a person finds out what arrived."""
    vraag_een_mens(db, klaar, "twee_keer_bij_de_provider", {"oorzaak": "twee keer bij de provider"}, vandaag())


def _neem_sms(db: Connection, sms: Inkomend, sleutel: str) -> Besluit:
    soort, dag = lees_reactie(sms.tekst, sms.opt_out_type), vandaag()
    wie = inwoners_met(db, Kanaal.SMS, sms.van)
    zaak_id = outbox.laatste_naar(db, wie, Kanaal.SMS) or open_zaak_van(db, wie)
    rij = {"sleutel": sleutel, "op": datetime.now(UTC), "zaak_id": zaak_id, "soort": soort.value}
    if not voeg_eenmalig_toe(db, REACTIE, rij | {"van": sms.van, "tekst": sms.tekst}):
        return Besluit.HERHAALD
    if soort in AFMELDEN:
        meld_af(db, wie, Kanaal.SMS, dag, "sms")
    if soort == Reactiesoort.AANMELDEN:
        meld_aan(db, wie, Kanaal.SMS, dag, "sms")
    if soort in LEZEN and zaak_id is not None:
        _laat_lezen(db, zaak_id, dag)
    return Besluit.NIEUW


def _laat_lezen(db: Connection, zaak_id: int, dag: date) -> None:
    """A resident wrote something that no machine understands: a person reads it, within a working day."""
    kalender = omgeving().beleid(gemeente_van_zaak(db, zaak_id)).kalender
    uiterlijk = kalender.werkdagen_na(dag, 1)
    register.vraag_een_mens(db, zaak_id, MaakTaak(Taaksoort.REACTIE_LEZEN), "inwoner_schreef_terug", dag, uiterlijk)


def _meld_af(db: Connection, token: str) -> bool:
    bericht_id = bericht_van(token)
    stukken = haal(db, [bericht_id]) if bericht_id else []
    for klaar in stukken:
        adressen = [waarde for soort, waarde in klaar.bereik.adressen if soort == "email"]
        wie = {klaar.inwoner.inwoner_id}.union(*(inwoners_met(db, Kanaal.EMAIL, adres) for adres in adressen))
        meld_af(db, sorted(wie), Kanaal.EMAIL, vandaag(), "inwoner")
    return bool(stukken)


def te_lezen(zaak_id: int) -> list[tuple[datetime, str]]:
    """Return (moment, text) of what the resident of a zaak wrote back, oldest first: for the eyes of staff only."""
    with lezen(_engine()) as db:
        vraag = REACTIE.select().where(REACTIE.c.zaak_id == zaak_id).order_by(REACTIE.c.id)
        return [(r.op, r.tekst) for r in db.execute(vraag)]
