"""Does a callback take effect exactly when Twilio sent it, once, whatever anybody else tries? (ontvangst/app.py)"""

import asyncio
import logging
from collections.abc import AsyncIterator
from itertools import permutations
from urllib.parse import urlencode

import pytest

from ontvangst.app import Ontvangstinstellingen
from tasks.fouten import OnjuisteInstelling
from tests.ontvangst.bouwstenen import (
    BERICHT,
    FORMULIER,
    INKOMEND,
    NUMMER,
    PUBLIEK,
    SID,
    STATUS,
    TOKEN,
    Geheugen,
    Velden,
    app_van,
    bezoeker,
    een_sms,
    een_status,
    klop,
    meld,
    teken,
)
from tests.standins.lekken import logtekst

pytestmark = pytest.mark.anyio
GOED = een_status()
KOP = teken(STATUS, GOED)
MET_CODE = een_status("undelivered", 30003)


def verplaatst(velden: Velden) -> Velden:
    """Move the border between a name and its value: the signature does not see it."""
    code = velden["ErrorCode"]
    return {n: w for n, w in velden.items() if n != "ErrorCode"} | {f"ErrorCode{code[0]}": code[1:]}


async def test_a_signed_status_is_written_down(deur: Geheugen) -> None:
    assert await meld(app_van(deur), STATUS, GOED) == 204
    assert deur.standen == {BERICHT: "delivered"}


@pytest.mark.parametrize(
    ("pad", "velden", "kop"),
    [
        pytest.param(STATUS, GOED, None, id="zonder handtekening"),
        pytest.param(STATUS, GOED, "", id="lege handtekening"),
        pytest.param(STATUS, GOED, "é" * 28, id="handtekening van vreemde tekens"),
        pytest.param(STATUS, GOED, teken(STATUS, GOED, "ander-geheim"), id="met een ander geheim"),
        pytest.param(STATUS, GOED, teken(STATUS, GOED, ""), id="met een leeg geheim"),
        pytest.param(STATUS, GOED | {"MessageStatus": "failed"}, KOP, id="andere status"),
        pytest.param(STATUS, GOED | {"MessageSid": "SM" + "b" * 32}, KOP, id="andere sms"),
        pytest.param(STATUS, GOED | {"ErrorCode": "30005"}, KOP, id="een veld erbij"),
        pytest.param(STATUS, {n: w for n, w in GOED.items() if n != "To"}, KOP, id="een veld weg"),
        pytest.param(STATUS, urlencode(GOED) + "&MessageStatus=delivered", KOP, id="een veld dubbel"),
        pytest.param(STATUS, urlencode(GOED) + "&MessageStatus=failed", KOP, id="een veld twee keer anders"),
        pytest.param(STATUS, "", KOP, id="leeg formulier"),
        pytest.param(STATUS, "MessageStatus=%ff%fe", KOP, id="geen utf-8"),
        pytest.param(STATUS, "&".join(f"V{i}=1" for i in range(101)), KOP, id="te veel velden"),
        pytest.param("/sms/status/V-000002-brief-onderweg-1-sms", GOED, KOP, id="handtekening van een ander bericht"),
        pytest.param(STATUS + "?x=1", GOED, KOP, id="vraag erachter"),
        pytest.param(STATUS, GOED, teken(STATUS, GOED, publiek="http://10.0.0.7:8080"), id="adres van binnen"),
        pytest.param(STATUS, GOED, teken(STATUS, GOED, publiek=PUBLIEK.replace("https", "http")), id="zonder tls"),
        pytest.param(INKOMEND, GOED, KOP, id="status op het adres voor sms"),
        pytest.param(STATUS, een_sms(), teken(STATUS, een_sms()), id="sms op het adres voor statussen"),
        pytest.param(STATUS, een_status("juichend"), teken(STATUS, een_status("juichend")), id="onbekende status"),
        pytest.param(INKOMEND, een_sms(), None, id="sms zonder handtekening"),
        pytest.param(INKOMEND, een_sms("START"), teken(INKOMEND, een_sms()), id="sms met andere tekst"),
    ],
)
async def test_a_forged_or_altered_callback_changes_nothing(
    deur: Geheugen, pad: str, velden: Velden | str, kop: str | None
) -> None:
    antwoord = await klop(app_van(deur), pad, velden, kop)
    assert (antwoord.status_code, antwoord.content) == (403, b"")
    assert deur.ongerept


