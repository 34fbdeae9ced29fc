# pyright: basic
"""Helpers for tests of the print room: letters that are due, and what stands in a batch."""

import csv
import hashlib
import io
from pathlib import Path

import pikepdf
from pdfplumber import open as open_pdf
from sqlalchemy import text

from models.database import schrijven
from tasks import stappen
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, JUNI_5, een_persoon, een_vordering, lees, leg_op, zaken

BATCH = f"{GEMEENTE}-2026-06-05-incasso"


def zet_brieven_klaar(waar: Omgeving, aantal: int = 3, eerste: int = 0, **anders: object) -> list[str]:
    """Let so many residents get a herinnering on 5 June; returns the ids of all letters."""
    personen = [een_persoon(n, **anders) for n in range(eerste, eerste + aantal)]
    leg_op(waar, [een_vordering(p, f"A{eerste + n}") for n, p in enumerate(personen)], levering=f"L{eerste}")
    stappen.zet(zaken(waar), GEMEENTE, JUNI_5)
    return [b for (b,) in lees(waar, "bericht", "id")]


def brieven(waar: Omgeving) -> Path:
    return waar.uitgang / "brieven"


def bestanden(map_: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, hidden ones too."""
    return {str(pad.relative_to(map_)): pad.read_bytes() for pad in sorted(map_.rglob("*")) if pad.is_file()}


def manifest(map_: Path) -> list[dict[str, str]]:
    """Return the lines of a manifest, after checking them against the files that they tell of."""
    rijen = list(csv.DictReader((map_ / "manifest.csv").open(encoding="utf-8", newline=""), delimiter=";"))
    for rij in rijen:
        pdf = (map_ / rij["bestand"]).read_bytes()
        assert hashlib.sha256(pdf).hexdigest() == rij["sha256"]
        with pikepdf.open(io.BytesIO(pdf)) as los:
            assert len(los.pages) == int(rij["paginas"])
    return rijen


def tekst_van(pad: Path, pagina: int = 1) -> str:
    """Return the words on one page, counted from 1."""
    with open_pdf(pad) as pdf:
        return pdf.pages[pagina - 1].extract_text()


def statussen(waar: Omgeving) -> list[str]:
    return [s for (s,) in lees(waar, "bericht", "status")]


def weer_in_hand(waar: Omgeving) -> None:
    """Forget that the letters left, as a process does that dies just before it writes that down."""
    opdracht = "UPDATE bericht SET status = 'bezig', kenmerk = '', verzonden_op = NULL, volgende_controle = :lang"
    with schrijven(waar.engine) as db:
        db.execute(text(opdracht), {"lang": "2026-01-01 00:00:00+00:00"})
