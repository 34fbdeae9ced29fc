"""What may a gemeente not choose? Every refusal names its key (rules/beleid.py, rules/gemeente.py)"""

import pickle
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.beleidsbestand import feestdagen
from rules.beleid import parse_beleid
from rules.parameters import Parameter
from rules.parametertabel import PARAMETERS
from tests.rules.beleidsbouwer import GETALLEN, geweigerd, waarde_van, zet, zonder

WETTELIJK = {
    "incasso.aanmaning_termijn_d": 14,
    "wachttijd_na_afwijzing_d": 10,
    "dwangbevel.betekening_per_post_d": 2,
}


def buiten(parameter: Parameter) -> st.SearchStrategy[int]:
    """Whole numbers that the parameter refuses, its nearest neighbours included."""
    return st.integers(max_value=parameter.laagste - 1) | st.integers(min_value=parameter.hoogste + 1)


@settings(max_examples=300)
@given(st.sampled_from(GETALLEN).flatmap(lambda p: st.tuples(st.just(p), buiten(p))))
def test_een_getal_buiten_de_grenzen_wordt_geweigerd_met_sleutel(geval: tuple[Parameter, int]) -> None:
    parameter, getal = geval
    (bevinding,) = geweigerd(zet(parameter.sleutel, getal)).bevindingen
    assert (bevinding.sleutel, bevinding.waarde) == (parameter.sleutel, str(getal))
    assert (bevinding.toegestaan, bevinding.artikel) == (parameter.toegestaan, parameter.artikel)


@pytest.mark.parametrize("parameter", GETALLEN, ids=lambda p: p.sleutel)
def test_de_grenzen_zelf_mogen_en_een_stap_verder_niet(parameter: Parameter) -> None:
    for grens in (parameter.laagste, parameter.hoogste):
        assert waarde_van(parse_beleid(zet(parameter.sleutel, grens), feestdagen()), parameter) == grens
    for erbuiten in (parameter.laagste - 1, parameter.hoogste + 1):
        assert [b.sleutel for b in geweigerd(zet(parameter.sleutel, erbuiten)).bevindingen] == [parameter.sleutel]


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.sleutel)
@pytest.mark.parametrize("waarde", [1.5, None, {"x": 1}, date(2026, 1, 1), "zomaar iets", ["zomaar iets"]], ids=str)
def test_een_waarde_van_de_verkeerde_soort_wordt_geweigerd(parameter: Parameter, waarde: object) -> None:
    assert [b.sleutel for b in geweigerd(zet(parameter.sleutel, waarde)).bevindingen] == [parameter.sleutel]


@pytest.mark.parametrize(("sleutel", "laagste"), WETTELIJK.items())
def test_onder_het_wettelijk_minimum_noemt_de_weigering_het_artikel(sleutel: str, laagste: int) -> None:
    (bevinding,) = geweigerd(zet(sleutel, laagste - 1)).bevindingen
    assert f"wettelijk minimum van {laagste} dagen" in bevinding.uitleg
    assert bevinding.artikel.startswith(("Invorderingswet", "Leidraad"))
    assert sleutel in str(bevinding) and bevinding.artikel in str(bevinding)


def test_alle_wettelijke_minima_staan_in_deze_proef() -> None:
    assert {p.sleutel: p.wettelijk_minimum for p in PARAMETERS if p.wettelijk_minimum is not None} == WETTELIJK


