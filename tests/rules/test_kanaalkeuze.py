"""By which kanaal does a bericht go? (rules/kanaalkeuze.py)"""

import pytest

from rules.kanaalkeuze import PER_EMAIL, kanaal_voor
from rules.woorden import Berichtsoort, Kanaal
from rules.zaak import Inwoner

B = Berichtsoort
MET_MAIL = Inwoner(email_voor=PER_EMAIL, mobiel=True)


@pytest.mark.parametrize(
    ("soort", "inwoner", "expected"),
    [
        pytest.param(B.HULPAANBOD, Inwoner(), Kanaal.BRIEF, id="zonder toestemming: een brief"),
        pytest.param(B.HULPAANBOD, MET_MAIL, Kanaal.EMAIL, id="hulpaanbod met toestemming"),
        pytest.param(B.HULPAANBOD_HERHALING, MET_MAIL, Kanaal.EMAIL, id="herhaling met toestemming"),
        pytest.param(B.HERINNERING, MET_MAIL, Kanaal.BRIEF, id="belastingpost is papier"),
        pytest.param(B.AANMANING, MET_MAIL, Kanaal.BRIEF, id="een aanmaning is papier"),
        pytest.param(B.CONTACTVERZOEK, MET_MAIL, Kanaal.BRIEF, id="een contactverzoek is papier"),
        pytest.param(B.AANKONDIGING_HUISBEZOEK, MET_MAIL, Kanaal.BRIEF, id="een bezoek kondigt zich op papier aan"),
        pytest.param(B.BRIEF_ONDERWEG, MET_MAIL, Kanaal.SMS, id="brief onderweg is een sms"),
    ],
)
def test_kanaal(soort: Berichtsoort, inwoner: Inwoner, expected: Kanaal) -> None:
    assert kanaal_voor(soort, inwoner) == expected
