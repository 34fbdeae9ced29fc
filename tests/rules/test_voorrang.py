"""Which taak comes first, and why? (rules/voorrang.py)"""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.levering import Sector
from rules.log import Soort
from rules.voorrang import DAGEN, GELDT, UITLEG, Waarom, bedrag, is_wettelijk, voorrang
from rules.woorden import Taaksoort
from rules.zaak import Inwoner, Signaal, Zaak
from tests.rules.bouwers import JULI_20, een_incassozaak, een_melding, een_vroegsignaal, feit, signaal, vordering

LAATSTE = date(2026, 7, 27)
DAG = timedelta(days=1)
OUD = (signaal("07-01"),)
CRISIS = (signaal(crisis=True),)
BETAALDE_CRISIS = (signaal(crisis=True, voldaan=True), signaal())

REDENEN = [
    pytest.param(Taaksoort.BELLEN, een_vroegsignaal(), (), id="een gewoon signaal: geen reden"),
    pytest.param(Taaksoort.CRISIS, een_vroegsignaal(), (Waarom.CRISIS, Waarom.WETTELIJK), id="een taak crisis"),
    pytest.param(Taaksoort.HUISBEZOEK, een_vroegsignaal(signalen=CRISIS), (Waarom.CRISIS,), id="er dreigt een crisis"),
    pytest.param(
        Taaksoort.BELLEN, een_vroegsignaal(signalen=BETAALDE_CRISIS), (Waarom.TWEE_SIGNALEN,),
        id="de crisis is betaald",
    ),
    pytest.param(Taaksoort.GESPREK_PLANNEN, een_vroegsignaal(), (Waarom.WETTELIJK,), id="een termijn uit de wet"),
    pytest.param(Taaksoort.BELLEN, een_incassozaak(inwoner=Inwoner(), openstaand=99_999), (), id="net geen 1.000"),
    pytest.param(
        Taaksoort.BELLEN, een_incassozaak(inwoner=Inwoner(), openstaand=100_000), (Waarom.FLINK_BEDRAG,),
        id="1.000 euro",
    ),
    pytest.param(
        Taaksoort.BELLEN, een_incassozaak(inwoner=Inwoner(), openstaand=249_999), (Waarom.FLINK_BEDRAG,),
        id="net geen 2.500 euro",
    ),
    pytest.param(
        Taaksoort.BELLEN, een_incassozaak(inwoner=Inwoner(), openstaand=250_000), (Waarom.HOOG_BEDRAG,),
        id="2.500 euro: alleen het zwaarste telt",
    ),
    pytest.param(
        Taaksoort.BELLEN, een_vroegsignaal(signalen=(signaal(), signaal())), (Waarom.TWEE_SIGNALEN,),
        id="twee signalen",
    ),
    pytest.param(
        Taaksoort.BELLEN, een_vroegsignaal(signalen=(signaal(),) * 4), (Waarom.DRIE_SIGNALEN,),
        id="drie of meer signalen",
    ),
    pytest.param(
        Taaksoort.BELLEN,
        een_vroegsignaal(feit(Soort.MELDING, "07-20", meervoudig=False, opeenvolgend=True)), (Waarom.OPEENVOLGEND,),
        id="kort na een eerdere melding",
    ),
    pytest.param(Taaksoort.BELLEN, een_melding(), (), id="een eerste melding"),
    pytest.param(Taaksoort.BELLEN, een_vroegsignaal(signalen=OUD), (Waarom.OUD_SIGNAAL,), id="een oud signaal"),
    pytest.param(
        Taaksoort.BELLEN, een_vroegsignaal(signalen=(signaal("07-06"),)), (), id="precies twee weken is niet oud",
    ),
    pytest.param(
        Taaksoort.BELLEN, een_vroegsignaal(inwoner=Inwoner(telefoon=True)), (Waarom.GOED_BEREIKBAAR,),
        id="bellen met een nummer",
    ),
    pytest.param(
        Taaksoort.HUISBEZOEK, een_vroegsignaal(inwoner=Inwoner(telefoon=True)), (), 
        id="een nummer telt niet bij bezoek",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("soort", "zaak", "verwacht"), REDENEN)
def test_welke_redenen_gelden(soort: Taaksoort, zaak: Zaak, verwacht: tuple[Waarom, ...]) -> None:
    plek = voorrang(soort, zaak, LAATSTE, JULI_20)
    assert tuple(waarom for waarom, _ in plek.redenen) == verwacht
    assert plek.dag == LAATSTE - sum(DAGEN[w] for w in verwacht) * DAG
    assert all(dagen == DAGEN[waarom] for waarom, dagen in plek.redenen)


def test_elke_reden_heeft_dagen_een_toets_en_een_uitleg() -> None:
    assert set(DAGEN) == set(GELDT) == set(UITLEG) == set(Waarom)
    assert min(DAGEN.values()) > 0


def test_crisis_telt_zwaarder_dan_alles_samen_en_tien_jaar_te_laat() -> None:
    rest = sum(dagen for waarom, dagen in DAGEN.items() if waarom != Waarom.CRISIS)
    assert DAGEN[Waarom.CRISIS] > rest + 9 * 365


def test_wat_betaald_is_telt_niet_mee_in_het_bedrag() -> None:
    assert bedrag(een_vroegsignaal(signalen=(signaal(bedrag=100), signaal(bedrag=50, voldaan=True)))) == 100
    assert bedrag(een_incassozaak(vorderingen=(vordering(100), vordering(50)))) == 150


def test_alleen_gesprek_en_crisis_hebben_een_termijn_uit_de_wet() -> None:
    assert {s for s in Taaksoort if is_wettelijk(s)} == {Taaksoort.GESPREK_PLANNEN, Taaksoort.CRISIS}


signalen = st.lists(
    st.builds(
        Signaal,
        st.integers(1, 9),
        st.just("partner"),
        st.sampled_from(Sector),
        st.integers(1, 1_000_000),
        st.dates(date(2026, 1, 1), date(2026, 7, 20)),
        crisis=st.booleans(),
        voldaan=st.booleans(),
    ),
    min_size=1,
    max_size=5,
).map(tuple)
zaken = st.one_of(
    st.builds(
        een_incassozaak, inwoner=st.builds(Inwoner, telefoon=st.booleans()), openstaand=st.integers(0, 1_000_000)
    ),
    st.builds(een_vroegsignaal, signalen=signalen, inwoner=st.builds(Inwoner, telefoon=st.booleans())),
    st.builds(een_melding, signalen=signalen),
)
laatste_dagen = st.dates(date(2024, 1, 1), date(2029, 1, 1))


@given(st.sampled_from(Taaksoort), zaken, laatste_dagen, st.sampled_from(Taaksoort), zaken, laatste_dagen)
def test_een_crisis_komt_altijd_eerst(
    soort: Taaksoort, zaak: Zaak, laatste: date, andere_soort: Taaksoort, andere: Zaak, anders_laatste: date
) -> None:
    """However late the other is, how much money it is about and how many other reasons it has."""
    crisis = voorrang(soort, zaak, laatste, JULI_20)
    gewoon = voorrang(andere_soort, andere, anders_laatste, JULI_20)
    assume(Waarom.CRISIS in dict(crisis.redenen) and Waarom.CRISIS not in dict(gewoon.redenen))
    assert crisis.dag < gewoon.dag


@given(st.sampled_from(Taaksoort), zaken, laatste_dagen, st.integers(1, 400))
def test_bij_dezelfde_redenen_komt_de_vroegste_laatste_dag_eerst(
    soort: Taaksoort, zaak: Zaak, laatste: date, later: int
) -> None:
    eerst, dan = (voorrang(soort, zaak, laatste + n * DAG, JULI_20) for n in (0, later))
    assert eerst.redenen == dan.redenen
    assert dan.dag - eerst.dag == later * DAG


@given(st.sampled_from(Taaksoort), zaken, laatste_dagen)
def test_de_dag_is_uit_te_rekenen_met_de_redenen_die_de_lijst_toont(
    soort: Taaksoort, zaak: Zaak, laatste: date
) -> None:
    plek = voorrang(soort, zaak, laatste, JULI_20)
    assert plek.dag + sum(dagen for _, dagen in plek.redenen) * DAG == laatste
    assert plek.dag <= laatste
