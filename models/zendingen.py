"""How much may leave without a person looking? Every large round is counted and priced before anything leaves."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from models.bulk import in_delen
from models.database import om_beurten, tabel
from models.outbox import VRIJ, WACHT
from models.tabellen import Bericht, Vrijgave, Zaak, Zending
from rules.bezorging import Baan, Status
from rules.rollen import Blik
from rules.woorden import Kanaal

BERICHT, ZAAK = tabel(Bericht), tabel(Zaak)
ZENDING, VRIJGAVE = tabel(Zending), tabel(Vrijgave)
BLOK = 500


class GeenZending(Exception):
    """Deze zending wacht niet (meer) op vrijgave."""


class AlVrijgegeven(Exception):
    """U gaf deze zending al vrij. Een collega moet dat nu ook doen."""


def afzenders_zonder_zending(db: Connection, kanaal: Kanaal, dag: date) -> list[tuple[str, str]]:
    """Return (gemeente, afdeling) of who has berichten of large rounds that are due and were not counted yet."""
    vraag = select(BERICHT.c.gemeente, ZAAK.c.soort).join(ZAAK, ZAAK.c.id == BERICHT.c.zaak_id)
    waar = vraag.where(*_ongeteld(kanaal, dag)).distinct().order_by(BERICHT.c.gemeente, ZAAK.c.soort)
    return [(gemeente, afdeling) for gemeente, afdeling in db.execute(waar)]


def zonder_zending(db: Connection, gemeente: str, afdeling: str, kanaal: Kanaal, dag: date) -> list[str]:
    """Return the berichten of large rounds of one department that are due and were not counted yet."""
    waar = (BERICHT.c.gemeente == gemeente, ZAAK.c.soort == afdeling, *_ongeteld(kanaal, dag))
    vraag = select(BERICHT.c.id).join(ZAAK, ZAAK.c.id == BERICHT.c.zaak_id)
    return list(db.execute(vraag.where(*waar).order_by(BERICHT.c.id)).scalars())


def _ongeteld(kanaal: Kanaal, dag: date) -> list[ColumnElement[bool]]:
    massaal = (BERICHT.c.kanaal == kanaal.value, BERICHT.c.baan == Baan.MASSAAL.value)
    klaar = (BERICHT.c.status == Status.KLAARGEZET.value, BERICHT.c.verzend_op <= dag)
    return [*massaal, *klaar, BERICHT.c.zending_id.is_(None)]


def al_vrij(db: Connection, gemeente: str, kanaal: Kanaal, dag: date) -> tuple[int, int]:
    """Return (berichten, cents) that already left, or may leave, without release on a day.

    Waits for whoever counts the same kanaal of the same gemeente: two rounds together may not pass the limit.
    """
    om_beurten(db, f"zending {gemeente} {kanaal}")
    waar = (ZENDING.c.gemeente == gemeente, ZENDING.c.kanaal == kanaal.value, ZENDING.c.dag == dag)
    zonder = ~select(VRIJGAVE.c.zending_id).where(VRIJGAVE.c.zending_id == ZENDING.c.id).exists()
    som = select(func.sum(ZENDING.c.aantal), func.sum(ZENDING.c.kosten_ct))
    aantal, kosten = db.execute(som.where(*waar, ZENDING.c.status == VRIJ, zonder)).one()
    return int(aantal or 0), int(kosten or 0)


def maak_zending(db: Connection, velden: dict[str, Any], berichten: Sequence[str], vrij: bool) -> int:
    """Keep a zending with its berichten; one that is not vrij waits for people."""
    rij = velden | {"status": VRIJ if vrij else WACHT, "op": datetime.now(UTC)}
    [zending] = db.execute(ZENDING.insert().values(rij)).inserted_primary_key or (0,)
    for deel in in_delen(berichten, BLOK):
        db.execute(update(BERICHT).where(BERICHT.c.id.in_(deel)).values(zending_id=zending))
    return int(zending)


def wachtende(db: Connection, blik: Blik | None = None) -> list[Row[Any]]:
    """Return the zendingen that wait for release, oldest first: those that a blik may see, or all (command line)."""
    vraag = select(ZENDING).where(ZENDING.c.status == WACHT).order_by(ZENDING.c.id)
    if blik is not None:
        waar = (ZENDING.c.gemeente.in_(blik.gemeenten), ZENDING.c.afdeling.in_([a.value for a in blik.afdelingen]))
        vraag = vraag.where(*waar)
    return list(db.execute(vraag))


def zending_van(db: Connection, blik: Blik, zending_id: int) -> Row[Any] | None:
    """Return a zending that a blik may see, whether it waits or not, or None."""
    waar = (ZENDING.c.gemeente.in_(blik.gemeenten), ZENDING.c.afdeling.in_([a.value for a in blik.afdelingen]))
    gevonden: Row[Any] | None = db.execute(select(ZENDING).where(ZENDING.c.id == zending_id, *waar)).one_or_none()
    return gevonden


def vrijgevers(db: Connection, zending_id: int) -> list[str]:
    """Return who released a zending, first one first."""
    vraag = select(VRIJGAVE.c.door).where(VRIJGAVE.c.zending_id == zending_id).order_by(VRIJGAVE.c.op)
    return list(db.execute(vraag).scalars())


def soorten(db: Connection, zending_id: int) -> dict[str, int]:
    """Return how many berichten of each soort a zending holds that have not left or been cancelled."""
    return _tel(db, zending_id, BERICHT.c.soort)


def doelgroepen(db: Connection, zending_id: int) -> dict[str, int]:
    """Return how many of these berichten are worded for which doelgroep."""
    return _tel(db, zending_id, func.coalesce(BERICHT.c.gegevens["doelgroep"].as_string(), ""))


def _tel(db: Connection, zending_id: int, per: ColumnElement[Any]) -> dict[str, int]:
    waar = (BERICHT.c.zending_id == zending_id, BERICHT.c.status == Status.KLAARGEZET.value)
    per_woord = select(per.label("per"), func.count().label("aantal")).where(*waar).group_by("per").order_by("per")
    return {woord: int(aantal) for woord, aantal in db.execute(per_woord)}


def als_medewerker(medewerker_id: int, naam: str) -> str:
    """Return how a colleague who is logged in stands in the record: his name of now, and his number that stays."""
    return f"{' '.join(naam.split())[:50]} (medewerker {medewerker_id})"


def geef_vrij(db: Connection, zending_id: int, door: str, nodig: int) -> int:
    """Keep that one person released a zending; returns how many more people must, 0 when it may leave.

    Raises GeenZending, ValueError without a name, and AlVrijgegeven when this person did so before: four eyes are two
    people.
    """
    if not _persoon(door):
        raise ValueError("vrijgeven kan alleen met een naam")
    vraag = select(ZENDING.c.status).where(ZENDING.c.id == zending_id).with_for_update()
    if db.execute(vraag).scalar() != WACHT:
        raise GeenZending
    eerder = vrijgevers(db, zending_id)
    if any(_dezelfde(door, ander) for ander in eerder):
        raise AlVrijgegeven
    db.execute(VRIJGAVE.insert().values(zending_id=zending_id, door=door.strip(), op=datetime.now(UTC)))
    if len(eerder) + 1 >= nodig:
        db.execute(update(ZENDING).where(ZENDING.c.id == zending_id).values(status=VRIJ))
    return max(nodig - len(eerder) - 1, 0)


def trek_in(db: Connection, zending_id: int, door: str) -> None:
    """Take back a release while the zending still waits. Raises GeenZending."""
    vraag = select(ZENDING.c.status).where(ZENDING.c.id == zending_id).with_for_update()
    if db.execute(vraag).scalar() != WACHT:
        raise GeenZending
    namen = [naam for naam in vrijgevers(db, zending_id) if _dezelfde(door, naam)]
    db.execute(VRIJGAVE.delete().where(VRIJGAVE.c.zending_id == zending_id, VRIJGAVE.c.door.in_(namen)))


def gaf_vrij(medewerker_id: int, vrijgevers_: Sequence[str]) -> bool:
    """Tell whether this colleague is one of those who released."""
    return any(_nummer(naam) == medewerker_id for naam in vrijgevers_)


def naam_van(door: str) -> str:
    """Return the name of who released, without the number."""
    gevonden = _MEDEWERKER.fullmatch(door.strip())
    return gevonden[1] if gevonden else door


_MEDEWERKER = re.compile(r"(.*) \(medewerker ([1-9]\d{0,9})\)")


def _dezelfde(een: str, ander: str) -> bool:
    """Two colleagues with one name are two people; a name on the command line is whoever has that name."""
    if _nummer(een) and _nummer(ander):
        return _nummer(een) == _nummer(ander)
    return _persoon(een) == _persoon(ander)


def _nummer(door: str) -> int:
    gevonden = _MEDEWERKER.fullmatch(door.strip())
    return int(gevonden[2]) if gevonden else 0


def _persoon(door: str) -> str:
    """Return a name without the differences in writing that do not make another person."""
    gevonden = _MEDEWERKER.fullmatch(door.strip())
    return " ".join(unicodedata.normalize("NFKC", gevonden[1] if gevonden else door).casefold().split())
