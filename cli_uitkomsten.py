"""The commands beside the report: may figures be compared, does a gemeente differ, and what happened to people?"""

from datetime import date
from typing import Annotated

import typer

from cli_basis import (
    AlsJson,
    Gemeente,
    alle_gemeenten,
    bekende_gemeente,
    klaar_database,
    stop,
    toets_periode,
    toon,
    verklaar,
)
from cli_evalueer import Tot, Van

Maand = Annotated[str, typer.Option("--maand", metavar="JJJJ-MM", help="Een maand die voorbij is.")]
Aantal = Annotated[int, typer.Option("--aantal", min=1, help="Zoveel reizen, hoogstens 100.")]
Zaad = Annotated[int, typer.Option("--zaad", help="Hetzelfde getal geeft dezelfde steekproef.")]


def meld_aan(app: typer.Typer) -> None:
    """Add the commands to `tijdig`."""
    for opdracht in (certificaat, reis, terugblik):
        app.command()(opdracht)
    app.command("vergelijk-gemeenten")(vergelijk_gemeenten)


def certificaat(van: Van, tot: Tot, gemeente: Gemeente, als_json: AlsJson = False) -> None:
    """Toon waarmee de cijfers van een gemeente vergeleken mogen worden, en waarom niet."""
    from evaluation import certificaat as maken
    from evaluation import certificaattekst
    from evaluation.cijfer import Periode
    from models.database import lezen
    from tasks.omgeving import omgeving

    toets_periode(van, tot)
    with verklaar():
        klaar_database()
        slug = bekende_gemeente(gemeente)
        with lezen(omgeving().engine) as db:
            gemaakt = maken.maak(db, Periode(van, tot), slug)
    toon(certificaattekst.als_json(gemaakt), certificaattekst.als_tekst(gemaakt), als_json=als_json)


def vergelijk_gemeenten(van: Van, tot: Tot, als_json: AlsJson = False) -> None:
    """Vergelijk de gemeenten van deze installatie: alleen wat vergelijkbaar is, en zonder ranglijst."""
    from evaluation import benchmark, benchmarktekst
    from evaluation.cijfer import Periode
    from models.database import lezen
    from tasks.omgeving import omgeving

    toets_periode(van, tot)
    with verklaar():
        klaar_database()
        with lezen(omgeving().engine) as db:
            gevonden = benchmark.vergelijk(db, Periode(van, tot), alle_gemeenten())
    toon(benchmarktekst.als_json(gevonden), benchmarktekst.als_tekst(gevonden), als_json=als_json)


def reis(
    van: Van, tot: Tot, gemeente: Gemeente, aantal: Aantal = 10, zaad: Zaad = 1, als_json: AlsJson = False
) -> None:
    """Vertel een steekproef van reizen van een signaal, zonder namen, adressen, dagen en precieze bedragen."""
    from evaluation import reis as trekking
    from evaluation import reistekst
    from evaluation.cijfer import Periode
    from models.database import lezen
    from tasks.omgeving import omgeving

    toets_periode(van, tot)
    with verklaar():
        klaar_database()
        slug = bekende_gemeente(gemeente)
        with lezen(omgeving().engine) as db:
            gemaakt = trekking.trek(db, Periode(van, tot), slug, aantal, zaad)
    if not gemaakt.verhalen:
        stop("Er is geen reis die vijf inwoners delen: elk verhaal zou over één inwoner kunnen gaan.")
    toon(reistekst.als_json(gemaakt), f"{gemaakt.tekst}\n{reistekst.slot(gemaakt)}", als_json=als_json)


def terugblik(gemeente: Gemeente, maand: Maand, als_json: AlsJson = False) -> None:
    """Toon wat elke afdeling over een maand mag weten; de mail aan de teams zegt hetzelfde."""
    from evaluation import terugblik as maken
    from evaluation import terugblikmail
    from models.database import lezen
    from tasks.klok import vandaag
    from tasks.omgeving import omgeving

    dag = _maand(maand)
    if maken.einde(dag) >= vandaag():
        stop("Deze maand is nog niet voorbij: kies een maand die al voorbij is.")
    with verklaar():
        klaar_database()
        beleid = omgeving().beleid(bekende_gemeente(gemeente))
        with lezen(omgeving().engine) as db:
            gemaakt = maken.maak(db, beleid.gemeente.slug, dag)
    teams = {a: beleid.gemeente.afzender.afdeling(a).naam for a in gemaakt}
    teksten = [terugblikmail.tekst(t, beleid.gemeente.naam, teams[a], "") for a, t in gemaakt.items()]
    toon(terugblikmail.als_json(gemaakt), "\n".join(teksten), als_json=als_json)


def _maand(tekst: str) -> date:
    try:
        return date.fromisoformat(f"{tekst}-01")
    except ValueError:
        stop("Schrijf een maand als JJJJ-MM, zoals 2026-06.")
