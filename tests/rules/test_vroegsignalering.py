"""Which step comes next in one vroegsignaalzaak? (rules/vroegsignalering.py)"""

from datetime import date
from typing import Any

import pytest

from rules.besluit import (
    Action,
    LaatTaakVervallen,
    MaakTaak,
    Opschorten,
    Rest,
    SendBericht,
    Sluiten,
    StartMelding,
    Wait,
)
from rules.kanaalkeuze import PER_EMAIL
from rules.levering import Sector
from rules.log import Logregel, Soort
from rules.resultaat import Eindresultaat
from rules.vroegsignalering import RULES, decide, explain
from rules.woorden import Berichtsoort, Kanaal, Reden, Taaksoort
from rules.zaak import Inwoner, Vroegsignaalzaak
from tests.rules.bouwers import (
    BELEID,
    beleid_met,
    bereikt,
    brief,
    dag,
    een_melding,
    een_vroegsignaal,
    feit,
    gedaan,
    niet_bereikt,
    signaal,
    taak,
)

B, T, E = Berichtsoort, Taaksoort, Eindresultaat
TWEE = (signaal(), signaal("07-22", id=2, partner="woningstichting", sector=Sector.HUUR, bedrag=64000))
AANBOD = brief(B.HULPAANBOD, "07-20")
HERHALING = brief(B.HULPAANBOD_HERHALING, "08-03")
MEERVOUDIG = feit(Soort.MELDING, "07-22", meervoudig=True, opeenvolgend=False)
AANKONDIGING = brief(B.AANKONDIGING_HUISBEZOEK, "07-22")
RUST = feit(Soort.OPGESCHORT, "07-29", reden="hulp", tot="2026-08-28")
WIL_HULP = bereikt(T.HUISBEZOEK, "07-29", "wil hulp")
GESPREK = taak(T.GESPREK_PLANNEN, "07-29")
RETOUR = feit(Soort.POST_RETOUR, "07-24")
MOBIEL = Inwoner(telefoon=True, mobiel=True)


def uitgezocht(uitkomst: str) -> Logregel:
    """What a person found out about an address."""
    return gedaan(T.UITVAL_UITZOEKEN, "07-25", uitkomst=uitkomst)


@pytest.mark.parametrize(
    ("today", "zaak", "expected"),
    [
        pytest.param("07-13", een_vroegsignaal(), Wait(dag("07-18")), id="vijf dagen wachten op een match"),
        pytest.param("07-18", een_vroegsignaal(), StartMelding(False, False, 1, 1, 1), id="geen match: enkelvoudig"),
        pytest.param(
            "07-15", een_vroegsignaal(signalen=TWEE), StartMelding(True, False, 2, 2, 2), id="match: meteen meervoudig"
        ),
        pytest.param(
            "07-13",
            een_vroegsignaal(signalen=(signaal(crisis=True),)),
            StartMelding(False, False, 1, 1, 1),
            id="crisis wacht niet",
        ),
        pytest.param(
            "07-13",
            een_vroegsignaal(signalen=(signaal(warm=True),)),
            StartMelding(False, False, 1, 1, 1),
            id="een warme overdracht wacht niet",
        ),
        pytest.param(
            "07-18",
            een_vroegsignaal(vorige_melding=dag("01-19")),
            StartMelding(False, True, 1, 1, 1),
            id="minder dan zes maanden na een melding op het adres: opeenvolgend",
        ),
        pytest.param(
            "07-18",
            een_vroegsignaal(vorige_melding=dag("01-18")),
            StartMelding(False, False, 1, 1, 1),
            id="precies zes maanden: niet opeenvolgend",
        ),
        pytest.param("07-20", een_melding(), SendBericht(B.HULPAANBOD), id="een signaal: een brief"),
        pytest.param(
            "07-20",
            een_melding(inwoner=Inwoner(email_voor=PER_EMAIL)),
            SendBericht(B.HULPAANBOD, Kanaal.EMAIL),
            id="met toestemming: een e-mail",
        ),
        pytest.param("08-02", een_melding(AANBOD), Wait(dag("08-03")), id="veertien dagen voor een reactie"),
        pytest.param(
            "08-03", een_melding(AANBOD), SendBericht(B.HULPAANBOD_HERHALING), id="geen reactie: nog een keer"
        ),
        pytest.param("08-16", een_melding(AANBOD, HERHALING), Wait(dag("08-17")), id="nog veertien dagen"),
        pytest.param("08-17", een_melding(AANBOD, HERHALING), Sluiten(E.GEEN_CONTACT), id="dan sluit de melding"),
        pytest.param("07-21", een_melding(AANBOD, inwoner=MOBIEL), Wait(dag("07-22")), id="de sms komt na twee dagen"),
        pytest.param(
            "07-22",
            een_melding(AANBOD, inwoner=MOBIEL),
            SendBericht(B.BRIEF_ONDERWEG, Kanaal.SMS),
            id="sms: er is een brief onderweg",
        ),
        pytest.param(
            "07-23",
            een_melding(AANBOD, brief(B.BRIEF_ONDERWEG, "07-22", 1, Kanaal.SMS), inwoner=MOBIEL),
            Wait(dag("08-03")),
            id="nooit een tweede sms",
        ),
        pytest.param(
            "07-22",
            een_melding(AANBOD, signalen=TWEE),
            StartMelding(True, False, 2, 2, 2),
            id="een tweede signaal maakt de melding meervoudig",
        ),
        pytest.param(
            "07-22",
            een_melding(AANBOD, MEERVOUDIG, signalen=TWEE),
            SendBericht(B.AANKONDIGING_HUISBEZOEK),
            id="meervoudig: een bezoek, eerst aangekondigd",
        ),
        pytest.param(
            "07-27",
            een_melding(AANBOD, MEERVOUDIG, AANKONDIGING, signalen=TWEE),
            MaakTaak(T.HUISBEZOEK),
            id="vijf dagen later het bezoek",
        ),
        pytest.param(
            "08-04",
            een_melding(MEERVOUDIG, AANKONDIGING, *niet_bereikt(T.HUISBEZOEK, "07-28", 1, "middag"), signalen=TWEE),
            MaakTaak(T.HUISBEZOEK, 2, {"al_geprobeerd": ["middag"]}),
            id="niemand thuis: een week later nog eens, op een ander dagdeel",
        ),
    ],
)
def test_the_ordinary_journey(today: str, zaak: Vroegsignaalzaak, expected: Action) -> None:
    assert decide(zaak, BELEID, dag(today)).action == expected


