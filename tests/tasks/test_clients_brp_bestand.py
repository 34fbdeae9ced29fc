"""Does a file answer as the BRP would?"""

from datetime import date
from pathlib import Path

import pytest

from rules.levering import Adres
from tasks.clients.brp import KOLOMMEN, Adressoort, BestandBrp, Brp, BrpPersoon
from tasks.clients.haal_centraal import HaalCentraalBrp
from tasks.fouten import OnjuisteInstelling

KOP = ";".join(KOLOMMEN)
BERT = "999990019;B.;van den;Berg;1980-05-17;Lange Straat;12;A;1234 AB;Voorbeeldstad;1999;;nee;nee"
DINA = "999990020;D.;;Özdemir;01-02-1990;Lange Straat;12;;1234AB;Voorbeeldstad;1999;;ja;ja"
EMRE = "999990032;E.;;Kaya;;;;;;;363;2026-06-30;;"


def een_brp(tmp_path: Path, *regels: str) -> BestandBrp:
    """A BRP of these lines."""
    pad = tmp_path / "brp.csv"
    pad.write_text("\n".join(regels), encoding="utf-8-sig")
    return BestandBrp(pad)


def test_persons_by_bsn(tmp_path: Path) -> None:
    brp = een_brp(tmp_path, KOP, BERT, DINA, EMRE)
    gevonden = brp.zoek_bsns(["999990019", "999990032", "123456782"])
    assert list(gevonden) == ["999990019", "999990032"]
    assert gevonden["999990019"] == BrpPersoon(
        bsn="999990019",
        in_gemeente="1999",
        voorletters="B.",
        voorvoegsel="van den",
        achternaam="Berg",
        geboortedatum=date(1980, 5, 17),
        adres=Adres("Lange Straat", "12", "A", "1234AB", "Voorbeeldstad"),
        adressoort=Adressoort.ADRES,
    )
    emre = gevonden["999990032"]
    assert (emre.overleden, emre.uitgeschreven, emre.in_gemeente) == (True, "O", "0363")
    assert (emre.geboortedatum, emre.adressoort) == (None, Adressoort.ONBEKEND)


def test_geheim_and_onderzoek(tmp_path: Path) -> None:
    dina = een_brp(tmp_path, KOP, DINA).zoek_bsns(["999990020"])["999990020"]
    assert (dina.geheimhouding, dina.in_onderzoek, dina.geboortedatum) == (True, True, date(1990, 2, 1))


@pytest.mark.parametrize(
    ("toevoeging", "geboortedatum", "achternaam", "gevonden"),
    [
        pytest.param("a", None, "", ["999990019"], id="alleen de deur"),
        pytest.param("", None, "ÖZDEMIR", ["999990020"], id="achternaam zonder geboortedatum"),
        pytest.param("", date(1990, 2, 1), "naam van partner", ["999990020"], id="geboortedatum gaat voor"),
        pytest.param("", date(1999, 9, 9), "Özdemir", [], id="andere geboortedatum"),
        pytest.param("b", None, "", [], id="andere deur"),
    ],
)
def test_persons_by_address(
    tmp_path: Path, toevoeging: str, geboortedatum: date | None, achternaam: str, gevonden: list[str]
) -> None:
    brp: Brp = een_brp(tmp_path, KOP, BERT, DINA, EMRE)
    treffers = brp.zoek_adres("1234ab", "12", toevoeging, geboortedatum, achternaam)
    assert [persoon.bsn for persoon in treffers] == gevonden


def test_the_api_fits_the_same_interface() -> None:
    with HaalCentraalBrp("http://127.0.0.1:9") as api:
        brp: Brp = api
        assert brp.zoek_bsns([]) == {}


def test_other_columns_and_capitals_do_no_harm(tmp_path: Path) -> None:
    brp = een_brp(tmp_path, f"extra;{KOP.upper()}", f"x;{BERT}")
    assert list(brp.zoek_bsns(["999990019"])) == ["999990019"]


@pytest.mark.parametrize(
    ("regels", "reden"),
    [
        pytest.param([KOP.replace("geheim;", "")], "zonder kolom geheim", id="kolom ontbreekt"),
        pytest.param([""], "zonder kolom achternaam", id="leeg bestand"),
        pytest.param([KOP, BERT, BERT.replace("1980-05-17", "17 mei")], "regel 3", id="geen datum"),
        pytest.param([KOP, BERT.replace("999990019", "99999")], "regel 2", id="geen bsn"),
        pytest.param([KOP, BERT.replace("nee;nee", "misschien;nee")], "regel 2", id="geen ja of nee"),
    ],
)
def test_a_bad_file_is_refused_without_naming_anybody(tmp_path: Path, regels: list[str], reden: str) -> None:
    with pytest.raises(OnjuisteInstelling, match=reden) as fout:
        een_brp(tmp_path, *regels)
    assert "Berg" not in str(fout.value)
    assert fout.value.__suppress_context__ or fout.value.__context__ is None


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OnjuisteInstelling, match="FileNotFoundError"):
        BestandBrp(tmp_path / "weg.csv")
