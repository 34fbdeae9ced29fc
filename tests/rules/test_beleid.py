"""What may a gemeente choose? (rules/beleid.py, rules/parameters.py, beleid/voorbeeldstad.toml)"""

import copy
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.beleidsbestand import BELEIDSMAP, feestdagen, laad_beleid
from rules.beleid import BeleidFout, met_parameter, parse_beleid
from rules.levering import Belastingsoort
from rules.parameters import Parameter
from rules.parametertabel import PARAMETERS, SECTIES
from tests.rules.beleidsbouwer import DATA, GETALLEN, JULI_1, beleid_met, geweigerd, grondslag, waarde_van, zet


def test_voorbeeldstad_noemt_elke_parameter_op_zijn_standaard() -> None:
    beleid = laad_beleid("voorbeeldstad")
    for parameter in PARAMETERS:
        tabel = DATA[parameter.sectie] if parameter.sectie else DATA
        assert parameter.veld in tabel, parameter.sleutel
        assert waarde_van(beleid, parameter) == parameter.standaard, parameter.sleutel


def test_voorbeeldstad_legt_elke_parameter_uit() -> None:
    """The comment above each key is the toelichting of the table, so the file cannot drift from the limits."""
    regels = (BELEIDSMAP / "voorbeeldstad.toml").read_text(encoding="utf-8").splitlines()
    gevonden: dict[str, str] = {}
    sectie, uitleg = "", ""
    for regel in regels:
        if regel.startswith("["):
            sectie, uitleg = regel.strip("[]"), ""
        elif regel.startswith("#"):
            uitleg = f"{uitleg} {regel.lstrip('# ')}".strip()
        elif regel.strip():
            veld = regel.partition(" = ")[0]
            gevonden[f"{sectie}.{veld}".lstrip(".")], uitleg = uitleg, ""
        else:
            uitleg = ""
    assert {p.sleutel: gevonden.get(p.sleutel) for p in PARAMETERS} == {p.sleutel: p.toelichting for p in PARAMETERS}


def test_elke_parameter_heeft_een_plek_in_beleid_en_andersom() -> None:
    beleid = laad_beleid("voorbeeldstad")
    for sectie in set(SECTIES) - {"kalender"}:
        velden = {veld.name for veld in fields(getattr(beleid, sectie))}
        assert velden == {p.veld for p in PARAMETERS if p.sectie == sectie}


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.sleutel)
def test_elke_standaard_is_zelf_toegestaan(parameter: Parameter) -> None:
    assert parameter.lees(parameter.standaard) == parameter.standaard
    assert parameter.betekenis and parameter.artikel and parameter.toegestaan


def test_wat_niet_in_het_bestand_staat_heeft_de_standaardwaarde() -> None:
    kaal = parse_beleid({"gemeente": DATA["gemeente"]}, feestdagen())
    beleid = laad_beleid("voorbeeldstad")
    assert [waarde_van(kaal, p) for p in PARAMETERS] == [waarde_van(beleid, p) for p in PARAMETERS]
    assert kaal.grondslagen == () and kaal.geldige_grondslag(JULI_1) is None


def test_de_soorten_van_de_waarden() -> None:
    beleid = laad_beleid("voorbeeldstad")
    assert beleid.kwijtschelding.belastingsoorten == (Belastingsoort.AFVALSTOFFENHEFFING, Belastingsoort.RIOOLHEFFING)
    assert isinstance(beleid.kwijtschelding.belastingsoorten[0], Belastingsoort)
    assert (beleid.signaal.drempel_cent, beleid.vs.drempel_cent, beleid.uitstel.grens_cent) == (30000, 5000, 2000000)
    assert (beleid.incasso.minimum_bedrag_aanmaning_cent, beleid.incasso.bel_min_bedrag_cent) == (1000, 0)
    assert beleid.incasso.huisbezoek is False
    assert (beleid.verzending.vrijgave_cent, beleid.verzending.sms_geldig_s) == (250000, 14400)


@pytest.mark.parametrize(
    ("sleutel", "tekst", "expected"),
    [
        pytest.param("verzending.druk_sluit", "16:00", "16:00", id="een tijd zonder aanhalingstekens"),
        pytest.param("verzending.druk_sluit", '"23:59"', "23:59", id="een tijd met aanhalingstekens"),
        pytest.param("verzending.druk_sluit", '""', "", id="geen sluittijd"),
        pytest.param("verzending.sms_vensters", '["do 18:00-20:00", "ma-wo 09:00-12:00"]',
                     ("do 18:00-20:00", "ma-wo 09:00-12:00"), id="twee vensters"),
        pytest.param("verzending.vrijgave_berichten", "10", 10, id="een lage grens voor vrijgave"),
    ],
)  # fmt: skip
def test_een_verhaal_verandert_het_verzenden(sleutel: str, tekst: str, expected: object) -> None:
    beleid = parse_beleid(met_parameter(DATA, sleutel, tekst), feestdagen())
    assert getattr(beleid.verzending, sleutel.partition(".")[2]) == expected


