# pyright: basic
"""How fast are Prefect's screens after weeks, and after a year without cleaning up? Side by side in one run.

`python -m bench.prefect_vol [RUNS_PER_DAG] [BEWAAR_D]` fills a server with the runs of a gemeente of 300,000
inhabitants: first as many as the opschoning keeps, then a year of them, and times the questions that the screens ask.
The rows are copies of real ones: a run of one zaak with its states, logs, artifact and events.
"""

import json
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import typer

from flows.server import prefect_server, stel_in

KEER = 7


def vragen(nu: datetime) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return what the dashboard, the runs page and the event feed ask."""
    week = (nu - timedelta(days=7)).isoformat()
    van = {"flow_runs": {"expected_start_time": {"after_": week}}}
    tijd = {"occurred": {"since": (nu - timedelta(days=1)).isoformat(), "until": nu.isoformat()}}
    return {
        "runs, eerste pagina": ("flow_runs/paginate", {**van, "sort": "START_TIME_DESC", "limit": 100, "page": 1}),
        "runs, geteld": ("flow_runs/count", van),
        "een zaak zoeken": ("flow_runs/filter", {"flow_runs": {"name": {"like_": "V-000777"}}, "limit": 20}),
        "dashboard, verloop": (
            "flow_runs/history",
            {"history_start": week, "history_end": nu.isoformat(), "history_interval_seconds": 86400},
        ),
        "gebeurtenissen van een zaak": (
            "events/filter",
            {"filter": {**tijd, "any_resource": {"id_prefix": ["tijdig.zaak.V-000777"]}}, "limit": 50},
        ),
    }


def meet(api: str) -> dict[str, float]:
    """Return the median time of each question in milliseconds."""
    uit: dict[str, float] = {}
    with httpx.Client(base_url=api, timeout=120) as http:
        for naam, (pad, verzoek) in vragen(datetime.now(UTC)).items():
            duur: list[float] = []
            for _ in range(KEER):
                begin = time.perf_counter()
                http.post(pad, json=verzoek).raise_for_status()
                duur.append((time.perf_counter() - begin) * 1000)
            uit[naam] = round(statistics.median(duur), 1)
    return uit


def een_run(home: Path) -> None:
    """Let one real round run, of which the rest are copies."""
    from flows.runs import zonder_hartslag
    from tests.flows.test_geen_persoonsgegevens import speel

    with zonder_hartslag():
        speel(home, 50)


def vermenigvuldig(database: Path, van: int, tot: int, per_dag: int) -> None:
    """Copy one run with everything that belongs to it, back in time: run number n ended n / per_dag days ago."""
    with closing(sqlite3.connect(database, timeout=120)) as db:
        db.row_factory = sqlite3.Row
        db.execute("PRAGMA foreign_keys=OFF")
        run = dict(db.execute("SELECT * FROM flow_run WHERE name LIKE 'V-%' ORDER BY created LIMIT 1").fetchone())
        rijen = {tabel: _alle(db, tabel, "flow_run_id", run["id"]) for tabel in ("flow_run_state", "log", "artifact")}
        events = [dict(e) for e in db.execute("SELECT * FROM events LIMIT 8")]
        bronnen = {e["id"]: _alle(db, "event_resources", "event_id", e["id"]) for e in events}
        for n in range(van, tot):
            _kopie(db, n, per_dag, run, rijen, events, bronnen)
        db.commit()


def _alle(db: Any, tabel: str, kolom: str, waarde: str) -> list[dict[str, Any]]:
    return [dict(rij) for rij in db.execute(f"SELECT * FROM {tabel} WHERE {kolom} = ?", (waarde,))]


def _kopie(db: Any, n: int, per_dag: int, run: Any, rijen: Any, events: Any, bronnen: Any) -> None:
    toen = (datetime.now(UTC) - timedelta(days=n / per_dag)).strftime("%Y-%m-%d %H:%M:%S.%f")
    nieuw, stand = str(uuid4()), str(uuid4())
    tijden = ("created", "updated", "start_time", "end_time", "expected_start_time", "next_scheduled_start_time")
    tijden += ("timestamp", "occurred", "received", "state_timestamp")
    anders: dict[str, Any] = dict.fromkeys(tijden, toen) | {"flow_run_id": nieuw, "name": f"V-{n:06}"}
    _voeg_toe(db, "flow_run", run, anders | {"id": nieuw, "state_id": stand, "idempotency_key": nieuw})
    for tabel, lijst in rijen.items():
        for i, rij in enumerate(lijst):
            eigen = stand if tabel == "flow_run_state" and i == len(lijst) - 1 else str(uuid4())
            later = {"timestamp": f"{toen[:-2]}{i:02}"} if tabel == "flow_run_state" else {}
            _voeg_toe(db, tabel, rij, anders | later | {"id": eigen, "name": rij.get("name")})
    for e in events:
        event = str(uuid4())
        _voeg_toe(db, "events", e, anders | {"id": event, "resource_id": f"tijdig.zaak.V-{n:06}"})
        for bron in bronnen[e["id"]]:
            _voeg_toe(db, "event_resources", bron, anders | {"id": str(uuid4()), "event_id": event})


def _voeg_toe(db: Any, tabel: str, rij: Any, anders: dict[str, Any]) -> None:
    velden = {k: (anders[k] if k in anders and rij[k] is not None else rij[k]) for k in rij}
    gaten = ", ".join("?" * len(velden))
    db.execute(f"INSERT INTO {tabel} ({', '.join(velden)}) VALUES ({gaten})", list(velden.values()))


def main(per_dag: int, bewaar_d: int) -> None:
    """Measure an empty server, one that is cleaned up, and one that is not."""
    with tempfile.TemporaryDirectory(prefix="tijdig-vol-", dir="/tmp") as map_:
        home = Path(map_)
        stel_in(home)
        with prefect_server(home) as adres:
            een_run(home / "stad")
            time.sleep(5)  # Prefect writes events in the background
            uit: dict[str, Any] = {"leeg": meet(f"{adres}/api/")}
            database, vorige = home / "prefect" / "prefect.db", 1
            for naam, dagen in (("opgeruimd", bewaar_d), ("een jaar", 365)):
                vermenigvuldig(database, vorige, dagen * per_dag, per_dag)
                vorige = dagen * per_dag
                uit[naam] = {"runs": vorige, "mb": database.stat().st_size // 2**20} | meet(f"{adres}/api/")
            typer.echo(json.dumps(uit, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main(*[int(w) for w in sys.argv[1:]] or [], *[1000, 60][len(sys.argv) - 1 :])
