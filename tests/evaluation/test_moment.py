"""The best moment: what the curves and the table of attempts promise, on facts that can be counted by hand."""

import dataclasses
import json
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from evaluation.gaten import BELASTINGEN, SIGNALEN
from evaluation.moment import (
    NIET_VASTGELEGD,
    TE_KLEIN,
    WAARSCHUWING,
    Kromme,
    Splitsing,
    alle_momenten,
    splits,
)
from evaluation.momentpogingen import Pogingregel, pogingregels
from evaluation.momentvragen import VRAGEN, Deling, Einde
from evaluation.statistiek.aandelen import wilson
from evaluation.tabellen import INCASSO, MELDING, POGING
from rules.log import Soort
from tests.evaluation.feitenrijen import DORP, JAAR, STAD, leeg, legde_vast, stil, zet

MAART = date(2026, 3, 1)
INCASSOVRAAG, BEREIKVRAAG, HULPVRAAG = VRAGEN
ALLES = (Soort.KWIJTSCHELDING_TOEGEKEND, Soort.REGELING_GETROFFEN, Soort.DWANGBEVEL_BETEKEND)


def na(dagen: int, start: date = MAART) -> date:
    return start + timedelta(days=dagen)


def _kromme(splitsing: Splitsing, groep: str, einde: Einde) -> Kromme:
    return next(k for k in splitsing.krommen if (k.groep, k.einde) == (groep, einde))


def _op(kromme: Kromme, dag: int) -> float | None:
    schatting = next(p.schatting for p in kromme.lijn if p.dag == dag)
    return schatting.waarde if schatting else None


def _incasso(db: Connection, *rijen: tuple[int, dict[str, Any]]) -> None:
    zet(db, INCASSO, [{"vervaldag": MAART, **rij} for keer, rij in rijen for _ in range(keer)])


def _vraag(db: Connection, deling: Deling = Deling.STAP, **opties: Any) -> Splitsing:
    return splits(db, JAAR, [STAD], INCASSOVRAAG, deling, **opties)


def test_ends_compete() -> None:
    """40 pay on day 10, 20 get a dwangbevel on day 20 and pay on day 30, 40 do nothing: 40 % paid, not 60 %."""
    with leeg() as db:
        legde_vast(db, *ALLES)
        _incasso(db, (40, {"betaald_op": na(10)}), (20, {"betekend_op": na(20), "betaald_op": na(30)}), (40, {}))
        splitsing = _vraag(db)
    betaald, dwang = (_kromme(splitsing, "vervaldag", e) for e in (Einde.BETAALD, Einde.DWANGBEVEL))
    assert [_op(betaald, dag) for dag in (7, 14, 28, 56, 91)] == [None, *[pytest.approx(0.4)] * 4]
    assert [_op(dwang, dag) for dag in (14, 28, 91)] == [None, pytest.approx(0.2), pytest.approx(0.2)]
    assert (betaald.zaken, betaald.gebeurd, dwang.gebeurd) == (100, 40, 20)
    assert [p.dag for p in betaald.tabel] == [7, 14, 28, 56, 91]


def test_who_is_not_followed_so_long_does_not_count_as_nothing_happened() -> None:
    """50 zaken are due 10 days before the end of the year: of the 100, half of those who can be seen pay on day 20."""
    with leeg() as db:
        legde_vast(db, *ALLES)
        laat = date(2026, 12, 21)
        _incasso(db, (25, {"betaald_op": na(20)}), (25, {}), (50, {"vervaldag": laat}))
        betaald = _kromme(_vraag(db), "vervaldag", Einde.BETAALD)
    assert _op(betaald, 28) == pytest.approx(0.5)


def test_a_silent_month_ends_what_is_known() -> None:
    """No mutaties in May: what was paid then or later is not seen, and what starts in May does not count at all."""
    with leeg() as db:
        legde_vast(db, *ALLES)
        stil(db, STAD, BELASTINGEN, date(2026, 5, 1))
        _incasso(db, (30, {"betaald_op": na(40)}), (30, {"betaald_op": na(65)}), (60, {"vervaldag": date(2026, 5, 9)}))
        betaald = _kromme(_vraag(db), "vervaldag", Einde.BETAALD)
    assert (betaald.zaken, betaald.gebeurd) == (60, 30)
    assert _op(betaald, 56) == pytest.approx(0.5)
    assert _op(betaald, 63) is None


