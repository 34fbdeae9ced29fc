# pyright: basic
"""Is a mistake put right in every table, at both departments, and does the rest stay? (models/correcties.py)"""

from datetime import date, timedelta

import pytest

from models.correcties import Herstel, Hersteld, NietTeHerstellen, herstel, ruwe_log
from models.database import lezen, schrijven, tabel
from models.feiten import Melder, meld_feit, open_taak, rond_taak_af
from models.lader import laad
from models.overzicht import maak_overzicht
from models.personen import pseudoniem
from models.tabellen import Bericht, Taak
from rules.correctie import Correctiereden
from rules.log import Soort
from rules.uitkomst import Uitkomst, lees_uitkomst
from rules.woorden import Taaksoort, Zaaksoort
from tasks import stappen, terugkoppelen
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JULI_8,
    JUNI_5,
    JUNI_19,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    lees,
    leg_op,
    log,
    signaleer,
)

TAAK, BERICHT = tabel(Taak), tabel(Bericht)
MENS = Melder("medewerker:7", Zaaksoort.INCASSO)
VROEG = Melder("medewerker:8", Zaaksoort.VROEGSIGNALERING)
JULI_13 = date(2026, 7, 13)


def ronde(waar: Omgeving, *dagen: date) -> None:
    for dag in dagen:
        stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)
        with schrijven(waar.engine) as db:
            db.execute(BERICHT.update().where(BERICHT.c.status == "klaargezet").values(status="verzonden"))


def bel_zaak(waar: Omgeving, **nog: object) -> None:
    """One incassozaak with an open taak bellen on 8 July."""
    persoon = een_persoon()
    leg_op(waar, [een_vordering(persoon)])
    with schrijven(waar.engine) as db:
        geef_nummer(db, persoon, Zaaksoort.INCASSO, mobiel="+31612345678")
    ronde(waar, JUNI_5, JUNI_19, JULI_8)


def rond_af(waar: Omgeving, uitkomst: str, soort: Taaksoort = Taaksoort.BELLEN, dag: date = JULI_8) -> int:
    """Record an outcome and return its number in the log of zaak."""
    with schrijven(waar.engine) as db:
        taak = open_taak(db, pseudoniem(GEMEENTE, een_persoon()), soort)
        assert taak is not None
        zaak = rond_taak_af(db, taak, lees_uitkomst(uitkomst), dag, "medewerker:7")
        return max(g.volgnr for g in ruwe_log(db, zaak) if g.logregel.soort == Soort.TAAK_AFGEROND)


def trek_in(
    waar: Omgeving, zaak: int, volgnr: int, dag: date = JULI_8, door: Melder = MENS, nieuw: Uitkomst | None = None
) -> Hersteld:
    wat = Herstel(zaak, volgnr, Correctiereden.VERKEERDE_KEUZE, door, nieuw)
    with schrijven(waar.engine) as db:
        return herstel(db, wat, waar.beleid(GEMEENTE), dag)


def taken(waar: Omgeving) -> list[tuple[str, int, str]]:
    return lees(waar, "taak", "soort", "poging", "status")


def wat_geldt(waar: Omgeving, zaak: int, dag: date = JULI_8) -> list[str]:
    """The log as the rules get it."""
    with lezen(waar.engine) as db:
        [geladen] = laad(db, [zaak], waar.beleid(GEMEENTE), dag)
    return [f"{r.soort} {r.gegevens['soort']}" if "soort" in r.gegevens else r.soort for r in geladen.feiten.log.regels]


def test_a_withdrawn_outcome_opens_the_taak_again(waar: Omgeving) -> None:
    bel_zaak(waar)
    voor = wat_geldt(waar, 1)
    volgnr = rond_af(waar, "niet bereikt avond")
    [(versie,)] = lees(waar, "taak", "versie")
    ruw = log(waar, 1)
    assert trek_in(waar, 1, volgnr).terug == ()
    assert taken(waar) == [("bellen", 1, "open")] and lees(waar, "taak", "versie") == [(versie + 1,)]
    assert wat_geldt(waar, 1) == voor
    assert log(waar, 1)[: len(ruw)] == ruw and log(waar, 1)[-1] == "correctie taak_afgerond"
    assert lees(waar, "zaak", "volgende_toets") == [(JULI_8,)]
    with pytest.raises(NietTeHerstellen):
        trek_in(waar, 1, volgnr)


