# pyright: basic
"""Can be recorded that a contact is not tried, and how long work took? With the reason, once, and correctable."""

import re
from typing import Any

import pytest

from rules.log import Soort
from rules.rollen import Rol
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import JULI_8, lees
from tests.models.taken import een_taak, gebeurd, stand
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.stad import op_dag, stel_klok
from tests.worklist.uitkomsten import (
    JULI_13,
    OCHTEND,
    bel_taak,
    crisis_taak,
    hersteld,
    invordering,
    laatste,
    op,
    rauw,
    ronde,
    stuur,
    taak,
    vind,
    vroeg,
)


def sla_over(browser: Klant, nr: int, reden: str) -> Any:
    """Take the taak, then decide that the contact is not tried."""
    browser.stuur(f"/taak/{nr}/neem", versie="0")
    pagina = browser.lees(f"/taak/{nr}")
    [versie] = set(re.findall(r'name="versie" value="(\d+)"', pagina))
    return browser.stuur(f"/taak/{nr}/sla-over", versie=versie, overslaan_reden=reden)


def leiding(waar: Omgeving) -> Klant:
    """A team lead of Gemeentebelastingen."""
    return klant(waar, Rol.INVORDERING, Rol.TEAMLEIDING, naam="Lot de Leider")


def test_the_reason_stands_in_the_log_and_the_journey_goes_on(waar: Omgeving) -> None:
    nr = bel_taak(waar)
    op(waar, OCHTEND)
    browser = leiding(waar)
    assert sla_over(browser, nr, "capaciteit").status_code == 303
    over, weg = rauw(waar, 1)[-2:]
    assert (over.soort, over.gegevens) == (Soort.CONTACT_OVERGESLAGEN, {"soort": "bellen", "reden": "capaciteit"})
    assert weg.soort == Soort.TAAK_VERVALLEN and weg.gegevens["poging"] == 1
    assert (taak(waar, nr).status, lees(waar, "zaak", "volgende_toets")) == ("vervallen", [(JULI_8,)])
    assert gebeurd(waar, nr)[-1] == ("overgeslagen", browser.id)
    assert {a for (a,) in lees(waar, "gebeurtenis", "actor")[-2:]} == {f"medewerker:{browser.id}"}
    ronde(JULI_13)
    assert [r.soort for r in rauw(waar, 1)].count(Soort.TAAK_AFGEROND) == 0
    [niet] = [r for r in rauw(waar, 1) if r.soort == Soort.NIET_OVERGEDRAGEN]
    assert "persoonlijk-contact" in niet.gegevens["voorwaarden"], "what was not tried opens no gate"
    oordeel = browser.lees(f"/taak/{vind(waar, 0, Taaksoort.DWANGBEVEL_BEOORDELEN)}/dwangbevel")
    assert "Bellen: niemand kan het op tijd doen" in oordeel, "who judges a dwangbevel reads it"


def test_the_timeline_tells_it_and_it_can_be_put_right(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = leiding(sqlite)
    sla_over(browser, nr, "veiligheid")
    pagina = browser.lees("/zaak/I-000001")
    assert "Contact niet gezocht" in pagina and "Bellen: het is niet veilig" in pagina
    gedaan = browser.lees(f"/taak/{nr}")
    assert "heeft beslist dat wij dit contact niet zoeken" in gedaan and "het is niet veilig" in gedaan
    volgnr = laatste(sqlite, 1, Soort.CONTACT_OVERGESLAGEN)
    assert stuur(browser, f"/zaak/I-000001/corrigeer/{volgnr}", reden="verkeerde-keuze").status_code == 303
    assert Soort.CONTACT_OVERGESLAGEN not in [r.soort for r in hersteld(sqlite, 1)]
    ronde(JULI_8)
    assert [t[0] for t in lees(sqlite, "taak", "status")] == ["vervallen", "open"]


def test_a_crisis_is_never_skipped(sqlite: Omgeving) -> None:
    nr = crisis_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = vroeg(sqlite)
    assert "Zoek dit contact niet" not in browser.lees(f"/taak/{nr}")
    assert sla_over(browser, nr, "veiligheid").status_code == 422
    assert taak(sqlite, nr).status == "open"


def test_sent_twice_it_is_recorded_once(sqlite: Omgeving) -> None:
    stel_klok(sqlite, op_dag(JULI_13))
    browser, nr = vroeg(sqlite), een_taak(sqlite, Taaksoort.HUISBEZOEK)
    assert sla_over(browser, nr, "veiligheid").status_code == 303
    assert browser.stuur(f"/taak/{nr}/sla-over", versie="1", overslaan_reden="veiligheid").status_code == 409
    soorten = [s for (s,) in lees(sqlite, "gebeurtenis", "soort")]
    assert soorten.count("contact_overgeslagen") == 1 and stand(sqlite, nr).status == "vervallen"


@pytest.mark.parametrize(("ingevuld", "bewaard"), [("12", 12), ("", None), (" 480 ", 480)])
def test_minutes_of_work_are_kept_with_the_outcome(sqlite: Omgeving, ingevuld: str, bewaard: int | None) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    uitkomst = {"dagdeel": "ochtend", "uitkomst": "niet bereikt", "minuten": ingevuld}
    assert stuur(invordering(sqlite), f"/taak/{nr}/uitkomst", **uitkomst).status_code == 303
    assert rauw(sqlite, 1)[-1].gegevens.get("minuten") == bewaard


@pytest.mark.parametrize("minuten", ["0", "481", "-5", "5,5", "tien", "9" * 12])
def test_minutes_that_cannot_be_are_refused_and_stay_on_the_form(sqlite: Omgeving, minuten: str) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    uitkomst = {"dagdeel": "ochtend", "uitkomst": "niet bereikt", "minuten": minuten}
    antwoord = stuur(invordering(sqlite), f"/taak/{nr}/uitkomst", **uitkomst)
    assert antwoord.status_code == 422 and "Vul hele minuten in" in antwoord.text
    assert f'value="{minuten}"' in antwoord.text and taak(sqlite, nr).status == "open"


def test_a_correction_of_the_outcome_keeps_the_minutes_unless_they_are_changed(sqlite: Omgeving) -> None:
    nr = bel_taak(sqlite)
    op(sqlite, OCHTEND)
    browser = invordering(sqlite)
    stuur(browser, f"/taak/{nr}/uitkomst", dagdeel="ochtend", uitkomst="niet bereikt", minuten="12")
    pad = f"/zaak/I-000001/corrigeer/{laatste(sqlite, 1, Soort.TAAK_AFGEROND)}"
    assert 'name="minuten" value="12"' in browser.lees(pad)
    anders = {"hoe": "wijzigen", "reden": "verkeerde-keuze", "dagdeel": "avond", "uitkomst": "niet bereikt"}
    assert stuur(browser, pad, **anders, minuten="20").status_code == 303
    [nu] = [r.gegevens for r in hersteld(sqlite, 1) if r.soort == Soort.TAAK_AFGEROND]
    assert (nu["dagdeel"], nu["minuten"]) == ("avond", 20)
