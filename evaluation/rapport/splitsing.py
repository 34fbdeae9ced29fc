"""How does a breakdown leave as JSON? With null for every number that may not be seen."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from evaluation.cijfer import Cijfer, Vorm
from evaluation.definities import FIGUREN
from evaluation.rapport.afdekken import WEG, dek_af, toon_per
from evaluation.tellen import Selectie, tel_per

VELDEN = ("teller", "noemer", "waarde", "onder", "boven")

Groepen = dict[str, dict[str, Any]]


def splitsingen(db: Connection, selectie: Selectie, dimensies: Sequence[str]) -> dict[str, dict[str, Groepen]]:
    """Return per figure and per dimension that its facts know, every group; the facts must lie ready.

    An amount of money has no count of residents beside it, so it is not broken down.
    """
    return {
        f.naam: {d: _groepen(f.vorm, per) for d in dimensies if (per := tel_per(db, f, selectie, d))}
        for f in FIGUREN
        if f.vorm is not Vorm.CENTEN and not f.hoogste
    }


def _groepen(vorm: Vorm, per: dict[str, Cijfer]) -> Groepen:
    if vorm is Vorm.AANDEEL:
        heel = {g.naam: g.cijfer is not None for g in toon_per(per)}
        noemers = {g.naam: g.noemer != WEG for g in toon_per(per)}
    else:
        weg = dek_af([(c.teller if vorm is Vorm.AANTAL else c.noemer) or 0 for c in per.values()])
        heel = {naam: not dicht for naam, dicht in zip(per, weg, strict=True)}
        noemers = heel
    return {naam: _groep(c, heel[naam], noemers[naam]) for naam, c in per.items()}


def _groep(c: Cijfer, heel: bool, noemer: bool) -> dict[str, Any]:
    groep: dict[str, Any] = {veld: getattr(c, veld) if heel else None for veld in VELDEN}
    return groep | {"noemer": c.noemer if noemer else None, "volledig": c.volledig}
