"""Does a lookup at Twilio never mistake another sms for this one, nor a missing answer for a missing sms?"""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tasks.clients.twilio_sms import TwilioSms
from tasks.kanaal import Antwoord, Uitkomst
from tests.standins.twilio_server import Regel, TwilioServer
from tests.tasks.twilio_bouwstenen import NUMMER, anyio_backend, een_sms, instellingen, server, sms

pytestmark = pytest.mark.anyio
__all__ = ["anyio_backend", "server", "sms"]


async def test_a_lost_answer_is_found_again_while_the_sms_waits(server: TwilioServer, sms: TwilioSms) -> None:
    server.regels[NUMMER] = Regel(verbreek=True)
    begin = datetime.now(UTC)
    assert (await sms.verzend(een_sms())).uitkomst is Uitkomst.ONBEKEND
    assert server.berichten[0]["date_sent"] is None
    assert await sms.zoek_op(een_sms(), begin) == Antwoord(Uitkomst.VERZONDEN, server.berichten[0]["sid"])


async def test_an_sms_that_never_came_is_certainly_absent(server: TwilioServer, sms: TwilioSms) -> None:
    begin = datetime.now(UTC)
    van_een_ander = (await sms.verzend(een_sms(tekst="Een andere tekst."))).kenmerk
    await sms.verzend(een_sms(aan="+31687654321"))
    assert await sms.zoek_op(een_sms(), begin, frozenset({van_een_ander})) is None


async def test_other_words_that_belong_to_nobody_prove_nothing(server: TwilioServer, sms: TwilioSms) -> None:
    """Perhaps they are ours: the template may have changed between the attempt and the lookup."""
    begin = datetime.now(UTC)
    await sms.verzend(een_sms(tekst="Een andere tekst."))
    assert await sms.zoek_op(een_sms(), begin) == Antwoord(Uitkomst.ONBEKEND, reden="de provider kan het niet zeggen")


async def test_an_older_sms_with_the_same_text_is_not_this_one(server: TwilioServer, sms: TwilioSms) -> None:
    await sms.verzend(een_sms())
    later = datetime.now(UTC) + timedelta(hours=1)
    assert await sms.zoek_op(een_sms(), later) is None


async def test_just_after_the_attempt_absence_proves_nothing(server: TwilioServer) -> None:
    async with TwilioSms(instellingen(server)) as sms:
        antwoord = await sms.zoek_op(een_sms(), datetime.now(UTC))
    assert antwoord is not None
    assert antwoord.uitkomst is Uitkomst.ONBEKEND


async def test_an_erased_text_proves_nothing(server: TwilioServer, sms: TwilioSms) -> None:
    begin = datetime.now(UTC)
    await sms.verzend(een_sms())
    server.berichten[0]["body"] = ""
    assert await sms.zoek_op(een_sms(), begin) == Antwoord(Uitkomst.ONBEKEND, reden="de provider kan het niet zeggen")


async def test_a_lookup_that_fails_proves_nothing(server: TwilioServer, sms: TwilioSms) -> None:
    begin = datetime.now(UTC)
    for regel in (Regel(500, 20500), Regel(429, 20429)):
        server.regels["GET"] = regel
        antwoord = await sms.zoek_op(een_sms(), begin)
        assert antwoord == Antwoord(Uitkomst.ONBEKEND, reden="opzoeken lukt nu niet")
    server.stop()
    assert await sms.zoek_op(een_sms(), begin) == Antwoord(Uitkomst.ONBEKEND, reden="opzoeken lukt nu niet")


async def test_a_lookup_reads_all_pages(server: TwilioServer, sms: TwilioSms) -> None:
    server.pagina_max = 2
    begin = datetime.now(UTC)
    await sms.verzend(een_sms())
    for _ in range(4):
        await sms.verzend(een_sms(tekst="Iets anders."))
    assert await sms.zoek_op(een_sms(), begin) == Antwoord(Uitkomst.VERZONDEN, server.berichten[-1]["sid"])


@pytest.mark.parametrize(
    ("status", "code", "uitkomst"),
    [
        pytest.param("delivered", None, Uitkomst.BEZORGD, id="bezorgd"),
        pytest.param("undelivered", 30005, Uitkomst.BLIJVEND_MISLUKT, id="nummer bestaat niet"),
        pytest.param("failed", 21610, Uitkomst.AFGEMELD, id="ontvanger zei STOP"),
    ],
)
async def test_a_lookup_tells_how_it_ended(
    server: TwilioServer, sms: TwilioSms, status: str, code: int | None, uitkomst: Uitkomst
) -> None:
    begin = datetime.now(UTC)
    sid = (await sms.verzend(een_sms())).kenmerk
    server.bezorg(sid, status, code)
    antwoord = await sms.zoek_op(een_sms(), begin)
    assert antwoord is not None
    assert (antwoord.uitkomst, antwoord.kenmerk) == (uitkomst, sid)


