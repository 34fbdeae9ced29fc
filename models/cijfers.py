"""How much work is open? Counts per department, kind and term: never of a colleague, never of a zaak."""

from collections import Counter
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, case, func, select

from models.database import tabel
from models.tabellen import Taak
from rules.rollen import Blik
from rules.taakwoorden import einde_week

TAAK = tabel(Taak)


class Wanneer(StrEnum):
    """How near the last day of a taak is."""

    TE_LAAT = "te-laat"
    VANDAAG = "vandaag"
    WEEK = "deze-week"
    LATER = "later"


Sleutel = tuple[str, str, str, Wanneer]
"""gemeente, department, kind of taak and term; the team follows from department and kind."""


def open_werk(db: Connection, blik: Blik, vandaag: date) -> Counter[Sleutel]:
    """Return how many taken are open in a blik, by everything that a figure may be split by."""
    t = TAAK.c
    wanneer = case(
        (t.uiterste_dag < vandaag, Wanneer.TE_LAAT.value),
        (t.uiterste_dag == vandaag, Wanneer.VANDAAG.value),
        (t.uiterste_dag <= einde_week(vandaag), Wanneer.WEEK.value),
        else_=Wanneer.LATER.value,
    ).label("wanneer")
    groep = (t.gemeente, t.afdeling, t.soort, wanneer)
    afdelingen = [a.value for a in blik.afdelingen]
    waar = (t.gemeente.in_(blik.gemeenten), t.afdeling.in_(afdelingen), t.status == "open")
    rijen = db.execute(select(*groep, func.count()).where(*waar).group_by(*groep))
    return Counter({(g, a, soort, Wanneer(w)): int(n) for g, a, soort, w, n in rijen})
