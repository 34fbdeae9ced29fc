# pyright: basic
"""Can a colleague take back what was wrong, does he see first what it does, and only his own department?"""

import re
from datetime import timedelta

import pytest

from rules.log import Soort
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import lees
from tests.worklist.bouwstenen import Klant
from tests.worklist.uitkomsten import (
    JULI_8,
    OCHTEND,
    bel_taak,
    crisis_taak,
    hersteld,
    invordering,
    laatste,
    nummer_van,
    onzekere_taak,
    op,
    rauw,
    ronde,
    stuur,
    taak,
    velden,
    vind,
    vroeg,
)


def gebeld(waar: Omgeving, browser: Klant, uitkomst: str = "niet bereikt") -> tuple[int, str]:
    """Record a call; returns the taak and the address at which it is put right."""
    nr = bel_taak(waar)
    op(waar, OCHTEND)
    assert stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst=uitkomst).status_code == 303
    return nr, f"/zaak/{nummer_van(waar, 1)}/corrigeer/{laatste(waar, 1, Soort.TAAK_AFGEROND)}"


def test_undone_the_taak_is_open_as_if_nothing_happened(waar: Omgeving) -> None:
    browser = invordering(waar)
    nr, pad = gebeld(waar, browser)
    assert pad in browser.lees(f"/taak/{nr}/uitkomst")
    pagina = browser.lees(pad)
    assert "Bellen: niet bereikt" in pagina and "De taak gaat weer open" in pagina
    voor = rauw(waar, 1)
    antwoord = browser.stuur(pad, **velden(pagina), reden="verkeerde-keuze", hoe="intrekken")
    assert antwoord.status_code == 303 and antwoord.headers["location"] == f"/taak/{nr}/uitkomst"
    assert taak(waar, nr).status == "open" and taak(waar, nr).behandelaar_id == browser.id
    assert rauw(waar, 1)[: len(voor)] == voor and rauw(waar, 1)[-1].gegevens["reden"] == "verkeerde-keuze"
    assert hersteld(waar, 1) == voor[:-1]
    assert "leg de uitkomst vast" in browser.lees(f"/taak/{nr}/uitkomst")
    assert "Fout hersteld" in browser.lees(f"/zaak/{nummer_van(waar, 1)}")


def test_sent_twice_there_is_one_correction(waar: Omgeving) -> None:
    browser = invordering(waar)
    _, pad = gebeld(waar, browser)
    vast = velden(browser.lees(pad))
    for _ in range(2):
        assert browser.stuur(pad, **vast, reden="dubbel", hoe="intrekken").status_code == 303
    assert [r.soort for r in rauw(waar, 1)].count(Soort.CORRECTIE) == 1
    ander = invordering(waar, "Mieke Jansen")
    antwoord = ander.stuur(pad, sleutel="q" * 32, reden="dubbel", hoe="intrekken")
    assert antwoord.status_code == 409 and "al ingetrokken" in antwoord.text


def test_another_outcome_takes_its_place_and_the_rules_follow_it(sqlite: Omgeving) -> None:
    nr = crisis_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = vroeg(sqlite)
    stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="bereikt, wil geen hulp")
    ronde(JULI_8)
    pad = f"/zaak/{nummer_van(sqlite, 1)}/corrigeer/{laatste(sqlite, 1, Soort.TAAK_AFGEROND)}"
    pagina = browser.lees(pad)
    assert "Dit gaat terug" in pagina and "Resultaat: Inwoner regelt het zelf" in pagina
    anders = {"hoe": "wijzigen", "dagdeel": "ochtend", "uitkomst": "bereikt, wil hulp"}
    assert browser.stuur(pad, **velden(pagina), reden="verkeerde-keuze", **anders).status_code == 303
    assert taak(sqlite, nr).status == "afgerond"
    pagina = browser.lees(f"/taak/{nr}/uitkomst")
    assert "De inwoner wil hulp" in pagina and ">hersteld<" in pagina
    ronde(JULI_8)
    assert vind(sqlite, 0, Taaksoort.GESPREK_PLANNEN)


