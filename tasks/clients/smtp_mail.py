"""How does an e-mail leave through SMTP, and what is certain when the line drops?"""

import asyncio
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
    `certificaten` replaces the certificate authorities of the machine.
    """

    host: str
    poort: int
    afzender: str
    gebruiker: str = ""
    wachtwoord: str = field(default="", repr=False)
    tls: Tls = Tls.STARTTLS
    per_verbinding: int = 100
    verbind_s: float = 30.0
    antwoord_s: float = 600.0
    certificaten: ssl.SSLContext | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Raise OnjuisteInstelling when these settings cannot send, or would send the password in the clear."""
        if not self.host or not 0 < self.poort < 65_536 or self.per_verbinding < 1:
            raise OnjuisteInstelling("SMTP_HOST of SMTP_PORT")
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
class _Brief:
    """One e-mail in the form in which it leaves."""

    aan: str
    message_id: str
    inhoud: bytes

    @classmethod
    def van(cls, poststuk: Poststuk, afzender: str) -> Self:
        email = bouw_email(poststuk, afzender)
        if "Date" not in email:
            email["Date"] = format_datetime(datetime.now(UTC))
        return cls(poststuk.aan, str(email["Message-ID"]), email.as_bytes())


class SmtpMail:
    """Sends e-mail over one reused connection. Not idempotent, but a double has the same Message-ID."""

    def __init__(self, instellingen: SmtpInstellingen) -> None:
        """Prepare; the connection is made with the first e-mail and renewed when it drops."""
        self._instellingen = instellingen
        self._envelopafzender = kaal_adres(instellingen.afzender)
        self._slot = asyncio.Lock()
        self._smtp: aiosmtplib.SMTP | None = None
        self._verstuurd = 0

    @property
    def idempotent(self) -> bool:
        """A mail server does not remember a Message-ID, so offering it twice delivers it twice."""
        return False

    async def __aenter__(self) -> Self:
        """Connect later: a round without e-mail needs no mail server."""
        return self

    async def __aexit__(self, *fout: object) -> None:
        """Say goodbye to the mail server."""
        await self._hang_op()

    async def verzend(self, poststuk: Poststuk) -> Antwoord:
        """Offer the e-mail once. Before its text has left every failure is certain; after that it may be ONBEKEND."""
        try:
            brief = _Brief.van(poststuk, self._instellingen.afzender)
        except ValueError:
            return Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden="het adres of de tekst bevat tekens die niet mogen")
        async with self._slot:
            try:
                return await self._bied_aan(brief)
            except asyncio.CancelledError:
                self._verbreek()  # the conversation stopped half-way: the next e-mail needs a fresh one
                raise

    async def zoek_op(self, poststuk: Poststuk, sinds: datetime) -> Antwoord | None:
        """Return ONBEKEND always: SMTP has no question for what became of an e-mail."""
        return Antwoord(Uitkomst.ONBEKEND, reden="een mailserver kan dit niet zeggen")

    async def _bied_aan(self, brief: _Brief) -> Antwoord:
        """Send envelope and text. A reused connection that turns out dead is replaced once, as nothing left yet."""
        hergebruikt = self._smtp is not None and self._smtp.is_connected
        begin = await self._begin(brief)
        if hergebruikt and isinstance(begin, Antwoord) and (self._smtp is None or not self._smtp.is_connected):
            begin = await self._begin(brief)
        if isinstance(begin, Antwoord):
            return begin
        antwoord = await self._geef_tekst(begin, brief)
        self._verstuurd += 1
        if self._verstuurd >= self._instellingen.per_verbinding:
            await self._hang_op()
        return antwoord

    async def _begin(self, brief: _Brief) -> aiosmtplib.SMTP | Antwoord:
        """Connect when needed and send the envelope; an Antwoord means that the e-mail did not leave."""
        try:
            smtp = await self._verbinding()
        except (aiosmtplib.SMTPException, OSError, ValueError) as fout:
            return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"geen verbinding met de mailserver{_code(fout)}")
        try:
            await smtp.mail(self._envelopafzender)
            await smtp.rcpt(brief.aan)
        except (aiosmtplib.SMTPException, OSError, ValueError) as fout:
            await self._wis_envelop(smtp)
            return antwoord_bij_envelop(fout)
        return smtp

    async def _geef_tekst(self, smtp: aiosmtplib.SMTP, brief: _Brief) -> Antwoord:
        """Send the text. Only a clear refusal is certain: a line that drops here may have delivered it."""
        try:
            await smtp.data(brief.inhoud, timeout=self._instellingen.antwoord_s)
        except aiosmtplib.SMTPDataError as fout:
            await self._wis_envelop(smtp)
            return antwoord_bij_code(fout.code)
        except (aiosmtplib.SMTPException, OSError) as fout:
            self._verbreek()
            return Antwoord(Uitkomst.ONBEKEND, reden=f"de lijn viel weg na het versturen ({type(fout).__name__})")
        return Antwoord(Uitkomst.VERZONDEN, kenmerk=brief.message_id)

    async def _verbinding(self) -> aiosmtplib.SMTP:
        """Return a connection that is open, protected and logged in."""
        if self._smtp is not None and self._smtp.is_connected:
            return self._smtp
        i = self._instellingen
        self._verstuurd = 0
        self._smtp = aiosmtplib.SMTP(
            hostname=i.host,
            port=i.poort,
            username=i.gebruiker or None,
            password=i.wachtwoord or None,
            use_tls=i.tls is Tls.TLS,
            start_tls=i.tls is Tls.STARTTLS,
            tls_context=i.certificaten,
            timeout=i.verbind_s,
        )
        await self._smtp.connect()
        return self._smtp

    async def _wis_envelop(self, smtp: aiosmtplib.SMTP) -> None:
        """Make the connection fit for the next e-mail, or let it go."""
        try:
            await smtp.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._verbreek()

    async def _hang_op(self) -> None:
        if self._smtp is not None and self._smtp.is_connected:
            try:
                await self._smtp.quit()
            except (aiosmtplib.SMTPException, OSError):
                self._verbreek()
        self._smtp = None

    def _verbreek(self) -> None:
        if self._smtp is not None:
            self._smtp.close()


def antwoord_bij_envelop(fout: Exception) -> Antwoord:
    """Return what a failure before the text means. A refused sender is about us, not about this resident."""
    if isinstance(fout, aiosmtplib.SMTPRecipientRefused):
        return antwoord_bij_code(fout.code)
    if isinstance(fout, aiosmtplib.SMTPSenderRefused) and fout.code == TE_GROOT:
        return antwoord_bij_code(fout.code)
    return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"de mailserver neemt nu niets aan{_code(fout)}")


def antwoord_bij_code(code: int) -> Antwoord:
    """Return what a reply code to recipient or text means (RFC 5321 §4.2.1).

    The words of the server stay out of the reason: they often name the resident.
    """
    if 400 <= code < 500:
        return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"de mailserver vraagt om later te komen ({code})")
    if 500 <= code < 600:
        return Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden=f"de mailserver weigert de e-mail ({code})")
    return Antwoord(Uitkomst.ONBEKEND, reden=f"onleesbaar antwoord van de mailserver ({code})")


def _code(fout: Exception) -> str:
    code = getattr(fout, "code", None)
    return f" ({code})" if isinstance(code, int) else f" ({type(fout).__name__})"
