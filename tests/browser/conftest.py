# pyright: basic
"""One Chromium for all tests with a browser; each test has its own application on its own database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.bouwstenen import Werkplek, start_chromium, werkplek
from tests.worklist.stad import Kant


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Give one browser; it ends with the tests of this package, as its event loop would be in the way of others."""
    with sync_playwright() as playwright:
        browser = start_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_plek(chromium: Browser) -> Iterator[Callable[..., Werkplek]]:
    """Return a way to start the application with people who can log in; it ends with the test."""
    from contextlib import ExitStack

    with ExitStack() as einde:
        yield lambda waar, *mensen, **anders: einde.enter_context(werkplek(waar, chromium, mensen, **anders))


@pytest.fixture
def plek(open_plek: Callable[..., Werkplek], sqlite: Any, stad: tuple[Kant, ...]) -> Werkplek:
    """Give the application on a database with two gemeenten."""
    return open_plek(sqlite)