def test_the_next_taak_goes_back_and_comes_again_with_its_own_number(waar: Omgeving) -> None:
    bel_zaak(waar)
    volgnr = rond_af(waar, "niet bereikt ochtend")
    ronde(waar, JULI_8 + timedelta(days=1))
    assert taken(waar) == [("bellen", 1, "afgerond"), ("bellen", 2, "open")]
    hersteld = trek_in(waar, 1, volgnr, JULI_8 + timedelta(days=1))
    assert [g.logregel.soort for g in hersteld.terug] == [Soort.TAAK]
    assert taken(waar) == [("bellen", 1, "open"), ("bellen", 2, "vervallen")]
    rond_af(waar, "niet bereikt middag", dag=JULI_8 + timedelta(days=1))
    ronde(waar, JULI_8 + timedelta(days=2))
    assert taken(waar) == [("bellen", 1, "afgerond"), ("bellen", 2, "open")], "dezelfde taak, opnieuw gemaakt"
    assert wat_geldt(waar, 1).count("taak bellen") == 2
    assert log(waar, 1).count("taak bellen") == 3, "het ruwe log vergeet niets"


def test_a_taak_that_a_colleague_has_in_hand_stays(waar: Omgeving) -> None:
    bel_zaak(waar)
    volgnr = rond_af(waar, "niet bereikt ochtend")
    ronde(waar, JULI_8 + timedelta(days=1))
    with schrijven(waar.engine) as db:
        from models.medewerkers import onthoud

        wie = onthoud(db, "s", "Sanne", [], [GEMEENTE])
        db.execute(TAAK.update().where(TAAK.c.poging == 2).values(behandelaar_id=wie))
    hersteld = trek_in(waar, 1, volgnr, JULI_8 + timedelta(days=1))
    assert hersteld.terug == () and [g.taak for g in hersteld.blijft] == [("bellen", 2)]
    assert taken(waar) == [("bellen", 1, "vervallen"), ("bellen", 2, "open")], "een tegelijk is genoeg"
    assert "taak_vervallen bellen" in wat_geldt(waar, 1)


def test_rest_that_came_of_a_mistake_ends_and_the_taak_is_back(waar: Omgeving) -> None:
    """Uitstel was recorded in the wrong zaak: the rest ends, the taak that it dropped stands in the list again."""
    from models.logboek import Bijschrift, schrijf_bij
    from rules.log import Logregel

    bel_zaak(waar)
    voor = wat_geldt(waar, 1)
    with schrijven(waar.engine) as db:
        uitstel = Logregel(Soort.UITSTEL_VERLEEND, JULI_8, {"tot": "2026-09-01"})
        schrijf_bij(db, [Bijschrift(1, uitstel, actor="medewerker:7")], JULI_8)
    ronde(waar, JULI_8)
    assert taken(waar) == [("bellen", 1, "vervallen")]
    hersteld = trek_in(waar, 1, len(voor) + 1)
    assert {g.logregel.soort for g in hersteld.terug} == {Soort.OPGESCHORT, Soort.TAAK_VERVALLEN}
    assert taken(waar) == [("bellen", 1, "open")] and wat_geldt(waar, 1) == voor


def test_another_outcome_counts_in_every_figure(waar: Omgeving) -> None:
    """Not reached becomes reached: the melding closes otherwise, and the figures follow."""
    signaleer(waar, een_signaal(een_persoon(), crisis=True, signaaldatum=JULI_8), dag=JULI_8)
    ronde(waar, JULI_8)
    volgnr = rond_af(waar, "bereikt avond, wil geen hulp", Taaksoort.CRISIS)
    ronde(waar, JULI_8)
    with lezen(waar.engine) as db:
        assert (maak_overzicht(db).bereikt, maak_overzicht(db).hulp) == (1, 0)
        assert sum(maak_overzicht(db).resultaten["vroegsignalering"].values()) == 1
    trek_in(waar, 1, volgnr, nieuw=lees_uitkomst("niet bereikt avond"), door=VROEG)
    with lezen(waar.engine) as db:
        nu = maak_overzicht(db)
    assert nu.bereikt == 0 and nu.resultaten["vroegsignalering"] == {} and nu.meldingen == 1
    assert taken(waar) == [("crisis", 1, "afgerond")]
    ronde(waar, JULI_13)
    assert ("crisis", 2, "open") in taken(waar), "er was niemand bereikt: er komt een nieuwe poging"


