"""Do the figures find the truth? Makes cohorts whose rates are known and counts how often they lie in the interval.

python -m bench.cohort [seeds=100] [processen=2] [eerste seed=1]

Every seed is a cohort of the evaluation: ten gemeenten, 20,000 residents, 18 months, with its deviations and gaps. A
rate is inside when what was planted lies in the 95 % interval of the figure. Done: every rate in at least 90 of 100
seeds, and 94 % of all of them together. Counts and costs must be equal to the last cent.
"""

import sys
import time
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

import typer
from sqlalchemy import Connection, and_, func, select

from evaluation import vermeden
from evaluation.cijfer import Cijfer, Periode
from evaluation.cijfers import bereken
from evaluation.definities import FIGUREN
from evaluation.statistiek.aandelen import wilson
from evaluation.tabellen import POGING
from evaluation.tellen import Selectie, tel_per
from simulation.cohort import Cohort
from simulation.cohort_waarheid import Geplant, evaluatie
from tests.evaluation.cohortbouwer import in_geheugen

PER_TARIEF, SAMEN = 0.90, 0.94
GETELD = ("signalen", "meldingen", "incassokosten")
VOLG_D = 91
"""The dwangbevelen of the cohort come within so many days."""
KOP = (
    "signalen_gemeentebelastingen", "bekend_bij_shv", "meervoudig", "opeenvolgend", "bereik", "hulpacceptatie",
    "doel1_niet_bekend", "doel2_bereik",
)  # fmt: skip


@dataclass
class Zaad:
    """What one seed gave: per rate whether the truth lay inside, and the figures of the headline."""

    zaad: int
    erin: dict[str, bool] = field(default_factory=dict[str, bool])
    per_gemeente: dict[str, list[int]] = field(default_factory=dict[str, list[int]])
    """Per figure: in how many gemeenten the truth lay inside, and in how many it could be said."""
    ongelijk: list[str] = field(default_factory=list[str])
    kop: dict[str, tuple[float, float, float]] = field(default_factory=dict[str, tuple[float, float, float]])
    seconden: float = 0.0


def toets(zaad: int) -> Zaad:
    """Make the cohort of one seed and compare every figure with what was planted."""
    begin = time.perf_counter()
    cohort, uit = Cohort(evaluatie(), zaad), Zaad(zaad)
    periode = Periode(cohort.waarheid.begin, cohort.waarheid.einde)
    with in_geheugen(cohort.rijen()) as db:
        cijfers = bereken(db, periode, cohort.gemeenten)
        _samen(uit, cijfers, cohort.geplant)
        _gemeenten(uit, db, Selectie(periode, tuple(cohort.gemeenten)), cohort.geplant)
        _pogingen(uit, db, cohort)
        _vermeden(uit, db, periode, cohort)
    uit.seconden = time.perf_counter() - begin
    return uit


def _samen(uit: Zaad, cijfers: dict[str, Cijfer], geplant: Geplant) -> None:
    for naam, cijfer in cijfers.items():
        if naam in GETELD and cijfer.waarde != geplant.samen(naam).som:
            uit.ongelijk.append(naam)
        waar = geplant.samen(naam).waarde
        if waar is not None and cijfer.onder is not None and cijfer.boven is not None:
            uit.erin[naam] = cijfer.onder <= waar <= cijfer.boven
    for naam in KOP:
        c = cijfers[naam]
        uit.kop[naam] = (c.waarde or 0.0, c.onder or 0.0, c.boven or 0.0)


def _gemeenten(uit: Zaad, db: Connection, selectie: Selectie, geplant: Geplant) -> None:
    for figuur in FIGUREN:
        telling = uit.per_gemeente.setdefault(figuur.naam, [0, 0])
        for stad, cijfer in tel_per(db, figuur, selectie, "gemeente").items():
            waar = geplant.per_stad[stad, figuur.naam].waarde
            if waar is not None and cijfer.onder is not None and cijfer.boven is not None:
                telling[0] += cijfer.onder <= waar <= cijfer.boven
                telling[1] += 1


