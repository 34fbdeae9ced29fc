# pyright: basic
"""What follows from an answer, and from the same answer again, too late, or about something that changed meanwhile?"""

from datetime import UTC, datetime, timedelta

import pytest

from models import outbox
from models.bereikbaar import meld_af
from models.database import lezen, schrijven
from rules.bezorging import MAX_OFFERTES
from rules.woorden import Kanaal, Taaksoort
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import Omgeving
from tasks.verwerken import verwerk
from tests.models.bouwers import lees, log
from tests.tasks.berichten import (
    JULI_22,
    bij_andere_afdeling,
    een_bericht,
    een_sms,
    in_hand,
    klaar_van,
    later,
    meld,
    nog_een,
    nummer,
    rij_van,
    standen,
    taken,
    werk_met,
    zeg,
    zet_klaar,
)


@pytest.mark.parametrize(
    ("antwoord", "status", "onbruikbaar", "afgemeld", "taak"),
    [
        pytest.param(Antwoord(Uitkomst.VERZONDEN, "SM1"), "verzonden", False, False, False, id="verzonden"),
        pytest.param(Antwoord(Uitkomst.BEZORGD, "SM1"), "bezorgd", False, False, False, id="bezorgd"),
        pytest.param(Antwoord(Uitkomst.TIJDELIJK_MISLUKT), "klaargezet", False, False, False, id="nu even niet"),
        pytest.param(
            Antwoord(Uitkomst.TIJDELIJK_MISLUKT, "SM1"), "mislukt", False, False, False, id="aangenomen, niet bezorgd"
        ),
        pytest.param(Antwoord(Uitkomst.BLIJVEND_MISLUKT), "mislukt", True, False, False, id="het nummer bestaat niet"),
        pytest.param(
            Antwoord(Uitkomst.BLIJVEND_MISLUKT, oorzaak="inhoud"),
            "mislukt",
            False,
            False,
            False,
            id="de tekst kan niet",
        ),
        pytest.param(Antwoord(Uitkomst.AFGEMELD), "mislukt", False, True, False, id="wil geen sms"),
        pytest.param(Antwoord(Uitkomst.ONBEKEND), "onbekend", False, False, True, id="geen antwoord"),
    ],
)
def test_every_answer_has_its_consequence(
    sqlite: Omgeving, antwoord: Antwoord, status: str, onbruikbaar: bool, afgemeld: bool, taak: bool
) -> None:
    id_ = een_sms(sqlite)
    bij_andere_afdeling(sqlite)
    in_hand(sqlite, id_)
    assert verwerk([(klaar_van(sqlite, id_), antwoord)], JULI_22) == [status]
    rij = rij_van(sqlite, id_)
    assert (rij.status, rij.kenmerk) == (status, antwoord.kenmerk)
    assert (rij.verzonden_op is not None) == (status in ("verzonden", "bezorgd"))
    assert (rij.volgende_controle is not None) == (status in ("verzonden", "klaargezet", "onbekend"))
    uit = [op for soort, op in lees(sqlite, "contactgegeven", "soort", "onbruikbaar_op") if soort == "mobiel"]
    assert uit == [JULI_22 if onbruikbaar else None] * 2, "both departments or neither"
    assert lees(sqlite, "afmelding", "kanaal") == ([("sms",)] if afgemeld else [])
    assert bool(taken(sqlite)) == taak
    assert ("bericht_mislukt brief-onderweg" in log(sqlite, 1)) == (status == "mislukt")