def test_the_other_department_hears_that_help_was_a_mistake(waar: Omgeving) -> None:
    """Help was accepted by mistake: Gemeentebelastingen rested because of it, and goes on."""
    bel_zaak(waar)
    for n, dagdeel in enumerate(("ochtend", "middag", "avond")):
        rond_af(waar, f"niet bereikt {dagdeel}", dag=JULI_8 + timedelta(days=n))
        ronde(waar, JULI_8 + timedelta(days=n + 1))
    assert "overgedragen" in log(waar, 1)
    vroeg = JULI_13 + timedelta(days=7)
    signaleer(waar, een_signaal(een_persoon(), "K9", crisis=True, signaaldatum=vroeg), dag=vroeg)
    ronde(waar, vroeg)
    volgnr = rond_af(waar, "bereikt avond, wil hulp", Taaksoort.CRISIS, vroeg)
    ronde(waar, vroeg)
    ronde(waar, vroeg)
    assert "terugkoppeling" in wat_geldt(waar, 1, vroeg) and "opgeschort" in wat_geldt(waar, 1, vroeg)
    zaak = max(z for (z,) in lees(waar, "zaak", "id"))
    hersteld = trek_in(waar, zaak, volgnr, vroeg, VROEG)
    assert Soort.OPGESCHORT in {g.logregel.soort for g in hersteld.terug}
    geldt = wat_geldt(waar, 1, vroeg)
    assert "terugkoppeling" not in geldt and "opgeschort" not in geldt
    correcties = [
        (soort, actor) for z, soort, actor in lees(waar, "gebeurtenis", "zaak_id", "soort", "actor") if z == 1
    ]
    assert correcties[-2:] == [("correctie", "vroegsignalering"), ("correctie", "systeem")]


def test_a_partner_hears_the_new_end(waar: Omgeving) -> None:
    signaleer(waar, een_signaal(een_persoon(), crisis=True, signaaldatum=JULI_8), dag=JULI_8)
    ronde(waar, JULI_8)
    volgnr = rond_af(waar, "bereikt avond, wil geen hulp", Taaksoort.CRISIS)
    ronde(waar, JULI_8)
    assert terugkoppelen.koppel_terug(GEMEENTE, JULI_8) == {"Waterbedrijf": 1}
    assert trek_in(waar, 1, volgnr, JULI_8 + timedelta(days=1), VROEG).partners_weten_het
    assert lees(waar, "signaal", "teruggekoppeld_op") == [(None,)]
    assert terugkoppelen.koppel_terug(GEMEENTE, JULI_8 + timedelta(days=1)) == {}, "de zaak is open"
    rond_af(waar, "bereikt avond, al betaald", Taaksoort.CRISIS, JULI_8 + timedelta(days=1))
    ronde(waar, JULI_8 + timedelta(days=1))
    assert terugkoppelen.koppel_terug(GEMEENTE, JULI_8 + timedelta(days=2)) == {"Waterbedrijf": 1}


def test_a_zaak_that_is_open_again_takes_a_second_signaal(waar: Omgeving) -> None:
    signaleer(waar, een_signaal(een_persoon(), crisis=True, signaaldatum=JULI_8), dag=JULI_8)
    ronde(waar, JULI_8)
    volgnr = rond_af(waar, "bereikt avond, wil geen hulp", Taaksoort.CRISIS)
    ronde(waar, JULI_8)
    trek_in(waar, 1, volgnr, door=VROEG)
    assert signaleer(waar, een_signaal(een_persoon(), "K2", partner="Wonen"), dag=JULI_8) == [1]


def beide_afdelingen(waar: Omgeving) -> None:
    """One person with a zaak at each department."""
    bel_zaak(waar)
    signaleer(waar, een_signaal(een_persoon(), signaaldatum=JULI_8), dag=JULI_8)


