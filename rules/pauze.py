"""What does a pauze hold back? What leaves the house or gives people work; the zaak stays due and goes on later.

The books go on: a zaak that is paid is closed, a melding is taken up. What the law wants within days is never held.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.besluit import MaakTaak, NietOverdragen, Overdragen, SendBericht, Stap
from rules.termijnen import WETTELIJK
from rules.voortgang import Genomen
from rules.woorden import Berichtsoort, Kanaal, Taaksoort, Zaaksoort


class Pauzesoort(StrEnum):
    """How wide a pauze is."""

    GEMEENTE = "gemeente"
    KANAAL = "kanaal"
    STAP = "stap"


class PauzeFout(ValueError):
    """Deze pauze kan niet."""


OVERDRACHT = "overdracht"
"""The step in which a signaal goes to team Vroegsignalering."""

PAUZEERBARE_TAKEN = (
    Taaksoort.BELLEN, Taaksoort.HUISBEZOEK, Taaksoort.CONTACTGEGEVENS_ZOEKEN, Taaksoort.DWANGBEVEL_BEOORDELEN,
)  # fmt: skip
"""The rest has a legal term, or tells people that something went wrong: that is never held."""

VAN_INCASSO = (Berichtsoort.HERINNERING, Berichtsoort.AANMANING, Berichtsoort.CONTACTVERZOEK)

WAARDEN: dict[Pauzesoort, tuple[str, ...]] = {
    Pauzesoort.GEMEENTE: ("",),
    Pauzesoort.KANAAL: tuple(k.value for k in Kanaal),
    Pauzesoort.STAP: (
        *(s.value for s in Berichtsoort), *(s.value for s in PAUZEERBARE_TAKEN), OVERDRACHT,
    ),
}  # fmt: skip
"""What can stand still."""


@dataclass(frozen=True)
class Pauze:
    """Something that stands still: of one gemeente, or of every one when `gemeente` is empty.

    `waarde` is the kanaal or the step; `sinds` an aware moment. `reden` and `door` are for people and stay out of
    Prefect and logs.
    """

    soort: Pauzesoort
    gemeente: str
    waarde: str
    reden: str
    door: str
    sinds: datetime

    @property
    def wat(self) -> str:
        """What stands still, in words that hold no personal data: 'kanaal sms', 'stap aanmaning', 'alles'."""
        return f"{self.soort} {self.waarde}" if self.waarde else "alles"


def controleer(soort: str, waarde: str) -> Pauzesoort:
    """Return the soort of a pauze that can be. Raises PauzeFout with what can be chosen."""
    if soort not in [s.value for s in Pauzesoort]:
        raise PauzeFout(f"Kies wat stil moet staan: {', '.join(Pauzesoort)}.")
    gekozen = Pauzesoort(soort)
    if waarde in [t.value for t in WETTELIJK] and gekozen == Pauzesoort.STAP:
        raise PauzeFout(f"{waarde} kan niet stilstaan: de wet geeft hier een termijn van dagen.")
    if waarde not in WAARDEN[gekozen]:
        keuze = ", ".join(WAARDEN[gekozen])
        raise PauzeFout(f"Kies een {soort}: {keuze}." if keuze else "Een hele gemeente heeft geen waarde.")
    return gekozen


def houdt_tegen(pauzes: Iterable[Pauze], stap: Stap) -> Pauze | None:
    """Return the first pauze of this gemeente that holds a step, or None: then it may be taken."""
    namen = _namen(stap)
    return next((p for p in pauzes if (p.soort, p.waarde) in namen), None) if namen else None


def _namen(stap: Stap) -> frozenset[tuple[Pauzesoort, str]]:
    """Return every pauze that would hold a step; none for the books and for what cannot wait."""
    match stap:
        case SendBericht(soort=soort, kanaal=kanaal):
            eigen = {(Pauzesoort.KANAAL, kanaal.value), (Pauzesoort.STAP, soort.value)}
        case MaakTaak(soort=soort) if soort in PAUZEERBARE_TAKEN:
            eigen = {(Pauzesoort.STAP, soort.value)}
        case Overdragen() | NietOverdragen():
            eigen = {(Pauzesoort.STAP, OVERDRACHT)}
        case _:
            return frozenset()
    return frozenset({(Pauzesoort.GEMEENTE, ""), *eigen})


def tot_de_pauze(stappen: tuple[Genomen, ...], pauzes: Iterable[Pauze]) -> tuple[tuple[Genomen, ...], Pauze | None]:
    """Return the steps up to the first one that is held, and by which pauze; all of them and None when none is."""
    gekozen = tuple(pauzes)
    for nummer, genomen in enumerate(stappen):
        if pauze := houdt_tegen(gekozen, genomen.stap):
            return stappen[:nummer], pauze
    return stappen, None


def afdelingen(pauze: Pauze) -> frozenset[Zaaksoort]:
    """Return which departments a pauze touches: whose colleagues must see it."""
    if pauze.soort != Pauzesoort.STAP or pauze.waarde in [t.value for t in PAUZEERBARE_TAKEN[:3]]:
        return frozenset(Zaaksoort)
    van_incasso = (*(s.value for s in VAN_INCASSO), Taaksoort.DWANGBEVEL_BEOORDELEN.value)
    if pauze.waarde == OVERDRACHT:
        return frozenset(Zaaksoort)
    return frozenset({Zaaksoort.INCASSO if pauze.waarde in van_incasso else Zaaksoort.VROEGSIGNALERING})
