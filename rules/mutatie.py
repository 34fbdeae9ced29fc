"""What does a mutatie do to the open amounts of an aanslag?"""

from collections.abc import Sequence

from rules.levering import Mutatiesoort

AF = frozenset({Mutatiesoort.BETALING, Mutatiesoort.VERMINDERING, Mutatiesoort.KWIJTSCHELDING_TOEGEKEND})


def verdeel(soort: Mutatiesoort, bedrag: int | None, regels: Sequence[tuple[int, int]]) -> list[int]:
    """Return the new open amount in cents of each regel, given (bedrag, openstaand) of each.

    What comes off goes to the first regel that is open; kwijtschelding without an amount waives all that is open. A
    storno puts back no more than was ever due. Nothing goes below zero.
    """
    if soort in AF:
        rest = sum(o for _, o in regels) if bedrag is None else bedrag
        return _schrijf_af([o for _, o in regels], rest)
    if soort == Mutatiesoort.STORNO:
        return _schrijf_bij(regels, bedrag or 0)
    return [o for _, o in regels]


def _schrijf_af(open_: list[int], rest: int) -> list[int]:
    nieuw: list[int] = []
    for bedrag in open_:
        af = min(bedrag, rest)
        rest -= af
        nieuw.append(bedrag - af)
    return nieuw


def _schrijf_bij(regels: Sequence[tuple[int, int]], rest: int) -> list[int]:
    nieuw: list[int] = []
    for bedrag, open_ in regels:
        bij = min(max(bedrag - open_, 0), rest)
        rest -= bij
        nieuw.append(open_ + bij)
    return nieuw