def test_a_melding_of_a_silent_month_does_not_count() -> None:
    """No signalen in May: what was taken up then is not all there was. Work on earlier meldingen goes on."""
    with leeg() as db:
        stil(db, STAD, SIGNALEN, date(2026, 5, 1))
        zet(db, MELDING, [{"dag": MAART if n < 40 else date(2026, 5, 9), "bereikt_op": na(75) if n < 20 else None}
                          for n in range(80)])  # fmt: skip
        bereikt = _kromme(splits(db, JAAR, [STAD], BEREIKVRAAG, Deling.STAP), "melding", Einde.BEREIKT)
    assert (bereikt.zaken, bereikt.gebeurd) == (40, 20)


def test_every_step_has_its_own_first_day() -> None:
    """The clock of the aanmaning starts at the aanmaning, for who had not paid before it."""
    with leeg() as db:
        legde_vast(db, *ALLES)
        _incasso(
            db,
            (50, {"herinnering_op": na(5), "betaald_op": na(12)}),
            (50, {"herinnering_op": na(5), "aanmaning_op": na(30), "betaald_op": na(51)}),
        )
        splitsing = _vraag(db)
    assert _op(_kromme(splitsing, "herinnering", Einde.BETAALD), 7) == pytest.approx(0.5)
    aanmaning = _kromme(splitsing, "aanmaning", Einde.BETAALD)
    assert aanmaning.zaken == 50
    assert [p.schatting is None for p in aanmaning.lijn][:2] == [True, True]


def test_help_comes_from_the_zaak_that_the_signaal_led_to() -> None:
    with leeg() as db:
        legde_vast(db, *ALLES)
        _incasso(db, (60, {"overgedragen_op": na(40)}))
        zet(db, MELDING, [{"zaak_id": 1000 + n, "bron_zaak_id": n, "dag": na(42), "hulp_op": na(61)}
                          for n in range(1, 21)])  # fmt: skip
        hulp = _kromme(_vraag(db), "overdracht", Einde.HULP)
    assert [_op(hulp, dag) for dag in (14, 28)] == [None, pytest.approx(20 / 60)]


def test_what_a_gemeente_never_recorded_cannot_be_said() -> None:
    """Two gemeenten, one without dwangbevelen in its log: only the other counts for that end, and it is named."""
    with leeg() as db:
        legde_vast(db, *ALLES, gemeenten=[STAD])
        _incasso(db, (30, {"betekend_op": na(6)}), (30, {}), (60, {"gemeente": DORP}))
        samen = splits(db, JAAR, [DORP, STAD], INCASSOVRAAG, Deling.STAP)
        alleen = splits(db, JAAR, [DORP], INCASSOVRAAG, Deling.STAP)
    dwang = _kromme(samen, "vervaldag", Einde.DWANGBEVEL)
    assert (dwang.zaken, _op(dwang, 7)) == (60, pytest.approx(0.5))
    assert f"{DORP}: dwangbevel betekend (niet vastgelegd)" in samen.weggelaten
    assert _kromme(samen, "vervaldag", Einde.BETAALD).zaken == 120
    assert _kromme(alleen, "vervaldag", Einde.DWANGBEVEL).reden == NIET_VASTGELEGD


@pytest.mark.parametrize(
    ("zaken", "betaald", "te_zien"),
    [
        pytest.param(29, 15, False, id="29 zaken: de groep is te klein"),
        pytest.param(60, 4, False, id="vier betaalden: te weinig om te tonen"),
        pytest.param(60, 57, False, id="op drie na iedereen: dat zegt iets over die drie"),
        pytest.param(60, 5, True, id="vijf van zestig mag"),
    ],
)
def test_small_numbers_are_not_shown(zaken: int, betaald: int, te_zien: bool) -> None:
    with leeg() as db:
        legde_vast(db, *ALLES)
        _incasso(db, (betaald, {"betaald_op": na(3)}), (zaken - betaald, {}))
        kromme = _kromme(_vraag(db), "vervaldag", Einde.BETAALD)
    assert any(p.schatting for p in kromme.lijn) == te_zien
    assert (kromme.reden == TE_KLEIN) == (zaken < 30)
    assert kromme.gebeurd is None or kromme.gebeurd >= 5


