"""Does each zaak get its arm once, on the right day, whatever else happens? (tasks/proeven.py, models/proeven.py)"""

import multiprocessing
import os
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from models.beleidsbestand import feestdagen
from models.database import lezen, schrijven
from models.pauzes import hervat
from rules.beleid import Beleid, parse_beleid
from rules.log import Soort
from rules.proef import Proef
from settings import Settings
from tasks import pauzeren, stappen
from tasks.omgeving import Omgeving
from tasks.pauzeren import Wat
from tasks.poststuk import haal, schrijf_bericht
from tasks.uitleg import leg_zaak_uit
from tests.models.bouwers import (
    GEMEENTE,
    JUNI_5,
    JUNI_19,
    VERVALDAG,
    afdruk,
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
from tests.models.omgevingen import instellingen, werk_in
from tests.rules.beleidsbouwer import DATA
from tests.rules.proefbouwer import GEWOON, KORT, PLAN, SNELLER, data_met, proefbeleid

BAAS = multiprocessing.get_context("forkserver")
JUNI_2, JUNI_15 = date(2026, 6, 2), date(2026, 6, 15)


def een_stapel(waar: Omgeving, aantal: int, beleid: Beleid | None = None) -> list[int]:
    werk_in(waar.settings, beleid or proefbeleid())
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}") for n in range(aantal)])
    return zaken(waar)


def loting(waar: Omgeving) -> dict[int, dict[str, Any]]:
    """Return what every zaak drew; a zaak that drew twice is an error."""
    rijen = [
        (z, g) for z, soort, g in lees(waar, "gebeurtenis", "zaak_id", "soort", "gegevens") if soort == Soort.PROEF
    ]
    assert len(rijen) == len({z for z, _ in rijen}), "nobody is drawn twice"
    return dict(rijen)


def verstuur(waar: Omgeving) -> None:
    """Let every letter leave: the rules wait for a letter that is still here."""
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'verzonden'"))


def klopt_met_het_plan(waar: Omgeving, proef: Proef) -> None:
    """Check that every place of every stratum was given once, and holds the card of the plan."""
    plaatsen: dict[str, list[int]] = {}
    for g in loting(waar).values():
        assert g["plaats"] > 0 and g["arm"] == proef.arm_op(g["stratum"], g["plaats"]).naam
        plaatsen.setdefault(g["stratum"], []).append(g["plaats"])
    for genomen in plaatsen.values():
        assert sorted(genomen) == list(range(1, len(genomen) + 1))


def test_everybody_is_drawn_with_the_first_step_and_then_treated_so(waar: Omgeving) -> None:
    beleid = proefbeleid()
    ids = een_stapel(waar, 40, beleid)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    getrokken = loting(waar)
    assert Counter(g["arm"] for g in getrokken.values()) == {"gewoon": 20, "sneller": 20}
    assert log(waar, ids[0]) == ["aanslag", "proef", "bericht herinnering"]
    klopt_met_het_plan(waar, beleid.proeven[0])
    dag = {z: g["uiterste_dag"] for z, g in lees(waar, "bericht", "zaak_id", "gegevens")}
    volgende = dict(lees(waar, "zaak", "id", "volgende_toets"))
    for zaak, g in getrokken.items():
        tot = JUNI_5 + timedelta(days=14 if g["arm"] == "gewoon" else 10)
        assert dag[zaak] == tot.isoformat() and volgende[zaak] == tot, "the letter and the round say the same"
    versies = {
        z: v for z, v, soort in lees(waar, "gebeurtenis", "zaak_id", "beleid_versie", "soort") if soort == "proef"
    }
    assert {v[-5:] for z, v in versies.items() if getrokken[z]["arm"] == "sneller"} == {"-arm2"}
    verstuur(waar)
    stappen.zet(ids, GEMEENTE, JUNI_15)
    aangemaand = {z for z, soort in lees(waar, "bericht", "zaak_id", "soort") if soort == "aanmaning"}
    assert aangemaand == {z for z, g in getrokken.items() if g["arm"] == "sneller"}


def test_a_second_round_draws_nobody_again(sqlite: Omgeving) -> None:
    ids = een_stapel(sqlite, 7)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    voor = afdruk(sqlite)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    assert afdruk(sqlite) == voor


