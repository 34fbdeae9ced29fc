"""Small helpers for tests of flows: a story on a fresh gemeente, the whole log, and Prefect's API."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from models.beleidsbestand import feestdagen, lees_beleidsdata
from models.database import lezen, tabel
from models.tabellen import Gebeurtenis
from rules.beleid import Beleid, met_parameter, parse_beleid
from simulation.speler import Verschil, speel
from simulation.verhaal import Verhaal
from tasks.omgeving import omgeving


def beleid_van(verhaal: Verhaal) -> Beleid:
    """Return the beleid of a story with its changed parameters."""
    data = lees_beleidsdata(verhaal.gemeente)
    for sleutel, waarde in verhaal.beleid:
        data = met_parameter(data, sleutel, waarde)
    return parse_beleid(data, feestdagen())


def speel_vers(verhaal: Verhaal, home: Path, eigen_run_max: int = 0) -> list[Verschil]:
    """Play a story on a fresh embedded database through the real flows."""
    from flows.spel import Spelwereld, verse_omgeving

    beleid = beleid_van(verhaal)
    verse_omgeving(home, beleid, eigen_run_max)
    return speel(verhaal, Spelwereld(beleid.gemeente.slug))


def hele_log() -> list[tuple[Any, ...]]:
    """Return every gebeurtenis but for the moment of recording."""
    log = tabel(Gebeurtenis)
    kolommen = [k for k in log.c if k.name != "op"]
    with lezen(omgeving().engine) as db:
        return [tuple(r) for r in db.execute(select(*kolommen).order_by(log.c.zaak_id, log.c.volgnr))]


def vraag(adres: str, pad: str, verzoek: dict[str, Any], methode: str = "POST") -> Any:
    """Ask Prefect's API; while its SQLite is busy (503) again, as Prefect's own client does. None: no answer given."""
    for wacht_s in (0.3, 0.6, 1.2, 2.4, 0):
        antwoord = httpx.request(methode, f"{adres}/api/{pad}", json=verzoek, timeout=30)
        if antwoord.status_code != 503 or not wacht_s:
            break
        time.sleep(wacht_s)
    antwoord.raise_for_status()
    return antwoord.json() if antwoord.content else None


def wacht_tot(waar: Callable[[], bool], seconden: int = 60) -> bool:
    """Wait for what Prefect writes in the background; False when it never comes."""
    einde = time.monotonic() + seconden
    while time.monotonic() < einde:
        if waar():
            return True
        time.sleep(0.2)
    return waar()
