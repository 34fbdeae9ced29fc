"""Does every answer of a mail server, and every line that drops, become the right Uitkomst?"""

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.clients.smtp_mail import SmtpInstellingen, Tls
from tasks.clients.smtp_pool import SmtpPool
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Poststuk, Uitkomst
from tests.standins.lekken import logtekst
from tests.standins.smtp_server import WACHTWOORD, SmtpServer, Storing
from tests.tasks.emails import ADRES, AFZENDER, een_email, instellingen

pytestmark = [pytest.mark.anyio, pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")]


@pytest.fixture
def anyio_backend() -> str:
    """These clients live on asyncio."""
    return "asyncio"


@pytest.fixture
def server() -> Iterator[SmtpServer]:
    """A mail server with STARTTLS and a password."""
    with SmtpServer() as server:
        yield server


async def test_an_email_arrives_with_its_headers_and_both_parts(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server)) as mail:
        antwoord = await mail.verzend(een_email())
    assert antwoord == Antwoord(Uitkomst.VERZONDEN, "<0199-email@voorbeeldstad.example>")
    email = server.post[0]
    assert email["Message-ID"] == "<0199-email@voorbeeldstad.example>"
    assert (email["From"], email["To"], email["Subject"]) == (AFZENDER, ADRES, "Wij willen u helpen")
    assert email["Date"] == "Mon, 20 Jul 2026 06:00:00 +0000"
    assert email["Auto-Submitted"] == "auto-generated"
    tekst, html = email.get_body(("plain",)), email.get_body(("html",))
    assert tekst is not None
    assert html is not None
    assert tekst.get_content().splitlines() == ["Beste Bert,", "", "Bel ons.", ".", "Tot snel."]
    assert html.get_content().splitlines() == ["<p>Bel ons.</p>"]


async def test_the_same_email_twice_is_recognisable_as_a_double(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server)) as mail:
        await mail.verzend(een_email())
        await mail.verzend(een_email())
    assert server.ruw[0] == server.ruw[1]


@pytest.mark.parametrize("tls", ["starttls", "tls"])
async def test_an_unknown_certificate_gets_no_email(tls: str) -> None:
    with SmtpServer(tls=tls) as server:
        async with SmtpPool(instellingen(server, certificaten=None)) as mail:
            antwoord = await mail.verzend(een_email())
        assert antwoord.uitkomst is Uitkomst.TIJDELIJK_MISLUKT
        assert server.post == []


@pytest.mark.parametrize(("tls", "wachtwoord"), [("tls", True), ("geen", True), ("geen", False)])
async def test_other_lines_than_starttls(tls: str, wachtwoord: bool) -> None:
    with SmtpServer(tls=tls, met_wachtwoord=wachtwoord) as server:
        async with SmtpPool(instellingen(server)) as mail:
            assert (await mail.verzend(een_email())).uitkomst is Uitkomst.VERZONDEN
        assert server.ontvangers == [ADRES]


async def test_a_server_without_starttls_gets_no_email_in_the_clear() -> None:
    with SmtpServer(tls="geen", met_wachtwoord=False) as server:
        async with SmtpPool(instellingen(server, tls=Tls.STARTTLS)) as mail:
            assert (await mail.verzend(een_email())).uitkomst is Uitkomst.TIJDELIJK_MISLUKT
        assert server.post == []


async def test_a_wrong_password_is_not_the_fault_of_the_resident(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server, wachtwoord="verkeerd")) as mail:
        antwoord = await mail.verzend(een_email())
    assert antwoord == Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="geen verbinding met de mailserver (535)")


@pytest.mark.parametrize(
    ("veld", "regel", "uitkomst"),
    [
        pytest.param("weiger", "451 bert.jansen: later", Uitkomst.TIJDELIJK_MISLUKT, id="ontvanger: later"),
        pytest.param("weiger", "550 bert.jansen unknown", Uitkomst.BLIJVEND_MISLUKT, id="ontvanger: bestaat niet"),
        pytest.param("weiger_data", "451 not now", Uitkomst.TIJDELIJK_MISLUKT, id="DATA: later"),
        pytest.param("weiger_tekst", "452 full", Uitkomst.TIJDELIJK_MISLUKT, id="tekst: later"),
        pytest.param("weiger_tekst", "554 spam", Uitkomst.BLIJVEND_MISLUKT, id="tekst: geweigerd"),
    ],
)
async def test_a_refusal_leaves_the_line_fit_for_the_next(
    server: SmtpServer, veld: str, regel: str, uitkomst: Uitkomst
) -> None:
    getattr(server, veld)[ADRES] = regel
    async with SmtpPool(instellingen(server)) as mail:
        antwoord = await mail.verzend(een_email())
        volgend = await mail.verzend(een_email("0199-volgend", "dina@post.example"))
    assert antwoord.uitkomst is uitkomst
    assert f"({regel[:3]})" in antwoord.reden
    assert volgend.uitkomst is Uitkomst.VERZONDEN
    assert (server.ontvangers, server.verbindingen) == (["dina@post.example"], 1)


