"""Partners hear what they may know of their signalen."""

from collections import Counter
from datetime import date

from prefect import flow

from flows.runs import dag_of_vandaag
from tasks.terugkoppelen import koppel_terug


@flow(name="Terugkoppeling", flow_run_name="terugkoppeling {gemeente} {today}")
def terugkoppeling(gemeente: str, today: date | None = None) -> Counter[str]:
    """Write a file per partner about zaken that closed; each signaal is fed back once."""
    return koppel_terug(gemeente, dag_of_vandaag(today))
