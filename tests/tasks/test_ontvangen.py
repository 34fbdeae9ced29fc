# pyright: basic
"""Does a callback, a reply or a click take effect once, whenever it comes and however often?"""

import random
import threading
from collections.abc import Iterator

import pytest

from rules.bezorging import Status
from rules.woorden import Kanaal, Taaksoort
from tasks.bezorging import kijk_na
from tasks.clients.twilio_terugmelding import Besluit
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import Omgeving
from tasks.ontvangen import Binnenkant
from tasks.verwerken import verwerk
from tests.models.bouwers import afdruk, lees, log, zaken
from tests.ontvangst.bouwstenen import PUBLIEK, app_van
from tests.standins.loopback import LoopbackServer
from tests.standins.twilio_server import Belgedrag, TwilioServer
from tests.tasks.berichten import (
    JULI_22,
    in_hand,
    klaar_van,
    later,
    meld,
    nog_een,
    nummer,
    rij_van,
    standen,
    stuur_terug,
    taken,
    uitkomsten,
    verstuur,
    via_twilio,
    werk_met,
    zet_klaar,
    zet_rij,
)

SID, ANDERE_SID = "SM" + "a" * 32, "SM" + "b" * 32


def een_sms(waar: Omgeving) -> str:
    werk_met(waar, bezig_na_s=600)
    return zet_klaar(waar, Kanaal.SMS)[0]


def antwoord(waar: Omgeving, bericht_id: str, sid: str = SID) -> None:
    verwerk([(klaar_van(waar, bericht_id), Antwoord(Uitkomst.VERZONDEN, sid))], JULI_22)


@pytest.mark.parametrize(
    ("status", "code", "verwacht"),
    [("queued", 0, "verzonden"), ("sent", 0, "verzonden"), ("delivered", 0, "bezorgd"), ("read", 0, "bezorgd"),
     ("undelivered", 30003, "mislukt"), ("failed", 30005, "mislukt"), ("failed", 21610, "mislukt"),
     ("canceled", 0, "mislukt")],
)  # fmt: skip
@pytest.mark.parametrize("begin", ["klaargezet", "bezig", "onbekend", "verzonden"])
def test_a_callback_is_the_truth_from_wherever_the_bericht_was(
    sqlite: Omgeving, begin: str, status: str, code: int, verwacht: str
) -> None:
    """Before the answer, after it, or for a bericht that we thought never left: it never leaves (again)."""
    id_ = een_sms(sqlite)
    in_hand(sqlite, id_)
    if begin == "verzonden":
        antwoord(sqlite, id_)
    zet_rij(sqlite, status=begin)
    assert meld(id_, status, code, SID) == Besluit.NIEUW
    rij = rij_van(sqlite, id_)
    assert (rij.status, rij.kenmerk) == (verwacht, SID)
    later(sqlite, days=1)
    assert verstuur() == {} and rij_van(sqlite, id_).offertes == 1
    uit = dict(lees(sqlite, "contactgegeven", "waarde", "onbruikbaar_op"))[nummer()]
    assert bool(uit) == (code == 30005)
    assert bool(lees(sqlite, "afmelding", "kanaal")) == (code == 21610)


def test_the_answer_after_the_callback_changes_nothing(waar: Omgeving) -> None:
    id_ = een_sms(waar)
    klaar = in_hand(waar, id_)
    meld(id_, "delivered", sid=SID)
    voor = afdruk(waar)
    for uitkomst in Uitkomst:
        verwerk([(klaar, Antwoord(uitkomst, SID if uitkomst == Uitkomst.VERZONDEN else ""))], JULI_22)
    assert afdruk(waar) == voor and rij_van(waar, id_).status == "bezorgd"


def test_callbacks_in_any_order_and_three_times_end_the_same(sqlite: Omgeving) -> None:
    kans = random.Random(3)
    ids = zet_klaar(sqlite, Kanaal.SMS, 30)
    werk_met(sqlite)
    for nr, id_ in enumerate(ids):
        in_hand(sqlite, id_)
        einde = ("undelivered", 30005) if nr % 3 == 0 else ("delivered", 0)
        meldingen = [("queued", 0), ("sent", 0), einde] * 3
        kans.shuffle(meldingen)
        besluiten = [meld(id_, s, c, f"SM{nr}", f"{nr}-{s}") for s, c in meldingen]
        assert besluiten.count(Besluit.NIEUW) == 3 and besluiten.count(Besluit.HERHAALD) == 6
        assert rij_van(sqlite, id_).status == ("mislukt" if nr % 3 == 0 else "bezorgd")
    assert [log(sqlite, z).count("bericht_mislukt brief-onderweg") for z in zaken(sqlite)[:4]] == [1, 0, 0, 1]
    assert taken(sqlite) == []


@pytest.mark.parametrize("einde", ["vervallen", "mislukt", "retour"])
def test_what_is_over_stays_over(sqlite: Omgeving, einde: str) -> None:
    id_ = een_sms(sqlite)
    zet_rij(sqlite, status=einde)
    assert meld(id_, "delivered", sid=SID) == Besluit.NIEUW
    assert rij_van(sqlite, id_).status == einde
    assert len(lees(sqlite, "statusmelding", "sleutel")) == 1, "but it is on record"


