"""Is every text that we send plain enough, and does the gate see the difference? (tasks/leesbaarheid.py)"""

# textstat has no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportAttributeAccessIssue=false

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import textstat
from wordfreq import zipf_frequency

from rules.levering import Sector
from rules.woorden import Berichtsoort, Doelgroep, Kanaal
from tasks.briefgegevens import Melder
from tasks.leesbaarheid import Meting, bezwaren, meet, naar_gsm7, sms_bezwaren, sms_delen
from tasks.sjablonen import Alineasoort, schrijf
from tests.tasks.brieven import AFVAL, ALLE, HUUR, WATER, gegevens_voor

# Words that the letter needs and explains, and the fictional names of the test data.
BEKEND = frozenset(
    {"aanmaning", "bbz", "betalingsregeling", "dwangbevel", "geldzaken", "huurtoeslag", "jongerenloket"}
    | {"kwijtschelding", "schuldhulp", "samira", "voorbeeldstad", "waterbedrijf", "woonstichting"}
)
ADRESSEN = re.compile(r"\(?\S+@\S+\)?|www\.\S+|\b[A-Z]{2}\d{2}\s[A-Z]{4}[\d\s]+")
AMBTELIJK = (
    "Ondergetekende deelt u hierbij mede dat, nu betaling ondanks eerdere sommatie is uitgebleven, de invordering zal "
    "worden voortgezet teneinde de verschuldigde belastingaanslag alsmede de vervolgingskosten op de "
    "belastingschuldige te verhalen."
)


def gemeten(tekst: str) -> Meting:
    textstat.set_lang("nl")
    return meet(tekst, lambda woord: zipf_frequency(woord, "nl"), textstat.syllable_count, BEKEND)


VARIANTEN: dict[str, dict[str, Any]] = {
    "zoals meestal": {},
    "een rekening, een melder": {"regels": (AFVAL,), "melders": (WATER,)},
    "zonder grondslag om te delen": {"delen_zonder_bezwaar": False},
    "iemand leest wat op een sms wordt geantwoord": {"sms_antwoord": True},
    "lange namen en dagen": {
        "achternaam": "Wolfeschlegelsteinhausenbergerdorff-van der Wouden",
        "uiterste_dag": date(2026, 9, 30),
        "bezoekdag": date(2026, 9, 30),
        "eerdere_brief": date(2026, 9, 23),
        "melders": (Melder("Stichting Woningbouwvereniging Beter Wonen", Sector.HUUR), WATER, HUUR),
    },
}
"""What changes the words of a bericht, next to its doelgroep."""


@pytest.mark.parametrize("anders", VARIANTEN.values(), ids=VARIANTEN)
@pytest.mark.parametrize("doelgroep", Doelgroep)
@pytest.mark.parametrize(("soort", "kanaal"), ALLE)
def test_b1_indicatie(soort: Berichtsoort, kanaal: Kanaal, doelgroep: Doelgroep, anders: dict[str, Any]) -> None:
    basis = gegevens_voor(soort, doelgroep)
    gebruikt = {veld: waarde for veld, waarde in anders.items() if getattr(basis, veld) or veld == "sms_antwoord"}
    tekst = schrijf(soort, kanaal, replace(basis, **gebruikt))
    stukken = [
        regel for alinea in tekst.alineas if alinea.soort is not Alineasoort.REKENINGEN for regel in alinea.regels
    ]
    leesbaar = ADRESSEN.sub("", "\n".join([tekst.onderwerp, tekst.actie, *stukken]))
    assert bezwaren(gemeten(leesbaar)) == ()


def test_officialese_is_refused_for_every_reason() -> None:
    redenen = bezwaren(gemeten(AMBTELIJK))
    assert len(redenen) == 4
    assert "teneinde" in redenen[-1]


def test_one_hard_sentence_in_a_plain_letter_is_found() -> None:
    plat = "Wij helpen u graag. Bel ons. De hulp is gratis. " * 5
    assert bezwaren(gemeten(plat)) == ()
    lang = "Als u dat wilt en als het u lukt om ons deze week nog even te bellen dan helpen wij u graag."
    assert bezwaren(gemeten(plat + lang)) == ("een zin van 22 woorden",)


