"""What is true in a made-up cohort? Every rate that was planted, per gemeente, and what the figures should then say."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from rules.woorden import Dagdeel, Taaksoort

EERSTE_DAG = date(2025, 1, 1)

BEREIK: dict[tuple[Taaksoort, Dagdeel], float] = {
    (Taaksoort.BELLEN, Dagdeel.OCHTEND): 0.14, (Taaksoort.BELLEN, Dagdeel.MIDDAG): 0.18,
    (Taaksoort.BELLEN, Dagdeel.AVOND): 0.28, (Taaksoort.HUISBEZOEK, Dagdeel.OCHTEND): 0.20,
    (Taaksoort.HUISBEZOEK, Dagdeel.MIDDAG): 0.26, (Taaksoort.HUISBEZOEK, Dagdeel.AVOND): 0.40,
}  # fmt: skip
"""The chance that one attempt reaches the resident; set so that 17 % of the meldingen are reached (evaluatie §2.1)."""


@dataclass(frozen=True)
class Stad:
    """The planted rates of one fictional gemeente: shares between 0 and 1, months counted from 0.

    `opeenvolgend` has one share per quarter. In a `stil_` month nothing was delivered: its rows do not exist. In a
    `schraal` month a part of the signalen came, and other ones than usual.
    """

    naam: str
    inwoners: int = 2000
    signalen_per_maand: int = 60
    gemeentebelastingen: float = 0.09
    bekend: float = 0.05
    uitval: float = 0.06
    uitval_gemeentebelastingen: float = 0.02
    herhaald: float = 0.02
    meervoudig: float = 0.25
    opeenvolgend: tuple[float, ...] = (0.10, 0.16, 0.22, 0.28, 0.42, 0.18)
    telefoon: float = 0.5
    bereik: float = 1.0
    """Multiplies every chance of BEREIK."""
    bereik_gemeentebelastingen: float = 1.0
    """Multiplies it once more where Gemeentebelastingen gave a signaal: these meldingen are visited more often."""
    hulp: float = 0.34
    zonder_gesprek: float = 0.15
    zonder_herinnering: float = 0.0
    andere_afwijking: float = 0.03
    kwijtschelding: float = 0.15
    aanmelding: float = 0.12
    dwangbevel_signaal: float = 0.24
    dwangbevel_wacht: float = 0.36
    wachtlijst: float = 0.6
    """So many zaken wait for the daily maximum for every one that was handed over."""
    stilte_d: int = 22
    """Mean days from the aanmaning to the first personal attempt."""
    legt_vast: bool = True
    """False: no kwijtschelding, dwangbevel or aanmelding is ever recorded."""
    stil_signalen: frozenset[int] = frozenset()
    stil_belastingen: frozenset[int] = frozenset()
    schraal: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Waarheid:
    """A cohort: which gemeenten, from which first day of a month, for how many months."""

    steden: tuple[Stad, ...]
    begin: date = EERSTE_DAG
    maanden: int = 18
    correctie: float = 0.02
    """Share of the contactpogingen without contact that was first recorded as help accepted, and put right."""

    @property
    def einde(self) -> date:
        """The last day on which anything is recorded."""
        return self.maand(self.maanden) - timedelta(days=1)

    def maand(self, nummer: int) -> date:
        """Return the first day of a month, counted from 0."""
        jaar, maand = divmod(self.begin.year * 12 + self.begin.month - 1 + nummer, 12)
        return date(jaar, maand + 1, 1)

    def nummer(self, dag: date) -> int:
        """Return in which month a day falls; below 0 or from `maanden` on it is outside the cohort."""
        return (dag.year - self.begin.year) * 12 + dag.month - self.begin.month


def evaluatie() -> Waarheid:
    """Return the scenario of the evaluation: ten gemeenten with its deviations and gaps, none of them real."""
    gewoon = Stad("noordhoek", bereik=1.09, bereik_gemeentebelastingen=0.63)
    return Waarheid((
        gewoon,
        replace(gewoon, naam="oosterwold", meervoudig=0.20),
        replace(gewoon, naam="zuiderkerk", meervoudig=0.40, bereik=1.19),
        replace(gewoon, naam="westpolder", zonder_gesprek=0.70),
        replace(gewoon, naam="middelburcht", zonder_herinnering=0.45, andere_afwijking=0.05),
        replace(gewoon, naam="hoogeveld", stil_belastingen=frozenset({5, 6, 7})),
        replace(gewoon, naam="laagland", legt_vast=False),
        replace(gewoon, naam="waterrijk", stil_signalen=frozenset({9, 10}), schraal=frozenset({11}), bereik=0.98),
        replace(gewoon, naam="veenrand", andere_afwijking=0.30, stilte_d=60),
        replace(gewoon, naam="duinzicht", bekend=0.08, gemeentebelastingen=0.12, stil_belastingen=frozenset({16, 17})),
    ))  # fmt: skip


@dataclass
class Verwacht:
    """What a figure should say: the sum of the planted chances over so many units."""

    som: float = 0.0
    aantal: int = 0

    @property
    def waarde(self) -> float | None:
        """The planted share or mean; None when there was nothing."""
        return self.som / self.aantal if self.aantal else None


@dataclass
class Geplant:
    """What was planted, counted while the rows are made: per gemeente and figure."""

    per_stad: dict[tuple[str, str], Verwacht] = field(default_factory=lambda: defaultdict(Verwacht))

    def tel(self, stad: str, figuur: str, kans: float, aantal: int = 1) -> None:
        """Count units with the chance with which they were drawn, before they were drawn."""
        verwacht = self.per_stad[stad, figuur]
        verwacht.som += kans * aantal
        verwacht.aantal += aantal

    def samen(self, figuur: str) -> Verwacht:
        """Return a figure over all gemeenten."""
        alle = [v for (_, naam), v in self.per_stad.items() if naam == figuur]
        return Verwacht(sum(v.som for v in alle), sum(v.aantal for v in alle))

    def figuren(self) -> Iterator[str]:
        """Give the name of every figure, once."""
        yield from dict.fromkeys(naam for _, naam in self.per_stad)
