"""Did a leverancier deliver in a month what is normal? The evaluation leaves out the months that are not whole."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rules.leverancier import Leverancier

MAANDELIJKS_D = 62
"""Who delivers at least every two months is expected in each month; with others a month without file may be normal."""

LAAT = 2
"""So many months later a file may still come that was missed."""

WACHT = "nog geen levering"
NIETS = "niets geleverd"
TE_WEINIG = "te weinig leveringen"
BUITEN_BAND = "aantal rijen buiten de band"


@dataclass(frozen=True)
class Geleverd:
    """One delivery that was taken in whole: on which day, with how many rows."""

    dag: date
    rijen: int
    levering_id: int = 0


@dataclass(frozen=True)
class Maandbeeld:
    """What one leverancier delivered in one month; `reden` says why it is not whole."""

    maand: date
    leveringen: int
    rijen: int
    volledig: bool
    reden: str = ""


def maandbeelden(leverancier: Leverancier, geleverd: Sequence[Geleverd], today: date) -> tuple[Maandbeeld, ...]:
    """Return every finished month since the first delivery, oldest first; nothing when nobody expects anything.

    A delivery with a number of rows outside the band does not count. What was delivered too little in one month is
    mended by what the LAAT months after it have more than they need: the file that came late.
    """
    if not leverancier.elke_d or not geleverd:
        return ()
    goed = sorted(g.dag for g in geleverd if not leverancier.buiten_band(g.rijen))
    maanden = list(_maanden(min(g.dag for g in geleverd), today))
    mist = _mist(leverancier, goed, maanden, today)
    return tuple(_beeld(leverancier, geleverd, goed, maand, mist[maand] > 0) for maand in maanden)


def _mist(leverancier: Leverancier, goed: Sequence[date], maanden: Sequence[date], today: date) -> dict[date, int]:
    """Return how many deliveries each month still misses after later months gave what they had too much."""
    later = {maand: _over(leverancier, goed, maand) for maand in _maanden(maanden[0], today, LAAT)} if maanden else {}
    mist: dict[date, int] = {}
    for maand in maanden:
        tekort, volgende = _tekort(leverancier, goed, maand, today), maand
        for _ in range(LAAT):
            volgende = _volgende(volgende)
            gebruikt = min(tekort, later.get(volgende, 0))
            tekort -= gebruikt
            if gebruikt:
                later[volgende] -= gebruikt
        mist[maand] = tekort
    return mist


def _beeld(
    leverancier: Leverancier, geleverd: Sequence[Geleverd], goed: Sequence[date], maand: date, mist: bool
) -> Maandbeeld:
    hier = [g for g in geleverd if _in(maand, g.dag)]
    reden = _reden(leverancier, hier, goed, maand) if mist else ""
    return Maandbeeld(maand, len(hier), sum(g.rijen for g in hier), not mist, reden)


def _reden(leverancier: Leverancier, hier: Sequence[Geleverd], goed: Sequence[date], maand: date) -> str:
    if any(leverancier.buiten_band(g.rijen) for g in hier):
        return BUITEN_BAND
    if hier:
        return TE_WEINIG
    return NIETS if any(dag >= _volgende(maand) for dag in goed) else WACHT


def _tekort(leverancier: Leverancier, goed: Sequence[date], maand: date, today: date) -> int:
    """Return how many deliveries a month misses of what is normal."""
    hier = sum(_in(maand, dag) for dag in goed)
    nodig = _dagen(maand) // leverancier.elke_d
    if hier >= max(nodig, 1):
        return 0
    if nodig:
        return nodig - hier
    return 1 if _stilte_te_lang(leverancier, goed, maand, today) else 0


def _stilte_te_lang(leverancier: Leverancier, goed: Sequence[date], maand: date, today: date) -> bool:
    """Tell whether the silence around a month without a file is longer than agreed, or not yet over."""
    voor = max((dag for dag in goed if dag < maand), default=maand)
    na = min((dag for dag in goed if dag >= _volgende(maand)), default=None)
    if na is None and leverancier.elke_d <= MAANDELIJKS_D:
        return True
    return ((na or today) - voor).days > leverancier.elke_d


def _over(leverancier: Leverancier, goed: Sequence[date], maand: date) -> int:
    """Return how many deliveries a month has more than it could need itself."""
    hier = sum(_in(maand, dag) for dag in goed)
    nodig = _dagen(maand) // leverancier.elke_d
    hoogstens = nodig if nodig <= 1 else -(-_dagen(maand) // leverancier.elke_d)
    return max(hier - max(hoogstens, 1), 0)


def _maanden(eerste: date, today: date, verder: int = 0) -> Iterator[date]:
    """Give the first day of every month from that of the first delivery; those that are over, and some more."""
    maand = eerste.replace(day=1)
    while maand < today.replace(day=1) or verder > 0:
        verder -= maand >= today.replace(day=1)
        yield maand
        maand = _volgende(maand)


def _in(maand: date, dag: date) -> bool:
    return dag.replace(day=1) == maand


def _volgende(maand: date) -> date:
    return maand + timedelta(days=_dagen(maand))


def _dagen(maand: date) -> int:
    return monthrange(maand.year, maand.month)[1]
