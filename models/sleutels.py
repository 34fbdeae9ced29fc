"""How is a BSN kept? Encrypted at rest, found again through a blind index (libraries.md §8)."""

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

VERSIE = 1


class GeenSleutel(Exception):
    """De sleutel voor de versleuteling van het BSN is niet ingesteld of niet geldig."""


class Sleutels:
    """The two keys of this installation: one for encryption, one for the blind index. Never in the database."""

    def __init__(self, geheim: bytes) -> None:
        """Derive both keys from 32 secret bytes. Raises GeenSleutel when there are fewer."""
        if len(geheim) < 32:
            raise GeenSleutel
        self._cijfer = AESGCMSIV(_afgeleid(geheim, b"bsn"))
        self._index = _afgeleid(geheim, b"index")

    def versleutel(self, tekst: str, plek: str) -> bytes:
        """Return the text encrypted for one table.column."""
        nonce = os.urandom(12)
        return bytes([VERSIE]) + nonce + self._cijfer.encrypt(nonce, tekst.encode(), plek.encode())

    def ontsleutel(self, cijfer: bytes, plek: str) -> str:
        """Return the text again; raises cryptography's InvalidTag when it was altered or moved."""
        return self._cijfer.decrypt(cijfer[1:13], cijfer[13:], plek.encode()).decode()

    def pseudoniem(self, delen: Iterable[str]) -> str:
        """Return a pseudonym of 32 hex characters: equal input, equal pseudonym; useless without the key."""
        bericht = "\x1f".join(delen).encode()
        return hmac.new(self._index, bericht, hashlib.sha256).hexdigest()[:32]


def _afgeleid(geheim: bytes, doel: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=b"tijdig", info=doel).derive(geheim)


_huidig: list[Sleutels] = []


def gebruik(sleutels: Sleutels) -> None:
    """Make these the keys of this process."""
    _huidig[:] = [sleutels]


def sleutels() -> Sleutels:
    """Return the keys of this process. Raises GeenSleutel when none were set."""
    if not _huidig:
        raise GeenSleutel
    return _huidig[0]


def laad(geheim: str, bestand: Path) -> Sleutels:
    """Read the keys from a base64 setting, or from a key file that is made (mode 600) when it is missing."""
    if geheim:
        return Sleutels(base64.b64decode(geheim))
    if not bestand.exists():
        bestand.parent.mkdir(parents=True, exist_ok=True)
        vers = bestand.with_suffix(f".{os.getpid()}")
        vers.touch(mode=0o600)
        vers.write_text(base64.b64encode(secrets.token_bytes(32)).decode())
        _plaats_eenmalig(vers, bestand)
    return Sleutels(base64.b64decode(bestand.read_text()))


def _plaats_eenmalig(vers: Path, bestand: Path) -> None:
    """Put the new key in place unless another process was first: two keys would make every BSN unreadable."""
    try:
        os.link(vers, bestand)
    except FileExistsError:
        pass
    finally:
        vers.unlink()


class Versleuteld(TypeDecorator[str]):
    """A text column that is encrypted in the database."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, plek: str) -> None:
        """`plek` is table.column: a value cannot be moved to another column unnoticed."""
        super().__init__()
        self.plek = plek

    def process_bind_param(self, value: str | None, dialect: Any) -> bytes | None:
        """Encrypt on the way in."""
        return None if value is None else sleutels().versleutel(value, self.plek)

    def process_result_value(self, value: bytes | None, dialect: Any) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else sleutels().ontsleutel(value, self.plek)
