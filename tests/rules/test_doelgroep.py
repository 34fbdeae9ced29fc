"""Which words does a resident get? (rules/doelgroep.py)"""

from datetime import date

import pytest

from rules.doelgroep import doelgroep, leeftijd
from rules.woorden import Doelgroep

JUNI_5 = date(2026, 6, 5)


@pytest.mark.parametrize(
    ("geboren", "ondernemer", "huiseigenaar", "expected"),
    [
        pytest.param(None, False, False, Doelgroep.HUURDER, id="niets bekend: de tekst die iedereen past"),
        pytest.param(None, False, True, Doelgroep.HUISEIGENAAR, id="leeftijd onbekend, eigen huis"),
        pytest.param(date(1985, 1, 1), False, False, Doelgroep.HUURDER, id="veertiger zonder eigen huis"),
        pytest.param(date(1985, 1, 1), True, True, Doelgroep.ONDERNEMER, id="een bedrijf gaat voor een eigen huis"),
        pytest.param(date(2004, 1, 1), True, False, Doelgroep.ONDERNEMER, id="een bedrijf gaat voor de leeftijd"),
        pytest.param(date(1999, 6, 6), False, True, Doelgroep.JONGERE, id="morgen 27: nog jongere, ook met eigen huis"),
        pytest.param(date(1999, 6, 5), False, False, Doelgroep.HUURDER, id="vandaag 27: geen jongere meer"),
        pytest.param(date(1959, 6, 6), False, True, Doelgroep.HUISEIGENAAR, id="morgen 67: nog geen AOW"),
        pytest.param(date(1959, 6, 5), False, True, Doelgroep.AOW, id="vandaag 67: AOW gaat voor een eigen huis"),
        pytest.param(
            date(2027, 1, 1), False, False, Doelgroep.HUURDER, id="geboren in de toekomst: fout, dus onbekend"
        ),
    ],
)
def test_doelgroep(geboren: date | None, ondernemer: bool, huiseigenaar: bool, expected: Doelgroep) -> None:
    assert doelgroep(geboren, ondernemer, huiseigenaar, JUNI_5) == expected


def test_policy_can_move_the_ages() -> None:
    geboren = date(2001, 1, 1)
    assert doelgroep(geboren, False, False, JUNI_5, jongere_tot=25) == Doelgroep.HUURDER
    assert doelgroep(date(1960, 1, 1), False, False, JUNI_5, aow_vanaf=66) == Doelgroep.AOW


@pytest.mark.parametrize(
    ("geboren", "today", "expected"),
    [
        pytest.param(date(2000, 2, 29), date(2027, 2, 28), 26, id="schrikkelkind: op 28 februari nog niet jarig"),
        pytest.param(date(2000, 2, 29), date(2027, 3, 1), 27, id="schrikkelkind: op 1 maart wel"),
        pytest.param(JUNI_5, JUNI_5, 0, id="vandaag geboren"),
        pytest.param(None, JUNI_5, None, id="onbekend"),
    ],
)
def test_leeftijd(geboren: date | None, today: date, expected: int | None) -> None:
    assert leeftijd(geboren, today) == expected
