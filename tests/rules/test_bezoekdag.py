"""Can a visit or a conversation be then, and do two people walk no further than they must?"""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.bezoekdag import (
    Bezoekplan,
    LetOp,
    Moment,
    beoordeel_bezoek,
    beoordeel_gesprek,
    dagdeel_van,
    in_venster,
    loopronde,
    nodig,
)
from rules.levering import Adres
from rules.woorden import Dagdeel
from tests.rules.bouwers import BELEID, beleid_met
from worklist.woorden import LET_OP

OCHTEND, MIDDAG, AVOND = Dagdeel
VRIJDAG, MAANDAG, DINSDAG = date(2026, 7, 24), date(2026, 7, 27), date(2026, 7, 28)
DONDERDAG, ZATERDAG, ZONDAG = date(2026, 7, 30), date(2026, 8, 1), date(2026, 8, 2)
PAASMAANDAG, STIL, KONINGSDAG = date(2027, 3, 29), date(2026, 12, 29), date(2027, 4, 27)


def plan(dag: date = DINSDAG, dagdeel: Dagdeel = MIDDAG, tijd: time | None = None, **anders: object) -> Bezoekplan:
    return Bezoekplan(Moment(dag, dagdeel, tijd), **({"personen": 2} | anders))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gepland", "vandaag", "woorden"),
    [
        pytest.param(plan(), MAANDAG, "", id="morgenmiddag met twee mensen: dat kan"),
        pytest.param(plan(MAANDAG), MAANDAG, "", id="vandaag nog: dat kan"),
        pytest.param(plan(VRIJDAG), MAANDAG, "al voorbij", id="een dag die voorbij is"),
        pytest.param(plan(ZONDAG), MAANDAG, "zondag", id="zondag"),
        pytest.param(plan(PAASMAANDAG), date(2027, 3, 1), "feestdag", id="tweede paasdag"),
        pytest.param(plan(KONINGSDAG), date(2027, 4, 1), "feestdag", id="koningsdag"),
        pytest.param(plan(STIL), date(2026, 12, 1), "met rust", id="een dag waarop de gemeente rust geeft"),
        pytest.param(plan(date(2062, 7, 28)), MAANDAG, "Klopt het jaar", id="een tikfout in het jaar"),
        pytest.param(plan(personen=1), MAANDAG, "twee mensen", id="alleen, en het beleid zegt twee"),
        pytest.param(plan(let_op=LetOp.NIET_BEZOEKEN), MAANDAG, "niemand op bezoek", id="hier gaat niemand heen"),
        pytest.param(plan(let_op=LetOp.HOND), MAANDAG, "", id="een hond is geen beletsel"),
    ],
)
def test_what_stands_in_the_way_of_a_visit(gepland: Bezoekplan, vandaag: date, woorden: str) -> None:
    bezwaren = beoordeel_bezoek(gepland, BELEID, vandaag).bezwaren
    assert (len(bezwaren) == 1 and woorden in bezwaren[0]) if woorden else bezwaren == ()


@pytest.mark.parametrize(
    ("gepland", "woorden"),
    [
        pytest.param(plan(), "", id="dinsdagmiddag"),
        pytest.param(plan(DONDERDAG, AVOND), "", id="donderdagavond is een bezoektijd"),
        pytest.param(plan(DINSDAG, AVOND), "buiten de bezoektijden", id="een andere avond"),
        pytest.param(plan(ZATERDAG, OCHTEND), "buiten de bezoektijden", id="zaterdag"),
        pytest.param(plan(tijd=time(15, 59)), "", id="een minuut voor het einde"),
        pytest.param(plan(tijd=time(16)), "buiten de bezoektijden", id="precies het einde"),
        pytest.param(plan(al_geprobeerd=("middag",)), "al geprobeerd", id="op dit dagdeel was al iemand"),
        pytest.param(plan(al_geprobeerd=("avond",)), "", id="op een ander dagdeel was iemand"),
        pytest.param(plan(uiterste_dag=MAANDAG), "na de uiterste dag", id="te laat voor de taak"),
    ],
)
def test_what_is_asked_about(gepland: Bezoekplan, woorden: str) -> None:
    oordeel = beoordeel_bezoek(gepland, BELEID, MAANDAG)
    assert oordeel.bezwaren == ()
    assert (
        (len(oordeel.waarschuwingen) == 1 and woorden in oordeel.waarschuwingen[0])
        if woorden
        else (oordeel.waarschuwingen == ())
    )


