# pyright: basic
"""Can a bericht leave twice? Every transition, claims by two senders, and cancelling."""

import threading
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from models import outbox
from models.database import lezen, schrijven
from models.outbox import OVERGANGEN, Status, claim, te_verzenden, zet, zonder_antwoord
from rules.woorden import Kanaal
from tasks.omgeving import Omgeving
from tests.models.bouwers import JUNI_5, een_persoon, een_vordering, lees, leg_op, zaken


def bericht(zaak: int, nummer: int, status: Status = Status.KLAARGEZET) -> dict[str, Any]:
    leeg: dict[str, Any] = dict.fromkeys(("batch", "sjabloon", "sjabloon_versie", "kenmerk", "reden"), "")
    return leeg | {
        "id": f"b{nummer:03}", "zaak_id": zaak, "soort": "herinnering", "kanaal": "brief", "poging": nummer,
        "status": status.value, "dag": JUNI_5, "verzend_op": JUNI_5, "gegevens": {},
    }  # fmt: skip


@pytest.fixture
def zaak(waar: Omgeving) -> int:
    leg_op(waar, [een_vordering(een_persoon())])
    return zaken(waar)[0]


def zet_klaar(waar: Omgeving, zaak: int, aantal: int) -> None:
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, [bericht(zaak, n) for n in range(aantal)])


def test_every_status_has_its_transitions() -> None:
    assert set(OVERGANGEN) == set(Status)
    eind = {status for status, naar in OVERGANGEN.items() if not naar}
    assert eind == {Status.MISLUKT, Status.RETOUR, Status.VERVALLEN}
    assert Status.VERZONDEN not in OVERGANGEN[Status.KLAARGEZET], "what leaves was claimed first"
    assert Status.KLAARGEZET not in OVERGANGEN[Status.VERZONDEN], "what left never leaves again"


@pytest.mark.parametrize(("van", "naar"), list(product(Status, Status)))
def test_only_the_transitions_of_the_table_exist(sqlite: Omgeving, van: Status, naar: Status) -> None:
    leg_op(sqlite, [een_vordering(een_persoon())])
    with schrijven(sqlite.engine) as db:
        outbox.zet_klaar(db, [bericht(zaken_in(db), 1, van)])
        if naar in OVERGANGEN[van]:
            assert zet(db, "b001", van, naar)
            assert not zet(db, "b001", van, naar), "another process was first"
        else:
            with pytest.raises(ValueError, match="bericht kan niet van"):
                zet(db, "b001", van, naar)
    assert lees(sqlite, "bericht", "status") == [(naar if naar in OVERGANGEN[van] else van,)]


def zaken_in(db: Connection) -> int:
    return int(db.execute(text("SELECT min(id) FROM zaak")).scalar_one())


def test_the_same_bericht_cannot_be_put_ready_twice(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 10)
    with pytest.raises(IntegrityError):
        zet_klaar(waar, zaak, 10)
    assert len(lees(waar, "bericht", "id")) == 10


def test_two_senders_never_hold_the_same_bericht(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 60)
    gekregen: list[list[str]] = [[], []]
    start = threading.Barrier(2)

    def stuur(nummer: int) -> None:
        start.wait()
        while True:
            with schrijven(waar.engine) as db:
                mijn = claim(db, te_verzenden(db, Kanaal.BRIEF, JUNI_5, 7, vast=True))
            if not mijn:
                return
            gekregen[nummer] += mijn

    draden = [threading.Thread(target=stuur, args=(n,)) for n in (0, 1)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(gekregen[0] + gekregen[1]) == [f"b{n:03}" for n in range(60)]
    assert set(lees(waar, "bericht", "status")) == {(Status.BEZIG,)}


@pytest.mark.postgres
def test_a_bericht_in_an_open_claim_is_left_out(postgres: Omgeving) -> None:
    leg_op(postgres, [een_vordering(een_persoon())])
    zet_klaar(postgres, zaken(postgres)[0], 4)
    with schrijven(postgres.engine) as een, schrijven(postgres.engine) as ander:
        eerste = claim(een, te_verzenden(een, Kanaal.BRIEF, JUNI_5, 2))
        alle = ["b000", "b001", "b002", "b003"]
        assert eerste == ["b000", "b001"]
        assert te_verzenden(ander, Kanaal.BRIEF, JUNI_5, 10, vast=True) == ["b002", "b003"]
        assert claim(ander, alle) == ["b002", "b003"]


def test_a_lost_answer_is_found_after_some_patience(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 3)
    with schrijven(waar.engine) as db:
        claim(db, ["b000", "b001"])
        zet(db, "b001", Status.BEZIG, Status.ONBEKEND)
    with lezen(waar.engine) as db:
        assert zonder_antwoord(db, "brief", timedelta(0)) == ["b000", "b001"]
        assert zonder_antwoord(db, "brief", timedelta(hours=1)) == ["b001"], "the other may still be in good hands"


def test_only_what_has_not_left_is_cancelled(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 3)
    with schrijven(waar.engine) as db:
        claim(db, ["b001"])
        assert [v.poging for v in outbox.laat_vervallen(db, [zaak], "betaald")] == [0, 2]
    assert lees(waar, "bericht", "status", "reden") == [
        (Status.VERVALLEN, "betaald"), (Status.BEZIG, ""), (Status.VERVALLEN, "betaald")
    ]  # fmt: skip


def test_a_bericht_waits_for_its_day(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 1)
    with lezen(waar.engine) as db:
        assert te_verzenden(db, "brief", JUNI_5 - timedelta(days=1), 10) == []
        assert te_verzenden(db, "brief", JUNI_5, 10) == ["b000"]
        assert te_verzenden(db, "sms", JUNI_5, 10) == []
