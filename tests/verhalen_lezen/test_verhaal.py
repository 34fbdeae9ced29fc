"""What does a story say, and does a difference show? (simulation/verhaal.py, simulation/speler.py)"""

from datetime import date
from pathlib import Path

import pytest

from rules.levering import Belastingsoort, Sector
from rules.log import Soort
from rules.uitkomst import Uitkomst
from rules.woorden import Taaksoort
from simulation.speler import Verschil, speel, vergelijk
from simulation.verhaal import (
    Aanslag,
    Feit,
    Geld,
    Mutatie,
    Personage,
    Persoonsfeit,
    Signaal,
    Taakuitkomst,
    VerhaalFout,
    Voorval,
    lees_feit,
    lees_verhaal,
    ontleed,
)

VERHALEN = Path(__file__).resolve().parent.parent / "verhalen"
JUNI_5 = date(2026, 6, 5)

KORT = """
# een verhaal
gemeente buurdorp
beleid vs.herhaling_brief = 0
inwoner Bert telefoon email geboren 1980-02-03 adres kade   # woont op de kade
2026-03-01 Bert aanslag 100 1.420,50 afvalstoffenheffing vervalt 2026-05-31
2026-06-05 Bert -> brief herinnering
tot 2026-12-31
"""


def test_every_line_is_read() -> None:
    verhaal = ontleed(KORT)
    assert (verhaal.gemeente, verhaal.beleid) == ("buurdorp", [("vs.herhaling_brief", "0")])
    bert = Personage("Bert", "kade", frozenset({"telefoon", "email"}), date(1980, 2, 3))
    assert verhaal.personages == {"Bert": bert}
    aanslag = Aanslag("100", 142050, Belastingsoort.AFVALSTOFFENHEFFING, date(2026, 5, 31))
    assert verhaal.voorvallen == [Voorval(6, date(2026, 3, 1), "Bert", aanslag)]
    assert [(v.dag, v.naam, v.tekst) for v in verhaal.verwachtingen] == [(JUNI_5, "Bert", "brief herinnering")]
    assert (verhaal.eerste_dag, verhaal.laatste_dag) == (date(2026, 3, 1), date(2026, 12, 31))


def test_without_tot_the_last_dated_line_ends_the_story() -> None:
    assert ontleed(KORT.replace("tot 2026-12-31", "")).laatste_dag == JUNI_5


def test_rust_without_a_name_is_for_everyone() -> None:
    verhaal = ontleed("inwoner Anna\ninwoner Bob adres kade\n2026-06-05 -> rust\n2026-06-06 Bob -> rust")
    assert [(v.dag.day, v.naam) for v in verhaal.verwachtingen] == [(5, "Anna"), (5, "Bob"), (6, "Bob")]


