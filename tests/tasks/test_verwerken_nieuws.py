# pyright: basic
"""Does news cancel what has not left, also when it was in hand at that moment, and nothing else?"""

import pytest

from models.database import schrijven
from models.logboek import Bijschrift, schrijf_bij
from rules.bezorging import Status
from rules.log import Logregel, Soort
from tasks.kanaal import Uitkomst
from tasks.omgeving import Omgeving
from tests.models.bouwers import log
from tests.tasks.berichten import (
    JULI_22,
    een_sms,
    in_hand,
    nog_een,
    rij_van,
    zeg,
    zet_rij,
)

FEITEN = [
    pytest.param(Soort.BETALING, "er is betaald", id="betaling"),
    pytest.param(Soort.OVERLEDEN, "de inwoner is overleden", id="overleden"),
    pytest.param(Soort.SIGNAAL_ONTVANGEN, "er is een nieuw signaal", id="tweede signaal"),
]


def vertel(waar: Omgeving, soort: Soort) -> None:
    with schrijven(waar.engine) as db:
        schrijf_bij(db, [Bijschrift(1, Logregel(soort, JULI_22, {}))], JULI_22)


@pytest.mark.parametrize(("soort", "reden"), FEITEN)
def test_news_cancels_what_is_ready_with_its_reason(sqlite: Omgeving, soort: Soort, reden: str) -> None:
    id_ = een_sms(sqlite)
    vertel(sqlite, soort)
    rij = rij_van(sqlite, id_)
    assert (rij.status, rij.reden) == ("vervallen", reden)
    assert log(sqlite, 1)[-2:] == [soort.value, "bericht_vervallen brief-onderweg"]


@pytest.mark.parametrize("status", [s for s in Status if s != Status.KLAARGEZET])
def test_news_does_not_touch_what_left_or_may_have_left(sqlite: Omgeving, status: Status) -> None:
    id_ = een_sms(sqlite)
    zet_rij(sqlite, status=status.value)
    vertel(sqlite, Soort.BETALING)
    assert rij_van(sqlite, id_).status == status and log(sqlite, 1)[-1] == "betaling"


@pytest.mark.parametrize("onzeker", [False, True])
def test_what_comes_back_after_a_payment_does_not_leave_again(waar: Omgeving, onzeker: bool) -> None:
    """It was in hand when the resident paid; then it turns out that it never left: now it need not."""
    id_ = een_sms(waar)
    in_hand(waar, id_)
    if onzeker:
        zeg(waar, id_, Uitkomst.ONBEKEND)
    vertel(waar, Soort.BETALING)
    zeg(waar, id_, Uitkomst.TIJDELIJK_MISLUKT)
    rij = rij_van(waar, id_)
    assert (rij.status, rij.reden) == ("vervallen", "er is betaald")
    assert log(waar, 1).count("bericht_vervallen brief-onderweg") == 1


def test_what_comes_back_leaves_alone_what_was_decided_since(sqlite: Omgeving) -> None:
    id_ = een_sms(sqlite)
    in_hand(sqlite, id_)
    vertel(sqlite, Soort.BETALING)
    nieuw = nog_een(sqlite, 1)
    zeg(sqlite, id_, Uitkomst.TIJDELIJK_MISLUKT)
    assert rij_van(sqlite, nieuw).status == "klaargezet" and rij_van(sqlite, id_).status == "vervallen"


def test_a_question_for_a_person_changes_nothing_for_what_comes_back(sqlite: Omgeving) -> None:
    id_ = een_sms(sqlite)
    in_hand(sqlite, id_)
    zeg(sqlite, id_, Uitkomst.ONBEKEND)
    zeg(sqlite, id_, Uitkomst.TIJDELIJK_MISLUKT)
    assert rij_van(sqlite, id_).status == "klaargezet", "the taak itself is no news"
