"""How is a story played? Day by day: facts in file order, the round on a working day, then the comparison."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from simulation.verhaal import Personage, Taakuitkomst, Verhaal, Voorval


class Wereld(Protocol):
    """The gemeente in which a story plays: the real flows on a real database."""

    def verwelkom(self, personage: Personage, dag: date) -> None:
        """Make a resident known."""
        ...

    def beleef(self, voorval: Voorval) -> bool:
        """Record a fact; False when it cannot be recorded yet, such as the outcome of a taak that does not exist."""
        ...

    def ronde(self, dag: date) -> None:
        """Run the day's round, when it is a working day."""
        ...

    def gebeurd(self, dag: date) -> list[tuple[str, str]]:
        """Return (name, line) of what the gemeente did on a day."""
        ...


@dataclass(frozen=True)
class Verschil:
    """A line of a story that did not come true, or something that nobody expected."""

    dag: date
    naam: str
    verwacht: str
    werkelijk: str
    regel: int = 0

    def __str__(self) -> str:
        """Say it in one Dutch line."""
        waar = f"regel {self.regel}: " if self.regel else ""
        return f"{waar}{self.dag} {self.naam}: verwacht '{self.verwacht}', werkelijk '{self.werkelijk}'"


def speel(verhaal: Verhaal, wereld: Wereld) -> list[Verschil]:
    """Play a story to its last day and return every difference, oldest first."""
    for personage in verhaal.personages.values():
        wereld.verwelkom(personage, verhaal.eerste_dag)
    verschillen: list[Verschil] = []
    dag = verhaal.eerste_dag
    while dag <= verhaal.laatste_dag:
        verschillen += _speel_dag(verhaal, wereld, dag)
        dag += timedelta(days=1)
    return verschillen


def _speel_dag(verhaal: Verhaal, wereld: Wereld, dag: date) -> list[Verschil]:
    """A taak that is made today can have its outcome today: that outcome is recorded after the round."""
    later = [v for v in verhaal.voorvallen if v.dag == dag and not wereld.beleef(v)]
    wereld.ronde(dag)
    gemist = [v for v in later if not wereld.beleef(v)]
    return [*vergelijk(verhaal, dag, wereld.gebeurd(dag)), *(_onmogelijk(v) for v in gemist)]


def _onmogelijk(voorval: Voorval) -> Verschil:
    feit = voorval.feit
    wat = f"een open taak {feit.soort}" if isinstance(feit, Taakuitkomst) else "dat dit kan"
    return Verschil(voorval.dag, voorval.naam, wat, "geen", voorval.regel)


def vergelijk(verhaal: Verhaal, dag: date, gebeurd: Iterable[tuple[str, str]]) -> list[Verschil]:
    """Compare one day: everything listed must happen and everything that happens must be listed."""
    werkelijk = {(naam, _genormaliseerd(tekst)): tekst for naam, tekst in gebeurd}
    vandaag = [v for v in verhaal.verwachtingen if v.dag == dag]
    verwacht = {(v.naam, _genormaliseerd(v.tekst)): v for v in vandaag if v.tekst != "rust"}
    verschillen = [
        Verschil(dag, v.naam, v.tekst, _anders(v.naam, werkelijk), v.regel)
        for sleutel, v in verwacht.items()
        if sleutel not in werkelijk
    ]
    onverwacht = [
        (naam, tekst) for (naam, _), tekst in werkelijk.items() if (naam, _genormaliseerd(tekst)) not in verwacht
    ]
    tegenspraak = [
        Verschil(dag, v.naam, "rust", _anders(v.naam, werkelijk), v.regel)
        for v in vandaag
        if v.tekst == "rust" and any((v.naam, _genormaliseerd(tekst)) in verwacht for tekst in _van(v.naam, werkelijk))
    ]
    return [*verschillen, *tegenspraak, *(Verschil(dag, naam, "rust", tekst) for naam, tekst in onverwacht)]


def _anders(naam: str, werkelijk: dict[tuple[str, str], str]) -> str:
    return "; ".join(_van(naam, werkelijk)) or "rust"


def _van(naam: str, werkelijk: dict[tuple[str, str], str]) -> list[str]:
    return [tekst for (wie, _), tekst in werkelijk.items() if wie == naam]


def _genormaliseerd(tekst: str) -> str:
    """Write unmet voorwaarden in one order: a story need not know ours."""
    kop, dubbel, voorwaarden = tekst.partition(": ")
    if kop != "signaal niet overgedragen":
        return tekst
    return kop + dubbel + ", ".join(sorted(v.strip() for v in voorwaarden.split(",")))
