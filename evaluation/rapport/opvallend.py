"""Which groups surely differ from the others? Only a difference that is hardly chance is worth a sentence."""

from collections.abc import Sequence
from math import sqrt

from evaluation.cijfer import Cijfer
from evaluation.rapport.afdekken import toon_per
from evaluation.rapport.getallen import procent
from evaluation.rapport.woorden import ONBEKEND
from evaluation.statistiek.aandelen import NIVEAU, Schatting, Vergelijking, newcombe, z_waarde
from rules.kleinecijfers import GRENS


def opvallend(per: dict[str, Cijfer]) -> list[tuple[str, bool, str, str]]:
    """Return the groups that surely differ from all others together: name, more or less, their share, the other share.

    As many groups are compared, so much stricter is the comparison (Bonferroni). Small groups say nothing.
    """
    alles = [(c.teller or 0, c.noemer or 0) for c in per.values()]
    gevonden: list[tuple[str, bool, str, str]] = []
    getoond = [g for g in toon_per(per) if g.cijfer is not None and g.naam != ONBEKEND]
    for groep in getoond:
        c = per[groep.naam]
        t, n = c.teller or 0, c.noemer or 0
        rest_t, rest_n = sum(x for x, _ in alles) - t, sum(x for _, x in alles) - n
        if min(rest_t, rest_n - rest_t) < GRENS:
            continue
        verschil = newcombe(Vergelijking(t, n, rest_t, rest_n), 1 - (1 - NIVEAU) / len(getoond))
        if verschil.onder > 0 or verschil.boven < 0:
            gevonden.append((groep.naam, verschil.waarde > 0, groep.deel, procent(rest_t / rest_n)))
    return gevonden


def hoogste(delen: Sequence[Schatting]) -> int | None:
    """Return the place of the share that surely is higher than each other one; None when no one is.

    The interval of each difference follows from the two intervals (Newcombe), wider as more pairs can be compared.
    """
    if len(delen) < 2:
        return None
    paren = len(delen) * (len(delen) - 1) // 2
    breder = z_waarde(1 - (1 - NIVEAU) / paren) / z_waarde()
    plaats = max(range(len(delen)), key=lambda i: delen[i].waarde)
    top, rest = delen[plaats], [d for i, d in enumerate(delen) if i != plaats]
    zeker = all(
        top.waarde - d.waarde > breder * sqrt((top.waarde - top.onder) ** 2 + (d.boven - d.waarde) ** 2) for d in rest
    )
    return plaats if zeker else None
