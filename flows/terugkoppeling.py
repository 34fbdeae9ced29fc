"""Partners hear what they may know of their signalen."""

from collections import Counter
from datetime import date
from typing import Any

from prefect import flow

from flows.runs import dag_of_vandaag
from flows.verslag import GEPAUZEERD, aantal, klaar, runnaam
from rules.pauze import Pauzesoort
from tasks import pauzeren
from tasks.terugkoppelen import koppel_terug


@flow(name="Terugkoppeling", flow_run_name=runnaam("terugkoppeling"))
def terugkoppeling(gemeente: str, today: date | None = None) -> Any:
    """Write a file per partner about zaken that closed; each signaal is fed back once.

    Return how many signalen per partner (a Counter). Nothing leaves while the whole gemeente stands still.
    """
    if any(p.soort == Pauzesoort.GEMEENTE for p in pauzeren.open_pauzes(gemeente)):
        return klaar("terugkoppeling", Counter[str](), "", GEPAUZEERD)
    telling = koppel_terug(gemeente, dag_of_vandaag(today))
    return klaar("terugkoppeling", telling, aantal(telling.total(), "signaal", "signalen"))
