"""On which days does the gemeente work? Weekends, public holidays and the stiltemomenten of the gemeente itself."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

DAG = timedelta(days=1)
ZATERDAG = 5
ZOEKGRENS_D = 400
"""So many calendar days are searched for a working day; more than a year without one is a mistake."""

SCHRIKKELJAAR = 2000
"""Yearly days are kept in a leap year, so that 02-29 can be named."""

VORM = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")


class StilteFout(ValueError):
    """Dit stiltemoment is niet te lezen."""


class GeenWerkdagFout(ValueError):
    """Deze kalender heeft meer dan een jaar lang geen werkdag."""


@dataclass(frozen=True)
class Stilte:
    """A period without outgoing work: every year ("12-20/01-02") or once ("2026-07-01/2026-07-05")."""

    begin: date
    eind: date
    jaarlijks: bool

    @classmethod
    def parse(cls, tekst: str) -> "Stilte":
        """Read "MM-DD", "MM-DD/MM-DD", "JJJJ-MM-DD" or "JJJJ-MM-DD/JJJJ-MM-DD"; raises StilteFout."""
        delen = [deel.strip() for deel in tekst.split("/")]
        if len(delen) > 2:
            raise StilteFout(f"{tekst!r}: gebruik één dag of twee dagen met een schuine streep ertussen")
        (begin, jaarlijks), (eind, ook_jaarlijks) = _lees_dag(delen[0]), _lees_dag(delen[-1])
        if jaarlijks != ook_jaarlijks:
            raise StilteFout(f"{tekst!r}: schrijf beide dagen met een jaar, of beide zonder jaar")
        if not jaarlijks and eind < begin:
            raise StilteFout(f"{tekst!r}: de laatste dag ligt voor de eerste dag")
        return cls(begin, eind, jaarlijks)

    def omvat(self, dag: date) -> bool:
        """Tell whether the day falls in this period; both ends belong to it."""
        if not self.jaarlijks:
            return self.begin <= dag <= self.eind
        vergelijk = dag.replace(year=SCHRIKKELJAAR)
        if self.begin <= self.eind:
            return self.begin <= vergelijk <= self.eind
        return vergelijk >= self.begin or vergelijk <= self.eind

    def __str__(self) -> str:
        """Write the period as it stands in a beleid."""
        begin, eind = (d.isoformat()[5:] if self.jaarlijks else d.isoformat() for d in (self.begin, self.eind))
        return begin if begin == eind else f"{begin}/{eind}"


def _lees_dag(tekst: str) -> tuple[date, bool]:
    """Return the day and whether it returns every year."""
    if not (match := VORM.fullmatch(tekst)):
        raise StilteFout(f"{tekst!r}: schrijf een dag als 12-20 (elk jaar) of 2026-12-20 (één keer)")
    jaar, maand, dag = match.groups()
    try:
        return date(int(jaar or SCHRIKKELJAAR), int(maand), int(dag)), jaar is None
    except ValueError as fout:
        raise StilteFout(f"{tekst!r}: deze dag bestaat niet") from fout


@dataclass(frozen=True)
class Kalender:
    """The working days of one gemeente.

    Answers are remembered per instance: a round asks for the same few hundred days thousands of times. The memory
    takes no part in equality or hash.
    """

    feestdagen: frozenset[date]
    stiltemomenten: tuple[Stilte, ...] = ()
    _werkdag: dict[date, bool] = field(default_factory=dict[date, bool], init=False, repr=False, compare=False)
    _vanaf: dict[date, date] = field(default_factory=dict[date, date], init=False, repr=False, compare=False)

    def is_werkdag(self, dag: date) -> bool:
        """Monday to Friday, no public holiday and no stiltemoment (contracts.md §4)."""
        if (antwoord := self._werkdag.get(dag)) is None:
            antwoord = dag.weekday() < ZATERDAG and dag not in self.feestdagen and not self._is_stil(dag)
            self._werkdag[dag] = antwoord
        return antwoord

    def eerste_werkdag_vanaf(self, dag: date) -> date:
        """Return the day itself when it is a working day, else the first one after it; raises GeenWerkdagFout."""
        if (antwoord := self._vanaf.get(dag)) is None:
            antwoord = self._zoek_vanaf(dag)
            self._vanaf[dag] = antwoord
        return antwoord

    def werkdagen_na(self, dag: date, n: int) -> date:
        """Return the n-th working day strictly after the day (n at least 1); raises ValueError for a smaller n."""
        if n < 1:
            raise ValueError(f"werkdagen_na telt vanaf 1, niet vanaf {n}")
        for _ in range(n):
            dag = self.eerste_werkdag_vanaf(dag + DAG)
        return dag

    @cached_property
    def langste_rust_d(self) -> int:
        """The longest run of calendar days without a working day; ZOEKGRENS_D when it never ends."""
        return max((self._rust_rond(dag) for dag in self._vrije_begindagen()), default=2)

    def _rust_rond(self, dag: date) -> int:
        """Count the unbroken run of days without work around a day, at most ZOEKGRENS_D to either side."""
        if self.is_werkdag(dag):
            return 0
        voor = next((i for i in range(1, ZOEKGRENS_D) if self.is_werkdag(dag - i * DAG)), ZOEKGRENS_D)
        na = next((i for i in range(1, ZOEKGRENS_D) if self.is_werkdag(dag + i * DAG)), ZOEKGRENS_D)
        return min(voor + na - 1, ZOEKGRENS_D)

    def _vrije_begindagen(self) -> Iterator[date]:
        """Every holiday, and the first day of every stiltemoment in the years that are known."""
        yield from self.feestdagen
        jaren = {dag.year for dag in self.feestdagen} or {SCHRIKKELJAAR}
        for stilte in self.stiltemomenten:
            if not stilte.jaarlijks:
                yield stilte.begin
                continue
            # The first days of a period that begins on 02-29 or covers a whole year exist in leap years only.
            dagen = (stilte.begin, stilte.eind)
            yield from (d.replace(year=jaar) for jaar in jaren for d in dagen if _bestaat(d, jaar))

    def _zoek_vanaf(self, dag: date) -> date:
        for _ in range(ZOEKGRENS_D):
            if self.is_werkdag(dag):
                return dag
            dag += DAG
        raise GeenWerkdagFout(f"geen werkdag gevonden tot en met {dag.isoformat()}")

    def _is_stil(self, dag: date) -> bool:
        return any(stilte.omvat(dag) for stilte in self.stiltemomenten)


def _bestaat(dag: date, jaar: int) -> bool:
    """29 February exists in leap years only."""
    return (dag.month, dag.day) != (2, 29) or (jaar % 4 == 0 and (jaar % 100 != 0 or jaar % 400 == 0))
