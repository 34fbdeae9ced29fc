"""In which surroundings does a process work that helps to print? In those of the process that asked for help."""

from dataclasses import dataclass, field

from rules.beleid import Beleid
from settings import Settings
from tasks.drukbatch import gemeenten_van_brieven
from tasks.omgeving import gebruik, maak, omgeving


@dataclass(frozen=True)
class Ploeg:
    """The surroundings, in a form that goes from one process to another on the same machine."""

    settings: Settings = field(repr=False)
    beleid: dict[str, Beleid]


def beschrijf() -> Ploeg:
    """Describe the surroundings of this process, with the beleid of every gemeente that has letters."""
    waar = omgeving()
    return Ploeg(waar.settings, {naam: waar.beleid(naam) for naam in gemeenten_van_brieven()})


def kom_helpen(ploeg: Ploeg) -> None:
    """Work in those surroundings from now on; the first thing that a new process does."""
    gebruik(maak(ploeg.settings, lambda naam: ploeg.beleid[naam]))
