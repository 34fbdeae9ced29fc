"""Two lanes, one code path: a resident's own run and a chunk give the same log, and Prefect shows both."""

from pathlib import Path

import pytest

from simulation.verhaal import lees_verhaal
from tests.flows.bouwstenen import hele_log, speel_vers, vraag, wacht_tot
from tests.prefecthuis import Prefecthuis

VERHALEN = Path(__file__).parent.parent / "verhalen"

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]


def runnamen(prefect: Prefecthuis, soort: str) -> list[str]:
    return [run["name"] for run in vraag(prefect.adres, f"{soort}/filter", {"sort": "EXPECTED_START_TIME_DESC"})]


def test_eigen_run_en_brok_geven_hetzelfde_logboek(prefect: Prefecthuis, tmp_path: Path) -> None:
    verhaal = lees_verhaal(VERHALEN / "a-niemand-neemt-op.verhaal")
    assert not speel_vers(verhaal, tmp_path / "brok", eigen_run_max=0)
    in_brokken = hele_log()
    assert not speel_vers(verhaal, tmp_path / "eigen", eigen_run_max=50)
    assert hele_log() == in_brokken
    assert len(in_brokken) > 15


def test_prefect_toont_de_reis_van_een_inwoner(prefect: Prefecthuis, tmp_path: Path) -> None:
    verhaal = lees_verhaal(VERHALEN / "c-tweede-signaal-wordt-bezoek.verhaal")
    assert not speel_vers(verhaal, tmp_path, eigen_run_max=50)
    runs = vraag(prefect.adres, "flow_runs/filter", {"flow_runs": {"name": {"any_": ["V-000001"]}}})
    assert ("voorbeeldstad", "vroegsignalering") in {tuple(sorted(run["tags"])) for run in runs}
    assert any(naam.startswith("dagronde Voorbeeldstad 20 juli") for naam in runnamen(prefect, "flow_runs"))
    soorten: set[str] = set()

    def gezien() -> bool:
        filter_ = {"resource": {"id": ["tijdig.zaak.V-000001"]}, "occurred": {"since": "2026-01-01T00:00:00Z"}}
        gevonden = vraag(prefect.adres, "events/filter", {"filter": filter_, "limit": 50})
        soorten.update(e["event"] for e in gevonden["events"])
        return {"tijdig.melding", "tijdig.bericht", "tijdig.gesloten"} <= soorten

    assert wacht_tot(gezien), soorten


def test_prefect_toont_de_brokken(prefect: Prefecthuis, tmp_path: Path) -> None:
    assert not speel_vers(lees_verhaal(VERHALEN / "e-betalen-stopt-alles.verhaal"), tmp_path)
    assert wacht_tot(lambda: "incasso 1/1, 1 zaken" in runnamen(prefect, "task_runs"))
