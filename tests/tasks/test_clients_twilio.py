"""Does every answer of Twilio, and every missing one, become the right Uitkomst?"""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from tasks.clients.twilio_sms import TwilioInstellingen, TwilioSms
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Uitkomst
from tests.standins.contract import GEEN_SPEC, TWILIO_SPEC, toets_twilio, toets_twilio_verzoek
from tests.standins.lekken import logtekst
from tests.standins.twilio_server import ACCOUNT, DIENST, TOKEN, Regel, TwilioServer
from tests.tasks.twilio_bouwstenen import NUMMER, TEKST, anyio_backend, een_sms, instellingen, server, sms

pytestmark = pytest.mark.anyio
__all__ = ["anyio_backend", "server", "sms"]


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
    ("code", "uitkomst"),
    [
        pytest.param(21211, Uitkomst.BLIJVEND_MISLUKT, id="ongeldig nummer"),
        pytest.param(21614, Uitkomst.BLIJVEND_MISLUKT, id="vaste telefoon"),
        pytest.param(21612, Uitkomst.BLIJVEND_MISLUKT, id="onbereikbaar nummer"),
        pytest.param(21408, Uitkomst.BLIJVEND_MISLUKT, id="land staat uit"),
        pytest.param(21610, Uitkomst.AFGEMELD, id="ontvanger zei STOP"),
    ],
)
async def test_a_refused_number(server: TwilioServer, sms: TwilioSms, code: int, uitkomst: Uitkomst) -> None:
    server.regels[NUMMER] = Regel(400, code)
    antwoord = await sms.verzend(een_sms())
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


@pytest.mark.parametrize("afzender", ["Voorbeeld", "Gem Utrecht", "A1", "+31612345678", "+3197010250000"])
def test_a_sender_is_a_short_name_or_a_number(server: TwilioServer, afzender: str) -> None:
    assert instellingen(server, messaging_service_sid="", afzender=afzender).afzender == afzender


@pytest.mark.parametrize(
    "nummer",
    [
        pytest.param("+31201234567", id="vaste telefoon"),
        pytest.param("+31800123456", id="gratis nummer"),
        pytest.param("+31662345678", id="semafoon"),
        pytest.param("+3197010012345", id="apparaat"),
        pytest.param("0612345678", id="zonder land"),
        pytest.param("+31 6 12345678", id="met spaties"),
        pytest.param("+316123", id="te kort"),
        pytest.param("+31612345678;+31612345679", id="twee nummers"),
        pytest.param("whatsapp:+31612345678", id="ander kanaal"),
        pytest.param("", id="leeg"),
    ],
)
async def test_only_a_mobile_telephone_gets_an_sms(server: TwilioServer, sms: TwilioSms, nummer: str) -> None:
    antwoord = await sms.verzend(een_sms(nummer))
    assert antwoord == Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden="het nummer is geen mobiel nummer")
    assert server.formulieren == [], "no request was made"


@pytest.mark.parametrize(("geldig_s", "gevraagd"), [(600, "600"), (20_000, "14400"), (1, "1"), (None, "14400")])
async def test_an_sms_is_valid_no_longer_than_the_bericht_says(
    server: TwilioServer, sms: TwilioSms, geldig_s: int | None, gevraagd: str
) -> None:
    assert (await sms.verzend(een_sms(geldig_s=geldig_s))).uitkomst is Uitkomst.VERZONDEN
    assert server.formulieren[0]["ValidityPeriod"] == gevraagd


@pytest.mark.parametrize("geldig_s", [0, -5])
async def test_an_sms_whose_time_is_over_stays_home(server: TwilioServer, sms: TwilioSms, geldig_s: int) -> None:
    assert (await sms.verzend(een_sms(geldig_s=geldig_s))).uitkomst is Uitkomst.TIJDELIJK_MISLUKT
    assert server.formulieren == []


