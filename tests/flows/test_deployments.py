# pyright: basic
"""Does Prefect know our table, and what happens to runs that could not run at their time? On a real Prefect server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from models.beleidsbestand import laad_beleid
from tasks import leven
from tasks.clients.prefect_beheer import Prefectbeheer
from tasks.omgeving import Omgeving, gebruik
from tests.flows.bouwstenen import vraag
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

GEMEENTEN = ("buurdorp", "voorbeeldstad")
RONDE = "Dagronde/dagronde-voorbeeldstad"


@pytest.fixture(scope="module")
def huis(prefect: Prefecthuis) -> Iterator[Prefecthuis]:
    """Give a Prefect with everything rolled out, and leave it as it was."""
    from prefect.client.orchestration import get_client

    from flows.deployments import POOL, rol_uit

    uitgerold = rol_uit(GEMEENTEN)
    assert uitgerold.gewijzigd == uitgerold.deployments > 15 and uitgerold.weg == ()
    yield prefect
    with get_client(sync_client=True) as client:
        for deployment in alle(prefect):
            client.delete_deployment(deployment["id"])
        client.delete_work_pool(POOL)


def alle(huis: Prefecthuis) -> list[dict[str, Any]]:
    return vraag(huis.adres, "deployments/filter", {"deployments": {"tags": {"all_": ["tijdig"]}}})


def deployment(huis: Prefecthuis, naam: str) -> dict[str, Any]:
    [gevonden] = [d for d in alle(huis) if d["name"] == naam.partition("/")[2]]
    return gevonden


def beheer(huis: Prefecthuis) -> Prefectbeheer:
    return Prefectbeheer(f"{huis.adres}/api", {}, limiet_s=60)


def runs(huis: Prefecthuis, deployment_id: str, **anders: Any) -> list[dict[str, Any]]:
    keuze = {"flow_runs": {"deployment_id": {"any_": [deployment_id]}, **anders}, "sort": "EXPECTED_START_TIME_DESC"}
    return vraag(huis.adres, "flow_runs/filter", keuze)


def te_laat(huis: Prefecthuis, naam: str, dagen: float) -> list[dict[str, Any]]:
    """Let the schedule plan the runs of the days that are past, as after days without a worker."""
    nu, nummer = datetime.now(UTC), deployment(huis, naam)["id"]
    if not dagen:
        return runs(huis, nummer, expected_start_time={"before_": nu.isoformat()})
    periode = {"start_time": (nu - timedelta(days=dagen)).isoformat(), "end_time": nu.isoformat()}
    vraag(huis.adres, f"deployments/{nummer}/schedule", {**periode, "min_runs": 200, "max_runs": 200})
    return runs(huis, nummer, expected_start_time={"before_": nu.isoformat()}, state={"type": {"any_": ["SCHEDULED"]}})


def zet(huis: Prefecthuis, run: str, toestand: str) -> str:
    antwoord = vraag(huis.adres, f"flow_runs/{run}/set_state", {"state": {"type": toestand}})
    return antwoord["state"]["type"]


def zet_stil(huis: Prefecthuis, nummer: str, stil: bool) -> None:
    """Pause a deployment as an operator does, or let it go on."""
    vraag(huis.adres, f"deployments/{nummer}", {"paused": stil}, "PATCH")


def test_rolling_out_twice_changes_nothing_and_a_pause_stays(huis: Prefecthuis, monkeypatch: Any) -> None:
    from flows import deployments

    ronde = deployment(huis, RONDE)
    assert (ronde["work_pool_name"], ronde["entrypoint"]) == ("tijdig", "flows.dagronde.dagronde")
    zet_stil(huis, ronde["id"], True)
    assert deployments.rol_uit(GEMEENTEN).gewijzigd == 0
    nieuw = tuple(replace(r, uitleg="Anders.") if r.naam == "dagronde" else r for r in deployments.UITROL)
    monkeypatch.setattr(deployments, "UITROL", nieuw)
    assert deployments.rol_uit(GEMEENTEN).gewijzigd == 2
    ronde = deployment(huis, RONDE)
    assert ronde["description"] == "Anders." and ronde["paused"]
    zet_stil(huis, ronde["id"], False)


def test_what_left_the_table_leaves_prefect(huis: Prefecthuis, monkeypatch: Any) -> None:
    from flows import deployments

    with monkeypatch.context() as zonder:
        zonder.setattr(deployments, "UITROL", tuple(r for r in deployments.UITROL if r.naam != "terugkoppeling"))
        weg = deployments.rol_uit(("voorbeeldstad",)).weg
    assert {"terugkoppeling-buurdorp", "terugkoppeling-voorbeeldstad", "dagronde-buurdorp"} <= set(weg)
    deployments.rol_uit(GEMEENTEN)


@pytest.mark.parametrize(
    ("naam", "parameters"),
    [
        (RONDE, {"gemeente": "buurdorp"}),
        ("Verzending/verzending-sms", {"kanaal": "brief"}),
        ("Inname/inname", {"gemeente": "nergens", "leverancier": "drukker", "levering": "0" * 16}),
        ("Inname/inname", {"gemeente": "buurdorp", "leverancier": "drukker", "levering": "de brief.csv"}),
    ],
)
def test_a_wrong_parameter_is_refused_in_the_form(naam: str, parameters: dict[str, str], huis: Prefecthuis) -> None:
    adres = f"{huis.adres}/api/deployments/{deployment(huis, naam)['id']}/create_flow_run"
    assert httpx.post(adres, json={"parameters": parameters}).status_code in (409, 422)


def test_after_days_without_a_worker_one_round_does_the_work(huis: Prefecthuis) -> None:
    from tasks.inhalen import OVERGESLAGEN, sla_oude_over

    rondes, sms = te_laat(huis, RONDE, 9), te_laat(huis, "Verzending/verzending-sms", 3)
    assert len(rondes) >= 5 and len(sms) >= 20
    over = sla_oude_over(beheer(huis), datetime.now(UTC), 10)
    assert over == 10
    over += sla_oude_over(beheer(huis), datetime.now(UTC), 1000)
    assert over >= len(rondes) + len(sms) - 2
    for oud in (rondes, sms):
        nu = {r["id"]: (r["state_type"], r["state_name"]) for r in runs(huis, oud[0]["deployment_id"])}
        assert nu[oud[0]["id"]][0] == "SCHEDULED", "the newest does the work"
        assert {nu[r["id"]] for r in oud[1:]} == {("CANCELLED", OVERGESLAGEN)}
    assert sla_oude_over(beheer(huis), datetime.now(UTC)) == 0


def test_a_round_that_was_broken_off_is_asked_for_again_at_most_three_times(huis: Prefecthuis) -> None:
    from tasks.inhalen import herkans, sla_oude_over

    te_laat(huis, "Bezorging/bezorging", 0.04)
    sla_oude_over(beheer(huis), datetime.now(UTC), 1000)
    gezien: list[str] = []
    while klaar := [r for r in te_laat(huis, "Bezorging/bezorging", 0) if r["state_type"] == "SCHEDULED"]:
        [run] = [r["id"] for r in klaar]
        gezien.append(run)
        assert [zet(huis, run, naar) for naar in ("PENDING", "RUNNING", "CRASHED")][-1] == "CRASHED"
        keren = [herkans(beheer(huis), datetime.now(UTC)) for _ in range(2)]
        assert keren == [1, 0] if len(gezien) <= 3 else [0, 0], "once is enough"
    assert len(gezien) == 4, "the run itself and three more chances"


def _run_in_een_run(huis: Prefecthuis) -> str:
    """Make a run as a dagronde starts one for a resident, at work."""
    flow = vraag(huis.adres, "flows/", {"name": "Sociaal incasso"})["id"]
    taak = {"task_key": "x", "dynamic_key": "0", "flow_run_id": None}
    ouder = vraag(huis.adres, "task_runs/", taak)["id"]
    run = {"flow_id": flow, "parent_task_run_id": ouder, "state": {"type": "RUNNING"}}
    return vraag(huis.adres, "flow_runs/", run)["id"]


def test_a_run_of_which_the_process_is_gone_holds_up_no_round(huis: Prefecthuis) -> None:
    """A killed server forgets who held the one place of a deployment; the next start gives it back."""
    from tasks.inhalen import ruim_dode_runs_op

    ronde = deployment(huis, "Dagronde/dagronde-buurdorp")["id"]
    adres = f"deployments/{ronde}/create_flow_run"
    binnen = _run_in_een_run(huis)
    dood, tweede, derde = (vraag(huis.adres, adres, {"state": {"type": "SCHEDULED"}})["id"] for _ in range(3))
    assert (zet(huis, dood, "PENDING"), zet(huis, dood, "RUNNING")) == ("PENDING", "RUNNING")
    assert zet(huis, tweede, "PENDING") == "CANCELLED", "there is one place"
    assert ruim_dode_runs_op(beheer(huis)) >= 2
    assert (
        vraag(huis.adres, "flow_runs/filter", {"flow_runs": {"id": {"any_": [binnen]}}})[0]["state_type"] == "CRASHED"
    )
    [nu] = [r for r in runs(huis, ronde) if r["id"] == dood]
    assert (nu["state_type"], nu["state_name"]) == ("CRASHED", "Afgebroken")
    assert zet(huis, derde, "PENDING") == "PENDING"


def test_a_round_that_nobody_planned_is_asked_for_once(huis: Prefecthuis, sqlite: Omgeving) -> None:
    """After Prefect's database was emptied in the morning: its schedule plans from tomorrow on."""
    from tasks.inhalen import haal_rondes_in

    dinsdag = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)
    gebruik(replace(sqlite, nu=lambda: dinsdag, beleid=laad_beleid))
    leven.teken(leven.dagronde_van("buurdorp"))
    assert haal_rondes_in(beheer(huis), dinsdag.replace(hour=4)) == 0, "it is not yet six in the morning"
    assert haal_rondes_in(beheer(huis), dinsdag - timedelta(days=2)) == 0, "a Sunday"
    ronde = deployment(huis, RONDE)["id"]
    zet_stil(huis, ronde, True)
    assert haal_rondes_in(beheer(huis), dinsdag) == 0, "an operator let it stand still"
    zet_stil(huis, ronde, False)
    voor = {r["id"] for r in runs(huis, ronde)}
    assert haal_rondes_in(beheer(huis), dinsdag) == 1, "buurdorp had its round"
    haal_rondes_in(beheer(huis), dinsdag)
    gevraagd = [r for r in runs(huis, ronde) if r["id"] not in voor and not r["auto_scheduled"]]
    assert len(gevraagd) == 1 and gevraagd[0]["parameters"] == {"gemeente": "voorbeeldstad"}
