"""Which mails are in a mailbox: an mbox file, a Maildir, a folder of .eml files or one such file?"""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from tasks.fouten import OnjuisteInstelling

MAX_OMVANG = 1_000_000
"""Bytes of one mail; a larger one is nobody's bounce of ours, and is not held in memory."""
_STUK = 65_536
_POSTZEGEL = b"From "


def mails(pad: Path) -> Iterator[bytes | None]:
    """Yield the mails one by one, None for one that cannot be read. Raise OnjuisteInstelling without a mailbox.

    Reading changes nothing in the mailbox.
    """
    if pad.is_dir():
        for bestand in _bestanden(pad):
            yield _los(bestand)
        return
    try:
        with pad.open("rb") as bestand:
            is_mbox = bestand.read(len(_POSTZEGEL)) == _POSTZEGEL
            bestand.seek(0)
            yield from _uit_mbox(bestand) if is_mbox else _uit_een(bestand)
    except OSError:
        raise OnjuisteInstelling("postvak voor stuiters") from None


def _bestanden(map_: Path) -> list[Path]:
    """Return the files of a Maildir (what is still being delivered is in tmp) or of a folder, in order of name."""
    maildir = [map_ / naam for naam in ("cur", "new") if (map_ / naam).is_dir()]
    gevonden = [p for deel in maildir for p in deel.iterdir()] or [p for p in map_.iterdir() if _is_eml(p)]
    return sorted(p for p in gevonden if p.is_file())


def _is_eml(pad: Path) -> bool:
    return pad.suffix.lower() == ".eml"


def _los(pad: Path) -> bytes | None:
    """Return the mail in one file; a mail program may have moved or locked it."""
    try:
        with pad.open("rb") as bestand:
            return _hoogstens(bestand.read(MAX_OMVANG + 1))
    except OSError:
        return None


def _uit_een(bestand: BinaryIO) -> Iterator[bytes | None]:
    inhoud = bestand.read(MAX_OMVANG + 1)
    if inhoud.strip():
        yield _hoogstens(inhoud)


def _hoogstens(inhoud: bytes) -> bytes | None:
    return inhoud if len(inhoud) <= MAX_OMVANG else None


def _uit_mbox(bestand: BinaryIO) -> Iterator[bytes | None]:
    """Cut at every line `From …` after an empty line; of a mail that is too large only the beginning is held."""
    mail, leeg = _Mail(), True
    while regel := bestand.readline(_STUK):
        if leeg and regel.startswith(_POSTZEGEL):
            yield from mail.af()
            mail = _Mail()
        else:
            mail.erbij(regel)
        leeg = regel in (b"\n", b"\r\n")
    yield from mail.af()


class _Mail:
    """One mail of an mbox while its lines come in."""

    def __init__(self) -> None:
        self._inhoud = bytearray()
        self._te_groot = False

    def erbij(self, regel: bytes) -> None:
        """Add a line, unless the mail is too large already."""
        if not self._te_groot:
            self._inhoud += regel
            self._te_groot = len(self._inhoud) > MAX_OMVANG

    def af(self) -> Iterator[bytes | None]:
        """Yield the mail, None when it was too large, nothing when there was none."""
        if self._inhoud:
            yield None if self._te_groot else bytes(self._inhoud)
