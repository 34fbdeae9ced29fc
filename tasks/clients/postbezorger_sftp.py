"""How does a batch of letters reach the print room over SFTP, whole and once? Upload aside, check, then rename.

The print room sees a batch when it has its own name; `<batch>.deel` is not ready and is not theirs to touch. As only
the rename can make a complete `.deel` disappear, a batch whose `.deel` is gone has arrived, also when the print room
took it away at once and the answer to the rename was lost.
"""

import contextlib
import hashlib
import os
import posixpath
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from paramiko import PKey, SFTPClient, SSHClient
from paramiko.client import MissingHostKeyPolicy
from paramiko.ssh_exception import AuthenticationException, BadHostKeyException, SSHException

from tasks.clients.postbezorger import MANIFEST, BatchBezet, NietBezorgd
from tasks.fouten import OnjuisteInstelling

DEEL = ".deel"


@dataclass(frozen=True)
class SftpInstellingen:
    """How to reach the print room. Give a key (file) or a password; with both, the password opens the key.

    `hostsleutels` is a known_hosts file: a server that is not in it, or has another key, gets nothing. `map` is the
    folder there. Times in seconds.
    """

    host: str
    gebruiker: str
    hostsleutels: Path
    map: str
    poort: int = 22
    sleutel: Path | None = None
    wachtwoord: str = field(default="", repr=False)
    verbind_s: float = 15.0
    antwoord_s: float = 60.0

    def __post_init__(self) -> None:
        """Raise OnjuisteInstelling when these settings can never deliver."""
        vereist = {"sftp_host": self.host, "sftp_user": self.gebruiker, "sftp_map": self.map}
        if leeg := [naam for naam, waarde in vereist.items() if not waarde]:
            raise OnjuisteInstelling(", ".join(leeg))
        if not self.hostsleutels.is_file():
            raise OnjuisteInstelling("sftp_hostsleutels")
        if self.sleutel is None and not self.wachtwoord:
            raise OnjuisteInstelling("sftp_sleutel of sftp_wachtwoord")
        if self.sleutel is not None and not self.sleutel.is_file():
            raise OnjuisteInstelling("sftp_sleutel")


class _Weiger(MissingHostKeyPolicy):
    """A server that nobody told us about gets no letters."""

    def missing_host_key(self, client: Any, hostname: Any, key: Any) -> None:
        raise OnjuisteInstelling("sftp_hostsleutels: de server staat er niet in")


class SftpBezorger:
    """Delivers batches over SFTP; one connection per batch."""

    def __init__(self, instellingen: SftpInstellingen) -> None:
        """Prepare; the connection is made when there is a batch."""
        self._instellingen = instellingen

    def bezorg(self, map: Path, notitie: Path) -> None:
        """Deliver one batch, or find that it arrived before. What was uploaded already is not sent again."""
        with _vertaald(), self._verbinding() as sftp:
            batch = _Batch(sftp, map, posixpath.join(self._instellingen.map, map.name))
            if batch.staat_er() or batch.is_opgehaald(notitie):
                return
            batch.laad()
            batch.noteer(notitie)
            sftp.rename(batch.deel, batch.doel)

    def proef(self) -> None:
        """Log in and look into our folder there. Raises NietBezorgd or OnjuisteInstelling, as bezorg does."""
        with _vertaald(), self._verbinding() as sftp:
            sftp.listdir(self._instellingen.map)

    @contextlib.contextmanager
    def _verbinding(self) -> Iterator[SFTPClient]:
        i = self._instellingen
        with SSHClient() as client:
            client.load_host_keys(str(i.hostsleutels))
            client.set_missing_host_key_policy(_Weiger())
            client.connect(
                i.host, i.poort, i.gebruiker, **self._bewijs(), allow_agent=False, look_for_keys=False,
                timeout=i.verbind_s, banner_timeout=i.verbind_s, auth_timeout=i.verbind_s,
            )  # fmt: skip
            with client.open_sftp() as sftp:
                cast(Any, sftp.get_channel()).settimeout(i.antwoord_s)
                yield sftp

    def _bewijs(self) -> dict[str, Any]:
        i = self._instellingen
        if i.sleutel is None:
            return {"password": i.wachtwoord}
        wachtwoord: Any = i.wachtwoord.encode() or None  # paramiko says str, and needs bytes
        try:
            return {"pkey": PKey.from_path(i.sleutel, wachtwoord)}
        except Exception:  # whatever is wrong with the key: the message of the library can hold a part of it
            raise OnjuisteInstelling("sftp_sleutel") from None


