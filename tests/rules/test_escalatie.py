"""Which taken stay behind, and who must see that? (rules/escalatie.py)"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.escalatie import Stand, laatste_dag_in_zicht, stappen, vraagt_aandacht
from rules.taakacties import BIJ_TEAMLEIDING, GEWAARSCHUWD, Actie
from tests.rules.bouwers import BELEID, beleid_met

MAANDAG = date(2026, 7, 20)
DAG = timedelta(days=1)
VRIJ, BEZET = Stand(MAANDAG, vrij=True), Stand(MAANDAG, vrij=False)
TERUG, WAARSCHUW, LEIDING = Actie.TERUG_IN_LIJST, Actie.GEWAARSCHUWD, Actie.NAAR_TEAMLEIDING


def op(later: int, stand: Stand = VRIJ, **anders: object) -> Stand:
    """A taak whose last day is so many calendar days after Monday 20 July."""
    return replace(stand, uiterste_dag=MAANDAG + later * DAG, **anders)  # type: ignore[arg-type]


STANDEN = [
    pytest.param(op(2), (), id="over twee werkdagen, van niemand: nog niets"),
    pytest.param(op(1), (WAARSCHUW,), id="over een werkdag, van niemand: waarschuwen"),
    pytest.param(op(0), (WAARSCHUW,), id="vandaag, van niemand: waarschuwen"),
    pytest.param(op(1, BEZET), (), id="over een werkdag, een collega heeft hem: niets"),
    pytest.param(op(0, BEZET), (), id="vandaag, een collega heeft hem: niets"),
    pytest.param(op(-1, BEZET), (WAARSCHUW,), id="te laat, ook bij een collega: waarschuwen"),
    pytest.param(op(1, escalatie=1), (), id="al gewaarschuwd: niet nog een keer"),
    pytest.param(op(-3), (WAARSCHUW,), id="vrijdag was de laatste dag: een werkdag te laat"),
    pytest.param(op(-4), (LEIDING,), id="donderdag was de laatste dag: twee werkdagen te laat"),
    pytest.param(op(-4, BEZET, escalatie=1), (LEIDING,), id="twee werkdagen te laat na een waarschuwing"),
    pytest.param(op(-30, escalatie=2), (), id="de teamleiding ziet hem al"),
    pytest.param(
        op(-30, BEZET, verdeeld_op=MAANDAG - 3 * DAG), (WAARSCHUW,),
        id="de teamleiding gaf hem vrijdag aan een collega: die krijgt de tijd",
    ),
    pytest.param(
        op(-30, BEZET, escalatie=1, verdeeld_op=MAANDAG - 4 * DAG), (LEIDING,),
        id="de teamleiding gaf hem donderdag weg en hij is nog niet klaar",
    ),
    pytest.param(op(9, wacht_tot=MAANDAG), (TERUG,), id="weggelegd tot vandaag: terug in de lijst"),
    pytest.param(op(9, wacht_tot=MAANDAG + DAG), (), id="weggelegd tot morgen: blijft weg"),
    pytest.param(op(1, wacht_tot=MAANDAG + DAG), (), id="weggelegd en bijna te laat: iemand weet ervan"),
    pytest.param(op(-1, wacht_tot=MAANDAG + DAG), (WAARSCHUW,), id="weggelegd maar te laat: toch waarschuwen"),
    pytest.param(op(-9, wacht_tot=MAANDAG - DAG), (TERUG, LEIDING), id="terug, en veel te laat"),
]  # fmt: skip


@pytest.mark.parametrize(("stand", "verwacht"), STANDEN)
def test_wat_er_met_een_taak_gebeurt(stand: Stand, verwacht: tuple[Actie, ...]) -> None:
    assert stappen(stand, BELEID, MAANDAG) == verwacht


def test_het_beleid_bepaalt_wanneer() -> None:
    ruim = beleid_met(werk__waarschuw_vooraf_wd=3, werk__teamleiding_na_wd=5)
    assert stappen(op(3), ruim, MAANDAG) == (WAARSCHUW,)
    assert stappen(op(4), ruim, MAANDAG) == ()
    assert stappen(op(-4), ruim, MAANDAG) == (WAARSCHUW,)
    assert stappen(op(-7), ruim, MAANDAG) == (LEIDING,)
    nooit_vooraf = beleid_met(werk__waarschuw_vooraf_wd=0)
    assert stappen(op(1), nooit_vooraf, MAANDAG) == ()
    assert stappen(op(0), nooit_vooraf, MAANDAG) == (WAARSCHUW,)


dagen = st.dates(date(2026, 6, 1), date(2027, 2, 1))
standen = st.builds(Stand, dagen, st.booleans(), st.integers(0, 2), st.none() | dagen, st.none() | dagen)


@given(standen, dagen)
def test_twee_keer_kijken_op_een_dag_verandert_niets_meer(stand: Stand, today: date) -> None:
    na = stand
    for actie in stappen(stand, BELEID, today):
        if actie == TERUG:
            na = replace(na, wacht_tot=None)
        else:
            na = replace(na, escalatie=GEWAARSCHUWD if actie == WAARSCHUW else BIJ_TEAMLEIDING)
    assert stappen(na, BELEID, today) == ()


@given(standen, dagen)
def test_verder_dan_in_zicht_vraagt_niets_aandacht(stand: Stand, today: date) -> None:
    if stand.uiterste_dag > laatste_dag_in_zicht(BELEID, today):
        assert not vraagt_aandacht(stand, BELEID, today)