def _pogingen(uit: Zaad, db: Connection, cohort: Cohort) -> None:
    """The chance that one attempt reaches somebody, per kanaal and dagdeel; months that came in part are not there."""
    p = POGING.c
    goed = [(s.naam, cohort.waarheid.maand(m)) for s in cohort.waarheid.steden for m in s.schraal]
    weg = [and_(p.gemeente == naam, p.maand == maand) for naam, maand in goed]
    vraag = select(p.kanaal, p.dagdeel, p.bereikt, func.count()).where(
        p.afdeling == "vroegsignalering", *(~w for w in weg)
    )
    geteld: dict[str, Counter[bool]] = defaultdict(Counter)
    for kanaal, dagdeel, bereikt, aantal in db.execute(vraag.group_by(p.kanaal, p.dagdeel, p.bereikt)):
        geteld[f"poging {kanaal} {dagdeel}"][bool(bereikt)] += aantal
    for naam in cohort.geplant.figuren():
        geplant = cohort.geplant.samen(naam).waarde
        if naam.startswith("poging ") and geplant is not None:
            telling = geteld[naam]
            s = wilson(telling[True], telling.total())
            uit.erin[naam] = s.onder <= geplant <= s.boven


def _vermeden(uit: Zaad, db: Connection, periode: Periode, cohort: Cohort) -> None:
    """Goal 3: the planted difference between signalled and waiting zaken lies in its interval."""
    uitkomst = vermeden.wachtlijst(db, periode, cohort.gemeenten, VOLG_D)
    met, zonder = (cohort.geplant.samen(f"dwangbevel_{groep}").waarde for groep in ("signaal", "wacht"))
    if met is None or zonder is None or uitkomst.verschil is None:
        uit.ongelijk.append(f"dwangbevelen: {uitkomst.reden}")
        return
    for naam, waar, geschat in (
        ("dwangbevelen verschil", met - zonder, uitkomst.verschil),
        ("dwangbevelen vermindering", 1 - met / zonder, uitkomst.vermindering),
    ):
        if geschat is not None:
            uit.erin[naam] = geschat.onder <= waar <= geschat.boven
            uit.kop[naam] = (geschat.waarde or 0.0, geschat.onder, geschat.boven)


def verslag(zaden: list[Zaad]) -> bool:
    """Print the tables; tells whether everything lies where it must."""
    namen, goed, alles = list(dict.fromkeys(n for z in zaden for n in z.erin)), True, Counter[str]()
    typer.echo(f"{len(zaden)} cohorten, {sum(z.seconden for z in zaden) / len(zaden):.1f} s per cohort")
    typer.echo(f"{'cijfer':32} {'erin':>9} {'per gemeente':>14}")
    for naam in namen:
        erin, aantal = sum(z.erin.get(naam, False) for z in zaden), sum(naam in z.erin for z in zaden)
        stad = [sum(z.per_gemeente.get(naam, [0, 0])[i] for z in zaden) for i in (0, 1)]
        deel = f"{stad[0] / stad[1]:.1%} van {stad[1]}" if stad[1] else ""
        goed &= erin >= PER_TARIEF * len(zaden)
        alles += Counter(erin=erin, aantal=aantal, stad_erin=stad[0], stad=stad[1])
        typer.echo(
            f"{naam:32} {erin:>4}/{aantal:<4} {deel:>18}{'' if erin >= PER_TARIEF * len(zaden) else '  TE WEINIG'}"
        )
    deel, stad_deel = alles["erin"] / alles["aantal"], alles["stad_erin"] / max(alles["stad"], 1)
    typer.echo(f"samen {deel:.2%} van {alles['aantal']}; per gemeente {stad_deel:.2%} van {alles['stad']}")
    ongelijk = Counter(naam for z in zaden for naam in z.ongelijk)
    typer.echo(f"tellingen die niet gelijk zijn: {dict(ongelijk) or 'geen'}")
    _kop(zaden[0])
    return goed and deel >= SAMEN and stad_deel >= SAMEN and not ongelijk


def _kop(zaad: Zaad) -> None:
    typer.echo(f"\nde cijfers van de evaluatie, seed {zaad.zaad}")
    for naam, (waarde, onder, boven) in zaad.kop.items():
        typer.echo(f"{naam:32} {waarde:7.1%}  ({onder:.1%} tot {boven:.1%})")


def main(aantal: int, processen: int, eerste: int) -> bool:
    """Test so many seeds, each in a process of its own kind."""
    zaden = range(eerste, eerste + aantal)
    if processen == 1:
        return verslag([toets(z) for z in zaden])
    with ProcessPoolExecutor(processen, mp_context=get_context("spawn")) as pool:
        return verslag(list(pool.map(toets, zaden)))


if __name__ == "__main__":
    woorden = [int(w) for w in sys.argv[1:]]
    sys.exit(not main(*woorden, *(100, 2, 1)[len(woorden) :]))
