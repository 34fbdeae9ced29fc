"""What does each callback of Twilio mean, and when is the same one known again?"""

from itertools import product

import pytest

from tasks.clients.twilio_terugmelding import (
    RANG,
    Formulier,
    Inkomend,
    OnleesbaarFormulier,
    Statusbericht,
    handtekening_klopt,
    is_vooruit,
    lees_sms,
    lees_status,
    sleutel_van,
    uitkomst_van,
)
from tasks.kanaal import Uitkomst

SID = "SM" + "a" * 32
GOED = {"MessageSid": SID, "MessageStatus": "delivered"}


def zonder(naam: str) -> dict[str, str]:
    return {n: w for n, w in GOED.items() if n != naam}


@pytest.mark.parametrize(
    ("status", "code", "uitkomst"),
    [
        pytest.param("accepted", 0, None, id="aangenomen: niets zeker"),
        pytest.param("queued", 0, None, id="in de rij: niets zeker"),
        pytest.param("sending", 0, None, id="gaat weg: niets zeker"),
        pytest.param("sent", 0, None, id="weg: niets zeker"),
        pytest.param("delivered", 0, Uitkomst.BEZORGD, id="bezorgd"),
        pytest.param("read", 0, Uitkomst.BEZORGD, id="gelezen"),
        pytest.param("undelivered", 30003, Uitkomst.TIJDELIJK_MISLUKT, id="telefoon stond uit: nummer blijft"),
        pytest.param("undelivered", 30004, Uitkomst.BLIJVEND_MISLUKT, id="geblokkeerd: nummer vervalt"),
        pytest.param("undelivered", 30005, Uitkomst.BLIJVEND_MISLUKT, id="bestaat niet: nummer vervalt"),
        pytest.param("undelivered", 30006, Uitkomst.BLIJVEND_MISLUKT, id="vaste telefoon: nummer vervalt"),
        pytest.param("failed", 21610, Uitkomst.AFGEMELD, id="STOP: nooit meer"),
        pytest.param("failed", 30007, Uitkomst.TIJDELIJK_MISLUKT, id="gefilterd: niet de schuld van het nummer"),
        pytest.param("undelivered", 30008, Uitkomst.TIJDELIJK_MISLUKT, id="reden onbekend: nummer blijft"),
        pytest.param("canceled", 0, Uitkomst.TIJDELIJK_MISLUKT, id="ingetrokken: nummer blijft"),
    ],
)
def test_what_a_status_means(status: str, code: int, uitkomst: Uitkomst | None) -> None:
    antwoord = uitkomst_van(status, code)
    assert (antwoord.uitkomst if antwoord else None) == uitkomst
    assert antwoord is None or uitkomst is Uitkomst.BEZORGD or f"({code})" in antwoord.reden


def test_statuses_only_go_up() -> None:
    for een, ander in product(RANG, RANG):
        assert not (is_vooruit(een, ander) and is_vooruit(ander, een))
    einden = [status for status in RANG if uitkomst_van(status, 0)]
    assert not [(e, s) for e in einden for s in RANG if s not in einden and is_vooruit(e, s)], "an end is an end"
    assert all(is_vooruit("", status) and is_vooruit("iets nieuws", status) for status in RANG)
    assert not is_vooruit("delivered", "undelivered") and not is_vooruit("delivered", "delivered")


@pytest.mark.parametrize(
    ("velden", "melding"),
    [
        pytest.param(GOED, Statusbericht(SID, "delivered"), id="gewoon"),
        pytest.param(GOED | {"ErrorCode": "30003"}, Statusbericht(SID, "delivered", 30003), id="met een code"),
        pytest.param(GOED | {"ErrorCode": ""}, Statusbericht(SID, "delivered"), id="met een lege code"),
        pytest.param({"SmsSid": SID, "SmsStatus": "sent"}, Statusbericht(SID, "sent"), id="de oude namen"),
        pytest.param(zonder("MessageSid"), None, id="zonder sid"),
        pytest.param(zonder("MessageStatus"), None, id="zonder status"),
        pytest.param(GOED | {"MessageStatus": "deliveredTo+316"}, None, id="status met een buurveld eraan"),
        pytest.param(GOED | {"ErrorCode": "30003From+316"}, None, id="code met een buurveld eraan"),
        pytest.param(GOED | {"ErrorCode": "٣"}, None, id="code met andere cijfers"),
        pytest.param(GOED | {"ErrorCode": "1" * 5000}, None, id="code zonder eind"),
        pytest.param(GOED | {"MessageSid": "../x"}, None, id="sid die een pad is"),
        pytest.param({"SmsSid": SID, "SmsStatus": "received", "Body": "STOP"}, None, id="een sms is geen status"),
    ],
)
def test_reading_a_status(velden: dict[str, str], melding: Statusbericht | None) -> None:
    assert lees_status(Formulier(velden)) == melding


