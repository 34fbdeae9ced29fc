"""Does the log only grow, with numbers that never clash, and does a fact always win from a bericht that is ready?"""

import threading
from datetime import date, timedelta

import pytest

from models import outbox, register
from models.database import schrijf_samen, schrijven
from models.logboek import Bijschrift, Verouderd, schrijf_bij, zet_versies
from models.register import Besloten
from rules.bezorging import Baan
from rules.log import Logregel, Soort
from rules.voortgang import advance
from tasks.omgeving import Omgeving
from tasks.stappen import inhoud, verrijk, zet
from tests.models.bouwers import GEMEENTE, JUNI_5, een_persoon, een_vordering, lees, leg_op, log, zaken


@pytest.fixture
def twee(waar: Omgeving) -> list[int]:
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(2)])
    return zaken(waar)


def betaling(zaak: int, dag: date = JUNI_5) -> Bijschrift:
    return Bijschrift(zaak, Logregel(Soort.BETALING, dag, {"bedrag": 1}))


def test_versie_is_compare_and_swap(waar: Omgeving, twee: list[int]) -> None:
    een, ander = twee
    with schrijven(waar.engine) as db:
        zet_versies(db, [(een, 1, 2, JUNI_5), (ander, 1, 1, None)])
    assert lees(waar, "zaak", "versie", "volgende_toets") == [(2, JUNI_5), (1, None)]
    with pytest.raises(Verouderd), schrijven(waar.engine) as db:
        zet_versies(db, [(een, 1, 3, None), (ander, 1, 2, None)])
    assert lees(waar, "zaak", "versie", "volgende_toets") == [(2, JUNI_5), (1, None)], "nothing of it was kept"


def test_numbers_count_on_per_zaak(waar: Omgeving, twee: list[int]) -> None:
    een, ander = twee
    with schrijven(waar.engine) as db:
        schrijf_bij(db, [betaling(een), betaling(ander), betaling(een)], JUNI_5)
        schrijf_bij(db, [betaling(een)], JUNI_5)
    verwacht = [(een, n) for n in (1, 2, 3, 4)] + [(ander, n) for n in (1, 2)]
    assert lees(waar, "gebeurtenis", "zaak_id", "volgnr") == verwacht
    assert lees(waar, "zaak", "versie") == [(4,), (2,)], "versie counts the log"


def test_a_fact_cancels_what_is_ready_and_makes_the_zaak_due(waar: Omgeving, twee: list[int]) -> None:
    een, ander = twee
    zet(twee, GEMEENTE, JUNI_5)
    with schrijven(waar.engine) as db:
        schrijf_bij(db, [betaling(een)], JUNI_5)
    assert log(waar, een) == ["aanslag", "bericht herinnering", "betaling", "bericht_vervallen herinnering"]
    assert log(waar, ander) == ["aanslag", "bericht herinnering"]
    assert dict(lees(waar, "bericht", "zaak_id", "status")) == {een: "vervallen", ander: "klaargezet"}
    assert lees(waar, "zaak", "volgende_toets") == [(JUNI_5,), (JUNI_5 + timedelta(days=14),)]


def test_facts_from_two_sides_at_once_all_find_a_number(waar: Omgeving, twee: list[int]) -> None:
    start = threading.Barrier(4)

    def meld() -> None:
        start.wait()
        for _ in range(5):
            schrijf_samen(waar.engine, lambda db: schrijf_bij(db, [betaling(z) for z in twee], JUNI_5))

    draden = [threading.Thread(target=meld) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert lees(waar, "zaak", "versie") == [(21,), (21,)]
    assert [n for z, n in lees(waar, "gebeurtenis", "zaak_id", "volgnr") if z == twee[0]] == list(range(1, 22))


@pytest.mark.postgres
def test_a_payment_during_a_round_still_cancels_the_brief_of_that_round(postgres: Omgeving) -> None:
    """The fact waits for the zaak before it looks for what is ready: else this brief would slip through."""
    leg_op(postgres, [een_vordering(een_persoon())])
    [zaak] = zaken(postgres)
    beleid, klaar = postgres.beleid(GEMEENTE), threading.Event()

    def meld() -> None:
        with schrijven(postgres.engine) as db:
            klaar.set()
            schrijf_bij(db, [betaling(zaak)], JUNI_5)

    draad = threading.Thread(target=meld)
    with schrijven(postgres.engine) as db:
        [geladen] = register.laad(db, [zaak], beleid, JUNI_5, vast=True)
        voortgang = verrijk(geladen, advance(geladen.feiten, beleid, JUNI_5), beleid, postgres.tarieven, JUNI_5)
        draad.start()
        klaar.wait()
        draad.join(0.3)
        assert draad.is_alive(), "the fact waits until the round lets go of the zaak"
        register.record(
            db,
            beleid,
            [Besloten(geladen, voortgang)],
            JUNI_5,
            lambda z, s: inhoud(z, s, beleid=beleid, today=JUNI_5),
            Baan.PERSOONLIJK,
        )
    draad.join()
    assert lees(postgres, "bericht", "status") == [(outbox.Status.VERVALLEN,)]
    assert log(postgres, zaak) == ["aanslag", "bericht herinnering", "betaling", "bericht_vervallen herinnering"]
