"""Who asks for this page, and may he? Every route of a page names the right that it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request

from rules.rollen import Blik, Recht, Rol, blik, rechten


class NietIngelogd(Exception):
    """Log in om verder te gaan."""


class GeenRecht(Exception):
    """Uw rol mag deze pagina niet zien. Denkt u van wel? Vraag beheer om een rol."""


@dataclass(frozen=True)
class Collega:
    """The colleague who is logged in."""

    id: int
    naam: str
    rollen: frozenset[Rol]
    gemeenten: frozenset[str]

    @cached_property
    def blik(self) -> Blik:
        """Whose zaken he may see: the first argument of every query for him."""
        return blik(self.rollen, self.gemeenten)

    def mag(self, recht: Recht) -> bool:
        """Tell whether his roles allow this."""
        return recht in rechten(self.rollen)


def ingelogd(request: Request) -> Collega:
    """Return who is logged in. Raises NietIngelogd."""
    collega: Collega | None = request.state.collega
    if collega is None:
        raise NietIngelogd
    return collega


def eis(*gevraagd: Recht) -> Callable[[Request], Collega]:
    """Return a dependency that gives the colleague when he has all these rights. Raises GeenRecht, NietIngelogd."""

    def controleer(request: Request) -> Collega:
        collega = ingelogd(request)
        if not all(collega.mag(recht) for recht in gevraagd):
            raise GeenRecht
        return collega

    return controleer


Ingelogd = Annotated[Collega, Depends(ingelogd)]
Behandelaar = Annotated[Collega, Depends(eis(Recht.ZAKEN))]
Teamleider = Annotated[Collega, Depends(eis(Recht.ZAKEN, Recht.VERDELEN))]
"""A team lead who also has a department: he sees its zaken."""
