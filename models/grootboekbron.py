"""From what are the eighteen questions answered? The log of a set of gemeenten as corrected, up to and with a day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Integer, and_, case, func, select

from models.database import tabel
from models.logboek import geldig_log
from models.tabellen import Zaak
from rules.log import Soort

ZAAK = tabel(Zaak)
NAAM = "grootboek"


@dataclass(frozen=True)
class Peiling:
    """Of which gemeenten, and between which days (both count). What happened after `tot` is not looked at."""

    gemeenten: tuple[str, ...]
    van: date
    tot: date
    bron: FromClause | None = None
    """Another table with the columns of `grootboek`; None: the log itself."""

    @cached_property
    def _log(self) -> FromClause:
        return grootboek(self) if self.bron is None else self.bron

    def log(self) -> FromClause:
        """Return the log once more, to be joined with itself."""
        return self._log.alias()

    def in_periode(self, dag: ColumnElement[Any]) -> ColumnElement[bool]:
        """Tell whether a day lies in the period."""
        return and_(dag >= self.van, dag <= self.tot)

    def van_ons(self, gemeente: ColumnElement[Any]) -> ColumnElement[bool]:
        """Tell whether a row is of one of the gemeenten."""
        return gemeente.in_(self.gemeenten)


def grootboek(p: Peiling) -> CTE:
    """Return the log as corrected, with of each gebeurtenis its gemeente, afdeling and resident (a number)."""
    log = geldig_log()
    return (
        select(
            ZAAK.c.gemeente, ZAAK.c.soort.label("afdeling"), ZAAK.c.inwoner_id, ZAAK.c.vervaldag, ZAAK.c.geopend_op,
            log.c.zaak_id, log.c.volgnr, log.c.soort, log.c.dag, log.c.gegevens,
        )
        .join_from(log, ZAAK, ZAAK.c.id == log.c.zaak_id)
        .where(p.van_ons(ZAAK.c.gemeente), log.c.dag <= p.tot)
        .cte(NAAM)
    )  # fmt: skip


def eerste(p: Peiling, *soorten: Soort, naam: str) -> CTE:
    """Return per zaak (gemeente, zaak_id, dag) the first day of these soorten."""
    log = p.log()
    vraag = select(log.c.gemeente, log.c.zaak_id, func.min(log.c.dag).label("dag")).where(is_een(log, *soorten))
    return vraag.group_by(log.c.gemeente, log.c.zaak_id).cte(naam)


def is_een(log: FromClause, *soorten: Soort) -> ColumnElement[bool]:
    """Tell whether a gebeurtenis is of one of these soorten."""
    return log.c.soort.in_([soort.value for soort in soorten])


def dag_van(log: FromClause, waar: ColumnElement[bool]) -> ColumnElement[Any]:
    """Return, in a query per zaak, the first day on which something is true; nothing when it never is."""
    return func.min(case((waar, log.c.dag)))


def ooit(waar: ColumnElement[bool]) -> ColumnElement[bool]:
    """Tell, in a query per zaak, whether something is true of any of its rows."""
    return func.max(case((waar, 1), else_=0)) == 1


def tel(waar: ColumnElement[bool]) -> ColumnElement[int]:
    """Count the rows for which something is true; what is not known is not counted."""
    return func.coalesce(func.sum(case((waar, 1), else_=0)), 0, type_=Integer)
