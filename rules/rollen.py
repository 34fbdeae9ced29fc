"""Who may see and do what? One table of roles; the two departments never look into each other's zaken."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rules.woorden import Taaksoort, Zaaksoort


class Rol(StrEnum):
    """The roles that a claim of the login can carry."""

    INVORDERING = "invordering"
    VROEGSIGNALERING = "vroegsignalering"
    SCHULDHULP = "schuldhulp"
    TEAMLEIDING = "teamleiding"
    BEHEER = "beheer"
    BELEID = "beleid"


class Team(StrEnum):
    """The teams among which taken are divided; each belongs to one department."""

    INVORDERING = "invordering"
    VROEGSIGNALERING = "vroegsignalering"
    SCHULDHULP = "schuldhulp"


class Recht(StrEnum):
    """What a role allows."""

    ZAKEN = "zaken"
    """See zaken of the own department, do taken, record facts and outcomes."""
    VERDELEN = "verdelen"
    """Give taken to colleagues, cover absence, see what is escalated."""
    VRIJGEVEN = "vrijgeven"
    """Release a large round of berichten after seeing the sample."""
    INZAGE = "inzage"
    """Search who looked into which zaak."""
    MEDEWERKERS = "medewerkers"
    """See who can log in and end sessions; no resident."""
    PAUZEREN = "pauzeren"
    """Let a kanaal, a step or a whole gemeente stand still, and go on."""
    CIJFERS = "cijfers"
    """See counts without residents."""


AFDELING: dict[Rol, Zaaksoort] = {
    Rol.INVORDERING: Zaaksoort.INCASSO,
    Rol.VROEGSIGNALERING: Zaaksoort.VROEGSIGNALERING,
    Rol.SCHULDHULP: Zaaksoort.VROEGSIGNALERING,
}
"""The department of each role that works with residents; the other roles add rights, never a department."""

EIGEN_TEAM: dict[Rol, Team] = {
    Rol.INVORDERING: Team.INVORDERING,
    Rol.VROEGSIGNALERING: Team.VROEGSIGNALERING,
    Rol.SCHULDHULP: Team.SCHULDHULP,
}

RECHTEN: dict[Rol, frozenset[Recht]] = {
    Rol.INVORDERING: frozenset({Recht.ZAKEN}),
    Rol.VROEGSIGNALERING: frozenset({Recht.ZAKEN}),
    Rol.SCHULDHULP: frozenset({Recht.ZAKEN}),
    Rol.TEAMLEIDING: frozenset({Recht.VERDELEN, Recht.VRIJGEVEN, Recht.INZAGE, Recht.CIJFERS}),
    Rol.BEHEER: frozenset({Recht.MEDEWERKERS, Recht.PAUZEREN, Recht.CIJFERS}),
    Rol.BELEID: frozenset({Recht.CIJFERS}),
}
"""Teamleiding works with residents only beside a role that has a department."""

PER_SOORT: dict[Taaksoort, Team] = {Taaksoort.GESPREK_PLANNEN: Team.SCHULDHULP}


class TweeAfdelingen(ValueError):
    """Uw account heeft rollen van twee afdelingen. Vraag beheer om er één weg te halen."""


class GeenRol(ValueError):
    """Uw account heeft geen rol in Tijdig. Vraag beheer om een rol."""


@dataclass(frozen=True)
class Blik:
    """Whose zaken somebody may see: of these gemeenten and these departments. Every query takes one."""

    gemeenten: frozenset[str]
    afdelingen: frozenset[Zaaksoort]
    teams: frozenset[Team] = frozenset()


def lees_rollen(woorden: Iterable[str]) -> frozenset[Rol]:
    """Return the roles that a claim names; words that are no role of Tijdig are passed over.

    Raises GeenRol and TweeAfdelingen: who has a role in both departments would join what the law keeps apart.
    """
    bekend = {rol.value for rol in Rol}
    rollen = frozenset(Rol(woord) for woord in woorden if woord in bekend)
    if not rollen:
        raise GeenRol
    if len({AFDELING[rol] for rol in rollen if rol in AFDELING}) > 1:
        raise TweeAfdelingen
    return rollen


def rechten(rollen: Iterable[Rol]) -> frozenset[Recht]:
    """Return everything that these roles allow together."""
    return frozenset(recht for rol in rollen for recht in RECHTEN[rol])


def blik(rollen: Iterable[Rol], gemeenten: Iterable[str]) -> Blik:
    """Return whose zaken these roles may see; without a department that is nobody's."""
    gekozen = [rol for rol in rollen if rol in AFDELING]
    afdelingen, teams = frozenset(AFDELING[r] for r in gekozen), frozenset(EIGEN_TEAM[r] for r in gekozen)
    return Blik(frozenset(gemeenten), afdelingen, teams)


def team_van(zaaksoort: Zaaksoort, taaksoort: Taaksoort) -> Team:
    """Return which team does a taak: the first conversation is for schuldhulp, the rest for the own department."""
    if zaaksoort == Zaaksoort.INCASSO:
        return Team.INVORDERING
    return PER_SOORT.get(taaksoort, Team.VROEGSIGNALERING)
