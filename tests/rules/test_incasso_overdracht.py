"""What follows from a conversation, from an open or shut gate, and from what a gemeente chose? (rules/incasso.py)"""

from dataclasses import replace
from typing import Any

import pytest

from rules.besluit import (
    Action,
    LaatSignaalWachten,
    MaakTaak,
    NietOverdragen,
    Overdragen,
    SendBericht,
    Wait,
    logregel,
)
from rules.incasso import decide
from rules.log import Soort
from rules.woorden import Berichtsoort, Taaksoort
from rules.zaak import Incassozaak, Inwoner
from tests.rules.bouwers import (
    AANGEMAAND,
    ALLES_GEDAAN,
    BELEID,
    GEBELD,
    HERINNERD,
    beleid_met,
    bereikt,
    brief,
    dag,
    een_incassozaak,
    feit,
    vordering,
)

B, T = Berichtsoort, Taaksoort
ADRES = Inwoner()
CONTACTBRIEF = brief(B.CONTACTVERZOEK, "07-08")
NIET_GEBELD = feit(Soort.CONTACT_OVERGESLAGEN, "07-08", soort="bellen", reden="geen-telefoonnummer")
OVER = feit(Soort.OVERGEDRAGEN, "07-14", bedrag=42000)


WIL_HULP = bereikt(T.BELLEN, "07-09", "wil hulp")
RUST = feit(Soort.OPGESCHORT, "07-09", reden="hulp", tot="2026-08-08")


@pytest.mark.parametrize(
    ("today", "log", "expected"),
    [
        pytest.param("07-09", WIL_HULP, "tell_opschorting", id="wil hulp: eerst rust"),
        pytest.param("07-09", [*WIL_HULP, RUST], "hand_over_when_asked", id="wil hulp: warme overdracht"),
        pytest.param("07-09", [*WIL_HULP, RUST, OVER], "rest_during_opschorting", id="daarna dertig dagen rust"),
        pytest.param(
            "07-20", bereikt(T.BELLEN, "07-09", "betaalbelofte", "07-20"), "keep_the_promise", id="beloofde dag"
        ),
        pytest.param(
            "07-21", bereikt(T.BELLEN, "07-09", "betaalbelofte", "07-20"), "refuse_to_hand_over", id="dag erna"
        ),
        pytest.param(
            "07-29", bereikt(T.BELLEN, "07-09", "betaalbelofte", "07-29"), "keep_the_promise", id="late belofte"
        ),
        pytest.param("07-22", bereikt(T.BELLEN, "07-09", "al betaald"), "keep_the_promise", id="al betaald: 14 dagen"),
        pytest.param("07-23", bereikt(T.BELLEN, "07-09", "al betaald"), "refuse_to_hand_over", id="14 dagen om"),
        pytest.param("07-09", bereikt(T.BELLEN, "07-09", "wil geen hulp"), "refuse_to_hand_over", id="wil geen hulp"),
        pytest.param("07-14", GEBELD, "hand_over", id="drie keer gebeld en niemand bereikt"),
    ],
)
def test_what_the_resident_said(today: str, log: list[Any], expected: str) -> None:
    assert decide(een_incassozaak(HERINNERD, AANGEMAAND, *log), BELEID, dag(today)).regel == expected


def test_the_warm_handover_carries_the_consent_and_no_reason() -> None:
    action = decide(een_incassozaak(HERINNERD, AANGEMAAND, *WIL_HULP, RUST), BELEID, dag("07-09")).action
    assert isinstance(action, Overdragen)
    assert replace(action, kenmerken={}) == Overdragen(
        42000, "toestemming", {"toestemming_op": "2026-07-09"}, warm=True
    )


def test_the_cold_handover_carries_the_proof_of_every_voorwaarde() -> None:
    action = decide(een_incassozaak(*ALLES_GEDAAN), BELEID, dag("07-14")).action
    assert isinstance(action, Overdragen)
    assert (action.bedrag, action.basis, action.afwijkingen, action.warm) == (42000, "voorbeeld", (), False)
    assert action.bewijs["aanmaning"] == {"dag": "2026-06-19", "kanaal": "brief", "poging": 1}


def test_a_contactbrief_is_a_deviation_in_the_file() -> None:
    zaak = een_incassozaak(HERINNERD, AANGEMAAND, CONTACTBRIEF, NIET_GEBELD, inwoner=ADRES)
    action = decide(zaak, BELEID, dag("07-20")).action
    assert isinstance(action, Overdragen)
    assert action.afwijkingen == ("persoonlijk-contact: contactbrief, geen telefoonnummer",)


