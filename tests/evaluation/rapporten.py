"""Reports for tests: of a made-up gemeente that is large enough, and of one that is so small that it hides things."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from html.parser import HTMLParser

from sqlalchemy import Connection

from evaluation.cijfer import Cijfer, Periode
from evaluation.rapport.inhoud import Rapport, Tabel
from evaluation.rapport.opstellen import reken
from evaluation.rapport.pagina import maak_html
from simulation.cohort import Cohort
from simulation.cohort_waarheid import Stad, Waarheid
from tests.evaluation.cohortbouwer import alle_rijen, in_geheugen

GROOT = Stad("noordhoek", inwoners=500, signalen_per_maand=50, gemeentebelastingen=0.3, stil_belastingen=frozenset({3}))
KLEIN = replace(GROOT, inwoners=40, signalen_per_maand=5, stil_belastingen=frozenset())
ZWIJGT = replace(KLEIN, inwoners=80, signalen_per_maand=10, legt_vast=False)
BEGIN = date(2026, 1, 1)


@dataclass(frozen=True)
class Gemaakt:
    """A report with the figures behind it, as page too."""

    cijfers: dict[str, Cijfer]
    rapport: Rapport
    html: str

    @property
    def tabellen(self) -> list[Tabel]:
        """Every table of the report."""
        return [b for h in self.rapport.hoofdstukken for b in h.blokken if isinstance(b, Tabel)]


@lru_cache
def rijen_van(stad: Stad, maanden: int = 6, zaad: int = 1) -> dict[str, list[dict[str, object]]]:
    """Return every row of a cohort of one gemeente, by table."""
    return alle_rijen(Cohort(Waarheid((stad,), BEGIN, maanden), zaad))


@contextmanager
def database(stad: Stad) -> Iterator[Connection]:
    """Give a database with a gemeente in it."""
    with in_geheugen(rijen_van(stad).items()) as db:
        yield db


def maak(db: Connection, *gemeenten: str, wie: str = "Gemeente Noordhoek") -> Gemaakt:
    """Make a report over half a year."""
    periode = Periode(BEGIN, date(2026, 6, 30))
    cijfers, rapport = reken(db, periode, gemeenten or ("noordhoek",), wie, (), lambda _: None)
    return Gemaakt(cijfers, rapport, maak_html(rapport))


@lru_cache
def rapport_van(stad: Stad) -> Gemaakt:
    """Return the report of a gemeente."""
    with database(stad) as db:
        return maak(db)


class Lezer(HTMLParser):
    """Reads a page as a machine does: its tables, its pictures, and every address in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tabellen: dict[str, list[list[str]]] = {}
        self.beelden: list[str] = []
        self.adressen: list[str] = []
        self.koppen: list[int] = []
        self._in: list[str] = []
        self._titel = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in one tag."""
        velden = dict(attrs)
        self.adressen += [w for naam, w in attrs if naam.rpartition(":")[2] in ("href", "src", "srcset", "data") and w]
        if velden.get("role") == "img":
            self.beelden.append(velden.get("aria-label") or "")
        if tag in ("h1", "h2", "h3", "h4"):
            self.koppen.append(int(tag[1]))
        if tag == "caption":
            self._titel = ""
        if tag == "tr":
            self.tabellen.setdefault(self._titel, []).append([])
        if tag in ("th", "td"):
            self.tabellen[self._titel][-1].append("")
        if tag in ("caption", "th", "td"):
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        """Take in text."""
        if self._in and self._in[-1] == "caption":
            self._titel += data
        elif self._in:
            self.tabellen[self._titel][-1][-1] += data.replace("\u00a0", " ")
