# pyright: basic
"""Does a resident who says stop hear nothing more, and does a resident who agreed get what he agreed to?"""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from models import outbox
from models.bereikbaar import (
    Bereikbaar,
    bereikbaar,
    geef_toestemming,
    inwoners_met,
    meld_aan,
    meld_af,
    zonder_toestemming,
)
from models.database import lezen, schrijven
from rules.kanaalkeuze import PER_EMAIL, kanaal_voor
from rules.woorden import Berichtsoort, Kanaal, Zaaksoort
from rules.zaak import Inwoner
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, MAART_2, een_persoon, een_vordering, geef_nummer, lees, leg_op, log, zaken

NUMMER, ANDER = "+31612345678", "+31687654321"
POST = "inwoner@post.example"


def bij_twee_afdelingen(waar: Omgeving, n: int = 0, **waarden: str) -> list[int]:
    """Let both departments know one person; returns the two rows."""
    with schrijven(waar.engine) as db:
        for afdeling in Zaaksoort:
            geef_nummer(db, een_persoon(n), afdeling, **(waarden or {"mobiel": NUMMER}))  # type: ignore[arg-type]
    return [i for (i,) in lees(waar, "inwoner", "id")][-2:]


def hoe(waar: Omgeving, inwoner: int) -> Bereikbaar:
    with lezen(waar.engine) as db:
        return bereikbaar(db, [inwoner]).get(inwoner, Bereikbaar())


def stop(waar: Omgeving, inwoners: list[int], kanaal: Kanaal = Kanaal.SMS) -> None:
    with schrijven(waar.engine) as db:
        meld_af(db, inwoners, kanaal, MAART_2, "inwoner")


def test_stop_holds_at_both_departments_and_for_that_kanaal_only(waar: Omgeving) -> None:
    een, ander = bij_twee_afdelingen(waar, mobiel=NUMMER, email=POST)
    stop(waar, [een])
    for inwoner in (een, ander):
        assert hoe(waar, inwoner).adres_voor(Kanaal.SMS) is None and not hoe(waar, inwoner).mobiel
        assert hoe(waar, inwoner).adres_voor(Kanaal.EMAIL, Berichtsoort.HULPAANBOD) == POST
        assert hoe(waar, inwoner).telefoon, "who stopped sms can still be called"


def test_stop_survives_a_new_number_and_a_new_consent_for_e_mail(waar: Omgeving) -> None:
    een, _ = bij_twee_afdelingen(waar)
    stop(waar, [een])
    with schrijven(waar.engine) as db:
        geef_nummer(db, een_persoon(), Zaaksoort.INCASSO, mobiel=ANDER, email=POST)
    assert hoe(waar, een).adres_voor(Kanaal.SMS) is None
    assert hoe(waar, een).adres_voor(Kanaal.EMAIL, Berichtsoort.HULPAANBOD) == POST


def test_everybody_at_a_number_is_found_also_who_cannot_be_reached_there_any_more(waar: Omgeving) -> None:
    samen = bij_twee_afdelingen(waar, 0) + bij_twee_afdelingen(waar, 1)
    bij_twee_afdelingen(waar, 2, mobiel=ANDER)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE contactgegeven SET onbruikbaar_op = '2026-03-01' WHERE inwoner_id = 1"))
        assert inwoners_met(db, Kanaal.SMS, NUMMER) == samen
        assert inwoners_met(db, Kanaal.EMAIL, NUMMER) == []
        assert inwoners_met(db, Kanaal.SMS, "%") == []


def test_stop_twice_is_told_once_and_start_takes_it_back(waar: Omgeving) -> None:
    leg_op(waar, [een_vordering(een_persoon())])
    with schrijven(waar.engine) as db:
        geef_nummer(db, een_persoon(), Zaaksoort.INCASSO, mobiel=NUMMER)
    [zaak] = zaken(waar)
    for _ in range(3):
        stop(waar, [1])
    assert log(waar, zaak).count("afgemeld") == 1
    for _ in range(2):
        with schrijven(waar.engine) as db:
            meld_aan(db, [1], Kanaal.SMS, MAART_2, "sms")
    assert log(waar, zaak)[-1] == "aangemeld" and log(waar, zaak).count("aangemeld") == 1
    assert hoe(waar, 1).mobiel


