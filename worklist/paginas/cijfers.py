"""Figures: how much work is open, per kind, term and team. Counts only; a small number is not shown."""

from collections import Counter
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from models.cijfers import Sleutel, Wanneer, open_werk
from models.database import lezen
from rules.kleinecijfers import GRENS, cijfer, som
from rules.rollen import Blik, Recht, Team, team_van
from rules.taakwoorden import NAAM
from rules.uitkomst import TAKEN_VAN
from rules.woorden import Zaaksoort
from tasks.omgeving import omgeving
from worklist.sjabloon import toon
from worklist.wie import Collega, eis
from worklist.woorden import AFDELING

router = APIRouter()

Teller = Annotated[Collega, Depends(eis(Recht.CIJFERS))]

WANNEER: dict[Wanneer, str] = {
    Wanneer.TE_LAAT: "Te laat",
    Wanneer.VANDAAG: "Vandaag",
    Wanneer.WEEK: "Deze week",
    Wanneer.LATER: "Later",
}
TEAM: dict[Team, str] = {
    Team.INVORDERING: "Invordering",
    Team.VROEGSIGNALERING: "Vroegsignalering",
    Team.SCHULDHULP: "Schuldhulp",
}


@dataclass(frozen=True)
class Regel:
    """One line of a table: what it is about, its figures, and their sum."""

    naam: str
    cijfers: tuple[str, ...]
    samen: str


@dataclass(frozen=True)
class Deel:
    """The figures of one department of one gemeente."""

    gemeente: str
    afdeling: str
    soorten: tuple[Regel, ...]
    teams: tuple[Regel, ...]


@router.get("/cijfers")
def cijfers(request: Request, collega: Teller) -> Response:
    """Show the open work: of the own department, or of all when a role has none."""
    blik = cijferblik(collega)
    with lezen(omgeving().engine) as db:
        werk = open_werk(db, blik, request.state.vandaag)
    delen = [_deel(werk, g, a) for g in sorted(blik.gemeenten) for a in sorted(blik.afdelingen)]
    return toon(request, "cijfers.html", delen=delen, termen=list(WANNEER.values()), grens=GRENS)


def cijferblik(collega: Collega) -> Blik:
    """Return what a colleague may count: his own department; beheer and beleid count all, and see nobody."""
    return Blik(collega.gemeenten, collega.blik.afdelingen or frozenset(Zaaksoort))


def _deel(werk: Counter[Sleutel], gemeente: str, afdeling: Zaaksoort) -> Deel:
    tel = {s: [werk[gemeente, afdeling.value, s.value, w] for w in Wanneer] for s in sorted(TAKEN_VAN[afdeling])}
    per_team = {t: [cellen for s, cellen in tel.items() if team_van(afdeling, s) == t] for t in Team}
    return Deel(
        gemeente,
        AFDELING[afdeling],
        tuple(Regel(NAAM[s], tuple(map(cijfer, cellen)), som(cellen)) for s, cellen in tel.items()),
        tuple(_teamregel(TEAM[t], soorten) for t, soorten in per_team.items() if soorten),
    )


def _teamregel(naam: str, soorten: list[list[int]]) -> Regel:
    """A team is the sum of its kinds: a figure that is not shown there cannot be found here either."""
    per_termijn = tuple(som(cellen) for cellen in zip(*soorten, strict=True))
    return Regel(naam, per_termijn, som([n for cellen in soorten for n in cellen]))
