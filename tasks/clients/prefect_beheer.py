"""How are runs looked up, asked for and set aside over Prefect's REST API? Without Prefect's own library."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

import httpx

from tasks.clients.prefect_runs import RunGeweigerd

EINDE = frozenset({"COMPLETED", "FAILED", "CRASHED", "CANCELLED"})
"""The types of state after which a run does nothing any more."""

PER_KEER, SAMEN = 200, 25
"""So many runs are looked up, or changed, with one question."""

BEZET = 503
"""The answer of Prefect while its database is busy."""

PER_WEG = 50
"""So many runs are removed with one question: the most that Prefect takes."""

TAG = "tijdig"
"""Every deployment of ours has this tag, and so has every run of it."""

POOL = "tijdig"
"""The work pool from which our workers take runs."""


@dataclass(frozen=True)
class Run:
    """One flow run as Prefect knows it. `gepland` is when it should start, `schema` whether a schedule made it."""

    id: str
    deployment: str
    toestand: str
    naam_toestand: str
    gepland: datetime
    schema: bool
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Prefectbeheer:
    """Where Prefect's API answers, such as http://127.0.0.1:4200/api, and the headers that say who asks.

    Every method raises RunGeweigerd when Prefect refuses, and httpx.HTTPError when it cannot be reached.
    """

    api: str
    kopregels: Mapping[str, str]
    limiet_s: float = 10.0
    wachttijden: Sequence[float] = (0.5, 1.0, 2.0)

    def vraag_run(self, naam: str, parameters: Mapping[str, Any], sleutel: str, tags: Sequence[str]) -> Run:
        """Ask for one run of deployment `naam` (flow/deployment); the same sleutel is the same run."""
        return self.herhaal(str(self._deployment(naam)["id"]), parameters, sleutel, tags)

    def lopend(self, naam: str) -> str | None:
        """Return the id of deployment `naam` (flow/deployment); None while an operator lets it stand still."""
        gevonden = self._deployment(naam)
        actief = any(schema["active"] for schema in gevonden["schedules"])
        return str(gevonden["id"]) if actief and not gevonden["paused"] else None

    def _deployment(self, naam: str) -> Any:
        flow, _, deployment = naam.partition("/")
        return self._haal("GET", f"deployments/name/{quote(flow, safe='')}/{quote(deployment, safe='')}")

    def herhaal(self, deployment: str, parameters: Mapping[str, Any], sleutel: str, tags: Sequence[str]) -> Run:
        """Ask for one run of a deployment by its id; empty parameters are those of the deployment."""
        verzoek = {"parameters": dict(parameters), "idempotency_key": sleutel, "tags": [TAG, *tags]}
        return _run(self._haal("POST", f"deployments/{deployment}/create_flow_run", verzoek))

    def te_laat(self, voor: datetime) -> list[Run]:
        """Return our runs that a schedule made and that should have started before a moment, newest first."""
        keuze = {"state": {"type": {"any_": ["SCHEDULED"]}}, "expected_start_time": {"before_": voor.isoformat()}}
        return [run for run in self._zoek(keuze) if run.schema]

    def gebroken(self, van: datetime, tot: datetime) -> list[Run]:
        """Return our runs that should have started in a period and were broken off, newest first."""
        periode = {"after_": van.isoformat(), "before_": tot.isoformat()}
        return self._zoek({"state": {"type": {"any_": ["CRASHED"]}}, "expected_start_time": periode})

    def nieuwste(self, deployment: str, tot: datetime) -> Run | None:
        """Return the run of a deployment that should have started last before a moment, but for those set aside."""
        keuze = {
            "state": {"type": {"not_any_": ["CANCELLED"]}}, "deployment_id": {"any_": [deployment]},
            "expected_start_time": {"before_": tot.isoformat()},
        }  # fmt: skip
        return next(iter(self._zoek(keuze, hoogstens=1)), None)

    def bezig(self) -> list[Run]:
        """Return our runs that Prefect believes to be at work, and the runs that any run started within itself."""
        bezig = {"state": {"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}}}
        binnen = {"tags": None, "deployment_id": None, "parent_task_run_id": {"is_null_": False}}
        return [*self._zoek(bezig), *self._zoek({**bezig, **binnen})]

    def zet(self, runs: Sequence[Run], toestand: str, naam: str, waarom: str) -> int:
        """Give runs another state; returns how many took it: one that moved meanwhile may not any more."""
        gelukt = 0
        for begin in range(0, len(runs), SAMEN):
            ids = [run.id for run in runs[begin : begin + SAMEN]]
            staat = {"type": toestand, "name": naam, "message": waarom}
            antwoord = self._haal(
                "POST", "flow_runs/bulk_set_state", {"flow_runs": {"id": {"any_": ids}}, "state": staat}
            )
            gelukt += sum(een["status"] == "ACCEPT" for een in antwoord["results"])
        return gelukt

    def verwijder(self, flows: Sequence[str], voor: datetime) -> int:
        """Remove runs of flows with these names that ended before a moment; returns how many went, PER_WEG at most."""
        keuze = {"flows": {"name": {"any_": list(flows)}}, "flow_runs": {"end_time": {"before_": voor.isoformat()}}}
        ids = [rij["id"] for rij in self._haal("POST", "flow_runs/filter", {**keuze, "limit": PER_WEG})]
        if not ids:
            return 0
        return len(self._haal("POST", "flow_runs/bulk_delete", {"flow_runs": {"id": {"any_": ids}}})["deleted"])

    def _zoek(self, keuze: Mapping[str, Any], hoogstens: int = 100_000) -> list[Run]:
        van_ons = {"tags": {"all_": [TAG]}, "deployment_id": {"is_null_": False}}
        gevraagd = {"flow_runs": {**van_ons, **keuze}, "sort": "EXPECTED_START_TIME_DESC"}
        gevonden: list[Run] = []
        while (ruimte := min(PER_KEER, hoogstens - len(gevonden))) > 0:
            deel = self._haal("POST", "flow_runs/filter", {**gevraagd, "offset": len(gevonden), "limit": ruimte})
            gevonden += [_run(rij) for rij in deel]
            if len(deel) < ruimte:
                break
        return gevonden

    def _haal(self, werkwoord: str, pad: str, verzoek: Mapping[str, Any] | None = None) -> Any:
        adres = f"{self.api.rstrip('/')}/{pad}"
        with httpx.Client(headers=dict(self.kopregels), timeout=self.limiet_s) as http:
            antwoord = http.request(werkwoord, adres, json=verzoek)
            for wacht in self.wachttijden:  # every question of ours may be asked twice
                if antwoord.status_code != BEZET:
                    break
                time.sleep(wacht)
                antwoord = http.request(werkwoord, adres, json=verzoek)
        if not antwoord.is_success:
            raise RunGeweigerd(f"antwoord {antwoord.status_code}")
        try:
            return antwoord.json()
        except ValueError:
            raise RunGeweigerd("onleesbaar antwoord") from None


def _run(rij: Mapping[str, Any]) -> Run:
    try:
        return Run(
            str(rij["id"]), str(rij["deployment_id"]), rij["state_type"] or "", rij["state_name"] or "",
            datetime.fromisoformat(rij["expected_start_time"]), bool(rij["auto_scheduled"]), frozenset(rij["tags"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError):
        raise RunGeweigerd("onleesbaar antwoord") from None