async def test_a_filter_on_date_sent_would_miss_a_waiting_sms(server: TwilioServer, sms: TwilioSms) -> None:
    """The reason why zoek_op does not filter: with the filter this sms looks as if it never came."""
    sid = (await sms.verzend(een_sms())).kenmerk
    vraag: dict[str, Any] = {"to": NUMMER, "date_sent_after": datetime.now(UTC) - timedelta(days=1)}
    berichten = sms._berichten()  # pyright: ignore[reportPrivateUsage]
    assert await berichten.list_async(**vraag) == []
    server.bezorg(sid, "sent")
    assert [bericht.sid for bericht in await berichten.list_async(**vraag)] == [sid]


async def test_of_two_the_same_the_oldest_is_taken_that_belongs_to_nobody(server: TwilioServer, sms: TwilioSms) -> None:
    begin = datetime.now(UTC)
    for uren in (2, 0, 1):
        await sms.verzend(een_sms())
        server.berichten[0]["date_created"] = format_datetime(begin + timedelta(hours=uren))
    derde, eerste, tweede = (b["sid"] for b in reversed(server.berichten))
    gevonden: list[str] = []
    for _ in range(3):
        antwoord = await sms.zoek_op(een_sms(), begin, frozenset(gevonden))
        assert antwoord is not None
        gevonden.append(antwoord.kenmerk)
    assert gevonden == [eerste, tweede, derde]
    assert await sms.zoek_op(een_sms(), begin, frozenset(gevonden)) is None


async def test_an_erased_text_of_another_bericht_leaves_no_doubt(server: TwilioServer, sms: TwilioSms) -> None:
    begin = datetime.now(UTC)
    sid = (await sms.verzend(een_sms())).kenmerk
    server.berichten[0]["body"] = ""
    assert await sms.zoek_op(een_sms(), begin, frozenset({sid})) is None


async def test_how_long_absence_proves_nothing_is_a_setting(server: TwilioServer) -> None:
    async with TwilioSms(instellingen(server, bedenktijd_s=0)) as sms:
        assert await sms.zoek_op(een_sms(), datetime.now(UTC)) is None


@pytest.mark.parametrize(
    ("status", "code", "uitkomst"),
    [
        pytest.param("queued", None, Uitkomst.VERZONDEN, id="wacht"),
        pytest.param("sent", None, Uitkomst.VERZONDEN, id="onderweg"),
        pytest.param("delivered", None, Uitkomst.BEZORGD, id="bezorgd"),
        pytest.param("undelivered", 30003, Uitkomst.TIJDELIJK_MISLUKT, id="telefoon stond uit"),
        pytest.param("undelivered", 30006, Uitkomst.BLIJVEND_MISLUKT, id="kan geen sms ontvangen"),
        pytest.param("failed", 21610, Uitkomst.AFGEMELD, id="ontvanger zei STOP"),
    ],
)
async def test_the_state_of_one_sms(
    server: TwilioServer, sms: TwilioSms, status: str, code: int | None, uitkomst: Uitkomst
) -> None:
    sid = (await sms.verzend(een_sms())).kenmerk
    server.bezorg(sid, status, code)
    antwoord = await sms.stand(sid)
    assert (antwoord.uitkomst, antwoord.kenmerk) == (uitkomst, sid)


async def test_a_question_without_an_answer_proves_nothing(server: TwilioServer, sms: TwilioSms) -> None:
    sid = (await sms.verzend(een_sms())).kenmerk
    assert (await sms.stand("SM" + "f" * 32)).uitkomst is Uitkomst.ONBEKEND
    server.regels["GET"] = Regel(500, 20500)
    assert (await sms.stand(sid)).uitkomst is Uitkomst.ONBEKEND
    server.stop()
    assert (await sms.stand(sid)).uitkomst is Uitkomst.ONBEKEND


@pytest.mark.parametrize("kenmerk", ["", "../Calls", "SM1?x=", "V-000001-sms", "SM" + "g" * 32])
async def test_what_is_no_sid_is_never_asked(server: TwilioServer, sms: TwilioSms, kenmerk: str) -> None:
    antwoord = await sms.stand(kenmerk)
    assert antwoord == Antwoord(Uitkomst.ONBEKEND, reden="dit is geen kenmerk van de provider")
    assert server.antwoorden == []
