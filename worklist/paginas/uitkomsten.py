"""What became of the signalen: every month, for each department its own side, and per quarter the figures.

No resident is on this page. Counting reads the whole log, so it is done once a day for each gemeente and period.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Engine
from starlette.responses import Response

from evaluation.certificaattekst import BRONNEN
from evaluation.cijfer import Gat, Periode
from evaluation.terugblik import Terugblik, eerder
from evaluation.terugblik import maak as maak_terugblik
from evaluation.uitkomsten import Cijferregel, Uitkomsten, kwartaal, maak
from models.database import lezen
from rules.rollen import Recht
from rules.woorden import Zaaksoort
from tasks.omgeving import omgeving
from worklist.datums import MAANDEN
from worklist.fouten import NietGevonden
from worklist.paginas.cijfers import cijferblik
from worklist.sjabloon import toon
from worklist.wie import Collega, Ingelogd
from worklist.woorden import AFDELING

router = APIRouter()

TERUG_MND = 12
"""So many months back a colleague can look."""
ONTHOUD = 64

Sleutel = tuple[Engine, date, str, str, date]
"""Database, today, what was counted, of which gemeente, and of which month or from which day."""

_bekend: OrderedDict[Sleutel, Any] = OrderedDict()
_beurt = Lock()


@dataclass(frozen=True)
class Blad:
    """What one colleague sees of one gemeente: per department that he may see its name and terugblik, and figures."""

    gemeente: str
    terugblik: tuple[tuple[str, Terugblik], ...]
    cijfers: tuple[Cijferregel, ...]
    periode: Periode
    weg: tuple[str, ...]


@router.get("/uitkomsten")
def uitkomsten(request: Request, collega: Ingelogd, maand: str = "") -> Response:
    """Show a month that has ended: the last one, or the one that is asked for. Raises NietGevonden for another."""
    vandaag: date = request.state.vandaag
    keuze = [eerder(vandaag, n) for n in range(1, TERUG_MND + 1)]
    gekozen = next((m for m in keuze if maand in ("", f"{m:%Y-%m}")), None)
    if gekozen is None:
        raise NietGevonden
    bladen = [_blad(collega, g, gekozen, vandaag) for g in sorted(collega.gemeenten)]
    return toon(request, "uitkomsten.html", bladen=bladen, gekozen=gekozen, keuze=keuze, noem=_noem)


def _blad(collega: Collega, gemeente: str, maand: date, vandaag: date) -> Blad:
    mag, telt = collega.blik.afdelingen, collega.mag(Recht.CIJFERS)
    if telt:
        mag = cijferblik(collega).afdelingen
    blik: dict[Zaaksoort, Terugblik] = _onthoud(
        vandaag, "terugblik", gemeente, maand, lambda db: maak_terugblik(db, gemeente, maand)
    )
    periode = kwartaal(maand)
    cijfers: Uitkomsten | None = None
    if telt:
        cijfers = _onthoud(vandaag, "cijfers", gemeente, periode.van, lambda db: maak(db, gemeente, periode))
    gaten = {g for t in blik.values() for g in t.gaten} | set(cijfers.gaten if cijfers else ())
    blikken = tuple((AFDELING[a], blik[a]) for a in Zaaksoort if a in mag)
    return Blad(gemeente, blikken, cijfers.van(mag) if cijfers else (), periode, tuple(_weg(gaten)))


def _weg(gaten: Iterable[Gat]) -> Iterator[str]:
    for gat in sorted(gaten, key=lambda g: (g.maand, g.bron)):
        if gat.bron in BRONNEN:
            yield f"{_noem(gat.maand)}: {BRONNEN[gat.bron]} ({gat.reden})"


def _onthoud(vandaag: date, wat: str, gemeente: str, dag: date, tel: Callable[[Connection], Any]) -> Any:
    """Return what was counted today, or count it; two colleagues who ask at the same time wait for one count."""
    sleutel = (omgeving().engine, vandaag, wat, gemeente, dag)
    with _beurt:
        if sleutel not in _bekend:
            with lezen(omgeving().engine) as db:
                _bekend[sleutel] = tel(db)
            while len(_bekend) > ONTHOUD:
                _bekend.popitem(last=False)
        return _bekend[sleutel]


def _noem(dag: date) -> str:
    return f"{MAANDEN[dag.month - 1]} {dag.year}"
