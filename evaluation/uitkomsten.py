"""What do the screens and Prefect show of the figures? Those of a quarter that has ended, as they stood at its end.

Quarters do not overlap and are never counted anew with later facts: from two pages side by side nobody finds the few
residents by whom they differ. Other periods are for the report, which is made by hand.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Table, distinct, func, select

from evaluation import cijfers
from evaluation.cijfer import Cijfer, Gat, Periode
from evaluation.cijfertekst import KLEIN, NAMEN, Getoond, toon_alle
from evaluation.definities import FIGUREN
from evaluation.tabellen import INCASSO, KOSTEN, MELDING, SIGNAAL, STILTE
from evaluation.terugblik import eerder, einde
from rules.kleinecijfers import GRENS
from rules.woorden import Zaaksoort

KWARTAAL_MND = 3

VAN_TABEL: dict[Table, Zaaksoort] = {
    INCASSO: Zaaksoort.INCASSO, KOSTEN: Zaaksoort.INCASSO, STILTE: Zaaksoort.INCASSO,
    SIGNAAL: Zaaksoort.VROEGSIGNALERING, MELDING: Zaaksoort.VROEGSIGNALERING,
}  # fmt: skip
EIGEN: dict[str, Zaaksoort] = {f.naam: VAN_TABEL[f.tabel] for f in FIGUREN}
"""Whose facts a figure counts. One that compares both departments is of neither: only who counts for both sees it."""


@dataclass(frozen=True)
class Cijferregel:
    """One figure as a line of a table: what it is called, how it is defined, and what may be shown of it."""

    naam: str
    titel: str
    definitie: str
    getoond: Getoond
    volledig: bool


@dataclass(frozen=True)
class Uitkomsten:
    """The figures of one gemeente over a period as they may be shown, and what is missing from them."""

    gemeente: str
    periode: Periode
    regels: tuple[Cijferregel, ...]
    gaten: tuple[Gat, ...]

    def van(self, afdelingen: frozenset[Zaaksoort]) -> tuple[Cijferregel, ...]:
        """Return the figures that somebody of these departments may see; of both: all of them."""
        if afdelingen == frozenset(Zaaksoort):
            return self.regels
        return tuple(r for r in self.regels if EIGEN.get(r.naam) in afdelingen)


def kwartaal(maand: date) -> Periode:
    """Return the last quarter that is over at the end of a month."""
    laatste = eerder(maand, maand.month % KWARTAAL_MND)
    return Periode(eerder(laatste, KWARTAAL_MND - 1), einde(laatste))


def maak(db: Connection, gemeente: str, periode: Periode) -> Uitkomsten:
    """Return the figures of one gemeente. Makes the facts anew on this connection."""
    gevonden = cijfers.bereken(db, periode, [gemeente])
    gaten = {g for cijfer in gevonden.values() for g in cijfer.gaten}
    weg = frozenset({"incassokosten"}) if _betalers(db, periode) < GRENS else frozenset[str]()
    volgorde = tuple(sorted(gaten, key=lambda g: (g.maand, g.bron)))
    return Uitkomsten(gemeente, periode, regels(gevonden, weg), volgorde)


def _betalers(db: Connection, periode: Periode) -> int:
    """Return of how many zaken the costs are: a sum does not tell that itself."""
    vraag = select(func.count(distinct(KOSTEN.c.zaak_id))).where(KOSTEN.c.dag.between(periode.van, periode.tot))
    return int(db.execute(vraag).scalar_one())


def regels(cijfers_: dict[str, Cijfer], weg: frozenset[str] = frozenset()) -> tuple[Cijferregel, ...]:
    """Return figures that stand beside each other as lines; of those in `weg` no number is shown."""
    getoond = toon_alle(cijfers_) | dict.fromkeys(weg, Getoond(KLEIN))
    return tuple(Cijferregel(n, NAMEN[n], c.definitie, getoond[n], c.volledig) for n, c in cijfers_.items())
