"""A deur without a database, and Twilio's way of knocking on it."""

import threading
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlencode

import httpx
from starlette.applications import Starlette
from twilio.request_validator import RequestValidator

from ontvangst.app import Ontvangstinstellingen, maak_app
from tasks.clients.twilio_terugmelding import Besluit, Inkomend, Statusbericht, is_vooruit

PUBLIEK = "https://berichten.voorbeeldstad.example"
TOKEN = "geheim-voor-de-test"
BERICHT = "V-000001-brief-onderweg-1-sms"
STATUS = f"/sms/status/{BERICHT}"
INKOMEND = "/sms/inkomend"
SID = "SM" + "a" * 32
NUMMER = "+31612345678"
FORMULIER = "application/x-www-form-urlencoded"
Velden = dict[str, str]


@dataclass
class Geheugen:
    """A deur that keeps to its agreement: the same key once, only forwards. `stuk` makes it fail like a database."""

    bekend: set[str] = field(default_factory=lambda: {BERICHT})
    standen: dict[str, str] = field(default_factory=dict[str, str])
    sms: list[Inkomend] = field(default_factory=list[Inkomend])
    afgemeld: list[str] = field(default_factory=list[str])
    sleutels: set[str] = field(default_factory=set[str])
    gevraagd: list[str] = field(default_factory=list[str])
    herhaald: int = 0
    stuk: Exception | None = None

    def __post_init__(self) -> None:
        """Threads come several at a time."""
        self._slot = threading.Lock()

    def neem_status(self, bericht_id: str, melding: Statusbericht, sleutel: str) -> Besluit:
        """Keep the furthest status."""
        with self._slot:
            self._faal()
            if bericht_id not in self.bekend:
                return Besluit.ONBEKEND
            if self._gezien(sleutel):
                return Besluit.HERHAALD
            if is_vooruit(self.standen.get(bericht_id, ""), melding.status):
                self.standen[bericht_id] = melding.status
            return Besluit.NIEUW

    def neem_sms(self, sms: Inkomend, sleutel: str) -> Besluit:
        """Keep the sms."""
        with self._slot:
            self._faal()
            if self._gezien(sleutel):
                return Besluit.HERHAALD
            self.sms.append(sms)
            return Besluit.NIEUW

    def meld_af(self, token: str) -> bool:
        """Know one token."""
        self.gevraagd.append(token)
        self._faal()
        if token != "goed-token":
            return False
        self.afgemeld.append(token)
        return True

    @property
    def ongerept(self) -> bool:
        """Tell that nothing was ever changed."""
        return not (self.standen or self.sms or self.afgemeld or self.sleutels)

    def _gezien(self, sleutel: str) -> bool:
        gezien = sleutel in self.sleutels
        self.herhaald += gezien
        self.sleutels.add(sleutel)
        return gezien

    def _faal(self) -> None:
        if self.stuk is not None:
            raise self.stuk


def app_van(deur: Geheugen, **anders: Any) -> Starlette:
    """The application with the settings of a test."""
    keuze: dict[str, Any] = {"publieke_url": PUBLIEK, "auth_token": TOKEN, "naam": "gemeente Voorbeeldstad"} | anders
    return maak_app(deur, Ontvangstinstellingen(**keuze))


def bezoeker(app: Starlette) -> httpx.AsyncClient:
    """A visitor that came past a proxy: host and scheme are those of the inside."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://10.0.0.7:8080")


def teken(pad: str, velden: Velden, token: str = TOKEN, publiek: str = PUBLIEK) -> str:
    """Sign as Twilio does, with its own code."""
    return str(cast(Any, RequestValidator(token)).compute_signature(publiek + pad, velden))


def een_status(status: str = "delivered", code: int = 0, **anders: str) -> Velden:
    """The fields of a status callback."""
    velden = {"AccountSid": "AC1", "MessageSid": SID, "SmsSid": SID, "MessageStatus": status, "SmsStatus": status}
    return velden | ({"ErrorCode": str(code)} if code else {}) | {"To": NUMMER} | anders


def een_sms(tekst: str = "STOP", **anders: str) -> Velden:
    """The fields of an sms of a resident."""
    return {"MessageSid": SID, "From": NUMMER, "To": "+3197010250000", "Body": tekst, "NumMedia": "0"} | anders


async def klop(app: Starlette, pad: str, velden: Velden | str, kop: str | None = None, **koppen: str) -> httpx.Response:
    """POST a form with a signature header, or without when that is None."""
    inhoud = velden if isinstance(velden, str) else urlencode(velden)
    alle: dict[str, Any] = {"Content-Type": FORMULIER} | koppen
    alle |= {} if kop is None else {"X-Twilio-Signature": kop.encode("latin-1")}
    async with bezoeker(app) as client:
        return await client.post(pad, content=inhoud, headers=alle)


async def meld(app: Starlette, pad: str, velden: Velden) -> int:
    """Knock with the right signature; return the status code."""
    return (await klop(app, pad, velden, teken(pad, velden))).status_code
