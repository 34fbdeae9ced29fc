# pyright: basic
"""Logging in with the real protocol: who comes in, who does not, and how a day ends."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.browser.bouwstenen import Mens, Werkplek, login_bij_provider
from tests.worklist.stad import Kant

pytestmark = pytest.mark.xdist_group("browser")

VERA = Mens("Vera de Wit", (Rol.VROEGSIGNALERING,))
TWEE = Mens("Twee Petten", (Rol.VROEGSIGNALERING, Rol.INVORDERING))
GEEN = Mens("Geen Rol", ())
ELDERS = Mens("Elders Werkt", (Rol.VROEGSIGNALERING,), ("verweg",))
Open = Callable[..., Werkplek]


def test_inloggen_werken_en_uitloggen(open_plek: Open, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    plek = open_plek(sqlite, VERA)
    vera = plek.log_in(VERA)
    assert vera.pad.startswith("/taken")
    expect(vera.page.get_by_role("banner")).to_contain_text("Vera de Wit")
    [koekje] = [k for k in map(dict, vera.context.cookies()) if k["name"] == "tijdig"]
    assert (koekje["httpOnly"], koekje["sameSite"], koekje["expires"]) == (True, "Lax", -1)
    vera.druk("Uitloggen")
    vera.page.wait_for_url("**/end_session**")
    vera.ga("/taken")
    assert vera.pad.startswith("/inloggen")


def test_na_het_inloggen_bent_u_waar_u_heen_wilde(open_plek: Open, sqlite: Omgeving, stad: tuple[Kant, ...]) -> None:
    plek = open_plek(sqlite, VERA)
    vera = plek.bureau()
    vera.ga("/taken?van=vrij&soort=bellen")
    login_bij_provider(vera, VERA)
    vera.page.wait_for_url("**/taken**")
    assert vera.pad == "/taken?van=vrij&soort=bellen"


@pytest.mark.parametrize(("mens", "zegt"), [
    pytest.param(TWEE, "twee afdelingen", id="rollen van twee afdelingen"),
    pytest.param(GEEN, "geen rol", id="geen rol"),
    pytest.param(ELDERS, "geen gemeente", id="een gemeente die hier niet is"),
])  # fmt: skip
def test_wie_er_niet_in_mag_leest_waarom(mens: Mens, zegt: str, open_plek: Open, sqlite: Omgeving, stad: Any) -> None:
    plek = open_plek(sqlite, mens)
    bureau = plek.bureau()
    bureau.ga("/")
    login_bij_provider(bureau, mens)
    bureau.meldt(zegt)
    bureau.ga("/taken")
    assert bureau.pad.startswith("/inloggen")
