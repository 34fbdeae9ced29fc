"""Is every sms one part, safe, and clear about how to stop? (templates/sms/, domain.md §7.2)"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.woorden import Berichtsoort, Kanaal
from tasks.leesbaarheid import naar_gsm7, sms_bezwaren, sms_delen
from tasks.sjablonen import OngeschikteSms, schrijf
from tests.tasks.brieven import HULP, gegevens_voor


@pytest.mark.parametrize(
    "gemeente",
    ["Voorbeeldstad", "Nuenen, Gerwen en Nederwetten", "Súdwest-Fryslân", "'s-Hertogenbosch", "Geldrop-Mierlo"],
)
@pytest.mark.parametrize("sms_antwoord", [True, False])
@pytest.mark.parametrize("telefoon", ["0900 123 45 67", "+31 40 263 16 31"])
def test_sms_fits_everywhere(gemeente: str, telefoon: str, sms_antwoord: bool) -> None:
    """One part with the longest name of a gemeente, the longest day and opening hours (domain.md §7.2)."""
    afzender = replace(HULP, gemeente=gemeente, telefoon=telefoon, openingstijden_kort="op werkdagen")
    anders: dict[str, Any] = {"afzender": afzender, "eerdere_brief": date(2026, 9, 28), "sms_antwoord": sms_antwoord}
    gegevens = gegevens_voor(Berichtsoort.BRIEF_ONDERWEG, **anders)
    sms = schrijf(Berichtsoort.BRIEF_ONDERWEG, Kanaal.SMS, gegevens).platte_tekst
    assert sms_delen(sms) == 1 and sms_bezwaren(sms) == ()
    assert naar_gsm7(gemeente) in sms and "28 september" in sms and telefoon in sms and "Berg" not in sms


@pytest.mark.parametrize(
    ("sms_antwoord", "einde"),
    [
        pytest.param(True, "Geen sms meer? Antwoord STOP.", id="afzender is een nummer: antwoorden kan"),
        pytest.param(False, "Geen sms meer? Bel ook. Niet antwoorden.", id="afzender is een naam: bellen"),
    ],
)
def test_sms_says_how_to_stop(sms_antwoord: bool, einde: str) -> None:
    gegevens = gegevens_voor(Berichtsoort.BRIEF_ONDERWEG, sms_antwoord=sms_antwoord)
    assert schrijf(Berichtsoort.BRIEF_ONDERWEG, Kanaal.SMS, gegevens).platte_tekst.endswith(einde)


@pytest.mark.parametrize("tijd", ["a" * 160, "www.test.nl", "€ 12", "王"])
def test_an_unsafe_sms_is_refused(tijd: str) -> None:
    gegevens = gegevens_voor(Berichtsoort.BRIEF_ONDERWEG, afzender=replace(HULP, openingstijden_kort=tijd))
    with pytest.raises(OngeschikteSms):
        schrijf(Berichtsoort.BRIEF_ONDERWEG, Kanaal.SMS, gegevens)
