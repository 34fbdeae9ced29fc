"""Which step comes next in the sociaal incasso of one zaak? (rules/incasso.py)"""

from datetime import date

import pytest

from rules.besluit import (
    Action,
    LaatTaakVervallen,
    MaakTaak,
    Opschorten,
    Rest,
    SendBericht,
    Sluiten,
    Wait,
)
from rules.incasso import RULES, decide, explain
from rules.log import Soort
from rules.woorden import Berichtsoort, Kanaal, Reden, Taaksoort
from rules.zaak import Incassozaak, Inwoner
from tests.rules.bouwers import (
    AANGEMAAND,
    ALLES_GEDAAN,
    BELEID,
    HERINNERD,
    brief,
    dag,
    een_incassozaak,
    feit,
    gedaan,
    niet_bereikt,
    taak,
)

B, T = Berichtsoort, Taaksoort
ADRES = Inwoner()
KIND = Inwoner(telefoon=True, geboortedatum=date(2010, 4, 1))
CONTACTBRIEF = brief(B.CONTACTVERZOEK, "07-08")
RETOUR = feit(Soort.POST_RETOUR, "06-10")
OVER = feit(Soort.OVERGEDRAGEN, "07-14", bedrag=42000)
NIET_OVER = feit(Soort.NIET_OVERGEDRAGEN, "07-14", voorwaarden=["drempel"])


@pytest.mark.parametrize(
    ("today", "zaak", "expected"),
    [
        pytest.param("06-04", een_incassozaak(), Wait(dag("06-05")), id="vier dagen te laat: nog even wachten"),
        pytest.param("06-05", een_incassozaak(), SendBericht(B.HERINNERING), id="vijf dagen te laat: herinnering"),
        pytest.param("06-18", een_incassozaak(HERINNERD), Wait(dag("06-19")), id="binnen de termijn: wachten"),
        pytest.param("06-19", een_incassozaak(HERINNERD), SendBericht(B.AANMANING), id="termijn om: aanmaning"),
        pytest.param(
            "07-07", een_incassozaak(HERINNERD, AANGEMAAND), Wait(dag("07-08")), id="19 dagen na de aanmaning"
        ),
        pytest.param("07-08", een_incassozaak(HERINNERD, AANGEMAAND), MaakTaak(T.BELLEN), id="dan belt een medewerker"),
        pytest.param(
            "07-08",
            een_incassozaak(HERINNERD, AANGEMAAND, inwoner=ADRES),
            SendBericht(B.CONTACTVERZOEK),
            id="geen nummer: een contactbrief",
        ),
        pytest.param(
            "07-17",
            een_incassozaak(HERINNERD, AANGEMAAND, CONTACTBRIEF, inwoner=ADRES),
            Wait(dag("07-18")),
            id="tien dagen voor een antwoord op de contactbrief",
        ),
        pytest.param(
            "07-09",
            een_incassozaak(HERINNERD, AANGEMAAND, taak(T.BELLEN, "07-08")),
            Wait(),
            id="de taak ligt nog bij een medewerker",
        ),
        pytest.param(
            "07-09",
            een_incassozaak(HERINNERD, AANGEMAAND, *niet_bereikt(T.BELLEN, "07-09", 1, "ochtend")),
            Wait(dag("07-10")),
            id="de volgende poging is een dag later",
        ),
        pytest.param(
            "07-10",
            een_incassozaak(HERINNERD, AANGEMAAND, *niet_bereikt(T.BELLEN, "07-09", 1, "ochtend")),
            MaakTaak(T.BELLEN, 2, {"al_geprobeerd": ["ochtend"]}),
            id="de beller ziet wanneer het al is geprobeerd",
        ),
        pytest.param(
            "07-29",
            een_incassozaak(*ALLES_GEDAAN, OVER),
            Wait(dag("08-13")),
            id="dertig dagen om hulp een kans te geven",
        ),
        pytest.param(
            "08-13",
            een_incassozaak(*ALLES_GEDAAN, OVER),
            MaakTaak(T.DWANGBEVEL_BEOORDELEN),
            id="daarna beoordeelt een mens het dwangbevel",
        ),
        pytest.param(
            "07-20",
            een_incassozaak(*ALLES_GEDAAN, OVER, feit(Soort.TERUGKOPPELING, "07-20", afgesloten=True)),
            MaakTaak(T.DWANGBEVEL_BEOORDELEN),
            id="de melding is gesloten: niet langer wachten",
        ),
        pytest.param(
            "07-14",
            een_incassozaak(*ALLES_GEDAAN, NIET_OVER),
            MaakTaak(T.DWANGBEVEL_BEOORDELEN),
            id="geen signaal: een mens beoordeelt",
        ),
        pytest.param(
            "07-14",
            een_incassozaak(*ALLES_GEDAAN, NIET_OVER, feit(Soort.DWANGBEVEL_BETEKEND, "07-14")),
            Wait(),
            id="dwangbevel betekend: er is niets meer te beoordelen",
        ),
        pytest.param(
            "07-16",
            een_incassozaak(
                *ALLES_GEDAAN,
                NIET_OVER,
                feit(Soort.DWANGBEVEL_BETEKEND, "07-14"),
                feit(Soort.DWANGBEVEL_INGETROKKEN, "07-15"),
            ),
            MaakTaak(T.DWANGBEVEL_BEOORDELEN),
            id="dwangbevel ingetrokken: opnieuw beoordelen",
        ),
        pytest.param("06-19", een_incassozaak(HERINNERD, openstaand=999), Wait(), id="een paar euro: geen aanmaning"),
    ],
)
def test_the_ordinary_journey(today: str, zaak: Incassozaak, expected: Action) -> None:
    assert decide(zaak, BELEID, dag(today)).action == expected


