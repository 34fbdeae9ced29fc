"""How does another layout map to ours? A profiel is a small TOML file: their heading -> our column.

    soort = "vorderingen"

    [kolommen]
    "Aanslagbiljetnr" = "aanslagnummer"
    "Datum dagtekening" = "dagtekening"

Headings that already have our name need no line.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.lezen.bestand import LeveringGeweigerd
from tasks.lezen.kolommen import KOLOMMEN, Leveringsoort, kopnaam

_SLEUTELS = frozenset({"soort", "kolommen"})


class ProfielGeweigerd(LeveringGeweigerd):
    """The profiel cannot be used; the message is one Dutch sentence."""


@dataclass(frozen=True)
class Profiel:
    """A mapping of headings, both sides as `kopnaam` writes them."""

    soort: Leveringsoort
    kolommen: Mapping[str, str]

    def naar_ons(self, kop: str) -> str:
        """Return our name of a heading; a heading that the profiel does not know keeps its own."""
        return self.kolommen.get(kop, kop)


def lees_profiel(pad: Path) -> Profiel:
    """Read a profiel from TOML; raise ProfielGeweigerd that says which line to change."""
    try:
        inhoud: dict[str, Any] = tomllib.loads(pad.read_text(encoding="utf-8-sig"))
    except OSError:
        raise ProfielGeweigerd("Het profiel kan niet worden gelezen; controleer de naam en de map.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fout:
        raise ProfielGeweigerd(f"Het profiel is geen geldige TOML ({fout}); verbeter het profiel.") from None
    if onbekend := sorted(set(inhoud) - _SLEUTELS):
        raise ProfielGeweigerd(f"Het profiel heeft een onbekende sleutel: {', '.join(onbekend)}; haal die weg.")
    try:
        soort = Leveringsoort(inhoud.get("soort", ""))
    except ValueError:
        raise ProfielGeweigerd(f"Zet in het profiel soort op een van: {', '.join(Leveringsoort)}.") from None
    return Profiel(soort, _lees_kolommen(inhoud.get("kolommen"), soort))


def _lees_kolommen(kolommen: object, soort: Leveringsoort) -> dict[str, str]:
    if not isinstance(kolommen, dict) or not kolommen:
        raise ProfielGeweigerd('Het profiel mist [kolommen]; zet daar regels als "hun kop" = "onze kolom".')
    naar_ons: dict[str, str] = {}
    for hun, ons in kolommen.items():  # pyright: ignore[reportUnknownVariableType]
        doel = kopnaam(ons) if isinstance(ons, str) else ""
        if doel not in KOLOMMEN[soort].alle:
            raise ProfielGeweigerd(f"Het profiel wijst {hun} naar een kolom die {soort} niet heeft; kies een andere.")
        if doel in naar_ons.values():
            raise ProfielGeweigerd(f"Het profiel wijst twee koppen naar {doel}; laat er één staan.")
        naar_ons[kopnaam(str(hun))] = doel  # pyright: ignore[reportUnknownArgumentType]
    return naar_ons