def test_who_did_not_pay_is_not_told_when_they_are_few() -> None:
    """57 of 60 paid and three were closed in another way: everybody came to an end, and three is too few to tell of."""
    with leeg() as db:
        legde_vast(db, *ALLES)
        _incasso(db, (57, {"betaald_op": na(3)}), (3, {"gesloten_op": na(3)}))
        assert not any(p.schatting for p in _kromme(_vraag(db), "vervaldag", Einde.BETAALD).lijn)


def test_a_line_ends_where_hardly_anybody_is_followed() -> None:
    """Twenty paid on day 3; of the others three are followed for longer than ten days."""
    with leeg() as db:
        legde_vast(db, *ALLES)
        laat = JAAR.tot - timedelta(days=10)
        _incasso(db, (20, {"vervaldag": laat, "betaald_op": na(3, laat)}), (37, {"vervaldag": laat}), (3, {}))
        kromme = _kromme(_vraag(db), "vervaldag", Einde.BETAALD)
    assert _op(kromme, 7) == pytest.approx(1 / 3)
    assert _op(kromme, 14) is None


def _meldingen(db: Connection) -> None:
    """Who is called in the evening is reached more often: 30 of 60 against 10 of 60."""
    avond = [{"dag": MAART, "bereikt_op": na(3) if n < 30 else None} for n in range(60)]
    ochtend = [{"dag": MAART, "bereikt_op": na(3) if n < 10 else None} for n in range(60)]
    zet(db, MELDING, avond + ochtend)
    zet(db, POGING, [{"zaak_id": n + 1, "dag": na(3), "dagdeel": "avond" if n < 60 else "ochtend"} for n in range(120)])
    zet(db, POGING, [{"zaak_id": n + 1, "dag": na(9), "nummer": 2, "dagdeel": "middag"} for n in range(40, 60)])


def test_dagdelen_are_compared_with_chance_and_with_a_warning() -> None:
    with leeg() as db:
        _meldingen(db)
        zet(db, POGING, [{"zaak_id": n, "dag": na(3), "soort": "gesprek-plannen", "kanaal": "gesprek"}
                         for n in range(1, 41)])  # fmt: skip
        splitsing = splits(db, JAAR, [STAD], BEREIKVRAAG, Deling.DAGDEEL)
        bellen = splits(db, JAAR, [STAD], BEREIKVRAAG, Deling.KANAAL)
    avond, ochtend = (_kromme(splitsing, groep, Einde.BEREIKT) for groep in ("avond", "ochtend"))
    assert (_op(avond, 0), _op(ochtend, 0)) == (pytest.approx(0.5), pytest.approx(1 / 6))
    assert avond.p is not None
    assert avond.p == ochtend.p
    assert avond.p < 0.001
    assert list(dict.fromkeys(k.groep for k in splitsing.krommen)) == ["ochtend", "avond"]
    assert splitsing.waarschuwing == WAARSCHUWING
    assert _op(_kromme(bellen, "bellen", Einde.BEREIKT), 0) == pytest.approx(40 / 120)
    assert {k.groep for k in bellen.krommen} == {"bellen"}


def test_only_a_proef_goes_without_the_warning() -> None:
    """By arm only the zaken of the proef count; every other division keeps the warning."""
    with leeg() as db:
        legde_vast(db, *ALLES)
        _incasso(db, (40, {"betaald_op": na(5)}), (60, {}))
        armen = {n: "kort" if n % 2 else "lang" for n in range(1, 81)}
        splitsing = _vraag(db, Deling.ARM, armen=armen)
        rest = alle_momenten(db, JAAR, [STAD])
    assert splitsing.waarschuwing == ""
    assert {k.groep: k.zaken for k in splitsing.krommen} == {"kort": 40, "lang": 40}
    assert len(rest) == 9
    assert all(s.waarschuwing == WAARSCHUWING for s in rest)
    assert json.loads(json.dumps([dataclasses.asdict(s) for s in rest]))


