"""What does a proef read from the log of a real round, and what does it leave out? (evaluation/proefrijen.py)"""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from evaluation.cijfer import Periode
from evaluation.proefrijen import Deelnemer, Verloop, lees_verloop
from evaluation.proefuitslag import Stand, uitslagen, verdwenen
from evaluation.rapport.bron import Bron
from evaluation.rapport.inhoud import Alinea
from evaluation.rapport.proeven import VERDWENEN, proefhoofdstuk
from evaluation.tellen import Selectie
from models.beleidsbestand import feestdagen
from models.database import lezen, schrijven, tabel
from models.logboek import Bijschrift, schrijf_bij
from models.opname import neem_mutaties_op
from models.tabellen import Levering
from models.tabellen_beheer import Leveringsmaand
from rules.beleid import Beleid, parse_beleid
from rules.correctie import Correctiereden, correctie
from rules.levering import MutatieRij, Mutatiesoort
from rules.log import Logregel, Soort
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    een_persoon,
    een_signaal,
    een_vordering,
    lees,
    leg_op,
    signaleer,
    zaken,
)
from tests.models.omgevingen import werk_in
from tests.rules.beleidsbouwer import DATA
from tests.rules.proefbouwer import PLAN, data_met, proefbeleid

JUNI_15, LATER = date(2026, 6, 15), date(2026, 12, 1)
TINY: dict[str, Any] = {"basis": 5, "effect": 90, "omvang": 4}


def begin(waar: Omgeving, beleid: Beleid, aantal: int = 8) -> list[int]:
    """Let so many residents get their herinnering, and thereby their arm, on 5 June."""
    werk_in(waar.settings, beleid)
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(aantal)])
    ids = zaken(waar)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden'"))
    return ids


def boek(waar: Omgeving, nummer: str, soort: Mutatiesoort, dag: date) -> None:
    with schrijven(waar.engine) as db:
        neem_mutaties_op(db, GEMEENTE, [MutatieRij(nummer, soort, dag, 420_00, f"{nummer} {soort} {dag}")], dag)
    stappen.zet(zaken(waar), GEMEENTE, dag)


def verloop(waar: Omgeving, beleid: Beleid, tot: date = LATER) -> Verloop:
    with lezen(waar.engine) as db:
        return lees_verloop(db, GEMEENTE, beleid.proeven[0], tot)


def met_uitkomst(waar: Omgeving, beleid: Beleid, tot: date = LATER) -> set[int]:
    return {d.zaak_id for d in verloop(waar, beleid, tot).deelnemers if d.uitkomst}


def test_the_log_tells_who_takes_part_and_who_paid_in_time(waar: Omgeving) -> None:
    beleid = proefbeleid(**TINY)
    ids = begin(waar, beleid)
    boek(waar, "A0", Mutatiesoort.BETALING, date(2026, 6, 8))
    boek(waar, "A1", Mutatiesoort.BETALING, date(2026, 6, 19))
    boek(waar, "A2", Mutatiesoort.BETALING, date(2026, 6, 20))
    assert met_uitkomst(waar, beleid) == set(ids[:2]), "fourteen days, not fifteen"
    assert met_uitkomst(waar, beleid, date(2026, 6, 10)) == {ids[0]}, "what comes later is not known yet"
    gelezen = verloop(waar, beleid)
    assert {d.dag for d in gelezen.deelnemers} == {JUNI_5} and len(gelezen.deelnemers) == 8
    assert gelezen.deelnemers[0].kenmerken == {
        "bedrag": "300 tot 600 euro", "leeftijd": "45-66", "stratum": "doelgroep=huurder telefoon=nee",
        "tijd": "eerste helft",
    }  # fmt: skip
    assert not any(d.overgestapt for d in gelezen.deelnemers)
    assert (gelezen.onder_ander_plan, gelezen.andere_tekst, gelezen.gaten) == (0, (), ())


def test_a_payment_that_is_taken_back_in_time_is_no_payment(sqlite: Omgeving) -> None:
    beleid = proefbeleid(**TINY)
    ids = begin(sqlite, beleid)
    for nummer, dag in (("A0", date(2026, 6, 12)), ("A1", date(2026, 6, 22))):
        boek(sqlite, nummer, Mutatiesoort.BETALING, date(2026, 6, 8))
        boek(sqlite, nummer, Mutatiesoort.STORNO, dag)
    assert met_uitkomst(sqlite, beleid) == {ids[1]}


