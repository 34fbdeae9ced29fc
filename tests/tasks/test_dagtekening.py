# pyright: basic
"""What leaves later carries that day, and no term runs before it left."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from models.database import schrijven
from rules.woorden import Kanaal
from tasks import drukbatch, drukmap, drukwerk, stappen, verzenden
from tasks.omgeving import Omgeving
from tasks.verzenden import Opdracht
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    JUNI_19,
    een_persoon,
    een_signaal,
    een_vordering,
    lees,
    leg_op,
    log,
    signaleer,
    zaken,
)
from tests.tasks.drukken import brieven, tekst_van, zet_brieven_klaar

JUNI_12 = date(2026, 6, 12)
HERINNERING_D = 14


def zet(dag: date) -> stappen.Resultaat:
    return stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)


def test_a_letter_that_waited_a_week_says_the_day_on_which_it_leaves(waar: Omgeving) -> None:
    zet_brieven_klaar(waar, 2)
    [(voor,), _] = lees(waar, "bericht", "gegevens")
    assert drukwerk.verzend_brieven(JUNI_12) == {"verzonden": 2}
    assert lees(waar, "bericht", "dag", "batch") == [(JUNI_12, f"{GEMEENTE}-2026-06-12-incasso")] * 2
    [(na,), _] = lees(waar, "bericht", "gegevens")
    assert date.fromisoformat(na["uiterste_dag"]) == date.fromisoformat(voor["uiterste_dag"]) + timedelta(days=7)
    [pdf] = list((brieven(waar) / f"{GEMEENTE}-2026-06-12-incasso").glob("*I-000001*.pdf"))
    woorden = tekst_van(pdf)
    assert "12 juni 2026" in woorden and "5 juni" not in woorden
    assert log(waar, 1)[-1] == "bericht_later herinnering"


def test_the_next_step_counts_from_the_day_on_which_it_left(waar: Omgeving) -> None:
    zet_brieven_klaar(waar, 1)
    drukwerk.verzend_brieven(JUNI_12)
    assert zet(JUNI_5 + timedelta(days=HERINNERING_D)).telling == {}, "counted from the decision this would be a day"
    assert zet(JUNI_12 + timedelta(days=HERINNERING_D - 1)).telling == {}
    assert zet(JUNI_12 + timedelta(days=HERINNERING_D)).telling == {"bericht": 1}
    assert lees(waar, "bericht", "soort") == [("aanmaning",), ("herinnering",)]


def test_no_step_follows_a_letter_that_is_still_here(waar: Omgeving) -> None:
    zet_brieven_klaar(waar, 1)
    for dag in (JUNI_19, JUNI_19 + timedelta(days=30)):
        assert zet(dag).telling == {}
    drukwerk.verzend_brieven(JUNI_19 + timedelta(days=30))
    assert zet(JUNI_19 + timedelta(days=31)).telling == {}
    assert zet(JUNI_19 + timedelta(days=30 + HERINNERING_D)).telling == {"bericht": 1}


def test_what_leaves_on_its_day_is_not_touched(waar: Omgeving) -> None:
    zet_brieven_klaar(waar, 2)
    voor = lees(waar, "bericht", "gegevens", "dag"), log(waar, 1)
    drukwerk.verzend_brieven(JUNI_5)
    assert (lees(waar, "bericht", "gegevens", "dag"), log(waar, 1)) == voor


def test_an_sms_or_email_carries_its_day_too(waar: Omgeving) -> None:
    signaleer(waar, een_signaal(een_persoon(1)), dag=date(2026, 7, 13))
    zet(date(2026, 7, 20))
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET kanaal = 'email'"))
    dag = date(2026, 7, 24)
    verzenden.verzend_digitaal(Opdracht(Kanaal.EMAIL, dag))
    assert lees(waar, "bericht", "dag") == [(dag,)]


@pytest.mark.parametrize("compleet", [False, True], ids=["niet gemaakt", "stond al klaar"])
def test_a_batch_that_was_never_made_gets_a_new_day(waar: Omgeving, compleet: bool) -> None:
    """What is printed is printed: a complete batch keeps the day on its paper, or it could be delivered twice."""
    zet_brieven_klaar(waar, 1)
    [batch] = drukbatch.claim_alles(JUNI_5)
    if compleet:
        drukwerk._druk(batch, JUNI_5, drukwerk.hier)
        assert drukmap.is_compleet(batch)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET volgende_controle = '2026-01-01 00:00:00+00:00'"))
    assert drukwerk.verzend_brieven(JUNI_12) == {"verzonden": 1}
    assert lees(waar, "bericht", "dag", "status") == [(JUNI_5 if compleet else JUNI_12, "verzonden")]


def test_several_berichten_of_one_zaak_each_get_their_line(sqlite: Omgeving) -> None:
    leg_op(sqlite, [een_vordering(een_persoon(n), f"A{n}") for n in range(3)])
    stappen.zet(zaken(sqlite), GEMEENTE, JUNI_5)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET zaak_id = 1"))
    drukwerk.verzend_brieven(JUNI_12)
    laatste = lees(sqlite, "gebeurtenis", "zaak_id", "soort", "volgnr")
    assert sorted(n for z, s, n in laatste if s == "bericht_later" and z == 1) == [3, 4, 5]
    assert lees(sqlite, "zaak", "id", "versie")[0] == (1, 5)
