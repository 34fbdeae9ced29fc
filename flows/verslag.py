"""What does an operator see of a run? A name that tells the result, a state that tells the truth, a table of the round.

Prefect gets ids, dates and counts only. Telling is a courtesy: a server that does not answer never stops the work.
"""

import logging
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from httpx import HTTPError
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.schemas.objects import State
from prefect.context import FlowRunContext, SyncClientContext
from prefect.exceptions import PrefectException
from prefect.runtime import flow_run
from prefect.states import Completed

from flows.runs import dag_of_vandaag
from tasks.briefgegevens import dagmaand
from tasks.omgeving import heeft_beleid, omgeving

LOG = logging.getLogger("tijdig.verslag")
NIETS, GEPAUZEERD, GEEN_WERKDAG, VOL = "Niets te doen", "Gepauzeerd", "Geen werkdag", "Genoeg voor vandaag"
"""Names of a completed state that say why nothing happened."""

_stil: ContextVar[bool] = ContextVar("stil", default=False)


@contextmanager
def stil() -> Iterator[None]:
    """Tell Prefect no results within this block: a story plays hundreds of rounds that nobody watches."""
    teken = _stil.set(True)
    try:
        yield
    finally:
        _stil.reset(teken)


def is_stil() -> bool:
    """Tell whether nobody watches: then a picture need not be made either."""
    return _stil.get()


def runnaam(wat: str) -> Callable[[], str]:
    """Return what names a run when it starts: what it does, for which gemeente, on which day."""
    return lambda: basisnaam(wat, flow_run.parameters)


def basisnaam(wat: str, parameters: Mapping[str, Any]) -> str:
    """Return the name of a run without its result, such as `dagronde Voorbeeldstad 5 juni`."""
    gemeente = str(parameters.get("gemeente") or "")
    if gemeente and heeft_beleid(gemeente):
        gemeente = omgeving().beleid(gemeente).gemeente.naam
    today = parameters.get("today")
    dag = date.fromisoformat(today) if isinstance(today, str) else dag_of_vandaag(today)
    return " ".join(filter(None, (wat, gemeente, dagmaand(dag))))


def aantal(n: int, enkel: str, meer: str) -> str:
    """Return a count in words: `1 stap`, `3 stappen`; empty for none."""
    return f"{n} {enkel if n == 1 else meer}" if n else ""


def opgesomd(telling: Mapping[str, int]) -> str:
    """Return counts in words, most first: `3 verzonden, 1 mislukt`; empty for none."""
    volgorde = sorted(telling.items(), key=lambda paar: (-paar[1], paar[0]))
    return ", ".join(f"{n} {naam}" for naam, n in volgorde if n)


def gehouden(waarom: Mapping[str, int]) -> str:
    """Return the name of a state in which everything was held: by a pauze, or because the day is full."""
    return GEPAUZEERD if any(reden.startswith("gepauzeerd") for reden in waarom) else VOL


def noem(wat: str, uitkomst: str) -> None:
    """Let the name of the run of this moment tell its result."""
    context = FlowRunContext.get()
    if _stil.get() or context is None or context.flow_run is None:
        return
    naam = f"{basisnaam(wat, context.parameters or {})}: {uitkomst}"
    with _hoffelijk(), SyncClientContext.get_or_create() as verbinding:
        verbinding.client.update_flow_run(context.flow_run.id, name=naam)


def merk(woorden: Sequence[str]) -> None:
    """Add tags to the run of this moment: by these an operator finds runs that stand at the same point."""
    context = FlowRunContext.get()
    if not woorden or _stil.get() or context is None or context.flow_run is None:
        return
    alle = {*context.flow_run.tags, *woorden}
    with _hoffelijk(), SyncClientContext.get_or_create() as verbinding:
        verbinding.client.update_flow_run(context.flow_run.id, tags=sorted(alle))


def klaar(wat: str, gegevens: Any, uitkomst: str, toestand: str = "") -> Any:
    """End a flow: its name tells the result, and a state with a name of its own says why nothing happened.

    Return what this returns: `gegevens`, or a state that holds them. Without `uitkomst` there was nothing to do.
    """
    toestand = toestand or ("" if uitkomst else NIETS)
    noem(wat, uitkomst or toestand.lower())
    return met_toestand(gegevens, toestand, uitkomst) if toestand else gegevens


def met_toestand(gegevens: Any, toestand: str, uitleg: str = "") -> State[Any]:
    """Return a completed state with a name that an operator understands."""
    return Completed(name=toestand, message=uitleg or None, data=gegevens)


def toon_tabel(sleutel: str, rijen: Sequence[Mapping[str, Any]], beschrijving: str) -> None:
    """Show a table with a description (markdown) above it, on the run and under Artifacts."""
    if not _stil.get() and FlowRunContext.get() is not None:
        with _hoffelijk():
            create_table_artifact([dict(r) for r in rijen], _sleutel(sleutel), beschrijving)


def toon_tekst(sleutel: str, tekst: str) -> None:
    """Show some lines (markdown) on the run and under Artifacts."""
    if not _stil.get() and FlowRunContext.get() is not None:
        with _hoffelijk():
            create_markdown_artifact(tekst, _sleutel(sleutel))


def dag_voluit(dag: date) -> str:
    """Return a day as in a heading: `5 juni 2026`."""
    return f"{dagmaand(dag)} {dag.year}"


def _sleutel(tekst: str) -> str:
    """Return what Prefect takes as the key of an artifact: small letters, digits and dashes."""
    return re.sub(r"[^a-z0-9]+", "-", tekst.lower()).strip("-")


@contextmanager
def _hoffelijk() -> Iterator[None]:
    try:
        yield
    except (HTTPError, PrefectException, OSError, RuntimeError) as fout:
        LOG.warning("Prefect hoorde de uitkomst van een run niet (%s)", type(fout).__name__)
