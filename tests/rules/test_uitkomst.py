"""What can a person record for a taak? (rules/uitkomst.py)"""

from datetime import date

import pytest

from rules.uitkomst import (
    MOGELIJK,
    TAKEN_VAN,
    Keuze,
    OnbekendeUitkomst,
    Uitkomst,
    in_woorden,
    keuzes,
    lees_uitkomst,
    vraagt_toestemming,
)
from rules.woorden import Dagdeel, Taaksoort, Zaaksoort


@pytest.mark.parametrize(
    ("tekst", "expected"),
    [
        pytest.param("niet bereikt ochtend", Uitkomst("niet bereikt", False, "ochtend"), id="niet bereikt"),
        pytest.param(
            "  niet   bereikt avond ", Uitkomst("niet bereikt", False, "avond"), id="spaties doen er niet toe"
        ),
        pytest.param("bereikt middag, wil hulp", Uitkomst("bereikt", True, "middag", "wil hulp"), id="wil hulp"),
        pytest.param(
            "bereikt avond, wil geen hulp", Uitkomst("bereikt", True, "avond", "wil geen hulp"), id="geen hulp"
        ),
        pytest.param("bereikt avond, regelt zelf", Uitkomst("bereikt", True, "avond", "regelt zelf"), id="regelt zelf"),
        pytest.param("bereikt avond, al betaald", Uitkomst("bereikt", True, "avond", "al betaald"), id="al betaald"),
        pytest.param(
            "bereikt avond, betaalbelofte 2026-07-20",
            Uitkomst("bereikt", True, "avond", "betaalbelofte", date(2026, 7, 20)),
            id="belofte met een dag",
        ),
        pytest.param("niet gevonden", Uitkomst("niet gevonden"), id="niet gevonden"),
        pytest.param("telefoonnummer gevonden", Uitkomst("telefoonnummer gevonden"), id="nummer gevonden"),
        pytest.param("niet verschenen", Uitkomst("niet verschenen"), id="niet verschenen"),
        pytest.param("gesprek gevoerd, quick fix", Uitkomst("gesprek gevoerd", vervolg="quick fix"), id="quick fix"),
        pytest.param(
            "gesprek gevoerd, vervolghulp niet financieel",
            Uitkomst("gesprek gevoerd", vervolg="vervolghulp niet financieel"),
            id="niet financieel is niet financieel",
        ),
    ],
)
def test_every_word_of_the_contract(tekst: str, expected: Uitkomst) -> None:
    assert lees_uitkomst(tekst) == expected


@pytest.mark.parametrize(
    "tekst",
    [
        pytest.param("", id="niets"),
        pytest.param("bereikt", id="zonder dagdeel"),
        pytest.param("bereikt avond", id="zonder wat er volgt"),
        pytest.param("niet bereikt nacht", id="dit dagdeel bestaat niet"),
        pytest.param("bereikt avond, betaalbelofte", id="een belofte zonder dag"),
        pytest.param("bereikt avond, betaalbelofte 2026-02-30", id="deze dag bestaat niet"),
        pytest.param("bereikt avond, wil hulp 2026-07-20", id="een dag waar die niet hoort"),
        pytest.param("gesprek gevoerd", id="gesprek zonder resultaat"),
        pytest.param("gesprek gevoerd, koffie", id="dit resultaat bestaat niet"),
    ],
)
def test_anything_else_is_refused(tekst: str) -> None:
    with pytest.raises(ValueError):
        lees_uitkomst(tekst)


def test_an_unknown_text_has_its_own_error() -> None:
    with pytest.raises(OnbekendeUitkomst):
        lees_uitkomst("iets anders")


def test_the_log_never_holds_the_telefoonnummer() -> None:
    gevonden = Uitkomst("telefoonnummer gevonden", telefoon="+31201234567")
    assert gevonden.gegevens() == {"uitkomst": "telefoonnummer gevonden"}


def test_the_log_holds_what_the_rules_need() -> None:
    assert lees_uitkomst("bereikt avond, betaalbelofte 2026-07-20").gegevens() == {
        "uitkomst": "bereikt",
        "bereikt": True,
        "dagdeel": "avond",
        "vervolg": "betaalbelofte",
        "datum": "2026-07-20",
    }


ALLE_KEUZES = [
    pytest.param(taak, keuze, id=f"{taak}: {keuze.woorden}") for taak in Taaksoort for keuze in MOGELIJK[taak]
]


@pytest.mark.parametrize(("taak", "keuze"), ALLE_KEUZES)
def test_every_choice_on_the_screen_is_a_sentence_of_a_story(taak: Taaksoort, keuze: Keuze) -> None:
    tekst = keuze.als_verhaal(Dagdeel.AVOND, date(2026, 7, 20))
    uitkomst = lees_uitkomst(tekst)
    assert (uitkomst.dagdeel is not None, uitkomst.datum is not None) == (keuze.dagdeel, keuze.datum)
    assert in_woorden(uitkomst.gegevens()) == tekst


@pytest.mark.parametrize("tekst", ["niet bereikt", "bereikt, wil hulp", "bereikt, betaalbelofte"])
def test_a_choice_that_misses_something_is_no_sentence(tekst: str) -> None:
    [keuze] = [k for k in MOGELIJK[Taaksoort.BELLEN] if k.woorden == tekst]
    with pytest.raises(OnbekendeUitkomst):
        keuze.als_verhaal()
    if keuze.datum:
        with pytest.raises(OnbekendeUitkomst):
            keuze.als_verhaal(Dagdeel.AVOND)


def test_every_taak_of_a_department_has_an_outcome_and_no_other() -> None:
    for afdeling in Zaaksoort:
        for taak in Taaksoort:
            assert bool(keuzes(taak, afdeling)) == (taak in TAKEN_VAN[afdeling])


@pytest.mark.parametrize(
    ("tekst", "afdeling", "nodig"),
    [
        pytest.param("bereikt avond, wil hulp", Zaaksoort.INCASSO, True, id="dan gaan er gegevens naar een ander team"),
        pytest.param("bereikt avond, wil hulp", Zaaksoort.VROEGSIGNALERING, False, id="dat team helpt zelf"),
        pytest.param("bereikt avond, regelt zelf", Zaaksoort.INCASSO, False, id="er gaat niets weg"),
        pytest.param("niet bereikt avond", Zaaksoort.INCASSO, False, id="niemand gesproken"),
    ],
)
def test_who_must_agree(tekst: str, afdeling: Zaaksoort, nodig: bool) -> None:
    assert vraagt_toestemming(lees_uitkomst(tekst), afdeling) == nodig
