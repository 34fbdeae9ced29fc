"""What is one figure? A count, a share or an amount, with how sure it is and what is missing from it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

DEFINITIES = "1"
"""The version of every definition in evaluation/definities: figures of different versions do not compare."""


def kwartaalnaam(dag: date) -> str:
    """Return the quarter of a day: 2026-K3."""
    return f"{dag:%Y}-K{(dag.month + 2) // 3}"


class Vorm(StrEnum):
    """What kind of number a figure is."""

    AANTAL = "aantal"
    AANDEEL = "aandeel"
    DAGEN = "dagen"
    CENTEN = "centen"
    VERSCHIL = "verschil"


@dataclass(frozen=True)
class Periode:
    """A period in calendar days (Europe/Amsterdam); both days are in it.

    What happened after `tot` does not count. A correction counts whenever it was made: a mistake never happened.
    """

    van: date
    tot: date


@dataclass(frozen=True)
class Gat:
    """A month that is left out of a figure, because a source was silent."""

    gemeente: str
    bron: str
    maand: date
    reden: str


@dataclass(frozen=True)
class Cijfer:
    """One figure. `waarde`, `onder` and `boven` are fractions for an aandeel or verschil, else days, cents or a count.

    For an aandeel the interval is that of Wilson, 95 %. `waarde` is None when the figure cannot be said: `reden` tells
    why in Dutch.
    """

    naam: str
    definitie: str
    bron: str
    vorm: Vorm
    teller: int | None = None
    noemer: int | None = None
    waarde: float | None = None
    onder: float | None = None
    boven: float | None = None
    gaten: tuple[Gat, ...] = ()
    reden: str = ""

    @property
    def volledig(self) -> bool:
        """False when a source was silent for part of the period."""
        return not self.gaten

    def als_json(self) -> dict[str, Any]:
        """Return the figure as contracts.md §5 fixes it, with what explains it."""
        vast = {"teller": self.teller, "noemer": self.noemer, "waarde": self.waarde}
        vast |= {"onder": self.onder, "boven": self.boven, "volledig": self.volledig}
        uitleg = {"vorm": self.vorm.value, "definitie": self.definitie, "bron": self.bron, "reden": self.reden}
        weg = sorted({f"{g.gemeente} {g.maand:%Y-%m}: {g.bron} ({g.reden})" for g in self.gaten})
        return vast | uitleg | {"weggelaten": weg}
