# pyright: basic
"""Nothing that Prefect stores and no log of any part holds personal data: planted data are searched for everywhere.

Deliveries with planted data are dropped, rounds of both lanes run in workers, a zaak breaks, a colleague searches for
the name, the ontvangst gets a message with a number. Then every table of Prefect's database, every log of every part,
and every file name is read.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import create_engine, text

from models.beleidsbestand import laad_beleid
from models.database import schrijven
from tasks.klok import vandaag
from tests.flows.bouwstenen import wacht_tot
from tests.flows.test_geen_persoonsgegevens import GEPLANT, SIGNALEN, VORDERINGEN
from tests.models.bouwers import GEMEENTE, lees
from tests.productie.cluster import Cluster
from tests.productie.opstelling import Productie

pytestmark = [pytest.mark.prefect, pytest.mark.postgres, pytest.mark.xdist_group("start")]

WERKDAGEN = (1, 6, 18, 30)
"""The rounds: so many working days from today, as the delivery itself is of today."""


def van_nu(levering: str) -> str:
    """Shift every date of a delivery that was written for 1 June 2026, but the dates of birth."""
    later = vandaag() - date(2026, 6, 1)
    return re.sub(r"2026-\d\d-\d\d", lambda m: f"{date.fromisoformat(m[0]) + later}", levering)


def lever(productie: Productie, leverancier: str, inhoud: str) -> None:
    """Let a leverancier drop a file with a name that says too much."""
    map_ = productie.home / "inname" / GEMEENTE / leverancier
    doel = map_ / f"{GEPLANT[0]} {GEPLANT[3]}.csv"
    (map_ / "deel.part").write_text(inhoud, encoding="utf-8")
    (map_ / "deel.part").rename(doel)
    assert wacht_tot(lambda: doel.with_name(f"{doel.name}.ontvangen.json").exists(), 90), list(map_.rglob("*"))


def geplante_zaken(productie: Productie) -> list[int]:
    wie = {r[0] for r in lees(productie.waar, "inwoner", "id", "achternaam") if r[1] == GEPLANT[0]}
    return [z for z, inwoner in lees(productie.waar, "zaak", "id", "inwoner_id") if inwoner in wie]


def rondes(productie: Productie) -> None:
    """Run rounds in the workers; before the last one a zaak gets a log that no rule knows."""
    kalender = laad_beleid(GEMEENTE).kalender
    for n in WERKDAGEN:
        dag = kalender.werkdagen_na(vandaag(), n)
        if n == WERKDAGEN[-1]:
            breek(productie, geplante_zaken(productie)[0], dag)
        run = productie.start_run("Dagronde", f"dagronde-{GEMEENTE}", today=f"{dag}")
        assert wacht_tot(lambda r=run: bool(productie.toestanden([r]).keys() & {"COMPLETED", "FAILED"}), 120)
    assert productie.toestanden([run])["FAILED"], "the broken zaak shows"


def breek(productie: Productie, zaak: int, dag: date) -> None:
    rij = {"z": zaak, "dag": dag}
    vreemd = "(:z, 99, 'vreemd', :dag, now(), '', '', 'x', '{}')"
    with schrijven(productie.waar.engine) as db:
        kolommen = "zaak_id, volgnr, soort, dag, op, regel, beleid_versie, actor, gegevens"
        db.execute(text(f"INSERT INTO gebeurtenis ({kolommen}) VALUES {vreemd}"), rij)
        db.execute(text("UPDATE zaak SET versie = 99, volgende_toets = :dag WHERE id = :z"), rij)


def kijk_rond(productie: Productie) -> None:
    """Let a colleague search and open the zaak, and somebody knock at the ontvangst."""
    werk = f"http://127.0.0.1:{productie.werkpoort}"
    with httpx.Client(base_url=werk, follow_redirects=True, headers={"Origin": werk}, timeout=30) as collega:
        form = {"csrf": munt(collega.get("/inloggen").text), "naam": "Robin", "rollen": "invordering"}
        assert collega.post("/proeflogin", data=form).status_code == 200
        vraag = {"csrf": munt(collega.get("/zoeken").text), "naam": GEPLANT[0], "waarom": "controle"}
        gevonden = collega.post("/zoeken", data=vraag).text
        assert GEPLANT[0] in gevonden, "the colleague finds him"
        for pad in re.findall(r'href="(/zaak/[^"]+)"', gevonden):
            assert collega.get(pad.replace("&amp;", "&")).status_code == 200
        collega.get(f"/zaak/{GEPLANT[0]}")


def munt(pagina: str) -> str:
    gevonden = re.search(r'name="csrf" value="([^"]+)"', pagina)
    return gevonden[1] if gevonden else ""


def alles_van_prefect(cluster: Cluster) -> Iterator[tuple[str, str]]:
    """Give every table of Prefect's database as text."""
    motor = create_engine(cluster.url("prefect"))
    with motor.connect() as db:
        for (naam,) in db.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all():
            yield naam, "\n".join(str(r) for (r,) in db.execute(text(f'SELECT t::text FROM "{naam}" t')))
    motor.dispose()


def alles_van_de_machine(home: Path) -> Iterator[tuple[str, str]]:
    """Give every log, and the names of every file but what a leverancier called his own."""
    for pad in [home / "uit.txt", *(home / "log").rglob("*")]:
        if pad.is_file():
            yield f"log {pad.name}", pad.read_text(encoding="utf-8", errors="replace")
    van_ons = [p for p in home.rglob("*") if not p.name.endswith((".ontvangen.json", ".reden.txt")) and p.is_file()]
    yield "bestandsnamen", "\n".join(str(p.relative_to(home)) for p in van_ons)


def test_prefect_en_alle_logs_kennen_geen_persoon(productie: Productie, cluster: Cluster) -> None:
    lever(productie, "belastingpakket", van_nu(VORDERINGEN))
    lever(productie, "waterbedrijf", van_nu(SIGNALEN))
    rondes(productie)
    kijk_rond(productie)
    nummer: dict[str, Any] = {"From": "+31612345987", "Body": GEPLANT[0]}
    httpx.post(f"http://127.0.0.1:{productie.ontvangstpoort}/sms/inkomend", data=nummer, timeout=30)
    tabellen = dict(alles_van_prefect(cluster))
    assert {"flow_run", "task_run", "log", "artifact", "events", "event_resources", "flow_run_state"} <= set(tabellen)
    assert all(tabellen[naam] for naam in ("flow_run", "artifact", "events", "log")), "the search looks at something"
    overal = {**tabellen, **dict(alles_van_de_machine(productie.home))}
    assert any("werkvoorraad" in waar for waar in overal) and any("prefect" in waar for waar in overal)
    lekken = [(waar, woord) for waar, tekst in overal.items() for woord in GEPLANT if woord.lower() in tekst.lower()]
    assert not lekken
