# pyright: basic
"""Logging in by OIDC at a real provider: the way in, what is refused, and what a colleague is told."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import update

from models.database import lezen, schrijven
from models.medewerkers import MEDEWERKER, gebruik_poging, ingang
from tasks.omgeving import Omgeving
from tests.worklist.deur import browser
from tests.worklist.inlogdienst import (
    Inlogdienst,
    collega,
    iemand,
    inlogdienst,
    kop_van,
    log_in,
    log_in_bij_de_dienst,
    naar_de_dienst,
    sessies,
)


def test_a_colleague_logs_in_and_comes_where_he_wanted_to_be(waar: Omgeving, dienst: Inlogdienst) -> None:
    klant = browser(dienst.inrichting())
    eerst = klant.get("/medewerkers?blad=2")
    assert (eerst.status_code, eerst.headers["location"]) == (303, "/inloggen?naar=/medewerkers%3Fblad%3D2")
    assert 'href="/inloggen/begin?naar=/medewerkers%3Fblad%3D2"' in klant.get(eerst.headers["location"]).text
    klaar = log_in(klant, naar="/medewerkers?blad=2")
    assert (klaar.status_code, klaar.headers["location"]) == (303, "/medewerkers?blad=2")
    wie = collega(waar)
    assert (wie.naam, wie.rollen, wie.sub) == ("Sanne de Boer", ["vroegsignalering"], f"{dienst.issuer}|sanne")
    assert wie.gemeenten == ["buurdorp", "voorbeeldstad"]
    assert klant.get("/inloggen").headers["location"] == "/"
    assert [rij.medewerker_id for rij in sessies(waar)] == [wie.id]


def test_the_question_has_pkce_and_the_answer_brings_its_verifier(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    adres = naar_de_dienst(klant := browser(dienst.inrichting()))
    vraag = {naam: waarde for naam, [waarde] in parse_qs(urlsplit(adres).query).items()}
    assert vraag["response_type"] == "code" and vraag["code_challenge_method"] == "S256"
    assert vraag["redirect_uri"] == "http://127.0.0.1:8080/inloggen/terug" and vraag["scope"] == "openid profile"
    [poging] = sessies(sqlite)
    assert vraag["state"] == poging.gegevens["state"] and poging.gegevens["verifier"] not in adres
    assert klant.get(log_in_bij_de_dienst(adres)).status_code == 303
    assert dienst.gevraagd[-1]["code_verifier"] == poging.gegevens["verifier"]


def test_the_session_is_a_new_one_after_login(waar: Omgeving, dienst: Inlogdienst) -> None:
    """No fixation: who planted a cookie beforehand, knows nothing of the session that follows."""
    klant = browser(dienst.inrichting())
    adres = naar_de_dienst(klant)
    voor = klant.cookies["tijdig"]
    assert "U bent uitgelogd" not in klant.get("/inloggen").text
    klant.get(log_in_bij_de_dienst(adres))
    na = klant.cookies["tijdig"]
    assert voor != na
    ander = browser(dienst.inrichting())
    ander.cookies.set("tijdig", voor)
    assert ander.get("/medewerkers").headers["location"] == "/inloggen?naar=/medewerkers"


def test_the_answer_of_another_browser_is_refused(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    """Login CSRF: a link with the answer of an attacker does not log a colleague in as the attacker."""
    antwoord = log_in_bij_de_dienst(naar_de_dienst(browser(dienst.inrichting())), "joris")
    slachtoffer = browser(dienst.inrichting())
    naar_de_dienst(slachtoffer)
    geweigerd = slachtoffer.get(antwoord)
    assert (geweigerd.status_code, kop_van(geweigerd)) == (400, "Log opnieuw in")
    assert browser(dienst.inrichting()).get(antwoord).status_code == 400


def test_an_answer_works_once(waar: Omgeving, dienst: Inlogdienst) -> None:
    klant = browser(dienst.inrichting())
    antwoord = log_in_bij_de_dienst(naar_de_dienst(klant))
    voor = klant.cookies["tijdig"]
    assert klant.get(antwoord).status_code == 303
    opnieuw = browser(dienst.inrichting())
    opnieuw.cookies.set("tijdig", voor)
    assert opnieuw.get(antwoord).status_code == 400
    assert len(dienst.gevraagd) == 1


def test_two_answers_at_the_same_moment_are_one_login(waar: Omgeving, dienst: Inlogdienst) -> None:
    """Both were read as unused; only the first that is written counts."""
    klant = browser(dienst.inrichting())
    naar_de_dienst(klant)
    with lezen(waar.engine) as db:
        gelezen = ingang(db, klant.cookies["tijdig"])
    assert gelezen is not None
    with schrijven(waar.engine) as db:
        assert [gebruik_poging(db, gelezen) for _ in range(2)] == [True, False]


def test_a_failed_answer_cannot_be_tried_again(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    klant = browser(dienst.inrichting())
    antwoord = log_in_bij_de_dienst(naar_de_dienst(klant), "geen")
    assert [klant.get(antwoord).status_code for _ in range(2)] == [403, 400]


@pytest.mark.parametrize(
    ("wie", "kop", "zin"),
    [
        pytest.param("geen", "U heeft nog geen toegang", "geen rol in Tijdig", id="een rol die wij niet kennen"),
        pytest.param("leeg", "U heeft nog geen toegang", "geen rol in Tijdig", id="helemaal geen rollen"),
        pytest.param("twee", "U heeft rollen van twee afdelingen", "twee afdelingen", id="twee afdelingen"),
        pytest.param("vreemde", "U heeft nog geen toegang", "geen rol in Tijdig", id="iemand zonder gegevens"),
    ],
)
def test_who_has_no_place_here_is_told_so(sqlite: Omgeving, dienst: Inlogdienst, wie: str, kop: str, zin: str) -> None:
    geweigerd = log_in(klant := browser(dienst.inrichting()), wie)
    assert (geweigerd.status_code, kop_van(geweigerd)) == (403, kop)
    assert zin in geweigerd.text
    assert klant.get("/medewerkers").status_code == 303
    assert [rij.medewerker_id for rij in sessies(sqlite)] == [None]


def test_roles_may_stand_deep_in_a_claim_or_be_words(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    assert log_in(browser(dienst.inrichting(rollen_claim="realm_access.roles")), "diep").status_code == 303
    assert collega(sqlite).rollen == ["beheer"]
    assert log_in(browser(dienst.inrichting(rollen_claim="roles_tekst")), "tekst").status_code == 303


def test_gemeenten_of_a_claim_are_those_of_this_installation(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    inrichting = dienst.inrichting(gemeenten_claim="gemeente")
    assert log_in(browser(inrichting), "joris").status_code == 303
    assert collega(sqlite).gemeenten == ["buurdorp"]
    geweigerd = log_in(browser(inrichting), "sanne")
    assert geweigerd.status_code == 403 and "geen gemeente" in geweigerd.text


def test_changed_roles_hold_from_the_next_login(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    klant = browser(dienst.inrichting())
    log_in(klant)
    with schrijven(sqlite.engine) as db:
        db.execute(update(MEDEWERKER).values(rollen=["invordering", "schuldhulp"]))
    assert klant.get("/medewerkers").headers["location"] == "/inloggen?naar=/medewerkers"


@pytest.mark.parametrize(
    "naar",
    [
        "https://kwaad.nl",
        "//kwaad.nl",
        "/\\kwaad.nl",
        "kwaad",
        "/taken\nX: 1",
        "javascript:alert(1)",
        "/inloggen/terug",
    ],
)
def test_the_way_back_is_always_ours(sqlite: Omgeving, dienst: Inlogdienst, naar: str) -> None:
    assert log_in(browser(dienst.inrichting()), naar=naar).headers["location"] == "/"


def test_a_provider_that_refuses_says_so(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    klant = browser(dienst.inrichting())
    state = parse_qs(urlsplit(naar_de_dienst(klant)).query)["state"][0]
    geweigerd = klant.get("/inloggen/terug", params={"state": state, "error": "access_denied"})
    assert (geweigerd.status_code, kop_van(geweigerd)) == (403, "U bent niet ingelogd")


def test_a_provider_that_is_down_gives_a_page_and_a_log_line(
    sqlite: Omgeving, caplog: pytest.LogCaptureFixture
) -> None:
    with inlogdienst(iemand()) as gestopt:
        inrichting, onderweg = gestopt.inrichting(), browser(gestopt.inrichting())
        antwoord = log_in_bij_de_dienst(naar_de_dienst(onderweg))
    weg = onderweg.get(antwoord)
    assert (weg.status_code, kop_van(weg)) == (503, "Inloggen lukt nu niet")
    assert "over een paar minuten" in weg.text
    assert browser(inrichting).get("/inloggen").status_code == 200
    nooit = Inlogdienst("http://localhost:9").inrichting()
    assert browser(nooit).get("/inloggen/begin").status_code == 503
    verteld = [r.getMessage() for r in caplog.records if r.name.startswith("tijdig")]
    assert set(verteld) == {"de inlogdienst antwoordt niet: ConnectionError"}


def test_without_a_provider_there_is_no_way_in_from_outside(sqlite: Omgeving) -> None:
    klant = browser(Inlogdienst("").inrichting(publieke_url="https://werk.voorbeeldstad.nl"))
    assert "niet ingesteld" in klant.get("/inloggen").text
    assert klant.get("/inloggen/begin").status_code == 404


def test_logging_out_ends_the_session_here_and_at_the_provider(waar: Omgeving, dienst: Inlogdienst) -> None:
    klant = browser(dienst.inrichting())
    log_in(klant)
    oud = klant.cookies["tijdig"]
    [csrf] = re.findall(r'name="csrf" value="([^"]+)"', klant.get("/bestaat-niet").text)
    assert klant.post("/uitloggen", data={"csrf": "fout"}).status_code == 403
    uit = klant.post("/uitloggen", data={"csrf": csrf})
    assert uit.status_code == 200 and f'content="0; url={dienst.issuer}/oauth2/end_session?' in uit.text
    assert "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2Finloggen" in uit.text
    assert "tijdig" not in klant.cookies and sessies(waar) == []
    klant.cookies.set("tijdig", oud)
    assert klant.get("/medewerkers").headers["location"] == "/inloggen?naar=/medewerkers"
    assert "U bent uitgelogd" in klant.get("/inloggen").text
    assert klant.post("/uitloggen", data={"csrf": csrf}).headers["location"] == "/inloggen"


def test_behind_https_the_cookie_is_for_https_and_this_host_only(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    klant = browser(dienst.inrichting(publieke_url="https://werk.voorbeeldstad.nl"))
    antwoord = klant.get("/inloggen/begin")
    koekje = antwoord.headers["set-cookie"]
    assert koekje.startswith("__Host-tijdig=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(koekje.split("; ")) and "Domain" not in koekje
    terug = parse_qs(urlsplit(antwoord.headers["location"]).query)["redirect_uri"]
    assert terug == ["https://werk.voorbeeldstad.nl/inloggen/terug"]
    assert "max-age" in antwoord.headers["strict-transport-security"]


def test_on_loopback_nobody_else_can_start_a_login(sqlite: Omgeving, dienst: Inlogdienst) -> None:
    """Another name for this machine would send the answer of the provider there."""
    assert browser(dienst.inrichting()).get("/inloggen/begin", headers={"Host": "kwaad.nl"}).status_code == 404
    elders = browser(dienst.inrichting()).get("/inloggen/begin", headers={"Sec-Fetch-Site": "cross-site"})
    assert elders.headers["location"] == "/inloggen" and sessies(sqlite) == []
