# pyright: basic
"""What an operator sees of a round in Prefect: a name with the result, a state that tells the truth, a table."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.database import schrijven
from models.migreren import migreer
from tasks import pauzeren
from tasks.omgeving import Omgeving
from tasks.pauzeren import Wat
from tests.flows.bouwstenen import vraag
from tests.models.bouwers import GEMEENTE, JUNI_5, een_persoon, een_vordering, leg_op
from tests.models.omgevingen import instellingen, werk_in
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

JUNI_6 = date(2026, 6, 6)
NAAM = "dagronde Voorbeeldstad"


@pytest.fixture
def stad_op_schijf(prefect: Prefecthuis, tmp_path: Path) -> Iterator[Omgeving]:
    """Give a gemeente with three residents who get a herinnering on 5 June; two of them in runs of their own."""
    nieuw = werk_in(instellingen(tmp_path, eigen_run_max=10))
    migreer(nieuw.engine)
    leg_op(nieuw, [een_vordering(een_persoon(n), f"A{n}") for n in range(3)])
    yield nieuw
    nieuw.engine.dispose()


def runs(prefect: Prefecthuis, begin: str) -> list[dict[str, Any]]:
    """Return the newest runs whose name begins so, newest first."""
    alle = vraag(prefect.adres, "flow_runs/filter", {"sort": "EXPECTED_START_TIME_DESC", "limit": 100})
    return [run for run in alle if run["name"].startswith(begin)]


def tabel(prefect: Prefecthuis) -> tuple[str, list[dict[str, Any]]]:
    """Return the description and the rows of the newest picture of a round."""
    gevonden = vraag(
        prefect.adres, "artifacts/latest/filter", {"artifacts": {"key": {"any_": [f"dagronde-{GEMEENTE}"]}}}
    )
    return gevonden[0]["description"], json.loads(gevonden[0]["data"])


def rij(rijen: list[dict[str, Any]], onderdeel: str, wat: str) -> Any:
    return next((r["aantal"] for r in rijen if (r["onderdeel"], r["wat"]) == (onderdeel, wat)), None)


def test_de_naam_en_de_tabel_zeggen_wat_de_ronde_deed(prefect: Prefecthuis, stad_op_schijf: Omgeving) -> None:
    from flows.dagronde import dagronde

    ronde = dagronde(GEMEENTE, JUNI_5)
    assert ronde.telling == {"bericht": 3} and ronde.verzonden == {"verzonden": 3}
    [run] = runs(prefect, f"{NAAM} 5 juni: 3 stappen")
    assert run["name"] == f"{NAAM} 5 juni: 3 stappen, 3 verzonden" and run["state"]["name"] == "Completed"
    beschrijving, rijen = tabel(prefect)
    assert "5 juni 2026" in beschrijving and "3 stappen" in beschrijving
    assert rij(rijen, "stappen", "bericht") == 3 and rij(rijen, "berichten", "verzonden") == 3
    assert rij(rijen, "langste stilte", "I-000001") == 0
    eigen = runs(prefect, "I-000001")[0]
    assert {GEMEENTE, "incasso", "fase: herinnering", "route: brief"} <= set(eigen["tags"])
    [besluit] = vraag(prefect.adres, "artifacts/latest/filter", {"artifacts": {"key": {"any_": ["zaak-i-000001"]}}})
    assert "| bericht | send_herinnering |" in besluit["data"]
    dagen = [r["wat"] for r in rijen if r["onderdeel"] == "verwacht"]
    assert dagen == ["2026-06-08", "2026-06-09", "2026-06-10", "2026-06-11", "2026-06-12"]


def test_een_ronde_zonder_werk_zegt_dat(prefect: Prefecthuis, stad_op_schijf: Omgeving) -> None:
    from flows.bezorging import bezorging
    from flows.dagronde import dagronde

    dagronde(GEMEENTE, JUNI_5)
    assert dagronde(GEMEENTE, JUNI_5).telling == {}
    assert runs(prefect, f"{NAAM} 5 juni: niets te doen")[0]["state"]["name"] == "Niets te doen"
    assert dagronde(GEMEENTE, JUNI_6).telling == {}, "a Saturday"
    assert runs(prefect, f"{NAAM} 6 juni: geen werkdag")[0]["state"]["name"] == "Geen werkdag"
    assert bezorging(JUNI_5) == {} and runs(prefect, "bezorging 5 juni: niets te doen")


def test_een_ronde_met_een_kapotte_zaak_is_niet_groen(prefect: Prefecthuis, stad_op_schijf: Omgeving) -> None:
    from flows.dagronde import RondeNietHeel, dagronde

    with schrijven(stad_op_schijf.engine) as db:
        db.execute(text("UPDATE gebeurtenis SET soort = 'van een andere planeet' WHERE zaak_id = 2"))
    with pytest.raises(RondeNietHeel, match="2 stappen, 2 verzonden, 1 mislukt"):
        dagronde(GEMEENTE, JUNI_5)
    run = runs(prefect, f"{NAAM} 5 juni: 2 stappen")[0]
    assert run["name"].endswith("1 mislukt") and run["state"]["type"] == "FAILED"
    beschrijving, rijen = tabel(prefect)
    assert "[I-000002](http://127.0.0.1:8080/zaak/I-000002)" in beschrijving and rij(rijen, "mislukt", "zaken") == 1
    assert rij(rijen, "werkvoorraad", "Uitval uitzoeken") == 1


def test_wat_stilstaat_heet_gepauzeerd_en_gaat_na_hervatten_verder(
    prefect: Prefecthuis, stad_op_schijf: Omgeving
) -> None:
    from flows.dagronde import dagronde

    kanaal = Wat("kanaal", "brief", GEMEENTE)
    pauzeren.pauzeer(kanaal, "De drukker van Jansen is stuk", "Sanne Vrijgever")
    assert dagronde(GEMEENTE, JUNI_5).gehouden == {1, 2, 3}
    run = runs(prefect, f"{NAAM} 5 juni: 3 zaken blijven staan")[0]
    assert run["state"]["name"] == "Gepauzeerd"
    assert runs(prefect, "I-000001")[0]["state"]["name"] == "Gepauzeerd"
    beschrijving, rijen = tabel(prefect)
    assert rij(rijen, "blijft staan", "gepauzeerd: kanaal brief") == 3
    assert rij(rijen, "gepauzeerd", "kanaal brief") == 0
    assert "Jansen" not in f"{beschrijving}{rijen}{run}" and "Sanne" not in f"{beschrijving}{rijen}{run}"
    pauzeren.hervat(kanaal, "Sanne Vrijgever")
    assert dagronde(GEMEENTE, JUNI_5 + timedelta(days=3)).verzonden == {"verzonden": 3}
