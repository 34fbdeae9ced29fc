"""What is frozen about a signaal and a handover when they happen? Bands and flags, never who it is.

The evaluation could not say which arrears predict anything, because nobody kept what was known at that moment
(domain.md §9, rows 5, 6, 11, 12, 13). What is written here is never looked up later: a resident grows older, moves
and gets another number.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from rules.beleid import Beleid
from rules.doelgroep import doelgroep, leeftijd
from rules.log import Soort
from rules.voorwaarden import signaalbedrag
from rules.woorden import Doelgroep
from rules.zaak import Incassozaak, Zaak

NIET_APART = 999
"""An age nobody reaches: the gemeente has no letters of their own for older residents."""


class Leeftijdsband(StrEnum):
    """How old somebody is, as the evaluation may know it: the same bands as a casus."""

    TOT_27 = "tot 27"
    VAN_27 = "27-44"
    VAN_45 = "45-66"
    VAN_67 = "67+"
    ONBEKEND = "onbekend"


GRENZEN = ((27, Leeftijdsband.TOT_27), (45, Leeftijdsband.VAN_27), (67, Leeftijdsband.VAN_45))


@dataclass(frozen=True)
class Bewoner:
    """What the kenmerken need of a resident; nothing of it but bands and flags is written down."""

    geboortedatum: date | None
    ondernemer: bool
    huiseigenaar: bool
    telefoon: bool
    email: bool
    """An e-mail address is known; whether he agreed to its use is something else."""


@dataclass(frozen=True)
class Signaalstand:
    """What is known of a signaal when it arrives."""

    dagen: int | None
    """Calendar days in arrear; None where the partner did not tell since when."""
    eerder: int
    """So many signalen came in on the address in the six months before, apart from those of the same day."""
    bekend: bool
    """Known at schuldhulpverlening."""


def leeftijdsband(geboortedatum: date | None, today: date) -> Leeftijdsband:
    """Return the band of an age; a birth date that is unknown or lies ahead gives no band."""
    jaren = leeftijd(geboortedatum, today)
    if jaren is None:
        return Leeftijdsband.ONBEKEND
    return next((band for grens, band in GRENZEN if jaren < grens), Leeftijdsband.VAN_67)


def doelgroep_van(bewoner: Bewoner, beleid: Beleid, today: date) -> Doelgroep:
    """Return for whom a letter to this resident is worded, by the ages of the beleid."""
    vs = beleid.vs
    return doelgroep(
        bewoner.geboortedatum,
        bewoner.ondernemer,
        bewoner.huiseigenaar,
        today,
        jongere_tot=vs.jongeren_max_leeftijd,
        aow_vanaf=vs.aow_leeftijd if vs.aow_apart else NIET_APART,
    )


def van_signaal(stand: Signaalstand, bewoner: Bewoner, beleid: Beleid, today: date) -> dict[str, Any]:
    """Return what SIGNAAL_ONTVANGEN keeps of a signaal that arrives on `today`."""
    return asdict(stand) | _van_bewoner(bewoner, beleid, today)


def van_overdracht(zaak: Incassozaak, beleid: Beleid, today: date) -> dict[str, Any]:
    """Return what a handover, and a decision not to hand over, keeps of the arrear: amounts in cents.

    The belastingsoort is that of the largest open amount; of two that are equal the first in the alphabet. Whether
    kwijtschelding was asked or granted before is what the log of this zaak says.
    """
    open_ = Counter[str]()
    for v in (*zaak.vorderingen, *zaak.elders):
        open_[v.belastingsoort.value] += v.openstaand
    soorten = sorted(soort for soort, bedrag in open_.items() if bedrag > 0)
    feiten: dict[str, Any] = {
        "belastingsoort": min(soorten, key=lambda soort: (-open_[soort], soort), default=""),
        "belastingsoorten": soorten,
        "bedrag": signaalbedrag(zaak, beleid),
        "dagen": (today - zaak.vervaldag).days,
        "kwijtschelding": Soort.KWIJTSCHELDING_AANGEVRAAGD in zaak.log or Soort.KWIJTSCHELDING_TOEGEKEND in zaak.log,
    }
    return feiten | _van_bewoner(bewoner_van(zaak), beleid, today)


def bewoner_van(zaak: Zaak) -> Bewoner:
    """Return what the kenmerken need of the resident of a zaak."""
    i = zaak.inwoner
    return Bewoner(i.geboortedatum, i.ondernemer, i.huiseigenaar, i.telefoon, i.email)


def _van_bewoner(bewoner: Bewoner, beleid: Beleid, today: date) -> dict[str, Any]:
    return {
        "doelgroep": doelgroep_van(bewoner, beleid, today).value,
        "leeftijd": leeftijdsband(bewoner.geboortedatum, today).value,
        "telefoon": bewoner.telefoon,
        "email": bewoner.email,
    }
