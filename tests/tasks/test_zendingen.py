# pyright: basic
"""Is every large round counted and priced before it leaves, and can no two rounds slip under the limit together?"""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from models import zendingen as geheugen
from models.beleidsbestand import BeleidNietGevonden
from models.database import schrijven
from rules.bezorging import Baan
from rules.woorden import Kanaal
from tasks import omgeving as plek
from tasks import stappen
from tasks.leesbaarheid import sms_delen
from tasks.omgeving import Omgeving
from tasks.poststuk import schrijf_bericht
from tasks.zendingen import STEEKPROEF, keur
from tests.models.bouwers import GEMEENTE, JUNI_5, een_persoon, een_vordering, lees, leg_op, zaken
from tests.tasks.berichten import JULI_22, klaar_van, standen, verstuur, werk_met, zet_klaar, zet_rij

MASSAAL = Baan.MASSAAL.value


def met_grens(waar: Omgeving, **anders: Any) -> Omgeving:
    beleid = waar.beleid(GEMEENTE)
    return werk_met(waar, replace(beleid, verzending=replace(beleid.verzending, **anders)))


def zendingen(waar: Omgeving) -> list[tuple[Any, ...]]:
    return lees(waar, "zending", "status", "aantal", "kosten_ct")


@pytest.mark.parametrize(
    ("aantal", "grens", "status"),
    [
        pytest.param(10, {"vrijgave_berichten": 10}, "vrij", id="precies de grens"),
        pytest.param(11, {"vrijgave_berichten": 10}, "wacht", id="een meer dan de grens"),
        pytest.param(10, {"vrijgave_eur": 1, "kosten_sms_ct": 10}, "vrij", id="precies een euro"),
        pytest.param(10, {"vrijgave_eur": 1, "kosten_sms_ct": 11}, "wacht", id="meer dan een euro"),
        pytest.param(1, {"vrijgave_eur": 0}, "wacht", id="niets mag iets kosten"),
        pytest.param(3, {"vrijgave_eur": 0, "kosten_sms_ct": 0}, "vrij", id="gratis"),
    ],
)
def test_over_the_limit_people_look_first(sqlite: Omgeving, aantal: int, grens: dict[str, int], status: str) -> None:
    waar = met_grens(sqlite, **grens)
    zet_klaar(waar, Kanaal.SMS, aantal, baan=MASSAAL)
    assert keur(Kanaal.SMS, JULI_22) == (aantal if status == "wacht" else 0)
    assert [z[:2] for z in zendingen(waar)] == [(status, aantal)]
    assert verstuur() == ({"verzonden": aantal} if status == "vrij" else {})
    assert keur(Kanaal.SMS, JULI_22) == 0, "counted once"


def test_what_was_not_counted_does_not_leave(sqlite: Omgeving) -> None:
    zet_klaar(sqlite, Kanaal.SMS, 2, baan=MASSAAL)
    werk_met(sqlite)
    assert verstuur() == {}


def test_after_the_release_it_leaves(waar: Omgeving) -> None:
    nieuw = met_grens(waar, vrijgave_berichten=2)
    zet_klaar(nieuw, Kanaal.SMS, 3, baan=MASSAAL)
    keur(Kanaal.SMS, JULI_22)
    [(zending,)] = lees(waar, "zending", "id")
    for naam in ("Jan", "Fatima"):
        assert verstuur() == {}
        with schrijven(waar.engine) as db:
            geheugen.geef_vrij(db, zending, naam, 2)
    assert verstuur(dag=JULI_22 + timedelta(days=1)) == {"verzonden": 3}, "also on a later day"


def test_two_rounds_of_one_day_are_counted_together(waar: Omgeving) -> None:
    nieuw = met_grens(waar, vrijgave_berichten=10)
    zet_klaar(nieuw, Kanaal.SMS, 7, baan=MASSAAL)
    assert keur(Kanaal.SMS, JULI_22) == 0
    zet_klaar(nieuw, Kanaal.SMS, 4, eerste=7, baan=MASSAAL)
    assert keur(Kanaal.SMS, JULI_22) == 4
    zet_klaar(nieuw, Kanaal.SMS, 3, eerste=11, baan=MASSAAL)
    assert keur(Kanaal.SMS, JULI_22) == 0, "what waits does not count: it did not leave"
    assert [z[:2] for z in zendingen(waar)] == [("vrij", 7), ("wacht", 4), ("vrij", 3)]
    assert verstuur() == {"verzonden": 10}


def test_a_personal_bericht_is_never_held(waar: Omgeving) -> None:
    nieuw = met_grens(waar, vrijgave_berichten=1, vrijgave_eur=0)
    zet_klaar(nieuw, Kanaal.SMS, 5)
    zet_klaar(nieuw, Kanaal.SMS, 5, eerste=5, baan=MASSAAL)
    assert keur(Kanaal.SMS, JULI_22) == 5
    assert verstuur() == {"verzonden": 5} and standen(waar) == ["verzonden"] * 5 + ["klaargezet"] * 5