async def test_twilio_is_told_where_to_call_and_what_to_forget(server: TwilioServer) -> None:
    url = "https://berichten.voorbeeldstad.example/sms/status/0199-sms"
    async with TwilioSms(instellingen(server, wis_inhoud=True)) as sms:
        await sms.verzend(een_sms(terugmeld_url=url))
    gevraagd = server.formulieren[0]
    assert gevraagd["StatusCallback"] == url
    assert (gevraagd["ContentRetention"], gevraagd["AddressRetention"]) == ("discard", "obfuscate")


async def test_many_at_once_arrive_once_each(server: TwilioServer, sms: TwilioSms) -> None:
    server.gedrag.verlies, server.gedrag.per_seconde = 0.2, 100
    nummers = [f"+316123{n:05d}" for n in range(120)]
    antwoorden = await asyncio.gather(*(sms.verzend(een_sms(nummer)) for nummer in nummers))
    telling = {u: sum(a.uitkomst is u for a in antwoorden) for u in Uitkomst}
    assert telling[Uitkomst.TIJDELIJK_MISLUKT] == 20, "the 429 of a provider that gets too much"
    assert telling[Uitkomst.VERZONDEN] + telling[Uitkomst.ONBEKEND] == 100 and telling[Uitkomst.ONBEKEND] > 5
    assert set(server.ontvangen.values()) == {1} and len(server.ontvangen) == 100


async def test_it_disturbs_and_says_how_many_at_once(server: TwilioServer) -> None:
    sms = TwilioSms(instellingen(server, gelijktijdig=3))
    assert (sms.stoort, sms.gelijktijdig, sms.idempotent) == (True, 3, False)


@pytest.mark.parametrize(
    ("regel", "oorzaak"),
    [
        pytest.param(Regel(400, 21614), "", id="geen mobiel nummer: het nummer"),
        pytest.param(Regel(400, 21617), "inhoud", id="te lange tekst: niet het nummer"),
        pytest.param(Regel(400, 99999), "inhoud", id="onbekende weigering: niet het nummer"),
        pytest.param(Regel(400, 21610), "", id="afgemeld"),
        pytest.param(Regel(429, 20429), "", id="te druk"),
    ],
)
async def test_a_refusal_says_whether_the_number_is_to_blame(
    server: TwilioServer, sms: TwilioSms, regel: Regel, oorzaak: str
) -> None:
    server.regels[NUMMER] = regel
    assert (await sms.verzend(een_sms())).oorzaak == oorzaak


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
        pytest.param({"messaging_service_sid": "MGonzin"}, id="dienst die geen dienst is"),
        pytest.param({"afzender": "Voorbeeldstad"}, id="naam van dertien letters"),
        pytest.param({"afzender": "14020"}, id="naam zonder letter"),
        pytest.param({"afzender": " "}, id="lege naam"),
        pytest.param({"afzender": "Gemeente!"}, id="naam met een leesteken"),
        pytest.param({"afzender": "Gemeent\u00e9"}, id="naam met een accent"),
        pytest.param({"afzender": "Gemeente\n"}, id="naam met een nieuwe regel"),
        pytest.param({"afzender": "+0612345678"}, id="nummer zonder land"),
        pytest.param({"gelijktijdig": 0}, id="geen enkele tegelijk"),
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
    await sms.stand(server.berichten[0]["sid"])
    assert [soort for soort, _, _ in server.antwoorden] == ["create", "create", "list", "list", "fetch"]
    for soort, _, inhoud in server.antwoorden:
        toets_twilio(soort, inhoud)


@pytest.mark.skipif(not TWILIO_SPEC.exists(), reason=GEEN_SPEC)
async def test_the_client_asks_as_the_specification_says(server: TwilioServer) -> None:
    async with TwilioSms(instellingen(server, wis_inhoud=True)) as sms:
        await sms.verzend(een_sms(terugmeld_url="https://berichten.example/sms/status/0199-sms"))
    toets_twilio_verzoek(server.formulieren[0])