@contextlib.contextmanager
def _vertaald() -> Iterator[None]:
    """Say what went wrong in our own words; those of the library name hosts and files."""
    try:
        yield
    except AuthenticationException:
        raise OnjuisteInstelling("sftp_user, sftp_sleutel of sftp_wachtwoord") from None
    except BadHostKeyException:
        raise OnjuisteInstelling("sftp_hostsleutels: de server heeft een andere sleutel") from None
    except (FileNotFoundError, PermissionError):
        raise OnjuisteInstelling("sftp_map: de map is er niet, of is niet van ons") from None
    except (SSHException, EOFError, OSError) as fout:
        raise NietBezorgd(type(fout).__name__) from None


@dataclass(frozen=True)
class _Batch:
    """One batch during its delivery: the folder here and its name there."""

    sftp: SFTPClient
    map: Path
    doel: str

    @property
    def deel(self) -> str:
        return self.doel + DEEL

    @property
    def manifest(self) -> bytes:
        return (self.map / MANIFEST).read_bytes()

    def staat_er(self) -> bool:
        """Tell whether this batch arrived. Raises BatchBezet when there is another one with its name."""
        if not self._bestaat(self.doel):
            return False
        if self._lees(posixpath.join(self.doel, MANIFEST)) != self.manifest:
            raise BatchBezet(self.map.name)
        return True

    def is_opgehaald(self, notitie: Path) -> bool:
        """Tell whether the batch arrived and the print room took it away: it was complete, and it is gone."""
        genoteerd = notitie.exists() and notitie.read_text(encoding="ascii") == self._kenmerk()
        return genoteerd and not self._bestaat(self.deel)

    def noteer(self, notitie: Path) -> None:
        """Remember that the batch is there completely and gets its name now."""
        with notitie.open("w", encoding="ascii") as bestand:
            bestand.write(self._kenmerk())
            bestand.flush()
            os.fsync(bestand.fileno())

    def _kenmerk(self) -> str:
        return hashlib.sha256(self.manifest).hexdigest()

    def laad(self) -> None:
        """Upload what is not there yet and check every size. Raises NietBezorgd when one is wrong."""
        hier = {pad.name: pad.stat().st_size for pad in sorted(self.map.iterdir())}
        daar = self._begonnen(hier)
        for naam in [MANIFEST, *hier]:
            if daar.get(naam) != hier[naam]:
                self.sftp.put(str(self.map / naam), posixpath.join(self.deel, naam), confirm=False)
                daar[naam] = hier[naam]
        if self._inhoud() != hier:
            raise NietBezorgd("niet alles is aangekomen")

    def _begonnen(self, hier: Mapping[str, int]) -> dict[str, int]:
        """Return what an earlier attempt uploaded of this very batch; anything else is removed."""
        if not self._bestaat(self.deel):
            self.sftp.mkdir(self.deel)
            return {}
        daar = self._inhoud()
        zelfde = MANIFEST in daar and self._lees(posixpath.join(self.deel, MANIFEST)) == self.manifest
        vreemd = [naam for naam in daar if not zelfde or naam not in hier]
        for naam in vreemd:
            self.sftp.remove(posixpath.join(self.deel, naam))
            del daar[naam]
        return daar

    def _inhoud(self) -> dict[str, int]:
        return {attr.filename: attr.st_size or 0 for attr in self.sftp.listdir_attr(self.deel)}

    def _bestaat(self, pad: str) -> bool:
        try:
            return stat.S_ISDIR(self.sftp.stat(pad).st_mode or 0)
        except FileNotFoundError:
            return False

    def _lees(self, pad: str) -> bytes:
        try:
            with self.sftp.open(pad, "rb") as bestand:
                return bestand.read()
        except FileNotFoundError:
            return b""
