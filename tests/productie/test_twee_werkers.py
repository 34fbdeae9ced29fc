# pyright: basic
"""Two workers and two rounds at once: no zaak gets a step twice, counted and compared with one undisturbed round."""

import subprocess
import sys
from collections import Counter

import httpx
import pytest

from tasks import stappen
from tests.flows.bouwstenen import wacht_tot
from tests.kapot.ronde import DE_DAG, gevolg
from tests.models.bouwers import GEMEENTE, lees
from tests.productie.opstelling import Productie
from tests.productie.zonder_nummers import zonder_nummers

pytestmark = [pytest.mark.prefect, pytest.mark.postgres, pytest.mark.xdist_group("start")]

ZELFDE = ("gebeurtenis", "taak", "signaal", "zaak")
"""What two rounds leave as one does. In which batch a letter lies depends on which of them was first."""


def test_zonder_wachtwoord_komt_niemand_bij_prefect(productie: Productie) -> None:
    assert httpx.post(f"{productie.api}/flow_runs/filter", json={}, timeout=30).status_code == 401
    assert wacht_tot(lambda: productie.werkers() == 2)


def test_twee_werkers_en_twee_rondes_zetten_elke_stap_een_keer(
    productie: Productie, verwacht: dict[str, object]
) -> None:
    te_doen = [z for z, soort in stappen.te_doen(GEMEENTE, DE_DAG) if soort == "incasso"]
    assert len(te_doen) > 12
    zaken = [("Sociaal incasso", "sociaal-incasso", z) for z in te_doen[::4]]
    runs = [productie.start_run("Dagronde", f"dagronde-{GEMEENTE}", today=f"{DE_DAG}")]
    runs += [productie.start_run(flow, naam, zaak_id=z, today=f"{DE_DAG}") for flow, naam, z in zaken]
    opdracht = [sys.executable, "-c", "import cli; cli.main()", "dagronde", "--datum", f"{DE_DAG}"]
    opdracht += ["--gemeente", GEMEENTE]
    tweede = subprocess.run(opdracht, env=productie.env, capture_output=True, text=True, check=False)
    assert tweede.returncode == 0, tweede.stderr[-2000:]
    assert wacht_tot(lambda: productie.toestanden(runs)["COMPLETED"] == len(runs), 120), productie.toestanden(runs)
    nu, goed = (zonder_nummers(stand, ZELFDE) for stand in (gevolg(productie.waar), verwacht))
    gezet = Counter((r[0], r[2], r[3], str(r[-1])) for r in lees(productie.waar, "gebeurtenis"))
    assert [stap for stap, n in gezet.items() if n > 1] == []
    for naam in ZELFDE:
        assert nu[naam] == goed[naam], naam
