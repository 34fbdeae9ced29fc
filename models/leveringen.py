"""Which deliveries came in, how far are they, and did every row find its place?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert, select, update

from models.database import tabel
from models.tabellen import Levering

LEVERING = tabel(Levering)

TELLING = ("gelezen", "aanvaard", "bekend", "afgekeurd")


@dataclass(frozen=True)
class Stand:
    """How far a delivery was taken in: the first `gelezen` rows are done; `klaar` when that is all of them."""

    gelezen: int = 0
    klaar: bool = False


def begin(
    db: Connection, gemeente: str, soort: str, sha256: str, dag: date, leverancier: str = ""
) -> tuple[int, Stand]:
    """Return the id of this delivery and how far it was taken in before; the same bytes are the same delivery.

    `leverancier` is who delivered it first; empty: it is taken in by hand.
    """
    waar = (LEVERING.c.gemeente == gemeente, LEVERING.c.soort == soort, LEVERING.c.sha256 == sha256)
    bekend = db.execute(select(LEVERING.c.id).where(*waar)).scalar()
    if bekend is not None:
        return int(bekend), stand(db, int(bekend))
    rij = {"gemeente": gemeente, "soort": soort, "sha256": sha256, "dag": dag, "op": datetime.now(UTC), "klaar": False}
    rij |= dict.fromkeys(TELLING, 0) | {"leverancier": leverancier}
    return int(db.execute(insert(LEVERING).values(rij).returning(LEVERING.c.id)).scalar_one()), Stand()


def stand(db: Connection, levering_id: int) -> Stand:
    """Return how far a delivery is; in a write transaction no other process takes the same delivery in meanwhile."""
    vraag = select(LEVERING.c.gelezen, LEVERING.c.klaar).where(LEVERING.c.id == levering_id).with_for_update()
    gelezen, klaar = db.execute(vraag).one()
    return Stand(int(gelezen), bool(klaar))


def tel_bij(db: Connection, levering_id: int, telling: Mapping[str, int]) -> None:
    """Count rows in the transaction that keeps them, so that the counts are those of an undisturbed intake."""
    velden = {naam: LEVERING.c[naam] + telling[naam] for naam in TELLING}
    db.execute(update(LEVERING).where(LEVERING.c.id == levering_id).values(velden))


def rond_af(db: Connection, levering_id: int) -> None:
    """Write down that every row of a delivery found its place."""
    db.execute(update(LEVERING).where(LEVERING.c.id == levering_id).values(klaar=True))


def bewijs(db: Connection, gemeente: str, soort: str, sha256: str) -> dict[str, int]:
    """Return the number of a delivery and its counts, as they were when it was taken in, for a receipt."""
    waar = (LEVERING.c.gemeente == gemeente, LEVERING.c.soort == soort, LEVERING.c.sha256 == sha256)
    vraag = select(LEVERING.c.id, *(LEVERING.c[naam] for naam in TELLING)).where(*waar)
    return dict(zip(("levering", *TELLING), map(int, db.execute(vraag).one()), strict=True))
