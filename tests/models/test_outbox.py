# pyright: basic
"""Can a bericht leave twice? Every transition, claims by two senders, and cancelling."""

import threading
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from models import outbox
from models.database import lezen, schrijven
from models.outbox import OVERGANGEN, Status, claim, te_verzenden, zet, zonder_antwoord
from rules.bezorging import EINDE, VERTREKKEN, Baan
from rules.woorden import Kanaal
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, JUNI_5, een_persoon, een_vordering, lees, leg_op, zaken

UUR = timedelta(hours=1)
METEEN = timedelta(0)


def bericht(zaak: int, nummer: int, status: Status = Status.KLAARGEZET, **anders: Any) -> dict[str, Any]:
    vast: dict[str, Any] = dict.fromkeys(("batch", "sjabloon_versie", "kenmerk", "reden"), "") | {
        "id": f"b{nummer:03}", "zaak_id": zaak, "gemeente": GEMEENTE, "soort": "herinnering", "kanaal": "brief",
        "poging": nummer, "baan": Baan.PERSOONLIJK.value, "status": status.value, "dag": JUNI_5, "verzend_op": JUNI_5,
        "gegevens": {},
    }  # fmt: skip
    return vast | anders


@pytest.fixture
def zaak(waar: Omgeving) -> int:
    leg_op(waar, [een_vordering(een_persoon())])
    return zaken(waar)[0]


def zet_klaar(waar: Omgeving, zaak: int, aantal: int, **anders: Any) -> None:
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, [bericht(zaak, n, **anders) for n in range(aantal)])


def test_every_status_has_its_transitions() -> None:
    assert set(OVERGANGEN) == set(Status)
    assert {status for status, naar in OVERGANGEN.items() if not naar} == EINDE
    assert not EINDE & {Status.VERZONDEN, Status.BEZORGD}, "a bounce or returned post comes days later"
    for status in VERTREKKEN:
        assert Status.VERVALLEN not in OVERGANGEN[status], "what left, or may have left, cannot be called back"
    for status in (Status.VERZONDEN, Status.BEZORGD):
        assert not {Status.KLAARGEZET, Status.BEZIG} & OVERGANGEN[status], "what left never leaves again"
    mag_in_hand = {status for status, naar in OVERGANGEN.items() if Status.BEZIG in naar}
    assert mag_in_hand == {Status.KLAARGEZET}, "nothing is taken in hand but what is ready"


@pytest.fixture(scope="module")
def een_rij(tmp_path_factory: pytest.TempPathFactory, sqlite_sjabloon: Any) -> Any:
    """One database with one bericht, for all pairs: making one for each takes longer than the test."""
    from tests.models.omgevingen import verse_sqlite

    with verse_sqlite(tmp_path_factory.mktemp("overgangen"), sqlite_sjabloon) as nieuw:
        leg_op(nieuw, [een_vordering(een_persoon())])
        zet_klaar(nieuw, zaken(nieuw)[0], 2)
        yield nieuw


@pytest.mark.parametrize(("van", "naar"), list(product(Status, Status)))
def test_only_the_transitions_of_the_table_exist(een_rij: Omgeving, van: Status, naar: Status) -> None:
    with schrijven(een_rij.engine) as db:
        db.execute(text("UPDATE bericht SET status = :van WHERE id = 'b001'"), {"van": van.value})
        if naar in OVERGANGEN[van]:
            assert zet(db, "b001", van, naar)
            assert not zet(db, "b001", van, naar) or naar == van, "another process was first"
        else:
            with pytest.raises(ValueError, match="bericht kan niet van"):
                zet(db, "b001", van, naar)
    verwacht = naar if naar in OVERGANGEN[van] else van
    assert lees(een_rij, "bericht", "status") == [(Status.KLAARGEZET,), (verwacht,)], "and no other bericht moved"


def zaken_in(db: Connection) -> int:
    return int(db.execute(text("SELECT min(id) FROM zaak")).scalar_one())


def test_the_same_bericht_cannot_be_put_ready_twice(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 10)
    with pytest.raises(IntegrityError):
        zet_klaar(waar, zaak, 10)
    assert len(lees(waar, "bericht", "id")) == 10


def test_two_sms_never_share_an_id_at_the_provider(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 2, kanaal="sms")
    with pytest.raises(IntegrityError), schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET kenmerk = 'SM1'"))
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET kenmerk = 'hash', kanaal = 'brief'"))


