# pyright: basic
"""How often somebody may try to log in: per place, together, and not when he comes in."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from models.database import schrijven
from models.medewerkers import SESSIE
from tasks.omgeving import Omgeving
from tests.worklist.deur import browser
from tests.worklist.inlogdienst import (
    Inlogdienst,
    kop_van,
    log_in,
    naar_de_dienst,
)
from worklist import rem


def test_too_many_tries_are_braked_per_place_and_together(
    waar: Omgeving, dienst: Inlogdienst, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rem, "PER_ADRES", 3)
    monkeypatch.setattr(rem, "SAMEN", 5)
    klant = browser(dienst.inrichting(), van="10.0.0.1")
    for _ in range(3):
        naar_de_dienst(klant)
    te_vaak = klant.get("/inloggen/begin")
    assert (te_vaak.status_code, kop_van(te_vaak)) == (429, "Te vaak geprobeerd")
    assert "Wacht 10 minuten" in te_vaak.text and te_vaak.headers["retry-after"] == "600"
    naar_de_dienst(browser(dienst.inrichting(), van="10.0.0.2"))
    naar_de_dienst(browser(dienst.inrichting(), van="10.0.0.3"))
    assert browser(dienst.inrichting(), van="10.0.0.4").get("/inloggen/begin").status_code == 429
    with schrijven(waar.engine) as db:
        db.execute(update(SESSIE).values(begonnen=datetime.now(UTC) - rem.VENSTER))
    assert klant.get("/inloggen/begin").status_code == 303


def test_who_comes_in_is_not_braked(sqlite: Omgeving, dienst: Inlogdienst, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rem, "PER_ADRES", 2)
    assert [log_in(browser(dienst.inrichting())).status_code for _ in range(4)] == [303] * 4
    assert [log_in(browser(dienst.inrichting()), "geen").status_code for _ in range(2)] == [403, 403]
    assert browser(dienst.inrichting()).get("/inloggen/begin").status_code == 429


def test_an_address_is_not_kept_and_a_network_counts_as_one(sqlite: Omgeving) -> None:
    assert rem.vandaan("2001:db8::1") == rem.vandaan("2001:db8::ffff") != rem.vandaan("2001:db8:0:1::1")
    assert rem.vandaan("10.0.0.1") != rem.vandaan("10.0.0.2") and "10.0" not in rem.vandaan("10.0.0.1")
