# pyright: basic
"""SQL says of every cohort what a slow recomputation from the raw rows says: figure by figure, to the last digit."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluation.cijfer import Cijfer, Periode
from evaluation.cijfers import bereken
from models.database import lezen, schrijven
from rules.log import Soort
from rules.resultaat import Eindresultaat
from simulation.cohort import Cohort
from simulation.cohort_rijen import Rij
from simulation.cohort_waarheid import Stad, Waarheid
from tasks.omgeving import Omgeving
from tests.evaluation import naief
from tests.evaluation.cohortbouwer import alle_rijen, in_geheugen, vul

MAANDEN = 5
DAGEN = 150
KLEIN = Stad(
    "noordhoek", inwoners=16, signalen_per_maand=7, gemeentebelastingen=0.4, kwijtschelding=0.3, aanmelding=0.4
)

steden = st.builds(
    lambda stad, stil, schraal, zwijgt, kans: replace(
        stad, stil_belastingen=stil, stil_signalen=schraal, legt_vast=not zwijgt, zonder_gesprek=kans,
        zonder_herinnering=kans / 2, schraal=stil,
    ),
    st.just(KLEIN), st.frozensets(st.integers(0, MAANDEN - 1), max_size=2),
    st.frozensets(st.integers(0, MAANDEN - 1), max_size=1), st.booleans(), st.sampled_from((0.0, 0.2, 0.5)),
)  # fmt: skip
waarheden = st.builds(
    lambda a, b, correctie: Waarheid((a, replace(b, naam="oosterwold")), maanden=MAANDEN, correctie=correctie),
    steden, steden, st.sampled_from((0.0, 0.3)),
)  # fmt: skip


def verstoor(rijen: dict[str, list[Rij]], zaad: int) -> None:
    """Do what people and machines may do: corrections of anything, of each other, afterwards; months in part."""
    dobbel = Random(zaad)
    per_zaak: dict[int, list[Rij]] = {}
    for r in rijen["gebeurtenis"]:
        per_zaak.setdefault(r["zaak_id"], []).append(r)
    for log in per_zaak.values():
        if dobbel.random() < 0.4:
            rijen["gebeurtenis"].extend(_verstoring(log, dobbel))
    for maand in rijen["leveringsmaand"]:
        if dobbel.random() < 0.08:
            maand |= {"volledig": False, "reden": "te weinig leveringen"}


def _verstoring(log: list[Rij], dobbel: Random) -> list[Rij]:
    erbij: list[Rij] = []
    nummer = max(r["volgnr"] for r in log)
    kan = [r for r in log if r["soort"] not in (Soort.CORRECTIE, Soort.SIGNAAL_ONTVANGEN, Soort.AANSLAG)]
    for _ in range(dobbel.randint(1, 3)):
        if dobbel.random() < 0.3 or not kan:
            soort, wat = dobbel.choice(INCASSO if any(r["soort"] == Soort.AANSLAG for r in log) else VROEG)
            nummer += 1
            dag = dobbel.choice(log)["dag"] + timedelta(days=dobbel.randint(-9, 9))
            erbij.append(log[0] | {"volgnr": nummer, "soort": soort.value, "dag": dag, "gegevens": dict(wat)})
            continue
        nummer += 1
        fout = dobbel.choice(kan)
        dag = fout["dag"] + timedelta(days=dobbel.choice(DAARNA))
        erbij.append(log[0] | {"volgnr": nummer, "soort": "correctie", "dag": dag, "gegevens": _herstel(fout, dobbel)})
    return erbij


def _herstel(fout: Rij, dobbel: Random) -> Rij:
    wat: Rij = {"van": fout["volgnr"], "soort": fout["soort"], "reden": "verkeerde-keuze", "ingetrokken": True}
    if fout["soort"] != Soort.TAAK_AFGEROND or dobbel.random() < 0.4:
        return wat
    taak = {naam: fout["gegevens"][naam] for naam in ("soort", "poging")}
    return wat | {"ingetrokken": False, "nieuw": taak | dobbel.choice(UITKOMSTEN)}


DAARNA = (0, 1, 40)
"""So many days later something is put right."""
UITKOMSTEN: tuple[Rij, ...] = (
    {"uitkomst": "niet bereikt", "bereikt": False, "dagdeel": "avond"},
    {"uitkomst": "bereikt", "bereikt": True, "dagdeel": "ochtend", "vervolg": "wil hulp"},
    {"uitkomst": "bereikt", "bereikt": True, "dagdeel": "middag", "vervolg": "betaalbelofte", "datum": "2026-01-01"},
    {"uitkomst": "opgelost"},
)
BEREIKT = {"uitkomst": "bereikt", "bereikt": True, "dagdeel": "middag", "vervolg": "regelt zelf"}
Los = tuple[tuple[Soort, Mapping[str, Any]], ...]
SMS = {"soort": "brief-onderweg", "kanaal": "sms", "poging": 1, "sjabloon_versie": "x"}
BEIDE: Los = (
    (Soort.BERICHT, SMS),
    (Soort.OPGESCHORT, {"reden": "hulp", "tot": None, "grondslag": "x"}),
    (Soort.CONTACT_OVERGESLAGEN, {"soort": "bellen", "reden": "capaciteit"}),
)
INCASSO: Los = (
    *BEIDE,
    (Soort.KWIJTSCHELDING_TOEGEKEND, {"bedrag": None}),
    (Soort.KWIJTSCHELDING_AFGEWEZEN, {"bedrag": None}),
    (Soort.KOSTEN, {"bedrag": 12_34}),
    (Soort.GESLOTEN, {"resultaat": "betaald"}),
    (Soort.BERICHT_VERVALLEN, {"soort": "aanmaning", "poging": 1, "reden": "er is betaald"}),
    (Soort.BERICHT_LATER, {"soort": "herinnering", "poging": 1}),
)
VROEG: Los = (
    *BEIDE,
    (Soort.AANMELDING_SCHULDHULP, {"stap": "aanmelding", "bron": "zelf"}),
    (Soort.TAAK_AFGEROND, {"soort": "bellen", "poging": 9, **BEREIKT}),
    (Soort.TAAK_AFGEROND, {"soort": "gesprek-plannen", "poging": 9, "uitkomst": "gesprek gevoerd"}),
    (Soort.GESLOTEN, {"resultaat": "Vervolghulp en/of verwijzing niet financieel"}),
    (Soort.GESLOTEN, {"resultaat": "Inwoner is overleden"}),
    (Soort.GESLOTEN, {"resultaat": "Inwoner al bekend bij schuldhulpverlening"}),
)


def zelfde(naam: str, uit_sql: Cijfer, antwoord: naief.Antwoord) -> None:
    """Both ways say the same, also that it cannot be said."""
    bedoeld = (antwoord.waarde, antwoord.onder, antwoord.boven)
    gezegd = (uit_sql.waarde, uit_sql.onder, uit_sql.boven)
    for een, ander in zip(gezegd, bedoeld, strict=True):
        gelijk = een is ander if een is None or ander is None else math.isclose(een, ander, abs_tol=1e-9)
        assert gelijk, f"{naam}: SQL {gezegd}, naïef {bedoeld} ({uit_sql.teller}/{uit_sql.noemer})"
    if antwoord.waarde is not None and antwoord.noemer is not None and antwoord.teller is not None:
        assert (uit_sql.teller, uit_sql.noemer) == (antwoord.teller, antwoord.noemer), naam


def vergelijk(cijfers: Mapping[str, Cijfer], antwoorden: Mapping[str, naief.Antwoord]) -> None:
    assert set(cijfers) - set(antwoorden) == {"doel3_dwangbevelen"}
    for naam, antwoord in antwoorden.items():
        zelfde(naam, cijfers[naam], antwoord)


def vraag(rijen: Mapping[str, Sequence[Rij]], van: date, tot: date, gemeenten: Sequence[str]) -> None:
    with in_geheugen(rijen.items()) as db:
        cijfers = bereken(db, Periode(van, tot), gemeenten)
        vergelijk(cijfers, naief.bereken(naief.lees(db), van, tot, gemeenten))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(waarheden, st.integers(0, 10**6), st.integers(-20, DAGEN), st.integers(0, DAGEN), st.integers(1, 3))
def test_sql_zegt_wat_de_ruwe_rijen_zeggen(w: Waarheid, zaad: int, begin: int, lengte: int, wie: int) -> None:
    rijen = alle_rijen(Cohort(w, zaad))
    verstoor(rijen, zaad)
    van = w.begin + timedelta(days=begin)
    vraag(rijen, van, van + timedelta(days=lengte), [s.naam for n, s in enumerate(w.steden, 1) if wie & n])


@pytest.mark.postgres
def test_op_postgresql_zijn_het_dezelfde_cijfers(postgres: Omgeving) -> None:
    w = Waarheid((KLEIN, replace(KLEIN, naam="oosterwold", stil_belastingen=frozenset({1}))), maanden=MAANDEN)
    rijen = alle_rijen(Cohort(w, 7))
    verstoor(rijen, 7)
    with schrijven(postgres.engine) as db:
        vul(db, rijen.items())
    van, tot = date(2025, 1, 10), date(2025, 4, 20)
    gemeenten = ["noordhoek", "oosterwold"]
    with lezen(postgres.engine) as db:
        vergelijk(bereken(db, Periode(van, tot), gemeenten), naief.bereken(naief.lees(db), van, tot, gemeenten))


def test_zonder_zaken_is_niets_te_zeggen() -> None:
    with in_geheugen(()) as db:
        cijfers = bereken(db, Periode(date(2025, 1, 1), date(2025, 12, 31)), ["noordhoek"])
    zegt = {naam for naam, c in cijfers.items() if c.waarde is not None}
    assert zegt == {"signalen", "meldingen", "incassokosten"}


OVER_SIGNALEN = frozenset({
    "signalen", "meldingen", "uitval_brp", "bekend_bij_shv", "enkelvoudig", "meervoudig", "opeenvolgend", "bereik",
    "hulpacceptatie",
})  # fmt: skip
OVER_BEIDE = frozenset({
    "signalen_gemeentebelastingen", "doel1_niet_bekend", "doel2_bereik", "aanmelding_shv_na_signaal",
})  # fmt: skip
OVER_INCASSO = frozenset({
    "kwijtschelding_na_signaal", "incassokosten", "gemiddelde_stilte", "langste_stilte", "effort_volledig",
    "afwijkingen",
})  # fmt: skip


@pytest.mark.parametrize(
    ("leverancier", "weg"),
    [
        pytest.param("energiebedrijf", OVER_SIGNALEN | OVER_BEIDE, id="een partner leverde niet alles"),
        pytest.param("belastingpakket", OVER_BEIDE | OVER_INCASSO, id="niet alle vorderingen kwamen"),
        pytest.param("belastingmutaties", OVER_BEIDE | OVER_INCASSO, id="niet alle mutaties kwamen"),
    ],
)
def test_zonder_hele_maanden_telt_een_cijfer_niets(leverancier: str, weg: frozenset[str]) -> None:
    w = Waarheid((replace(KLEIN, signalen_per_maand=20),), maanden=MAANDEN)
    rijen = alle_rijen(Cohort(w, 1))
    for maand in rijen["leveringsmaand"]:
        maand["volledig"] = maand["leverancier"] != leverancier
    with in_geheugen(rijen.items()) as db:
        cijfers = bereken(db, Periode(w.begin, w.einde), ["noordhoek"])
    assert {naam for naam, c in cijfers.items() if not c.waarde and naam != "doel3_dwangbevelen"} == weg
    assert all(not c.volledig for naam, c in cijfers.items() if naam in weg)


def een_melding(*daarna: tuple[int, str, Mapping[str, Any]]) -> dict[str, list[Rij]]:
    """The rows of one melding of 1 March 2025 on two signalen, with what follows: (day in March, soort, what)."""
    stad = replace(KLEIN, meervoudig=1.0, bereik=0.0, bekend=0, uitval=0, herhaald=0)
    rijen = alle_rijen(Cohort(Waarheid((stad,), correctie=0.0, maanden=1), 1))
    melding = next(r for r in rijen["gebeurtenis"] if r["soort"] == "melding")
    eigen = [r for r in rijen["gebeurtenis"] if r["zaak_id"] == melding["zaak_id"]]
    log = [*(r for r in eigen if r["soort"] == "signaal_ontvangen"), melding | {"dag": date(2025, 3, 1)}]
    for dag, soort, wat in daarna:
        log.append(melding | {"dag": date(2025, 3, dag), "soort": soort, "gegevens": dict(wat)})
    log = [r | {"volgnr": nummer} for nummer, r in enumerate(log, 1)]
    signalen = [s for s in rijen["signaal"] if s["zaak_id"] == melding["zaak_id"]]
    return {**rijen, "gebeurtenis": log, "signaal": signalen}


def cijfers_van(rijen: Mapping[str, Sequence[Rij]], tot: date) -> dict[str, Cijfer]:
    """Return what SQL says of February and March, which is also what the naive way says."""
    periode = Periode(date(2025, 2, 1), tot)
    with in_geheugen(rijen.items()) as db:
        cijfers = bereken(db, periode, ["noordhoek"])
        vergelijk(cijfers, naief.bereken(naief.lees(db), periode.van, periode.tot, ["noordhoek"]))
    return cijfers


GESPROKEN = {"soort": "huisbezoek", "poging": 1, **BEREIKT}


@pytest.mark.parametrize(
    ("tot", "bereikt"),
    [
        pytest.param(date(2025, 3, 4), 0, id="nog niets gebeurd"),
        pytest.param(date(2025, 3, 5), 0, id="de fout is na de periode hersteld en telt niet"),
        pytest.param(date(2025, 3, 9), 0, id="de fout is in de periode hersteld en telt niet"),
        pytest.param(date(2025, 3, 20), 1, id="wat daarna echt gebeurde, telt"),
    ],
)
def test_een_herstelde_fout_is_nooit_gebeurd(tot: date, bereikt: int) -> None:
    fout = next(r["volgnr"] for r in een_melding((5, "taak_afgerond", GESPROKEN))["gebeurtenis"] if r["dag"].day == 5)
    herstel = {"van": fout, "soort": "taak_afgerond", "reden": "verkeerde-keuze", "ingetrokken": True}
    daarna = ((5, "taak_afgerond", GESPROKEN), (9, "correctie", herstel), (19, "taak_afgerond", GESPROKEN))
    cijfer = cijfers_van(een_melding(*daarna), tot)["bereik"]
    assert (cijfer.teller, cijfer.noemer) == (bereikt, 1)


@pytest.mark.parametrize("resultaat", list(Eindresultaat))
def test_elk_einde_met_hulp_is_hulpacceptatie(resultaat: Eindresultaat) -> None:
    rijen = een_melding((5, "taak_afgerond", GESPROKEN), (9, "gesloten", {"resultaat": resultaat.value}))
    cijfer = cijfers_van(rijen, date(2025, 3, 31))["hulpacceptatie"]
    geholpen = "quick fix" in resultaat or resultaat.startswith("Vervolghulp")
    assert (cijfer.teller, cijfer.noemer) == (int(geholpen), 1)