@pytest.mark.parametrize(
    ("ingevuld", "melding"),
    [
        pytest.param({"hoe": "intrekken"}, "Kies waarom", id="zonder reden"),
        pytest.param({"hoe": "intrekken", "reden": "zomaar"}, "Kies waarom", id="een reden die niet in de lijst staat"),
        pytest.param({"hoe": "intrekken", "reden": "gevolg"}, "Kies waarom", id="de reden van Tijdig zelf"),
        pytest.param({"hoe": "wijzigen", "reden": "dubbel"}, "Kies een resultaat", id="zonder ander resultaat"),
        pytest.param(
            {"hoe": "wijzigen", "reden": "dubbel", "dagdeel": "ochtend", "uitkomst": "niet bereikt"},
            "Dit staat er al", id="hetzelfde resultaat",
        ),
        pytest.param(
            {"hoe": "wijzigen", "reden": "dubbel", "dagdeel": "ochtend", "uitkomst": "bereikt, wil hulp"},
            "Zonder toestemming", id="ook nu niet zonder toestemming",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(sqlite: Omgeving, ingevuld: dict[str, str], melding: str) -> None:
    browser = invordering(sqlite)
    nr, pad = gebeld(sqlite, browser)
    antwoord = browser.stuur(pad, **velden(browser.lees(pad)), **ingevuld)
    assert antwoord.status_code == 422 and melding in antwoord.text
    assert taak(sqlite, nr).status == "afgerond" and Soort.CORRECTIE not in [r.soort for r in rauw(sqlite, 1)]


def test_looking_at_what_it_would_do_does_nothing(waar: Omgeving) -> None:
    browser = invordering(waar)
    _nr, pad = gebeld(waar, browser)
    ronde(JULI_8 + timedelta(days=1))
    voor = {naam: lees(waar, naam) for naam in ("gebeurtenis", "taak", "zaak", "bericht", "inwoner")}
    pagina = browser.lees(pad)
    assert "Nieuwe taak: bellen" in pagina
    assert {naam: lees(waar, naam) for naam in voor} == voor


def test_a_colleague_who_started_is_named_in_what_stays(sqlite: Omgeving) -> None:
    browser, ander = invordering(sqlite), invordering(sqlite, "Mieke Jansen")
    _, pad = gebeld(sqlite, browser)
    ronde(JULI_8 + timedelta(days=1))
    tweede = vind(sqlite, 0, Taaksoort.BELLEN)
    assert ander.stuur(f"/taak/{tweede}/neem", versie="0").status_code == 303
    pagina = re.sub(r"\s+", " ", browser.lees(pad))
    assert "Dit is al gebeurd en blijft" in pagina and "Dit gaat terug" not in pagina


@pytest.mark.parametrize("volgnr", ["1", "99", "-1", "99999999999999999999"])
def test_only_what_a_colleague_recorded(sqlite: Omgeving, volgnr: str) -> None:
    browser = invordering(sqlite)
    gebeld(sqlite, browser)
    pad = f"/zaak/{nummer_van(sqlite, 1)}/corrigeer/{volgnr}"
    pagina = browser.get(pad)
    assert pagina.status_code == (200 if volgnr == "1" else 404)
    if volgnr == "1":
        assert "U kunt dit niet herstellen" in pagina.text and '<form method="post" action="/zaak' not in pagina.text
        antwoord = browser.stuur(pad, sleutel="p" * 32, reden="dubbel")
        assert antwoord.status_code == 409


def test_another_department_finds_nothing(sqlite: Omgeving) -> None:
    _, pad = gebeld(sqlite, invordering(sqlite))
    browser = vroeg(sqlite)
    assert browser.get(pad).status_code == 404
    assert browser.stuur(pad, sleutel="p" * 32, reden="dubbel").status_code == 404
    assert Soort.CORRECTIE not in [r.soort for r in rauw(sqlite, 1)]


def test_a_bericht_that_went_on_cannot_be_taken_back(sqlite: Omgeving) -> None:
    nr, _ = onzekere_taak(sqlite)
    browser = vroeg(sqlite)
    stuur(browser, f"/taak/{nr}/uitkomst", aangekomen="ja")
    pad = f"/zaak/{nummer_van(sqlite, 1)}/corrigeer/{laatste(sqlite, 1, Soort.TAAK_AFGEROND)}"
    assert "Dat kan niet terug" in browser.lees(pad)
