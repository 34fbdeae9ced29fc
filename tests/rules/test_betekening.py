"""May a dwangbevel be served by post? (rules/betekening.py)"""

from typing import Any

import pytest

from rules.besluit import MaakTaak, Wait
from rules.betekening import (
    AANMANING_RETOUR,
    NIET_GEMAAKT,
    NIET_GEVONDEN,
    POST_RETOUR,
    bezwaren_tegen_post,
)
from rules.incasso import decide
from rules.log import Logregel, Soort
from rules.woorden import Berichtsoort, Kanaal, Taaksoort
from tests.rules.bouwers import ALLES_GEDAAN, BELEID, brief, dag, een_incassozaak, feit, gedaan, taak

B, T = Berichtsoort, Taaksoort
HERINNERD, AANGEMAAND = brief(B.HERINNERING, "06-05"), brief(B.AANMANING, "06-19")
VERHUISD = feit(Soort.VERHUISD_BINNEN, "07-01")
OPGELOST = gedaan(T.UITVAL_UITZOEKEN, "07-01", uitkomst="opgelost")
NIET = gedaan(T.UITVAL_UITZOEKEN, "07-01", uitkomst="niet gevonden")


def retour(op: str = "06-25", **welke: Any) -> Logregel:
    """A letter that came back."""
    return feit(Soort.POST_RETOUR, op, **welke)


def mislukt(soort: Berichtsoort, kanaal: Kanaal = Kanaal.BRIEF) -> Logregel:
    """A bericht that could not be made."""
    return feit(Soort.BERICHT_MISLUKT, "06-20", soort=soort.value, poging=1, kanaal=kanaal.value, oorzaak="inhoud")


AANMANING_TERUG = retour(bericht="I-000001-aanmaning-1-brief", soort="aanmaning", poging=1)
HERINNERING_TERUG = retour(bericht="I-000001-herinnering-1-brief", soort="herinnering", poging=1)


@pytest.mark.parametrize(
    ("log", "bezwaren"),
    [
        pytest.param([], [], id="niets verstuurd, niets terug"),
        pytest.param([HERINNERD, AANGEMAAND], [], id="alles kwam aan"),
        pytest.param([HERINNERD, AANGEMAAND, AANMANING_TERUG], [AANMANING_RETOUR, POST_RETOUR],
                     id="de aanmaning terug"),
        pytest.param([HERINNERD, AANGEMAAND, retour()], [AANMANING_RETOUR, POST_RETOUR],
                     id="post terug na de aanmaning, niemand zei welke brief"),
        pytest.param([HERINNERD, AANGEMAAND, retour(bericht="I-000002-aanmaning-1-brief")], [POST_RETOUR],
                     id="de aanmaning van een andere zaak kwam terug"),
        pytest.param([HERINNERD, AANGEMAAND, HERINNERING_TERUG], [POST_RETOUR], id="alleen de herinnering kwam terug"),
        pytest.param([HERINNERD, AANGEMAAND, AANMANING_TERUG, VERHUISD], [AANMANING_RETOUR],
                     id="een nieuw adres maakt niet dat de aanmaning is aangekomen"),
        pytest.param([HERINNERD, AANGEMAAND, AANMANING_TERUG, OPGELOST], [AANMANING_RETOUR],
                     id="het adres klopte, maar de aanmaning kwam niet aan"),
        pytest.param([HERINNERD, AANGEMAAND, AANMANING_TERUG, VERHUISD, brief(B.AANMANING, "07-02", 2)], [],
                     id="een nieuwe aanmaning naar het nieuwe adres"),
        pytest.param([HERINNERD, AANGEMAAND, AANMANING_TERUG, VERHUISD, brief(B.AANMANING, "07-02", 2),
                      retour("07-08", **AANMANING_TERUG.gegevens)], [POST_RETOUR],
                     id="de oude aanmaning komt later nog een keer terug"),
        pytest.param([HERINNERD, AANGEMAAND, brief(B.CONTACTVERZOEK, "07-08"), retour("07-12")], [POST_RETOUR],
                     id="na de aanmaning kwam een latere brief terug"),
        pytest.param([HERINNERD, AANGEMAAND, brief(B.BRIEF_ONDERWEG, "06-21", kanaal=Kanaal.SMS), retour()],
                     [AANMANING_RETOUR, POST_RETOUR], id="een sms komt niet per post terug"),
        pytest.param([HERINNERD, HERINNERING_TERUG, VERHUISD, brief(B.AANMANING, "07-06")], [],
                     id="eerst terug, dan verhuisd, dan aangemaand"),
        pytest.param([retour("06-06"), HERINNERD], [POST_RETOUR], id="post terug en nog geen nieuw adres"),
        pytest.param([HERINNERD, mislukt(B.AANMANING)], [NIET_GEMAAKT], id="een brief kon niet worden gemaakt"),
        pytest.param([HERINNERD, mislukt(B.AANMANING), VERHUISD], [], id="daarna een nieuw adres"),
        pytest.param([HERINNERD, mislukt(B.HULPAANBOD, Kanaal.EMAIL)], [], id="een e-mail die niet lukte telt niet"),
        pytest.param([HERINNERD, AANGEMAAND, NIET], [NIET_GEVONDEN], id="niemand vond het adres"),
        pytest.param([HERINNERD, AANGEMAAND, retour(), NIET], [AANMANING_RETOUR, POST_RETOUR, NIET_GEVONDEN],
                     id="alle bezwaren samen"),
    ],
)  # fmt: skip
def test_wat_betekening_per_post_in_de_weg_staat(log: list[Logregel], bezwaren: list[str]) -> None:
    assert list(bezwaren_tegen_post(een_incassozaak(*log))) == bezwaren


TERUG_EN_VERHUISD = [AANMANING_TERUG, taak(T.UITVAL_UITZOEKEN, "06-25"), OPGELOST]
GEEN_SIGNAAL = feit(Soort.NIET_OVERGEDRAGEN, "07-14", voorwaarden=["drempel"])


def test_de_taak_zegt_waarom_het_niet_per_post_mag() -> None:
    aangemaand, *gebeld = ALLES_GEDAAN[1:]
    zaak = een_incassozaak(HERINNERD, aangemaand, *TERUG_EN_VERHUISD, *gebeld, GEEN_SIGNAAL)
    besluit = decide(zaak, BELEID, dag("07-14"))
    feiten = {"betekening_per_post": False, "bezwaren": [AANMANING_RETOUR]}
    assert besluit.action == MaakTaak(T.DWANGBEVEL_BEOORDELEN, 1, feiten)


def test_zonder_bezwaren_zegt_de_taak_er_niets_over() -> None:
    zaak = een_incassozaak(*ALLES_GEDAAN, GEEN_SIGNAAL)
    assert decide(zaak, BELEID, dag("07-14")).action == MaakTaak(T.DWANGBEVEL_BEOORDELEN)
    zaak = een_incassozaak(*ALLES_GEDAAN, GEEN_SIGNAAL, taak(T.DWANGBEVEL_BEOORDELEN, "07-14"))
    assert decide(zaak, BELEID, dag("07-14")).action == Wait()