@pytest.mark.parametrize(
    ("velden", "sms"),
    [
        pytest.param(
            {"MessageSid": SID, "From": "+316", "To": "+3197", "Body": "Stop", "OptOutType": "stop"},
            Inkomend(SID, "+316", "Stop", "STOP", "+3197"),
            id="gewoon",
        ),
        pytest.param({"SmsSid": SID, "From": "+316", "Body": ""}, Inkomend(SID, "+316", ""), id="lege sms"),
        pytest.param(
            {"MessageSid": SID, "From": "+316", "Body": "a\x00" * 2000}, Inkomend(SID, "+316", "a" * 1600), id="te lang"
        ),
        pytest.param({"MessageSid": SID, "Body": "Stop"}, None, id="van niemand"),
        pytest.param({"MessageSid": SID, "From": "+316"}, None, id="zonder tekst"),
        pytest.param({"From": "+316", "Body": "Stop"}, None, id="zonder sid"),
        pytest.param(GOED | {"From": "+316", "Body": "Stop"}, None, id="een status is geen sms"),
    ],
)
def test_reading_an_sms(velden: dict[str, str], sms: Inkomend | None) -> None:
    assert lees_sms(Formulier(velden)) == sms


@pytest.mark.parametrize(
    "inhoud",
    [
        pytest.param(b"A=%ff", id="geen utf-8"),
        pytest.param(b"\xff=1", id="ook niet rauw"),
        pytest.param(b"A=1&A=1", id="dubbel"),
        pytest.param(b"A=1&A=2", id="dubbel en anders"),
        pytest.param(b"&".join(b"V%d=1" % i for i in range(101)), id="te veel velden"),
    ],
)
def test_a_form_that_cannot_be_of_twilio(inhoud: bytes) -> None:
    with pytest.raises(OnleesbaarFormulier) as fout:
        Formulier.lees(inhoud)
    assert str(fout.value) == "" and fout.value.__cause__ is None


def test_the_key_is_of_what_is_signed() -> None:
    velden = Formulier.lees(b"B=2&A=1&Leeg=")
    assert sleutel_van("/x", velden) == sleutel_van("/x", Formulier.lees(b"A=1&Leeg=&B=2"))
    assert sleutel_van("/x", velden) == sleutel_van("/x", Formulier({"A1": "", "B": "2", "Leeg": ""}))
    verschillend = [("/y", velden), ("/x", Formulier({"A": "1", "B": "3", "Leeg": ""})), ("/x", Formulier({"A": "1"}))]
    assert all(sleutel_van(adres, ander) != sleutel_van("/x", velden) for adres, ander in verschillend)


def test_the_signature_of_the_documentation() -> None:
    """The worked example in Twilio's own documentation of webhook security."""
    velden = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234"}
    velden |= {"From": "+14158675309", "To": "+18005551212"}
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    assert handtekening_klopt("12345", url, Formulier(velden), "RSOYDt4T1cUTdK1PDd93/VVr8B8=")
    assert not handtekening_klopt("12345", url, Formulier(velden), "RSOYDt4T1cUTdK1PDd93/VVr8B9=")
    assert not handtekening_klopt("12345", "https://[", Formulier(velden), "x")


def test_no_repr_names_a_resident() -> None:
    velden = Formulier({"From": "+31612345678", "Body": "Ik ben Zandloper"})
    assert "316" not in repr(velden) and "Zandloper" not in repr(velden)
