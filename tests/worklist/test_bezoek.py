# pyright: basic
"""Is a visit planned by the rules of the gemeente, walked in order, and never seen by the other department?"""

import re
from typing import Any

import pytest

from models.afspraken import zet_let_op
from models.database import schrijven
from models.feiten import rond_taak_af
from models.tabellen import Inwoner, Taak
from models.tabellen_werk import Afspraak, Inzage, Taakactie
from rules.beleid import met_parameter, parse_beleid
from rules.rollen import Rol
from rules.uitkomst import lees_uitkomst
from rules.woorden import Taaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from tests.rules.beleidsbouwer import DATA
from tests.rules.bouwers import feestdagen
from tests.worklist.bouwstenen import Klant, klant
from tests.worklist.zakenbouwer import (
    MAANDAG,
    bewoner,
    een_taak,
    incassozaak,
    klok,
    rij,
    rijen,
    sleutel,
    v_nr,
    vroegsignaal,
)

VROEG, INVORDERING = Rol.VROEGSIGNALERING, Rol.INVORDERING
DINSDAG, DONDERDAG = "2026-07-28", "2026-07-30"

SCHULDWOORDEN = re.compile(
    r"schuld|geld|betal|achterstand|belasting|incasso|rekening|invorder|hulp|signaal|bedrag|euro|€|aanmaning|dwang",
    re.IGNORECASE,
)


class Wereld:
    """One resident to be visited, and the colleagues who may go."""

    def __init__(self, waar: Omgeving, **beleid: str) -> None:
        data: Any = DATA
        for naam, waarde in beleid.items():
            data = met_parameter(data, naam.replace("__", "."), waarde)
        self.waar = klok(waar, parse_beleid(data, feestdagen()))
        self.zaak = vroegsignaal(waar, bewoner(0))
        self.taak = een_taak(waar, self.zaak, Taaksoort.HUISBEZOEK)
        self.sanne = klant(waar, VROEG)
        self.bram = klant(waar, VROEG, naam="Bram Visser")
        self.ilse = klant(waar, INVORDERING, naam="Ilse Invordering")

    @property
    def pad(self) -> str:
        return f"/taak/{self.taak}/bezoek"

    def plan(self, wie: Klant | None = None, **velden: Any) -> Any:
        vast = {
            "doe": "plan", "dag": DINSDAG, "dagdeel": "middag", "eerste": self.sanne.id, "tweede": self.bram.id,
            "versie": rij(self.waar, Taak, id=self.taak).versie, "sleutel": sleutel(),
        }  # fmt: skip
        return (wie or self.sanne).stuur(self.pad, **(vast | velden))


@pytest.fixture
def wereld(sqlite: Omgeving) -> Wereld:
    return Wereld(sqlite)


def test_a_visit_is_planned_with_who_when_and_a_trace(waar: Omgeving) -> None:
    w = Wereld(waar)
    antwoord = w.plan(tijd="14:30")
    assert (antwoord.status_code, antwoord.headers["location"]) == (303, f"/bezoeken?dag={DINSDAG}")
    a = rij(waar, Afspraak)
    assert (str(a.dag), a.dagdeel, a.tijd, a.volgnr, a.status) == (DINSDAG, "middag", "14:30", 1, "gepland")
    assert (a.soort, a.eerste_id, a.tweede_id) == ("huisbezoek", w.sanne.id, w.bram.id)
    taak, actie = rij(waar, Taak, id=w.taak), rij(waar, Taakactie)
    assert (taak.behandelaar_id, taak.versie) == (w.sanne.id, 1), "who goes has the taak"
    assert (actie.soort, actie.medewerker_id) == ("bezoek-gepland", w.sanne.id)
    assert actie.gegevens == {"dag": DINSDAG, "dagdeel": "middag", "volgnr": 1}
    assert "heeft een bezoek gepland" in w.sanne.lees(f"/taak/{w.taak}")


