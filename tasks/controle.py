"""Is this machine ready for work? One list of checks; each says what is wrong and what to do, in Dutch."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tasks.fouten import Failure
from tasks.omgeving import Omgeving


class Oordeel(StrEnum):
    """What one check found."""

    GOED = "goed"
    LET_OP = "let op"
    """It works, and is not as it should be in production."""
    FOUT = "fout"
    UIT = "niet ingesteld"
    """This part is not in use here."""


@dataclass(frozen=True)
class Bevinding:
    """What one check found, and what to do about it."""

    onderdeel: str
    oordeel: Oordeel
    tekst: str = ""


Controle = Callable[[Omgeving], Iterator[Bevinding]]


def goed(onderdeel: str, tekst: str = "") -> Bevinding:
    """Return that a part is as it should be."""
    return Bevinding(onderdeel, Oordeel.GOED, tekst)


def let_op(onderdeel: str, tekst: str) -> Bevinding:
    """Return that a part works, and is not fit for production."""
    return Bevinding(onderdeel, Oordeel.LET_OP, tekst)


def fout(onderdeel: str, tekst: str) -> Bevinding:
    """Return that a part does not work."""
    return Bevinding(onderdeel, Oordeel.FOUT, tekst)


def uit(onderdeel: str, tekst: str = "") -> Bevinding:
    """Return that a part is not in use."""
    return Bevinding(onderdeel, Oordeel.UIT, tekst)


def controleer(waar: Omgeving, controles: Sequence[tuple[str, Controle]]) -> Iterable[Bevinding]:
    """Run every check; one that breaks is a finding itself. Nothing is changed, and nothing is sent."""
    for naam, controle in controles:
        try:
            yield from controle(waar)
        except Failure as geweigerd:
            yield fout(naam, str(geweigerd))
        except Exception as onverwacht:  # a check may meet anything; its words could name a host, file or person
            yield fout(naam, f"de controle zelf brak af ({type(onverwacht).__name__})")


def is_productie(waar: Omgeving) -> bool:
    """Tell whether colleagues or residents depend on this installation: then more is asked of it."""
    return waar.engine.dialect.name == "postgresql" or bool(waar.settings.werk_url)
