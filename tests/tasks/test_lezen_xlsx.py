"""A spreadsheet gives the same rows as a CSV file; what only a spreadsheet can do is refused."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from rules.levering import VorderingRij
from tasks.lezen import Afgekeurd, Grenzen, LeveringGeweigerd, Leveringsoort, lees_profiel, open_levering
from tasks.lezen.kolommen import KOLOMMEN
from tests.tasks.lezen_bouwstenen import GOED, aanvaard, bestand, lees, redenen, rij_tekst

V = Leveringsoort.VORDERINGEN
TE_LANG = "het getal is te lang voor Excel; maak de kolom op als tekst"
Cel = str | int | float | date | None


def werkblad(pad: Path, *rijen: Mapping[str, Cel], kop: list[str] | None = None) -> Path:
    boek = Workbook()
    blad = boek.worksheets[0]
    kolommen = KOLOMMEN[V].alle
    for plaats, naam in enumerate(kop or kolommen, start=1):
        blad.cell(1, plaats, naam)
    for nummer, rij in enumerate(rijen, start=2):
        for plaats, kolom in enumerate(kolommen, start=1):
            blad.cell(nummer, plaats, {**GOED[V], **rij}[kolom] if rij else None)
    boek.save(pad)
    return pad


def test_getypte_cellen_geven_dezelfde_rij_als_csv(tmp_path: Path) -> None:
    getypt: dict[str, Cel] = {
        "aanslagnummer": 2026000001, "regel": 1.0, "bsn": 100600505, "geboortedatum": date(1980, 2, 29),
        "huisnummer": 12, "telefoon": 612345678, "belastingjaar": 2026, "bedrag": 1234.56,
        "dagtekening": datetime(2026, 2, 28), "openstaand": 234.56,
    }  # fmt: skip
    (uit_excel,) = open_levering(werkblad(tmp_path / "v.xlsx", getypt), V)
    (uit_csv,) = lees(tmp_path, V, rij_tekst(V))
    assert aanvaard(uit_excel).rij == aanvaard(uit_csv).rij


def test_heel_getal_is_een_bedrag_in_euro(tmp_path: Path) -> None:
    (rij,) = open_levering(werkblad(tmp_path / "v.xlsx", {"bedrag": 250, "openstaand": 0}), V)
    vordering = aanvaard(rij).rij
    assert isinstance(vordering, VorderingRij)
    assert (vordering.bedrag, vordering.openstaand) == (25000, 0)


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        ({"bedrag": "=1+1"}, "bedrag: een formule is niet toegestaan; plak de uitkomst als waarde"),
        ({"straat": "#N/A"}, "straat: Excel geeft een fout in deze cel"),
        ({"aanslagnummer": 2026000000000001}, f"aanslagnummer: {TE_LANG}"),
        ({"bedrag": 12.345}, "bedrag: verwacht een bedrag met twee decimalen, zoals 1.234,56 of 1234,56 of 1234.56"),
        ({"vervaldag": datetime(2026, 5, 31, 12)}, "vervaldag: verwacht een datum zoals 2026-05-31 of 31-05-2026"),
        ({"straat": "Dorps\nstraat"}, "straat: bevat een onzichtbaar of onleesbaar teken"),
    ],
)  # fmt: skip
def test_vuile_cel(tmp_path: Path, anders: dict[str, Cel], reden: str) -> None:
    rijen = list(open_levering(werkblad(tmp_path / "v.xlsx", anders, {"regel": "2"}), V))
    assert redenen(rijen[0]) == (reden,)
    assert aanvaard(rijen[1]).regelnummer == 3


def test_lege_rijen_en_cellen_naast_de_kolommen(tmp_path: Path) -> None:
    pad = werkblad(tmp_path / "v.xlsx", {"regel": "1"}, {}, {"regel": "2"}, kop=[*KOLOMMEN[V].alle[:-1]])
    levering = open_levering(pad, V)
    rijen = list(levering)
    assert [rij.regelnummer for rij in rijen] == [2, 4]
    assert redenen(rijen[0]) == ("te veel kolommen: er staat iets naast de 19 kolommen van de kopregel",)
    assert levering.lege_regels == 1


def test_bedrag_onder_de_kop_van_een_ander(tmp_path: Path) -> None:
    profiel = bestand(tmp_path, 'soort = "vorderingen"\n[kolommen]\nHoofdsom = "bedrag"\n', "p.toml")
    kop = ["Hoofdsom" if naam == "bedrag" else naam for naam in KOLOMMEN[V].alle]
    pad = werkblad(tmp_path / "v.xlsx", {"bedrag": 250, "openstaand": ""}, kop=kop)
    (rij,) = open_levering(pad, V, lees_profiel(profiel))
    vordering = aanvaard(rij).rij
    assert isinstance(vordering, VorderingRij)
    assert vordering.bedrag == 25000


def test_zip_bom(tmp_path: Path) -> None:
    stroom = io.BytesIO()
    with zipfile.ZipFile(stroom, "w", zipfile.ZIP_DEFLATED) as archief:
        archief.writestr("xl/workbook.xml", "x")
        archief.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    with pytest.raises(LeveringGeweigerd, match="uitgepakt te groot"):
        open_levering(bestand(tmp_path, stroom.getvalue(), "bom.xlsx"), V)


def test_werkboek_boven_de_uitgepakte_grens(tmp_path: Path) -> None:
    pad = werkblad(tmp_path / "v.xlsx", {"regel": "1"})
    with pytest.raises(LeveringGeweigerd, match="uitgepakt te groot"):
        open_levering(pad, V, grenzen=Grenzen(uitgepakt_bytes=1000))


def test_xlsx_die_geen_xlsx_is(tmp_path: Path) -> None:
    zonder_boek = io.BytesIO()
    with zipfile.ZipFile(zonder_boek, "w") as archief:
        archief.writestr("a.csv", "x")
    for inhoud, woorden in (
        (b"aanslagnummer;regel", "geen leesbaar Excel-bestand"),
        (zonder_boek.getvalue(), "een ZIP en geen Excel"),
        (b"PK\x03\x04 en dan niets", "beschadigd"),
    ):
        with pytest.raises(LeveringGeweigerd, match=woorden):
            open_levering(bestand(tmp_path, inhoud, "v.xlsx"), V)


def test_leeg_blad_en_werkboek_onder_de_naam_csv(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "leeg.xlsx")
    with pytest.raises(LeveringGeweigerd, match="eerste blad van het Excel-bestand is leeg"):
        open_levering(tmp_path / "leeg.xlsx", V)
    with pytest.raises(LeveringGeweigerd, match=r"Excel-bestand met de naam \.xlsx"):
        open_levering((tmp_path / "leeg.xlsx").rename(tmp_path / "v.csv"), V)


def test_beschadigd_blad_stopt_met_een_reden(tmp_path: Path) -> None:
    pad = werkblad(tmp_path / "heel.xlsx", *[{"regel": str(nummer)} for nummer in range(1, 50)])
    kapot = tmp_path / "kapot.xlsx"
    with zipfile.ZipFile(pad) as heel, zipfile.ZipFile(kapot, "w") as doel:
        for deel in heel.infolist():
            inhoud = heel.read(deel)
            doel.writestr(deel.filename, inhoud[: len(inhoud) // 2] if "sheet1" in deel.filename else inhoud)
    levering = open_levering(kapot, V)
    gelezen: list[object] = []
    with pytest.raises(LeveringGeweigerd, match="beschadigd"):
        gelezen.extend(levering)
    assert not any(isinstance(rij, Afgekeurd) for rij in gelezen)