@pytest.mark.parametrize(
    ("velden", "status", "woorden"),
    [
        pytest.param({}, 303, "", id="gewoon"),
        pytest.param({"dag": "2026-07-24"}, 422, "al voorbij", id="een dag die voorbij is"),
        pytest.param({"dag": "2026-08-02"}, 422, "zondag", id="zondag"),
        pytest.param({"dag": ""}, 422, "Kies een dag", id="geen dag"),
        pytest.param({"dagdeel": ""}, 422, "Kies een dagdeel", id="geen dagdeel en geen tijd"),
        pytest.param({"dagdeel": "", "tijd": "14:30"}, 303, "", id="een tijd zegt het dagdeel"),
        pytest.param({"tijd": "kwart over"}, 422, "Vul een tijd in", id="geen tijd"),
        pytest.param({"tweede": ""}, 422, "twee mensen", id="alleen"),
        pytest.param({"tweede": "999"}, 422, "kan die dag niet mee", id="iemand die niet bestaat"),
        pytest.param({"eerste": "999"}, 422, "Kies wie er gaat", id="niemand"),
        pytest.param({"dagdeel": "avond"}, 422, "buiten de bezoektijden", id="een avond zonder bezoektijd"),
        pytest.param({"dagdeel": "avond", "toch": "ja"}, 303, "", id="toch op die avond"),
        pytest.param({"dag": "2026-08-02", "toch": "ja"}, 422, "zondag", id="toch op zondag: nee"),
        pytest.param({"doe": "iets"}, 422, "Kies wat u wilt doen", id="een ander formulier"),
        pytest.param({"versie": "7"}, 409, "Een collega heeft deze taak net veranderd", id="een oude pagina"),
    ],
)
def test_what_can_be_planned(wereld: Wereld, velden: dict[str, Any], status: int, woorden: str) -> None:
    antwoord = wereld.plan(**velden)
    assert antwoord.status_code == status and woorden in antwoord.text
    assert len(rijen(wereld.waar, Afspraak)) == (status == 303)
    if status != 303:
        assert f'value="{velden.get("dag", DINSDAG)}"' in antwoord.text, "what was typed stays"
        assert rij(wereld.waar, Taak, id=wereld.taak).versie == 0


def test_the_first_one_is_of_the_own_department_the_buddy_may_be_of_the_other(wereld: Wereld) -> None:
    assert wereld.plan(eerste=wereld.ilse.id).status_code == 422
    assert wereld.plan(tweede=wereld.ilse.id).status_code == 303
    assert rij(wereld.waar, Afspraak).tweede_id == wereld.ilse.id
    assert "Ilse Invordering" in wereld.sanne.lees(f"/bezoeken?dag={DINSDAG}")
    assert "Inwoner0" not in wereld.ilse.lees(f"/bezoeken?dag={DINSDAG}"), "a name on the list, no look in the zaak"


def test_nobody_goes_twice(wereld: Wereld) -> None:
    assert "twee verschillende mensen" in wereld.plan(tweede=wereld.sanne.id).text


def test_one_person_is_enough_where_the_beleid_says_so(sqlite: Omgeving) -> None:
    w = Wereld(sqlite, vs__huisbezoek_personen="1")
    assert w.plan(tweede="").status_code == 303
    with schrijven(sqlite.engine) as db:
        zet_let_op(db, rij(sqlite, Inwoner).id, "agressie")
    antwoord = w.plan(tweede="")
    assert antwoord.status_code == 422 and "twee mensen" in antwoord.text, "safety goes before the beleid"


def test_a_new_plan_replaces_the_old_one(wereld: Wereld) -> None:
    wereld.plan()
    wereld.plan(dag=DONDERDAG)
    assert [(a.volgnr, str(a.dag), a.status) for a in rijen(wereld.waar, Afspraak)] == [
        (1, DINSDAG, "vervallen"),
        (2, DONDERDAG, "gepland"),
    ]
    assert "Inwoner0" not in wereld.sanne.lees(f"/bezoeken?dag={DINSDAG}")
    assert "Inwoner0" in wereld.sanne.lees(f"/bezoeken?dag={DONDERDAG}")


