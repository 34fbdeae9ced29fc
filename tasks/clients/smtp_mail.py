"""How does an e-mail leave through SMTP, and what is certain when the line drops?"""

import contextlib
import re
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from ipaddress import ip_address
from typing import Self

import aiosmtplib

from tasks.clients.mime import OnveiligeEmail, bouw_email, kaal_adres
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Poststuk, Uitkomst

TE_GROOT = 552
"""The one 5xx to MAIL FROM that is about the e-mail itself (RFC 1870)."""
MAX_VERBINDINGEN = 50
"""More lines than any mail server allows one client."""
AFSCHEID_S = 5.0
"""So long a server may take to say goodbye; nothing depends on it."""
FOUTEN = (aiosmtplib.SMTPException, OSError, ValueError, RuntimeError)
"""What can go wrong in a conversation: a refusal, the line, a wrong certificate, nonsense from the other side."""
_PUNT = re.compile(rb"^\.", re.MULTILINE)
_NADER = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")


class Tls(StrEnum):
    """How the line is protected (SMTP_TLS)."""

    STARTTLS = "starttls"
    TLS = "tls"
    GEEN = "geen"


@dataclass(frozen=True)
class SmtpInstellingen:
    """How to reach the mail server. `afzender` is `Naam <adres>` or a bare address (SMTP_FROM). Times in seconds.

    After `per_verbinding` e-mails the connection is renewed: many servers end a longer one by themselves.
    `antwoord_s` is how long the server may think after the text of an e-mail (RFC 5321 §4.5.3.2.6: 10 minutes).
    `certificaten` replaces the certificate authorities of the machine. `verbindingen` is how many lines are open at the
    same time: more is faster until the mail server refuses.
    """

    host: str
    poort: int
    afzender: str
    gebruiker: str = ""
    wachtwoord: str = field(default="", repr=False)
    tls: Tls = Tls.STARTTLS
    verbindingen: int = 4
    per_verbinding: int = 100
    verbind_s: float = 30.0
    antwoord_s: float = 600.0
    certificaten: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Raise OnjuisteInstelling when these settings cannot send, or would send the password in the clear."""
        if not self.host or not 0 < self.poort < 65_536:
            raise OnjuisteInstelling("SMTP_HOST of SMTP_PORT")
        if self.per_verbinding < 1 or not 1 <= self.verbindingen <= MAX_VERBINDINGEN:
            raise OnjuisteInstelling("SMTP_VERBINDINGEN")
        if self.tls is Tls.GEEN and self.gebruiker and not is_eigen_machine(self.host):
            raise OnjuisteInstelling("SMTP_TLS=geen met een wachtwoord")
        try:
            kaal_adres(self.afzender)
        except OnveiligeEmail:
            raise OnjuisteInstelling("SMTP_FROM") from None


def is_eigen_machine(host: str) -> bool:
    """Tell whether a host is this machine: what goes there is not on a network."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@dataclass(frozen=True)
class Email:
    """One e-mail in the form in which it leaves."""

    aan: str = field(repr=False)
    message_id: str
    inhoud: bytes = field(repr=False)

    @classmethod
    def van(cls, poststuk: Poststuk, afzender: str) -> Self:
        """Return the e-mail of a poststuk. Raise ValueError when it holds what no e-mail may hold."""
        email = bouw_email(poststuk, afzender)
        if "Date" not in email:
            email["Date"] = format_datetime(datetime.now(UTC))
        return cls(poststuk.aan, str(email["Message-ID"]), email.as_bytes())


