"""How do many e-mails leave at the same time? A few reused connections, each with one e-mail under way."""

import asyncio
import ssl
from datetime import datetime
from typing import Self

from tasks.clients.smtp_mail import Email, SmtpInstellingen, SmtpLijn
from tasks.kanaal import Antwoord, Poststuk, Uitkomst

PER_LIJN = 2
"""Berichten claimed per line: one under way and one that waits for it, so that no line is idle between two e-mails."""


class SmtpPool:
    """Sends e-mail over at most `verbindingen` lines. Not idempotent, but a double has the same Message-ID.

    Offer as many at once as you like: who finds no free line waits. The line that was used last is used first, so that
    few e-mails need few connections.
    """

    def __init__(self, instellingen: SmtpInstellingen) -> None:
        """Prepare; a connection is made when an e-mail finds no other free one."""
        self._instellingen = instellingen
        certificaten = instellingen.certificaten or ssl.create_default_context()  # read once, not once per line
        self._lijnen = [SmtpLijn(instellingen, certificaten) for _ in range(instellingen.verbindingen)]
        self._vrij = list(self._lijnen)
        self._plaatsen = asyncio.Semaphore(instellingen.verbindingen)

    @property
    def idempotent(self) -> bool:
        """A mail server does not remember a Message-ID, so offering it twice delivers it twice."""
        return False

    @property
    def stoort(self) -> bool:
        """A mailbox disturbs nobody, also at night."""
        return False

    @property
    def gelijktijdig(self) -> int:
        """Enough to keep every line busy."""
        return PER_LIJN * self._instellingen.verbindingen

    async def __aenter__(self) -> Self:
        """Connect later: a round without e-mail needs no mail server."""
        self._sluit(False)
        return self

    async def __aexit__(self, *fout: object) -> None:
        """Say goodbye on the free lines, and cut those that are still busy: their e-mail gets its own answer."""
        self._sluit(True)
        for lijn in self._lijnen:
            if lijn not in self._vrij:
                lijn.verbreek()
        await asyncio.gather(*(lijn.hang_op() for lijn in self._vrij))

    def _sluit(self, dicht: bool) -> None:
        for lijn in self._lijnen:
            lijn.dicht = dicht

    async def proef(self) -> str:
        """Try the settings without sending anything; returns what is wrong, or an empty text."""
        return await self._vrij[-1].proef()

    async def verzend(self, poststuk: Poststuk) -> Antwoord:
        """Offer the e-mail once, as soon as a line is free."""
        try:
            email = Email.van(poststuk, self._instellingen.afzender)
        except ValueError:
            return Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden="het adres of de tekst bevat tekens die niet mogen")
        async with self._plaatsen:
            lijn = self._vrij.pop()
            try:
                return await lijn.bied_aan(email)
            finally:
                self._vrij.append(lijn)

    async def zoek_op(
        self, poststuk: Poststuk, sinds: datetime, behalve: frozenset[str] = frozenset()
    ) -> Antwoord | None:
        """Return ONBEKEND always: SMTP has no question for what became of an e-mail."""
        return Antwoord(Uitkomst.ONBEKEND, reden="een mailserver kan dit niet zeggen")

    async def stand(self, kenmerk: str) -> Antwoord:
        """Return VERZONDEN: what came of it shows only when a bounce comes back."""
        return Antwoord(Uitkomst.VERZONDEN, kenmerk)
