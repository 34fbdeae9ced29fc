"""What would happen if a colleague did this? It is done for real, looked at, and undone before anybody else sees it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from sqlalchemy import Connection, select

from models.database import schrijf_samen, tabel
from models.tabellen import Bericht, Taak, Zaak
from rules.bezorging import Status
from tasks.omgeving import omgeving
from tasks.uitleg import Stand, stand_van

ZAAK, BERICHT, TAAK = tabel(Zaak), tabel(Bericht), tabel(Taak)

T = TypeVar("T")


class _Terug(Exception):
    """Takes us out of a transaction that is rolled back."""


@dataclass(frozen=True)
class Vooruitblik(Generic[T]):
    """What one act would do to a zaak: berichten that never leave, and where the zaak then stands."""

    gedaan: T
    vervallen: tuple[tuple[str, str], ...]
    """(kanaal, soort) of what was ready and does not leave."""
    stand: Stand | None
    """None: the rules cannot tell."""


def proef(werk: Callable[[Connection], T]) -> T:
    """Return what work on the database would give, without doing it."""

    gezien: list[T] = []

    def doe(db: Connection) -> None:
        gezien.append(werk(db))
        raise _Terug

    with suppress(_Terug):
        schrijf_samen(omgeving().engine, doe)
    return gezien[-1]


def kijk_vooruit(zaak_id: int, werk: Callable[[Connection], T], today: date) -> Vooruitblik[T]:
    """Return what an act would do to a zaak, and what the rules would do next."""

    def doe(db: Connection) -> Vooruitblik[T]:
        klaar = _klaar(db, zaak_id)
        gedaan = werk(db)
        nog = {i for i, _, _ in _klaar(db, zaak_id)}
        weg = tuple((kanaal, soort) for i, kanaal, soort in klaar if i not in nog)
        return Vooruitblik(gedaan, weg, stand(db, zaak_id, today))

    return proef(doe)


def stand(db: Connection, zaak_id: int, today: date) -> Stand | None:
    """Return where a zaak stands and what the rules do next."""
    return stand_van(db, db.execute(select(ZAAK).where(ZAAK.c.id == zaak_id)).one(), today)


def _klaar(db: Connection, zaak_id: int) -> list[tuple[str, str, str]]:
    b = BERICHT.c
    vraag = select(b.id, b.kanaal, b.soort).where(b.zaak_id == zaak_id, b.status == Status.KLAARGEZET.value)
    return [(i, kanaal, soort) for i, kanaal, soort in db.execute(vraag.order_by(b.id))]
