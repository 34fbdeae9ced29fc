# pyright: basic
"""Every page for every role: axe finds nothing, nothing is wider than a phone, and the keyboard reaches everything."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from rules.rollen import AFDELING, rechten
from tests.browser.bouwstenen import BREED, TELEFOON, Bureau, Mens, Werkplek, schendingen, schuift
from tests.worklist.stad import Kant
from tests.worklist.test_matrix import WILLEKEUR
from tests.worklist.toegang import ROLLEN, TABEL, Rij

pytestmark = pytest.mark.xdist_group("browser")

NIEMAND = "niemand"
WIE = [NIEMAND, *ROLLEN]
GEZIEN: set[str] = set()
"""The roles whose menu was looked at, and the insides of pages."""
VASTE_FOUTEN = ("/taak/987654", "/zaak/V-987654", "/bestaat-niet", "/medewerkers")
"""Pages that say no are pages too."""

FOCUS = """() => {
  const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
  const omlijnd = s.outlineStyle === 'auto' || (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
  const eerder = e.dataset.gezien; e.dataset.gezien = eerder || String(window.geteld = (window.geteld || 0) + 1);
  return {eerder: !!eerder, nr: e.dataset.gezien, body: e === document.body,
    zichtbaar: omlijnd || s.boxShadow !== 'none',
    inbeeld: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth && r.height > 0,
    wie: e.outerHTML.slice(0, 120)};
}"""
GEMIST = """() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
  .filter(e => !e.disabled && e.type !== 'hidden' && e.checkVisibility({visibilityProperty: true}))
  .filter(e => !e.dataset.gezien && !(e.type === 'radio' && e.form &&
     [...e.form.elements].some(x => x.name === e.name && x.dataset.gezien)))
  .map(e => e.outerHTML.slice(0, 120))"""


def bureau_van(plek: Werkplek, wie: str, **opties: Any) -> Bureau:
    if wie == NIEMAND:
        return plek.bureau(**opties)
    return plek.ingelogd(Mens("Robin de Vrager", tuple(sorted(ROLLEN[wie]))), **opties)


def kant_van(wie: str, stad: tuple[Kant, ...]) -> Kant:
    """The department of a role; the roles without one see no page that asks for it."""
    afdelingen = {AFDELING[r] for r in ROLLEN.get(wie, ()) if r in AFDELING}
    return next((k for k in stad if k.afdeling in afdelingen), stad[0])


def rijen(wie: str) -> Iterator[Rij]:
    """Give the pages that a role may see."""
    mijn = None if wie == NIEMAND else rechten(ROLLEN[wie])
    yield from (r for r in TABEL if r.methode == "GET" and r.bekijk and r.mag(mijn))


def paginas(wie: str, stad: tuple[Kant, ...]) -> Iterator[str]:
    """Give every path that a role may see, and some that nobody may."""
    kant = kant_van(wie, stad)
    for rij in rijen(wie):
        yield from rij.paden(kant)
    yield from VASTE_FOUTEN if wie != NIEMAND else ()


def bevindingen(bureau: Bureau, pad: str, wie: str) -> Iterator[str]:
    """Look at one page wide, narrow and dark; what another role saw letter for letter is seen once.

    Dark changes colours and nothing else, so it is looked at once, wide.
    """
    bureau.page.set_viewport_size(BREED)
    bureau.page.emulate_media(color_scheme="light")
    page = bureau.ga(pad)
    inhoud = WILLEKEUR.sub("", page.locator("main").inner_html())
    if not {wie, inhoud} - GEZIEN:
        return
    GEZIEN.update({wie, inhoud})
    page.emulate_media(color_scheme="dark")
    yield from (f"{pad} donker: {wat}" for wat in schendingen(page, alleen_kleur=True))
    page.emulate_media(color_scheme="light")
    for maat, vorm in ((BREED, "breed"), (TELEFOON, "smal")):
        page.set_viewport_size(maat)
        yield from (f"{pad} {vorm}: {wat}" for wat in schendingen(page))
        if over := schuift(page):
            yield f"{pad} {vorm}: {over} pixels te breed: {_breedste(page)}"


def _breedste(page: Page) -> str:
    zoek = "[...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth"
    return str(page.evaluate(f"{zoek} + 1).slice(0, 3).map(e => e.outerHTML.slice(0, 100))"))


@pytest.mark.parametrize("wie", WIE)
def test_axe_vindt_niets_en_niets_is_te_breed(wie: str, plek: Werkplek, stad: tuple[Kant, ...]) -> None:
    bureau = bureau_van(plek, wie)
    gevonden = [b for pad in paginas(wie, stad) for b in bevindingen(bureau, pad, wie)]
    assert not gevonden, "\n".join(gevonden)


@pytest.mark.parametrize("wie", [w for w in WIE if "met teamleiding" in w or w in (NIEMAND, "beheer")])
def test_met_tab_komt_u_overal_en_ziet_u_waar_u_bent(wie: str, plek: Werkplek, stad: tuple[Kant, ...]) -> None:
    bureau, kant, mis = bureau_van(plek, wie), kant_van(wie, stad), []
    for rij in rijen(wie):
        for pad in rij.paden(kant)[:1]:
            mis += [f"{pad}: {wat}" for wat in loop_met_tab(bureau.ga(pad))]
    assert not mis, "\n".join(mis)


def loop_met_tab(page: Page, hoogstens: int = 400) -> Iterator[str]:
    """Press Tab until the page is round; give what cannot be seen or is never reached."""
    vorige = ""
    for _ in range(hoogstens):
        page.keyboard.press("Tab")
        waar = page.evaluate(FOCUS)
        if waar["body"] or (waar["eerder"] and waar["nr"] != vorige):  # a date has a stop for its day, month and year
            break
        vorige = waar["nr"]
        if not waar["zichtbaar"] and not waar["eerder"]:
            yield f"geen zichtbare focus: {waar['wie']}"
        if not waar["inbeeld"]:
            yield f"buiten beeld: {waar['wie']}"
    yield from (f"niet te bereiken: {wie}" for wie in page.evaluate(GEMIST))


@pytest.mark.parametrize(
    ("html", "wat"),
    [
        pytest.param("<input>", "label", id="veld zonder label"),
        pytest.param("<p style='color:#999'>bleek</p>", "color-contrast", id="te weinig contrast"),
        pytest.param("<img src='data:,'>", "image-alt", id="beeld zonder tekst"),
    ],
)
def test_axe_vindt_wat_fout_is(html: str, wat: str, chromium: Any) -> None:
    """Without this axe could look at nothing."""
    page = chromium.new_page()
    page.set_content(f"<html lang=nl><title>t</title><main><h1>k</h1>{html}</main></html>")
    gevonden = schendingen(page)
    page.close()
    assert any(g.startswith(wat) for g in gevonden), gevonden


def test_tab_vindt_wat_niet_te_zien_of_te_bereiken_is(chromium: Any) -> None:
    """Without this the walk by keyboard could be content with everything."""
    page = chromium.new_page()
    page.set_content("<a href='#'>goed</a><a href='#' style='outline:none'>x</a><button tabindex=-1>weg</button>")
    gevonden = list(loop_met_tab(page))
    page.close()
    assert [g.partition(":")[0] for g in gevonden] == ["geen zichtbare focus", "niet te bereiken"]
