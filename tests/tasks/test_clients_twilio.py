"""Does every answer of Twilio, and every missing one, become the right Uitkomst?"""

import logging
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tasks.clients.twilio_sms import TwilioInstellingen, TwilioSms
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Poststuk, Uitkomst
from tests.standins.contract import GEEN_SPEC, TWILIO_SPEC, toets_twilio
from tests.standins.lekken import logtekst
from tests.standins.twilio_server import ACCOUNT, DIENST, TOKEN, Regel, TwilioServer

pytestmark = pytest.mark.anyio
NUMMER = "+31612345678"
TEKST = "Wij hebben u een brief gestuurd. Vragen? Bel 14 020."


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


def morgen() -> datetime:
    """A clock that runs a day ahead."""
    return datetime.now(UTC) + timedelta(days=1)


def instellingen(server: TwilioServer, **anders: Any) -> TwilioInstellingen:
    """Settings for the stand-in, with a messaging service."""
    keuze: dict[str, Any] = {"messaging_service_sid": DIENST, "basis": server.basis} | anders
    return TwilioInstellingen(ACCOUNT, TOKEN, **keuze)


def een_sms(aan: str = NUMMER, tekst: str = TEKST) -> Poststuk:
    """An sms that says that a letter is on its way."""
    return Poststuk("0199-sms", aan, "", tekst)


async def test_an_accepted_sms_is_sent_with_the_settings(server: TwilioServer, sms: TwilioSms) -> None:
    antwoord = await sms.verzend(een_sms())
    assert antwoord == Antwoord(Uitkomst.VERZONDEN, server.berichten[0]["sid"])
    assert server.formulieren == [
        {"To": NUMMER, "Body": TEKST, "MessagingServiceSid": DIENST, "ValidityPeriod": "14400"}
    ]
    assert server.berichten[0]["status"] == "accepted"


async def test_a_sender_name_is_used_without_a_messaging_service(server: TwilioServer) -> None:
    async with TwilioSms(instellingen(server, messaging_service_sid="", afzender="Voorbeeld")) as sms:
        await sms.verzend(een_sms())
    assert server.formulieren[0]["From"] == "Voorbeeld"
    assert server.berichten[0]["status"] == "queued"


async def test_the_address_of_a_proxy_may_have_a_path(server: TwilioServer) -> None:
    async with TwilioSms(instellingen(server, basis=server.basis + "/poort/")) as sms:
        assert await sms.verzend(een_sms()) == Antwoord(
            Uitkomst.TIJDELIJK_MISLUKT, reden="de instellingen van de sms-dienst kloppen niet (404)"
        )
    assert server.formulieren == []


@pytest.mark.parametrize(
    ("nummer", "uitkomst", "code"),
    [
        pytest.param("+15005550001", Uitkomst.BLIJVEND_MISLUKT, 21211, id="ongeldig nummer"),
        pytest.param("+15005550009", Uitkomst.BLIJVEND_MISLUKT, 21614, id="vaste telefoon"),
        pytest.param("+15005550002", Uitkomst.BLIJVEND_MISLUKT, 21612, id="onbereikbaar nummer"),
        pytest.param("+15005550003", Uitkomst.BLIJVEND_MISLUKT, 21408, id="land staat uit"),
        pytest.param("+15005550004", Uitkomst.AFGEMELD, 21610, id="ontvanger zei STOP"),
    ],
)
async def test_a_refused_number(
    server: TwilioServer, sms: TwilioSms, nummer: str, uitkomst: Uitkomst, code: int
) -> None:
    antwoord = await sms.verzend(een_sms(nummer))
    assert antwoord.uitkomst is uitkomst
    assert f"({code})" in antwoord.reden
    assert server.berichten == []


@pytest.mark.parametrize(
    ("regel", "uitkomst"),
    [
        pytest.param(Regel(429, 20429), Uitkomst.TIJDELIJK_MISLUKT, id="te veel verzoeken"),
        pytest.param(Regel(429), Uitkomst.TIJDELIJK_MISLUKT, id="te veel verzoeken, zonder code"),
        pytest.param(Regel(400, 21611), Uitkomst.TIJDELIJK_MISLUKT, id="wachtrij van de afzender is vol"),
        pytest.param(Regel(400, 21703), Uitkomst.TIJDELIJK_MISLUKT, id="messaging service zonder nummer"),
        pytest.param(Regel(400, 99999), Uitkomst.BLIJVEND_MISLUKT, id="onbekende weigering"),
        pytest.param(Regel(500, 20500), Uitkomst.ONBEKEND, id="storing zonder bericht"),
        pytest.param(Regel(500, 20500, bewaar=True), Uitkomst.ONBEKEND, id="storing na het aannemen"),
        pytest.param(Regel(503, 20503), Uitkomst.ONBEKEND, id="dienst weg"),
        pytest.param(Regel(201, verbreek=True), Uitkomst.ONBEKEND, id="antwoord verloren na het aannemen"),
        pytest.param(Regel(400, verbreek=True), Uitkomst.ONBEKEND, id="antwoord verloren voor het aannemen"),
    ],
)
async def test_a_failing_provider(server: TwilioServer, sms: TwilioSms, regel: Regel, uitkomst: Uitkomst) -> None:
    server.regels[NUMMER] = regel
    assert (await sms.verzend(een_sms())).uitkomst is uitkomst
    assert len(server.formulieren) == 1, "an sms is offered once, whatever the answer"


