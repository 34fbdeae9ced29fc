"""By which words does an operator find the runs of zaken that stand at the same point? Fase and route, from the log."""

from rules.log import Soort
from rules.woorden import Berichtsoort, Taaksoort
from rules.zaak import Incassozaak, Vroegsignaalzaak, Zaak

ROUTES = {
    Taaksoort.CRISIS: "crisis",
    Taaksoort.HUISBEZOEK: "bezoek",
    Taaksoort.BELLEN: "bellen",
}
"""The weightiest first: a taak of this soort was made."""


def merken(zaak: Zaak) -> tuple[str, ...]:
    """Return `fase: …` and, when there is one, `route: …` of a zaak."""
    route = _route(zaak)
    return (f"fase: {fase(zaak)}", *((f"route: {route}",) if route else ()))


def fase(zaak: Zaak) -> str:
    """Return how far the journey of a zaak is, in one word."""
    if isinstance(zaak, Incassozaak):
        return _fase_incasso(zaak)
    assert isinstance(zaak, Vroegsignaalzaak)
    return _fase_vroeg(zaak)


def _fase_incasso(zaak: Incassozaak) -> str:
    if zaak.gesloten:
        return "gesloten"
    if zaak.taken_van(Taaksoort.DWANGBEVEL_BEOORDELEN):
        return "dwangbevel"
    if Soort.OVERGEDRAGEN in zaak.log:
        return "overgedragen"
    if zaak.taken_van(Taaksoort.BELLEN, Taaksoort.HUISBEZOEK) or zaak.brief(Berichtsoort.CONTACTVERZOEK):
        return "contact"
    if zaak.brief(Berichtsoort.AANMANING):
        return "aanmaning"
    return "herinnering" if zaak.brief(Berichtsoort.HERINNERING) else "begin"


def _fase_vroeg(zaak: Vroegsignaalzaak) -> str:
    if zaak.gesloten:
        return "gesloten"
    if zaak.taken_van(Taaksoort.GESPREK_PLANNEN):
        return "gesprek"
    if zaak.bereikt is not None:
        return "bereikt"
    return "melding" if zaak.melding is not None else "signaal"


def _route(zaak: Zaak) -> str:
    """Return how people try to reach the resident; a letter when nobody calls or visits."""
    if route := next((naam for soort, naam in ROUTES.items() if zaak.taken_van(soort)), ""):
        return route
    return "brief" if zaak.eerste_brief is not None else ""
