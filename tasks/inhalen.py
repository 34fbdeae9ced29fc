"""What happens to runs that did not run at their time? Of each deployment the newest does the work of all before it."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from models import levenstekens
from models.beleidsbestand import beleidsnamen
from models.database import lezen
from tasks.clients.prefect_beheer import Prefectbeheer, Run
from tasks.klok import NEDERLAND, dag_van
from tasks.leven import dagronde_van
from tasks.omgeving import heeft_beleid, omgeving

TE_LAAT_NA = timedelta(seconds=60)
"""A run that waits so long for a worker may be passed over by a later one of the same deployment."""

RONDE, RONDE_OM, SPELING = "Dagronde/dagronde", time(6, 0), timedelta(minutes=15)
"""The deployment of a round, when it starts on a working day (flows/deployments.py), and how late it may be."""

OVERGESLAGEN = "Overgeslagen"
HERKANSING = "herkansing"
HERKANSEN, KIJK_TERUG = 3, timedelta(hours=20)
"""So often is a scheduled run that was broken off asked for again, as far as it lies in this period."""


def sla_oude_over(prefect: Prefectbeheer, nu: datetime, hoogstens: int = 100) -> int:
    """Set aside every scheduled run that waits while a later one of the same deployment is due too.

    After days without a worker one round does the work of five: each takes what is due on the day that it runs.
    Returns how many were set aside: `hoogstens` so many, the oldest first.
    """
    gezien: set[str] = set()
    oud: list[Run] = []
    for run in prefect.te_laat(nu):
        if run.deployment in gezien and nu - run.gepland > TE_LAAT_NA:
            oud.append(run)
        gezien.add(run.deployment)
    waarom = "Een latere run van dezelfde deployment doet dit werk."
    return prefect.zet(oud[::-1][:hoogstens], "CANCELLED", OVERGESLAGEN, waarom)


def herkans(prefect: Prefectbeheer, nu: datetime) -> int:
    """Ask once more for the newest run of a schedule that was broken off (a machine that went down, a killed process).

    A flow that failed by itself is not repeated: that needs a person. Returns how many were asked for.
    """
    runs = [r for r in prefect.gebroken(nu - KIJK_TERUG, nu) if r.schema or HERKANSING in r.tags]
    laatste = {run.deployment: run for run in reversed(runs)}
    keren = Counter(run.deployment for run in runs)
    aantal = 0
    for run in laatste.values():
        if keren[run.deployment] <= HERKANSEN and prefect.nieuwste(run.deployment, nu) == run:
            prefect.herhaal(run.deployment, {}, f"{HERKANSING}-{run.id}", (HERKANSING,))
            aantal += 1
    return aantal


def haal_rondes_in(prefect: Prefectbeheer, nu: datetime) -> int:
    """Ask for the dagronde of today of every gemeente whose moment passed without a run; returns how many.

    Prefect plans ahead only: after its database was emptied, or at a first start, nobody else would. A round that an
    operator paused in Prefect stays where it is.
    """
    waar, dag = omgeving(), dag_van(nu)
    moment = datetime.combine(dag, RONDE_OM, NEDERLAND)
    if nu < moment + SPELING:
        return 0
    gemist = 0
    for naam in filter(heeft_beleid, beleidsnamen(waar.settings.beleid)):
        beleid = waar.beleid(naam)
        if beleid.kalender.is_werkdag(dag) and not _gedraaid(beleid.gemeente.slug, dag):
            gemist += _haal_in(prefect, beleid.gemeente.slug, moment, nu)
    return gemist


def _gedraaid(gemeente: str, dag: date) -> bool:
    with lezen(omgeving().engine) as db:
        teken = levenstekens.laatste(db, dagronde_van(gemeente))
    return teken is not None and dag_van(teken.op) >= dag


def _haal_in(prefect: Prefectbeheer, gemeente: str, moment: datetime, nu: datetime) -> bool:
    deployment = prefect.lopend(f"{RONDE}-{gemeente}")
    laatste = prefect.nieuwste(deployment, nu) if deployment else None
    if deployment is None or (laatste is not None and laatste.gepland >= moment):
        return False
    prefect.herhaal(deployment, {}, f"inhalen-{gemeente}-{moment:%Y%m%d}", (HERKANSING,))
    return True


def ruim_dode_runs_op(prefect: Prefectbeheer, nu: datetime | None = None) -> int:
    """Mark runs that Prefect believes to be at work as broken off. Only when no process of ours runs anywhere.

    A server that was killed heard of no end; the place of such a run under its limit comes free as well.
    """
    grens = nu or datetime.now(UTC)
    waarom = "Het proces van deze run is weg: Tijdig was gestopt."
    return prefect.zet([run for run in prefect.bezig() if run.gepland <= grens], "CRASHED", "Afgebroken", waarom)
