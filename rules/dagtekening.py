"""Which day does a bericht carry? The day on which it leaves: a term that a resident gets is never shorter than meant.

A letter can wait: for release, for a pauze, for a machine that was down. What was decided on Monday and leaves on
Friday says Friday, and every term in it and after it counts from Friday.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from rules.kalender import Kalender
from rules.log import Log, Logregel, Soort

REGEL = "leave_with_the_date_of_today"
"""The rule by which the log tells that a bericht left later."""

TERMIJNEN = ("uiterste_dag", "bezoekdag")
"""The days in a bericht that count from its own day."""

Bericht = tuple[str, int]
"""A bericht of a zaak: soort and poging."""


def later(soort: str, poging: int, dag: date) -> Logregel:
    """Return the gebeurtenis that tells on which day a bericht really left."""
    return Logregel(Soort.BERICHT_LATER, dag, {"soort": soort, "poging": poging})


def verschuif(gegevens: Mapping[str, Any], van: date, naar: date, kalender: Kalender) -> dict[str, Any]:
    """Return what a bericht says when it leaves on another day: as many calendar days for the resident, or more.

    A visit is announced for a working day.
    """
    nieuw = dict(gegevens)
    for naam in TERMIJNEN:
        if nieuw.get(naam):
            dag = date.fromisoformat(nieuw[naam]) + (naar - van)
            nieuw[naam] = (kalender.eerste_werkdag_vanaf(dag) if naam == "bezoekdag" else dag).isoformat()
    return nieuw


def op_de_echte_dag(log: Log) -> Log:
    """Return the log in which every bericht stands on the day on which it left."""
    verzet = {_wie(r): r.dag for r in log.alle(Soort.BERICHT_LATER)}
    return _verzet(log, verzet) if verzet else log


def nog_hier(log: Log, klaar: Collection[Bericht], today: date) -> Log:
    """Return the log in which what is still waiting in the outbox stands on today: no term runs before it left."""
    return _verzet(log, dict.fromkeys(klaar, today)) if klaar else log


def _wie(regel: Logregel) -> Bericht:
    return str(regel.gegevens["soort"]), int(regel.gegevens["poging"])


def _verzet(log: Log, dagen: Mapping[Bericht, date]) -> Log:
    return Log(
        tuple(
            replace(r, dag=max(r.dag, dagen.get(_wie(r), r.dag))) if r.soort == Soort.BERICHT else r for r in log.regels
        )
    )
