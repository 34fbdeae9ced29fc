# pyright: basic
"""Does an operator see in Prefect what is wrong and what to do, and does Prefect itself act when a round breaks?"""

import time
from datetime import timedelta

import pytest
from pydantic import SecretStr

from rules.alarmen import Alarmsoort
from tasks.omgeving import Omgeving
from tests.flows.bouwstenen import vraag, wacht_tot
from tests.models.bouwers import GEMEENTE
from tests.prefecthuis import Prefecthuis
from tests.tasks.mankementen import (
    JULI_20,
    NU,
    PROEVEN,
    gezond,
    namen,
    op_de_klok,
    ronde,
    verteld,
)  # fmt: skip

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

TEGELIJK = [naam for naam in PROEVEN if naam not in ("ronde niet gedraaid", "ronde niet heel", "sms dagen onzeker")]
"""What can go wrong at the same time on one gemeente."""


def kijk(waar: Omgeving):
    """Let the flow look round; returns the state in which it ended."""
    from flows.bewaking import bewaking

    return bewaking(JULI_20, return_state=True)


def tabel_in_prefect(prefect: Prefecthuis) -> tuple[str, list[dict[str, str]]]:
    """Return the description and the rows of the newest table of alarms."""
    import json

    [kop] = vraag(prefect.adres, "artifacts/latest/filter", {"artifacts": {"key": {"any_": ["bewaking"]}}})
    return kop["description"], json.loads(kop["data"])


