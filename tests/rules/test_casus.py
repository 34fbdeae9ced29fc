"""Can nobody be found in a casus? Nothing exact comes in, and at least five residents look the same."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.casus import (
    BEDRAGEN,
    GROVER,
    LEEFTIJDEN,
    Beeld,
    K,
    Kenmerken,
    beeld_van,
    maand,
    schrijf_casus,
    veilig_beeld,
    verloop,
)
from rules.levering import Sector
from rules.log import Logregel, Soort
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tests.rules.bouwers import AANGEMAAND, HERINNERD, bereikt, dag, feit, niet_bereikt
from worklist.sjabloon import datum, euro

INCASSO, VROEG = Zaaksoort
MAART_1, JULI_27 = date(2026, 3, 1), date(2026, 7, 27)
GESPROKEN = bereikt(Taaksoort.BELLEN, "07-09", "wil hulp")[1]
RUST = feit(Soort.OPGESCHORT, "07-09", reden="moratorium")


def kenmerken(**anders: Any) -> Kenmerken:
    vast: dict[str, Any] = {"soort": INCASSO, "leeftijd": 46, "bedrag": 420_00}
    return Kenmerken(**(vast | anders))


@pytest.mark.parametrize(
    ("leeftijd", "woorden"),
    [
        pytest.param(18, "jonger dan 27 jaar", id="achttien"),
        pytest.param(26, "jonger dan 27 jaar", id="net jongere"),
        pytest.param(27, "27 tot 45 jaar", id="geen jongere meer"),
        pytest.param(66, "45 tot 67 jaar", id="net geen AOW"),
        pytest.param(67, "67 jaar of ouder", id="AOW"),
        pytest.param(104, "67 jaar of ouder", id="heel oud staat nergens"),
        pytest.param(None, "onbekend", id="geboortedatum onbekend"),
    ],
)
def test_the_age_is_a_band(leeftijd: int | None, woorden: str) -> None:
    assert beeld_van(kenmerken(leeftijd=leeftijd)).leeftijd == woorden


@pytest.mark.parametrize(
    ("bedrag", "woorden"),
    [
        pytest.param(0, "er staat niets meer open", id="betaald"),
        pytest.param(1, "minder dan vijfhonderd euro", id="een cent"),
        pytest.param(499_99, "minder dan vijfhonderd euro", id="net geen vijfhonderd"),
        pytest.param(500_00, "vijfhonderd tot duizend euro", id="precies vijfhonderd"),
        pytest.param(2_499_99, "duizend tot tweeëneenhalfduizend euro", id="net geen 2500"),
        pytest.param(9_999_999_00, "vijfduizend euro of meer", id="heel veel staat nergens"),
    ],
)
def test_the_amount_is_a_band_without_figures(bedrag: int, woorden: str) -> None:
    assert beeld_van(kenmerken(bedrag=bedrag)).bedrag == woorden
    assert not re.search(r"\d", woorden)


def test_partners_become_fields_and_counts_become_one_or_more() -> None:
    beeld = beeld_van(kenmerken(soort=VROEG, sectoren=(Sector.HUUR, Sector.WATER, Sector.ENERGIE), crisis=True))
    assert (beeld.signalen, beeld.terrein) == ("meer dan één signaal", "energie of water en wonen")
    assert beeld.crisis == "er dreigt een crisis"
    assert beeld_van(kenmerken(soort=VROEG, sectoren=(Sector.DUO,))).terrein == "een overheid"


@pytest.mark.parametrize(
    ("regel", "zin"),
    [
        pytest.param(HERINNERD, "De gemeente stuurt een herinnering.", id="herinnering"),
        pytest.param(AANGEMAAND, "De gemeente stuurt een aanmaning.", id="aanmaning"),
        pytest.param(niet_bereikt(Taaksoort.BELLEN, "07-09", 1, "avond")[1], "Contact zoeken lukt niet.", id="gebeld"),
        pytest.param(GESPROKEN, "Er is contact. De inwoner wil hulp.", id="hulp"),
        pytest.param(RUST, "De invordering rust.", id="rust, niet waarom"),
        pytest.param(feit(Soort.OVERLEDEN, "07-09"), None, id="een overlijden staat er niet in"),
        pytest.param(feit(Soort.MORATORIUM, "07-09"), None, id="een moratorium staat er niet in"),
        pytest.param(feit(Soort.VERHUISD_BINNEN, "07-09"), None, id="een verhuizing staat er niet in"),
        pytest.param(feit(Soort.BEZWAAR_TEGEN_DELEN, "07-09"), None, id="een bezwaar staat er niet in"),
        pytest.param(feit(Soort.TAAK, "07-09", soort="bellen", poging=1), None, id="een taak is alleen van ons"),
    ],
)  # fmt: skip
def test_only_what_happens_often_is_told(regel: Logregel, zin: str | None) -> None:
    assert [z for _, z in verloop([regel], MAART_1)] == ([zin] if zin else [])


def test_months_are_relative_and_nothing_is_told_twice_in_a_month() -> None:
    dagen = ("2026-06-05", "2026-06-06", "2026-08-01")
    log = [feit(Soort.BETALING, d, bedrag=100) for d in dagen]
    assert verloop(log, dag("2026-06-05")) == [(1, "Er komt een betaling binnen."), (2, "Er komt een betaling binnen.")]


@pytest.mark.parametrize(("dagen", "nummer"), [(-3, 1), (0, 1), (29, 1), (30, 2), (59, 2), (60, 3), (365, 13)])
def test_a_month_is_thirty_days(dagen: int, nummer: int) -> None:
    assert maand(MAART_1 + timedelta(days=dagen), MAART_1) == nummer


def mensen(*lijst: Kenmerken) -> dict[int, list[Kenmerken]]:
    return {n: [k] for n, k in enumerate(lijst)}


@pytest.mark.parametrize(
    ("anderen", "anders", "stappen"),
    [
        pytest.param([kenmerken()] * 4, {}, 0, id="vijf gelijke inwoners: zo precies als het kan"),
        pytest.param([kenmerken()] * 3, {}, None, id="vier gelijke inwoners: niet"),
        pytest.param([kenmerken()] * 4, {"ondernemer": True}, 1, id="de enige ondernemer: dat staat er niet bij"),
        pytest.param([kenmerken(leeftijd=70)] * 4, {}, 4, id="de enige van zijn leeftijd: grovere leeftijd"),
        pytest.param([kenmerken(leeftijd=20)] * 4, {}, 6, id="de enige oudere: geen leeftijd"),
        pytest.param([kenmerken(bedrag=6_000_00)] * 4, {}, 8, id="het enige lage bedrag: geen bedrag"),
        pytest.param([kenmerken(soort=VROEG)] * 9, {}, None, id="alleen de eigen afdeling telt"),
    ],
)
def test_a_picture_is_made_coarser_until_five_share_it(
    anderen: list[Kenmerken], anders: dict[str, Any], stappen: int | None
) -> None:
    eigen = kenmerken(**anders)
    veilig = veilig_beeld(0, mensen(eigen, *anderen), eigen)
    assert (veilig.stappen if veilig else None) == stappen


def test_five_zaken_of_one_person_are_one_person() -> None:
    assert veilig_beeld(1, {1: [kenmerken()] * 9}, kenmerken()) is None


een_kenmerk = st.builds(
    Kenmerken,
    soort=st.just(VROEG),
    leeftijd=st.none() | st.integers(0, 110),
    bedrag=st.integers(0, 20_000_00),
    sectoren=st.lists(st.sampled_from(Sector), min_size=1, max_size=4).map(tuple),
    ondernemer=st.booleans(),
    huiseigenaar=st.booleans(),
    crisis=st.booleans(),
)


def grof(beeld: Beeld, stappen: int) -> Beeld:
    for stap in GROVER[:stappen]:
        beeld = stap(beeld)
    return beeld


@given(st.lists(een_kenmerk, min_size=1, max_size=30))
def test_a_picture_that_is_told_is_never_of_fewer_than_five(lijst: list[Kenmerken]) -> None:
    veilig = veilig_beeld(0, mensen(*lijst), lijst[0])
    if len(lijst) < K:
        assert veilig is None
    else:
        assert veilig is not None, "the coarsest picture holds for everybody"
        gelijk = [k for k in lijst if grof(beeld_van(k), veilig.stappen) == veilig.beeld]
        assert len(gelijk) >= K
        fijner = [
            k for k in lijst if grof(beeld_van(k), veilig.stappen - 1) == grof(beeld_van(lijst[0]), veilig.stappen - 1)
        ]
        assert veilig.stappen == 0 or len(fijner) < K, "no coarser than needed"


naam = st.text("qxzwvk", min_size=5, max_size=12)
"""Letters that stand together in no Dutch word: a hit can only be the name itself."""


@st.composite
def een_log(draw: st.DrawFn) -> tuple[list[Logregel], list[str]]:
    """A log with every soort, in which every fact is something that could tell who it is; and those words."""
    wie, partner, straat = draw(naam), draw(naam), draw(naam)
    bedrag, nummer = draw(st.integers(100_00, 99_999_99)), draw(st.integers(100_000_000, 999_999_999))
    dagen = draw(st.lists(st.dates(date(2020, 1, 1), date(2030, 1, 1)), min_size=1, max_size=20))
    gegevens = {
        "naam": wie, "partner": partner, "adres": straat, "bedrag": bedrag, "bsn": str(nummer), "tot": str(dagen[0]),
        "aantekening": f"{wie} van {partner} betaalt {euro(bedrag)} op {datum(dagen[0])}", "reden": wie,
        "resultaat": partner, "soort": draw(st.sampled_from(["bellen", "herinnering", "aanmaning", wie])),
        "poging": 1, "bereikt": draw(st.booleans()), "vervolg": draw(st.sampled_from(["wil hulp", "regelt zelf", wie])),
        "uitkomst": wie, "dagdeel": "avond", "datum": str(dagen[-1]), "kanaal": "brief",
    }  # fmt: skip
    log = [Logregel(soort, dagen[n % len(dagen)], gegevens) for n, soort in enumerate(Soort)]
    geheim = [wie, partner, straat, str(nummer), euro(bedrag), euro(bedrag)[2:], str(bedrag), f"{bedrag / 100:.2f}"]
    for d in dagen:
        geheim += [str(d), datum(d), f"{d:%d-%m-%Y}", str(d.year), datum(d).split()[1]]
    return log, geheim


@given(een_log(), een_kenmerk, st.integers(1, 999_999), st.dates(date(2026, 1, 1), date(2031, 1, 1)))
def test_nothing_in_the_text_tells_who_it_is(
    gemaakt: tuple[list[Logregel], list[str]], k: Kenmerken, zaak: int, vandaag: date
) -> None:
    log, geheim = gemaakt
    tekst = schrijf_casus(beeld_van(k), log, min(r.dag for r in log), vandaag)
    woorden = [*geheim, zaaknummer(k.soort, zaak), euro(k.bedrag), euro(k.bedrag)[2:]]
    assert [w for w in woorden if w in tekst] == []
    zonder_banden = re.sub(r"[Mm]aand \d+|\b(27|45|67)\b", "", tekst)
    assert not re.search(r"\d", zonder_banden), "the only figures are relative months and bands of age"


def test_the_text_as_people_read_it() -> None:
    log = [feit(Soort.AANSLAG, "2026-03-01"), HERINNERD, *niet_bereikt(Taaksoort.BELLEN, "07-09", 1, "avond")]
    tekst = schrijf_casus(beeld_van(kenmerken(huiseigenaar=True)), log, MAART_1, JULI_27)
    assert tekst.splitlines() == [
        "# Casus voor overleg", "",
        "Deze casus is anoniem. Er staan geen namen, adressen, dagen, nummers of precieze bedragen in.",
        "Ten minste vijf inwoners lijken op deze inwoner. Probeer niet uit te zoeken wie het is.", "",
        "## De inwoner", "",
        "- Wat er is: Er is een achterstand bij gemeentelijke belastingen",
        "- Leeftijd: 45 tot 67 jaar",
        "- Achterstand: minder dan vijfhonderd euro",
        "- Situatie: eigen woning", "",
        "## Wat er gebeurde", "",
        "- Maand 1: Er komt een rekening van de gemeente.",
        "- Maand 4: De gemeente stuurt een herinnering.",
        "- Maand 5: Contact zoeken lukt niet.", "",
        "Nu is het maand 5.", "",
        "## Onze vraag", "",
        "Wat kunnen wij samen doen?",
    ]  # fmt: skip


def test_the_bands_have_no_holes() -> None:
    assert [g for g, _ in LEEFTIJDEN] == sorted(g for g, _ in LEEFTIJDEN)
    assert [g for g, _ in BEDRAGEN] == sorted(g for g, _ in BEDRAGEN)
