"""How far can a zaak go today? (rules/voortgang.py) Also: what must hold in every life that can be thought of."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import opschorting, vroegsignalering
from rules.beleid import Beleid
from rules.besluit import MaakTaak, Opschorten, Overdragen, SendBericht, Sluiten, StartMelding
from rules.log import Soort
from rules.voortgang import GeenEinde, advance, decide, explain, is_personal
from rules.woorden import Berichtsoort, Reden, Taaksoort
from rules.zaak import Vroegsignaalzaak, Zaak
from tests.rules.bouwers import (
    ALLES_GEDAAN,
    BELEID,
    HERINNERD,
    bereikt,
    dag,
    een_incassozaak,
    een_melding,
    een_vroegsignaal,
    feit,
)
from tests.rules.levensloop import BELEIDEN, Gebeurt, gebeurtenissen, leef, na, zaken


def stappen(zaak: Zaak, today: str, beleid: Beleid = BELEID) -> list[type]:
    """Return which kinds of steps a zaak takes on a day."""
    return [type(g.stap) for g in advance(zaak, beleid, dag(today)).stappen]


def test_a_melding_and_its_letter_go_on_one_day() -> None:
    assert stappen(een_vroegsignaal(), "07-20") == [StartMelding, SendBericht]


def test_a_refused_signaal_and_the_taak_for_a_person_go_on_one_day() -> None:
    voortgang = advance(een_incassozaak(*ALLES_GEDAAN, openstaand=30000), BELEID, dag("07-14"))
    assert [g.regel for g in voortgang.stappen] == ["refuse_to_hand_over", "let_a_person_judge_the_dwangbevel"]


@pytest.mark.parametrize(
    ("zaak", "today", "toets"),
    [
        pytest.param(een_incassozaak(), "06-01", "06-05", id="wachten op een dag"),
        pytest.param(een_incassozaak(openstaand=0), "06-01", None, id="gesloten: geen volgende dag"),
        pytest.param(
            een_incassozaak(HERINNERD, feit(Soort.BEZWAAR_INGEDIEND, "06-08")),
            "06-08",
            "07-08",
            id="wachten op een feit: na dertig dagen toch kijken",
        ),
        pytest.param(
            een_melding(*bereikt(Taaksoort.BELLEN, "07-22", "regelt zelf")), "07-22", None, id="melding klaar"
        ),
    ],
)
def test_when_it_is_looked_at_again(zaak: Zaak, today: str, toets: str | None) -> None:
    assert advance(zaak, BELEID, dag(today)).volgende_toets == (dag(toets) if toets else None)


def test_two_rules_that_keep_answering_each_other_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def altijd(zaak: Vroegsignaalzaak, beleid: Beleid, today: date) -> SendBericht:
        """Never satisfied."""
        return SendBericht(Berichtsoort.HULPAANBOD)

    monkeypatch.setattr(vroegsignalering, "RULES", (altijd,))
    with pytest.raises(GeenEinde):
        advance(een_melding(), BELEID, dag("07-20"))


@pytest.mark.parametrize(
    ("zaak", "today", "expected"),
    [
        pytest.param(een_incassozaak(), "06-05", False, id="een herinnering gaat vanzelf"),
        pytest.param(een_incassozaak(*ALLES_GEDAAN), "07-14", True, id="een overdracht krijgt aandacht"),
        pytest.param(een_incassozaak(*ALLES_GEDAAN, openstaand=100), "07-14", False, id="een kleinigheid niet"),
    ],
)
def test_what_gets_a_run_of_its_own(zaak: Zaak, today: str, expected: bool) -> None:
    assert is_personal(advance(zaak, BELEID, dag(today))) == expected


def test_explain_tells_every_rule_and_what_it_promises() -> None:
    antwoorden = explain(een_melding(), BELEID, dag("07-20"))
    assert [naam for naam, _, _ in antwoorden] == [rule.__name__ for rule in vroegsignalering.RULES]
    assert all(belofte for _, belofte, _ in antwoorden)


levens = given(zaken, gebeurtenissen, st.sampled_from(BELEIDEN))
BEGIN = dag("05-25")


@settings(deadline=None, max_examples=300)
@levens
def test_every_life_comes_to_rest_and_looks_forward(zaak: Zaak, leven: list[Gebeurt], beleid: Beleid) -> None:
    for today, voor, voortgang in leef(zaak, leven, beleid, BEGIN):
        erna = na(voor, voortgang)
        if voortgang.volgende_toets is None:
            assert Soort.GESLOTEN in erna.log
        else:
            assert voortgang.volgende_toets > today
        assert advance(voor, beleid, today) == voortgang
        assert advance(erna, beleid, today).stappen == ()
        assert decide(erna, beleid, today).waits


@settings(deadline=None, max_examples=300)
@levens
def test_who_must_be_left_alone_gets_no_bericht(zaak: Zaak, leven: list[Gebeurt], beleid: Beleid) -> None:
    for today, voor, voortgang in leef(zaak, leven, beleid, BEGIN):
        rust = {o.reden for o in opschorting.lopend(voor, beleid, today)}
        vroeg = isinstance(voor, Vroegsignaalzaak)
        stil = voor.inwoner.overleden or (not vroeg and bool(rust))
        gesloten = vroeg and any(isinstance(g.stap, Sluiten) for g in voortgang.stappen)
        if stil or gesloten:
            assert not any(isinstance(g.stap, SendBericht) for g in voortgang.stappen)
        if stil and not vroeg:
            taken = [g.stap.soort for g in voortgang.stappen if isinstance(g.stap, MaakTaak)]
            assert set(taken) <= {Taaksoort.UITVAL_UITZOEKEN}


@settings(deadline=None, max_examples=300)
@levens
def test_nothing_is_sent_or_handed_over_twice(zaak: Zaak, leven: list[Gebeurt], beleid: Beleid) -> None:
    gegaan = leef(zaak, leven, beleid, BEGIN)
    genomen = [g.stap for _, _, voortgang in gegaan for g in voortgang.stappen]
    berichten = [(s.soort, s.poging) for s in genomen if isinstance(s, SendBericht)]
    taken = [(s.soort, s.poging) for s in genomen if isinstance(s, MaakTaak)]
    assert len(berichten) == len(set(berichten))
    assert len(taken) == len(set(taken))
    assert sum(isinstance(s, Overdragen) for s in genomen) <= 1


@settings(deadline=None, max_examples=200)
@levens
def test_no_dwangbevel_is_ever_judged_without_an_aanmaning(zaak: Zaak, leven: list[Gebeurt], beleid: Beleid) -> None:
    for _, voor, voortgang in leef(zaak, leven, beleid, BEGIN):
        for g in voortgang.stappen:
            if isinstance(g.stap, MaakTaak) and g.stap.soort == Taaksoort.DWANGBEVEL_BEOORDELEN:
                assert any(r.gegevens["soort"] == "aanmaning" for r in voor.log.alle(Soort.BERICHT))


def test_a_taak_is_made_again_after_a_rest_with_a_number_of_its_own() -> None:
    rust = een_incassozaak(HERINNERD, *ALLES_GEDAAN[1:4], feit(Soort.BEZWAAR_INGEDIEND, "07-10"))
    na_rust = na(rust, advance(rust, BELEID, dag("07-10"))).met(feit(Soort.BEZWAAR_AFGEDAAN, "08-03"))
    [genomen] = advance(na_rust, BELEID, dag("08-03")).stappen
    assert isinstance(genomen.stap, MaakTaak) and genomen.stap.poging == 2


def test_the_end_of_a_rest_is_told_when_it_becomes_known() -> None:
    zaak = een_incassozaak(HERINNERD, feit(Soort.UITSTEL_AANGEVRAAGD, "06-10"))
    zaak = na(zaak, advance(zaak, BELEID, dag("06-10"))).met(feit(Soort.UITSTEL_VERLEEND, "06-12", tot="2026-07-31"))
    [genomen] = advance(zaak, BELEID, dag("06-12")).stappen
    assert isinstance(genomen.stap, Opschorten)
    assert (genomen.stap.reden, genomen.stap.tot) == (Reden.UITSTEL, dag("07-31"))