def test_two_senders_never_hold_the_same_bericht(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 60)
    gekregen: list[list[str]] = [[], []]
    start = threading.Barrier(2)

    def stuur(nummer: int) -> None:
        start.wait()
        while True:
            with schrijven(waar.engine) as db:
                mijn = claim(db, te_verzenden(db, Kanaal.BRIEF, JUNI_5, 7, vast=True), UUR)
            if not mijn:
                return
            gekregen[nummer] += mijn

    draden = [threading.Thread(target=stuur, args=(n,)) for n in (0, 1)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sorted(gekregen[0] + gekregen[1]) == [f"b{n:03}" for n in range(60)]
    assert set(lees(waar, "bericht", "status", "offertes")) == {(Status.BEZIG, 1)}


@pytest.mark.postgres
def test_a_bericht_in_an_open_claim_is_left_out(postgres: Omgeving) -> None:
    leg_op(postgres, [een_vordering(een_persoon())])
    zet_klaar(postgres, zaken(postgres)[0], 4)
    with schrijven(postgres.engine) as een, schrijven(postgres.engine) as ander:
        eerste = claim(een, te_verzenden(een, Kanaal.BRIEF, JUNI_5, 2), UUR)
        alle = ["b000", "b001", "b002", "b003"]
        assert eerste == ["b000", "b001"]
        assert te_verzenden(ander, Kanaal.BRIEF, JUNI_5, 10, vast=True) == ["b002", "b003"]
        assert claim(ander, alle, UUR) == ["b002", "b003"]


def test_a_claim_keeps_its_batch_its_moment_and_how_often(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 2)
    voor = datetime.now(UTC)
    with schrijven(waar.engine) as db:
        assert claim(db, ["b000", "b001"], UUR, batch_per_bericht={"b001": "batch-2"}) == ["b000", "b001"]
    [(_, batch0, sinds, kijk, keer), (_, batch1, *_)] = lees(
        waar, "bericht", "id", "batch", "bezig_sinds", "volgende_controle", "offertes"
    )
    assert (batch0, batch1, keer) == ("", "batch-2", 1)
    assert voor <= sinds <= datetime.now(UTC) and kijk == sinds + UUR


def test_a_lost_answer_is_found_after_some_patience(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 3)
    with schrijven(waar.engine) as db:
        claim(db, ["b000"], METEEN)
        claim(db, ["b001", "b002"], UUR)
        zet(db, "b002", Status.BEZIG, Status.ONBEKEND, volgende_controle=datetime.now(UTC))
    with lezen(waar.engine) as db:
        assert zonder_antwoord(db, "brief") == ["b000", "b002"], "the other may still be in good hands"
        assert zonder_antwoord(db, "sms") == []


def test_a_bericht_rests_after_a_refusal(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 2)
    with schrijven(waar.engine) as db:
        outbox.controleer_later(db, "b000", Status.KLAARGEZET, datetime.now(UTC) + UUR)
        outbox.controleer_later(db, "b001", Status.KLAARGEZET, datetime.now(UTC) - UUR)
    with lezen(waar.engine) as db:
        assert te_verzenden(db, "brief", JUNI_5, 10) == ["b001"]
        assert outbox.wachtend(db, "brief", JUNI_5) == {GEMEENTE: 1}
    with schrijven(waar.engine) as db:
        assert claim(db, ["b000", "b001"], UUR) == ["b001"], "also for who chose it before it was refused"


def test_only_what_has_not_left_is_cancelled(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 3)
    with schrijven(waar.engine) as db:
        claim(db, ["b001"], UUR)
        vervallen = outbox.laat_vervallen(db, [zaak], {zaak: "er is betaald"})
    assert [(v.poging, v.reden) for v in vervallen] == [(0, "er is betaald"), (2, "er is betaald")]
    assert lees(waar, "bericht", "status", "reden") == [
        (Status.VERVALLEN, "er is betaald"), (Status.BEZIG, ""), (Status.VERVALLEN, "er is betaald")
    ]  # fmt: skip


@pytest.mark.parametrize("status", [s for s in Status if s != Status.KLAARGEZET])
def test_nothing_else_is_ever_cancelled(sqlite: Omgeving, status: Status) -> None:
    leg_op(sqlite, [een_vordering(een_persoon())])
    [zaak] = zaken(sqlite)
    zet_klaar(sqlite, zaak, 1)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET status = :s"), {"s": status.value})
        assert outbox.laat_vervallen(db, [zaak], {zaak: "er is betaald"}) == []
    assert lees(sqlite, "bericht", "status") == [(status,)]


def test_one_kanaal_can_be_cancelled_alone(waar: Omgeving, zaak: int) -> None:
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, [bericht(zaak, 1, kanaal="sms"), bericht(zaak, 2)])
        outbox.laat_vervallen(db, [zaak], {zaak: "de inwoner heeft zich afgemeld"}, Kanaal.SMS)
    assert lees(waar, "bericht", "status") == [(Status.VERVALLEN,), (Status.KLAARGEZET,)]


