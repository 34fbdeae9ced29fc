"""Which rows does the werkvoorraad show? A taak gets its place in the lists when it is made, and when facts change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from models.bulk import voeg_toe
from models.database import tabel
from models.tabellen import Inwoner, Taak, Zaak
from rules.besluit import MaakTaak
from rules.rollen import team_van
from rules.voorrang import is_wettelijk, voorrang
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaak import Zaak as Zaakfeiten

TAAK, ZAAK, INWONER = tabel(Taak), tabel(Zaak), tabel(Inwoner)


@dataclass(frozen=True)
class NieuweTaak:
    """One taak to be made: for which zaak, what, and by which calendar day. Without feiten it has no reasons."""

    zaak_id: int
    stap: MaakTaak
    uiterlijk: date
    feiten: Zaakfeiten | None = None


def maak_taken(db: Connection, nieuw: Sequence[NieuweTaak], today: date) -> None:
    """Put taken on the worklist, each with its department, team, wijk and voorrang."""
    plekken = _plekken(db, [n.zaak_id for n in nieuw])
    voeg_toe(db, TAAK, [_rij(n, plekken[n.zaak_id], today) for n in nieuw])


def _plekken(db: Connection, zaken: Sequence[int]) -> dict[int, Row[Any]]:
    vraag = select(ZAAK.c.id, ZAAK.c.gemeente, ZAAK.c.soort, INWONER.c.postcode)
    waar = vraag.join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id).where(ZAAK.c.id.in_(set(zaken)))
    return {rij.id: rij for rij in db.execute(waar)}


def _rij(nieuw: NieuweTaak, plek: Row[Any], today: date) -> dict[str, Any]:
    soort = nieuw.stap.soort
    return {
        "zaak_id": nieuw.zaak_id,
        "gemeente": plek.gemeente,
        "afdeling": plek.soort,
        "team": team_van(Zaaksoort(plek.soort), soort).value,
        "soort": soort.value,
        "poging": nieuw.stap.poging,
        "status": "open",
        "gemaakt_op": today,
        "uiterste_dag": nieuw.uiterlijk,
        "wettelijk": is_wettelijk(soort),
        "wijk": plek.postcode[:4],
        "escalatie": 0,
        "wacht_reden": "",
        "versie": 0,
        **_voorrang(soort, nieuw.feiten, nieuw.uiterlijk, today),
    }


def _voorrang(soort: Taaksoort, zaak: Zaakfeiten | None, uiterlijk: date, gemaakt: date) -> dict[str, Any]:
    if zaak is None:
        return {"voorrang": uiterlijk, "redenen": []}
    gevonden = voorrang(soort, zaak, uiterlijk, gemaakt)
    return {"voorrang": gevonden.dag, "redenen": [[waarom.value, dagen] for waarom, dagen in gevonden.redenen]}


def ververs_voorrang(db: Connection, zaken: Sequence[Zaakfeiten]) -> None:
    """Work out the place of the open taken of these zaken again: an amount, a signaal or a number changed it."""
    per_id = {zaak.id: zaak for zaak in zaken if zaak.open_taken}
    if not per_id:
        return
    velden = (TAAK.c.id, TAAK.c.zaak_id, TAAK.c.soort, TAAK.c.uiterste_dag, TAAK.c.gemaakt_op, TAAK.c.redenen)
    nieuw: list[dict[str, Any]] = []
    for rij in db.execute(select(*velden).where(TAAK.c.zaak_id.in_(per_id), TAAK.c.status == "open")):
        plek = _voorrang(Taaksoort(rij.soort), per_id[rij.zaak_id], rij.uiterste_dag, rij.gemaakt_op)
        if plek["redenen"] != rij.redenen:
            nieuw.append({"taak": rij.id, "dag": plek["voorrang"], "waarom": plek["redenen"]})
    if nieuw:
        velden_: dict[str, Any] = {
            "voorrang": bindparam("dag"),
            "redenen": bindparam("waarom", type_=TAAK.c.redenen.type),
        }
        db.execute(update(TAAK).where(TAAK.c.id == bindparam("taak")).values(velden_), nieuw)
