"""What does Twilio tell us afterwards, and is it really Twilio? Status callbacks and replies of residents."""

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self, cast
from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator

from tasks.clients import twilio_codes
from tasks.kanaal import Antwoord, Uitkomst

MAX_VELDEN = 100
"""More fields than any callback of Twilio has."""
MAX_TEKST = 1600
"""The longest sms that Twilio takes or gives, in characters."""
_SID = re.compile(r"[A-Za-z0-9]{1,64}")
_CODE = re.compile(r"[0-9]{0,9}")

RANG: dict[str, int] = {
    "accepted": 0, "scheduled": 0, "queued": 1, "sending": 2, "sent": 3, "partially_delivered": 3,
    "delivered": 4, "undelivered": 4, "failed": 4, "canceled": 4, "read": 5,
}  # fmt: skip
"""How far each status of an outgoing sms is on its way. Callbacks may arrive in any order: only upwards counts."""


class Besluit(StrEnum):
    """What was done with a callback whose signature is right."""

    NIEUW = "nieuw"
    """It was written down; it took effect where it was a step forward."""
    HERHAALD = "herhaald"
    """The very same callback was written down before: nothing changed."""
    ONBEKEND = "onbekend"
    """It is about a bericht that we do not have: nothing changed."""


class OnleesbaarFormulier(ValueError):
    """Dit is geen formulier zoals Twilio het stuurt."""


@dataclass(frozen=True)
class Formulier:
    """The fields of one callback, every name once; personal data."""

    velden: dict[str, str] = field(repr=False)

    @classmethod
    def lees(cls, inhoud: bytes) -> Self:
        """Read a urlencoded body.

        Raises OnleesbaarFormulier when it is not UTF-8, holds too many fields, or holds a name twice: Twilio sends
        none twice, and the signature does not see a second one with the same value.
        """
        try:
            paren = parse_qsl(
                inhoud.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=MAX_VELDEN
            )
        except ValueError:
            raise OnleesbaarFormulier from None  # the original quotes the body
        if len(dict(paren)) < len(paren):
            raise OnleesbaarFormulier
        return cls(dict(paren))

    def een(self, naam: str) -> str:
        """Return the value of a field, empty when it is absent."""
        return self.velden.get(naam, "")

    @property
    def getekend(self) -> str:
        """Return the fields as the signature covers them: it knows no borders between names and values."""
        return "".join(naam + waarde for naam, waarde in sorted(self.velden.items()))


@dataclass(frozen=True)
class Statusbericht:
    """One status callback: the sid of the sms at Twilio, its status in Twilio's word, and an error code or 0."""

    sid: str
    status: str
    code: int = 0


@dataclass(frozen=True)
class Inkomend:
    """One sms of a resident. `opt_out_type` is STOP, START or HELP when Twilio itself saw such a word, or empty.

    `van` is the number of the resident and `aan` ours, both E.164.
    """

    sid: str
    van: str = field(repr=False)
    tekst: str = field(repr=False)
    opt_out_type: str = ""
    aan: str = field(default="", repr=False)


def handtekening_klopt(token: str, publieke_url: str, formulier: Formulier, kop: str) -> bool:
    """Tell whether the header X-Twilio-Signature fits this URL and these fields.

    `publieke_url` is the whole address that Twilio was told to call, with path and query: never what the request says
    about itself, which a proxy rewrites and an attacker chooses. Without a token nothing is ever right.
    """
    if not token or not kop:
        return False
    try:
        return bool(cast(Any, RequestValidator(token)).validate(publieke_url, formulier.velden, kop))
    except ValueError:  # an address that is none
        return False


def sleutel_van(adres: str, formulier: Formulier) -> str:
    """Return the key by which the same callback is known again: a hash of exactly what its signature covers.

    `adres` is path and query of the request.

    The borders between names and values are not signed, so whoever moves them in a callback that he saw makes one
    that is right but has the same key.
    """
    return hashlib.sha256(f"{adres}\n{formulier.getekend}".encode()).hexdigest()


def lees_status(formulier: Formulier) -> Statusbericht | None:
    """Return the status callback in a form; None when the form is not one."""
    sid, code = formulier.een("MessageSid") or formulier.een("SmsSid"), formulier.een("ErrorCode")
    status = formulier.een("MessageStatus") or formulier.een("SmsStatus")
    if not _SID.fullmatch(sid) or status not in RANG or not _CODE.fullmatch(code):
        return None
    return Statusbericht(sid, status, int(code or 0))


def lees_sms(formulier: Formulier) -> Inkomend | None:
    """Return the incoming sms in a form; None when the form is not one. A longer text than an sms has is cut off."""
    sid, van = formulier.een("MessageSid") or formulier.een("SmsSid"), formulier.een("From")
    if not _SID.fullmatch(sid) or not van or "Body" not in formulier.velden or "MessageStatus" in formulier.velden:
        return None
    tekst = formulier.een("Body").replace("\x00", "")[:MAX_TEKST]
    return Inkomend(sid, van, tekst, formulier.een("OptOutType").upper(), formulier.een("To"))


def is_vooruit(oud: str, nieuw: str) -> bool:
    """Tell whether `nieuw` is a step forward from `oud` (both statuses of Twilio; an unknown `oud` is the start)."""
    return RANG.get(nieuw, -1) > RANG.get(oud, -1)


def uitkomst_van(status: str, code: int) -> Antwoord | None:
    """Return what a status means for the bericht, without its kenmerk; None while nothing is final."""
    if status in {"delivered", "read"}:
        return Antwoord(Uitkomst.BEZORGD)
    if status in {"failed", "undelivered", "canceled"}:
        uitkomst, reden = twilio_codes.na_aanname(code)
        return Antwoord(uitkomst, reden=reden)
    return None
