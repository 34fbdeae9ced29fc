"""Is the draw fair, the same whenever it is done again, and only for who may take part? (rules/proef.py)"""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.beleidsbestand import feestdagen
from rules.beleid import parse_beleid
from rules.besluit import SendBericht, Wait
from rules.levering import Belastingsoort
from rules.log import Logregel, Soort
from rules.proef import PER_BLOK, Proef, indeling, kan_meedoen, stratum_van
from rules.voortgang import advance, decide
from rules.woorden import Berichtsoort, Doelgroep, Zaaksoort
from rules.zaak import Inwoner, Signaal
from tests.rules.bouwers import (
    BELEID,
    HERINNERD,
    JUNI_5,
    JUNI_19,
    een_incassozaak,
    een_vroegsignaal,
    signaal,
    vordering,
)
from tests.rules.proefbouwer import GEWOON, KORT, PLAN, SNELLER, data_met, proef, proefbeleid

JUNI_15 = date(2026, 6, 15)
DRIE = {"arm": [GEWOON, SNELLER, KORT], "omvang": 1667}


@given(st.integers(1, 2**40), st.integers(1, 40), st.sampled_from([{}, DRIE]))
def test_after_every_block_the_arms_are_equal(zaad: int, blokken: int, armen: dict[str, Any]) -> None:
    p = replace(proef(**armen), zaad=zaad)
    getrokken = Counter(p.arm_op("allen", n).naam for n in range(1, blokken * PER_BLOK * len(p.armen) + 1))
    assert set(getrokken.values()) == {blokken * PER_BLOK} and len(getrokken) == len(p.armen)


def test_the_draw_can_be_done_again_by_hand() -> None:
    """Two blocks of four cards: whoever keeps the plan gets the same ones, in every year."""
    eerste = [proef().arm_op("doelgroep=huurder telefoon=ja", n).naam for n in range(1, 9)]
    assert " ".join(eerste) == "sneller gewoon sneller gewoon gewoon sneller sneller gewoon"


def test_seed_stratum_and_name_each_give_another_draw() -> None:
    def kaarten(p: Proef, stratum: str = "a") -> str:
        return "".join(p.arm_op(stratum, n).naam[0] for n in range(1, 41))

    vier = {kaarten(proef()), kaarten(proef(), "b"), kaarten(proef(zaad=7)), kaarten(proef(naam="anders"))}
    assert len(vier) == 4


def test_the_next_card_cannot_be_guessed_better_than_half() -> None:
    """Over 4,000 strata the first card is either arm, about as often."""
    eerste = Counter(proef_.arm_op(f"s{n}", 1).naam for proef_ in [proef()] for n in range(4000))
    assert abs(eerste["gewoon"] - 2000) < 130


OP_WEG = een_incassozaak(HERINNERD)


@pytest.mark.parametrize(
    ("zaak", "dag", "mag"),
    [
        pytest.param(een_incassozaak(), date(2026, 6, 1), True, id="op de eerste dag"),
        pytest.param(een_incassozaak(), date(2026, 12, 31), True, id="op de laatste dag"),
        pytest.param(een_incassozaak(), date(2026, 5, 31), False, id="voor de start"),
        pytest.param(een_incassozaak(), date(2027, 1, 1), False, id="na het einde"),
        pytest.param(OP_WEG, JUNI_19, True, id="de reis begon na de start"),
        pytest.param(een_vroegsignaal(), JUNI_5, False, id="een ander traject"),
    ],
)
def test_who_may_take_part(zaak: Any, dag: date, mag: bool) -> None:
    assert kan_meedoen(zaak, proef(), dag) is mag


def test_a_journey_that_began_before_the_start_is_left_alone() -> None:
    assert not kan_meedoen(OP_WEG, proef(start=date(2026, 6, 6)), JUNI_19)


def test_nobody_is_drawn_twice() -> None:
    eerder = indeling(proef(naam="vorige"), proef().armen[1], "allen", 1, JUNI_5)
    assert not kan_meedoen(een_incassozaak(eerder), proef(), JUNI_19)


@pytest.mark.parametrize("spoed", [signaal(crisis=True), signaal(warm=True), signaal(hulp_gevraagd=True)])
def test_who_needs_help_now_is_never_drawn(spoed: Signaal) -> None:
    p = replace(proef(), traject=Zaaksoort.VROEGSIGNALERING)
    assert kan_meedoen(een_vroegsignaal(signalen=(signaal(),)), p, JUNI_19)
    assert not kan_meedoen(een_vroegsignaal(signalen=(signaal(), spoed)), p, JUNI_19)


