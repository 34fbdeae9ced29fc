# pyright: basic
"""A pauze holds what has not left, within seconds and in every place, and loses nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import text

from models import zendingen
from models.database import schrijven
from rules.woorden import Kanaal
from tasks import bezorging, drukbatch, drukwerk, leven, pauzeren, stappen, verzenden
from tasks.omgeving import Omgeving
from tasks.pauzeren import AlGepauzeerd, NietGepauzeerd, PauzeFout, Wat
from tasks.uitleg import leg_zaak_uit
from tasks.verzenden import Opdracht
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    JUNI_19,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    lees,
    leg_op,
    log,
    signaleer,
    zaken,
)
from tests.models.omgevingen import werk_in
from tests.tasks.drukken import statussen, zet_brieven_klaar

BRIEVEN = Wat("kanaal", "brief", GEMEENTE)
WIE = "Sanne de Boer"
REDEN = "De drukker is stuk"


def ronde(dag: date) -> stappen.Resultaat:
    return stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)


def test_a_step_that_stands_still_is_held_and_not_skipped(waar: Omgeving) -> None:
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(3)])
    pauzeren.pauzeer(Wat("stap", "herinnering"), REDEN, WIE)
    resultaat = ronde(JUNI_5)
    assert resultaat.telling == {} and resultaat.gehouden == zaken(waar)
    assert resultaat.waarom == {"gepauzeerd: stap herinnering": 3}
    assert [z for z, _ in stappen.te_doen(GEMEENTE, JUNI_5)] == zaken(waar), "they stay due"
    assert ronde(JUNI_19).telling == {}, "no later step jumps over it"
    pauzeren.hervat(Wat("stap", "herinnering"), WIE)
    assert ronde(JUNI_19).telling == {"bericht": 3}
    assert lees(waar, "bericht", "soort", "dag") == [("herinnering", JUNI_19)] * 3


def test_what_was_ready_does_not_leave_and_nobody_is_alarmed(waar: Omgeving) -> None:
    zet_brieven_klaar(waar, 2)
    pauzeren.pauzeer(BRIEVEN, REDEN, WIE)
    assert verzenden.openstaand(Opdracht(Kanaal.BRIEF, JUNI_5)) == 0 == drukbatch.te_drukken(JUNI_5)
    assert drukwerk.verzend_brieven(JUNI_5) == {} and statussen(waar) == ["klaargezet"] * 2
    assert bezorging.meld_wat_blijft_liggen(JUNI_5 + timedelta(days=30)) == 0
    pauzeren.hervat(BRIEVEN, WIE)
    assert bezorging.meld_wat_blijft_liggen(JUNI_5 + timedelta(days=30)) == 0, "it did not stay behind"


def test_a_pauze_between_choosing_and_taking_in_hand_still_holds(waar: Omgeving) -> None:
    ids = zet_brieven_klaar(waar, 2)
    pauzeren.pauzeer(Wat("gemeente", "", GEMEENTE), REDEN, WIE)
    from models import outbox

    with schrijven(waar.engine) as db:
        assert outbox.claim(db, ids, waar.geduld.antwoord) == []


def test_a_batch_that_is_in_hand_waits_too(sqlite: Omgeving) -> None:
    zet_brieven_klaar(sqlite, 1)
    drukbatch.claim_alles(JUNI_5)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET volgende_controle = '2026-01-01 00:00:00+00:00'"))
    assert drukbatch.blijven_liggen()
    pauzeren.pauzeer(BRIEVEN, REDEN, WIE)
    assert drukbatch.blijven_liggen() == []


def test_only_what_was_named_stands_still(waar: Omgeving) -> None:
    ids = zet_brieven_klaar(waar, 1)
    for ander in (Wat("kanaal", "sms"), Wat("kanaal", "brief", "buurdorp"), Wat("stap", "aanmaning", GEMEENTE)):
        pauzeren.pauzeer(ander, REDEN, WIE)
    assert drukwerk.verzend_brieven(JUNI_5) == {"verzonden": 1} and ids


def test_a_crisis_goes_on_in_a_gemeente_that_stands_still(waar: Omgeving) -> None:
    geef = een_persoon(1)
    with schrijven(waar.engine) as db:
        geef_nummer(db, geef, "vroegsignalering", telefoon="+31205550001")
    signaleer(waar, een_signaal(geef, crisis=True), dag=date(2026, 7, 13))
    pauzeren.pauzeer(Wat("gemeente", "", GEMEENTE), REDEN, WIE)
    ronde(date(2026, 7, 13))
    assert lees(waar, "taak", "soort") == [("crisis",)]
    assert lees(waar, "bericht", "soort") == []


def test_both_hands_stay_known_and_once_is_enough(waar: Omgeving) -> None:
    gemaakt = pauzeren.pauzeer(BRIEVEN, f"  {REDEN}\n ", WIE)
    assert (gemaakt.reden, gemaakt.wat) == (REDEN, "kanaal brief")
    with pytest.raises(AlGepauzeerd):
        pauzeren.pauzeer(BRIEVEN, REDEN, "Joris")
    pauzeren.hervat(BRIEVEN, "Joris")
    with pytest.raises(NietGepauzeerd):
        pauzeren.hervat(BRIEVEN, "Joris")
    pauzeren.pauzeer(BRIEVEN, "weer stuk", WIE)
    assert lees(waar, "pauze", "door", "opgeheven_door", "reden") == [(WIE, "Joris", REDEN), (WIE, "", "weer stuk")]
    assert [p.reden for p in pauzeren.open_pauzes(GEMEENTE)] == ["weer stuk"]
    assert pauzeren.open_pauzes("buurdorp") == []


@pytest.mark.parametrize(
    ("wat", "reden", "door"),
    [
        pytest.param(Wat("gemeente"), REDEN, WIE, id="alles, overal"),
        pytest.param(Wat("stap", "crisis"), REDEN, WIE, id="een crisis"),
        pytest.param(BRIEVEN, " \n", WIE, id="zonder reden"),
        pytest.param(BRIEVEN, REDEN, "", id="zonder naam"),
        pytest.param(BRIEVEN, "x" * 201, WIE, id="een te lange reden"),
    ],
)
def test_what_cannot_stand_still_is_refused(sqlite: Omgeving, wat: Wat, reden: str, door: str) -> None:
    with pytest.raises(PauzeFout):
        pauzeren.pauzeer(wat, reden, door)
    assert pauzeren.open_pauzes() == []


def test_the_log_says_nothing_of_a_step_that_was_held(sqlite: Omgeving) -> None:
    leg_op(sqlite, [een_vordering(een_persoon(), "A1")])
    voor = log(sqlite, 1)
    pauzeren.pauzeer(BRIEVEN, REDEN, WIE)
    ronde(JUNI_5)
    assert log(sqlite, 1) == voor


def test_after_days_without_rounds_the_round_comes_before_the_alarm(waar: Omgeving) -> None:
    """A machine that was down for a week makes no week's worth of questions about berichten that it never offered."""
    zet_brieven_klaar(waar, 2)
    leven.teken(leven.dagronde_van(GEMEENTE), True, {"dag": JUNI_5.isoformat()})
    assert bezorging.meld_wat_blijft_liggen(JUNI_19) == 0
    leven.teken(leven.dagronde_van(GEMEENTE), True, {"dag": (JUNI_19 - timedelta(days=1)).isoformat()})
    assert bezorging.meld_wat_blijft_liggen(JUNI_19) == 2, "rounds ran and they are still here"