@pytest.mark.parametrize(
    ("zin", "expected"),
    [
        ("betaalt 150,00", Geld(Soort.BETALING, 15000)),
        ("betaalt alles", Geld(Soort.BETALING, None)),
        ("storno 420", Geld(Soort.STORNO, 42000)),
        ("kwijtschelding aangevraagd", Mutatie(Soort.KWIJTSCHELDING_AANGEVRAAGD)),
        ("kwijtschelding toegekend", Mutatie(Soort.KWIJTSCHELDING_TOEGEKEND)),
        ("kwijtschelding afgewezen", Mutatie(Soort.KWIJTSCHELDING_AFGEWEZEN)),
        ("uitstel aangevraagd", Mutatie(Soort.UITSTEL_AANGEVRAAGD)),
        ("uitstel verleend tot 2026-08-31", Mutatie(Soort.UITSTEL_VERLEEND, date(2026, 8, 31))),
        ("uitstel afgewezen", Mutatie(Soort.UITSTEL_AFGEWEZEN)),
        ("regeling getroffen", Mutatie(Soort.REGELING_GETROFFEN)),
        ("regeling gebroken", Mutatie(Soort.REGELING_GEBROKEN)),
        ("bezwaar ingediend", Mutatie(Soort.BEZWAAR_INGEDIEND)),
        ("bezwaar afgedaan", Mutatie(Soort.BEZWAAR_AFGEDAAN)),
        ("dwangbevel betekend", Mutatie(Soort.DWANGBEVEL_BETEKEND)),
        ("bezwaar tegen delen", Persoonsfeit(Soort.BEZWAAR_TEGEN_DELEN)),
        ("post retour", Persoonsfeit(Soort.POST_RETOUR)),
        ("verhuisd binnen gemeente", Persoonsfeit(Soort.VERHUISD_BINNEN)),
        ("verhuisd buiten gemeente", Persoonsfeit(Soort.VERHUISD_BUITEN)),
        ("overleden", Persoonsfeit(Soort.OVERLEDEN)),
        ("bekend bij schuldhulp", Persoonsfeit(Soort.BEKEND_BIJ_SCHULDHULP)),
        ("wil geen contact", Persoonsfeit(Soort.GEEN_CONTACT_GEWENST)),
        ("signaal waterbedrijf water 180,00", Signaal("waterbedrijf", Sector.WATER, 18000, False, False)),
        ("signaal nuts energie 900,00 crisis warm", Signaal("nuts", Sector.ENERGIE, 90000, True, True)),
        ("taak bellen: niet bereikt avond", Taakuitkomst(Taaksoort.BELLEN, Uitkomst("niet bereikt", False, "avond"))),
        ("taak uitval-uitzoeken: niet gevonden", Taakuitkomst(Taaksoort.UITVAL_UITZOEKEN, Uitkomst("niet gevonden"))),
    ],
)
def test_every_fact_of_the_contract(zin: str, expected: Feit) -> None:
    assert lees_feit(zin) == expected


@pytest.mark.parametrize(
    "regel",
    [
        pytest.param("inwoner Anna vleugels", id="dit kenmerk bestaat niet"),
        pytest.param("inwoner Anna geboren gisteren", id="geen datum"),
        pytest.param("2026-06-05 Chris betaalt alles", id="deze inwoner bestaat niet"),
        pytest.param("2026-06-05 Bert betaalt veel", id="geen bedrag"),
        pytest.param("2026-06-05 Bert betaalt 1,5", id="een cent heeft twee cijfers"),
        pytest.param("2026-06-05 Bert wil ijs", id="dit feit bestaat niet"),
        pytest.param("2026-06-05 Bert -> brief ansichtkaart", id="deze brief bestaat niet"),
        pytest.param("2026-06-05 Bert -> taak koffie", id="deze taak bestaat niet"),
        pytest.param("2026-06-05 Bert signaal nuts gas 900,00", id="deze sector bestaat niet"),
        pytest.param("2026-06-05 Bert signaal nuts energie 900,00 haast", id="deze vlag bestaat niet"),
        pytest.param("2026-06-05 Bert uitstel verleend 2026-08-31", id="zonder het woord tot"),
        pytest.param("2026-02-30 Bert betaalt alles", id="deze dag bestaat niet"),
        pytest.param("beleid vs.herhaling_brief 0", id="zonder is-teken"),
    ],
)
def test_a_wrong_line_is_named(regel: str) -> None:
    with pytest.raises(VerhaalFout, match=r"regel 3:"):
        ontleed(f"inwoner Bert\n2026-06-01 Bert betaalt alles\n{regel}")


def test_a_story_in_which_nothing_happens_is_refused() -> None:
    with pytest.raises(VerhaalFout):
        ontleed("inwoner Bert")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VerhaalFout):
        lees_verhaal(tmp_path / "weg.verhaal")


@pytest.mark.parametrize("pad", [pytest.param(p, id=p.stem) for p in sorted(VERHALEN.glob("*.verhaal"))])
def test_every_story_reads_and_says_what_it_shows(pad: Path) -> None:
    assert lees_verhaal(pad).personages
    assert pad.read_text(encoding="utf-8").startswith("# ")


