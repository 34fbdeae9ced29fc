# pyright: basic
"""The real werkvoorraad on loopback, a real OIDC provider, and a Chromium with a window for every colleague."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect

from models.database import schrijven
from models.medewerkers import begin_sessie, onthoud
from rules.rollen import Rol
from tasks.omgeving import Omgeving, omgeving
from tests.models.bouwers import GEMEENTE
from tests.standins.loopback import LoopbackServer
from worklist.app import maak_app
from worklist.inrichting import Inrichting

WORTEL = Path(__file__).resolve().parents[2]
AXE = WORTEL / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
VLAGGEN = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run",
]  # fmt: skip
BREED, TELEFOON = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
GEDULD_MS = 10_000
LOS = {Rol.INVORDERING: "Ilse", Rol.VROEGSIGNALERING: "Vera", Rol.SCHULDHULP: "Sven"}

T = TypeVar("T")
Rollen = tuple[Rol, ...]


def start_chromium(playwright: Playwright) -> Browser:
    """Start Debian's Chromium; without it the tests are passed over, except where it must be there."""
    if not Path(CHROMIUM).is_file():
        if os.environ.get("CI"):
            raise FileNotFoundError("chromium is not installed: .ci/run does that")
        pytest.skip("chromium is not installed (apt-get install chromium)")
    return playwright.chromium.launch(executable_path=CHROMIUM, args=VLAGGEN)


def in_draad(werk: Callable[[], T]) -> T:
    """Do work outside the thread of Playwright, whose event loop would be in the way of ours."""
    with ThreadPoolExecutor(1) as draad:
        return draad.submit(werk).result()


@lru_cache
def axe_bron() -> str:
    """The source of axe-core, pinned by package-lock.json."""
    return AXE.read_text(encoding="utf-8")


@dataclass(frozen=True)
class Mens:
    """Somebody who can log in: what the provider tells of him."""

    naam: str
    rollen: Rollen
    gemeenten: tuple[str, ...] = (GEMEENTE,)

    @property
    def sub(self) -> str:
        """By which the provider knows him."""
        return self.naam.lower().replace(" ", ".")


@dataclass
class Bureau:
    """The browser of one colleague, with everything that went wrong in it."""

    context: BrowserContext
    page: Page
    adres: str
    fouten: list[str] = field(default_factory=list)

    def ga(self, pad: str) -> Page:
        """Open a page of ours."""
        self.page.goto(self.adres + pad)
        return self.page

    @property
    def pad(self) -> str:
        """Where he is now."""
        return self.page.url.removeprefix(self.adres)

    def druk(self, naam: str, *, blijft: bool = False) -> None:
        """Press a button by its name, and wait for the page that follows, unless it stays where it is."""
        knop = self.page.get_by_role("button", name=naam).first
        with contextlib.nullcontext() if blijft else self.page.expect_navigation():
            knop.click()

    def volg(self, naam: str) -> None:
        """Follow a link by its name."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=naam).first.click()

    def meldt(self, tekst: str) -> None:
        """The page says this."""
        expect(self.page.get_by_role("main")).to_contain_text(tekst)

    def sluit(self) -> None:
        """Close the window; whatever the browser complained of is an error."""
        self.context.close()
        assert not self.fouten, self.fouten


@dataclass
class Werkplek:
    """The application as it runs, and the browsers at it."""

    adres: str
    issuer: str
    chromium: Browser
    bureaus: list[Bureau] = field(default_factory=list)

    def bureau(self, **opties: Any) -> Bureau:
        """Open a browser for somebody who is not logged in."""
        context = self.chromium.new_context(**({"viewport": BREED, "locale": "nl-NL"} | opties))
        context.set_default_timeout(GEDULD_MS)
        bureau = Bureau(context, context.new_page(), self.adres)
        bureau.page.on("pageerror", lambda fout: bureau.fouten.append(f"script: {fout}"))
        bureau.page.on("console", lambda regel: bureau.fouten.append(regel.text) if _ernstig(regel) else None)
        self.bureaus.append(bureau)
        return bureau

    def log_in(self, mens: Mens, **opties: Any) -> Bureau:
        """Let somebody log in with OIDC, as in the morning."""
        bureau = self.bureau(**opties)
        bureau.ga("/")
        login_bij_provider(bureau, mens)
        bureau.page.wait_for_url(lambda adres: adres.startswith(self.adres) and "/inloggen" not in adres)
        return bureau

    def ingelogd(self, mens: Mens, **opties: Any) -> Bureau:
        """Open a browser for somebody who logged in before: much faster than logging in."""
        bureau = self.bureau(**opties)
        with schrijven(omgeving().engine) as db:
            token = begin_sessie(db, onthoud(db, f"proef|{mens.naam}", mens.naam, mens.rollen, mens.gemeenten))
        bureau.context.add_cookies([{"name": "tijdig", "value": token, "url": self.adres}])
        return bureau


def login_bij_provider(bureau: Bureau, mens: Mens) -> None:
    """From our own page to the provider, and back with an answer."""
    bureau.volg("Inloggen")
    veld = bureau.page.locator("input[name=sub]")
    veld.fill(mens.sub)
    veld.press("Enter")


def _ernstig(regel: Any) -> bool:
    """A page that answers 4xx on purpose is told by Chromium as an error of the network; that is none."""
    return regel.type == "error" and "Failed to load resource" not in regel.text


@contextlib.contextmanager
def draaiend(mensen: tuple[Mens, ...] = (), **anders: Any) -> Iterator[tuple[str, str]]:
    """Run provider and application; gives the addresses of both."""
    claims = [
        User(sub=m.sub, claims={"name": m.naam, "roles": [r.value for r in m.rollen], "gemeenten": list(m.gemeenten)})
        for m in mensen
    ]
    with run_server_in_thread(user_claims=claims) as provider:
        issuer = f"http://localhost:{provider.server_port}"
        vast = {"gemeenten": (GEMEENTE, "buurdorp"), "issuer": issuer, "client_id": "tijdig"}
        vast |= {"client_geheim": "geheim-voor-de-test", "gemeenten_claim": "gemeenten"}
        server = LoopbackServer(maak_app(Inrichting(**(vast | anders))))
        server.start()
        try:
            yield server.basis, issuer
        finally:
            server.stop()


@contextlib.contextmanager
def werkplek(waar: Omgeving, chromium: Browser, mensen: tuple[Mens, ...] = (), **anders: Any) -> Iterator[Werkplek]:
    """Run everything and close every browser at the end."""
    with draaiend(mensen, **anders) as (adres, issuer):
        plek = Werkplek(adres, issuer, chromium)
        try:
            yield plek
        finally:
            fouten = [f for b in plek.bureaus for f in b.fouten]
            for bureau in plek.bureaus:
                bureau.context.close()
        assert not fouten, fouten


def schendingen(page: Page, *, alleen_kleur: bool = False) -> list[str]:
    """Let axe look at a page, the size of targets too; returns what it found in one line each."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe_bron())
    keuze = "runOnly: ['color-contrast']" if alleen_kleur else "rules: {'target-size': {enabled: true}}"
    gevonden = page.evaluate(f"axe.run(document, {{{keuze}, resultTypes: ['violations']}}).then(r => r.violations)")
    return [
        f"{v['id']} ({v['impact']}): {v['help']}: {knoop['html'][:160]} {knoop.get('failureSummary', '')[:300]}"
        for v in gevonden
        for knoop in v["nodes"][:3]
    ]


def schuift(page: Page) -> int:
    """Return by how many pixels the page can scroll sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
