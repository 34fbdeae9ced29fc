"""How do our flows run inside Prefect? Names, events and short runs without a heartbeat."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from prefect.events import emit_event
from prefect.runtime import flow_run
from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, get_current_settings, temporary_settings
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner

from rules.zaaknummer import zaaknummer
from settings import settings
from tasks.klok import vandaag
from tasks.stappen import Resultaat


def taakloper() -> TaskRunner[Any]:
    """Return the task runner of Prefect that the settings choose; processes read the same environment."""
    if settings().taken == "processen":
        return ProcessPoolTaskRunner(max_workers=os.cpu_count())
    return ThreadPoolTaskRunner[Any]()


@contextmanager
def zonder_hartslag() -> Iterator[None]:
    """Run flows of seconds without a heartbeat: at its end every run waits up to a second for that thread.

    Nested use costs nothing: changing a setting takes Prefect a tenth of a second.
    """
    if get_current_settings().flows.heartbeat_frequency is None:
        yield
        return
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):  # type: ignore[dict-item]
        yield


def meld(resultaat: Resultaat) -> None:
    """Tell Prefect's event feed what happened, after the commit and as a courtesy: a lost event loses nothing."""
    for nummer, soort, regel in resultaat.gebeurd:
        emit_event(
            event=f"tijdig.{soort}",
            resource={"prefect.resource.id": f"tijdig.zaak.{nummer}", "prefect.resource.name": nummer},
            payload={"regel": regel},
        )


def runnaam_zaak(soort: str) -> str:
    """Return the run name of one resident's journey: the zaaknummer, by which operators search."""
    return zaaknummer(soort, int(flow_run.parameters["zaak_id"]))


def dag_of_vandaag(today: date | None) -> date:
    """Return the day to work on; without one, today in the Netherlands."""
    return today or vandaag()