@pytest.mark.parametrize(
    ("woord", "expected"),
    [(True, True), (False, False), ("ja", True), ("nee", False), ("Ja", True), ("aan", True), ("uit", False)],
)
def test_ja_en_nee(woord: object, expected: bool) -> None:
    assert beleid_met(incasso__huisbezoek=woord).incasso.huisbezoek is expected


@pytest.mark.parametrize(
    ("woord", "expected"),
    [
        pytest.param("geen", "geen", id="de keuze zelf"),
        pytest.param("Bellen", "bellen", id="een hoofdletter"),
        pytest.param("none", "geen", id="een synoniem"),
    ],
)
def test_keuzes(woord: str, expected: str) -> None:
    assert beleid_met(vs__escaleer_bij_opeenvolgend=woord).vs.escaleer_bij_opeenvolgend == expected


@pytest.mark.parametrize(
    ("keuze", "dag", "geldig"),
    [
        pytest.param("register", date(2025, 12, 31), False, id="een dag te vroeg"),
        pytest.param("register", date(2026, 1, 1), True, id="de eerste dag"),
        pytest.param("register", date(2026, 12, 31), True, id="de laatste dag"),
        pytest.param("register", date(2027, 1, 1), False, id="een dag te laat"),
        pytest.param("uit", JULI_1, False, id="uit: ook met grondslag niet"),
        pytest.param("toestemming", JULI_1, False, id="toestemming: de grondslag telt niet"),
        pytest.param("Bgs", JULI_1, True, id="de soort past"),
        pytest.param("bgs", JULI_1, True, id="de soort past, zonder hoofdletter"),
        pytest.param("tijdelijke regeling", JULI_1, False, id="de soort past niet"),
    ],
)
def test_geldige_grondslag(keuze: str, dag: date, geldig: bool) -> None:
    data = zet("signaal.grondslag", keuze)
    data["grondslag"] = [grondslag(date(2026, 1, 1), date(2026, 12, 31))]
    beleid = parse_beleid(data, feestdagen())
    assert beleid.geldige_grondslag(dag) == (beleid.grondslagen[0] if geldig else None)
    assert beleid.overdracht_met_toestemming == (keuze != "uit")


def test_bij_toestemming_telt_geen_enkele_grondslag_ook_niet_met_die_naam() -> None:
    data = zet("signaal.grondslag", "toestemming")
    data["grondslag"] = [grondslag(date(2026, 1, 1), date(2026, 12, 31), "toestemming")]
    assert parse_beleid(data, feestdagen()).geldige_grondslag(JULI_1) is None


def test_twee_grondslagen_na_elkaar_mogen_in_elke_volgorde() -> None:
    eerste, tweede = grondslag(date(2026, 1, 1), date(2026, 6, 30)), grondslag(date(2026, 7, 1), date(2026, 12, 31))
    beleid = parse_beleid(zet("grondslag", [tweede, eerste]), feestdagen())
    assert [g.geldig_van for g in beleid.grondslagen] == [date(2026, 1, 1), date(2026, 7, 1)]
    assert beleid.geldige_grondslag(JULI_1) == beleid.grondslagen[1]


@pytest.mark.parametrize(
    ("regels", "sleutel"),
    [
        pytest.param([grondslag(date(2026, 1, 1), JULI_1), grondslag(JULI_1, date(2027, 1, 1))],
                     "grondslag.geldig_van", id="één dag overlap"),
        pytest.param([grondslag(JULI_1, date(2026, 6, 30))], "grondslag[1].geldig_tot", id="einde voor begin"),
        pytest.param([grondslag(JULI_1, JULI_1) | {"geldig_tot": "ooit"}], "grondslag[1].geldig_tot", id="geen dag"),
        pytest.param([grondslag(JULI_1, JULI_1) | {"soort": ""}], "grondslag[1].soort", id="geen soort"),
        pytest.param([grondslag(JULI_1, JULI_1) | {"wie": "raad"}], "grondslag[1].wie", id="onbekende sleutel"),
    ],
)  # fmt: skip
def test_een_grondslag_die_wordt_geweigerd(regels: list[dict[str, Any]], sleutel: str) -> None:
    assert [b.sleutel for b in geweigerd(zet("grondslag", regels)).bevindingen] == [sleutel]


