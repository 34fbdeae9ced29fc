"""What may a gemeente choose, and within which limits? Reads one value of a beleid against one row of the table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

Waarde = int | bool | str | tuple[str, ...]
"""What a parameter can hold: a whole number, yes or no, one of the keuzes, or a list of words."""

Soort = Literal["getal", "ja/nee", "keuze", "lijst", "tekst"]

JA = frozenset({"ja", "true", "aan"})
NEE = frozenset({"nee", "false", "uit"})
SYNONIEMEN = {
    "none": "geen",
    "mail": "email",
    "e-mail": "email",
    "maand": "kalendermaand",
    "combinatie": "alleen in combinatie",
}
"""Words that people use for a keuze; read as the keuze itself."""


@dataclass(frozen=True)
class Bevinding:
    """One remark about a beleid, in Dutch: which key, what stands there, what is allowed and by which article."""

    sleutel: str
    waarde: str
    toegestaan: str = ""
    artikel: str = ""
    uitleg: str = ""

    def __str__(self) -> str:
        """Say the remark in one line."""
        delen = [f"{self.sleutel} = {self.waarde}" if self.waarde else self.sleutel]
        delen += [self.uitleg] if self.uitleg else []
        delen += [f"toegestaan: {self.toegestaan}"] if self.toegestaan else []
        return ": ".join(delen[:2]) + "".join(f"; {deel}" for deel in delen[2:]) + self._bron()

    def _bron(self) -> str:
        return f" ({self.artikel})" if self.artikel else ""


@dataclass(frozen=True)
class Parameter:
    """One choice of a gemeente: default, range, unit, source, and what it means in Dutch.

    `laagste` and `hoogste` are inclusive and only used for a getal. `wettelijk_minimum` marks the limits that
    stand in law: no gemeente may go below. `element` reads a tekst or one element of a lijst and raises ValueError;
    `minstens` is the smallest length of a lijst.
    """

    sleutel: str
    standaard: Waarde
    betekenis: str
    soort: Soort
    laagste: int = 0
    hoogste: int = 0
    keuzes: tuple[str, ...] = ()
    eenheid: str = ""
    artikel: str = ""
    wettelijk_minimum: int | None = None
    element: Callable[[str], str] = str
    minstens: int = 0

    @property
    def sectie(self) -> str:
        """The TOML table of this key; empty for a key at the top of the file."""
        return self.sleutel.rpartition(".")[0]

    @property
    def veld(self) -> str:
        """The name without its section: the key in TOML and the attribute in rules/beleid.py."""
        return self.sleutel.rpartition(".")[2]

    @property
    def toegestaan(self) -> str:
        """The allowed values in words."""
        if self.soort == "ja/nee":
            return "ja of nee"
        if self.keuzes:
            woorden = ", ".join(f'"{keuze}"' for keuze in self.keuzes)
            return f"een lijst met {woorden}" if self.soort == "lijst" else woorden
        if self.soort in ("lijst", "tekst"):
            return self.eenheid
        if self.laagste == self.hoogste:
            return f"alleen {self.laagste} {self.eenheid}"
        return f"{self.laagste} tot en met {self.hoogste} {self.eenheid}"

    @property
    def toelichting(self) -> str:
        """Meaning, range, unit and source in one Dutch line: the comment in a beleid file."""
        bron = f" ({self.artikel})" if self.artikel else ""
        return f"{self.betekenis} Toegestaan: {self.toegestaan}.{bron}"

    def lees(self, ruw: object) -> Waarde | Bevinding:
        """Return the value in its own type, or the Bevinding that says why it is refused."""
        match self.soort:
            case "getal":
                return self._lees_getal(ruw)
            case "ja/nee":
                return self._lees_ja_nee(ruw)
            case "keuze":
                return self._lees_keuze(ruw)
            case "lijst":
                return self._lees_lijst(ruw)
            case "tekst":
                return self._lees_tekst(ruw)

    def weiger(self, ruw: object, uitleg: str) -> Bevinding:
        """Return the refusal of a value, with the range and the article."""
        return Bevinding(self.sleutel, toon(ruw), self.toegestaan, self.artikel, uitleg)

    def _lees_getal(self, ruw: object) -> Waarde | Bevinding:
        if isinstance(ruw, bool) or not isinstance(ruw, int):
            return self.weiger(ruw, "dit moet een geheel getal zijn")
        if self.wettelijk_minimum is not None and ruw < self.wettelijk_minimum:
            return self.weiger(ruw, f"minder dan het wettelijk minimum van {self.wettelijk_minimum} {self.eenheid}")
        if not self.laagste <= ruw <= self.hoogste:
            return self.weiger(ruw, "dit getal valt buiten de grenzen")
        return ruw

    def _lees_ja_nee(self, ruw: object) -> Waarde | Bevinding:
        if isinstance(ruw, bool):
            return ruw
        woord = ruw.strip().casefold() if isinstance(ruw, str) else ""
        if woord in JA | NEE:
            return woord in JA
        return self.weiger(ruw, "dit moet ja of nee zijn")

    def _lees_keuze(self, ruw: object) -> Waarde | Bevinding:
        if not isinstance(ruw, str):
            return self.weiger(ruw, "dit moet een van de keuzes zijn, tussen aanhalingstekens")
        woord = " ".join(ruw.split()).casefold()
        for keuze in self.keuzes:
            if keuze.casefold() in (woord, SYNONIEMEN.get(woord)):
                return keuze
        return self.weiger(ruw, "deze keuze bestaat niet")

    def _lees_lijst(self, ruw: object) -> Waarde | Bevinding:
        delen = cast(Sequence[object], ruw) if isinstance(ruw, list | tuple) else None
        if delen is None or not all(isinstance(deel, str) for deel in delen):
            return self.weiger(cast(object, ruw), "dit moet een lijst van teksten zijn")
        ruw, woorden = delen, [str(deel).strip() for deel in delen]
        if self.keuzes and (fout := [woord for woord in woorden if woord not in self.keuzes]):
            return self.weiger(ruw, f"onbekend: {', '.join(fout)}")
        if len(set(woorden)) != len(woorden):
            return self.weiger(ruw, "een onderdeel staat er twee keer in")
        if len(woorden) < self.minstens:
            return self.weiger(ruw, f"deze lijst heeft minstens {self.minstens} onderdeel nodig")
        try:
            return tuple(self.element(woord) for woord in woorden)
        except ValueError as fout:
            return self.weiger(ruw, str(fout))

    def _lees_tekst(self, ruw: object) -> Waarde | Bevinding:
        if not isinstance(ruw, str):
            return self.weiger(ruw, "dit moet een tekst zijn, tussen aanhalingstekens")
        try:
            return self.element(ruw.strip())
        except ValueError as fout:
            return self.weiger(ruw, str(fout))


def toon(ruw: object) -> str:
    """Write a value as it would stand in a beleid file."""
    if isinstance(ruw, bool):
        return "ja" if ruw else "nee"
    if isinstance(ruw, str):
        return f'"{ruw}"'
    if isinstance(ruw, list | tuple):
        return "[" + ", ".join(toon(deel) for deel in cast(list[object], ruw)) + "]"
    return str(ruw)
