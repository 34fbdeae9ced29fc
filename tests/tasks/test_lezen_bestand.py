"""Which files are refused as a whole, how text is decoded, and which line a person is sent to."""

import codecs
import hashlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from rules.levering import SignaalRij, VorderingRij
from tasks.lezen import Aanvaardbaar, Afgekeurd, Grenzen, LeveringGeweigerd, Leveringsoort, open_levering
from tests.tasks.lezen_bouwstenen import aanvaard, bestand, kopregel, lees, redenen, rij_tekst

V, M, S = Leveringsoort.VORDERINGEN, Leveringsoort.MUTATIES, Leveringsoort.SIGNALEN
NIET_GESLOTEN = ("een aanhalingsteken wordt niet geopend of gesloten zoals het hoort",)


def een_zip() -> bytes:
    stroom = io.BytesIO()
    with zipfile.ZipFile(stroom, "w") as archief:
        archief.writestr("levering.csv", "x")
    return stroom.getvalue()


@pytest.mark.parametrize(
    ("inhoud", "woorden"),
    [
        pytest.param(b"", "is leeg", id="leeg"),
        pytest.param(b"\xef\xbb\xbf\r\n\r\n  \r\n", "is leeg", id="alleen witregels"),
        pytest.param(b"%PDF-1.7\n", "geen CSV maar een PDF", id="pdf"),
        pytest.param(een_zip(), "geen CSV maar een ZIP", id="zip"),
        pytest.param(b"MZ\x90\0", "geen CSV maar een programma", id="programma"),
        pytest.param(b"\x7fELF\x02", "geen CSV maar een programma", id="programma van Linux"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", "oud of versleuteld Excel", id="xls"),
        pytest.param("kenmerk;partner".encode("utf-16"), "tekens in het bestand", id="utf-16"),
        pytest.param("kenmerk;partner".encode("utf-16-le"), "tekens in het bestand", id="utf-16 zonder BOM"),
        pytest.param(b"W-77;Jansen;water\n", "geen kopregel voor signalen", id="geen kopregel"),
        pytest.param(b"\x80\x81\x82\n", "geen kopregel voor signalen", id="geen tekst"),
        pytest.param(b'"kenmerk;partner\n', "geen kopregel voor signalen", id="kopregel met open aanhalingsteken"),
        pytest.param(kopregel(S).replace(";", "\t").encode(), "gescheiden door tabs", id="tabs"),
        pytest.param(b"kenmerk;partner;sector\n", "ontbreken: huisnummer, postcode, bedrag, signaal", id="kolommen"),
        pytest.param(f"{kopregel(S)};Sector".encode(), "twee keer in de kopregel: sector", id="dubbele kop"),
    ],
)  # fmt: skip
def test_bestand_geweigerd(tmp_path: Path, inhoud: bytes, woorden: str) -> None:
    with pytest.raises(LeveringGeweigerd, match=woorden) as fout:
        open_levering(bestand(tmp_path, inhoud), S)
    assert str(fout.value).endswith(".")
    assert "Jansen" not in str(fout.value)


def test_bestand_dat_er_niet_is_of_een_map_is(tmp_path: Path) -> None:
    with pytest.raises(LeveringGeweigerd, match="bestaat niet"):
        open_levering(tmp_path / "weg.csv", S)
    with pytest.raises(LeveringGeweigerd, match="geen bestand maar een map"):
        open_levering(tmp_path, S)


def test_bestand_boven_de_grens(tmp_path: Path) -> None:
    pad = bestand(tmp_path, kopregel(S) + "\n" * 1_000_000)
    with pytest.raises(LeveringGeweigerd, match="groter dan 1 MB"):
        open_levering(pad, S, grenzen=Grenzen(bestand_bytes=1_000_000))


def test_alleen_een_kopregel_is_niets_te_melden(tmp_path: Path) -> None:
    assert lees(tmp_path, S) == []


def test_kop_hoofdletters_spaties_en_onbekende_kolommen(tmp_path: Path) -> None:
    kop = "; ".join(naam.upper() for naam in kopregel(M).split(";"))
    pad = bestand(tmp_path, f"{kop};Medewerker;;\n{rij_tekst(M)};X;;\n")
    levering = open_levering(pad, M)
    assert levering.onbekende_kolommen == ("Medewerker",)
    assert levering.kolommen[:2] == ("AANSLAGNUMMER", "SOORT")
    assert aanvaard(next(iter(levering))).bron["Medewerker"] == "X"
    assert levering.sha256 == hashlib.sha256(pad.read_bytes()).hexdigest()


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_coderingen_en_regeleinden(tmp_path: Path, codering: str, einde: str) -> None:
    tekst = einde.join([kopregel(V), rij_tekst(V, achternaam="Zoë €"), rij_tekst(V, achternaam="Jansen")])
    rijen = list(open_levering(bestand(tmp_path, tekst.encode(codering)), V))
    namen = [rij.rij.persoon.achternaam for rij in map(aanvaard, rijen) if isinstance(rij.rij, VorderingRij)]
    assert namen == ["Zoë €", "Jansen"]
    assert [rij.regelnummer for rij in rijen] == [2, 3]


def test_een_kapotte_letter_maakt_van_utf8_geen_windows(tmp_path: Path) -> None:
    goed = "\n".join([kopregel(V), *[rij_tekst(V, achternaam="Zoë")] * 3])
    rijen = list(
        open_levering(bestand(tmp_path, f"{goed}\n".encode() + rij_tekst(V, straat="Zoë").encode("cp1252")), V)
    )
    assert [isinstance(rij, Aanvaardbaar) for rij in rijen] == [True, True, True, False]
    assert redenen(rijen[3]) == ("straat: bevat een onzichtbaar of onleesbaar teken",)


def test_teken_dat_windows_niet_kent_kost_een_rij(tmp_path: Path) -> None:
    inhoud = "\n".join([kopregel(V), rij_tekst(V, achternaam="Zoë"), rij_tekst(V, achternaam="X")]).encode("cp1252")
    rijen = list(open_levering(bestand(tmp_path, inhoud.replace(b"X", b"\x81")), V))
    assert [isinstance(rij, Afgekeurd) for rij in rijen] == [False, True]


def test_komma_als_scheidingsteken(tmp_path: Path) -> None:
    regel = rij_tekst(M, ",", bedrag='"1.234,56"')
    (rij,) = open_levering(bestand(tmp_path, f"sep=,\n{kopregel(M, ',')}\n{regel}\n"), M)
    assert aanvaard(rij).regelnummer == 3


def test_gemengde_scheidingstekens(tmp_path: Path) -> None:
    rijen = lees(tmp_path, M, rij_tekst(M, ",", bedrag="10.00"), rij_tekst(M))
    assert redenen(rijen[0]) == ("de kolommen zijn gescheiden door , en die van de kopregel niet",)
    assert aanvaard(rijen[1])


def test_te_veel_en_te_weinig_kolommen(tmp_path: Path) -> None:
    rijen = lees(tmp_path, M, rij_tekst(M) + ";", rij_tekst(M)[:-1], rij_tekst(M))
    assert redenen(rijen[0]) == ("te veel kolommen: 6 in plaats van 5",)
    assert redenen(rijen[1]) == ("te weinig kolommen: 4 in plaats van 5",)
    assert aanvaard(rijen[2])


def test_lege_regels_tellen_niet_mee_maar_nummeren_wel(tmp_path: Path) -> None:
    levering = open_levering(bestand(tmp_path, f"\n{kopregel(M)}\n\n;;;;\n ; ;\n{rij_tekst(M)}\n\n"), M)
    assert [rij.regelnummer for rij in levering] == [6]
    assert levering.lege_regels == 4


def test_regelnummer_na_een_cel_van_drie_regels(tmp_path: Path) -> None:
    kop = f"{kopregel(M)};toelichting"
    regels = [kop, rij_tekst(M) + ';"een\ntwee ""2""\ndrie"', rij_tekst(M) + ";x", rij_tekst(M) + ";"]
    rijen = list(open_levering(bestand(tmp_path, "\n".join(regels)), M))
    assert [aanvaard(rij).regelnummer for rij in rijen] == [2, 5, 6]
    assert aanvaard(rijen[0]).bron["toelichting"] == 'een\ntwee "2"\ndrie'


def test_regeleinde_in_een_kolom_van_ons_kost_de_rij(tmp_path: Path) -> None:
    rijen = lees(tmp_path, M, rij_tekst(M, kenmerk='"een\ntwee"'), rij_tekst(M))
    assert redenen(rijen[0]) == ("kenmerk: bevat een onzichtbaar of onleesbaar teken",)
    assert aanvaard(rijen[1]).regelnummer == 4


@pytest.mark.parametrize("kenmerk", ['"open', 'half"', '"een"twee', 'a"b'])
def test_aanhalingsteken_dat_niet_sluit_kost_een_rij(tmp_path: Path, kenmerk: str) -> None:
    rijen = lees(tmp_path, M, rij_tekst(M), rij_tekst(M, kenmerk=kenmerk), *[rij_tekst(M)] * 50)
    assert [rij.regelnummer for rij in rijen if isinstance(rij, Afgekeurd)] == [3]
    assert redenen(rijen[1]) == NIET_GESLOTEN
    assert len(rijen) == 52


def test_cel_die_andere_rijen_opslokt_keurt_elke_regel_af(tmp_path: Path) -> None:
    regels = [rij_tekst(M, kenmerk='"open')] + [rij_tekst(M)] * 3 + [rij_tekst(M, kenmerk='dicht"'), rij_tekst(M)]
    rijen = lees(tmp_path, M, *regels)
    assert [redenen(rij) for rij in rijen[:5]] == [("een aanhalingsteken loopt door over meer rijen",)] * 5
    assert [rij.regelnummer for rij in rijen] == [2, 3, 4, 5, 6, 7]
    assert aanvaard(rijen[5])


def test_cel_van_twee_megabyte(tmp_path: Path) -> None:
    groot = "x" * 2_000_000
    rijen = lees(tmp_path, M, rij_tekst(M, kenmerk=groot), rij_tekst(M, kenmerk=f'"{groot}"'), rij_tekst(M))
    assert redenen(rijen[0]) == redenen(rijen[1]) == ("de regel is langer dan 65536 tekens",)
    assert all(sum(map(len, rij.bron)) <= 200 for rij in rijen[:2])
    assert aanvaard(rijen[2]).regelnummer == 4


@pytest.mark.parametrize("lengte", [65_535, 65_536, 65_537, 131_072])
def test_regel_rond_de_grens_is_een_rij(tmp_path: Path, lengte: int) -> None:
    regel = rij_tekst(M, kenmerk="x" * (lengte - len(rij_tekst(M))))
    rijen = lees(tmp_path, M, regel, rij_tekst(M))
    te_lang = "de regel is langer dan 65536 tekens"
    assert redenen(rijen[0]) == ((te_lang,) if lengte > 65_536 else ("kenmerk: langer dan 100 tekens",))
    assert aanvaard(rijen[1]).regelnummer == 3


def test_nul_byte_kost_een_rij(tmp_path: Path) -> None:
    rijen = lees(tmp_path, S, "\0" * 10, rij_tekst(S, partner='"Water\0"'), rij_tekst(S))
    assert [isinstance(rij, Afgekeurd) for rij in rijen] == [True, True, False]


def test_twee_keer_lezen_geeft_hetzelfde(tmp_path: Path) -> None:
    levering = open_levering(bestand(tmp_path, "\n".join([kopregel(S), rij_tekst(S), "x"])), S)
    assert list(levering) == list(levering)


def test_bestand_dat_verandert_na_openen_of_tijdens_lezen(tmp_path: Path) -> None:
    pad = bestand(tmp_path, "\n".join([kopregel(S), rij_tekst(S)]))
    rijen = iter(open_levering(pad, S))
    aanvaard(next(rijen))
    levering = open_levering(pad, S)
    os.utime(pad, ns=(1, 1))
    with pytest.raises(LeveringGeweigerd, match="veranderd tijdens het lezen"):
        next(rijen)
    with pytest.raises(LeveringGeweigerd, match="veranderd tijdens het lezen"):
        next(iter(levering))
    pad.unlink()
    with pytest.raises(LeveringGeweigerd, match="veranderd tijdens het lezen"):
        next(iter(levering))


def test_bom_alleen_in_de_kop(tmp_path: Path) -> None:
    (rij,) = open_levering(bestand(tmp_path, codecs.BOM_UTF8 + f"{kopregel(S)}\n{rij_tekst(S)}".encode()), S)
    signaal = aanvaard(rij).rij
    assert isinstance(signaal, SignaalRij)
    assert (signaal.kenmerk, next(iter(aanvaard(rij).bron))) == ("W-77", "kenmerk")
