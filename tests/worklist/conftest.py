# pyright: basic
"""An OIDC provider for the tests of the werkvoorraad."""

from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="module")
def dienst_zelf() -> Iterator[Any]:
    """Run an OIDC provider once for the tests of a file."""
    from tests.worklist.inlogdienst import MENSEN, inlogdienst

    with inlogdienst(*MENSEN) as gestart:
        yield gestart


@pytest.fixture
def dienst(dienst_zelf: Any) -> Iterator[Any]:
    """Give the OIDC provider; it is honest again after each test."""
    yield dienst_zelf
    dienst_zelf.andere_nonce = False
    dienst_zelf.munt = dienst_zelf.sleutels = dienst_zelf.over_wie = None
    dienst_zelf.gevraagd.clear()
