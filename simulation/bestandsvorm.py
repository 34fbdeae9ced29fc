"""How does a delivery look as a file? Every sender has a notation of its own; the same rows give the same bytes."""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from openpyxl import Workbook


class Vorm(StrEnum):
    """How a file is written."""

    UTF8 = "puntkomma, UTF-8"
    UTF8_BOM = "puntkomma, UTF-8 met BOM"
    WINDOWS = "puntkomma, Windows-1252"
    KOMMA = "komma, UTF-8"
    XLSX = "Excel"


@dataclass
class Bestand:
    """One delivery before it is written. `afgekeurd` and `dubbel` count the rows that were made bad or double."""

    dag: date
    soort: str
    vorm: Vorm = Vorm.UTF8
    partner: str = ""
    rijen: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    afgekeurd: int = 0
    dubbel: int = 0

    @property
    def naam(self) -> str:
        """The file name: kind, the day on which it is taken in, and the partner."""
        achter = f"-{self.partner}" if self.partner else ""
        return f"{self.soort}-{self.dag.isoformat()}{achter}.{'xlsx' if self.vorm == Vorm.XLSX else 'csv'}"


VORDERING_KOLOMMEN = (
    "aanslagnummer", "regel", "bsn", "voorletters", "voorvoegsel", "achternaam", "geboortedatum", "straat",
    "huisnummer", "toevoeging", "postcode", "woonplaats", "telefoon", "email", "belastingsoort", "belastingjaar",
    "bedrag", "dagtekening", "vervaldag", "openstaand",
)  # fmt: skip
MUTATIE_KOLOMMEN = ("aanslagnummer", "soort", "datum", "bedrag", "kenmerk")
SIGNAAL_KOLOMMEN = (
    "kenmerk", "partner", "sector", "bsn", "voorletters", "voorvoegsel", "achternaam", "geboortedatum", "straat",
    "huisnummer", "toevoeging", "postcode", "woonplaats", "telefoon", "email", "bedrag", "ontstaansdatum",
    "signaaldatum", "crisis", "warme_overdracht",
)  # fmt: skip
KOLOMMEN = {"vorderingen": VORDERING_KOLOMMEN, "mutaties": MUTATIE_KOLOMMEN, "signalen": SIGNAAL_KOLOMMEN}


def inhoud(bestand: Bestand) -> bytes:
    """Return the bytes of a delivery in its own notation."""
    kolommen = KOLOMMEN[bestand.soort]
    if bestand.vorm == Vorm.XLSX:
        return _xlsx(kolommen, bestand.rijen)
    tekst = schrijf_csv(kolommen, bestand.rijen, "," if bestand.vorm == Vorm.KOMMA else ";")
    naar: dict[Vorm, Callable[[bytes], bytes]] = {
        Vorm.WINDOWS: lambda b: _voor_windows(b.decode()).encode("cp1252"),
        Vorm.UTF8_BOM: lambda b: b"\xef\xbb\xbf" + b,
    }
    return naar.get(bestand.vorm, bytes)(tekst)


def schrijf_csv(kolommen: Sequence[str], rijen: Sequence[dict[str, str]], teken: str) -> bytes:
    """Return a CSV file in UTF-8."""
    uit = io.StringIO(newline="")
    schrijver = csv.DictWriter(uit, kolommen, delimiter=teken, lineterminator="\n")
    schrijver.writeheader()
    schrijver.writerows(rijen)
    return uit.getvalue().encode()


def _voor_windows(tekst: str) -> str:
    """Write letters that Windows-1252 lacks without their marks, as an old system does: Şahin becomes Sahin."""
    return "".join(teken if _past(teken) else _kaal(teken) for teken in tekst)


def _past(teken: str) -> bool:
    try:
        teken.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _kaal(teken: str) -> str:
    basis = unicodedata.normalize("NFKD", teken)[0]
    return basis if basis.isascii() else "i" if basis == "ı" else "?"


def _xlsx(kolommen: Sequence[str], rijen: Sequence[dict[str, str]]) -> bytes:
    """Return a workbook in which every part has the same old date, so that the bytes do not depend on the clock."""
    boek = Workbook(write_only=True)
    blad = boek.create_sheet("signalen")
    blad.append(list(kolommen))
    for rij in rijen:
        blad.append([rij[kolom] for kolom in kolommen])
    ruw, vast = io.BytesIO(), io.BytesIO()
    boek.save(ruw)
    with zipfile.ZipFile(ruw) as van, zipfile.ZipFile(vast, "w", zipfile.ZIP_DEFLATED) as naar:
        for deel in van.infolist():
            eigenschappen = deel.filename == "docProps/core.xml"
            delen = _zonder_klok(van.read(deel)) if eigenschappen else van.read(deel)
            naar.writestr(zipfile.ZipInfo(deel.filename), delen, zipfile.ZIP_DEFLATED)
    return vast.getvalue()


def _zonder_klok(xml: bytes) -> bytes:
    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", xml)
