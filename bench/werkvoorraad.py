# pyright: basic
"""Can fifty colleagues work at once? Prints median and p95 per page, with time to think and without.

python -m bench.werkvoorraad [seconden=60] [gebruikers=50] [open taken=20000] [processen=2]

The real werkvoorraad runs as `tijdig werkvoorraad` does, on PostgreSQL; the colleagues click in a process of their own.
Each reads a list, opens taken, takes the next one and records an outcome. With time to think (1 to 3 seconds, far
less than people need) a median page must take less than DOEL_MS and nothing may fail; without it the table shows
what the machine can do at most.
"""

import http.client
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import urlencode

from models.database import schrijven
from models.medewerkers import begin_sessie
from tasks import omgeving as plek
from tasks.klok import vandaag
from tests.models.omgevingen import SLEUTEL, draaiende_pg, instellingen, werk_in
from tests.models.veel_taken import vul

DOEL_MS = 200
DENK_S = (1.0, 3.0)
KLAAR_S = 120
SOORTEN = ("bellen", "huisbezoek", "gesprek-plannen")


class Browser:
    """The browser of one colleague: one connection, one cookie, and the pages that he waited for."""

    def __init__(self, poort: int, token: str, denkt: bool, kans: random.Random) -> None:
        self.poort, self.koekje, self.denkt, self.kans = poort, f"tijdig={token}", denkt, kans
        self.lijn = http.client.HTTPConnection("127.0.0.1", poort, timeout=60)
        self.tijden: dict[str, list[float]] = defaultdict(list)
        self.fouten: list[str] = []
        self.csrf = ""

    def lees(self, naam: str, pad: str) -> str:
        """Open a page after thinking about it."""
        self.denk()
        return self._vraag(naam, "GET", pad)[1]

    def stuur(self, naam: str, pad: str, **velden: str) -> str:
        """Send a form, and follow where it leads; returns that page."""
        self.denk()
        naar, tekst = self._vraag(naam, "POST", pad, urlencode({"csrf": self.csrf, **velden}))
        return self._vraag("  daarna", "GET", naar)[1] if naar else tekst

    def denk(self) -> None:
        """A person reads before he clicks."""
        if self.denkt:
            time.sleep(self.kans.uniform(*DENK_S))

    def _vraag(self, naam: str, wijze: str, pad: str, inhoud: str = "") -> tuple[str, str]:
        koppen = {"Cookie": self.koekje, "Content-Type": "application/x-www-form-urlencoded"}
        koppen |= {"Origin": f"http://127.0.0.1:{self.poort}"} if wijze == "POST" else {}
        begin = time.perf_counter()
        try:
            self.lijn.request(wijze, pad, inhoud or None, koppen)
            antwoord = self.lijn.getresponse()
            tekst = antwoord.read().decode()
        except (OSError, http.client.HTTPException) as fout:
            self.lijn.close()
            self.fouten.append(f"{naam.strip()}: {type(fout).__name__}")
            return "", ""
        self.tijden[naam].append(time.perf_counter() - begin)
        if antwoord.status >= 400:
            self.fouten.append(f"{naam.strip()}: {antwoord.status}")
            return "", ""
        if merk := re.search(r'name="csrf" value="([^"]+)"', tekst):
            self.csrf = merk[1]
        return antwoord.getheader("Location") or "", tekst


def werk(browser: Browser, tot: float) -> None:
    """Do the work of a colleague until the time is over."""
    kans = browser.kans
    while time.monotonic() < tot:
        velden = {"van": kans.choice(("mij", "mij", "team", "vrij", "alle"))}
        velden |= {"soort": kans.choice(SOORTEN)} if kans.random() < 0.3 else {}
        velden |= {"blad": str(kans.randint(2, 4))} if kans.random() < 0.3 else {}
        lijst = browser.lees("lijst", f"/taken?{urlencode(velden)}")
        taken = re.findall(r'href="/taak/(\d+)"', lijst)
        for taak in kans.sample(taken, min(2, len(taken))):
            browser.lees("taak", f"/taak/{taak}")
        if browser.csrf and kans.random() < 0.5:
            leg_vast(browser, browser.stuur("pak de volgende", "/taken/volgende"))


def leg_vast(browser: Browser, pagina: str) -> None:
    """Record an outcome of the taak on a page: the first one that the form offers after a call."""
    gevonden = re.search(r'href="(/taak/\d+/uitkomst)"', pagina)
    if not gevonden:
        return
    formulier = browser.lees("formulier uitkomst", gevonden[1])
    velden = dict(re.findall(r'<input type="hidden" name="(sleutel|versie)" value="([^"]*)"', formulier))
    uitkomsten = re.findall(r'name="uitkomst" value="([^"]*)"', formulier)
    if not uitkomsten or "sleutel" not in velden:
        return
    gekozen = "niet bereikt" if "niet bereikt" in uitkomsten else uitkomsten[-1]
    browser.stuur("leg uitkomst vast", gevonden[1], dagdeel="ochtend", uitkomst=gekozen, **velden)


