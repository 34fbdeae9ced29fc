# pyright: basic
"""What is left of a batch whose process is killed at any moment? After one more run: exactly one whole batch."""

import os
import shutil
import signal
import sys
from collections import Counter
from multiprocessing import get_context
from pathlib import Path

import pytest
from sqlalchemy import event

from models.database import engine
from tasks import drukmap, drukwerk
from tasks.omgeving import Omgeving
from tests.models.bouwers import JUNI_5, afdruk
from tests.models.omgevingen import instellingen, werk_in
from tests.tasks.drukken import BATCH, bestanden, brieven, manifest, statussen, zet_brieven_klaar

BAAS = get_context("forkserver")
BAAS.set_forkserver_preload(["tests.tasks.test_drukwerk_kapot"])

STAPPEN = frozenset({"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree"})
PER_BESTAND = 2


def _sterf_bij(home: Path, stap: int) -> None:
    """Print in this process, and die just before the n-th change of the file system or of the database."""
    nieuw, gedaan = werk_in(instellingen(home)), [0]
    drukmap.PER_DRUKBESTAND = PER_BESTAND

    def tel(*_: object) -> None:
        gedaan[0] += 1
        if gedaan[0] == stap:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(soort: str, gegevens: tuple[object, ...]) -> None:
        if soort in STAPPEN and str(home) in str(gegevens[0]):
            tel()

    event.listen(nieuw.engine, "commit", tel)
    sys.addaudithook(hook)
    drukwerk.verzend_brieven(JUNI_5)


def _kopie(bron: Path, home: Path) -> Omgeving:
    home.mkdir()
    shutil.copyfile(bron, home / "tijdig.db")
    engine.cache_clear()
    return werk_in(instellingen(home))


def test_killed_at_every_step(sqlite: Omgeving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drukmap, "PER_DRUKBESTAND", PER_BESTAND)
    zet_brieven_klaar(sqlite, 1, achternaam="王")
    zet_brieven_klaar(sqlite, 3, eerste=1)
    with sqlite.engine.connect() as db:
        db.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    bron = sqlite.settings.home / "tijdig.db"
    goed = _kopie(bron, tmp_path / "goed")
    assert drukwerk.verzend_brieven(JUNI_5) == Counter(verzonden=3, mislukt=1)
    batch, afloop = bestanden(brieven(goed)), afdruk(goed)
    assert len(manifest(brieven(goed) / BATCH)) == 3
    stap, met_batch = 0, 0
    while True:
        stap += 1
        nieuw = _kopie(bron, tmp_path / f"stap{stap}")
        kind = BAAS.Process(target=_sterf_bij, args=(nieuw.settings.home, stap))
        kind.start()
        kind.join(60)
        assert kind.exitcode in (0, -signal.SIGKILL)
        er = brieven(nieuw) / BATCH
        met_batch += er.exists() and statussen(nieuw).count("bezig") > 0
        assert not er.exists() or bestanden(er) == bestanden(brieven(goed) / BATCH), "never half a batch"
        drukwerk.verzend_brieven(JUNI_5)
        assert bestanden(brieven(nieuw)) == batch, stap
        assert afdruk(nieuw) == afloop, stap
        if kind.exitcode == 0:
            break
    assert stap > 20 and met_batch, "it died in every phase"