@pytest.mark.parametrize(
    ("antwoord", "status", "oorzaak"),
    [
        pytest.param(Antwoord(Uitkomst.TIJDELIJK_MISLUKT), "mislukt", "tijdelijk", id="30003: telefoon stond uit"),
        pytest.param(Antwoord(Uitkomst.BLIJVEND_MISLUKT), "mislukt", "adres", id="30005: nummer bestaat niet"),
        pytest.param(Antwoord(Uitkomst.AFGEMELD), "mislukt", "adres", id="21610: STOP"),
        pytest.param(Antwoord(Uitkomst.ONBEKEND), "verzonden", "", id="opvragen lukt niet: blijft verzonden"),
        pytest.param(Antwoord(Uitkomst.VERZONDEN), "verzonden", "", id="nog onderweg"),
        pytest.param(Antwoord(Uitkomst.BEZORGD), "bezorgd", "", id="aangekomen"),
    ],
)
def test_after_acceptance_nothing_is_ever_offered_again(
    sqlite: Omgeving, antwoord: Antwoord, status: str, oorzaak: str
) -> None:
    id_ = een_sms(sqlite)
    in_hand(sqlite, id_)
    zeg(sqlite, id_, Uitkomst.VERZONDEN, "SM1")
    assert verwerk([(klaar_van(sqlite, id_), antwoord)], JULI_22) == [status]
    assert rij_van(sqlite, id_).status == status and rij_van(sqlite, id_).kenmerk == "SM1"
    verteld = [g["oorzaak"] for (g,) in lees(sqlite, "gebeurtenis", "gegevens") if "oorzaak" in g]
    assert verteld == ([oorzaak] if oorzaak else [])
    uit = [op for soort, op in lees(sqlite, "contactgegeven", "soort", "onbruikbaar_op") if soort == "mobiel"]
    assert uit == [JULI_22 if oorzaak == "adres" and antwoord.uitkomst == Uitkomst.BLIJVEND_MISLUKT else None]


def test_a_second_answer_has_no_second_effect(waar: Omgeving) -> None:
    """Two senders looked the same lost answer up: the failure is told once."""
    id_ = een_sms(waar)
    klaar = in_hand(waar, id_)
    for _ in range(2):
        verwerk([(klaar, Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden="zo"))], JULI_22)
    assert log(waar, 1).count("bericht_mislukt brief-onderweg") == 1
    verwerk([(klaar, Antwoord(Uitkomst.VERZONDEN, "SM9"))], JULI_22)
    rij = rij_van(waar, id_)
    assert (rij.status, rij.reden, rij.kenmerk) == ("mislukt", "zo", ""), "the first answer stands"


def test_when_nobody_knows_one_person_is_asked_once(waar: Omgeving) -> None:
    id_ = een_sms(waar)
    in_hand(waar, id_)
    for _ in range(3):
        zeg(waar, id_, Uitkomst.ONBEKEND)
    assert taken(waar) == [(1, "open")]
    assert log(waar, 1).count("taak onzekere-bezorging") == 1
    zeg(waar, id_, Uitkomst.VERZONDEN, "SM1")
    assert taken(waar) == [(1, "vervallen")] and rij_van(waar, id_).status == "verzonden"


def test_not_now_has_an_end(sqlite: Omgeving) -> None:
    id_ = een_sms(sqlite)
    for keer in range(1, MAX_OFFERTES + 1):
        later(sqlite, hours=7)
        in_hand(sqlite, id_)
        verwacht = "klaargezet" if keer < MAX_OFFERTES else "mislukt"
        assert zeg(sqlite, id_, Uitkomst.TIJDELIJK_MISLUKT) == verwacht
    assert [g["oorzaak"] for (g,) in lees(sqlite, "gebeurtenis", "gegevens") if "oorzaak" in g] == ["inhoud"]


def test_an_answer_about_an_earlier_attempt_changes_nothing_about_the_newer_one(waar: Omgeving) -> None:
    """A slow process answers about the attempt before; meanwhile another one took the bericht in hand again."""
    id_ = een_sms(waar)
    oud = in_hand(waar, id_)
    verwerk([(oud, Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="nooit ontvangen"))], JULI_22)
    later(waar, minutes=5)
    nieuw = in_hand(waar, id_)
    verwerk([(oud, Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="nooit ontvangen"))], JULI_22)
    assert rij_van(waar, id_).status == "bezig", "else a third sender offers it while it is on the wire"
    verwerk([(nieuw, Antwoord(Uitkomst.VERZONDEN, "SM1"))], JULI_22)
    assert rij_van(waar, id_).status == "verzonden"


def test_one_answered_question_does_not_hide_another(waar: Omgeving) -> None:
    """Two uncertain berichten of one zaak are two questions."""
    een = een_sms(waar)
    ander = nog_een(waar, 1)
    for id_ in (een, ander):
        in_hand(waar, id_)
        zeg(waar, id_, Uitkomst.ONBEKEND)
    zeg(waar, een, Uitkomst.VERZONDEN, "SM1")
    assert taken(waar) == [(1, "open"), (1, "vervallen")], "nobody knows about the other one yet"
    zeg(waar, ander, Uitkomst.VERZONDEN, "SM2")
    assert taken(waar) == [(1, "vervallen"), (1, "vervallen")]