async def test_two_signatures_are_no_signature(deur: Geheugen) -> None:
    async with bezoeker(app_van(deur)) as client:
        koppen = [("X-Twilio-Signature", KOP), ("X-Twilio-Signature", "x"), ("Content-Type", FORMULIER)]
        antwoord = await client.post(STATUS, content=urlencode(GOED), headers=koppen)
    assert antwoord.status_code == 403
    assert deur.ongerept


async def test_without_a_token_nobody_is_believed(deur: Geheugen) -> None:
    app = app_van(deur, auth_token="")
    assert (await klop(app, STATUS, GOED, teken(STATUS, GOED, ""))).status_code == 403
    assert deur.ongerept


async def test_a_replay_changes_nothing(deur: Geheugen) -> None:
    app = app_van(deur)
    assert await meld(app, STATUS, MET_CODE) == 204
    assert [await meld(app, STATUS, MET_CODE) for _ in range(3)] == [403, 403, 403]
    assert deur.standen == {BERICHT: "undelivered"} and len(deur.sleutels) == 1


async def test_a_replay_with_moved_borders_is_still_a_replay(deur: Geheugen) -> None:
    app = app_van(deur)
    assert await meld(app, STATUS, MET_CODE) == 204
    anders = verplaatst(MET_CODE)
    assert teken(STATUS, anders) == teken(STATUS, MET_CODE), "Twilio signs no borders"
    assert await meld(app, STATUS, anders) == 403
    assert len(deur.sleutels) == 1


async def test_an_inbound_sms_counts_once(deur: Geheugen) -> None:
    app = app_van(deur)
    velden = een_sms("Stop aub \N{PILE OF POO}\x00", OptOutType="stop")
    antwoord = await klop(app, INKOMEND, velden, teken(INKOMEND, velden))
    assert (antwoord.status_code, antwoord.text) == (200, "<Response/>")
    assert antwoord.headers["Content-Type"].startswith("text/xml")
    assert await meld(app, INKOMEND, velden) == 403
    [sms] = deur.sms
    assert (sms.sid, sms.van, sms.tekst, sms.opt_out_type) == (SID, NUMMER, "Stop aub \N{PILE OF POO}", "STOP")
    assert NUMMER not in repr(sms) and "Stop" not in repr(sms)


@pytest.mark.parametrize("volgorde", list(permutations(["queued", "sent", "delivered"])), ids=" ".join)
async def test_any_order_three_times_ends_the_same(deur: Geheugen, volgorde: tuple[str, ...]) -> None:
    app = app_van(deur)
    codes = [await meld(app, STATUS, een_status(status)) for status in volgorde * 3]
    assert codes == [204] * 3 + [403] * 6
    assert deur.standen == {BERICHT: "delivered"}


async def test_an_unknown_bericht_is_told_only_to_twilio(deur: Geheugen) -> None:
    pad = "/sms/status/V-999999-brief-onderweg-1-sms"
    app = app_van(deur)
    assert await meld(app, pad, GOED) == 404
    assert (await klop(app, pad, GOED, "x")).status_code == 403
    assert deur.ongerept


async def test_the_public_address_counts_behind_a_proxy_that_takes_a_path_off(deur: Geheugen) -> None:
    publiek = f"{PUBLIEK}/tijdig"
    app = app_van(deur, publieke_url=publiek)
    kop = teken(STATUS, GOED, publiek=publiek)
    gelogen = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    assert (await klop(app, STATUS, GOED, kop, **gelogen)).status_code == 204