def gesproken(waar: Omgeving, zaak: int, dag: date, **gegevens: Any) -> int:
    """Write down what a person did, and return its number."""
    feit = {"soort": "bellen", "poging": 1, "uitkomst": "bereikt", "bereikt": True, "dagdeel": "avond"} | gegevens
    with schrijven(waar.engine) as db:
        schrijf_bij(db, [Bijschrift(zaak, Logregel(Soort.TAAK_AFGEROND, dag, feit), actor="medewerker")], dag)
    return max(v for z, v in lees(waar, "gebeurtenis", "zaak_id", "volgnr") if z == zaak)


def test_contact_counts_as_it_was_put_right(waar: Omgeving) -> None:
    beleid = proefbeleid(uitkomst="contact_21d", **TINY)
    ids = begin(waar, beleid)
    gesproken(waar, ids[0], JUNI_15)
    gesproken(waar, ids[1], JUNI_15, bereikt=False, uitkomst="niet bereikt")
    gesproken(waar, ids[2], JUNI_5 + timedelta(days=22))
    fout = gesproken(waar, ids[3], JUNI_15)
    with schrijven(waar.engine) as db:
        regel = correctie(fout, Soort.TAAK_AFGEROND, Correctiereden.NIET_GEBEURD, JUNI_15)
        schrijf_bij(db, [Bijschrift(ids[3], regel, actor="medewerker")], JUNI_15)
    assert met_uitkomst(waar, beleid) == {ids[0]}


def test_what_was_before_the_draw_is_no_outcome(sqlite: Omgeving) -> None:
    beleid = proefbeleid(uitkomst="contact_21d", **TINY)
    werk_in(sqlite.settings, beleid)
    leg_op(sqlite, [een_vordering(een_persoon(n), f"A{n}") for n in range(2)])
    ids = zaken(sqlite)
    gesproken(sqlite, ids[0], date(2026, 6, 2))
    stappen.zet(ids, GEMEENTE, JUNI_5)
    assert len(verloop(sqlite, beleid).deelnemers) == 2 and met_uitkomst(sqlite, beleid) == set()


def test_help_counts_when_the_resident_wants_it(sqlite: Omgeving) -> None:
    vroeg = PLAN | TINY | {
        "traject": "vroegsignalering", "uitkomst": "hulp",
        "arm": [{"naam": "gewoon"}, {"naam": "anders", "vs": {"reactietermijn_brief_d": 10}}],
    }  # fmt: skip
    beleid = parse_beleid(data_met(vroeg), feestdagen())
    werk_in(sqlite.settings, beleid)
    ids = signaleer(sqlite, *(een_signaal(een_persoon(n), f"K{n}") for n in range(8)), dag=date(2026, 7, 13))
    stappen.zet(ids, GEMEENTE, date(2026, 7, 20))
    gesproken(sqlite, ids[0], date(2026, 7, 21), vervolg="wil hulp")
    gesproken(sqlite, ids[1], date(2026, 7, 21), vervolg="wil geen hulp")
    assert met_uitkomst(sqlite, beleid) == {ids[0]}
    assert {d.kenmerken["bedrag"] for d in verloop(sqlite, beleid).deelnemers} == {"100 tot 300 euro"}


def test_who_got_what_no_arm_gets_crossed_over(sqlite: Omgeving) -> None:
    """The proef is taken out for a day: the aanmaning that leaves then is that of the beleid itself."""
    beleid = proefbeleid(**TINY)
    ids = begin(sqlite, beleid)
    werk_in(sqlite.settings, parse_beleid(DATA, feestdagen()))
    stappen.zet(ids[:3], GEMEENTE, date(2026, 6, 19))
    werk_in(sqlite.settings, beleid)
    assert {d.zaak_id for d in verloop(sqlite, beleid).deelnemers if d.overgestapt} == set(ids[:3])
    with lezen(sqlite.engine) as db:
        [u] = uitslagen(db, beleid, LATER)
    assert u.stand is Stand.GEEN_CONCLUSIE and "37,5 %" in u.redenen[0]


def test_a_plan_that_changes_on_the_way_is_seen(sqlite: Omgeving) -> None:
    begin(sqlite, proefbeleid(**TINY))
    nieuw = proefbeleid(**TINY, zaad=8)
    assert verloop(sqlite, nieuw).onder_ander_plan == 8
    with lezen(sqlite.engine) as db:
        [u] = uitslagen(db, nieuw, LATER)
    assert u.stand is Stand.GEEN_CONCLUSIE and "plan is na de start veranderd" in u.zinnen[1]