@pytest.mark.parametrize(
    ("zaak", "expected"),
    [
        pytest.param(een_vroegsignaal(inwoner=Inwoner(overleden=True)), E.OVERLEDEN, id="overleden"),
        pytest.param(een_vroegsignaal(inwoner=Inwoner(inwoner_van_gemeente=False)), E.GEEN_INWONER, id="vertrokken"),
        pytest.param(een_vroegsignaal(inwoner=Inwoner(bekend_bij_schuldhulp=True)), E.BEKEND, id="bekend"),
        pytest.param(een_vroegsignaal(inwoner=Inwoner(geen_contact_op=dag("07-01"))), E.ANDERE_REDEN, id="wil niet"),
        pytest.param(een_melding(inwoner=Inwoner(geen_contact_op=dag("07-21"))), E.REGELT_ZELF, id="wil niet meer"),
        pytest.param(een_vroegsignaal(signalen=(signaal(herhaald=True),)), E.HERHAALD, id="herhaald"),
        pytest.param(een_vroegsignaal(signalen=(signaal(bedrag=4999),)), E.ONTERECHT, id="onder de drempel"),
        pytest.param(een_vroegsignaal(inwoner=Inwoner(rechtspersoon=True)), E.ONTERECHT, id="een bedrijf"),
        pytest.param(een_melding(AANBOD, signalen=(signaal(voldaan=True),)), E.ZELF_BETAALD, id="al betaald"),
        pytest.param(een_melding(*bereikt(T.BELLEN, "07-22", "wil geen hulp")), E.REGELT_ZELF, id="wil geen hulp"),
        pytest.param(een_melding(*bereikt(T.BELLEN, "07-22", "regelt zelf")), E.REGELT_ZELF, id="regelt zelf"),
        pytest.param(een_melding(*bereikt(T.BELLEN, "07-22", "al betaald")), E.ZELF_BETAALD, id="zegt: betaald"),
        pytest.param(een_melding(*bereikt(T.BELLEN, "07-21", "betaalbelofte", "07-21")), E.ZELF_BETAALD, id="belofte"),
    ],
)
def test_closing(zaak: Vroegsignaalzaak, expected: Eindresultaat) -> None:
    assert decide(zaak, BELEID, dag("07-22")).action == Sluiten(expected)


