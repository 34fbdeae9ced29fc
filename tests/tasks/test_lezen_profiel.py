"""A mapping profiel: their heading -> ours; a profiel that cannot be right is refused."""

from pathlib import Path

import pytest

from tasks.lezen import LeveringGeweigerd, Leveringsoort, ProfielGeweigerd, lees_profiel, open_levering
from tests.tasks.lezen_bouwstenen import aanvaard, bestand, kopregel, rij_tekst

M = Leveringsoort.MUTATIES
PROFIEL = """
soort = "mutaties"
[kolommen]
"Biljet  Nr" = "aanslagnummer"
"Boekdatum" = "Datum"
"""


def test_koppen_van_een_ander(tmp_path: Path) -> None:
    kop = kopregel(M).replace("aanslagnummer", " BILJET nr ").replace("datum", "boekdatum")
    pad = bestand(tmp_path, f"{kop};saldo\n{rij_tekst(M)};1\n")
    levering = open_levering(pad, M, lees_profiel(bestand(tmp_path, PROFIEL, "p.toml")))
    assert levering.onbekende_kolommen == ("saldo",)
    assert aanvaard(next(iter(levering))).bron["BILJET nr"] == "2026000001"


def test_kop_die_door_het_profiel_dubbel_wordt(tmp_path: Path) -> None:
    pad = bestand(tmp_path, f"{kopregel(M)};Boekdatum\n")
    with pytest.raises(LeveringGeweigerd, match="twee keer in de kopregel: datum"):
        open_levering(pad, M, lees_profiel(bestand(tmp_path, PROFIEL, "p.toml")))


def test_profiel_van_een_andere_soort(tmp_path: Path) -> None:
    profiel = lees_profiel(bestand(tmp_path, PROFIEL, "p.toml"))
    with pytest.raises(LeveringGeweigerd, match="profiel is voor mutaties en de levering is signalen"):
        open_levering(bestand(tmp_path, kopregel(M)), Leveringsoort.SIGNALEN, profiel)


@pytest.mark.parametrize(
    ("inhoud", "woorden"),
    [
        ("soort = ", "geen geldige TOML"),
        ('soort = "boetes"', "vorderingen, mutaties, signalen, retourpost, schuldhulp, ervaringen"),
        ("soort = []", "vorderingen, mutaties, signalen, retourpost, schuldhulp, ervaringen"),
        ('soort = "mutaties"', r"mist \[kolommen\]"),
        ('soort = "mutaties"\nkolommen = 1', r"mist \[kolommen\]"),
        ('soort = "mutaties"\nnaam = "x"', "onbekende sleutel: naam"),
        ('soort = "mutaties"\n[kolommen]\na = "bsn"', "wijst a naar een kolom die mutaties niet heeft"),
        ('soort = "mutaties"\n[kolommen]\na = 1', "wijst a naar een kolom"),
        ('soort = "mutaties"\n[kolommen]\na = "datum"\nb = "datum"', "wijst twee koppen naar datum"),
        (b"\xff\xfe", "geen geldige TOML"),
    ],
)
def test_profiel_geweigerd(tmp_path: Path, inhoud: str | bytes, woorden: str) -> None:
    with pytest.raises(ProfielGeweigerd, match=woorden):
        lees_profiel(bestand(tmp_path, inhoud, "p.toml"))


def test_profiel_dat_er_niet_is(tmp_path: Path) -> None:
    with pytest.raises(ProfielGeweigerd, match="kan niet worden gelezen"):
        lees_profiel(tmp_path / "weg.toml")
