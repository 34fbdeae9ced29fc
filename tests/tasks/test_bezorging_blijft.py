# pyright: basic
"""What stays behind is shown to a person, a late answer still counts, and no status is forgotten."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from models.beleidsbestand import BeleidNietGevonden
from rules.bezorging import Baan
from rules.woorden import Kanaal, Taaksoort
from tasks import bezorging, zendingen
from tasks import omgeving as plek
from tasks.bezorging import kijk_na, meld_wat_blijft_liggen
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import Omgeving
from tasks.verwerken import verwerk
from tests.models.bouwers import GEMEENTE, lees, log
from tests.standins.twilio_server import TwilioServer
from tests.tasks.berichten import (
    JULI_22,
    bij_andere_afdeling,
    in_hand,
    kijk,
    klaar_van,
    later,
    meld,
    nummer,
    rij_van,
    standen,
    taken,
    twilio,
    verstuur,
    via_twilio,
    werk_met,
    zet_klaar,
    zet_rij,
)

DAG = timedelta(days=1)
__all__ = ["twilio"]


@pytest.mark.parametrize(
    ("dag", "verwacht"),
    [
        pytest.param(date(2026, 7, 23), 0, id="een dag later: nog niet"),
        pytest.param(date(2026, 7, 24), 1, id="twee werkdagen later: een mens kijkt"),
        pytest.param(date(2026, 7, 30), 1, id="een week later"),
    ],
)
def test_what_stays_ready_for_days_is_shown_to_a_person_once(sqlite: Omgeving, dag: date, verwacht: int) -> None:
    zet_klaar(sqlite, Kanaal.SMS)
    for _ in range(3):
        assert meld_wat_blijft_liggen(dag) == verwacht
    assert len(taken(sqlite)) == verwacht
    [feiten] = [g for s, g in lees(sqlite, "gebeurtenis", "soort", "gegevens") if s == "taak"] or [{}]
    assert nummer() not in str(feiten)
    assert standen(sqlite) == ["klaargezet"], "what is late may still leave"


def test_over_a_weekend_two_working_days_are_four_days(sqlite: Omgeving) -> None:
    vrijdag = date(2026, 7, 24)
    zet_klaar(sqlite, Kanaal.SMS, verzend_op=vrijdag)
    assert [meld_wat_blijft_liggen(vrijdag + n * DAG) for n in range(5)] == [0, 0, 0, 0, 1]


def test_what_waits_for_release_is_not_reported(waar: Omgeving) -> None:
    zet_klaar(waar, Kanaal.SMS, 2, baan=Baan.MASSAAL.value)
    beleid = waar.beleid(GEMEENTE)
    werk_met(waar, replace(beleid, verzending=replace(beleid.verzending, vrijgave_berichten=1)))
    assert zendingen.keur(Kanaal.SMS, JULI_22) == 2
    assert meld_wat_blijft_liggen(JULI_22 + 7 * DAG) == 0 and taken(waar) == []


def test_a_gemeente_without_beleid_does_not_keep_the_others_from_being_shown(sqlite: Omgeving) -> None:
    ids = zet_klaar(sqlite, Kanaal.SMS, 3)
    zet_rij(sqlite, ids[0], gemeente="verdwenen")
    goed = sqlite.beleid(GEMEENTE)

    def beleid(naam: str) -> object:
        if naam == "verdwenen":
            raise BeleidNietGevonden(naam)
        return goed

    plek.gebruik(replace(sqlite, beleid=beleid))  # type: ignore[arg-type]
    assert meld_wat_blijft_liggen(JULI_22 + 7 * DAG) == 2
    assert [zaak for zaak, _ in taken(sqlite)] == [2, 3]


def test_a_gemeente_without_beleid_does_not_keep_the_others_from_being_looked_up(sqlite: Omgeving) -> None:
    ids = zet_klaar(sqlite, Kanaal.SMS, 3)
    for id_ in ids:
        in_hand(sqlite, id_, timedelta(0))
    zet_rij(sqlite, ids[0], gemeente="verdwenen")
    goed = sqlite.beleid(GEMEENTE)

    def beleid(naam: str) -> object:
        if naam == "verdwenen":
            raise BeleidNietGevonden(naam)
        return goed

    plek.gebruik(replace(sqlite, beleid=beleid))  # type: ignore[arg-type]
    assert kijk_na(Kanaal.SMS, JULI_22) == {"verzonden": 2}
    plek.gebruik(sqlite)
    assert kijk_na(Kanaal.SMS, JULI_22) == {"verzonden": 1}, "when it is mended"


def test_a_late_answer_still_counts_when_the_sweep_knew_less(waar: Omgeving) -> None:
    """The mail server took its time; meanwhile a person was asked. Its answer takes the question back."""
    [id_] = zet_klaar(waar, Kanaal.EMAIL)
    klaar = in_hand(waar, id_)
    verwerk([(klaar, Antwoord(Uitkomst.ONBEKEND))], JULI_22)
    assert taken(waar) == [(1, "open")]
    verwerk([(klaar, Antwoord(Uitkomst.VERZONDEN, "<1@x>"))], JULI_22)
    assert rij_van(waar, id_).status == "verzonden" and taken(waar) == [(1, "vervallen")]


def test_a_late_answer_stops_what_was_put_ready_again(waar: Omgeving) -> None:
    """A lookup did not see the sms yet; the answer of the attempt itself comes just before the next one would begin."""
    [id_] = zet_klaar(waar, Kanaal.SMS)
    klaar = in_hand(waar, id_)
    verwerk([(klaar, Antwoord(Uitkomst.TIJDELIJK_MISLUKT))], JULI_22)
    assert rij_van(waar, id_).status == "klaargezet"
    verwerk([(klaar, Antwoord(Uitkomst.VERZONDEN, "SM1"))], JULI_22)
    assert rij_van(waar, id_).status == "verzonden"


def test_an_opt_out_while_an_answer_is_lost_does_not_lead_to_a_second_sms(
    sqlite: Omgeving, twilio: TwilioServer
) -> None:
    [id_] = zet_klaar(sqlite, Kanaal.SMS)
    bij_andere_afdeling(sqlite)
    via_twilio(sqlite, twilio)
    twilio.gedrag.verlies_vooraf = 1.0
    verstuur()
    from tests.tasks.berichten import stuur_terug

    stuur_terug("STOP")
    later(sqlite, minutes=11)
    kijk()
    later(sqlite, minutes=11)
    twilio.gedrag.verlies_vooraf = 0
    verstuur()
    assert twilio.ontvangen.total() == 0
    assert rij_van(sqlite, id_).status in ("onbekend", "vervallen", "mislukt")


def test_every_status_that_is_not_the_end_is_looked_at_by_somebody(sqlite: Omgeving) -> None:
    """Whatever answers come in, in whatever order."""
    import random

    kans = random.Random(7)
    ids = zet_klaar(sqlite, Kanaal.SMS, 60)
    werk_met(sqlite, bezig_na_s=600)
    for nr, id_ in enumerate(ids):
        for stap in range(kans.randrange(6)):
            rij = rij_van(sqlite, id_)
            if rij.status == "klaargezet" and (rij.volgende_controle is None or kans.random() < 0.5):
                zet_rij(sqlite, id_, volgende_controle=None)
                in_hand(sqlite, id_)
            elif kans.random() < 0.5:
                meld(id_, kans.choice(["sent", "delivered", "undelivered"]), kans.choice([0, 30003, 30005]), f"S{nr}")
            else:
                uitkomst = kans.choice(list(Uitkomst))
                verwerk([(klaar_van(sqlite, id_), Antwoord(uitkomst, kans.choice(["", f"S{nr}"]), str(stap)))], JULI_22)
    for zaak, id_ in enumerate(ids, 1):
        rij = rij_van(sqlite, id_)
        if rij.status in ("bezig", "onbekend", "verzonden"):
            assert rij.volgende_controle is not None, (id_, rij.status)
        if rij.status == "onbekend":
            assert (zaak, "open") in taken(sqlite)
        if rij.status not in ("onbekend",):
            assert (zaak, "open") not in taken(sqlite, Taaksoort.ONZEKERE_BEZORGING) or "twee" in str(log(sqlite, zaak))


def test_the_sweep_says_how_much_it_has_to_do(sqlite: Omgeving) -> None:
    assert bezorging.na_te_kijken(Kanaal.SMS) == 0 and kijk() == {}