def test_alles_gaat_mis_en_komt_weer_goed(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    """Every alarm through the flow: raised once, shown with what to do, red while it lasts, cleared by itself."""
    gezond(sqlite)
    eerste = kijk(sqlite)
    assert eerste.is_completed() and eerste.name == "Alles in orde"
    for naam in TEGELIJK:
        PROEVEN[naam].veroorzaak(sqlite)
    ronde(sqlite, NU - timedelta(days=3), goed=False)
    verwacht = {(PROEVEN[n].soort.value, PROEVEN[n].gemeente, PROEVEN[n].onderwerp) for n in TEGELIJK}
    verwacht |= {(s.value, GEMEENTE, "dagronde") for s in (Alarmsoort.RONDE_NIET_GEDRAAID, Alarmsoort.RONDE_NIET_HEEL)}
    for _ in range(2):
        rood = kijk(sqlite)
        assert rood.is_failed() and rood.name == "Met alarmen"
        assert namen(sqlite) == verwacht
    assert "Nieuw: 0, voorbij: 0" in str(rood.message)
    assert len(verteld(sqlite)) == len(verwacht) and {status for *_, status in verteld(sqlite)} == {"verzonden"}
    run = vraag(prefect.adres, f"flow_runs/{rood.state_details.flow_run_id}", {}, "GET")
    assert run["name"] == "bewaking 20 juli: 10 alarmen, 4 waarschuwingen" and run["state_name"] == "Met alarmen"
    uitleg, rijen = tabel_in_prefect(prefect)
    assert len(rijen) == len(verwacht) and uitleg == rood.message
    [stil] = [r for r in rijen if r["alarm"] == "Leverancier stil"]
    assert stil["waarover"] == "voorbeeldstad, zorgverzekeraar" and stil["wat doet u"].startswith("Bel de leverancier.")
    for naam in TEGELIJK:
        PROEVEN[naam].herstel(sqlite)
    ronde(sqlite, NU)
    weer = kijk(sqlite)
    assert weer.name == "Alles in orde" and namen(sqlite) == set()
    assert f"voorbij: {len(verwacht)}" in str(weer.message)
    assert len(verteld(sqlite)) == 2 * len(verwacht)


def test_alleen_een_waarschuwing_is_niet_rood(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    gezond(sqlite)
    PROEVEN["pauze duurt lang"].veroorzaak(sqlite)
    stand = kijk(sqlite)
    assert stand.is_completed() and stand.name == "Met waarschuwingen"


def test_een_werker_die_wegvalt_en_een_schema_dat_uit_staat(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    """Measured at the real server: a pool without workers, a paused schedule, and a database that is too large."""
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.actions import DeploymentScheduleCreate, WorkPoolCreate
    from prefect.client.schemas.schedules import CronSchedule

    from flows.bewaking import bewaking
    from flows.prefectbeeld import POOL, TAG

    gezond(sqlite)
    op_de_klok(sqlite, NU, prefect_max_mb=0, prefect_database=SecretStr(f"sqlite+aiosqlite:///{prefect.database}"))
    with get_client(sync_client=True) as client:
        client.create_work_pool(WorkPoolCreate(name=POOL, type="process"))
        try:
            flow = client.create_flow(bewaking)
            dep = client.create_deployment(
                flow, "bewaking", paused=True, tags=[TAG], work_pool_name=POOL,
                schedules=[DeploymentScheduleCreate(schedule=CronSchedule(cron="*/15 * * * *"), active=True)],
            )  # fmt: skip
            kijk(sqlite)
            machine = {
                ("werker-weg", "", "werkers"),
                ("schema-stil", "", "bewaking"),
                ("prefect-groeit", "", "prefect"),
            }
            assert namen(sqlite) == machine
            client.send_worker_heartbeat(POOL, "proefwerker", heartbeat_interval_seconds=30)
            client.resume_deployment(dep)
            op_de_klok(sqlite, NU)
            assert kijk(sqlite).name == "Alles in orde" and namen(sqlite) == set()
        finally:
            client.delete_work_pool(POOL)


def test_automaties_zijn_er_een_keer_en_gaan_weer_weg(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    from prefect.client.orchestration import get_client
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.automaties import stel_automaties_in
    from flows.bewaking import bewaking

    zonder = sqlite.settings
    met = zonder.model_copy(update={"alarm_webhook": SecretStr("https://alarm.example/geheim-in-het-adres")})
    with get_client(sync_client=True) as client:
        client.create_deployment(client.create_flow(bewaking), "bewaking")
    alle = [
        "Tijdig: geen werker meer", "Tijdig: na een mislukte ronde", "Tijdig: run wacht te lang",
        "Tijdig: weer een werker",
    ]  # fmt: skip
    assert stel_automaties_in(met) == stel_automaties_in(met) == alle
    database = prefect.database.read_bytes() + prefect.database.with_name("prefect.db-wal").read_bytes()
    assert b"geheim-in-het-adres" not in database
    assert stel_automaties_in(zonder) == ["Tijdig: na een mislukte ronde", "Tijdig: run wacht te lang"]
    with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: 30}):
        assert "Tijdig: run weggevallen" in stel_automaties_in(zonder)


def test_na_een_mislukte_ronde_kijkt_prefect_meteen_rond(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    """The automation asks for a run of the bewaking, within seconds and without anybody."""
    from prefect import flow
    from prefect.client.orchestration import get_client

    from flows.automaties import stel_automaties_in
    from flows.bewaking import bewaking

    with get_client(sync_client=True) as client:
        dep = client.create_deployment(client.create_flow(bewaking), "bewaking")
    stel_automaties_in(sqlite.settings)
    time.sleep(1)

    @flow(name="Dagronde")
    def kapotte_ronde() -> None:
        raise ValueError("kapot")

    kapotte_ronde(return_state=True)
    zoek = {"deployments": {"id": {"any_": [str(dep)]}}}
    assert wacht_tot(lambda: len(vraag(prefect.adres, "flow_runs/filter", zoek)) >= 1, 20)
    for run in vraag(prefect.adres, "flow_runs/filter", zoek):
        vraag(prefect.adres, f"flow_runs/{run['id']}", {}, "DELETE")
    vraag(prefect.adres, f"deployments/{dep}", {}, "DELETE")
    stel_automaties_in(sqlite.settings)
