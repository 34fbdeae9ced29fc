"""How does a person let something stand still, and go on? With a reason and a name; it holds within seconds."""

from dataclasses import dataclass
from datetime import datetime

from models import pauzes
from models.database import lezen, schrijf_samen
from models.pauzes import AlGepauzeerd, NietGepauzeerd
from rules.pauze import Pauze, PauzeFout, Pauzesoort, controleer
from tasks.omgeving import heeft_beleid, omgeving

__all__ = ["AlGepauzeerd", "NietGepauzeerd", "PauzeFout", "Wat", "hervat", "open_pauzes", "pauzeer"]

LANGSTE_REDEN, LANGSTE_NAAM = 200, 80


@dataclass(frozen=True)
class Wat:
    """What a person chose: `soort` and `waarde` as in rules/pauze.py, one gemeente or, empty, all of them."""

    soort: str
    waarde: str = ""
    gemeente: str = ""


def open_pauzes(gemeente: str | None = None) -> list[Pauze]:
    """Return what stands still now for one gemeente, or everywhere (None)."""
    with lezen(omgeving().engine) as db:
        return pauzes.open_pauzes(db, gemeente)


def pauzeer(wat: Wat, reden: str, door: str) -> Pauze:
    """Let something stand still. Raises PauzeFout for what cannot be, AlGepauzeerd when it stands still already."""
    waar = omgeving()
    pauze = _pauze(wat, waar.nu(), _tekst(reden, LANGSTE_REDEN, "reden"), _tekst(door, LANGSTE_NAAM, "naam"))
    schrijf_samen(waar.engine, lambda db: pauzes.pauzeer(db, pauze))
    return pauze


def hervat(wat: Wat, door: str) -> Pauze:
    """Let it go on from the next round. Raises PauzeFout, and NietGepauzeerd when it does not stand still."""
    waar, naam = omgeving(), _tekst(door, LANGSTE_NAAM, "naam")
    pauze = _pauze(wat, waar.nu(), "", "")
    schrijf_samen(waar.engine, lambda db: pauzes.hervat(db, pauze, naam, waar.nu()))
    return pauze


def _pauze(wat: Wat, nu: datetime, reden: str, door: str) -> Pauze:
    soort = controleer(wat.soort, wat.waarde)
    if wat.gemeente and not heeft_beleid(wat.gemeente):
        raise PauzeFout(f"Er is geen beleid voor {wat.gemeente}.")
    if soort == Pauzesoort.GEMEENTE and not wat.gemeente:
        raise PauzeFout("Zeg van welke gemeente alles stil moet staan.")
    return Pauze(soort, wat.gemeente, wat.waarde, reden, door, nu)


def _tekst(ruw: str, lengte: int, wat: str) -> str:
    schoon = " ".join("".join(t for t in ruw if t.isprintable() or t.isspace()).split())
    if not schoon:
        raise PauzeFout(f"Geef een {wat}.")
    if len(schoon) > lengte:
        raise PauzeFout(f"Deze {wat} is te lang: hoogstens {lengte} tekens.")
    return schoon
