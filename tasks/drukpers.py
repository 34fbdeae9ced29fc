"""How do some hundreds of letters become PDFs, one print file and their lines in the manifest?

It reads the database and writes files, nothing else: so it runs in a process of its own, and again after a crash.
"""

import csv
import hashlib
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pikepdf

from models.database import lezen
from tasks.brief_pdf import maak_pdf
from tasks.briefgegevens import Briefgegevens, schoon
from tasks.fouten import OnjuisteInstelling, PermanentFailure
from tasks.lezen.afgekeurd import veilige_cel
from tasks.omgeving import omgeving
from tasks.poststuk import Klaar, haal, schrijf_bericht

PER_DRUKBESTAND = 200
"""Letters in one print file, which are also the letters that are in memory together."""
ADRESREGELS = 6
KOLOMMEN = (
    "bericht", "soort", "bestand", "sha256", "paginas", "drukbestand", "eerste_pagina",
    *(f"adresregel{n}" for n in range(1, ADRESREGELS + 1)),
)  # fmt: skip


@dataclass(frozen=True)
class Drukdeel:
    """The letters of one print file: its number in the batch, the folder to write in, and which letters."""

    map: Path
    nummer: int
    ids: tuple[str, ...]

    @property
    def drukbestand(self) -> str:
        """The name of the print file."""
        return f"druk-{self.nummer:03d}.pdf"

    @property
    def regels(self) -> Path:
        """The lines of the manifest of these letters, until the batch is put together."""
        return self.map / f".deel-{self.nummer:05d}.csv"


@dataclass(frozen=True)
class Mislukt:
    """A letter that could not be made, and why (Dutch, no personal data); `voorgoed`: another try has no use."""

    bericht: str
    reden: str
    voorgoed: bool = True


@dataclass(frozen=True)
class Gedrukt:
    """What became of one Drukdeel: how many letters stand in the folder, and which could not be made."""

    aantal: int
    mislukt: tuple[Mislukt, ...]


def druk(deel: Drukdeel) -> Gedrukt:
    """Make the letters of one print file. The same letters give the same bytes.

    Raises OnjuisteInstelling, for then no letter at all can be made, and OSError when the folder cannot be written.
    """
    with lezen(omgeving().engine) as db:
        stukken = haal(db, list(deel.ids))
    mislukt: list[Mislukt] = []
    regels: list[list[str]] = []
    with pikepdf.new() as drukbestand:
        for klaar in stukken:
            gemaakt = _maak(klaar)
            if isinstance(gemaakt, Mislukt):
                mislukt.append(gemaakt)
            else:
                regels.append(_leg_neer(deel, klaar, gemaakt, drukbestand))
        if regels:
            with schrijf_vast(deel.map / deel.drukbestand) as bestand:
                drukbestand.save(bestand, deterministic_id=True)
    _schrijf_regels(deel.regels, regels)
    return Gedrukt(len(regels), tuple(mislukt))


@dataclass(frozen=True, repr=False)
class _Brief:
    pdf: bytes
    adres: tuple[str, ...]


def _maak(klaar: Klaar) -> _Brief | Mislukt:
    try:
        tekst, gegevens = schrijf_bericht(klaar, omgeving().beleid(klaar.gemeente))
        return _Brief(maak_pdf(tekst, gegevens), _adres(gegevens))
    except OnjuisteInstelling:
        raise
    except PermanentFailure as fout:
        return Mislukt(klaar.id, (type(fout).__doc__ or type(fout).__name__).strip())
    except Exception as fout:  # a mistake of ours in one letter: the other letters leave, this one is tried again
        return Mislukt(klaar.id, f"de brief is niet gemaakt ({type(fout).__name__})", voorgoed=False)


def _adres(gegevens: Briefgegevens) -> tuple[str, ...]:
    """Return the lines in the window of the envelope, as many as the manifest has columns for."""
    regels = [veilige_cel(schoon(regel)) for regel in (gegevens.naam, *gegevens.adresregels)]
    return tuple((regels + [""] * ADRESREGELS)[:ADRESREGELS])


def _leg_neer(deel: Drukdeel, klaar: Klaar, brief: _Brief, drukbestand: pikepdf.Pdf) -> list[str]:
    """Write one letter as PDF and put it behind the others in the print file; returns its line in the manifest."""
    naam, eerste = f"{klaar.id}.pdf", len(drukbestand.pages) + 1
    with schrijf_vast(deel.map / naam) as bestand:
        bestand.write(brief.pdf)
    with pikepdf.open(io.BytesIO(brief.pdf)) as los:
        drukbestand.pages.extend(los.pages)
        paginas = len(los.pages)
    sha256 = hashlib.sha256(brief.pdf).hexdigest()
    vast = [klaar.id, klaar.soort.value, naam, sha256, str(paginas), deel.drukbestand, str(eerste)]
    return [*vast, *brief.adres]


def _schrijf_regels(pad: Path, regels: list[list[str]]) -> None:
    tekst = io.StringIO()
    csv.writer(tekst, delimiter=";", lineterminator="\n").writerows(regels)
    with schrijf_vast(pad) as bestand:
        bestand.write(tekst.getvalue().encode())


@contextmanager
def schrijf_vast(pad: Path) -> Iterator[BinaryIO]:
    """Write a file that survives a power failure; for its owner and group only, because it names residents."""
    beschrijving = os.open(pad, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o640)
    with os.fdopen(beschrijving, "w+b") as bestand:
        yield bestand
        bestand.flush()
        os.fsync(bestand.fileno())
