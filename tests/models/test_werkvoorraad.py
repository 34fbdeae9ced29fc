# pyright: basic
"""Which taken stand in which list, in which order, and how many are there? Counts and pages tell the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import event

from models import afwezig
from models.database import lezen, schrijven
from models.werkvoorraad import (
    BLAD,
    NIEMAND,
    Keuze,
    Kijker,
    Last,
    Lijst,
    bladzijde,
    eerste_vrije,
    per_collega,
    tel,
)
from rules.rollen import Rol, blik
from rules.taakwoorden import Termijn
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from tests.models.omgevingen import Pg, instellingen, werk_in
from tests.models.taken import INCASSO, JULI_20, JULI_24, JULI_27, blik_van, een_collega, een_taak
from tests.models.veel_taken import vul

DAG = timedelta(days=1)


def ids(waar: Omgeving, kijker: Kijker, keuze: Keuze, blad: int = 1) -> list[int]:
    with lezen(waar.engine) as db:
        return [rij.id for rij in bladzijde(db, kijker, keuze, blad)]


@pytest.fixture
def werk(waar: Omgeving) -> tuple[Omgeving, Kijker, dict[str, int]]:
    """Work of every kind, seen by Sanne of team Vroegsignalering, who replaces Fatima today."""
    sanne, fatima, tom = (een_collega(waar, naam) for naam in ("Sanne", "Fatima", "Tom"))
    dag = iter(range(1, 20))
    taken = {
        naam: een_taak(waar, soort, voorrang=JULI_20 + next(dag) * DAG, **cast(dict[str, Any], anders))
        for naam, soort, anders in (
            ("van mij", Taaksoort.BELLEN, {"behandelaar_id": sanne, "uiterlijk": JULI_24}),
            ("van Fatima", Taaksoort.BELLEN, {"behandelaar_id": fatima, "uiterlijk": JULI_20 - DAG}),
            ("van Tom", Taaksoort.HUISBEZOEK, {"behandelaar_id": tom, "uiterlijk": JULI_20}),
            ("van niemand", Taaksoort.BELLEN, {"wijk": "9999"}),
            ("te laat", Taaksoort.CRISIS, {"uiterlijk": JULI_20 - 3 * DAG, "wettelijk": True}),
            ("weggelegd", Taaksoort.BELLEN, {"wacht_tot": JULI_20 + DAG}),
            ("weer terug", Taaksoort.BELLEN, {"wacht_tot": JULI_20}),
            ("mijn weggelegde", Taaksoort.BELLEN, {"behandelaar_id": sanne, "wacht_tot": JULI_27}),
            ("van schuldhulp", Taaksoort.GESPREK_PLANNEN, {"wettelijk": True, "escalatie": 2}),
            ("afgerond", Taaksoort.BELLEN, {"status": "afgerond"}),
            ("van invordering", Taaksoort.BELLEN, {"afdeling": INCASSO}),
        )
    }
    return waar, Kijker(sanne, blik_van(), JULI_20, {fatima: "Fatima"}), taken


LIJSTEN = [
    pytest.param(Keuze(Lijst.MIJ), ["van mij", "van Fatima"], id="van mij, met wie ik vervang"),
    pytest.param(
        Keuze(Lijst.TEAM), ["van mij", "van Fatima", "van Tom", "van niemand", "te laat", "weer terug"],
        id="van mijn team",
    ),
    pytest.param(Keuze(Lijst.VRIJ), ["van niemand", "te laat", "weer terug"], id="van niemand"),
    pytest.param(
        Keuze(Lijst.ALLE),
        ["van mij", "van Fatima", "van Tom", "van niemand", "te laat", "weer terug", "van schuldhulp"],
        id="alles van de afdeling, niets van de andere",
    ),
    pytest.param(Keuze(Lijst.TEAM, weg=True), ["weggelegd", "mijn weggelegde"], id="wat is weggelegd"),
    pytest.param(Keuze(Lijst.MIJ, weg=True), ["mijn weggelegde"], id="wat ik weglegde"),
    pytest.param(Keuze(Lijst.ALLE, soort="huisbezoek"), ["van Tom"], id="alleen een soort"),
    pytest.param(Keuze(Lijst.ALLE, wijk="9999"), ["van niemand"], id="alleen een wijk"),
    pytest.param(Keuze(Lijst.ALLE, term=Termijn.TE_LAAT), ["van Fatima", "te laat"], id="te laat"),
    pytest.param(Keuze(Lijst.ALLE, term=Termijn.VANDAAG), ["van Tom"], id="vandaag"),
    pytest.param(Keuze(Lijst.ALLE, term=Termijn.WEEK), ["van mij", "van Tom"], id="deze week, ook vandaag"),
    pytest.param(Keuze(Lijst.ALLE, gemeente=GEMEENTE, soort="crisis"), ["te laat"], id="alleen een gemeente"),
    pytest.param(Keuze(Lijst.ALLE, gemeente="buurdorp"), [], id="een gemeente die niet van mij is"),
    pytest.param(
        Keuze(Lijst.MIJ, weg=None), ["van mij", "van Fatima", "mijn weggelegde"], id="van mij, weggelegd of niet",
    ),
    pytest.param(Keuze(Lijst.ALLE, leiding=True), ["van schuldhulp"], id="wat de teamleiding moet zien"),
    pytest.param(
        Keuze(Lijst.ALLE, bij=NIEMAND), ["van niemand", "te laat", "weer terug", "van schuldhulp"],
        id="wat niemand heeft",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("keuze", "verwacht"), LIJSTEN)
def test_elke_lijst_en_elk_filter(werk: Any, keuze: Keuze, verwacht: list[str]) -> None:
    waar, kijker, taken = werk
    naam_van = {nummer: naam for naam, nummer in taken.items()}
    assert [naam_van[i] for i in ids(waar, kijker, keuze)] == verwacht
    with lezen(waar.engine) as db:
        assert tel(db, kijker, keuze).gekozen == len(verwacht)


@pytest.mark.parametrize("keuze", [keuze for keuze, *_ in (p.values for p in LIJSTEN)], ids=[p.id for p in LIJSTEN])
def test_elke_telling_is_de_lengte_van_zijn_lijst(werk: Any, keuze: Keuze) -> None:
    waar, kijker, _ = werk
    with lezen(waar.engine) as db:
        telling = tel(db, kijker, keuze)
        for lijst in Lijst:
            assert telling.per_lijst.get(lijst, 0) == len(bladzijde(db, kijker, Keuze(lijst))), lijst
        for term in Termijn:
            zo = len(bladzijde(db, kijker, replace(keuze, term=term)))
            assert telling.per_term.get(term, 0) == zo, term
        zonder_term = replace(keuze, term=None)
        assert telling.weggelegd == len(bladzijde(db, kijker, replace(zonder_term, weg=True)))
        rijen = bladzijde(db, kijker, zonder_term)
        assert telling.wettelijk == sum(rij.wettelijk for rij in rijen)


def test_wat_een_collega_heeft(werk: Any) -> None:
    waar, kijker, taken = werk
    with lezen(waar.engine) as db:
        lasten = per_collega(db, kijker)
        bij_mij = [rij.id for rij in bladzijde(db, kijker, Keuze(Lijst.ALLE, bij=kijker.id))]
    assert lasten[kijker.id] == Last(kijker.id, open=1, te_laat=0, leiding=0, weggelegd=1)
    assert lasten[NIEMAND] == Last(NIEMAND, open=4, te_laat=1, leiding=1, weggelegd=1)
    assert len(lasten) == 4
    assert bij_mij == [taken["van mij"]]


def test_de_rij_noemt_wie_de_taak_heeft(werk: Any) -> None:
    waar, kijker, _ = werk
    with lezen(waar.engine) as db:
        rijen = bladzijde(db, kijker, Keuze(Lijst.ALLE))
    assert [rij.behandelaar for rij in rijen[:4]] == ["Sanne", "Fatima", "Tom", None]


def test_wie_geen_zaken_ziet_heeft_lege_lijsten(werk: Any) -> None:
    waar, kijker, _ = werk
    niets = Kijker(kijker.id, blik([Rol.BEHEER], [GEMEENTE]), JULI_20)
    with lezen(waar.engine) as db:
        assert [bladzijde(db, niets, Keuze(lijst)) for lijst in Lijst] == [[], [], [], []]
        assert not any(tel(db, niets, Keuze(lijst)).per_lijst for lijst in Lijst)
        assert per_collega(db, niets) == {}


def test_een_taak_van_mij_die_niet_meer_van_mijn_afdeling_is(waar: Omgeving) -> None:
    """Who changed department loses sight of what he had there."""
    sanne = een_collega(waar, "Sanne")
    een_taak(waar, afdeling=INCASSO, behandelaar_id=sanne)
    kijker = Kijker(sanne, blik_van(), JULI_20)
    assert ids(waar, kijker, Keuze(Lijst.MIJ)) == []
    with lezen(waar.engine) as db:
        assert tel(db, kijker, Keuze(Lijst.MIJ)).gekozen == 0


def test_bladen_sluiten_aan_ook_bij_gelijke_voorrang(sqlite: Omgeving) -> None:
    """Made in another order than they come; two and two on the same day."""
    per_taak = {een_taak(sqlite, voorrang=JULI_24 - n // 2 * DAG): -(n // 2) for n in range(2 * BLAD + 3)}
    taken = sorted(per_taak, key=lambda taak: (per_taak[taak], taak))
    kijker = Kijker(een_collega(sqlite, "Sanne"), blik_van(), JULI_20)
    bladen = [ids(sqlite, kijker, Keuze(Lijst.VRIJ), blad) for blad in (1, 2, 3, 4)]
    assert [len(blad) for blad in bladen] == [BLAD, BLAD, 3, 0]
    assert [i for blad in bladen for i in blad] == taken


def test_twee_gemeenten_staan_in_een_volgorde(waar: Omgeving) -> None:
    taken = [
        een_taak(waar, voorrang=JULI_20 + n * DAG, gemeente=gemeente)
        for n, gemeente in enumerate(("buurdorp", GEMEENTE, "buurdorp", GEMEENTE, "elders"))
    ]
    kijker = Kijker(een_collega(waar, "Sanne"), blik_van(gemeenten=(GEMEENTE, "buurdorp")), JULI_20)
    for lijst in (Lijst.TEAM, Lijst.VRIJ, Lijst.ALLE):
        assert ids(waar, kijker, Keuze(lijst)) == taken[:4]
    assert ids(waar, kijker, Keuze(Lijst.VRIJ, gemeente="buurdorp")) == [taken[0], taken[2]]
    with schrijven(waar.engine) as db:
        eerste = eerste_vrije(db, kijker, Keuze(Lijst.VRIJ))
    assert eerste is not None and eerste.id == taken[0]


def test_de_volgende_is_de_eerste_van_de_lijst_van_niemand(werk: Any) -> None:
    waar, kijker, taken = werk
    with schrijven(waar.engine) as db:
        eerste = eerste_vrije(db, kijker, Keuze(Lijst.VRIJ))
        crisis = eerste_vrije(db, kijker, Keuze(Lijst.VRIJ, soort="crisis"))
        geen = eerste_vrije(db, kijker, Keuze(Lijst.VRIJ, soort="huisbezoek"))
    assert eerste is not None and eerste.id == taken["van niemand"]
    assert crisis is not None and crisis.id == taken["te laat"]
    assert geen is None


VERVANGING = [
    pytest.param({}, set(), id="niemand is weg"),
    pytest.param({"Fatima": "Sanne"}, {"Fatima"}, id="ik vervang een collega"),
    pytest.param({"Fatima": "Tom"}, set(), id="een ander vervangt"),
    pytest.param({"Fatima": "Tom", "Tom": "Sanne"}, {"Fatima", "Tom"}, id="wie vervangt is zelf ook weg"),
    pytest.param({"Fatima": "Sanne", "Sanne": "Fatima"}, {"Fatima"}, id="we vervangen elkaar"),
    pytest.param({"Fatima": "Tom", "Tom": "Fatima"}, set(), id="twee anderen vervangen elkaar"),
]


@pytest.mark.parametrize(("weg", "verwacht"), VERVANGING)
def test_voor_wie_iemand_werkt(waar: Omgeving, weg: dict[str, str], verwacht: set[str]) -> None:
    mensen = {naam: een_collega(waar, naam) for naam in ("Sanne", "Fatima", "Tom")}
    with schrijven(waar.engine) as db:
        for wie, vervanger in weg.items():
            afwezig.meld_afwezig(db, mensen[wie], JULI_20, JULI_24, mensen[vervanger])
    with lezen(waar.engine) as db:
        for dag, namen in ((JULI_20 - DAG, set()), (JULI_20, verwacht), (JULI_24, verwacht), (JULI_24 + DAG, set())):
            assert set(afwezig.voor_wie(db, mensen["Sanne"], dag).values()) == namen, dag


def test_collegas_zijn_van_dezelfde_afdeling_en_gemeente(waar: Omgeving) -> None:
    for naam, rol, gemeente in (
        ("Zelfde team", Rol.VROEGSIGNALERING, GEMEENTE), ("Ander team", Rol.SCHULDHULP, GEMEENTE),
        ("Andere afdeling", Rol.INVORDERING, GEMEENTE), ("Andere gemeente", Rol.VROEGSIGNALERING, "buurdorp"),
        ("Beheer", Rol.BEHEER, GEMEENTE), ("Teamleiding zonder afdeling", Rol.TEAMLEIDING, GEMEENTE),
    ):  # fmt: skip
        een_collega(waar, naam, rol, gemeenten=(gemeente,))
    with lezen(waar.engine) as db:
        namen = [c.naam for c in afwezig.collegas(db, GEMEENTE, "vroegsignalering")]
        team = [c.naam for c in afwezig.team(db, blik_van())]
        assert afwezig.collega(db, 999, GEMEENTE, "vroegsignalering") is None
    assert namen == team == ["Ander team", "Zelfde team"]


# --- the plan -------------------------------------------------------------------------------------------------------

VANDAAG = date(2026, 7, 20)
OPEN = 20_000
EEN_KEER = pytest.mark.xdist_group("volle werkvoorraad")
"""Filling takes long: these tests stay on one worker."""


@pytest.fixture(scope="module")
def vol(pg: Pg, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Omgeving, list[int]]]:
    """20,000 open taken on PostgreSQL, with fresh statistics."""
    thuis: Path = tmp_path_factory.mktemp("vol")
    with pg.database() as url:
        waar = werk_in(instellingen(thuis, url))
        yield waar, vul(waar, OPEN, VANDAAG)


FILTERS = [{}, {"soort": "bellen"}, {"wijk": "1010"}, {"term": Termijn.TE_LAAT}, {"term": Termijn.WEEK}, {"weg": True}]
GEMEENTEN = [(GEMEENTE,), (GEMEENTE, "buurdorp")]


@EEN_KEER
@pytest.mark.postgres
@pytest.mark.parametrize("gemeenten", GEMEENTEN, ids=["een gemeente", "twee gemeenten"])
@pytest.mark.parametrize("anders", FILTERS, ids=lambda f: ", ".join(f) or "zonder filter")
@pytest.mark.parametrize("lijst", Lijst)
def test_elke_lijst_leest_een_index(vol: Any, lijst: Lijst, anders: dict[str, Any], gemeenten: tuple[str, ...]) -> None:
    waar, mensen = vol
    kijker = Kijker(mensen[0], blik_van(gemeenten=gemeenten), VANDAAG, {mensen[1]: "Fatima"})
    plan = _plan(waar, lambda db: bladzijde(db, kijker, Keuze(lijst, **anders), 2))
    assert "Seq Scan on taak" not in plan, plan
    assert "ix_taak_lijst" in plan or "ix_taak_van" in plan, plan


@EEN_KEER
@pytest.mark.postgres
def test_de_eerste_bladen_lezen_niet_meer_dan_ze_tonen(vol: Any) -> None:
    """No sort of thousands of rows: the index gives them in order."""
    waar, mensen = vol
    kijker = Kijker(mensen[0], blik_van(), VANDAAG)
    plan = _plan(waar, lambda db: bladzijde(db, kijker, Keuze(Lijst.TEAM)))
    assert "Index Scan using ix_taak_lijst" in plan, plan


@EEN_KEER
@pytest.mark.postgres
def test_tellen_is_een_vraag(vol: Any) -> None:
    waar, mensen = vol
    with lezen(waar.engine) as db:
        vragen = _vragen(waar, lambda: tel(db, Kijker(mensen[0], blik_van(), VANDAAG), Keuze(Lijst.TEAM)))
        telling = tel(db, Kijker(mensen[0], blik_van(), VANDAAG), Keuze(Lijst.ALLE))
    assert len(vragen) == 1
    assert 8_000 < telling.per_lijst[Lijst.ALLE] < OPEN


def _vragen(waar: Omgeving, doe: Any) -> list[tuple[str, Any]]:
    """Return the statements that this sends."""
    gezien: list[tuple[str, Any]] = []

    def luister(verbinding: Any, cursor: Any, opdracht: str, waarden: Any, context: Any, veel: bool) -> None:
        gezien.append((opdracht, waarden))

    event.listen(waar.engine, "before_cursor_execute", luister)
    try:
        doe()
    finally:
        event.remove(waar.engine, "before_cursor_execute", luister)
    return gezien


def _plan(waar: Omgeving, doe: Any) -> str:
    with lezen(waar.engine) as db:
        [(opdracht, waarden)] = _vragen(waar, lambda: doe(db))
        return "\n".join(rij[0] for rij in db.exec_driver_sql(f"EXPLAIN {opdracht}", waarden))
