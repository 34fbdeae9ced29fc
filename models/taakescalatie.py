"""Which open taken of a gemeente stay behind? They are marked where they stand; what a colleague saw stays valid.

The version of a taak does not change here: nothing that a person decided is overwritten, and who is filling in a form
is not sent away because a warning came.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, func, or_, select, update

from models.database import tabel
from models.taakbeheer import noteer_acties
from models.tabellen import Taak
from models.tabellen_werk import Taakactie
from rules.taakacties import BIJ_TEAMLEIDING, GEWAARSCHUWD, Actie

TAAK, ACTIE = tabel(Taak), tabel(Taakactie)
T = TAAK.c

HOE_VER = {Actie.GEWAARSCHUWD: GEWAARSCHUWD, Actie.NAAR_TEAMLEIDING: BIJ_TEAMLEIDING}


def achterblijvers(db: Connection, gemeente: str, dag: date, tot: date) -> list[Row[Any]]:
    """Return the open taken that are due up to a day or whose day in the lists came, with `verdeeld_op` (or None)."""
    verdeeld = (
        select(func.max(ACTIE.c.op))
        .where(ACTIE.c.taak_id == T.id, ACTIE.c.soort == Actie.VERDEELD.value)
        .scalar_subquery()
    )
    let_op = or_(T.wacht_tot <= dag, (T.uiterste_dag <= tot) & (T.escalatie < BIJ_TEAMLEIDING))
    vraag: Select[Any] = select(T.id, T.uiterste_dag, T.behandelaar_id, T.escalatie, T.wacht_tot)  # type: ignore[assignment]
    vraag = vraag.add_columns(verdeeld.label("verdeeld_op"))
    waar = (T.gemeente == gemeente, T.status == "open", let_op)
    return list(db.execute(vraag.where(*waar).order_by(T.id)))


def zet_stap(db: Connection, taken: Sequence[int], actie: Actie, dag: date) -> int:
    """Do one step to taken that still need it, and keep that it was done; returns to how many."""
    nodig = T.wacht_tot <= dag if actie == Actie.TERUG_IN_LIJST else T.escalatie < HOE_VER[actie]
    nieuw = {"wacht_tot": None, "wacht_reden": ""} if actie == Actie.TERUG_IN_LIJST else {"escalatie": HOE_VER[actie]}
    waar = (T.id.in_(sorted(taken)), T.status == "open", nodig)
    gedaan = sorted(db.execute(update(TAAK).where(*waar).values(nieuw).returning(T.id)).scalars())
    noteer_acties(db, gedaan, None, actie.value, dag=dag.isoformat())
    return len(gedaan)
