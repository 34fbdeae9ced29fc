"""May this signaal go to team Vroegsignalering? (rules/voorwaarden.py) Every voorwaarde, met and unmet."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.levering import Belastingsoort
from rules.log import Soort
from rules.voorwaarden import Voorwaarde, signaalbedrag, toets, unmet_met_toestemming, unmet_voorwaarden
from rules.woorden import Berichtsoort, Taaksoort
from rules.zaak import Incassozaak, Inwoner
from tests.rules.bouwers import (
    AANGEMAAND,
    ALLES_GEDAAN,
    BELEID,
    GEBELD,
    HERINNERD,
    JULI_14,
    beleid_met,
    bereikt,
    brief,
    een_incassozaak,
    feit,
    niet_bereikt,
    vordering,
)

VERVALLEN = feit(Soort.BERICHT_VERVALLEN, "06-19", soort="aanmaning", poging=1)
PARKEREN = Belastingsoort.PARKEERBELASTING
ALLES = een_incassozaak(*ALLES_GEDAAN)


def unmet(zaak: Incassozaak, today: date = JULI_14, **keuze: Any) -> list[str]:
    """Return the words of what stands in the way."""
    return [t.voorwaarde.value for t in unmet_voorwaarden(zaak, beleid_met(**keuze) if keuze else BELEID, today)]


def met_log(*log: Any, **anders: Any) -> Incassozaak:
    """Everything done, and then this."""
    return een_incassozaak(*ALLES_GEDAAN, *log, **anders)


def test_everything_done_and_nobody_reached_opens_the_gate() -> None:
    assert unmet(ALLES) == []
    assert [t.voorwaarde for t in toets(ALLES, BELEID, JULI_14)] == list(Voorwaarde)


@pytest.mark.parametrize(
    ("zaak", "expected"),
    [
        pytest.param(een_incassozaak(AANGEMAAND, *GEBELD), "herinnering", id="geen herinnering"),
        pytest.param(een_incassozaak(HERINNERD, *GEBELD), "aanmaning", id="geen aanmaning"),
        pytest.param(
            een_incassozaak(HERINNERD, AANGEMAAND, *GEBELD, VERVALLEN),
            "aanmaning",
            id="de aanmaning is nooit vertrokken",
        ),
        pytest.param(
            een_incassozaak(HERINNERD, AANGEMAAND, *GEBELD[:4]), "persoonlijk-contact", id="een poging te weinig"
        ),
        pytest.param(
            een_incassozaak(
                HERINNERD,
                AANGEMAAND,
                *(r for n in (1, 2, 3) for r in niet_bereikt(Taaksoort.BELLEN, f"07-{8 + n:02}", n, "avond")),
            ),
            "persoonlijk-contact",
            id="drie keer op hetzelfde dagdeel",
        ),
        pytest.param(
            een_incassozaak(
                HERINNERD,
                AANGEMAAND,
                *niet_bereikt(Taaksoort.BELLEN, "07-09", 1, "ochtend"),
                *niet_bereikt(Taaksoort.BELLEN, "07-10", 2, "middag"),
                *niet_bereikt(Taaksoort.BELLEN, "07-13", 3, "ochtend"),
            ),
            "persoonlijk-contact",
            id="geen poging in de avond",
        ),
        pytest.param(
            een_incassozaak(HERINNERD, AANGEMAAND, *bereikt(Taaksoort.BELLEN, "07-09", "regelt zelf")),
            "geen-contact",
            id="een keer gebeld en meteen bereikt: alleen geen-contact",
        ),
        pytest.param(een_incassozaak(*ALLES_GEDAAN, openstaand=30000), "drempel", id="precies 300 euro"),
        pytest.param(
            met_log(vorderingen=(vordering(belastingsoort=PARKEREN),)), "parkeren-alleen", id="alleen parkeren"
        ),
        pytest.param(
            met_log(feit(Soort.DWANGBEVEL_BETEKEND, "07-13")), "dwangbevel-betekend", id="dwangbevel betekend"
        ),
        pytest.param(met_log(feit(Soort.REGELING_GETROFFEN, "07-13")), "lopende-regeling", id="er loopt een regeling"),
        pytest.param(
            met_log(feit(Soort.KWIJTSCHELDING_AANGEVRAAGD, "07-13")), "lopende-regeling", id="kwijtschelding loopt"
        ),
        pytest.param(met_log(feit(Soort.BEZWAAR_TEGEN_DELEN, "06-12")), "bezwaar-tegen-delen", id="wil niet delen"),
        pytest.param(
            met_log(inwoner=Inwoner(telefoon=True, inwoner_van_gemeente=False)), "geen-inwoner", id="vertrokken"
        ),
        pytest.param(met_log(inwoner=Inwoner(telefoon=True, overleden=True)), "geen-inwoner", id="overleden"),
        pytest.param(met_log(inwoner=Inwoner(telefoon=True, rechtspersoon=True)), "geen-inwoner", id="een bedrijf"),
        pytest.param(
            met_log(inwoner=Inwoner(telefoon=True, bekend_bij_schuldhulp=True)), "al-bekend-schuldhulp", id="bekend"
        ),
        pytest.param(met_log(eerder_gesignaleerd=42000), "herhaald", id="al doorgegeven, en niet hoger"),
    ],
)
def test_one_voorwaarde_unmet(zaak: Incassozaak, expected: str) -> None:
    assert unmet(zaak) == [expected]


@pytest.mark.parametrize(
    "zaak",
    [
        pytest.param(een_incassozaak(*ALLES_GEDAAN, openstaand=30001), id="een cent boven de drempel"),
        pytest.param(met_log(vorderingen=(vordering(8000, PARKEREN), vordering(25000))), id="parkeren naast afval"),
        pytest.param(
            met_log(vorderingen=(vordering(8000),), elders=(vordering(25000),)), id="samen met een andere zaak"
        ),
        pytest.param(
            met_log(VERVALLEN, brief(Berichtsoort.AANMANING, "06-22", 2)), id="de tweede aanmaning is wel vertrokken"
        ),
        pytest.param(met_log(eerder_gesignaleerd=41999), id="hoger dan de vorige keer"),
        pytest.param(
            met_log(feit(Soort.DWANGBEVEL_BETEKEND, "07-10"), feit(Soort.DWANGBEVEL_INGETROKKEN, "07-13")),
            id="dwangbevel ingetrokken",
        ),
        pytest.param(
            met_log(feit(Soort.REGELING_GETROFFEN, "06-20"), feit(Soort.REGELING_GEBROKEN, "07-01")),
            id="de regeling is voorbij",
        ),
        pytest.param(
            een_incassozaak(HERINNERD, AANGEMAAND, brief(Berichtsoort.CONTACTVERZOEK, "07-08"), inwoner=Inwoner()),
            id="een contactbrief telt als poging",
        ),
    ],
)
def test_every_voorwaarde_met(zaak: Incassozaak) -> None:
    assert unmet(zaak) == []


@pytest.mark.parametrize(
    ("today", "keuze", "expected"),
    [
        pytest.param(JULI_14, {"signaal__grondslag": "uit"}, ["grondslag"], id="uitgezet"),
        pytest.param(JULI_14, {"signaal__grondslag": "toestemming"}, ["grondslag"], id="alleen met toestemming"),
        pytest.param(JULI_14, {"signaal__grondslag": "Bgs"}, ["grondslag"], id="een andere soort grondslag"),
        pytest.param(date(2028, 1, 1), {}, ["grondslag"], id="de grondslag is verlopen"),
        pytest.param(date(2027, 12, 31), {}, [], id="de laatste dag van de grondslag"),
    ],
)
def test_the_grondslag(today: date, keuze: dict[str, Any], expected: list[str]) -> None:
    assert unmet(ALLES, today, **keuze) == expected


def test_parking_switched_off_never_counts() -> None:
    zaak = met_log(vorderingen=(vordering(8000, PARKEREN), vordering(25000)))
    assert signaalbedrag(zaak, BELEID) == 33000
    assert signaalbedrag(zaak, beleid_met(signaal__parkeren="uit")) == 25000
    assert unmet(zaak, signaal__parkeren="uit") == ["drempel"]


def test_a_betekend_dwangbevel_is_no_bar_where_the_signaal_comes_after_it() -> None:
    zaak = met_log(feit(Soort.DWANGBEVEL_BETEKEND, "07-13"))
    assert unmet(zaak, signaal__moment="na betekening") == []


def test_consent_replaces_the_grondslag_and_the_effort_but_not_an_objection() -> None:
    zaak = een_incassozaak(*bereikt(Taaksoort.BELLEN, "07-09", "wil hulp"), openstaand=100)
    assert unmet_met_toestemming(zaak, beleid_met(signaal__grondslag="toestemming"), JULI_14) == ()
    bezwaar = replace(zaak, log=zaak.log.met(feit(Soort.BEZWAAR_TEGEN_DELEN, "06-12")))
    assert [t.voorwaarde for t in unmet_met_toestemming(bezwaar, BELEID, JULI_14)] == [Voorwaarde.BEZWAAR_TEGEN_DELEN]


def test_consent_opens_nothing_where_the_handover_is_shut() -> None:
    zaak = een_incassozaak(*bereikt(Taaksoort.BELLEN, "07-09", "wil hulp"))
    dicht = unmet_met_toestemming(zaak, beleid_met(signaal__grondslag="uit"), JULI_14)
    assert [t.voorwaarde for t in dicht] == [Voorwaarde.GRONDSLAG]
