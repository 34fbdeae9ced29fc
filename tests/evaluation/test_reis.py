"""Is a journey readable, reproducible, and nobody's? A sample of a made-up gemeente full of personal data."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, String, literal, select, update

from evaluation.cijfer import Periode
from evaluation.reis import MEESTE, Steekproef, trek
from evaluation.reisbeeld import GROVER, Reisbeeld, band, veilige_beelden
from evaluation.reistekst import Reisverhaal, vertel
from models import sleutels
from models.database import tabel
from models.tabellen import Contactgegeven, Gebeurtenis, Inwoner, Signaal, Vordering, Zaak
from rules.casus import K
from rules.log import Logregel, Soort
from rules.zaaknummer import zaaknummer
from simulation.cohort import Cohort
from simulation.cohort_waarheid import Stad, Waarheid
from simulation.verhaal import ontleed
from tests.evaluation.cohortbouwer import alle_rijen, in_geheugen

pytestmark = pytest.mark.xdist_group("reis")

STAD = "noord"
JAAR = Periode(date(2025, 1, 1), date(2025, 6, 30))
WAARHEID = Waarheid((Stad(STAD, inwoners=400, signalen_per_maand=45, gemeentebelastingen=0.3),), maanden=6)
EXACT = 423_17
VERSIE = st.builds(
    Reisbeeld,
    meervoudig=st.booleans(),
    crisis=st.just(False),
    einde=st.sampled_from(["a", "b"]),
    antwoorden=st.frozensets(st.sampled_from(["wil hulp", "regelt zelf"]), max_size=1),
    bedrag=st.sampled_from([250_00, 750_00]),
    terrein=st.frozensets(st.sampled_from(["wonen", "zorgkosten"]), max_size=2),
    bijzonder=st.frozensets(st.sampled_from(["overleden", "post_retour"]), max_size=2),
)


@pytest.fixture(autouse=True)
def sleutel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sleutels, "_huidig", [sleutels.Sleutels(b"k" * 32)])


@pytest.fixture(scope="module")
def rijen() -> dict[str, list[dict[str, Any]]]:
    return alle_rijen(Cohort(WAARHEID, 5))


@pytest.fixture(scope="module")
def stad(rijen: dict[str, list[dict[str, Any]]]) -> Iterator[Connection]:
    """Give a gemeente in which every amount is one that nobody else would invent."""
    with in_geheugen(rijen.items()) as db:
        db.execute(update(tabel(Signaal)).values(bedrag=EXACT, partner="Nutsbedrijf Zonneweide"))
        db.execute(update(tabel(Vordering)).values(bedrag=EXACT))
        db.execute(
            update(tabel(Inwoner)).values(achternaam=literal("Quispel").concat(tabel(Inwoner).c.id.cast(String)))
        )
        yield db


@pytest.fixture(scope="module")
def steekproef(stad: Connection) -> Steekproef:
    with pytest.MonkeyPatch.context() as even:
        even.setattr(sleutels, "_huidig", [sleutels.Sleutels(b"k" * 32)])
        return trek(stad, JAAR, STAD, 60, 1)


def test_a_sample_can_be_read_as_stories(steekproef: Steekproef) -> None:
    assert len(steekproef.verhalen) == 60
    verhaal = ontleed(steekproef.tekst)
    assert list(verhaal.personages) == [f"Inwoner-{n}" for n in range(1, 61)]
    assert verhaal.gemeente == STAD and verhaal.verwachtingen and verhaal.voorvallen
    for tekst in steekproef.verhalen:
        assert ontleed(tekst).verwachtingen or ontleed(tekst).voorvallen


def test_the_same_seed_gives_the_same_journeys_in_any_order_of_the_rows(
    rijen: dict[str, list[dict[str, Any]]], stad: Connection, steekproef: Steekproef
) -> None:
    assert trek(stad, JAAR, STAD, 60, 1) == steekproef
    assert trek(stad, JAAR, STAD, 10, 1).verhalen == steekproef.verhalen[:10]
    assert trek(stad, JAAR, STAD, 10, 2).verhalen != steekproef.verhalen[:10]
    with in_geheugen((naam, list(reversed(deel))) for naam, deel in rijen.items()) as andersom:
        andersom.execute(update(tabel(Signaal)).values(bedrag=EXACT))
        assert trek(andersom, JAAR, STAD, 10, 1).verhalen == steekproef.verhalen[:10]


def stappen(steekproef: Steekproef) -> list[str]:
    """Return the journeys without their days and names."""
    return [re.sub(r"\d{4}-\d\d-\d\d|Inwoner-\d+", "", v) for v in steekproef.verhalen]


def test_another_seed_draws_other_journeys(stad: Connection, steekproef: Steekproef) -> None:
    assert stappen(trek(stad, JAAR, STAD, 60, 2)) != stappen(steekproef)


def test_without_the_key_nobody_knows_who_is_in_the_sample(
    stad: Connection, steekproef: Steekproef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sleutels, "_huidig", [sleutels.Sleutels(b"j" * 32)])
    assert trek(stad, JAAR, STAD, 10, 1).verhalen != steekproef.verhalen[:10]


def persoonlijk(db: Connection) -> Iterator[str]:
    """Give everything in the tables that is of one resident."""
    velden = ("pseudoniem", "achternaam", "straat", "postcode", "adres_sleutel", "woonplaats")
    for rij in db.execute(select(tabel(Inwoner))).mappings():
        yield from (str(rij[v]) for v in velden)
        yield str(rij["geboortedatum"])
    for kolom in (tabel(Contactgegeven).c.waarde, tabel(Signaal).c.kenmerk, tabel(Signaal).c.partner):
        yield from map(str, db.execute(select(kolom)).scalars())
    yield from db.execute(select(tabel(Vordering).c.aanslagnummer)).scalars()
    for nummer, soort in db.execute(select(tabel(Zaak).c.id, tabel(Zaak).c.soort)):
        yield zaaknummer(soort, nummer)
    yield from (a for a in db.execute(select(tabel(Gebeurtenis).c.actor).distinct()).scalars() if ":" in a)


def test_nothing_of_a_resident_stands_in_a_story(stad: Connection, steekproef: Steekproef) -> None:
    inhoud = "\n".join(r for r in steekproef.tekst.splitlines() if not r.startswith(("#", "gemeente")))
    woorden = {w for w in persoonlijk(stad) if len(w) > 2}
    assert len(woorden) > 1000
    klein, los = inhoud.lower(), set(re.findall(r"[\w-]+", inhoud.lower()))
    assert [w for w in woorden if w.lower() in (los if re.fullmatch(r"[\w-]+", w) else klein)] == []
    assert set(re.findall(r"\d[\d.]*,\d\d", inhoud)) <= {"1,00", "250,00", "750,00", "1.750,00", "3.750,00", "7.500,00"}


def test_every_day_moves_by_the_same_weeks(steekproef: Steekproef, stad: Connection) -> None:
    """A round runs on working days: in a journey that moved by whole weeks, no letter leaves in a weekend."""
    dagen = {v.dag for tekst in steekproef.verhalen for v in ontleed(tekst).verwachtingen}
    echt = set(stad.execute(select(tabel(Gebeurtenis).c.dag).distinct()).scalars())
    assert {d.weekday() for d in dagen} <= {d.weekday() for d in echt}
    assert min(dagen) < JAAR.van or max(dagen) > JAAR.tot


LOG = (
    Logregel(Soort.AANSLAG, date(2026, 3, 2), {
        "belastingsoort": "hondenbelasting", "bedrag": EXACT, "vervaldag": "2026-05-31",
    }),
    Logregel(Soort.BERICHT, date(2026, 6, 5), {"soort": "herinnering", "kanaal": "brief", "poging": 1}),
    Logregel(Soort.OPGESCHORT, date(2026, 6, 12), {"reden": "moratorium", "tot": "2026-12-12"}),
    Logregel(Soort.BETALING, date(2026, 6, 15), {"bedrag": EXACT}),
    Logregel(Soort.SIGNAAL_ONTVANGEN, date(2026, 7, 13), {"sector": "water", "bedrag": EXACT, "crisis": False}),
    Logregel(Soort.TAAK_AFGEROND, date(2026, 7, 14), {
        "soort": "bellen", "poging": 1, "uitkomst": "bereikt", "bereikt": True, "dagdeel": "avond",
        "vervolg": "betaalbelofte", "datum": "2026-08-01",
    }),
    Logregel(Soort.NIET_OVERGEDRAGEN, date(2026, 7, 14), {"voorwaarden": ["al-bekend-schuldhulp"]}),
    Logregel(Soort.TERUGKOPPELING, date(2026, 7, 15), {"antwoord": "geheim"}),
    Logregel(Soort.GESLOTEN, date(2026, 8, 17), {"resultaat": "Definitief geen contact kunnen krijgen"}),
)  # fmt: skip
FIJN = Reisbeeld(
    False, False, "Definitief geen contact kunnen krijgen", frozenset({"betaalbelofte"}), 250_00,
    frozenset({"energie of water", "hondenbelasting"}), frozenset({"opgeschort moratorium", "betaling"}),
)  # fmt: skip


def test_a_story_tells_as_much_as_its_picture() -> None:
    assert vertel(Reisverhaal("Inwoner-1", 2, FIJN, LOG)).splitlines() == [
        "# Inwoner-1",
        "inwoner Inwoner-1",
        "2026-03-16 Inwoner-1 aanslag 1 250,00 hondenbelasting vervalt 2026-06-14",
        "2026-06-19 Inwoner-1 -> brief herinnering",
        "2026-06-26 Inwoner-1 -> opgeschort moratorium tot 2026-12-26",
        "2026-06-29 Inwoner-1 betaalt 250,00",
        "2026-07-27 Inwoner-1 signaal partner energie 250,00",
        "2026-07-28 Inwoner-1 taak bellen: bereikt avond, betaalbelofte 2026-08-15",
        "2026-08-31 Inwoner-1 -> gesloten Definitief geen contact kunnen krijgen",
    ]


@pytest.mark.parametrize(
    ("stappen", "weg"),
    [
        pytest.param(1, ["moratorium", "betaalt 250,00"], id="eerst wat zelden gebeurt"),
        pytest.param(2, ["hondenbelasting", "energie"], id="dan waarover het ging"),
        pytest.param(3, ["250,00"], id="dan hoeveel"),
        pytest.param(4, ["betaalbelofte"], id="dan wat de inwoner antwoordde"),
    ],
)
def test_a_rare_journey_tells_less(stappen: int, weg: list[str]) -> None:
    beeld = FIJN
    for stap in GROVER[:stappen]:
        beeld = stap(beeld)
    tekst = vertel(Reisverhaal("Inwoner-1", 2, beeld, LOG))
    assert [w for w in weg if w in tekst] == []
    assert "er gebeurde meer dat hier niet staat" in tekst
    assert ontleed(tekst)


def test_what_only_one_resident_has_is_not_told(stad: Connection, steekproef: Steekproef) -> None:
    """Five zaken of one resident are still one resident."""
    beelden = {n: replace(FIJN, einde="zeldzaam") for n in range(K)}
    assert veilige_beelden(beelden, dict.fromkeys(beelden, "een")) == {}
    assert set(veilige_beelden(beelden, {n: str(n) for n in beelden}).values()) == {replace(FIJN, einde="zeldzaam")}
    assert steekproef.kandidaten > 60 and steekproef.te_zeldzaam >= 0


@given(st.lists(st.tuples(VERSIE, st.integers(0, 30)), max_size=60))
def test_whoever_is_told_of_looks_like_at_least_four_others(paren: list[tuple[Reisbeeld, int]]) -> None:
    beelden, wie = {n: b for n, (b, _) in enumerate(paren)}, {n: str(w) for n, (_, w) in enumerate(paren)}
    for verteld in set(veilige_beelden(beelden, wie).values()):
        assert len({wie[n] for n, beeld in beelden.items() if verteld in grovere(beeld)}) >= K


def grovere(beeld: Reisbeeld) -> list[Reisbeeld]:
    alle = [beeld]
    for stap in GROVER:
        alle.append(stap(alle[-1]))
    return alle


def test_never_more_than_a_hundred(stad: Connection) -> None:
    assert len(trek(stad, JAAR, STAD, 10_000, 1).verhalen) <= MEESTE


def test_amounts_are_bands() -> None:
    assert [band(c) for c in (1, 499_99, 500_00, 999_99, 2_000_00, 4_999_99, 5_000_00)] == [
        250_00, 250_00, 750_00, 750_00, 1_750_00, 3_750_00, 7_500_00,
    ]  # fmt: skip
