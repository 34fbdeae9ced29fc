"""Every story of tests/verhalen ends in a delivery that the published schema accepts, with everything in it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from evaluation.ddas.vorm import van_beleid
from models.tabellen import Signaal
from simulation.speler import speel
from simulation.verhaal import lees_verhaal
from tests.evaluation.ddas.bouwstenen import aantal, fouten, inhoud, lever_op
from tests.evaluation.ddas.wereld import Stille
from tests.flows.bouwstenen import beleid_van
from tests.models.omgevingen import instellingen, werk_in

VERHALEN = sorted((Path(__file__).parents[2] / "verhalen").glob("*.verhaal"))
OOIT, ALTIJD = date(2020, 1, 1), date(2030, 12, 31)


@pytest.mark.parametrize("pad", VERHALEN, ids=lambda p: p.stem)
def test_elk_verhaal_geeft_een_geldige_levering(pad: Path, tmp_path: Path, sqlite_sjabloon: Path) -> None:
    verhaal = lees_verhaal(pad)
    beleid = beleid_van(verhaal)
    shutil.copyfile(sqlite_sjabloon, tmp_path / "tijdig.db")
    waar = werk_in(instellingen(tmp_path), beleid)
    assert not speel(verhaal, Stille(beleid.gemeente.slug))
    document, telling = lever_op(waar, tmp_path / "ddas.json", OOIT, ALTIJD, van_beleid(beleid))
    waar.engine.dispose()
    signalen, zaken = inhoud(document)
    assert fouten(document) == []
    assert (len(signalen), len(zaken), telling.afgekeurd) == (telling.signalen, telling.zaken, 0)
    assert telling.signalen == aantal(waar, Signaal)
    assert sorted(s["ID"] for s in signalen) == sorted(v["ID"] for z in zaken for v in z["vroegsignalen"])
