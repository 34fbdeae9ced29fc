"""Does every e-mail arrive once when many leave at the same time, lines drop and the caller stops half-way?"""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from tasks.clients.smtp_pool import SmtpPool
from tasks.kanaal import Antwoord, Poststuk, Uitkomst
from tests.standins.smtp_server import SmtpServer, Storing
from tests.tasks.emails import ADRES, een_email, instellingen

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    """These clients live on asyncio."""
    return "asyncio"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    """A mail server with STARTTLS and a password."""
    with SmtpServer() as server:
        yield server


def emails(aantal: int) -> list[Poststuk]:
    """So many e-mails, each to somebody else."""
    return [een_email(f"0199-{nummer}", f"inwoner{nummer}@post.example") for nummer in range(aantal)]


async def bied_aan(pool: SmtpPool, poststukken: list[Poststuk]) -> list[Antwoord]:
    """Offer all of them at once."""
    return await asyncio.gather(*(pool.verzend(p) for p in poststukken))


def geteld(antwoorden: list[Antwoord]) -> Counter[Uitkomst]:
    """How many of each uitkomst."""
    return Counter(a.uitkomst for a in antwoorden)


async def tot_aangekomen(server: SmtpServer, aantal: int) -> None:
    """Wait until the server holds so many e-mails."""
    async with asyncio.timeout(10):
        while len(server.ruw) < aantal:
            await asyncio.sleep(0.01)


async def test_many_at_once_arrive_once_over_a_few_lines(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server, verbindingen=3)) as pool:
        antwoorden = await bied_aan(pool, emails(60))
    assert geteld(antwoorden) == {Uitkomst.VERZONDEN: 60}
    assert set(server.keren) == {a.kenmerk for a in antwoorden}
    assert (server.dubbel, server.verbindingen, len(server.ruw)) == ({}, 3, 60)


async def test_one_after_the_other_needs_one_line(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server, verbindingen=4)) as pool:
        for poststuk in emails(5):
            await pool.verzend(poststuk)
    assert (len(server.ruw), server.verbindingen) == (5, 1)


async def test_lines_are_renewed_also_when_many_leave_at_once(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server, verbindingen=2, per_verbinding=5)) as pool:
        assert geteld(await bied_aan(pool, emails(40))) == {Uitkomst.VERZONDEN: 40}
    assert (server.dubbel, len(server.ruw)) == ({}, 40)
    assert 8 <= server.verbindingen <= 10


async def test_the_bericht_that_is_refused_is_the_only_one(server: SmtpServer) -> None:
    server.weiger = {"inwoner3@post.example": "550 5.1.1 weg", "inwoner7@post.example": "451 4.2.0 later"}
    server.weiger_tekst = {"inwoner11@post.example": "554 5.7.1 nee"}
    async with SmtpPool(instellingen(server)) as pool:
        antwoorden = await bied_aan(pool, emails(20))
    vreemd = {n: a.uitkomst for n, a in enumerate(antwoorden) if a.uitkomst is not Uitkomst.VERZONDEN}
    assert vreemd == {3: Uitkomst.BLIJVEND_MISLUKT, 7: Uitkomst.TIJDELIJK_MISLUKT, 11: Uitkomst.BLIJVEND_MISLUKT}
    assert (len(server.ruw), server.verbindingen) == (17, 4)


async def test_answers_that_get_lost_are_onbekend_and_nothing_goes_twice(server: SmtpServer) -> None:
    server.verlies = 0.2
    async with SmtpPool(instellingen(server)) as pool:
        antwoorden = await bied_aan(pool, emails(100))
    telling = geteld(antwoorden)
    assert set(telling) == {Uitkomst.VERZONDEN, Uitkomst.ONBEKEND}
    assert 5 <= telling[Uitkomst.ONBEKEND] <= 40
    assert (server.dubbel, len(server.ruw)) == ({}, 100)


