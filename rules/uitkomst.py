"""What can a person record for a taak? The words of contracts.md §4, and what the log keeps of them."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.woorden import Dagdeel

VERVOLG = ("wil hulp", "wil geen hulp", "regelt zelf", "al betaald", "betaalbelofte")
GESPREK = ("quick fix", "vervolghulp financieel", "vervolghulp niet financieel")
LOS = ("niet gevonden", "telefoonnummer gevonden", "niet verschenen", "opgelost", "uitvaardigen", "niet uitvaardigen")

_DAGDEEL = "|".join(d.value for d in Dagdeel)
_NIET_BEREIKT = re.compile(rf"niet bereikt ({_DAGDEEL})")
_BEREIKT = re.compile(rf"bereikt ({_DAGDEEL}), ({'|'.join(VERVOLG)})(?: (\d{{4}}-\d{{2}}-\d{{2}}))?")
_GESPREK = re.compile(rf"gesprek gevoerd, ({'|'.join(sorted(GESPREK, key=len, reverse=True))})")


class OnbekendeUitkomst(ValueError):
    """Deze uitkomst bestaat niet voor een taak."""


@dataclass(frozen=True)
class Uitkomst:
    """What a person recorded. A contactpoging has `bereikt` and a dagdeel (DDAS); `telefoon` never reaches the log."""

    uitkomst: str
    bereikt: bool | None = None
    dagdeel: str | None = None
    vervolg: str | None = None
    datum: date | None = None
    telefoon: str = ""

    def gegevens(self) -> dict[str, Any]:
        """Return what the log may tell."""
        feiten: dict[str, Any] = {"uitkomst": self.uitkomst}
        if self.bereikt is not None:
            feiten |= {"bereikt": self.bereikt, "dagdeel": self.dagdeel}
        if self.vervolg:
            feiten["vervolg"] = self.vervolg
        if self.datum:
            feiten["datum"] = self.datum.isoformat()
        return feiten


def lees_uitkomst(tekst: str) -> Uitkomst:
    """Return the outcome that a text tells; raises OnbekendeUitkomst."""
    tekst = " ".join(tekst.split())
    if m := _NIET_BEREIKT.fullmatch(tekst):
        return Uitkomst("niet bereikt", False, m[1])
    if m := _BEREIKT.fullmatch(tekst):
        return _bereikt(m, tekst)
    if m := _GESPREK.fullmatch(tekst):
        return Uitkomst("gesprek gevoerd", vervolg=m[1])
    if tekst in LOS:
        return Uitkomst(tekst)
    raise OnbekendeUitkomst(tekst)


def _bereikt(m: re.Match[str], tekst: str) -> Uitkomst:
    if (m[2] == "betaalbelofte") != (m[3] is not None):
        raise OnbekendeUitkomst(tekst)
    return Uitkomst("bereikt", True, m[1], m[2], date.fromisoformat(m[3]) if m[3] else None)
