"""What do bounces say about the e-mails that left? Anybody can write to this mailbox, so little of it is believed."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from enum import StrEnum
from pathlib import Path

from tasks.clients.mime import kaal_adres
from tasks.clients.postvak import mails

MAX_DELEN, MAX_ONTVANGERS, MAX_KOPPEN = 50, 100, 65_536
"""A bounce has three parts and one recipient; more than this is an attack or a mistake."""

STATUSDELEN = frozenset({"message/delivery-status", "message/global-delivery-status"})
TERUGDELEN = frozenset(
    {"message/rfc822", "message/global", "message/global-headers", "message/rfc822-headers", "text/rfc822-headers"}
)
ADRES_FOUT = frozenset({"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""Status codes that say that this address receives nothing (RFC 3463 and 7505). Not 5.1.5 (it does) and not 5.1.7 and
5.1.8 (our own address)."""

_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9._-]{1,200}@[A-Za-z0-9.-]{1,253})>?")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_LEGE_REGEL = re.compile(rb"\r?\n[ \t]*\r?\n")


class Actie(StrEnum):
    """What happened to the e-mail in the end; a delay is not the end."""

    MISLUKT = "mislukt"
    BEZORGD = "bezorgd"


ACTIES = {"failed": Actie.MISLUKT, "delivered": Actie.BEZORGD, "relayed": Actie.BEZORGD, "expanded": Actie.BEZORGD}


@dataclass(frozen=True)
class Stuiter:
    """What one bounce says about one of our e-mails. It holds ids and codes only.

    `vast`: another try to this address has no use. `adres_schuld`: the address itself receives nothing, whoever writes.
    `reden` is Dutch.
    """

    message_id: str
    actie: Actie
    status: str
    vast: bool = False
    adres_schuld: bool = False
    reden: str = ""

    @property
    def bericht_id(self) -> str:
        """The bericht that the e-mail was made of: message_id() names it so, when its id is a safe name."""
        return self.message_id.strip("<>").rpartition("@")[0]


@dataclass(frozen=True)
class Oogst:
    """What was in a mailbox. `genegeerd`: other mail, delays and bounces of somebody else; `onleesbaar`: broken."""

    stuiters: tuple[Stuiter, ...]
    genegeerd: int
    onleesbaar: int


class _Genegeerd(Exception):
    """Deze mail gaat niet over een e-mail van ons."""


class _Onleesbaar(Exception):
    """Deze mail is niet te lezen."""


@dataclass(frozen=True)
class _Deel:
    soort: str
    inhoud: bytes


def lees_stuiters(postvak: Path, afzender: str) -> Oogst:
    """Return what an mbox, a Maildir or a folder of .eml says about e-mails of `afzender` (`Naam <adres>`).

    Reading changes nothing and gives the same answer again. Raise OnjuisteInstelling when the mailbox is not there;
    bad mail is counted and never raises.
    """
    domein = kaal_adres(afzender).rpartition("@")[2].lower()
    stuiters: list[Stuiter] = []
    genegeerd = onleesbaar = 0
    for mail in mails(postvak):
        try:
            stuiters.append(lees_stuiter(mail, domein))
        except _Genegeerd:
            genegeerd += 1
        except Exception:  # a stranger wrote it: whatever it breaks in a parser, it is one mail that cannot be read
            onleesbaar += 1
    return Oogst(tuple(stuiters), genegeerd, onleesbaar)


def lees_stuiter(mail: bytes | None, domein: str) -> Stuiter:
    """Return what one mail says, or raise."""
    if mail is None:
        raise _Onleesbaar
    delen = _delen(mail)
    status = next((d for d in delen if d.soort in STATUSDELEN), None)
    if status is None:
        raise _Genegeerd
    terug = next((_koppen(d.inhoud.lstrip()) for d in delen if d.soort in TERUGDELEN), Message())
    blokken = [_koppen(b) for b in _LEGE_REGEL.split(status.inhoud.strip())[:MAX_ONTVANGERS]]
    naam = _message_id(terug, blokken, domein)
    return _oordeel(naam, _beslissend([b for b in blokken if "Action" in b], _kop(terug, "To")))


def _message_id(terug: Message, blokken: list[Message], domein: str) -> str:
    """Return our Message-ID: from what came back of the e-mail, or from the envelope that we named after it."""
    ruw = _kop(terug, "Message-ID") or next((_kop(b, "Original-Envelope-Id") for b in blokken), "")
    gevonden = _MESSAGE_ID.fullmatch(ruw.strip())
    if not ruw:
        raise _Onleesbaar
    if gevonden is None or gevonden[1].rpartition("@")[2].lower() != domein:
        raise _Genegeerd
    return f"<{gevonden[1]}>"


