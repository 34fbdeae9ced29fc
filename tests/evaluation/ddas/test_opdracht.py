"""What `tijdig export ddas` and `tijdig ddas` promise: exit codes, one Dutch sentence, and never a BSN in it."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update
from typer.testing import CliRunner, Result

import cli
import settings as instelling
from models.database import schrijven, tabel
from models.tabellen import Inwoner
from tasks import omgeving as plek
from tests.evaluation.ddas.test_levering import JULI_13
from tests.models.bouwers import een_persoon, een_signaal, signaleer
from tests.models.omgevingen import SLEUTEL

PERIODE = ("--van", "2026-07-01", "--tot", "2026-07-31")
VOOR = ("--gemeente", "voorbeeldstad")


@pytest.fixture
def thuis(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a home in which the command works, as its settings say."""
    for naam in ("DATABASE_URL", "DDAS_URL", "DDAS_CLIENT_ID", "DDAS_CLIENT_GEHEIM"):
        monkeypatch.delenv(f"TIJDIG_{naam}", raising=False)
    monkeypatch.setenv("TIJDIG_HOME", str(tmp_path / "thuis"))
    monkeypatch.setenv("TIJDIG_SLEUTEL", SLEUTEL)
    instelling.settings.cache_clear()
    plek._huidig.clear()  # pyright: ignore[reportPrivateUsage]
    yield tmp_path
    instelling.settings.cache_clear()


def tijdig(*woorden: str) -> Result:
    return CliRunner().invoke(cli.app, list(woorden))


def een_inwoner_met_signaal() -> None:
    assert tijdig("migreer").exit_code == 0
    signaleer(plek.omgeving(), een_signaal(een_persoon()), dag=JULI_13)


def exporteer(uit: Path, *anders: str) -> Result:
    return tijdig("export", "ddas", *PERIODE, *VOOR, "--uit", str(uit), *anders)


def test_een_levering_in_een_bestand(thuis: Path) -> None:
    een_inwoner_met_signaal()
    uit = exporteer(thuis / "ddas.json")
    assert (uit.exit_code, uit.stderr) == (0, "")
    assert uit.stdout.startswith(f"In {thuis / 'ddas.json'}: 1 signaal, 1 zaak.")
    als_json = json.loads(exporteer(thuis / "ddas.json", "--json").stdout)
    assert (als_json["signalen"], als_json["zaken"], als_json["afgekeurd"]) == (1, 1, 0)
    assert "999990019" in (thuis / "ddas.json").read_text() and "99999001" not in uit.output + str(als_json)


def test_een_signaal_dat_niet_mee_kan_geeft_1_en_zijn_nummer(thuis: Path) -> None:
    een_inwoner_met_signaal()
    with schrijven(plek.omgeving().engine) as db:
        db.execute(update(tabel(Inwoner)).values(bsn=None, postcode=""))
    uit = exporteer(thuis / "ddas.json")
    assert uit.exit_code == 1
    assert "Niet geleverd: 1 signaal. Nummers: 1 (client: oneOf)." in uit.stdout


def is_een_zin(uit: Result, zin: str) -> None:
    assert (uit.exit_code, uit.stdout) == (2, "")
    assert zin in uit.stderr and len(uit.stderr.strip().splitlines()) == 1, uit.stderr


def test_er_gebeurt_niets_en_een_zin_zegt_waarom(thuis: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    een_inwoner_met_signaal()
    omgekeerd = ("--van", "2026-07-31", "--tot", "2026-07-01", "--uit", str(thuis / "x"))
    is_een_zin(tijdig("export", "ddas", *omgekeerd, *VOOR), "ligt na de laatste")
    nergens = ("export", "ddas", *PERIODE, "--gemeente", "nergens", "--uit", str(thuis / "x"))
    is_een_zin(tijdig(*nergens), "nergens")
    is_een_zin(exporteer(thuis / "is-er-niet" / "ddas.json"), "bestand")
    is_een_zin(exporteer(thuis), "bestand")
    monkeypatch.setenv("TIJDIG_SLEUTEL", base64.b64encode(b"een heel andere sleutel van 32 b").decode())
    instelling.settings.cache_clear()
    plek._huidig.clear()  # pyright: ignore[reportPrivateUsage]
    is_een_zin(exporteer(thuis / "ddas.json"), "TIJDIG_SLEUTEL")
    assert [p.name for p in thuis.iterdir() if p.is_file()] == []


@pytest.mark.parametrize(
    ("omgeving", "opties", "zin"),
    [
        ({}, (), "TIJDIG_DDAS_CLIENT_ID"),
        ({"CLIENT_ID": "cbs", "CLIENT_GEHEIM": "te-kort"}, (), "32 tekens"),
        ({"CLIENT_ID": "cbs", "CLIENT_GEHEIM": "g" * 32, "URL": "http://ddas.example"}, (), "https"),
        ({"CLIENT_ID": "cbs", "CLIENT_GEHEIM": "g" * 32}, ("--adres", "0.0.0.0"), "TIJDIG_DDAS_URL"),
    ],
)
def test_een_onveilige_koppeling_start_niet(
    thuis: Path, monkeypatch: pytest.MonkeyPatch, omgeving: dict[str, str], opties: tuple[str, ...], zin: str
) -> None:
    for naam, waarde in omgeving.items():
        monkeypatch.setenv(f"TIJDIG_DDAS_{naam}", waarde)
    instelling.settings.cache_clear()
    uit = tijdig("ddas", *opties)
    is_een_zin(uit, zin)
    assert "te-kort" not in uit.stderr
