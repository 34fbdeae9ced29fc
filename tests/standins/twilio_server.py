"""What does Twilio answer? A stateful stand-in for its Messages resource (API 2010-04-01)."""

import asyncio
import base64
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from operator import eq, ge, le
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.loopback import LoopbackServer, verbreek

ACCOUNT = "AC" + "0" * 31 + "1"
TOKEN = "geheim-voor-de-test"
DIENST = "MG" + "0" * 31 + "2"
Json = dict[str, Any]


@dataclass(frozen=True)
class Regel:
    """How the server treats one number: refuse, fail before or after storing the sms, stay silent, or cut the line."""

    status: int = 201
    code: int = 0
    bewaar: bool = False
    verbreek: bool = False
    zwijg: bool = False


MAGISCH = {
    "+15005550001": Regel(400, 21211),
    "+15005550002": Regel(400, 21612),
    "+15005550003": Regel(400, 21408),
    "+15005550004": Regel(400, 21610),
    "+15005550009": Regel(400, 21614),
}
"""The numbers with which Twilio's own test credentials provoke a refusal."""


@dataclass
class TwilioServer:
    """`berichten` is everything that was taken over, newest first, in the form of the API.

    `regels` is set by a test, by number of the recipient. Use it as a context manager; `stop` makes it die with its
    memory intact, `start` brings it back on the same port.
    """

    regels: dict[str, Regel] = field(default_factory=dict[str, Regel])
    berichten: list[Json] = field(default_factory=list[Json])
    formulieren: list[Json] = field(default_factory=list[Json])
    antwoorden: list[tuple[str, int, Json]] = field(default_factory=list[tuple[str, int, Json]])
    pagina_max: int = 1000

    def __post_init__(self) -> None:
        """Lay out the routes."""
        pad = "/2010-04-01/Accounts/{account}/Messages.json"
        routes = [Route(pad, self._maak, methods=["POST"]), Route(pad, self._lijst, methods=["GET"])]
        self._server = LoopbackServer(Starlette(routes=routes))
        self._los = threading.Event()

    def __enter__(self) -> Self:
        """Start listening."""
        self._server.start()
        return self

    def __exit__(self, *fout: object) -> None:
        """Let go of silent requests and stop."""
        self._los.set()
        self._server.stop()

    @property
    def basis(self) -> str:
        """The value for TWILIO_API_BASE."""
        return self._server.basis

    def stop(self) -> None:
        """Die."""
        self._server.stop()

    def start(self) -> None:
        """Come back."""
        self._server.start()

    def bezorg(self, sid: str, status: str, code: int | None = None, op: datetime | None = None) -> None:
        """Let a stored sms move on: it gets its date_sent, a status and perhaps an error code."""
        bericht = next(b for b in self.berichten if b["sid"] == sid)
        moment = format_datetime(op or datetime.now(UTC))
        bericht |= {"status": status, "error_code": code, "date_sent": moment, "date_updated": moment}

    async def _maak(self, request: Request) -> Response:
        if (weigering := self._weiger_vreemde(request)) is not None:
            return weigering
        formulier: Json = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        self.formulieren.append(formulier)
        regel = self.regels.get(formulier.get("To", "")) or MAGISCH.get(formulier.get("To", "")) or Regel()
        bericht = self._bericht(formulier)
        if regel.bewaar or regel.status == 201:
            self.berichten.insert(0, bericht)
        if regel.zwijg:
            await _wacht(self._los)
        if regel.verbreek or regel.zwijg:
            await verbreek(request)
            return Response(status_code=500)
        if regel.status == 201:
            return self._antwoord("create", 201, bericht)
        return self._fout(regel.status, regel.code, formulier.get("To", ""))

    async def _lijst(self, request: Request) -> Response:
        if (weigering := self._weiger_vreemde(request)) is not None:
            return weigering
        vraag = dict(request.query_params)
        regel = self.regels.get("GET", Regel(200))
        if regel.status != 200:
            return self._fout(regel.status, regel.code, "")
        treffers = [b for b in self.berichten if _past(b, vraag)]
        grootte = min(int(vraag.get("PageSize", 50)), self.pagina_max)
        return self._antwoord("list", 200, _blad(request.url.path, vraag, grootte, treffers))

    def _weiger_vreemde(self, request: Request) -> Response | None:
        verwacht = "Basic " + base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if request.headers.get("Authorization") == verwacht and request.path_params["account"] == ACCOUNT:
            return None
        return self._fout(401, 20003, "")

    def _fout(self, status: int, code: int, nummer: str) -> Response:
        # as at Twilio, the message repeats the number: a client that logs it leaks it
        inhoud = {"code": code, "message": f"Error with 'To' number {nummer}", "status": status}
        inhoud["more_info"] = f"https://www.twilio.com/docs/errors/{code}"
        return JSONResponse(inhoud, status_code=status)

    def _antwoord(self, soort: str, status: int, inhoud: Json) -> Response:
        self.antwoorden.append((soort, status, inhoud))
        return JSONResponse(inhoud, status_code=status)

    def _bericht(self, formulier: Json) -> Json:
        """Return the Message resource of a form; an sms that waits has no date_sent yet."""
        sid, nu = f"SM{uuid4().hex}", format_datetime(datetime.now(UTC))
        dienst = formulier.get("MessagingServiceSid")
        pad = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{sid}"
        return {
            "account_sid": ACCOUNT, "api_version": "2010-04-01", "body": formulier.get("Body"),
            "date_created": nu, "date_sent": None, "date_updated": nu, "direction": "outbound-api",
            "error_code": None, "error_message": None, "from": None if dienst else formulier.get("From"),
            "messaging_service_sid": dienst, "num_media": "0", "num_segments": "0" if dienst else "1",
            "price": None, "price_unit": None, "sid": sid, "status": "accepted" if dienst else "queued",
            "subresource_uris": {"media": f"{pad}/Media.json"}, "to": formulier.get("To"), "uri": f"{pad}.json",
        }  # fmt: skip


async def _wacht(los: threading.Event) -> None:
    while not los.is_set():
        await asyncio.sleep(0.02)


def _past(bericht: Json, vraag: dict[str, str]) -> bool:
    """Apply the filters To and DateSent; as at Twilio, an sms without a date_sent fits no DateSent filter."""
    if "To" in vraag and bericht["to"] != vraag["To"]:
        return False
    vergelijkingen: dict[str, Callable[[str, str], bool]] = {"DateSent>": ge, "DateSent<": le, "DateSent": eq}
    for filter_, past in vergelijkingen.items():
        if filter_ not in vraag:
            continue
        if bericht["date_sent"] is None:
            return False
        verzonden = parsedate_to_datetime(bericht["date_sent"]).date().isoformat()
        if not past(verzonden, vraag[filter_][:10]):
            return False
    return True


def _blad(pad: str, vraag: dict[str, str], grootte: int, treffers: list[Json]) -> Json:
    """Return one page of the list with the addresses of its neighbours."""
    bladzijde = int(vraag.get("Page", 0))
    begin = bladzijde * grootte
    deel = treffers[begin : begin + grootte]

    def adres(nummer: int) -> str:
        return f"{pad}?{urlencode({**vraag, 'PageSize': grootte, 'Page': nummer})}"

    return {
        "messages": deel,
        "page": bladzijde,
        "page_size": grootte,
        "start": begin,
        "end": begin + max(len(deel) - 1, 0),
        "uri": adres(bladzijde),
        "first_page_uri": adres(0),
        "next_page_uri": adres(bladzijde + 1) if begin + grootte < len(treffers) else None,
        "previous_page_uri": adres(bladzijde - 1) if bladzijde else None,
    }
