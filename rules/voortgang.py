"""How far can a zaak go today? Decide again after every step, until the answer is to wait."""

from dataclasses import dataclass
from datetime import date, timedelta

from rules import incasso, vroegsignalering
from rules.beleid import Beleid
from rules.besluit import Action, Decision, MaakTaak, NietOverdragen, Overdragen, Rest, Stap, Wait, logregel
from rules.log import Logregel
from rules.zaak import Incassozaak, Vroegsignaalzaak, Zaak

MAX_STAPPEN = 20
"""More steps on one day than any journey has: a safety net against two rules that keep answering each other."""


@dataclass(frozen=True)
class Genomen:
    """One step taken: what, by which rule, and the gebeurtenis that tells it."""

    stap: Stap
    regel: str
    logregel: Logregel


@dataclass(frozen=True)
class Voortgang:
    """Every step of one zaak on one day and the day on which to look again (None: the zaak is closed)."""

    stappen: tuple[Genomen, ...]
    volgende_toets: date | None


class GeenEinde(Exception):
    """De regels blijven elkaar afwisselen: deze zaak moet een mens bekijken."""


def decide(zaak: Zaak, beleid: Beleid, today: date) -> Decision:
    """Return the next step of either machine, under the arm of its proef when it takes part in one."""
    beleid = beleid.voor(zaak)
    if isinstance(zaak, Incassozaak):
        return incasso.decide(zaak, beleid, today)
    assert isinstance(zaak, Vroegsignaalzaak)
    return vroegsignalering.decide(zaak, beleid, today)


def explain(zaak: Zaak, beleid: Beleid, today: date) -> tuple[tuple[str, str, Action | None], ...]:
    """Return for every rule its name, what it promises and its answer, in the order in which they are asked."""
    beleid = beleid.voor(zaak)
    if isinstance(zaak, Incassozaak):
        return tuple((r.__name__, _belofte(r.__doc__), a) for r, a in incasso.explain(zaak, beleid, today))
    assert isinstance(zaak, Vroegsignaalzaak)
    return tuple((r.__name__, _belofte(r.__doc__), a) for r, a in vroegsignalering.explain(zaak, beleid, today))


def _belofte(docstring: str | None) -> str:
    return " ".join((docstring or "").split())


def advance(zaak: Zaak, beleid: Beleid, today: date) -> Voortgang:
    """Take every step that is due today. Raises GeenEinde when the rules do not come to rest."""
    beleid = beleid.voor(zaak)
    stappen: list[Genomen] = []
    for _ in range(MAX_STAPPEN):
        besluit = decide(zaak, beleid, today)
        match besluit.action:
            case Rest():
                return Voortgang(tuple(stappen), None)
            case Wait(until):
                return Voortgang(tuple(stappen), until or today + timedelta(days=beleid.incasso.hertoets_d))
            case stap:
                regel = logregel(stap, today)
                stappen.append(Genomen(stap, besluit.regel, regel))
                zaak = zaak.met(regel)
    raise GeenEinde


def is_personal(voortgang: Voortgang) -> bool:
    """True when a person or the other department gets work: such a zaak deserves a flow run of its own."""
    return any(isinstance(g.stap, MaakTaak | Overdragen | NietOverdragen) for g in voortgang.stappen)
