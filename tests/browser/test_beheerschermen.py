# pyright: basic
"""In Prefect's own screens an operator finds the round, its table, one resident, and what happened to his zaak."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.beheerschermen import maak
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]


def test_een_beheerder_vindt_alles_in_prefect(chromium: Browser, prefect: Prefecthuis, tmp_path: Path) -> None:
    (tmp_path / "schermen").mkdir()
    namen = maak(chromium, prefect.adres, tmp_path / "stad", tmp_path / "schermen")
    assert namen == ["prefect-runs", "prefect-ronde", "prefect-tabel", "prefect-zaak", "prefect-gebeurtenissen"]
    assert all((tmp_path / "schermen" / f"{naam}.png").stat().st_size > 10_000 for naam in namen)
