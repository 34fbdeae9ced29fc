"""How does an sms leave through Twilio, at most once? The official client, without its retries and its log."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit, urlunsplit

import aiohttp
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType
from twilio.base.exceptions import TwilioRestException, TwilioServiceException
from twilio.http import AsyncHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from twilio.rest.api.v2010.account.message import MessageInstance, MessageList

from tasks.clients import twilio_codes
from tasks.clients.twilio_terugmelding import uitkomst_van
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Poststuk, Uitkomst

KLOKVERSCHIL = timedelta(minutes=2)
"""How far the provider's clock may be behind ours."""
MAX_OPZOEKEN = 500
"""The most messages to one number that a lookup reads; beyond it the answer is ONBEKEND."""
APPARATEN = "+3197"
"""Dutch numbers of lifts, meters and cars: no person reads an sms there."""
SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_NAAM = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9 ]{0,9}[A-Za-z0-9])?")
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")


@dataclass(frozen=True)
class TwilioInstellingen:
    """How to reach Twilio. Give a messaging service or an afzender; both empty is refused.

    `basis` is another host for tests and proxies (TWILIO_API_BASE). Times in seconds. `geldigheid_s` is how long
    Twilio may keep trying (1-36000): an sms of the end of the afternoon must not arrive at night. `bedenktijd_s` is how
    long after an attempt a missing sms may still turn up in the list of the provider. `gelijktijdig` sms are offered
    at the same time. With `wis_inhoud` Twilio keeps neither text nor whole number, and a lost answer cannot be looked
    up: it stays ONBEKEND until a person decides.

    An afzender is a number (E.164) or a name of at most 11 letters, digits and spaces, with at least one letter.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    messaging_service_sid: str = ""
    afzender: str = ""
    basis: str = ""
    verbind_s: float = 10.0
    antwoord_s: float = 30.0
    geldigheid_s: int = 14_400
    bedenktijd_s: float = 300.0
    gelijktijdig: int = 8
    wis_inhoud: bool = False

    def __post_init__(self) -> None:
        """Raise OnjuisteInstelling when these settings can never send."""
        if not re.fullmatch(r"AC[0-9a-fA-F]{32}", self.account_sid) or not self.auth_token:
            raise OnjuisteInstelling("TWILIO_ACCOUNT_SID of TWILIO_AUTH_TOKEN")
        if not self.messaging_service_sid and not self.afzender:
            raise OnjuisteInstelling("TWILIO_MESSAGING_SERVICE_SID of TWILIO_FROM")
        if self.messaging_service_sid and not re.fullmatch(r"MG[0-9a-fA-F]{32}", self.messaging_service_sid):
            raise OnjuisteInstelling("TWILIO_MESSAGING_SERVICE_SID")
        if self.afzender and not (_NAAM.fullmatch(self.afzender) or _E164.fullmatch(self.afzender)):
            raise OnjuisteInstelling("TWILIO_FROM: een nummer of een naam van hoogstens 11 letters en cijfers")
        if self.basis and urlsplit(self.basis).scheme not in {"http", "https"}:
            raise OnjuisteInstelling("TWILIO_API_BASE")
        if not 1 <= self.geldigheid_s <= 36_000:
            raise OnjuisteInstelling("geldigheid van een sms")
        if not 1 <= self.gelijktijdig <= 100 or self.bedenktijd_s < 0:
            raise OnjuisteInstelling("gelijktijdig of bedenktijd van de sms-dienst")


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

    @property
    def stoort(self) -> bool:
        """A telephone beeps at night too."""
        return True

    @property
    def gelijktijdig(self) -> int:
        """How many sms may be offered at the same time."""
        return self._instellingen.gelijktijdig

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
        """Offer the sms once. ONBEKEND when the request left and no readable answer came back.

        A number that is no mobile telephone of a person, and an sms whose time is over, are refused without asking.
        """
        if not is_mobiel(poststuk.aan):
            return Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden="het nummer is geen mobiel nummer")
        geldig = self._geldig_s(poststuk)
        if geldig < 1:
            return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="het is nu te laat voor een sms")
        berichten = self._berichten()
        try:
            bericht = await berichten.create_async(
                to=poststuk.aan, body=poststuk.tekst, validity_period=geldig, **self._keuzes(poststuk)
            )
        except Exception as fout:  # whatever went wrong after the request left, the caller needs an answer
            return antwoord_bij_fout(fout)
        return antwoord_bij_bericht(bericht)

    async def zoek_op(
        self, poststuk: Poststuk, sinds: datetime, behalve: frozenset[str] = frozenset()
    ) -> Antwoord | None:
        """Look for an sms to this number with this text, made since `sinds`, the oldest when there are more.

        `behalve` are the sids that already belong to another bericht: the same text to the same number proves nothing
        then. The oldest, because a later one may belong to a later bericht, whose own lookup does not see this one.

        The list is not filtered on its date_sent, which is empty while an sms waits at Twilio: a waiting sms would
        look like one that never came.
        """
        berichten = self._berichten()
        try:
            lijst = await berichten.list_async(to=poststuk.aan, limit=MAX_OPZOEKEN)
        except Exception:  # a lookup that fails says nothing about the sms
            return Antwoord(Uitkomst.ONBEKEND, reden="opzoeken lukt nu niet")
        vrij = [bericht for bericht in lijst if bericht.sid not in behalve]
        oordelen = [(is_dezelfde(bericht, poststuk, sinds - KLOKVERSCHIL), bericht) for bericht in vrij]
        dezelfde = [bericht for oordeel, bericht in oordelen if oordeel]
        if dezelfde:
            return antwoord_bij_bericht(min(dezelfde, key=_gemaakt_op))
        twijfel = any(oordeel is None for oordeel, _ in oordelen)
        te_vroeg = (self._nu() - sinds).total_seconds() < self._instellingen.bedenktijd_s
        if twijfel or te_vroeg or len(lijst) >= MAX_OPZOEKEN:
            return Antwoord(Uitkomst.ONBEKEND, reden="de provider kan het niet zeggen")
        return None

    async def stand(self, kenmerk: str) -> Antwoord:
        """Ask what became of the sms with this sid; ONBEKEND when there is no answer or no such sms."""
        berichten = self._berichten()
        if not SID.fullmatch(kenmerk):
            return Antwoord(Uitkomst.ONBEKEND, reden="dit is geen kenmerk van de provider")
        try:
            return antwoord_bij_bericht(await berichten(kenmerk).fetch_async())
        except Exception:  # a question that fails says nothing about the sms
            return Antwoord(Uitkomst.ONBEKEND, kenmerk, "opvragen lukt nu niet")

    async def proef(self) -> str:
        """Ask for our newest message, without sending anything; returns what is wrong, or an empty text."""
        try:
            await self._berichten().list_async(limit=1, page_size=1)
        except Exception as fout:
            return antwoord_bij_fout(fout).reden
        return ""

    def _geldig_s(self, poststuk: Poststuk) -> int:
        """Return for how many seconds Twilio may keep trying."""
        grens = self._instellingen.geldigheid_s
        return grens if poststuk.geldig_s is None else min(grens, poststuk.geldig_s)

    def _keuzes(self, poststuk: Poststuk) -> dict[str, Any]:
        """Return what differs by setting or by bericht: the sender, the callback, and what Twilio may keep."""
        i = self._instellingen
        keuzes = (
            {"messaging_service_sid": i.messaging_service_sid} if i.messaging_service_sid else {"from_": i.afzender}
        )
        if poststuk.terugmeld_url:
            keuzes["status_callback"] = poststuk.terugmeld_url
        if i.wis_inhoud:
            keuzes |= {"content_retention": "discard", "address_retention": "obfuscate"}
        return keuzes

    def _berichten(self) -> MessageList:
        """Return the resource to send to; a client that is not open is a mistake in the code, not a lost answer."""
        if self._client is None:
            raise RuntimeError("use TwilioSms with 'async with'")
        return self._client.messages


def is_mobiel(nummer: str) -> bool:
    """Tell whether this is the mobile telephone of a person, written as E.164."""
    if not _E164.fullmatch(nummer) or nummer.startswith(APPARATEN):
        return False
    try:
        return phonenumbers.number_type(phonenumbers.parse(nummer)) == PhoneNumberType.MOBILE
    except NumberParseException:
        return False


def is_dezelfde(bericht: MessageInstance, poststuk: Poststuk, vanaf: datetime) -> bool | None:
    """Tell whether a message at Twilio is an outgoing one with this text, made at or after `vanaf`.

    None when it cannot be said: the account may erase texts (message redaction), and ours may have other words than
    it had at the attempt, because a template or the telephone number of a team changed in between.
    """
    if not str(bericht.direction).startswith("outbound"):
        return False
    moment = bericht.date_created
    if isinstance(moment, datetime) and moment < vanaf:
        return False
    if moment is None or not bericht.body:
        return None
    return _vlak(bericht.body) == _vlak(poststuk.tekst) or None


def _gemaakt_op(bericht: MessageInstance) -> datetime:
    """Return when a message was made; one of which that is unknown comes first."""
    return bericht.date_created if isinstance(bericht.date_created, datetime) else datetime.min.replace(tzinfo=UTC)


def _vlak(tekst: str) -> str:
    """Return a text without the differences in white space that a provider may make."""
    return " ".join(tekst.split())


def antwoord_bij_bericht(bericht: MessageInstance) -> Antwoord:
    """Return what a message at Twilio means for us; accepted or waiting counts as VERZONDEN."""
    kenmerk = bericht.sid if isinstance(bericht.sid, str) else ""
    if not kenmerk:
        return Antwoord(Uitkomst.ONBEKEND, reden="onleesbaar antwoord")
    code = bericht.error_code if isinstance(bericht.error_code, int) else 0
    einde = uitkomst_van(str(bericht.status), code)
    return replace(einde, kenmerk=kenmerk) if einde else Antwoord(Uitkomst.VERZONDEN, kenmerk)


def antwoord_bij_fout(fout: Exception) -> Antwoord:
    """Return what a failed request means. Never the text of the error: it holds the number of the resident."""
    if isinstance(fout, TwilioRestException | TwilioServiceException):
        code = int(fout.code or 0)
        uitkomst, reden = twilio_codes.bij_weigering(int(fout.status), code)
        voorgoed = uitkomst is Uitkomst.BLIJVEND_MISLUKT
        return Antwoord(uitkomst, reden=reden, oorzaak=twilio_codes.oorzaak_van(code) if voorgoed else "")
    if isinstance(fout, aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.InvalidURL):
        return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="geen verbinding met de provider")
    if isinstance(fout, TimeoutError):
        return Antwoord(Uitkomst.ONBEKEND, reden="geen antwoord binnen de tijd")
    return Antwoord(Uitkomst.ONBEKEND, reden=f"het antwoord is verloren gegaan ({type(fout).__name__})")
