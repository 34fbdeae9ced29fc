"""Whose cookie is this? Every request gets its session and its colleague, from the database."""

from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from models import medewerkers
from models.database import lezen, schrijven
from models.medewerkers import Ingang
from rules.rollen import GeenRol, TweeAfdelingen, lees_rollen
from tasks.klok import dag_van
from tasks.omgeving import omgeving
from worklist.inrichting import Inrichting
from worklist.wie import Collega

ZONDER_SESSIE = ("/static/",)


class LoginVerlopen(Exception):
    """Het inloggen duurde te lang, of deze pagina is al een keer gebruikt. Log opnieuw in."""


class LoginAfgebroken(Exception):
    """De inlogdienst heeft u niet ingelogd. Probeer het opnieuw, of vraag uw beheerder of u Tijdig mag gebruiken."""


class GeenGemeente(Exception):
    """Uw account hoort bij geen gemeente die met deze Tijdig werkt. Vraag uw beheerder om dat aan te passen."""


def koekje(inrichting: Inrichting) -> str:
    """Return the name of the cookie; __Host- makes a browser refuse it without https or for another path."""
    return "__Host-tijdig" if inrichting.veilig else "tijdig"


def zet_koekje(antwoord: Response, inrichting: Inrichting, token: str) -> None:
    """Give the browser the token of its session, until the browser closes."""
    antwoord.set_cookie(koekje(inrichting), token, secure=inrichting.veilig, httponly=True, samesite="lax", path="/")


def wis_koekje(antwoord: Response, inrichting: Inrichting) -> None:
    """Take the token back from the browser."""
    antwoord.delete_cookie(koekje(inrichting), secure=inrichting.veilig, httponly=True, samesite="lax", path="/")


class Sessies:
    """ASGI middleware: puts `sessie`, `collega`, `vandaag` and the message of the page before on request.state."""

    def __init__(self, app: ASGIApp, inrichting: Inrichting) -> None:
        self.app, self.inrichting = app, inrichting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find the session of a request."""
        if scope["type"] == "http" and not scope["path"].startswith(ZONDER_SESSIE):
            request = Request(scope)
            token = request.cookies.get(koekje(self.inrichting), "")
            sessie = await run_in_threadpool(_vind, token) if token else None
            vul(scope.setdefault("state", {}), sessie)
        await self.app(scope, receive, send)


def vul(state: dict[str, Any], sessie: Ingang | None) -> None:
    """Put on a request what its page needs to know of the session."""
    state["sessie"], state["collega"] = sessie, _collega(sessie)
    state["vandaag"] = dag_van(omgeving().nu())
    if sessie is not None:
        state["zet_melding"] = partial(_meld, sessie)
        state["neem_melding"] = partial(_neem, sessie)


def _collega(sessie: Ingang | None) -> Collega | None:
    """Who lost his roles since, or got them in two departments, is not logged in any more."""
    if sessie is None or sessie.medewerker_id is None:
        return None
    try:
        rollen = lees_rollen(sessie.rollen)
    except (GeenRol, TweeAfdelingen):
        return None
    return Collega(sessie.medewerker_id, sessie.naam, rollen, frozenset(sessie.gemeenten))


def _vind(token: str) -> Ingang | None:
    with lezen(omgeving().engine) as db:
        gevonden = medewerkers.ingang(db, token)
    if gevonden is not None and gevonden.oud:
        with schrijven(omgeving().engine) as db:
            medewerkers.blijft(db, gevonden.sleutel)
    return gevonden


def _onthoud(sessie: Ingang, **nieuw: Any) -> None:
    sessie.gegevens.update(nieuw)
    with schrijven(omgeving().engine) as db:
        medewerkers.onthoud_bij_sessie(db, sessie.sleutel, sessie.gegevens)


def _meld(sessie: Ingang, tekst: str) -> None:
    _onthoud(sessie, melding=tekst)


def _neem(sessie: Ingang) -> str:
    melding = str(sessie.gegevens.get("melding", ""))
    if melding:
        _onthoud(sessie, melding="")
    return melding
