"""What does a report consist of? Words, tables and pictures, the same for the page and for the paper.

Everything in it may be read by everybody: small numbers were taken out before (evaluation/rapport/afdekken.py).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Literal


class Oordeel(StrEnum):
    """What may be said about a goal."""

    GEHAALD = "gehaald"
    NIET_GEHAALD = "niet gehaald"
    NIET_TE_ZEGGEN = "niet te zeggen"


@dataclass(frozen=True)
class Alinea:
    """A paragraph; a `let-op` warns, an `uitleg` is small."""

    tekst: str
    toon: Literal["tekst", "let-op", "uitleg"] = "tekst"
    soort: Literal["alinea"] = "alinea"


@dataclass(frozen=True)
class Lijst:
    """A list; an item is what it is about (may be empty) and what is said of it."""

    punten: tuple[tuple[str, str], ...]
    soort: Literal["lijst"] = "lijst"


@dataclass(frozen=True)
class Doel:
    """A goal of the experiment with its verdict and the reason for it."""

    kop: str
    oordeel: Oordeel
    waarom: str
    soort: Literal["doel"] = "doel"


@dataclass(frozen=True)
class Kerncijfer:
    """A large number with what it counts and how sure it is."""

    waarde: str
    wat: str
    zekerheid: str


@dataclass(frozen=True)
class Kerncijfers:
    """Some large numbers side by side."""

    cijfers: tuple[Kerncijfer, ...]
    soort: Literal["kerncijfers"] = "kerncijfers"


@dataclass(frozen=True)
class Tabel:
    """A table. The first column names the row; `getallen` are the columns (from 0) that hold numbers."""

    bijschrift: str
    koppen: tuple[str, ...]
    rijen: tuple[tuple[str, ...], ...]
    getallen: frozenset[int] = frozenset()
    soort: Literal["tabel"] = "tabel"


@dataclass(frozen=True)
class Beeld:
    """A chart: `spec` is Vega-Lite, `alt` tells what it shows; its numbers stand in the table that follows."""

    naam: str
    alt: str
    spec: dict[str, Any] = field(hash=False)
    soort: Literal["beeld"] = "beeld"


@dataclass(frozen=True)
class Tussenkop:
    """A heading inside a chapter."""

    tekst: str
    soort: Literal["tussenkop"] = "tussenkop"


Blok = Alinea | Lijst | Doel | Kerncijfers | Tabel | Beeld | Tussenkop


@dataclass(frozen=True)
class Hoofdstuk:
    """One chapter; `naam` is its address inside the page."""

    naam: str
    kop: str
    blokken: tuple[Blok, ...]


@dataclass(frozen=True)
class Rapport:
    """The whole report of one gemeente, or of more together, over one period."""

    titel: str
    wie: str
    van: date
    tot: date
    definities: str
    hoofdstukken: tuple[Hoofdstuk, ...]


def hoofdstuk(naam: str, kop: str, blokken: Sequence[Blok | None]) -> Hoofdstuk:
    """Make a chapter, without the parts that are not there."""
    return Hoofdstuk(naam, kop, tuple(b for b in blokken if b is not None))
