"""Which taken stay behind today? Each gets the step that the rules say, once; a colleague who is working keeps on."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row

from models import taakescalatie
from models.bulk import in_delen
from models.database import lezen, schrijf_samen
from rules.beleid import Beleid
from rules.escalatie import Stand, laatste_dag_in_zicht, stappen
from rules.taakacties import Actie
from tasks.klok import dag_van
from tasks.omgeving import omgeving

PER_KEER = 500
"""So many taken are changed in one transaction."""


def escaleer(gemeente: str, dag: date) -> Counter[str]:
    """Show what stays behind to the team or the team lead; returns how often each step was taken.

    Safe to run twice or in parallel. On a day that is not a working day nothing happens.
    """
    waar, telling = omgeving(), Counter[str]()
    beleid = waar.beleid(gemeente)
    if not beleid.kalender.is_werkdag(dag):
        return telling
    with lezen(waar.engine) as db:
        rijen = taakescalatie.achterblijvers(db, gemeente, dag, laatste_dag_in_zicht(beleid, dag))
    for actie, taken in _per_stap(rijen, beleid, dag).items():
        for deel in in_delen(taken, PER_KEER):
            telling[actie.value] += _zet(actie, list(deel), dag)
    return +telling


def _per_stap(rijen: list[Row[Any]], beleid: Beleid, dag: date) -> dict[Actie, list[int]]:
    gevonden: dict[Actie, list[int]] = defaultdict(list)
    for rij in rijen:
        for actie in stappen(_stand(rij), beleid, dag):
            gevonden[actie].append(rij.id)
    return gevonden


def _stand(rij: Row[Any]) -> Stand:
    verdeeld = dag_van(rij.verdeeld_op) if rij.verdeeld_op else None
    return Stand(rij.uiterste_dag, rij.behandelaar_id is None, rij.escalatie, rij.wacht_tot, verdeeld)


def _zet(actie: Actie, taken: list[int], dag: date) -> int:
    def werk(db: Connection) -> int:
        return taakescalatie.zet_stap(db, taken, actie, dag)

    return schrijf_samen(omgeving().engine, werk)
