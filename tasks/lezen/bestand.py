"""What is this file, and which rows does it hold? Bytes in, cells out; what the cells mean is for rijen.py.

Nothing here keeps more than one row in memory. A line number is the number that a text editor shows.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol, TextIO

from tasks.lezen.kolommen import kopnaam


class LeveringGeweigerd(Exception):
    """The file cannot be taken in; the message is one Dutch sentence without personal data."""


@dataclass(frozen=True)
class Grenzen:
    """How large a delivery may be: bytes of the file, characters of one line, bytes and ratio of an unpacked XLSX."""

    bestand_bytes: int = 250_000_000
    regel_tekens: int = 65_536
    record_regels: int = 20
    uitgepakt_bytes: int = 1_000_000_000
    uitpakfactor: int = 200


STANDAARD = Grenzen()


class Kop(NamedTuple):
    """The heading as it stands in the file, and its line number."""

    namen: list[str]
    regelnummer: int


class RuweRij(NamedTuple):
    """The cells of one row; `reden` says why the row cannot be trusted at all, or is empty."""

    regelnummer: int
    cellen: Sequence[str]
    reden: str = ""


class Bron(Protocol):
    """A file of which the form is known: CSV or XLSX."""

    def kop(self, bekend: Collection[str]) -> Kop:
        """Return the heading; raise LeveringGeweigerd where there is none."""
        ...

    def rijen(self) -> Iterator[RuweRij]:
        """Yield every row under the heading, from the first, in file order."""
        ...


class Afdruk(NamedTuple):
    """What one pass over the bytes tells."""

    sha256: str
    codering: str


# First bytes of what is sometimes delivered under the name of a CSV file.
_VREEMD: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "een PDF"),
    (b"PK\x03\x04", "een ZIP- of Excel-bestand"),
    (b"MZ", "een programma"),
    (b"\x7fELF", "een programma"),
    (b"\xd0\xcf\x11\xe0", "een oud of versleuteld Excel-bestand"),
    (b"\x1f\x8b", "een ingepakt bestand"),
    (b"7z\xbc\xaf", "een ingepakt bestand"),
    (b"Rar!", "een ingepakt bestand"),
    (b"\x89PNG", "een afbeelding"),
    (b"\xff\xd8\xff", "een afbeelding"),
    (b"{\\rtf", "een tekstdocument"),
)
_UTF16_32 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
_BLOK = 65_536
# Line number, text without line end, whether the line was longer than allowed.
_Regel = tuple[int, str, bool]


def controleer_bestand(pad: Path, grenzen: Grenzen) -> bytes:
    """Return the first bytes of a readable file of allowed size; raise LeveringGeweigerd otherwise."""
    try:
        omvang = pad.stat().st_size
        if not pad.is_file():
            raise LeveringGeweigerd("Dit is geen bestand maar een map; geef de naam van één bestand.")
        with pad.open("rb") as stroom:
            begin = stroom.read(4096)
    except (FileNotFoundError, NotADirectoryError):
        raise LeveringGeweigerd("Het bestand bestaat niet; controleer de naam en de map.") from None
    except (OSError, ValueError):
        raise LeveringGeweigerd("Het bestand kan niet worden gelezen; controleer de rechten op het bestand.") from None
    if omvang == 0:
        raise LeveringGeweigerd("Het bestand is leeg; vraag de leverancier om een nieuw bestand.")
    if omvang > grenzen.bestand_bytes:
        grens = f"{grenzen.bestand_bytes // 1_000_000} MB"
        raise LeveringGeweigerd(f"Het bestand is groter dan {grens}; splits het en lever de delen apart aan.")
    return begin


def weiger_vreemd(begin: bytes) -> None:
    """Raise LeveringGeweigerd for content that is not text, whatever the file is called."""
    for merk, naam in _VREEMD:
        if begin.startswith(merk):
            raise LeveringGeweigerd(
                f"Het bestand is geen CSV maar {naam}; lever een echte CSV aan, of een Excel-bestand met de naam .xlsx."
            )
    kop = begin.splitlines()[0] if begin.splitlines() else b""
    if begin.startswith(_UTF16_32) or b"\0" in kop:
        raise LeveringGeweigerd("De tekens in het bestand zijn niet te lezen; sla het op als CSV in UTF-8.")


def neem_afdruk(pad: Path) -> Afdruk:
    """Read the file once: its SHA-256, and whether it is UTF-8 or Windows-1252.

    A few broken bytes do not turn a UTF-8 file into Windows-1252, because every accent would then be wrong:
    the encoding that fits most of the lines with accents wins.
    """
    som = hashlib.sha256()
    wel = niet = 0
    with pad.open("rb") as stroom:
        bom = stroom.read(3) == codecs.BOM_UTF8
        stroom.seek(0)
        for regel in _brokken(stroom):
            som.update(regel)
            if not regel.isascii():
                if _is_utf8(regel):
                    wel += 1
                else:
                    niet += 1
    if bom:
        return Afdruk(som.hexdigest(), "utf-8-sig")
    return Afdruk(som.hexdigest(), "cp1252" if niet and niet >= wel else "utf-8")


def _brokken(stroom: BinaryIO) -> Iterator[bytes]:
    while brok := stroom.readline(_BLOK):
        yield brok


def _is_utf8(regel: bytes) -> bool:
    try:
        regel.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Regels:
    """The physical lines of a text, numbered from 1, with a way back for lines that were read too far."""

    def __init__(self, stroom: TextIO, grens: int) -> None:
        self._stroom = stroom
        self._grens = grens
        self._nummer = 0
        self._terug: list[_Regel] = []

    def volgende(self) -> _Regel | None:
        """Return number, text without line end, and whether the line was longer than allowed (then cut off)."""
        if self._terug:
            return self._terug.pop()
        regel = self._stroom.readline(self._grens)
        if not regel:
            return None
        self._nummer += 1
        if regel[-1] == "\n":
            return self._nummer, regel[:-1], False
        afgekapt = False
        while (rest := self._stroom.readline(self._grens)) and rest != "\n":
            afgekapt = True
            if rest[-1] == "\n":
                break
        return self._nummer, regel, afgekapt

    def leg_terug(self, regels: list[_Regel]) -> None:
        """Give lines back, so that they are read again in the same order."""
        self._terug.extend(reversed(regels))


@dataclass
class CsvBron:
    """A CSV file. Bytes that the encoding does not know become lone surrogates, which no cell may hold."""

    pad: Path
    codering: str
    grenzen: Grenzen = STANDAARD
    scheidingsteken: str = ";"
    breedte: int = 0
    kopregel: int = 0

    def kop(self, bekend: Collection[str]) -> Kop:
        """Find the heading and the separator: the one that gives most known headings."""
        with self._open() as stroom:
            nummer, regel = self._kopregel(_Regels(stroom, self.grenzen.regel_tekens))
        keuzes = [(teken, splits(regel, teken) or []) for teken in (";", ",")]
        teken, namen = max(keuzes, key=lambda keuze: sum(kopnaam(naam) in bekend for naam in keuze[1]))
        if any(kopnaam(naam) in bekend for naam in regel.split("\t")) and "\t" in regel:
            raise LeveringGeweigerd("De kolommen zijn gescheiden door tabs; sla het bestand op met ; of , ertussen.")
        self.scheidingsteken, self.breedte, self.kopregel = teken, len(namen), nummer
        return Kop(namen, nummer)

    def rijen(self) -> Iterator[RuweRij]:
        """Yield one RuweRij per record under the heading; empty lines too, as rows with empty cells."""
        with self._open() as stroom:
            regels = _Regels(stroom, self.grenzen.regel_tekens)
            while (gelezen := regels.volgende()) is not None:
                nummer, regel, te_lang = gelezen
                if nummer <= self.kopregel:
                    continue
                if te_lang:
                    yield RuweRij(nummer, [regel[:200]], f"de regel is langer dan {self.grenzen.regel_tekens} tekens")
                elif '"' in regel:
                    yield from self._met_aanhalingstekens(gelezen, regels)
                else:
                    yield self._beoordeel(nummer, regel.split(self.scheidingsteken))

    def _open(self) -> TextIO:
        return self.pad.open(encoding=self.codering, errors="surrogateescape", newline=None)

    def _kopregel(self, regels: _Regels) -> tuple[int, str]:
        while (gelezen := regels.volgende()) is not None:
            nummer, regel, _ = gelezen
            # Excel puts "sep=;" above the heading when it is told which separator to use.
            if regel.strip("\ufeff \t;,") and not regel.lower().startswith("sep="):
                return nummer, regel
        raise LeveringGeweigerd("Het bestand is leeg; vraag de leverancier om een nieuw bestand.")

    def _met_aanhalingstekens(self, eerste: _Regel, regels: _Regels) -> Iterator[RuweRij]:
        """Read a record that may run over several lines.

        A quote that is never closed must cost one row and not the rest of the file: when the lines that follow do
        not make a whole record, only the first line is refused and the others are read again on their own. When
        they do, but a cell holds what looks like a row, nobody can tell what was meant: every line is refused.
        """
        verder = self._tot_gesloten(eerste, regels)
        record = "\n".join([eerste[1], *[regel for _, regel, _ in verder]])
        cellen = splits(record, self.scheidingsteken)
        if cellen is None or (verder and len(cellen) != self.breedte):
            regels.leg_terug(verder)
            yield self._geweigerd(eerste, "een aanhalingsteken wordt niet geopend of gesloten zoals het hoort")
        elif verder and any(map(self._slokt_rij_op, cellen)):
            for deel in (eerste, *[regel for regel in verder if regel[1].strip()]):
                yield self._geweigerd(deel, "een aanhalingsteken loopt door over meer rijen")
        else:
            yield self._beoordeel(eerste[0], cellen)

    def _slokt_rij_op(self, cel: str) -> bool:
        return any(regel.count(self.scheidingsteken) >= self.breedte - 1 for regel in cel.split("\n")[1:])

    def _tot_gesloten(self, eerste: _Regel, regels: _Regels) -> list[_Regel]:
        """Read on until the quotes are paired, within limits; return the lines after the first."""
        verder: list[_Regel] = []
        aantal, lengte = eerste[1].count('"'), len(eerste[1])
        while aantal % 2 and len(verder) < self.grenzen.record_regels and lengte < self.grenzen.regel_tekens:
            gelezen = regels.volgende()
            if gelezen is None:
                break
            verder.append(gelezen)
            aantal += gelezen[1].count('"')
            lengte += len(gelezen[1])
        return verder

    def _geweigerd(self, regel: _Regel, reden: str) -> RuweRij:
        return RuweRij(regel[0], regel[1].split(self.scheidingsteken), reden)

    def _beoordeel(self, nummer: int, cellen: list[str]) -> RuweRij:
        aantal = len(cellen)
        if aantal == self.breedte or not any(map(str.strip, cellen)):
            return RuweRij(nummer, cellen)
        ander = "," if self.scheidingsteken == ";" else ";"
        if aantal == 1 and cellen[0].count(ander) >= self.breedte - 1:
            return RuweRij(nummer, cellen, f"de kolommen zijn gescheiden door {ander} en die van de kopregel niet")
        meer = "te veel" if aantal > self.breedte else "te weinig"
        return RuweRij(nummer, cellen, f"{meer} kolommen: {aantal} in plaats van {self.breedte}")


def splits(record: str, scheidingsteken: str) -> list[str] | None:
    """Split one record by the rules of CSV; None where its quotes are wrong."""
    try:
        rijen = list(csv.reader(io.StringIO(record, newline="\n"), delimiter=scheidingsteken, strict=True))
    except csv.Error:
        return None
    return rijen[0] if len(rijen) == 1 else None
