# pyright: basic
"""What shows the werkvoorraad of the outcomes: each department its own side, figures for who may count, no resident."""

import re
from datetime import date
from itertools import product

import pytest

from evaluation import uitkomsten
from evaluation.cijfer import Cijfer, Vorm
from evaluation.cijfers import DOEL3, VOLGORDE
from evaluation.cijfertekst import KLEIN, kleine
from evaluation.uitkomsten import EIGEN, kwartaal
from models.database import lezen
from rules.rollen import Rol
from rules.woorden import Zaaksoort
from tasks.omgeving import Omgeving
from tests.evaluation.kleinlog import brief, schrijver
from tests.worklist.bouwstenen import klant
from tests.worklist.zakenbouwer import klok


@pytest.mark.parametrize(
    ("maand", "periode"),
    [
        pytest.param(date(2026, 6, 1), (date(2026, 4, 1), date(2026, 6, 30)), id="juni sluit een kwartaal"),
        pytest.param(date(2026, 7, 15), (date(2026, 4, 1), date(2026, 6, 30)), id="juli nog niet"),
        pytest.param(date(2026, 2, 1), (date(2025, 10, 1), date(2025, 12, 31)), id="over de jaarwisseling"),
    ],
)
def test_the_last_quarter_that_is_over(maand: date, periode: tuple[date, date]) -> None:
    gevonden = kwartaal(maand)
    assert (gevonden.van, gevonden.tot) == periode


WIE = {
    "invordering": ([Rol.INVORDERING], {"Gemeentebelastingen"}, set[str]()),
    "vroegsignalering": ([Rol.VROEGSIGNALERING], {"Vroegsignalering"}, set[str]()),
    "schuldhulp": ([Rol.SCHULDHULP], {"Vroegsignalering"}, set[str]()),
    "teamleiding invordering": ([Rol.INVORDERING, Rol.TEAMLEIDING], {"Gemeentebelastingen"}, {"Gemiddelde stilte"}),
    "teamleiding vroeg": ([Rol.VROEGSIGNALERING, Rol.TEAMLEIDING], {"Vroegsignalering"}, {"Inwoner bereikt"}),
    "beleid": ([Rol.BELEID], {"Gemeentebelastingen", "Vroegsignalering"}, {"Gemiddelde stilte", "Inwoner bereikt"}),
}  # fmt: skip


@pytest.mark.parametrize("wie", WIE)
def test_each_department_reads_only_its_own_side(wie: str, sqlite: Omgeving) -> None:
    klok(sqlite)
    rollen, terugblikken, cijfers = WIE[wie]
    pagina = klant(sqlite, *rollen).lees("/uitkomsten")
    assert set(re.findall(r"Terugblik van (?:team )?(\w+)", pagina)) == terugblikken
    gezien = {titel for titel in ("Gemiddelde stilte", "Inwoner bereikt") if titel in pagina}
    assert gezien == cijfers
    assert ("Doel 3" in pagina) == (wie == "beleid"), "wat beide afdelingen vergelijkt, is van geen van beide"


def test_a_sum_of_few_residents_is_not_shown(sqlite: Omgeving) -> None:
    """And the longest of few silences neither."""
    for stad, aantal in (("klein", 4), ("groot", 5)):
        with schrijver(sqlite, stad) as s:
            for _ in range(aantal):
                s.incasso(brief("06-05", "herinnering"), brief("06-19", "aanmaning", kosten=900))
    for stad, kosten in (("klein", KLEIN), ("groot", "€ 45,00")):
        with lezen(sqlite.engine) as db:
            gevonden = {r.naam: r.getoond.waarde for r in uitkomsten.maak(db, stad, kwartaal(date(2026, 6, 1))).regels}
        assert gevonden["incassokosten"] == kosten
    samen = {n: Cijfer(n, "d", "b", Vorm.DAGEN, 9, 3, 3.0) for n in ("gemiddelde_stilte", "langste_stilte")}
    assert kleine(samen) == set(samen)


def test_only_months_that_are_over_can_be_asked_for(sqlite: Omgeving) -> None:
    klok(sqlite)
    browser = klant(sqlite, Rol.BELEID)
    for maand, status in product(("2026-06", "2025-09"), (200,)):
        assert browser.get(f"/uitkomsten?maand={maand}").status_code == status, maand
    for maand in ("2026-07", "2031-01", "x", "2020-01"):
        assert browser.get(f"/uitkomsten?maand={maand}").status_code == 404, maand


def test_every_figure_belongs_to_a_department_or_to_both() -> None:
    assert set(VOLGORDE) - set(EIGEN) == {DOEL3}
    assert (EIGEN["bereik"], EIGEN["incassokosten"]) == (Zaaksoort.VROEGSIGNALERING, Zaaksoort.INCASSO)
