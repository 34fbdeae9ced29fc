"""How does a part of the machine show that it did its work? One sign at its end; silence is found by the bewaking."""

from collections.abc import Mapping
from typing import Any

from models import levenstekens
from models.database import schrijf_samen
from models.levenstekens import Teken
from tasks.omgeving import omgeving

BEWAKING, PORTIER = "bewaking", "portier"


def dagronde_van(gemeente: str) -> str:
    """Return under which name the round of a gemeente gives its sign."""
    return f"dagronde {gemeente}"


def teken(naam: str, goed: bool = True, gegevens: Mapping[str, Any] | None = None) -> None:
    """Write down that a part just did its work; `goed` tells whether all of it could be done.

    `gegevens` holds counts, ids and dates (as text) only. Call it when the work is over, also after a failure.
    """
    waar = omgeving()
    nieuw = Teken(waar.nu(), goed, gegevens or {})
    schrijf_samen(waar.engine, lambda db: levenstekens.bewaar(db, naam, nieuw))
