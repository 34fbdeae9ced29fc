"""How does the simulation throw dice? Seeded, the same on every machine, and independent of the order of asking."""

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from random import Random
from typing import TypeVar

import holidays

from rules.kalender import Kalender, Stilte

Keus = TypeVar("Keus")

JAREN = range(2025, 2031)
"""The years that a simulation may touch; outside them only weekends are free."""


def dobbelsteen(*sleutel: object) -> Random:
    """Return dice that depend on the words of the key alone: sha256, never hash(), which differs per process."""
    tekst = "\x1f".join(str(deel) for deel in sleutel)
    return Random(hashlib.sha256(tekst.encode()).digest())


def kies(dobbel: Random, kansen: Mapping[Keus, float]) -> Keus:
    """Return one key; the values are weights. Raises ValueError when there is nothing to choose."""
    return dobbel.choices(list(kansen), weights=list(kansen.values()))[0]


@lru_cache(maxsize=1)
def kalender() -> Kalender:
    """Return the working days of Voorbeeldstad: the public holidays and the days around Christmas."""
    feestdagen = frozenset(holidays.country_holidays("NL", years=JAREN))
    return Kalender(feestdagen, (Stilte.parse("12-20/01-02"),))


def werkdagen_later(dag: date, aantal: int) -> date:
    """Return the day itself for 0 (or the first working day after it), else so many working days later."""
    if aantal == 0:
        return kalender().eerste_werkdag_vanaf(dag)
    return kalender().werkdagen_na(dag, aantal)