async def test_a_line_that_drops_before_the_text_is_certain(server: SmtpServer) -> None:
    server.uitval = 0.3
    poststukken = emails(100)
    async with SmtpPool(instellingen(server)) as pool:
        antwoorden = await bied_aan(pool, poststukken)
        server.uitval = 0.0
        nogmaals = [p for p, a in zip(poststukken, antwoorden, strict=True) if a.uitkomst is not Uitkomst.VERZONDEN]
        assert set(geteld(antwoorden)) == {Uitkomst.VERZONDEN, Uitkomst.TIJDELIJK_MISLUKT}
        assert geteld(await bied_aan(pool, nogmaals)) == {Uitkomst.VERZONDEN: len(nogmaals)}
    assert (server.dubbel, len(server.ruw)) == ({}, 100)


async def test_a_server_that_dies_and_comes_back_gets_the_rest_once(server: SmtpServer) -> None:
    poststukken = emails(200)
    async with SmtpPool(instellingen(server)) as pool:
        bezig = asyncio.create_task(bied_aan(pool, poststukken))
        await tot_aangekomen(server, 10)
        await asyncio.to_thread(server.stop)
        antwoorden = await bezig
        server.start()
        rest = [p for p, a in zip(poststukken, antwoorden, strict=True) if a.uitkomst is Uitkomst.TIJDELIJK_MISLUKT]
        assert rest
        assert geteld(await bied_aan(pool, rest)) == {Uitkomst.VERZONDEN: len(rest)}
    verzonden = {a.kenmerk for a in antwoorden if a.uitkomst is Uitkomst.VERZONDEN}
    assert verzonden <= set(server.keren)
    assert geteld(antwoorden)[Uitkomst.ONBEKEND] <= 4
    assert server.dubbel == {}


async def test_who_stops_half_way_leaves_the_line_fit_for_the_next(server: SmtpServer) -> None:
    server.storing[ADRES] = Storing.ZWIJG_NA_TEKST
    async with SmtpPool(instellingen(server, verbindingen=1)) as pool:
        bezig = asyncio.create_task(pool.verzend(een_email()))
        await tot_aangekomen(server, 1)
        bezig.cancel()
        with pytest.raises(asyncio.CancelledError):
            await bezig
        async with asyncio.timeout(10):
            assert geteld(await bied_aan(pool, emails(3))) == {Uitkomst.VERZONDEN: 3}
    assert (server.dubbel, server.verbindingen) == ({}, 2)


async def test_who_stops_while_waiting_for_a_line_sends_nothing(server: SmtpServer) -> None:
    server.storing[ADRES] = Storing.ZWIJG_NA_TEKST
    async with SmtpPool(instellingen(server, verbindingen=1, antwoord_s=0.5)) as pool:
        bezig = asyncio.create_task(pool.verzend(een_email()))
        await tot_aangekomen(server, 1)
        wacht = asyncio.create_task(pool.verzend(een_email("0199-wacht", "dina@post.example")))
        await asyncio.sleep(0.05)
        wacht.cancel()
        assert (await bezig).uitkomst is Uitkomst.ONBEKEND
        assert geteld(await bied_aan(pool, emails(2))) == {Uitkomst.VERZONDEN: 2}
    assert "dina@post.example" not in server.ontvangers


async def test_closing_gives_every_email_under_way_its_own_answer(server: SmtpServer) -> None:
    server.storing[ADRES] = Storing.ZWIJG_NA_TEKST
    async with SmtpPool(instellingen(server, verbindingen=1)) as pool:
        bezig = asyncio.create_task(pool.verzend(een_email()))
        await tot_aangekomen(server, 1)
        wacht = asyncio.create_task(pool.verzend(een_email("0199-wacht", "dina@post.example")))
        await asyncio.sleep(0.05)
    async with asyncio.timeout(5):
        assert (await bezig).uitkomst is Uitkomst.ONBEKEND
        assert (await wacht).uitkomst is Uitkomst.TIJDELIJK_MISLUKT
    assert (len(server.ruw), server.verbindingen) == (1, 1)


async def test_it_disturbs_nobody_and_keeps_every_line_busy(server: SmtpServer) -> None:
    pool = SmtpPool(instellingen(server, verbindingen=3))
    assert (pool.stoort, pool.idempotent, pool.gelijktijdig) == (False, False, 6)
