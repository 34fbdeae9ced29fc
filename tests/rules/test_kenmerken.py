"""What is frozen about a signaal and a handover: bands and flags only. (rules/kenmerken.py, rules/contact.py)"""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import incasso, vroegsignalering
from rules.besluit import ContactOverslaan, MaakTaak, NietOverdragen, Overdragen, SendBericht, Wait
from rules.correctie import Correctiereden, Genummerd, correctie, lees_log, terug_te_nemen
from rules.kenmerken import Bewoner, Leeftijdsband, Signaalstand, leeftijdsband, van_overdracht, van_signaal
from rules.levering import Belastingsoort
from rules.log import Soort
from rules.voortgang import advance
from rules.woorden import Berichtsoort, Doelgroep, Overslaanreden, Taaksoort
from rules.zaak import Inwoner
from tests.rules.bouwers import (
    AANGEMAAND,
    ALLES_GEDAAN,
    BELEID,
    HERINNERD,
    beleid_met,
    brief,
    dag,
    een_incassozaak,
    een_melding,
    feit,
    signaal,
    taak,
    vordering,
)

VANDAAG = date(2026, 7, 14)
T, B = Taaksoort, Berichtsoort


@pytest.mark.parametrize(
    ("geboren", "band"),
    [
        pytest.param(date(1999, 7, 15), "tot 27", id="wordt morgen 27"),
        pytest.param(date(1999, 7, 14), "27-44", id="is vandaag 27"),
        pytest.param(date(1981, 7, 15), "27-44", id="nog 44"),
        pytest.param(date(1981, 7, 14), "45-66", id="45"),
        pytest.param(date(1959, 7, 15), "45-66", id="nog 66"),
        pytest.param(date(1959, 7, 14), "67+", id="67"),
        pytest.param(date(2026, 7, 15), "onbekend", id="nog niet geboren"),
        pytest.param(None, "onbekend", id="geen geboortedatum"),
    ],
)
def test_an_age_is_told_as_a_band(geboren: date | None, band: str) -> None:
    assert leeftijdsband(geboren, VANDAAG) == band


def test_a_handover_keeps_what_the_arrear_was() -> None:
    riool = replace(vordering(60000, Belastingsoort.RIOOLHEFFING, "101"), openstaand=50000)
    zaak = een_incassozaak(
        *ALLES_GEDAAN, feit(Soort.KWIJTSCHELDING_AANGEVRAAGD, "07-01"), feit(Soort.KWIJTSCHELDING_AFGEWEZEN, "07-02"),
        inwoner=Inwoner(telefoon=True, email=True, huiseigenaar=True, geboortedatum=date(1970, 1, 1)), elders=(riool,),
    )  # fmt: skip
    assert van_overdracht(zaak, BELEID, VANDAAG) == {
        "belastingsoort": "rioolheffing", "belastingsoorten": ["afvalstoffenheffing", "rioolheffing"],
        "bedrag": 92000, "dagen": 44, "kwijtschelding": True, "doelgroep": "huiseigenaar", "leeftijd": "45-66",
        "telefoon": True, "email": True,
    }  # fmt: skip


def test_of_two_equal_amounts_the_first_in_the_alphabet_counts() -> None:
    zaak = een_incassozaak(elders=(vordering(42000, Belastingsoort.RIOOLHEFFING), vordering(0, Belastingsoort.OVERIG)))
    gevonden = van_overdracht(zaak, BELEID, VANDAAG)
    assert gevonden["belastingsoort"] == "afvalstoffenheffing"
    assert gevonden["belastingsoorten"] == ["afvalstoffenheffing", "rioolheffing"]


@pytest.mark.parametrize(
    ("zaak", "soort"),
    [
        pytest.param(een_incassozaak(*ALLES_GEDAAN), Overdragen, id="overgedragen"),
        pytest.param(een_incassozaak(*ALLES_GEDAAN, openstaand=20000), NietOverdragen, id="niet overgedragen"),
    ],
)
def test_both_answers_of_the_gate_carry_them(zaak: Any, soort: type) -> None:
    action = incasso.decide(zaak, BELEID, VANDAAG).action
    assert isinstance(action, Overdragen | NietOverdragen) and type(action) is soort
    assert action.kenmerken == van_overdracht(zaak, BELEID, VANDAAG)


bewoners = st.builds(
    Bewoner, st.none() | st.dates(date(1900, 1, 1), date(2030, 1, 1)), *(st.booleans() for _ in range(4))
)
standen = st.builds(Signaalstand, st.none() | st.integers(0, 900), st.integers(0, 9), st.booleans())


@given(standen, bewoners)
def test_kenmerken_hold_bands_counts_and_flags_only(stand: Signaalstand, bewoner: Bewoner) -> None:
    gevonden = van_signaal(stand, bewoner, BELEID, VANDAAG)
    woorden = {*Leeftijdsband, *(d.value for d in Doelgroep)}
    assert all(w in woorden for w in gevonden.values() if isinstance(w, str))
    assert {type(w) for w in gevonden.values()} <= {str, bool, int, type(None)}
    assert json.loads(json.dumps(gevonden)) == gevonden
    if bewoner.geboortedatum:
        assert bewoner.geboortedatum.isoformat() not in json.dumps(gevonden)
        assert bewoner.geboortedatum.year not in gevonden.values()


ZONDER_NUMMER = een_incassozaak(HERINNERD, AANGEMAAND, brief(B.CONTACTVERZOEK, "07-08"), inwoner=Inwoner())


