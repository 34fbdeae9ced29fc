"""Does one click stop the e-mails, from the mail program and from the page, and never a mere look? (RFC 8058)"""

# textstat has no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportAttributeAccessIssue=false

import base64
import hashlib
import re

import httpx
import pytest
import textstat
from wordfreq import zipf_frequency

from ontvangst import pagina
from tasks.leesbaarheid import bezwaren, meet
from tests.ontvangst.bouwstenen import FORMULIER, Geheugen, app_van, bezoeker

pytestmark = pytest.mark.anyio
PAD = "/afmelden/goed-token"
DELEN = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nTwo-Clicks\r\n--x--\r\n'
BESTAND = b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"; filename="a"\r\n\r\nOne-Click\r\n--x--\r\n'
KLIK = {"List-Unsubscribe": "One-Click"}


async def test_looking_changes_nothing(deur: Geheugen) -> None:
    async with bezoeker(app_van(deur)) as client:
        antwoord = await client.get(PAD)
        await client.head(PAD)
        assert antwoord.text == (await client.get("/afmelden/onzin")).text, "the page tells nobody which token is right"
    assert antwoord.status_code == 200
    assert "Wilt u geen e-mail meer van gemeente Voorbeeldstad?" in antwoord.text
    assert "goed-token" not in antwoord.text
    assert deur.ongerept


async def test_one_click_of_the_mail_program(deur: Geheugen) -> None:
    async with bezoeker(app_van(deur)) as client:
        assert (await client.post(PAD, data=KLIK)).status_code == 200
        delen = {naam: (None, waarde) for naam, waarde in KLIK.items()}
        assert (await client.post(PAD, files=delen)).status_code == 200
    assert deur.afgemeld == ["goed-token"] * 2


async def test_the_button_on_the_page_does_the_same(deur: Geheugen) -> None:
    async with bezoeker(app_van(deur)) as client:
        tekst = (await client.get(PAD)).text
        [(naam, waarde)] = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]+)">', tekst)
        assert '<form method="post">' in tekst
        antwoord = await client.post(PAD, data={naam: waarde})
    assert "Het is gelukt" in antwoord.text
    assert deur.afgemeld == ["goed-token"]


@pytest.mark.parametrize(
    ("inhoud", "soort", "status"),
    [
        pytest.param(b"", FORMULIER, 400, id="leeg"),
        pytest.param(b"List-Unsubscribe=Two-Clicks", FORMULIER, 400, id="andere waarde"),
        pytest.param(b"List-Unsubscribe=\xff", FORMULIER, 400, id="geen ascii"),
        pytest.param(b"&".join([b"a=1"] * 50), FORMULIER, 400, id="te veel velden"),
        pytest.param(DELEN, "multipart/form-data; boundary=x", 400, id="andere waarde in delen"),
        pytest.param(b"geen delen", "multipart/form-data; boundary=x", 400, id="kapotte delen"),
        pytest.param(b"List-Unsubscribe=One-Click", "multipart/form-data", 400, id="delen zonder grens"),
        pytest.param(b"List-Unsubscribe=One-Click", "text/plain", 415, id="geen formulier"),
        pytest.param(
            BESTAND,
            "multipart/form-data; boundary=x",
            400,
            id="een bestand",
        ),
    ],
)
async def test_anything_but_the_click_changes_nothing(deur: Geheugen, inhoud: bytes, soort: str, status: int) -> None:
    async with bezoeker(app_van(deur)) as client:
        antwoord = await client.post(PAD, content=inhoud, headers={"Content-Type": soort})
    assert antwoord.status_code == status
    assert deur.ongerept


@pytest.mark.parametrize(
    "token", ["ander-token", "x" * 600, "goed-token%00", "%F0%9F%92%A9", "'; DROP TABLE afmelding"]
)
async def test_an_unknown_token_gets_a_page_that_helps(deur: Geheugen, token: str) -> None:
    async with bezoeker(app_van(deur)) as client:
        antwoord = await client.post(f"/afmelden/{token}", data=KLIK)
    assert antwoord.status_code == 404
    assert "Deze link werkt niet." in antwoord.text
    assert deur.ongerept
    assert deur.gevraagd == (["ander-token"] if token == "ander-token" else []), "what is no token is not asked"


async def test_a_storm_inside_is_told_as_one(deur: Geheugen) -> None:
    deur.stuk = OSError("postgresql://geheim")
    async with bezoeker(app_van(deur)) as client:
        antwoord = await client.post(PAD, data=KLIK)
    assert (antwoord.status_code, "geheim" in antwoord.text) == (503, False)
    assert "Het lukt nu niet" in antwoord.text and antwoord.headers["Retry-After"]


async def test_the_name_of_the_gemeente_is_text(deur: Geheugen) -> None:
    async with bezoeker(app_van(deur, naam="<b>Voorbeeldstad</b>")) as client:
        assert "&lt;b&gt;Voorbeeldstad" in (await client.get(PAD)).text


def alle_paginas() -> list[httpx.Response]:
    """Every page that a resident may see."""
    naam = "gemeente Voorbeeldstad"
    paginas = [pagina.vraag(naam), pagina.gelukt(naam), pagina.onbekend(naam, 404), pagina.mislukt()]
    return [httpx.Response(p.status_code, headers=p.headers.items(), content=p.body) for p in paginas]  # pyright: ignore


@pytest.mark.parametrize("antwoord", alle_paginas(), ids=["vraag", "gelukt", "onbekend", "mislukt"])
def test_a_page_runs_nothing_and_asks_nobody(antwoord: httpx.Response) -> None:
    tekst, beleid = antwoord.text, antwoord.headers["Content-Security-Policy"]
    [stijl] = re.findall(r"<style>(.*?)</style>", tekst, re.DOTALL)
    assert f"'sha256-{base64.b64encode(hashlib.sha256(stijl.encode()).digest()).decode()}'" in beleid
    assert "default-src 'none'" in beleid and "unsafe" not in beleid and "frame-ancestors 'none'" in beleid
    assert antwoord.headers["Referrer-Policy"] == "no-referrer" and antwoord.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script|<img|<link|src=|href=|\son\w+=|style=", tekst)
    assert '<html lang="nl">' in tekst and "<h1>" in tekst


@pytest.mark.parametrize("antwoord", alle_paginas(), ids=["vraag", "gelukt", "onbekend", "mislukt"])
def test_a_page_is_plain_enough(antwoord: httpx.Response) -> None:
    textstat.set_lang("nl")
    zinnen = re.findall(r"<(?:h1|p|button[^>]*)>(.*?)<", antwoord.text)
    bekend = frozenset({"voorbeeldstad", "e-mail"})
    assert zinnen
    assert bezwaren(meet("\n".join(zinnen), lambda w: zipf_frequency(w, "nl"), textstat.syllable_count, bekend)) == ()
