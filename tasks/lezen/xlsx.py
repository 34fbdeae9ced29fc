"""Which rows does a spreadsheet hold? The same answer as bestand.py gives for CSV, with typed cells made into text.

Read are the rows of the first sheet. The texts of a workbook stand in one shared table that openpyxl keeps in
memory; the limits on the unpacked size are what bounds it.
"""

import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tasks.lezen.bestand import STANDAARD, Grenzen, Kop, LeveringGeweigerd, RuweRij
from tasks.lezen.kolommen import BEDRAGKOLOMMEN, kopnaam

if TYPE_CHECKING:
    from openpyxl.cell import Cell

_MAX_RIJ = 1_048_576
# A spreadsheet keeps fifteen digits of a number; what comes after is lost without a trace.
_MAX_GEHEEL = 10**15
_KAPOT = "Het Excel-bestand is beschadigd of niet leesbaar; sla het opnieuw op als .xlsx of lever een CSV aan."


@dataclass
class XlsxBron:
    """The first sheet of a workbook; formulas and error values refuse their row."""

    pad: Path
    grenzen: Grenzen = STANDAARD
    _kopregel: int = 0
    _kolommen: list[str] = field(default_factory=list[str])

    def kop(self, bekend: Collection[str]) -> Kop:
        """Return the first row that is not empty."""
        controleer_zip(self.pad, self.grenzen)
        for nummer, cellen in self._rijen():
            namen = [_tekst(cel, "")[0].strip() for cel in cellen]
            while namen and not namen[-1]:
                namen.pop()
            if namen:
                self._kopregel, self._kolommen = nummer, [kopnaam(naam) for naam in namen]
                return Kop(namen, nummer)
        raise LeveringGeweigerd("Het eerste blad van het Excel-bestand is leeg; zet de rijen op het eerste blad.")

    def hernoem(self, kolommen: list[str]) -> None:
        """Tell which of our columns each column is, so that amounts are recognised under a profiel."""
        self._kolommen = kolommen

    def rijen(self) -> Iterator[RuweRij]:
        """Yield every row under the heading, empty ones included; the number is the one that Excel shows."""
        for nummer, cellen in self._rijen():
            if nummer > self._kopregel:
                yield self._rij(nummer, cellen)

    def _rij(self, nummer: int, cellen: tuple["Cell", ...]) -> RuweRij:
        breedte = len(self._kolommen)
        redenen: list[str] = []
        teksten: list[str] = []
        for kolom, cel in zip(self._kolommen, cellen, strict=False):
            tekst, reden = _tekst(cel, kolom)
            teksten.append(tekst)
            if reden:
                redenen.append(f"{kolom}: {reden}")
        teksten.extend([""] * (breedte - len(teksten)))
        if any(cel.value is not None for cel in cellen[breedte:]):
            redenen.append(f"te veel kolommen: er staat iets naast de {breedte} kolommen van de kopregel")
        return RuweRij(nummer, teksten, "; ".join(redenen))

    def _rijen(self) -> Iterator[tuple[int, tuple["Cell", ...]]]:
        from openpyxl import load_workbook

        try:
            boek: Any = load_workbook(self.pad, read_only=True, data_only=False, keep_links=False)
        except Exception:  # openpyxl raises whatever its parsers meet: zip, XML, key and value errors
            raise LeveringGeweigerd(_KAPOT) from None
        try:
            blad = boek.worksheets[0]
            blad.reset_dimensions()  # the size that a file claims for itself may be wrong
            yield from enumerate(blad.iter_rows(max_row=_MAX_RIJ), start=1)
        except Exception:  # the sheet itself is only parsed here, row by row
            raise LeveringGeweigerd(_KAPOT) from None
        finally:
            boek.close()


def controleer_zip(pad: Path, grenzen: Grenzen) -> None:
    """Raise LeveringGeweigerd unless this is a workbook that unpacks to a reasonable size."""
    try:
        with zipfile.ZipFile(pad) as archief:
            delen = archief.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError):
        raise LeveringGeweigerd(_KAPOT) from None
    if not any(deel.filename == "xl/workbook.xml" for deel in delen):
        raise LeveringGeweigerd("Het bestand is een ZIP en geen Excel-bestand; pak het uit en lever de CSV zelf aan.")
    uitgepakt = sum(deel.file_size for deel in delen)
    ingepakt = max(1, sum(deel.compress_size for deel in delen))
    # A small workbook full of repeated cells packs very well; only a large one can do harm.
    verdacht = uitgepakt > 10_000_000 and uitgepakt / ingepakt > grenzen.uitpakfactor
    if uitgepakt > grenzen.uitgepakt_bytes or verdacht:
        raise LeveringGeweigerd("Het Excel-bestand is uitgepakt te groot om veilig te lezen; lever het als CSV aan.")


def _tekst(cel: "Cell", kolom: str) -> tuple[str, str]:
    """Return the text of a typed cell and, where it may not be used, the reason."""
    waarde: object = cel.value
    if waarde is None:
        return "", ""
    if cel.data_type == "f":
        return str(waarde), "een formule is niet toegestaan; plak de uitkomst als waarde"
    if cel.data_type == "e":
        return str(waarde), "Excel geeft een fout in deze cel"
    if isinstance(waarde, bool):
        return ("ja" if waarde else "nee"), ""
    if isinstance(waarde, datetime):
        return (waarde.date().isoformat() if waarde.time() == time() else waarde.isoformat(" ")), ""
    if isinstance(waarde, date):
        return waarde.isoformat(), ""
    if isinstance(waarde, int | float):
        return _getal(waarde, kolom)
    return str(waarde), ""


def _getal(waarde: int | float, kolom: str) -> tuple[str, str]:
    """Write a number as the CSV form would: amounts with two decimals, the rest without a decimal part."""
    if not abs(waarde) < _MAX_GEHEEL:
        return str(waarde), "het getal is te lang voor Excel; maak de kolom op als tekst"
    if kolom in BEDRAGKOLOMMEN and abs(waarde * 100 - round(waarde * 100)) < 1e-6:
        return f"{waarde:.2f}", ""
    return (str(int(waarde)) if waarde == int(waarde) else str(waarde)), ""