def test_a_stratum_holds_bands_and_flags_only() -> None:
    p = proef(strata=["doelgroep", "belastingsoort", "telefoon"])
    zaak = een_incassozaak(
        inwoner=Inwoner(telefoon=True, geboortedatum=date(1980, 1, 1)),
        vorderingen=(vordering(100_00), vordering(300_00, Belastingsoort.RIOOLHEFFING, "101")),
    )
    assert stratum_van(p, zaak, Doelgroep.AOW) == "doelgroep=aow belastingsoort=rioolheffing telefoon=ja"
    assert stratum_van(proef(strata=[]), zaak, Doelgroep.AOW) == "allen"


def met_arm(p: Proef, naam: str) -> Any:
    arm = next(a for a in p.armen if a.naam == naam)
    return een_incassozaak(HERINNERD, indeling(p, arm, "allen", 1, JUNI_5))


def test_from_the_draw_on_the_rules_see_the_arm() -> None:
    beleid = proefbeleid()
    [p] = beleid.proeven
    assert decide(met_arm(p, "gewoon"), beleid, JUNI_15).action == Wait(JUNI_19)
    assert isinstance(decide(met_arm(p, "sneller"), beleid, JUNI_15).action, SendBericht)
    assert isinstance(advance(met_arm(p, "sneller"), beleid, JUNI_15).stappen[0].stap, SendBericht)
    assert advance(met_arm(p, "gewoon"), beleid, JUNI_15).stappen == ()


def test_each_arm_has_a_version_of_its_own_and_the_first_decides_as_the_beleid() -> None:
    beleid = proefbeleid()
    [p] = beleid.proeven
    gewoon, langer = beleid.armen_van(p)
    assert [b.versie for b in (gewoon, langer)] == [f"{beleid.versie}-arm1", f"{beleid.versie}-arm2"]
    assert replace(gewoon, versie="", proeven=()) == replace(beleid, versie="", proeven=())
    assert beleid.voor(een_incassozaak()) is beleid and langer.voor(met_arm(p, "sneller")) is langer


def test_without_proeven_the_version_is_what_it_was() -> None:
    assert parse_beleid(data_met(), feestdagen()).versie == BELEID.versie != proefbeleid().versie


def test_variants_are_worded_per_arm() -> None:
    beleid = proefbeleid(arm=[GEWOON, KORT])
    gewoon, kort = beleid.armen_van(beleid.proeven[0])
    assert [b.variant(Berichtsoort.HERINNERING) for b in (beleid, gewoon, kort)] == ["", "", "kort"]
    assert kort.variant(Berichtsoort.AANMANING) == ""


ANDERS: dict[str, dict[str, Any]] = {
    "uitkomst": {"uitkomst": "contact_21d"},
    "einde": {"einde": date(2027, 1, 31)},
    "zaad": {"zaad": 4},
    "omvang": {"onderscheid": 90, "omvang": 1842},
    "strata": {"strata": []},
    "wat een arm doet": {"arm": [GEWOON, SNELLER | {"incasso": {"reactietermijn_herinnering_d": 11}}]},
    "de naam van een arm": {"arm": [GEWOON, SNELLER | {"naam": "later"}]},
}


@pytest.mark.parametrize("anders", ANDERS.values(), ids=ANDERS)
def test_a_changed_plan_is_another_plan_and_its_zaken_go_back_to_the_beleid(anders: dict[str, Any]) -> None:
    oud, nieuw = proefbeleid(), proefbeleid(**anders)
    assert nieuw.proeven[0].plan != oud.proeven[0].plan
    zaak = met_arm(oud.proeven[0], "sneller")
    assert nieuw.voor(zaak) is nieuw and parse_beleid(data_met(), feestdagen()).voor(zaak) is not oud


def test_the_plan_moves_with_the_beleid_only_where_the_arms_differ() -> None:
    plan = proef().plan
    elders = parse_beleid(data_met(PLAN, incasso__belpogingen_max=4), feestdagen())
    hier = parse_beleid(data_met(PLAN, incasso__reactietermijn_herinnering_d=13), feestdagen())
    assert elders.proeven[0].plan == plan != hier.proeven[0].plan


def test_the_newest_draw_counts_when_a_log_holds_more() -> None:
    beleid = proefbeleid()
    [p] = beleid.proeven
    oud = Logregel(Soort.PROEF, JUNI_5, {"plan": "weg", "arm": "sneller", "proef": "x", "stratum": "", "plaats": 1})
    zaak = een_incassozaak(oud, indeling(p, p.armen[1], "allen", 1, JUNI_5))
    assert beleid.voor(zaak).versie.endswith("-arm2")