async def test_a_door_that_is_closed_asks_to_come_back(deur: Geheugen, caplog: pytest.LogCaptureFixture) -> None:
    app = app_van(deur)
    deur.stuk = ConnectionError(f"could not store {NUMMER} for {SID}")
    assert [await meld(app, STATUS, GOED), await meld(app, INKOMEND, een_sms())] == [503, 503]
    assert "ConnectionError" in logtekst(caplog) and NUMMER not in logtekst(caplog)
    deur.stuk = None
    assert [await meld(app, STATUS, GOED), await meld(app, INKOMEND, een_sms())] == [204, 200]


@pytest.mark.parametrize("soort", ["", "application/json", "text/plain", "multipart/form-data; boundary=x"])
async def test_only_a_form_is_read(deur: Geheugen, soort: str) -> None:
    app = app_van(deur)
    antwoord = await klop(app, STATUS, GOED, KOP, **{"Content-Type": soort})
    assert antwoord.status_code == 415
    assert (await klop(app, STATUS, GOED, KOP, **{"Content-Type": FORMULIER + "; charset=UTF-8"})).status_code == 204


@pytest.mark.parametrize("pad", [STATUS, INKOMEND, "/afmelden/goed-token"])
async def test_a_body_has_a_limit(deur: Geheugen, pad: str) -> None:
    app = app_van(deur)
    assert (await klop(app, pad, "A=" + "x" * 65_536)).status_code == 413

    async def druppels() -> AsyncIterator[bytes]:
        for _ in range(70):
            yield b"x" * 1024

    async with bezoeker(app) as client:
        antwoord = await client.post(pad, content=druppels(), headers={"Content-Type": FORMULIER})
    assert antwoord.status_code == 413
    assert deur.ongerept


@pytest.mark.parametrize("pad", [STATUS, INKOMEND])
@pytest.mark.parametrize("methode", ["GET", "PUT", "DELETE", "HEAD"])
async def test_only_post(deur: Geheugen, methode: str, pad: str) -> None:
    async with bezoeker(app_van(deur)) as client:
        assert (await client.request(methode, pad)).status_code == 405


async def test_nothing_that_comes_in_is_logged(deur: Geheugen, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="ontvangst")
    app = app_van(deur)
    for velden, kop in ((een_sms("Ik ben Zandloper"), "x"), (een_sms("Ik ben Zandloper"), None)):
        await klop(app, INKOMEND, velden, kop)
    await meld(app, INKOMEND, een_sms("Ik ben Zandloper"))
    async with bezoeker(app) as client:
        await client.get("/afmelden/geheim-token")
    eigen = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("ontvangst"))
    assert "callback geweigerd" in eigen
    for geheim in (NUMMER[1:], "Zandloper", SID, "geheim-token", TOKEN):
        assert geheim not in eigen


async def test_healthy(deur: Geheugen) -> None:
    async with bezoeker(app_van(deur)) as client:
        assert (await client.get("/gezond")).text == "gezond"


@pytest.mark.parametrize(
    "url",
    ["http://berichten.example", "https://", "berichten.example", f"{PUBLIEK}/", f"{PUBLIEK}?a=1", f"{PUBLIEK}#a"],
)
def test_an_address_that_nobody_can_call_safely_is_refused(url: str) -> None:
    with pytest.raises(OnjuisteInstelling):
        Ontvangstinstellingen(url, TOKEN)
    assert TOKEN not in repr(Ontvangstinstellingen(PUBLIEK, TOKEN))


async def test_a_visitor_that_never_finishes_is_sent_away(deur: Geheugen) -> None:
    async def traag() -> AsyncIterator[bytes]:
        yield b"A="
        await asyncio.sleep(5)

    async with bezoeker(app_van(deur, lees_s=0.05)) as client:
        antwoord = await client.post(STATUS, content=traag(), headers={"Content-Type": FORMULIER})
    assert antwoord.status_code == 408
