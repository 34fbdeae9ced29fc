"""How often does an attempt reach a resident, and how often does who was reached want help?

Per dagdeel, kanaal and number of the attempt. Attempts on one resident look alike: the interval allows for that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, select

from evaluation.cijfer import Periode
from evaluation.gaten import BELASTINGEN, SIGNALEN
from evaluation.statistiek.aandelen import Schatting, wilson_clusters
from evaluation.tabellen import GAT, POGING
from rules.kleinecijfers import GRENS
from rules.woorden import Taaksoort, Zaaksoort

P = POGING.c

TAKEN = (Taaksoort.BELLEN.value, Taaksoort.HUISBEZOEK.value, Taaksoort.CRISIS.value)
"""What counts as an attempt. An appointment that was agreed does not: that resident was reached before."""

VIERDE = 4
"""From this number on, attempts are counted together."""


@dataclass(frozen=True)
class Pogingregel:
    """The attempts of one department with one property. A count or share that is too small to show is None."""

    afdeling: str
    dimensie: str
    waarde: str
    pogingen: int | None
    bereik: Schatting | None
    bereikten: int | None
    acceptatie: Schatting | None
    """Of who was reached: the share that wants help."""


def pogingregels(db: Connection, periode: Periode, gemeenten: Sequence[str]) -> tuple[Pogingregel, ...]:
    """Return the table of reach and acceptance; the facts must lie ready (evaluation/feiten.py)."""
    nummer = case((P.nummer >= VIERDE, VIERDE), else_=P.nummer)
    dimensies: dict[str, ColumnElement[Any]] = {
        "dagdeel": func.coalesce(P.dagdeel, "onbekend"), "kanaal": P.kanaal, "poging": nummer,
    }  # fmt: skip
    return tuple(
        _regel(naam, *rij) for naam, kolom in dimensies.items() for rij in db.execute(_vraag(kolom, periode, gemeenten))
    )


def _vraag(kolom: ColumnElement[Any], periode: Periode, gemeenten: Sequence[str]) -> Select[Any]:
    """Return per department and value the sums over zaken that wilson_clusters needs, for reach and for acceptance."""
    bron = case((P.afdeling == Zaaksoort.INCASSO.value, BELASTINGEN), else_=SIGNALEN)
    stil = and_(GAT.c.gemeente == P.gemeente, GAT.c.maand == P.maand, GAT.c.bron == bron)
    wil = func.sum(case((and_(P.bereikt, P.hulp), 1), else_=0))
    zaken = (
        select(
            P.afdeling, kolom.label("waarde"), P.zaak_id, func.count().label("n"),
            func.sum(case((P.bereikt, 1), else_=0)).label("x"), wil.label("h"),
        )
        .where(P.soort.in_(TAKEN), P.bereikt.is_not(None), P.gemeente.in_(list(gemeenten)))
        .where(P.dag.between(periode.van, periode.tot), ~select(GAT.c.maand).where(stil).exists())
        .group_by(P.afdeling, kolom, P.zaak_id)
        .subquery()
    )  # fmt: skip
    n, x, h = zaken.c.n, zaken.c.x, zaken.c.h
    sommen = [func.sum(s) for s in (n, x, x * x, x * n, n * n, h, h * h, h * x)]
    met = func.sum(case((x > 0, 1), else_=0))
    return (
        select(zaken.c.afdeling, zaken.c.waarde, func.count(), met, *sommen)
        .group_by(zaken.c.afdeling, zaken.c.waarde)
        .order_by(zaken.c.afdeling, zaken.c.waarde)
    )


def _regel(dimensie: str, afdeling: str, waarde: Any, *sommen: Any) -> Pogingregel:
    clusters, met, n, x, xx, xn, nn, h, hh, hx = (int(som) for som in sommen)
    naam = (f"{waarde}" if waarde < VIERDE else f"{VIERDE} of later") if dimensie == "poging" else str(waarde)
    bereik = wilson_clusters(clusters, n, x, xx, xn, nn) if _zichtbaar(x, n) else None
    acceptatie = wilson_clusters(met, x, h, hh, hx, xx) if _zichtbaar(h, x) else None
    return Pogingregel(afdeling, dimensie, naam, _aantal(n), bereik, _aantal(x), acceptatie)


def _zichtbaar(teller: int, noemer: int) -> bool:
    """True when a share tells of no group below GRENS: not of who is in it, and not of who is not."""
    return teller >= GRENS and noemer - teller >= GRENS


def _aantal(aantal: int) -> int | None:
    return aantal if aantal >= GRENS else None
