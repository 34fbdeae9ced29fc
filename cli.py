"""The command `tijdig` (contracts.md §1). Exit 0: done; 1: done with rejected rows; 2: nothing done."""

import signal
import sys
import tempfile
from collections import deque
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

import cli_controleer
import cli_evalueer
import cli_export
import cli_kopie
import cli_pauze
import cli_post
import cli_start
import cli_teksten as teksten
import cli_uitkomsten
import cli_werk
from cli_basis import (
    AlsJson,
    Dag,
    Gemeente,
    bekende_gemeente,
    klaar_database,
    lees_dag,
    met_prefect,
    stop,
    toon,
    verklaar,
)
from settings import Settings, settings

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
beleid_app = typer.Typer(no_args_is_help=True, help="Controleer een beleid.")
app.add_typer(beleid_app, name="beleid")
cli_post.meld_aan(app)
cli_werk.meld_aan(app)
cli_start.meld_aan(app)
cli_controleer.meld_aan(app)
cli_kopie.meld_aan(app)
cli_pauze.meld_aan(app)
cli_evalueer.meld_aan(app)
cli_export.meld_aan(app)
cli_uitkomsten.meld_aan(app)


@app.command()
def migreer(als_json: AlsJson = False) -> None:
    """Breng de database naar het nieuwste schema."""
    from models.migreren import migreer as naar_nieuwste
    from tasks.omgeving import omgeving

    with verklaar():
        versie = naar_nieuwste(omgeving().engine)
    toon({"schema": versie}, f"De database heeft nu schema {versie}.", als_json=als_json)


@app.command()
def inname(
    bestand: Annotated[Path, typer.Argument(help="CSV of XLSX.")],
    soort: Annotated[
        str, typer.Option("--soort", help="vorderingen, mutaties, signalen, retourpost, schuldhulp of ervaringen")
    ],
    gemeente: Gemeente,
    datum: Dag = None,
    profiel: Annotated[Path | None, typer.Option("--profiel", help="TOML: hun kop naar onze kolom.")] = None,
    als_json: AlsJson = False,
) -> None:
    """Neem één levering in."""
    from tasks.lezen import Leveringsoort

    if soort not in [s.value for s in Leveringsoort]:
        stop(f"Kies een soort: {', '.join(Leveringsoort)}.")
    with verklaar():
        klaar_database()
        bekende_gemeente(gemeente)
        _lees_vooraf(bestand, soort, profiel)
        with met_prefect(settings().home):
            from flows.inname import inname as flow

            samenvatting = flow(str(bestand), soort, gemeente, datum, str(profiel) if profiel else None)
    toon(asdict(samenvatting), teksten.samenvatting(samenvatting, bestand), als_json=als_json)
    raise typer.Exit(1 if samenvatting.afgekeurd else 0)


def _lees_vooraf(bestand: Path, soort: str, profiel: Path | None) -> None:
    """Refuse a file as a whole before anything is taken in: a clear sentence instead of half a delivery.

    A spreadsheet is read to the end, as it can turn out damaged half-way; and rejected rows must find a place.
    """
    from tasks.lezen import Leveringsoort, lees_profiel, open_levering, pad_van_afgekeurd

    levering = open_levering(bestand, Leveringsoort(soort), lees_profiel(profiel) if profiel else None)
    if bestand.suffix.lower() == ".xlsx":
        deque(levering, maxlen=0)
    proef = pad_van_afgekeurd(bestand).with_suffix(".proef")
    proef.touch()
    proef.unlink()


def _gemeenten(gekozen: str | None) -> list[str]:
    from models.beleidsbestand import beleidsnamen

    return [bekende_gemeente(naam) for naam in ([gekozen] if gekozen else beleidsnamen(settings().beleid))]


@app.command()
def dagronde(
    datum: Dag = None,
    gemeente: Annotated[str | None, typer.Option("--gemeente", help="Standaard elke gemeente.")] = None,
    als_json: AlsJson = False,
) -> None:
    """Draai één ronde: elke zaak die aan de beurt is, krijgt de volgende stap."""
    with verklaar():
        klaar_database()
        namen = _gemeenten(gemeente)
        with met_prefect(settings().home):
            from flows.dagronde import RondeNietHeel
            from flows.dagronde import dagronde as flow

            rondes: dict[str, Any] = {}
            for naam in namen:
                try:
                    rondes[naam] = flow(naam, datum)
                except RondeNietHeel as fout:
                    rondes[naam] = fout.ronde
    heel = not any(r.kapot for r in rondes.values())
    gegevens = {
        naam: {"stappen": r.telling, "verzonden": r.verzonden, "kapot": len(r.kapot)} for naam, r in rondes.items()
    }
    toon(gegevens, teksten.rondes(rondes), als_json=als_json)
    raise typer.Exit(0 if heel else 1)