@pytest.mark.parametrize(
    ("today", "zaak", "expected"),
    [
        pytest.param("06-04", een_incassozaak(openstaand=0), Sluiten("betaald"), id="alles betaald"),
        pytest.param(
            "06-20",
            een_incassozaak(feit(Soort.KWIJTSCHELDING_TOEGEKEND, "06-20"), openstaand=0),
            Sluiten("kwijtgescholden"),
            id="het laatste is kwijtgescholden",
        ),
        pytest.param(
            "06-22",
            een_incassozaak(feit(Soort.KWIJTSCHELDING_TOEGEKEND, "06-20"), feit(Soort.BETALING, "06-22"), openstaand=0),
            Sluiten("betaald"),
            id="deels kwijtgescholden, de rest betaald",
        ),
        pytest.param(
            "06-22", een_incassozaak(feit(Soort.GESLOTEN, "06-20"), openstaand=0), Rest(), id="gesloten blijft gesloten"
        ),
        pytest.param(
            "06-22",
            een_incassozaak(taak(T.BELLEN, "06-19"), feit(Soort.GESLOTEN, "06-20"), openstaand=0),
            LaatTaakVervallen(T.BELLEN, 1, "zaak gesloten"),
            id="een open taak gaat van de lijst",
        ),
        pytest.param(
            "06-22",
            een_incassozaak(HERINNERD, feit(Soort.GESLOTEN, "06-10"), feit(Soort.STORNO, "06-22")),
            SendBericht(B.AANMANING),
            id="storno: verder waar de zaak was",
        ),
        pytest.param(
            "06-29",
            een_incassozaak(feit(Soort.GESLOTEN, "06-10"), feit(Soort.STORNO, "06-22"), openstaand=0),
            Sluiten("betaald"),
            id="na de storno toch betaald: weer sluiten",
        ),
    ],
)
def test_closing_and_opening_again(today: str, zaak: Incassozaak, expected: Action) -> None:
    assert decide(zaak, BELEID, dag(today)).action == expected