VERHAAL = ontleed("inwoner Bert\ninwoner Anna\n2026-06-05 Bert -> brief herinnering\n2026-06-05 Anna -> rust")


@pytest.mark.parametrize(
    ("gebeurd", "expected"),
    [
        pytest.param([("Bert", "brief herinnering")], [], id="alles klopt"),
        pytest.param([], [("Bert", "brief herinnering", "rust")], id="verwacht, maar niet gebeurd"),
        pytest.param(
            [("Bert", "brief aanmaning")],
            [("Bert", "brief herinnering", "brief aanmaning"), ("Bert", "rust", "brief aanmaning")],
            id="iets anders gebeurd",
        ),
        pytest.param(
            [("Bert", "brief herinnering"), ("Anna", "taak bellen")],
            [("Anna", "rust", "taak bellen")],
            id="niet verwacht, wel gebeurd",
        ),
        pytest.param(
            [("Anna", "brief herinnering")],
            [("Bert", "brief herinnering", "rust"), ("Anna", "rust", "brief herinnering")],
            id="bij de verkeerde inwoner",
        ),
    ],
)
def test_a_difference_shows(gebeurd: list[tuple[str, str]], expected: list[tuple[str, str, str]]) -> None:
    assert [(v.naam, v.verwacht, v.werkelijk) for v in vergelijk(VERHAAL, JUNI_5, gebeurd)] == expected


def test_rust_next_to_something_that_happens_is_a_contradiction() -> None:
    verhaal = ontleed("inwoner Bert\n2026-06-05 Bert -> brief herinnering\n2026-06-05 Bert -> rust")
    [verschil] = vergelijk(verhaal, JUNI_5, [("Bert", "brief herinnering")])
    assert str(verschil) == "regel 3: 2026-06-05 Bert: verwacht 'rust', werkelijk 'brief herinnering'"


def test_the_order_of_voorwaarden_does_not_matter() -> None:
    verhaal = ontleed("inwoner Bert\n2026-06-05 Bert -> signaal niet overgedragen: grondslag, drempel")
    assert vergelijk(verhaal, JUNI_5, [("Bert", "signaal niet overgedragen: drempel, grondslag")]) == []


class Dagboek:
    """A world that writes down in which order a story asks for things; the taak exists after the round of 5 June."""

    def __init__(self) -> None:
        self.regels: list[str] = []
        self.taak = False

    def verwelkom(self, personage: Personage, dag: date) -> None:
        self.regels.append(f"{personage.naam} komt")

    def beleef(self, voorval: Voorval) -> bool:
        if isinstance(voorval.feit, Taakuitkomst) and not self.taak:
            return False
        self.regels.append(f"{voorval.dag.day} {type(voorval.feit).__name__}")
        return True

    def ronde(self, dag: date) -> None:
        self.regels.append(f"{dag.day} ronde")
        self.taak = dag == JUNI_5

    def gebeurd(self, dag: date) -> list[tuple[str, str]]:
        return []


def test_the_outcome_of_a_taak_of_today_is_recorded_after_the_round() -> None:
    wereld = Dagboek()
    regels = "2026-06-05 Bert taak bellen: niet bereikt avond\n2026-06-05 Bert betaalt 1,00\ntot 2026-06-06"
    assert speel(ontleed(f"inwoner Bert\n{regels}"), wereld) == []
    assert wereld.regels == ["Bert komt", "5 Geld", "5 ronde", "5 Taakuitkomst", "6 ronde"]


def test_an_outcome_without_a_taak_is_a_difference() -> None:
    verhaal = ontleed("inwoner Bert\n2026-06-08 Bert taak bellen: niet bereikt avond")
    verwacht = Verschil(date(2026, 6, 8), "Bert", "een open taak bellen", "geen", 2)
    assert speel(verhaal, Dagboek()) == [verwacht]