@pytest.mark.postgres
def test_cancelling_and_claiming_at_once_never_both_win(postgres: Omgeving) -> None:
    """The claim is not committed yet: the cancelling waits for it, and then leaves the bericht alone."""
    leg_op(postgres, [een_vordering(een_persoon())])
    [zaak] = zaken(postgres)
    zet_klaar(postgres, zaak, 1)
    vervallen: list[outbox.Vervallen] = []

    def annuleer() -> None:
        with schrijven(postgres.engine) as db:
            vervallen.extend(outbox.laat_vervallen(db, [zaak], {zaak: "er is betaald"}))

    with schrijven(postgres.engine) as db:
        assert claim(db, ["b000"], UUR) == ["b000"]
        draad = threading.Thread(target=annuleer)
        draad.start()
        draad.join(0.3)
        assert draad.is_alive(), "it waits for the claim"
    draad.join(10)
    assert vervallen == [] and lees(postgres, "bericht", "status") == [(Status.BEZIG,)]


def test_a_bericht_waits_for_its_day(waar: Omgeving, zaak: int) -> None:
    zet_klaar(waar, zaak, 1)
    with lezen(waar.engine) as db:
        assert te_verzenden(db, "brief", JUNI_5 - timedelta(days=1), 10) == []
        assert te_verzenden(db, "brief", JUNI_5, 10) == ["b000"]
        assert te_verzenden(db, "sms", JUNI_5, 10) == []


def test_a_personal_bericht_leaves_before_a_large_round(waar: Omgeving, zaak: int) -> None:
    massaal = {"baan": Baan.MASSAAL.value, "zending_id": een_zending(waar, outbox.VRIJ)}
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, [bericht(zaak, n, **massaal) for n in range(3)])
        outbox.zet_klaar(db, [bericht(zaak, 7, verzend_op=JUNI_5 + timedelta(days=1))])
    morgen = JUNI_5 + timedelta(days=1)
    with lezen(waar.engine) as db:
        assert te_verzenden(db, "brief", morgen, 2) == ["b007", "b000"]
        assert te_verzenden(db, "brief", morgen, 9, banen=[Baan.MASSAAL]) == ["b000", "b001", "b002"]
        assert te_verzenden(db, "brief", morgen, 9, banen=[Baan.PERSOONLIJK]) == ["b007"]
        assert te_verzenden(db, "brief", morgen, 9, gemeenten=["buurdorp"]) == []
        assert te_verzenden(db, "brief", morgen, 9, gemeenten=[]) == []
        assert te_verzenden(db, "brief", morgen, 9, zaak_id=zaak + 1) == []


@pytest.mark.parametrize("zending", ["geen", outbox.WACHT, outbox.VRIJ])
def test_what_is_part_of_a_large_round_leaves_only_released(sqlite: Omgeving, zending: str) -> None:
    leg_op(sqlite, [een_vordering(een_persoon())])
    zending_id = None if zending == "geen" else een_zending(sqlite, zending)
    zet_klaar(sqlite, zaken(sqlite)[0], 1, baan=Baan.MASSAAL.value, zending_id=zending_id)
    with lezen(sqlite.engine) as db:
        assert te_verzenden(db, "brief", JUNI_5, 9) == (["b000"] if zending == outbox.VRIJ else [])
        assert outbox.wachtend(db, "brief", JUNI_5) == ({GEMEENTE: 1} if zending == outbox.VRIJ else {})


def een_zending(waar: Omgeving, status: str) -> int:
    velden = {"gemeente": GEMEENTE, "afdeling": "incasso", "kanaal": "brief", "dag": JUNI_5, "status": status}
    velden |= {"op": datetime.now(UTC)}
    velden |= {"aantal": 1, "delen": 1, "kosten_ct": 95, "steekproef": []}
    with schrijven(waar.engine) as db:
        [zending] = db.execute(outbox.ZENDING.insert().values(velden)).inserted_primary_key or (0,)
    return int(zending)


def test_what_stays_behind_is_shown_but_not_what_waits_for_people(waar: Omgeving, zaak: int) -> None:
    wacht = {"baan": Baan.MASSAAL.value, "zending_id": een_zending(waar, outbox.WACHT)}
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, [bericht(zaak, 1), bericht(zaak, 3, baan=Baan.MASSAAL.value)])
        outbox.zet_klaar(db, [bericht(zaak, 2, **wacht)])
    with lezen(waar.engine) as db:
        assert [r.id for r in outbox.nog_hier(db, JUNI_5 + timedelta(days=1))] == ["b001", "b003"]
        assert outbox.nog_hier(db, JUNI_5) == []
