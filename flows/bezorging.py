"""What became of what left? Lost answers are looked up, receipts asked for, and a person hears what stays behind."""

from collections import Counter
from datetime import date
from typing import Any

from prefect import flow, task

from flows.drukwerk import druk_brieven
from flows.runs import dag_of_vandaag, zonder_hartslag
from flows.verslag import klaar, opgesomd, runnaam
from flows.verzending import DIGITAAL
from rules.woorden import Kanaal
from tasks import bezorging as nakijken


@flow(name="Bezorging", flow_run_name=runnaam("bezorging"))
def bezorging(today: date | None = None) -> Any:
    """Find every bericht that stays too long in any status, and resolve it or ask a person. Safe to run twice.

    Return how many have which status afterwards (a Counter).
    """
    dag = dag_of_vandaag(today)
    with zonder_hartslag():
        telling = kijk_alles_na(dag) + meld_wat_blijft_liggen(dag)
    return klaar("bezorging", telling, opgesomd(telling))


def meld_wat_blijft_liggen(dag: date) -> Counter[str]:
    """Ask a person about what should have left days ago and is still here; returns how many that are."""
    return +Counter({"blijft liggen": nakijken.meld_wat_blijft_liggen(dag)})


def kijk_alles_na(dag: date) -> Counter[str]:
    """Run one task per kanaal with berichten to look at; returns how many have which status afterwards."""
    telling: Counter[str] = Counter()
    for kanaal in DIGITAAL:
        if aantal := nakijken.na_te_kijken(kanaal):
            telling += kijk_kanaal_na(kanaal, aantal, dag)
    if nakijken.na_te_kijken(Kanaal.BRIEF):
        telling += druk_brieven(dag)
    return +telling


@task(name="Nakijken", task_run_name="{kanaal}: {aantal} berichten nakijken")
def kijk_kanaal_na(kanaal: Kanaal, aantal: int, dag: date) -> Counter[str]:
    """Ask the provider of one kanaal what became of berichten without an answer or receipt."""
    return nakijken.kijk_na(kanaal, dag)