def test_the_signaal_names_everything_that_is_too_late() -> None:
    action = decide(
        een_incassozaak(*ALLES_GEDAAN, elders=(vordering(13000, nummer="101"),)), BELEID, dag("07-14")
    ).action
    assert isinstance(action, Overdragen) and action.bedrag == 55000


def test_no_room_today_means_tomorrow() -> None:
    zaak = een_incassozaak(*ALLES_GEDAAN, signaal_ruimte=False)
    assert decide(zaak, BELEID, dag("07-14")).action == LaatSignaalWachten()
    gezegd = zaak.met(logregel(LaatSignaalWachten(), dag("07-14")))
    assert isinstance(gezegd, Incassozaak)
    assert decide(gezegd, BELEID, dag("07-14")).action == Wait(dag("07-15"))
    assert decide(gezegd, BELEID, dag("07-15")).action == Wait(dag("07-16"))


def test_a_shut_gate_names_only_what_is_unmet() -> None:
    action = decide(een_incassozaak(*ALLES_GEDAAN, openstaand=30000), BELEID, dag("07-14")).action
    assert isinstance(action, NietOverdragen) and action.voorwaarden == ("drempel",)


@pytest.mark.parametrize(
    ("keuze", "today", "zaak", "expected"),
    [
        pytest.param(
            {"incasso__herinnering_kosteloos": False},
            "06-05",
            een_incassozaak(),
            SendBericht(B.AANMANING),
            id="zonder kosteloze herinnering meteen de aanmaning",
        ),
        pytest.param(
            {"incasso__bellen_voor_aanmaning": True},
            "06-19",
            een_incassozaak(HERINNERD),
            MaakTaak(T.BELLEN),
            id="bellen voor de aanmaning",
        ),
        pytest.param(
            {"incasso__bellen_voor_aanmaning": True},
            "06-19",
            een_incassozaak(HERINNERD, inwoner=ADRES),
            SendBericht(B.AANMANING),
            id="zonder nummer valt er voor de aanmaning niets te bellen",
        ),
        pytest.param(
            {"incasso__zonder_telefoonnummer": "zoeken"},
            "07-08",
            een_incassozaak(HERINNERD, AANGEMAAND, inwoner=ADRES),
            MaakTaak(T.CONTACTGEGEVENS_ZOEKEN),
            id="eerst een nummer zoeken",
        ),
        pytest.param(
            {"incasso__huisbezoek": True},
            "07-14",
            een_incassozaak(*ALLES_GEDAAN),
            MaakTaak(T.HUISBEZOEK),
            id="huisbezoek",
        ),
        pytest.param(
            {"incasso__belpogingen_max": 2},
            "07-11",
            een_incassozaak(HERINNERD, AANGEMAAND, *GEBELD[:4]),
            "hand_over",
            id="twee pogingen zijn hier genoeg",
        ),
        pytest.param(
            {"signaal__wacht_op_hulp_d": 0},
            "07-14",
            een_incassozaak(*ALLES_GEDAAN, OVER),
            MaakTaak(T.DWANGBEVEL_BEOORDELEN),
            id="niet wachten op hulp",
        ),
        pytest.param(
            {"signaal__grondslag": "uit"},
            "07-09",
            een_incassozaak(HERINNERD, AANGEMAAND, *WIL_HULP, RUST),
            "hand_over_when_asked",
            id="overdracht uit: ook met toestemming niet",
        ),
    ],
)
def test_a_gemeente_chooses(keuze: dict[str, Any], today: str, zaak: Incassozaak, expected: Action | str) -> None:
    besluit = decide(zaak, beleid_met(**keuze), dag(today))
    assert expected in (besluit.action, besluit.regel)


def test_overdracht_uit_writes_down_that_nothing_went() -> None:
    zaak = een_incassozaak(HERINNERD, AANGEMAAND, *WIL_HULP, RUST)
    action = decide(zaak, beleid_met(signaal__grondslag="uit"), dag("07-09")).action
    assert isinstance(action, NietOverdragen) and action.voorwaarden == ("grondslag",)


def test_without_number_nor_letter_the_gate_stays_shut() -> None:
    zaak = een_incassozaak(HERINNERD, AANGEMAAND, NIET_GEBELD, inwoner=ADRES)
    action = decide(zaak, beleid_met(incasso__zonder_telefoonnummer="geen"), dag("07-08")).action
    assert isinstance(action, NietOverdragen) and action.voorwaarden == ("persoonlijk-contact",)