async def test_an_answer_that_takes_too_long_is_onbekend(server: TwilioServer) -> None:
    server.regels[NUMMER] = Regel(zwijg=True)
    async with TwilioSms(instellingen(server, antwoord_s=0.3)) as sms:
        antwoord = await sms.verzend(een_sms())
    assert antwoord == Antwoord(Uitkomst.ONBEKEND, reden="geen antwoord binnen de tijd")
    assert len(server.berichten) == 1


async def test_a_provider_that_is_down_never_got_the_sms(server: TwilioServer, sms: TwilioSms) -> None:
    server.stop()
    assert (await sms.verzend(een_sms())).uitkomst is Uitkomst.TIJDELIJK_MISLUKT
    server.start()
    assert (await sms.verzend(een_sms())).uitkomst is Uitkomst.VERZONDEN


async def test_a_wrong_password_is_not_the_fault_of_the_resident(server: TwilioServer) -> None:
    verkeerd = TwilioInstellingen(ACCOUNT, "verkeerd", DIENST, basis=server.basis)
    async with TwilioSms(verkeerd) as sms:
        antwoord = await sms.verzend(een_sms())
    assert antwoord.uitkomst is Uitkomst.TIJDELIJK_MISLUKT
    assert "(20003)" in antwoord.reden


async def test_a_lost_answer_is_found_again_while_the_sms_waits(server: TwilioServer, sms: TwilioSms) -> None:
    server.regels[NUMMER] = Regel(verbreek=True)
    begin = datetime.now(UTC)
    assert (await sms.verzend(een_sms())).uitkomst is Uitkomst.ONBEKEND
    assert server.berichten[0]["date_sent"] is None
    assert await sms.zoek_op(een_sms(), begin) == Antwoord(Uitkomst.VERZONDEN, server.berichten[0]["sid"])


async def test_an_sms_that_never_came_is_certainly_absent(server: TwilioServer, sms: TwilioSms) -> None:
    begin = datetime.now(UTC)
    await sms.verzend(een_sms(tekst="Een andere tekst."))
    await sms.verzend(een_sms(aan="+31687654321"))
    assert await sms.zoek_op(een_sms(), begin) is None


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
        pytest.param("delivered", None, Uitkomst.VERZONDEN, id="bezorgd"),
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


async def test_no_log_line_and_no_reason_names_a_resident(
    server: TwilioServer, sms: TwilioSms, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    regels = [Regel(400, 21211), Regel(500, 20500), Regel(verbreek=True), Regel(400, 21610)]
    antwoorden: list[Antwoord | None] = []
    for regel in regels:
        server.regels[NUMMER] = regel
        antwoorden.append(await sms.verzend(een_sms()))
    antwoorden.append(await sms.zoek_op(een_sms(), datetime.now(UTC)))
    alles = f"{logtekst(caplog)} {antwoorden!r} {een_sms()!r} {instellingen(server)!r}"
    for geheim in (NUMMER, NUMMER[1:], "Wij hebben", TOKEN):
        assert geheim not in alles


async def test_a_client_that_is_not_open_is_no_lost_answer(server: TwilioServer) -> None:
    with pytest.raises(RuntimeError):
        await TwilioSms(instellingen(server)).verzend(een_sms())


@pytest.mark.parametrize(
    "anders",
    [
        pytest.param({"messaging_service_sid": ""}, id="geen afzender"),
        pytest.param({"basis": "api.example"}, id="adres zonder http"),
        pytest.param({"geldigheid_s": 0}, id="geldigheid buiten de grens"),
    ],
)
async def test_impossible_settings_are_refused(server: TwilioServer, anders: dict[str, Any]) -> None:
    with pytest.raises(OnjuisteInstelling):
        instellingen(server, **anders)


@pytest.mark.skipif(not TWILIO_SPEC.exists(), reason=GEEN_SPEC)
async def test_the_stand_in_answers_as_the_specification_says(server: TwilioServer, sms: TwilioSms) -> None:
    server.pagina_max = 1
    begin = datetime.now(UTC)
    for tekst in ("Een.", "Twee."):
        await sms.verzend(een_sms(tekst=tekst))
    await sms.zoek_op(een_sms(), begin)
    assert [soort for soort, _, _ in server.antwoorden] == ["create", "create", "list", "list"]
    for soort, _, inhoud in server.antwoorden:
        toets_twilio(soort, inhoud)


async def test_a_filter_on_date_sent_would_miss_a_waiting_sms(server: TwilioServer, sms: TwilioSms) -> None:
    """The reason why zoek_op does not filter: with the filter this sms looks as if it never came."""
    sid = (await sms.verzend(een_sms())).kenmerk
    vraag: dict[str, Any] = {"to": NUMMER, "date_sent_after": datetime.now(UTC) - timedelta(days=1)}
    berichten = sms._berichten()  # pyright: ignore[reportPrivateUsage]
    assert await berichten.list_async(**vraag) == []
    server.bezorg(sid, "sent")
    assert [bericht.sid for bericht in await berichten.list_async(**vraag)] == [sid]
