# pyright: basic
"""Does recording an outcome take two clicks, happen once, and lose nothing that was typed?"""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from models.database import lezen, schrijven
from rules.log import Soort
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import lees
from tests.worklist.uitkomsten import (
    JULI_8,
    OCHTEND,
    bel_taak,
    crisis_taak,
    invordering,
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


@pytest.mark.parametrize(
    ("moment", "dagdeel"),
    [
        pytest.param(datetime(2026, 7, 8, 9, 59, tzinfo=UTC), "ochtend", id="een minuut voor twaalf"),
        pytest.param(datetime(2026, 7, 8, 10, 0, tzinfo=UTC), "middag", id="twaalf uur in Nederland"),
        pytest.param(datetime(2026, 7, 8, 16, 0, tzinfo=UTC), "avond", id="zes uur in Nederland"),
        pytest.param(datetime(2026, 7, 8, 22, 30, tzinfo=UTC), "ochtend", id="na middernacht"),
    ],
)
def test_the_dagdeel_of_now_is_chosen_already(sqlite: Omgeving, moment: datetime, dagdeel: str) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, moment)
    pagina = invordering(sqlite).lees(f"/taak/{nr}/uitkomst")
    [gekozen] = re.findall(r'name="dagdeel" value="([a-z]+)" checked', pagina)
    assert gekozen == dagdeel


def test_a_call_without_success(waar: Omgeving) -> None:
    nr = bel_taak(waar)
    op(waar, OCHTEND)
    browser = invordering(waar)
    antwoord = stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="niet bereikt")
    assert antwoord.status_code == 303 and antwoord.headers["location"] == f"/taak/{nr}/uitkomst"
    afgerond = rauw(waar, 1)[-1]
    assert afgerond.soort == Soort.TAAK_AFGEROND and afgerond.dag == JULI_8
    assert afgerond.gegevens == {
        "soort": "bellen", "poging": 1, "uitkomst": "niet bereikt", "bereikt": False, "dagdeel": "ochtend"
    }  # fmt: skip
    assert (taak(waar, nr).status, taak(waar, nr).behandelaar_id) == ("afgerond", browser.id)
    assert lees(waar, "zaak", "volgende_toets") == [(JULI_8,)]
    [(actor,)] = lees(waar, "gebeurtenis", "actor")[-1:]
    assert actor == f"medewerker:{browser.id}"
    pagina = browser.lees(f"/taak/{nr}/uitkomst")
    assert "Bellen: niet bereikt" in pagina and "Ongedaan maken" in pagina and "9 juli 2026" in pagina


def test_the_page_tells_what_the_rules_do_next(sqlite: Omgeving) -> None:
    nr = crisis_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = vroeg(sqlite)
    stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="bereikt, wil hulp")
    pagina = browser.lees(f"/taak/{nr}/uitkomst")
    assert "Tijdig doet nu" in pagina and "Nieuwe taak: gesprek plannen" in pagina
    assert 'hx-get="/taak/' in pagina
    ronde(JULI_8)
    gesprek = vind(sqlite, 0, Taaksoort.GESPREK_PLANNEN)
    pagina = browser.lees(f"/taak/{nr}/uitkomst?deel=vervolg&keer=1")
    assert "Tijdig deed al" in pagina and f"/taak/{gesprek}/gesprek" in pagina and "<html" not in pagina


def test_a_note_is_encrypted_and_shown(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    tekst = "Buurvrouw zegt: <b>pas na vijf uur</b>\nthuis"
    stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="niet bereikt", aantekening=tekst)
    with lezen(sqlite.engine) as db:
        ruw = db.exec_driver_sql("SELECT tekst FROM aantekening").scalar_one()
        logs = db.exec_driver_sql("SELECT gegevens FROM gebeurtenis").scalars().all()
    assert b"Buurvrouw" not in bytes(ruw) and "Buurvrouw" not in str(logs)
    pagina = browser.lees(f"/taak/{nr}/uitkomst")
    assert "Buurvrouw zegt: &lt;b&gt;pas" in pagina and "Sanne de Boer" in pagina


