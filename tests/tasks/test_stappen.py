"""Does a set of zaken step once, whatever else happens: two rounds at once, a broken zaak, a collision?"""

import multiprocessing
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from models.database import POGINGEN, schrijf_samen, schrijven
from models.logboek import Verouderd
from settings import Settings
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JULI_8,
    JUNI_5,
    JUNI_19,
    afdruk,
    een_persoon,
    een_vordering,
    lees,
    leg_op,
    log,
    zaken,
)
from tests.models.omgevingen import instellingen, werk_in

BAAS = multiprocessing.get_context("forkserver")


def een_stapel(waar: Omgeving, aantal: int) -> list[int]:
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(aantal)])
    return zaken(waar)


def test_a_chunk_takes_its_steps_once(waar: Omgeving) -> None:
    ids = een_stapel(waar, 7)
    resultaat = stappen.zet(ids, GEMEENTE, JUNI_5)
    assert resultaat.telling == {"bericht": 7}
    assert resultaat.gebeurd[0][1:] == ("bericht", "send_herinnering")
    voor = afdruk(waar)
    assert stappen.te_doen(GEMEENTE, JUNI_5) == []
    assert stappen.zet(ids, GEMEENTE, JUNI_5).telling == {}
    assert afdruk(waar) == voor
    assert [z for z, _ in stappen.te_doen(GEMEENTE, JUNI_19)] == ids


def test_work_for_people_is_set_apart_in_a_large_round(waar: Omgeving) -> None:
    ids = een_stapel(waar, 4)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE inwoner SET geboortedatum = :dag WHERE id = 2"), {"dag": "2015-01-01"})
    resultaat = stappen.zet(ids, GEMEENTE, JUNI_5, alleen_automatisch=True)
    assert resultaat.persoonlijk == [ids[1]] and resultaat.telling == {"bericht": 3}
    assert [z for z, _ in stappen.te_doen(GEMEENTE, JUNI_5)] == [ids[1]]


def breek(waar: Omgeving, zaak: int) -> None:
    """Give a zaak a log that no rule can read."""
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE gebeurtenis SET soort = 'van een andere planeet' WHERE zaak_id = :z"), {"z": zaak})


def test_one_broken_zaak_does_not_stop_the_others(waar: Omgeving) -> None:
    ids = een_stapel(waar, 9)
    breek(waar, ids[4])
    resultaat = stappen.zet(ids, GEMEENTE, JUNI_5)
    assert resultaat.kapot == [ids[4]] and resultaat.telling == {"bericht": 8}
    with pytest.raises(ValueError, match="andere planeet"):
        stappen.zet_een(ids[4], GEMEENTE, JUNI_5)


def test_a_broken_zaak_waits_for_a_person_and_is_not_tried_all_day(waar: Omgeving) -> None:
    [zaak] = een_stapel(waar, 1)
    breek(waar, zaak)
    stappen.leg_bij_een_mens(zaak, GEMEENTE, JUNI_5)
    stappen.leg_bij_een_mens(zaak, GEMEENTE, JUNI_5)
    assert lees(waar, "taak", "soort", "status") == [("uitval-uitzoeken", "open")], "one open taak is enough"
    assert log(waar, zaak)[1:] == ["taak uitval-uitzoeken"]
    assert stappen.te_doen(GEMEENTE, JUNI_5) == []
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE taak SET status = 'afgerond'"))
    stappen.leg_bij_een_mens(zaak, GEMEENTE, JUNI_19)
    assert lees(waar, "taak", "poging", "status") == [(1, "afgerond"), (2, "open")]


def _rondes(gekozen: Settings, ids: list[int], klaar: object) -> None:
    """Run all rounds of a month in small chunks, in a process of its own."""
    werk_in(gekozen)
    klaar.wait()  # type: ignore[attr-defined]
    for dag in (JUNI_5, JUNI_19, JULI_8):
        for begin in range(0, len(ids), 5):
            assert stappen.zet(ids[begin : begin + 5], GEMEENTE, dag).kapot == []


@pytest.mark.parametrize("waar", [pytest.param("postgres", marks=pytest.mark.postgres), "sqlite"], indirect=True)
def test_two_rounds_at_once_give_no_zaak_a_step_twice(waar: Omgeving) -> None:
    """A round leaves alone what the other has in hand, so a third, quiet round takes what both left."""
    ids = een_stapel(waar, 60)
    klaar = BAAS.Barrier(2)
    gekozen = instellingen(waar.settings.home, waar.settings.database_url)
    kinderen = [BAAS.Process(target=_rondes, args=(gekozen, ids, klaar)) for _ in range(2)]
    for kind in kinderen:
        kind.start()
    for kind in kinderen:
        kind.join(60)
    assert [kind.exitcode for kind in kinderen] == [0, 0]
    stappen.zet(ids, GEMEENTE, JULI_8)
    telling = Counter(
        (z, soort, str(g.get("soort"))) for z, soort, g in lees(waar, "gebeurtenis", "zaak_id", "soort", "gegevens")
    )
    assert set(telling.values()) == {1}
    assert Counter(soort for _, _, soort in telling)["herinnering"] == 60
    assert len(lees(waar, "bericht", "id")) == sum(soort == "bericht" for _, soort, _ in telling)