def _beslissend(blokken: list[Message], aan: str) -> Message:
    """Return the recipient that decides: the one we wrote to, else one that got it, else one that did not.

    Our e-mails have one recipient; a mailing list or a forward makes several of it.
    """
    op_actie = {_actie(b): b for b in reversed(blokken)}
    for blok in blokken:
        if _ontvanger(blok) == parseaddr(aan)[1].lower():
            return blok
    for actie in (Actie.BEZORGD, Actie.MISLUKT, None):
        if actie in op_actie:
            return op_actie[actie]
    raise _Onleesbaar


def _ontvanger(blok: Message) -> str:
    """Return the address that we wrote to, as this bounce knows it; never an empty one."""
    ruw = _kop(blok, "Original-Recipient") or _kop(blok, "Final-Recipient")
    return ruw.rpartition(";")[2].strip(" <>").lower() or "?"


def _oordeel(naam: str, blok: Message) -> Stuiter:
    """Return what the deciding recipient says."""
    actie = _actie(blok)
    if actie is None:
        raise _Genegeerd
    status = _status(blok)
    if actie is Actie.BEZORGD:
        return Stuiter(naam, actie, status)
    return Stuiter(naam, actie, status, status.startswith("5"), status in ADRES_FOUT, reden_bij(status))


def reden_bij(status: str) -> str:
    """Return in Dutch why an e-mail did not arrive; the words of the other side name people and stay out."""
    if status in ADRES_FOUT:
        return f"het e-mailadres neemt geen e-mail aan ({status})"
    if status == "5.2.2":
        return f"de mailbox is vol ({status})"
    if status.startswith("5.7."):
        return f"de andere mailserver wil onze e-mail niet ({status})"
    return f"de e-mail kwam niet aan ({status})"


def _actie(blok: Message) -> Actie | None:
    woord = re.match(r"\s*([a-z]+)", _kop(blok, "Action").lower())
    return ACTIES.get(woord[1]) if woord else None


def _status(blok: Message) -> str:
    """Return the status code; a vague one (x.0.0) or none gives way to the code of the last mail server."""
    eigen = _STATUS.match(_kop(blok, "Status").strip())
    vaag = eigen is None or eigen[1].endswith(".0.0")
    nader = _STATUS.search(_kop(blok, "Diagnostic-Code")[:1000]) if vaag else None
    gevonden = nader or eigen
    mislukt = _actie(blok) is Actie.MISLUKT
    if gevonden is None or (mislukt and gevonden[1].startswith("2")):
        return "5.0.0" if mislukt else "2.0.0"
    return gevonden[1]


def _delen(mail: bytes) -> list[_Deel]:
    """Return the parts of a mail, decoded; parts of parts too, messages inside it not. Too many of them: a bomb."""
    delen: list[_Deel] = []
    for deel in _ontleed(mail):
        delen.append(deel)
        if len(delen) > MAX_DELEN:
            raise _Onleesbaar
    return delen


def _ontleed(mail: bytes) -> Iterator[_Deel]:
    koppen, romp = _koppen(mail), _romp(mail)
    soort = koppen.get_content_type()
    if not soort.startswith("multipart/"):
        yield _Deel(soort, _ontcijfer(romp, _kop(koppen, "Content-Transfer-Encoding")))
        return
    yield _Deel(soort, b"")
    grens = koppen.get_boundary()
    if not grens:
        raise _Onleesbaar
    for deel in _gesneden(romp, grens.encode("utf-8", "surrogateescape")):
        yield from _ontleed(deel)


def _gesneden(romp: bytes, grens: bytes) -> Iterator[bytes]:
    """Cut at the boundary lines; a mail that was cut off has no last one."""
    begin: int | None = None
    for lijn in re.finditer(rb"^--" + re.escape(grens) + rb"(--)?[ \t]*\r?$\n?", romp, re.MULTILINE):
        if begin is not None:
            yield romp[begin : lijn.start()]
        if lijn[1]:
            return
        begin = lijn.end()
    if begin is not None:
        yield romp[begin:]


def _ontcijfer(inhoud: bytes, codering: str) -> bytes:
    match codering.strip().lower():
        case "base64":
            return binascii.a2b_base64(inhoud)
        case "quoted-printable":
            return binascii.a2b_qp(inhoud)
        case _:
            return inhoud


def _koppen(mail: bytes) -> Message:
    """Return the headers of a mail, a part or a block; a huge heap of them is cut off."""
    einde = _LEGE_REGEL.search(mail)
    return BytesHeaderParser().parsebytes(mail[: min(einde.start() if einde else len(mail), MAX_KOPPEN)])


def _romp(mail: bytes) -> bytes:
    """Return what follows the headers. A part may begin with the empty line: then it has none."""
    if mail[:1] == b"\n" or mail[:2] == b"\r\n":
        return mail
    einde = _LEGE_REGEL.search(mail)
    return mail[einde.end() :] if einde else b""


def _kop(koppen: Message, naam: str) -> str:
    return str(koppen.get(naam, ""))
