"""Does a proef find what is there, at the planned size and not before, and else say nothing? (proefuitslag.py)"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from evaluation.proefrijen import Deelnemer, Verloop
from evaluation.proefuitslag import Stand, Uitslag, beoordeel
from evaluation.statistiek.aandelen import omvang
from rules.proef import PER_BLOK, Proef
from rules.proefplan import benodigd
from tests.rules.proefbouwer import GEWOON, KORT, SNELLER, proef

KLEIN: dict[str, Any] = {"basis": 5, "effect": 5, "omvang": 435}
"""Five procentpunt more than five procent: the smallest plan that looks for a difference of five."""

START = date(2026, 6, 1)
RIJP = START + timedelta(days=14)
ZADEN = 400


@cache
def gelezen() -> Proef:
    return proef(**KLEIN)


def plan(zaad: int = 20260501) -> Proef:
    return replace(gelezen(), zaad=zaad)


def loot(p: Proef, aantal: int, stratum: str = "allen") -> list[str]:
    blokken = range(-(-aantal // (PER_BLOK * len(p.armen))))
    return [arm.naam for n in blokken for arm in p.blok(stratum, n)][:aantal]


def deelnemers(p: Proef, kans: dict[str, float], aantal: int | None = None, zaad: int = 0) -> list[Deelnemer]:
    """Return the participants of one stratum, each with the outcome by the chance of his arm."""
    armen = loot(p, p.totaal if aantal is None else aantal)
    geworpen = np.random.default_rng(zaad).random(len(armen))
    klassen = np.random.default_rng(zaad + 10_000).choice(["tot 100 euro", "100 tot 300 euro"], len(armen))
    return [
        Deelnemer(n, START, arm, "allen", n, bool(worp < kans[arm]), {"bedrag": str(klasse)})
        for n, (arm, worp, klasse) in enumerate(zip(armen, geworpen, klassen, strict=True), 1)
    ]


def oordeel(p: Proef, wie: Sequence[Deelnemer], tot: date = RIJP, **anders: Any) -> Uitslag:
    return beoordeel(p, Verloop(tuple(wie), **anders), tot)


EFFECT, GEEN = {"gewoon": 0.05, "sneller": 0.10}, {"gewoon": 0.05, "sneller": 0.05}


@cache
def standen(sneller: float, zaden: int = ZADEN) -> tuple[Stand, ...]:
    kans = {"gewoon": 0.05, "sneller": sneller}
    return tuple(oordeel(plan(zaad), deelnemers(plan(zaad), kans, zaad=zaad)).stand for zaad in range(1, zaden + 1))


def test_five_points_are_found_as_often_as_the_plan_promises() -> None:
    """The plan says 80 %; over 200 seeds the share lies within 3 standard errors (2.8 points each) of that."""
    gevonden = standen(0.10, 200).count(Stand.VERSCHIL) / 200
    assert 0.715 <= gevonden <= 0.885


def test_without_an_effect_hardly_ever_a_difference_is_found() -> None:
    assert standen(0.05).count(Stand.VERSCHIL) / ZADEN <= 0.06


def test_one_participant_short_nothing_is_said() -> None:
    """Of every seed, also those in which the difference is there: not before the planned size."""
    for zaad in range(1, 41):
        p = plan(zaad)
        bijna = oordeel(p, deelnemers(p, EFFECT, p.totaal - 1, zaad))
        assert bijna.stand is Stand.NOG_NIET and bijna.gevolgd == p.totaal - 1
        assert "Er ontbreken er nog 1." in bijna.zinnen[1]


def test_a_participant_counts_when_he_was_followed_to_the_end() -> None:
    p = plan()
    wie = deelnemers(p, EFFECT)
    laat = [*wie[:-1], replace(wie[-1], dag=START + timedelta(days=1))]
    assert oordeel(p, laat).stand is Stand.NOG_NIET
    assert oordeel(p, laat, RIJP + timedelta(days=1)).stand in (Stand.VERSCHIL, Stand.GEEN_VERSCHIL)


def test_before_the_end_nobody_can_peek() -> None:
    p = plan()
    bijna = oordeel(p, deelnemers(p, EFFECT, p.totaal - 1))
    assert all(arm.aantal is None for arm in bijna.armen) and bijna.vergelijkingen == ()
    json = bijna.als_json()
    assert json["verschillen"] == [] and {a["aantal"] for a in json["armen"]} == {None}


def mis(**anders: Any) -> tuple[str, ...]:
    p = plan()
    u = oordeel(p, deelnemers(p, EFFECT), **anders)
    assert u.stand is Stand.GEEN_CONCLUSIE and u.vergelijkingen == () and u.armen[0].aantal is None
    assert u.zinnen[0] == "Trek geen conclusie uit deze proef."
    return u.redenen


def test_a_changed_plan_gives_no_conclusion() -> None:
    assert "plan is na de start veranderd" in mis(onder_ander_plan=1)[0]


def test_a_changed_letter_gives_no_conclusion() -> None:
    assert mis(andere_tekst=("herinnering",)) == ("De tekst van een brief veranderde tijdens de proef: herinnering.",)


def test_missing_deliveries_give_no_conclusion() -> None:
    assert "2026-07" in mis(gaten=(date(2026, 7, 1),))[0]


def verander(wie: list[Deelnemer], welke: range, **anders: Any) -> list[Deelnemer]:
    return [replace(d, **anders) if n in welke else d for n, d in enumerate(wie)]


def test_cross_over_gives_no_conclusion_when_it_is_more_than_five_percent() -> None:
    p = plan()
    wie = deelnemers(p, EFFECT)
    grens = p.totaal // 20
    assert oordeel(p, verander(wie, range(grens), overgestapt=True)).stand is not Stand.GEEN_CONCLUSIE
    u = oordeel(p, verander(wie, range(grens + 1), overgestapt=True))
    assert u.stand is Stand.GEEN_CONCLUSIE and "iets anders dan hun arm" in u.redenen[0]


def test_an_arm_that_was_chosen_by_hand_is_seen() -> None:
    """One resident who did not get his card, or a place that is missing or given twice."""
    p = plan()
    wie = deelnemers(p, EFFECT)
    ander = "sneller" if wie[7].arm == "gewoon" else "gewoon"
    for met_de_hand in (verander(wie, range(7, 8), arm=ander), [*wie[:7], *wie[8:]], [*wie, wie[3]]):
        assert "niet die van de loting" in oordeel(p, met_de_hand).redenen[0]


def test_arms_that_differed_beforehand_give_no_conclusion() -> None:
    p = plan()
    wie = [replace(d, kenmerken={"bedrag": "hoog" if d.arm == "gewoon" and d.plaats % 2 else "laag"})
           for d in deelnemers(p, EFFECT)]  # fmt: skip
    u = oordeel(p, wie)
    assert u.stand is Stand.GEEN_CONCLUSIE and u.redenen == ("De armen waren vooraf al verschillend in: bedrag.",)


def test_the_lot_itself_is_hardly_ever_called_unequal() -> None:
    """Of 100 draws none is: what the lot does by itself stays within the band."""
    for zaad in range(1, 101):
        u = oordeel(plan(zaad), deelnemers(plan(zaad), EFFECT, zaad=zaad))
        assert not any("vooraf al verschillend" in reden for reden in u.redenen)


def test_a_sound_proef_seldom_ends_without_a_conclusion() -> None:
    assert standen(0.05).count(Stand.GEEN_CONCLUSIE) <= 0.03 * ZADEN


def test_a_proef_that_ended_too_small_gives_no_conclusion() -> None:
    p = plan()
    wie = deelnemers(p, EFFECT, p.totaal - 1)
    u = oordeel(p, wie, p.einde + timedelta(days=1))
    assert u.stand is Stand.GEEN_CONCLUSIE and "869 deelnemers; 870 waren nodig" in u.redenen[0]
    assert oordeel(p, wie, p.einde).stand is Stand.NOG_NIET


def test_nothing_found_says_nothing_when_the_plan_expected_another_share() -> None:
    """Planned for 5 procent, in truth 40: five points are then seen once in three times."""
    p = plan()
    u = oordeel(p, deelnemers(p, {"gewoon": 0.4, "sneller": 0.4}))
    assert u.stand is Stand.GEEN_CONCLUSIE and "met een kans van 3" in u.redenen[0]


def test_by_hand() -> None:
    """44 of 436 against 22 of 434: difference 5.02 points, Newcombe 1.51 to 8.63, pooled z = 2.80, p = 0.0051."""
    p = plan()
    met = {"gewoon": 22, "sneller": 44}
    wie: list[Deelnemer] = []
    for d in deelnemers(p, GEEN):
        met[d.arm] -= 1
        wie.append(replace(d, uitkomst=met[d.arm] >= 0))
    u = oordeel(p, wie)
    [v] = u.vergelijkingen
    assert (u.stand, [(a.aantal, a.deelnemers) for a in u.armen]) == (Stand.VERSCHIL, [(22, 434), (44, 436)])
    assert (v.verschil.waarde, v.verschil.onder, v.verschil.boven, v.p) == pytest.approx(
        (0.05023, 0.01505, 0.08632, 0.00515), abs=0.00001
    )
    assert u.zinnen[0] == "Er is een verschil." and "+5,0 procentpunt" in " ".join(u.zinnen)


def test_small_numbers_are_not_shown() -> None:
    p = plan()
    wie = [replace(d, uitkomst=d.plaats <= 8) for d in deelnemers(p, GEEN)]
    u = oordeel(p, wie)
    assert u.vergelijkingen == () and all(a.aantal is None for a in u.armen)
    assert u.zinnen[1] == "De aantallen zijn te klein om te tonen."


def test_three_arms_share_the_chance_to_be_wrong() -> None:
    """With two comparisons each is made at 2.5 %: over 400 seeds without an effect at most 6 % find something."""
    drie = {"arm": [GEWOON, SNELLER, KORT], "omvang": benodigd(5, 5, 80, 3)}
    kans = {"gewoon": 0.05, "sneller": 0.05, "kort": 0.05}
    p = proef(**(KLEIN | drie))
    gevonden = [oordeel(replace(p, zaad=z), deelnemers(replace(p, zaad=z), kans, zaad=z)) for z in range(1, 61)]
    assert sum(u.stand is Stand.VERSCHIL for u in gevonden) <= 6
    assert all(len(u.vergelijkingen) == 2 for u in gevonden if u.stand is Stand.GEEN_VERSCHIL)


@pytest.mark.parametrize(("basis", "effect", "kans"), [(5, 5, 80), (30, 5, 80), (17, 5, 90), (50, 10, 80)])
def test_plan_and_evaluation_count_the_same_size(basis: int, effect: int, kans: int) -> None:
    """rules/ may not use the statistics of evaluation/, so the formula stands twice: it must say the same."""
    assert benodigd(basis, effect, kans) == omvang(basis / 100, effect / 100, kans / 100)
