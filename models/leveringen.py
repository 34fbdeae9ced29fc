"""Which deliveries came in, and did every row find its place?"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update

from models.tabellen import Levering

LEVERING = Levering.__table__  # type: ignore[attr-defined]


def begin(db: Connection, gemeente: str, soort: str, sha256: str, dag: date) -> tuple[int, bool]:
    """Return the id of this delivery and whether it was wholly taken in before; the same bytes are the same delivery."""
    waar = (LEVERING.c.gemeente == gemeente, LEVERING.c.soort == soort, LEVERING.c.sha256 == sha256)
    bekend = db.execute(select(LEVERING.c.id, LEVERING.c.klaar).where(*waar)).first()
    if bekend:
        return int(bekend.id), bool(bekend.klaar)
    rij = {"gemeente": gemeente, "soort": soort, "sha256": sha256, "dag": dag, "op": datetime.now(UTC), "klaar": False}
    rij |= dict.fromkeys(("gelezen", "aanvaard", "bekend", "afgekeurd"), 0)
    return int(db.execute(insert(LEVERING).values(rij).returning(LEVERING.c.id)).scalar_one()), False


def rond_af(db: Connection, levering_id: int, telling: Mapping[str, int]) -> None:
    """Write down that every row of a delivery found its place, with the counts of the first time."""
    velden = {naam: telling[naam] for naam in ("gelezen", "aanvaard", "bekend", "afgekeurd")}
    db.execute(update(LEVERING).where(LEVERING.c.id == levering_id).values(velden | {"klaar": True}))
