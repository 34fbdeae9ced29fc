"""How do we try to reach someone? (rules/contact.py, rules/termijnen.py)"""

from datetime import date

import pytest

from rules.besluit import Action, LaatTaakVervallen, MaakTaak, Wait
from rules.contact import Pogingen, afspraak, laat_vervallen, pogingen, taak_een_keer, volgende_poging
from rules.log import Logregel, Soort
from rules.termijnen import uiterste_dag
from rules.voortgang import advance
from rules.woorden import Taaksoort
from tests.rules.bouwers import (
    BELEID,
    GEBELD,
    bereikt,
    dag,
    een_incassozaak,
    een_melding,
    feit,
    gedaan,
    niet_bereikt,
    signaal,
    taak,
)

T = Taaksoort
REEKS = Pogingen(T.BELLEN, 3, 2)
EERSTE = niet_bereikt(T.BELLEN, "07-09", 1, "ochtend")
VERVALLEN = feit(Soort.TAAK_VERVALLEN, "07-10", soort="bellen", poging=2, reden="opgeschort")


@pytest.mark.parametrize(
    ("log", "today", "expected"),
    [
        pytest.param([], "07-07", Wait(dag("07-08")), id="nog niet aan de beurt"),
        pytest.param([], "07-08", MaakTaak(T.BELLEN), id="de eerste poging"),
        pytest.param([taak(T.BELLEN, "07-08")], "07-20", Wait(), id="een medewerker heeft hem nog"),
        pytest.param(EERSTE, "07-10", Wait(dag("07-11")), id="twee dagen ertussen"),
        pytest.param(EERSTE, "07-11", MaakTaak(T.BELLEN, 2, {"al_geprobeerd": ["ochtend"]}), id="de tweede poging"),
        pytest.param(
            [*EERSTE, taak(T.BELLEN, "07-10", 2), VERVALLEN],
            "07-20",
            MaakTaak(T.BELLEN, 3, {"al_geprobeerd": ["ochtend"]}),
            id="een vervallen taak was geen poging",
        ),
        pytest.param(GEBELD, "07-20", None, id="drie pogingen: klaar"),
    ],
)
def test_the_next_attempt(log: list[Logregel], today: str, expected: Action | None) -> None:
    assert volgende_poging(een_incassozaak(*log), REEKS, dag("07-08"), dag(today)) == expected


@pytest.mark.parametrize(
    ("log", "expected"),
    [
        pytest.param([], MaakTaak(T.BELLEN), id="nog niet gemaakt"),
        pytest.param([taak(T.BELLEN, "07-08")], Wait(), id="nog open"),
        pytest.param(EERSTE, None, id="gedaan"),
        pytest.param([*EERSTE, taak(T.BELLEN, "07-10", 2), VERVALLEN], MaakTaak(T.BELLEN, 3), id="vervallen: opnieuw"),
    ],
)
def test_a_taak_that_is_made_once(log: list[Logregel], expected: Action | None) -> None:
    assert taak_een_keer(een_incassozaak(*log), T.BELLEN) == expected


def test_the_newest_conversation_counts() -> None:
    nee = bereikt(T.BELLEN, "07-10", "wil geen hulp", poging=2)
    zaak = een_incassozaak(*bereikt(T.BELLEN, "07-09", "wil hulp"), *nee)
    assert afspraak(zaak) == nee[-1]


def test_looking_for_a_number_is_no_attempt() -> None:
    gezocht = [
        taak(T.CONTACTGEGEVENS_ZOEKEN, "07-08"),
        gedaan(T.CONTACTGEGEVENS_ZOEKEN, "07-09", uitkomst="niet gevonden"),
    ]
    assert pogingen(een_incassozaak(*gezocht), T.CONTACTGEGEVENS_ZOEKEN) == []
    assert len(pogingen(een_incassozaak(*GEBELD), T.BELLEN, T.HUISBEZOEK)) == 3


def test_what_may_stay_on_the_worklist_stays() -> None:
    zaak = een_incassozaak(taak(T.UITVAL_UITZOEKEN, "07-08"), taak(T.BELLEN, "07-08"))
    blijft = frozenset({T.UITVAL_UITZOEKEN})
    assert laat_vervallen(zaak, "opgeschort", blijft) == LaatTaakVervallen(T.BELLEN, 1, "opgeschort")
    assert laat_vervallen(een_incassozaak(taak(T.UITVAL_UITZOEKEN, "07-08")), "opgeschort", blijft) is None


@pytest.mark.parametrize("soort", [T.REACTIE_LEZEN, T.ONZEKERE_BEZORGING])
def test_a_question_about_a_message_outlives_the_zaak(soort: Taaksoort) -> None:
    """Closing, paying or resting does not tell whether a bericht arrived, nor what a resident wrote."""
    assert laat_vervallen(een_incassozaak(taak(soort, "07-08")), "zaak gesloten") is None
    zaak = een_incassozaak(taak(soort, "07-08"), taak(T.BELLEN, "07-08"), openstaand=0)
    stappen = advance(zaak, BELEID, dag("07-09")).stappen
    assert [g.logregel.gegevens.get("soort") for g in stappen] == [None, "bellen"], "alleen bellen vervalt"


@pytest.mark.parametrize(
    ("soort", "crisis", "today", "expected"),
    [
        pytest.param(T.BELLEN, False, "07-13", date(2026, 7, 20), id="een gewone taak: vijf werkdagen"),
        pytest.param(T.CRISIS, True, "07-17", date(2026, 7, 20), id="crisis op vrijdag: maandag"),
        pytest.param(
            T.GESPREK_PLANNEN, False, "07-13", date(2026, 8, 10), id="eerste gesprek: vier weken (Wgs art. 4)"
        ),
        pytest.param(T.GESPREK_PLANNEN, True, "07-16", date(2026, 7, 21), id="bij een crisis: drie werkdagen"),
    ],
)
def test_by_when(soort: Taaksoort, crisis: bool, today: str, expected: date) -> None:
    zaak = een_melding(signalen=(signaal(crisis=crisis),))
    assert uiterste_dag(soort, zaak, BELEID, dag(today)) == expected


def test_four_weeks_count_from_the_yes() -> None:
    zaak = een_melding(*bereikt(T.HUISBEZOEK, "07-24", "wil hulp"))
    assert uiterste_dag(T.GESPREK_PLANNEN, zaak, BELEID, dag("07-27")) == dag("08-21")
