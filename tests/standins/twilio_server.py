"""What does Twilio answer? A stateful stand-in for its Messages resource (API 2010-04-01)."""

import asyncio
import base64
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from operator import eq, ge, le
from random import Random
from typing import Any, Self
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.loopback import LoopbackServer, verbreek
from tests.standins.twilio_bellen import Belgedrag, Beller

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


@dataclass
class Gedrag:
    """How the server treats everybody. Fractions of 1 of the requests to make an sms, drawn with a fixed seed.

    `verlies`: the sms is stored and the answer lost. `verlies_vooraf`: the line is cut before it is stored.
    `per_seconde`: more requests than that get a 429; 0 is no limit. `afloop` is the error code by number with which
    an sms ends that was taken over; other numbers get theirs. `bezorgt` off: every sms stays where it is.
    """

    verlies: float = 0.0
    verlies_vooraf: float = 0.0
    per_seconde: int = 0
    afloop: dict[str, int] = field(default_factory=dict[str, int])
    bezorgt: bool = True


@dataclass
class TwilioServer:
    """`berichten` is everything that was taken over, newest first, in the form of the API.

    `regels` is set by a test, by number of the recipient. `ontvangen` counts what was taken over, by number and text:
    a count above one is a resident who got the same sms twice. Callbacks go to the address that came with the sms;
    `beller.wacht_leeg()` waits for them. Use it as a context manager; `stop` makes it die with its memory intact,
    `start` brings it back on the same port; its callbacks go on.
    """

    regels: dict[str, Regel] = field(default_factory=dict[str, Regel])
    gedrag: Gedrag = field(default_factory=Gedrag)
    bellen: Belgedrag = field(default_factory=Belgedrag)
    berichten: list[Json] = field(default_factory=list[Json])
    formulieren: list[Json] = field(default_factory=list[Json])
    antwoorden: list[tuple[str, int, Json]] = field(default_factory=list[tuple[str, int, Json]])
    ontvangen: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    pagina_max: int = 1000
    zaad: int = 1

    def __post_init__(self) -> None:
        """Lay out the routes."""
        pad = "/2010-04-01/Accounts/{account}/Messages"
        routes = [
            Route(f"{pad}.json", self._maak, methods=["POST"]),
            Route(f"{pad}.json", self._lijst, methods=["GET"]),
            Route(f"{pad}/{{sid}}.json", self._een, methods=["GET"]),
        ]
        self._server = LoopbackServer(Starlette(routes=routes))
        self._los = threading.Event()
        self._slot = threading.RLock()
        self._toeval = Random(self.zaad)
        self._per_sid: dict[str, Json] = {}
        self._momenten: deque[float] = deque()
        self._gestopt: set[str] = set()
        self.beller = Beller(TOKEN, self.bellen, Random(self.zaad))

    def __enter__(self) -> Self:
        """Start listening."""
        self._server.start()
        return self

    def __exit__(self, *fout: object) -> None:
        """Let go of silent requests and stop."""
        self._los.set()
        self._server.stop()
        self.beller.sluit()

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
        moment = format_datetime(op or datetime.now(UTC))
        with self._slot:
            self._per_sid[sid] |= {"status": status, "error_code": code, "date_sent": moment, "date_updated": moment}

    def stuur_sms(self, url: str, van: str, tekst: str, opt_out_type: str = "") -> str:
        """Let a resident send an sms to us, and call `url` with it. After STOP Twilio refuses that number (21610)."""
        sid = f"SM{uuid4().hex}"
        formulier = {"MessageSid": sid, "SmsSid": sid, "AccountSid": ACCOUNT, "From": van, "To": "+3197010250000"}
        formulier |= {"Body": tekst, "NumMedia": "0", "NumSegments": "1", "ApiVersion": "2010-04-01"}
        soort = opt_out_type or {"STOP": "STOP", "START": "START"}.get(tekst.strip().upper(), "")
        if soort == "STOP":
            self._gestopt.add(van)
        elif soort == "START":
            self._gestopt.discard(van)
        self.beller.plan(url, formulier | ({"OptOutType": soort} if soort else {}))
        return sid

    def _regel(self, nummer: str) -> Regel:
        """Return how to treat this request; a rule of the test goes before the general behaviour."""
        if nummer in self.regels:
            return self.regels[nummer]
        if nummer in self._gestopt:
            return Regel(400, 21610)
        nu = time.monotonic()
        while self._momenten and self._momenten[0] < nu - 1:
            self._momenten.popleft()
        if 0 < self.gedrag.per_seconde <= len(self._momenten):
            return Regel(429, 20429)
        self._momenten.append(nu)
        kans = self._toeval.random()
        if kans < self.gedrag.verlies:
            return Regel(verbreek=True)
        return Regel(500, verbreek=True) if kans < self.gedrag.verlies + self.gedrag.verlies_vooraf else Regel()

    async def _maak(self, request: Request) -> Response:
        if (weigering := self._weiger_vreemde(request)) is not None:
            return weigering
        formulier: Json = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
        with self._slot:
            self.formulieren.append(formulier)
            regel = self._regel(formulier.get("To", ""))
            bericht = self._bericht(formulier)
            if regel.bewaar or regel.status == 201:
                self._bewaar(bericht, formulier)
        if regel.zwijg:
            await _wacht(self._los)
        if regel.verbreek or regel.zwijg:
            await verbreek(request)
            return Response(status_code=500)
        if regel.status == 201:
            return self._antwoord("create", 201, dict(bericht))
        return self._fout(regel.status, regel.code, formulier.get("To", ""))

    def _bewaar(self, bericht: Json, formulier: Json) -> None:
        """Take the sms over, and plan what will become of it."""
        self.berichten.insert(0, bericht)
        self._per_sid[bericht["sid"]] = bericht
        self.ontvangen[formulier.get("To", ""), formulier.get("Body", "")] += 1
        url = formulier.get("StatusCallback", "")
        if not url or not self.gedrag.bezorgt:
            return
        code = self.gedrag.afloop.get(formulier.get("To", ""), 0)
        for stap, (status, fout) in enumerate([("sent", 0), ("undelivered" if code else "delivered", code)]):
            self.beller.plan(
                url,
                _melding(bericht, status, fout),
                lambda status=status, fout=fout: self._schuif_op(bericht["sid"], status, fout),
                na=stap * 0.02,
            )

    def _schuif_op(self, sid: str, status: str, code: int) -> None:
        with self._slot:
            if self._per_sid[sid]["status"] not in {"delivered", "undelivered", "failed"}:
                self.bezorg(sid, status, code or None)

    async def _een(self, request: Request) -> Response:
        if (weigering := self._weiger_vreemde(request)) is not None:
            return weigering
        regel = self.regels.get("GET", Regel(200))
        bericht = self._per_sid.get(request.path_params["sid"])
        if regel.status != 200 or bericht is None:
            return self._fout(regel.status if regel.status != 200 else 404, regel.code or 20404, "")
        return self._antwoord("fetch", 200, dict(bericht))

    async def _lijst(self, request: Request) -> Response:
        if (weigering := self._weiger_vreemde(request)) is not None:
            return weigering
        vraag = dict(request.query_params)
        regel = self.regels.get("GET", Regel(200))
        if regel.status != 200:
            return self._fout(regel.status, regel.code, "")
        with self._slot:
            treffers = [dict(b) for b in self.berichten if _past(b, vraag)]
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


def _melding(bericht: Json, status: str, code: int) -> dict[str, str]:
    """Return the fields of a status callback."""
    formulier = {"AccountSid": ACCOUNT, "ApiVersion": "2010-04-01", "MessageSid": bericht["sid"]}
    formulier |= {"MessageStatus": status, "SmsSid": bericht["sid"], "SmsStatus": status, "To": bericht["to"]}
    formulier |= {"MessagingServiceSid": bericht["messaging_service_sid"]} if bericht["messaging_service_sid"] else {}
    return formulier | ({"ErrorCode": str(code)} if code else {})


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
