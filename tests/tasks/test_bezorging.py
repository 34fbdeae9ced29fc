# pyright: basic
"""Does nothing stay where nobody looks? Lost answers, receipts that do not come, and berichten that stay behind."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from models.database import schrijven
from rules.bezorging import Status
from rules.woorden import Kanaal
from tasks import omgeving as plek
from tasks.bezorging import NietOnzeker, kijk_na, na_te_kijken, stel_vast
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import Omgeving
from tasks.verwerken import verwerk
from tasks.verzenden import schrijf_poststuk
from tests.models.bouwers import lees, log
from tests.standins.smtp_server import SmtpServer, Storing
from tests.standins.twilio_server import Regel, TwilioServer
from tests.tasks.berichten import (
    JULI_22,
    adres,
    in_hand,
    kijk,
    klaar_van,
    later,
    nog_een,
    nummer,
    rij_van,
    standen,
    taken,
    twilio,
    uitkomsten,
    verstuur,
    via_smtp,
    via_twilio,
    zet_klaar,
    zet_rij,
)

DAG = timedelta(days=1)
__all__ = ["twilio"]


def test_a_lost_answer_is_found_and_nothing_leaves_twice(waar: Omgeving, twilio: TwilioServer) -> None:
    """Half of the answers get lost, of sms that were stored and that were not: every resident gets exactly one."""
    ids = zet_klaar(waar, Kanaal.SMS, 40)
    via_twilio(waar, twilio)
    twilio.gedrag.verlies, twilio.gedrag.verlies_vooraf = 0.25, 0.25
    telling = verstuur()
    assert 5 < telling["onbekend"] < 35 and telling["onbekend"] + telling["verzonden"] == 40
    assert kijk() == {}, "the provider gets a moment first"
    for _ in range(30):
        later(waar, minutes=30)
        kijk()
        verstuur()
        if uitkomsten(waar) == {"verzonden": 40}:
            break
    assert uitkomsten(waar) == {"verzonden": 40}
    assert set(twilio.ontvangen.values()) == {1} and len(twilio.ontvangen) == 40
    per_sid = {b["sid"]: b["to"] for b in twilio.berichten}
    assert [per_sid[rij_van(waar, i).kenmerk] for i in ids] == [nummer(n) for n in range(40)]
    assert {status for _, status in taken(waar)} == {"vervallen"}, "every question answered itself"


def test_what_a_dead_process_had_in_hand_is_looked_up_after_some_patience(waar: Omgeving, twilio: TwilioServer) -> None:
    aangekomen, nooit, vers = zet_klaar(waar, Kanaal.SMS, 3)
    via_twilio(waar, twilio)
    for id_ in (aangekomen, nooit, vers):
        in_hand(waar, id_)
    biedt_aan(waar, twilio, aangekomen)
    zet_rij(waar, vers, volgende_controle=datetime.now(UTC) + DAG)
    assert na_te_kijken(Kanaal.SMS) == 0
    later(waar, minutes=11)
    zet_rij(waar, vers, volgende_controle=datetime.now(UTC) + DAG)
    assert na_te_kijken(Kanaal.SMS) == 2
    assert kijk() == {"verzonden": 1, "klaargezet": 1}
    assert verstuur() == {}, "it rests a minute"
    later(waar, minutes=2)
    zet_rij(waar, vers, volgende_controle=datetime.now(UTC) + DAG)
    assert verstuur() == {"verzonden": 1}
    assert twilio.ontvangen.total() == 2 and set(twilio.ontvangen.values()) == {1}
    assert rij_van(waar, vers).status == Status.BEZIG, "that one is still in good hands"


def biedt_aan(waar: Omgeving, twilio: TwilioServer, bericht_id: str) -> Antwoord:
    """Offer an sms and die before the answer is written down."""
    from tasks.verzenders import verzender

    async def nu() -> Antwoord:
        async with verzender(Kanaal.SMS, plek.omgeving()) as draad:
            return await draad.verzend(schrijf_poststuk(klaar_van(waar, bericht_id), draad))

    return asyncio.run(nu())


def test_when_the_provider_cannot_say_a_person_finds_out_and_the_question_goes_on(
    waar: Omgeving, twilio: TwilioServer
) -> None:
    [id_] = zet_klaar(waar, Kanaal.SMS)
    via_twilio(waar, twilio)
    twilio.regels[nummer()] = Regel(201, verbreek=True)
    twilio.regels["GET"] = Regel(503)
    assert verstuur() == {"onbekend": 1}
    keren = 0
    while rij_van(waar, id_).volgende_controle is not None:
        keren += 1
        wacht = rij_van(waar, id_).volgende_controle - datetime.now(UTC)
        later(waar, seconds=wacht.total_seconds() + 1)
        assert kijk() == {"onbekend": 1}
        assert keren < 20
    assert 5 < keren < 15 and taken(waar) == [(1, "open")]
    assert log(waar, 1).count("taak onzekere-bezorging") == 1
    assert stel_vast(id_, True, JULI_22, "j.jansen") == "bezorgd"
    assert taken(waar) == [(1, "afgerond")]


@pytest.mark.parametrize("aangekomen", [True, False])
def test_a_person_says_whether_it_arrived(waar: Omgeving, twilio: TwilioServer, aangekomen: bool) -> None:
    [id_] = zet_klaar(waar, Kanaal.SMS)
    via_twilio(waar, twilio)
    in_hand(waar, id_)
    verwerk([(klaar_van(waar, id_), Antwoord(Uitkomst.ONBEKEND))], JULI_22)
    assert stel_vast(id_, aangekomen, JULI_22, "j.jansen") == ("bezorgd" if aangekomen else "klaargezet")
    assert taken(waar) == [(1, "afgerond")]
    with pytest.raises(NietOnzeker):
        stel_vast(id_, aangekomen, JULI_22, "j.jansen")
    later(waar, minutes=2)
    assert verstuur() == ({} if aangekomen else {"verzonden": 1})
    with pytest.raises(NietOnzeker):
        stel_vast("bestaat-niet", True, JULI_22, "j.jansen")


def test_a_person_answers_about_one_of_two_and_the_other_is_still_asked(waar: Omgeving) -> None:
    [een] = zet_klaar(waar, Kanaal.SMS)
    ander = nog_een(waar, 1)
    for id_ in (een, ander):
        verwerk([(in_hand(waar, id_), Antwoord(Uitkomst.ONBEKEND))], JULI_22)
    assert taken(waar) == [(1, "open"), (1, "open")]
    stel_vast(een, True, JULI_22, "j.jansen")
    assert taken(waar) == [(1, "afgerond"), (1, "open")]
    stel_vast(ander, True, JULI_22, "j.jansen")
    assert taken(waar) == [(1, "afgerond"), (1, "afgerond")]


def test_an_e_mail_whose_answer_is_lost_is_never_sent_again_by_itself(
    waar: Omgeving, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SmtpServer() as server:
        [weg, _] = zet_klaar(waar, Kanaal.EMAIL, 2)
        server.storing[adres(0)] = Storing.VERBREEK_NA_TEKST
        via_smtp(waar, server, monkeypatch)
        assert verstuur(Kanaal.EMAIL) == {"onbekend": 1, "verzonden": 1}
        later(waar, minutes=11)
        assert dict(kijk_na(Kanaal.EMAIL, JULI_22)) == {"onbekend": 1}
        assert taken(waar) == [(1, "open")]
        later(waar, days=1)
        assert verstuur(Kanaal.EMAIL) == {}
        assert server.dubbel == {}
        server.storing.clear()
        assert stel_vast(weg, False, JULI_22, "j.jansen") == "klaargezet"
        later(waar, hours=1)
        assert verstuur(Kanaal.EMAIL) == {"verzonden": 1}


def test_a_file_is_simply_written_again(waar: Omgeving) -> None:
    ids = zet_klaar(waar, Kanaal.SMS, 3)
    for id_ in ids:
        in_hand(waar, id_, timedelta(0))
    assert kijk() == {"verzonden": 3}
    assert len(list((waar.uitgang / "sms").iterdir())) == 3


@pytest.mark.parametrize(
    ("status", "code", "verwacht"),
    [("delivered", None, "bezorgd"), ("undelivered", 30003, "mislukt"), ("failed", 30005, "mislukt"),
     ("sent", None, "verzonden")],
)  # fmt: skip
def test_a_receipt_that_does_not_come_is_asked_for(
    waar: Omgeving, twilio: TwilioServer, status: str, code: int | None, verwacht: str
) -> None:
    [id_] = zet_klaar(waar, Kanaal.SMS)
    via_twilio(waar, twilio)
    verstuur()
    assert na_te_kijken(Kanaal.SMS) == 0
    twilio.bezorg(twilio.berichten[0]["sid"], status, code)
    later(waar, hours=6.1)
    assert kijk() == {verwacht: 1}
    assert na_te_kijken(Kanaal.SMS) == 0, "not at every sweep"
    assert verstuur() == {} and len(twilio.formulieren) == 1
    uit = dict(lees(waar, "contactgegeven", "waarde", "onbruikbaar_op"))[nummer()]
    assert uit == (JULI_22 if code == 30005 else None), "a telephone that was off keeps its number"
    assert rij_van(waar, id_).status == verwacht


def test_asking_for_a_receipt_comes_to_an_end(waar: Omgeving, twilio: TwilioServer) -> None:
    [id_] = zet_klaar(waar, Kanaal.SMS)
    via_twilio(waar, twilio)
    verstuur()
    for keer in range(20):
        if (volgende := rij_van(waar, id_).volgende_controle) is None:
            break
        later(waar, seconds=(volgende - datetime.now(UTC)).total_seconds() + 1)
        if keer == 1:
            twilio.regels["GET"] = Regel(503)
        assert kijk() == {"verzonden": 1}
    assert 3 <= keer <= 6 and standen(waar) == ["verzonden"] and taken(waar) == []


def test_the_same_words_to_one_number_are_not_taken_for_each_other(waar: Omgeving, twilio: TwilioServer) -> None:
    """Two people share a telephone. One sms left; the other answer is lost: the one that left proves nothing."""
    zet_klaar(waar, Kanaal.SMS, 2)
    een, ander = [i for (i,) in lees(waar, "bericht", "id")]
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE contactgegeven SET waarde = :n WHERE soort = 'mobiel'"), {"n": nummer()})
    via_twilio(waar, twilio)
    for id_ in (een, ander):
        in_hand(waar, id_)
    verwerk([(klaar_van(waar, een), biedt_aan(waar, twilio, een))], JULI_22)
    later(waar, minutes=11)
    assert kijk() == {"klaargezet": 1}
    later(waar, minutes=2)
    assert verstuur() == {"verzonden": 1}
    assert list(twilio.ontvangen.values()) == [2], "one for each of the two"
    assert rij_van(waar, een).kenmerk != rij_van(waar, ander).kenmerk


def test_two_berichten_in_doubt_share_no_kenmerk(waar: Omgeving, twilio: TwilioServer) -> None:
    zet_klaar(waar, Kanaal.SMS, 2)
    een, ander = [i for (i,) in lees(waar, "bericht", "id")]
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE contactgegeven SET waarde = :n WHERE soort = 'mobiel'"), {"n": nummer()})
    via_twilio(waar, twilio)
    for id_ in (een, ander):
        in_hand(waar, id_)
        biedt_aan(waar, twilio, id_)
    later(waar, minutes=11)
    assert kijk() == {"verzonden": 2}
    assert len({rij_van(waar, i).kenmerk for i in (een, ander)}) == 2 and list(twilio.ontvangen.values()) == [2]


def test_another_text_to_the_same_number_is_no_proof_that_nothing_left(waar: Omgeving, twilio: TwilioServer) -> None:
    """The words of the template changed between the attempt and the lookup: nobody may conclude that it never left."""
    [id_] = zet_klaar(waar, Kanaal.SMS)
    via_twilio(waar, twilio)
    in_hand(waar, id_)
    biedt_aan(waar, twilio, id_)
    twilio.berichten[0]["body"] = "Gemeente Voorbeeldstad stuurde u een brief. Bel ons gerust."
    later(waar, minutes=11)
    kijk()
    later(waar, minutes=11)
    verstuur()
    assert len(twilio.formulieren) == 1 and rij_van(waar, id_).status == "onbekend"


def test_two_sweeps_at_once_find_it_once(waar: Omgeving, twilio: TwilioServer) -> None:
    zet_klaar(waar, Kanaal.SMS, 12)
    via_twilio(waar, twilio)
    twilio.gedrag.verlies = 1.0
    verstuur()
    later(waar, minutes=11)
    draden = [threading.Thread(target=kijk) for _ in range(3)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert uitkomsten(waar) == {"verzonden": 12} and set(twilio.ontvangen.values()) == {1}
    assert {status for _, status in taken(waar)} == {"vervallen"} and len(taken(waar)) == 12


def test_one_broken_bericht_does_not_keep_the_others_from_being_looked_up(
    sqlite: Omgeving, twilio: TwilioServer
) -> None:
    ids = zet_klaar(sqlite, Kanaal.SMS, 3)
    via_twilio(sqlite, twilio)
    twilio.gedrag.verlies = 1.0
    verstuur()
    zet_rij(sqlite, ids[0], gegevens={})
    later(sqlite, minutes=11)
    assert kijk() == {"onbekend": 1, "verzonden": 2}
    assert (1, "open") in taken(sqlite)
