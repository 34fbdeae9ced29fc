"""How does a story tell what the gemeente did? (rules/verhaaltaal.py)"""

from datetime import date

import pytest

from rules.besluit import (
    LaatTaakVervallen,
    MaakTaak,
    NietOverdragen,
    Opschorten,
    Overdragen,
    SendBericht,
    Sluiten,
    Stap,
    StartMelding,
    logregel,
)
from rules.log import Soort
from rules.resultaat import Eindresultaat
from rules.verhaaltaal import als_verhaal
from rules.woorden import Berichtsoort, Kanaal, Reden, Taaksoort
from tests.rules.bouwers import feit

DAG = date(2026, 7, 13)


@pytest.mark.parametrize(
    ("stap", "expected"),
    [
        pytest.param(SendBericht(Berichtsoort.HERINNERING), "brief herinnering", id="brief"),
        pytest.param(SendBericht(Berichtsoort.BRIEF_ONDERWEG, Kanaal.SMS), "sms brief-onderweg", id="sms"),
        pytest.param(SendBericht(Berichtsoort.HULPAANBOD, Kanaal.EMAIL), "email hulpaanbod", id="e-mail"),
        pytest.param(MaakTaak(Taaksoort.GESPREK_PLANNEN), "taak gesprek-plannen", id="taak"),
        pytest.param(Overdragen(42000, "voorbeeld", {}), "signaal overgedragen", id="overgedragen"),
        pytest.param(
            NietOverdragen(("drempel", "grondslag"), {}),
            "signaal niet overgedragen: drempel, grondslag",
            id="niet over",
        ),
        pytest.param(StartMelding(False, False, 1, 1, 1), "melding enkelvoudig", id="enkelvoudig"),
        pytest.param(StartMelding(True, True, 2, 2, 2), "melding meervoudig opeenvolgend", id="meervoudig"),
        pytest.param(Opschorten(Reden.BEZWAAR, None, ""), "opgeschort bezwaar", id="rust zonder einde"),
        pytest.param(Opschorten(Reden.HULP, DAG, ""), "opgeschort hulp tot 2026-07-13", id="rust met een einde"),
        pytest.param(Sluiten("betaald"), "gesloten betaald", id="betaald"),
        pytest.param(Sluiten(Eindresultaat.OVERLEDEN), "gesloten Inwoner is overleden", id="eindresultaat van DDAS"),
        pytest.param(LaatTaakVervallen(Taaksoort.BELLEN, 1, "opgeschort"), None, id="een taak die vervalt"),
    ],
)
def test_every_step_has_its_line(stap: Stap, expected: str | None) -> None:
    assert als_verhaal(logregel(stap, DAG)) == expected


def test_a_bericht_that_never_left_is_told() -> None:
    assert als_verhaal(feit(Soort.BERICHT_VERVALLEN, "07-13", soort="aanmaning", poging=1)) == "vervallen aanmaning"


@pytest.mark.parametrize(
    "soort", [Soort.BETALING, Soort.TAAK_AFGEROND, Soort.TERUGKOPPELING, Soort.SIGNAAL_ONTVANGEN, Soort.BERICHT_MISLUKT]
)
def test_facts_and_bookkeeping_are_not_listed(soort: Soort) -> None:
    assert als_verhaal(feit(soort, "07-13")) is None
