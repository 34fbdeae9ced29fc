# pyright: basic
"""Does anything of a resident stand in Prefect, in a log or in a file name after a whole demo?

`make demo GEEN_SERVER=1`, then `python -m bench.lekken [TIJDIG_HOME]`: every name, BSN, address, number, e-mail address
and date of birth in our own database is looked for in every table of Prefect's database, every log and file name.
"""

import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import typer
from sqlalchemy import select

from models.database import lezen, tabel
from models.tabellen import Contactgegeven, Inwoner
from settings import Settings
from tasks.omgeving import gebruik, maak, omgeving

KORTST = 5
"""A shorter name stands in ordinary words too."""


def woorden() -> set[str]:
    """Return everything that would point at a resident."""
    i, c = tabel(Inwoner), tabel(Contactgegeven)
    uit: set[str] = set()
    with lezen(omgeving().engine) as db:
        for r in db.execute(select(i)):
            uit |= {r.achternaam, r.bsn or "", f"{r.straat} {r.huisnummer}", f"{r.postcode}"}
            uit |= {str(r.geboortedatum)} if r.geboortedatum else set()
        uit |= set(db.execute(select(c.c.waarde)).scalars())
    return {woord for woord in uit if len(woord) >= KORTST}


def plekken(home: Path) -> Iterator[tuple[str, str]]:
    """Give every place where nothing of a resident may stand, with its text."""
    with closing(sqlite3.connect(f"file:{home / 'prefect' / 'prefect.db'}?mode=ro", uri=True)) as db:
        for (naam,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            yield f"Prefect {naam}", "\n".join(str(rij) for rij in db.execute(f'SELECT * FROM "{naam}"'))
    for pad in [*home.glob("*.log"), *(home / "log").rglob("*")]:
        if pad.is_file():
            yield f"log {pad.name}", pad.read_text(encoding="utf-8", errors="replace")
    yield "bestandsnamen", "\n".join(str(p.relative_to(home)) for p in home.rglob("*"))


def main(home: Path) -> None:
    """Look everywhere and print what was found: how often, never what."""
    gebruik(maak(Settings(home=home)))
    patroon = re.compile("|".join(rf"\b{re.escape(w)}\b" for w in sorted(woorden())), re.IGNORECASE)
    gelezen = {plek: (len(tekst), len(patroon.findall(tekst))) for plek, tekst in plekken(home)}
    lekken = {plek: keer for plek, (_, keer) in gelezen.items() if keer}
    tekens = sum(n for n, _ in gelezen.values())
    typer.echo(json.dumps({"woorden": len(woorden()), "plekken": len(gelezen), "tekens": tekens, "lekken": lekken}))
    raise SystemExit(bool(lekken))


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else ".tijdig"))
