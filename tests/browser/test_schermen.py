# pyright: basic
"""The pictures in the README can be taken again, and are small."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.bouwstenen import WORTEL
from tests.browser.schermen import MAP, maak

pytestmark = pytest.mark.xdist_group("browser")

KLEIN = 150_000


def test_de_plaatjes_in_de_leesmij_zijn_er_en_zijn_klein() -> None:
    teksten = [(WORTEL / naam).read_text(encoding="utf-8") for naam in ("README.md", "docs/beheer.md")]
    genoemd = {naam for tekst in teksten for naam in re.findall(r"schermen/([a-z-]+\.png)", tekst)}
    assert genoemd == {pad.name for pad in MAP.glob("*")}
    assert all(0 < pad.stat().st_size < KLEIN for pad in MAP.glob("*"))


def test_de_plaatjes_kunnen_opnieuw(chromium: Browser, tmp_path: Path) -> None:
    maak(chromium, tmp_path / "schermen")
    van_ons = {pad.name for pad in MAP.glob("*") if not pad.name.startswith("prefect-")}
    assert {pad.name for pad in (tmp_path / "schermen").glob("*")} == van_ons