def test_what_people_just_released_has_not_stayed_behind(waar: Omgeving) -> None:
    ids = zet_brieven_klaar(waar, 2)
    nu = datetime.combine(JUNI_19, time(9), UTC)
    velden = {"gemeente": GEMEENTE, "afdeling": "incasso", "kanaal": "brief", "dag": JUNI_5, "aantal": 2, "delen": 2}
    with schrijven(waar.engine) as db:
        zendingen.maak_zending(db, velden | {"kosten_ct": 1, "steekproef": []}, ids, vrij=True)
        db.execute(text("INSERT INTO vrijgave (zending_id, door, op) VALUES (1, 'Sanne', :op)"), {"op": nu})
    assert bezorging.meld_wat_blijft_liggen(JUNI_19) == 0
    assert bezorging.meld_wat_blijft_liggen(JUNI_19 + timedelta(days=5)) == 2


def test_leg_uit_says_what_stands_still(sqlite: Omgeving) -> None:
    leg_op(sqlite, [een_vordering(een_persoon(), "A1")])
    pauzeren.pauzeer(BRIEVEN, REDEN, WIE)
    pauzeren.pauzeer(Wat("stap", "hulpaanbod", GEMEENTE), "niet van deze afdeling", WIE)
    uitleg = leg_zaak_uit("I-000001", JUNI_5)
    assert uitleg is not None and [r.partition(",")[0] for r in uitleg.gepauzeerd] == ["kanaal brief"]
    assert REDEN in uitleg.gepauzeerd[0]


def test_the_day_has_room_for_so_many_calls_and_the_longest_wait_goes_first(waar: Omgeving) -> None:
    """Also on PostgreSQL, in a large round that sets personal work apart, and when the same round comes again."""
    mensen = [een_persoon(n) for n in range(5)]
    with schrijven(waar.engine) as db:
        for n, mens in enumerate(mensen):
            geef_nummer(db, mens, "incasso", telefoon=f"+3120555{n:04}")
    leg_op(waar, [een_vordering(m, f"A{n}") for n, m in enumerate(mensen)])
    for dag in (JUNI_5, JUNI_19):
        ronde(dag)
        with schrijven(waar.engine) as db:
            db.execute(text("UPDATE bericht SET status = 'verzonden'"))
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE zaak SET volgende_toets = :dag WHERE id = 4"), {"dag": date(2026, 7, 1)})
    beleid = waar.beleid(GEMEENTE)
    werk_in(waar.settings, replace(beleid, werk=replace(beleid.werk, taken_per_dag=2)))
    dag = date(2026, 7, 20)
    grof = stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag, alleen_automatisch=True)
    assert sorted(grof.persoonlijk) == [1, 2, 3, 4, 5] and not grof.gehouden
    resultaat = ronde(dag)
    assert sorted(lees(waar, "taak", "zaak_id")) == [(1,), (4,)] and resultaat.gehouden == [2, 3, 5]
    assert ronde(dag).telling == {} and ronde(dag + timedelta(days=1)).telling == {"taak": 2}
