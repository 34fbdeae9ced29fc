"""Every story comes true through the real flows."""

from pathlib import Path

import pytest

from simulation.verhaal import lees_verhaal
from tests.flows.bouwstenen import speel_vers
from tests.prefecthuis import Prefecthuis

VERHALEN = sorted((Path(__file__).parent.parent / "verhalen").glob("*.verhaal"))

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("verhalen")]


@pytest.mark.parametrize("pad", VERHALEN, ids=lambda p: p.stem)
def test_het_verhaal_komt_uit(pad: Path, prefect: Prefecthuis, tmp_path: Path) -> None:
    verschillen = speel_vers(lees_verhaal(pad), tmp_path)
    assert not verschillen, "\n".join(map(str, verschillen))


def test_een_verhaal_dat_niet_klopt_wordt_gezien(prefect: Prefecthuis, tmp_path: Path) -> None:
    verhaal = lees_verhaal(VERHALEN[0].parent / "e-betalen-stopt-alles.verhaal")
    verhaal.verwachtingen = verhaal.verwachtingen[1:]
    [verschil] = speel_vers(verhaal, tmp_path)
    assert (verschil.verwacht, verschil.werkelijk) == ("rust", "brief herinnering")
