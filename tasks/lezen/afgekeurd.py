"""Where do refused rows go? To <bestand>.afgekeurd.csv: the columns as delivered plus regelnummer and reden.

The file can be corrected and delivered again: the two extra columns are then ignored. It holds personal data, so
only its owner may read it, and it appears under its name only when it is complete.
"""

import csv
import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO

from tasks.lezen.levering import Afgekeurd

EXTRA = ("regelnummer", "reden")
# Excel holds 32,767 characters in a cell.
_MAX_CEL = 32_000
_FORMULETEKENS = tuple("=+-@＝＋－＠")


def pad_van_afgekeurd(levering: Path) -> Path:
    """Return the path of the file with refused rows of a delivery."""
    return levering.with_name(f"{levering.name}.afgekeurd.csv")


class AfgekeurdSchrijver:
    """Writes refused rows; use it as a context manager.

    Without refused rows there is no file, and one of an earlier attempt is removed. After an exception the earlier
    file, if any, stays as it was.
    """

    def __init__(self, levering: Path, kolommen: Sequence[str]) -> None:
        self.pad = pad_van_afgekeurd(levering)
        self.aantal = 0
        self._deel = self.pad.with_name(f"{self.pad.name}.deel")
        # A corrected file of refused rows still has the two extra columns; they are written anew.
        self._plaatsen = [plaats for plaats, naam in enumerate(kolommen) if naam.strip().casefold() not in EXTRA]
        self._kolommen = list(kolommen)
        self._stroom: TextIO | None = None

    def schrijf(self, rij: Afgekeurd) -> None:
        """Write one refused row; the first one creates the file."""
        if self._stroom is None:
            self._stroom = self._begin()
        cellen = self._in_kolommen(rij.bron)
        csv.writer(self._stroom, delimiter=";").writerow(
            [*map(veilige_cel, cellen), rij.regelnummer, veilige_cel("; ".join(rij.redenen))]
        )
        self.aantal += 1

    def _begin(self) -> TextIO:
        beschrijving = os.open(self._deel, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        stroom = open(beschrijving, "w", encoding="utf-8-sig", newline="")  # noqa: SIM115 - closed in __exit__
        kop = [veilige_cel(self._kolommen[plaats]) for plaats in self._plaatsen]
        csv.writer(stroom, delimiter=";").writerow([*kop, *EXTRA])
        return stroom

    def _in_kolommen(self, bron: Sequence[str]) -> list[str]:
        """Return one cell per original column; what a torn row has too many stands in its last column."""
        breedte = len(self._kolommen)
        cellen = [*bron, *[""] * (breedte - len(bron))]
        if len(bron) > breedte:
            cellen = [*bron[: breedte - 1], " | ".join(bron[breedte - 1 :])]
        return [cellen[plaats] for plaats in self._plaatsen]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, soort: type[BaseException] | None, fout: BaseException | None, spoor: TracebackType | None
    ) -> None:
        if self._stroom is not None:
            self._stroom.close()
        if soort is not None:
            self._deel.unlink(missing_ok=True)
        elif self._stroom is not None:
            os.replace(self._deel, self.pad)
        else:
            self.pad.unlink(missing_ok=True)


def veilige_cel(tekst: str) -> str:
    """Return a cell that a spreadsheet shows as text: a leading ' before a formula, no hidden characters."""
    leesbaar = "".join(teken if teken.isprintable() else "\ufffd" for teken in tekst[:_MAX_CEL])
    return f"'{leesbaar}" if leesbaar.lstrip("\ufffd \xa0").startswith(_FORMULETEKENS) else leesbaar
