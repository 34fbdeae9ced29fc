# pyright: basic
"""Can a person decide what a person must decide: seen before it is done, done once, and taken back?"""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from models.database import schrijven
from rules.beslissingen import BESLISSINGEN, Beslissing, Tot, gegevens_van, mogelijk
from rules.log import Soort
from rules.resultaat import Eindresultaat
from rules.woorden import Zaaksoort
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    lees,
    leg_op,
    log,
    signaleer,
)
from tests.rules.bouwers import een_incassozaak, een_melding
from tests.worklist.bouwstenen import Klant
from tests.worklist.uitkomsten import (
    JULI_8,
    OCHTEND,
    bel_taak,
    crisis_taak,
    hersteld,
    invordering,
    laatste,
    op,
    rauw,
    ronde,
    velden,
    vroeg,
)

INCASSO, VROEG = "I-000001", "V-000001"
VERBORGEN = re.compile(r'<input type="hidden" name="([a-z]+)" value="([^"]*)"')


def beslis(browser: Klant, nummer: str, wat: str, **ingevuld: str) -> Any:
    """Go all the way: choose, fill in, see what it does, and confirm."""
    pagina = browser.lees(f"/zaak/{nummer}/beslissen?wat={wat}")
    if ingevuld or 'name="stap"' not in pagina:
        antwoord = browser.stuur(f"/zaak/{nummer}/beslissen", wat=wat, **ingevuld)
        if antwoord.status_code != 200:
            return antwoord
        pagina = antwoord.text
    mee = {naam: waarde for naam, waarde in VERBORGEN.findall(pagina) if naam != "csrf"}
    return browser.stuur(f"/zaak/{nummer}/beslissen", **mee)


IN = {
    "uitstel-verleend": {"tot": "2026-09-01"},
    "regeling-getroffen": {},
    "moratorium": {"tot": "2026-12-01"},
    "aanmelding-schuldhulp": {"reden": "aanmelding-zelf"},
    "sluiten-oninbaar": {"reden": "geen-verhaal"},
    "sluiten": {"reden": "ander-traject"},
    "verhuisd-binnen": {
        "straat": "Kerkweg", "huisnummer": "12", "postcode": "1234 ab", "woonplaats": "Voorbeeldstad"
    },
}  # fmt: skip
"""What must be filled in."""
EERST = {
    "kwijtschelding-afgewezen": "kwijtschelding-aangevraagd",
    "uitstel-afgewezen": "uitstel-aangevraagd",
    "regeling-gebroken": "regeling-getroffen",
    "bezwaar-afgedaan": "bezwaar-ingediend",
    "sluiten-overleden": "overleden",
}
"""What must be there before."""

ALLE = [pytest.param(b, a, id=f"{a}: {b.code}") for b in BESLISSINGEN for a in Zaaksoort if a in b.afdelingen]


@pytest.mark.parametrize(("b", "afdeling"), ALLE)
def test_every_decision_is_written_down_once_and_can_be_taken_back(
    sqlite: Omgeving, b: Beslissing, afdeling: Zaaksoort
) -> None:
    vroegsignalering = afdeling == Zaaksoort.VROEGSIGNALERING
    (crisis_taak if vroegsignalering else bel_taak)(sqlite)
    op(sqlite, OCHTEND)
    browser, nummer = (vroeg(sqlite), VROEG) if vroegsignalering else (invordering(sqlite), INCASSO)
    if eerder := EERST.get(b.code):
        assert beslis(browser, nummer, eerder).status_code == 303
    voor = hersteld(sqlite, 1)
    assert beslis(browser, nummer, b.code, **IN.get(b.code, {})).status_code == 303
    regel = rauw(sqlite, 1)[-1]
    assert (regel.soort, regel.dag) == (b.soort, JULI_8)
    assert lees(sqlite, "zaak", "volgende_toets") == [(JULI_8,)]
    ronde(JULI_8)
    volgnr = laatste(sqlite, 1, b.soort)
    pad = f"/zaak/{nummer}/corrigeer/{volgnr}"
    if b.adres:
        assert "Leg het goede adres vast" in browser.lees(pad)
        return
    assert browser.stuur(pad, **velden(browser.lees(pad)), reden="niet-gebeurd").status_code == 303
    ronde(JULI_8)
    assert sorted(map(str, hersteld(sqlite, 1))) == sorted(map(str, voor)) or eerder, "alsof het er nooit stond"


