# pyright: basic
"""In production: both databases on PostgreSQL, Prefect with a password, two workers and two rounds at once.

No zaak gets a step twice: counted, and compared with one undisturbed round.
"""

import os
import subprocess
import sys
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows.server import vrije_poort
from machinekamer.processen import merk_van, van_ons
from models.database import engine
from models.migreren import migreer
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.flows.bouwstenen import wacht_tot
from tests.kapot.ronde import DE_DAG, bouw_gemeente, gevolg, ronde
from tests.machinekamer.test_start import OPDRACHT
from tests.models.bouwers import GEMEENTE, lees
from tests.models.omgevingen import SLEUTEL, instellingen, werk_in
from tests.productie.cluster import Cluster, draaiend_cluster

pytestmark = [pytest.mark.prefect, pytest.mark.postgres, pytest.mark.xdist_group("start")]

WIE = "beheer:een-lang-wachtwoord"
ZELFDE = ("gebeurtenis", "taak", "signaal", "zaak")
"""What two rounds leave as one does. In which batch a letter lies depends on which of them was first."""
EIGEN = 12
"""So many zaken get a flow run of their own; the others go in chunks of a few."""


@dataclass
class Productie:
    """A running `tijdig start` on PostgreSQL."""

    home: Path
    env: dict[str, str]
    api: str
    waar: Omgeving

    def vraag(self, pad: str, verzoek: Any) -> Any:
        with httpx.Client(auth=tuple(WIE.split(":")), timeout=30) as http:  # type: ignore[arg-type]
            return http.post(f"{self.api}/{pad}", json=verzoek).raise_for_status().json()

    def werkers(self) -> int:
        levend = self.vraag("work_pools/tijdig/workers/filter", {})
        return sum(w["status"] == "ONLINE" for w in levend)

    def start_run(self, flow: str, deployment: str, **parameters: Any) -> str:
        with httpx.Client(auth=tuple(WIE.split(":")), timeout=30) as http:  # type: ignore[arg-type]
            naam = http.get(f"{self.api}/deployments/name/{flow}/{deployment}").raise_for_status().json()["id"]
        return self.vraag(f"deployments/{naam}/create_flow_run", {"parameters": parameters})["id"]

    def toestanden(self, runs: list[str]) -> Counter[str]:
        gevonden = self.vraag("flow_runs/filter", {"flow_runs": {"id": {"any_": runs}}})
        return Counter(r["state_type"] for r in gevonden)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with draaiend_cluster() as draait:
        for naam in ("tijdig", "prefect"):
            draait.maak(naam)
        yield draait


@pytest.fixture(scope="module")
def verwacht(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Build the gemeente, and see in a copy what one undisturbed round makes of it."""
    waar = werk_in(instellingen(tmp_path_factory.mktemp("bron"), cluster.url("tijdig")))
    migreer(waar.engine)
    bouw_gemeente(waar)
    waar.engine.dispose()
    engine.cache_clear()
    cluster.voer_uit("postgres", "CREATE DATABASE goed TEMPLATE tijdig")
    kopie = werk_in(instellingen(tmp_path_factory.mktemp("goed"), cluster.url("goed")))
    ronde()
    return gevolg(kopie)


@pytest.fixture(scope="module")
def productie(
    cluster: Cluster, verwacht: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Productie]:
    home, poort = tmp_path_factory.mktemp("productie"), vrije_poort()
    kaal = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "TIJDIG_"))}
    env = kaal | {
        "TIJDIG_HOME": str(home), "TIJDIG_PROEFLOGIN": "1", "TIJDIG_WERKERS": "2", "TIJDIG_SLEUTEL": SLEUTEL,
        "TIJDIG_DATABASE_URL": cluster.url("tijdig"), "TIJDIG_CHUNK": "10", "TIJDIG_EIGEN_RUN_MAX": str(EIGEN),
        "PREFECT_API_DATABASE_CONNECTION_URL": cluster.url("prefect", "asyncpg"),
        "PREFECT_SERVER_API_AUTH_STRING": WIE, "PREFECT_API_AUTH_STRING": WIE,
        "PREFECT_SERVER_ENCRYPTION_KEY": urlsafe_b64encode(b"k" * 32).decode(),
    }  # fmt: skip
    opties = ["--poort", str(poort), "--werkpoort", str(vrije_poort()), "--ontvangstpoort", str(vrije_poort())]
    uit = home / "uit.txt"
    with uit.open("wb") as naar:
        proces = subprocess.Popen([*OPDRACHT, *opties], env=env, stdout=naar, stderr=naar, stdin=subprocess.DEVNULL)
    waar = werk_in(instellingen(home, cluster.url("tijdig")))
    try:
        assert wacht_tot(lambda: "Alles draait" in uit.read_text(), 120), uit.read_text()
        yield Productie(
            home, env | {"PREFECT_API_URL": f"http://127.0.0.1:{poort}/api"}, f"http://127.0.0.1:{poort}/api", waar
        )
    finally:
        proces.terminate()
        proces.wait(60)
        waar.engine.dispose()
        engine.cache_clear()
        assert van_ons(merk_van(home)) == []


def test_zonder_wachtwoord_komt_niemand_bij_prefect(productie: Productie) -> None:
    assert httpx.post(f"{productie.api}/flow_runs/filter", json={}, timeout=30).status_code == 401
    assert wacht_tot(lambda: productie.werkers() == 2)


def test_twee_werkers_en_twee_rondes_zetten_elke_stap_een_keer(
    productie: Productie, verwacht: dict[str, object]
) -> None:
    te_doen = [z for z, soort in stappen.te_doen(GEMEENTE, DE_DAG) if soort == "incasso"]
    assert len(te_doen) > 12
    zaken = [("Sociaal incasso", "sociaal-incasso", z) for z in te_doen[::4]]
    runs = [productie.start_run("Dagronde", f"dagronde-{GEMEENTE}", today=f"{DE_DAG}")]
    runs += [productie.start_run(flow, naam, zaak_id=z, today=f"{DE_DAG}") for flow, naam, z in zaken]
    opdracht = [sys.executable, "-c", "import cli; cli.main()", "dagronde", "--datum", f"{DE_DAG}"]
    opdracht += ["--gemeente", GEMEENTE]
    tweede = subprocess.run(opdracht, env=productie.env, capture_output=True, text=True, check=False)
    assert tweede.returncode == 0, tweede.stderr[-2000:]
    assert wacht_tot(lambda: productie.toestanden(runs)["COMPLETED"] == len(runs), 120), productie.toestanden(runs)
    nu = gevolg(productie.waar)
    gezet = Counter((r[0], r[2], r[3], str(r[-1])) for r in lees(productie.waar, "gebeurtenis"))
    assert [stap for stap, n in gezet.items() if n > 1] == []
    anders = [naam for naam in ZELFDE if nu[naam] != verwacht[naam]]
    assert anders == []
