# pyright: basic
"""Pictures of the real Prefect screens for docs/beheer.md: `python -m tests.browser.beheerschermen`."""

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.bouwstenen import GEDULD_MS, in_draad, start_chromium
from tests.browser.schermen import MAP, bewaar_pagina
from tests.flows.bouwstenen import vraag, wacht_tot

MAAT = {"width": 1180, "height": 820}
ZAAK = "V-000002"


@dataclass(frozen=True)
class Scherm:
    """One page of Prefect: where, what to press there, and what must be on it."""

    naam: str
    pad: str
    druk: str
    toont: tuple[str, ...]


def beleef(home: Path) -> None:
    """Take deliveries in and play some weeks of rounds; in the last one a zaak breaks."""
    from flows.runs import zonder_hartslag
    from tests.flows.test_geen_persoonsgegevens import speel

    with zonder_hartslag():
        speel(home, 50)


def schermen(adres: str) -> Iterator[Scherm]:
    """Give the pages that an operator opens every day."""
    runs = vraag(adres, "flow_runs/filter", {"sort": "EXPECTED_START_TIME_DESC", "limit": 200})
    ronde = next(r for r in runs if r["name"].startswith("dagronde") and r["state_type"] == "FAILED")
    zaak = next(r for r in runs if r["name"] == ZAAK and r["state_name"] == "Completed")
    yield Scherm("prefect-runs", "/runs", "", (ronde["name"], ZAAK, "Failed"))
    yield Scherm(
        "prefect-ronde", f"/runs/flow-run/{ronde['id']}", "Artifacts", (ronde["name"], "dagronde-voorbeeldstad")
    )
    van_de_ronde = {"flow_run_id": {"any_": [ronde["id"]]}, "type": {"any_": ["table"]}}
    [tabel] = vraag(adres, "artifacts/filter", {"artifacts": van_de_ronde})
    yield Scherm("prefect-tabel", f"/artifacts/artifact/{tabel['id']}", "", ("1 mislukt", "I-000001"))
    yield Scherm("prefect-zaak", f"/runs/flow-run/{zaak['id']}", "Artifacts", (ZAAK, f"zaak-{ZAAK.lower()}"))
    assert wacht_tot(lambda: len(gebeurtenissen(adres)) > 2), "Prefect writes events in the background"
    bron = quote(json.dumps([f"tijdig.zaak.{ZAAK}"]))
    yield Scherm("prefect-gebeurtenissen", f"/events?resource={bron}", "", ("Tijdig gesloten", "Tijdig melding"))


def gebeurtenissen(adres: str) -> list[Any]:
    """Return what the event feed has of the zaak."""
    filter_ = {"resource": {"id": [f"tijdig.zaak.{ZAAK}"]}, "occurred": {"since": "2026-01-01T00:00:00Z"}}
    return vraag(adres, "events/filter", {"filter": filter_, "limit": 50})["events"]


def open_scherm(page: Page, adres: str, scherm: Scherm) -> None:
    """Go to a page and wait until it shows what it must; raises AssertionError when it never does.

    The event feed ends at the last whole minute, so the page is told that it is a little later.
    """
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(minutes=2))
    page.goto(f"{adres}/v2{scherm.pad}")
    if scherm.druk:
        page.get_by_role("tab", name=scherm.druk).click()
    for tekst in scherm.toont:
        expect(page.get_by_text(tekst).first).to_be_visible(timeout=3 * GEDULD_MS)


def maak(chromium: Browser, adres: str, home: Path, map_: Path = MAP) -> list[str]:
    """Play, look at every page, and take its picture; returns the names."""
    in_draad(lambda: beleef(home))
    page, gemaakt = chromium.new_page(viewport=MAAT, color_scheme="light"), []  # type: ignore[arg-type]
    for scherm in schermen(adres):
        open_scherm(page, adres, scherm)
        bewaar_pagina(page, map_ / f"{scherm.naam}.png")
        gemaakt.append(scherm.naam)
    page.close()
    return gemaakt


def main() -> None:
    """Start a Prefect of its own and take the pictures."""
    from flows.server import prefect_server, stel_in

    with tempfile.TemporaryDirectory(dir="/tmp") as map_, sync_playwright() as playwright:
        home = Path(map_)
        stel_in(home)
        with prefect_server(home) as adres:
            chromium: Any = start_chromium(playwright)
            maak(chromium, adres, home / "stad")
            chromium.close()


if __name__ == "__main__":
    main()
