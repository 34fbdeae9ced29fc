"""Can a resident answer an e-mail and stop it, and can nobody smuggle a header in?"""

from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest

from tasks.clients.mime import OnveiligeEmail, bouw_email
from tests.tasks.emails import AFZENDER, een_email

URL = "https://vroeg.voorbeeldstad.example/afmelden/0199abc"
LANG = f"https://vroeg.voorbeeldstad.example/afmelden/{'x' * 700}"


@pytest.mark.parametrize(
    ("url", "adres", "afmelden", "een_klik"),
    [
        pytest.param("", "", None, None, id="geen weg: geen knop"),
        pytest.param(URL, "", f"<{URL}>", "List-Unsubscribe=One-Click", id="alleen een pagina: een klik"),
        pytest.param(URL.replace("https", "http"), "", f"<{URL.replace('https', 'http')}>", None, id="open lijn"),
        pytest.param(
            "",
            "stop@voorbeeldstad.example",
            "<mailto:stop@voorbeeldstad.example?subject=afmelden%20V-000001-hulp>",
            None,
            id="alleen een adres",
        ),
        pytest.param(
            URL,
            "stop+hulp&co@voorbeeldstad.example",
            f"<{URL}>, <mailto:stop%2Bhulp%26co@voorbeeldstad.example?subject=afmelden%20V-000001-hulp>",
            "List-Unsubscribe=One-Click",
            id="allebei",
        ),
        pytest.param(LANG, "", f"<{LANG}>", "List-Unsubscribe=One-Click", id="een lange pagina blijft heel"),
    ],
)
def test_a_mail_program_can_stop_these_emails(url: str, adres: str, afmelden: str | None, een_klik: str | None) -> None:
    inhoud = bouw_email(een_email("V-000001-hulp", afmeld_url=url, afmeld_adres=adres), AFZENDER).as_bytes()
    gelezen = message_from_bytes(inhoud, policy=policy.default)
    assert gelezen["List-Unsubscribe"] == afmelden
    assert gelezen["List-Unsubscribe-Post"] == een_klik
    assert b"=?utf" not in inhoud
    assert all(len(regel) <= 998 for regel in inhoud.splitlines())


def test_the_ways_to_stop_stand_on_a_line_each() -> None:
    email = een_email(afmeld_url=URL, afmeld_adres="stop@voorbeeldstad.example")
    assert f"List-Unsubscribe: <{URL}>,\r\n <mailto:".encode() in bouw_email(email, AFZENDER).as_bytes()


def test_an_answer_goes_to_the_team() -> None:
    email = bouw_email(een_email(antwoord_adres="team@voorbeeldstad.example"), AFZENDER)
    assert email["Reply-To"] == "team@voorbeeldstad.example"
    assert "Reply-To" not in bouw_email(een_email(), AFZENDER)


def test_the_same_poststuk_gives_the_same_bytes() -> None:
    def email() -> bytes:
        return bouw_email(een_email(afmeld_url=URL, antwoord_adres="team@voorbeeldstad.example"), AFZENDER).as_bytes()

    assert email() == email()


def test_a_strange_bericht_id_cannot_leave_its_place() -> None:
    email = bouw_email(een_email("a>,\r\nBcc: x@kwaad.example", afmeld_adres="stop@voorbeeldstad.example"), AFZENDER)
    assert "Bcc" not in email
    assert email["List-Unsubscribe"].endswith("subject=afmelden%20a%3E%2C%0D%0ABcc%3A%20x%40kwaad.example>")


@pytest.mark.parametrize(
    "anders",
    [
        pytest.param({"antwoord_adres": "a@b.example\r\nBcc: x@kwaad.example"}, id="kop in het antwoordadres"),
        pytest.param({"antwoord_adres": "a@b.example, x@kwaad.example"}, id="twee antwoordadressen"),
        pytest.param({"antwoord_adres": "Team <a@b.example>"}, id="naam bij het antwoordadres"),
        pytest.param({"afmeld_adres": "a@b.example\nBcc: x@kwaad.example"}, id="kop in het afmeldadres"),
        pytest.param({"afmeld_adres": "a@b.example>, <https://kwaad.example"}, id="tweede weg in het afmeldadres"),
        pytest.param({"afmeld_url": f"{URL}\r\nBcc: x@kwaad.example"}, id="kop in de afmeldpagina"),
        pytest.param({"afmeld_url": f"{URL}\r\n Bcc"}, id="gevouwen kop in de afmeldpagina"),
        pytest.param({"afmeld_url": f"{URL}>, <mailto:x@kwaad.example"}, id="tweede weg in de afmeldpagina"),
        pytest.param({"afmeld_url": f"{URL}?a,b"}, id="komma in de afmeldpagina"),
        pytest.param({"afmeld_url": "javascript:alert(1)"}, id="geen pagina"),
        pytest.param({"afmeld_url": "https://vroeg.example/é"}, id="vreemd teken in de afmeldpagina"),
        pytest.param({"afmeld_url": f"{URL}{'x' * 1000}"}, id="te lang voor een regel"),
        pytest.param({"onderwerp": "Hallo\u2028Bcc: x@kwaad.example"}, id="vreemd regeleinde in het onderwerp"),
        pytest.param({"onderwerp": "half teken \ud800"}, id="half teken in het onderwerp"),
        pytest.param({"aan": "bert@post.example\x00"}, id="nul in het adres"),
    ],
)
def test_smuggling_is_refused(anders: dict[str, str]) -> None:
    with pytest.raises(OnveiligeEmail):
        bouw_email(een_email(**anders), AFZENDER)


@pytest.mark.parametrize("veld", ["tekst", "html"])
def test_text_that_cannot_be_written_is_refused(veld: str) -> None:
    anders: dict[str, Any] = {veld: "half teken \ud800"}
    with pytest.raises(OnveiligeEmail):
        bouw_email(replace(een_email(), **anders), AFZENDER)
