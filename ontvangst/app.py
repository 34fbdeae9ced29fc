"""Who may knock, and what is the answer? The web application for callbacks of providers and the stop link in e-mails.

Nothing that comes in is logged: no address, no header, no body. A refusal tells the other side nothing either.
"""

import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from ontvangst import lijf, pagina
from ontvangst.deur import Deur
from tasks.clients.twilio_terugmelding import (
    Besluit,
    Formulier,
    OnleesbaarFormulier,
    handtekening_klopt,
    lees_sms,
    lees_status,
    sleutel_van,
)
from tasks.fouten import OnjuisteInstelling

LOG = logging.getLogger(__name__)
LOKAAL = frozenset({"127.0.0.1", "localhost", "::1"})
_TOKEN = re.compile(r"[A-Za-z0-9._~-]{1,512}")
_Antwoorder = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Ontvangstinstellingen:
    """What the receiver must know of itself.

    `publieke_url` is the address under which the outside knows it, without a slash at the end; it may hold a path
    when a proxy takes that off. Without `auth_token` (that of Twilio) every callback is refused. `naam` stands on the
    page for residents.
    """

    publieke_url: str
    auth_token: str = field(default="", repr=False)
    naam: str = "de gemeente"
    max_bytes: int = 65_536
    lees_s: float = 10.0

    def __post_init__(self) -> None:
        """Raise OnjuisteInstelling when no provider could call this address safely."""
        deel = urlsplit(self.publieke_url)
        veilig = deel.scheme == "https" or (deel.scheme == "http" and deel.hostname in LOKAAL)
        if not veilig or not deel.hostname or deel.query or deel.fragment or self.publieke_url.endswith("/"):
            raise OnjuisteInstelling("de publieke url: https, zonder vraagteken en zonder schuine streep aan het eind")


def maak_app(deur: Deur, instellingen: Ontvangstinstellingen) -> Starlette:
    """Return the application. It has no session, no cookie and no memory: all of that is behind the deur."""
    ontvangst = _Ontvangst(deur, instellingen)
    routes = [
        Route("/sms/status/{bericht_id}", _stil(ontvangst.status), methods=["POST"]),
        Route("/sms/inkomend", _stil(ontvangst.sms), methods=["POST"]),
        Route("/afmelden/{token}", _stil(ontvangst.toon), methods=["GET"]),
        Route("/afmelden/{token}", _stil(ontvangst.meld_af, pagina.mislukt), methods=["POST"]),
        Route("/gezond", _gezond, methods=["GET"]),
    ]
    return Starlette(routes=routes)


async def _gezond(request: Request) -> Response:
    return PlainTextResponse("gezond")


def _niet_nu() -> Response:
    return Response(status_code=503, headers={"Retry-After": "60"})


def _stil(antwoorder: _Antwoorder, anders: Callable[[], Response] = _niet_nu) -> _Antwoorder:
    """Let whatever goes wrong behind the door end as a 503, and tell only its kind: its text may name a resident."""

    async def antwoord(request: Request) -> Response:
        try:
            return await antwoorder(request)
        except lijf.Geweigerd as geweigerd:
            return Response(status_code=geweigerd.status)
        except Exception as fout:
            LOG.error("ontvangst lukt nu niet: %s", type(fout).__name__)
            return anders()

    return antwoord


class _Ontvangst:
    """The answers, one method per kind of visitor."""

    def __init__(self, deur: Deur, instellingen: Ontvangstinstellingen) -> None:
        self._deur = deur
        self._instellingen = instellingen

    async def status(self, request: Request) -> Response:
        """Take a status callback: 204 when it is written down, 403 when it is not from Twilio or came before."""
        formulier = await self._getekend(request)
        melding = lees_status(formulier) if formulier else None
        if formulier is None or melding is None:
            return self._weiger()
        bericht_id, sleutel = request.path_params["bericht_id"], sleutel_van(_adres(request), formulier)
        besluit = await run_in_threadpool(self._deur.neem_status, bericht_id, melding, sleutel)
        if besluit is Besluit.ONBEKEND:
            return Response(status_code=404)
        return Response(status_code=204) if besluit is Besluit.NIEUW else self._weiger()

    async def sms(self, request: Request) -> Response:
        """Take an sms of a resident: an empty answer in TwiML, so that Twilio sends nothing back."""
        formulier = await self._getekend(request)
        sms = lees_sms(formulier) if formulier else None
        if formulier is None or sms is None:
            return self._weiger()
        besluit = await run_in_threadpool(self._deur.neem_sms, sms, sleutel_van(_adres(request), formulier))
        if besluit is Besluit.HERHAALD:
            return self._weiger()
        return Response("<Response/>", media_type="text/xml")

    async def toon(self, request: Request) -> Response:
        """Show the page with the button; the same page for every token, as programs open links unasked."""
        return pagina.vraag(self._instellingen.naam)

    async def meld_af(self, request: Request) -> Response:
        """Stop these e-mails with one click, from the mail program (RFC 8058) or from the page."""
        i = self._instellingen
        soort = lijf.soort(request, {lijf.FORMULIER, lijf.DELEN})
        inhoud = await lijf.lees(request, i.max_bytes, i.lees_s)
        if not await lijf.is_een_klik(soort, request.headers, inhoud):
            return pagina.onbekend(i.naam, 400)
        token = request.path_params["token"]
        if _TOKEN.fullmatch(token) and await run_in_threadpool(self._deur.meld_af, token):
            return pagina.gelukt(i.naam)
        return pagina.onbekend(i.naam, 404)

    async def _getekend(self, request: Request) -> Formulier | None:
        """Return the form of a request that Twilio signed for this very address; None for any other."""
        i = self._instellingen
        lijf.soort(request, {lijf.FORMULIER})
        try:
            formulier = Formulier.lees(await lijf.lees(request, i.max_bytes, i.lees_s))
        except OnleesbaarFormulier:
            return None
        kop = request.headers.getlist("X-Twilio-Signature")
        publiek = i.publieke_url + _adres(request)
        return formulier if len(kop) == 1 and handtekening_klopt(i.auth_token, publiek, formulier, kop[0]) else None

    def _weiger(self) -> Response:
        LOG.warning("callback geweigerd")
        return Response(status_code=403)


def _adres(request: Request) -> str:
    """Return path and query as they came over the line; host and scheme are ours to say."""
    pad: bytes = request.scope.get("raw_path") or request.url.path.encode()
    vraag: bytes = request.scope["query_string"]
    return pad.decode("latin-1") + (f"?{vraag.decode('latin-1')}" if vraag else "")
