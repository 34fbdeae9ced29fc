# pyright: basic
"""Tijdig as in production: both databases on PostgreSQL, Prefect with a password and a key, two workers."""

import os
import subprocess
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
from tasks.leven import dagronde_van, teken
from tasks.omgeving import Omgeving
from tests.flows.bouwstenen import wacht_tot
from tests.kapot.ronde import bouw_gemeente, gevolg, ronde
from tests.machinekamer.test_start import OPDRACHT
from tests.models.bouwers import GEMEENTE
from tests.models.omgevingen import SLEUTEL, instellingen, werk_in
from tests.productie.cluster import Cluster, draaiend_cluster

WIE = "beheer:een-lang-wachtwoord"
EIGEN = 12
"""So many zaken get a flow run of their own; the others go in chunks of a few."""


@dataclass
class Productie:
    """A running `tijdig start` on PostgreSQL."""

    home: Path
    env: dict[str, str]
    api: str
    waar: Omgeving
    werkpoort: int
    ontvangstpoort: int

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


@pytest.fixture(scope="package")
def cluster() -> Iterator[Cluster]:
    with draaiend_cluster() as draait:
        for naam in ("tijdig", "prefect"):
            draait.maak(naam)
        yield draait


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
def productie(
    cluster: Cluster, verwacht: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Productie]:
    home, poort = tmp_path_factory.mktemp("productie"), vrije_poort()
    werkpoort, ontvangstpoort = vrije_poort(), vrije_poort()
    kaal = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT_", "TIJDIG_"))}
    env = kaal | {
        "TIJDIG_HOME": str(home), "TIJDIG_PROEFLOGIN": "1",
        "TIJDIG_ONTVANGST_URL": f"http://127.0.0.1:{ontvangstpoort}", "TIJDIG_WERKERS": "2", "TIJDIG_SLEUTEL": SLEUTEL,
        "TIJDIG_DATABASE_URL": cluster.url("tijdig"), "TIJDIG_CHUNK": "10", "TIJDIG_EIGEN_RUN_MAX": str(EIGEN),
        "PREFECT_API_DATABASE_CONNECTION_URL": cluster.url("prefect", "asyncpg"),
        "PREFECT_SERVER_API_AUTH_STRING": WIE, "PREFECT_API_AUTH_STRING": WIE,
        "PREFECT_SERVER_SERVICES_SCHEDULER_ENABLED": "false",  # a flow by the clock steps on a day of now
        "PREFECT_SERVER_ENCRYPTION_KEY": urlsafe_b64encode(b"k" * 32).decode(),
    }  # fmt: skip
    opties = ["--poort", str(poort), "--werkpoort", str(werkpoort), "--ontvangstpoort", str(ontvangstpoort)]
    uit = home / "uit.txt"
    waar = werk_in(instellingen(home, cluster.url("tijdig")))
    teken(dagronde_van(GEMEENTE))  # the round of today was there: a start asks for no other
    with uit.open("wb") as naar:
        proces = subprocess.Popen([*OPDRACHT, *opties], env=env, stdout=naar, stderr=naar, stdin=subprocess.DEVNULL)
    try:
        assert wacht_tot(lambda: "Alles draait" in uit.read_text(), 120), uit.read_text()
        api = f"http://127.0.0.1:{poort}/api"
        yield Productie(home, env | {"PREFECT_API_URL": api}, api, waar, werkpoort, ontvangstpoort)
    finally:
        proces.terminate()
        proces.wait(60)
        waar.engine.dispose()
        engine.cache_clear()
        assert van_ons(merk_van(home)) == []
