# pyright: basic
"""Beheer lets something stand still in a browser; whoever it touches reads it, wide and narrow, light and dark."""

from collections.abc import Callable, Iterator

import pytest

from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.browser.bouwstenen import BREED, TELEFOON, Bureau, Mens, Werkplek, schendingen, schuift

pytestmark = pytest.mark.xdist_group("browser")

BEA, JORIS = Mens("Bea Beheer", (Rol.BEHEER,)), Mens("Joris Incasso", (Rol.INVORDERING,))


def mis(bureau: Bureau, pad: str) -> Iterator[str]:
    """Give what is wrong with how a page looks."""
    page = bureau.ga(pad)
    for maat in (BREED, TELEFOON):
        page.set_viewport_size(maat)
        for kleur in ("light", "dark"):
            page.emulate_media(color_scheme=kleur)
            yield from (f"{pad} {kleur}: {wat}" for wat in schendingen(page, alleen_kleur=kleur == "dark"))
        if over := schuift(page):
            yield f"{pad}: {over} pixels te breed"


def test_stilzetten_lezen_en_hervatten(open_plek: Callable[..., Werkplek], sqlite: Omgeving) -> None:
    plek = open_plek(sqlite)
    bea, joris = plek.ingelogd(BEA), plek.ingelogd(JORIS)
    page = bea.ga("/beheer")
    page.get_by_label("Wat moet stilstaan?").select_option(label="Alle brieven")
    page.get_by_label("Waarom?").fill("De drukker is dicht tot en met donderdag en belt daarna")
    bea.druk("Zet dit stil")
    bea.meldt("Dit staat nu stil: alle brieven.")
    joris.ga("/taken")
    joris.meldt("De drukker is dicht")
    assert [*mis(bea, "/beheer"), *mis(joris, "/taken")] == []
    bea.page.set_viewport_size(BREED)
    bea.druk("Hervat")
    bea.meldt("Dit gaat weer verder: alle brieven.")
    assert "De drukker" not in (joris.ga("/taken").text_content("main") or "")
    assert list(mis(bea, "/beheer")) == []
