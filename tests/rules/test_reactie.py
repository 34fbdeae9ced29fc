"""What does an inbound sms ask? (rules/reactie.py)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.reactie import STOP, Reactiesoort, lees_reactie

AF, AF_LEES, AAN, LEES = Reactiesoort


@pytest.mark.parametrize(
    "tekst",
    [
        "STOP", "stop", "Stop.", " STOP!!! ", "'Stop'", "“STOP”", "stoppp", "STOP STOP", "S T O P", "S.T.O.P.",
        "st\u200bop", "ＳＴＯＰ", "Stop aub", "stop a.u.b.", "STOP svp!", "Graag stoppen, dank u",
        "Hallo, stop alstublieft",
        "STOPALL", "Afmelden", "AFMELDEN AUB", "Unsubscribe", "cancel", "END", "Quit", "Einde", "Uitschrijven",
        "Stop met sms'en", "stop met sms’en aub", "STOP SMS", "Stop met het sturen van deze berichten",
        "afmelden voor sms", "stop\n\nstop",
    ],
)  # fmt: skip
def test_wie_alleen_wil_stoppen_wordt_afgemeld(tekst: str) -> None:
    assert lees_reactie(tekst) == AF


@pytest.mark.parametrize(
    "tekst",
    [
        "Stop met sms'en, bel me liever",
        "STOP ik heb al betaald",
        "Stop! Wie bent u?",
        "stop hiermee ik heb schulden genoeg",
        "Afmelden, want dit nummer is van mijn dochter",
        "Wilt u alstublieft stoppen met sms'en?",
        "Ik wil geen sms meer. Kunt u mij bellen?",
        "Geen sms’jes meer sturen!",
        "Ik wil me afmelden voor deze berichten",
        "Meld mij af",
        "Schrijf me hier maar uit graag",
        "Sms mij niet meer",
        "Kunt u de sms-berichten stoppen, ik snap ze niet",
        "STOP START",
    ],
)
def test_wie_stopt_en_meer_zegt_wordt_afgemeld_en_gelezen(tekst: str) -> None:
    assert lees_reactie(tekst) == AF_LEES


@pytest.mark.parametrize("tekst", ["START", "start aub", "Aan", "weer aan", "Hervat", "UNSTOP", "Aanmelden graag"])
def test_wie_weer_sms_wil_wordt_aangemeld(tekst: str) -> None:
    assert lees_reactie(tekst) == AAN


@pytest.mark.parametrize(
    "tekst",
    [
        "Ik kan niet stoppen met piekeren",
        "Stop niet met sms'en, ik vind het fijn",
        "Ik wil niet afmelden voor de sms",
        "Ik wil mijn hond afmelden voor de hondenbelasting",
        "Einde van de maand betaal ik",
        "End of the month is okay",
        "Cancel mijn afspraak van dinsdag",
        "Ik stop met betalen als niemand belt",
        "Mijn man is gestopt met werken",
        "De bushalte heet Stopera",
        "nonstop ellende",
        "Start ik dan met betalen in mei?",
        "Ja",
        "Kunt u mij bellen? Na vier uur",
        "Dank u wel",
        "",
        "   ",
        "👍",
        "06-12345678",
    ],
)
def test_al_het_andere_leest_een_mens(tekst: str) -> None:
    assert lees_reactie(tekst) == LEES


@pytest.mark.parametrize(
    ("tekst", "soort", "expected"),
    [
        pytest.param("STOP", "STOP", AF, id="de aanbieder en wij lezen hetzelfde"),
        pytest.param("arret", "stop", AF, id="een woord dat alleen de aanbieder kent"),
        pytest.param("arret je ne veux plus", "STOP", AF_LEES, id="de aanbieder stopte en er staat meer"),
        pytest.param("Stop, bel mij", "STOP", AF_LEES, id="stop met een vraag"),
        pytest.param("START", "STOP", AF, id="de aanbieder stuurt niets meer: dan wij ook niet"),
        pytest.param("ja", "START", AAN, id="de aanbieder zette sms weer aan"),
        pytest.param("help", "HELP", LEES, id="een vraag om hulp"),
        pytest.param("stop", "HELP", AF, id="stop blijft stop"),
        pytest.param("stop", "iets anders", AF, id="een onbekend woord van de aanbieder"),
    ],
)
def test_wat_de_aanbieder_ervan_maakt_telt_mee(tekst: str, soort: str, expected: Reactiesoort) -> None:
    assert lees_reactie(tekst, soort) == expected


@given(st.text(max_size=3000))
def test_elke_tekst_krijgt_een_antwoord(tekst: str) -> None:
    assert lees_reactie(tekst) in Reactiesoort


@given(
    st.sampled_from(sorted(STOP)), st.text("!?.,;:-() \t\n\"'", max_size=6), st.text("!?.,;:-() \t\n\"'", max_size=6)
)
def test_een_stopwoord_is_altijd_stop_met_welke_leestekens_ook(woord: str, voor: str, na: str) -> None:
    assert lees_reactie(f"{voor}{woord.upper()}{na}") == AF
