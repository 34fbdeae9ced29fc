# pyright: basic
"""Who may see and do what: the table of roles, in Dutch sentences."""

import pytest

from rules.rollen import (
    AFDELING,
    RECHTEN,
    GeenRol,
    Recht,
    Rol,
    Team,
    TweeAfdelingen,
    blik,
    lees_rollen,
    rechten,
    team_van,
)
from rules.woorden import Taaksoort, Zaaksoort

INC, VS = Zaaksoort.INCASSO, Zaaksoort.VROEGSIGNALERING


@pytest.mark.parametrize(
    ("woorden", "verwacht"),
    [
        pytest.param(["invordering"], {Rol.INVORDERING}, id="één rol"),
        pytest.param(["vroegsignalering", "schuldhulp"], {Rol.VROEGSIGNALERING, Rol.SCHULDHULP}, id="één afdeling"),
        pytest.param(["teamleiding", "invordering"], {Rol.TEAMLEIDING, Rol.INVORDERING}, id="teamleider invordering"),
        pytest.param(["beleid", "parkeerbeheer", ""], {Rol.BELEID}, id="andere woorden doen niets"),
    ],
)
def test_rollen_uit_een_claim(woorden: list[str], verwacht: set[Rol]) -> None:
    assert lees_rollen(woorden) == verwacht


@pytest.mark.parametrize(
    ("woorden", "fout"),
    [
        pytest.param([], GeenRol, id="geen rol: geen toegang"),
        pytest.param(["INVORDERING", "admin"], GeenRol, id="alleen het precieze woord telt"),
        pytest.param(["invordering", "schuldhulp"], TweeAfdelingen, id="beide afdelingen: geen toegang"),
        pytest.param(["vroegsignalering", "invordering", "beheer"], TweeAfdelingen, id="ook niet met een rol erbij"),
    ],
)
def test_wie_er_niet_in_komt(woorden: list[str], fout: type[Exception]) -> None:
    with pytest.raises(fout):
        lees_rollen(woorden)


@pytest.mark.parametrize(
    ("rollen", "afdelingen", "teams"),
    [
        pytest.param({Rol.INVORDERING}, {INC}, {Team.INVORDERING}, id="invordering ziet alleen incasso"),
        pytest.param(
            {Rol.VROEGSIGNALERING}, {VS}, {Team.VROEGSIGNALERING}, id="vroegsignalering ziet alleen meldingen"
        ),
        pytest.param({Rol.SCHULDHULP}, {VS}, {Team.SCHULDHULP}, id="schuldhulp hoort bij vroegsignalering"),
        pytest.param({Rol.TEAMLEIDING}, set(), set(), id="teamleiding alleen ziet geen inwoner"),
        pytest.param({Rol.BEHEER, Rol.BELEID}, set(), set(), id="beheer en beleid zien geen inwoner"),
        pytest.param({Rol.TEAMLEIDING, Rol.SCHULDHULP}, {VS}, {Team.SCHULDHULP}, id="teamleider van schuldhulp"),
    ],
)
def test_wiens_zaken(rollen: set[Rol], afdelingen: set[Zaaksoort], teams: set[Team]) -> None:
    gevonden = blik(rollen, ["voorbeeldstad"])
    assert (gevonden.afdelingen, gevonden.teams) == (afdelingen, teams)
    assert gevonden.gemeenten == {"voorbeeldstad"}


def test_elke_rol_staat_in_de_tabel_en_alleen_een_afdeling_ziet_zaken() -> None:
    assert set(RECHTEN) == set(Rol)
    assert {rol for rol in Rol if Recht.ZAKEN in RECHTEN[rol]} == set(AFDELING)
    assert Recht.INZAGE in rechten([Rol.TEAMLEIDING]) and Recht.INZAGE not in rechten([Rol.BEHEER, Rol.INVORDERING])


@pytest.mark.parametrize("soort", list(Taaksoort))
def test_elke_taak_heeft_een_team_van_de_eigen_afdeling(soort: Taaksoort) -> None:
    assert team_van(INC, soort) == Team.INVORDERING
    verwacht = Team.SCHULDHULP if soort == Taaksoort.GESPREK_PLANNEN else Team.VROEGSIGNALERING
    assert team_van(VS, soort) == verwacht
