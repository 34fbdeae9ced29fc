"""The commands for the national delivery: as a file, and as the API from which CBS fetches it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from cli_basis import AlsJson, Gemeente, bekende_gemeente, klaar_database, lees_dag, stop, toets_periode, toon, verklaar
from cli_werk import is_vrij
from settings import settings

POORT = 8090

VERKEERDE_SLEUTEL = "De sleutel (TIJDIG_SLEUTEL) past niet bij deze database: geen enkel BSN is te lezen."

export_app = typer.Typer(no_args_is_help=True, help="Lever gegevens aan anderen.")


def meld_aan(app: typer.Typer) -> None:
    """Add the commands to `tijdig`."""
    export_app.command("ddas")(export_ddas)
    export_app.callback()(_export)
    app.add_typer(export_app, name="export")
    app.command("ddas")(bedien_ddas)


def _export() -> None:
    """Lever gegevens aan anderen."""


def _dag(naam: str, hulp: str) -> Any:
    return typer.Option(naam, parser=lees_dag, metavar="JJJJ-MM-DD", help=hulp)


def export_ddas(
    van: Annotated[date, _dag("--van", "De eerste dag van de periode.")],
    tot: Annotated[date, _dag("--tot", "De laatste dag van de periode.")],
    gemeente: Gemeente,
    uit: Annotated[Path, typer.Option("--uit", help="Het bestand dat u krijgt.")],
    als_json: AlsJson = False,
) -> None:
    """Maak de levering voor de landelijke monitor vroegsignalering (DDAS 1.2)."""
    from evaluation.ddas.bestand import lever
    from evaluation.ddas.bron import Vraag
    from evaluation.ddas.vorm import van_beleid
    from tasks.omgeving import omgeving

    toets_periode(van, tot)
    with verklaar(), _verklaar_levering():
        klaar_database()
        slug = bekende_gemeente(gemeente)
        wie = van_beleid(omgeving().beleid(gemeente))
        telling = lever(omgeving().engine, wie, Vraag(slug, van, tot), uit, datetime.now(UTC))
    toon(asdict(telling) | {"bestand": str(uit)}, _geleverd(telling, uit), als_json=als_json)
    raise typer.Exit(1 if telling.afgekeurd else 0)


@contextmanager
def _verklaar_levering() -> Iterator[None]:
    """Turn what can be wrong with a delivery into exit 2 with one sentence; no text of a failure names a resident."""
    from cryptography.exceptions import InvalidTag

    from evaluation.ddas.schrijven import OnbruikbareKop, OngeldigeZaak

    try:
        yield
    except (OnbruikbareKop, OngeldigeZaak) as fout:
        stop(str(fout))
    except InvalidTag:
        stop(VERKEERDE_SLEUTEL)


def _geleverd(telling: Any, uit: Path) -> str:
    """Return what was delivered, in Dutch."""
    regels = [
        f"In {uit}: {_aantal(telling.signalen, 'signaal', 'signalen')}, {_aantal(telling.zaken, 'zaak', 'zaken')}.",
        "In dit bestand staan BSN's: bewaar het veilig en gooi het weg na het leveren.",
    ]
    if telling.afgekeurd:
        wie = ", ".join(f"{a.signaal} ({a.wat})" for a in telling.voorbeelden)
        regels.append(f"Niet geleverd: {_aantal(telling.afgekeurd, 'signaal', 'signalen')}. Nummers: {wie}.")
    return "\n".join(regels)


def _aantal(hoeveel: int, een: str, meer: str) -> str:
    return f"{hoeveel} {een if hoeveel == 1 else meer}"


def bedien_ddas(
    poort: Annotated[int, typer.Option("--poort", help="De poort van de koppeling.")] = POORT,
    adres: Annotated[str, typer.Option(help="Het adres waarop de koppeling luistert.")] = "127.0.0.1",
) -> None:
    """Start de koppeling waar het CBS de landelijke levering ophaalt. Ctrl-C stopt."""
    with verklaar():
        klaar_database()
        app = maak_koppeling(adres, poort)
    if not is_vrij(poort, adres):
        stop(f"Poort {poort} is al in gebruik: kies een andere met --poort.")
    typer.echo(f"DDAS-koppeling: {settings().ddas_url or f'http://{adres}:{poort}'}  (Ctrl-C stopt)")
    _log_aan()
    _bedien(app, adres, poort)


def maak_koppeling(adres: str, poort: int) -> Any:
    """Return the application of these settings. Stops when it would not be safe."""
    from evaluation.ddas.api import LOKAAL, Inrichting, OnveiligeInrichting, maak_app
    from tasks.klok import vandaag
    from tasks.omgeving import omgeving

    gekozen = settings()
    if adres not in LOKAAL and not gekozen.ddas_url:
        stop("Buiten deze machine is TIJDIG_DDAS_URL (https) nodig.")
    gemeenten, namen = _gemeenten()
    if not gemeenten:
        stop("Er is geen beleid dat te lezen is: over welke gemeente gaat het?")
    try:
        return maak_app(
            Inrichting(
                omgeving().engine, gemeenten, namen, gekozen.ddas_url or f"http://127.0.0.1:{poort}",
                gekozen.ddas_client_id, gekozen.ddas_client_geheim.get_secret_value(), vandaag,
            )
        )  # fmt: skip
    except OnveiligeInrichting as fout:
        stop(str(fout))


def _gemeenten() -> tuple[dict[str, Any], dict[str, str]]:
    """Return the gemeenten of this installation by short name, and every name by which one may be asked for."""
    from evaluation.ddas.vorm import namen_van, van_beleid
    from models.beleidsbestand import beleidsnamen
    from tasks.omgeving import heeft_beleid, omgeving

    beleiden = [omgeving().beleid(n) for n in beleidsnamen(settings().beleid) if heeft_beleid(n)]
    gemeenten = {b.gemeente.slug: van_beleid(b) for b in beleiden}
    return gemeenten, {naam: b.gemeente.slug for b in beleiden for naam in namen_van(b)}


def _log_aan() -> None:
    """Show our own lines: dates and counts. Of other programs only what goes wrong."""
    import logging

    eigen = logging.getLogger("tijdig.ddas")
    eigen.setLevel(logging.INFO)
    lijn = logging.StreamHandler()
    lijn.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    eigen.addHandler(lijn)


def _bedien(app: Any, adres: str, poort: int) -> None:
    import uvicorn

    uvicorn.run(
        app, host=adres, port=poort, access_log=False, server_header=False, proxy_headers=False, log_level="warning"
    )
