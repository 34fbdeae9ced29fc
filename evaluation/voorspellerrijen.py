"""Which facts of a melding may foretell what comes of it? The rows behind evaluation/voorspellers.py.

Every fact was frozen when the signaal arrived and is put into a class here, so no amount or age leaves this module.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, Subquery, and_, case, func, or_, select

from evaluation.cijfer import Periode
from evaluation.gaten import BELASTINGEN, SIGNALEN
from evaluation.tabellen import INCASSO, MELDING, ONBEKEND, SIGNAAL
from evaluation.volgen import legt_vast, volgtijd
from rules.log import Soort
from rules.woorden import Doelgroep

M, Z = MELDING.c, INCASSO.c


class Doel(StrEnum):
    """What is foretold."""

    BEREIKT = "bereikt"
    HULP = "hulp"
    DWANGBEVEL = "dwangbevel"


VOLGEN_D: dict[Doel, int] = {Doel.BEREIKT: 91, Doel.HULP: 91, Doel.DWANGBEVEL: 182}
"""Within how many days after the melding it must come; younger meldingen do not count yet."""

BEDRAGEN = ((30_000, "tot € 300"), (75_000, "€ 300 tot € 750"), (150_000, "€ 750 tot € 1.500"))
BEDRAG_HOOG = "€ 1.500 of meer"
DUUR = ((31, "tot en met 30 dagen"), (91, "31 tot en met 90 dagen"), (181, "91 tot en met 180 dagen"))
DUUR_LANG = "meer dan 180 dagen"
SIGNALEN_MEER = 3
EIGEN_GROEP = (Doelgroep.ONDERNEMER.value, Doelgroep.HUISEIGENAAR.value)
ANDERE_GROEP = "huurders en groepen naar leeftijd"
"""A doelgroep by age says the same as the age: it is no fact of its own."""

COMBINATIE, ZONDER_COMBINATIE = "met Gemeentebelastingen", "zonder Gemeentebelastingen"

KENMERKEN = ("sector", "bedrag", "duur", "aantal signalen", "combinatie", "leeftijd", "doelgroep")
"""What is looked at, in the order of the report. The gemeente is held equal too, but never shown."""

GEMEENTE = "gemeente"


@dataclass(frozen=True)
class Melding:
    """One melding as the model sees it; `persoon` only keeps rows of one person together and is never shown."""

    persoon: str
    uitkomst: bool
    kenmerken: tuple[str, ...]
    """The class of each of KENMERKEN, and then the gemeente."""


def meldingen(db: Connection, periode: Periode, gemeenten: Sequence[str], doel: Doel) -> Iterator[Melding]:
    """Give the meldingen that could be followed long enough to know the outcome.

    For hulp only who was reached counts; for dwangbevel only residents with an open incassozaak at the melding.
    """
    dagen = VOLGEN_D[doel]
    begin = volgtijd(db, periode, (SIGNALEN,))
    volgen = volgtijd(db, periode, (BELASTINGEN,) if doel is Doel.DWANGBEVEL else ())
    for rij in db.execute(_vraag(db, doel, gemeenten)):
        persoon, gemeente, dag, op, *feiten = rij
        if begin.tot(gemeente, dag) is None or not volgen.heel(gemeente, dag, dagen):
            continue
        gebeurd = op is not None and op <= dag + timedelta(days=dagen)
        yield Melding(f"{gemeente} {persoon}", gebeurd, (*_klassen(*feiten), gemeente))


def _vraag(db: Connection, doel: Doel, gemeenten: Sequence[str]) -> Select[Any]:
    s = _bij_de_melding()
    wie, wat = (M.pseudoniem, M.gemeente, M.dag), (M.sector, M.dagen, M.leeftijd, M.doelgroep, *s.c[1:])
    if doel is not Doel.DWANGBEVEL:
        op = M.bereikt_op if doel is Doel.BEREIKT else M.hulp_op
        vraag = select(*wie, op, *wat).join_from(MELDING, s, s.c.zaak_id == M.zaak_id)
        gekozen = vraag.where(M.gemeente.in_(list(gemeenten))).order_by(M.zaak_id)
        return gekozen if doel is Doel.BEREIKT else gekozen.where(M.bereikt)
    bekend = legt_vast(db, Soort.DWANGBEVEL_BETEKEND, gemeenten)
    loopt = and_(Z.vervaldag <= M.dag, or_(Z.gesloten_op.is_(None), Z.gesloten_op >= M.dag))
    zelfde = and_(Z.gemeente == M.gemeente, Z.pseudoniem == M.pseudoniem)
    eerste = func.min(Z.betekend_op)
    return (
        select(*wie, eerste, *wat)
        .join_from(MELDING, s, s.c.zaak_id == M.zaak_id)
        .join(INCASSO, and_(zelfde, loopt))
        .where(M.gemeente.in_(sorted(bekend)))
        .group_by(M.zaak_id, *wie, *wat)
        .having(or_(eerste.is_(None), eerste > M.dag))
        .order_by(M.zaak_id)
    )


def _bij_de_melding() -> Subquery:
    """Return per melding what its signalen were on the day it was made: what came later foretells nothing."""
    s = SIGNAAL.c
    gb = func.sum(case((s.gb, 1), else_=0)).label("gb")
    return (
        select(
            s.zaak_id, func.sum(s.bedrag).label("bedrag"), func.count().label("aantal"), gb,
            func.count(s.sector.distinct()).label("sectoren"),
        )
        .join_from(SIGNAAL, MELDING, and_(M.zaak_id == s.zaak_id, s.ontvangen_op <= M.dag))
        .group_by(s.zaak_id)
        .subquery("bij_de_melding")
    )  # fmt: skip


def _klassen(
    sector: str, dagen: int | None, leeftijd: str | None, doelgroep: str | None, bedrag: int | None, aantal: int,
    gb: int, sectoren: int,
) -> tuple[str, ...]:  # fmt: skip
    """Return the class of each of KENMERKEN."""
    combinatie = COMBINATIE if gb and sectoren > 1 else ZONDER_COMBINATIE
    return (
        sector, _klasse(bedrag, BEDRAGEN, BEDRAG_HOOG), _klasse(dagen, DUUR, DUUR_LANG),
        str(aantal) if aantal < SIGNALEN_MEER else f"{SIGNALEN_MEER} of meer", combinatie, leeftijd or ONBEKEND,
        doelgroep if doelgroep in EIGEN_GROEP else ANDERE_GROEP,
    )  # fmt: skip


def _klasse(waarde: int | None, grenzen: Sequence[tuple[int, str]], hoog: str) -> str:
    if waarde is None:
        return ONBEKEND
    plaats = bisect_right([grens for grens, _ in grenzen], waarde)
    return hoog if plaats == len(grenzen) else grenzen[plaats][1]
