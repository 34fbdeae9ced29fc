"""Which proef does a beleid refuse, and how many people does a plan need? (rules/proefplan.py)"""

import re
import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs import beleid as beleidspagina
from models.beleidsbestand import feestdagen
from rules.beleid import parse_beleid
from rules.parametertabel import PER_SLEUTEL
from rules.proefplan import MAG_VERSCHILLEN, benodigd
from rules.woorden import Zaaksoort
from tests.rules.beleidsbouwer import geweigerd
from tests.rules.proefbouwer import GEWOON, KORT, PLAN, SNELLER, data_met, proefbeleid

VROEG: dict[str, Any] = {
    "naam": "bezoek", "traject": "vroegsignalering", "uitkomst": "contact_21d", "basis": 17, "omvang": 985,
    "arm": [GEWOON, {"naam": "bellen", "vs": {"route_meervoudig": "bellen"}}],
}  # fmt: skip


def arm(**sectie: Any) -> dict[str, Any]:
    """Return the plan with this second arm."""
    return {"arm": [GEWOON, {"naam": "anders", **sectie}]}


@pytest.mark.parametrize(
    ("basis", "effect", "onderscheid", "per_arm"),
    [
        pytest.param(50, 10, 80, 388, id="van 50 naar 60"),
        pytest.param(10, 10, 80, 199, id="van 10 naar 20"),
        pytest.param(60, 10, 90, 477, id="van 60 naar 70, 90 procent kans"),
        pytest.param(30, 5, 80, 1377, id="van 30 naar 35"),
    ],
)
def test_the_size_is_that_of_the_textbook(basis: int, effect: int, onderscheid: int, per_arm: int) -> None:
    """50 to 60 by hand: (1.959964 √(2 · 0.55 · 0.45) + 0.841621 √(0.25 + 0.24))² / 0.01 = 1.968091² / 0.01 = 387.3."""
    assert benodigd(basis, effect, onderscheid) == per_arm


@given(st.integers(1, 60), st.integers(1, 38))
def test_a_larger_effect_or_less_certainty_needs_fewer_people(basis: int, effect: int) -> None:
    gewoon = benodigd(basis, effect, 80)
    assert benodigd(basis, effect + 1, 80) <= gewoon < benodigd(basis, effect, 90) and gewoon > 1
    assert gewoon < benodigd(basis, effect, 80, 3)


@pytest.mark.parametrize("plan", [PLAN, PLAN | {"arm": [GEWOON, KORT]}, PLAN | VROEG], ids=lambda p: p["naam"])
def test_a_sound_plan_is_taken(plan: dict[str, Any]) -> None:
    [gelezen] = parse_beleid(data_met(plan), feestdagen()).proeven
    assert (gelezen.naam, gelezen.omvang, len(gelezen.plan)) == (plan["naam"], plan["omvang"], 16)