@pytest.mark.parametrize(
    ("gesprekken", "expected"),
    [
        pytest.param(
            [],
            Opschorten(Reden.HULP, dag("08-28"), "Landelijk Convenant Vroegsignalering: 30 dagen na hulpacceptatie"),
            id="hulp aangenomen: dertig dagen rust",
        ),
        pytest.param([RUST], MaakTaak(T.GESPREK_PLANNEN), id="dan het eerste gesprek"),
        pytest.param([RUST, GESPREK], Wait(), id="het gesprek is gepland"),
        pytest.param(
            [RUST, GESPREK, gedaan(T.GESPREK_PLANNEN, "07-30", uitkomst="niet verschenen")],
            MaakTaak(T.GESPREK_PLANNEN, 2),
            id="niet verschenen: nog een keer",
        ),
        pytest.param(
            [
                RUST,
                GESPREK,
                gedaan(T.GESPREK_PLANNEN, "07-30", uitkomst="niet verschenen"),
                taak(T.GESPREK_PLANNEN, "07-30", 2),
                gedaan(T.GESPREK_PLANNEN, "07-31", 2, uitkomst="niet verschenen"),
            ],
            Sluiten(E.GEEN_REACTIE),
            id="twee keer niet verschenen: sluiten",
        ),
        *(
            pytest.param(
                [RUST, GESPREK, gedaan(T.GESPREK_PLANNEN, "07-30", uitkomst="gesprek gevoerd", vervolg=vervolg)],
                Sluiten(resultaat),
                id=f"gesprek gevoerd: {vervolg}",
            )
            for vervolg, resultaat in (
                ("quick fix", E.QUICK_FIX),
                ("vervolghulp financieel", E.VERVOLGHULP_FINANCIEEL),
                ("vervolghulp niet financieel", E.VERVOLGHULP_NIET_FINANCIEEL),
            )
        ),
    ],
)
def test_help_accepted(gesprekken: list[Any], expected: Action) -> None:
    assert decide(een_melding(AANBOD, *WIL_HULP, *gesprekken), BELEID, dag("07-31")).action == expected


@pytest.mark.parametrize(
    ("zaak", "expected"),
    [
        pytest.param(
            een_vroegsignaal(feit(Soort.GESLOTEN, "07-14", resultaat="x"), taak(T.BELLEN, "07-13")),
            LaatTaakVervallen(T.BELLEN, 1, "zaak gesloten"),
            id="gesloten: een open taak gaat van de lijst",
        ),
        pytest.param(
            een_vroegsignaal(feit(Soort.GESLOTEN, "07-14", resultaat="x")), Rest(), id="gesloten blijft gesloten"
        ),
        pytest.param(
            een_melding(AANBOD, RETOUR), MaakTaak(T.UITVAL_UITZOEKEN), id="post retour: een mens zoekt het uit"
        ),
        pytest.param(
            een_melding(AANBOD, RETOUR, taak(T.UITVAL_UITZOEKEN, "07-24"), feit(Soort.POST_RETOUR, "07-25")),
            Wait(),
            id="nog een brief retour: het wordt al uitgezocht",
        ),
        pytest.param(
            een_melding(AANBOD, RETOUR, taak(T.UITVAL_UITZOEKEN, "07-24"), feit(Soort.VERHUISD_BINNEN, "07-25")),
            LaatTaakVervallen(T.UITVAL_UITZOEKEN, 1, "nieuw adres"),
            id="nieuw adres: het zoeken stopt",
        ),
        pytest.param(
            een_melding(AANBOD, RETOUR, taak(T.UITVAL_UITZOEKEN, "07-24"), uitgezocht("opgelost")),
            Wait(dag("08-03")),
            id="het adres klopte: de reis gaat verder",
        ),
        pytest.param(
            een_melding(AANBOD, RETOUR, taak(T.UITVAL_UITZOEKEN, "07-24"), uitgezocht("niet gevonden")),
            Sluiten(E.GEEN_CONTACT),
            id="niet te vinden: sluiten",
        ),
        pytest.param(een_melding(signalen=(signaal(crisis=True),)), MaakTaak(T.CRISIS), id="crisis: een mens, nu"),
        pytest.param(
            een_melding(signalen=(signaal(crisis=True),), inwoner=MOBIEL),
            MaakTaak(T.CRISIS),
            id="crisis gaat voor alles",
        ),
        pytest.param(
            een_melding(signalen=(signaal(warm=True),), inwoner=MOBIEL),
            MaakTaak(T.BELLEN),
            id="warm met nummer: bellen",
        ),
        pytest.param(
            een_melding(signalen=(signaal(warm=True),)),
            SendBericht(B.AANKONDIGING_HUISBEZOEK),
            id="warm zonder nummer: een bezoek",
        ),
        pytest.param(
            een_melding(signalen=(signaal(hulp_gevraagd=True, warm=True),)),
            MaakTaak(T.GESPREK_PLANNEN),
            id="al om hulp gevraagd: meteen een gesprek",
        ),
        pytest.param(
            een_vroegsignaal(
                signalen=(signaal("07-24", hulp_gevraagd=True, warm=True),),
                inwoner=Inwoner(geen_contact_op=dag("07-01")),
            ),
            StartMelding(False, False, 1, 1, 1),
            id="wie later zelf om hulp vraagt, wordt geholpen",
        ),
        pytest.param(
            een_melding(signalen=(signaal(voldaan=True, hulp_gevraagd=True),)),
            MaakTaak(T.GESPREK_PLANNEN),
            id="betaald, maar hulp gevraagd: de hulp gaat door",
        ),
        pytest.param(
            een_vroegsignaal(inwoner=Inwoner(geen_contact_op=date(2025, 7, 25))),
            StartMelding(False, False, 1, 1, 1),
            id="geen contact geldt twaalf maanden",
        ),
    ],
)
def test_who_needs_something_else(zaak: Vroegsignaalzaak, expected: Action) -> None:
    assert decide(zaak, BELEID, dag("07-25")).action == expected


