"""What did a taak go through, in words?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from rules.bezoekdag import LAAT
from rules.dwangbevel import REDENEN as DWANGBEVEL
from rules.taakacties import ACTIE, ESCALATIE, OVERSLAAN, WACHT
from worklist.sjabloon import datum
from worklist.woorden import woord

DOOR_TIJDIG = "Tijdig"
ACTIES: dict[str, str] = {actie.value: tekst for actie, tekst in ACTIE.items()}
REDENEN: dict[str, str] = {
    reden.value: tekst
    for tabel in (WACHT, ESCALATIE, OVERSLAAN, LAAT, *DWANGBEVEL.values())
    for reden, tekst in tabel.items()
}


@dataclass(frozen=True)
class Gebeurd:
    """One thing that happened to a taak."""

    op: datetime
    wie: str
    wat: str
    erbij: str


def verleden(acties: Iterable[Row[Any]], namen: Mapping[int, str]) -> list[Gebeurd]:
    """Return what happened to a taak in the order of the rows; `namen` knows the colleagues of now."""
    return [Gebeurd(a.op, a.naam or DOOR_TIJDIG, woord(ACTIES, a.soort), _erbij(a.gegevens, namen)) for a in acties]


def _erbij(gegevens: Mapping[str, Any], namen: Mapping[int, str]) -> str:
    delen: list[str] = []
    if "aan" in gegevens:
        delen.append(f"aan {namen.get(gegevens['aan'], 'een collega')}" if gegevens["aan"] else "aan het team")
    if tot := gegevens.get("tot"):
        delen.append(f"tot {datum(date.fromisoformat(str(tot)))}")
    if dag := gegevens.get("dag"):
        delen.append(f"op {datum(date.fromisoformat(str(dag)))}")
    if besluit := gegevens.get("besluit"):
        delen.append(str(besluit))
    if reden := gegevens.get("reden"):
        delen.append(woord(REDENEN, reden))
    return ", ".join(delen)
