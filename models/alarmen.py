"""Which alarms are open, when did each begin and end, and who was told? One open alarm per thing that is wrong.

Each begin and each end is a row per kanaal before it is a message: the intent is committed before the wire. Unlike a
bericht to a resident, an alarm whose answer was lost is told again: hearing it twice harms nobody, not hearing it does.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from models.bulk import voeg_toe
from models.database import om_beurten, tabel
from models.tabellen_beheer import Alarm, Alarmbericht
from rules.alarmen import Mankement
from rules.bezorging import Status

ALARM, ALARMBERICHT = tabel(Alarm), tabel(Alarmbericht)
A, M = ALARM.c, ALARMBERICHT.c

BEGIN, EINDE = "begin", "einde"
"""The two moments of an alarm that are told."""

ONDERWEG = (Status.KLAARGEZET.value, Status.BEZIG.value, Status.ONBEKEND.value)
"""A message that may still be offered."""

MAX_POGINGEN = 20
"""So often one alarm is offered to one kanaal: about four days, as the pauses between grow."""
LANGSTE_WACHT = timedelta(hours=6)
BEZIG_NA = timedelta(minutes=10)
"""Who has a message in hand for longer than this has stopped half-way."""


class Alarmkanaal(StrEnum):
    """How an alarm reaches an operator."""

    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True)
class Openalarm:
    """One alarm as an operator sees it: ids, dates and counts only. `opgeheven_op` is None while it is open."""

    id: int
    soort: str
    gemeente: str
    onderwerp: str
    gegevens: dict[str, Any]
    sinds: datetime
    gezien_op: datetime
    opgeheven_op: datetime | None = None


@dataclass(frozen=True)
class Telbericht:
    """One message about an alarm that is in hand: its row, the alarm, which moment and which kanaal."""

    id: int
    alarm: Openalarm
    moment: str
    kanaal: str
    pogingen: int


@dataclass(frozen=True)
class Verschil:
    """What one look changed: alarms that began and that ended, by their ids."""

    begonnen: list[int] = field(default_factory=list[int])
    geeindigd: list[int] = field(default_factory=list[int])


def open_alarmen(db: Connection, gemeenten: Collection[str] | None = None) -> list[Openalarm]:
    """Return every open alarm, oldest first; with `gemeenten` only theirs and those of the machine."""
    vraag = select(ALARM).where(A.opgeheven_op.is_(None)).order_by(A.sinds, A.id)
    if gemeenten is not None:
        vraag = vraag.where(A.gemeente.in_(("", *sorted(gemeenten))))
    return [_alarm(rij) for rij in db.execute(vraag)]


def _alarm(r: Row[Any]) -> Openalarm:
    return Openalarm(r.id, r.soort, r.gemeente, r.onderwerp, r.gegevens, r.sinds, r.gezien_op, r.opgeheven_op)


def werk_bij(
    db: Connection,
    gevonden: Iterable[Mankement],
    gemeten: Callable[[Openalarm], bool],
    nu: datetime,
    kanalen: Sequence[Alarmkanaal],
) -> Verschil:
    """Raise what is new, renew what is still true and clear what is not true any more; in an open write transaction.

    An open alarm that was not looked at (`gemeten` says False) stays as it is: not measured is not the same as over.
    Two looks at the same time wait for each other.
    """
    om_beurten(db, "alarmen")
    over = {(a.soort, a.gemeente, a.onderwerp): a for a in open_alarmen(db)}
    verschil = Verschil()
    for m in {(m.soort.value, m.gemeente, m.onderwerp): m for m in gevonden}.values():
        if bekend := over.pop((m.soort.value, m.gemeente, m.onderwerp), None):
            db.execute(update(ALARM).where(A.id == bekend.id).values(gezien_op=nu, gegevens=dict(m.gegevens)))
        else:
            verschil.begonnen.append(_begin(db, m, nu))
    verschil.geeindigd.extend(a.id for a in over.values() if gemeten(a))
    if verschil.geeindigd:
        db.execute(update(ALARM).where(A.id.in_(verschil.geeindigd)).values(opgeheven_op=nu))
    _zet_klaar(db, [(i, BEGIN) for i in verschil.begonnen] + [(i, EINDE) for i in verschil.geeindigd], nu, kanalen)
    return verschil


def _begin(db: Connection, m: Mankement, nu: datetime) -> int:
    rij = {"soort": m.soort.value, "gemeente": m.gemeente, "onderwerp": m.onderwerp, "gegevens": dict(m.gegevens)}
    opdracht = insert(ALARM).values(**rij, sinds=nu, gezien_op=nu).returning(A.id)
    return int(db.execute(opdracht).scalar_one())


def _zet_klaar(
    db: Connection, momenten: Sequence[tuple[int, str]], nu: datetime, kanalen: Sequence[Alarmkanaal]
) -> None:
    vast = {"status": Status.KLAARGEZET.value, "sinds": nu, "pogingen": 0, "reden": ""}
    voeg_toe(
        db, ALARMBERICHT, [vast | {"alarm_id": i, "moment": m, "kanaal": k.value} for i, m in momenten for k in kanalen]
    )


def iets_te_vertellen(db: Connection) -> bool:
    """Tell whether any message about an alarm has not arrived and may still be offered."""
    return db.execute(select(M.id).where(M.status.in_(ONDERWEG)).limit(1)).first() is not None


def claim(
    db: Connection, nu: datetime, kanalen: Sequence[Alarmkanaal], hoogstens: int | None = None
) -> list[Telbericht]:
    """Take in hand what must be told now, new ones first, no end before its begin; commit before the wire."""
    vraag = (
        select(ALARMBERICHT, *(A[naam].label(f"alarm_{naam}") for naam in _VELDEN))
        .join(ALARM, A.id == M.alarm_id)
        .where(M.kanaal.in_([k.value for k in kanalen]), _aan_de_beurt(nu), _begin_is_verteld())
        .order_by(M.pogingen, M.id)
        .with_for_update(of=ALARMBERICHT, skip_locked=True)
    )
    eigen = [_telbericht(rij) for rij in db.execute(vraag) if _rustte(rij, nu)][:hoogstens]
    velden = {"status": Status.BEZIG.value, "sinds": nu, "pogingen": M.pogingen + 1}
    db.execute(update(ALARMBERICHT).where(M.id.in_([t.id for t in eigen])).values(velden))
    return eigen


_VELDEN = ("soort", "gemeente", "onderwerp", "gegevens", "sinds", "gezien_op", "opgeheven_op")


def _telbericht(r: Row[Any]) -> Telbericht:
    alarm = Openalarm(r.alarm_id, *(getattr(r, f"alarm_{naam}") for naam in _VELDEN))
    return Telbericht(r.id, alarm, r.moment, r.kanaal, r.pogingen + 1)


def _aan_de_beurt(nu: datetime) -> ColumnElement[bool]:
    gestopt = and_(M.status == Status.BEZIG.value, M.sinds <= nu - BEZIG_NA)
    return or_(M.status.in_((Status.KLAARGEZET.value, Status.ONBEKEND.value)), gestopt)


def _begin_is_verteld() -> ColumnElement[bool]:
    """Nobody hears that an alarm is over while it may still come."""
    begin = ALARMBERICHT.alias()
    zelfde = (begin.c.alarm_id == M.alarm_id, begin.c.kanaal == M.kanaal, begin.c.moment == BEGIN)
    wacht = select(begin.c.id).where(*zelfde, begin.c.status.in_(ONDERWEG)).correlate(ALARMBERICHT).exists()
    return or_(M.moment == BEGIN, ~wacht)


def _rustte(r: Row[Any], nu: datetime) -> bool:
    """Tell whether a message rested long enough after it failed: 1, 2, 4 … minutes."""
    return not r.pogingen or nu - r.sinds >= min(timedelta(minutes=2 ** (r.pogingen - 1)), LANGSTE_WACHT)


def leg_vast(db: Connection, bericht: Telbericht, status: Status, reden: str, nu: datetime) -> Status:
    """Write down what came of one message; what did not arrive is offered again, MAX_POGINGEN times.

    Returns the status it has now.
    """
    if status not in (Status.VERZONDEN, Status.ONBEKEND):
        status = Status.KLAARGEZET
    if status != Status.VERZONDEN and bericht.pogingen >= MAX_POGINGEN:
        status = Status.MISLUKT
    waar = (M.id == bericht.id, M.status == Status.BEZIG.value, M.pogingen == bericht.pogingen)
    db.execute(update(ALARMBERICHT).where(*waar).values(status=status.value, sinds=nu, reden=reden[:200]))
    return status


def niet_verteld(db: Connection) -> int:
    """Return how many messages about alarms did not arrive and are not offered any more."""
    return len(db.execute(select(M.id).where(M.status == Status.MISLUKT.value)).all())
