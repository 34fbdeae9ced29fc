"""What `tijdig evalueer` promises: exit codes, one Dutch sentence, one JSON object, and a report beside its paper."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli import app
from models.database import engine, schrijven
from models.migreren import migreer
from rules.kleinecijfers import GRENS
from tasks.omgeving import gebruik, maak
from tests.cli.test_opdrachten import tijdig
from tests.evaluation.cohortbouwer import vul
from tests.evaluation.rapporten import KLEIN, rijen_van
from tests.models.omgevingen import instellingen

pytestmark = pytest.mark.xdist_group("rapport")

HALF_JAAR = ["--van", "2026-01-01", "--tot", "2026-06-30"]


@pytest.fixture(scope="module")
def thuis(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a small gemeente in its database."""
    home = tmp_path_factory.mktemp("thuis")
    motor = engine(f"sqlite:///{home / 'tijdig.db'}")
    migreer(motor)
    with schrijven(motor) as db:
        vul(db, rijen_van(KLEIN).items())
    return home


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        pytest.param(HALF_JAAR, "--uit", id="nergens heen"),
        pytest.param(["--van", "2026-07-01", "--tot", "2026-06-30", "--json"], "ligt na", id="een periode andersom"),
        pytest.param([*HALF_JAAR, "--uit", "rapport.pdf"], "op .html", id="de naam van het papier"),
        pytest.param([*HALF_JAAR, "--uit", "nergens/rapport.html"], "bestaat niet", id="een map die er niet is"),
        pytest.param([*HALF_JAAR, "--uit", "r.html", "--per", "sector"], "--json", id="uitsplitsen zonder json"),
        pytest.param([*HALF_JAAR, "--json", "--per", "bsn"], "Kies uit", id="uitsplitsen per iets anders"),
        pytest.param([*HALF_JAAR, "--uit", "."], "al een map", id="een map"),
    ],
)
def test_er_gebeurt_niets_en_een_zin_zegt_waarom(
    woorden: list[str], zin: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIJDIG_HOME", str(tmp_path))
    uit = CliRunner().invoke(app, ["evalueer", *woorden])
    assert (uit.exit_code, uit.stdout) == (2, "")
    assert zin in uit.stderr and "Traceback" not in uit.stderr and len(uit.stderr.strip().splitlines()) == 1


def hier(home: Path, monkeypatch: pytest.MonkeyPatch, *woorden: str) -> Result:
    """Run the command inside this process, whatever it worked with before: much faster than a new one."""
    monkeypatch.setenv("TIJDIG_HOME", str(home))
    gebruik(maak(instellingen(home)))
    return CliRunner().invoke(app, ["evalueer", *HALF_JAAR, *woorden])


def test_een_gemeente_zonder_beleid_wordt_geweigerd(thuis: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uit = hier(thuis, monkeypatch, "--json", "--gemeente", "nergens")
    assert (uit.exit_code, uit.stdout) == (2, "")
    assert "nergens" in uit.stderr and len(uit.stderr.strip().splitlines()) == 1


def test_zonder_zaken_is_er_niets_te_evalueren(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uit = hier(tmp_path, monkeypatch, "--uit", str(tmp_path / "r.html"))
    assert (uit.exit_code, uit.stdout) == (2, "")
    assert "niets te evalueren" in uit.stderr and not (tmp_path / "r.html").exists()


def test_een_rapport_en_de_cijfers(thuis: Path, tmp_path: Path) -> None:
    """One run gives page, paper and the figures: exactly one object on standard output, nothing beside the two."""
    uit = tijdig(thuis, "evalueer", *HALF_JAAR, "--uit", str(tmp_path / "rapport.html"), "--json")
    assert uit.returncode == 0, uit.stderr
    gegevens = json.loads(uit.stdout)
    assert gegevens["periode"] == {"van": "2026-01-01", "tot": "2026-06-30"} and gegevens["gemeente"] is None
    assert len(gegevens["cijfers"]) == 20
    vast = {"teller", "noemer", "waarde", "onder", "boven", "volledig"}
    assert all(vast <= c.keys() for c in gegevens["cijfers"].values())
    assert sorted(p.name for p in tmp_path.iterdir()) == ["rapport.html", "rapport.pdf"]
    pagina = (tmp_path / "rapport.html").read_text(encoding="utf-8")
    assert str(gegevens["cijfers"]["signalen"]["teller"]) in pagina


def test_een_uitsplitsing_verbergt_kleine_groepen(thuis: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    uit = hier(thuis, monkeypatch, "--json", "--per", "sector", "--per", "doelgroep")
    assert uit.exit_code == 0, uit.stderr
    per = json.loads(uit.stdout)["uitsplitsingen"]
    groepen = [g for figuur in per.values() for dimensie in figuur.values() for g in dimensie.values()]
    assert set(per["bereik"]) == {"sector", "doelgroep"} and len(groepen) > 20
    assert any(g["waarde"] is None for g in groepen)
    assert all(g["teller"] is None or g["teller"] >= GRENS for g in groepen)
    assert all(g["noemer"] is None or g["noemer"] >= GRENS for g in groepen)


def test_zonder_json_staan_de_doelen_op_het_scherm(
    thuis: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uit = hier(thuis, monkeypatch, "--uit", str(tmp_path / "rapport.html"), "--gemeente", "voorbeeldstad")
    assert uit.exit_code == 0, uit.stderr
    assert len(re.findall(r"^(?:Gehaald|Niet gehaald|Niet te zeggen) +Doel \d", uit.stdout, re.M)) == 3
    assert str(tmp_path / "rapport.pdf") in uit.stdout and uit.stderr == ""
    assert "Gemeente Voorbeeldstad" in (tmp_path / "rapport.html").read_text(encoding="utf-8")
