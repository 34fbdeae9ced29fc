# pyright: basic
"""Do letters reach a print room on another machine once, whatever breaks on the way there?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tasks import drukwerk
from tasks.fouten import OnjuisteInstelling
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import JUNI_5, lees
from tests.models.omgevingen import instellingen
from tests.standins.sftp_server import GEBRUIKER, WACHTWOORD, SftpServer
from tests.tasks.drukken import BATCH, bestanden, brieven, manifest, weer_in_hand, zet_brieven_klaar


@pytest.fixture
def drukker(tmp_path: Path) -> Iterator[SftpServer]:
    with SftpServer(tmp_path / "drukker") as server:
        (server.wortel / "in").mkdir()
        yield server


@pytest.fixture
def over_sftp(waar: Omgeving, drukker: SftpServer, tmp_path: Path) -> Omgeving:
    """Letters go to the print room over SFTP."""
    gekozen = instellingen(
        waar.settings.home, waar.settings.database_url, post="sftp", sftp_host="127.0.0.1", sftp_port=drukker.poort,
        sftp_user=GEBRUIKER, sftp_wachtwoord=WACHTWOORD, sftp_map="in",
        sftp_hostsleutels=drukker.hostsleutels(tmp_path / "known_hosts"),
    )  # fmt: skip
    nieuw = replace(waar, settings=gekozen)
    gebruik(nieuw)
    return nieuw


def stand(waar: Omgeving) -> set[tuple[str, str]]:
    return set(lees(waar, "bericht", "status", "reden"))


def test_a_batch_is_in_both_places(over_sftp: Omgeving, drukker: SftpServer) -> None:
    zet_brieven_klaar(over_sftp)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter()
    assert bestanden(drukker.wortel / "in") == bestanden(brieven(over_sftp))
    assert len(manifest(drukker.wortel / "in" / BATCH)) == 3


def test_a_print_room_that_is_away_gets_everything_later(over_sftp: Omgeving, drukker: SftpServer) -> None:
    zet_brieven_klaar(over_sftp)
    drukker.stop()
    for _ in range(2):
        assert drukwerk.verzend_brieven(JUNI_5) == Counter(bezig=3)
        assert stand(over_sftp) == {("bezig", "De drukker is nu niet bereikbaar.")}
    gemaakt = bestanden(brieven(over_sftp))
    drukker.start()
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    assert stand(over_sftp) == {("verzonden", "")}
    assert bestanden(drukker.wortel / "in") == bestanden(brieven(over_sftp)) == gemaakt
    assert drukker.gehernoemd == {BATCH: 1}


def test_what_is_due_meanwhile_does_not_wait_for_an_older_batch(over_sftp: Omgeving, drukker: SftpServer) -> None:
    zet_brieven_klaar(over_sftp)
    drukker.verbreek_na = 2
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(bezig=3)
    zet_brieven_klaar(over_sftp, 1, eerste=7)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=4)
    assert drukker.gehernoemd == {BATCH: 1, f"{BATCH}-2": 1}


@pytest.mark.parametrize("haal_op", [False, True], ids=["blijft staan", "meteen opgehaald"])
def test_a_process_that_dies_after_the_delivery_delivers_nothing_twice(
    over_sftp: Omgeving, drukker: SftpServer, haal_op: bool
) -> None:
    """The answer to the last request is lost, or the process dies before it writes down that the letters left."""
    zet_brieven_klaar(over_sftp)
    drukker.haal_op, drukker.stil_na_hernoemen = haal_op, True
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(bezig=3)
    weer_in_hand(over_sftp)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    assert drukker.gehernoemd == {BATCH: 1} and set(drukker.geladen.values()) == {1}
    assert not [naam for naam in bestanden(brieven(over_sftp)) if naam.startswith(".")], "nothing is left lying about"


def test_wrong_settings_are_told_before_anything_is_claimed(over_sftp: Omgeving) -> None:
    zet_brieven_klaar(over_sftp)
    gebruik(replace(over_sftp, settings=over_sftp.settings.model_copy(update={"sftp_hostsleutels": None})))
    with pytest.raises(OnjuisteInstelling):
        drukwerk.verzend_brieven(JUNI_5)
    assert stand(over_sftp) == {("klaargezet", "")}