def test_who_pays_before_the_arms_differ_takes_no_part(sqlite: Omgeving) -> None:
    """An arm that changes the aanmaning draws on the day of the aanmaning: who paid on the herinnering is not in it."""
    beleid = proefbeleid(arm=[GEWOON, {"naam": "eerder", "incasso": {"aanmaning_marge_d": 3}}])
    ids = een_stapel(sqlite, 6, beleid)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    assert loting(sqlite) == {}
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE vordering SET openstaand = 0 WHERE zaak_id = :z"), {"z": ids[0]})
    verstuur(sqlite)
    stappen.zet(ids, GEMEENTE, JUNI_19)
    assert set(loting(sqlite)) == set(ids[1:])
    klopt_met_het_plan(sqlite, beleid.proeven[0])


def test_an_arm_that_acts_earlier_is_not_late(sqlite: Omgeving) -> None:
    """The zaak is looked at when the earliest arm acts; the other arm then waits for its own day."""
    beleid = proefbeleid(arm=[GEWOON, {"naam": "vroeg", "incasso": {"herinnering_na_vervaldag_d": 2}}])
    ids = een_stapel(sqlite, 8, beleid)
    stappen.zet(ids, GEMEENTE, date(2026, 6, 1))
    assert {v for (v,) in lees(sqlite, "zaak", "volgende_toets")} == {JUNI_2} == {VERVALDAG + timedelta(days=2)}
    assert loting(sqlite) == {}, "nothing happens yet, so nobody is drawn"
    stappen.zet(ids, GEMEENTE, JUNI_2)
    vroeg = {z for z, g in loting(sqlite).items() if g["arm"] == "vroeg"}
    assert len(vroeg) == 4 and vroeg == {z for (z,) in lees(sqlite, "bericht", "zaak_id")}
    stappen.zet(ids, GEMEENTE, JUNI_5)
    assert {z for (z,) in lees(sqlite, "bericht", "zaak_id")} == set(ids)


