"""E-mail that came back is taken in."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, task

from flows.runs import dag_of_vandaag, zonder_hartslag
from flows.verslag import klaar, opgesomd, runnaam
from settings import settings
from tasks.stuiters import neem_stuiters_in


@flow(name="Teruggekomen e-mail", flow_run_name=runnaam("teruggekomen e-mail"), retries=2, retry_delay_seconds=60)
def stuiters(postvak: str | None = None, today: date | None = None) -> Any:
    """Read a mailbox with bounces; who was not reached by e-mail gets a letter. Safe to run twice.

    Without `postvak` it is the mailbox of the settings. Return how many of each kind there were (a Counter).
    """
    gekozen = postvak or settings().stuiterpost
    with zonder_hartslag():
        telling = neem_in(str(gekozen), dag_of_vandaag(today)) if gekozen else Counter[str]()
    return klaar("teruggekomen e-mail", telling, opgesomd(telling))


@task(name="Postvak lezen")
def neem_in(postvak: str, today: date) -> Counter[str]:
    """Take in every bounce in a file or folder."""
    return neem_stuiters_in(Path(postvak), today)
