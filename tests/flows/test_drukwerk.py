# pyright: basic
"""Does a large round of letters use every core, in the surroundings of the flow, and give the same batch?"""

from collections import Counter
from pathlib import Path

import pytest

from models.beleidsbestand import laad_beleid
from tasks import drukmap, drukwerk
from tests.flows.bouwstenen import vraag, wacht_tot
from tests.models.bouwers import JUNI_5
from tests.models.omgevingen import verse_sqlite, werk_in
from tests.prefecthuis import Prefecthuis
from tests.tasks.drukken import BATCH, bestanden, brieven, tekst_van, zet_brieven_klaar

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]


def test_processen_maken_dezelfde_batch(prefect: Prefecthuis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from flows import drukwerk as flow

    monkeypatch.setattr(drukmap, "PER_DRUKBESTAND", 2)
    with verse_sqlite(tmp_path / "een") as hier:
        zet_brieven_klaar(hier, 5)
        assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=5)
    monkeypatch.setattr(flow, "VEEL", 5)
    with verse_sqlite(tmp_path / "veel") as elders:
        zet_brieven_klaar(elders, 4)
        zet_brieven_klaar(elders, 1, eerste=4)
        assert flow.druk_brieven(JUNI_5) == Counter(verzonden=5)
    assert bestanden(brieven(elders)) == bestanden(brieven(hier))

    def zichtbaar() -> bool:
        runs = vraag(prefect.adres, "task_runs/filter", {"sort": "EXPECTED_START_TIME_DESC"})
        return {f"brieven {n}/3, {a} stuks" for n, a in ((1, 2), (2, 2), (3, 1))} <= {run["name"] for run in runs}

    assert wacht_tot(zichtbaar)


def test_processen_werken_met_het_beleid_van_de_flow(
    prefect: Prefecthuis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A story brings its own beleid, which stands in no file."""
    from dataclasses import replace

    from flows import drukwerk as flow

    monkeypatch.setattr(flow, "VEEL", 1)
    vast = laad_beleid("voorbeeldstad")
    with verse_sqlite(tmp_path / "thuis") as nieuw:
        afzender = replace(vast.gemeente.afzender, website="www.elders.example")
        werk_in(nieuw.settings, replace(vast, gemeente=replace(vast.gemeente, afzender=afzender)))
        zet_brieven_klaar(nieuw, 1)
        assert flow.druk_brieven(JUNI_5) == Counter(verzonden=1)
        assert "www.elders.example" in tekst_van(brieven(nieuw) / BATCH / "druk-001.pdf")