def test_de_versie_noemt_de_gemeente_en_verandert_met_elke_parameter() -> None:
    basis = laad_beleid("voorbeeldstad").versie
    assert basis.startswith("voorbeeldstad-") and basis == parse_beleid(DATA, feestdagen()).versie
    versies = {
        parse_beleid(zet(p.sleutel, p.laagste), feestdagen()).versie for p in GETALLEN if p.laagste != p.standaard
    }
    assert len(versies) == sum(p.laagste != p.standaard for p in GETALLEN) and basis not in versies


def test_de_versie_kent_de_grondslag_maar_niet_het_telefoonnummer() -> None:
    basis = laad_beleid("voorbeeldstad").versie
    assert parse_beleid(zet("grondslag", []), feestdagen()).versie != basis
    assert parse_beleid(zet("gemeente.afzender.incasso.telefoon", "088-000 00 99"), feestdagen()).versie == basis
    assert parse_beleid(zet("incasso.huisbezoek", "nee"), feestdagen()).versie == basis


def test_de_naam_in_de_versie_is_plat() -> None:
    assert parse_beleid(zet("gemeente.naam", "'s-Súdwest Fryslân"), feestdagen()).versie.startswith(
        "s-sudwest-fryslan-"
    )


@pytest.mark.parametrize(
    ("sleutel", "tekst", "expected"),
    [
        pytest.param("incasso.reactietermijn_herinnering_d", "21", 21, id="getal"),
        pytest.param("incasso.herinnering_kosteloos", "nee", False, id="nee"),
        pytest.param("incasso.herinnering_kosteloos", "false", False, id="false"),
        pytest.param("incasso.zonder_telefoonnummer", "zoeken", "zoeken", id="kaal woord"),
        pytest.param("incasso.zonder_telefoonnummer", '"geen"', "geen", id="woord met aanhalingstekens"),
        pytest.param("signaal.grondslag", "tijdelijke regeling", "tijdelijke regeling", id="twee woorden"),
        pytest.param("wachttijd_na_afwijzing_d", "12", 12, id="sleutel zonder tabel"),
        pytest.param("kalender.stiltemomenten", "[]", (), id="lege lijst"),
        pytest.param("kalender.stiltemomenten", '["2026-07-01/2026-07-05"]', ("2026-07-01/2026-07-05",), id="lijst"),
        pytest.param("kwijtschelding.belastingsoorten", '["ozb_eigenaar"]', ("ozb_eigenaar",), id="lijst van soorten"),
    ],
)
def test_met_parameter(sleutel: str, tekst: str, expected: object) -> None:
    eerder = copy.deepcopy(DATA)
    beleid = parse_beleid(met_parameter(DATA, sleutel, tekst), feestdagen())
    assert waarde_van(beleid, next(p for p in PARAMETERS if p.sleutel == sleutel)) == expected
    assert eerder == DATA


def test_met_parameter_maakt_een_tabel_die_er_nog_niet_is() -> None:
    assert met_parameter({}, "vs.max_bezoeken", "1") == {"vs": {"max_bezoeken": 1}}


@pytest.mark.parametrize(
    ("sleutel", "tekst"),
    [
        pytest.param("incasso.bestaat_niet", "1", id="onbekende sleutel"),
        pytest.param("incasso", "1", id="een hele tabel"),
        pytest.param("incasso.belpogingen_max", "drie", id="geen getal"),
        pytest.param("incasso.belpogingen_max", "7", id="buiten de grenzen"),
        pytest.param("incasso.aanmaning_termijn_d", "13", id="onder het wettelijk minimum"),
        pytest.param("kalender.stiltemomenten", "12-20", id="een lijst zonder haken"),
        pytest.param("incasso.belpogingen_max", "", id="niets"),
    ],
)
def test_met_parameter_weigert(sleutel: str, tekst: str) -> None:
    with pytest.raises(BeleidFout) as fout:
        met_parameter(DATA, sleutel, tekst)
    assert [b.sleutel for b in fout.value.bevindingen] == [sleutel]


@given(st.sampled_from(PARAMETERS), st.text(max_size=40))
def test_met_parameter_geeft_een_beleid_of_een_nette_weigering(parameter: Parameter, tekst: str) -> None:
    try:
        data = met_parameter(DATA, parameter.sleutel, tekst)
    except BeleidFout as fout:
        assert [b.sleutel for b in fout.bevindingen] == [parameter.sleutel]
    else:
        assert set(data) == set(DATA)