@app.command()
def verzend(datum: Dag = None, als_json: AlsJson = False) -> None:
    """Verstuur wat klaarstaat."""
    with verklaar():
        klaar_database()
        with met_prefect(settings().home):
            from flows.verzending import verzending as flow

            telling = flow(datum)
    toon(dict(telling), teksten.verzonden(telling), als_json=als_json)


@app.command("leg-uit")
def leg_uit(zaaknummer: str, datum: Dag = None, als_json: AlsJson = False) -> None:
    """Toon elke regel met haar antwoord en het logboek van een zaak."""
    from tasks.klok import vandaag
    from tasks.uitleg import leg_zaak_uit

    with verklaar():
        uitleg = leg_zaak_uit(zaaknummer, datum or vandaag())
    if uitleg is None:
        stop(f"Er is geen zaak met nummer {zaaknummer}: een nummer ziet eruit als I-000123 of V-000123.")
    toon(asdict(uitleg), teksten.uitleg(uitleg), als_json=als_json)


@app.command()
def speel(
    bestanden: Annotated[list[Path], typer.Argument(help="Een of meer verhalen.")], als_json: AlsJson = False
) -> None:
    """Speel verhalen en toon elke regel die niet uitkomt."""
    from simulation.verhaal import VerhaalFout, lees_verhaal

    try:
        verhalen = [lees_verhaal(pad) for pad in bestanden]
    except VerhaalFout as fout:
        stop(f"{fout}.")
    with verklaar(), tempfile.TemporaryDirectory(prefix="tijdig-") as map_:
        uitkomsten = _speel_alle(verhalen, Path(map_))
    toon({v.bestand: [str(r) for r in u] for v, u in uitkomsten}, teksten.verhalen(uitkomsten), als_json=als_json)
    raise typer.Exit(1 if any(u for _, u in uitkomsten) else 0)


def _speel_alle(verhalen: list[Any], map_: Path) -> list[tuple[Any, list[Any]]]:
    """Play each story on a fresh embedded database, with one Prefect server for all."""
    from simulation.speler import speel as speel_een

    gekozen = settings()
    beleid_van = [_beleid_van(verhaal, gekozen) for verhaal in verhalen]
    with met_prefect(map_):
        from flows.spel import Spelwereld, verse_omgeving

        uitkomsten: list[tuple[Any, list[Any]]] = []
        for nummer, (verhaal, beleid) in enumerate(zip(verhalen, beleid_van, strict=True)):
            verse_omgeving(map_ / str(nummer), beleid)
            uitkomsten.append((verhaal, speel_een(verhaal, Spelwereld(beleid.gemeente.slug))))
        return uitkomsten


def _beleid_van(verhaal: Any, gekozen: Settings) -> Any:
    """Return the beleid of a story: that of its gemeente with the parameters that the story changes."""
    from models.beleidsbestand import feestdagen, lees_beleidsdata
    from rules.beleid import met_parameter, parse_beleid

    data = lees_beleidsdata(verhaal.gemeente, gekozen.beleid)
    for sleutel, waarde in verhaal.beleid:
        data = met_parameter(data, sleutel, waarde)
    return parse_beleid(data, feestdagen())


@beleid_app.command("toets")
def beleid_toets(bestand: Path, datum: Dag = None, als_json: AlsJson = False) -> None:
    """Controleer een beleid: wettelijke minima, stilte en een einde dat bereikt wordt."""
    from models.beleidsbestand import laad_beleid, laad_tarieven
    from rules.beleid import toets
    from tasks.klok import vandaag

    with verklaar():
        beleid = laad_beleid(bestand)
        bevindingen = toets(beleid, datum or vandaag(), laad_tarieven())
    toon(
        {"beleid": beleid.versie, "bevindingen": [str(b) for b in bevindingen]},
        teksten.beleid(beleid.versie, bevindingen),
        als_json=als_json,
    )
    raise typer.Exit(1 if bevindingen else 0)


@app.command()
def demo(
    inwoners: Annotated[int, typer.Option(help="Hoeveel verzonnen inwoners.")] = 200,
    tot: Annotated[date | None, typer.Option("--tot", parser=lees_dag, metavar="JJJJ-MM-DD")] = None,
    geen_server: Annotated[bool, typer.Option("--geen-server", help="Stop na de tabel.")] = False,
    als_json: AlsJson = False,
) -> None:
    """Speel een half jaar Voorbeeldstad met verzonnen inwoners en medewerkers."""
    from cli_demo import speel_demo

    with verklaar():
        speel_demo(inwoners, tot, geen_server=geen_server, als_json=als_json)


def _stop_netjes(nummer: int, _: object) -> NoReturn:
    """End in the ordinary way on SIGTERM, so that the Prefect server stops with us."""
    sys.exit(128 + nummer)


def main() -> None:
    """Run the command line; Dutch text must survive any terminal."""
    for stroom in (sys.stdout, sys.stderr):
        stroom.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, _stop_netjes)
    app()
