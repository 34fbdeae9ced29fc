# pyright: basic
"""By which words an operator finds the run of a zaak."""

import pytest

from rules.log import Soort
from rules.merken import merken
from rules.woorden import Berichtsoort, Taaksoort
from rules.zaak import Zaak
from tests.rules.bouwers import bereikt, brief, een_incassozaak, een_melding, een_vroegsignaal, feit, niet_bereikt, taak

HERINNERING, AANMANING = brief(Berichtsoort.HERINNERING, "06-05"), brief(Berichtsoort.AANMANING, "06-19")
GEBELD = niet_bereikt(Taaksoort.BELLEN, "07-08", 1, "ochtend")


@pytest.mark.parametrize(
    ("zaak", "verwacht"),
    [
        pytest.param(een_incassozaak(), ("fase: begin",), id="nog niets gebeurd"),
        pytest.param(een_incassozaak(HERINNERING), ("fase: herinnering", "route: brief"), id="herinnerd"),
        pytest.param(een_incassozaak(HERINNERING, AANMANING), ("fase: aanmaning", "route: brief"), id="aangemaand"),
        pytest.param(een_incassozaak(AANMANING, *GEBELD), ("fase: contact", "route: bellen"), id="gebeld"),
        pytest.param(
            een_incassozaak(AANMANING, feit(Soort.OVERGEDRAGEN, "07-20", warm=False)),
            ("fase: overgedragen", "route: brief"), id="overgedragen",
        ),
        pytest.param(
            een_incassozaak(taak(Taaksoort.DWANGBEVEL_BEOORDELEN, "08-20")), ("fase: dwangbevel",), id="dwangbevel"
        ),
        pytest.param(
            een_incassozaak(feit(Soort.GESLOTEN, "06-30", resultaat="betaald")), ("fase: gesloten",), id="gesloten"
        ),
        pytest.param(een_vroegsignaal(), ("fase: signaal",), id="signaal"),
        pytest.param(een_melding(), ("fase: melding",), id="melding"),
        pytest.param(een_melding(taak(Taaksoort.HUISBEZOEK, "07-27")), ("fase: melding", "route: bezoek"), id="bezoek"),
        pytest.param(een_melding(taak(Taaksoort.CRISIS, "07-27"), taak(Taaksoort.BELLEN, "07-27")),
            ("fase: melding", "route: crisis"), id="een crisis weegt het zwaarst"),
        pytest.param(
            een_melding(*bereikt(Taaksoort.BELLEN, "07-27", "wil hulp")), ("fase: bereikt", "route: bellen"),
            id="bereikt",
        ),
        pytest.param(een_melding(taak(Taaksoort.GESPREK_PLANNEN, "07-27")), ("fase: gesprek",), id="gesprek"),
    ],
)  # fmt: skip
def test_fase_en_route(zaak: Zaak, verwacht: tuple[str, ...]) -> None:
    assert merken(zaak) == verwacht
