"""How does the benchmark read? Gemeenten by name, never by rank, and everything that is left out with the reason.

Of a gemeente with few residents in a figure no number is shown; then the figures of all together are not shown either,
or what is hidden could be found by subtracting.
"""

from collections.abc import Iterator
from typing import Any

from evaluation.benchmark import Benchmark, Plaats, Vergeleken
from evaluation.cijfer import DEFINITIES, Cijfer
from evaluation.cijfertekst import KLEIN, NAMEN, Getoond, is_klein, toon


def als_json(b: Benchmark) -> dict[str, Any]:
    """Return the benchmark as one JSON object."""
    return {
        "periode": {"van": b.periode.van.isoformat(), "tot": b.periode.tot.isoformat()},
        "definities": DEFINITIES,
        "gemeenten": list(b.certificaten),
        "cijfers": {v.naam: _vergeleken(v) for v in b.cijfers},
    }


def als_tekst(b: Benchmark) -> str:
    """Return the benchmark as lines to print."""
    return "\n".join(_regels(b))


def _vergeleken(v: Vergeleken) -> dict[str, Any]:
    return {
        "definitie": v.definitie,
        "gemeenten": {p.gemeente: _plaats(v, p) for p in v.plaatsen},
        "weggelaten": {g: list(redenen) for g, redenen in v.weggelaten.items()},
    }


def _plaats(v: Vergeleken, p: Plaats) -> dict[str, Any]:
    cijfer = p.cijfer
    getallen = (cijfer.teller, cijfer.noemer, cijfer.waarde, cijfer.onder, cijfer.boven)
    namen = ("teller", "noemer", "waarde", "onder", "boven")
    getoond: dict[str, Any] = dict.fromkeys(namen) if p.gemeente in v.klein else dict(zip(namen, getallen, strict=True))
    band = None if v.klein else {"onder": p.band.onder, "boven": p.band.boven}
    return getoond | {"uitkomst": p.uitkomst.value, "band": band, "volledig": cijfer.volledig}


def _regels(b: Benchmark) -> Iterator[str]:
    yield f"Vergelijking van gemeenten: {', '.join(b.certificaten)}, {b.periode.van} tot en met {b.periode.tot}"
    yield "Alleen wat de certificaten toelaten. De volgorde is die van het alfabet: het is geen ranglijst."
    for v in b.cijfers:
        yield ""
        yield NAMEN[v.naam]
        yield from (f"  {_regel(v, p)}" for p in v.plaatsen)
        yield from (f"  {g}: weggelaten. {' '.join(redenen)}" for g, redenen in v.weggelaten.items())


def _regel(v: Vergeleken, p: Plaats) -> str:
    g = Getoond(KLEIN) if p.gemeente in v.klein and not is_klein(p.cijfer) else toon(p.cijfer)
    delen = " ".join(filter(None, (g.waarde, g.van, g.interval and f"({g.interval})")))
    return f"{p.gemeente}: {delen}, {p.uitkomst.value}{_zonder(p.cijfer)}"


def _zonder(cijfer: Cijfer) -> str:
    weg = len({gat.maand for gat in cijfer.gaten})
    return f"; zonder {weg} {'maand' if weg == 1 else 'maanden'}" if weg else ""
