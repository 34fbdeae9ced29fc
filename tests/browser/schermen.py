# pyright: basic
"""Pictures of the main pages for the README, with invented residents: `python -m tests.browser.schermen`."""

import tempfile
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import time_machine
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select

from models import afspraken, taakbeheer, uitkomsten
from models.afspraken import NieuweAfspraak
from models.database import lezen, schrijven
from models.handelingen import nieuwe_sleutel
from models.medewerkers import onthoud
from models.signalen import Binnengekomen, ontvang
from models.uitkomsten import Bijlage, Formulier
from rules.levering import Adres, Persoon, Sector, SignaalRij
from rules.rollen import Rol, blik
from rules.uitkomst import lees_uitkomst
from simulation.namen import ACHTERNAMEN, STRATEN, VOORLETTERS
from tasks import drukwerk, stappen
from tasks.omgeving import Omgeving
from tests.browser.bouwstenen import WORTEL, Bureau, Mens, start_chromium, werkplek
from tests.models.bouwers import GEMEENTE, bsns
from tests.models.omgevingen import verse_sqlite
from tests.worklist.stad import INWONER, TAAK, ZAAK, beleid_van, stel_klok

MAP = WORTEL / "docs" / "schermen"
MAANDAG = date(2026, 7, 27)
VERA = Mens("Vera de Wit", (Rol.VROEGSIGNALERING, Rol.TEAMLEIDING))
BAS, SVEN = Mens("Bas Visser", (Rol.VROEGSIGNALERING,)), Mens("Sven Bos", (Rol.SCHULDHULP,))
PARTNERS = {
    Sector.HUUR: "Woonstichting De Linde", Sector.WATER: "Waterbedrijf Rietland", Sector.ZORG: "Zorgverzekeraar Zeker",
    Sector.ENERGIE: "Energie van Ons",
}  # fmt: skip
BREED, TELEFOON = {"width": 1180, "height": 820}, {"width": 375, "height": 740}


@dataclass(frozen=True)
class Signaal:
    """Somebody's arrear at one partner, on the day that it is told."""

    dag: date
    wie: int
    sector: Sector
    bedrag: int
    crisis: bool = False
    warm: bool = False


@dataclass(frozen=True)
class Werk:
    """What a colleague recorded on a day for the open taak of somebody."""

    dag: date
    wie: int
    uitkomst: str
    door: int = 0
    notitie: str = ""


def juli(dag: int) -> date:
    """A day in July 2026."""
    return date(2026, 7, dag)


SIGNALEN = (
    Signaal(juli(6), 0, Sector.ZORG, 412_30, warm=True), Signaal(juli(14), 0, Sector.HUUR, 1_284_00),
    Signaal(juli(13), 1, Sector.WATER, 189_45), Signaal(juli(15), 1, Sector.ENERGIE, 655_10),
    Signaal(juli(14), 2, Sector.HUUR, 2_140_00), Signaal(juli(14), 2, Sector.ZORG, 388_20),
    Signaal(juli(22), 3, Sector.ENERGIE, 910_75, crisis=True), Signaal(juli(20), 4, Sector.ZORG, 245_00, warm=True),
    Signaal(juli(13), 5, Sector.HUUR, 760_00), Signaal(juli(14), 5, Sector.WATER, 142_15),
    Signaal(juli(16), 6, Sector.HUUR, 1_020_00), Signaal(juli(16), 6, Sector.ENERGIE, 330_60),
    Signaal(juli(21), 7, Sector.WATER, 205_00, warm=True), Signaal(juli(24), 8, Sector.ENERGIE, 540_00, crisis=True),
    Signaal(juli(13), 9, Sector.ZORG, 310_00, warm=True), Signaal(juli(23), 10, Sector.HUUR, 890_00, warm=True),
)  # fmt: skip
WERK = (
    Werk(juli(6), 0, "niet bereikt ochtend"), Werk(juli(7), 0, "niet bereikt middag", notitie="Voicemail ingesproken."),
    Werk(juli(8), 0, "niet bereikt avond"),
    Werk(juli(21), 0, "bereikt middag, wil hulp", 1, "Koffie gedronken. Wil graag overzicht, belt liever na vijf uur."),
    Werk(juli(14), 9, "bereikt middag, wil hulp"), Werk(juli(21), 4, "niet bereikt ochtend"),
    Werk(juli(22), 4, "niet bereikt middag"), Werk(juli(23), 7, "niet bereikt ochtend"),
)  # fmt: skip


def persoon(n: int) -> Persoon:
    """An invented resident."""
    voorvoegsel, naam = ACHTERNAMEN[(n * 7 + 2) % 40]
    adres = Adres(STRATEN[n % 6], str(3 + n * 4), "", f"{1011 + n % 3}{'ABCDEF'[n % 6]}K", "Voorbeeldstad")
    return Persoon(
        achternaam=naam, voorvoegsel=voorvoegsel, voorletters=VOORLETTERS[n], bsn=bsns(200)[150 + n], adres=adres,
        geboortedatum=date(1962 + n * 3, 1 + n, 9), telefoon=f"+3161234{n:04}", mobiel=True,
    )  # fmt: skip


def leef(waar: Omgeving) -> dict[str, int]:
    """Play the weeks before; returns the ids of the colleagues by name."""
    with schrijven(waar.engine) as db:
        mensen = {m.naam: onthoud(db, f"proef|{m.naam}", m.naam, m.rollen, m.gemeenten) for m in (VERA, BAS, SVEN)}
    dag = juli(6)
    while dag <= MAANDAG:
        with time_machine.travel(datetime(dag.year, dag.month, dag.day, 8, tzinfo=UTC), tick=True):
            _een_dag(waar, dag, list(mensen.values()))
        dag += timedelta(days=1)
    return mensen


