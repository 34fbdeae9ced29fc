"""How is a figure defined? As a question to one table of facts, so that every figure is counted in the same way."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, true

from evaluation.cijfer import Vorm
from rules.log import Soort


@dataclass(frozen=True)
class Figuur:
    """One figure: what is counted (`teller`) of what (`noemer`), on which day it belongs, and what it needs.

    For an AANDEEL both are conditions. For DAGEN and CENTEN `teller` is the number to add up and `noemer` the rows
    that count. `bronnen` are the sources without which a month does not count (evaluation/gaten.py). A gemeente that
    never recorded any of `mits` is left out: with her, zero means that nobody knows.
    """

    naam: str
    definitie: str
    bron: str
    vorm: Vorm
    tabel: Table
    dag: Column[Any]
    maand: Column[Any]
    bronnen: tuple[str, ...]
    teller: ColumnElement[Any]
    noemer: ColumnElement[bool] = field(default_factory=true)
    mits: tuple[Soort, ...] = ()
    mits_niet: str = ""
    """Why it cannot be said when nothing of `mits` was ever recorded (Dutch)."""
    hoogste: bool = False
    """The figure is the highest number, not the mean."""


DIMENSIES = (
    "gemeente", "kwartaal", "sector", "herkomst", "route", "belastingsoort", "doelgroep", "leeftijd", "variant",
)  # fmt: skip
"""By what a figure may be split, where its table knows it."""


def kolom(figuur: Figuur, dimensie: str) -> ColumnElement[Any] | None:
    """Return by which column a figure is split, or None when it cannot be. A kwartaal is counted per month."""
    if dimensie == "kwartaal":
        return figuur.maand
    if dimensie == "herkomst":
        return figuur.tabel.c.get("gb")
    return figuur.tabel.c.get(dimensie)