@pytest.mark.postgres
def test_a_deadlock_is_tried_again(postgres: Omgeving) -> None:
    """Two transactions take two zaken in opposite order: the server stops one, and it is done again."""
    een, ander = een_stapel(postgres, 2)
    klaar = BAAS.Barrier(2)
    gekozen = instellingen(postgres.settings.home, postgres.settings.database_url)
    paren = [(een, ander), (ander, een)]
    kinderen = [BAAS.Process(target=_kruis, args=(gekozen, paar, klaar)) for paar in paren]
    for kind in kinderen:
        kind.start()
    for kind in kinderen:
        kind.join(60)
    assert [kind.exitcode for kind in kinderen] == [0, 0]
    assert lees(postgres, "zaak", "versie") == [(3,), (3,)], "each of the two was counted once"


def _kruis(gekozen: Settings, paar: tuple[int, int], klaar: object) -> None:
    waar, keren = werk_in(gekozen), [0]

    def werk(db: object) -> None:
        for plaats, zaak in enumerate(paar):
            db.execute(text("UPDATE zaak SET versie = versie + 1 WHERE id = :z"), {"z": zaak})  # type: ignore[attr-defined]
            if plaats == 0 and keren[0] == 0:
                keren[0] = 1
                klaar.wait()  # type: ignore[attr-defined]

    schrijf_samen(waar.engine, werk)


def test_a_collision_that_goes_on_is_raised_in_the_end(waar: Omgeving) -> None:
    keren: list[int] = []

    def werk(db: object) -> None:
        keren.append(1)
        raise Verouderd

    with pytest.raises(Verouderd):
        schrijf_samen(waar.engine, werk)
    assert len(keren) == POGINGEN


def test_another_error_is_not_tried_again(waar: Omgeving) -> None:
    keren: list[int] = []

    def werk(db: object) -> None:
        keren.append(1)
        db.execute(text("SELECT * FROM bestaat_niet"))  # type: ignore[attr-defined]

    with pytest.raises(DBAPIError):
        schrijf_samen(waar.engine, werk)
    assert len(keren) == 1


@pytest.mark.postgres
def test_a_database_that_is_gone_breaks_no_zaak(postgres: Omgeving) -> None:
    """Else an outage of a minute would put every zaak of the round on the worklist."""
    ids = een_stapel(postgres, 4)
    postgres.engine.dispose()
    werk_in(instellingen(postgres.settings.home, "postgresql+psycopg://niemand@localhost:1/nergens"))
    with pytest.raises(OperationalError):
        stappen.zet(ids, GEMEENTE, JUNI_5)


def test_an_unknown_zaak_has_no_gemeente(waar: Omgeving) -> None:
    [zaak] = een_stapel(waar, 1)
    assert stappen.gemeente_van(zaak) == GEMEENTE
    with pytest.raises(stappen.OnbekendeZaak):
        stappen.gemeente_van(zaak + 1)


def test_not_more_handovers_a_day_than_agreed(waar: Omgeving) -> None:
    ids = een_stapel(waar, 4)
    for dag in (JUNI_5, JUNI_19, JULI_8):
        stappen.zet(ids, GEMEENTE, dag)
        with schrijven(waar.engine) as db:
            db.execute(text("UPDATE bericht SET status = 'verzonden'"))
    beleid = waar.beleid(GEMEENTE)
    from dataclasses import replace

    krap = replace(beleid, signaal=replace(beleid.signaal, max_per_dag=3))
    werk_in(waar.settings, krap)
    dag = JULI_8 + timedelta(days=12)
    eerste, weer = stappen.zet(ids, GEMEENTE, dag).telling, stappen.zet(ids, GEMEENTE, dag).telling
    assert (eerste["overgedragen"], eerste["signaal_wacht"]) == (3, 1)
    assert (weer["overgedragen"], weer["signaal_wacht"]) == (0, 0)  # it waits once, however often it is looked at
    assert stappen.zet(ids, GEMEENTE, dag + timedelta(days=1)).telling["overgedragen"] == 1
