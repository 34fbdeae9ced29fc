"""Write docs/vragen.md: the eighteen questions of the evaluation, where their facts come from, and the query of each.

Run `make docs` after a change; a test fails while the committed page is old.
"""

import inspect
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Select, column, table
from sqlalchemy.dialects import postgresql

from models.database import tabel
from models.grootboek import VRAGEN, Vraag
from models.grootboekbron import NAAM, ZAAK, Peiling, grootboek
from models.tabellen import Gebeurtenis

LOG = tabel(Gebeurtenis)
BESTAND = Path(__file__).with_suffix(".md")

KOP = """# Achttien vragen, en wat Tijdig erover weet

This page is made from `models/grootboek.py` by `make docs`. Do not edit it.

De evaluatie van het experiment kon deze vragen niet beantwoorden, omdat niemand het had vastgelegd. Elke vraag heeft nu
een query. Die geeft aantallen en nooit een persoon. Wat hersteld is, telt zoals het hersteld is; wat na de laatste dag
gebeurde, telt niet mee. Het begrip `grootboek` in een query is het log van de gekozen gemeenten:
"""
VOORBEELD = Peiling(("voorbeeldstad",), date(2026, 1, 1), date(2026, 12, 31))


def pagina() -> str:
    """Return the whole page."""
    delen = [KOP, _sql(_bron()), "", *(regel for vraag in VRAGEN for regel in _vraag(vraag))]
    return "\n".join(delen).rstrip() + "\n"


def _vraag(vraag: Vraag) -> Iterator[str]:
    bron = inspect.getmodule(vraag.query)
    naam = f"{bron.__name__ if bron else ''}.{vraag.query.__name__}"
    yield from (f"## {vraag.nummer}. {vraag.vraag}", "")
    yield from (f"**Waar de feiten vandaan komen.** {vraag.feiten}", "")
    yield from (f"**Wat hier niet uit blijkt.** {vraag.niet}", "")
    yield from (f"**De query** (`{naam}`). {' '.join((inspect.getdoc(vraag.query) or '').split())}", "")
    yield from (_sql(vraag.query(_peiling())), "")


def _peiling() -> Peiling:
    """Return the example with a table that only has a name, so that a query shows what it asks and no more."""
    namen = [*grootboek(VOORBEELD).c.keys()]
    soorten: dict[str, Any] = {k.name: k.type for k in (*ZAAK.columns, *LOG.columns)}
    kolommen: list[Any] = [column(naam, soorten.get(naam, soorten["soort"])) for naam in namen]
    return Peiling(VOORBEELD.gemeenten, VOORBEELD.van, VOORBEELD.tot, table(NAAM, *kolommen))


def _bron() -> Select[Any]:
    return grootboek(VOORBEELD).element  # type: ignore[return-value]


def _sql(vraag: Select[Any]) -> str:
    dialect: Any = postgresql.dialect()  # type: ignore[no-untyped-call]
    tekst = str(vraag.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    tekst = re.sub(r"(?<!OUTER) (?=(LEFT OUTER JOIN|JOIN|GROUP BY|ORDER BY|HAVING|WHERE) )", "\n", tekst)
    return "```sql\n" + re.sub(r" +$|^ +(?=SELECT)", "", tekst, flags=re.MULTILINE) + "\n```"


if __name__ == "__main__":
    BESTAND.write_text(pagina(), encoding="utf-8")
