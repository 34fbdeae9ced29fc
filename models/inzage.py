"""Who looked into whose zaak, when and why? Rows are added, never changed: the database refuses it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, select

from models.bulk import voeg_toe
from models.database import tabel
from models.dossier import binnen
from models.tabellen import Zaak
from models.tabellen_werk import Inzage, Medewerker
from rules.rollen import Blik

INZAGE, MEDEWERKER, ZAAK = tabel(Inzage), tabel(Medewerker), tabel(Zaak)
I = INZAGE.c  # noqa: E741


class Inzagereden(StrEnum):
    """Why somebody looks; beside these only `taak <id>`."""

    INWONER_BELT = "inwoner-belt"
    TAAK_VOORBEREIDEN = "taak-voorbereiden"
    VRAAG_COLLEGA = "vraag-collega"
    CONTROLE = "controle"
    KLACHT = "klacht-of-inzageverzoek"
    LIJST = "lijst"
    """The name stood in a list of taken or visits."""
    VERVOLG = "vervolg"
    """On the way from another page about the same zaak."""
    VRIJGAVE = "vrijgave"
    """In the sample of a large round."""
    INZAGE = "inzage-nagekeken"
    """A team lead searched who looked into this zaak."""


REDENEN = frozenset(reden.value for reden in Inzagereden)
_TAAK = re.compile(r"taak [1-9]\d{0,8}")


class BuitenBlik(LookupError):
    """Deze zaak hoort niet bij de afdeling van deze medewerker."""


class GeenReden(ValueError):
    """Inzage vraagt een reden uit de lijst, of een taak."""


def is_reden(waarom: str) -> bool:
    """Tell whether this is a reason that may be kept: one of the list, or `taak <id>`."""
    return waarom in REDENEN or _TAAK.fullmatch(waarom) is not None


def noteer(db: Connection, wie: int, blik: Blik, zaken: Sequence[int], wat: str, waarom: str) -> None:
    """Keep that a medewerker sees these zaken; `wat` is the page or document, without personal data.

    Needs an open write transaction. Raises GeenReden, and BuitenBlik when a zaak is not his to see: call it before
    anything is shown.
    """
    if not is_reden(waarom):
        raise GeenReden
    gevraagd = set(zaken)
    vraag = select(ZAAK.c.id, ZAAK.c.gemeente, ZAAK.c.soort).where(ZAAK.c.id.in_(gevraagd), *binnen(blik))
    gezien = list(db.execute(vraag.order_by(ZAAK.c.id)))
    if len(gezien) != len(gevraagd):
        raise BuitenBlik
    vast = {"op": datetime.now(UTC), "medewerker_id": wie, "wat": wat, "waarom": str(waarom)}
    rijen = [vast | {"zaak_id": r.id, "gemeente": r.gemeente, "afdeling": r.soort} for r in gezien]
    voeg_toe(db, INZAGE, rijen)


@dataclass(frozen=True)
class Zoekvraag:
    """Which looks a team lead wants to see; what is empty lets everything through."""

    zaak_id: int | None = None
    wie: int | None = None
    van: datetime | None = None
    """From this moment on (aware)."""
    tot: datetime | None = None
    """Before this moment (aware)."""
    ook_nagekeken: bool = False
    """Also who looked at this very list."""


def zoek(db: Connection, blik: Blik, vraag: Zoekvraag, hoogstens: int, voor: int | None = None) -> list[Row[Any]]:
    """Return the looks inside this blik, newest first: id, op, wie (name), zaak_id, afdeling, wat, waarom.

    `voor` is the id of the last one of the page before.
    """
    opdracht = (
        select(I.id, I.op, MEDEWERKER.c.naam.label("wie"), I.zaak_id, I.afdeling, I.wat, I.waarom)
        .join(MEDEWERKER, MEDEWERKER.c.id == I.medewerker_id)
        .where(*_in_blik(blik), *_voorwaarden(vraag))
        .order_by(I.id.desc())
        .limit(hoogstens)
    )
    if voor is not None:
        opdracht = opdracht.where(I.id < voor)
    return list(cast(Sequence[Row[Any]], db.execute(opdracht).all()))


def kijkers(db: Connection, blik: Blik) -> list[tuple[int, str]]:
    """Return (id, name) of everybody who ever looked at a zaak in this blik, by name."""
    keek = select(I.id).where(I.medewerker_id == MEDEWERKER.c.id, *_in_blik(blik)).exists()
    vraag = select(MEDEWERKER.c.id, MEDEWERKER.c.naam).where(keek).order_by(MEDEWERKER.c.naam, MEDEWERKER.c.id)
    return [(i, naam) for i, naam in db.execute(vraag)]


def _in_blik(blik: Blik) -> tuple[ColumnElement[bool], ...]:
    return I.gemeente.in_(blik.gemeenten), I.afdeling.in_([a.value for a in blik.afdelingen])


def _voorwaarden(vraag: Zoekvraag) -> Iterator[ColumnElement[bool]]:
    if vraag.zaak_id is not None:
        yield I.zaak_id == vraag.zaak_id
    if vraag.wie is not None:
        yield I.medewerker_id == vraag.wie
    if vraag.van is not None:
        yield I.op >= vraag.van
    if vraag.tot is not None:
        yield I.op < vraag.tot
    if not vraag.ook_nagekeken:
        yield I.waarom != Inzagereden.INZAGE.value
