"""What every test of the API needs."""

import pytest

from evaluation.ddas.api import maak_app
from tasks.omgeving import Omgeving
from tests.evaluation.ddas.koppeling import Klant, Klok, inrichting


@pytest.fixture
def klok() -> Klok:
    """Give a clock."""
    return Klok()


@pytest.fixture
def client(sqlite: Omgeving, klok: Klok) -> Klant:
    """Give a client of the API of Voorbeeldstad."""
    return Klant(maak_app(inrichting(sqlite, klok)))
