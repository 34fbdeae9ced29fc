"""What is ready to leave, what has left, and what became of it? One row per bericht, one table of transitions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select, update

from models.bulk import voeg_toe
from models.database import tabel
from models.tabellen import Bericht
from rules.log import Logregel, Soort

BERICHT = tabel(Bericht)


class Status(StrEnum):
    """Where a bericht is on its way."""

    KLAARGEZET = "klaargezet"
    BEZIG = "bezig"
    VERZONDEN = "verzonden"
    BEZORGD = "bezorgd"
    MISLUKT = "mislukt"
    RETOUR = "retour"
    ONBEKEND = "onbekend"
    VERVALLEN = "vervallen"


OVERGANGEN: dict[Status, frozenset[Status]] = {
    Status.KLAARGEZET: frozenset({Status.BEZIG, Status.VERVALLEN, Status.MISLUKT}),
    Status.BEZIG: frozenset({Status.VERZONDEN, Status.MISLUKT, Status.ONBEKEND, Status.KLAARGEZET}),
    Status.ONBEKEND: frozenset({Status.VERZONDEN, Status.MISLUKT, Status.BEZORGD, Status.KLAARGEZET}),
    Status.VERZONDEN: frozenset({Status.BEZORGD, Status.MISLUKT, Status.RETOUR}),
    Status.BEZORGD: frozenset({Status.RETOUR}),
    Status.MISLUKT: frozenset(),
    Status.RETOUR: frozenset(),
    Status.VERVALLEN: frozenset(),
}
"""A bericht returns to klaargezet only when the provider is sure that it never received it."""


@dataclass(frozen=True)
class Vervallen:
    """A bericht that was cancelled before it left."""

    zaak_id: int
    soort: str
    poging: int
    reden: str

    def logregel(self, dag: date) -> Logregel:
        """Return the gebeurtenis that tells it."""
        gegevens = {"soort": self.soort, "poging": self.poging, "reden": self.reden}
        return Logregel(Soort.BERICHT_VERVALLEN, dag, gegevens)


def zet_klaar(db: Connection, rijen: Sequence[dict[str, Any]]) -> None:
    """Put berichten ready; the deterministic id makes a second time fail rather than send twice."""
    voeg_toe(db, BERICHT, rijen)


def laat_vervallen(db: Connection, zaken: Sequence[int], reden: str) -> list[Vervallen]:
    """Cancel what these zaken have ready and has not left; what has left cannot be called back."""
    vraag = (
        select(BERICHT.c.id, BERICHT.c.zaak_id, BERICHT.c.soort, BERICHT.c.poging)
        .where(BERICHT.c.zaak_id.in_(zaken), BERICHT.c.status == Status.KLAARGEZET.value)
        .order_by(BERICHT.c.id)
        .with_for_update()
    )
    rijen = list(db.execute(vraag))
    for r in rijen:
        zet(db, r.id, Status.KLAARGEZET, Status.VERVALLEN, reden=reden)
    return [Vervallen(r.zaak_id, r.soort, r.poging, reden) for r in rijen]


def zet(db: Connection, bericht_id: str, van: Status, naar: Status, **velden: Any) -> bool:
    """Move one bericht (compare and swap). False when another process was first.

    Raises ValueError for a transition that does not exist.
    """
    if naar not in OVERGANGEN[van]:
        raise ValueError(f"bericht kan niet van {van} naar {naar}")
    opdracht = update(BERICHT).where(BERICHT.c.id == bericht_id, BERICHT.c.status == van.value)
    return db.execute(opdracht.values(status=naar.value, **velden)).rowcount == 1


def te_verzenden(db: Connection, kanaal: str, dag: date, hoogstens: int, *, vast: bool = False) -> list[str]:
    """Return the ids of berichten of one kanaal that are due, oldest first.

    With `vast` they are locked, and what another sender has in hand is left out.
    """
    vraag = (
        select(BERICHT.c.id)
        .where(BERICHT.c.status == Status.KLAARGEZET.value, BERICHT.c.kanaal == kanaal, BERICHT.c.verzend_op <= dag)
        .order_by(BERICHT.c.verzend_op, BERICHT.c.id)
        .limit(hoogstens)
    )
    if vast:
        vraag = vraag.with_for_update(skip_locked=True)
    return list(db.execute(vraag).scalars())


def claim(db: Connection, ids: Sequence[str], *, batch_per_bericht: dict[str, str] | None = None) -> list[str]:
    """Take berichten in hand: intent is committed before the wire. Returns the ids that are now ours."""
    nu = datetime.now(UTC)
    vraag = select(BERICHT.c.id).where(BERICHT.c.id.in_(ids), BERICHT.c.status == Status.KLAARGEZET.value)
    eigen = list(db.execute(vraag.order_by(BERICHT.c.id).with_for_update(skip_locked=True)).scalars())
    if eigen:
        opdracht = update(BERICHT).where(BERICHT.c.id == bindparam("bericht"))
        batches = batch_per_bericht or {}
        db.execute(
            opdracht.values(status=Status.BEZIG.value, bezig_sinds=nu, batch=bindparam("in_batch")),
            [{"bericht": b, "in_batch": batches.get(b, "")} for b in eigen],
        )
    return eigen


def zonder_antwoord(db: Connection, kanaal: str, na: timedelta) -> list[str]:
    """Return what is `bezig` too long or `onbekend`: the answer was lost and must be looked up first."""
    vraag = select(BERICHT.c.id).where(
        BERICHT.c.kanaal == kanaal,
        or_(
            BERICHT.c.status == Status.ONBEKEND.value,
            (BERICHT.c.status == Status.BEZIG.value) & (BERICHT.c.bezig_sinds <= datetime.now(UTC) - na),
        ),
    )
    return list(db.execute(vraag.order_by(BERICHT.c.id)).scalars())
