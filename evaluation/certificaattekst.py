"""How does a certificate read? As lines for people and as JSON; counts of few residents are left out of both."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from evaluation.certificaat import EFFORT, Certificaat
from evaluation.cijfertekst import NAMEN, toon
from evaluation.gaten import BELASTINGEN, SIGNALEN
from rules.kleinecijfers import cijfer

BRONNEN: dict[str, str] = {SIGNALEN: "signalen van partners", BELASTINGEN: "Gemeentebelastingen"}


def als_json(c: Certificaat) -> dict[str, Any]:
    """Return a certificate as one JSON object."""
    return {
        "gemeente": c.gemeente,
        "periode": {"van": c.periode.van.isoformat(), "tot": c.periode.tot.isoformat()},
        "definities": c.definities,
        "inspanning": asdict(toon(c.cijfers[EFFORT])),
        "ontbrekende_maanden": {b: [f"{m:%Y-%m}" for m in c.ontbreekt(b)] for b in BRONNEN},
        "niet_bijgehouden": {b: [f"{m:%Y-%m}" for m in weg] for b, weg in c.onbewaakt.items()},
        "afwijkingen": _geteld(c.afwijkingen),
        "overgeslagen_contact": _geteld(c.overgeslagen),
        "beleid": [{"versie": b.versie, "van": b.van.isoformat(), "tot": b.tot.isoformat()} for b in c.beleid],
        "nooit_vastgelegd": list(c.nooit),
        "oordelen": {n: {"vergelijkbaar": o.vergelijkbaar, "redenen": list(o.redenen)} for n, o in c.oordelen.items()},
    }


def als_tekst(c: Certificaat) -> str:
    """Return a certificate as lines to print."""
    return "\n".join(_regels(c))


def _geteld(aantallen: dict[str, int]) -> dict[str, str]:
    return {reden: cijfer(aantal) for reden, aantal in aantallen.items()}


def _regels(c: Certificaat) -> Iterator[str]:
    effort = toon(c.cijfers[EFFORT])
    yield f"Certificaat van {c.gemeente}, {c.periode.van} tot en met {c.periode.tot}, definities versie {c.definities}"
    yield ""
    waarde = " ".join(filter(None, (effort.waarde, effort.van)))
    yield f"{NAMEN[EFFORT]}: {waarde}{_haakjes(effort.interval or effort.reden)}"
    for bron, naam in BRONNEN.items():
        weg = ", ".join(f"{m:%Y-%m}" for m in c.ontbreekt(bron))
        yield f"Maanden zonder alle gegevens van {naam}: {weg or 'geen'}"
        if niet := ", ".join(f"{m:%Y-%m}" for m in c.onbewaakt[bron]):
            yield f"Niet bijgehouden of alles van {naam} kwam: {niet}"
    yield f"Afwijkingen: {_opsomming(c.afwijkingen)}"
    yield f"Persoonlijk contact niet geprobeerd: {_opsomming(c.overgeslagen)}"
    yield "Beleid: " + ("; ".join(f"{b.versie} ({b.van} tot en met {b.tot})" for b in c.beleid) or "geen")
    yield f"Nooit vastgelegd: {', '.join(c.nooit) or 'niets'}"
    yield ""
    for naam, oordeel in c.oordelen.items():
        woord = "vergelijkbaar" if oordeel.vergelijkbaar else "niet vergelijkbaar"
        yield " ".join((f"{NAMEN[naam]}: {woord}.", *oordeel.redenen))


def _opsomming(aantallen: dict[str, int]) -> str:
    return "; ".join(f"{reden} ({cijfer(n)})" for reden, n in aantallen.items()) or "geen"


def _haakjes(tekst: str) -> str:
    return f" ({tekst})" if tekst else ""
