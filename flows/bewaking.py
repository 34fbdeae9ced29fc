"""Is everything still going? The watch flow: every quarter of an hour, and at once after a round that broke."""

from datetime import date

from httpx import HTTPError
from prefect import flow, task
from prefect.client.schemas.objects import State
from prefect.exceptions import PrefectException
from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from flows.prefectbeeld import prefectbeeld
from flows.runs import dag_of_vandaag, zonder_hartslag
from flows.verslag import noem, runnaam, toon_tabel
from rules.bewakingsfeiten import Prefectbeeld
from tasks import alarmtekst, bewaken
from tasks.bewaken import Bewaakt
from tasks.klok import NEDERLAND
from tasks.omgeving import omgeving

SLEUTEL = "bewaking"
"""Under this key the Artifacts page shows the newest list of alarms."""
GEEN = [{"alarm": "Geen", "wat doet u": "U hoeft niets te doen."}]


@flow(name="Bewaking", flow_run_name=runnaam("bewaking"))
def bewaking(today: date | None = None) -> State[Bewaakt]:
    """Look at deliveries, terms, zaken, post, rounds and workers; raise what is wrong and clear what is over.

    Ends red, as "Met alarmen", while an alarm is open that cannot wait. Safe to run twice.
    """
    dag = dag_of_vandaag(today)
    with zonder_hartslag():
        gezien = kijk_rond(dag)
    toon(gezien)
    return eindstand(gezien)


@task(name="Rondkijken", task_run_name="alles nalopen van {dag}")
def kijk_rond(dag: date) -> Bewaakt:
    """Measure and judge; what changed is told by e-mail and webhook."""
    return bewaken.bewaak(dag, vraag_prefect())


def vraag_prefect() -> Prefectbeeld | None:
    """Return what Prefect says of workers and schedules; None when it does not answer: nothing is said about them."""
    try:
        return prefectbeeld(omgeving().settings.werkers)
    except (HTTPError, PrefectException) as fout:
        get_run_logger().warning("Prefect zegt niets over werkers en schema's (%s)", type(fout).__name__)
        return None


def toon(gezien: Bewaakt) -> None:
    """Show the open alarms with what to do as a table in Prefect: ids, dates and counts only."""
    rijen = [
        {
            "alarm": alarmtekst.uitleg(a.soort).titel,
            "ernst": alarmtekst.ernst(a.soort).value,
            "waarover": alarmtekst.waarover(a),
            "sinds": f"{a.sinds.astimezone(NEDERLAND):%d-%m-%Y %H:%M}",
            "feiten": "; ".join(alarmtekst.feiten(a.gegevens)),
            "wat doet u": alarmtekst.uitleg(a.soort).doen,
        }
        for a in gezien.alarmen
    ]
    toon_tabel(SLEUTEL, rijen or GEEN, samenvatting(gezien))


def samenvatting(gezien: Bewaakt) -> str:
    """Return in one line how things stand."""
    regel = (
        f"Bewaking van {gezien.dag:%d-%m-%Y}: {stand(gezien)}. Nieuw: {gezien.begonnen}, voorbij: {gezien.geeindigd}."
    )
    if gezien.niet_verteld:
        regel += f" {_aantal(gezien.niet_verteld, 'bericht', 'berichten')} over een alarm kwam niet aan."
    return regel


def stand(gezien: Bewaakt) -> str:
    """Return how many alarms are open, as in the name of the run."""
    fouten, anders = len(gezien.fouten), len(gezien.alarmen) - len(gezien.fouten)
    delen = [_aantal(fouten, "alarm", "alarmen"), _aantal(anders, "waarschuwing", "waarschuwingen")]
    return ", ".join(filter(None, delen)) or "alles in orde"


def _aantal(aantal: int, een: str, meer: str) -> str:
    return f"{aantal} {een if aantal == 1 else meer}" if aantal else ""


def eindstand(gezien: Bewaakt) -> State[Bewaakt]:
    """Return how the run ends: red with an open fout, green otherwise; the name says which."""
    noem("bewaking", stand(gezien))
    if gezien.fouten:
        return Failed(name="Met alarmen", message=samenvatting(gezien))
    naam = "Met waarschuwingen" if gezien.alarmen else "Alles in orde"
    return Completed(name=naam, message=samenvatting(gezien), data=gezien)
