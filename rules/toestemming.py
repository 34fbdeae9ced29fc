"""Which conversation carries the consent of a resident, and when is there nothing to agree to any more?"""

from rules.log import Soort
from rules.woorden import Taaksoort
from rules.zaak import Incassozaak, Vroegsignaalzaak, Zaak

GELDIG_D = 28
"""Consent of longer ago is asked again: the resident must still know what he agreed to."""

DOOR: dict[str, str] = {
    "inwoner": "de inwoner zelf",
    "bewindvoerder": "de bewindvoerder of curator",
    "gemachtigde": "iemand die de inwoner op papier heeft gemachtigd",
}
"""Who may agree to sharing, as the log keeps it, with the words of the screen."""

CONTACTTAKEN = (Taaksoort.BELLEN, Taaksoort.HUISBEZOEK, Taaksoort.CRISIS)
"""An outcome of these tells that the resident was spoken with."""

OP_BEZOEK = frozenset({"mondeling", "schriftelijk"})
"""Given face to face: a visit that is open then is the conversation."""


def taak_voor(zaak: Zaak, hoe: str) -> Taaksoort | None:
    """Return the open contact taak in which consent was given this way; None when there is none.

    Then one is made for the conversation that just was: the log always says in which conversation it was.
    """
    open_ = {t.soort for t in zaak.open_taken}
    volgorde = (Taaksoort.CRISIS, Taaksoort.BELLEN, Taaksoort.HUISBEZOEK)
    if hoe in OP_BEZOEK:
        volgorde = (Taaksoort.CRISIS, Taaksoort.HUISBEZOEK, Taaksoort.BELLEN)
    return next((soort for soort in volgorde if soort in open_), None)


def klaar_voor(zaak: Zaak) -> str:
    """Return in Dutch why there is nothing (any more) to hand over; empty when there is."""
    if isinstance(zaak, Incassozaak):
        if zaak.gesloten:
            return "Deze zaak is gesloten. Er is niets meer om over te dragen."
        return "Het signaal is al overgedragen." if Soort.OVERGEDRAGEN in zaak.log else ""
    assert isinstance(zaak, Vroegsignaalzaak)
    if zaak.gesloten:
        return "Deze zaak is gesloten. Meldt de inwoner zich opnieuw, dan komt er een nieuwe zaak."
    gesprek = any(t.open for t in zaak.taken_van(Taaksoort.GESPREK_PLANNEN))
    return "Schuldhulp heeft al een taak om een gesprek te plannen." if gesprek else ""