def test_measures_by_hand() -> None:
    """2 sentences, 6 words, 8 syllables: 206.84 - 0.93 x 3 - 77 x 8 / 6."""
    meting = meet("Wij helpen u. Bel ons morgen!", lambda _: 5.0, lambda woord: 2 if len(woord) > 5 else 1)
    assert (meting.gemiddelde_zin, meting.langste_zin, meting.zeldzaam) == (3, 3, ())
    assert meting.flesch == pytest.approx(206.84 - 0.93 * 3 - 77 * 8 / 6)


def test_a_text_without_words_is_an_error() -> None:
    with pytest.raises(ValueError, match="zonder woorden"):
        gemeten("12, 13!")


@pytest.mark.parametrize(
    ("sms", "reden"),
    [
        pytest.param("Kijk op www.voorbeeldstad.nl", "er staat een link in", id="www"),
        pytest.param("Kijk op https://x.example", "er staat een link in", id="https"),
        pytest.param("Kijk op voorbeeldstad.nl/hulp", "er staat een link in", id="een kaal domein"),
        pytest.param("Het is 420,00", "er staat een bedrag in", id="bedrag"),
        pytest.param("Het is 12 euro", "er staat een bedrag in", id="euro"),
        pytest.param("Naar NL02 ABNA 0123 4567 89", "er staat een rekeningnummer in", id="IBAN met spaties"),
        pytest.param("Naar NL02ABNA0123456789", "er staat een rekeningnummer in", id="IBAN zonder spaties"),
        pytest.param("Kijk op bit.ly", "er staat een link in", id="een korte link"),
        pytest.param("Het is 12,-", "er staat een bedrag in", id="bedrag zonder centen"),
        *(
            pytest.param(f"Over uw {woord}", "er staat een woord in dat over geld gaat", id=woord)
            for woord in ("Schulden", "betaling", "rekening", "aanmaning", "geldzaken", "kwijtschelding", "incasso")
        ),
        pytest.param("Dag 王", "er staat een teken in dat niet in een gewone sms past", id="vreemd teken"),
        pytest.param("a" * 161, "de tekst is 161 tekens lang, meer dan 160", id="te lang"),
    ],
)
def test_sms_that_may_not_leave(sms: str, reden: str) -> None:
    assert sms_bezwaren(sms) == (reden,)


@pytest.mark.parametrize("gemeente", ["Voorbeeldstad", "Geldrop-Mierlo", "'s-Hertogenbosch", "St. Anna ter Muiden"])
def test_sms_that_may_leave(gemeente: str) -> None:
    assert sms_bezwaren(f"Gemeente {gemeente} stuurde u een brief. Bel 0900 123 45 67, 9.00-17.00 uur.") == ()


@pytest.mark.parametrize(
    ("sms", "delen"),
    [
        pytest.param("a" * 160, 1, id="160 gewone letters"),
        pytest.param("a" * 161, 2, id="een letter te veel: twee delen van 153"),
        pytest.param("a" * 307, 3, id="meer dan twee delen"),
        pytest.param("ŷ" * 70, 1, id="70 andere letters"),
        pytest.param("ŷ" * 71, 2, id="een andere letter te veel"),
        pytest.param("🙂" * 36, 2, id="een plaatje telt dubbel"),
    ],
)
def test_parts_of_an_sms(sms: str, delen: int) -> None:
    assert sms_delen(sms) == delen


@pytest.mark.parametrize(
    ("tekst", "gsm7"),
    [
        ("Súdwest-Fryslân", "Sudwest-Fryslan"),
        ("Eén bel\u00a0ons – ‘nu’", "Eén bel ons - 'nu'"),
        ("Coördinator Zoë à", "Coördinator Zoe à"),
        ("\u0132sselstein", "IJsselstein"),
        ("Nu… of later", "Nu... of later"),
        ("王", "王"),
    ],
)
def test_gsm7(tekst: str, gsm7: str) -> None:
    assert naar_gsm7(tekst) == gsm7
