"""What the command line promises: exit codes, one Dutch sentence when nothing was done, one JSON object when asked."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

KOP = (
    "aanslagnummer;regel;bsn;achternaam;straat;huisnummer;postcode;woonplaats;"
    "belastingsoort;belastingjaar;bedrag;dagtekening;vervaldag"
)
VOOR = ["--gemeente", "voorbeeldstad"]
GOED = "1;1;999990019;De Vries;Kade;1;9999AA;Voorbeeldstad;rioolheffing;2026;120,00;2026-02-28;2026-05-31"
FOUT = "2;1;999990018;De Vries;Kade;1;9999AA;Voorbeeldstad;rioolheffing;2026;120,00;2026-02-28;2026-05-31"


def tijdig(home: Path, *woorden: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a home of its own."""
    omgeving = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {"TIJDIG_HOME": str(home)}
    opdracht = [sys.executable, "-c", "import cli; cli.main()", *woorden]
    return subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        pytest.param(["inname", "is-er-niet.csv", "--soort", "vorderingen", *VOOR], "bestaat niet",
            id="een bestand dat er niet is"),
        pytest.param(["inname", "x.csv", "--soort", "vorderingen", "--gemeente", "nergens"], "nergens",
            id="geen beleid"),
        pytest.param(["inname", "x.csv", "--soort", "raadsels", *VOOR], "Kies een soort", id="een onbekende soort"),
        pytest.param(["leg-uit", "I-000099"], "I-000099", id="een zaak die er niet is"),
        pytest.param(["leg-uit", "kwik"], "I-000123", id="geen zaaknummer"),
        pytest.param(["speel", "is-er-niet.verhaal"], "niet te lezen", id="een verhaal dat er niet is"),
        pytest.param(["beleid", "toets", "is-er-niet.toml"], "is-er-niet", id="een beleid dat er niet is"),
        pytest.param(["demo", "--tot", "2020-01-01"], "2026-01-05", id="een demo die voor het begin eindigt"),
    ],
)  # fmt: skip
def test_er_gebeurt_niets_en_een_zin_zegt_waarom(
    woorden: list[str], zin: str, tmp_path: Path, sqlite_sjabloon: Path
) -> None:
    shutil.copyfile(sqlite_sjabloon, tmp_path / "tijdig.db")
    uit = tijdig(tmp_path, *woorden)
    assert (uit.returncode, uit.stdout) == (2, "")
    assert zin in uit.stderr and "Traceback" not in uit.stderr and len(uit.stderr.strip().splitlines()) == 1


def test_een_beleid_dat_de_wet_breekt_wordt_geweigerd(tmp_path: Path) -> None:
    beleid = (Path(__file__).parents[2] / "beleid" / "voorbeeldstad.toml").read_text()
    kapot = tmp_path / "kapot.toml"
    kapot.write_text(beleid.replace("aanmaning_termijn_d = 14", "aanmaning_termijn_d = 7"))
    uit = tijdig(tmp_path, "beleid", "toets", str(kapot))
    assert uit.returncode == 2 and "aanmaning_termijn_d" in uit.stderr and "11" in uit.stderr


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_innemen_een_ronde_en_uitleg(tmp_path: Path) -> None:
    levering = tmp_path / "levering.csv"
    levering.write_text("\n".join([KOP, GOED, FOUT]) + "\n")
    inname = tijdig(tmp_path, "inname", str(levering), "--soort", "vorderingen", "--gemeente", "voorbeeldstad",
                    "--datum", "2026-03-02", "--json")  # fmt: skip
    assert inname.returncode == 1, inname.stderr
    telling = json.loads(inname.stdout)
    assert (telling["gelezen"], telling["aanvaard"], telling["bekend"], telling["afgekeurd"]) == (2, 1, 0, 1)
    assert "BSN" in (tmp_path / "levering.csv.afgekeurd.csv").read_text(encoding="utf-8-sig")
    ronde = tijdig(tmp_path, "dagronde", "--gemeente", "voorbeeldstad", "--datum", "2026-06-05", "--json")
    assert ronde.returncode == 0, ronde.stderr
    assert json.loads(ronde.stdout)["voorbeeldstad"]["stappen"] == {"bericht": 1}
    [brief] = (tmp_path / "post" / "brieven" / "voorbeeldstad-2026-06-05-incasso").glob("I-*.pdf")
    assert brief.name == "I-000001-herinnering-1-brief.pdf"
    uitleg = json.loads(tijdig(tmp_path, "leg-uit", "I-000001", "--datum", "2026-06-08", "--json").stdout)
    [beslist] = [r for r in uitleg["regels"] if r["beslist"]]
    assert beslist == beslist | {"regel": "send_aanmaning", "antwoord": "wacht tot 2026-06-19"}
    assert [g["wat"] for g in uitleg["logboek"]][-1] == "brief herinnering"


@pytest.mark.prefect
@pytest.mark.xdist_group("prefect")
def test_de_demo_vertelt_wat_in_de_database_staat(tmp_path: Path) -> None:
    uit = tijdig(tmp_path, "demo", "--geen-server", "--tot", "2026-01-20", "--inwoners", "60", "--json")
    assert uit.returncode == 0, uit.stderr
    gegevens = json.loads(uit.stdout)
    assert sum(gegevens["signalen"].values()) > 0 and gegevens["zonder_volgende_datum"] == 0
    brieven = [p for p in (tmp_path / "post" / "brieven").rglob("*.pdf") if not p.name.startswith("druk-")]
    assert len(brieven) == sum(n for naam, n in gegevens["berichten"].items() if naam.startswith("brief "))
    opnieuw = json.loads(
        tijdig(tmp_path, "demo", "--geen-server", "--tot", "2026-01-20", "--inwoners", "60", "--json").stdout
    )
    assert opnieuw == gegevens
    assert tijdig(tmp_path, "leg-uit", "V-000001").returncode == 0  # the number that the demo names