def test_a_proef_cannot_be_made_to_vanish(sqlite: Omgeving) -> None:
    """Who does not like where it goes and takes the plan out, leaves a trace: an unpleasant result cannot be hidden."""
    beleid = proefbeleid(**TINY)
    begin(sqlite, beleid)
    with lezen(sqlite.engine) as db:
        assert verdwenen(db, beleid, LATER) == ()
        assert verdwenen(db, parse_beleid(DATA, feestdagen()), LATER) == ("korter-wachten",)
        assert verdwenen(db, parse_beleid(DATA, feestdagen()), date(2026, 6, 4)) == ()
        zonder = Bron(db, Selectie(Periode(LATER, LATER), (GEMEENTE,)), {}, "", (parse_beleid(DATA, feestdagen()),))
        assert VERDWENEN in [blok.tekst for blok in proefhoofdstuk(zonder).blokken if isinstance(blok, Alinea)]


def test_other_words_on_the_way_are_seen(sqlite: Omgeving) -> None:
    kort: dict[str, Any] = {"arm": [{"naam": "gewoon"}, {"naam": "kort", "variant": {"herinnering": "kort"}}]}
    beleid = proefbeleid(**TINY, **kort)
    ids = begin(sqlite, beleid)
    assert verloop(sqlite, beleid).andere_tekst == ()
    with schrijven(sqlite.engine) as db:
        opdracht = (
            "UPDATE gebeurtenis SET gegevens = json_set(gegevens, '$.sjabloon_versie', 'x') WHERE soort = 'bericht'"
        )
        db.execute(text(f"{opdracht} AND zaak_id IN ({ids[0]}, {ids[1]})"))
    assert verloop(sqlite, beleid).andere_tekst == ("herinnering",)


@pytest.mark.parametrize(
    ("maand", "telt"), [("2026-05", False), ("2026-06", True), ("2026-07", False)], ids=["ervoor", "tijdens", "erna"]
)
def test_a_month_without_payments_is_named(maand: str, telt: bool, sqlite: Omgeving) -> None:
    beleid = proefbeleid(**TINY)
    begin(sqlite, beleid)
    dag = date.fromisoformat(f"{maand}-01")
    with schrijven(sqlite.engine) as db:
        db.execute(insert(tabel(Levering)).values(
            gemeente=GEMEENTE, soort="mutaties", sha256="x", op=sqlite.nu(), dag=dag, leverancier="pakket", gelezen=0,
            aanvaard=0, bekend=0, afgekeurd=0, klaar=True,
        ))  # fmt: skip
        db.execute(insert(tabel(Leveringsmaand)).values(
            gemeente=GEMEENTE, leverancier="pakket", maand=dag, leveringen=0, rijen=0, volledig=False, reden="leeg",
                vastgesteld_op=dag,
        ))  # fmt: skip
    assert verloop(sqlite, beleid).gaten == ((dag,) if telt else ())


def test_the_whole_way_from_the_round_to_the_words(waar: Omgeving) -> None:
    beleid = proefbeleid(**TINY)
    begin(waar, beleid)
    with lezen(waar.engine) as db:
        [nog] = uitslagen(db, beleid, date(2026, 6, 18))
        [klaar] = uitslagen(db, beleid, date(2026, 6, 19))
        assert uitslagen(db, beleid, date(2026, 5, 31)) == ()
    assert nog.stand is Stand.NOG_NIET and "Er ontbreken er nog 8." in nog.zinnen[1]
    assert klaar.gevolgd == 8 and klaar.stand is not Stand.NOG_NIET


def test_a_second_zaak_of_a_resident_is_read_and_not_counted(sqlite: Omgeving) -> None:
    beleid = proefbeleid()
    werk_in(sqlite.settings, beleid)
    leg_op(sqlite, [een_vordering(een_persoon(0), f"A{n}", vervaldag=date(2026, 5, 30 + n)) for n in range(2)])
    stappen.zet(zaken(sqlite), GEMEENTE, JUNI_5)
    eerste, tweede = sorted(verloop(sqlite, beleid).deelnemers, key=lambda d: -d.plaats)
    assert (eerste.plaats, tweede.plaats, eerste.arm == tweede.arm) == (1, 0, True)
    assert isinstance(eerste, Deelnemer)