def test_the_log_says_once_that_nobody_could_call() -> None:
    stap = incasso.decide(ZONDER_NUMMER, BELEID, dag("07-20")).action
    assert stap == ContactOverslaan(T.BELLEN, Overslaanreden.GEEN_TELEFOONNUMMER)
    gezegd = feit(Soort.CONTACT_OVERGESLAGEN, "07-20", soort="bellen", reden="geen-telefoonnummer")
    assert isinstance(incasso.decide(ZONDER_NUMMER.met(gezegd), BELEID, dag("07-20")).action, Overdragen)  # type: ignore[arg-type]


def test_an_amount_too_small_to_call_about_is_a_reason() -> None:
    zaak = een_incassozaak(HERINNERD, AANGEMAAND)
    stap = incasso.decide(zaak, beleid_met(incasso__bel_min_bedrag=430), dag("07-14")).action
    assert stap == ContactOverslaan(T.BELLEN, Overslaanreden.BEDRAG)


def test_whoever_was_called_is_not_said_to_be_skipped() -> None:
    assert incasso.tell_why_nobody_called(een_incassozaak(*ALLES_GEDAAN, inwoner=Inwoner()), BELEID, VANDAAG) is None


def test_at_vroegsignalering_too() -> None:
    warm = een_melding(signalen=(signaal(warm=True, hulp_gevraagd=False),))
    beleid = beleid_met(vs__escaleer_bij_opeenvolgend="bellen")
    volgt = een_melding(feit(Soort.MELDING, "07-20", meervoudig=False, opeenvolgend=True))
    stap = vroegsignalering.decide(volgt, beleid, dag("07-20")).action
    assert stap == ContactOverslaan(T.BELLEN, Overslaanreden.GEEN_TELEFOONNUMMER)
    assert vroegsignalering.tell_why_nobody_called(warm, beleid, dag("07-20")) is None, "a visit is tried instead"


def overgeslagen(soort: Taaksoort, op: str, reden: str = "capaciteit", poging: int = 1) -> list[Any]:
    weg = feit(Soort.TAAK_VERVALLEN, op, soort=soort.value, poging=poging, reden="contact overgeslagen")
    return [feit(Soort.CONTACT_OVERGESLAGEN, op, soort=soort.value, reden=reden), weg]


def test_what_a_person_skipped_is_not_asked_again_and_counts_as_no_attempt() -> None:
    zaak = een_incassozaak(HERINNERD, AANGEMAAND, taak(T.BELLEN, "07-08"), *overgeslagen(T.BELLEN, "07-09"))
    action = incasso.decide(zaak, BELEID, dag("07-14")).action
    assert isinstance(action, NietOverdragen) and action.voorwaarden == ("persoonlijk-contact",)


def test_a_skip_that_is_withdrawn_brings_the_taak_back() -> None:
    regels = [feit(Soort.AANSLAG, "03-01"), HERINNERD, AANGEMAAND, taak(T.BELLEN, "07-08"),
              *overgeslagen(T.BELLEN, "07-09")]  # fmt: skip
    genummerd = [Genummerd(n, r) for n, r in enumerate(regels, 1)]
    terug = correctie(5, Soort.CONTACT_OVERGESLAGEN, Correctiereden.VERKEERDE_KEUZE, dag("07-10"))
    log = lees_log([(g.volgnr, g.logregel) for g in (*genummerd, Genummerd(7, terug))])
    assert incasso.decide(replace(een_incassozaak(), log=log), BELEID, dag("07-10")).action == MaakTaak(T.BELLEN, 2)


def test_after_a_visit_that_is_not_safe_the_offer_goes_by_letter() -> None:
    aangekondigd = brief(B.AANKONDIGING_HUISBEZOEK, "07-20")
    bezoek = [aangekondigd, taak(T.HUISBEZOEK, "07-27")]
    melding = feit(Soort.MELDING, "07-20", meervoudig=True, opeenvolgend=False)
    open_ = een_melding(melding, *bezoek, signalen=(signaal(), signaal(id=2)))
    assert vroegsignalering.decide(open_, BELEID, dag("07-28")).action == Wait()
    niet_veilig = overgeslagen(T.HUISBEZOEK, "07-28", "veiligheid")
    zaak = een_melding(melding, *bezoek, *niet_veilig, signalen=(signaal(), signaal(id=2)))
    action = vroegsignalering.decide(zaak, BELEID, dag("07-28")).action
    assert isinstance(action, SendBericht) and action.soort == B.HULPAANBOD


def test_a_correction_looks_past_the_kenmerken_because_they_change_by_the_day() -> None:
    zaak = een_incassozaak(*ALLES_GEDAAN, openstaand=20000)
    [stap] = [g for g in advance(zaak, BELEID, dag("07-14")).stappen if g.logregel.soort == Soort.NIET_OVERGEDRAGEN]
    feiten = [Genummerd(n, r) for n, r in enumerate(zaak.log.regels, 1)]
    besluit = Genummerd(len(feiten) + 1, stap.logregel, "refuse_to_hand_over")
    anders = {**feiten[-1].logregel.gegevens, "dagdeel": "avond", "minuten": 5}
    goed = correctie(len(feiten), Soort.TAAK_AFGEROND, Correctiereden.VERKEERDE_KEUZE, dag("07-20"), anders)
    regels = [*feiten, besluit, Genummerd(len(feiten) + 2, goed)]
    nu = replace(zaak, log=lees_log([(g.volgnr, g.logregel) for g in regels]))
    assert terug_te_nemen(nu, regels, len(feiten), (), BELEID, dag("07-20")) == ()