def test_a_resident_is_treated_one_way_and_counted_once(waar: Omgeving) -> None:
    beleid = proefbeleid()
    werk_in(waar.settings, beleid)
    leg_op(
        waar,
        [een_vordering(een_persoon(n % 5), f"A{n}", vervaldag=VERVALDAG + timedelta(days=n // 5)) for n in range(10)],
    )
    stappen.zet(zaken(waar)[:7], GEMEENTE, JUNI_5)
    stappen.zet(zaken(waar), GEMEENTE, JUNI_5 + timedelta(days=1))
    bewoner = dict(lees(waar, "zaak", "id", "inwoner_id"))
    per_bewoner: dict[int, list[tuple[str, int]]] = {}
    for zaak, g in loting(waar).items():
        per_bewoner.setdefault(bewoner[zaak], []).append((g["arm"], g["plaats"]))
    for delen in per_bewoner.values():
        assert len({arm for arm, _ in delen}) == 1 and sorted(plaats > 0 for _, plaats in delen) == [False, True]


def nieuwkomers(waar: Omgeving, eerste: int, dag: date) -> list[int]:
    """Draw four more residents on a day; returns their zaken."""
    bekend = zaken(waar)
    vervaldag = dag - timedelta(days=5)
    rijen = [een_vordering(een_persoon(n), f"N{n}", vervaldag=vervaldag) for n in range(eerste, eerste + 4)]
    leg_op(waar, rijen, levering=f"L{eerste}")
    nieuw = [z for z in zaken(waar) if z not in bekend]
    stappen.zet(nieuw, GEMEENTE, dag)
    return nieuw


def test_who_only_follows_takes_no_place(sqlite: Omgeving) -> None:
    beleid = proefbeleid()
    werk_in(sqlite.settings, beleid)
    leg_op(sqlite, [een_vordering(een_persoon(0), f"A{n}", vervaldag=VERVALDAG + timedelta(days=n)) for n in range(3)])
    stappen.zet(zaken(sqlite), GEMEENTE, JUNI_5 + timedelta(days=2))
    nieuwkomers(sqlite, 20, JUNI_15)
    assert sorted(g["plaats"] for g in loting(sqlite).values()) == [0, 0, 1, 2, 3, 4, 5]


def test_a_new_plan_begins_to_count_anew(sqlite: Omgeving) -> None:
    een_stapel(sqlite, 3)
    stappen.zet(zaken(sqlite), GEMEENTE, JUNI_5)
    nieuw = proefbeleid(zaad=8)
    werk_in(sqlite.settings, nieuw)
    ids = nieuwkomers(sqlite, 20, JUNI_15)
    getrokken = loting(sqlite)
    assert [getrokken[z]["plaats"] for z in ids] == [1, 2, 3, 4]
    assert [getrokken[z]["arm"] for z in ids] == [
        nieuw.proeven[0].arm_op(getrokken[z]["stratum"], getrokken[z]["plaats"]).naam for z in ids
    ]


def test_after_the_planned_number_nobody_is_drawn(sqlite: Omgeving) -> None:
    beleid = proefbeleid(basis=5, effect=90, omvang=4)
    ids = een_stapel(sqlite, 12, beleid)
    stappen.zet(ids[:7], GEMEENTE, JUNI_5)
    stappen.zet(ids[7:], GEMEENTE, JUNI_5)
    assert set(loting(sqlite)) == set(ids[:8])
    assert len(lees(sqlite, "bericht", "id")) == 12, "the others get the beleid as it is"


def test_a_broken_zaak_leaves_no_hole_in_the_draw(waar: Omgeving) -> None:
    beleid = proefbeleid()
    ids = een_stapel(waar, 9, beleid)
    with schrijven(waar.engine) as db:
        db.execute(text("UPDATE gebeurtenis SET soort = 'van een andere planeet' WHERE zaak_id = :z"), {"z": ids[4]})
    assert stappen.zet(ids, GEMEENTE, JUNI_5).kapot == [ids[4]]
    assert len(loting(waar)) == 8
    klopt_met_het_plan(waar, beleid.proeven[0])


def _rondes(gekozen: Settings, ids: list[int], klaar: Any, sterf_na: int) -> None:
    """Run the rounds of two days in small chunks, in a process of its own that may be killed half-way."""
    werk_in(gekozen, proefbeleid())
    klaar.wait()
    for keer, (dag, begin) in enumerate((d, b) for d in (JUNI_5, JUNI_15) for b in range(0, len(ids), 4)):
        if keer == sterf_na:
            _sterf_middenin(ids[begin : begin + 4], dag)
        assert stappen.zet(ids[begin : begin + 4], GEMEENTE, dag).kapot == []


def _sterf_middenin(ids: list[int], dag: date) -> None:
    """Take the steps of a chunk and die before the commit: the draw must be gone with the steps."""
    from models import register

    def sterf(*_: object) -> Any:
        os._exit(9)

    register.record = sterf
    stappen.zet(ids, GEMEENTE, dag)


@pytest.mark.parametrize("sterf_na", [-1, 6], ids=["twee werkers", "een werker valt om"])
@pytest.mark.parametrize("waar", [pytest.param("postgres", marks=pytest.mark.postgres), "sqlite"], indirect=True)
def test_two_workers_give_every_place_once(waar: Omgeving, sterf_na: int) -> None:
    ids = een_stapel(waar, 60)
    klaar = BAAS.Barrier(2)
    gekozen = instellingen(waar.settings.home, waar.settings.database_url)
    paren = [(ids, -1), (ids[::-1], sterf_na)]
    kinderen = [BAAS.Process(target=_rondes, args=(gekozen, rij, klaar, n)) for rij, n in paren]
    for kind in kinderen:
        kind.start()
    for kind in kinderen:
        kind.join(60)
    assert [kind.exitcode for kind in kinderen] == [0, 0 if sterf_na < 0 else 9]
    werk_in(gekozen, proefbeleid())
    stappen.zet(ids, GEMEENTE, JUNI_15)
    assert set(loting(waar)) == set(ids)
    klopt_met_het_plan(waar, proefbeleid().proeven[0])


def test_a_proef_that_is_taken_out_gives_everybody_the_beleid_back(sqlite: Omgeving) -> None:
    ids = een_stapel(sqlite, 8)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    verstuur(sqlite)
    werk_in(sqlite.settings, parse_beleid(DATA, feestdagen()))
    stappen.zet(ids, GEMEENTE, JUNI_15)
    assert {soort for (soort,) in lees(sqlite, "bericht", "soort")} == {"herinnering"}, "nobody is hurried any more"
    stappen.zet(ids, GEMEENTE, JUNI_19)
    assert len([s for (s,) in lees(sqlite, "bericht", "soort") if s == "aanmaning"]) == 8


def test_a_variant_is_what_the_resident_reads(sqlite: Omgeving) -> None:
    beleid = proefbeleid(arm=[GEWOON, KORT])
    ids = een_stapel(sqlite, 8, beleid)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    arm = {z: g["arm"] for z, g in loting(sqlite).items()}
    inhoud = {z: (b, g.get("variant", "")) for b, z, g in lees(sqlite, "bericht", "id", "zaak_id", "gegevens")}
    assert {z for z, (_, variant) in inhoud.items() if variant == "kort"} == {z for z in ids if arm[z] == "kort"}
    with lezen(sqlite.engine) as db:
        teksten = {k.zaak_id: schrijf_bericht(k, beleid)[0] for k in haal(db, [b for b, _ in inhoud.values()])}
    assert {teksten[z].onderwerp for z in ids if arm[z] == "kort"} == {"U heeft nog een rekening open"}
    assert {teksten[z].onderwerp for z in ids if arm[z] == "gewoon"} == {"Herinnering: uw rekening staat nog open"}
    gelogd = {z: g for z, s, g in lees(sqlite, "gebeurtenis", "zaak_id", "soort", "gegevens") if s == "bericht"}
    assert all(teksten[z].versie == g["sjabloon_versie"] for z, g in gelogd.items()), "the log names the words sent"
    assert {g.get("variant") for g in gelogd.values()} == {None, "kort"}


def test_the_explanation_of_a_zaak_is_that_of_its_arm(sqlite: Omgeving) -> None:
    ids = een_stapel(sqlite, 8)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    verstuur(sqlite)
    for zaak, g in loting(sqlite).items():
        uitleg = leg_zaak_uit(f"I-{zaak:06}", JUNI_15)
        assert uitleg is not None
        antwoord = {r.regel: r.antwoord for r in uitleg.regels}["send_aanmaning"]
        assert antwoord == ("wacht tot 2026-06-19" if g["arm"] == "gewoon" else "brief aanmaning")
        assert uitleg.beleid.endswith("-arm1" if g["arm"] == "gewoon" else "-arm2")


def test_the_other_traject_has_a_proef_of_its_own(sqlite: Omgeving) -> None:
    """Vroegsignalering repeats its letter sooner in one arm; a crisis is not drawn, and incasso notices nothing."""
    vroeg = PLAN | {
        "naam": "eerder-herhalen", "traject": "vroegsignalering", "uitkomst": "contact_21d", "basis": 17, "omvang": 985,
        "arm": [GEWOON, {"naam": "eerder", "vs": {"reactietermijn_brief_d": 10}}],
    }  # fmt: skip
    beleid = parse_beleid(data_met(vroeg), feestdagen())
    een_stapel(sqlite, 4, beleid)
    mensen = [een_persoon(n) for n in range(20, 28)]
    with schrijven(sqlite.engine) as db:
        for mens in mensen[:4]:
            geef_nummer(db, mens, "vroegsignalering", telefoon=f"+3120555{mensen.index(mens):04d}")
    signalen = [een_signaal(m, f"K{n}", crisis=n == 7) for n, m in enumerate(mensen)]
    ids = signaleer(sqlite, *signalen, dag=date(2026, 7, 13))
    for dag in ("2026-07-13", "2026-07-20", "2026-07-30"):
        stappen.zet(ids, GEMEENTE, date.fromisoformat(dag))
        verstuur(sqlite)
    getrokken = loting(sqlite)
    assert set(getrokken) == set(ids[:7]), "everybody but the crisis"
    herhaald = {z for z, soort in lees(sqlite, "bericht", "zaak_id", "soort") if soort == "hulpaanbod-herhaling"}
    assert herhaald == {z for z, g in getrokken.items() if g["arm"] == "eerder"}
    klopt_met_het_plan(sqlite, beleid.proeven[0])


def test_the_log_of_a_draw_tells_nothing_about_who(sqlite: Omgeving) -> None:
    een_stapel(sqlite, 3)
    stappen.zet(zaken(sqlite), GEMEENTE, JUNI_5)
    for g in loting(sqlite).values():
        assert set(g) == {"proef", "arm", "stratum", "plan", "plaats"}
        assert g["stratum"] == "doelgroep=huurder telefoon=nee"


def test_two_proeven_after_each_other_do_not_mix(sqlite: Omgeving) -> None:
    eerste = PLAN | {"einde": date(2026, 6, 10)}
    tweede = PLAN | {"naam": "tweede", "start": date(2026, 6, 11), "arm": [GEWOON, KORT]}
    beleid = parse_beleid(data_met(eerste, tweede), feestdagen())
    ids = een_stapel(sqlite, 6, beleid)
    stappen.zet(ids, GEMEENTE, JUNI_5)
    verstuur(sqlite)
    leg_op(
        sqlite,
        [een_vordering(een_persoon(n), f"B{n}", vervaldag=date(2026, 6, 10)) for n in range(10, 16)],
        levering="L2",
    )
    nieuw = zaken(sqlite)[6:]
    stappen.zet(zaken(sqlite), GEMEENTE, JUNI_15)
    namen = {z: g["proef"] for z, g in loting(sqlite).items()}
    assert namen == dict.fromkeys(ids, "korter-wachten") | dict.fromkeys(nieuw, "tweede")
    snel = {z for z, soort in lees(sqlite, "bericht", "zaak_id", "soort") if soort == "aanmaning"}
    eerder = {z for z, g in loting(sqlite).items() if g["arm"] == SNELLER["naam"]}
    assert snel == eerder != set(), "who was drawn first keeps his arm after the end of the first proef"


def test_a_zaak_whose_arm_asks_a_person_is_set_apart_and_keeps_its_arm(sqlite: Omgeving) -> None:
    """In one arm somebody calls before the aanmaning: the order of the steps is tried."""
    beleid = proefbeleid(arm=[GEWOON, {"naam": "bellen", "incasso": {"bellen_voor_aanmaning": True}}])
    werk_in(sqlite.settings, beleid)
    mensen = [een_persoon(n) for n in range(8)]
    leg_op(sqlite, [een_vordering(m, f"A{n}") for n, m in enumerate(mensen)])
    with schrijven(sqlite.engine) as db:
        for n, mens in enumerate(mensen):
            geef_nummer(db, mens, "incasso", telefoon=f"+3120555{n:04d}")
    ids = zaken(sqlite)
    stappen.zet(ids, GEMEENTE, JUNI_5, alleen_automatisch=True)
    assert loting(sqlite) == {}, "so far both arms do the same"
    verstuur(sqlite)
    resultaat = stappen.zet(ids, GEMEENTE, JUNI_19, alleen_automatisch=True)
    bellen = {z for z, g in loting(sqlite).items() if g["arm"] == "bellen"}
    assert set(resultaat.persoonlijk) == bellen and len(bellen) == 4 and len(loting(sqlite)) == 8
    for zaak in bellen:
        stappen.zet_een(zaak, GEMEENTE, JUNI_19)
    assert {z for z, soort in lees(sqlite, "taak", "zaak_id", "soort") if soort == "bellen"} == bellen
    klopt_met_het_plan(sqlite, beleid.proeven[0])


def test_nobody_is_drawn_while_letters_stand_still(sqlite: Omgeving) -> None:
    """A pauze would eat the days in which the outcome counts; the draw waits with the letter."""
    ids = een_stapel(sqlite, 4)
    brieven = pauzeren.pauzeer(Wat("kanaal", "brief"), "de drukker ligt stil", "test")
    assert sorted(stappen.zet(ids, GEMEENTE, JUNI_5).gehouden) == ids and loting(sqlite) == {}
    with schrijven(sqlite.engine) as db:
        hervat(db, brieven, "test", sqlite.nu())
    stappen.zet(ids, GEMEENTE, JUNI_5 + timedelta(days=3))
    assert len(loting(sqlite)) == 4 == len(lees(sqlite, "bericht", "id"))