def test_a_zending_that_was_cancelled_half_still_leaves_half(sqlite: Omgeving) -> None:
    nieuw = met_grens(sqlite, vrijgave_berichten=2)
    ids = zet_klaar(nieuw, Kanaal.SMS, 4, baan=MASSAAL)
    keur(Kanaal.SMS, JULI_22)
    zet_rij(nieuw, ids[0], status="vervallen")
    with schrijven(nieuw.engine) as db:
        geheugen.geef_vrij(db, 1, "Jan", 1)
    assert verstuur() == {"verzonden": 3}


def test_an_sms_is_priced_by_its_parts(sqlite: Omgeving) -> None:
    nieuw = met_grens(sqlite, kosten_sms_ct=9)
    ids = zet_klaar(nieuw, Kanaal.SMS, 3, baan=MASSAAL)
    beleid = nieuw.beleid(GEMEENTE)
    delen = sum(sms_delen(schrijf_bericht(klaar_van(nieuw, i), beleid)[0].platte_tekst) for i in ids)
    keur(Kanaal.SMS, JULI_22)
    assert lees(sqlite, "zending", "aantal", "delen", "kosten_ct") == [(3, delen, 9 * delen)]


def test_a_bericht_that_cannot_be_written_does_not_hold_up_the_count(sqlite: Omgeving) -> None:
    ids = zet_klaar(sqlite, Kanaal.SMS, 3, baan=MASSAAL)
    zet_rij(sqlite, ids[1], gegevens={})
    werk_met(sqlite)
    assert keur(Kanaal.SMS, JULI_22) == 0
    assert verstuur() == {"verzonden": 2, "mislukt": 1}


def test_a_gemeente_without_beleid_does_not_hold_up_the_others(sqlite: Omgeving) -> None:
    ids = zet_klaar(sqlite, Kanaal.SMS, 3, baan=MASSAAL)
    zet_rij(sqlite, ids[1], gemeente="verdwenen")
    goed = sqlite.beleid(GEMEENTE)

    def beleid(naam: str) -> object:
        if naam == "verdwenen":
            raise BeleidNietGevonden(naam)
        return goed

    plek.gebruik(replace(sqlite, beleid=beleid))  # type: ignore[arg-type]
    assert keur(Kanaal.SMS, JULI_22) == 0
    assert [z[1] for z in zendingen(sqlite)] == [2]


@pytest.mark.parametrize("aantal", [3, 10, 40])
def test_the_sample_is_ten_berichten_and_always_the_same_ones(
    sqlite: Omgeving, aantal: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    nieuw = met_grens(sqlite, vrijgave_berichten=1)
    ids = zet_klaar(nieuw, Kanaal.SMS, aantal, baan=MASSAAL)
    keur(Kanaal.SMS, JULI_22)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE bericht SET zending_id = NULL"))
    keur(Kanaal.SMS, JULI_22)
    een, ander = [s for (s,) in lees(sqlite, "zending", "steekproef")]
    assert een == ander and len(een) == min(aantal, STEEKPROEF) == len(set(een)) and set(een) <= set(ids)
    if aantal == 40:
        assert een != sorted(ids)[:10], "not simply the first ones"


@pytest.mark.postgres
def test_two_counts_at_once_never_both_pass(postgres: Omgeving) -> None:
    """Six and six, limit ten: put ready by two processes, counted by two processes, at the same moment."""
    nieuw = met_grens(postgres, vrijgave_berichten=10)
    zet_klaar(nieuw, Kanaal.SMS, 6, baan=MASSAAL)
    start = threading.Barrier(3)

    def tel() -> None:
        start.wait()
        for _ in range(10):
            keur(Kanaal.SMS, JULI_22)

    def zet() -> None:
        start.wait()
        zet_klaar(nieuw, Kanaal.SMS, 6, eerste=6, baan=MASSAAL)

    draden = [threading.Thread(target=tel), threading.Thread(target=tel), threading.Thread(target=zet)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    keur(Kanaal.SMS, JULI_22)
    assert sum(aantal for _, aantal, _ in zendingen(postgres)) == 12, "each bericht is in exactly one zending"
    assert sum(aantal for status, aantal, _ in zendingen(postgres) if status == "vrij") <= 10
    assert [i for (i,) in lees(postgres, "bericht", "zending_id") if i is None] == []


def test_a_large_round_of_letters_is_counted_and_a_step_for_one_resident_is_not(sqlite: Omgeving) -> None:
    nieuw = met_grens(sqlite, vrijgave_berichten=3)
    leg_op(nieuw, [een_vordering(een_persoon(n), f"A{n}") for n in range(6)])
    stappen.zet(zaken(nieuw)[:4], GEMEENTE, JUNI_5, alleen_automatisch=True)
    stappen.zet(zaken(nieuw)[4:], GEMEENTE, JUNI_5)
    assert [b for (b,) in lees(nieuw, "bericht", "baan")] == ["massaal"] * 4 + ["persoonlijk"] * 2
    assert keur(Kanaal.BRIEF, JUNI_5) == 4
    prijs = nieuw.beleid(GEMEENTE).verzending.kosten_brief_ct
    assert zendingen(nieuw) == [("wacht", 4, 4 * prijs)]