def test_it_is_seen_before_it_is_done(waar: Omgeving) -> None:
    """A letter is ready and a taak is open: the page says that the one never leaves and the other lapses."""
    bel_taak(waar)
    op(waar, OCHTEND)
    with schrijven(waar.engine) as db:
        db.exec_driver_sql("UPDATE bericht SET status = 'klaargezet' WHERE soort = 'aanmaning'")
    browser = invordering(waar)
    namen = ("gebeurtenis", "taak", "zaak", "bericht", "inwoner", "handeling")
    voor = {naam: lees(waar, naam) for naam in namen}
    pagina = browser.lees(f"/zaak/{INCASSO}/beslissen?wat=kwijtschelding-aangevraagd")
    assert "Dit gaat niet meer weg" in pagina and "Aanmaning per brief" in pagina
    assert "Dit doet Tijdig daarna" in pagina and "kwijtschelding" in pagina and "Bellen" in pagina
    assert {naam: lees(waar, naam) for naam in namen} == voor
    assert beslis(browser, INCASSO, "kwijtschelding-aangevraagd").status_code == 303
    assert ("aanmaning", "vervallen") in lees(waar, "bericht", "soort", "status")
    ronde(JULI_8)
    assert lees(waar, "taak", "status") == [("vervallen",)]


def test_sent_twice_it_is_decided_once(waar: Omgeving) -> None:
    bel_taak(waar)
    op(waar, OCHTEND)
    browser = invordering(waar)
    pagina = browser.lees(f"/zaak/{INCASSO}/beslissen?wat=post-retour")
    mee = {naam: waarde for naam, waarde in VERBORGEN.findall(pagina) if naam != "csrf"}
    for _ in range(2):
        assert browser.stuur(f"/zaak/{INCASSO}/beslissen", **mee).status_code == 303
    assert log(waar, 1).count("post_retour") == 1
    assert "Maak ongedaan" in browser.lees(f"/zaak/{INCASSO}/beslissen")


def test_two_colleagues_decide_the_same_and_the_second_hears_it(sqlite: Omgeving) -> None:
    bel_taak(sqlite)
    op(sqlite, OCHTEND)
    een, twee = invordering(sqlite), invordering(sqlite, "Mieke Jansen")
    pagina = twee.lees(f"/zaak/{INCASSO}/beslissen?wat=bezwaar-ingediend")
    assert beslis(een, INCASSO, "bezwaar-ingediend").status_code == 303
    mee = {naam: waarde for naam, waarde in VERBORGEN.findall(pagina) if naam != "csrf"}
    antwoord = twee.stuur(f"/zaak/{INCASSO}/beslissen", **mee)
    assert antwoord.status_code == 409 and "Een collega was eerder" in antwoord.text
    assert log(sqlite, 1).count("bezwaar_ingediend") == 1


