"""What is a child of the supervisor? How it starts, what must be there first, and how its health is asked."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

VRAAG_S = 3.0


def altijd() -> bool:
    """Tell that a process that runs is healthy."""
    return True


@dataclass(frozen=True)
class Opdracht:
    """One start of a child: its command, what it finds in its environment, and the question whether it is healthy."""

    argv: list[str]
    env: Mapping[str, str] = field(default_factory=dict[str, str])
    gezond: Callable[[], bool] = altijd


@dataclass(frozen=True)
class Kind:
    """One part that the supervisor keeps running.

    `naam` names its log; `titel` is what an operator reads. `maak` is asked before every start, so that a start may
    choose a free port. Every child in `na` must be healthy first. A `klus` runs to its end, and again after each start
    of a child in `na`. Seconds: `opstart_s` to become healthy, `ziek_s` that it may fail to answer, `stop_s` to stop.
    With `flow_runs_eerst` the runs that it started are ended before it is, so that they can tell Prefect.
    """

    naam: str
    titel: str
    maak: Callable[[], Opdracht]
    na: tuple[str, ...] = ()
    klus: bool = False
    opstart_s: float = 120.0
    ziek_s: float = 60.0
    stop_s: float = 15.0
    flow_runs_eerst: bool = False


def antwoordt(url: str) -> Callable[[], bool]:
    """Return the question whether a web address says that all is well."""

    def gezond() -> bool:
        try:
            return httpx.get(url, timeout=VRAAG_S, trust_env=False).is_success
        except httpx.HTTPError:
            return False

    return gezond


def vers(bestand: Path, hoogstens_s: float) -> Callable[[], bool]:
    """Return the question whether a file that a child touches was touched lately."""

    def gezond() -> bool:
        try:
            return time.time() - bestand.stat().st_mtime < hoogstens_s
        except OSError:
            return False

    return gezond