@pytest.mark.parametrize(
    ("keuze", "today", "zaak", "expected"),
    [
        pytest.param(
            {"vs__herhaling_brief": 0}, "08-03", een_melding(AANBOD), Sluiten(E.GEEN_CONTACT), id="geen herhaling"
        ),
        pytest.param(
            {"vs__sms_toegestaan": "nooit"},
            "07-22",
            een_melding(AANBOD, inwoner=MOBIEL),
            Wait(dag("08-03")),
            id="nooit een sms",
        ),
        pytest.param(
            {"vs__max_bezoeken": 0},
            "07-22",
            een_melding(MEERVOUDIG, signalen=TWEE),
            SendBericht(B.HULPAANBOD),
            id="geen bezoek: een brief",
        ),
        pytest.param(
            {"vs__huisbezoek_aankondigen": False},
            "07-22",
            een_melding(MEERVOUDIG, signalen=TWEE),
            MaakTaak(T.HUISBEZOEK),
            id="zonder aankondiging",
        ),
        pytest.param(
            {"vs__route_enkelvoudig": "bellen"},
            "07-20",
            een_melding(inwoner=MOBIEL),
            MaakTaak(T.BELLEN),
            id="hier wordt eerst gebeld",
        ),
        pytest.param(
            {"vs__meervoudig_regel": "twee sectoren"},
            "07-22",
            een_melding(AANBOD, signalen=(signaal(), signaal(id=2))),
            Wait(dag("08-03")),
            id="twee keer water is hier enkelvoudig",
        ),
        pytest.param(
            {"vs__auto_sluit_bij_betaling": False},
            "07-22",
            een_melding(AANBOD, signalen=(signaal(voldaan=True),)),
            Wait(dag("08-03")),
            id="betaling sluit niet vanzelf",
        ),
        pytest.param(
            {"vs__wacht_op_match_d": 0},
            "07-13",
            een_vroegsignaal(),
            StartMelding(False, False, 1, 1, 1),
            id="niet wachten op een match",
        ),
    ],
)
def test_a_gemeente_chooses(keuze: dict[str, Any], today: str, zaak: Vroegsignaalzaak, expected: Action) -> None:
    assert decide(zaak, beleid_met(**keuze), dag(today)).action == expected


@pytest.mark.parametrize(
    ("keuze", "expected"),
    [
        pytest.param("bellen", MaakTaak(T.BELLEN), id="bellen"),
        pytest.param("bezoek", SendBericht(B.AANKONDIGING_HUISBEZOEK), id="bezoeken"),
        pytest.param("geen", SendBericht(B.HULPAANBOD), id="een brief, zoals altijd"),
    ],
)
def test_opeenvolgend_escalates_as_the_gemeente_chose(keuze: str, expected: Action) -> None:
    melding = feit(Soort.MELDING, "07-20", meervoudig=False, opeenvolgend=True)
    beleid = beleid_met(vs__escaleer_bij_opeenvolgend=keuze)
    assert decide(een_vroegsignaal(melding, inwoner=MOBIEL), beleid, dag("07-20")).action == expected


def test_a_raised_melding_stays_opeenvolgend() -> None:
    melding = feit(Soort.MELDING, "07-20", meervoudig=False, opeenvolgend=True)
    zaak = een_vroegsignaal(melding, AANBOD, signalen=TWEE, vorige_melding=dag("01-20"))
    assert decide(zaak, BELEID, dag("07-22")).action == StartMelding(True, True, 2, 2, 2)


def test_an_sms_that_a_crisis_holds_back_never_gives_a_date_in_the_past() -> None:
    zaak = een_melding(AANBOD, taak(T.CRISIS, "07-20"), signalen=(signaal(crisis=True),), inwoner=MOBIEL)
    assert decide(zaak, BELEID, dag("07-25")).action == Wait()


def test_every_rule_explains_itself() -> None:
    assert [rule for rule, _ in explain(een_melding(), BELEID, dag("07-20"))] == list(RULES)
    assert all((rule.__doc__ or "").strip() for rule in RULES)