async def test_the_enhanced_code_is_told_and_the_words_are_not(server: SmtpServer) -> None:
    server.weiger[ADRES] = "550 5.1.1 <bert.jansen@post.example>: no such user"
    async with SmtpPool(instellingen(server)) as mail:
        antwoord = await mail.verzend(een_email())
    assert antwoord == Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden="de mailserver weigert de e-mail (550 5.1.1)")


@pytest.mark.parametrize(
    ("dsn", "opties"),
    [
        pytest.param(True, ["RET=HDRS", "ENVID=0199-email@voorbeeldstad.example"], id="een stuiter zonder de woorden"),
        pytest.param(False, [], id="een server die dat niet kan"),
    ],
)
async def test_a_bounce_need_not_bring_the_words_back(server: SmtpServer, dsn: bool, opties: list[str]) -> None:
    server.dsn = dsn
    async with SmtpPool(instellingen(server)) as mail:
        assert (await mail.verzend(een_email())).uitkomst is Uitkomst.VERZONDEN
    assert server.mailopties == opties


@pytest.mark.parametrize(
    ("regel", "uitkomst"),
    [
        pytest.param("553 not allowed", Uitkomst.TIJDELIJK_MISLUKT, id="afzender mag niet: onze instelling"),
        pytest.param("451 later", Uitkomst.TIJDELIJK_MISLUKT, id="server heeft het druk"),
        pytest.param("552 too big", Uitkomst.BLIJVEND_MISLUKT, id="e-mail te groot"),
    ],
)
async def test_a_refused_sender(server: SmtpServer, regel: str, uitkomst: Uitkomst) -> None:
    server.weiger_afzender = regel
    async with SmtpPool(instellingen(server)) as mail:
        assert (await mail.verzend(een_email())).uitkomst is uitkomst


@pytest.mark.parametrize(
    ("storing", "uitkomst", "aangekomen"),
    [
        pytest.param(Storing.VERBREEK_VOOR_TEKST, Uitkomst.TIJDELIJK_MISLUKT, 0, id="lijn weg voor de tekst"),
        pytest.param(Storing.VERBREEK_BIJ_DATA, Uitkomst.TIJDELIJK_MISLUKT, 0, id="lijn weg bij DATA"),
        pytest.param(Storing.VERBREEK_NA_TEKST, Uitkomst.ONBEKEND, 1, id="lijn weg na de tekst"),
    ],
)
async def test_a_line_that_drops(server: SmtpServer, storing: Storing, uitkomst: Uitkomst, aangekomen: int) -> None:
    server.storing[ADRES] = storing
    async with SmtpPool(instellingen(server)) as mail:
        antwoord = await mail.verzend(een_email())
        volgend = await mail.verzend(een_email("0199-volgend", "dina@post.example"))
    assert antwoord.uitkomst is uitkomst
    assert volgend.uitkomst is Uitkomst.VERZONDEN
    assert server.ontvangers.count(ADRES) == aangekomen


async def test_a_server_that_never_answers_after_the_text_is_onbekend(server: SmtpServer) -> None:
    server.storing[ADRES] = Storing.ZWIJG_NA_TEKST
    async with SmtpPool(instellingen(server, antwoord_s=0.5)) as mail:
        assert (await mail.verzend(een_email())).uitkomst is Uitkomst.ONBEKEND


async def test_a_dead_server_never_got_the_email(server: SmtpServer) -> None:
    server.stop()
    async with SmtpPool(instellingen(server)) as mail:
        assert (await mail.verzend(een_email())).uitkomst is Uitkomst.TIJDELIJK_MISLUKT
        server.start()
        assert (await mail.verzend(een_email())).uitkomst is Uitkomst.VERZONDEN


async def test_a_port_that_only_listens_is_given_up_before_the_text() -> None:
    with socket.create_server(("127.0.0.1", 0)) as stil:
        zwijger = SmtpInstellingen("127.0.0.1", stil.getsockname()[1], AFZENDER, verbind_s=0.2)
        async with SmtpPool(zwijger) as mail:
            assert (await mail.verzend(een_email())).uitkomst is Uitkomst.TIJDELIJK_MISLUKT


async def test_one_connection_is_reused_and_renewed(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server, per_verbinding=3)) as mail:
        for nummer in range(7):
            assert (await mail.verzend(een_email(f"0199-{nummer}"))).uitkomst is Uitkomst.VERZONDEN
    assert (len(server.post), server.verbindingen) == (7, 3)


