"""Which zaak does this address mean, and who is looking at it? Nothing of a resident is shown before it is noted."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from models.database import lezen, schrijven, tabel
from models.dossier import vind_zaak
from models.inzage import REDENEN, Inzagereden, is_reden, noteer
from models.tabellen import Taak
from tasks.omgeving import omgeving
from worklist.fouten import NietGevonden
from worklist.wie import Collega

TAAK = tabel(Taak)


def zaak_van(db: Connection, collega: Collega, nummer: str) -> Row[Any]:
    """Return the zaak of a page. Raises NietGevonden for one that is not there and for one that is not his."""
    rij = vind_zaak(db, collega.blik, nummer)
    if rij is None:
        raise NietGevonden
    return rij


def kijk(collega: Collega, zaken: Sequence[int], wat: str, waarom: str) -> None:
    """Note that a colleague sees these zaken, in a transaction of its own. Raises what noteer raises."""
    if zaken:
        with schrijven(omgeving().engine) as db:
            noteer(db, collega.id, collega.blik, zaken, wat, waarom)


def kijk_naar(collega: Collega, nummer: str, wat: str, waarom: str = "") -> Row[Any]:
    """Return the zaak of a page after noting who looks and why. Raises NietGevonden."""
    with lezen(omgeving().engine) as db:
        rij = zaak_van(db, collega, nummer)
        reden = _waarom(db, collega, rij.id, waarom.replace("-", " ") if waarom.startswith("taak-") else waarom)
    kijk(collega, [rij.id], wat, reden)
    return rij


def _waarom(db: Connection, collega: Collega, zaak_id: int, gegeven: str) -> str:
    """Return why he looks: what the link said when that can be so, else the open taak that he has here."""
    if gegeven in REDENEN:
        return gegeven
    waar = (TAAK.c.zaak_id == zaak_id, TAAK.c.behandelaar_id == collega.id, TAAK.c.status == "open")
    taken = {f"taak {i}" for i in db.execute(select(TAAK.c.id).where(TAAK.c.zaak_id == zaak_id)).scalars()}
    if is_reden(gegeven) and gegeven in taken:
        return gegeven
    eigen = db.execute(select(TAAK.c.id).where(*waar).order_by(TAAK.c.uiterste_dag, TAAK.c.id)).scalars().first()
    return f"taak {eigen}" if eigen else Inzagereden.VERVOLG.value
