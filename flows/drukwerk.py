"""The letters go to the print room: a few at once, a large round on every core."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from prefect import flow, task
from prefect.logging import get_run_logger
from prefect.task_runners import ProcessPoolTaskRunner

from rules.bezorging import Status
from tasks import drukbatch, drukpers, drukwerk
from tasks.drukpers import Drukdeel, Gedrukt
from tasks.drukploeg import beschrijf, kom_helpen

VEEL = 1_000
"""From so many letters on, help of other processes is worth the seconds that they need to start."""


def druk_brieven(dag: date, gemeenten: Sequence[str] | None = None) -> Counter[str]:
    """Let every letter leave that is due, of all gemeenten or of some; returns how many reached each status."""
    if (aantal := drukbatch.te_drukken(dag, gemeenten)) < VEEL:
        return druk_hier(aantal, dag, gemeenten)
    return brieven_drukken.with_options(task_runner=_ploeg())(dag, gemeenten)


@task(name="Brieven drukken", task_run_name="brieven: {aantal} stuks")
def druk_hier(aantal: int, dag: date, gemeenten: Sequence[str] | None) -> Counter[str]:
    """Print a small round in this process."""
    return meld_blijvers(drukwerk.verzend_brieven(dag, gemeenten=gemeenten))


def meld_blijvers(telling: Counter[str]) -> Counter[str]:
    """Warn the operators of letters that are printed and could not be delivered; they are offered again."""
    if blijft := telling[Status.BEZIG.value]:
        get_run_logger().warning("%s brieven zijn gedrukt, maar nog niet bij de drukker", blijft)
    return telling


def _ploeg() -> Any:
    """Processes that work in the surroundings of this one; Prefect starts them and ends them with the flow."""
    return ProcessPoolTaskRunner(max_workers=os.cpu_count(), initializer=kom_helpen, initargs=(beschrijf(),))


@flow(name="Brieven drukken", flow_run_name="brieven drukken {dag}")
def brieven_drukken(dag: date, gemeenten: Sequence[str] | None = None) -> Counter[str]:
    """Print a large round: each print file is the work of one task."""
    return meld_blijvers(drukwerk.verzend_brieven(dag, _op_alle_kernen, gemeenten))


def _op_alle_kernen(delen: Sequence[Drukdeel]) -> Iterator[Gedrukt]:
    namen = [f"brieven {nummer}/{len(delen)}, {len(deel.ids)} stuks" for nummer, deel in enumerate(delen, 1)]
    for toekomst in druk_deel.map(namen, list(delen)):
        yield toekomst.result()


@task(name="Brieven maken", task_run_name="{label}")
def druk_deel(label: str, deel: Drukdeel) -> Gedrukt:
    """Make the letters of one print file, in a process that came to help."""
    return drukpers.druk(deel)