def test_a_form_sent_twice_plans_once(wereld: Wereld) -> None:
    een = sleutel()
    assert [wereld.plan(sleutel=een, versie=0).status_code for _ in range(2)] == [303, 303]
    assert len(rijen(wereld.waar, Afspraak)) == 1


@pytest.mark.parametrize(
    ("let_op", "status", "bewaard"),
    [
        pytest.param("hond", 303, "hond", id="een hond"),
        pytest.param("", 303, "", id="niets bijzonders"),
        pytest.param("heeft een mes", 422, "", id="vrije woorden horen hier niet"),
    ],
)
def test_the_warning_is_a_word_of_a_list(wereld: Wereld, let_op: str, status: int, bewaard: str) -> None:
    antwoord = wereld.sanne.stuur(wereld.pad, doe="let-op", let_op=let_op, versie=0)
    assert antwoord.status_code == status and rij(wereld.waar, Inwoner).let_op == bewaard
    acties = [(a.soort, a.gegevens) for a in rijen(wereld.waar, Taakactie)]
    assert acties == ([("let-op", {"van": "", "naar": bewaard})] if status == 303 else [])


def test_where_nobody_may_go_nothing_is_planned(wereld: Wereld) -> None:
    wereld.sanne.stuur(wereld.pad, doe="let-op", let_op="niet-bezoeken", versie=0)
    assert "niemand op bezoek" in wereld.plan().text and rijen(wereld.waar, Afspraak) == []


def test_when_the_taak_is_done_so_is_the_visit(wereld: Wereld) -> None:
    wereld.plan(dag=str(MAANDAG))
    with schrijven(wereld.waar.engine) as db:
        rond_taak_af(db, wereld.taak, lees_uitkomst("niet bereikt middag"), MAANDAG, "test")
    assert rij(wereld.waar, Afspraak).status == "gedaan"
    lijst = wereld.sanne.lees("/bezoeken")
    assert "Klaar." in lijst and f"/taak/{wereld.taak}/uitkomst" not in lijst
    antwoord = wereld.sanne.get(wereld.pad, follow_redirects=False)
    assert antwoord.headers["location"] == f"/taak/{wereld.taak}", "there is nothing left to plan"


def test_the_list_says_what_who_goes_there_must_know(wereld: Wereld) -> None:
    een_taak(wereld.waar, wereld.zaak, Taaksoort.BELLEN)
    bellen = rij(wereld.waar, Taak, soort="bellen").id
    with schrijven(wereld.waar.engine) as db:
        rond_taak_af(db, bellen, lees_uitkomst("niet bereikt ochtend"), MAANDAG, "test")
    wereld.sanne.stuur(wereld.pad, doe="let-op", let_op="hond", versie=0)
    assert "al geprobeerd" in wereld.plan(dag=str(MAANDAG), dagdeel="ochtend").text
    wereld.plan(dag=str(MAANDAG))
    lijst = wereld.sanne.lees("/bezoeken")
    verwacht = (
        "A. Inwoner0", "Dorpsstraat 1", "1000 Dorpsstraat", "hond die kan bijten", "bellen in de ochtend",
        "Signalen</dt><dd>1<", f"/taak/{wereld.taak}/uitkomst", "Wat zegt u aan de deur?", "(uw ronde)",
    )  # fmt: skip
    for wat in verwacht:
        assert wat in lijst, wat
    assert [(i.wat, i.waarom, i.medewerker_id) for i in rijen(wereld.waar, Inzage)][-1] == (
        "bezoekenlijst", "lijst", wereld.sanne.id,
    )  # fmt: skip


