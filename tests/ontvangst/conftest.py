"""What every test of the receiver needs."""

import pytest

from tests.ontvangst.bouwstenen import Geheugen


@pytest.fixture
def anyio_backend() -> str:
    """The receiver runs on asyncio."""
    return "asyncio"


@pytest.fixture
def deur() -> Geheugen:
    """A door behind which nothing has happened yet."""
    return Geheugen()