def _een_dag(waar: Omgeving, dag: date, mensen: list[int]) -> None:
    beleid = beleid_van(GEMEENTE)
    with schrijven(waar.engine) as db:
        for n, s in enumerate(SIGNALEN):
            if s.dag == dag:
                rij = SignaalRij(
                    f"s-{n}", PARTNERS[s.sector], s.sector, persoon(s.wie), s.bedrag, dag, crisis=s.crisis,
                    warme_overdracht=s.warm,
                )  # fmt: skip
                ontvang(db, beleid, [Binnengekomen(rij)], dag)
    for _ in range(2):
        if beleid.kalender.is_werkdag(dag):
            stappen.zet([i for i, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)
        with schrijven(waar.engine) as db:
            for werk in (w for w in WERK if w.dag == dag):
                _doe(db, werk, mensen)
    drukwerk.verzend_brieven(dag)


def open_taken(db: Any, wie: int) -> list[int]:
    """Return the open taken of somebody, oldest first."""
    p = persoon(wie)
    waar = (INWONER.c.achternaam == p.achternaam, INWONER.c.huisnummer == p.adres.huisnummer)
    vraag = select(TAAK.c.id).join(ZAAK, ZAAK.c.id == TAAK.c.zaak_id).join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
    return list(db.execute(vraag.where(*waar, TAAK.c.status == "open").order_by(TAAK.c.id)).scalars())


def _doe(db: Any, werk: Werk, mensen: list[int]) -> None:
    zicht = blik(VERA.rollen, [GEMEENTE])
    for taak_id in open_taken(db, werk.wie):
        taak = taakbeheer.taak_van(db, zicht, taak_id)
        if taak and taak.soort != "gesprek-plannen" and taak.gemaakt_op <= werk.dag:
            formulier = Formulier(nieuwe_sleutel(), mensen[werk.door], werk.dag, taak.versie)
            uitkomsten.leg_vast(db, taak, formulier, lees_uitkomst(werk.uitkomst), Bijlage(werk.notitie))


def verdeel(waar: Omgeving, mensen: dict[str, int]) -> dict[str, int]:
    """Give some taken to colleagues and plan the visits of today; returns taken to look at."""
    vera, bas, sven = (mensen[m.naam] for m in (VERA, BAS, SVEN))
    with schrijven(waar.engine) as db:
        per_wie = {n: open_taken(db, n) for n in range(11)}
        for n, wie in ((4, vera), (7, bas), (3, vera), (9, sven)):
            for taak in per_wie[n]:
                taakbeheer.neem(db, taak, 0, wie)
        for n, tijd in ((1, "09:30"), (2, "10:30"), (5, "11:30"), (6, "13:30")):
            [taak] = per_wie[n]
            taakbeheer.raak(db, taak, 0, behandelaar_id=vera)
            plan = NieuweAfspraak("huisbezoek", MAANDAG, "ochtend" if tijd < "12" else "middag", tijd, vera, bas)
            afspraken.plan(db, _zaak_van(db, taak), taak, plan)
        taken = {"bellen": per_wie[4][0], "bezoek": per_wie[1][0]}
    with lezen(waar.engine) as db:
        return taken | {"zaak": _zaak_van(db, per_wie[0][0])}


def _zaak_van(db: Any, taak_id: int) -> int:
    return int(db.execute(select(TAAK.c.zaak_id).where(TAAK.c.id == taak_id)).scalar_one())


def bewaar(bureau: Bureau, pad: Path) -> None:
    """Take a picture of what a colleague sees."""
    bewaar_pagina(bureau.page, pad)


def bewaar_pagina(page: Page, pad: Path) -> None:
    """Take a picture in few colours, so that it is small."""
    with Image.open(BytesIO(page.screenshot())) as beeld:
        klein = beeld.convert("RGB").quantize(128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        klein.save(pad, optimize=True)


def fotografeer(vera: Bureau, mobiel: Bureau, waar: dict[str, int], map_: Path) -> None:
    """Take every picture."""
    zaak, taak = f"/zaak/V-{waar['zaak']:06}?waarom=vervolg", f"/taak/{waar['bellen']}"
    for naam, pad in {
        "lijst": "/taken?van=team", "taak": taak, "uitkomst": f"{taak}/uitkomst", "bezoeken": "/bezoeken", "zaak": zaak,
    }.items():  # fmt: skip
        vera.ga(pad)
        bewaar(vera, map_ / f"{naam}.png")
    vera.page.evaluate("document.querySelector('#tijdlijn').scrollIntoView()")
    bewaar(vera, map_ / "tijdlijn.png")
    mobiel.ga("/bezoeken")
    mobiel.page.get_by_text("Leg snel vast hoe het ging").first.click()
    mobiel.page.evaluate("document.querySelector('main article').scrollIntoView()")
    bewaar(mobiel, map_ / "telefoon.png")


def maak(chromium: Browser, map_: Path = MAP) -> None:
    """Play the weeks before on a database that is thrown away, and take the pictures."""
    map_.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir="/tmp") as thuis, verse_sqlite(Path(thuis)) as leeg:
        waar = stel_klok(leeg)
        mensen = leef(waar)
        with time_machine.travel(datetime(2026, 7, 27, 8, 10, tzinfo=UTC), tick=True):
            taken = verdeel(waar, mensen)
            with werkplek(waar, chromium) as plek:
                vera, mobiel = plek.ingelogd(VERA, viewport=BREED), plek.ingelogd(VERA, viewport=TELEFOON)
                fotografeer(vera, mobiel, taken, map_)


def main() -> None:
    """Take the pictures of docs/schermen again."""
    with sync_playwright() as playwright:
        maak(start_chromium(playwright))


if __name__ == "__main__":
    main()