@pytest.mark.parametrize(
    ("wat", "ingevuld", "melding"),
    [
        pytest.param("uitstel-verleend", {}, "Vul in tot welke dag", id="zonder einde"),
        pytest.param("uitstel-verleend", {"tot": "2026-07-08"}, "na vandaag", id="een einde dat voorbij is"),
        pytest.param("uitstel-verleend", {"tot": "2036-07-08"}, "vijf jaar", id="een einde heel ver weg"),
        pytest.param("uitstel-verleend", {"tot": "2026-09-01", "dag": "2026-07-09"}, "vandaag", id="begint morgen"),
        pytest.param("uitstel-verleend", {"tot": "2026-09-01", "dag": "2020-01-01"}, "begin van deze zaak",
                     id="begon voor de zaak er was"),
        pytest.param("sluiten-oninbaar", {}, "Kies een reden", id="sluiten zonder reden"),
        pytest.param("sluiten-oninbaar", {"reden": "zomaar"}, "Kies een reden", id="sluiten met een eigen reden"),
        pytest.param("verhuisd-binnen", {"straat": "Kerkweg"}, "Vul de postcode in", id="een half adres"),
        pytest.param("verhuisd-binnen", IN["verhuisd-binnen"] | {"postcode": "12"}, "postcode", id="geen postcode"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(sqlite: Omgeving, wat: str, ingevuld: dict[str, str], melding: str) -> None:
    bel_taak(sqlite)
    op(sqlite, OCHTEND)
    antwoord = beslis(invordering(sqlite), INCASSO, wat, **ingevuld)
    assert antwoord.status_code == 422 and melding in antwoord.text
    assert len(rauw(sqlite, 1)) == 4


def test_a_day_that_is_past_counts_from_that_day(sqlite: Omgeving) -> None:
    bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    beslis(browser, INCASSO, "uitstel-aangevraagd")
    assert beslis(browser, INCASSO, "uitstel-afgewezen", dag="2026-07-01").status_code == 303
    assert rauw(sqlite, 1)[-1].dag == date(2026, 7, 1)
    assert lees(sqlite, "zaak", "volgende_toets") == [(JULI_8,)]


def test_a_move_changes_the_address_at_both_departments(waar: Omgeving) -> None:
    bel_taak(waar)
    signaleer(waar, een_signaal(een_persoon(), signaaldatum=JULI_8), dag=JULI_8)
    op(waar, OCHTEND)
    assert beslis(invordering(waar), INCASSO, "verhuisd-binnen", **IN["verhuisd-binnen"]).status_code == 303
    assert lees(waar, "inwoner", "straat", "huisnummer", "postcode") == [("Kerkweg", "12", "1234AB")] * 2
    assert lees(waar, "taak", "wijk") == [("1234",)]
    sleutels = {s for (s,) in lees(waar, "inwoner", "adres_sleutel")} | {
        s for (s,) in lees(waar, "zaak", "adres_sleutel")
    }
    assert len(sleutels) == 1
    assert "Kerkweg" not in str(lees(waar, "gebeurtenis", "gegevens")), "een adres staat nooit in het log"


def test_a_fact_about_a_person_holds_for_his_other_zaken_here(sqlite: Omgeving) -> None:
    bel_taak(sqlite)
    leg_op(sqlite, [een_vordering(een_persoon(), "B1", vervaldag=date(2026, 9, 30))], levering="L9")
    signaleer(sqlite, een_signaal(een_persoon(), signaaldatum=JULI_8), dag=JULI_8)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    pagina = browser.lees(f"/zaak/{INCASSO}/beslissen?wat=overleden")
    assert "1 andere open zaak" in pagina, "de zaak van de andere afdeling telt niet mee"
    beslis(browser, INCASSO, "overleden")
    assert all("overleden" in log(sqlite, z) for z in (1, 2, 3))


def test_closed_by_a_person_a_melding_tells_gemeentebelastingen(sqlite: Omgeving) -> None:
    """Closing with another route tells the incassozaak that the rest is over, and never why."""
    bel_taak(sqlite)
    op(sqlite, OCHTEND)
    ja = {"uitkomst": "bereikt, wil hulp", "dagdeel": "ochtend", "toestemming": "ja", "toestemming_hoe": "telefonisch"}
    een = invordering(sqlite)
    een.stuur("/taak/1/uitkomst", **velden(een.lees("/taak/1/uitkomst")), **ja)
    ronde(JULI_8)
    beslis(vroeg(sqlite), "V-000002", "sluiten", reden="ander-traject")
    assert rauw(sqlite, 2)[-1].gegevens["resultaat"] == Eindresultaat.ANDER_TRAJECT
    terug = [r for r in rauw(sqlite, 1) if r.soort == Soort.TERUGKOPPELING]
    assert terug[-1].gegevens == {"afgesloten": True, "contact": False}
    pad = f"/zaak/V-000002/corrigeer/{laatste(sqlite, 2, Soort.GESLOTEN)}"
    browser = vroeg(sqlite)
    browser.stuur(pad, **velden(browser.lees(pad)), reden="dubbel")
    assert Soort.GESLOTEN not in [r.soort for r in hersteld(sqlite, 2)]
    assert terug[-1] not in hersteld(sqlite, 1)


def test_a_closed_zaak_has_nothing_to_decide(sqlite: Omgeving) -> None:
    bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    assert beslis(browser, INCASSO, "sluiten-oninbaar", reden="verjaard").status_code == 303
    pagina = browser.lees(f"/zaak/{INCASSO}/beslissen")
    assert "beslissen?wat=" not in pagina and "Deze zaak is gesloten" in pagina and "Maak ongedaan" in pagina
    ronde(JULI_8 + timedelta(days=1))
    assert lees(sqlite, "zaak", "volgende_toets") == [(None,)]


def test_another_department_finds_nothing(sqlite: Omgeving) -> None:
    bel_taak(sqlite)
    browser = vroeg(sqlite)
    assert browser.get(f"/zaak/{INCASSO}/beslissen").status_code == 404
    assert (
        browser.stuur(f"/zaak/{INCASSO}/beslissen", wat="overleden", stap="vast", sleutel="z" * 32).status_code == 404
    )
    assert browser.stuur(f"/zaak/{INCASSO}/contact", actie="afmelden", kanaal="sms").status_code == 404
    assert lees(sqlite, "handeling") == [] and len(rauw(sqlite, 1)) == 4


def test_a_decision_of_the_other_department_cannot_be_sent(sqlite: Omgeving) -> None:
    crisis_taak(sqlite)
    op(sqlite, OCHTEND)
    antwoord = vroeg(sqlite).stuur(f"/zaak/{VROEG}/beslissen", wat="sluiten-oninbaar", stap="vast", sleutel="z" * 32,
                                   reden="verjaard")  # fmt: skip
    assert antwoord.status_code == 409 and Soort.GESLOTEN not in [r.soort for r in rauw(sqlite, 1)]


def test_the_table_of_decisions_is_complete() -> None:
    assert len({b.code for b in BESLISSINGEN}) == len(BESLISSINGEN)
    for b in BESLISSINGEN:
        assert not (b.redenen and b.tot != Tot.NIET)
        for reden in b.redenen or [""]:
            assert (b.soort == Soort.GESLOTEN) == ("resultaat" in gegevens_van(b, "", reden))
    assert {b.code for b, _ in mogelijk(een_melding())} & {"uitstel-verleend", "sluiten-oninbaar"} == set()
    assert {b.code for b, _ in mogelijk(een_incassozaak())} & {"bekend-bij-schuldhulp", "sluiten"} == set()


def mail_zaak(waar: Omgeving) -> Klant:
    """A vroegsignaalzaak of a resident with a mobile number and an e-mail address."""
    crisis_taak(waar)
    with schrijven(waar.engine) as db:
        geef_nummer(db, een_persoon(), Zaaksoort.VROEGSIGNALERING, mobiel="+31612345678", email="a@voorbeeld.example")
    op(waar, OCHTEND)
    return vroeg(waar)


def stuur_contact(browser: Klant, actie: str, **ingevuld: Any) -> Any:
    sleutel = velden(browser.lees(f"/zaak/{VROEG}/beslissen"))["sleutel"]
    return browser.stuur(f"/zaak/{VROEG}/contact", sleutel=sleutel, actie=actie, **ingevuld)


def test_a_number_is_added_put_away_and_used_again(waar: Omgeving) -> None:
    browser = mail_zaak(waar)
    assert stuur_contact(browser, "nieuw", telefoon="020 555 1234").status_code == 303
    rijen = {w: (i, bron) for i, w, bron in lees(waar, "contactgegeven", "id", "waarde", "bron")}
    nummer, bron = rijen["+31205551234"]
    assert bron == "medewerker"
    stuur_contact(browser, "uit", contact=str(nummer))
    assert (nummer, JULI_8) in lees(waar, "contactgegeven", "id", "onbruikbaar_op")
    assert "niet meer in gebruik" in browser.lees(f"/zaak/{VROEG}/beslissen")
    stuur_contact(browser, "aan", contact=str(nummer))
    assert (nummer, None) in lees(waar, "contactgegeven", "id", "onbruikbaar_op")
    pagina = browser.lees(f"/zaak/{VROEG}/beslissen")
    assert "Youssef Amrani zette een nummer of adres uit" in pagina
    assert stuur_contact(browser, "uit", contact="999").status_code == 404


def test_consent_per_kind_of_bericht(waar: Omgeving) -> None:
    browser = mail_zaak(waar)
    soorten = lambda: sorted(s for (s,) in lees(waar, "toestemming", "soort"))  # noqa: E731
    assert soorten() == ["hulpaanbod", "hulpaanbod-herhaling"]
    stuur_contact(browser, "toestemming", mailen="hulpaanbod-herhaling")
    assert soorten() == ["hulpaanbod-herhaling"]
    stuur_contact(browser, "afmelden", kanaal="email")
    stuur_contact(browser, "toestemming", mailen="hulpaanbod-herhaling")
    assert lees(waar, "afmelding", "kanaal") == [("email",)], "wat er al stond, haalt een afmelding niet weg"
    stuur_contact(browser, "toestemming", mailen=["hulpaanbod-herhaling", "hulpaanbod"])
    assert lees(waar, "afmelding", "kanaal") == [], "het nieuwste woord telt"
    stuur_contact(browser, "toestemming")
    assert soorten() == []


def test_an_opt_out_stops_what_is_ready_and_can_be_taken_back(waar: Omgeving) -> None:
    browser = mail_zaak(waar)
    assert stuur_contact(browser, "afmelden", kanaal="sms").status_code == 303
    assert lees(waar, "afmelding", "kanaal", "op", "bron") == [("sms", JULI_8, "medewerker")]
    assert rauw(waar, 1)[-1].soort == Soort.AFGEMELD
    assert "Geen sms sinds" in browser.lees(f"/zaak/{VROEG}/beslissen")
    stuur_contact(browser, "aanmelden", kanaal="sms")
    assert lees(waar, "afmelding") == [] and rauw(waar, 1)[-1].soort == Soort.AANGEMELD
    assert stuur_contact(browser, "afmelden", kanaal="brief").status_code == 422


def test_a_new_number_makes_the_rules_look_again(sqlite: Omgeving) -> None:
    persoon = een_persoon()
    leg_op(sqlite, [een_vordering(persoon)])
    ronde(JUNI_5)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    assert lees(sqlite, "zaak", "volgende_toets") != [(JULI_8,)]
    sleutel = velden(browser.lees(f"/zaak/{INCASSO}/beslissen"))["sleutel"]
    browser.stuur(f"/zaak/{INCASSO}/contact", sleutel=sleutel, actie="nieuw", telefoon="0612345678")
    assert lees(sqlite, "zaak", "volgende_toets") == [(JULI_8,)]
    assert stappen.te_doen(GEMEENTE, JULI_8) == [(1, "incasso")]


def test_a_step_at_schuldhulp_is_told_after_the_end_and_opens_nothing(sqlite: Omgeving) -> None:
    crisis_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = vroeg(sqlite)
    assert beslis(browser, VROEG, "sluiten", reden="andere-reden").status_code == 303
    assert beslis(browser, VROEG, "bekend-bij-schuldhulp").status_code == 409, "de rest kan dan niet meer"
    assert beslis(browser, VROEG, "aanmelding-schuldhulp", reden="aanmelding-zelf").status_code == 303
    laatste_regel = rauw(sqlite, 1)[-1]
    assert laatste_regel.soort == Soort.AANMELDING_SCHULDHULP
    assert laatste_regel.gegevens == {"stap": "aanmelding", "bron": "zelf"}
    ronde(JULI_8)
    assert lees(sqlite, "zaak", "volgende_toets") == [(None,)]
    pagina = browser.lees(f"/zaak/{VROEG}")
    assert "Schuldhulp" in pagina and "De inwoner meldde zich aan" in pagina and "uit zichzelf" in pagina
