"""When is a batch of letters complete? It is made out of sight and appears under its name in one stroke."""

import contextlib
import csv
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

from models.bulk import in_delen
from tasks.drukpers import KOLOMMEN, PER_DRUKBESTAND, Drukdeel, schrijf_vast
from tasks.omgeving import omgeving

MANIFEST = "manifest.csv"
WERK = ".werk"


def batchmap(batch: str) -> Path:
    """Return the folder of a batch. When it is there, it is complete, and nothing in it changes any more."""
    return omgeving().uitgang / "brieven" / batch


def is_compleet(batch: str) -> bool:
    """Tell whether a batch was made and put in its place."""
    return (batchmap(batch) / MANIFEST).exists()


def notitie(batch: str) -> Path:
    """Return where the adapter of the print room may remember how far it came with a batch."""
    pad = _werk() / f"{batch}.bezorging"
    pad.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    return pad


def _werk() -> Path:
    return omgeving().uitgang / "brieven" / WERK


@contextlib.contextmanager
def werkmap(batch: str) -> Iterator[Path]:
    """Give an empty folder in which to make a batch; what an earlier attempt left is removed, and so is the rest.

    Its name is new each time: a process that outlived its flow can write into no folder but its own.
    """
    for rest in _werk().glob(f"{batch}.*.map"):
        shutil.rmtree(rest, ignore_errors=True)
    map_ = _werk() / f"{batch}.{uuid4().hex}.map"
    map_.mkdir(parents=True, mode=0o750)
    try:
        yield map_
    finally:
        shutil.rmtree(map_, ignore_errors=True)


def deel_op(map_: Path, leden: Sequence[tuple[str, bool]]) -> list[Drukdeel]:
    """Cut a batch into print files. A letter that is no longer in hand keeps its place, so the others keep theirs."""
    delen = [
        Drukdeel(map_, nummer, tuple(bericht for bericht, bezig in stuk if bezig))
        for nummer, stuk in enumerate(in_delen(leden, PER_DRUKBESTAND), 1)
    ]
    return [deel for deel in delen if deel.ids]


def voltooi(map_: Path, batch: str, delen: Sequence[Drukdeel]) -> None:
    """Write the manifest and put the batch in its place; from then on it is what the print room gets."""
    with schrijf_vast(map_ / MANIFEST) as manifest:
        manifest.write((";".join(KOLOMMEN) + "\n").encode())
        for deel in delen:
            manifest.write(deel.regels.read_bytes())
    for deel in delen:
        deel.regels.unlink()
    _leg_vast(map_)
    os.rename(map_, batchmap(batch))
    _leg_vast(batchmap(batch).parent)


def _leg_vast(map_: Path) -> None:
    """Let the names in a folder survive a power failure."""
    beschrijving = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(beschrijving)
    finally:
        os.close(beschrijving)


def lees_manifest(batch: str) -> dict[str, str]:
    """Return the letters of a complete batch with their sha256."""
    with (batchmap(batch) / MANIFEST).open(encoding="utf-8", newline="") as bestand:
        return {rij["bericht"]: rij["sha256"] for rij in csv.DictReader(bestand, delimiter=";")}
