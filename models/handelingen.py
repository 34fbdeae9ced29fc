"""Was this form sent before? Each form carries a key of its own: sent again it has no second effect."""

import re
import secrets
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, select

from models.bulk import voeg_eenmalig_toe
from models.database import tabel
from models.tabellen import Zaak
from models.tabellen_werk import Aantekening, Handeling

HANDELING, AANTEKENING, ZAAK = tabel(Handeling), tabel(Aantekening), tabel(Zaak)

_SLEUTEL = re.compile(r"[A-Za-z0-9_-]{22,64}")
_ACTOR = re.compile(r"medewerker:([1-9]\d{0,8})")


class GeenSleutel(ValueError):
    """Dit formulier is niet van ons: laad de pagina opnieuw. Er is niets opgeslagen."""


def nieuwe_sleutel() -> str:
    """Return a key for one form, to be sent along with it."""
    return secrets.token_urlsafe(24)


def eenmalig(db: Connection, sleutel: str, wie: int, zaak_id: int, taak_id: int | None, soort: str) -> bool:
    """Keep that a form was sent; False when it was sent before and must have no effect now.

    Call it first in the write transaction of the effect: the zaak is locked, so of two that are sent at once the
    second waits for the first. Raises GeenSleutel for a key that no form of ours carries.
    """
    if not _SLEUTEL.fullmatch(sleutel):
        raise GeenSleutel
    db.execute(select(ZAAK.c.id).where(ZAAK.c.id == zaak_id).with_for_update())
    rij = {"sleutel": sleutel, "medewerker_id": wie, "op": datetime.now(UTC), "zaak_id": zaak_id}
    return voeg_eenmalig_toe(db, HANDELING, rij | {"taak_id": taak_id, "soort": soort})


def al_gedaan(db: Connection, sleutel: str, wie: int) -> bool:
    """Tell whether this colleague sent this form before: a quick look, before anything else is checked."""
    waar = (HANDELING.c.sleutel == sleutel, HANDELING.c.medewerker_id == wie)
    return db.execute(select(HANDELING.c.sleutel).where(*waar)).first() is not None


def vergeet_oude(db: Connection, voor: datetime) -> int:
    """Remove what was kept of forms that were sent before a moment (aware UTC); returns how many."""
    return db.execute(delete(HANDELING).where(HANDELING.c.op < voor)).rowcount


def actor(medewerker_id: int) -> str:
    """Return how the log names a colleague: by number, never by name."""
    return f"medewerker:{medewerker_id}"


def medewerker_van(naam: str) -> int | None:
    """Return the colleague whom the log names, or None when it was somebody or something else."""
    gevonden = _ACTOR.fullmatch(naam)
    return int(gevonden[1]) if gevonden else None


def teken_aan(db: Connection, wie: int, zaak_id: int, taak_id: int | None, tekst: str) -> None:
    """Keep a free note about a zaak, encrypted; an empty one is not kept."""
    if tekst:
        rij = {"zaak_id": zaak_id, "taak_id": taak_id, "op": datetime.now(UTC), "medewerker_id": wie, "tekst": tekst}
        db.execute(AANTEKENING.insert().values(rij))
