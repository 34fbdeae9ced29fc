"""The file with refused rows: original columns, safe to open, correct to deliver again."""

import csv
import stat
from pathlib import Path

import pytest

from tasks.lezen import Aanvaardbaar, Afgekeurd, AfgekeurdSchrijver, Leveringsoort, open_levering, pad_van_afgekeurd
from tasks.lezen.afgekeurd import veilige_cel
from tests.tasks.lezen_bouwstenen import bestand, kopregel, rij_tekst

M, S = Leveringsoort.MUTATIES, Leveringsoort.SIGNALEN


def schrijf_afgekeurd(pad: Path, soort: Leveringsoort) -> tuple[int, int]:
    """Read a delivery and write its refused rows; return how many were accepted and refused."""
    levering = open_levering(pad, soort)
    goed = 0
    with AfgekeurdSchrijver(pad, levering.kolommen) as schrijver:
        for rij in levering:
            if isinstance(rij, Afgekeurd):
                schrijver.schrijf(rij)
            else:
                goed += 1
    return goed, schrijver.aantal


def gelezen(pad: Path) -> list[list[str]]:
    with pad.open(encoding="utf-8-sig", newline="") as stroom:
        return list(csv.reader(stroom, delimiter=";"))


def test_originele_kolommen_met_regelnummer_en_reden(tmp_path: Path) -> None:
    regels = [f"{kopregel(M)};Eigen Kolom", rij_tekst(M) + ";a", rij_tekst(M, datum="gisteren") + ";b", "los"]
    pad = bestand(tmp_path, "\n".join(regels).encode("cp1252"))
    assert schrijf_afgekeurd(pad, M) == (1, 2)
    assert pad_van_afgekeurd(pad).name == "levering.csv.afgekeurd.csv"
    kop, eerste, tweede = gelezen(pad_van_afgekeurd(pad))
    assert kop == [*kopregel(M).split(";"), "Eigen Kolom", "regelnummer", "reden"]
    assert eerste == [
        "2026000001", "betaling", "gisteren", "100,00", "", "b", "3",
        "datum: verwacht een datum zoals 2026-05-31 of 31-05-2026",
    ]  # fmt: skip
    assert tweede == ["los", "", "", "", "", "", "4", "te weinig kolommen: 1 in plaats van 6"]


def test_wat_te_veel_is_staat_in_de_laatste_kolom(tmp_path: Path) -> None:
    pad = bestand(tmp_path, f"{kopregel(M)}\n{rij_tekst(M, kenmerk='een')};twee;drie\n")
    schrijf_afgekeurd(pad, M)
    assert gelezen(pad_van_afgekeurd(pad))[1][4:] == ["een | twee | drie", "2", "te veel kolommen: 7 in plaats van 5"]


@pytest.mark.parametrize(
    "cel",
    ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1", "  =1", "\0=1", "＝1", "\ufeff=1", "\u00a0=1"],
)
def test_formule_krijgt_een_aanhalingsteken_ervoor(cel: str) -> None:
    veilig = veilige_cel(cel)
    assert veilig.startswith("'")
    assert veilig.isprintable()


@pytest.mark.parametrize("cel", ["", "Jansen", "'s-Gravenhage", "12-A", "a=b", "1.234,56"])
def test_gewone_cel_blijft_zoals_hij_is(cel: str) -> None:
    assert veilige_cel(cel) == cel


def test_geen_enkele_cel_van_het_bestand_rekent(tmp_path: Path) -> None:
    vuil = ["=1", "+1", "-a", "@x", '"\t=1"', '"a\n=1"', "\x81=2"]
    regels = [kopregel(S), *[rij_tekst(S, partner=cel, telefoon="+31612345678") for cel in vuil], '"=open']
    pad = bestand(tmp_path, "\n".join(regels).encode("latin-1"))
    assert schrijf_afgekeurd(pad, S) == (0, len(vuil) + 1)
    cellen = [cel for rij in gelezen(pad_van_afgekeurd(pad))[1:] for cel in rij]
    assert not any(cel.lstrip("\ufffd ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cel in cellen)


def test_verbeterd_bestand_kan_opnieuw_worden_aangeleverd(tmp_path: Path) -> None:
    pad = bestand(tmp_path, f"{kopregel(S)}\n{rij_tekst(S, sector='gas', telefoon='+31612345678')}\n")
    schrijf_afgekeurd(pad, S)
    verbeterd = bestand(tmp_path, pad_van_afgekeurd(pad).read_bytes().replace(b";gas;", b";energie;"), "beter.csv")
    levering = open_levering(verbeterd, S)
    assert levering.onbekende_kolommen == ("regelnummer", "reden")
    (rij,) = levering
    assert isinstance(rij, Aanvaardbaar)
    assert rij.opmerkingen == ()


def test_opnieuw_afgekeurd_krijgt_een_nieuwe_reden(tmp_path: Path) -> None:
    pad = bestand(tmp_path, f"{kopregel(M)};regelnummer;reden\n{rij_tekst(M, datum='x')};7;oud\n")
    schrijf_afgekeurd(pad, M)
    kop, rij = gelezen(pad_van_afgekeurd(pad))
    assert kop == [*kopregel(M).split(";"), "regelnummer", "reden"]
    assert rij[-2:] == ["2", "datum: verwacht een datum zoals 2026-05-31 of 31-05-2026"]


def test_alleen_de_eigenaar_mag_lezen_en_niets_afgekeurd_is_geen_bestand(tmp_path: Path) -> None:
    pad = bestand(tmp_path, f"{kopregel(M)}\nx\n")
    schrijf_afgekeurd(pad, M)
    assert stat.S_IMODE(pad_van_afgekeurd(pad).stat().st_mode) == 0o600
    bestand(tmp_path, f"{kopregel(M)}\n{rij_tekst(M)}\n")
    schrijf_afgekeurd(pad, M)
    assert [over.name for over in tmp_path.iterdir()] == ["levering.csv"]


def test_bij_een_fout_blijft_het_vorige_bestand(tmp_path: Path) -> None:
    pad = bestand(tmp_path, f"{kopregel(M)}\nx\n")
    schrijf_afgekeurd(pad, M)
    vorige = pad_van_afgekeurd(pad).read_bytes()
    with pytest.raises(KeyError), AfgekeurdSchrijver(pad, ["a"]) as schrijver:
        schrijver.schrijf(Afgekeurd(9, ["anders"], ("stuk",)))
        raise KeyError
    assert pad_van_afgekeurd(pad).read_bytes() == vorige
    assert len(list(tmp_path.iterdir())) == 2
