# pyright: basic
"""A working day in the browser with the real flows in between, and the same story told to `tijdig speel`: one log."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from models.handelingen import actor
from rules.rollen import Rol
from simulation.verhaal import Verhaal, lees_verhaal
from tasks.omgeving import gebruik, omgeving
from tests.browser.bouwstenen import Bureau, Mens, Werkplek, in_draad
from tests.flows.bouwstenen import beleid_van, hele_log, speel_vers
from tests.models.bouwers import lees
from tests.prefecthuis import Prefecthuis
from tests.worklist.stad import op_dag

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

VERHAAL = Path(__file__).parents[1] / "verhalen" / "drie-keer-gebeld-en-dan-een-bezoek.verhaal"
VERA = Mens("Vera de Wit", (Rol.VROEGSIGNALERING,))
ILSE = Mens("Ilse Groen", (Rol.INVORDERING,))
SVEN = Mens("Sven Bos", (Rol.SCHULDHULP,))
JULI_6, JULI_7, JULI_8, JULI_20 = date(2026, 7, 6), date(2026, 7, 7), date(2026, 7, 8), date(2026, 7, 20)
JULI_21, JULI_30 = date(2026, 7, 21), date(2026, 7, 30)
ZAAK = "V-000001"


class Werkweek:
    """The days of the story: facts at the door and the round as always, the work of people in the browser."""

    def __init__(self, verhaal: Verhaal, home: Path) -> None:
        self.verhaal, self.vandaag = verhaal, verhaal.eerste_dag - timedelta(days=1)
        in_draad(lambda: self._begin(home))

    def _begin(self, home: Path) -> None:
        from flows.spel import Spelwereld, verse_omgeving

        verse_omgeving(home, beleid_van(self.verhaal))
        self.wereld = Spelwereld(self.verhaal.gemeente)
        for personage in self.verhaal.personages.values():
            self.wereld.verwelkom(personage, self.verhaal.eerste_dag)

    def tot(self, dag: date, uur: int = 10, *, ronde: bool = True) -> None:
        """Let the days pass until an hour of a day; without `ronde` the round of that day is still to come."""
        if self.vandaag == dag:
            self._ronde()
        while self.vandaag < dag:
            self.vandaag += timedelta(days=1)
            self._feiten()
            if ronde or self.vandaag < dag:
                self._ronde()
        gebruik(replace(omgeving(), nu=lambda: op_dag(dag, uur)))

    def _feiten(self) -> None:
        for voorval in self.verhaal.voorvallen:
            if voorval.dag == self.vandaag and type(voorval.feit).__name__ != "Taakuitkomst":
                assert self.wereld.beleef(voorval)

    def _ronde(self) -> None:
        in_draad(lambda: self.wereld.ronde(self.vandaag))


def bel_zonder_succes(bureau: Bureau, dagdeel: str) -> None:
    """Record a call that nobody answered: the part of the day is filled in already, so this takes two clicks."""
    bureau.volg("Leg de uitkomst vast")
    assert bureau.page.get_by_label(dagdeel).is_checked()
    bureau.page.get_by_label("Niet bereikt").check()
    bureau.druk("Leg vast")
    bureau.meldt("De uitkomst is vastgelegd.")


@pytest.fixture
def week(prefect: Prefecthuis, tmp_path: Path) -> Werkweek:
    """Give the days of the story on a fresh database."""
    return Werkweek(lees_verhaal(VERHAAL), tmp_path / "browser")


def test_een_werkdag_geeft_hetzelfde_logboek_als_het_verhaal(
    week: Werkweek, open_plek: Callable[..., Werkplek], tmp_path: Path
) -> None:
    plek = open_plek(omgeving(), VERA, ILSE, SVEN)
    vera = _drie_keer_bellen(week, plek)
    _op_bezoek(week, plek, vera)
    _het_gesprek(week, plek)
    in_de_browser, actoren = _zonder_wie(hele_log()), {r[6] for r in hele_log()}
    assert {a for a in actoren if a != "systeem"} == {actor(i) for i in _ids(VERA, SVEN)}
    assert [r[:2] for r in lees(omgeving(), "afspraak", "soort", "status")] == [
        ("huisbezoek", "gedaan"), ("gesprek", "gedaan"),
    ]  # fmt: skip
    assert in_draad(lambda: speel_vers(week.verhaal, tmp_path / "verhaal")) == []
    assert in_de_browser == _zonder_wie(hele_log())


def _drie_keer_bellen(week: Werkweek, plek: Werkplek) -> Bureau:
    week.tot(JULI_6)
    vera = plek.log_in(VERA)
    vera.volg("Van niemand")
    vera.volg(f"Bellen {ZAAK}")
    vera.druk("Neem deze taak")
    vera.meldt("Deze taak is nu van u.")
    bel_zonder_succes(vera, "Ochtend")
    week.tot(JULI_7, 14)
    vera.ga("/taken")
    vera.druk("Pak de volgende")
    bel_zonder_succes(vera, "Middag")
    week.tot(JULI_8, 19)
    vera.ga("/taken")
    vera.druk("Pak de volgende")
    vera.meldt("middag")
    bel_zonder_succes(vera, "Avond")
    return vera


def _op_bezoek(week: Werkweek, plek: Werkplek, vera: Bureau) -> None:
    week.tot(JULI_20)
    plek.log_in(ILSE)
    vera.ga("/taken?van=alle")
    vera.volg(f"Huisbezoek {ZAAK}")
    vera.druk("Neem deze taak")
    vera.volg("Plan het bezoek")
    vera.page.get_by_label("Dag", exact=True).fill(JULI_21.isoformat())
    vera.page.get_by_label("Tijd").fill("14:30")
    ilse = vera.page.locator("#tweede option", has_text=ILSE.naam).get_attribute("value")
    vera.page.get_by_label("Wie gaat er mee").select_option(ilse)
    vera.druk("Plan het bezoek")
    vera.meldt("In de middag is het al geprobeerd.")
    vera.page.get_by_label("Ik heb dit gelezen en plan het toch.").check()
    vera.druk("Plan het bezoek")
    vera.meldt("Het bezoek is gepland op 21 juli 2026.")
    expect(vera.page.get_by_role("heading", name="Vera de Wit en Ilse Groen")).to_be_visible()
    week.tot(JULI_21, 15, ronde=False)
    vera.ga("/bezoeken")
    vera.page.get_by_text("Leg snel vast hoe het ging").click()
    vera.page.get_by_label("Bereikt: wil hulp").check()
    vera.druk("Leg vast", blijft=True)
    vera.meldt("De uitkomst is vastgelegd.")
    week.tot(JULI_21, 16)


def _het_gesprek(week: Werkweek, plek: Werkplek) -> None:
    sven = plek.log_in(SVEN)
    sven.ga("/taken?van=team")
    sven.volg(f"Gesprek plannen {ZAAK}")
    sven.druk("Neem deze taak")
    sven.volg("Plan het gesprek")
    sven.meldt("18 augustus 2026")
    sven.page.get_by_label("Dag", exact=True).fill(JULI_30.isoformat())
    sven.page.get_by_label("Tijd").fill("10:00")
    sven.druk("Plan het gesprek")
    sven.meldt("Het gesprek is gepland op 30 juli 2026.")
    week.tot(JULI_30, 11, ronde=False)
    sven.ga("/taken")
    sven.volg(f"Gesprek plannen {ZAAK}")
    sven.volg("Leg de uitkomst vast")
    sven.page.get_by_label("Gesprek gevoerd: advies of snelle oplossing").check()
    sven.druk("Leg vast")
    week.tot(JULI_30, 12)
    sven.ga(f"/zaak/{ZAAK}?waarom=gesprek")
    sven.meldt("gesloten")


def _zonder_wie(log: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """A story knows no names: everything of the log but for who recorded it."""
    return [
        (zaak, volgnr, soort, dag, regel, versie, gegevens)
        for zaak, volgnr, soort, dag, regel, versie, _, gegevens in log
    ]


def _ids(*mensen: Mens) -> list[int]:
    per_naam = {naam: i for i, naam in lees(omgeving(), "medewerker", "id", "naam")}
    return [per_naam[m.naam] for m in mensen]
