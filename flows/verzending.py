"""The outbox is emptied: letters to the print room, sms and e-mail to their provider, personal ones first."""

from collections import Counter
from datetime import date

from prefect import flow, task

from flows.drukwerk import druk_brieven
from flows.limieten import rem_voor
from flows.runs import dag_of_vandaag, zonder_hartslag
from rules.bezorging import Baan
from rules.woorden import Kanaal
from tasks import bezorging, verzenden, zendingen
from tasks.verzenden import Opdracht

DIGITAAL = (Kanaal.SMS, Kanaal.EMAIL)


@flow(name="Verzending", flow_run_name="verzending {today}")
def verzending(today: date | None = None) -> Counter[str]:
    """Send everything that is due on a day. Safe to run twice: what has left does not leave again."""
    dag = dag_of_vandaag(today)
    with zonder_hartslag():
        return verzend_digitaal(dag) + verzend_brieven(dag)


@flow(name="Verzending persoonlijk", flow_run_name="verzending persoonlijk {today}")
def verzending_persoonlijk(today: date | None = None) -> Counter[str]:
    """Send the sms and e-mail of residents who get individual attention: they never wait behind a large round."""
    with zonder_hartslag():
        return verzend_digitaal(dag_of_vandaag(today), (Baan.PERSOONLIJK,))


def verzend_digitaal(
    dag: date, banen: tuple[Baan, ...] = (Baan.PERSOONLIJK, Baan.MASSAAL), zaak_id: int | None = None
) -> Counter[str]:
    """Run one task per kanaal and baan that has something to send; returns how many reached each status."""
    telling: Counter[str] = Counter()
    for kanaal in DIGITAAL:
        if Baan.MASSAAL in banen:
            telling["wacht op vrijgave"] += zendingen.keur(kanaal, dag)
        for baan in banen:
            opdracht = Opdracht(kanaal, dag, (baan,), zaak_id)
            if aantal := verzenden.openstaand(opdracht):
                telling += verzend_kanaal(opdracht, aantal)
    return +telling


def verzend_brieven(dag: date) -> Counter[str]:
    """Print and deliver every letter that is due and released; returns how many reached each status."""
    wacht = zendingen.keur(Kanaal.BRIEF, dag)
    if not verzenden.openstaand(Opdracht(Kanaal.BRIEF, dag)) and not bezorging.na_te_kijken(Kanaal.BRIEF):
        return +Counter({"wacht op vrijgave": wacht})
    return druk_brieven(dag) + Counter({"wacht op vrijgave": wacht})


@task(name="Verzenden", task_run_name="{opdracht.kanaal} {opdracht.label}: {aantal} berichten")
def verzend_kanaal(opdracht: Opdracht, aantal: int) -> Counter[str]:
    """Send what one baan of one kanaal has ready, within the limit that holds with the provider."""
    return verzenden.verzend_digitaal(opdracht, rem_voor(opdracht))
