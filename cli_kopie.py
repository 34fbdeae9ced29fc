"""The commands that keep everything somewhere else and put it back."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from cli_basis import AlsJson, klaar_database, toon, verklaar

Map = Annotated[Path, typer.Argument(metavar="MAP", help="De map van de reservekopie.")]


def meld_aan(app: typer.Typer) -> None:
    """Add the commands to `tijdig`."""
    for opdracht in (reservekopie, terugzetten):
        app.command()(opdracht)


def reservekopie(
    map_: Map,
    zonder_post: Annotated[
        bool, typer.Option("--zonder-post", help="Laat de brieven en bestanden in post weg.")
    ] = False,
    als_json: AlsJson = False,
) -> None:
    """Maak een reservekopie van de database en de post, in een nieuwe map. De sleutel zit er niet bij."""
    from tasks.omgeving import omgeving
    from tasks.reservekopie import maak

    with verklaar():
        klaar_database()
        gemaakt = maak(omgeving(), map_, met_post=not zonder_post)
    rijen = sum(gemaakt.rijen.values())
    tekst = (
        f"Reservekopie klaar: {rijen} rijen, {len(gemaakt.bestanden)} bestanden. Bewaar de sleutel op een andere plek."
    )
    toon(asdict(gemaakt), tekst, als_json=als_json)


def terugzetten(map_: Map, als_json: AlsJson = False) -> None:
    """Zet een reservekopie terug in een lege database, en tel of alles er weer is."""
    from tasks.omgeving import omgeving
    from tasks.reservekopie import zet_terug

    with verklaar():
        terug = zet_terug(omgeving(), map_)
    tekst = (
        f"Teruggezet: {sum(terug.rijen.values())} rijen, van {terug.gemaakt_op} (UTC). Draai nu 'tijdig controleer'."
    )
    toon(asdict(terug), tekst, als_json=als_json)
