"""Who works with Tijdig, and who is logged in? A session is found by a token of which only the hash is kept."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, func, select, update

from models.database import tabel
from models.tabellen_werk import Medewerker, Sessie
from rules.rollen import Rol

MEDEWERKER, SESSIE = tabel(Medewerker), tabel(Sessie)

STIL = timedelta(minutes=60)
"""A session without a page for so long is over (BIO: a screen that nobody uses is locked)."""
HOOGSTENS = timedelta(hours=10)
"""Longer than a working day no session lasts."""
VERS = timedelta(minutes=1)
"""So often at most is written down that a session is still used."""


@dataclass(frozen=True)
class Ingang:
    """A session that is valid now, with who it belongs to; without a medewerker a login is under way."""

    sleutel: str
    csrf: str
    gegevens: dict[str, Any] = field(repr=False)
    medewerker_id: int | None = None
    naam: str = ""
    rollen: tuple[str, ...] = ()
    gemeenten: tuple[str, ...] = ()
    oud: bool = False
    """It was not written down for a while that this session is used."""


def onthoud(db: Connection, sub: str, naam: str, rollen: Iterable[Rol], gemeenten: Iterable[str]) -> int:
    """Keep who came in with what the login told of him; returns his id."""
    velden: dict[str, Any] = {"naam": naam[:120], "rollen": sorted(rollen), "gemeenten": sorted(gemeenten)}
    velden["gezien_op"] = datetime.now(UTC)
    bekend = db.execute(select(MEDEWERKER.c.id).where(MEDEWERKER.c.sub == sub)).scalar_one_or_none()
    if bekend is not None:
        db.execute(update(MEDEWERKER).where(MEDEWERKER.c.id == bekend).values(velden))
        return int(bekend)
    [nieuw] = db.execute(MEDEWERKER.insert().values(velden | {"sub": sub})).inserted_primary_key or (0,)
    return int(nieuw)


def begin_sessie(db: Connection, medewerker_id: int | None = None, gegevens: dict[str, Any] | None = None) -> str:
    """Start a session; returns the token for the cookie, which is kept nowhere."""
    token, nu = secrets.token_urlsafe(32), datetime.now(UTC)
    rij = {"sleutel": _afdruk(token), "medewerker_id": medewerker_id, "csrf": secrets.token_urlsafe(32)}
    db.execute(SESSIE.insert().values(rij | {"begonnen": nu, "gezien": nu, "gegevens": gegevens or {}}))
    return token


def pogingen(db: Connection, sinds: datetime) -> list[tuple[datetime, str]]:
    """Return when and from where a login began since this moment that did not succeed (yet)."""
    vraag = select(SESSIE.c.begonnen, SESSIE.c.gegevens).where(
        SESSIE.c.medewerker_id.is_(None), SESSIE.c.begonnen > sinds
    )
    return [(rij.begonnen, str(rij.gegevens.get("vandaan", ""))) for rij in db.execute(vraag)]


def gebruik_poging(db: Connection, begonnen: Ingang) -> bool:
    """Use up a login that is under way; False when that happened before. The row stays, for the brake."""
    nieuw = {"csrf": secrets.token_urlsafe(32), "gegevens": {"vandaan": begonnen.gegevens.get("vandaan", "")}}
    eenmaal = (SESSIE.c.sleutel == begonnen.sleutel) & (SESSIE.c.csrf == begonnen.csrf)
    return db.execute(update(SESSIE).where(eenmaal).values(nieuw)).rowcount == 1


def ingang(db: Connection, token: str) -> Ingang | None:
    """Return the session of a token, or None when there is none or it is over."""
    nu = datetime.now(UTC)
    m, s = MEDEWERKER.c, SESSIE.c
    vraag = (
        select(s.sleutel, s.csrf, s.gegevens, s.medewerker_id, s.gezien, m.naam, m.rollen, m.gemeenten)
        .select_from(SESSIE.outerjoin(MEDEWERKER, m.id == s.medewerker_id))
        .where(s.sleutel == _afdruk(token), s.gezien > nu - STIL, s.begonnen > nu - HOOGSTENS)
    )
    rij: Row[Any] | None = db.execute(vraag).one_or_none()  # type: ignore[assignment]
    return _ingang(rij, nu) if rij else None


def _ingang(rij: Row[Any], nu: datetime) -> Ingang:
    wie = (rij.naam or "", tuple(rij.rollen or ()), tuple(rij.gemeenten or ()))
    return Ingang(rij.sleutel, rij.csrf, dict(rij.gegevens), rij.medewerker_id, *wie, rij.gezien < nu - VERS)


def blijft(db: Connection, sleutel: str) -> None:
    """Write down that a session is still used, once in a while."""
    nu = datetime.now(UTC)
    db.execute(update(SESSIE).where(SESSIE.c.sleutel == sleutel, SESSIE.c.gezien < nu - VERS).values(gezien=nu))


def onthoud_bij_sessie(db: Connection, sleutel: str, gegevens: dict[str, Any]) -> None:
    """Keep something small with a session, such as a message for the next page; never of a resident."""
    db.execute(update(SESSIE).where(SESSIE.c.sleutel == sleutel).values(gegevens=gegevens))


def eindig_sessie(db: Connection, sleutel: str) -> None:
    """End a session."""
    db.execute(delete(SESSIE).where(SESSIE.c.sleutel == sleutel))


def eindig_sessies_van(db: Connection, medewerker_id: int) -> int:
    """End every session of a colleague; returns how many there were."""
    return db.execute(delete(SESSIE).where(SESSIE.c.medewerker_id == medewerker_id)).rowcount


def ruim_sessies_op(db: Connection) -> int:
    """Remove the sessions that are over; returns how many."""
    nu = datetime.now(UTC)
    return db.execute(
        delete(SESSIE).where((SESSIE.c.gezien <= nu - STIL) | (SESSIE.c.begonnen <= nu - HOOGSTENS))
    ).rowcount


@dataclass(frozen=True)
class Bekende:
    """One colleague who logged in once, for the page of beheer."""

    id: int
    naam: str
    rollen: tuple[str, ...]
    gemeenten: frozenset[str]
    gezien_op: datetime
    sessies: int
    """How many of his sessions are not over."""


def bekenden(db: Connection, gemeenten: Iterable[str]) -> list[Bekende]:
    """Return the colleagues who work for one of these gemeenten, by name."""
    nu, m, s = datetime.now(UTC), MEDEWERKER.c, SESSIE.c
    geldig = (s.medewerker_id == m.id) & (s.gezien > nu - STIL) & (s.begonnen > nu - HOOGSTENS)
    vraag = (
        select(m.id, m.naam, m.rollen, m.gemeenten, m.gezien_op, func.count(s.sleutel).label("sessies"))
        .select_from(MEDEWERKER.outerjoin(SESSIE, geldig))
        .group_by(m.id)
        .order_by(m.naam, m.id)
    )
    alle = [
        Bekende(r.id, r.naam, tuple(r.rollen), frozenset(r.gemeenten), r.gezien_op, r.sessies)
        for r in db.execute(vraag)
    ]
    mijn = frozenset(gemeenten)
    return [wie for wie in alle if wie.gemeenten & mijn]


def _afdruk(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
