"""What stays behind in the werkvoorraad is shown to the team, and then to the team lead."""

from collections import Counter
from datetime import date
from typing import Any

from prefect import flow, task

from flows.runs import dag_of_vandaag, zonder_hartslag
from flows.verslag import klaar, opgesomd, runnaam
from tasks import escaleren


@flow(name="Escalatie", flow_run_name=runnaam("escalatie"))
def escalatie(gemeente: str, today: date | None = None) -> Any:
    """Warn for every taak that is nearly or already late, and let taken whose day came return. Safe to run twice.

    Return how often each step was taken (a Counter).
    """
    with zonder_hartslag():
        telling = loop_taken_na(gemeente, dag_of_vandaag(today))
    return klaar("escalatie", telling, opgesomd(telling))


@task(name="Taken nalopen", task_run_name="taken van {gemeente} nalopen")
def loop_taken_na(gemeente: str, dag: date) -> Counter[str]:
    """Give every taak that stays behind the step that the rules say; returns how often each step was taken."""
    return escaleren.escaleer(gemeente, dag)
