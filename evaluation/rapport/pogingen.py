"""How often does an attempt reach a resident? Every attempt counts, so the shares are lower than those per melding."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from evaluation.definities.signalen import bereik, hulpacceptatie
from evaluation.momentpogingen import Pogingregel, pogingregels
from evaluation.rapport.afdekken import WEG, dek_met_gaten_af, toon_per
from evaluation.rapport.bron import Bron
from evaluation.rapport.getallen import aantal, ongeveer, procent
from evaluation.rapport.opvallend import hoogste
from evaluation.rapport.woorden import groepsnaam
from evaluation.statistiek.aandelen import Schatting, wilson
from rules.kleinecijfers import GRENS
from rules.taal import opsomming
from rules.woorden import Zaaksoort

GROFST = 0.1
"""Shares that would have to be rounded further than this are not shown."""
SAMENHANG = 1.5
"""Attempts on one resident look alike: a rounded share counts as if there were so many times fewer."""


@dataclass(frozen=True)
class Afgedekt:
    """What the table of groups hides per route. Attempts add up to the same residents, so they may not tell it."""

    bereik: bool
    hulp: bool


def afgedekt(bron: Bron) -> Afgedekt:
    """Return what the table per route does not show."""
    gesproken = toon_per(bron.per(bereik(), "route"))
    dicht = frozenset(g.naam for g in gesproken if g.cijfer is None)
    hulp = toon_per(bron.per(hulpacceptatie(), "route"), dicht)
    return Afgedekt(bool(dicht), bool(dicht) or any(g.cijfer is None for g in hulp))


@dataclass(frozen=True)
class Pogingrij:
    """The attempts with one property as everybody may see them; `deel` is None when it is hidden."""

    waarde: str
    naam: str
    pogingen: str
    deel: Schatting | None
    gesproken: str
    tussen: str
    hulp: str


def regels(bron: Bron, soort: Zaaksoort) -> list[Pogingregel]:
    """Return the attempts of one department by kanaal, number and dagdeel."""
    alle = pogingregels(bron.db, bron.selectie.periode, bron.selectie.gemeenten)
    return [r for r in alle if r.afdeling == soort.value]


def pogingrijen(regels_: Sequence[Pogingregel], dimensie: str, dicht: Afgedekt) -> list[Pogingrij]:
    """Return one table of attempts, without what may not be seen."""
    eigen = [r for r in regels_ if r.dimensie == dimensie]
    geteld_weg = dek_met_gaten_af([r.pogingen for r in eigen])
    bereikt_weg = dek_met_gaten_af([
        None if weg or r.bereik is None else r.bereikten for r, weg in zip(eigen, geteld_weg, strict=True)
    ])  # fmt: skip
    return [_rij(r, weg, niet, dicht) for r, weg, niet in zip(eigen, geteld_weg, bereikt_weg, strict=True)]


def _rij(r: Pogingregel, weg: bool, niet: bool, dicht: Afgedekt) -> Pogingrij:
    deel = None if niet or r.bereik is None or r.pogingen is None else r.bereik
    if deel and dicht.bereik:
        deel = grof(deel, r.pogingen or 0)
    hoeveel = WEG if weg or r.pogingen is None else ongeveer(r.pogingen) if dicht.bereik else aantal(r.pogingen)
    leeg = Pogingrij(r.waarde, groepsnaam(r.dimensie, r.waarde), hoeveel, None, WEG, WEG, WEG)
    if deel is None:
        return leeg
    hulp = WEG if r.acceptatie is None or dicht.hulp else procent(r.acceptatie.waarde)
    if dicht.bereik:
        return replace(
            leeg, deel=deel, gesproken=_heel(deel.waarde), tussen=f"{_heel(deel.onder)} tot {_heel(deel.boven)}"
        )
    return replace(leeg, deel=deel, gesproken=procent(deel.waarde), tussen=tussen(deel), hulp=hulp)


def _heel(deel: float) -> str:
    return f"{aantal(100 * deel)} %"


def grof(deel: Schatting, van: int) -> Schatting | None:
    """Round a share so far that GRENS counts at least give the same; None when hardly anything would be left.

    The interval follows from what is shown alone, so it tells nothing more.
    """
    stap = max(1, ceil(100 * GRENS / van))
    if stap > 100 * GROFST:
        return None
    rond, alle = stap * floor(100 * deel.waarde / stap + 0.5) / 100, max(10, round(van, -1)) / SAMENHANG
    s = wilson(rond * alle, alle)
    onder, boven = stap * floor(100 * s.onder / stap), stap * ceil(100 * s.boven / stap)
    return Schatting(rond, max(0, onder) / 100, min(100, boven) / 100)


def tussen(s: Schatting) -> str:
    """Write an interval of a share."""
    return f"{procent(s.onder)} tot {procent(s.boven)}"


WIJZE: dict[str, str] = {
    "bellen": "een keer bellen", "huisbezoek": "een huisbezoek", "crisis": "een contact bij crisis",
    "ochtend": "een poging 's ochtends", "middag": "een poging 's middags", "avond": "een poging 's avonds",
}  # fmt: skip


def per_poging(bron: Bron) -> list[str]:
    """Say what one attempt of Vroegsignalering achieves: that is what a team can plan."""
    eigen, dicht = regels(bron, Zaaksoort.VROEGSIGNALERING), afgedekt(bron)
    zinnen: list[str] = []
    for dimensie in ("kanaal", "dagdeel"):
        gezien = [r for r in pogingrijen(eigen, dimensie, dicht) if r.waarde in WIJZE]
        if zin := _vergelijk([(WIJZE[r.waarde], r.gesproken, r.deel) for r in gezien if r.deel is not None]):
            zinnen.append(zin)
    return zinnen


def _vergelijk(delen: Sequence[tuple[str, str, Schatting]]) -> str:
    if len(delen) < 2:
        return ""
    delen = sorted(delen, key=lambda d: (-d[2].waarde, d[0]))
    lijst = opsomming([f"{wat} lukt bij {deel}" for wat, deel, _ in delen])
    zeker = hoogste([s for _, _, s in delen])
    slot = "Geen van deze lukt zeker vaker." if zeker is None else f"Dat {delen[zeker][0]} vaker lukt, is zeker."
    return f"{lijst[0].upper()}{lijst[1:]}. {slot}"
