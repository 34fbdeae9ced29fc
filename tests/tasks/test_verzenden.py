# pyright: basic
"""Does an sms or e-mail leave exactly once, at a decent hour, whatever the provider answers?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.beleidsbestand import BeleidNietGevonden
from models.bereikbaar import bereikbaar
from models.database import lezen, schrijven
from rules.bezorging import MAX_OFFERTES, Status
from rules.woorden import Berichtsoort, Kanaal, Zaaksoort
from tasks import stappen, verzenden
from tasks.omgeving import Omgeving
from tasks.verzenden import Opdracht
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, geef_nummer, lees, log, signaleer, zaken
from tests.standins.smtp_server import SmtpServer
from tests.standins.twilio_server import Regel, TwilioServer
from tests.tasks.berichten import (
    JULI_13,
    JULI_20,
    JULI_22,
    adres,
    klaar_van,
    later,
    nummer,
    rij_van,
    standen,
    taken,
    verstuur,
    via_smtp,
    via_twilio,
    werk_met,
    zet_klaar,
    zet_rij,
)

UUR = timedelta(hours=1)


@pytest.fixture
def twilio() -> Iterator[TwilioServer]:
    with TwilioServer() as server:
        server.gedrag.bezorgt = False
        yield server


def bestanden(map_: Path) -> list[str]:
    return sorted(str(pad.relative_to(map_)) for pad in map_.rglob("*") if pad.is_file())


def test_an_sms_of_a_real_zaak_leaves_once_as_a_file(waar: Omgeving) -> None:
    with schrijven(waar.engine) as db:
        geef_nummer(db, een_persoon(), Zaaksoort.VROEGSIGNALERING, mobiel="+31612345678")
    [zaak] = signaleer(waar, een_signaal(een_persoon()), dag=JULI_13)
    for dag in (JULI_20, JULI_22):
        with schrijven(waar.engine) as db:
            db.execute(text("UPDATE bericht SET status = 'verzonden'"))
        stappen.zet([zaak], GEMEENTE, dag)
    assert verzenden.openstaand(Opdracht(Kanaal.SMS, JULI_22)) == 1
    assert verstuur() == {"verzonden": 1}
    assert verstuur() == {} and verzenden.openstaand(Opdracht(Kanaal.SMS, JULI_22)) == 0
    [naam] = bestanden(waar.uitgang / "sms")
    assert (waar.uitgang / "sms" / naam).read_text().startswith("Aan: +31612345678")


def test_a_hundred_sms_each_reach_their_own_number_once(waar: Omgeving, twilio: TwilioServer) -> None:
    ids = zet_klaar(waar, Kanaal.SMS, 100)
    via_twilio(waar, twilio)
    assert verstuur() == {"verzonden": 100}
    assert verstuur() == {}
    assert sorted(f["To"] for f in twilio.formulieren) == [nummer(n) for n in range(100)]
    assert set(twilio.ontvangen.values()) == {1}
    per_sid = {b["sid"]: b["to"] for b in twilio.berichten}
    assert [per_sid[rij_van(waar, i).kenmerk] for i in ids] == [nummer(n) for n in range(100)], "answers are not mixed"
    assert {(f["MessagingServiceSid"] != "", f["StatusCallback"]) for f in twilio.formulieren} == {
        (True, f"https://berichten.voorbeeldstad.example/sms/status/{i}") for i in ids
    }


def test_e_mail_leaves_by_a_real_mail_server_once(waar: Omgeving, monkeypatch: pytest.MonkeyPatch) -> None:
    with SmtpServer() as server:
        ids = zet_klaar(waar, Kanaal.EMAIL, 20)
        server.weiger[adres(3)] = "550 5.1.1 onbekend"
        server.weiger[adres(4)] = "450 4.2.0 later"
        via_smtp(waar, server, monkeypatch)
        assert verstuur(Kanaal.EMAIL) == {"verzonden": 18, "mislukt": 1, "klaargezet": 1}
        assert verstuur(Kanaal.EMAIL) == {}, "who asks to come later is not asked again at once"
        assert server.dubbel == {} and len(server.keren) == 18
    brief = server.post[0]
    assert brief["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "https://berichten.voorbeeldstad.example/afmelden/V-" in brief["List-Unsubscribe"]
    assert brief["Reply-To"]
    assert rij_van(waar, ids[3]).status == "mislukt" and "550" in rij_van(waar, ids[3]).reden
    onbruikbaar = [w for w, op in lees(waar, "contactgegeven", "waarde", "onbruikbaar_op") if op]
    assert onbruikbaar == [adres(3)], "an address that does not exist is not used again, one that is full is"


def test_a_number_that_is_gone_is_a_failure_that_the_rules_hear_of(waar: Omgeving) -> None:
    zet_klaar(waar, Kanaal.SMS)
    [zaak] = zaken(waar)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE contactgegeven SET onbruikbaar_op = :dag"), {"dag": JULI_22.isoformat()})
    assert verstuur() == {"mislukt": 1}
    assert log(waar, zaak)[-1] == "bericht_mislukt brief-onderweg"
    assert dict(lees(waar, "zaak", "id", "volgende_toets"))[zaak] == JULI_22


def test_e_mail_without_consent_for_its_kind_never_leaves(waar: Omgeving) -> None:
    """Consent was there when the letter was chosen, and was taken back before it left."""
    zet_klaar(waar, Kanaal.EMAIL, 2)
    with schrijven(waar.engine) as db:
        db.execute(text("DELETE FROM toestemming WHERE soort = 'hulpaanbod' AND inwoner_id = 1"))
    assert verstuur(Kanaal.EMAIL) == {"mislukt": 1, "verzonden": 1}
    with lezen(waar.engine) as db:
        assert bereikbaar(db, [1])[1].email_voor == {Berichtsoort.HULPAANBOD_HERHALING}


def test_not_now_is_tried_again_ever_later_and_then_a_person_looks(waar: Omgeving, twilio: TwilioServer) -> None:
    [id_] = zet_klaar(waar, Kanaal.SMS)
    via_twilio(waar, twilio)
    twilio.regels[nummer()] = Regel(429, 20429)
    pauzes: list[int] = []
    for keer in range(1, MAX_OFFERTES + 1):
        assert verstuur() == ({"klaargezet": 1} if keer < MAX_OFFERTES else {"mislukt": 1})
        assert verstuur() == {}, "not before its time"
        rij = rij_van(waar, id_)
        assert rij.offertes == keer == len(twilio.formulieren)
        if keer < MAX_OFFERTES:
            pauzes.append(round((rij.volgende_controle - rij.sinds).total_seconds() / 60))
            later(waar, minutes=pauzes[-1] + 0.1)
    assert pauzes == [1, 2, 4, 8, 16, 32, 64]
    assert taken(waar) == [] and log(waar, 1)[-1] == "bericht_mislukt brief-onderweg"
    assert lees(waar, "gebeurtenis", "gegevens")[-1][0]["oorzaak"] == "inhoud", "the number is not to blame"
    assert [op for (op,) in lees(waar, "contactgegeven", "onbruikbaar_op")] == [None, None]


def test_a_provider_that_is_down_costs_nothing_but_time(waar: Omgeving, twilio: TwilioServer) -> None:
    zet_klaar(waar, Kanaal.SMS, 20)
    via_twilio(waar, twilio)
    twilio.stop()
    assert verstuur() == {"klaargezet": 20}
    assert verstuur() == {}
    twilio.start()
    later(waar, minutes=2)
    assert verstuur() == {"verzonden": 20}
    assert set(twilio.ontvangen.values()) == {1} and len(twilio.ontvangen) == 20


@pytest.mark.parametrize(
    ("regel", "status", "onbruikbaar", "afgemeld"),
    [
        pytest.param(Regel(400, 21211), "mislukt", True, False, id="ongeldig nummer"),
        pytest.param(Regel(400, 21614), "mislukt", True, False, id="geen mobiel nummer"),
        pytest.param(Regel(400, 21610), "mislukt", False, True, id="de inwoner stuurde STOP naar de provider"),
        pytest.param(Regel(401, 20003), "klaargezet", False, False, id="ons wachtwoord klopt niet"),
        pytest.param(Regel(500), "onbekend", False, False, id="storing bij de provider"),
        pytest.param(Regel(201, verbreek=True), "onbekend", False, False, id="de lijn viel weg"),
    ],
)
def test_every_answer_of_the_provider_has_its_consequence(
    sqlite: Omgeving, twilio: TwilioServer, regel: Regel, status: str, onbruikbaar: bool, afgemeld: bool
) -> None:
    zet_klaar(sqlite, Kanaal.SMS)
    via_twilio(sqlite, twilio)
    twilio.regels[nummer()] = regel
    assert verstuur() == {status: 1}
    [mobiel, _] = [bool(op) for (op,) in lees(sqlite, "contactgegeven", "onbruikbaar_op")]
    assert mobiel == onbruikbaar
    assert bool(lees(sqlite, "afmelding", "kanaal")) == afgemeld
    assert taken(sqlite) == ([(1, "open")] if status == "onbekend" else [])
    if status == "mislukt":
        assert nummer() not in rij_van(sqlite, "V-000001-brief-onderweg-1-sms").reden


def test_two_senders_at_once_send_every_sms_once(waar: Omgeving, twilio: TwilioServer) -> None:
    import threading

    zet_klaar(waar, Kanaal.SMS, 60)
    via_twilio(waar, twilio)
    start, telling = threading.Barrier(2), []

    def stuur() -> None:
        start.wait()
        telling.append(verstuur())

    draden = [threading.Thread(target=stuur) for _ in range(2)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    assert sum(t.get("verzonden", 0) for t in telling) == 60 == len(twilio.formulieren)
    assert set(twilio.ontvangen.values()) == {1} and set(standen(waar)) == {"verzonden"}


def test_one_bericht_that_cannot_be_written_does_not_hold_up_the_others(sqlite: Omgeving, twilio: TwilioServer) -> None:
    """A broken row is shown to a person; the round goes on, and no answer of another sms gets lost by it."""
    ids = zet_klaar(sqlite, Kanaal.SMS, 9)
    via_twilio(sqlite, twilio)
    zet_rij(sqlite, ids[4], gegevens={})
    assert verstuur() == {"verzonden": 8, "mislukt": 1}
    assert len(twilio.formulieren) == 8 and rij_van(sqlite, ids[4]).status == Status.MISLUKT
    assert "inhoud" in [g.get("oorzaak") for z, g in lees(sqlite, "gebeurtenis", "zaak_id", "gegevens") if z == 5]


def test_a_gemeente_without_beleid_does_not_hold_up_the_others(sqlite: Omgeving, twilio: TwilioServer) -> None:
    ids = zet_klaar(sqlite, Kanaal.SMS, 3)
    zet_rij(sqlite, ids[0], gemeente="verdwenen")
    waar = via_twilio(sqlite, twilio)
    goed = waar.beleid(GEMEENTE)

    def beleid(naam: str) -> object:
        if naam == "verdwenen":
            raise BeleidNietGevonden(naam)
        return goed

    from tasks import omgeving as plek

    plek.gebruik(replace(waar, beleid=beleid))  # type: ignore[arg-type]
    assert verstuur() == {"verzonden": 2}
    assert rij_van(sqlite, ids[0]).status == Status.KLAARGEZET


def test_nothing_of_a_resident_can_be_read_in_what_is_in_hand(sqlite: Omgeving) -> None:
    [id_] = zet_klaar(sqlite, Kanaal.SMS)
    klaar = klaar_van(sqlite, id_)
    for tekst in (repr(klaar), str(klaar), repr(klaar.bereik)):
        assert nummer() not in tekst and adres() not in tekst and "Inwoner0" not in tekst
    werk_met(sqlite)
    poststuk = verzenden.schrijf_poststuk(klaar, verzenden.verzender(Kanaal.SMS, sqlite))
    assert nummer() not in repr(poststuk) and poststuk.tekst not in repr(poststuk)
