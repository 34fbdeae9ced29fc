"""Does a bericht leave exactly once, and is a person told when nobody can know?"""

import asyncio
import csv
import hashlib
import os
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models import outbox
from models.database import lezen, schrijven
from models.outbox import Status
from rules.woorden import Kanaal, Zaaksoort
from tasks import drukwerk, stappen, verzenden
from tasks.kanaal import Antwoord, Poststuk, Uitkomst
from tasks.omgeving import Omgeving
from tasks.poststuk import Klaar, haal
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
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

JULI_13, JULI_20, JULI_22 = date(2026, 7, 13), date(2026, 7, 20), date(2026, 7, 22)


def zet_brieven_klaar(waar: Omgeving, aantal: int = 3) -> list[int]:
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(aantal)])
    stappen.zet(zaken(waar), GEMEENTE, JUNI_5)
    return zaken(waar)


def zet_sms_klaar(waar: Omgeving) -> int:
    """Bring one zaak to the sms that announces its letter."""
    with schrijven(waar.engine) as db:
        geef_nummer(db, een_persoon(), Zaaksoort.VROEGSIGNALERING, mobiel="+31612345678")
    [zaak] = signaleer(waar, een_signaal(een_persoon()), dag=JULI_13)
    for dag in (JULI_20, JULI_22):
        with schrijven(waar.engine) as db:
            db.execute(text("UPDATE bericht SET status = 'verzonden'"))
        stappen.zet([zaak], GEMEENTE, dag)
    return zaak


def stand(waar: Omgeving, kanaal: str) -> list[tuple[str, str]]:
    return [(s, r) for k, s, r in lees(waar, "bericht", "kanaal", "status", "reden") if k == kanaal]


def bestanden(map_: Path) -> list[str]:
    return sorted(str(pad.relative_to(map_)) for pad in map_.rglob("*") if pad.is_file())


def manifest(waar: Omgeving) -> list[dict[str, str]]:
    [pad] = waar.uitgang.glob("brieven/*/manifest.csv")
    rijen = list(csv.DictReader(pad.open(encoding="utf-8"), delimiter=";"))
    for rij in rijen:
        assert hashlib.sha256((pad.parent / rij["bestand"]).read_bytes()).hexdigest() == rij["sha256"]
    return rijen


def klaar_van(waar: Omgeving) -> Klaar:
    with lezen(waar.engine) as db:
        ids = [b for b, status in db.execute(text("SELECT id, status FROM bericht")) if status != "verzonden"]
        return haal(db, ids)[0]


def test_letters_leave_once_with_a_manifest(waar: Omgeving) -> None:
    zet_brieven_klaar(waar)
    assert verzenden.openstaand(Kanaal.BRIEF, JUNI_5) == 3
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    assert drukwerk.verzend_brieven(JUNI_5) == Counter()
    assert verzenden.openstaand(Kanaal.BRIEF, JUNI_5) == 0
    assert len(manifest(waar)) == 3 and len(bestanden(waar.uitgang)) == 4
    assert "Inwoner" not in (next(waar.uitgang.glob("brieven/*/manifest.csv"))).read_text()


def test_a_manifest_grows_with_its_batch(waar: Omgeving) -> None:
    zet_brieven_klaar(waar)
    drukwerk.verzend_brieven(JUNI_5)
    leg_op(waar, [een_vordering(een_persoon(9), "A9")], JUNI_5, "L2")
    stappen.zet(zaken(waar), GEMEENTE, JUNI_5)
    drukwerk.verzend_brieven(JUNI_5)
    assert len(manifest(waar)) == 4


def test_what_was_in_hand_is_printed_again_with_the_same_bytes(waar: Omgeving) -> None:
    zet_brieven_klaar(waar)
    drukwerk.verzend_brieven(JUNI_5)
    voor = {naam: (waar.uitgang / naam).read_bytes() for naam in bestanden(waar.uitgang)}
    [map_] = waar.uitgang.glob("brieven/*")
    rest = map_ / ".abc.deel"
    rest.write_text("half a letter")
    eerder = time.time() - 60
    os.utime(rest, (eerder, eerder))
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'bezig', kenmerk = ''"))
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3)
    assert {naam: (waar.uitgang / naam).read_bytes() for naam in bestanden(waar.uitgang)} == voor


def test_an_sms_leaves_once_as_a_file(waar: Omgeving) -> None:
    zet_sms_klaar(waar)
    assert verzenden.verzend_digitaal(Kanaal.SMS, JULI_22) == Counter(verzonden=1)
    assert verzenden.verzend_digitaal(Kanaal.SMS, JULI_22) == Counter()
    [naam] = bestanden(waar.uitgang / "sms")
    assert (waar.uitgang / "sms" / naam).read_text().startswith("Aan: +31612345678")
    assert stand(waar, "sms") == [("verzonden", "")]


