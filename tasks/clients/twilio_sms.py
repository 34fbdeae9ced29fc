"""How does an sms leave through Twilio, at most once? The official client, without its retries and its log."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import aiohttp
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance, MessageList

from tasks.clients import twilio_codes
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Poststuk, Uitkomst

KLOKVERSCHIL = timedelta(minutes=2)
"""How far the provider's clock may be behind ours."""
BEDENKTIJD = timedelta(minutes=5)
"""How long after an attempt a missing sms may still turn up in the list of the provider."""
MAX_OPZOEKEN = 500
"""The most messages to one number that a lookup reads; beyond it the answer is ONBEKEND."""


@dataclass(frozen=True)
class TwilioInstellingen:
    """How to reach Twilio. Give a messaging service or an afzender; both empty is refused.

    `basis` is another host for tests and proxies (TWILIO_API_BASE). Times in seconds. `geldigheid_s` is how long
    Twilio may keep trying (1-36000): an sms of the end of the afternoon must not arrive at night.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    messaging_service_sid: str = ""
    afzender: str = ""
    basis: str = ""
    verbind_s: float = 10.0
    antwoord_s: float = 30.0
    geldigheid_s: int = 14_400

    def __post_init__(self) -> None:
        """Raise OnjuisteInstelling when these settings can never send."""
        if not re.fullmatch(r"AC[0-9a-fA-F]{32}", self.account_sid) or not self.auth_token:
            raise OnjuisteInstelling("TWILIO_ACCOUNT_SID of TWILIO_AUTH_TOKEN")
        if not self.messaging_service_sid and not self.afzender:
            raise OnjuisteInstelling("TWILIO_MESSAGING_SERVICE_SID of TWILIO_FROM")
        if self.basis and urlsplit(self.basis).scheme not in {"http", "https"}:
            raise OnjuisteInstelling("TWILIO_API_BASE")
        if not 1 <= self.geldigheid_s <= 36_000:
            raise OnjuisteInstelling("geldigheid van een sms")


class _Http(AsyncHttpClient):
    """The transport of the Twilio client: to another host when asked, with time limits, silent, and without retries.

    The transport that comes with the client waits forever, writes the number of the resident into its log, and
    with `max_retries` repeats a POST after a 500, which can deliver an sms twice.
    """

    def __init__(self, basis: str, limiet: aiohttp.ClientTimeout) -> None:
        super().__init__(logging.getLogger(__name__), is_async=True)
        self._basis = urlsplit(basis) if basis else None
        # a short keep-alive: a POST on a connection that the other side just closed would end as ONBEKEND
        connector = aiohttp.TCPConnector(keepalive_timeout=5)
        self._sessie = aiohttp.ClientSession(connector=connector, timeout=limiet)

    async def request(
        self,
        method: str,
        uri: str,
        params: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        timeout: float | None = None,
        allow_redirects: bool = False,
    ) -> Response:
        """Make one request. `timeout` and `allow_redirects` are the client's words; our own limits hold."""
        koppen = (headers or {}) | ({"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {})
        verzoek = self._sessie.request(
            method, self._verplaats(uri), params=params, data=data, headers=koppen, allow_redirects=False
        )
        async with verzoek as antwoord:
            return Response(antwoord.status, await antwoord.text(), antwoord.headers)

    async def sluit(self) -> None:
        await self._sessie.close()

    def _verplaats(self, url: str) -> str:
        if self._basis is None:
            return url
        deel = urlsplit(url)
        pad = self._basis.path.rstrip("/") + deel.path
        return urlunsplit((self._basis.scheme, self._basis.netloc, pad, deel.query, ""))


def utc_nu() -> datetime:
    """Return the real time, which the provider's list is about; never the date that a round plays."""
    return datetime.now(UTC)


class TwilioSms:
    """Sends sms through Twilio. Not idempotent: Twilio has no key against doubles, hence `zoek_op`."""

    def __init__(
        self, instellingen: TwilioInstellingen, nu: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Prepare; connections are made by `async with`. `nu` is the real clock (aware UTC)."""
        self._instellingen = instellingen
        self._nu = nu
        self._http: _Http | None = None
        self._client: Client | None = None

    @property
    def idempotent(self) -> bool:
        """Offering the same sms twice gives the resident two."""
        return False

    async def __aenter__(self) -> Self:
        """Open the HTTP session in the running event loop."""
        i = self._instellingen
        self._http = _Http(i.basis, aiohttp.ClientTimeout(sock_connect=i.verbind_s, sock_read=i.antwoord_s))
        self._client = Client(i.account_sid, i.auth_token, http_client=self._http)
        return self

    async def __aexit__(self, *fout: object) -> None:
        """Close the HTTP session."""
        if self._http is not None:
            await self._http.sluit()
            self._http = self._client = None

    async def verzend(self, poststuk: Poststuk) -> Antwoord:
        """Offer the sms once. ONBEKEND when the request left and no readable answer came back."""
        i = self._instellingen
        dienst = i.messaging_service_sid
        van = {"messaging_service_sid": dienst} if dienst else {"from_": i.afzender}
        berichten = self._berichten()
        try:
            bericht = await berichten.create_async(
                to=poststuk.aan, body=poststuk.tekst, validity_period=i.geldigheid_s, **van
            )
        except Exception as fout:  # whatever went wrong after the request left, the caller needs an answer
            return antwoord_bij_fout(fout)
        return antwoord_bij_bericht(bericht)

    async def zoek_op(self, poststuk: Poststuk, sinds: datetime) -> Antwoord | None:
        """Look for an sms to this number with this text, made since `sinds`.

        The list is not filtered on its date_sent, which is empty while an sms waits at Twilio: a waiting sms would
        look like one that never came. The same text to the same number can be that of another bericht: a
        kenmerk that already belongs to one proves nothing.
        """
        berichten = self._berichten()
        try:
            lijst = await berichten.list_async(to=poststuk.aan, limit=MAX_OPZOEKEN)
        except Exception:  # a lookup that fails says nothing about the sms
            return Antwoord(Uitkomst.ONBEKEND, reden="opzoeken lukt nu niet")
        oordelen = [(is_dezelfde(bericht, poststuk, sinds - KLOKVERSCHIL), bericht) for bericht in lijst]
        for dezelfde, bericht in oordelen:
            if dezelfde:
                return antwoord_bij_bericht(bericht)
        twijfel = any(dezelfde is None for dezelfde, _ in oordelen)
        if twijfel or len(lijst) >= MAX_OPZOEKEN or self._nu() - sinds < BEDENKTIJD:
            return Antwoord(Uitkomst.ONBEKEND, reden="de provider kan het niet zeggen")
        return None

    def _berichten(self) -> MessageList:
        """Return the resource to send to; a client that is not open is a mistake in the code, not a lost answer."""
        if self._client is None:
            raise RuntimeError("use TwilioSms with 'async with'")
        return self._client.messages


def is_dezelfde(bericht: MessageInstance, poststuk: Poststuk, vanaf: datetime) -> bool | None:
    """Tell whether a message at Twilio is an outgoing one with this text, made at or after `vanaf`.

    None when it cannot be said: the account may erase texts (message redaction).
    """
    if not str(bericht.direction).startswith("outbound"):
        return False
    moment = bericht.date_created
    if isinstance(moment, datetime) and moment < vanaf:
        return False
    if moment is None or not bericht.body:
        return None
    return _vlak(bericht.body) == _vlak(poststuk.tekst)


def _vlak(tekst: str) -> str:
    """Return a text without the differences in white space that a provider may make."""
    return " ".join(tekst.split())


def antwoord_bij_bericht(bericht: MessageInstance) -> Antwoord:
    """Return what a message at Twilio means for us; accepted or waiting counts as VERZONDEN."""
    kenmerk = bericht.sid if isinstance(bericht.sid, str) else ""
    if not kenmerk:
        return Antwoord(Uitkomst.ONBEKEND, reden="onleesbaar antwoord")
    if str(bericht.status) in {"failed", "undelivered", "canceled"}:
        code = bericht.error_code if isinstance(bericht.error_code, int) else 0
        uitkomst, reden = twilio_codes.na_aanname(code)
        return Antwoord(uitkomst, kenmerk, reden)
    return Antwoord(Uitkomst.VERZONDEN, kenmerk)


def antwoord_bij_fout(fout: Exception) -> Antwoord:
    """Return what a failed request means. Never the text of the error: it holds the number of the resident."""
    if isinstance(fout, TwilioRestException | TwilioServiceException):
        uitkomst, reden = twilio_codes.bij_weigering(int(fout.status), int(fout.code or 0))
        return Antwoord(uitkomst, reden=reden)
    if isinstance(fout, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="geen verbinding met de provider")
    if isinstance(fout, TimeoutError):
        return Antwoord(Uitkomst.ONBEKEND, reden="geen antwoord binnen de tijd")
    return Antwoord(Uitkomst.ONBEKEND, reden=f"het antwoord is verloren gegaan ({type(fout).__name__})")
