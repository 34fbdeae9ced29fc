"""Does a bericht end up in one readable file, whatever is offered and how often?"""

import threading
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tasks.clients.bestand import BestandEmail, BestandSms, schrijf_in_een_keer
from tasks.fouten import Failure, OnjuisteInstelling, PermanentFailure, TemporaryFailure
from tasks.kanaal import Antwoord, Poststuk, Uitkomst, veilige_naam

pytestmark = pytest.mark.anyio
NU = datetime(2026, 7, 20, 6, 0, tzinfo=UTC)
SMS = Poststuk("0199-sms", "+31612345678", "", "Wij hebben u een brief gestuurd.")
EMAIL = Poststuk(
    "0199-email", "bert@post.example", "Één vraag: mogen wij helpen?", "Beste Bert", "<p>Beste Bert</p>", NU
)


@pytest.fixture
def anyio_backend() -> str:
    """These clients live on asyncio."""
    return "asyncio"


async def test_an_sms_is_a_text_file(tmp_path: Path) -> None:
    async with BestandSms(tmp_path) as sms:
        assert sms.idempotent
        assert await sms.verzend(SMS) == Antwoord(Uitkomst.VERZONDEN, "0199-sms.txt")
    inhoud = (tmp_path / "sms" / "0199-sms.txt").read_text(encoding="utf-8")
    assert inhoud == "Aan: +31612345678\n\nWij hebben u een brief gestuurd.\n"


async def test_an_email_is_a_file_for_a_mail_program(tmp_path: Path) -> None:
    async with BestandEmail(tmp_path, "Voorbeeldstad <vroeg@voorbeeldstad.example>") as email:
        assert await email.verzend(EMAIL) == Antwoord(Uitkomst.VERZONDEN, "0199-email.eml")
    bericht = message_from_bytes((tmp_path / "email" / "0199-email.eml").read_bytes(), policy=policy.default)
    assert bericht["Message-ID"] == "<0199-email@voorbeeldstad.example>"
    assert bericht["Subject"] == "Één vraag: mogen wij helpen?"
    assert bericht["Date"] == "Mon, 20 Jul 2026 06:00:00 +0000"
    assert [deel.get_content_type() for deel in bericht.walk()] == ["multipart/alternative", "text/plain", "text/html"]


async def test_the_same_email_gives_the_same_bytes(tmp_path: Path) -> None:
    for map in ("een", "twee"):
        await BestandEmail(tmp_path / map).verzend(EMAIL)
    een, twee = sorted(tmp_path.rglob("*.eml"))
    assert een.read_bytes() == twee.read_bytes()


async def test_an_email_without_html_is_plain_text(tmp_path: Path) -> None:
    await BestandEmail(tmp_path).verzend(replace(EMAIL, html=""))
    bericht = message_from_bytes((tmp_path / "email" / "0199-email.eml").read_bytes(), policy=policy.default)
    assert bericht.get_content_type() == "text/plain"
    assert bericht.get_content().strip() == "Beste Bert"


async def test_what_was_sent_once_is_not_changed_by_a_second_offer(tmp_path: Path) -> None:
    sms = BestandSms(tmp_path)
    await sms.verzend(SMS)
    pad = tmp_path / "sms" / "0199-sms.txt"
    eerst = pad.read_bytes()
    antwoord = await sms.verzend(replace(SMS, tekst="Iets anders"))
    assert (antwoord.uitkomst, pad.read_bytes()) == (Uitkomst.VERZONDEN, eerst)


async def test_a_folder_knows_for_sure_what_it_never_got(tmp_path: Path) -> None:
    email = BestandEmail(tmp_path)
    assert await email.zoek_op(EMAIL, NU) is None
    await email.verzend(EMAIL)
    assert await email.zoek_op(EMAIL, NU) == Antwoord(Uitkomst.VERZONDEN, "0199-email.eml")


async def test_a_folder_that_cannot_be_written_is_temporary(tmp_path: Path) -> None:
    (tmp_path / "sms").write_text("hier had een map moeten staan")
    antwoord = await BestandSms(tmp_path).verzend(SMS)
    assert antwoord.uitkomst is Uitkomst.TIJDELIJK_MISLUKT
    assert str(tmp_path) not in antwoord.reden


@pytest.mark.parametrize(
    "poststuk",
    [
        pytest.param(replace(EMAIL, onderwerp="Hallo\r\nBcc: x@kwaad.example"), id="kop in het onderwerp"),
        pytest.param(replace(EMAIL, aan="geen adres"), id="geen adres"),
    ],
)
async def test_an_unsafe_email_is_refused_as_a_mail_server_would(tmp_path: Path, poststuk: Poststuk) -> None:
    antwoord = await BestandEmail(tmp_path).verzend(poststuk)
    assert antwoord.uitkomst is Uitkomst.BLIJVEND_MISLUKT
    assert list(tmp_path.rglob("*.*")) == []


async def test_no_id_escapes_from_the_folder(tmp_path: Path) -> None:
    map = tmp_path / "post"
    for bericht_id in ("../../weg", "/etc/weg", "..", "", "a/b", "a_b", "nul\x00", "x" * 500):
        assert (await BestandSms(map).verzend(replace(SMS, bericht_id=bericht_id))).uitkomst is Uitkomst.VERZONDEN
    assert len(list((map / "sms").iterdir())) == 8
    assert [pad for pad in tmp_path.iterdir() if pad.name != "post"] == []


def test_a_clean_id_is_its_own_name_and_two_ids_never_share_one() -> None:
    assert veilige_naam("0199-aB.c_d") == "0199-aB.c_d"
    vreemd = ["a/b", "a\\b", "a b", "a_b", ".a_b", "..a_b", "x" * 200, "x" * 201]
    namen = {veilige_naam(naam) for naam in vreemd}
    assert len(namen) == len(vreemd)
    assert all(naam[0] != "." and len(naam) < 150 for naam in namen)


def test_a_reader_never_sees_half_a_file(tmp_path: Path) -> None:
    pad, klaar = tmp_path / "groot.txt", threading.Event()
    inhouden = [teken * 200_000 for teken in (b"a", b"b")]
    schrijf_in_een_keer(pad, inhouden[0])

    def schrijf() -> None:
        for nummer in range(60):
            schrijf_in_een_keer(pad, inhouden[nummer % 2])
        klaar.set()

    draad = threading.Thread(target=schrijf)
    draad.start()
    gelezen: set[bytes] = set()
    while not klaar.is_set():
        gelezen.add(pad.read_bytes())
    draad.join()
    assert gelezen <= set(inhouden)
    assert list(tmp_path.iterdir()) == [pad]


async def test_a_bad_sender_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OnjuisteInstelling):
        BestandEmail(tmp_path, "geen adres")


def test_the_docstring_of_a_failure_is_its_message() -> None:
    assert str(TemporaryFailure()) == "Het lukt nu niet; een nieuwe poging heeft zin."
    assert str(PermanentFailure("503")).endswith("een medewerker moet kijken. (503)")
    assert isinstance(OnjuisteInstelling(), PermanentFailure)
    assert not issubclass(TemporaryFailure, PermanentFailure)
    assert issubclass(TemporaryFailure, Failure)