def test_a_number_that_is_gone_is_a_failure_that_the_rules_hear_of(waar: Omgeving) -> None:
    zaak = zet_sms_klaar(waar)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE contactgegeven SET afgemeld_op = :dag"), {"dag": JULI_22.isoformat()})
    assert verzenden.verzend_digitaal(Kanaal.SMS, JULI_22) == Counter(mislukt=1)
    assert log(waar, zaak)[-1] == "bericht_mislukt brief-onderweg"
    assert dict(lees(waar, "zaak", "id", "volgende_toets"))[zaak] == JULI_22


def in_hand(waar: Omgeving) -> Klaar:
    zet_sms_klaar(waar)
    verzenden.claim_volgende(Kanaal.SMS, JULI_22, lambda _: "")
    return klaar_van(waar)


@pytest.mark.parametrize(
    ("uitkomst", "status"),
    [
        (Uitkomst.VERZONDEN, "verzonden"),
        (Uitkomst.TIJDELIJK_MISLUKT, "klaargezet"),
        (Uitkomst.BLIJVEND_MISLUKT, "mislukt"),
        (Uitkomst.AFGEMELD, "mislukt"),
        (Uitkomst.ONBEKEND, "onbekend"),
    ],
)
def test_every_answer_has_its_status(sqlite: Omgeving, uitkomst: Uitkomst, status: str) -> None:
    klaar = in_hand(sqlite)
    assert verzenden.verwerk(klaar, Antwoord(uitkomst, reden="zo"), Status.BEZIG, JULI_22) == status
    assert stand(sqlite, "sms") == [(status, "zo")]
    afgemeld = lees(sqlite, "contactgegeven", "afgemeld_op")
    assert afgemeld == [(JULI_22 if status == "mislukt" else None,)], "what failed is not used again"


def test_try_again_is_tomorrow(sqlite: Omgeving) -> None:
    verzenden.verwerk(in_hand(sqlite), Antwoord(Uitkomst.TIJDELIJK_MISLUKT), Status.BEZIG, JULI_22)
    assert verzenden.openstaand(Kanaal.SMS, JULI_22) == 0
    assert verzenden.openstaand(Kanaal.SMS, JULI_22 + timedelta(days=1)) == 1


def test_a_second_answer_has_no_second_effect(waar: Omgeving) -> None:
    """Two senders looked the same lost answer up: the failure is told once."""
    klaar = in_hand(waar)
    for _ in range(2):
        verzenden.verwerk(klaar, Antwoord(Uitkomst.BLIJVEND_MISLUKT, reden="zo"), Status.BEZIG, JULI_22)
    assert log(waar, klaar.zaak_id).count("bericht_mislukt brief-onderweg") == 1
    verzenden.verwerk(klaar, Antwoord(Uitkomst.VERZONDEN), Status.BEZIG, JULI_22)
    assert stand(waar, "sms") == [("mislukt", "zo")], "the first answer stands"


def test_when_nobody_knows_one_person_is_asked_once(waar: Omgeving) -> None:
    klaar = in_hand(waar)
    for van in (Status.BEZIG, Status.ONBEKEND, Status.ONBEKEND):
        verzenden.verwerk(klaar, Antwoord(Uitkomst.ONBEKEND), van, JULI_22)
    assert [t for t in lees(waar, "taak", "soort", "status") if t[0] == "onzekere-bezorging"] == [
        ("onzekere-bezorging", "open")
    ]
    assert log(waar, klaar.zaak_id).count("taak onzekere-bezorging") == 1


class EenLijn:
    """A provider that is not idempotent; it knows which berichten it received and counts what it is offered."""

    idempotent = False

    def __init__(self, *ontvangen: str) -> None:
        self.ontvangen, self.aangeboden = ontvangen, 0

    async def verzend(self, poststuk: Poststuk) -> Antwoord:
        self.aangeboden += 1
        return Antwoord(Uitkomst.VERZONDEN)

    async def zoek_op(self, poststuk: Poststuk, sinds: datetime) -> Antwoord | None:
        assert sinds <= datetime.now(UTC)
        return Antwoord(Uitkomst.VERZONDEN, kenmerk="SM1") if poststuk.bericht_id in self.ontvangen else None


@pytest.mark.parametrize("aangekomen", [True, False])
def test_a_lost_answer_is_looked_up_and_never_sent_blindly(sqlite: Omgeving, aangekomen: bool) -> None:
    klaar = in_hand(sqlite)
    lijn, telling = EenLijn(*([klaar.id] if aangekomen else [])), Counter[str]()
    asyncio.run(verzenden._zoek_verloren_antwoorden(Kanaal.SMS, lijn, JULI_22, telling))  # type: ignore[arg-type]
    assert telling == {"verzonden" if aangekomen else "klaargezet": 1}
    assert lijn.aangeboden == 0
    with lezen(sqlite.engine) as db:
        assert outbox.zonder_antwoord(db, "sms", timedelta(0)) == []