@pytest.mark.parametrize(
    ("today", "zaak", "expected"),
    [
        pytest.param(
            "06-12",
            een_incassozaak(HERINNERD, feit(Soort.KWIJTSCHELDING_AANGEVRAAGD, "06-12")),
            Opschorten(Reden.KWIJTSCHELDING, None, "Leidraad 26.1"),
            id="kwijtschelding gevraagd: rust",
        ),
        pytest.param(
            "06-19",
            een_incassozaak(
                HERINNERD,
                feit(Soort.KWIJTSCHELDING_AANGEVRAAGD, "06-12"),
                feit(Soort.OPGESCHORT, "06-12", reden="kwijtschelding", tot=None),
            ),
            Wait(),
            id="zolang het verzoek loopt: wachten",
        ),
        pytest.param(
            "07-10",
            een_incassozaak(
                HERINNERD,
                feit(Soort.KWIJTSCHELDING_AANGEVRAAGD, "06-12"),
                feit(Soort.KWIJTSCHELDING_AFGEWEZEN, "07-01"),
            ),
            Wait(dag("07-11")),
            id="na de afwijzing tien dagen",
        ),
        pytest.param(
            "07-11",
            een_incassozaak(
                HERINNERD,
                feit(Soort.KWIJTSCHELDING_AANGEVRAAGD, "06-12"),
                feit(Soort.KWIJTSCHELDING_AFGEWEZEN, "07-01"),
            ),
            SendBericht(B.AANMANING),
            id="en dan gaat het verder",
        ),
        pytest.param(
            "07-09",
            een_incassozaak(
                HERINNERD,
                AANGEMAAND,
                taak(T.BELLEN, "07-08"),
                feit(Soort.REGELING_GETROFFEN, "07-09"),
                feit(Soort.OPGESCHORT, "07-09", reden="regeling", tot=None),
            ),
            LaatTaakVervallen(T.BELLEN, 1, "opgeschort"),
            id="niemand belt tijdens een regeling",
        ),
        pytest.param(
            "06-10",
            een_incassozaak(HERINNERD, RETOUR, feit(Soort.OPGESCHORT, "06-10", reden="adres-onbekend", tot=None)),
            MaakTaak(T.UITVAL_UITZOEKEN),
            id="post retour: een mens zoekt het uit",
        ),
        pytest.param(
            "06-12",
            een_incassozaak(
                HERINNERD,
                RETOUR,
                feit(Soort.OPGESCHORT, "06-10", reden="adres-onbekend", tot=None),
                taak(T.UITVAL_UITZOEKEN, "06-10"),
                feit(Soort.POST_RETOUR, "06-12"),
            ),
            Wait(),
            id="nog een brief retour: het wordt al uitgezocht",
        ),
        pytest.param(
            "06-24",
            een_incassozaak(HERINNERD, RETOUR, taak(T.UITVAL_UITZOEKEN, "06-10"), feit(Soort.VERHUISD_BINNEN, "06-24")),
            LaatTaakVervallen(T.UITVAL_UITZOEKEN, 1, "nieuw adres"),
            id="nieuw adres: het zoeken stopt",
        ),
        pytest.param(
            "06-24",
            een_incassozaak(
                HERINNERD,
                RETOUR,
                taak(T.UITVAL_UITZOEKEN, "06-10"),
                gedaan(T.UITVAL_UITZOEKEN, "06-24", uitkomst="opgelost"),
            ),
            SendBericht(B.AANMANING),
            id="het adres klopte: verder",
        ),
        pytest.param(
            "06-24",
            een_incassozaak(
                feit(Soort.OVERLEDEN, "06-24"),
                feit(Soort.OPGESCHORT, "06-24", reden="overleden", tot=None),
                inwoner=Inwoner(overleden=True),
            ),
            MaakTaak(T.UITVAL_UITZOEKEN),
            id="overleden: een mens zoekt het uit",
        ),
        pytest.param(
            "06-05",
            een_incassozaak(feit(Soort.BERICHT_MISLUKT, "06-05", soort="herinnering", poging=1, kanaal="brief")),
            MaakTaak(T.UITVAL_UITZOEKEN),
            id="de brief kan niet worden gemaakt: een mens kijkt",
        ),
        pytest.param("06-04", een_incassozaak(inwoner=KIND), Wait(dag("06-05")), id="minderjarig: eerst de termijn"),
        pytest.param(
            "06-05", een_incassozaak(inwoner=KIND), MaakTaak(T.UITVAL_UITZOEKEN), id="minderjarig: geen brief"
        ),
        pytest.param(
            "09-05",
            een_incassozaak(
                taak(T.UITVAL_UITZOEKEN, "06-05"),
                gedaan(T.UITVAL_UITZOEKEN, "06-09", uitkomst="opgelost"),
                inwoner=KIND,
            ),
            Wait(),
            id="minderjarig en uitgezocht: nog steeds geen brief",
        ),
    ],
)
def test_nobody_is_chased(today: str, zaak: Incassozaak, expected: Action) -> None:
    assert decide(zaak, BELEID, dag(today)).action == expected


def test_every_rule_explains_itself_and_the_first_answer_is_the_decision() -> None:
    zaak = een_incassozaak(HERINNERD)
    antwoorden = explain(zaak, BELEID, dag("06-19"))
    assert [rule for rule, _ in antwoorden] == list(RULES)
    assert next(a for _, a in antwoorden if a is not None) == SendBericht(B.AANMANING, Kanaal.BRIEF, 1)
    assert all((rule.__doc__ or "").strip() for rule in RULES)