async def test_a_connection_that_died_between_two_emails_is_replaced(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server)) as mail:
        await mail.verzend(een_email("0199-1"))
        server.verbreek_alles()
        assert (await mail.verzend(een_email("0199-2"))).uitkomst is Uitkomst.VERZONDEN
    assert (len(server.post), server.verbindingen) == (2, 2)


@pytest.mark.parametrize("storing", [Storing.VERBREEK_VOOR_TEKST, Storing.VERBREEK_BIJ_DATA])
async def test_a_connection_that_turns_out_dead_is_replaced_once(server: SmtpServer, storing: Storing) -> None:
    async with SmtpPool(instellingen(server)) as mail:
        await mail.verzend(een_email("0199-1"))
        server.storing[ADRES] = storing
        assert (await mail.verzend(een_email("0199-2"))).uitkomst is Uitkomst.VERZONDEN
    assert (len(server.post), server.verbindingen) == (2, 2)


@pytest.mark.parametrize(
    "poststuk",
    [
        pytest.param(een_email(aan="bert@post.example\r\nBcc: x@kwaad.example"), id="kop in het adres"),
        pytest.param(een_email(aan="bert@post.example, x@kwaad.example"), id="twee ontvangers"),
        pytest.param(een_email(aan="bert@post.example> SIZE=1"), id="parameter in het adres"),
        pytest.param(een_email(onderwerp="Hallo\r\nBcc: x@kwaad.example"), id="kop in het onderwerp"),
        pytest.param(een_email(onderwerp="Hallo\nBcc: x@kwaad.example"), id="kale regelovergang in het onderwerp"),
        pytest.param(een_email(aan=""), id="geen adres"),
        pytest.param(een_email(onderwerp="half teken \ud800"), id="tekst die niet te coderen is"),
    ],
)
async def test_injection_is_refused(server: SmtpServer, poststuk: Poststuk) -> None:
    async with SmtpPool(instellingen(server)) as mail:
        assert (await mail.verzend(poststuk)).uitkomst is Uitkomst.BLIJVEND_MISLUKT
    assert (server.post, server.verbindingen) == ([], 0)


async def test_a_strange_bericht_id_cannot_add_a_header(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server)) as mail:
        await mail.verzend(een_email("a>\r\nBcc: x@kwaad.example"))
    assert "Bcc" not in server.post[0]
    assert str(server.post[0]["Message-ID"]).startswith("<a___Bcc__x_kwaad.example-")


async def test_a_mail_server_cannot_say_what_became_of_an_email(server: SmtpServer) -> None:
    async with SmtpPool(instellingen(server)) as mail:
        antwoord = await mail.zoek_op(een_email(), datetime.now(UTC))
        stand = await mail.stand("<0199-email@voorbeeldstad.example>")
    assert antwoord is not None
    assert antwoord.uitkomst is Uitkomst.ONBEKEND
    assert stand.uitkomst is Uitkomst.VERZONDEN


async def test_no_log_line_and_no_reason_names_a_resident(server: SmtpServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    antwoorden: list[Antwoord] = []
    async with SmtpPool(instellingen(server)) as mail:
        for regel in ("550 bert.jansen@post.example unknown", "451 bert.jansen@post.example later"):
            server.weiger[ADRES] = regel
            antwoorden.append(await mail.verzend(een_email()))
        server.weiger.clear()
        server.storing[ADRES] = Storing.VERBREEK_NA_TEKST
        antwoorden.append(await mail.verzend(een_email()))
        antwoorden.append(await mail.verzend(een_email(aan="bert.jansen@post.example\n")))
    alles = f"{logtekst(caplog)} {antwoorden!r} {een_email()!r} {instellingen(server)!r}"
    for geheim in ("bert", "Bert", "helpen", WACHTWOORD):
        assert geheim not in alles


@pytest.mark.parametrize(
    "anders",
    [
        pytest.param({"host": ""}, id="geen server"),
        pytest.param({"poort": 0}, id="geen poort"),
        pytest.param({"afzender": "Gemeente"}, id="afzender zonder adres"),
        pytest.param({"afzender": "a@b.example\r\nBcc: x@kwaad.example"}, id="kop in de afzender"),
        pytest.param({"afzender": "a@b.example, x@kwaad.example"}, id="twee afzenders"),
        pytest.param({"verbindingen": 0}, id="geen lijnen"),
        pytest.param({"per_verbinding": 0}, id="niets per lijn"),
        pytest.param({"tls": Tls.GEEN, "gebruiker": "x"}, id="wachtwoord over een open lijn"),
    ],
)
async def test_impossible_settings_are_refused(anders: dict[str, Any]) -> None:
    with pytest.raises(OnjuisteInstelling):
        keuze: dict[str, Any] = {"host": "mail.example", "poort": 587, "afzender": AFZENDER}
        SmtpInstellingen(**(keuze | anders))
