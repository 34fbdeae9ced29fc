# pyright: basic
"""Does a batch reach the print room whole and once, over a line that breaks and a server that dies?"""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import paramiko
import pytest

from tasks.clients.postbezorger import BatchBezet, NietBezorgd
from tasks.clients.postbezorger_sftp import SftpBezorger, SftpInstellingen
from tasks.fouten import OnjuisteInstelling
from tests.standins.sftp_server import GEBRUIKER, WACHTWOORD, SftpServer

NAAM = "voorbeeldstad-2026-06-05-incasso"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[SftpServer]:
    with SftpServer(tmp_path / "drukker") as server:
        (server.wortel / "in").mkdir()
        yield server


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A batch with a large file, so that it takes several requests."""
    map_ = tmp_path / NAAM
    map_.mkdir()
    (map_ / "manifest.csv").write_text("bericht;sha256\n")
    (map_ / "druk-001.pdf").write_bytes(bytes(range(256)) * 1000)
    for n in range(3):
        (map_ / f"I-00000{n}-herinnering-1-brief.pdf").write_bytes(b"%PDF" * 100)
    return map_


@pytest.fixture
def notitie(tmp_path: Path) -> Path:
    return tmp_path / "notitie"


def gegevens(server: SftpServer, tmp_path: Path) -> SftpInstellingen:
    sleutels = server.hostsleutels(tmp_path / "known_hosts")
    return SftpInstellingen(
        "127.0.0.1", GEBRUIKER, sleutels, "in", server.poort, wachtwoord=WACHTWOORD, verbind_s=5, antwoord_s=5
    )


def bij_drukker(server: SftpServer, naam: str = NAAM) -> dict[str, bytes]:
    map_ = server.wortel / "in" / naam
    return {pad.name: pad.read_bytes() for pad in map_.iterdir()} if map_.exists() else {}


def hier(map_: Path) -> dict[str, bytes]:
    return {pad.name: pad.read_bytes() for pad in map_.iterdir()}


def test_a_batch_arrives_whole_and_once(server: SftpServer, batch: Path, notitie: Path, tmp_path: Path) -> None:
    bezorger = SftpBezorger(gegevens(server, tmp_path))
    for _ in range(3):
        bezorger.bezorg(batch, notitie)
    assert bij_drukker(server) == hier(batch)
    assert [pad.name for pad in (server.wortel / "in").iterdir()] == [NAAM]
    assert server.gehernoemd == {NAAM: 1} and set(server.geladen.values()) == {1}


def test_whatever_request_is_the_last_one_the_batch_arrives_once(
    server: SftpServer, batch: Path, tmp_path: Path
) -> None:
    """The line breaks after 0, 1, 2 … requests, until a delivery needs no second attempt."""
    bezorger, gebroken = SftpBezorger(gegevens(server, tmp_path)), 0
    for na in range(100):
        batch = batch.rename(tmp_path / f"{NAAM}-{na}")
        notitie, server.verbreek_na = tmp_path / f"notitie{na}", na
        try:
            bezorger.bezorg(batch, notitie)
        except NietBezorgd:
            gebroken += 1
            assert bij_drukker(server, batch.name) == {}, "the print room sees nothing that is not whole"
            bezorger.bezorg(batch, notitie)
        else:
            break
    assert gebroken == 7, "making the folder, five files and the rename"
    assert all(bij_drukker(server, f"{NAAM}-{n}") == hier(batch) for n in range(na + 1))
    assert set(server.gehernoemd.values()) == {1}


@pytest.mark.parametrize("haal_op", [False, True], ids=["blijft staan", "meteen opgehaald"])
def test_a_lost_answer_to_the_rename_sends_nothing_twice(
    server: SftpServer, batch: Path, notitie: Path, tmp_path: Path, haal_op: bool
) -> None:
    bezorger = SftpBezorger(gegevens(server, tmp_path))
    server.stil_na_hernoemen, server.haal_op = True, haal_op
    with pytest.raises(NietBezorgd):
        bezorger.bezorg(batch, notitie)
    bezorger.bezorg(batch, notitie)
    assert server.gehernoemd == {NAAM: 1}
    assert set(server.geladen.values()) == {1}, "nothing was uploaded again"


def test_what_was_uploaded_is_not_sent_again(server: SftpServer, batch: Path, notitie: Path, tmp_path: Path) -> None:
    bezorger = SftpBezorger(gegevens(server, tmp_path))
    server.verbreek_na = 4
    with pytest.raises(NietBezorgd):
        bezorger.bezorg(batch, notitie)
    bezorger.bezorg(batch, notitie)
    assert sum(server.geladen.values()) == 6, "five files, of which one was cut short"


def test_half_a_batch_with_other_content_is_replaced(
    server: SftpServer, batch: Path, notitie: Path, tmp_path: Path
) -> None:
    deel = server.wortel / "in" / f"{NAAM}.deel"
    deel.mkdir()
    for naam, inhoud in hier(batch).items():
        (deel / naam).write_bytes(bytes(len(inhoud)))
    (deel / "van-een-ander.pdf").write_bytes(b"x")
    SftpBezorger(gegevens(server, tmp_path)).bezorg(batch, notitie)
    assert bij_drukker(server) == hier(batch)


def test_another_batch_with_this_name_is_left_alone(
    server: SftpServer, batch: Path, notitie: Path, tmp_path: Path
) -> None:
    (server.wortel / "in" / NAAM).mkdir()
    (server.wortel / "in" / NAAM / "manifest.csv").write_text("van een ander")
    with pytest.raises(BatchBezet):
        SftpBezorger(gegevens(server, tmp_path)).bezorg(batch, notitie)
    assert bij_drukker(server) == {"manifest.csv": b"van een ander"}


def test_a_note_about_another_content_proves_nothing(
    server: SftpServer, batch: Path, notitie: Path, tmp_path: Path
) -> None:
    notitie.write_text("0" * 64)
    SftpBezorger(gegevens(server, tmp_path)).bezorg(batch, notitie)
    assert bij_drukker(server) == hier(batch)


def test_a_file_that_arrives_short_gets_no_name(server: SftpServer, batch: Path, notitie: Path, tmp_path: Path) -> None:
    bezorger, server.knip = SftpBezorger(gegevens(server, tmp_path)), 100
    with pytest.raises(NietBezorgd):
        bezorger.bezorg(batch, notitie)
    assert not server.gehernoemd
    server.knip = None
    bezorger.bezorg(batch, notitie)
    assert bij_drukker(server) == hier(batch)


def test_a_server_that_died_is_tried_again(server: SftpServer, batch: Path, notitie: Path, tmp_path: Path) -> None:
    bezorger = SftpBezorger(gegevens(server, tmp_path))
    server.stop()
    with pytest.raises(NietBezorgd):
        bezorger.bezorg(batch, notitie)
    server.start()
    bezorger.bezorg(batch, notitie)
    assert server.gehernoemd == {NAAM: 1}


def test_a_server_with_another_key_gets_nothing(server: SftpServer, batch: Path, notitie: Path, tmp_path: Path) -> None:
    goed = gegevens(server, tmp_path)
    vreemd = server.hostsleutels(tmp_path / "vreemd", paramiko.ECDSAKey.generate())
    (leeg := tmp_path / "leeg").write_text("")
    for hostsleutels in (vreemd, leeg):
        with pytest.raises(OnjuisteInstelling, match="sftp_hostsleutels"):
            SftpBezorger(replace(goed, hostsleutels=hostsleutels)).bezorg(batch, notitie)
    assert not server.geladen


def test_a_key_opens_the_door_and_a_wrong_secret_does_not(
    server: SftpServer, batch: Path, notitie: Path, tmp_path: Path
) -> None:
    sleutel = paramiko.RSAKey.generate(2048)
    sleutel.write_private_key_file(str(pad := tmp_path / "sleutel"), password="geheim")
    goed = replace(gegevens(server, tmp_path), sleutel=pad, wachtwoord="geheim")
    fout = [goed, replace(goed, wachtwoord="anders"), replace(goed, sleutel=None, wachtwoord="anders")]
    for instellingen in fout:  # the first one fails because the server does not know the key yet
        with pytest.raises(OnjuisteInstelling):
            SftpBezorger(instellingen).bezorg(batch, notitie)
    server.bekend.append(sleutel)
    SftpBezorger(goed).bezorg(batch, notitie)
    assert server.gehernoemd == {NAAM: 1}


def test_a_folder_that_is_not_there_is_not_made(server: SftpServer, batch: Path, notitie: Path, tmp_path: Path) -> None:
    with pytest.raises(OnjuisteInstelling, match="sftp_map"):
        SftpBezorger(replace(gegevens(server, tmp_path), map="elders")).bezorg(batch, notitie)
    assert [pad.name for pad in server.wortel.iterdir()] == ["in"]


def test_what_is_wrong_with_a_key_shows_nothing_of_it(
    server: SftpServer, batch: Path, notitie: Path, tmp_path: Path
) -> None:
    (pad := tmp_path / "sleutel").write_text("-----BEGIN OPENSSH PRIVATE KEY-----\nQUJD\n")
    with pytest.raises(OnjuisteInstelling) as fout:
        SftpBezorger(replace(gegevens(server, tmp_path), sleutel=pad)).bezorg(batch, notitie)
    assert str(fout.value).endswith("(sftp_sleutel)") and fout.value.__cause__ is None


@pytest.mark.parametrize(
    "anders",
    [{"host": ""}, {"gebruiker": ""}, {"map": ""}, {"wachtwoord": ""}, {"sleutel": Path("/nergens")}],
    ids=["geen host", "geen gebruiker", "geen map", "geen wachtwoord en geen sleutel", "sleutel die er niet is"],
)
def test_settings_that_can_never_deliver_are_refused(
    server: SftpServer, tmp_path: Path, anders: dict[str, object]
) -> None:
    with pytest.raises(OnjuisteInstelling, match="sftp_"):
        replace(gegevens(server, tmp_path), **anders)


def test_no_secret_and_no_name_of_the_server_leaks(
    server: SftpServer, batch: Path, notitie: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    goed = gegevens(server, tmp_path)
    assert WACHTWOORD not in repr(goed)
    with caplog.at_level(logging.DEBUG), pytest.raises(OnjuisteInstelling) as fout:
        SftpBezorger(replace(goed, wachtwoord="verkeerd-wachtwoord")).bezorg(batch, notitie)
    assert "127.0.0.1" not in str(fout.value) and fout.value.__cause__ is None
    assert "verkeerd-wachtwoord" not in caplog.text