def meld(waar: Omgeving, soort: Soort, door: Melder = MENS, dag: date = JULI_8) -> int:
    with schrijven(waar.engine) as db:
        return meld_feit(db, GEMEENTE, pseudoniem(GEMEENTE, een_persoon()), soort, dag, door=door)


@pytest.mark.parametrize(
    ("soort", "vlag"),
    [(Soort.OVERLEDEN, "overleden_op"), (Soort.VERHUISD_BUITEN, "vertrokken_op"),
     (Soort.GEEN_CONTACT_GEWENST, "geen_contact_op")],
)  # fmt: skip
def test_a_fact_about_a_person_goes_back_at_both_departments(waar: Omgeving, soort: Soort, vlag: str) -> None:
    beide_afdelingen(waar)
    voor = [wat_geldt(waar, z) for z in (1, 2)]
    assert meld(waar, soort) == 2
    assert lees(waar, "inwoner", vlag) == [(JULI_8,), (JULI_8,)]
    ronde(waar, JULI_8)
    volgnr = next(n for n, regel in enumerate(log(waar, 1), 1) if regel == soort)
    trek_in(waar, 1, volgnr)
    assert lees(waar, "inwoner", vlag) == [(None,), (None,)]
    ronde(waar, JULI_8)
    assert [wat_geldt(waar, z) for z in (1, 2)] == voor
    assert ("bellen", 1, "open") in taken(waar)


def test_who_told_it_is_told_to_the_own_department_only(waar: Omgeving) -> None:
    beide_afdelingen(waar)
    meld(waar, Soort.OVERLEDEN)
    actors = {z: a for z, s, a in lees(waar, "gebeurtenis", "zaak_id", "soort", "actor") if s == "overleden"}
    assert actors == {1: "medewerker:7", 2: "incasso"}
    with lezen(waar.engine) as db:
        andere = max(g.volgnr for g in ruwe_log(db, 2) if g.logregel.soort == Soort.OVERLEDEN)
    with pytest.raises(NietTeHerstellen):
        trek_in(waar, 2, andere, door=VROEG)


def test_an_older_fact_stays_with_the_person(waar: Omgeving) -> None:
    beide_afdelingen(waar)
    eerder = JULI_8 - timedelta(days=30)
    meld(waar, Soort.GEEN_CONTACT_GEWENST, dag=eerder)
    meld(waar, Soort.GEEN_CONTACT_GEWENST)
    volgnr = max(n for n, regel in enumerate(log(waar, 1), 1) if regel == "geen_contact_gewenst")
    trek_in(waar, 1, volgnr)
    assert lees(waar, "inwoner", "geen_contact_op") == [(eerder,), (eerder,)]


def test_gemeentebelastingen_never_hears_who_is_known_at_schuldhulp(waar: Omgeving) -> None:
    beide_afdelingen(waar)
    assert meld(waar, Soort.BEKEND_BIJ_SCHULDHULP, VROEG) == 1
    assert sorted(lees(waar, "inwoner", "afdeling", "bekend_bij_schuldhulp_op")) == [
        ("incasso", None),
        ("vroegsignalering", JULI_8),
    ]
    assert "bekend_bij_schuldhulp" not in log(waar, 1)


def test_an_appointment_is_there_again(waar: Omgeving) -> None:
    from models.medewerkers import onthoud

    bel_zaak(waar)
    with schrijven(waar.engine) as db:
        wie = onthoud(db, "s", "Sanne", [], [GEMEENTE])
        db.exec_driver_sql(
            "INSERT INTO afspraak (zaak_id, taak_id, volgnr, soort, dag, dagdeel, tijd, eerste_id, status, op)"
            f" VALUES (1, 1, 1, 'huisbezoek', '2026-07-08', 'middag', '', {wie}, 'gepland', '2026-07-07 10:00:00')"
        )
    volgnr = rond_af(waar, "niet bereikt avond")
    assert lees(waar, "afspraak", "status") == [("gedaan",)]
    trek_in(waar, 1, volgnr)
    assert lees(waar, "afspraak", "status") == [("gepland",)]
