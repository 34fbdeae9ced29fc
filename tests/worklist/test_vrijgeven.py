# pyright: basic
"""Do two different people look at a large round before it leaves, each only at the residents of his department?"""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from models import zendingen as geheugen
from models.database import lezen, schrijven
from models.tabellen import Vrijgave, Zending
from models.tabellen_werk import Inzage
from models.zendingen import AlVrijgegeven, als_medewerker, gaf_vrij, geef_vrij, naam_van
from rules.rollen import Rol
from rules.woorden import Kanaal
from tasks import stappen, vrijgeven
from tasks.omgeving import Omgeving, gebruik
from tasks.zendingen import keur
from tests.models.bouwers import GEMEENTE, JUNI_5, een_vordering, leg_op, zaken
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.zakenbouwer import bewoner, klok, rij, rijen, vroegsignaal

LEIDING = (Rol.INVORDERING, Rol.TEAMLEIDING)
JULI_20 = date(2026, 7, 20)


class Wereld:
    """A round of four letters of invordering and one of three of vroegsignalering, both over the limit."""

    def __init__(self, waar: Omgeving, personen: int = 2) -> None:
        beleid = waar.beleid(GEMEENTE)
        verzending = replace(beleid.verzending, vrijgave_berichten=1, vrijgave_personen=personen)
        self.waar = klok(waar, replace(beleid, verzending=verzending))
        leg_op(waar, [een_vordering(bewoner(n), f"A{n}") for n in range(4)])
        stappen.zet(zaken(waar), GEMEENTE, JUNI_5, alleen_automatisch=True)
        vroeg = [vroegsignaal(waar, bewoner(10 + n), f"K{n}") for n in range(3)]
        stappen.zet(vroeg, GEMEENTE, JULI_20, alleen_automatisch=True)
        keur(Kanaal.BRIEF, JULI_20)
        self.incasso = rij(waar, Zending, afdeling="incasso").id
        self.vroeg = rij(waar, Zending, afdeling="vroegsignalering").id
        self.anna = klant(waar, *LEIDING, naam="Anna Bakker")
        self.bram = klant(waar, *LEIDING, naam="Bram Vis")

    @property
    def pad(self) -> str:
        return f"/vrijgeven/{self.incasso}"

    def geef(self, wie: Klant, doe: str = "vrijgeven", **velden: Any) -> Any:
        return wie.stuur(self.pad, **({"doe": doe, "gelezen": "ja"} | velden))

    @property
    def status(self) -> str:
        return rij(self.waar, Zending, id=self.incasso).status


@pytest.fixture
def wereld(sqlite: Omgeving) -> Wereld:
    return Wereld(sqlite)


def test_the_list_tells_counts_and_costs_and_no_resident(wereld: Wereld) -> None:
    pagina = wereld.anna.lees("/vrijgeven")
    for wat in (f"Zending {wereld.incasso}", "5 juni 2026", "brief: herinnering", "€ 3,80", "niemand (0 van 2)"):
        assert (wat in pagina) is (wat != "5 juni 2026"), wat
    assert "20 juli 2026" in pagina and "1 zending wacht" in pagina
    assert "Inwoner" not in pagina and rijen(wereld.waar, Inzage) == []


def test_the_sample_is_read_as_the_residents_will_and_every_one_is_noted(waar: Omgeving) -> None:
    w = Wereld(waar)
    pagina = w.anna.lees(w.pad)
    for wat in (
        "A. Inwoner0",
        "Dorpsstraat 1",
        "Herinnering: 4",
        "huurders: 4",
        "€ 3,80",
        "Ik heb de berichten gelezen",
    ):
        assert wat in pagina, wat
    gezien = rijen(waar, Inzage)
    assert [(i.wat, i.waarom, i.medewerker_id) for i in gezien] == [("steekproef", "vrijgave", w.anna.id)] * 4
    assert len({i.zaak_id for i in gezien}) == 4


def test_two_people_release_and_the_record_keeps_name_and_number(waar: Omgeving) -> None:
    w = Wereld(waar)
    assert w.geef(w.anna).status_code == 303 and w.status == "wacht"
    assert "Anna Bakker (1 van 2)" in w.bram.lees("/vrijgeven") and "U bent de laatste" in w.bram.lees(w.pad)
    assert w.geef(w.bram).status_code == 303 and w.status == "vrij"
    assert {v.door for v in rijen(waar, Vrijgave)} == {
        f"Anna Bakker (medewerker {w.anna.id})", f"Bram Vis (medewerker {w.bram.id})",
    }  # fmt: skip
    assert "Er wacht niets op vrijgave" in w.anna.lees("/vrijgeven")


