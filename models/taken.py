"""Which rows does the werkvoorraad show? A taak gets its place in the lists when it is made, and when facts change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, update

from models.bulk import voeg_toe
from models.database import tabel
from models.tabellen import Inwoner, Taak, Zaak
from models.tabellen_werk import Afspraak
from rules.besluit import MaakTaak
from rules.rollen import team_van
from rules.voorrang import is_wettelijk, voorrang
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaak import Zaak as Zaakfeiten

TAAK, ZAAK, INWONER = tabel(Taak), tabel(Zaak), tabel(Inwoner)
AFSPRAAK = tabel(Afspraak)


@dataclass(frozen=True)
class NieuweTaak:
    """One taak to be made: for which zaak, what, and by which calendar day. Without feiten it has no reasons."""

    zaak_id: int
    stap: MaakTaak
    uiterlijk: date
    feiten: Zaakfeiten | None = None


def maak_taken(db: Connection, nieuw: Sequence[NieuweTaak], today: date) -> None:
    """Put taken on the worklist, each with its department, team, wijk and voorrang."""
    if not nieuw:
        return
    plekken = _plekken(db, [n.zaak_id for n in nieuw])
    oud = _teruggenomen(db, nieuw)
    rijen = [(_welke(n), _rij(n, plekken[n.zaak_id], today)) for n in nieuw]
    voeg_toe(db, TAAK, [rij for welke, rij in rijen if welke not in oud])
    for welke, rij in rijen:
        if welke in oud:
            _maak_opnieuw(db, oud[welke], rij)


def _welke(nieuw: NieuweTaak) -> tuple[int, str, int]:
    return nieuw.zaak_id, nieuw.stap.soort.value, nieuw.stap.poging


def _teruggenomen(db: Connection, nieuw: Sequence[NieuweTaak]) -> dict[tuple[int, str, int], int]:
    """Return the id of every taak that a correction took back and that is now made again."""
    t = TAAK.c
    vraag = select(t.id, t.zaak_id, t.soort, t.poging).where(t.zaak_id.in_({n.zaak_id for n in nieuw}))
    gevraagd = {_welke(n) for n in nieuw}
    rijen = db.execute(vraag.where(t.status == "vervallen"))
    return {(zaak, soort, poging): i for i, zaak, soort, poging in rijen if (zaak, soort, poging) in gevraagd}


def _maak_opnieuw(db: Connection, taak_id: int, rij: dict[str, Any]) -> None:
    velden = rij | {"versie": TAAK.c.versie + 1, "behandelaar_id": None, "wacht_tot": None, "afgerond_op": None}
    db.execute(update(TAAK).where(TAAK.c.id == taak_id).values(velden))


def neem_terug(db: Connection, zaak_id: int, soort: str, poging: int, dag: date) -> None:
    """Take a taak off the worklist that should never have been made; it can be made again."""
    _zet(db, zaak_id, soort, poging, van="open", status="vervallen", afgerond_op=dag)


def heropen(db: Connection, zaak_id: int, soort: str, poging: int) -> None:
    """Put a taak back on the worklist, with whom had it and with its appointment: its end did not hold."""
    rest = {"wacht_tot": None, "wacht_reden": "", "escalatie": 0}
    for status in ("afgerond", "vervallen"):
        _zet(db, zaak_id, soort, poging, van=status, status="open", afgerond_op=None, **rest)
    taak = select(TAAK.c.id).where(TAAK.c.zaak_id == zaak_id, TAAK.c.soort == soort, TAAK.c.poging == poging)
    gedaan = (AFSPRAAK.c.taak_id.in_(taak), AFSPRAAK.c.status == "gedaan")
    db.execute(update(AFSPRAAK).where(*gedaan).values(status="gepland"))


def _zet(db: Connection, zaak_id: int, soort: str, poging: int, van: str, **velden: Any) -> None:
    waar = (TAAK.c.zaak_id == zaak_id, TAAK.c.soort == soort, TAAK.c.poging == poging, TAAK.c.status == van)
    db.execute(update(TAAK).where(*waar).values(versie=TAAK.c.versie + 1, **velden))


def begonnen(db: Connection, zaak_id: int) -> set[tuple[str, int]]:
    """Return (soort, poging) of the open taken that somebody has in hand, or that have an appointment."""
    plan = select(AFSPRAAK.c.id).where(AFSPRAAK.c.taak_id == TAAK.c.id, AFSPRAAK.c.status == "gepland").exists()
    in_hand = TAAK.c.behandelaar_id.is_not(None) | plan
    waar = (TAAK.c.zaak_id == zaak_id, TAAK.c.status == "open", in_hand)
    return {(soort, poging) for soort, poging in db.execute(select(TAAK.c.soort, TAAK.c.poging).where(*waar))}


def _plekken(db: Connection, zaken: Sequence[int]) -> dict[int, Row[Any]]:
    vraag = select(ZAAK.c.id, ZAAK.c.gemeente, ZAAK.c.soort, INWONER.c.postcode)
    waar = vraag.join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id).where(ZAAK.c.id.in_(set(zaken)))
    rijen: Sequence[Row[Any]] = db.execute(waar).all()  # type: ignore[assignment]
    return {rij.id: rij for rij in rijen}


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
