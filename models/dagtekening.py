"""On which day does a bericht really leave? It carries that day, and the log tells it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date, datetime

from sqlalchemy import Connection, bindparam, select, update

from models.bulk import voeg_toe
from models.database import tabel
from models.logboek import Bijschrift, rij, zet_versies
from models.tabellen import Bericht, Gebeurtenis, Zaak
from rules.bezorging import Status
from rules.dagtekening import REGEL, later, verschuif
from rules.kalender import Kalender

BERICHT, ZAAK, LOG = tabel(Bericht), tabel(Zaak), tabel(Gebeurtenis)


def dateer(db: Connection, ids: Sequence[str], dag: date, kalender: Callable[[str], Kalender]) -> int:
    """Let berichten that were just taken in hand carry the day on which they leave; returns how many were older.

    In the transaction that took them in hand: nobody else can change them.
    """
    b = BERICHT.c
    vraag = select(b.id, b.zaak_id, b.gemeente, b.soort, b.poging, b.dag, b.gegevens)
    rijen = db.execute(vraag.where(b.id.in_(ids), b.dag < dag).order_by(b.id)).all()
    if not rijen:
        return 0
    nieuw = [
        {"bericht": r.id, "zegt": verschuif(r.gegevens, r.dag, dag, kalender(r.gemeente))} for r in rijen
    ]  # fmt: skip
    db.execute(update(BERICHT).where(b.id == bindparam("bericht")).values(dag=dag, gegevens=bindparam("zegt")), nieuw)
    _schrijf_op(db, [Bijschrift(r.zaak_id, later(r.soort, r.poging, dag), REGEL) for r in rijen])
    return len(rijen)


def _schrijf_op(db: Connection, bijschriften: Sequence[Bijschrift]) -> None:
    """Add to the logs. When the zaak is looked at again stays: too early at worst, and then it waits longer."""
    per_zaak: dict[int, list[Bijschrift]] = defaultdict(list)
    for b in bijschriften:
        per_zaak[b.zaak_id].append(b)
    vraag = select(ZAAK.c.id, ZAAK.c.versie, ZAAK.c.volgende_toets).where(ZAAK.c.id.in_(per_zaak))
    standen = {z: (versie, toets) for z, versie, toets in db.execute(vraag.order_by(ZAAK.c.id).with_for_update())}
    op = datetime.now(UTC)
    voeg_toe(db, LOG, [rij(b, standen[z][0] + n, op) for z, lijst in per_zaak.items() for n, b in enumerate(lijst, 1)])
    zet_versies(db, [(z, versie, versie + len(per_zaak[z]), toets) for z, (versie, toets) in standen.items()])


def wacht_nog(db: Connection, zaken: Collection[int], today: date) -> dict[int, list[tuple[str, int]]]:
    """Return per zaak the berichten (soort, poging) that were decided before today and have not left."""
    b = BERICHT.c
    waar = (b.zaak_id.in_(zaken), b.status == Status.KLAARGEZET.value, b.dag < today)
    gevonden: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for zaak_id, soort, poging in db.execute(select(b.zaak_id, b.soort, b.poging).where(*waar)):
        gevonden[zaak_id].append((soort, poging))
    return gevonden
