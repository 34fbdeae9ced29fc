"""Which months may not be counted? Those in which a leverancier was silent: no rows is not the same as no data."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, func, insert, select

from evaluation.cijfer import Gat, Periode
from evaluation.tabellen import GAT
from models.database import tabel
from models.tabellen import Levering
from models.tabellen_beheer import Leveringsmaand

MAAND, LEVERING = tabel(Leveringsmaand), tabel(Levering)

SIGNALEN, BELASTINGEN = "signalen", "gemeentebelastingen"

BRON_VAN: dict[str, str] = {"signalen": SIGNALEN, "vorderingen": BELASTINGEN, "mutaties": BELASTINGEN}
"""Which source of figures a delivery feeds. Returned post feeds none: without it a letter just counts as delivered."""


def vul_gaten(db: Connection, periode: Periode, gemeenten: Sequence[str]) -> None:
    """Find the months of a period in which a source was not whole."""
    m = MAAND.c
    wie = select(LEVERING.c.gemeente, LEVERING.c.leverancier, LEVERING.c.soort).distinct().subquery("wie")
    vraag = (
        select(m.gemeente, wie.c.soort, m.maand, func.min(m.reden))
        .join(wie, and_(wie.c.gemeente == m.gemeente, wie.c.leverancier == m.leverancier))
        .where(m.gemeente.in_(gemeenten), ~m.volledig, wie.c.soort.in_(BRON_VAN))
        .where(m.maand >= periode.van.replace(day=1), m.maand <= periode.tot)
        .group_by(m.gemeente, wie.c.soort, m.maand)
        .order_by(m.gemeente, wie.c.soort, m.maand)
    )
    gaten = {(r[0], BRON_VAN[r[1]], r[2]): r[3] for r in db.execute(vraag)}
    rijen = [dict(zip(GAT.c.keys(), (*sleutel, reden), strict=True)) for sleutel, reden in gaten.items()]
    if rijen:
        db.execute(insert(GAT), rijen)


def gaten(db: Connection, bronnen: Sequence[str]) -> tuple[Gat, ...]:
    """Return the months that a figure with these sources leaves out."""
    vraag = select(GAT).where(GAT.c.bron.in_(bronnen)).order_by(GAT.c.gemeente, GAT.c.maand, GAT.c.bron)
    return tuple(Gat(*rij) for rij in db.execute(vraag))
