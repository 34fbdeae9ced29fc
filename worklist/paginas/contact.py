"""How a resident is reached: a number or address added or out of use, consent per kind of bericht, and opt-outs."""

from collections.abc import Callable
from datetime import date
from functools import partial

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.background import BackgroundTask
from starlette.responses import Response

from models import contactbeheer
from models.bereikbaar import geef_toestemming, meld_aan, meld_af
from models.contactbeheer import BRON
from models.database import lezen, schrijf_samen
from models.handelingen import al_gedaan, eenmalig
from rules.woorden import Kanaal
from tasks.aanstoten import stoot_aan
from tasks.omgeving import omgeving
from worklist.contactbeeld import ACTIES, AF_TE_MELDEN
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.fouten import NietGevonden
from worklist.kijk import zaak_van
from worklist.sjabloon import ga_naar
from worklist.uitkomstformulier import lees_mail, lees_mailsoorten, lees_nummer
from worklist.wie import Behandelaar

router = APIRouter()

Daad = Callable[[Connection, int, date], None]
"""What is done for an inwoner (id at this department) on a day."""


@router.post("/zaak/{nummer}/contact")
def contact(request: Request, collega: Behandelaar, nummer: str, velden: Ingevuld) -> Response:
    """Change one thing about how the resident is reached, once; the rules look at his zaken again."""
    terug = f"/zaak/{nummer}/beslissen#contact"
    with lezen(omgeving().engine) as db:
        zaak = zaak_van(db, collega, nummer)
        if al_gedaan(db, velden.tekst("sleutel"), collega.id):
            return ga_naar(request, terug)
    actie = velden.keuze("actie", ACTIES, "Kies wat u wilt doen.")
    doe, vandaag = DADEN[actie](velden), request.state.vandaag

    def werk(db: Connection) -> None:
        if eenmalig(db, velden.tekst("sleutel"), collega.id, zaak.id, None, f"contact {actie}"):
            doe(db, zaak.inwoner_id, vandaag)
            contactbeheer.kijk_opnieuw(db, zaak.inwoner_id, vandaag)

    schrijf_samen(omgeving().engine, werk)
    antwoord = ga_naar(request, terug, "Bewaard.")
    antwoord.background = BackgroundTask(stoot_aan, int(zaak.id), request.app.state.inrichting.prefect_api)
    return antwoord


def _nieuw(velden: Formulier) -> Daad:
    nummer, mail, soorten = lees_nummer(velden, "telefoon"), lees_mail(velden, "email"), lees_mailsoorten(velden)
    if nummer is None and not mail:
        raise FoutFormulier(telefoon="Vul een telefoonnummer of een e-mailadres in.")

    def doe(db: Connection, inwoner_id: int, dag: date) -> None:
        if nummer:
            contactbeheer.bewaar(db, inwoner_id, *nummer, dag)
        if mail:
            contactbeheer.bewaar(db, inwoner_id, "email", mail, dag)
        if mail and soorten:
            geef_toestemming(db, inwoner_id, dag, BRON, soorten)

    return doe


def _zet(velden: Formulier, *, aan: bool) -> Daad:
    nummer = velden.getal("contact", "Kies welk nummer of adres.")

    def doe(db: Connection, inwoner_id: int, dag: date) -> None:
        if aan:
            gelukt = contactbeheer.zet_aan(db, inwoner_id, nummer)
        else:
            gelukt = contactbeheer.zet_uit(db, inwoner_id, nummer, dag)
        if not gelukt:
            raise NietGevonden

    return doe


def _toestemming(velden: Formulier) -> Daad:
    """What is ticked may go by e-mail, what is not goes on paper."""
    gekozen = lees_mailsoorten(velden)
    return lambda db, inwoner_id, dag: contactbeheer.zet_toestemming(db, inwoner_id, gekozen, dag)


def _meld(velden: Formulier, *, aan: bool) -> Daad:
    mogelijk = {kanaal.value for kanaal in AF_TE_MELDEN}
    kanaal = Kanaal(velden.keuze("kanaal", mogelijk, "Kies sms of e-mail."))
    meld = meld_aan if aan else meld_af
    return lambda db, inwoner_id, dag: meld(db, [inwoner_id], kanaal, dag, BRON)


DADEN: dict[str, Callable[[Formulier], Daad]] = {
    "nieuw": _nieuw,
    "uit": partial(_zet, aan=False),
    "aan": partial(_zet, aan=True),
    "toestemming": _toestemming,
    "afmelden": partial(_meld, aan=False),
    "aanmelden": partial(_meld, aan=True),
}
