"""What can a rule decide? One action, and the name of the rule that chose it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.log import Logregel, Soort
from rules.woorden import Berichtsoort, Kanaal, Overslaanreden, Reden, Taaksoort


@dataclass(frozen=True)
class Wait:
    """Do nothing until a day; None means until a fact arrives (looked at again after incasso.hertoets_d days)."""

    until: date | None = None


@dataclass(frozen=True)
class Rest:
    """The zaak is closed: no next date."""


@dataclass(frozen=True)
class SendBericht:
    """Put one bericht ready for the resident."""

    soort: Berichtsoort
    kanaal: Kanaal = Kanaal.BRIEF
    poging: int = 1
    feiten: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class MaakTaak:
    """Put one taak on the worklist of a person."""

    soort: Taaksoort
    poging: int = 1
    feiten: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class LaatTaakVervallen:
    """Take a taak off the worklist: what asked for it is gone."""

    soort: Taaksoort
    poging: int
    reden: str


@dataclass(frozen=True)
class Opschorten:
    """Collection rests for a reason, until a day when that day is known."""

    reden: Reden
    tot: date | None
    grondslag: str


@dataclass(frozen=True)
class Overdragen:
    """Hand the signaal over to team Vroegsignalering, with the proof of effort."""

    bedrag: int
    basis: str
    bewijs: dict[str, Any]
    afwijkingen: tuple[str, ...] = ()
    warm: bool = False
    kenmerken: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class NietOverdragen:
    """The signaal may not go; the unmet voorwaarden say why."""

    voorwaarden: tuple[str, ...]
    bewijs: dict[str, Any]
    kenmerken: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class ContactOverslaan:
    """Nobody tries this personal contact, and why: the evaluation counts what was not tried (domain.md §9, row 10)."""

    soort: Taaksoort
    reden: Overslaanreden


@dataclass(frozen=True)
class LaatSignaalWachten:
    """The signaal may go, and waits because signal.max_per_dag was reached: the evaluation compares who waited."""


@dataclass(frozen=True)
class StartMelding:
    """Take the signalen up as a melding, or raise it."""

    meervoudig: bool
    opeenvolgend: bool
    aantal_signalen: int
    aantal_partners: int
    aantal_sectoren: int


@dataclass(frozen=True)
class Sluiten:
    """Close the zaak with a coded result."""

    resultaat: str


Stap = (
    SendBericht
    | MaakTaak
    | LaatTaakVervallen
    | Opschorten
    | Overdragen
    | NietOverdragen
    | ContactOverslaan
    | LaatSignaalWachten
    | StartMelding
    | Sluiten
)
Action = Wait | Rest | Stap


@dataclass(frozen=True)
class Decision:
    """The next step of a zaak and the rule that chose it."""

    action: Action
    regel: str

    @property
    def waits(self) -> bool:
        """True when nothing happens to the resident."""
        return isinstance(self.action, Wait | Rest)


def due(dag: date, today: date, act: Callable[[], Action]) -> Action:
    """Act now, or say until when to wait."""
    return act() if today >= dag else Wait(dag)


def logregel(action: Stap, dag: date) -> Logregel:
    """Return the gebeurtenis that records a step."""
    match action:
        case SendBericht(soort, kanaal, poging, feiten):
            gegevens = {"soort": soort.value, "kanaal": kanaal.value, "poging": poging, **feiten}
            return Logregel(Soort.BERICHT, dag, gegevens)
        case MaakTaak(soort, poging, feiten):
            return Logregel(Soort.TAAK, dag, {"soort": soort.value, "poging": poging, **feiten})
        case LaatTaakVervallen(soort, poging, reden):
            return Logregel(Soort.TAAK_VERVALLEN, dag, {"soort": soort.value, "poging": poging, "reden": reden})
        case Opschorten(reden, tot, grondslag):
            gegevens = {"reden": reden.value, "tot": tot.isoformat() if tot else None, "grondslag": grondslag}
            return Logregel(Soort.OPGESCHORT, dag, gegevens)
        case Overdragen(bedrag, basis, bewijs, afwijkingen, warm, kenmerken):
            gegevens = {"bedrag": bedrag, "basis": basis, "bewijs": bewijs, "afwijkingen": list(afwijkingen)}
            return Logregel(Soort.OVERGEDRAGEN, dag, gegevens | {"warm": warm, "kenmerken": kenmerken})
        case NietOverdragen(voorwaarden, bewijs, kenmerken):
            gegevens = {"voorwaarden": list(voorwaarden), "bewijs": bewijs, "kenmerken": kenmerken}
            return Logregel(Soort.NIET_OVERGEDRAGEN, dag, gegevens)
        case ContactOverslaan(soort, reden):
            return Logregel(Soort.CONTACT_OVERGESLAGEN, dag, {"soort": soort.value, "reden": reden.value})
        case LaatSignaalWachten():
            return Logregel(Soort.SIGNAAL_WACHT, dag, {"reden": "capaciteit"})
        case StartMelding(meervoudig, opeenvolgend, signalen, partners, sectoren):
            aantallen = {"signalen": signalen, "partners": partners, "sectoren": sectoren}
            return Logregel(Soort.MELDING, dag, {"meervoudig": meervoudig, "opeenvolgend": opeenvolgend, **aantallen})
        case Sluiten(resultaat):
            return Logregel(Soort.GESLOTEN, dag, {"resultaat": resultaat})
