# pyright: basic
"""A print room that takes letters over SFTP: real SSH on loopback, real files in a folder, and bad days on request."""

import contextlib
import os
import socket
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import paramiko
from paramiko import SFTPAttributes, SFTPHandle, SFTPServer, SFTPServerInterface
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
)
from paramiko.sftp import SFTP_OK

GEBRUIKER, WACHTWOORD = "gemeente", "een-heel-lang-wachtwoord"


class SftpServer:
    """Runs until the block ends; `stop` and `start` let it die and come back on the same port.

    - `verbreek_na`: cut the line after so many requests that change something; after that all is well again.
    - `stil_na_hernoemen`: rename, and cut the line before the answer.
    - `haal_op`: take a batch away as soon as it has its name, as print rooms do.
    - `knip`: keep that many bytes of every file and say that all is well.
    - `gehernoemd` counts how often each batch got its name: more than once is a batch that is printed twice.
    """

    def __init__(self, wortel: Path) -> None:
        """Prepare a server for the folder `wortel`; nothing listens yet."""
        self.wortel = wortel
        self.wortel.mkdir(parents=True, exist_ok=True)
        self.sleutel = paramiko.ECDSAKey.generate()
        self.bekend: list[paramiko.PKey] = []
        """Public keys that open the door, besides the password."""
        self.poort = 0
        self.verbreek_na: int | None = None
        self.stil_na_hernoemen = False
        self.haal_op = False
        self.knip: int | None = None
        self.gehernoemd: Counter[str] = Counter()
        self.opgehaald: Counter[str] = Counter()
        self.geladen: Counter[str] = Counter()
        self._luisteraar: socket.socket | None = None
        self._verbindingen: list[paramiko.Transport] = []

    def hostsleutels(self, pad: Path, sleutel: paramiko.PKey | None = None) -> Path:
        """Write a known_hosts file with the key of this server, or with another one."""
        bekend = sleutel or self.sleutel
        pad.write_text(f"[127.0.0.1]:{self.poort} {bekend.get_name()} {bekend.get_base64()}\n")
        return pad

    def __enter__(self) -> Self:
        """Start listening."""
        self.start()
        return self

    def __exit__(self, *fout: object) -> None:
        """Stop."""
        self.stop()

    def start(self) -> None:
        """Listen, on the same port as before."""
        luisteraar = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        luisteraar.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        luisteraar.bind(("127.0.0.1", self.poort))
        luisteraar.listen(8)
        self.poort = luisteraar.getsockname()[1]
        self._luisteraar = luisteraar
        threading.Thread(target=self._ontvang, args=(luisteraar,), daemon=True).start()

    def stop(self) -> None:
        """Die: close the port and every connection."""
        if self._luisteraar is not None:
            with contextlib.suppress(OSError):
                self._luisteraar.shutdown(socket.SHUT_RDWR)
            self._luisteraar.close()
            self._luisteraar = None
        self.verbreek()

    def verbreek(self) -> None:
        """Cut every line."""
        lijnen, self._verbindingen = self._verbindingen, []
        for verbinding in lijnen:
            with contextlib.suppress(OSError):
                verbinding.sock.shutdown(socket.SHUT_RDWR)

    def tel(self) -> None:
        """Count a request that changes something; cut the line when it was the last one that gets through."""
        if self.verbreek_na is not None:
            self.verbreek_na -= 1
            if self.verbreek_na < 0:
                self.verbreek_na = None
                self.verbreek()
                raise EOFError

    def _ontvang(self, luisteraar: socket.socket) -> None:
        while True:
            try:
                lijn, _ = luisteraar.accept()
            except OSError:
                return
            verbinding = paramiko.Transport(lijn)
            verbinding.add_server_key(self.sleutel)
            verbinding.set_subsystem_handler("sftp", SFTPServer, _Bestanden, self)
            self._verbindingen.append(verbinding)
            with contextlib.suppress(paramiko.SSHException, EOFError, OSError):
                verbinding.start_server(server=_Deur(self.bekend))


class _Deur(paramiko.ServerInterface):
    """Lets one user in, with the password or a known key."""

    def __init__(self, bekend: list[paramiko.PKey]) -> None:
        self._bekend = bekend

    def check_auth_password(self, username: str, password: str) -> int:
        goed = (username, password) == (GEBRUIKER, WACHTWOORD)
        return AUTH_SUCCESSFUL if goed else AUTH_FAILED

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        goed = username == GEBRUIKER and key in self._bekend
        return AUTH_SUCCESSFUL if goed else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        return OPEN_SUCCEEDED if kind == "session" else OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED

    def get_allowed_auths(self, username: str) -> str:
        return "password,publickey"


class _Bestand(SFTPHandle):
    """An open file; with `knip` it forgets what comes after so many bytes."""

    def __init__(self, flags: int, bestand: Any, knip: int | None) -> None:
        super().__init__(flags)
        self.readfile = self.writefile = bestand
        self._knip = knip

    def write(self, offset: int, data: Any) -> int:
        if self._knip is not None:
            data = data[: max(self._knip - offset, 0)]
        return super().write(offset, data)


class _Bestanden(SFTPServerInterface):
    """Files and folders below the root of the server."""

    def __init__(self, deur: _Deur, server: SftpServer) -> None:
        super().__init__(deur)
        self._server = server

    def _pad(self, path: str) -> Path:
        return self._server.wortel / self.canonicalize(path).lstrip("/")

    def _doe(self, werk: Callable[[], Any], *, verandert: bool = True) -> Any:
        if verandert:
            self._server.tel()
        try:
            gedaan = werk()
        except OSError as fout:
            return SFTPServer.convert_errno(fout.errno or 0)
        return SFTP_OK if gedaan is None else gedaan

    def list_folder(self, path: str) -> Any:
        map_ = self._pad(path)
        return self._doe(lambda: [SFTPAttributes.from_stat(p.stat(), p.name) for p in map_.iterdir()], verandert=False)

    def stat(self, path: str) -> Any:
        return self._doe(lambda: SFTPAttributes.from_stat(self._pad(path).stat()), verandert=False)

    lstat = stat

    def open(self, path: str, flags: int, attr: Any) -> Any:
        schrijft = bool(flags & (os.O_WRONLY | os.O_RDWR))
        if schrijft:
            self._server.geladen[os.path.basename(path)] += 1

        def doe() -> _Bestand:
            bestand = os.fdopen(os.open(self._pad(path), flags, 0o600), "wb" if schrijft else "rb")
            return _Bestand(flags, bestand, self._server.knip)

        return self._doe(doe, verandert=schrijft)

    def remove(self, path: str) -> Any:
        return self._doe(lambda: self._pad(path).unlink())

    def mkdir(self, path: str, attr: Any) -> Any:
        return self._doe(lambda: self._pad(path).mkdir())

    def rename(self, oldpath: str, newpath: str) -> Any:
        return self._doe(lambda: self._hernoem(self._pad(oldpath), self._pad(newpath)))

    def _hernoem(self, oud: Path, nieuw: Path) -> None:
        if nieuw.exists():
            raise FileExistsError(17, "exists")
        oud.rename(nieuw)
        self._server.gehernoemd[nieuw.name] += 1
        if self._server.haal_op:
            archief = self._server.wortel.parent / "opgehaald"
            archief.mkdir(exist_ok=True)
            nieuw.rename(archief / f"{nieuw.name}.{self._server.gehernoemd[nieuw.name]}")
            self._server.opgehaald[nieuw.name] += 1
        if self._server.stil_na_hernoemen:
            self._server.stil_na_hernoemen = False
            self._server.verbreek()
