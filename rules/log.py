"""What has happened in a zaak? The log from which every phase, term and reason is derived."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any


class Soort(StrEnum):
    """What one gebeurtenis says. Facts come from outside; steps are taken by Tijdig or by a person."""

    # Facts: from a delivery, the BRP, a resident or the other department.
    AANSLAG = "aanslag"
    BETALING = "betaling"
    STORNO = "storno"
    VERMINDERING = "vermindering"
    UITSTEL_AANGEVRAAGD = "uitstel_aangevraagd"
    UITSTEL_VERLEEND = "uitstel_verleend"
    UITSTEL_AFGEWEZEN = "uitstel_afgewezen"
    REGELING_GETROFFEN = "regeling_getroffen"
    REGELING_GEBROKEN = "regeling_gebroken"
    KWIJTSCHELDING_AANGEVRAAGD = "kwijtschelding_aangevraagd"
    KWIJTSCHELDING_TOEGEKEND = "kwijtschelding_toegekend"
    KWIJTSCHELDING_AFGEWEZEN = "kwijtschelding_afgewezen"
    BEZWAAR_INGEDIEND = "bezwaar_ingediend"
    BEZWAAR_AFGEDAAN = "bezwaar_afgedaan"
    DWANGBEVEL_UITGEVAARDIGD = "dwangbevel_uitgevaardigd"
    DWANGBEVEL_BETEKEND = "dwangbevel_betekend"
    DWANGBEVEL_INGETROKKEN = "dwangbevel_ingetrokken"
    KOSTEN = "kosten"
    BEZWAAR_TEGEN_DELEN = "bezwaar_tegen_delen"
    POST_RETOUR = "post_retour"
    VERHUISD_BINNEN = "verhuisd_binnen"
    VERHUISD_BUITEN = "verhuisd_buiten"
    OVERLEDEN = "overleden"
    BEKEND_BIJ_SCHULDHULP = "bekend_bij_schuldhulp"
    GEEN_CONTACT_GEWENST = "geen_contact_gewenst"
    MORATORIUM = "moratorium"
    SIGNAAL_ONTVANGEN = "signaal_ontvangen"
    SIGNAAL_VOLDAAN = "signaal_voldaan"
    AFGEMELD = "afgemeld"
    AANGEMELD = "aangemeld"
    TERUGKOPPELING = "terugkoppeling"
    AANMELDING_SCHULDHULP = "aanmelding_schuldhulp"
    TAAK_AFGEROND = "taak_afgerond"
    CONTACT_OVERGESLAGEN = "contact_overgeslagen"
    CORRECTIE = "correctie"
    # Steps: decided by a rule.
    BERICHT = "bericht"
    BERICHT_VERVALLEN = "bericht_vervallen"
    BERICHT_MISLUKT = "bericht_mislukt"
    BERICHT_LATER = "bericht_later"
    TAAK = "taak"
    TAAK_VERVALLEN = "taak_vervallen"
    OPGESCHORT = "opgeschort"
    OVERGEDRAGEN = "overgedragen"
    NIET_OVERGEDRAGEN = "niet_overgedragen"
    SIGNAAL_WACHT = "signaal_wacht"
    MELDING = "melding"
    PROEF = "proef"
    GESLOTEN = "gesloten"


@dataclass(frozen=True)
class Logregel:
    """One gebeurtenis: what, on which calendar day (Europe/Amsterdam), with which facts (never personal data)."""

    soort: Soort
    dag: date
    gegevens: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def zegt(self, **verwacht: object) -> bool:
        """True when every named fact has the given value."""
        return all(self.gegevens.get(naam) == waarde for naam, waarde in verwacht.items())


@dataclass(frozen=True)
class Log:
    """All gebeurtenissen of one zaak, oldest first. Immutable: `met` gives a longer log."""

    regels: tuple[Logregel, ...] = ()

    def met(self, regel: Logregel) -> "Log":
        """Return this log with one more gebeurtenis."""
        return Log((*self.regels, regel))

    @cached_property
    def _per_soort(self) -> dict[Soort, list[tuple[int, Logregel]]]:
        gesorteerd: dict[Soort, list[tuple[int, Logregel]]] = {}
        for nummer, regel in enumerate(self.regels):
            gesorteerd.setdefault(regel.soort, []).append((nummer, regel))
        return gesorteerd

    def alle(self, soort: Soort, /, **verwacht: object) -> list[Logregel]:
        """Return every gebeurtenis of this soort with these facts, oldest first."""
        return [regel for _, regel in self._per_soort.get(soort, ()) if regel.zegt(**verwacht)]

    def laatste(self, soort: Soort, /, **verwacht: object) -> Logregel | None:
        """Return the newest gebeurtenis of this soort with these facts."""
        return next((regel for _, regel in self._omgekeerd(soort) if regel.zegt(**verwacht)), None)

    def eerste(self, soort: Soort, /, **verwacht: object) -> Logregel | None:
        """Return the oldest gebeurtenis of this soort with these facts."""
        return next((regel for _, regel in self._per_soort.get(soort, ()) if regel.zegt(**verwacht)), None)

    def positie(self, *soorten: Soort, **verwacht: object) -> int:
        """Return the place of the newest gebeurtenis of these soorten, or -1: two places tell what came later."""
        plaatsen = (
            next((nummer for nummer, regel in self._omgekeerd(soort) if regel.zegt(**verwacht)), -1)
            for soort in soorten
        )
        return max(plaatsen, default=-1)

    def zonder(self, soorten: frozenset[Soort]) -> bool:
        """True when none of these soorten has happened."""
        return self._per_soort.keys().isdisjoint(soorten)

    def _omgekeerd(self, soort: Soort) -> Iterator[tuple[int, Logregel]]:
        return reversed(self._per_soort.get(soort, []))

    def __contains__(self, soort: object) -> bool:
        return soort in self._per_soort

    def __len__(self) -> int:
        return len(self.regels)
