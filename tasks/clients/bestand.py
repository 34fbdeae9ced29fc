"""Where does a bericht go when there is no provider? Into a folder, as a file that a person can open."""

import contextlib
import os
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar, Self

from tasks.clients.mime import OnveiligeEmail, bouw_email, kaal_adres
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Poststuk, Uitkomst, veilige_naam

DEEL = ".deel"
"""How the name of a file ends while it is being written."""
STANDAARD_AFZENDER = "Gemeente <geen-antwoord@gemeente.invalid>"


class _Bestand:
    """Writes one file per bericht. The first write wins: what was sent once is never changed or sent again."""

    soort: ClassVar[str]
    achtervoegsel: ClassVar[str]

    def __init__(self, map: Path) -> None:
        """Write below `map`, the folder `post`; it is made when the first bericht comes."""
        self._map = map / self.soort

    @property
    def idempotent(self) -> bool:
        """The name of the file is the bericht_id, so offering it twice leaves one file."""
        return True

    @property
    def stoort(self) -> bool:
        """A file disturbs nobody."""
        return False

    @property
    def gelijktijdig(self) -> int:
        """Files may be written again, so none is ever in doubt."""
        return 50

    async def stand(self, kenmerk: str) -> Antwoord:
        """Return VERZONDEN: nobody reads a file back to us."""
        return Antwoord(Uitkomst.VERZONDEN, kenmerk)

    async def __aenter__(self) -> Self:
        """Nothing to open."""
        return self

    async def __aexit__(self, *fout: object) -> None:
        """Nothing to close."""

    async def zoek_op(
        self, poststuk: Poststuk, sinds: datetime, behalve: frozenset[str] = frozenset()
    ) -> Antwoord | None:
        """Return VERZONDEN when the file is there. A folder always knows: None means never written."""
        pad = self._pad(poststuk)
        return Antwoord(Uitkomst.VERZONDEN, kenmerk=pad.name) if pad.exists() else None

    def _pad(self, poststuk: Poststuk) -> Path:
        return self._map / f"{veilige_naam(poststuk.bericht_id)}{self.achtervoegsel}"

    def _bewaar(self, poststuk: Poststuk, inhoud: bytes) -> Antwoord:
        pad = self._pad(poststuk)
        try:
            if not pad.exists():
                schrijf_in_een_keer(pad, inhoud)
        except OSError as fout:
            return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"het bestand is niet geschreven ({fout.errno})")
        return Antwoord(Uitkomst.VERZONDEN, kenmerk=pad.name)


class BestandSms(_Bestand):
    """Writes `sms/<bericht-id>.txt`: the number, an empty line, the text."""

    soort = "sms"
    achtervoegsel = ".txt"

    async def verzend(self, poststuk: Poststuk) -> Antwoord:
        """Write the sms to its file."""
        return self._bewaar(poststuk, f"Aan: {poststuk.aan}\n\n{poststuk.tekst}\n".encode())


class BestandEmail(_Bestand):
    """Writes `email/<bericht-id>.eml`, which every mail program opens."""

    soort = "email"
    achtervoegsel = ".eml"

    def __init__(self, map: Path, afzender: str = STANDAARD_AFZENDER) -> None:
        """Write below `map`, as if `afzender` (`Naam <adres>`) had sent it. Raise OnjuisteInstelling."""
        super().__init__(map)
        try:
            kaal_adres(afzender)
        except OnveiligeEmail:
            raise OnjuisteInstelling("afzender van e-mail") from None
        self._afzender = afzender

    async def verzend(self, poststuk: Poststuk) -> Antwoord:
        """Write the e-mail to its file; refuse one that no mail server would get either."""
        try:
            inhoud = bouw_email(poststuk, self._afzender).as_bytes()
        except OnveiligeEmail as fout:
            return Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden=str(fout))
        return self._bewaar(poststuk, inhoud)


def ruim_resten_op(map: Path, ouder_dan: timedelta) -> None:
    """Remove half-written files below `map` that a killed process left: they can hold personal data."""
    grens = time.time() - ouder_dan.total_seconds()
    for rest in map.rglob(f".*{DEEL}"):
        with contextlib.suppress(FileNotFoundError):
            if rest.stat().st_mtime <= grens:
                rest.unlink()


def schrijf_in_een_keer(pad: Path, inhoud: bytes) -> None:
    """Write `inhoud` so that a reader sees the whole file or none, also when the process is killed half-way."""
    pad.parent.mkdir(parents=True, exist_ok=True)
    nummer, tijdelijk = tempfile.mkstemp(dir=pad.parent, prefix=".", suffix=DEEL)
    try:
        with os.fdopen(nummer, "wb") as bestand:
            bestand.write(inhoud)
        os.replace(tijdelijk, pad)
    except BaseException:
        Path(tijdelijk).unlink(missing_ok=True)
        raise
