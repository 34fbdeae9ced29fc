"""What can a person record for a taak? The words of contracts.md §4, and what the log keeps of them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.woorden import Dagdeel, Taaksoort, Zaaksoort

VERVOLG = ("wil hulp", "wil geen hulp", "regelt zelf", "al betaald", "betaalbelofte")
GESPREK = ("quick fix", "vervolghulp financieel", "vervolghulp niet financieel")
MEESTE_MINUTEN = 480
"""More than a working day is a typing error."""
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
    minuten: int | None = None
    """How long the work took; figures count it per route, never per colleague."""
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What else the log must prove, such as how consent was given: words of closed lists only."""

    def gegevens(self) -> dict[str, Any]:
        """Return what the log may tell."""
        feiten: dict[str, Any] = {"uitkomst": self.uitkomst}
        if self.bereikt is not None:
            feiten |= {"bereikt": self.bereikt, "dagdeel": self.dagdeel}
        if self.vervolg:
            feiten["vervolg"] = self.vervolg
        if self.datum:
            feiten["datum"] = self.datum.isoformat()
        if self.minuten is not None:
            feiten["minuten"] = self.minuten
        return feiten | dict(self.extra)


@dataclass(frozen=True)
class Keuze:
    """One outcome that fits a taak: the words of a story, the words on the screen, and what must be told with it."""

    woorden: str
    """Without dagdeel and date: `niet bereikt`, or `bereikt, wil hulp`."""
    label: str
    dagdeel: bool = False
    datum: bool = False
    telefoon: bool = False

    def als_verhaal(self, dagdeel: Dagdeel | None = None, datum: date | None = None) -> str:
        """Return the outcome as a story tells it. Raises OnbekendeUitkomst when something is missing."""
        if (self.dagdeel and dagdeel is None) or (self.datum and datum is None):
            raise OnbekendeUitkomst(self.woorden)
        eerste, komma, rest = self.woorden.partition(",")
        tekst = f"{eerste} {dagdeel.value}{komma}{rest}" if self.dagdeel and dagdeel else self.woorden
        return f"{tekst} {datum.isoformat()}" if self.datum and datum else tekst


CONTACT = (
    Keuze("niet bereikt", "Niet bereikt", dagdeel=True),
    Keuze("bereikt, wil hulp", "Bereikt: wil hulp", dagdeel=True),
    Keuze("bereikt, wil geen hulp", "Bereikt: wil geen hulp", dagdeel=True),
    Keuze("bereikt, regelt zelf", "Bereikt: regelt het zelf", dagdeel=True),
    Keuze("bereikt, al betaald", "Bereikt: zegt dat er al is betaald", dagdeel=True),
    Keuze("bereikt, betaalbelofte", "Bereikt: belooft te betalen", dagdeel=True, datum=True),
)

MOGELIJK: dict[Taaksoort, tuple[Keuze, ...]] = {
    Taaksoort.BELLEN: CONTACT,
    Taaksoort.HUISBEZOEK: CONTACT,
    Taaksoort.CRISIS: CONTACT,
    Taaksoort.CONTACTGEGEVENS_ZOEKEN: (
        Keuze("telefoonnummer gevonden", "Telefoonnummer gevonden", telefoon=True),
        Keuze("niet gevonden", "Geen telefoonnummer gevonden"),
    ),
    Taaksoort.DWANGBEVEL_BEOORDELEN: (
        Keuze("uitvaardigen", "Dwangbevel uitvaardigen"),
        Keuze("niet uitvaardigen", "Geen dwangbevel uitvaardigen"),
    ),
    Taaksoort.GESPREK_PLANNEN: (
        Keuze("gesprek gevoerd, quick fix", "Gesprek gevoerd: advies of snelle oplossing was genoeg"),
        Keuze("gesprek gevoerd, vervolghulp financieel", "Gesprek gevoerd: er komt hulp bij geldzaken"),
        Keuze("gesprek gevoerd, vervolghulp niet financieel", "Gesprek gevoerd: er komt andere hulp"),
        Keuze("niet verschenen", "De inwoner kwam niet"),
    ),
    Taaksoort.UITVAL_UITZOEKEN: (
        Keuze("opgelost", "Opgelost: de zaak kan verder"),
        Keuze("niet gevonden", "Niet gevonden"),
    ),
    Taaksoort.ONZEKERE_BEZORGING: (Keuze("opgelost", "Uitgezocht"),),
    Taaksoort.REACTIE_LEZEN: (Keuze("opgelost", "Gelezen en afgehandeld"),),
}
"""Which outcomes fit which taak, in the order of the screen; every one is a sentence of a story."""


def keuzes(taak: Taaksoort, afdeling: Zaaksoort) -> tuple[Keuze, ...]:
    """Return what a department can record for a taak; a taak that it does not have has no outcome there."""
    return MOGELIJK[taak] if taak in TAKEN_VAN[afdeling] else ()


TAKEN_VAN: dict[Zaaksoort, frozenset[Taaksoort]] = {
    Zaaksoort.INCASSO: frozenset(Taaksoort) - {Taaksoort.GESPREK_PLANNEN, Taaksoort.CRISIS},
    Zaaksoort.VROEGSIGNALERING: frozenset(Taaksoort)
    - {Taaksoort.DWANGBEVEL_BEOORDELEN, Taaksoort.CONTACTGEGEVENS_ZOEKEN},
}
"""Which taken the rules of a department make."""


def vraagt_toestemming(uitkomst: Uitkomst, afdeling: Zaaksoort) -> bool:
    """True when this outcome makes Gemeentebelastingen hand over data: the resident must have agreed to that.

    Consent replaces the grondslag (AVG art. 6 lid 1 a, art. 7 lid 1: the gemeente must be able to prove it).
    """
    return afdeling == Zaaksoort.INCASSO and uitkomst.bereikt is True and uitkomst.vervolg == "wil hulp"


TOESTEMMING_HOE: dict[str, str] = {
    "telefonisch": "aan de telefoon",
    "mondeling": "in een gesprek, aan de deur of aan de balie",
    "schriftelijk": "op papier, met een handtekening",
    "email": "in een e-mail of app-bericht van de inwoner",
}
"""How a resident agreed, as the log keeps it, with the words of the screen."""


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


def in_woorden(gegevens: Mapping[str, Any]) -> str:
    """Return an outcome in the log in the words of a story: `bereikt avond, betaalbelofte 2026-07-20`."""
    delen = (gegevens.get("dagdeel"), gegevens.get("vervolg"), gegevens.get("datum"))
    dagdeel, vervolg, datum = (f" {d}" if d else "" for d in delen)
    return f"{gegevens['uitkomst']}{dagdeel}" + (f",{vervolg}{datum}" if vervolg else "")
