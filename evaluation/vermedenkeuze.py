"""Which comparisons of evaluation/vermeden.py do the data allow? Nobody has to choose, so nobody picks the best one.

Three ways, in the order in which they convince. Goal 3 always stands on the first: chosen before anything was counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from evaluation.gaten import BELASTINGEN, gaten
from evaluation.tabellen import INCASSO
from evaluation.tellen import Selectie
from evaluation.vermeden import VOLGEN_D, Methode, Uitkomst, andere_gemeente, voor_na, wachtlijst
from evaluation.vermedenrijen import EERSTE_KANS

GEEN_BEGIN = "Dit is niet te zeggen: in deze periode is geen enkel signaal overgegaan."
ALLEMAAL = "Dit is niet te zeggen: alle gemeenten in dit rapport gaven signalen."


def vergelijkingen(db: Connection, selectie: Selectie) -> tuple[Uitkomst, ...]:
    """Return all three comparisons over facts that lie ready; what cannot be said gives its reason."""
    periode, gemeenten = selectie.periode, selectie.gemeenten
    begin = begin_van_signalen(db, gemeenten)
    zonder = [g for g in gemeenten if g not in begin]
    leeg = Uitkomst(Methode.ANDERE_GEMEENTE, VOLGEN_D, gaten=gaten(db, (BELASTINGEN,)))
    reden = GEEN_BEGIN if not begin else "" if zonder else ALLEMAAL
    return (
        wachtlijst(db, periode, gemeenten),
        voor_na(db, periode, begin) if begin else replace(leeg, methode=Methode.VOOR_NA, reden=GEEN_BEGIN),
        replace(leeg, reden=reden) if reden else andere_gemeente(db, periode, begin, zonder),
    )


def begin_van_signalen(db: Connection, gemeenten: Sequence[str]) -> Mapping[str, date]:
    """Return the first day on which a signaal went, or could have gone; a gemeente that never gave one is not in it."""
    kolom = INCASSO.c.gemeente
    vraag = select(kolom, func.min(EERSTE_KANS)).where(kolom.in_(list(gemeenten)), EERSTE_KANS.is_not(None))
    return {gemeente: dag for gemeente, dag in db.execute(vraag.group_by(kolom).order_by(kolom))}
