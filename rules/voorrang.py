"""Which taak comes first, and why? Every reason moves the day by which a taak is sorted some days forward.

The order needs no recount as time passes: an older taak has an earlier day by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.termijnen import WETTELIJK
from rules.woorden import Taaksoort
from rules.zaak import Incassozaak, Vroegsignaalzaak, Zaak


class Waarom(StrEnum):
    """A reason to do a taak earlier than its last day says."""

    CRISIS = "crisis"
    WETTELIJK = "wettelijk"
    HOOG_BEDRAG = "hoog-bedrag"
    FLINK_BEDRAG = "flink-bedrag"
    DRIE_SIGNALEN = "drie-signalen"
    TWEE_SIGNALEN = "twee-signalen"
    OPEENVOLGEND = "opeenvolgend"
    OUD_SIGNAAL = "oud-signaal"
    GOED_BEREIKBAAR = "goed-bereikbaar"


DAGEN: dict[Waarom, int] = {
    Waarom.CRISIS: 3_650,
    Waarom.WETTELIJK: 14,
    Waarom.HOOG_BEDRAG: 5,
    Waarom.FLINK_BEDRAG: 2,
    Waarom.DRIE_SIGNALEN: 5,
    Waarom.TWEE_SIGNALEN: 3,
    Waarom.OPEENVOLGEND: 3,
    Waarom.OUD_SIGNAAL: 3,
    Waarom.GOED_BEREIKBAAR: 1,
}
"""So many calendar days earlier. A crisis counts ten years: it comes before all that is not one, however late."""

UITLEG: dict[Waarom, str] = {
    Waarom.CRISIS: "er dreigt een crisis",
    Waarom.WETTELIJK: "de wet geeft een termijn",
    Waarom.HOOG_BEDRAG: "het bedrag is 2.500 euro of meer",
    Waarom.FLINK_BEDRAG: "het bedrag is 1.000 euro of meer",
    Waarom.DRIE_SIGNALEN: "er zijn drie of meer signalen",
    Waarom.TWEE_SIGNALEN: "er zijn twee signalen",
    Waarom.OPEENVOLGEND: "er was kort hiervoor ook een melding",
    Waarom.OUD_SIGNAAL: "het signaal is ouder dan twee weken",
    Waarom.GOED_BEREIKBAAR: "er is een telefoonnummer",
}

FLINK_CT, HOOG_CT = 1_000_00, 2_500_00
OUD_D = 14


@dataclass(frozen=True)
class Voorrang:
    """The day by which a taak is sorted, and every reason with the days that it counts for."""

    dag: date
    redenen: tuple[tuple[Waarom, int], ...]


Toets = Callable[[Taaksoort, Zaak, date], bool]


def voorrang(soort: Taaksoort, zaak: Zaak, uiterste: date, gemaakt: date) -> Voorrang:
    """Return the place of a taak that was made on a day and must be done on `uiterste` (calendar days)."""
    redenen = tuple((waarom, DAGEN[waarom]) for waarom in Waarom if GELDT[waarom](soort, zaak, gemaakt))
    return Voorrang(uiterste - timedelta(days=sum(dagen for _, dagen in redenen)), redenen)


def is_wettelijk(soort: Taaksoort) -> bool:
    """True when the last day of such a taak follows from the law (Wgs art. 4)."""
    return soort in WETTELIJK


def bedrag(zaak: Zaak) -> int:
    """Return in cents what is open in a zaak, as this department knows it."""
    if isinstance(zaak, Incassozaak):
        return zaak.openstaand
    assert isinstance(zaak, Vroegsignaalzaak)
    return sum(s.bedrag for s in zaak.signalen if not s.voldaan)


def _signalen(zaak: Zaak) -> int:
    return len(zaak.signalen) if isinstance(zaak, Vroegsignaalzaak) else 0


def _crisis(soort: Taaksoort, zaak: Zaak) -> bool:
    if soort == Taaksoort.CRISIS:
        return True
    return isinstance(zaak, Vroegsignaalzaak) and any(s.crisis and not s.voldaan for s in zaak.signalen)


def _oud(zaak: Zaak, gemaakt: date) -> bool:
    if not isinstance(zaak, Vroegsignaalzaak) or not zaak.signalen:
        return False
    return min(s.ontvangen for s in zaak.signalen) < gemaakt - timedelta(days=OUD_D)


def _opeenvolgend(zaak: Zaak) -> bool:
    melding = zaak.melding if isinstance(zaak, Vroegsignaalzaak) else None
    return melding is not None and melding.zegt(opeenvolgend=True)


def _bedrag_tussen(van: int, tot: int) -> Toets:
    return lambda soort, zaak, gemaakt: van <= bedrag(zaak) < tot


GELDT: dict[Waarom, Toets] = {
    Waarom.CRISIS: lambda soort, zaak, gemaakt: _crisis(soort, zaak),
    Waarom.WETTELIJK: lambda soort, zaak, gemaakt: is_wettelijk(soort),
    Waarom.HOOG_BEDRAG: _bedrag_tussen(HOOG_CT, 10**12),
    Waarom.FLINK_BEDRAG: _bedrag_tussen(FLINK_CT, HOOG_CT),
    Waarom.DRIE_SIGNALEN: lambda soort, zaak, gemaakt: _signalen(zaak) >= 3,
    Waarom.TWEE_SIGNALEN: lambda soort, zaak, gemaakt: _signalen(zaak) == 2,
    Waarom.OPEENVOLGEND: lambda soort, zaak, gemaakt: _opeenvolgend(zaak),
    Waarom.OUD_SIGNAAL: lambda soort, zaak, gemaakt: _oud(zaak, gemaakt),
    Waarom.GOED_BEREIKBAAR: lambda soort, zaak, gemaakt: soort == Taaksoort.BELLEN and zaak.inwoner.telefoon,
}
