# pyright: basic
"""The report as somebody sees it: axe finds nothing, nothing is fetched, the keyboard reaches it, and it prints."""

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from playwright.sync_api import Page, ViewportSize

from tests.browser.bouwstenen import BREED, TELEFOON, schendingen, schuift
from tests.browser.test_toegankelijk import loop_met_tab
from tests.evaluation.rapporten import GROOT, Gemaakt, rapport_van

pytestmark = pytest.mark.xdist_group("browser")


@pytest.fixture
def gemaakt() -> Gemaakt:
    return rapport_van(GROOT)


@pytest.fixture
def pagina(chromium: Any, gemaakt: Gemaakt, tmp_path: Path) -> Any:
    """The report as a file, in a browser that may not look anywhere; axe is put in past its Content-Security-Policy."""
    (tmp_path / "rapport.html").write_text(gemaakt.html, encoding="utf-8")
    page = chromium.new_page(viewport=BREED, bypass_csp=True)
    page.vragen, page.fouten = [], []
    page.on("request", lambda vraag: page.vragen.append(vraag.url))
    page.on("console", lambda regel: page.fouten.append(regel.text))
    page.on("pageerror", lambda fout: page.fouten.append(str(fout)))
    page.goto((tmp_path / "rapport.html").as_uri())
    yield page
    page.close()


@pytest.mark.parametrize("maat", [BREED, TELEFOON], ids=["breed", "smal"])
def test_axe_vindt_niets_en_niets_is_te_breed(pagina: Page, maat: ViewportSize) -> None:
    pagina.set_viewport_size(maat)
    for kleur in ("light", "dark"):
        pagina.emulate_media(color_scheme=kleur)
        assert schendingen(pagina, alleen_kleur=kleur == "dark") == []
    assert schuift(pagina) == 0


def test_er_wordt_nergens_iets_gevraagd(pagina: Any) -> None:
    assert [v for v in pagina.vragen if not v.startswith("data:")] == [pagina.url]
    assert pagina.fouten == []


def test_met_tab_komt_u_overal_en_ziet_u_waar_u_bent(pagina: Page) -> None:
    assert list(loop_met_tab(pagina)) == []


def test_de_eerste_tab_slaat_de_inhoudsopgave_over(pagina: Page) -> None:
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.id") == "inhoud"


def test_elke_tekening_is_te_lezen_in_licht_en_donker(pagina: Page) -> None:
    """Letters in a picture differ enough from the page, and are not too small to read on a phone."""
    for kleur in ("light", "dark"):
        pagina.emulate_media(color_scheme=kleur)
        assert pagina.evaluate(CONTRAST) >= 4.5, kleur
    pagina.set_viewport_size(TELEFOON)
    assert pagina.evaluate(KLEINSTE) >= 7


CONTRAST = """() => {
  const licht = k => { const [r, g, b] = k.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const grond = licht(getComputedStyle(document.body).backgroundColor);
  const verhouding = e => { const k = licht(getComputedStyle(e).fill);
    return (Math.max(k, grond) + 0.05) / (Math.min(k, grond) + 0.05); };
  return Math.min(...[...document.querySelectorAll('.tekening text')].map(verhouding));
}"""
KLEINSTE = """() => Math.min(...[...document.querySelectorAll('.tekening svg')].map(s =>
  13 * s.getBoundingClientRect().width / s.viewBox.baseVal.width))"""


def test_het_drukt_af_zonder_een_tabel_door_te_knippen(pagina: Page, gemaakt: Gemaakt) -> None:
    """On A4 a short table stands on one sheet and so does every row of a long one; nothing is cut off at the right.

    What is dark on the screen is not dark on paper.
    """
    pagina.emulate_media(color_scheme="dark", media="print")
    assert pagina.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    with pdfplumber.open(io.BytesIO(pagina.pdf(prefer_css_page_size=True))) as papier:
        assert all(abs(p.width - 595) < 2 and abs(p.height - 842) < 2 for p in papier.pages)
        assert max(w["x1"] for p in papier.pages for w in p.extract_words()) < 595 - 30
        bladen = [{w["text"] for w in p.extract_words()} for p in papier.pages]
    for tabel in gemaakt.tabellen:
        samen = [tabel.rijen] if len(tabel.rijen) <= 12 else [[rij] for rij in tabel.rijen]
        for rijen in samen:
            woorden = {woord for rij in rijen for cel in rij for woord in cel.split() if "-" not in woord}
            assert any(woorden <= blad for blad in bladen), (tabel.bijschrift, rijen)
