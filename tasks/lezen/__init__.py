"""Reading deliveries: a file in, checked rows out. No database here."""

from tasks.lezen.afgekeurd import AfgekeurdSchrijver, pad_van_afgekeurd
from tasks.lezen.bestand import Grenzen, LeveringGeweigerd
from tasks.lezen.kolommen import Leveringsoort
from tasks.lezen.levering import Aanvaardbaar, Afgekeurd, Levering, Rij, open_levering
from tasks.lezen.profiel import Profiel, ProfielGeweigerd, lees_profiel

__all__ = [
    "Aanvaardbaar",
    "Afgekeurd",
    "AfgekeurdSchrijver",
    "Grenzen",
    "Levering",
    "LeveringGeweigerd",
    "Leveringsoort",
    "Profiel",
    "ProfielGeweigerd",
    "Rij",
    "lees_profiel",
    "open_levering",
    "pad_van_afgekeurd",
]
