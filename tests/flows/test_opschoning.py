# pyright: basic
"""Does what is over go, and nothing else? And does the month say whether it can be compared?"""

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from models.database import schrijven, tabel
from models.handelingen import HANDELING
from models.medewerkers import begin_sessie, onthoud
from models.tabellen_beheer import Leveringsmaand
from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.flows.bouwstenen import vraag
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, lees, leg_op, signaleer
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

LANG = timedelta(days=100)


def oude_run(prefect: Prefecthuis, flow: str, dagen: int) -> str:
    """Make a run that ended so many days ago, and return its id."""
    flow_id = vraag(prefect.adres, "flows/", {"name": flow})["id"]
    run = vraag(prefect.adres, "flow_runs/", {"flow_id": flow_id, "name": "oud", "state": {"type": "COMPLETED"}})["id"]
    toen = (datetime.now(UTC) - timedelta(days=dagen)).strftime("%Y-%m-%d %H:%M:%S.%f")
    with closing(sqlite3.connect(prefect.database, timeout=30)) as db, db:
        db.execute("UPDATE flow_run SET end_time = ? WHERE id = ?", (toen, run))
    return run


def bestaat(adres: str, ids: list[str]) -> set[str]:
    return {r["id"] for r in vraag(adres, "flow_runs/filter", {"flow_runs": {"id": {"any_": ids}}})}


def test_oude_runs_van_ons_gaan_weg_en_die_van_een_ander_niet(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    from flows.opschoning import opschoning

    oud = [oude_run(prefect, "Dagronde", 61) for _ in range(120)]
    jong, vreemd = oude_run(prefect, "Dagronde", 59), oude_run(prefect, "Van een ander", 300)
    assert opschoning()["oude runs"] == 120
    assert bestaat(prefect.adres, [*oud, jong, vreemd]) == {jong, vreemd}
    assert "oude runs" not in opschoning()


def test_van_een_zaak_gaat_niets_weg(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    from flows.opschoning import opschoning

    leg_op(sqlite, [een_vordering(een_persoon())])
    with schrijven(sqlite.engine) as db:
        wie = onthoud(db, "proef|wie", "Robin", [Rol.BEHEER], [GEMEENTE])
        begin_sessie(db, wie)
        for sleutel, op in (("o" * 24, datetime.now(UTC) - LANG), ("n" * 24, datetime.now(UTC))):
            rij = {"sleutel": sleutel, "medewerker_id": wie, "op": op, "zaak_id": 1, "taak_id": None, "soort": "x"}
            db.execute(insert(HANDELING).values(rij))
    voor = {naam: lees(sqlite, naam) for naam in ("zaak", "gebeurtenis", "inwoner", "bericht", "inzage", "sessie")}
    assert opschoning()["formulieren"] == 1
    assert {naam: lees(sqlite, naam) for naam in voor} == voor
    assert [r[0] for r in lees(sqlite, "handeling")] == ["n" * 24]


def test_een_maand_die_niet_heel_is_zegt_het(prefect: Prefecthuis, sqlite: Omgeving, tmp_path: Path) -> None:
    from flows.evaluatie import evaluatie

    leg_op(sqlite, [een_vordering(een_persoon())])
    signaleer(sqlite, een_signaal(een_persoon(1)), dag=date(2026, 6, 5))
    with schrijven(sqlite.engine) as db:
        vast: dict[str, Any] = {"gemeente": GEMEENTE, "maand": date(2026, 6, 1), "vastgesteld_op": date(2026, 7, 1)}
        for wie, heel, reden in (("energie", True, ""), ("waterbedrijf", False, "niets geleverd")):
            rij = vast | {"leverancier": wie, "leveringen": 1, "rijen": 1, "volledig": heel, "reden": reden}
            db.execute(insert(tabel(Leveringsmaand)).values(rij))
    assert evaluatie(GEMEENTE, date(2026, 6, 30)) == {("vroegsignalering", "signaal_ontvangen"): 1}
    [artefact] = vraag(
        prefect.adres, "artifacts/latest/filter", {"artifacts": {"key": {"any_": ["evaluatie-voorbeeldstad"]}}}
    )
    assert "waterbedrijf (niets geleverd)" in artefact["description"] and "energie" not in artefact["description"]
    assert evaluatie(GEMEENTE, date(2026, 5, 3)) == {}