def test_stop_cancels_what_is_ready_with_its_reason(waar: Omgeving) -> None:
    from tests.models.test_outbox import bericht

    leg_op(waar, [een_vordering(een_persoon())])
    [zaak] = zaken(waar)
    with schrijven(waar.engine) as db:
        outbox.zet_klaar(db, [bericht(zaak, 1, kanaal="sms"), bericht(zaak, 2, kanaal="sms")])
        outbox.claim(db, ["b002"], timedelta(hours=1))
    stop(waar, [1])
    assert lees(waar, "bericht", "status", "reden") == [
        ("vervallen", "de inwoner heeft zich afgemeld"), ("bezig", "")
    ]  # fmt: skip
    assert log(waar, zaak)[-2:] == ["afgemeld", "bericht_vervallen herinnering"]


def test_new_consent_takes_an_e_mail_opt_out_back(waar: Omgeving) -> None:
    een, ander = bij_twee_afdelingen(waar, email=POST)
    stop(waar, [een, ander], Kanaal.EMAIL)
    assert hoe(waar, een).adres_voor(Kanaal.EMAIL, Berichtsoort.HULPAANBOD) is None
    assert hoe(waar, een).email_voor == frozenset()
    with lezen(waar.engine) as db:
        for afdeling in Zaaksoort:
            assert zonder_toestemming(db, GEMEENTE, afdeling) == [], "who stopped is not asked again"
    with schrijven(waar.engine) as db:
        geef_toestemming(db, een, MAART_2)
    assert hoe(waar, een).adres_voor(Kanaal.EMAIL, Berichtsoort.HULPAANBOD) == POST


def test_consent_is_given_to_one_department_and_per_kind(waar: Omgeving) -> None:
    een, ander = bij_twee_afdelingen(waar, mobiel=NUMMER)
    with schrijven(waar.engine) as db:
        db.execute(text("INSERT INTO contactgegeven (inwoner_id, soort, waarde, bron, ontvangen_op)"
                        " SELECT id, 'email', 'a@post.example', 'test', '2026-03-02' FROM inwoner"))  # fmt: skip
        geef_toestemming(db, een, MAART_2)
        db.execute(text("DELETE FROM toestemming WHERE soort = 'hulpaanbod-herhaling'"))
    assert hoe(waar, een).email_voor == {Berichtsoort.HULPAANBOD}
    assert hoe(waar, een).adres_voor(Kanaal.EMAIL, Berichtsoort.HULPAANBOD_HERHALING) is None
    assert hoe(waar, een).adres_voor(Kanaal.EMAIL) is None
    assert hoe(waar, ander).email_voor == frozenset()
    with lezen(waar.engine) as db:
        gevraagd = [zonder_toestemming(db, GEMEENTE, afdeling) for afdeling in Zaaksoort]
    assert sorted(gevraagd) == [[], [ander]]


@pytest.mark.parametrize(
    ("soort", "email_voor", "kanaal"),
    [
        pytest.param(Berichtsoort.HULPAANBOD, PER_EMAIL, Kanaal.EMAIL, id="hulpaanbod met toestemming"),
        pytest.param(Berichtsoort.HULPAANBOD, frozenset(), Kanaal.BRIEF, id="hulpaanbod zonder toestemming"),
        pytest.param(
            Berichtsoort.HULPAANBOD,
            {Berichtsoort.HULPAANBOD_HERHALING},
            Kanaal.BRIEF,
            id="toestemming voor iets anders",
        ),
        pytest.param(Berichtsoort.AANMANING, set(Berichtsoort), Kanaal.BRIEF, id="een aanmaning altijd op papier"),
        pytest.param(Berichtsoort.BRIEF_ONDERWEG, frozenset(), Kanaal.SMS, id="de aankondiging per sms"),
    ],
)
def test_by_which_kanaal(soort: Berichtsoort, email_voor: set[Berichtsoort], kanaal: Kanaal) -> None:
    assert kanaal_voor(soort, Inwoner(email_voor=frozenset(email_voor))) == kanaal


def test_nothing_of_a_resident_can_be_read_in_how_he_is_reached(sqlite: Omgeving) -> None:
    bij_twee_afdelingen(sqlite, mobiel=NUMMER, email=POST)
    assert NUMMER not in repr(hoe(sqlite, 1)) and POST not in repr(hoe(sqlite, 1))


@pytest.mark.postgres
def test_two_stops_at_once_are_one(postgres: Omgeving) -> None:
    leg_op(postgres, [een_vordering(een_persoon())])
    start = threading.Barrier(4)

    def zeg() -> None:
        start.wait()
        stop(postgres, [1])

    draden = [threading.Thread(target=zeg) for _ in range(4)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert log(postgres, zaken(postgres)[0]).count("afgemeld") == 1
    assert len(lees(postgres, "afmelding", "kanaal")) == 1
