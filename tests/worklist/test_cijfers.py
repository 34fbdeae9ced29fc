# pyright: basic
"""Are figures only counts, of the own department, without a number so small that it could be about one resident?"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.cijfers import open_werk
from models.database import lezen
from models.tabellen_werk import Inzage
from rules.kleinecijfers import cijfer, som
from rules.rollen import Blik, Rol
from rules.woorden import Taaksoort, Zaaksoort
from tasks.omgeving import Omgeving
from tests.worklist.bouwstenen import klant
from tests.worklist.zakenbouwer import MAANDAG, bewoner, een_taak, incassozaak, klok, rijen, v_nr, vroegsignaal


@pytest.mark.parametrize(
    ("aantal", "tekst"),
    [(0, "< 5"), (1, "< 5"), (4, "< 5"), (5, "5"), (1234, "1234")],
)
def test_a_small_number_is_not_shown(aantal: int, tekst: str) -> None:
    assert cijfer(aantal) == tekst


@pytest.mark.parametrize(
    ("aantallen", "tekst"),
    [
        pytest.param([5, 6, 7], "18", id="alles is te zien: de som ook"),
        pytest.param([5, 6, 4], "ten minste 11", id="een klein getal is niet uit te rekenen"),
        pytest.param([1, 0, 4], "< 15", id="alles is klein"),
    ],
)
def test_a_sum_gives_no_small_number_away(aantallen: list[int], tekst: str) -> None:
    assert som(aantallen) == tekst


@given(st.lists(st.integers(0, 4), min_size=1, max_size=6), st.lists(st.integers(5, 99), max_size=6))
def test_whatever_the_small_numbers_are_the_sum_says_the_same(klein: list[int], groot: list[int]) -> None:
    assert som([*klein, *groot]) == som([*(0 for _ in klein), *groot])


def vul(waar: Omgeving) -> None:
    """Six visits this week and two calls too late at Vroegsignalering; seven dwangbevelen at Gemeentebelastingen."""
    klok(waar)
    for n in range(6):
        een_taak(waar, vroegsignaal(waar, bewoner(n), f"K{n}"), Taaksoort.HUISBEZOEK)
    for n in range(2):
        een_taak(
            waar, vroegsignaal(waar, bewoner(10 + n), f"K{10 + n}"), Taaksoort.BELLEN, uiterlijk=MAANDAG.replace(day=1)
        )
    for n in range(7):
        een_taak(waar, incassozaak(waar, bewoner(20 + n), f"A{n}"), Taaksoort.DWANGBEVEL_BEOORDELEN, uiterlijk=MAANDAG)


def regel(pagina: str, naam: str) -> list[str]:
    [gevonden] = re.findall(rf'<th class="utrecht-table__cell" scope="row">{naam}</th>(.*?)</tr>', pagina)
    return [cel.strip().replace("&lt;", "<") for cel in re.findall(r"<td[^>]*>(.*?)</td>", gevonden)]


def test_counts_per_kind_term_and_team(waar: Omgeving) -> None:
    vul(waar)
    pagina = klant(waar, Rol.BELEID, naam="Bo").lees("/cijfers")
    assert regel(pagina, "Crisis") == ["< 5"] * 4 + ["< 20"]
    assert regel(pagina, "Dwangbevel beoordelen") == ["< 5", "7", "< 5", "< 5", "ten minste 7"]
    assert regel(pagina, "Vroegsignalering") == ["< 30", "< 30", "ten minste 6", "< 30", "ten minste 6"]
    assert regel(pagina, "Schuldhulp") == ["< 5"] * 4 + ["< 20"]


@pytest.mark.parametrize(
    ("rollen", "ziet", "niet"),
    [
        pytest.param([Rol.BELEID], ["Gemeentebelastingen", "Vroegsignalering"], [], id="beleid telt alles"),
        pytest.param([Rol.BEHEER], ["Gemeentebelastingen", "Vroegsignalering"], [], id="beheer telt alles"),
        pytest.param(
            [Rol.VROEGSIGNALERING, Rol.TEAMLEIDING], ["Huisbezoek"], ["Gemeentebelastingen", "Dwangbevel"],
            id="teamleiding telt de eigen afdeling",
        ),
        pytest.param(
            [Rol.INVORDERING, Rol.BELEID], ["Dwangbevel beoordelen"], ["team Vroegsignalering", "Crisis"],
            id="wie ook een afdeling heeft, telt alleen die",
        ),
    ],
)  # fmt: skip
def test_who_counts_what(sqlite: Omgeving, rollen: list[Rol], ziet: list[str], niet: list[str]) -> None:
    vul(sqlite)
    pagina = klant(sqlite, *rollen, naam="Bo").lees("/cijfers").partition("<main")[2]
    assert [w for w in ziet if w not in pagina] == [] and [w for w in niet if w in pagina] == []


@pytest.mark.parametrize("rol", [Rol.INVORDERING, Rol.VROEGSIGNALERING, Rol.SCHULDHULP])
def test_who_does_the_work_needs_no_figures(sqlite: Omgeving, rol: Rol) -> None:
    klok(sqlite)
    assert klant(sqlite, rol).get("/cijfers").status_code == 403


def test_nobody_and_no_zaak_is_named(sqlite: Omgeving) -> None:
    vul(sqlite)
    klant(sqlite, Rol.VROEGSIGNALERING, naam="Sanne de Boer")
    pagina = klant(sqlite, Rol.BEHEER, naam="Bo").lees("/cijfers")
    for niet in ("Sanne", "Inwoner", v_nr(1), "Dorpsstraat"):
        assert niet not in pagina
    assert rijen(sqlite, Inzage) == [], "nobody was seen"


@pytest.mark.parametrize(
    ("gemeente", "afdelingen", "samen"),
    [
        pytest.param("voorbeeldstad", set(Zaaksoort), 15, id="alles van de gemeente"),
        pytest.param("voorbeeldstad", {Zaaksoort.INCASSO}, 7, id="een afdeling"),
        pytest.param("buurdorp", set(Zaaksoort), 0, id="een andere gemeente"),
        pytest.param("voorbeeldstad", set(), 0, id="geen afdeling"),
    ],
)
def test_only_what_is_in_the_blik_is_counted(
    sqlite: Omgeving, gemeente: str, afdelingen: set[Zaaksoort], samen: int
) -> None:
    vul(sqlite)
    with lezen(sqlite.engine) as db:
        assert open_werk(db, Blik(frozenset({gemeente}), frozenset(afdelingen)), MAANDAG).total() == samen


def test_another_gemeente_is_not_counted(sqlite: Omgeving) -> None:
    vul(sqlite)
    pagina = klant(sqlite, Rol.BELEID, naam="Bo", gemeenten=("buurdorp",)).lees("/cijfers")
    assert "Buurdorp" in pagina and "Voorbeeldstad" not in pagina
    assert regel(pagina, "Dwangbevel beoordelen") == ["< 5"] * 4 + ["< 20"]