def klanten(poort: int, seconden: float, denkt: bool, tokens: list[str]) -> None:
    """Be all colleagues at once, and tell on stdout how long each page took."""
    tot = time.monotonic() + seconden
    browsers = [Browser(poort, token, denkt, random.Random(n)) for n, token in enumerate(tokens)]
    draden = [threading.Thread(target=werk, args=(browser, tot)) for browser in browsers]
    for draad in draden:
        draad.start()
        time.sleep(2 / len(draden))
    for draad in draden:
        draad.join()
    tijden: dict[str, list[float]] = defaultdict(list)
    for browser in browsers:
        for naam, gemeten in browser.tijden.items():
            tijden[naam] += gemeten
    fouten = [fout for browser in browsers for fout in browser.fouten]
    sys.stdout.write(json.dumps({"tijden": tijden, "fouten": fouten}))


def meet(poort: int, seconden: float, denkt: bool, tokens: list[str]) -> tuple[dict[str, list[float]], list[str]]:
    """Let the colleagues work in a process of their own; returns the seconds per page, and what went wrong."""
    opdracht = [sys.executable, "-m", "bench.werkvoorraad", "--klanten", str(poort), str(seconden), str(int(denkt))]
    klaar = subprocess.run(opdracht, input=json.dumps(tokens), stdout=subprocess.PIPE, text=True, check=True)
    gemeten = json.loads(klaar.stdout)
    return gemeten["tijden"], gemeten["fouten"]


def toon(kop: str, tijden: dict[str, list[float]], fouten: list[str], seconden: float) -> float:
    """Print one table; returns the median over all pages in milliseconds."""
    alles = [t for gemeten in tijden.values() for t in gemeten]
    regels = [f"{kop}: {len(alles)} pagina's, {len(alles) / seconden:.0f} per seconde, {len(fouten)} fouten\n"]
    for naam, gemeten in [*tijden.items(), ("alles", alles)]:
        p95 = quantiles(gemeten, n=20)[-1] if len(gemeten) > 1 else gemeten[0]
        regels.append(
            f"  {naam:22} {len(gemeten):6}  mediaan {median(gemeten) * 1000:6.0f} ms  p95 {p95 * 1000:6.0f} ms\n"
        )
    regels += [f"  fout: {fout}\n" for fout in sorted(set(fouten))[:10]]
    sys.stdout.write("".join(regels))
    return median(alles) * 1000


@contextmanager
def app(home: Path, url: str, processen: int) -> Iterator[int]:
    """Run the werkvoorraad as a gemeente does; gives its port."""
    from flows.server import vrije_poort

    poort = vrije_poort()
    eigen = {"TIJDIG_HOME": str(home), "TIJDIG_DATABASE_URL": url, "TIJDIG_SLEUTEL": SLEUTEL, "TIJDIG_PROEFLOGIN": "1"}
    opdracht = [str(Path(sys.executable).parent / "tijdig"), "werkvoorraad", "--poort", str(poort)]
    opdracht += ["--processen", str(processen)]
    proces = subprocess.Popen(opdracht, env=os.environ | eigen, stdout=subprocess.DEVNULL)
    try:
        _wacht_op(poort, proces)
        yield poort
    finally:
        proces.terminate()
        proces.wait(30)


def _wacht_op(poort: int, proces: subprocess.Popen) -> None:
    einde = time.monotonic() + KLAAR_S
    while time.monotonic() < einde and proces.poll() is None:
        lijn = http.client.HTTPConnection("127.0.0.1", poort, timeout=5)
        try:
            lijn.request("GET", "/taken")
            lijn.getresponse().read()
            return
        except OSError:
            time.sleep(0.3)
        finally:
            lijn.close()
    raise RuntimeError("de werkvoorraad start niet")


def main(seconden: int = 60, gebruikers: int = 50, open_: int = 20_000, processen: int = 2) -> bool:
    """Print what was measured; True when the median is below the target and nothing went wrong."""
    with draaiende_pg() as pg, tempfile.TemporaryDirectory() as map_, pg.database() as url:
        waar = werk_in(instellingen(Path(map_), url))
        mensen = vul(waar, open_, vandaag(), gebruikers)
        with schrijven(plek.omgeving().engine) as db:
            tokens = [begin_sessie(db, wie) for wie in mensen]
        with app(Path(map_), url, processen) as poort:
            meet(poort, 5, False, tokens[:4])
            tijden, fouten = meet(poort, seconden, True, tokens)
            snel, fouten_snel = meet(poort, seconden / 2, False, tokens)
    kop = f"{open_} open taken, {gebruikers} gebruikers, {processen} processen op {os.cpu_count()} kernen"
    mediaan = toon(f"{kop}, met denktijd", tijden, fouten, seconden)
    toon(f"{kop}, zonder denktijd", snel, fouten_snel, seconden / 2)
    sys.stdout.write(f"doel: mediaan onder {DOEL_MS} ms met denktijd, en nergens een fout\n")
    return mediaan < DOEL_MS and not fouten and not fouten_snel


if __name__ == "__main__":
    if sys.argv[1:2] == ["--klanten"]:
        klanten(int(sys.argv[2]), float(sys.argv[3]), sys.argv[4] == "1", json.load(sys.stdin))
        sys.exit(0)
    sys.exit(not main(*[int(a) for a in sys.argv[1:]]))
