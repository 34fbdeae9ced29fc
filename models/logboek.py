"""How does the log grow? Every gebeurtenis gets the next number of its zaak; the zaak is then looked at again."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Connection,
    Date,
    FromClause,
    Integer,
    Subquery,
    and_,
    bindparam,
    case,
    or_,
    select,
    text,
    update,
)

from models.bulk import voeg_toe
from models.database import Botsing, tabel
from models.outbox import laat_vervallen
from models.tabellen import Gebeurtenis, Zaak
from rules.bezorging import reden_vervallen
from rules.log import Logregel, Soort
from rules.woorden import Taaksoort

ZAAK, LOG = tabel(Zaak), tabel(Gebeurtenis)


@dataclass(frozen=True)
class Bijschrift:
    """One gebeurtenis for one zaak, with who or what recorded it."""

    zaak_id: int
    logregel: Logregel
    regel: str = ""
    actor: str = "systeem"
    beleid_versie: str = ""


class Verouderd(Botsing):
    """Iemand anders heeft deze zaak net bijgewerkt: laad de zaak opnieuw."""


def rij(bijschrift: Bijschrift, volgnr: int, op: datetime) -> dict[str, Any]:
    """Return the row of one gebeurtenis."""
    return {
        "zaak_id": bijschrift.zaak_id,
        "volgnr": volgnr,
        "soort": bijschrift.logregel.soort.value,
        "dag": bijschrift.logregel.dag,
        "op": op,
        "regel": bijschrift.regel,
        "beleid_versie": bijschrift.beleid_versie,
        "actor": bijschrift.actor,
        "gegevens": dict(bijschrift.logregel.gegevens),
    }


def schrijf_bij(db: Connection, bijschriften: Iterable[Bijschrift], today: date) -> None:
    """Add facts to zaken: what has not left yet is cancelled, with the reason, and every zaak is due today.

    Needs an open write transaction; the zaken are locked until it ends, so numbers never clash and no round can put
    a bericht ready between the cancelling and the fact.
    """
    per_zaak: dict[int, list[Bijschrift]] = defaultdict(list)
    for b in bijschriften:
        per_zaak[b.zaak_id].append(b)
    if not per_zaak:
        return
    versies = _vergrendel(db, list(per_zaak))
    redenen = {z: reden for z, lijst in per_zaak.items() if (reden := reden_vervallen(b.logregel.soort for b in lijst))}
    for b in laat_vervallen(db, list(redenen), redenen):
        per_zaak[b.zaak_id].append(Bijschrift(b.zaak_id, b.logregel(today)))
    op = datetime.now(UTC)
    voeg_toe(db, LOG, [rij(b, versies[z] + n, op) for z, lijst in per_zaak.items() for n, b in enumerate(lijst, 1)])
    zet_versies(db, [(z, versies[z], versies[z] + len(lijst), today) for z, lijst in per_zaak.items()])


def nieuws_sinds(db: Connection, zaak_id: int, sinds: datetime) -> str:
    """Return in Dutch why what was in hand since a moment (aware UTC) may not leave any more; empty when it may.

    Only facts count: a step of the rules knew of the bericht, and so does who found out whether it arrived.
    """
    vraag = select(LOG.c.soort, LOG.c.gegevens).where(LOG.c.zaak_id == zaak_id, LOG.c.regel == "", LOG.c.op >= sinds)
    feiten = [(Soort(soort), gegevens) for soort, gegevens in db.execute(vraag.order_by(LOG.c.volgnr))]
    return reden_vervallen(s for s, g in feiten if g.get("soort") != Taaksoort.ONZEKERE_BEZORGING)


def geldt(log: FromClause = LOG) -> ColumnElement[bool]:
    """Return the condition that a gebeurtenis was not withdrawn since; rules/correctie.py says the same of a log."""
    c = LOG.alias()
    weg = (_corrigeert(c, log), c.c.gegevens["ingetrokken"].as_boolean())
    return ~select(c.c.volgnr).where(*weg).exists()


def geldig_log() -> Subquery:
    """Return the log of all zaken as corrected, as a table for figures: zaak_id, volgnr, soort, dag, gegevens."""
    c, later = LOG.alias(), LOG.alias()
    nieuwste = ~select(later.c.volgnr).where(_corrigeert(later, LOG), later.c.volgnr > c.c.volgnr).exists()
    gegevens = case((c.c.volgnr.is_(None), LOG.c.gegevens), else_=c.c.gegevens["nieuw"]).label("gegevens")
    return (
        select(LOG.c.zaak_id, LOG.c.volgnr, LOG.c.soort, LOG.c.dag, gegevens)
        .select_from(LOG.outerjoin(c, and_(_corrigeert(c, LOG), nieuwste)))
        .where(LOG.c.soort != Soort.CORRECTIE.value)
        .where(or_(c.c.volgnr.is_(None), ~c.c.gegevens["ingetrokken"].as_boolean()))
        .subquery("geldig")
    )


def _corrigeert(correctie: FromClause, log: FromClause) -> ColumnElement[bool]:
    van = correctie.c.gegevens["van"].as_integer()
    zelfde = (correctie.c.zaak_id == log.c.zaak_id, van == log.c.volgnr)
    return and_(correctie.c.soort == Soort.CORRECTIE.value, *zelfde)


def _vergrendel(db: Connection, ids: list[int]) -> dict[int, int]:
    vraag = select(ZAAK.c.id, ZAAK.c.versie).where(ZAAK.c.id.in_(ids)).order_by(ZAAK.c.id).with_for_update()
    return {zaak_id: versie for zaak_id, versie in db.execute(vraag)}


def zet_versies(db: Connection, standen: Sequence[tuple[int, int, int, date | None]]) -> None:
    """Move zaken from one versie to the next with their next date (compare and swap). Raises Verouderd."""
    if not standen:
        return
    if db.dialect.name == "postgresql":
        zaken, oud, nieuw, toets = (list(kolom) for kolom in zip(*standen, strict=True))
        gedaan = db.execute(_ZET_PG, {"zaken": zaken, "oud": oud, "nieuw": nieuw, "toets": toets})
    else:
        gedaan = db.execute(_ZET, [{"zaak": z, "oud": o, "nieuw": n, "toets": t} for z, o, n, t in standen])
    if gedaan.rowcount != len(standen):
        raise Verouderd


_ZET = (
    update(ZAAK)
    .where(ZAAK.c.id == bindparam("zaak"), ZAAK.c.versie == bindparam("oud"))
    .values(versie=bindparam("nieuw"), volgende_toets=bindparam("toets"))
)
_ZET_PG = text(
    "UPDATE zaak SET versie = stand.nieuw, volgende_toets = stand.toets"
    " FROM unnest(:zaken, :oud, :nieuw, :toets) AS stand (zaak, oud, nieuw, toets)"
    " WHERE zaak.id = stand.zaak AND zaak.versie = stand.oud"
).bindparams(
    *(bindparam(naam, type_=ARRAY(Integer)) for naam in ("zaken", "oud", "nieuw")),
    bindparam("toets", type_=ARRAY(Date)),
)
"""The same for a whole chunk in one statement."""
