"""Facts of an evaluation without a log: rows straight into the temporary tables, for tests of what is counted."""

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Table, create_engine, insert
from sqlalchemy.schema import CreateTable

from evaluation.cijfer import Periode
from evaluation.tabellen import GAT, INCASSO, LOG, MELDING, POGING, SIGNAAL, TIJDELIJK
from rules.log import Soort

STAD, DORP = "voorbeeldstad", "voorbeelddorp"
JAAR = Periode(date(2026, 1, 1), date(2026, 12, 31))


@contextlib.contextmanager
def leeg(url: str = "sqlite://") -> Iterator[Connection]:
    """Give a connection with empty tables of facts."""
    motor = create_engine(url)
    with motor.connect() as db:
        for tabel in TIJDELIJK.sorted_tables:
            db.execute(CreateTable(tabel))
        yield db
    motor.dispose()


def zet(db: Connection, tabel: Table, rijen: Iterable[dict[str, Any]]) -> None:
    """Put rows into one table; every zaak that is not numbered gets the next number."""
    vol = [{**dict.fromkeys(tabel.c.keys()), **ONDER[tabel.name], "zaak_id": nummer, **rij}
           for nummer, rij in enumerate(rijen, 1)]  # fmt: skip
    if vol:
        db.execute(insert(tabel), [{k: v for k, v in rij.items() if k in tabel.c} for rij in vol])


def legde_vast(db: Connection, *soorten: Soort, gemeenten: Iterable[str] = (STAD, DORP)) -> None:
    """Say that gemeenten recorded something of each soort."""
    zet(db, LOG, [{"gemeente": g, "soort": s.value, "dag": JAAR.van} for g in gemeenten for s in soorten])


def stil(db: Connection, gemeente: str, bron: str, *maanden: date) -> None:
    """Say that a source was silent in these months."""
    zet(db, GAT, [{"gemeente": gemeente, "bron": bron, "maand": maand, "reden": "geen levering"} for maand in maanden])


ONDER: dict[str, dict[str, Any]] = {
    LOG.name: {}, GAT.name: {}, "ev_kosten": {"gemeente": STAD, "soort": "kosten"},
    INCASSO.name: {"gemeente": STAD, "pseudoniem": "p", "belastingsoort": "afvalstoffenheffing", "bedrag": 42_000,
                   "doelgroep": "huurder", "capaciteit": False, "kosten": 0},
    MELDING.name: {"gemeente": STAD, "pseudoniem": "p", "sector": "water", "gb": False, "leeftijd": "27-44",
                   "doelgroep": "huurder", "bereikt": False, "hulp": False},
    SIGNAAL.name: {"gemeente": STAD, "sector": "water", "gb": False, "bedrag": 20_000, "plaats": 1},
    POGING.name: {"gemeente": STAD, "afdeling": "vroegsignalering", "kanaal": "bellen", "soort": "bellen",
                  "nummer": 1, "dagdeel": "middag", "hulp": False, "volgnr": 1},
}  # fmt: skip
"""What a row says when the test does not care."""