FOUT: dict[str, tuple[dict[str, Any], str]] = {
    "het plan staat pas vast op de startdag": ({"vastgesteld_op": date(2026, 6, 1)}, "vóór de start"),
    "het plan staat pas na de start vast": ({"vastgesteld_op": date(2026, 6, 2)}, "vóór de start"),
    "het einde ligt voor de start": ({"einde": date(2026, 5, 31)}, "het einde ligt niet na de start"),
    "te weinig mensen": ({"omvang": 500}, "toegestaan: 1377 per arm"),
    "te veel mensen": ({"omvang": 1378}, "toegestaan: 1377 per arm"),
    "een half plan": ({"basis": None}, "basis"),
    "basis en effect kunnen niet samen": ({"basis": 97}, "samen meer dan 99 procent"),
    "een kans die niemand kiest": ({"onderscheid": 85}, "80 of 90 procent"),
    "stoppen zodra het goed uitkomt": ({"stopregel": "tussentijds"}, "tussentijds kijken maakt de uitslag oneerlijk"),
    "een zaad dat geen getal is": ({"zaad": "vandaag"}, "zaad"),
    "een uitkomst die niet bestaat": ({"uitkomst": "tevreden"}, "deze keuze bestaat niet"),
    "een uitkomst van een ander traject": ({"uitkomst": "hulp"}, "dit traject kent deze uitkomst niet"),
    "een stratum dat niet bestaat": ({"strata": ["wijk"]}, "deze lijst klopt niet"),
    "een stratum dat er twee keer staat": ({"strata": ["telefoon", "telefoon"]}, "deze lijst klopt niet"),
    "een stratum dat het team niet mag weten": (VROEG | {"strata": ["belastingsoort"]}, "kent de belasting niet"),
    "een sleutel die niet bestaat": ({"loting": "munt"}, "deze sleutel bestaat niet"),
    "een naam met een naam erin": ({"naam": "Jan de Boer"}, "naam"),
    "een arm": ({"arm": [GEWOON]}, "er is niets te vergelijken"),
    "vijf armen": ({"arm": [GEWOON] * 5}, "er is niets te vergelijken"),
    "de eerste arm verandert iets": ({"arm": [SNELLER, GEWOON]}, "de eerste arm is het beleid zelf"),
    "twee armen doen hetzelfde": ({"arm": [GEWOON, {"naam": "ook"}]}, "twee armen doen hetzelfde"),
    "een arm doet wat het beleid al doet": (arm(incasso={"reactietermijn_herinnering_d": 14}), "doen hetzelfde"),
    "twee armen heten hetzelfde": ({"arm": [GEWOON, SNELLER | {"naam": "gewoon"}]}, "dezelfde naam"),
    "een variant die niet bestaat": (arm(variant={"herinnering": "dreigend"}), "deze variant van een brief"),
    "een variant van een brief zonder variant": (arm(variant={"aanmaning": "kort"}), "deze variant van een brief"),
    "een variant van het andere team": (VROEG | arm(variant={"herinnering": "kort"}), "deze variant van een brief"),
    "geen tabel": ({"arm": "munt"}, "er is niets te vergelijken"),
}


@pytest.mark.parametrize(("anders", "zegt"), FOUT.values(), ids=FOUT)
def test_a_plan_that_proves_nothing_is_refused(anders: dict[str, Any], zegt: str) -> None:
    assert zegt in str(geweigerd(data_met(PLAN | anders)))


SCHADE: dict[str, tuple[dict[str, Any], str]] = {
    "onder het wettelijk minimum": (arm(incasso={"aanmaning_termijn_d": 13}), "wettelijk minimum van 14 dagen"),
    "buiten de grenzen": (arm(incasso={"reactietermijn_herinnering_d": 29}), "buiten de grenzen"),
    "zonder herinnering": (arm(incasso={"herinnering_kosteloos": False}), "mag in een proef niet verschillen"),
    "niet bellen onder een bedrag": (arm(incasso={"bel_min_bedrag": 400}), "mag in een proef niet verschillen"),
    "geen persoonlijk contact": (arm(incasso={"zonder_telefoonnummer": "geen"}), "geen contact of hulpaanbod weglaten"),
    "meer dagdelen dan pogingen": (arm(incasso={"belpogingen_max": 1}), "geen contact of hulpaanbod weglaten"),
    "weken stilte": (arm(incasso={"reactietermijn_herinnering_d": 28}), "incasso.max_stilte_d is 35"),
    "nooit een signaal": (arm(signaal={"grondslag": "uit"}), "mag in een proef niet verschillen"),
    "dwangbevel voor hulp een kans kreeg": (arm(signaal={"wacht_op_hulp_d": 0}), "de reactietijd op het hulpaanbod"),
    "korter wachten na een afwijzing": (arm(wachttijd_na_afwijzing_d=10), "deze sleutel bestaat niet"),
    "een bezoek zonder bezoek": (VROEG | arm(vs={"max_bezoeken": 0}), "geen contact of hulpaanbod weglaten"),
    "alleen een sms die niet mag": (
        VROEG | arm(vs={"route_enkelvoudig": "sms", "sms_toegestaan": "nooit"}), "geen enkele poging",
    ),
    "geen pauze na hulp": (VROEG | arm(vs={"pauze_na_acceptatie_d": 30}), "mag in een proef niet verschillen"),
}  # fmt: skip


