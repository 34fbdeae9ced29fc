"""The outbox is emptied: letters to the print room, sms and e-mail to their provider, personal ones first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from prefect import flow, task
from prefect.runtime import flow_run

from flows.drukwerk import druk_brieven
from flows.limieten import rem_voor
from flows.runs import dag_of_vandaag, zonder_hartslag
from flows.verslag import GEPAUZEERD, basisnaam, klaar, opgesomd, runnaam
from rules.bezorging import Baan
from rules.woorden import Kanaal
from tasks import bezorging, verzenden, zendingen
from tasks.verzenden import Opdracht

DIGITAAL = (Kanaal.SMS, Kanaal.EMAIL)


@flow(name="Verzending", flow_run_name=lambda: runnaam_verzending(flow_run.parameters))
def verzending(today: date | None = None, kanaal: Kanaal | None = None) -> Any:
    """Send everything that is due on a day, of one kanaal or of all. Safe to run twice: what has left does not leave.

    Return how many reached each status (a Counter).
    """
    dag, kanalen = dag_of_vandaag(today), [kanaal] if kanaal else list(Kanaal)
    with zonder_hartslag():
        telling = verzend_digitaal(dag, kanalen=[k for k in DIGITAAL if k in kanalen])
        if Kanaal.BRIEF in kanalen:
            telling += verzend_brieven(dag)
    return klaar(_wat(kanaal), telling, opgesomd(telling), "" if telling else _waarom_niets(kanalen))


def _waarom_niets(kanalen: Sequence[Kanaal]) -> str:
    """Return the state of a run that sent nothing because people let it stand still; empty when there was nothing."""
    return GEPAUZEERD if verzenden.staat_stil(kanalen) else ""


@flow(name="Verzending persoonlijk", flow_run_name=runnaam("verzending persoonlijk"))
def verzending_persoonlijk(today: date | None = None) -> Any:
    """Send the sms and e-mail of residents who get individual attention: they never wait behind a large round.

    Return how many reached each status (a Counter).
    """
    with zonder_hartslag():
        telling = verzend_digitaal(dag_of_vandaag(today), (Baan.PERSOONLIJK,))
    return klaar("verzending persoonlijk", telling, opgesomd(telling))


def runnaam_verzending(parameters: Mapping[str, Any]) -> str:
    """Return the name of a run of one kanaal, or of all."""
    return basisnaam(_wat(parameters.get("kanaal")), parameters)


def _wat(kanaal: str | None) -> str:
    return f"verzending {kanaal}" if kanaal else "verzending"


def verzend_digitaal(
    dag: date,
    banen: tuple[Baan, ...] = (Baan.PERSOONLIJK, Baan.MASSAAL),
    zaak_id: int | None = None,
    kanalen: Sequence[Kanaal] = DIGITAAL,
) -> Counter[str]:
    """Run one task per kanaal and baan that has something to send; returns how many reached each status."""
    telling: Counter[str] = Counter()
    for kanaal in kanalen:
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
