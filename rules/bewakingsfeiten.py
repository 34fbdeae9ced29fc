"""What does the bewaking know? Facts of one gemeente and of the machine, as they were measured at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from rules.beleid import Beleid
from rules.levermaand import Geleverd


@dataclass(frozen=True)
class Mapstand:
    """What lies in the folder of one leverancier: files that were taken but not done, and newly refused ones."""

    leverancier: str
    bezig: int = 0
    bezig_sinds: datetime | None = None
    geweigerd: int = 0


@dataclass(frozen=True)
class Halve:
    """One delivery of which only a part was taken in, since a moment (aware UTC)."""

    leverancier: str
    levering_id: int
    sinds: datetime


@dataclass(frozen=True)
class Termijn:
    """The open taken of one afdeling whose legal term ends on one day, by the numbers of their zaken."""

    afdeling: str
    dag: date
    zaken: tuple[str, ...]


@dataclass(frozen=True)
class Poststand:
    """Berichten of one kanaal that should have left, whose answer stays away, or that stay uncertain."""

    kanaal: str
    klaargezet: int = 0
    bezig: int = 0
    onbekend: int = 0
    oudste: date | None = None


@dataclass(frozen=True)
class Wachtend:
    """A large zending that waits since a day until people release it."""

    zending_id: int
    kanaal: str
    dag: date
    aantal: int


@dataclass(frozen=True)
class Pauzestand:
    """One pause that holds since a moment (aware UTC); an empty gemeente means every gemeente."""

    soort: str
    gemeente: str
    waarde: str
    sinds: datetime


@dataclass(frozen=True)
class Ronde:
    """When the newest round ended (aware, Dutch time), and whether every zaak could go on."""

    op: datetime
    goed: bool = True
    gegevens: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Gemeentestand:
    """What was measured of one gemeente at a moment `nu` (aware, Dutch time)."""

    naam: str
    beleid: Beleid
    nu: datetime
    dag: date
    geleverd: Mapping[str, tuple[Geleverd, ...]] = field(default_factory=dict[str, tuple[Geleverd, ...]])
    """Per leverancier, also of those that the beleid does not name (any more); by hand is under an empty name."""
    halve: tuple[Halve, ...] = ()
    mappen: tuple[Mapstand, ...] = ()
    termijnen: tuple[Termijn, ...] = ()
    zonder_datum: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    te_stil: tuple[str, ...] = ()
    post: tuple[Poststand, ...] = ()
    wachtend: tuple[Wachtend, ...] = ()
    ronde: Ronde | None = None
    zaken_achter: int = 0
    """Zaken that were due before the day of the last round that should have run."""
    gepauzeerd: bool = False
    """Everything of this gemeente stands still because a person said so."""


@dataclass(frozen=True)
class Prefectbeeld:
    """What Prefect's server says of the machine: workers that are there, late runs and schedules that give no runs."""

    werkers: int
    verwacht: int = 1
    te_laat: Mapping[str, int] = field(default_factory=dict[str, int])
    zonder_schema: tuple[str, ...] = ()


@dataclass(frozen=True)
class Machinestand:
    """What was measured of the machine at a moment (aware UTC); None: it could not be measured.

    `maten` holds the size of Prefect's database in MB per day (ISO), that of today included.
    """

    nu: datetime
    pauzes: tuple[Pauzestand, ...] = ()
    prefect: Prefectbeeld | None = None
    maten: Mapping[str, float] | None = None
    grens_mb: int = 10_000
    portier: datetime | None = None
    """When the portier last gave a sign; None: never, this installation takes deliveries in by hand."""
