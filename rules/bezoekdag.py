"""Can a visit or a first conversation be on this day, who goes, and in which order do two people walk?"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Generic, TypeVar

from rules.beleid import Beleid
from rules.kalender import Kalender
from rules.levering import Adres
from rules.venster import Venster
from rules.woorden import Dagdeel

T = TypeVar("T")

VERST_D = 92
"""A day further away than three months is a mistake in typing."""

NACHT = time(23, 59)
UREN: dict[Dagdeel, tuple[time, time]] = {
    Dagdeel.OCHTEND: (time(0), time(12)),
    Dagdeel.MIDDAG: (time(12), time(18)),
    Dagdeel.AVOND: (time(18), NACHT),
}
"""DDAS EnumDagdeel: until 12:00, 12:00 to 18:00, from 18:00."""


class LetOp(StrEnum):
    """What who visits must know of the place, in words of a closed list; kept with the person."""

    NIET_ALLEEN = "niet-alleen"
    AGRESSIE = "agressie"
    HOND = "hond"
    NIET_BEZOEKEN = "niet-bezoeken"


MET_TWEE = frozenset({LetOp.NIET_ALLEEN, LetOp.AGRESSIE})
"""Nobody goes here alone, whatever vs.huisbezoek_personen says."""


class Laatreden(StrEnum):
    """Why a first conversation is later than the law says; the term itself does not change."""

    INWONER_KAN_NIET = "inwoner-kan-niet"
    INWONER_VRAAGT_LATER = "inwoner-vraagt-later"
    WACHT_OP_TOLK = "wacht-op-tolk"
    TWEEDE_AFSPRAAK = "tweede-afspraak"
    GEEN_PLEK = "geen-plek"


LAAT: dict[Laatreden, str] = {
    Laatreden.INWONER_KAN_NIET: "de inwoner kan niet eerder",
    Laatreden.INWONER_VRAAGT_LATER: "de inwoner wil het zelf later",
    Laatreden.WACHT_OP_TOLK: "er is eerst een tolk of begeleider nodig",
    Laatreden.TWEEDE_AFSPRAAK: "de inwoner kwam niet op de eerste afspraak",
    Laatreden.GEEN_PLEK: "bij ons is er geen plek eerder",
}


@dataclass(frozen=True)
class Moment:
    """When: a day with a dagdeel, and a time when one was agreed."""

    dag: date
    dagdeel: Dagdeel
    tijd: time | None = None


@dataclass(frozen=True)
class Bezoekplan:
    """A visit somebody wants to plan: when, how many people go, and what is known of the place and the taak."""

    moment: Moment
    personen: int
    let_op: str = ""
    al_geprobeerd: tuple[str, ...] = ()
    """The dagdelen of earlier attempts."""
    uiterste_dag: date | None = None


@dataclass(frozen=True)
class Oordeel:
    """What stands in the way of a plan, and what a person must think about first; both in Dutch."""

    bezwaren: tuple[str, ...] = ()
    waarschuwingen: tuple[str, ...] = ()


@dataclass(frozen=True)
class Straat(Generic[T]):
    """One street of a round on foot: the visits in the order in which two people pass the doors."""

    wijk: str
    naam: str
    deuren: tuple[T, ...]


def dagdeel_van(tijd: time) -> Dagdeel:
    """Return the dagdeel in which a time falls."""
    return next((d for d, (van, tot) in UREN.items() if van <= tijd < tot), Dagdeel.AVOND)


def nodig(beleid: Beleid, let_op: str) -> int:
    """Return how many people a visit needs: as the beleid says, and never one where it is not safe."""
    return 2 if let_op in MET_TWEE else beleid.vs.huisbezoek_personen


def beoordeel_bezoek(plan: Bezoekplan, beleid: Beleid, vandaag: date) -> Oordeel:
    """Judge a planned visit: holidays and too few people are refused, odd hours are asked about."""
    moment = plan.moment
    bezwaren = [*_onmogelijk(moment.dag, beleid.kalender, vandaag)]
    if plan.let_op == LetOp.NIET_BEZOEKEN:
        bezwaren.append(
            "Bij deze inwoner gaat niemand op bezoek. Haal eerst die waarschuwing weg, of leg de taak voor."
        )
    if plan.personen < nodig(beleid, plan.let_op):
        bezwaren.append("Dit bezoek is met twee mensen. Kies ook wie er meegaat.")
    waarschuwingen: list[str] = []
    if not in_venster(moment, beleid.vs.huisbezoek_vensters):
        waarschuwingen.append(f"Dit is buiten de bezoektijden van de gemeente: {_tijden(beleid)}.")
    if moment.dagdeel.value in plan.al_geprobeerd:
        waarschuwingen.append(f"In de {moment.dagdeel} is het al geprobeerd. Een ander dagdeel geeft meer kans.")
    if plan.uiterste_dag and moment.dag > plan.uiterste_dag:
        waarschuwingen.append("Deze dag is na de uiterste dag van de taak.")
    return Oordeel(tuple(bezwaren), tuple(waarschuwingen))


def beoordeel_gesprek(moment: Moment, uiterste: date, reden: str, kalender: Kalender, vandaag: date) -> Oordeel:
    """Judge the day of a first conversation: after the legal term only with a reason (Wgs art. 4)."""
    bezwaren = [*_onmogelijk(moment.dag, kalender, vandaag)]
    if moment.dag > uiterste and reden not in {r.value for r in Laatreden}:
        bezwaren.append("Deze dag is na de termijn van de wet (Wgs artikel 4). Kies een eerdere dag, of een reden.")
    weekend = moment.dag.weekday() > 4
    return Oordeel(tuple(bezwaren), ("Deze dag is in het weekend.",) if weekend else ())


def in_venster(moment: Moment, vensters: Sequence[str]) -> bool:
    """Tell whether a time falls in a window, or some part of the dagdeel when there is no time."""
    open_ = [v for v in map(Venster.parse, vensters) if v.is_open_op(moment.dag)]
    if moment.tijd is not None:
        return any(v.van <= moment.tijd < v.tot for v in open_)
    van, tot = UREN[moment.dagdeel]
    return any(v.van < tot and v.tot > van for v in open_)


def loopronde(bezoeken: Iterable[T], adres: Callable[[T], Adres]) -> list[Straat[T]]:
    """Return visits as two people walk them: by postcode and street, the odd side up and the even side back."""
    straten: dict[tuple[str, str], list[T]] = {}
    for bezoek in sorted(bezoeken, key=lambda b: _huis(adres(b))):
        plek = adres(bezoek)
        straten.setdefault((plek.postcode[:4], " ".join(plek.straat.split()).casefold()), []).append(bezoek)
    return [
        Straat(wijk, " ".join(adres(deuren[0]).straat.split()), _heen_en_terug(deuren, adres))
        for (wijk, _), deuren in sorted(straten.items(), key=lambda s: (s[0][0] == "", s[0]))
    ]


def _heen_en_terug(deuren: list[T], adres: Callable[[T], Adres]) -> tuple[T, ...]:
    oneven = [d for d in deuren if _huis(adres(d))[0] % 2]
    even = [d for d in deuren if not _huis(adres(d))[0] % 2]
    return (*oneven, *reversed(even)) if oneven else tuple(even)


def _huis(adres: Adres) -> tuple[int, str, str]:
    cijfers = re.match(r"\d+", adres.huisnummer.strip())
    return int(cijfers[0]) if cijfers else 0, adres.huisnummer.strip(), adres.toevoeging.strip().casefold()


def _onmogelijk(dag: date, kalender: Kalender, vandaag: date) -> Iterable[str]:
    if dag < vandaag:
        yield "Deze dag is al voorbij."
    if dag > vandaag + timedelta(days=VERST_D):
        yield "Deze dag is meer dan drie maanden weg. Klopt het jaar?"
    if dag.weekday() == 6:
        yield "Op zondag maken wij geen afspraken."
    if dag in kalender.feestdagen:
        yield "Dit is een feestdag. Dan maken wij geen afspraken."
    if any(stilte.omvat(dag) for stilte in kalender.stiltemomenten):
        yield "Op deze dag laat de gemeente inwoners met rust. Kies een andere dag."


def _tijden(beleid: Beleid) -> str:
    return ", ".join(beleid.vs.huisbezoek_vensters) or "er zijn geen bezoektijden"
