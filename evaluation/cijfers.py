"""Which figures answer the questions of an evaluation? The same dictionary serves report, JSON, Prefect and screens."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from evaluation import feiten
from evaluation.cijfer import DEFINITIES, Cijfer, Periode
from evaluation.definities import FIGUREN
from evaluation.tellen import Selectie, tel

DOEL3 = "doel3_dwangbevelen"


def bereken(db: Connection, periode: Periode, gemeenten: Sequence[str]) -> dict[str, Cijfer]:
    """Return every figure of contracts.md §5 by name. Makes the facts anew on this connection."""
    feiten.leg_klaar(db, periode, gemeenten)
    return uit_feiten(db, Selectie(periode, tuple(gemeenten)))


def uit_feiten(db: Connection, selectie: Selectie) -> dict[str, Cijfer]:
    """Return every figure of the facts that lie ready on this connection.

    Goal 3 compares with the waiting list: the one comparison group that exists without asking for a date or gemeente.
    """
    from evaluation import vermeden  # numpy is loaded by who asks for figures, not by every command

    cijfers = {f.naam: tel(db, f, selectie) for f in FIGUREN}
    cijfers[DOEL3] = vermeden.doel3(vermeden.wachtlijst(db, selectie.periode, selectie.gemeenten))
    return {naam: cijfers[naam] for naam in VOLGORDE}


def als_json(periode: Periode, gemeente: str | None, cijfers: dict[str, Cijfer]) -> dict[str, Any]:
    """Return the figures as contracts.md §5 fixes them; `gemeente` is null for all gemeenten together."""
    return {
        "periode": {"van": periode.van.isoformat(), "tot": periode.tot.isoformat()},
        "gemeente": gemeente,
        "definities": DEFINITIES,
        "cijfers": {naam: cijfer.als_json() for naam, cijfer in cijfers.items()},
    }


VOLGORDE = (
    "signalen", "signalen_gemeentebelastingen", "meldingen", "uitval_brp", "bekend_bij_shv", "enkelvoudig",
    "meervoudig", "opeenvolgend", "bereik", "hulpacceptatie", "doel1_niet_bekend", "doel2_bereik", DOEL3,
    "kwijtschelding_na_signaal", "aanmelding_shv_na_signaal", "incassokosten", "gemiddelde_stilte", "langste_stilte",
    "effort_volledig", "afwijkingen",
)  # fmt: skip
"""The order of contracts.md §5."""
