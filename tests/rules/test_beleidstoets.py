"""Does a lawful beleid keep its promises? (rules/beleidstoets.py)"""

from datetime import date

import pytest

from models.beleidsbestand import feestdagen, laad_beleid, laad_tarieven
from rules.beleid import parse_beleid, toets
from tests.rules.beleidsbouwer import JULI_1, beleid_met, grondslag, zet


def test_het_standaardbeleid_geeft_geen_waarschuwing() -> None:
    assert toets(laad_beleid("voorbeeldstad"), JULI_1) == ()


@pytest.mark.parametrize(
    ("wijziging", "sleutel", "woorden"),
    [
        pytest.param({"incasso__max_stilte_d": 34}, "incasso.aanmaning_termijn_d + incasso.aanmaning_marge_d",
                     "19 dagen, en door vrije dagen tot 35", id="de kerststilte maakt de wachttijd te lang"),
        pytest.param({"incasso__reactietermijn_herinnering_d": 28}, "incasso.reactietermijn_herinnering_d",
                     "tussen herinnering en aanmaning", id="te lang na de herinnering"),
        pytest.param({"incasso__zonder_telefoonnummer": "zoeken"},
                     "incasso.aanmaning_termijn_d + incasso.aanmaning_marge_d + incasso.taak_termijn_wd",
                     "belpoging na zoeken", id="eerst zoeken duurt te lang"),
        pytest.param({"signaal__wacht_op_hulp_d": 60}, "signaal.wacht_op_hulp_d",
                     "tussen laatste brief en dwangbevel", id="te lang stil na het hulpaanbod"),
        pytest.param({"incasso__herinnering_kosteloos": "nee"}, "incasso.herinnering_kosteloos",
                     "nooit een signaal", id="zonder herinnering geen signaal"),
        pytest.param({"incasso__belpogingen_max": 1}, "incasso.belpogingen_dagdelen", "niet te halen",
                     id="twee dagdelen met één poging"),
        pytest.param({"incasso__bel_min_bedrag": 400}, "incasso.bel_min_bedrag", "tussen 300 en 400",
                     id="wel een signaal maar nooit bellen"),
        pytest.param({"incasso__zonder_telefoonnummer": "geen"}, "incasso.zonder_telefoonnummer",
                     "geen persoonlijk contact", id="zonder nummer geen enkele weg"),
        pytest.param({"signaal__drempel_eur": 5}, "incasso.minimum_bedrag_aanmaning", "geen aanmaning",
                     id="drempel onder het minimum van de aanmaning"),
        pytest.param({"signaal__max_per_maand": 10}, "signaal.max_per_dag", "per maand", id="dag boven maand"),
        pytest.param({"signaal__moment": "na betekening"}, "signaal.moment", "niet te meten", id="signaal te laat"),
        pytest.param({"vs__max_bezoeken": 0}, "vs.route_meervoudig", "geen enkele poging", id="bezoek zonder bezoeken"),
        pytest.param({"vs__route_enkelvoudig": "sms", "vs__sms_toegestaan": "nooit"}, "vs.route_enkelvoudig",
                     "geen enkele poging", id="sms die niet mag"),
        pytest.param({"signaal__wacht_op_hulp_d": 10}, "signaal.wacht_op_hulp_d", "19 dagen", id="hulp zonder kans"),
        pytest.param({"verzending__sms_vensters": ["ma-vr 09:00-20:00", "ma 07:00-08:00"]}, "verzending.sms_vensters",
                     "stoort een sms: ma 07:00-08:00", id="een sms voor het ontbijt"),
        pytest.param({"verzending__sms_vensters": ["ma-vr 09:00-21:01"]}, "verzending.sms_vensters", "na 21:00",
                     id="een sms in de avond"),
        pytest.param({"verzending__vrijgave_personen": 1}, "verzending.vrijgave_personen", "kijkt niemand mee",
                     id="vrijgave zonder vier ogen"),
        pytest.param({"signaal__grondslag": "uit"}, "signaal.grondslag", "nooit", id="grondslag uit"),
        pytest.param({"signaal__grondslag": "toestemming"}, "signaal.grondslag", "toestemming", id="met toestemming"),
        pytest.param({"signaal__grondslag": "Bgs"}, "signaal.grondslag", "geen passende", id="soort staat er niet"),
    ],
)  # fmt: skip
def test_toets_waarschuwt(wijziging: dict[str, object], sleutel: str, woorden: str) -> None:
    uitleg = {b.sleutel: b.uitleg for b in toets(beleid_met(**wijziging), JULI_1)}
    assert woorden in uitleg[sleutel]


def test_een_huisbezoek_redt_wie_geen_nummer_heeft() -> None:
    beleid = beleid_met(incasso__zonder_telefoonnummer="geen", incasso__huisbezoek="ja")
    assert "incasso.zonder_telefoonnummer" not in {b.sleutel for b in toets(beleid, JULI_1)}


@pytest.mark.parametrize(
    ("dag", "waarschuwt"),
    [
        pytest.param(None, False, id="zonder dag telt alleen of er een grondslag is"),
        pytest.param(date(2027, 12, 31), False, id="de laatste dag"),
        pytest.param(date(2028, 1, 1), True, id="verlopen"),
    ],
)
def test_toets_ziet_een_verlopen_grondslag(dag: date | None, waarschuwt: bool) -> None:
    bevindingen = toets(laad_beleid("voorbeeldstad"), dag)
    assert [b.sleutel for b in bevindingen] == (["signaal.grondslag"] if waarschuwt else [])


def test_toets_kent_de_vervallen_regeling() -> None:
    data = zet("grondslag", [grondslag(JULI_1, JULI_1, "Tijdelijke regeling")])
    assert [b.sleutel for b in toets(parse_beleid(data, feestdagen()), JULI_1)] == ["grondslag.soort"]


def test_toets_zegt_dat_het_tarief_ouder_is_dan_het_jaar() -> None:
    uitleg = [str(b) for b in toets(laad_beleid("voorbeeldstad"), JULI_1, laad_tarieven())]
    assert sum("het nieuwste tarief is van 2024" in u for u in uitleg) == 1
    assert sum("het nieuwste tarief is van 2023" in u for u in uitleg) == 1
    in_2017 = toets(beleid_met(signaal__grondslag="register"), date(2017, 6, 1), laad_tarieven())
    assert [b.sleutel for b in in_2017] == ["signaal.grondslag"]
