"""The same facts give the same answers on SQLite and on PostgreSQL: what is asked of the database is asked alike."""

import random
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from evaluation.moment import alle_momenten
from evaluation.momentpogingen import pogingregels
from evaluation.tabellen import INCASSO, KOSTEN, MELDING, POGING, SIGNAAL
from evaluation.vermeden import andere_gemeente, voor_na, wachtlijst
from evaluation.voorspellers import alle_voorspellers
from rules.log import Soort
from tests.evaluation.feitenrijen import DORP, JAAR, STAD, leeg, legde_vast, zet
from tests.models.omgevingen import Pg

WIE = [STAD, DORP]


def _rijen(zaad: int = 1) -> dict[str, list[dict[str, Any]]]:
    """Three hundred residents with an incassozaak, a melding and two attempts each."""
    toeval = random.Random(zaad)
    alle: dict[str, list[dict[str, Any]]] = {"incasso": [], "melding": [], "signaal": [], "poging": [], "kosten": []}

    def misschien(start: date, dagen: int, kans: float) -> date | None:
        return start + timedelta(days=toeval.randrange(dagen)) if toeval.random() < kans else None

    for n in range(1, 301):
        dag = JAAR.van + timedelta(days=toeval.randrange(120))
        vast = {"zaak_id": n, "gemeente": toeval.choice(WIE), "pseudoniem": f"p{n % 250}"}
        over = dag + timedelta(days=40)
        alle["incasso"].append({
            **vast, "vervaldag": dag, "aanmaning_op": dag + timedelta(days=20), "overgedragen_op": over,
            "wacht_op": over if n % 3 == 0 else None, "betekend_op": misschien(over, 120, 0.3),
            "betaald_op": misschien(dag, 200, 0.5), "regeling_op": misschien(dag, 200, 0.1),
        })  # fmt: skip
        bereikt = misschien(over, 20, 0.4)
        zelf = {**vast, "zaak_id": 1000 + n, "sector": toeval.choice(["water", "huur"]), "dagen": 40}
        alle["melding"].append({**zelf, "dag": over, "bereikt": bereikt is not None, "bereikt_op": bereikt,
                                "hulp_op": bereikt if n % 2 else None, "bron_zaak_id": n})  # fmt: skip
        alle["signaal"].append({**zelf, "ontvangen_op": over, "bedrag": toeval.choice([20_000, 90_000])})
        alle["poging"] += [
            {**zelf, "dag": over + timedelta(days=d), "nummer": d, "bereikt": toeval.random() < 0.3,
             "hulp": n % 2 == 0, "dagdeel": toeval.choice(["ochtend", "avond", None])} for d in (1, 2)
        ]  # fmt: skip
        alle["kosten"].append({**vast, "dag": over + timedelta(days=9), "bedrag": 900})
    return alle


def _antwoorden(db: Connection) -> list[Any]:
    rijen = _rijen()
    for naam, tabel in (("incasso", INCASSO), ("melding", MELDING), ("signaal", SIGNAAL), ("poging", POGING),
                        ("kosten", KOSTEN)):  # fmt: skip
        zet(db, tabel, rijen[naam])
    legde_vast(db, Soort.DWANGBEVEL_BETEKEND, Soort.REGELING_GETROFFEN, Soort.KOSTEN)
    momenten = [(s, sorted(s.krommen, key=lambda k: (k.einde, k.groep))) for s in alle_momenten(db, JAAR, WIE)]
    return [
        [(s.vraag, s.deling, krommen) for s, krommen in momenten], pogingregels(db, JAAR, WIE),
        alle_voorspellers(db, JAAR, WIE), wachtlijst(db, JAAR, WIE, 60),
        voor_na(db, JAAR, dict.fromkeys(WIE, date(2026, 4, 1)), 30),
        andere_gemeente(db, JAAR, {STAD: JAAR.van}, [DORP], 60),
    ]  # fmt: skip


@pytest.mark.postgres
def test_both_databases_answer_alike(pg: Pg) -> None:
    with leeg() as sqlite, pg.database() as url, leeg(url) as postgres:
        verwacht, gekregen = _antwoorden(sqlite), _antwoorden(postgres)
    for een, ander in zip(verwacht, gekregen, strict=True):
        assert een == ander
    momenten, pogingen, voorspeld, *vergeleken = verwacht
    assert any(punt.schatting for _, _, krommen in momenten for kromme in krommen for punt in kromme.lijn)
    assert any(regel.bereik for regel in pogingen)
    assert any(uitslag.kenmerken for uitslag in voorspeld)
    assert all(uitkomst.verschil for uitkomst in vergeleken)
