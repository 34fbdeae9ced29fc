# pyright: basic
"""The main work by keyboard alone, and the same work in a browser without JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from rules.rollen import Rol
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.browser.bouwstenen import Bureau, Mens, Werkplek
from tests.models.bouwers import lees
from tests.worklist.stad import Kant, persoon_van
from worklist.woorden import ZOEKREDEN

pytestmark = pytest.mark.xdist_group("browser")

VERA = Mens("Vera de Wit", (Rol.VROEGSIGNALERING, Rol.TEAMLEIDING))
WAAR = """() => { const e = document.activeElement;
  const namen = [e.matches('a, button, summary') ? e.innerText : '', e.value, e.getAttribute('aria-label'), e.title];
  const labels = [...(e.labels || [])].map(l => l.innerText);
  return [...labels, ...namen].filter(Boolean).join(' ').replace(/\\s+/g, ' '); }"""


def naar(page: Page, tekst: str, hoogstens: int = 150) -> None:
    """Press Tab until what has the focus carries this text."""
    gezien: list[str] = []
    for _ in range(hoogstens):
        page.keyboard.press("Tab")
        gezien.append(page.evaluate(WAAR))
        if tekst in gezien[-1]:
            return
    raise AssertionError(f"{tekst!r} is met Tab niet te bereiken: {gezien}")


def doe(page: Page, tekst: str) -> None:
    """Go to a link or a button with Tab and use it; another page follows."""
    naar(page, tekst)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def kies(page: Page, tekst: str, *toetsen: str) -> None:
    """Go to something on the page with Tab and press keys there."""
    naar(page, tekst)
    for toets in toetsen:
        page.keyboard.press(toets)


def test_een_taak_van_begin_tot_eind_met_het_toetsenbord(plek: Werkplek, stad: tuple[Kant, ...]) -> None:
    vera, kant = plek.ingelogd(VERA), stad[1]
    page, taak = vera.ga("/taken?van=alle"), kant.taken[Taaksoort.CRISIS]
    doe(page, f"Crisis {kant.zaak}")
    doe(page, "Neem deze taak")
    vera.meldt("Deze taak is nu van u.")
    doe(page, "Leg de uitkomst vast")
    kies(page, "Niet bereikt", "Space", "ArrowDown")
    assert page.locator("[name=uitkomst]:checked").input_value() == "bereikt, wil hulp"
    naar(page, "Aantekening")
    page.keyboard.type("Belt zelf terug")
    doe(page, "Leg vast")
    vera.meldt("De uitkomst is vastgelegd.")
    assert vera.pad.startswith(f"/taak/{taak}/uitkomst")
    doe(page, "Ongedaan maken of herstellen")
    assert "/corrigeer/" in vera.pad


def test_teruggeven_vragen_en_zoeken_met_het_toetsenbord(plek: Werkplek, stad: tuple[Kant, ...]) -> None:
    vera, kant = plek.ingelogd(VERA), stad[1]
    page = vera.ga(f"/taak/{kant.taken[Taaksoort.UITVAL_UITZOEKEN]}")
    doe(page, "Neem deze taak")
    kies(page, "Vraag de teamleiding", "Enter")
    kies(page, "Waarom", "ArrowDown")
    doe(page, "Laat zien aan de teamleiding")
    vera.meldt("De teamleiding ziet deze taak nu.")
    doe(page, "Geef terug aan het team")
    vera.meldt("De taak is weer van het team.")
    doe(page, "Zoeken")
    naar(page, "Achternaam")
    page.keyboard.type(persoon_van(kant, 0).achternaam)
    kies(page, next(iter(ZOEKREDEN.values())), "Space")
    doe(page, "Zoek")
    vera.meldt(kant.zaak)


def test_de_eerste_tab_slaat_het_menu_over(plek: Werkplek, stad: tuple[Kant, ...]) -> None:
    vera = plek.ingelogd(VERA)
    page = vera.ga("/taken?van=alle")
    page.keyboard.press("Tab")
    assert page.evaluate(WAAR) == "Naar de inhoud"
    expect(page.get_by_text("Naar de inhoud")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "inhoud"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_na_een_fout_staat_u_bij_de_uitleg(plek: Werkplek, stad: tuple[Kant, ...]) -> None:
    vera, kant = plek.ingelogd(VERA), stad[1]
    page = vera.ga(f"/taak/{kant.taken[Taaksoort.CRISIS]}/uitkomst")
    page.locator("form[action$='/uitkomst']").evaluate("f => { f.noValidate = true; }")
    page.get_by_label("Aantekening").fill("Dit blijft staan")
    vera.druk("Leg vast")
    vera.meldt("Kies een resultaat.")
    expect(page.get_by_label("Aantekening")).to_have_value("Dit blijft staan")
    assert page.evaluate("document.activeElement.closest('[role=alert]') !== null")


@pytest.fixture
def zonder_js(open_plek: Callable[..., Werkplek], sqlite: Omgeving, stad: tuple[Kant, ...]) -> Bureau:
    """A colleague whose browser runs no JavaScript, logged in with OIDC."""
    return open_plek(sqlite, VERA).log_in(VERA, java_script_enabled=False)


def test_zonder_javascript_gaat_al_het_werk(zonder_js: Bureau, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    vera, kant = zonder_js, stad[1]
    _kiezen_uit_de_lijst(vera)
    taak = kant.taken[Taaksoort.CRISIS]
    vera.ga(f"/taak/{taak}")
    vera.druk("Neem deze taak")
    _wegleggen_en_terug(vera)
    vera.volg("Leg de uitkomst vast")
    vera.page.get_by_label("Niet bereikt").check()
    vera.page.get_by_label("Aantekening").fill("Belt zelf terug")
    vera.druk("Leg vast")
    vera.meldt("De uitkomst is vastgelegd.")
    vera.meldt("Belt zelf terug")
    _herstellen(vera)
    assert [s for i, s in lees(sqlite, "taak", "id", "status") if i == taak] == ["open"]


def _kiezen_uit_de_lijst(vera: Bureau) -> None:
    vera.ga("/taken?van=alle")
    vera.page.get_by_label("Soort").select_option("crisis")
    vera.druk("Toon")
    vera.meldt("1 taak")
    vera.volg("Haal alle keuzes weg")


def _wegleggen_en_terug(vera: Bureau) -> None:
    pad = vera.pad
    vera.page.get_by_text("Leg weg tot een dag").click()
    vera.page.get_by_label("Terug in de lijst op").fill("2026-07-28")
    vera.page.locator("[name=wacht_reden]").select_option("terugbellen")
    vera.druk("Leg weg")
    vera.meldt("De taak komt op die dag terug in de lijst.")
    vera.ga(pad)
    vera.druk("Haal terug in de lijst")
    vera.meldt("De taak staat weer in de lijst.")


def _herstellen(vera: Bureau) -> None:
    vera.volg("Ongedaan maken of herstellen")
    vera.page.locator("[name=reden]").first.check()
    vera.page.get_by_label("Intrekken: de taak gaat weer open").check()
    vera.druk("Herstel")


def test_zonder_javascript_zoeken_plannen_en_bezoeken(zonder_js: Bureau, stad: tuple[Kant, ...]) -> None:
    vera, kant = zonder_js, stad[1]
    vera.ga("/zoeken")
    vera.page.get_by_label("Achternaam").fill(persoon_van(kant, 0).achternaam)
    vera.page.locator("[name=waarom]").first.check()
    vera.druk("Zoek")
    vera.volg(kant.zaak)
    vera.ga(f"/taak/{kant.taken[Taaksoort.GESPREK_PLANNEN]}/gesprek")
    vera.page.get_by_label("Dag", exact=True).fill("2026-07-29")
    vera.page.get_by_label("Tijd").fill("10:00")
    vera.druk("Plan opnieuw")
    vera.meldt("Het gesprek is gepland op 29 juli 2026.")
    vera.ga("/bezoeken?dag=2026-07-27")
    vera.page.get_by_text("Leg snel vast hoe het ging").first.click()
    vera.page.get_by_label("Niet bereikt").first.check()
    vera.druk("Leg vast")
    vera.meldt("De uitkomst is vastgelegd.")


def test_zonder_javascript_leidt_u_het_team(zonder_js: Bureau, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    vera, kant = zonder_js, stad[1]
    vera.ga(f"/vrijgeven/{kant.zending}")
    vera.page.locator("[name=gelezen]").check()
    vera.druk("Geef deze zending vrij")
    vera.meldt("Uw vrijgave is vastgelegd.")
    vera.ga("/inzage")
    vera.druk("Zoek")
    vera.meldt(kant.zaak)
    vera.ga("/team/afwezig")
    vera.meldt("Wie is er niet?")