def test_another_sms_for_the_same_bericht_is_shown_to_a_person(waar: Omgeving) -> None:
    id_ = een_sms(waar)
    in_hand(waar, id_)
    antwoord(waar, id_)
    assert meld(id_, "delivered", sid=ANDERE_SID) == Besluit.NIEUW
    assert rij_van(waar, id_).status == "verzonden" and rij_van(waar, id_).kenmerk == SID
    assert taken(waar) == [(1, "open")]
    meld(id_, "delivered", sid=SID)
    assert rij_van(waar, id_).status == "bezorgd" and taken(waar) == [(1, "open")]


def test_a_kenmerk_that_a_lookup_gave_to_another_bericht(waar: Omgeving) -> None:
    """The callback knows better whose sms it is; it is not refused for ever, and nothing leaves again."""
    een = een_sms(waar)
    ander = nog_een(waar, 1)
    for id_ in (een, ander):
        in_hand(waar, id_)
    antwoord(waar, een)
    assert meld(ander, "sent", sid=SID) == Besluit.NIEUW
    assert rij_van(waar, ander).status == "verzonden" and rij_van(waar, ander).kenmerk == ""
    assert meld(ander, "undelivered", 30003, SID) == Besluit.NIEUW
    assert standen(waar) == ["verzonden"] * 2 and taken(waar) == [(1, "open")]


def test_an_unknown_bericht_is_unknown_and_leaves_no_trace(waar: Omgeving) -> None:
    een_sms(waar)
    voor = afdruk(waar)
    assert meld("V-999999-brief-onderweg-1-sms", "delivered", sid=SID) == Besluit.ONBEKEND
    assert afdruk(waar) == voor


@pytest.mark.postgres
def test_the_same_callbacks_from_many_sides_at_once(postgres: Omgeving) -> None:
    ids = zet_klaar(postgres, Kanaal.SMS, 5)
    werk_met(postgres)
    for id_ in ids:
        in_hand(postgres, id_)
    start, besluiten, fouten = threading.Barrier(6), [], []

    def bel() -> None:
        start.wait()
        try:
            for nr, id_ in enumerate(ids):
                besluiten.append(meld(id_, "undelivered", 30005, f"SM{nr}", f"{nr}"))
                besluiten.append(stuur_terug("STOP en bel mij", nummer(nr), f"stop{nr}"))
        except Exception as fout:
            fouten.append(fout)

    draden = [threading.Thread(target=bel) for _ in range(6)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert fouten == [] and besluiten.count(Besluit.NIEUW) == 10 and besluiten.count(Besluit.HERHAALD) == 50
    assert uitkomsten(postgres) == {"mislukt": 5}
    for zaak in zaken(postgres):
        assert log(postgres, zaak).count("afgemeld") == 1
        assert log(postgres, zaak).count("bericht_mislukt brief-onderweg") == 1
    assert [status for _, status in taken(postgres, Taaksoort.REACTIE_LEZEN)] == ["open"] * 5


@pytest.fixture
def twilio(waar: Omgeving) -> Iterator[TwilioServer]:
    """A Twilio that calls the real receiver, which writes to the real database."""
    ontvanger = LoopbackServer(app_van(Binnenkant()))  # type: ignore[arg-type]
    ontvanger.start()
    with TwilioServer(bellen=Belgedrag(omleiding={PUBLIEK: ontvanger.basis})) as server:
        yield server
    ontvanger.stop()


def test_from_the_outbox_to_the_telephone_and_back(waar: Omgeving, twilio: TwilioServer) -> None:
    """Lost answers, lost, tripled and overtaking callbacks, dead numbers: every resident gets one sms at most."""
    via_twilio(waar, twilio)
    aantal = 30
    ids = zet_klaar(waar, Kanaal.SMS, aantal)
    twilio.bellen.keren, twilio.bellen.spreiding, twilio.bellen.verlies = 3, 0.3, 0.3
    twilio.gedrag.verlies = twilio.gedrag.verlies_vooraf = 0.2
    twilio.gedrag.afloop = {nummer(0): 30003, nummer(1): 30005, nummer(2): 30006}
    for _ in range(40):
        verstuur()
        twilio.beller.wacht_leeg()
        later(waar, hours=7)
        kijk_na(Kanaal.SMS, JULI_22)
        if set(standen(waar)) <= {"bezorgd", "mislukt"}:
            break
    assert uitkomsten(waar) == {"bezorgd": aantal - 3, "mislukt": 3}
    assert twilio.ontvangen.total() == aantal and set(twilio.ontvangen.values()) == {1}
    assert [rij_van(waar, i).status for i in ids[:3]] == [Status.MISLUKT] * 3
    uit = {w for w, op in lees(waar, "contactgegeven", "waarde", "onbruikbaar_op") if op}
    assert uit == {nummer(1), nummer(2)}
    assert {status for _, status in taken(waar)} <= {"vervallen"}
    assert set(twilio.beller.uitslag) <= {204, 403}
