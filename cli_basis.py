"""What do all commands share? The day, the form of an answer, and what can go wrong outside our hands."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

import cli_teksten as teksten


def lees_dag(tekst: str) -> date:
    """Read a date of the command line."""
    try:
        return date.fromisoformat(tekst)
    except ValueError:
        raise typer.BadParameter("schrijf een datum als JJJJ-MM-DD") from None


Dag = Annotated[
    date | None, typer.Option("--datum", parser=lees_dag, metavar="JJJJ-MM-DD", help="De dag; standaard vandaag.")
]
AlsJson = Annotated[bool, typer.Option("--json", help="Eén JSON-object op standaarduitvoer.")]
Gemeente = Annotated[str, typer.Option("--gemeente", help="De naam van het beleid.")]


def stop(reden: str) -> NoReturn:
    """End with exit 2: nothing was done, and this one Dutch sentence says why."""
    typer.echo(" ".join(reden.split()), err=True)
    raise typer.Exit(2)


def toets_periode(van: date, tot: date) -> None:
    """Stop when a period ends before it begins."""
    if van > tot:
        stop("De eerste dag ligt na de laatste dag: kies --van voor --tot.")


def toon(gegevens: dict[str, Any], tekst: str, *, als_json: bool) -> None:
    """Print a result for people, or as one JSON object."""
    typer.echo(json.dumps(gegevens, ensure_ascii=False, default=str) if als_json else tekst)


@contextmanager
def verklaar() -> Iterator[None]:
    """Turn what can go wrong outside our hands into exit 2 with one sentence."""
    from sqlalchemy.exc import DatabaseError

    from models.beleidsbestand import BeleidNietGevonden
    from models.sleutels import GeenSleutel
    from models.zendingen import AlVrijgegeven, GeenZending
    from rules.beleid import BeleidFout
    from tasks.fouten import Failure
    from tasks.lezen import LeveringGeweigerd

    try:
        yield
    except (LeveringGeweigerd, BeleidNietGevonden, Failure) as fout:
        stop(str(fout))
    except BeleidFout as fout:
        stop("; ".join(str(b) for b in fout.bevindingen))
    except (GeenSleutel, AlVrijgegeven, GeenZending) as fout:
        stop(fout.__doc__ or "")
    except OSError as fout:
        stop(teksten.BESTAND.format(reden=fout.strerror))
    except DatabaseError as fout:
        stop(teksten.DATABASE.format(soort=type(fout.orig).__name__))


@contextmanager
def met_prefect(home: Path, poort: int = 0) -> Iterator[str]:
    """Set Prefect up for this process and have a server."""
    from flows.server import ServerStartNiet, prefect_server, stel_in

    stel_in(home)
    try:
        with prefect_server(home, poort) as adres:
            from flows.runs import zonder_hartslag

            with zonder_hartslag():
                yield adres
    except ServerStartNiet as fout:
        stop(fout.__doc__ or "")


def bekende_gemeente(naam: str) -> str:
    """Return the short name of a gemeente; stops when there is no beleid of that name."""
    from tasks.omgeving import omgeving

    if not re.fullmatch(r"[\w-]{1,64}", naam):
        stop("Een gemeente is een naam uit de map beleid, zoals voorbeeldstad.")
    return omgeving().beleid(naam).gemeente.slug


def alle_gemeenten() -> list[str]:
    """Return the short name of every gemeente; one whose beleid cannot be read now keeps the name of its file."""
    from models.beleidsbestand import beleidsnamen
    from settings import settings
    from tasks.omgeving import heeft_beleid

    return [bekende_gemeente(n) if heeft_beleid(n) else n for n in beleidsnamen(settings().beleid)]


def klaar_database() -> None:
    """The embedded database comes to its newest schema by itself; a production database only by `migreer`."""
    from models.database import lezen
    from models.migreren import huidig, nieuwste
    from models.migreren import migreer as naar_nieuwste
    from tasks.omgeving import omgeving

    waar = omgeving()
    if waar.engine.dialect.name == "sqlite":
        naar_nieuwste(waar.engine)
        return
    with lezen(waar.engine) as db:
        if huidig(db) != nieuwste():
            stop("De database heeft niet het nieuwste schema: draai eerst 'tijdig migreer'.")