@pytest.mark.parametrize(
    ("sleutel", "waarde"),
    [
        pytest.param("incasso.herinering_na_vervaldag_d", 5, id="tikfout in een sleutel"),
        pytest.param("incaso", {"belpogingen_max": 2}, id="tikfout in een tabel"),
        pytest.param("drempel_eur", 300, id="sleutel buiten zijn tabel"),
        pytest.param("incasso", 5, id="een getal waar een tabel hoort"),
        pytest.param("gemeente.provincie", "Utrecht", id="onbekend veld van de gemeente"),
        pytest.param("gemeente.afzender.fax", "088-000 00 09", id="onbekend veld van de afzender"),
        pytest.param("gemeente.afzender.incasso.functie", "chef", id="onbekend veld van een afdeling"),
        pytest.param("gemeente.code", "99", id="code van twee cijfers"),
        pytest.param("gemeente.code", 9999, id="code zonder aanhalingstekens"),
        pytest.param("gemeente.naam", "", id="lege naam"),
        pytest.param("gemeente.naam", "***", id="naam zonder letters"),
        pytest.param("gemeente.afzender", "Gemeente", id="afzender als tekst"),
        pytest.param("gemeente.afzender.postcode", "AA 9999", id="postcode achterstevoren"),
        pytest.param("gemeente.afzender.website", "https://x.example", id="website met https"),
        pytest.param("gemeente.afzender.iban", "NL97 TEST 0000 0000 00", id="iban met fout controlegetal"),
        pytest.param("gemeente.afzender.sms_naam", "Voorbeeldstad", id="sms-naam van meer dan elf tekens"),
        pytest.param("gemeente.afzender.adresregels", [], id="geen adresregel"),
        pytest.param("gemeente.afzender.adresregels", "Postbus 1", id="adresregels als tekst"),
        pytest.param("gemeente.afzender.inlooppunten", [], id="geen inlooppunt"),
        pytest.param("gemeente.afzender.incasso.telefoon", "bel maar", id="telefoon zonder cijfers"),
        pytest.param("gemeente.afzender.vroegsignalering.email", "geldzaken", id="e-mail zonder apenstaart"),
        pytest.param("grondslag", {"soort": "Bgs"}, id="grondslag als losse tabel"),
        pytest.param("kalender.stiltemomenten", ["13-01/13-05"], id="stilte in een dertiende maand"),
        pytest.param("kalender.stiltemomenten", ["05-01/09-30"], id="vijf maanden dicht"),
        pytest.param("kalender.stiltemomenten", ["01-01/12-31"], id="altijd dicht"),
        pytest.param("kalender.stiltemomenten", ["12-24", "12-24"], id="twee keer dezelfde stilte"),
        pytest.param("kwijtschelding.belastingsoorten", ["parkeerbelasting"], id="kwijtschelding van parkeren"),
        pytest.param("dwangbevel.menselijke_toets", "nee", id="een dwangbevel zonder mens"),
        pytest.param("vs.huisbezoek_vensters", ["vr-ma 09:00-16:00"], id="venster achterstevoren"),
        pytest.param("vs.huisbezoek_vensters", ["ma 16:00-09:00"], id="tijd achterstevoren"),
        pytest.param("vs.huisbezoek_vensters", ["ma 09:00-24:30"], id="tijd die niet bestaat"),
        pytest.param("verzending.sms_vensters", [], id="nooit een sms langs de weg van een leeg venster"),
        pytest.param("verzending.sms_vensters", ["za 09:00-12:00"], id="een sms op zaterdag"),
        pytest.param("verzending.sms_vensters", ["ma-za 09:00-12:00"], id="een sms tot en met zaterdag"),
        pytest.param("verzending.sms_vensters", ["ma-vr 20:00-09:00"], id="een sms in de nacht"),
        pytest.param("verzending.sms_vensters", ["ma-vr 9:00-20:00"], id="een uur van één cijfer"),
        pytest.param("verzending.druk_sluit", "24:00", id="sluiten op een uur dat niet bestaat"),
        pytest.param("verzending.druk_sluit", "16.00", id="sluittijd met een punt"),
        pytest.param("verzending.vrijgave_personen", 0, id="vrijgave zonder mens"),
        pytest.param("signaal.grondslag", "aan", id="grondslag aanzetten zonder grondslag"),
        pytest.param("incasso.belpogingen_max", True, id="ja waar een getal hoort"),
        pytest.param("incasso.huisbezoek", 1, id="een getal waar ja of nee hoort"),
    ],
)
def test_geweigerd_met_de_sleutel_erbij(sleutel: str, waarde: object) -> None:
    fout = geweigerd(zet(sleutel, waarde))
    assert [b.sleutel for b in fout.bevindingen] == [sleutel]
    assert fout.bevindingen[0].toegestaan and fout.bevindingen[0].uitleg
    assert sleutel in str(fout)


@pytest.mark.parametrize(
    "pad",
    [
        pytest.param(("gemeente",), id="geen gemeente"),
        pytest.param(("gemeente", "code"), id="geen code"),
        pytest.param(("gemeente", "afzender"), id="geen afzender"),
        pytest.param(("gemeente", "afzender", "incasso"), id="geen afdeling"),
        pytest.param(("gemeente", "afzender", "vroegsignalering", "medewerker"), id="geen medewerker"),
        pytest.param(("gemeente", "afzender", "inlooppunten"), id="geen inlooppunten"),
    ],
)
def test_wat_een_brief_nodig_heeft_mag_niet_ontbreken(pad: tuple[str, ...]) -> None:
    assert [b.sleutel for b in geweigerd(zonder(*pad)).bevindingen] == [".".join(pad)]


def test_een_leeg_bestand_zegt_dat_de_gemeente_ontbreekt() -> None:
    assert [b.sleutel for b in geweigerd({}).bevindingen] == ["gemeente"]
    assert [b.sleutel for b in geweigerd({"gemeente": {}}).bevindingen] == ["gemeente"]


def test_alle_fouten_staan_er_in_een_keer() -> None:
    data = zet("incasso.aanmaning_termijn_d", 7)
    data["vs"]["max_bezoeken"], data["vs"]["onzin"], data["gemeente"]["code"] = 9, 1, "x"
    data["grondslag"][0]["geldig_tot"] = date(2020, 1, 1)
    sleutels = {b.sleutel for b in geweigerd(data).bevindingen}
    assert sleutels == {
        "incasso.aanmaning_termijn_d", "vs.max_bezoeken", "vs.onzin", "gemeente.code", "grondslag[1].geldig_tot",
    }  # fmt: skip


def test_een_weigering_overleeft_een_ander_proces() -> None:
    fout = geweigerd(zet("vs.max_bezoeken", 9))
    assert pickle.loads(pickle.dumps(fout)).bevindingen == fout.bevindingen