@pytest.mark.parametrize(("anders", "zegt"), SCHADE.values(), ids=SCHADE)
def test_an_arm_that_takes_something_from_a_resident_is_refused(anders: dict[str, Any], zegt: str) -> None:
    assert zegt in str(geweigerd(data_met(PLAN | anders)))


def test_also_where_the_gemeente_hands_nothing_over_personal_contact_stays() -> None:
    data = data_met(PLAN | arm(incasso={"zonder_telefoonnummer": "geen"}), signaal__grondslag="uit")
    assert "geen contact of hulpaanbod weglaten" in str(geweigerd(data))


def test_what_the_gemeente_itself_chose_is_not_held_against_an_arm() -> None:
    data = data_met(PLAN, incasso__zonder_telefoonnummer="geen")
    assert parse_beleid(data, feestdagen()).proeven


def test_two_proeven_never_share_a_resident() -> None:
    tweede = PLAN | {"naam": "tweede", "start": date(2026, 12, 31), "einde": date(2027, 6, 30)}
    assert "lopen op dezelfde dagen" in str(geweigerd(data_met(PLAN, tweede)))
    assert "twee proeven hebben dezelfde naam" in str(geweigerd(data_met(PLAN, PLAN)))
    erna = tweede | {"start": date(2027, 1, 1)}
    assert len(parse_beleid(data_met(PLAN, erna, PLAN | VROEG), feestdagen()).proeven) == 3


def test_no_arm_touches_what_is_not_on_the_list() -> None:
    """Every other parameter of a beleid is refused in an arm, whatever its value."""
    for sleutel, parameter in PER_SLEUTEL.items():
        sectie, _, veld = sleutel.rpartition(".")
        if sleutel not in MAG_VERSCHILLEN[Zaaksoort.INCASSO]:
            geweigerd(data_met(PLAN | arm(**({sectie: {veld: parameter.standaard}} if sectie else {veld: 1}))))


@pytest.mark.parametrize("ruw", ["ja", 3, [3], [{}], {"naam": "x"}], ids=str)
def test_what_is_no_proef_is_refused_and_nothing_breaks(ruw: Any) -> None:
    geweigerd(data_met() | {"proef": ruw})


@given(
    st.dictionaries(st.sampled_from(sorted(PLAN)), st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text())))
)
def test_no_value_breaks_the_reader(anders: dict[str, Any]) -> None:
    if anders and any(PLAN[k] != v for k, v in anders.items()):
        try:
            parse_beleid(data_met(PLAN | anders), feestdagen())
        except ValueError as fout:
            assert "Dit beleid kan niet worden gebruikt" in str(fout)


def test_the_example_of_the_manual_is_a_sound_plan() -> None:
    voorbeeld = re.search(r"```toml\n(.*?)```", beleidspagina.proeven(), re.S)
    assert voorbeeld is not None
    data = data_met() | tomllib.loads(voorbeeld[1])
    assert [arm.naam for arm in parse_beleid(data, feestdagen()).proeven[0].armen] == ["gewoon", "sneller"]


def test_every_problem_is_told_at_once() -> None:
    fout = geweigerd(data_met(PLAN | {"omvang": 600, "onderscheid": 85, **arm(incasso={"aanmaning_termijn_d": 10})}))
    assert [b.sleutel.removeprefix("proef[1].") for b in fout.bevindingen] == [
        "arm[2].incasso.aanmaning_termijn_d", "onderscheid", "omvang",
    ]  # fmt: skip


def test_an_arm_is_named_where_it_is_wrong() -> None:
    tekst = str(geweigerd(data_met(PLAN | SCHADE["weken stilte"][0])))
    assert "proef korter-wachten, arm anders" in tekst
    assert proefbeleid().armen
