"""What does a colleague read about a taak, and what may he do with it? (rules/taakwoorden.py, rules/taakacties.py)"""

from datetime import date, timedelta
from types import FunctionType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs import reis
from models.beleidsbestand import feestdagen
from rules import incasso, taakacties, taakwoorden, vroegsignalering
from rules.kalender import Kalender, Stilte
from rules.taakacties import LANGST_WEG_D, Actie, Hand, fout_in_wachtdag, waarom_niet
from rules.taakwoorden import AANLEIDING, DOEL, GROND, NAAM, einde_week, termijn_in_woorden, werkdagen_tot
from rules.termijnen import WETTELIJK
from rules.woorden import Taaksoort

NL = Kalender(feestdagen(), (Stilte.parse("12-20/01-02"),))
MAANDAG, VRIJDAG = date(2026, 7, 20), date(2026, 7, 24)
DAG = timedelta(days=1)

TERMIJNEN = [
    pytest.param(MAANDAG, MAANDAG, "vandaag", id="vandaag"),
    pytest.param(MAANDAG, MAANDAG + DAG, "over 1 werkdag", id="morgen"),
    pytest.param(MAANDAG, VRIJDAG, "over 4 werkdagen", id="deze week"),
    pytest.param(VRIJDAG, MAANDAG + 7 * DAG, "over 1 werkdag", id="na het weekend"),
    pytest.param(VRIJDAG, VRIJDAG + DAG, "voor de volgende werkdag", id="de laatste dag is een zaterdag"),
    pytest.param(MAANDAG, MAANDAG - 3 * DAG, "1 werkdag te laat", id="vrijdag was de laatste dag"),
    pytest.param(MAANDAG, MAANDAG - DAG, "1 werkdag te laat", id="zondag was de laatste dag"),
    pytest.param(VRIJDAG + DAG, VRIJDAG, "te laat", id="nu zaterdag, gisteren was de laatste dag"),
    pytest.param(date(2026, 4, 2), date(2026, 4, 7), "over 1 werkdag", id="over Pasen heen"),
    pytest.param(date(2026, 12, 18), date(2027, 1, 4), "over 1 werkdag", id="over de kerststilte heen"),
    pytest.param(MAANDAG, MAANDAG + 401 * DAG, "over meer dan een jaar", id="zo ver telt niemand"),
    pytest.param(MAANDAG, MAANDAG - 401 * DAG, "meer dan een jaar te laat", id="zo ver terug telt niemand"),
]


@pytest.mark.parametrize(("vandaag", "dag", "verwacht"), TERMIJNEN)
def test_hoe_lang_er_nog_is(vandaag: date, dag: date, verwacht: str) -> None:
    assert termijn_in_woorden(NL, vandaag, dag) == verwacht


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 30))
def test_de_zoveelste_werkdag_is_zoveel_werkdagen_verder(vandaag: date, n: int) -> None:
    daar = NL.werkdagen_na(vandaag, n)
    assert werkdagen_tot(NL, vandaag, daar) == n
    assert werkdagen_tot(NL, daar, vandaag) == -n


@pytest.mark.parametrize("dag", [MAANDAG + n * DAG for n in range(7)], ids=str)
def test_de_week_eindigt_op_zondag(dag: date) -> None:
    assert einde_week(dag) == date(2026, 7, 26)


def test_elke_soort_heeft_een_naam_en_een_doel() -> None:
    assert set(NAAM) == set(DOEL) == set(Taaksoort)
    assert set(GROND) == set(WETTELIJK)
    assert set(taakwoorden.TERMIJN) == set(taakwoorden.Termijn)


@pytest.mark.parametrize(
    "regel", [r for m in (incasso, vroegsignalering) for r in m.RULES], ids=lambda r: f"{r.__module__}.{r.__name__}"
)
def test_elke_regel_die_een_taak_maakt_zegt_waarom(regel: FunctionType) -> None:
    maakt = any(antwoord.startswith("taak ") and antwoord != "taak vervallen" for antwoord in reis.uitkomsten(regel))
    assert (regel.__name__ in AANLEIDING) == maakt


def test_elke_daad_en_elke_reden_heeft_woorden() -> None:
    assert set(taakacties.ACTIE) == set(Actie)
    assert set(taakacties.WACHT) == set(taakacties.Wachtreden)
    assert set(taakacties.ESCALATIE) == set(taakacties.Escalatiereden)
    assert max(len(a) for a in Actie) <= 20 and max(len(r) for r in taakacties.Wachtreden) <= 40


MIJN, VRIJ, ANDER = Hand(True, False, False), Hand(False, True, False), Hand(False, False, False)
LEIDER = Hand(False, False, True)
LEIDER_VRIJ = Hand(False, True, True)
MAG: dict[Actie, tuple[bool, bool, bool, bool, bool]] = {
    #                    mijn, vrij, van een ander, leiding (van een ander), leiding (vrij)
    Actie.GENOMEN: (True, True, False, False, True),
    Actie.TERUGGEGEVEN: (True, False, False, True, False),
    Actie.TOEGEWEZEN: (True, True, False, True, True),
    Actie.WEGGELEGD: (True, False, False, True, True),
    Actie.TERUGGEHAALD: (False, False, False, False, False),
    Actie.GEESCALEERD: (True, True, True, True, True),
}


@pytest.mark.parametrize("actie", MAG, ids=str)
@pytest.mark.parametrize("welke", range(5), ids=["mijn", "vrij", "van een ander", "leiding", "leiding, vrij"])
def test_wie_wat_mag(actie: Actie, welke: int) -> None:
    hand = (MIJN, VRIJ, ANDER, LEIDER, LEIDER_VRIJ)[welke]
    assert (waarom_niet(actie, hand) == "") == MAG[actie][welke]


def test_wat_weg_is_haalt_iedereen_terug_en_twee_keer_vragen_hoeft_niet() -> None:
    weg = Hand(False, False, False, weg=True, bij_leiding=True)
    assert waarom_niet(Actie.TERUGGEHAALD, weg) == ""
    assert waarom_niet(Actie.GEESCALEERD, weg) == "Deze taak is al bij de teamleiding."


WEG = [
    pytest.param(MAANDAG - DAG, False, "Kies een dag na vandaag.", id="gisteren"),
    pytest.param(MAANDAG, False, "Kies een dag na vandaag.", id="vandaag"),
    pytest.param(MAANDAG + DAG, False, "", id="morgen"),
    pytest.param(VRIJDAG + DAG, False, "", id="voorbij een eigen termijn"),
    pytest.param(MAANDAG + LANGST_WEG_D * DAG, False, "", id="de langste tijd"),
    pytest.param(MAANDAG + (LANGST_WEG_D + 1) * DAG, False, "Kies een dag binnen 60 dagen.", id="te lang"),
    pytest.param(VRIJDAG, True, "", id="tot de laatste dag uit de wet"),
    pytest.param(VRIJDAG + DAG, True, "termijn uit de wet", id="voorbij een termijn uit de wet"),
]


@pytest.mark.parametrize(("tot", "wettelijk", "verwacht"), WEG)
def test_tot_wanneer_een_taak_weg_mag(tot: date, wettelijk: bool, verwacht: str) -> None:
    fout = fout_in_wachtdag(tot, VRIJDAG, wettelijk=wettelijk, today=MAANDAG)
    assert verwacht in fout and bool(verwacht) == bool(fout)