@pytest.mark.parametrize(
    ("velden", "woorden"),
    [
        pytest.param({"gelezen": ""}, "Lees eerst de berichten", id="niet gelezen"),
        pytest.param({"doe": "weggooien"}, "Kies wat u wilt doen", id="een knop die niet bestaat"),
    ],
)
def test_who_did_not_read_releases_nothing(wereld: Wereld, velden: dict[str, str], woorden: str) -> None:
    antwoord = wereld.geef(wereld.anna, **velden)
    assert antwoord.status_code == 422 and woorden in antwoord.text and rijen(wereld.waar, Vrijgave) == []


def test_one_person_is_not_two(wereld: Wereld) -> None:
    wereld.geef(wereld.anna)
    antwoord = wereld.geef(wereld.anna)
    assert antwoord.status_code == 422 and "Een collega moet dat nu ook doen" in antwoord.text
    assert wereld.status == "wacht"
    assert "Trek mijn vrijgave in" in wereld.anna.lees(wereld.pad)


def test_two_colleagues_with_one_name_are_two(wereld: Wereld) -> None:
    wereld.geef(wereld.anna)
    assert wereld.geef(klant(wereld.waar, *LEIDING, naam="Anna Bakker", sub="een ander")).status_code == 303
    assert wereld.status == "vrij"


def test_a_colleague_with_a_new_name_is_still_one(wereld: Wereld) -> None:
    wereld.geef(wereld.anna)
    getrouwd = klant(wereld.waar, *LEIDING, naam="Anna de Vries", sub="proef|Anna Bakker")
    assert getrouwd.id == wereld.anna.id and wereld.geef(getrouwd).status_code == 422 and wereld.status == "wacht"


@pytest.mark.parametrize(
    ("eerst", "dan", "een_mens"),
    [
        pytest.param("Jan (medewerker 4)", "Jan (medewerker 4)", True, id="dezelfde"),
        pytest.param("Jan (medewerker 4)", "Piet (medewerker 4)", True, id="andere naam, zelfde nummer"),
        pytest.param("Jan (medewerker 4)", "Jan (medewerker 5)", False, id="zelfde naam, ander nummer"),
        pytest.param("Jan (medewerker 4)", "jan", True, id="op de opdrachtregel met dezelfde naam"),
        pytest.param("jan", "Jan (medewerker 4)", True, id="eerst op de opdrachtregel"),
        pytest.param("Piet", "Jan (medewerker 4)", False, id="een ander op de opdrachtregel"),
    ],
)
def test_who_is_who(sqlite: Omgeving, eerst: str, dan: str, een_mens: bool) -> None:
    velden = {
        "gemeente": GEMEENTE, "afdeling": "incasso", "kanaal": "brief", "dag": JUNI_5, "aantal": 9, "delen": 9,
        "kosten_ct": 9, "steekproef": [],
    }  # fmt: skip
    with schrijven(sqlite.engine) as db:
        zending = geheugen.maak_zending(db, velden, [], False)
        geef_vrij(db, zending, eerst, 2)
        if een_mens:
            with pytest.raises(AlVrijgegeven):
                geef_vrij(db, zending, dan, 2)
        else:
            assert geef_vrij(db, zending, dan, 2) == 0


def test_a_long_name_fits_the_record() -> None:
    door = als_medewerker(2_147_483_647, "Anna-Maria  van der " + "Lange" * 30)
    assert len(door) <= 80 and gaf_vrij(2_147_483_647, [door]) and naam_van(door).startswith("Anna-Maria van der")
    assert not gaf_vrij(7, [door, "Anna"])


def test_a_release_can_be_taken_back_while_it_waits(wereld: Wereld) -> None:
    wereld.geef(wereld.anna)
    assert wereld.geef(wereld.anna, "intrekken").status_code == 303 and rijen(wereld.waar, Vrijgave) == []
    wereld.geef(wereld.bram)
    wereld.geef(wereld.anna)
    antwoord = wereld.geef(wereld.anna, "intrekken")
    assert antwoord.headers["location"] == "/vrijgeven" and wereld.status == "vrij"
    assert "wacht niet meer op vrijgave" in wereld.anna.lees("/vrijgeven")


