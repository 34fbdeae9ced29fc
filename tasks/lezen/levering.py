"""May this delivery be taken in, and what are its rows? Opens a file, checks it as a whole, then yields row by row.

Decisions: a file with only a heading is accepted with no rows, because "nothing to report" is an answer and silence
is not. Wholly empty rows are skipped and counted in `lege_regels`. A name that is no .xlsx is read as CSV.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tasks.lezen.bestand import (
    STANDAARD,
    Bron,
    CsvBron,
    Grenzen,
    LeveringGeweigerd,
    RuweRij,
    controleer_bestand,
    neem_afdruk,
    weiger_vreemd,
)
from tasks.lezen.kolommen import KOLOMMEN, Leveringsoort, kopnaam
from tasks.lezen.profiel import Profiel
from tasks.lezen.rijen import Rijwaarde, lees_rij
from tasks.lezen.veilig import maak_schoon
from tasks.lezen.xlsx import XlsxBron


@dataclass(frozen=True, slots=True)
class Aanvaardbaar:
    """A row that passed every check; `bron` holds the cells as delivered, by the heading of the file."""

    regelnummer: int
    rij: Rijwaarde
    opmerkingen: tuple[str, ...]
    bron: dict[str, str]


@dataclass(frozen=True, slots=True)
class Afgekeurd:
    """A row that is refused, with every reason; `bron` holds the cells as delivered, however many there are."""

    regelnummer: int
    bron: Sequence[str]
    redenen: tuple[str, ...]


Rij = Aanvaardbaar | Afgekeurd


class Levering:
    """A delivery that may be read. Iterating opens the file anew and yields one Rij for every row, in file order.

    Iterating raises LeveringGeweigerd when the file changed since it was opened, or when a spreadsheet turns out to
    be damaged half-way: taking the repaired file in again then has the same effect as taking it in once.
    """

    def __init__(self, pad: Path, soort: Leveringsoort, bron: Bron, sha256: str) -> None:
        self.pad = pad
        self.soort = soort
        self.sha256 = sha256
        self.kolommen: tuple[str, ...] = ()
        self.onbekende_kolommen: tuple[str, ...] = ()
        self.lege_regels = 0
        self._bron = bron
        self._plaatsen: list[tuple[int, str]] = []
        self._stand = _stand(pad)

    def lees_kop(self, profiel: Profiel | None) -> list[str]:
        """Find out which column is which; return our names in file order. Raises LeveringGeweigerd."""
        bekend = {*KOLOMMEN[self.soort].alle, *(profiel.kolommen if profiel else ())}
        namen = self._bron.kop(bekend).namen
        onze = [profiel.naar_ons(kopnaam(naam)) if profiel else kopnaam(naam) for naam in namen]
        _controleer_kop(onze, self.soort)
        self.kolommen = tuple(naam.strip("\ufeff ") for naam in namen)
        self._plaatsen = [(plaats, naam) for plaats, naam in enumerate(onze) if naam in KOLOMMEN[self.soort].alle]
        gekend = {plaats for plaats, _ in self._plaatsen}
        self.onbekende_kolommen = tuple(
            _toonbaar(naam) for plaats, naam in enumerate(self.kolommen) if plaats not in gekend and naam
        )
        return onze

    def __iter__(self) -> Iterator[Rij]:
        self._controleer_stand()
        self.lege_regels = 0
        plaatsen = [plaats for plaats, _ in self._plaatsen]
        namen = [naam for _, naam in self._plaatsen]
        for ruw in self._bron.rijen():
            if not any(map(str.strip, ruw.cellen)) and not ruw.reden:
                self.lege_regels += 1
            elif ruw.reden:
                yield Afgekeurd(ruw.regelnummer, ruw.cellen, (ruw.reden,))
            else:
                yield self._beoordeel(ruw, plaatsen, namen)
        self._controleer_stand()

    def _controleer_stand(self) -> None:
        """Raise LeveringGeweigerd when the file is no longer the one of which `sha256` speaks."""
        if _stand(self.pad) != self._stand:
            raise LeveringGeweigerd("Het bestand is veranderd tijdens het lezen; begin opnieuw als het compleet is.")

    def _beoordeel(self, ruw: RuweRij, plaatsen: list[int], namen: list[str]) -> Rij:
        nummer, cellen, _ = ruw
        schoon, onveilig = maak_schoon([cellen[plaats] for plaats in plaatsen], namen)
        if onveilig:
            return Afgekeurd(nummer, cellen, tuple(onveilig))
        rij, redenen, opmerkingen = lees_rij(self.soort, dict(zip(namen, schoon, strict=True)))
        if rij is None:
            return Afgekeurd(nummer, cellen, redenen)
        return Aanvaardbaar(nummer, rij, opmerkingen, dict(zip(self.kolommen, cellen, strict=True)))


def open_levering(
    pad: Path, soort: Leveringsoort, profiel: Profiel | None = None, grenzen: Grenzen = STANDAARD
) -> Levering:
    """Open one delivery; raise LeveringGeweigerd when it cannot be taken in as a whole."""
    if profiel is not None and profiel.soort != soort:
        raise LeveringGeweigerd(
            f"Het profiel is voor {profiel.soort} en de levering is {soort}; kies het goede profiel."
        )
    begin = controleer_bestand(pad, grenzen)
    if pad.suffix.lower() == ".xlsx":
        if not begin.startswith(b"PK"):
            raise LeveringGeweigerd(
                "De naam eindigt op .xlsx maar het bestand is geen leesbaar Excel-bestand; "
                "lever een CSV aan met de naam .csv of sla het opnieuw op als .xlsx."
            )
        bron = XlsxBron(pad, grenzen)
        levering = Levering(pad, soort, bron, neem_afdruk(pad).sha256)
        bron.hernoem(levering.lees_kop(profiel))
        return levering
    weiger_vreemd(begin)
    afdruk = neem_afdruk(pad)
    levering = Levering(pad, soort, CsvBron(pad, afdruk.codering, grenzen), afdruk.sha256)
    levering.lees_kop(profiel)
    return levering


def _controleer_kop(onze: list[str], soort: Leveringsoort) -> None:
    """Check the heading. Only names of ours are shown: without a heading, the first line is about a resident."""
    kolommen = KOLOMMEN[soort]
    aantallen = Counter(naam for naam in onze if naam in kolommen.alle)
    if not aantallen:
        raise LeveringGeweigerd(
            f"De eerste regel is geen kopregel voor {soort}; zet de kolomnamen erboven of gebruik een profiel."
        )
    if dubbel := [naam for naam, aantal in aantallen.items() if aantal > 1]:
        raise LeveringGeweigerd(f"Deze kolom staat twee keer in de kopregel: {', '.join(dubbel)}; haal er één weg.")
    if ontbreekt := [naam for naam in kolommen.alle if naam in kolommen.verplicht and naam not in aantallen]:
        raise LeveringGeweigerd(
            f"Deze verplichte kolommen ontbreken: {', '.join(ontbreekt)}; vul ze aan of gebruik een profiel."
        )


def _toonbaar(naam: str) -> str:
    return "".join(teken if teken.isprintable() else "?" for teken in naam[:60])


def _stand(pad: Path) -> tuple[int, int]:
    """Return size and time of change, by which a file that is still being uploaded or moved away is noticed."""
    try:
        toestand = pad.stat()
    except OSError:
        return -1, -1
    return toestand.st_size, toestand.st_mtime_ns