def test_a_betaalbelofte_needs_a_day_that_can_be(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    zonder = stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="bereikt, betaalbelofte")
    assert zonder.status_code == 422 and "Vul in voor welke dag" in zonder.text
    assert 'value="bereikt, betaalbelofte" checked' in zonder.text, "wat was gekozen, blijft staan"
    voorbij = {"uitkomst": "bereikt, betaalbelofte", "dagdeel": "ochtend", "datum": "2026-07-07"}
    assert stuur(browser, f"/taak/{nr}/uitkomst", **voorbij).status_code == 422
    assert len(rauw(sqlite, 1)) == 4
    assert stuur(browser, f"/taak/{nr}/uitkomst", **(voorbij | {"datum": "2026-07-15"})).status_code == 303
    assert rauw(sqlite, 1)[-1].gegevens["datum"] == "2026-07-15"


@pytest.mark.parametrize(
    ("ingevuld", "melding"),
    [
        pytest.param({}, "Kies een resultaat", id="niets gekozen"),
        pytest.param({"uitkomst": "gesprek gevoerd, quick fix", "dagdeel": "avond"}, "Kies een resultaat",
                     id="van een andere taak"),
        pytest.param({"uitkomst": "niet bereikt"}, "Kies het deel van de dag", id="zonder dagdeel"),
        pytest.param({"uitkomst": "niet bereikt", "dagdeel": "nacht"}, "Kies het deel van de dag", id="de nacht"),
        pytest.param({"uitkomst": "niet bereikt", "dagdeel": "avond", "telefoon": "12"}, "Dit is geen telefoonnummer",
                     id="een nummer dat niet kan"),
        pytest.param({"uitkomst": "niet bereikt", "dagdeel": "avond", "email": "a@gmail.con"}, "e-mailadres klopt niet",
                     id="een adres met een tikfout"),
        pytest.param({"uitkomst": "niet bereikt", "dagdeel": "avond", "aantekening": "x" * 2001}, "2000 tekens",
                     id="een boek"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_and_nothing_is_kept(sqlite: Omgeving, ingevuld: dict[str, str], melding: str) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    antwoord = stuur(invordering(sqlite), f"/taak/{nr}/uitkomst", **ingevuld)
    assert antwoord.status_code == 422 and melding in antwoord.text
    assert taak(sqlite, nr).status == "open" and lees(sqlite, "handeling") == [] and len(rauw(sqlite, 1)) == 4


def test_help_at_gemeentebelastingen_needs_consent(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    gekozen = {"uitkomst": "bereikt, wil hulp", "dagdeel": "ochtend"}
    zonder = stuur(browser, f"/taak/{nr}/uitkomst", **gekozen)
    assert zonder.status_code == 422 and "Zonder toestemming" in zonder.text and "Kies hoe" in zonder.text
    gekozen |= {"toestemming": "ja", "toestemming_hoe": "telefonisch"}
    assert stuur(browser, f"/taak/{nr}/uitkomst", **gekozen).status_code == 303
    assert rauw(sqlite, 1)[-1].gegevens["toestemming"] == "telefonisch"
    assert "Signaal naar team Vroegsignalering" in browser.lees(f"/taak/{nr}/uitkomst")
    ronde(JULI_8)
    assert [r.soort for r in rauw(sqlite, 1)].count(Soort.OVERGEDRAGEN) == 1


def test_help_at_vroegsignalering_needs_no_handover(sqlite: Omgeving) -> None:
    nr = crisis_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = vroeg(sqlite)
    assert "Toestemming" not in browser.lees(f"/taak/{nr}/uitkomst")
    stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="bereikt, wil hulp")
    assert "toestemming" not in rauw(sqlite, 1)[-1].gegevens


def test_a_new_number_and_address_come_with_their_source(waar: Omgeving) -> None:
    nr = crisis_taak(waar)
    op(waar, OCHTEND)
    erbij = {"telefoon": "06 1234 5678", "email": "Bewoner@voorbeeld.example", "mailen": ["hulpaanbod"]}
    stuur(vroeg(waar), f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="niet bereikt", **erbij)
    rijen = lees(waar, "contactgegeven", "soort", "waarde", "bron", "ontvangen_op", "onbruikbaar_op")
    assert ("mobiel", "+31612345678", "medewerker", JULI_8, None) in rijen
    assert ("email", "Bewoner@voorbeeld.example", "medewerker", JULI_8, None) in rijen
    assert lees(waar, "toestemming", "kanaal", "soort", "bron") == [("email", "hulpaanbod", "medewerker")]


def test_a_number_that_was_out_of_use_is_used_again(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    with schrijven(sqlite.engine) as db:
        db.exec_driver_sql("UPDATE contactgegeven SET onbruikbaar_op = '2026-07-01'")
    stuur(
        invordering(sqlite), f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="niet bereikt", telefoon="0612345600"
    )
    assert lees(sqlite, "contactgegeven", "waarde", "onbruikbaar_op", "bron") == [("+31612345600", None, "medewerker")]


def test_sent_twice_it_is_recorded_once(waar: Omgeving) -> None:
    nr = bel_taak(waar)
    op(waar, OCHTEND)
    browser = invordering(waar)
    vast = velden(browser.lees(f"/taak/{nr}/uitkomst"))
    ingevuld = {"dagdeel": "ochtend", "uitkomst": "niet bereikt", "aantekening": "een keer"}
    een, twee = (browser.stuur(f"/taak/{nr}/uitkomst", **vast, **ingevuld) for _ in range(2))
    assert [een.status_code, twee.status_code] == [303, 303]
    assert een.headers["location"] == twee.headers["location"] == f"/taak/{nr}/uitkomst"
    assert [r.soort for r in rauw(waar, 1)].count(Soort.TAAK_AFGEROND) == 1
    assert len(lees(waar, "aantekening")) == len(lees(waar, "handeling")) == 1


def test_who_is_later_sees_what_the_colleague_recorded_and_loses_nothing(waar: Omgeving) -> None:
    nr = bel_taak(waar)
    op(waar, OCHTEND)
    een, twee = invordering(waar), invordering(waar, "Mieke Jansen")
    vast = velden(twee.lees(f"/taak/{nr}/uitkomst"))
    stuur(een, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="niet bereikt")
    eigen = {"dagdeel": "ochtend", "uitkomst": "bereikt, regelt zelf", "aantekening": "Sprak met dochter"}
    antwoord = twee.stuur(f"/taak/{nr}/uitkomst", **vast, **eigen, telefoon="0612345678")
    assert antwoord.status_code == 409
    tekst = re.sub(r"\s+", " ", antwoord.text)
    assert "Bellen: niet bereikt" in tekst and "Sanne de Boer" in tekst
    assert "Sprak met dochter" in tekst and 'value="0612345678"' in tekst and "Bereikt: regelt het zelf" in tekst
    assert f"/corrigeer/{len(rauw(waar, 1))}" in tekst
    los = {"alsnog": "aantekening", "aantekening": "Sprak met dochter", "telefoon": "0612345678"}
    bewaard = twee.stuur(f"/taak/{nr}/uitkomst", **velden(antwoord.text), **los)
    assert bewaard.status_code == 303
    assert [r.soort for r in rauw(waar, 1)].count(Soort.TAAK_AFGEROND) == 1
    assert lees(waar, "aantekening", "medewerker_id", "tekst") == [(twee.id, "Sprak met dochter")]
    assert ("+31612345678",) in lees(waar, "contactgegeven", "waarde")


def test_a_taak_that_changed_meanwhile_asks_once_more(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    een, twee = invordering(sqlite), invordering(sqlite, "Mieke Jansen")
    vast = velden(een.lees(f"/taak/{nr}/uitkomst"))
    assert twee.stuur(f"/taak/{nr}/neem", versie=vast["versie"]).status_code == 303
    ingevuld = {"dagdeel": "middag", "uitkomst": "niet bereikt", "aantekening": "geen gehoor"}
    antwoord = een.stuur(f"/taak/{nr}/uitkomst", **vast, **ingevuld)
    assert antwoord.status_code == 409 and "Mieke Jansen" in antwoord.text and "geen gehoor" in antwoord.text
    assert 'value="niet bereikt" checked' in antwoord.text
    assert een.stuur(f"/taak/{nr}/uitkomst", **velden(antwoord.text), **ingevuld).status_code == 303
    assert taak(sqlite, nr).behandelaar_id == twee.id, "wie de taak had, houdt hem"


def test_another_department_finds_nothing(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = vroeg(sqlite)
    assert browser.get(f"/taak/{nr}/uitkomst").status_code == 404
    los = {"sleutel": "s" * 32, "versie": "0", "uitkomst": "niet bereikt", "dagdeel": "avond"}
    assert browser.stuur(f"/taak/{nr}/uitkomst", **los).status_code == 404
    nummer = nummer_van(sqlite, 1)
    assert browser.stuur(f"/zaak/{nummer}/aantekening", sleutel="s" * 32, aantekening="hoi").status_code == 404
    assert lees(sqlite, "handeling") == lees(sqlite, "aantekening") == []


def test_every_look_is_noted(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    browser = invordering(sqlite)
    browser.lees(f"/taak/{nr}/uitkomst")
    assert lees(sqlite, "inzage", "medewerker_id", "wat", "waarom") == [(browser.id, "uitkomst", f"taak {nr}")]


def test_a_note_without_a_taak(sqlite: Omgeving) -> None:
    bel_taak(sqlite)
    browser, nummer = invordering(sqlite), nummer_van(sqlite, 1)
    for _ in range(2):
        antwoord = browser.stuur(f"/zaak/{nummer}/aantekening", sleutel="k" * 32, aantekening=" Belde terug. ")
        assert antwoord.status_code == 303
    assert lees(sqlite, "aantekening", "tekst", "taak_id") == [("Belde terug.", None)]
    leeg = browser.stuur(f"/zaak/{nummer}/aantekening", sleutel="m" * 32, aantekening=" ")
    assert leeg.status_code == 422


def test_a_form_with_a_key_of_its_own_making_is_refused(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    los = {"sleutel": "x", "versie": "0", "uitkomst": "niet bereikt", "dagdeel": "avond"}
    assert invordering(sqlite).stuur(f"/taak/{nr}/uitkomst", **los).status_code == 422
    assert taak(sqlite, nr).status == "open"


@pytest.mark.parametrize(
    ("aangekomen", "status"),
    [pytest.param("ja", "bezorgd", id="aangekomen"), pytest.param("nee", "klaargezet", id="nee: nog een keer")],
)
def test_an_uncertain_bericht_leaves_once_more_or_not_at_all(waar: Omgeving, aangekomen: str, status: str) -> None:
    nr, bericht = onzekere_taak(waar)
    browser = vroeg(waar)
    pagina = browser.lees(f"/taak/{nr}/uitkomst")
    assert "Is het bericht aangekomen?" in pagina and 'name="uitkomst"' not in pagina
    assert browser.stuur(f"/taak/{nr}/uitkomst", **velden(pagina)).status_code == 422
    for _ in range(2):
        antwoord = browser.stuur(f"/taak/{nr}/uitkomst", **velden(pagina), aangekomen=aangekomen)
        assert antwoord.status_code == 303
    assert lees(waar, "bericht", "id", "status") == [(bericht, status)]
    assert taak(waar, nr).status == "afgerond"
    assert "Ongedaan maken" not in browser.lees(f"/taak/{nr}/uitkomst"), "wat niet kan, wordt niet aangeboden"


def test_without_prefect_the_outcome_is_there_and_the_next_round_goes_on(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    staat: Any = browser.app.state  # type: ignore[attr-defined]
    staat.inrichting = replace(staat.inrichting, prefect_api="http://127.0.0.1:9/api")
    assert stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="niet bereikt").status_code == 303
    ronde(JULI_8 + timedelta(days=1))
    assert vind(sqlite, 0, Taaksoort.BELLEN) != nr
