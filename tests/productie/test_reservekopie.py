# pyright: basic
"""The restore drill: a backup made while others work, put back elsewhere, gives the same zaken and next step."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.database import engine
from models.migreren import migreer
from tasks import reservekopie, stappen
from tasks.omgeving import Omgeving
from tasks.reservekopie import KopieKanNiet, maak, zet_terug
from tests.models.bouwers import afdruk, een_persoon, een_signaal, een_vordering, lees, leg_op, signaleer
from tests.models.omgevingen import instellingen, werk_in
from tests.productie.cluster import Cluster

pytestmark = pytest.mark.xdist_group("start")

JUNI_5, JUNI_19 = date(2026, 6, 5), date(2026, 6, 19)
Plek = Callable[[str], Omgeving]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def plek(request: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Plek]:
    """Return a way to make an empty installation, on either kind of database."""
    gemaakt: list[Omgeving] = []
    draait: Cluster | None = request.getfixturevalue("cluster") if request.param == "postgres" else None
    if draait:
        monkeypatch.setenv("PATH", f"{draait.bin}{os.pathsep}{os.environ['PATH']}")

    def nieuw(naam: str) -> Omgeving:
        if draait:
            draait.voer_uit("postgres", f"DROP DATABASE IF EXISTS {naam} WITH (FORCE)")
            draait.maak(naam)
        (tmp_path / naam).mkdir()
        gemaakt.append(werk_in(instellingen(tmp_path / naam, draait.url(naam) if draait else "")))
        return gemaakt[-1]

    yield nieuw
    for waar in gemaakt:
        waar.engine.dispose()
    engine.cache_clear()


def bouw(waar: Omgeving) -> None:
    migreer(waar.engine)
    leg_op(waar, [een_vordering(een_persoon()), een_vordering(een_persoon(1), nummer="A2")])
    signaleer(waar, een_signaal(een_persoon(2)), dag=JUNI_5)
    stappen.zet([z for z, _ in stappen.te_doen("voorbeeldstad", JUNI_5)], "voorbeeldstad", JUNI_5)
    (waar.uitgang / "brieven").mkdir(parents=True)
    (waar.uitgang / "brieven" / "I-000001-herinnering-1-brief.pdf").write_bytes(b"%PDF")


def ga_verder(waar: Omgeving) -> list[Any]:
    stappen.zet([z for z, _ in stappen.te_doen("voorbeeldstad", JUNI_19)], "voorbeeldstad", JUNI_19)
    return [r[:4] for r in lees(waar, "gebeurtenis")]


def test_wat_terugkomt_is_hetzelfde_en_gaat_verder(plek: Plek, tmp_path: Path) -> None:
    oud = plek("oud")
    bouw(oud)
    gemaakt = maak(oud, tmp_path / "kopie")
    voor, eerst = afdruk(oud), len(lees(oud, "gebeurtenis"))
    nieuw = plek("nieuw")
    assert zet_terug(nieuw, tmp_path / "kopie") == gemaakt and gemaakt.rijen["zaak"] == 3
    assert afdruk(nieuw) == voor
    assert (nieuw.uitgang / "brieven" / "I-000001-herinnering-1-brief.pdf").read_bytes() == b"%PDF"
    assert lees(nieuw, "inwoner") == lees(oud, "inwoner"), "the BSN can still be read"
    verder = ga_verder(nieuw)
    werk_in(oud.settings)
    assert ga_verder(oud) == verder and len(verder) > eerst > 0


def test_de_sleutel_zit_er_niet_bij(plek: Plek, tmp_path: Path) -> None:
    oud = plek("oud")
    bouw(oud)
    (oud.settings.home / "sleutel").write_bytes(b"x" * 32)
    maak(oud, tmp_path / "kopie")
    assert sorted(p.name for p in (tmp_path / "kopie").iterdir())[0] != "sleutel"
    alles = b"".join(p.read_bytes() for p in (tmp_path / "kopie").rglob("*") if p.is_file())
    assert oud.settings.sleutel.get_secret_value().encode() not in alles and b"x" * 32 not in alles


def test_zonder_post(plek: Plek, tmp_path: Path) -> None:
    oud = plek("oud")
    bouw(oud)
    maak(oud, tmp_path / "kopie", met_post=False)
    assert not (tmp_path / "kopie" / "post").exists()


def beschadig(map_: Path) -> None:
    bestand = next(p for p in map_.iterdir() if p.name.startswith("tijdig."))
    inhoud = bestand.read_bytes()
    bestand.write_bytes(inhoud[:-1] + bytes([inhoud[-1] ^ 1]))


@pytest.mark.parametrize(
    ("kapot", "waarom"),
    [
        (beschadig, "veranderd of ontbreekt"),
        (lambda m: shutil.rmtree(m / "post"), "veranderd of ontbreekt"),
        (lambda m: (m / "reservekopie.json").write_text("{}"), "geen leesbare"),
        (lambda m: (m / "reservekopie.json").unlink(), "geen leesbare"),
    ],
    ids=["beschadigd", "half", "lege beschrijving", "geen kopie"],
)
def test_een_kapotte_kopie_verandert_niets(kapot: Any, waarom: str, plek: Plek, tmp_path: Path) -> None:
    oud = plek("oud")
    bouw(oud)
    maak(oud, tmp_path / "kopie")
    kapot(tmp_path / "kopie")
    nieuw = plek("nieuw")
    with pytest.raises(KopieKanNiet, match=waarom):
        zet_terug(nieuw, tmp_path / "kopie")
    assert reservekopie._tel(nieuw) == {}


def test_wie_al_gegevens_heeft_houdt_ze(plek: Plek, tmp_path: Path) -> None:
    oud = plek("oud")
    bouw(oud)
    maak(oud, tmp_path / "kopie")
    voor = afdruk(oud)
    with pytest.raises(KopieKanNiet, match="al gegevens"):
        zet_terug(oud, tmp_path / "kopie")
    assert afdruk(oud) == voor
    with pytest.raises(KopieKanNiet, match="bestaat al"):
        maak(oud, tmp_path / "kopie")


def test_een_andere_sleutel_wordt_geweigerd(plek: Plek, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    oud = plek("oud")
    bouw(oud)
    maak(oud, tmp_path / "kopie")
    nieuw = plek("nieuw")
    monkeypatch.setattr(reservekopie, "_afdruk_van_sleutel", lambda: "anders")
    with pytest.raises(KopieKanNiet, match="andere sleutel"):
        zet_terug(nieuw, tmp_path / "kopie")
