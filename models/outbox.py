"""What is ready to leave, what has left, and what became of it? One row per bericht, one table of transitions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, or_, select, update

from models.bulk import voeg_toe
from models.database import tabel
from models.pauzes import niet_gepauzeerd
from models.tabellen import Bericht, Vrijgave, Zaak, Zending
from rules.bezorging import OVERGANGEN, Baan, Status
from rules.log import Logregel, Soort
from rules.woorden import Kanaal

__all__ = ["OVERGANGEN", "Status"]

BERICHT, ZAAK, ZENDING, VRIJGAVE = tabel(Bericht), tabel(Zaak), tabel(Zending), tabel(Vrijgave)
VRIJ, WACHT = "vrij", "wacht"
"""Status of a zending: its berichten may leave, or people must release it first."""
NET_VRIJ = timedelta(days=1)
"""What was released, or stood still, so short ago has not stayed behind: the next verzending takes it."""


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
    nu = datetime.now(UTC)
    vast = {"status": Status.KLAARGEZET.value, "sinds": nu, "batch": "", "kenmerk": "", "reden": "", "offertes": 0}
    voeg_toe(db, BERICHT, [vast | rij for rij in rijen])


def laat_vervallen(
    db: Connection, zaken: Sequence[int], redenen: Mapping[int, str], kanaal: Kanaal | None = None
) -> list[Vervallen]:
    """Cancel what these zaken have ready and has not left; what has left cannot be called back.

    `redenen` tells why, in Dutch, per zaak. With a `kanaal` only the berichten of that one are cancelled.
    """
    vraag = (
        select(BERICHT.c.id, BERICHT.c.zaak_id, BERICHT.c.soort, BERICHT.c.poging)
        .where(BERICHT.c.zaak_id.in_(zaken), BERICHT.c.status == Status.KLAARGEZET.value)
        .order_by(BERICHT.c.id)
        .with_for_update()
    )
    if kanaal is not None:
        vraag = vraag.where(BERICHT.c.kanaal == kanaal.value)
    rijen = list(db.execute(vraag))
    for r in rijen:
        zet(db, r.id, Status.KLAARGEZET, Status.VERVALLEN, reden=redenen[r.zaak_id])
    return [Vervallen(r.zaak_id, r.soort, r.poging, redenen[r.zaak_id]) for r in rijen]


def zet(
    db: Connection, bericht_id: str, van: Status, naar: Status, *, offertes: int | None = None, **velden: Any
) -> bool:
    """Move one bericht (compare and swap). False when another process was first.

    With `offertes` it must still be the same attempt: an answer about an earlier one says nothing about a later one.
    Raises ValueError for a transition that does not exist.
    """
    vast = _overgang(van, naar)
    opdracht = update(BERICHT).where(BERICHT.c.id == bericht_id, BERICHT.c.status == van.value)
    if offertes is not None:
        opdracht = opdracht.where(BERICHT.c.offertes == offertes)
    return db.execute(opdracht.values(**(vast | velden))).rowcount == 1


def _overgang(van: Status, naar: Status) -> dict[str, Any]:
    """Return what every transition changes. Raises ValueError for one that does not exist."""
    if naar not in OVERGANGEN[van]:
        raise ValueError(f"bericht kan niet van {van} naar {naar}")
    return {"status": naar.value, "sinds": datetime.now(UTC), "volgende_controle": None}


def zet_samen(db: Connection, van: Status, naar: Status, velden: Mapping[str, dict[str, Any]]) -> int:
    """Move many berichten at once (compare and swap), each with its own fields; returns how many moved.

    All fields have the same names. Raises ValueError for a transition that does not exist.
    """
    vast = _overgang(van, naar)
    if not velden:
        return 0
    opdracht = update(BERICHT).where(BERICHT.c.id == bindparam("bericht"), BERICHT.c.status == van.value)
    namen: dict[str, Any] = {naam: bindparam(f"nieuw_{naam}") for naam in next(iter(velden.values()))}
    rijen = [{"bericht": b, **{f"nieuw_{naam}": w for naam, w in v.items()}} for b, v in velden.items()]
    return db.execute(opdracht.values(**(vast | namen)), rijen).rowcount


def controleer_later(db: Connection, bericht_id: str, status: Status, op: datetime | None) -> None:
    """Look at a bericht that still has this status again at another moment (aware UTC); None: never."""
    waar = (BERICHT.c.id == bericht_id, BERICHT.c.status == status.value)
    db.execute(update(BERICHT).where(*waar).values(volgende_controle=op))


def _keuze(kanaal: str, dag: date, banen: Sequence[Baan], zaak_id: int | None) -> list[ColumnElement[bool]]:
    """What may leave on a day: due, not held by a pauze or a refusal, and released when part of a large round."""
    vrij = select(ZENDING.c.id).where(ZENDING.c.status == VRIJ)
    vrijgegeven = or_(BERICHT.c.baan == Baan.PERSOONLIJK.value, BERICHT.c.zending_id.in_(vrij))
    waar = [BERICHT.c.kanaal == kanaal, BERICHT.c.baan.in_([b.value for b in banen]), vrijgegeven, _uitgerust()]
    waar.append(niet_gepauzeerd())
    waar += [BERICHT.c.status == Status.KLAARGEZET.value, BERICHT.c.verzend_op <= dag]
    return waar if zaak_id is None else [*waar, BERICHT.c.zaak_id == zaak_id]


def _uitgerust() -> ColumnElement[bool]:
    """What was refused for the moment rests; also for a sender that chose it before it was refused."""
    return or_(BERICHT.c.volgende_controle.is_(None), BERICHT.c.volgende_controle <= datetime.now(UTC))


def te_verzenden(
    db: Connection,
    kanaal: str,
    dag: date,
    hoogstens: int,
    *,
    vast: bool = False,
    gemeenten: Sequence[str] | None = None,
    banen: Sequence[Baan] = tuple(Baan),
    zaak_id: int | None = None,
) -> list[str]:
    """Return the ids of berichten of one kanaal that may leave now: personal ones first, then the oldest.

    With `vast` they are locked, and what another sender has in hand is left out. `gemeenten`, `banen` and `zaak_id`
    narrow the choice.
    """
    vraag = (
        select(BERICHT.c.id)
        .where(*_keuze(kanaal, dag, banen, zaak_id))
        .order_by(BERICHT.c.baan.desc(), BERICHT.c.verzend_op, BERICHT.c.id)
        .limit(hoogstens)
    )
    if gemeenten is not None:
        vraag = vraag.where(BERICHT.c.gemeente.in_(gemeenten))
    if vast:
        vraag = vraag.with_for_update(skip_locked=True, of=BERICHT)
    return list(db.execute(vraag).scalars())


def wachtend(
    db: Connection, kanaal: str, dag: date, *, banen: Sequence[Baan] = tuple(Baan), zaak_id: int | None = None
) -> dict[str, int]:
    """Return how many berichten of a kanaal may leave now, per gemeente; banen and zaak as for te_verzenden."""
    vraag = select(BERICHT.c.gemeente, func.count()).where(*_keuze(kanaal, dag, banen, zaak_id))
    return {gemeente: int(aantal) for gemeente, aantal in db.execute(vraag.group_by(BERICHT.c.gemeente))}


def ligt_klaar(db: Connection, dag: date) -> bool:
    """Tell whether any bericht is ready for a day, also one that is held; cheap enough to ask every day."""
    vraag = select(BERICHT.c.id).where(BERICHT.c.status == Status.KLAARGEZET.value, BERICHT.c.verzend_op <= dag)
    return db.execute(vraag.limit(1)).first() is not None


def claim(
    db: Connection, ids: Sequence[str], bezig_na: timedelta, *, batch_per_bericht: dict[str, str] | None = None
) -> list[str]:
    """Take berichten in hand: intent is committed before the wire. Returns the ids that are now ours.

    After `bezig_na` without an answer they count as lost.
    """
    nu = datetime.now(UTC)
    vrij = (BERICHT.c.status == Status.KLAARGEZET.value, _uitgerust(), niet_gepauzeerd())
    vraag = select(BERICHT.c.id).where(BERICHT.c.id.in_(ids), *vrij)
    eigen = list(db.execute(vraag.order_by(BERICHT.c.id).with_for_update(skip_locked=True)).scalars())
    if eigen:
        opdracht = update(BERICHT).where(BERICHT.c.id == bindparam("bericht"))
        velden = {"status": Status.BEZIG.value, "sinds": nu, "bezig_sinds": nu, "volgende_controle": nu + bezig_na}
        batches = batch_per_bericht or {}
        db.execute(
            opdracht.values(**velden, offertes=BERICHT.c.offertes + 1, batch=bindparam("in_batch")),
            [{"bericht": b, "in_batch": batches.get(b, "")} for b in eigen],
        )
    return eigen


def zonder_antwoord(db: Connection, kanaal: str) -> list[str]:
    """Return what is `bezig` or `onbekend` and must be looked at now: the answer was lost."""
    return [str(r.id) for r in te_controleren(db, kanaal, [Status.BEZIG, Status.ONBEKEND])]


def te_controleren(db: Connection, kanaal: str, statussen: Sequence[Status]) -> list[Row[Any]]:
    """Return the berichten in one of these statussen whose moment to be looked at has come, oldest first."""
    vraag = select(BERICHT).where(
        BERICHT.c.kanaal == kanaal,
        BERICHT.c.status.in_([s.value for s in statussen]),
        BERICHT.c.volgende_controle <= datetime.now(UTC),
    )
    return list(db.execute(vraag.order_by(BERICHT.c.volgende_controle, BERICHT.c.id)))


def stand_van(db: Connection, bericht_id: str) -> Row[Any] | None:
    """Return the row of one bericht, locked until the end of the transaction."""
    return db.execute(select(BERICHT).where(BERICHT.c.id == bericht_id).with_for_update()).one_or_none()


def kenmerken(db: Connection, inwoners: Sequence[int], kanaal: Kanaal) -> set[str]:
    """Return the ids at the provider of all berichten of a kanaal to these persons."""
    vraag = select(BERICHT.c.kenmerk).join(ZAAK, ZAAK.c.id == BERICHT.c.zaak_id)
    waar = (ZAAK.c.inwoner_id.in_(inwoners), BERICHT.c.kanaal == kanaal.value, BERICHT.c.kenmerk != "")
    return set(db.execute(vraag.where(*waar)).scalars())


def heeft_kenmerk(db: Connection, kenmerk: str, behalve: str) -> bool:
    """Tell whether another sms has this id at the provider."""
    waar = (BERICHT.c.kenmerk == kenmerk, BERICHT.c.kanaal == Kanaal.SMS.value, BERICHT.c.id != behalve)
    return db.execute(select(BERICHT.c.id).where(*waar)).first() is not None


def nog_hier(db: Connection, dag: date) -> list[Row[Any]]:
    """Return what was due before a day and has not left, except what waits for a release or stands still."""
    wacht = select(ZENDING.c.id).where(ZENDING.c.status == WACHT)
    net = datetime.combine(dag, time(), UTC) - NET_VRIJ
    net_vrij = select(VRIJGAVE.c.zending_id).where(VRIJGAVE.c.op >= net)
    waar = (BERICHT.c.status == Status.KLAARGEZET.value, BERICHT.c.verzend_op < dag, niet_gepauzeerd(net))
    vraag = select(BERICHT.c.id, BERICHT.c.gemeente, BERICHT.c.verzend_op).where(*waar)
    los = or_(BERICHT.c.zending_id.is_(None), BERICHT.c.zending_id.not_in(wacht.union(net_vrij)))
    return list(cast(Sequence[Row[Any]], db.execute(vraag.where(los)).all()))


def laatste_naar(db: Connection, inwoners: Sequence[int], kanaal: Kanaal) -> int | None:
    """Return the zaak of the newest bericht of a kanaal that left for one of these persons."""
    vraag = select(BERICHT.c.zaak_id).join(ZAAK, ZAAK.c.id == BERICHT.c.zaak_id)
    waar = (ZAAK.c.inwoner_id.in_(inwoners), BERICHT.c.kanaal == kanaal.value, BERICHT.c.verzonden_op.is_not(None))
    return db.execute(vraag.where(*waar).order_by(BERICHT.c.verzonden_op.desc()).limit(1)).scalar()
