"""How does one bericht leave the house, whatever the wire? The interface that every client of a kanaal speaks."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, Self

MAX_NAAM = 120
_VREEMD = re.compile(r"[^A-Za-z0-9._-]")


class Uitkomst(StrEnum):
    """What is known after one attempt to send."""

    VERZONDEN = "verzonden"
    """The other side took the bericht over."""
    TIJDELIJK_MISLUKT = "tijdelijk_mislukt"
    """Certainly not taken over; the same bericht may be tried again."""
    BLIJVEND_MISLUKT = "blijvend_mislukt"
    """Certainly not taken over, and it never will be: a person looks for another way."""
    AFGEMELD = "afgemeld"
    """Certainly not taken over: the resident stopped this kanaal."""
    BEZORGD = "bezorgd"
    """It reached the telephone or mailbox of the resident, says the other side."""
    ONBEKEND = "onbekend"
    """The answer was lost: it may have been taken over, so it is never blindly sent again (design §5)."""


@dataclass(frozen=True)
class Poststuk:
    """One bericht, ready to leave. Only `bericht_id` may be logged; the other fields stay out of every repr.

    `aan` is an E.164 number for sms and one address for e-mail. `html` is the second part of an e-mail.
    `klaargezet_op` (aware UTC) dates an e-mail, so that the same bericht always gives the same bytes.
    `antwoord_adres` is where a reply to an e-mail goes. `afmeld_url` and `afmeld_adres` let the mail program of the
    resident stop these e-mails (RFC 8058, RFC 2369). `geldig_s` is for how many seconds an sms may still arrive.
    `terugmeld_url` is where the provider tells what became of an sms; it holds the bericht_id and nothing else.
    """

    bericht_id: str
    aan: str = field(repr=False)
    onderwerp: str = field(repr=False)
    tekst: str = field(repr=False)
    html: str = field(default="", repr=False)
    klaargezet_op: datetime | None = None
    antwoord_adres: str = field(default="", repr=False)
    afmeld_url: str = field(default="", repr=False)
    afmeld_adres: str = field(default="", repr=False)
    geldig_s: int | None = None
    terugmeld_url: str = ""


@dataclass(frozen=True)
class Antwoord:
    """What the other side said. `kenmerk` is its own id of the bericht; `reden` is Dutch and holds no personal data.

    `oorzaak` is set when the fault is not the address of the resident: then that address stays in use.
    """

    uitkomst: Uitkomst
    kenmerk: str = ""
    reden: str = ""
    oorzaak: str = ""


class Verzender(Protocol):
    """A wire to the outside. Open it with `async with`; one instance serves one event loop.

    `verzend` and `zoek_op` answer, they do not raise: a caller with a row in its hand needs an Antwoord.
    Only a wrong instelling raises, as OnjuisteInstelling, before anything is sent.
    """

    @property
    def idempotent(self) -> bool:
        """Tell whether the same bericht_id may be offered twice without a second bericht for the resident."""
        ...

    @property
    def stoort(self) -> bool:
        """Tell whether a bericht reaches a person at once, day and night; a file disturbs nobody."""
        ...

    @property
    def gelijktijdig(self) -> int:
        """How many berichten may be offered at the same time; so many at most are in doubt when a process dies."""
        ...

    async def verzend(self, poststuk: Poststuk) -> Antwoord:
        """Try once to hand over the poststuk."""
        ...

    async def zoek_op(
        self, poststuk: Poststuk, sinds: datetime, behalve: frozenset[str] = frozenset()
    ) -> Antwoord | None:
        """Ask what became of an attempt that was made at or after `sinds` (aware UTC, the real clock).

        `behalve` are kenmerken that belong to other berichten already.
        None: the provider is sure that it never received the poststuk. Antwoord(ONBEKEND): it cannot say.
        """
        ...

    async def stand(self, kenmerk: str) -> Antwoord:
        """Ask what became of a bericht that was taken over, by its id at the provider.

        VERZONDEN: still on its way, or this kind of provider never knows more. ONBEKEND: the question got no answer.
        """
        ...

    async def __aenter__(self) -> Self:
        """Make ready to send."""
        ...

    async def __aexit__(self, *fout: object) -> None:
        """Let go of the connections."""
        ...


def veilige_naam(bericht_id: str) -> str:
    """Return `bericht_id` as a file name or message id of [A-Za-z0-9._-] only.

    Two ids never share a name: where a character had to go, a short hash of the whole id is added.
    """
    naam = _VREEMD.sub("_", bericht_id).lstrip(".")[:MAX_NAAM]
    if naam and naam == bericht_id:
        return naam
    return f"{naam}-{hashlib.sha256(bericht_id.encode()).hexdigest()[:12]}".lstrip("-")
