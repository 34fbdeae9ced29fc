"""In which surroundings does this process work? Database, settings and beleid, found once and handed to every task."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from models import sleutels
from models.beleidsbestand import laad_beleid, laad_tarieven
from models.database import engine
from rules.beleid import Beleid, BeleidFout
from rules.bezorging import Geduld
from rules.tarief import Tarief
from settings import Settings, settings


@dataclass(frozen=True)
class Omgeving:
    """What tasks need of the place they run in."""

    settings: Settings
    engine: Engine
    beleid: Callable[[str], Beleid]
    tarieven: tuple[Tarief, ...]
    nu: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))
    """The moment (aware UTC) by which the hours are kept in which a resident may be disturbed."""

    @property
    def geduld(self) -> Geduld:
        """How long is waited for answers and receipts of a provider."""
        gekozen = self.settings
        return Geduld(timedelta(seconds=gekozen.bezig_na_s), timedelta(seconds=gekozen.bewijs_na_s))

    @property
    def uitgang(self) -> Path:
        """The folder in which post leaves as files."""
        return self.settings.uitgang


_huidig: list[Omgeving] = []


def omgeving() -> Omgeving:
    """Return the surroundings of this process, made from the settings at first use."""
    if not _huidig:
        gebruik(maak(settings()))
    return _huidig[0]


def heeft_beleid(gemeente: str) -> bool:
    """Tell whether the beleid of a gemeente can be read: one whose beleid is broken holds up no other."""
    try:
        omgeving().beleid(gemeente)
    except (BeleidFout, OSError):
        return False
    return True


def gebruik(nieuw: Omgeving) -> None:
    """Work in these surroundings from now on (a story or a demo brings its own)."""
    _huidig[:] = [nieuw]


def maak(gekozen: Settings, beleid: Callable[[str], Beleid] | None = None) -> Omgeving:
    """Build the surroundings of these settings; reads or makes the keys of the installation."""
    sleutels.gebruik(sleutels.laad(gekozen.sleutel.get_secret_value(), gekozen.home.absolute() / "sleutel"))
    return Omgeving(
        gekozen,
        engine(gekozen.url),
        beleid or (lambda naam: laad_beleid(naam, gekozen.beleid)),
        laad_tarieven(),
    )
