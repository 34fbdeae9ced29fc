# pyright: basic
"""Does the flow escalatie show what stays behind, once, and to whom it should?"""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from models import taakbeheer
from models.database import schrijven
from rules.taakacties import Wachtreden
from tasks import escaleren
from tasks.omgeving import Omgeving
from tests.flows.bouwstenen import vraag, wacht_tot
from tests.models.bouwers import GEMEENTE
from tests.models.taken import INCASSO, JULI_20, JULI_27, blik_van, een_collega, een_taak, gebeurd, stand
from tests.prefecthuis import Prefecthuis

DAG = timedelta(days=1)


def test_elke_taak_krijgt_zijn_stap_en_niet_nog_een_keer(waar: Omgeving) -> None:
    wie = een_collega(waar, "Sanne")
    taken = {
        "ruim op tijd": een_taak(waar, uiterlijk=JULI_27),
        "morgen, van niemand": een_taak(waar, uiterlijk=JULI_20 + DAG),
        "morgen, van Sanne": een_taak(waar, uiterlijk=JULI_20 + DAG, behandelaar_id=wie),
        "te laat bij Sanne": een_taak(waar, uiterlijk=JULI_20 - DAG, behandelaar_id=wie),
        "twee werkdagen te laat": een_taak(waar, uiterlijk=JULI_20 - 4 * DAG, afdeling=INCASSO),
        "weggelegd tot vandaag": een_taak(waar, wacht_tot=JULI_20, wacht_reden="afspraak"),
        "weggelegd tot morgen": een_taak(waar, wacht_tot=JULI_20 + DAG, wacht_reden="afspraak"),
        "gesloten": een_taak(waar, uiterlijk=JULI_20 - 9 * DAG, status="afgerond"),
        "van een andere gemeente": een_taak(waar, uiterlijk=JULI_20 - 9 * DAG, gemeente="buurdorp"),
    }
    eerste = escaleren.escaleer(GEMEENTE, JULI_20)
    assert eerste == {"gewaarschuwd": 2, "naar-teamleiding": 1, "terug-in-lijst": 1}
    assert escaleren.escaleer(GEMEENTE, JULI_20) == {}
    assert {naam: gebeurd(waar, taak) for naam, taak in taken.items() if gebeurd(waar, taak)} == {
        "morgen, van niemand": [("gewaarschuwd", None)],
        "te laat bij Sanne": [("gewaarschuwd", None)],
        "twee werkdagen te laat": [("naar-teamleiding", None)],
        "weggelegd tot vandaag": [("terug-in-lijst", None)],
    }
    standen = {naam: stand(waar, taak) for naam, taak in taken.items()}
    assert [s.escalatie for s in standen.values()] == [0, 1, 0, 1, 2, 0, 0, 0, 0]
    assert standen["weggelegd tot vandaag"].wacht_tot is None and not standen["weggelegd tot vandaag"].wacht_reden
    assert standen["weggelegd tot morgen"].wacht_tot == JULI_20 + DAG


def test_een_taak_die_blijft_liggen_komt_op_de_tweede_dag_bij_de_teamleiding(waar: Omgeving) -> None:
    taak = een_taak(waar, uiterlijk=JULI_20)
    dagen = [JULI_20 + n * DAG for n in range(-4, 8)]
    for dag in dagen:
        escaleren.escaleer(GEMEENTE, dag)
    assert gebeurd(waar, taak) == [("gewaarschuwd", None), ("naar-teamleiding", None)]
    assert stand(waar, taak).escalatie == 2


def test_wie_hem_van_de_teamleiding_kreeg_krijgt_eerst_de_tijd(waar: Omgeving) -> None:
    """What a team lead divides today is not back with him tomorrow."""
    leider, fatima = een_collega(waar, "Leida"), een_collega(waar, "Fatima")
    taak = een_taak(waar, uiterlijk=JULI_20 - 10 * DAG, escalatie=2)
    with schrijven(waar.engine) as db:
        assert taakbeheer.verdeel(db, blik_van(), leider, {taak: 0}, fatima) == {taak}
    vandaag = date.today()
    werkdag = waar.beleid(GEMEENTE).kalender.eerste_werkdag_vanaf(vandaag)
    assert escaleren.escaleer(GEMEENTE, werkdag) == {"gewaarschuwd": 1}
    later = waar.beleid(GEMEENTE).kalender.werkdagen_na(vandaag, 3)
    assert escaleren.escaleer(GEMEENTE, later) == {"naar-teamleiding": 1}


