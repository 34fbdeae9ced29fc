"""Where does the output of a child go? Into a file of its own that does not grow without end."""

import threading
from collections import deque
from io import BufferedReader
from pathlib import Path

GROOTTE = 5_000_000
AANTAL = 3
"""A log holds five megabytes; three older ones are kept beside it."""


class Logboek:
    """Writes the output of one child to `<naam>.log`, and remembers its last lines."""

    def __init__(self, map_: Path, naam: str, grootte: int = GROOTTE) -> None:
        """Make the folder when it is not there."""
        map_.mkdir(parents=True, exist_ok=True)
        self._pad = map_ / f"{naam}.log"
        self._grootte = grootte
        self._laatste: deque[str] = deque(maxlen=5)

    @property
    def laatste(self) -> str:
        """The last line that says something."""
        return next((regel for regel in reversed(self._laatste) if regel), "")

    def volg(self, uitvoer: BufferedReader) -> threading.Thread:
        """Write down everything of a pipe until the other side closes it."""
        draad = threading.Thread(target=self._schrijf_alles, args=(uitvoer,), daemon=True)
        draad.start()
        return draad

    def _schrijf_alles(self, uitvoer: BufferedReader) -> None:
        with uitvoer:
            for regel in uitvoer:
                self._laatste.append(regel.decode(errors="replace").strip())
                try:
                    self._schrijf(regel)
                except OSError:
                    continue  # a full disk: a child that cannot write its output would stand still

    def _schrijf(self, regel: bytes) -> None:
        if self._pad.exists() and self._pad.stat().st_size + len(regel) > self._grootte:
            for nummer in range(AANTAL, 0, -1):
                van = self._pad.with_suffix(f".log.{nummer - 1}") if nummer > 1 else self._pad
                if van.exists():
                    van.replace(self._pad.with_suffix(f".log.{nummer}"))
        with self._pad.open("ab") as bestand:
            bestand.write(regel)
