"""An sms, the stand-in of Twilio with its settings, and the real client on it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasks.clients.twilio_sms import TwilioInstellingen, TwilioSms
from tasks.kanaal import Poststuk
from tests.standins.twilio_server import ACCOUNT, DIENST, TOKEN, TwilioServer

NUMMER = "+31612345678"
TEKST = "Wij hebben u een brief gestuurd. Vragen? Bel 14 020."


def morgen() -> datetime:
    """A clock that runs a day ahead."""
    return datetime.now(UTC) + timedelta(days=1)


def instellingen(server: TwilioServer, **anders: Any) -> TwilioInstellingen:
    """Settings for the stand-in, with a messaging service."""
    keuze: dict[str, Any] = {"messaging_service_sid": DIENST, "basis": server.basis} | anders
    return TwilioInstellingen(ACCOUNT, TOKEN, **keuze)


def een_sms(aan: str = NUMMER, tekst: str = TEKST, **anders: Any) -> Poststuk:
    """An sms that says that a letter is on its way."""
    return Poststuk("0199-sms", aan, "", tekst, **anders)


@pytest.fixture
def anyio_backend() -> str:
    """These clients live on asyncio."""
    return "asyncio"


@pytest.fixture
def server() -> Iterator[TwilioServer]:
    """A Twilio of our own."""
    with TwilioServer() as server:
        yield server


@pytest.fixture
async def sms(server: TwilioServer) -> AsyncIterator[TwilioSms]:
    """The real client on that Twilio, whose lookups are made long after the attempt."""
    async with TwilioSms(instellingen(server), nu=morgen) as client:
        yield client
