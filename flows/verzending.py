"""The outbox is emptied: letters to the print room, sms and e-mail to their provider."""

from collections import Counter
from datetime import date

from prefect import flow, task

from flows.runs import dag_of_vandaag, zonder_hartslag
from rules.woorden import Kanaal
from tasks import drukwerk, verzenden


@flow(name="Verzending", flow_run_name="verzending {today}")
def verzending(today: date | None = None) -> Counter[str]:
    """Send everything that is due on a day. Safe to run twice: what has left does not leave again."""
    with zonder_hartslag():
        return verzend_alles(dag_of_vandaag(today))


def verzend_alles(dag: date) -> Counter[str]:
    """Run one task per kanaal that has something to send; returns how many berichten reached each status."""
    telling: Counter[str] = Counter()
    for kanaal in Kanaal:
        if aantal := verzenden.openstaand(kanaal, dag):
            telling += verzend_kanaal(kanaal, aantal, dag)
    return telling


@task(name="Verzenden", task_run_name="{kanaal}: {aantal} berichten")
def verzend_kanaal(kanaal: Kanaal, aantal: int, dag: date) -> Counter[str]:
    """Send what one kanaal has ready."""
    return drukwerk.verzend_brieven(dag) if kanaal == Kanaal.BRIEF else verzenden.verzend_digitaal(kanaal, dag)