def test_an_alarm_is_not_hidden_by_a_question_nor_taken_back_with_its_answer(waar: Omgeving) -> None:
    """The provider has a second sms for one bericht, while nobody knows whether another one arrived."""
    een = een_sms(waar)
    ander = nog_een(waar, 1)
    in_hand(waar, een)
    zeg(waar, een, Uitkomst.VERZONDEN, "SM1")
    in_hand(waar, ander)
    zeg(waar, ander, Uitkomst.ONBEKEND)
    for _ in range(2):
        meld(een, "delivered", sid="SM2")
    assert taken(waar) == [(1, "open"), (1, "open")]
    zeg(waar, ander, Uitkomst.VERZONDEN, "SM3")
    assert taken(waar) == [(1, "open"), (1, "vervallen")]


def test_an_answer_of_one_is_not_lost_by_what_is_wrong_with_another(waar: Omgeving) -> None:
    """A lookup took the id of B's sms for A: the answer about B cannot be kept, but that about C must be."""
    werk_met(waar, bezig_na_s=600)
    a, b, c = zet_klaar(waar, Kanaal.SMS, 3)
    for id_ in (a, b, c):
        in_hand(waar, id_)
    zeg(waar, a, Uitkomst.VERZONDEN, "SM1")
    gehoord = [(klaar_van(waar, id_), Antwoord(Uitkomst.VERZONDEN, sid)) for id_, sid in ((b, "SM1"), (c, "SM2"))]
    verwerk(gehoord, JULI_22)
    assert rij_van(waar, c).status == "verzonden"
    assert rij_van(waar, b).status != "bezig" and rij_van(waar, b).status != "klaargezet", "it did leave"
    assert [zaak for zaak, _ in taken(waar)] == [2]


def test_a_number_that_took_the_place_of_the_dead_one_stays_in_use(waar: Omgeving) -> None:
    """Two sms left for the old number. Both fail; the second failure must not be blamed on the new number."""
    een = een_sms(waar)
    ander = nog_een(waar, 1)
    for sid, id_ in enumerate((een, ander)):
        in_hand(waar, id_)
        zeg(waar, id_, Uitkomst.VERZONDEN, f"SM{sid}")
    from tests.models.bouwers import een_persoon, geef_nummer

    with schrijven(waar.engine) as db:
        geef_nummer(db, een_persoon(), "vroegsignalering", mobiel=nummer(77))
    for id_ in (een, ander):
        zeg(waar, id_, Uitkomst.BLIJVEND_MISLUKT)
    uit = dict(lees(waar, "contactgegeven", "waarde", "onbruikbaar_op"))
    assert uit[nummer()] == JULI_22 and uit[nummer(77)] is None


def test_a_process_that_dies_before_it_writes_leaves_nothing_half_done(sqlite: Omgeving) -> None:
    ids = zet_klaar(sqlite, Kanaal.SMS, 2)
    for id_ in ids:
        in_hand(sqlite, id_)
    stukken = [klaar_van(sqlite, id_) for id_ in ids]

    class Stroomuitval(BaseException):
        pass

    class Doodgaan(Antwoord):
        @property
        def uitkomst(self) -> Uitkomst:  # type: ignore[override]
            raise Stroomuitval

    dood = Doodgaan.__new__(Doodgaan)
    with pytest.raises(Stroomuitval):
        verwerk([(stukken[0], Antwoord(Uitkomst.BLIJVEND_MISLUKT)), (stukken[1], dood)], JULI_22)
    assert standen(sqlite) == ["bezig", "bezig"] and log(sqlite, 1) == ["signaal_ontvangen"]
    assert rij_van(sqlite, ids[0]).volgende_controle <= datetime.now(UTC) + timedelta(minutes=10)


def test_e_mail_opt_out_of_the_provider_and_sms_stay_apart(sqlite: Omgeving) -> None:
    id_ = een_sms(sqlite)
    with schrijven(sqlite.engine) as db:
        outbox.zet_klaar(db, [een_bericht(1, Kanaal.EMAIL)])
        meld_af(db, [1], Kanaal.EMAIL, JULI_22, "inwoner")
    with lezen(sqlite.engine) as db:
        assert outbox.te_verzenden(db, Kanaal.EMAIL, JULI_22, 9) == []
    assert klaar_van(sqlite, id_).aan == nummer()
    assert Taaksoort.ONZEKERE_BEZORGING.value not in str(log(sqlite, 1))