@pytest.mark.parametrize("dag", [JULI_20 - DAG, date(2026, 12, 25)], ids=["zondag", "Kerstmis"])
def test_op_een_vrije_dag_gebeurt_niets(waar: Omgeving, dag: date) -> None:
    taak = een_taak(waar, uiterlijk=JULI_20 - 9 * DAG)
    assert escaleren.escaleer(GEMEENTE, dag) == {}
    assert gebeurd(waar, taak) == []


def test_wie_een_formulier_open_heeft_kan_het_nog_versturen(waar: Omgeving) -> None:
    """A warning changes nothing that a colleague decides, so his page stays valid."""
    wie, taak = een_collega(waar, "Sanne"), een_taak(waar, uiterlijk=JULI_20)
    gezien = stand(waar, taak).versie
    escaleren.escaleer(GEMEENTE, JULI_20)
    with schrijven(waar.engine) as db:
        taakbeheer.neem(db, taak, gezien, wie)
    assert stand(waar, taak).behandelaar_id == wie and stand(waar, taak).escalatie == 1


def test_wie_net_opnieuw_weglegde_houdt_zijn_dag(waar: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the looking and the step a colleague puts the taak away again."""
    wie, taak = een_collega(waar, "Sanne"), een_taak(waar, wacht_tot=JULI_20)
    echt = escaleren._per_stap

    def tussendoor(*alles):
        with schrijven(waar.engine) as db:
            taakbeheer.leg_weg(db, taak, 0, wie, JULI_27, Wachtreden.TERUGBELLEN)
        return echt(*alles)

    monkeypatch.setattr(escaleren, "_per_stap", tussendoor)
    assert escaleren.escaleer(GEMEENTE, JULI_20) == {}
    assert (stand(waar, taak).wacht_tot, stand(waar, taak).wacht_reden) == (JULI_27, "terugbellen")


def test_twee_rondes_tegelijk_doen_elke_stap_een_keer(waar: Omgeving) -> None:
    taken, samen = [een_taak(waar, uiterlijk=JULI_20 - 9 * DAG) for _ in range(20)], Barrier(2)

    def ronde(_: int) -> int:
        samen.wait()
        return escaleren.escaleer(GEMEENTE, JULI_20)["naar-teamleiding"]

    with ThreadPoolExecutor(2) as ploeg:
        assert sum(ploeg.map(ronde, range(2))) == len(taken)
    assert all(gebeurd(waar, taak) == [("naar-teamleiding", None)] for taak in taken)


def test_veel_taken_gaan_in_delen(sqlite: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escaleren, "PER_KEER", 2)
    taken = [een_taak(sqlite, uiterlijk=JULI_20) for _ in range(5)]
    assert escaleren.escaleer(GEMEENTE, JULI_20) == {"gewaarschuwd": 5}
    assert all(len(gebeurd(sqlite, taak)) == 1 for taak in taken)


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_de_flow_loopt_in_prefect_en_noemt_alleen_aantallen(prefect: Prefecthuis, sqlite: Omgeving) -> None:
    from flows.escalatie import escalatie

    een_taak(sqlite, uiterlijk=JULI_20 - 9 * DAG)
    assert escalatie(GEMEENTE, JULI_20) == {"naar-teamleiding": 1}

    def zichtbaar() -> bool:
        runs = vraag(prefect.adres, "flow_runs/filter", {"sort": "EXPECTED_START_TIME_DESC"})
        return any(run["name"].startswith("escalatie Voorbeeldstad 20 juli") for run in runs)

    assert wacht_tot(zichtbaar)


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_de_escalatie_staat_in_het_rooster_van_elke_gemeente(prefect: Prefecthuis) -> None:
    from flows.deployments import UITROL

    [regel] = [regel for regel in UITROL if regel.naam == "escalatie"]
    assert regel.per_gemeente and regel.cron == "30 6 * * 1-5"
