"""What does a mail server answer? A stand-in with TLS, AUTH, refusals per recipient and lines that drop."""

import asyncio
import logging
import random
import re
import socket
import ssl
import threading
from collections import Counter
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from enum import StrEnum
from typing import Any, Self, cast

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

GEBRUIKER = "tijdig"
WACHTWOORD = "geheim-voor-de-test"
_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>\r\n]*>)", re.IGNORECASE | re.MULTILINE)
_DSN = re.compile(r" (?:RET|ENVID)=\S+")


class Storing(StrEnum):
    """What goes wrong with an e-mail to one recipient; a line that drops before the text does so once."""

    VERBREEK_VOOR_TEKST = "verbreek_voor_tekst"
    VERBREEK_BIJ_DATA = "verbreek_bij_data"
    VERBREEK_NA_TEKST = "verbreek_na_tekst"
    ZWIJG_NA_TEKST = "zwijg_na_tekst"


@dataclass
class SmtpServer:
    """`post` is every e-mail that was taken over, also those whose answer was lost; `keren` counts per Message-ID.

    A test sets what happens per recipient: `weiger` at RCPT TO, `weiger_data` at DATA, `weiger_tekst` after the
    text, or a `storing`. `weiger_afzender` answers MAIL FROM. `verlies` is the part of the e-mails whose answer gets
    lost after they were taken over, `uitval` the part whose line drops before the text; chance is fixed by `zaad`.
    `denktijd_s` is how long it takes over an e-mail, `dsn` offers RFC 3461.
    Use it as a context manager; `stop` makes it die, `start` brings it back.
    """

    tls: str = "starttls"
    met_wachtwoord: bool = True
    weiger: dict[str, str] = field(default_factory=dict[str, str])
    weiger_data: dict[str, str] = field(default_factory=dict[str, str])
    weiger_tekst: dict[str, str] = field(default_factory=dict[str, str])
    storing: dict[str, Storing] = field(default_factory=dict[str, Storing])
    weiger_afzender: str = ""
    verlies: float = 0.0
    verloren: int = 0
    verloren: int = 0
    uitval: float = 0.0
    zaad: int = 1
    denktijd_s: float = 0.0
    dsn: bool = False
    ruw: list[bytes] = field(default_factory=list[bytes])
    ontvangers: list[str] = field(default_factory=list[str])
    keren: Counter[str] = field(default_factory=Counter[str])
    mailopties: list[str] = field(default_factory=list[str])
    verbindingen: int = 0
    poort: int = 0

    def __post_init__(self) -> None:
        """Make a certificate authority of its own; the client trusts it through `certificaten`."""
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        autoriteit: Any = trustme.CA()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        autoriteit.issue_cert("127.0.0.1").configure_cert(self._context)
        self.certificaten = ssl.create_default_context()
        autoriteit.configure_trust(self.certificaten)
        self.autoriteit_pem: str = autoriteit.cert_pem.bytes().decode()
        self.los = threading.Event()
        self._controller: _Controller | None = None

    @property
    def post(self) -> list[EmailMessage]:
        """Every e-mail that was taken over, as a mail program reads it."""
        return [cast(EmailMessage, message_from_bytes(i, policy=cast(Any, policy.default))) for i in self.ruw]

    @property
    def dubbel(self) -> dict[str, int]:
        """How often an e-mail came that came more than once, per Message-ID."""
        return {naam: keren for naam, keren in self.keren.items() if keren > 1}

    def __enter__(self) -> Self:
        """Start listening."""
        self.start()
        return self

    def __exit__(self, *fout: object) -> None:
        """Let go of silent conversations and stop."""
        self.los.set()
        self.stop()

    def start(self) -> None:
        """Listen, on the same port as before."""
        opties: dict[str, Any] = {"decode_data": False}
        if self.met_wachtwoord:
            opties |= {"authenticator": _controleer, "auth_required": True, "auth_require_tls": self.tls == "starttls"}
        if self.tls == "starttls":
            opties |= {"tls_context": self._context, "require_starttls": True}
        ssl_context = self._context if self.tls == "tls" else None
        self._controller = _Controller(self, _luister(self.poort), ssl_context, opties)
        self.poort = self._controller.port
        self._controller.start()

    def stop(self) -> None:
        """Die: close the port and every conversation."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    def verbreek_alles(self) -> None:
        """Cut the open conversations, as a server does that waited too long; new ones are welcome."""
        if self._controller is not None:
            self._controller.verbreek_alles()


class _Ontvangst:
    """What the server does with each command. aiosmtpd looks through it at every connection, so it holds little."""

    def __init__(self, houder: SmtpServer) -> None:
        self._houder = houder
        self._kans = random.Random(houder.zaad)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, naam: str, regels: list[str]
    ) -> list[str]:
        session.host_name = naam
        return [*regels[:-1], *(["250-DSN"] if self._houder.dsn else []), *regels[-1:]]

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, adres: str, opties: Any) -> str:
        if self._houder.weiger_afzender:
            return self._houder.weiger_afzender
        envelope.mail_from = adres
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, adres: str, opties: Any) -> str:
        if self._houder.storing.get(adres) is Storing.VERBREEK_VOOR_TEKST:
            del self._houder.storing[adres]
            _verbreek(server)
        elif self._kans.random() < self._houder.uitval:
            _verbreek(server)
        if adres in self._houder.weiger:
            return self._houder.weiger[adres]
        envelope.rcpt_tos.append(adres)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        adres = envelope.rcpt_tos[0]
        if adres in self._houder.weiger_tekst:
            return self._houder.weiger_tekst[adres]
        if self._houder.denktijd_s:
            await asyncio.sleep(self._houder.denktijd_s)
        inhoud = cast(bytes, envelope.original_content)
        self._houder.ruw.append(inhoud)
        gevonden = _MESSAGE_ID.search(inhoud)
        self._houder.keren[gevonden[1].decode() if gevonden else ""] += 1
        self._houder.ontvangers.append(adres)
        if self._houder.storing.get(adres) is Storing.ZWIJG_NA_TEKST:
            while not self._houder.los.is_set():
                await asyncio.sleep(0.02)
        if adres in self._houder.storing or self._kans.random() < self._houder.verlies:
            self._houder.verloren += 1
            _verbreek(server)
        return "250 OK"


class _Controller(Controller):
    """aiosmtpd on a socket that already listens, so that its port is known and free."""

    def __init__(
        self, houder: SmtpServer, luisteraar: socket.socket, ssl_context: ssl.SSLContext | None, opties: dict[str, Any]
    ) -> None:
        basis: Any = super()
        basis.__init__(
            _Ontvangst(houder), hostname="127.0.0.1", port=luisteraar.getsockname()[1], ssl_context=ssl_context
        )
        self._houder, self._luisteraar, self._opties = houder, luisteraar, opties
        self._gesprekken: list[SMTP] = []

    def factory(self) -> SMTP:
        houder, gesprekken = self._houder, self._gesprekken

        class Gesprek(SMTP):
            def connection_made(self, transport: Any) -> None:
                # STARTTLS calls this a second time on the same connection
                if self not in gesprekken:
                    gesprekken.append(self)
                    houder.verbindingen += 1
                super().connection_made(transport)

            async def smtp_DATA(self, arg: str) -> None:
                ontvangers = self.envelope.rcpt_tos if self.envelope is not None else []
                adres = ontvangers[0] if ontvangers else ""
                if houder.storing.get(adres) is Storing.VERBREEK_BIJ_DATA:
                    del houder.storing[adres]
                    _verbreek(self)
                    return
                if adres in houder.weiger_data:
                    await self.push(houder.weiger_data[adres])
                    return
                await super().smtp_DATA(arg)

            async def smtp_MAIL(self, arg: str | None) -> None:
                houder.mailopties += [o.strip() for o in _DSN.findall(arg or "")] if houder.dsn else []
                await super().smtp_MAIL(_DSN.sub("", arg) if arg and houder.dsn else arg)

        return Gesprek(self.handler, loop=self.loop, hostname="mail.example", **self._opties)

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._luisteraar, ssl=self.ssl_context)

    def _trigger_server(self) -> None:
        """Skip the connection that aiosmtpd makes to itself: a factory that fails shows in the first test."""
        self._factory_invoker()

    def verbreek_alles(self) -> None:
        for gesprek in self._gesprekken:
            self.loop.call_soon_threadsafe(_verbreek, gesprek)
        self._gesprekken.clear()

    def stop(self, no_assert: bool = False) -> None:
        self.verbreek_alles()
        super().stop(no_assert)


def _luister(poort: int) -> socket.socket:
    # with its protocol named: else asyncio leaves Nagle on, and every new connection waits twice for 40 ms
    luisteraar = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    luisteraar.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    luisteraar.bind(("127.0.0.1", poort))
    luisteraar.listen(64)
    return luisteraar


def _verbreek(server: SMTP) -> None:
    if server.transport is not None:
        cast(asyncio.WriteTransport, server.transport).abort()


def _controleer(server: SMTP, session: Session, envelope: Envelope, mechanisme: str, gegevens: Any) -> AuthResult:
    goed = isinstance(gegevens, LoginPassword) and gegevens == LoginPassword(GEBRUIKER.encode(), WACHTWOORD.encode())
    return AuthResult(success=goed, handled=goed)
