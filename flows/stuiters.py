"""E-mail that came back is taken in."""

from collections import Counter
from datetime import date
from pathlib import Path

from prefect import flow, task

from flows.runs import dag_of_vandaag, zonder_hartslag
from tasks.stuiters import neem_stuiters_in


@flow(name="Teruggekomen e-mail", flow_run_name="teruggekomen e-mail {today}")
def stuiters(postvak: str, today: date | None = None) -> Counter[str]:
    """Read a mailbox with bounces; who was not reached by e-mail gets a letter. Safe to run twice."""
    with zonder_hartslag():
        return neem_in(postvak, dag_of_vandaag(today))


@task(name="Postvak lezen")
def neem_in(postvak: str, today: date) -> Counter[str]:
    """Take in every bounce in a file or folder."""
    return neem_stuiters_in(Path(postvak), today)
