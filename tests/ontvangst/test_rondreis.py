"""From offering an sms to knowing what became of it: the real client, a Twilio that calls back, and the receiver."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tasks.clients.twilio_sms import TwilioSms
from tasks.kanaal import Antwoord, Poststuk, Uitkomst
from tests.ontvangst.bouwstenen import PUBLIEK, TOKEN, Geheugen, app_van
from tests.standins.loopback import LoopbackServer
from tests.standins.twilio_server import TOKEN as TWILIO_TOKEN
from tests.standins.twilio_server import Belgedrag, TwilioServer
from tests.tasks.twilio_bouwstenen import een_sms, instellingen

pytestmark = pytest.mark.anyio
AANTAL = 40
NUMMERS = [f"+316123{n:05d}" for n in range(AANTAL)]


@pytest.fixture
def ontvanger(deur: Geheugen) -> Iterator[LoopbackServer]:
    """The receiver on loopback; the outside knows it by its public address."""
    deur.bekend |= set(NUMMERS)
    server = LoopbackServer(app_van(deur))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def twilio(ontvanger: LoopbackServer) -> Iterator[TwilioServer]:
    """A Twilio that reaches the receiver past a proxy."""
    with TwilioServer(bellen=Belgedrag(omleiding={PUBLIEK: ontvanger.basis})) as server:
        yield server


async def verzend_alle(twilio: TwilioServer) -> list[Antwoord]:
    """Offer an sms to every number; the bericht is called by its number, for this test only."""
    async with TwilioSms(instellingen(twilio)) as sms:
        return await asyncio.gather(*(sms.verzend(stuk(nummer)) for nummer in NUMMERS))


def stuk(nummer: str) -> Poststuk:
    return een_sms(nummer, terugmeld_url=f"{PUBLIEK}/sms/status/{nummer}")


def test_both_sides_share_the_secret() -> None:
    assert TOKEN == TWILIO_TOKEN


async def test_every_sms_is_delivered_and_told(deur: Geheugen, twilio: TwilioServer) -> None:
    assert {a.uitkomst for a in await verzend_alle(twilio)} == {Uitkomst.VERZONDEN}
    twilio.beller.wacht_leeg()
    assert deur.standen == dict.fromkeys(NUMMERS, "delivered")
    assert twilio.beller.uitslag == {204: 2 * AANTAL}


async def test_callbacks_out_of_order_and_tripled_end_the_same(deur: Geheugen, twilio: TwilioServer) -> None:
    twilio.bellen.keren, twilio.bellen.spreiding = 3, 0.5
    twilio.gedrag.afloop = {NUMMERS[0]: 30003, NUMMERS[1]: 30005}
    await verzend_alle(twilio)
    twilio.beller.wacht_leeg()
    assert deur.standen == dict.fromkeys(NUMMERS, "delivered") | dict.fromkeys(NUMMERS[:2], "undelivered")
    assert twilio.beller.uitslag == {204: 2 * AANTAL, 403: 4 * AANTAL}
    assert deur.herhaald == 4 * AANTAL


async def test_what_no_callback_told_can_be_asked(deur: Geheugen, twilio: TwilioServer) -> None:
    twilio.bellen.verlies = 1.0
    twilio.gedrag.afloop = {NUMMERS[0]: 30003, NUMMERS[1]: 30006}
    antwoorden = await verzend_alle(twilio)
    twilio.beller.wacht_leeg()
    assert deur.ongerept
    async with TwilioSms(instellingen(twilio)) as sms:
        standen = [(await sms.stand(antwoord.kenmerk)).uitkomst for antwoord in antwoorden]
    assert standen[:2] == [Uitkomst.TIJDELIJK_MISLUKT, Uitkomst.BLIJVEND_MISLUKT]
    assert set(standen[2:]) == {Uitkomst.BEZORGD}


async def test_stop_reaches_us_and_ends_it_at_the_provider(deur: Geheugen, twilio: TwilioServer) -> None:
    twilio.stuur_sms(f"{PUBLIEK}/sms/inkomend", NUMMERS[0], "Stop")
    twilio.beller.wacht_leeg()
    [sms] = deur.sms
    assert (sms.van, sms.tekst, sms.opt_out_type) == (NUMMERS[0], "Stop", "STOP")
    antwoorden = await verzend_alle(twilio)
    assert [a.uitkomst for a in antwoorden[:2]] == [Uitkomst.AFGEMELD, Uitkomst.VERZONDEN]


async def test_a_receiver_that_was_away_misses_nothing_that_cannot_be_asked(
    deur: Geheugen, twilio: TwilioServer, ontvanger: LoopbackServer
) -> None:
    ontvanger.stop()
    antwoorden = await verzend_alle(twilio)
    twilio.beller.wacht_leeg()
    assert deur.ongerept and twilio.beller.uitslag == {0: 2 * AANTAL}
    ontvanger.start()
    async with TwilioSms(instellingen(twilio)) as sms:
        assert (await sms.stand(antwoorden[0].kenmerk)).uitkomst is Uitkomst.BEZORGD


async def test_lost_answers_are_all_found_again_and_nobody_gets_two(twilio: TwilioServer) -> None:
    """Half of the answers lost, before or after the sms was made: a lookup says for each which of the two it was."""
    twilio.gedrag.verlies = twilio.gedrag.verlies_vooraf = 0.25
    sinds = datetime.now(UTC)
    antwoorden = await verzend_alle(twilio)
    async with TwilioSms(instellingen(twilio, bedenktijd_s=0)) as sms:
        onbekend = [n for n, a in zip(NUMMERS, antwoorden, strict=True) if a.uitkomst is Uitkomst.ONBEKEND]
        gevonden = {n: await sms.zoek_op(stuk(n), sinds) for n in onbekend}
        assert 5 < len(onbekend) < AANTAL
        twilio.gedrag.verlies = twilio.gedrag.verlies_vooraf = 0
        for nummer in [n for n, antwoord in gevonden.items() if antwoord is None]:
            assert (await sms.verzend(stuk(nummer))).uitkomst is Uitkomst.VERZONDEN
    assert sorted(nummer for nummer, _ in twilio.ontvangen) == NUMMERS
    assert set(twilio.ontvangen.values()) == {1}
