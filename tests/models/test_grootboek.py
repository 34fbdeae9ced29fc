"""Can each of the eighteen questions of the evaluation be answered? Facts come in by the ordinary doors only."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select, text

from models import leveringsmaanden, overslaan
from models.correcties import Herstel, herstel, ruwe_log
from models.database import lezen, schrijven, tabel
from models.feiten import Melder, meld_feit, open_taak, rond_taak_af
from models.grootboek import VRAGEN, Peiling, beantwoord
from models.personen import pseudoniem
from models.tabellen import Taak
from rules.correctie import Correctiereden
from rules.levering import Adres, Belastingsoort, Persoon, Sector
from rules.levermaand import Maandbeeld
from rules.log import Soort
from rules.uitkomst import lees_uitkomst
from rules.woorden import Overslaanreden, Taaksoort, Zaaksoort
from tasks.inname import neem_in
from tasks.lezen import Leveringsoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import (
    GEMEENTE,
    JULI_8,
    JUNI_5,
    JUNI_19,
    bsns,
    een_persoon,
    een_signaal,
    een_vordering,
    lees,
    leg_op,
    signaleer,
)
from tests.models.omgevingen import werk_in
from tests.models.taken import een_collega
from tests.rules.bouwers import beleid_met
from tests.tasks.lezen_bouwstenen import bestand
from tests.worklist.uitkomsten import ronde

TAAK = tabel(Taak)
JULI_9, JULI_10, JULI_20, JULI_21 = (date(2026, 7, n) for n in (9, 10, 20, 21))
HEEL_2026 = Peiling((GEMEENTE,), date(2026, 1, 1), date(2026, 12, 31))
BELBAAR = een_persoon(0, telefoon="+31612345678", mobiel=True, geboortedatum=date(1950, 1, 1))
ZONDER_NUMMER, KLEIN = een_persoon(1), een_persoon(2, geboortedatum=date(2004, 1, 1))
IN_NOOD = een_persoon(3, telefoon="+31201112233", email="a@voorbeeld.nl")
SAMEN = Adres("Kerkweg", "1", "", "2000AB", "Voorbeeldstad")
TWEE_SIGNALEN = een_persoon(4, adres=SAMEN)


def doe(waar: Omgeving, wie: Persoon, soort: Taaksoort, uitkomst: str, dag: date, minuten: int | None = None) -> None:
    """Let a colleague record the outcome of the open taak of a resident."""
    with schrijven(waar.engine) as db:
        nr = open_taak(db, pseudoniem(GEMEENTE, wie), soort)
        assert nr is not None, soort
        rond_taak_af(db, nr, replace(lees_uitkomst(uitkomst), minuten=minuten), dag, "medewerker:1")


def neem(map_: Path, soort: str, inhoud: str, dag: date) -> None:
    """Take a delivery in; every row must find its place."""
    samen = neem_in(bestand(map_, inhoud, f"{soort}-{dag}.csv"), Leveringsoort(soort), GEMEENTE, dag)
    assert samen.aanvaard == samen.gelezen > 0, soort


def speel(waar: Omgeving, map_: Path) -> None:
    """Play a small year: who was called, who has no number, who owes little, a crisis, and a visit that is not safe."""
    ozb: dict[str, Any] = {"belastingsoort": Belastingsoort.OZB_EIGENAAR, "bedrag": 500_00, "openstaand": 500_00}
    riool: dict[str, Any] = {"belastingsoort": Belastingsoort.RIOOLHEFFING, "bedrag": 100_00, "openstaand": 100_00}
    leg_op(waar, [
        een_vordering(BELBAAR, "A1", bedrag=610_00, openstaand=610_00), een_vordering(BELBAAR, "A1", "2", **riool),
        een_vordering(ZONDER_NUMMER, "A2", **ozb),
        een_vordering(KLEIN, "A3", bedrag=200_00, openstaand=200_00),
    ])  # fmt: skip
    ronde(JUNI_5, JUNI_19, JULI_8)
    for dag, dagdeel in ((JULI_8, "ochtend"), (JULI_9, "middag"), (JULI_10, "avond")):
        doe(waar, BELBAAR, Taaksoort.BELLEN, f"niet bereikt {dagdeel}", dag, 5)
        ronde(JULI_9 if dag == JULI_8 else JULI_10)
    signaleer(waar, een_signaal(IN_NOOD, "K1", crisis=True, ontstaansdatum=date(2026, 6, 1)), dag=JULI_8)
    ronde(JULI_8)
    doe(waar, IN_NOOD, Taaksoort.CRISIS, "bereikt ochtend, wil hulp", JULI_9, 30)
    ronde(JULI_9)
    doe(waar, IN_NOOD, Taaksoort.GESPREK_PLANNEN, "gesprek gevoerd, vervolghulp financieel", JULI_10)
    ronde(JULI_10, JULI_20)
    bezoek(waar)
    na_de_zomer(waar, map_)


def bezoek(waar: Omgeving) -> None:
    """Two signalen on one address ask for a visit, which a colleague decides not to make."""
    huur = een_signaal(TWEE_SIGNALEN, "K3", sector=Sector.HUUR, partner="Woningstichting", bedrag=700_00)
    signaleer(waar, een_signaal(TWEE_SIGNALEN, "K2"), huur, dag=JULI_20)
    ronde(JULI_20, date(2026, 7, 27))
    wie = een_collega(waar, "Youssef Amrani")
    with schrijven(waar.engine) as db:
        taak = db.execute(select(TAAK).where(TAAK.c.soort == Taaksoort.HUISBEZOEK.value)).one()
        overslaan.sla_over(db, taak, taak.versie, wie, Overslaanreden.VEILIGHEID, date(2026, 7, 28))


def na_de_zomer(waar: Omgeving, map_: Path) -> None:
    """The suite, schuldhulp, residents and a partner tell what came of it."""
    neem(map_, "mutaties", "aanslagnummer;soort;datum;bedrag;kenmerk\nA1;kwijtschelding_aangevraagd;2026-08-01;;\n"
         "A3;betaling;2026-06-19;50,00;\nA1;kwijtschelding_toegekend;2026-11-01;;\nA2;dwangbevel_uitgevaardigd;2026-09-10;;\n"
         "A2;dwangbevel_betekend;2026-09-20;;\nA2;kosten;2026-09-20;45,00;\n", date(2026, 11, 2))  # fmt: skip
    neem(map_, "schuldhulp", f"bsn;stap;datum;bron\n{bsns(9)[3]};aanmelding;2026-07-21;signaal\n"
         f"{bsns(9)[3]};toelating;2026-08-15;\n", date(2026, 8, 31))  # fmt: skip
    neem(map_, "ervaringen", "datum;route;cijfer\n2026-07-21;bellen;5\n2026-07-22;bellen;4\n2026-08-01;brief;2\n",
         date(2026, 8, 31))  # fmt: skip
    with schrijven(waar.engine) as db:
        meld_feit(db, GEMEENTE, pseudoniem(GEMEENTE, IN_NOOD), Soort.BEKEND_BIJ_SCHULDHULP, date(2026, 8, 15))
    signaleer(waar, een_signaal(IN_NOOD, "K4", sector=Sector.ENERGIE, partner="Stroom"), dag=date(2026, 10, 1))
    juli, augustus = date(2026, 7, 1), date(2026, 8, 1)
    beelden = (Maandbeeld(juli, 2, 40, True, ""), Maandbeeld(augustus, 0, 0, False, "geen levering"))
    with schrijven(waar.engine) as db:
        leveringsmaanden.bewaar(db, GEMEENTE, "waterbedrijf", beelden, date(2026, 9, 1))


def antwoorden(waar: Omgeving, peiling: Peiling = HEEL_2026) -> dict[int, list[dict[str, Any]]]:
    """Return the answer to every question, without the gemeente."""
    with lezen(waar.engine) as db:
        gevonden = {v.nummer: beantwoord(db, v, peiling) for v in VRAGEN}
    return {n: [{k: w for k, w in rij.items() if k != "gemeente"} for rij in rijen] for n, rijen in gevonden.items()}


VERWACHT: dict[int, list[dict[str, Any]]] = {
    1: [
        {"besluit": "niet overgedragen", "zaken": 1, "gevraagd": 0, "toegekend": 0, "binnen_3_maanden": 0,
         "binnen_6_maanden": 0, "binnen_12_maanden": 0},
        {"besluit": "overgedragen", "zaken": 2, "gevraagd": 1, "toegekend": 1, "binnen_3_maanden": 0,
         "binnen_6_maanden": 1, "binnen_12_maanden": 1},
    ],
    2: [
        {"besluit": "niet overgedragen", "zaken": 1, "uitgevaardigd": 0, "betekend": 0, "ingetrokken": 0},
        {"besluit": "overgedragen", "zaken": 2, "uitgevaardigd": 1, "betekend": 1, "ingetrokken": 0},
    ],
    3: [
        {"soort": "aanmaning", "met_signaal": False, "aantal": 1, "cent": 9_00},
        {"soort": "aanmaning", "met_signaal": True, "aantal": 2, "cent": 38_00},
        {"soort": "van het belastingpakket", "met_signaal": True, "aantal": 1, "cent": 45_00},
    ],
    4: [{"bron": "geen aanmelding", "aantal": 4}, {"bron": "signaal", "aantal": 1}],
    5: [
        {"belastingsoort": "afvalstoffenheffing", "signalen": 1, "cent": 710_00},
        {"belastingsoort": "ozb_eigenaar", "signalen": 1, "cent": 500_00},
    ],
    6: [
        {"sector": "energie", "keer": "vaker", "aantal": 1, "bereikt": 0, "hulp": 0, "dwangbevel": 0},
        {"sector": "gemeentebelastingen", "keer": "eerste", "aantal": 2, "bereikt": 0, "hulp": 0, "dwangbevel": 1},
        {"sector": "huur", "keer": "eerste", "aantal": 1, "bereikt": 0, "hulp": 0, "dwangbevel": 0},
        {"sector": "water", "keer": "eerste", "aantal": 2, "bereikt": 1, "hulp": 1, "dwangbevel": 0},
    ],
    7: [
        *({"afdeling": "incasso", "kanaal": "bellen", "dagdeel": dagdeel, "sinds_het_begin": "4 tot 8 weken",
           "pogingen": 1, "bereikt": 0, "wil_hulp": 0} for dagdeel in ("avond", "middag", "ochtend")),
        {"afdeling": "vroegsignalering", "kanaal": "crisis", "dagdeel": "ochtend", "sinds_het_begin": "tot 4 weken",
         "pogingen": 1, "bereikt": 1, "wil_hulp": 1},
    ],
    8: [{"signalen": 2, "met_herinnering": 2, "met_aanmaning": 2, "met_afwijking": 1}],
    9: [
        {"leverancier": "waterbedrijf", "maand": date(2026, 7, 1), "leveringen": 2, "rijen": 40, "volledig": True,
         "reden": ""},
        {"leverancier": "waterbedrijf", "maand": date(2026, 8, 1), "leveringen": 0, "rijen": 0, "volledig": False,
         "reden": "geen levering"},
    ],
    10: [
        {"afdeling": "incasso", "contact": "bellen", "reden": "geen-telefoonnummer", "zaken": 2},
        {"afdeling": "vroegsignalering", "contact": "huisbezoek", "reden": "veiligheid", "zaken": 1},
    ],
    11: [
        {"moment": "bij de overdracht", "aantal": 3, "telefoon": 1, "email": 0},
        {"moment": "bij het signaal", "aantal": 6, "telefoon": 3, "email": 2},
    ],
    12: [
        {"doelgroep": "aow", "leeftijd": "67+", "aantal": 1, "eerste_keer": 1, "bereikt": 0},
        {"doelgroep": "huurder", "leeftijd": "45-66", "aantal": 5, "eerste_keer": 4, "bereikt": 1},
    ],
    13: [
        {"van": "andere partners", "aantal": 4, "bekend": 1, "eerder": 1, "nieuw": 3},
        {"van": "gemeentebelastingen", "aantal": 2, "bekend": 0, "eerder": 0, "nieuw": 2},
    ],
    14: [
        {"van": "andere partners", "aantal": 2, "bereikt": 1, "hulp_na_bereik": 1},
        {"van": "gemeentebelastingen", "aantal": 2, "bereikt": 0, "hulp_na_bereik": 0},
    ],
    15: [{"resultaat": "Vervolghulp en/of verwijzing financieel", "aantal": 1, "met_rust": 1,
          "opnieuw_binnen_6_maanden": 1, "opnieuw_binnen_12_maanden": 1}],
    17: [
        {"afdeling": "incasso", "taak": "bellen", "gedaan": 3, "met_minuten": 3, "minuten": 15},
        {"afdeling": "vroegsignalering", "taak": "crisis", "gedaan": 1, "met_minuten": 1, "minuten": 30},
        {"afdeling": "vroegsignalering", "taak": "gesprek-plannen", "gedaan": 1, "met_minuten": 0, "minuten": 0},
    ],
    18: [
        {"route": "bellen", "antwoorden": 2, "goed": 2, "som": 9},
        {"route": "brief", "antwoorden": 1, "goed": 0, "som": 2},
    ],
}  # fmt: skip
"""What is true of the small year above, by the number of the question."""
BRIEVEN = {"herinnering": (3, 1), "aanmaning": (3, 0), "contactverzoek": (2, 0), "hulpaanbod": (2, 0)}
"""Of the letters: how many left, and after how many was paid within fourteen days."""


def test_every_question_has_its_answer(waar: Omgeving, tmp_path: Path) -> None:
    speel(waar, tmp_path)
    gevonden = antwoorden(waar)
    assert sorted(gevonden) == list(range(1, 19)) == [v.nummer for v in VRAGEN]
    for rij in gevonden[8]:
        assert rij.pop("beleid").startswith("voorbeeldstad-")
    brieven = gevonden.pop(16)
    assert gevonden == VERWACHT
    for soort, verwacht in BRIEVEN.items():
        deze = [rij for rij in brieven if rij["soort"] == soort]
        assert (sum(r["verzonden"] for r in deze), sum(r["betaald_14_dagen"] for r in deze)) == verwacht
        assert all(r["versie"] and r["variant"] == "" and r["kanaal"] == "brief" for r in deze)
    niemand(waar, str(gevonden) + str(brieven))
    assert all(rijen == [] for rijen in antwoorden(waar, replace(HEEL_2026, gemeenten=("elders",))).values())
    voor = replace(HEEL_2026, tot=date(2026, 7, 31))
    assert [rij["toegekend"] for rij in antwoorden(waar, voor)[1]] == [0, 0], "what came later is not looked at"


def niemand(waar: Omgeving, tekst: str) -> None:
    """No answer holds what leads to a person: a name, a number, a key or an address."""
    velden = ("pseudoniem", "bsn", "achternaam", "postcode", "adres_sleutel")
    personen = {str(waarde) for rij in lees(waar, "inwoner", *velden) for waarde in rij if waarde}
    kenmerken = {k for (k,) in lees(waar, "signaal", "kenmerk")}
    assert [w for w in personen | kenmerken if re.search(rf"\b{re.escape(w)}\b", tekst)] == []
    assert not re.search(r"(zaak|inwoner|medewerker)(_id|:)|\b[IV]-\d{6}", tekst)


def test_what_is_put_right_counts_as_it_was_put_right(sqlite: Omgeving, tmp_path: Path) -> None:
    speel(sqlite, tmp_path)
    crisis = next(z for z, soort in lees(sqlite, "signaal", "zaak_id", "sector") if soort == "water")
    with schrijven(sqlite.engine) as db:
        [nr] = [g.volgnr for g in ruwe_log(db, crisis)
                if g.logregel.soort == Soort.TAAK_AFGEROND and g.logregel.gegevens["soort"] == "crisis"]  # fmt: skip
        door = Melder("medewerker:1", Zaaksoort.VROEGSIGNALERING)
        niet = lees_uitkomst("niet bereikt avond")
        wat = Herstel(crisis, nr, Correctiereden.VERKEERDE_KEUZE, door, niet)
        herstel(db, wat, sqlite.beleid(GEMEENTE), date(2026, 10, 1))
    nu = antwoorden(sqlite)
    assert nu[7][-1] | {"bereikt": 0, "wil_hulp": 0, "dagdeel": "avond"} == nu[7][-1]
    assert nu[17][1]["minuten"] == 0, "an outcome that is changed says again how long it took"


def test_what_was_not_frozen_in_the_past_is_unknown_and_not_new(sqlite: Omgeving, tmp_path: Path) -> None:
    speel(sqlite, tmp_path)
    with schrijven(sqlite.engine) as db:
        db.execute(text("UPDATE gebeurtenis SET gegevens = json_remove(gegevens, '$.kenmerken')"))
    nu = antwoorden(sqlite)
    assert [(r["aantal"], r["bekend"], r["eerder"], r["nieuw"]) for r in nu[13]] == [(4, 0, 0, 0), (2, 0, 0, 0)]
    assert [r["doelgroep"] for r in nu[12]] == [None] and [r["belastingsoort"] for r in nu[5]] == ["onbekend"]
    assert all(r["telefoon"] == r["email"] == 0 for r in nu[11])


def test_who_only_waits_for_the_maximum_of_the_day_is_a_group_of_its_own(waar: Omgeving) -> None:
    werk_in(waar.settings, beleid_met(signaal__max_per_dag=1))
    leg_op(waar, [een_vordering(een_persoon(n), f"A{n}", bedrag=500_00, openstaand=500_00) for n in range(3)])
    ronde(JUNI_5, JUNI_19, JULI_8, JULI_20, JULI_21)
    assert [(r["besluit"], r["zaken"]) for r in antwoorden(waar)[2]] == [
        ("overgedragen", 1), ("overgedragen na wachten", 1), ("wacht op het maximum", 1)
    ]  # fmt: skip


def test_every_question_says_where_its_facts_come_from_and_what_is_missing() -> None:
    for vraag in VRAGEN:
        assert vraag.vraag.endswith("?") and vraag.feiten.endswith(".") and vraag.niet.endswith("."), vraag.nummer
        assert vraag.query.__doc__, vraag.nummer