def test_the_period_holds_the_first_day() -> None:
    with leeg() as db:
        legde_vast(db, *ALLES)
        _incasso(db, (40, {}), (40, {"vervaldag": date(2025, 12, 31)}), (40, {"vervaldag": date(2027, 1, 1)}))
        assert _kromme(_vraag(db), "vervaldag", Einde.BETAALD).zaken == 40


def _regel(regels: tuple[Pogingregel, ...], dimensie: str, waarde: str) -> Pogingregel:
    return next(r for r in regels if (r.dimensie, r.waarde) == (dimensie, waarde))


def test_reach_and_acceptance_per_attempt() -> None:
    """One attempt per zaak gives the interval of Wilson; the fourth and later attempts stand together."""
    with leeg() as db:
        eerste = [{"dag": MAART, "bereikt": n < 20, "hulp": n < 8} for n in range(80)]
        later = [{"zaak_id": 500 + n, "dag": MAART, "nummer": 4 + n % 2, "bereikt": n < 6} for n in range(40)]
        zet(db, POGING, [*eerste, *later])
        regels = pogingregels(db, JAAR, [STAD])
    eerste_poging, latere = _regel(regels, "poging", "1"), _regel(regels, "poging", "4 of later")
    assert (eerste_poging.pogingen, eerste_poging.bereikten) == (80, 20)
    assert eerste_poging.bereik
    assert eerste_poging.bereik.boven == pytest.approx(wilson(20, 80).boven, abs=0.003)
    assert eerste_poging.acceptatie
    assert eerste_poging.acceptatie.waarde == pytest.approx(0.4)
    assert (latere.pogingen, latere.bereikten, latere.acceptatie) == (40, 6, None)


def test_attempts_on_one_resident_make_the_interval_wider() -> None:
    """Ten residents of whom five are always reached tell less than forty attempts on forty residents."""
    with leeg() as db:
        zet(db, POGING, [{"zaak_id": n % 10, "dag": MAART, "bereikt": n % 10 < 5, "nummer": n} for n in range(40)])
        bereik = _regel(pogingregels(db, JAAR, [STAD]), "kanaal", "bellen").bereik
    assert bereik
    assert bereik.boven > wilson(20, 40).boven + 0.05


def test_who_is_reached_twice_accepts_once() -> None:
    """Forty residents reached twice, with the same answer, and missed once: acceptance is that of forty."""
    with leeg() as db:
        zet(db, POGING, [{"zaak_id": n, "dag": MAART, "nummer": keer, "bereikt": keer < 3, "hulp": n < 20 and keer < 3}
                         for n in range(40) for keer in (1, 2, 3)])  # fmt: skip
        acceptatie = _regel(pogingregels(db, JAAR, [STAD]), "kanaal", "bellen").acceptatie
    assert acceptatie
    assert acceptatie.waarde == 0.5
    assert acceptatie.boven == pytest.approx(wilson(20, 40).boven, abs=0.003)


def test_attempts_that_are_not_shown_or_counted() -> None:
    """Appointments, letters, silent months and other periods do not count; fewer than five are not shown."""
    with leeg() as db:
        stil(db, STAD, SIGNALEN, date(2026, 5, 1))
        echt = [{"dag": MAART, "maand": MAART, "bereikt": n < 4} for n in range(50)]
        zet(db, POGING, [
            *echt, *[{"dag": MAART, "maand": MAART, "bereikt": True, "soort": "gesprek-plannen"}] * 9,
            *[{"dag": MAART, "maand": MAART, "kanaal": "brief", "soort": "hulpaanbod", "nummer": None}] * 9,
            *[{"dag": na(70), "maand": date(2026, 5, 1), "bereikt": True}] * 9,
            *[{"dag": date(2025, 5, 1), "maand": date(2025, 5, 1), "bereikt": True}] * 9,
        ])  # fmt: skip
        regel = _regel(pogingregels(db, JAAR, [STAD]), "kanaal", "bellen")
    assert (regel.pogingen, regel.bereikten, regel.bereik, regel.acceptatie) == (50, None, None, None)
