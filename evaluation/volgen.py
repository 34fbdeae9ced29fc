"""How long can a resident be followed? Until the period ends, or until a source of the gemeente falls silent.

After that day nothing is known: an end that is not there may have come. Who cannot be followed long enough does not
count, and is no proof that nothing happened.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from evaluation.cijfer import Periode
from evaluation.tabellen import GAT, LOG
from rules.log import Soort

KLEINSTE_GROEP = 30
"""A group of fewer zaken is not shown and not compared: its shares say little, and could tell of one resident."""


@dataclass(frozen=True)
class Volgtijd:
    """Until which day each gemeente can be followed; `gaten` are the first days of silent months, in order."""

    periode: Periode
    gaten: Mapping[str, tuple[date, ...]]

    def tot(self, gemeente: str, start: date) -> date | None:
        """Return the last day that is known of who starts on a day; None when nothing of it is known."""
        if not self.periode.van <= start <= self.periode.tot:
            return None
        stil = self.gaten.get(gemeente)
        if not stil:
            return self.periode.tot
        volgende = bisect_right(stil, start)
        vorige = stil[volgende - 1] if volgende else None
        if vorige and (vorige.year, vorige.month) == (start.year, start.month):
            return None
        return min(self.periode.tot, stil[volgende] - timedelta(days=1)) if volgende < len(stil) else self.periode.tot

    def heel(self, gemeente: str, start: date, dagen: int) -> bool:
        """True when somebody who starts on a day can be followed for so many days."""
        laatste = self.tot(gemeente, start)
        return laatste is not None and start + timedelta(days=dagen) <= laatste


def volgtijd(db: Connection, periode: Periode, bronnen: Collection[str]) -> Volgtijd:
    """Return how long each gemeente can be followed by what these sources tell."""
    stil: dict[str, set[date]] = defaultdict(set)
    for gemeente, maand in db.execute(select(GAT.c.gemeente, GAT.c.maand).where(GAT.c.bron.in_(bronnen))):
        stil[gemeente].add(maand)
    return Volgtijd(periode, {gemeente: tuple(sorted(maanden)) for gemeente, maanden in stil.items()})


def legt_vast(db: Connection, soort: Soort, gemeenten: Sequence[str]) -> frozenset[str]:
    """Return the gemeenten that ever recorded something: of the others, no such row means that nobody knows."""
    vraag = select(LOG.c.gemeente).where(LOG.c.soort == soort.value, LOG.c.gemeente.in_(list(gemeenten))).distinct()
    return frozenset(db.execute(vraag).scalars())
