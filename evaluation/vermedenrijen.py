"""Which incassozaken are compared to see whether a signaal keeps dwangbevelen away? The rows of evaluation/vermeden.py.

Nothing here leaves the module that counts: a row is one zaak, without its number.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select, true

from evaluation.cijfer import Periode
from evaluation.gaten import BELASTINGEN
from evaluation.tabellen import INCASSO, KOSTEN
from evaluation.volgen import volgtijd
from models.sqldagen import dagen as dagen_tussen

Z, K = INCASSO.c, KOSTEN.c

EERSTE_KANS = func.coalesce(Z.wacht_op, Z.overgedragen_op)
"""The first day on which a signaal could go: it went, or it had to wait because the maximum was reached."""

NIET_GESPROKEN = or_(Z.bereikt_op.is_(None), Z.bereikt_op > EERSTE_KANS)
"""Who was spoken to and agreed to a signaal never has to wait: such a zaak has nothing to be compared with."""


@dataclass(frozen=True)
class Zaakfeit:
    """One zaak that was followed to the end: its group, its layer, and what happened within the days that count."""

    met: bool
    laag: str
    dwangbevel: bool
    kosten: int
    """Cents charged after the start and within the days that count."""
    later: bool
    """A signaal went later after all, within those days."""
    bedrag: int
    belastingsoort: str
    doelgroep: str


Indeling = Callable[[str, date, bool], tuple[bool, str] | None]
"""From gemeente, start and whether the signaal had to wait: the group and the layer, or None: does not count."""


@dataclass(frozen=True)
class Opzet:
    """How a comparison is set up: of whom, from which day, for how many days, in which groups."""

    periode: Periode
    gemeenten: Collection[str]
    dagen: int
    start: ColumnElement[Any]
    indeling: Indeling
    waar: ColumnElement[bool] = field(default_factory=true)


def zaakfeiten(db: Connection, opzet: Opzet) -> Iterator[Zaakfeit]:
    """Give the zaken that can be followed for so many days after their start and had no dwangbevel at the start."""
    volgen = volgtijd(db, opzet.periode, (BELASTINGEN,))
    for rij in db.execute(_vraag(opzet)):
        gemeente, begin, wacht, betekend, over, kosten, *over_wie = rij
        groep = opzet.indeling(gemeente, begin, wacht is not None)
        if groep is None or not volgen.heel(gemeente, begin, opzet.dagen) or (betekend and betekend <= begin):
            continue
        tot = begin + timedelta(days=opzet.dagen)
        later = over is not None and begin < over <= tot
        yield Zaakfeit(*groep, betekend is not None and betekend <= tot, int(kosten), later, *over_wie)


def _vraag(opzet: Opzet) -> Select[Any]:
    start = opzet.start
    binnen = dagen_tussen(start, K.dag).between(1, opzet.dagen)
    kosten = (
        select(Z.zaak_id, func.sum(K.bedrag).label("bedrag"))
        .join(KOSTEN, K.zaak_id == Z.zaak_id)
        .where(start.is_not(None), binnen)
        .group_by(Z.zaak_id)
        .subquery("erna")
    )
    return (
        select(
            Z.gemeente, start, Z.wacht_op, Z.betekend_op, Z.overgedragen_op, func.coalesce(kosten.c.bedrag, 0),
            func.coalesce(Z.bedrag, 0), Z.belastingsoort, Z.doelgroep,
        )
        .select_from(INCASSO)
        .outerjoin(kosten, kosten.c.zaak_id == Z.zaak_id)
        .where(start.is_not(None), opzet.waar, Z.gemeente.in_(sorted(opzet.gemeenten)))
        .order_by(Z.zaak_id)
    )  # fmt: skip