@pytest.mark.parametrize(
    ("personen", "let_op", "mensen"),
    [
        pytest.param(1, "", 1, id="het beleid zegt een"),
        pytest.param(2, "", 2, id="het beleid zegt twee"),
        pytest.param(1, LetOp.NIET_ALLEEN, 2, id="niet alleen gaat boven het beleid"),
        pytest.param(1, LetOp.AGRESSIE, 2, id="agressie gaat boven het beleid"),
        pytest.param(1, LetOp.HOND, 1, id="een hond"),
    ],
)
def test_how_many_people(personen: int, let_op: str, mensen: int) -> None:
    assert nodig(beleid_met(vs__huisbezoek_personen=personen), let_op) == mensen


@pytest.mark.parametrize(
    ("dag", "reden", "mag"),
    [
        pytest.param(date(2026, 8, 24), "", True, id="de laatste dag van de wet"),
        pytest.param(date(2026, 8, 25), "", False, id="een dag te laat zonder reden"),
        pytest.param(date(2026, 8, 25), "zomaar", False, id="te laat met een reden die niet bestaat"),
        pytest.param(date(2026, 8, 25), "inwoner-kan-niet", True, id="te laat omdat de inwoner niet kan"),
        pytest.param(VRIJDAG, "inwoner-kan-niet", False, id="in het verleden"),
    ],
)
def test_after_the_term_of_the_law_only_with_a_reason(dag: date, reden: str, mag: bool) -> None:
    oordeel = beoordeel_gesprek(Moment(dag, MIDDAG), date(2026, 8, 24), reden, BELEID.kalender, MAANDAG)
    assert (oordeel.bezwaren == ()) is mag


@pytest.mark.parametrize(
    ("tijd", "dagdeel"),
    [(time(0), OCHTEND), (time(11, 59), OCHTEND), (time(12), MIDDAG), (time(17, 59), MIDDAG), (time(18), AVOND),
     (time(23, 59), AVOND)],
)  # fmt: skip
def test_the_dagdeel_of_a_time(tijd: time, dagdeel: Dagdeel) -> None:
    assert dagdeel_van(tijd) == dagdeel


def test_a_window_on_saturday_counts() -> None:
    assert in_venster(Moment(ZATERDAG, OCHTEND), ("za 10:00-12:00",))
    assert not in_venster(Moment(ZATERDAG, MIDDAG), ("za 10:00-12:00",)), "it ends at twelve"


def adres(straat: str, huis: str, postcode: str = "1000AB", toevoeging: str = "") -> Adres:
    return Adres(straat, huis, toevoeging, postcode, "Voorbeeldstad")


def ronde(*adressen: Adres) -> list[tuple[str, str, list[str]]]:
    return [(s.wijk, s.naam, [a.huisnummer + a.toevoeging for a in s.deuren]) for s in loopronde(adressen, lambda a: a)]


def test_up_one_side_of_the_street_and_back_on_the_other() -> None:
    huizen = [adres("Dorpsstraat", n) for n in ("10", "3", "2", "11", "4", "1")]
    assert ronde(*huizen) == [("1000", "Dorpsstraat", ["1", "3", "11", "10", "4", "2"])]


def test_one_side_only_is_walked_from_low_to_high() -> None:
    assert ronde(adres("Laan", "8"), adres("Laan", "2"), adres("Laan", "4"))[0][2] == ["2", "4", "8"]


def test_grouped_by_postcode_and_street() -> None:
    gevonden = ronde(
        adres("Zuidlaan", "1", "1001AB"), adres("Aweg", "1", "1002AA"), adres("aweg ", "3", "1002AC"),
        adres("Bweg", "5", "1001ZZ"), adres("Zonder", "7", ""),
    )  # fmt: skip
    assert gevonden == [
        ("1001", "Bweg", ["5"]),
        ("1001", "Zuidlaan", ["1"]),
        ("1002", "Aweg", ["1", "3"]),
        ("", "Zonder", ["7"]),
    ]


@given(st.lists(st.builds(adres, st.sampled_from(["A", "B"]), st.text("0123456789abc", max_size=4)), max_size=12))
def test_nobody_is_left_out_and_nobody_is_visited_twice(adressen: list[Adres]) -> None:
    gelopen = [a for s in loopronde(adressen, lambda a: a) for a in s.deuren]
    assert sorted(map(id, gelopen)) == sorted(map(id, adressen)) or sorted(map(repr, gelopen)) == sorted(
        map(repr, adressen)
    )


def test_every_warning_has_its_words_on_the_screen() -> None:
    assert set(LET_OP) == {w.value for w in LetOp}
