"""Which numbers may a report show? None from which a small group of residents could be told, also by subtracting.

A count below GRENS (rules/kleinecijfers.py) is not shown, nor is a share, an interval or a picture that gives it away.
In a table whose total stands elsewhere, one hidden cell could be found by subtracting: then more cells go.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluation import cijfertekst
from evaluation.cijfer import Cijfer, Vorm
from evaluation.cijfers import DOEL3
from evaluation.cijfertekst import KLEIN, is_klein, kleine
from evaluation.rapport.getallen import aantal, dagen, euro, procent
from rules.kleinecijfers import GRENS

WEG = "niet getoond"
"""Stands for every number that is not shown; it does not tell how large the number is."""
NIET = "niet te zeggen"
GEEN = "–"
"""There is nothing to fill in here."""


@dataclass(frozen=True)
class Getoond:
    """A figure in words: the value, between what the truth lies, and what was counted. `heel`: nothing was hidden."""

    waarde: str
    tussen: str = GEEN
    telling: str = GEEN
    heel: bool = True


def toon_alle(cijfers: Mapping[str, Cijfer]) -> dict[str, Getoond]:
    """Return figures that stand beside each other as everybody may see them."""
    klein = kleine(cijfers)
    return {
        n: Getoond(KLEIN, heel=False) if n in klein and not is_klein(c) and c.waarde is not None else toon(c)
        for n, c in cijfers.items()
    }


def toon(c: Cijfer) -> Getoond:
    """Return one figure as everybody may see it."""
    if c.waarde is None:
        return Getoond(NIET, heel=False)
    if is_klein(c):
        grof = cijfertekst.toon(c)
        return Getoond(grof.waarde, GEEN, grof.van or GEEN, heel=False)
    match c.vorm:
        case Vorm.AANTAL:
            return Getoond(aantal(c.waarde))
        case Vorm.CENTEN:
            return Getoond(euro(c.waarde), _tussen(c))
        case Vorm.DAGEN:
            return Getoond(dagen(c.waarde), _tussen(c), f"{aantal(c.noemer)} keer gemeten" if c.noemer else GEEN)
        case Vorm.AANDEEL if c.naam == DOEL3:
            return Getoond(_minder(c.waarde), _tussen(c))
        case Vorm.AANDEEL | Vorm.VERSCHIL:
            telling = GEEN if c.noemer is None else f"{aantal(c.teller or 0)} van {aantal(c.noemer)}"
            return Getoond(procent(c.waarde), _tussen(c), telling)


def _tussen(c: Cijfer) -> str:
    if c.onder is None or c.boven is None:
        return GEEN
    if c.vorm is Vorm.DAGEN:
        return f"{dagen(c.onder).split()[0]} tot {dagen(c.boven)}"
    vorm = _minder if c.naam == DOEL3 else euro if c.vorm is Vorm.CENTEN else procent
    return f"{vorm(c.onder)} tot {vorm(c.boven)}"


def _minder(deel: float) -> str:
    """Say by which part something became fewer; a negative part is an increase."""
    return f"{procent(abs(deel))} {'minder' if deel >= 0 else 'meer'}"


def dek_af(tellingen: Sequence[int]) -> list[bool]:
    """Return which counts of a list stay hidden when their sum is known elsewhere."""
    return _sluit([t < GRENS for t in tellingen], [tellingen])


def dek_met_gaten_af(tellingen: Sequence[int | None]) -> list[bool]:
    """Return which counts stay hidden of a list in which the small ones are unknown already."""
    weg = [t is None for t in tellingen]
    if any(weg) and not all(weg):
        zichtbaar = [(t, plaats) for plaats, t in enumerate(tellingen) if t is not None]
        weg[min(zichtbaar)[1]] = True
    return weg


def dek_delen_af(delen: Sequence[tuple[int, int]], dicht: Sequence[bool] = ()) -> list[tuple[bool, bool]]:
    """Return for every (teller, noemer) of a table whether the noemer and the teller stay hidden.

    The sums of both columns stand elsewhere in the report. A hidden noemer hides its teller. `dicht` are the noemers
    that another table hides already.
    """
    tellers, noemers = [t for t, _ in delen], [n for _, n in delen]
    rest = [n - t for t, n in delen]
    al_weg = dicht or [False] * len(delen)
    noemer_weg = _sluit([weg or n < GRENS for weg, n in zip(al_weg, noemers, strict=True)], [noemers])
    begin = [weg or t < GRENS or r < GRENS for weg, t, r in zip(noemer_weg, tellers, rest, strict=True)]
    return list(zip(noemer_weg, _sluit(begin, [tellers, rest]), strict=True))


def _sluit(weg: list[bool], kolommen: Iterable[Sequence[int]]) -> list[bool]:
    """Hide more until at least two are hidden that together are no small count, in each of these columns."""
    weg, kolommen = list(weg), list(kolommen)
    while any(weg) and not all(weg) and not _veilig(weg, kolommen):
        open_ = [i for i, dicht in enumerate(weg) if not dicht]
        weg[min(open_, key=lambda i: (min(k[i] for k in kolommen), i))] = True
    return weg


def _veilig(weg: list[bool], kolommen: list[Sequence[int]]) -> bool:
    sommen = [sum(k[i] for i, dicht in enumerate(weg) if dicht) for k in kolommen]
    return sum(weg) > 1 and min(sommen) >= GRENS


@dataclass(frozen=True)
class Groep:
    """One row of a breakdown as it may be shown; `cijfer` is there only when all of it may be seen."""

    naam: str
    noemer: str
    teller: str
    deel: str
    tussen: str
    cijfer: Cijfer | None


def toon_per(per: dict[str, Cijfer], dicht: frozenset[str] = frozenset()) -> list[Groep]:
    """Return the shares of a breakdown as everybody may see them, in the same order.

    `dicht` are the groups of which another table hides the noemer.
    """
    tellingen = [(c.teller or 0, c.noemer or 0) for c in per.values()]
    weg = dek_delen_af(tellingen, [naam in dicht for naam in per])
    groepen: list[Groep] = []
    for (naam, c), (noemer_weg, teller_weg) in zip(per.items(), weg, strict=True):
        noemer = WEG if noemer_weg else aantal(c.noemer or 0)
        if teller_weg or c.waarde is None:
            groepen.append(Groep(naam, noemer, WEG, WEG, WEG, None))
        else:
            groepen.append(Groep(naam, noemer, aantal(c.teller or 0), procent(c.waarde), _tussen(c), c))
    return groepen
