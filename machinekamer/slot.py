"""Does Tijdig run already in this home? One lock that the system itself takes back, and a note with the addresses."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


class DraaitAl(Exception):
    """Tijdig draait al in deze map."""

    def __init__(self, gegevens: Mapping[str, object]) -> None:
        """Keep what the running one wrote down: its process and its addresses."""
        super().__init__(self.__doc__)
        self.gegevens = gegevens


@contextmanager
def slot(home: Path) -> Iterator[Path]:
    """Hold the lock of this home and give the file for the note. Raises DraaitAl."""
    home.mkdir(parents=True, exist_ok=True)
    notitie = home / "start.json"
    with (home / "start.slot").open("a") as bestand:
        try:
            fcntl.flock(bestand, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DraaitAl(_lees(notitie)) from None
        try:
            yield notitie
        finally:
            notitie.unlink(missing_ok=True)


def noteer(notitie: Path, adressen: Mapping[str, str]) -> None:
    """Write down for a second start who runs here and where."""
    nieuw = notitie.with_suffix(".nieuw")
    nieuw.write_text(json.dumps({"proces": os.getpid(), **adressen}), encoding="utf-8")
    nieuw.replace(notitie)


def _lees(notitie: Path) -> dict[str, object]:
    try:
        return dict(json.loads(notitie.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