class SmtpLijn:
    """One reused connection to the mail server; one e-mail at a time. The pool decides who may use it.

    It connects with the first e-mail, again after `per_verbinding` e-mails, and again when the line dropped.
    """

    def __init__(self, instellingen: SmtpInstellingen, certificaten: ssl.SSLContext) -> None:
        """Prepare; nothing is connected yet."""
        self._instellingen = instellingen
        self._certificaten = certificaten
        self._envelopafzender = kaal_adres(instellingen.afzender)
        self._smtp: aiosmtplib.SMTP | None = None
        self._verstuurd = 0
        self._eigen_naam: str | None = None
        self.dicht = False
        """Nothing leaves any more: the house that owns this line is closing."""

    async def bied_aan(self, email: Email) -> Antwoord:
        """Offer the e-mail once. Before its text has left every failure is certain; after that it may be ONBEKEND."""
        try:
            begin = await self._begin_op_open_lijn(email)
            return begin if isinstance(begin, Antwoord) else await self._geef_tekst(begin, email)
        except BaseException:  # also a cancellation: the conversation stopped half-way, the next needs a fresh line
            self.verbreek()
            raise

    async def proef(self) -> str:
        """Connect, protect the line and log in, without an e-mail; returns why that fails, or an empty text."""
        try:
            await self._verbinding()
        except FOUTEN as fout:
            return f"geen verbinding met de mailserver{_code(fout)}"
        finally:
            await self.hang_op()
        return ""

    async def hang_op(self) -> None:
        """Say goodbye to the mail server."""
        smtp = self._smtp
        if smtp is not None and smtp.is_connected:
            with contextlib.suppress(*FOUTEN):
                await smtp.quit(timeout=AFSCHEID_S)
        self.verbreek()

    def verbreek(self) -> None:
        """Cut the line. An e-mail that is under way on it gets the answer that fits."""
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    async def _begin_op_open_lijn(self, email: Email) -> aiosmtplib.SMTP | Antwoord:
        """Begin; a reused connection that turns out dead is replaced once, as nothing left yet."""
        hergebruikt = self._open() is not None
        begin = await self._begin(email)
        if hergebruikt and isinstance(begin, Antwoord) and self._open() is None:
            begin = await self._begin(email)
        return begin

    async def _begin(self, email: Email) -> aiosmtplib.SMTP | Antwoord:
        """Connect when needed and send the envelope and DATA; an Antwoord means that the e-mail did not leave."""
        try:
            smtp = await self._verbinding()
        except FOUTEN as fout:
            self.verbreek()
            return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"geen verbinding met de mailserver{_code(fout)}")
        try:
            await smtp.mail(self._envelopafzender, options=_mailopties(smtp, email))
            await smtp.rcpt(email.aan)
            klaar = await smtp.execute_command(b"DATA")
        except FOUTEN as fout:
            await self._wis_envelop(smtp)
            return antwoord_bij_envelop(fout)
        if klaar.code != aiosmtplib.SMTPStatus.start_input:
            await self._wis_envelop(smtp)
            return antwoord_bij_code(klaar.code, klaar.message)
        return smtp

    async def _geef_tekst(self, smtp: aiosmtplib.SMTP, email: Email) -> Antwoord:
        """Send the text. Only a clear refusal is certain: a line that drops here may have delivered it."""
        try:
            code, uitleg = await _stuur_tekst(smtp, email.inhoud, self._instellingen.antwoord_s)
        except Exception as fout:  # whatever went wrong: the text may have arrived
            self.verbreek()
            return Antwoord(Uitkomst.ONBEKEND, reden=f"de lijn viel weg na het versturen ({type(fout).__name__})")
        self._verstuurd += 1
        if code == aiosmtplib.SMTPStatus.completed:
            return Antwoord(Uitkomst.VERZONDEN, kenmerk=email.message_id)
        await self._wis_envelop(smtp)
        return antwoord_bij_code(code, uitleg)

    async def _verbinding(self) -> aiosmtplib.SMTP:
        """Return a connection that is open, protected and logged in."""
        if self._verstuurd >= self._instellingen.per_verbinding:
            await self.hang_op()
        smtp = self._open()
        if self.dicht:
            raise aiosmtplib.SMTPServerDisconnected("dicht")
        if smtp is None:
            self._verstuurd = 0
            smtp = self._smtp = self._nieuw()
            await smtp.connect()
            self._eigen_naam = smtp.local_hostname  # a question to the name server, asked once
        return smtp

    def _nieuw(self) -> aiosmtplib.SMTP:
        i = self._instellingen
        return aiosmtplib.SMTP(
            hostname=i.host,
            port=i.poort,
            local_hostname=self._eigen_naam,
            username=i.gebruiker or None,
            password=i.wachtwoord or None,
            use_tls=i.tls is Tls.TLS,
            start_tls=i.tls is Tls.STARTTLS,
            tls_context=self._certificaten,
            timeout=i.verbind_s,
        )

    def _open(self) -> aiosmtplib.SMTP | None:
        return self._smtp if self._smtp is not None and self._smtp.is_connected else None

    async def _wis_envelop(self, smtp: aiosmtplib.SMTP) -> None:
        """Make the connection fit for the next e-mail, or let it go."""
        try:
            await smtp.rset()
        except FOUTEN:
            self.verbreek()


def _mailopties(smtp: aiosmtplib.SMTP, email: Email) -> list[str]:
    """Ask a server that can (RFC 3461) to keep the words out of a bounce and to put the Message-ID in it."""
    if not smtp.supports_extension("dsn"):
        return []
    return ["RET=HDRS", f"ENVID={email.message_id.strip('<>')}"]


async def _stuur_tekst(smtp: aiosmtplib.SMTP, inhoud: bytes, antwoord_s: float) -> aiosmtplib.SMTPResponse:
    """Send the text after DATA was welcome, and return the answer; a line that begins with a dot gets another."""
    if smtp.protocol is None:
        raise aiosmtplib.SMTPServerDisconnected("lijn weg")
    smtp.protocol.write(_PUNT.sub(b"..", inhoud) + b".\r\n")
    return await smtp.protocol.read_response(timeout=antwoord_s)


def antwoord_bij_envelop(fout: Exception) -> Antwoord:
    """Return what a failure before the text means. A refused sender is about us, not about this resident."""
    if isinstance(fout, aiosmtplib.SMTPRecipientRefused):
        return antwoord_bij_code(fout.code, fout.message)
    if isinstance(fout, aiosmtplib.SMTPSenderRefused) and fout.code == TE_GROOT:
        return antwoord_bij_code(fout.code, fout.message)
    return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"de mailserver neemt nu niets aan{_code(fout)}")


def antwoord_bij_code(code: int, uitleg: str = "") -> Antwoord:
    """Return what a reply code to recipient, DATA or text means (RFC 5321 §4.2.1).

    The words of the server stay out of the reason: they often name the resident. Its enhanced code may be in it.
    """
    nader = _NADER.match(uitleg)
    toon = f"{code} {nader[1]}" if nader else f"{code}"
    if 400 <= code < 500:
        return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"de mailserver vraagt om later te komen ({toon})")
    if 500 <= code < 600:
        return Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden=f"de mailserver weigert de e-mail ({toon})")
    return Antwoord(Uitkomst.ONBEKEND, reden=f"onleesbaar antwoord van de mailserver ({code})")


def _code(fout: Exception) -> str:
    code = getattr(fout, "code", None)
    return f" ({code})" if isinstance(code, int) else f" ({type(fout).__name__})"