def test_a_round_follows_the_street(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    w.plan(dag=str(MAANDAG))
    for n, huis in enumerate(("4", "7", "2", "3"), 1):
        taak = een_taak(
            sqlite, vroegsignaal(sqlite, bewoner(n, huis=huis, postcode="1000AB"), f"H{n}"), Taaksoort.HUISBEZOEK
        )
        w.sanne.stuur(
            f"/taak/{taak}/bezoek", doe="plan", dag=MAANDAG, dagdeel="middag", eerste=w.sanne.id, tweede=w.bram.id,
            versie=0, sleutel=sleutel(),
        )  # fmt: skip
    huizen = re.findall(r"Dorpsstraat (\d+), 1000 AB", w.sanne.lees("/bezoeken"))
    assert huizen == ["1", "3", "7", "4", "2"]


def test_the_card_tells_a_house_mate_nothing(wereld: Wereld) -> None:
    wereld.plan(dag=str(MAANDAG))
    papier = wereld.sanne.lees("/bezoeken/afdruk")
    [kaart] = re.findall(r'<section class="kaart afdruk-kaart".*?</section>', papier)
    woorden = re.sub(r"<[^>]+>", " ", kaart)
    assert not SCHULDWOORDEN.search(woorden), woorden
    assert "088-000 00 01" in woorden and "Gemeente Voorbeeldstad" in woorden and "Sanne de Boer" in woorden
    assert "Inwoner0" not in woorden and "Dorpsstraat" not in woorden and v_nr(wereld.zaak) not in woorden
    assert "A. Inwoner0" in papier and rijen(wereld.waar, Inzage)[-1].wat == "bezoekenlijst op papier"


def test_only_the_chosen_team_is_shown_and_noted(wereld: Wereld) -> None:
    wereld.plan(dag=str(MAANDAG))
    code = f"{wereld.sanne.id}-{wereld.bram.id}"
    assert "Inwoner0" in wereld.bram.lees(f"/bezoeken?ploeg={code}")
    eerder = len(rijen(wereld.waar, Inzage))
    assert "Inwoner0" not in wereld.bram.lees("/bezoeken?ploeg=7-8")
    assert len(rijen(wereld.waar, Inzage)) == eerder, "who sees nobody is not noted"


def test_a_day_that_is_no_day_is_today(wereld: Wereld) -> None:
    assert "27 juli 2026" in wereld.sanne.lees("/bezoeken?dag=gisteren")


def test_the_other_department_sees_nothing(sqlite: Omgeving) -> None:
    w = Wereld(sqlite)
    w.plan(dag=str(MAANDAG))
    eigen = een_taak(sqlite, incassozaak(sqlite, bewoner(5)), Taaksoort.HUISBEZOEK)
    assert w.ilse.get(w.pad).status_code == w.ilse.get("/taak/99999/bezoek").status_code == 404
    assert w.plan(w.ilse).status_code == 404 and len(rijen(sqlite, Afspraak)) == 1
    assert "Er zijn geen bezoeken" in w.ilse.lees("/bezoeken") and "Er zijn geen" in w.ilse.lees("/bezoeken/afdruk")
    assert w.sanne.get(f"/taak/{eigen}/bezoek").status_code == 404
    buurdorp = klant(sqlite, VROEG, naam="Buur", gemeenten=("buurdorp",))
    assert buurdorp.get(w.pad).status_code == 404 and "Er zijn geen" in buurdorp.lees("/bezoeken")
    assert [i for i in rijen(sqlite, Inzage) if i.medewerker_id in (w.ilse.id, buurdorp.id)] == []


def test_another_kind_of_taak_has_no_visit(wereld: Wereld) -> None:
    bellen = een_taak(wereld.waar, wereld.zaak, Taaksoort.BELLEN)
    assert wereld.sanne.get(f"/taak/{bellen}/bezoek").status_code == 404
    assert wereld.sanne.get(f"/taak/{wereld.taak}/gesprek").status_code == 404


def test_the_page_of_beheer_alone_is_refused(wereld: Wereld) -> None:
    assert klant(wereld.waar, Rol.BEHEER, naam="Bea").get("/bezoeken").status_code == 403
    assert GEMEENTE
