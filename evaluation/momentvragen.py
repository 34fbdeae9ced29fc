"""From which day to which end do we look for the best moment? The rows behind evaluation/moment.py.

Nothing here leaves the module that counts: a row is one zaak, known by its number only.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, Subquery, and_, case, func, literal, select

from evaluation.gaten import BELASTINGEN, SIGNALEN
from evaluation.tabellen import INCASSO, MELDING, ONBEKEND, POGING
from rules.log import Soort
from rules.resultaat import Eindresultaat
from rules.woorden import Taaksoort, Zaaksoort

Z, M, P = INCASSO.c, MELDING.c, POGING.c


class Einde(StrEnum):
    """How the time from a step to the end can stop. Whoever reaches one end cannot reach another first."""

    KWIJTSCHELDING = "kwijtschelding"
    HULP = "hulp"
    REGELING = "betalingsregeling"
    BETAALD = "betaald"
    DWANGBEVEL = "dwangbevel betekend"
    BEREIKT = "bereikt"
    ANDERS = "op een andere manier gesloten"


class Deling(StrEnum):
    """By what the zaken are put in groups."""

    STAP = "stap"
    KANAAL = "kanaal"
    DAGDEEL = "dagdeel"
    ARM = "arm"


@dataclass(frozen=True)
class Vraag:
    """One question about time: what starts the clock, and which ends there are, in order when two share a day."""

    naam: str
    titel: str
    afdeling: Zaaksoort
    eindes: tuple[Einde, ...]
    """The first is what the question is about."""
    bron: str
    """Whose silence makes the months unusable in which a zaak starts."""
    volgen: tuple[str, ...]
    """Whose silence ends the time that a zaak can be followed."""


VRAGEN = (
    Vraag("incasso", "Hoe lang duurt het tot een achterstand is opgelost?", Zaaksoort.INCASSO,
          (Einde.BETAALD, Einde.KWIJTSCHELDING, Einde.HULP, Einde.REGELING, Einde.DWANGBEVEL, Einde.ANDERS),
          BELASTINGEN, (BELASTINGEN,)),
    Vraag("bereik", "Hoe lang duurt het tot Vroegsignalering de inwoner spreekt?", Zaaksoort.VROEGSIGNALERING,
          (Einde.BEREIKT, Einde.BETAALD, Einde.ANDERS), SIGNALEN, ()),
    Vraag("hulp", "Hoe lang duurt het tot de inwoner hulp aanneemt?", Zaaksoort.VROEGSIGNALERING,
          (Einde.HULP, Einde.BETAALD, Einde.ANDERS), SIGNALEN, ()),
)  # fmt: skip

NODIG: dict[Einde, Soort] = {
    Einde.KWIJTSCHELDING: Soort.KWIJTSCHELDING_TOEGEKEND,
    Einde.REGELING: Soort.REGELING_GETROFFEN,
    Einde.DWANGBEVEL: Soort.DWANGBEVEL_BETEKEND,
}
"""What a gemeente must record before it can be said that an end did not come."""

STAPPEN: dict[Zaaksoort, dict[str, Column[Any]]] = {
    Zaaksoort.INCASSO: {
        "vervaldag": Z.vervaldag, "herinnering": Z.herinnering_op, "aanmaning": Z.aanmaning_op,
        "eerste poging om te spreken": Z.eerste_poging_op, "overdracht": Z.overgedragen_op,
    },
    Zaaksoort.VROEGSIGNALERING: {"melding": M.dag},
}  # fmt: skip


Rij = tuple[int, str, date, str, *tuple[date | None, ...]]
"""One zaak in one group: its number, gemeente, first day and group, and the day on which each end of the vraag came."""


def rijen(db: Connection, vraag: Vraag, deling: Deling, gemeenten: Sequence[str]) -> Iterator[Rij]:
    """Give the zaken of a question in the groups of a division.

    By stap or kanaal a zaak stands in every group that it came to, each with its own first day. By dagdeel it stands
    in one: that of the first time that somebody called or visited. By arm the group is "" (see moment.py).
    """
    if deling is Deling.DAGDEEL or deling is Deling.KANAAL:
        start = _eerste_pogingen(vraag, deling).subquery("start")
        zaken = _zaken(vraag, start.c.dag, func.coalesce(start.c.groep, ONBEKEND))
        vragen = [zaken.join(start, start.c.zaak_id == _tabel(vraag).c.zaak_id)]
    elif deling is Deling.ARM:
        vragen = [_zaken(vraag, next(iter(STAPPEN[vraag.afdeling].values())), literal(""))]
    else:
        vragen = [_zaken(vraag, dag, literal(naam)) for naam, dag in STAPPEN[vraag.afdeling].items()]
    for zaken in vragen:
        yield from db.execute(zaken.where(_tabel(vraag).c.gemeente.in_(list(gemeenten))))  # type: ignore[misc]


def _tabel(vraag: Vraag) -> Any:
    return INCASSO if vraag.afdeling is Zaaksoort.INCASSO else MELDING


def _zaken(vraag: Vraag, start: ColumnElement[Any], groep: ColumnElement[Any]) -> Select[Any]:
    tabel, geholpen = _tabel(vraag), _geholpen()
    incasso = tabel is INCASSO
    eindes = _eindes_incasso(geholpen) if incasso else _eindes_melding()
    kolommen = [eindes[einde].label(einde.name) for einde in vraag.eindes]
    gekozen = select(tabel.c.zaak_id, tabel.c.gemeente, start, groep, *kolommen).select_from(tabel)
    gekozen = gekozen.outerjoin(geholpen, geholpen.c.zaak_id == Z.zaak_id) if incasso else gekozen
    return gekozen.where(start.is_not(None))


def _geholpen() -> Subquery:
    """Return when help was accepted at the zaak of Vroegsignalering that the signaal of an incassozaak led to."""
    dag = func.min(M.hulp_op).label("dag")
    return select(M.bron_zaak_id.label("zaak_id"), dag).group_by(M.bron_zaak_id).subquery("geholpen")


def _eindes_incasso(geholpen: Subquery) -> dict[Einde, ColumnElement[Any]]:
    return {
        Einde.BETAALD: Z.betaald_op, Einde.KWIJTSCHELDING: Z.kwijtschelding_op, Einde.HULP: geholpen.c.dag,
        Einde.REGELING: Z.regeling_op, Einde.DWANGBEVEL: Z.betekend_op, Einde.ANDERS: Z.gesloten_op,
    }  # fmt: skip


def _eindes_melding() -> dict[Einde, ColumnElement[Any]]:
    betaald = M.resultaat == Eindresultaat.ZELF_BETAALD.value
    return {
        Einde.BEREIKT: M.bereikt_op, Einde.HULP: M.hulp_op, Einde.BETAALD: case((betaald, M.gesloten_op)),
        Einde.ANDERS: M.gesloten_op,
    }  # fmt: skip


def _eerste_pogingen(vraag: Vraag, deling: Deling) -> Select[Any]:
    """Return per zaak the first attempt, or the first per kanaal; an appointment was made with who was reached."""
    van = and_(P.afdeling == vraag.afdeling.value, P.soort != Taaksoort.GESPREK_PLANNEN.value)
    if deling is Deling.KANAAL:
        vorm = select(P.zaak_id, P.kanaal.label("groep"), func.min(P.dag).label("dag"))
        return vorm.where(van).group_by(P.zaak_id, P.kanaal)
    plaats = func.row_number().over(partition_by=P.zaak_id, order_by=P.nummer).label("plaats")
    gedaan = select(P.zaak_id, P.dagdeel.label("groep"), P.dag, plaats).where(van, P.dagdeel.is_not(None)).subquery()
    return select(gedaan.c.zaak_id, gedaan.c.groep, gedaan.c.dag).where(gedaan.c.plaats == 1)