def test_one_person_is_enough_where_the_beleid_says_so(sqlite: Omgeving) -> None:
    w = Wereld(sqlite, personen=1)
    w.geef(w.anna)
    assert w.status == "vrij"


def test_what_was_cancelled_is_not_shown(wereld: Wereld) -> None:
    with schrijven(wereld.waar.engine) as db:
        db.execute(text("UPDATE bericht SET status = 'vervallen' WHERE zaak_id = 1"))
    pagina = wereld.anna.lees(wereld.pad)
    assert "Inwoner0" not in pagina and "Inwoner1" in pagina and "Herinnering: 3" in pagina


def test_a_bericht_that_cannot_be_written_breaks_no_page(wereld: Wereld) -> None:
    with schrijven(wereld.waar.engine) as db:
        db.execute(text("UPDATE bericht SET gegevens = '{}' WHERE zaak_id = 1"))
    pagina = wereld.anna.lees(wereld.pad)
    assert "kan niet worden gemaakt" in pagina and "Inwoner1" in pagina


def test_the_other_department_does_not_exist(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    vera = klant(sqlite, Rol.VROEGSIGNALERING, Rol.TEAMLEIDING, naam="Vera")
    buur = klant(sqlite, *LEIDING, naam="Buur", gemeenten=("buurdorp",))
    for wie in (vera, buur):
        assert wie.get(w.pad).status_code == wie.get("/vrijgeven/99999").status_code == 404
        assert w.geef(wie).status_code == w.geef(wie, "intrekken").status_code == 404
        assert f"Zending {w.incasso}" not in wie.lees("/vrijgeven")
    assert f"Zending {w.vroeg}" in vera.lees("/vrijgeven") and w.anna.get(f"/vrijgeven/{w.vroeg}").status_code == 404
    assert rijen(sqlite, Vrijgave) == rijen(sqlite, Inzage) == []
    assert vera.get("/vrijgeven/99999999999999999999").status_code == 404


def test_a_zending_of_before_shows_only_the_own_residents(wereld: Wereld) -> None:
    """Before departments were told apart, one zending could hold berichten of both."""
    with schrijven(wereld.waar.engine) as db:
        db.execute(text(f"UPDATE bericht SET zending_id = {wereld.incasso}"))
    with lezen(wereld.waar.engine) as db:
        ids = list(db.execute(text("SELECT id FROM bericht ORDER BY id")).scalars())
    with schrijven(wereld.waar.engine) as db:
        rij_ = Zending.__table__.update().where(Zending.__table__.c.id == wereld.incasso)  # type: ignore[attr-defined]
        db.execute(rij_.values(steekproef=ids))
    pagina = wereld.anna.lees(wereld.pad)
    assert "Inwoner0" in pagina and "Inwoner10" not in pagina


@pytest.mark.parametrize(
    "rollen",
    [
        pytest.param((Rol.INVORDERING,), id="een medewerker zonder teamleiding"),
        pytest.param((Rol.TEAMLEIDING,), id="teamleiding zonder afdeling"),
        pytest.param((Rol.BELEID,), id="beleid"),
        pytest.param((Rol.BEHEER,), id="beheer"),
    ],
)
def test_who_may_not_release(wereld: Wereld, rollen: tuple[Rol, ...]) -> None:
    wie = klant(wereld.waar, *rollen, naam="Niemand")
    assert [wie.get(p).status_code for p in ("/vrijgeven", wereld.pad)] == [403, 403]
    assert wereld.geef(wie).status_code == 403 and rijen(wereld.waar, Vrijgave) == []


def test_the_command_line_sees_every_department(wereld: Wereld) -> None:
    gebruik(wereld.waar)
    assert {w.zending for w in vrijgeven.wachtend()} == {wereld.incasso, wereld.vroeg}
    assert vrijgeven.geef_vrij(wereld.incasso, "Jan") == 1 and vrijgeven.trek_in(wereld.incasso, "jan") == 2
    with pytest.raises(vrijgeven.GeenZending):
        vrijgeven.geef_vrij(99, "Jan")
    with pytest.raises(vrijgeven.GeenZending):
        vrijgeven.geef_vrij(wereld.incasso, "  ")
