"""Where does a beleid stand? Reads the TOML files in `beleid/`, and knows the public holidays."""

import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import holidays

from rules.beleid import Beleid, BeleidFout, parse_beleid
from rules.parameters import Bevinding
from rules.tarief import Tarief, TariefFout, parse_tarieven

BELEIDSMAP = Path(__file__).resolve().parent.parent / "beleid"
TARIEVEN = "tarieven.toml"
JAREN = range(2015, 2061)
"""The years whose holidays are known: old aanslagen at one end, simulations far ahead at the other."""


class BeleidNietGevonden(FileNotFoundError):
    """Er is geen beleid met deze naam."""


@lru_cache(maxsize=1)
def feestdagen() -> frozenset[date]:
    """Return the public holidays of the Netherlands in JAREN (contracts.md §4: the `holidays` package, public only)."""
    return frozenset(holidays.country_holidays("NL", years=JAREN))


def beleidsnamen(folder: Path = BELEIDSMAP) -> tuple[str, ...]:
    """Return the names under which the beleidsbestanden of a folder can be loaded."""
    return tuple(sorted(pad.stem for pad in folder.glob("*.toml") if pad.name != TARIEVEN))


def laad_beleid(bron: str | Path, folder: Path = BELEIDSMAP) -> Beleid:
    """Return the beleid of a file, or of a gemeente by name.

    Raises BeleidNietGevonden when there is no such file, and BeleidFout with every problem in it. A file is read
    again only after it has changed.
    """
    pad = zoek_beleid(bron, folder)
    return _laad_beleid(pad, pad.stat().st_mtime_ns)


def lees_beleidsdata(bron: str | Path, folder: Path = BELEIDSMAP) -> dict[str, Any]:
    """Return the TOML document itself, for rules.beleid.met_parameter; raises as laad_beleid does."""
    return _lees_toml(zoek_beleid(bron, folder))


def zoek_beleid(bron: str | Path, folder: Path = BELEIDSMAP) -> Path:
    """Return the file of a path or of a name in any capitals; raises BeleidNietGevonden."""
    is_naam = isinstance(bron, str) and not bron.endswith(".toml") and "/" not in bron and "\\" not in bron
    pad = folder / f"{str(bron).casefold()}.toml" if is_naam else Path(bron)
    if pad.is_file() and not (is_naam and pad.name == TARIEVEN):
        return pad.resolve()
    bekend = ", ".join(beleidsnamen(folder)) or "geen"
    raise BeleidNietGevonden(f"Er is geen beleid {str(bron)!r}. Bekend: {bekend}.")


def laad_tarieven(pad: Path = BELEIDSMAP / TARIEVEN) -> tuple[Tarief, ...]:
    """Return the tarieven of a file, oldest first; raises TariefFout or FileNotFoundError."""
    return _laad_tarieven(pad, pad.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _laad_beleid(pad: Path, gewijzigd: int) -> Beleid:
    return parse_beleid(_lees_toml(pad), feestdagen())


@lru_cache(maxsize=8)
def _laad_tarieven(pad: Path, gewijzigd: int) -> tuple[Tarief, ...]:
    try:
        return parse_tarieven(tomllib.loads(pad.read_text(encoding="utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fout:
        raise TariefFout(f"{pad.name} is geen geldig TOML-bestand: {fout}") from fout


def _lees_toml(pad: Path) -> dict[str, Any]:
    """Read a file as TOML; raises BeleidFout that names the line."""
    try:
        return tomllib.loads(pad.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fout:
        uitleg = f"het bestand is niet te lezen: {fout}"
        raise BeleidFout((Bevinding(pad.name, "", "een geldig TOML-bestand in UTF-8", "", uitleg),)) from fout
