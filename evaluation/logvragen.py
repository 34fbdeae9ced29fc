"""What may be asked of the log of every zaak? The first, the newest, and the first from a day on."""

from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, case, func, select

from evaluation.tabellen import LOG
from rules.log import Soort


def eerste(soort: Soort, *waar: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return the first day in the log on which something happened, within a group per zaak."""
    return func.min(case((and_(LOG.c.soort == soort.value, *waar), LOG.c.dag)))


def nieuwste(soort: Soort, kolom: ColumnElement[Any]) -> Select[Any]:
    """Return per zaak what the newest gebeurtenis of a soort says."""
    plaats = func.row_number().over(partition_by=LOG.c.zaak_id, order_by=LOG.c.volgnr.desc())
    alle = select(LOG.c.zaak_id, kolom.label("zegt"), plaats.label("plaats")).where(LOG.c.soort == soort.value)
    gezegd = alle.subquery()
    return select(gezegd.c.zaak_id, gezegd.c.zegt).where(gezegd.c.plaats == 1)


def vanaf(soort: Soort, bij: Table, op: ColumnElement[Any]) -> Select[Any]:
    """Return per zaak the first day on which something happened, from another day of that zaak on."""
    eerste = select(LOG.c.zaak_id, func.min(LOG.c.dag).label("dag")).join(bij, bij.c.zaak_id == LOG.c.zaak_id)
    return eerste.where(LOG.c.soort == soort.value, LOG.c.dag >= op).group_by(LOG.c.zaak_id)
