"""The commands that keep Tijdig running: everything on one machine, or one part of it for a machine of its own."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

import cli_werk
from cli_basis import AlsJson, alle_gemeenten, klaar_database, stop, toon, verklaar
from settings import Settings, settings

POORT, ONTVANGSTPOORT = 4200, 8010
KIJK_S, MINUUT_S = 3.0, 60.0
"""The portier looks into the folders every few seconds, and after late runs every minute."""
HARTSLAG_S = "30"
"""A flow run that a worker started tells Prefect so often that it lives."""


def meld_aan(app: typer.Typer) -> None:
    """Add the commands to `tijdig`."""
    for opdracht in (start, uitrol, werker, portier):
        app.command()(opdracht)


def start(
    poort: Annotated[int, typer.Option(help="De poort van Prefect.")] = POORT,
    werkpoort: Annotated[int, typer.Option(help="De poort van de werkvoorraad.")] = cli_werk.POORT,
    ontvangstpoort: Annotated[int, typer.Option(help="De poort van de ontvangst.")] = ONTVANGSTPOORT,
) -> None:
    """Start alles op deze machine: Prefect, werkers, werkvoorraad, ontvangst en portier. Ctrl-C stopt alles."""
    from machinekamer.kinderen import Huis, kinderen
    from machinekamer.opzichter import Opzichter
    from machinekamer.slot import DraaitAl, noteer, slot

    gekozen = settings()
    poorten = (poort, werkpoort, ontvangstpoort)
    huis = Huis(gekozen.home.absolute(), *poorten, gekozen.prefect_api, met_ontvangst=bool(gekozen.ontvangst_url))
    try:
        with verklaar(), slot(huis.home) as notitie:
            klaar_database()
            alle_gemeenten()
            opzichter = Opzichter(kinderen(huis, gekozen), huis.home, zeg)
            opzichter.ruim_op()
            _poorten_vrij(huis.poorten)
            noteer(notitie, huis.adressen)
            _zet_omgeving(huis.home, huis.prefect_api)
            luister(opzichter.stop)
            zeg("Tijdig start. Ctrl-C stopt alles.")
            if not huis.met_ontvangst:
                zeg("Ontvangst: niet ingesteld (TIJDIG_ONTVANGST_URL), dus zij draait niet.")
            opzichter.draai(lambda: zeg("Alles draait. " + _opsomming(huis.adressen)))
    except DraaitAl as al:
        bekend = {naam: str(waarde) for naam, waarde in al.gegevens.items()}
        stop(f"Tijdig draait al: {_opsomming(bekend)}. Stop het daar eerst met Ctrl-C, of stop dat proces.")
    zeg("Gestopt.")


def uitrol(
    als_json: AlsJson = False,
    verse_start: Annotated[bool, typer.Option("--verse-start", hidden=True)] = False,
) -> None:
    """Zet in Prefect klaar wat Tijdig nodig heeft: work pool, roosters, grenzen en automatische alarmen."""
    with verklaar():
        klaar_database()
        api = _prefect_elders()
        namen = alle_gemeenten()
        if verse_start:
            _begin_schoon(api)
        from flows.automaties import stel_automaties_in
        from flows.deployments import rol_uit

        uitgerold = rol_uit(namen)
        automaties = stel_automaties_in()
    tekst = f"{uitgerold.deployments} deployments, {uitgerold.gewijzigd} gewijzigd, {len(uitgerold.weg)} verwijderd, "
    toon(asdict(uitgerold) | {"automaties": automaties}, f"{tekst}{len(automaties)} automaties.", als_json=als_json)


def werker(
    naam: Annotated[str, typer.Option(help="De naam van deze werker in Prefect.")] = "",
    gezondpoort: Annotated[int, typer.Option(help="Op deze poort zegt de werker of hij gezond is; 0: niet.")] = 0,
) -> None:
    """Start één werker: hij draait de flows van Tijdig. Er mogen er meer zijn, ook op andere machines."""
    from tasks.clients.prefect_beheer import POOL

    with verklaar():
        klaar_database()
    _prefect_elders()
    os.environ["PATH"] = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    opdracht = [sys.executable, "-m", "prefect", "worker", "start", "--pool", POOL, "--type", "process"]
    opdracht += ["--install-policy", "never", "--limit", str(settings().werker_runs)]
    opdracht += ["--name", naam] if naam else []
    if gezondpoort:
        os.environ |= {"PREFECT_WORKER_WEBSERVER_HOST": "127.0.0.1", "PREFECT_WORKER_WEBSERVER_PORT": str(gezondpoort)}
        opdracht.append("--with-healthcheck")
    os.execv(sys.executable, opdracht)


def portier() -> None:
    """Bewaak de mappen waarin leveranciers hun bestanden zetten. Ctrl-C stopt."""
    from machinekamer.kinderen import teken_van
    from tasks.portier import Portier

    with verklaar():
        klaar_database()
        wacht = Portier(settings().prefect_api)
        klaar: list[bool] = []
        luister(lambda: klaar.append(True))
        volgende = 0.0
        while not klaar:
            wacht.kijk()
            if time.monotonic() >= volgende:
                wacht.minuut()
                volgende = time.monotonic() + MINUUT_S
            teken_van(settings().home.absolute()).touch()
            _slaap(KIJK_S, klaar)


def luister(doe: Callable[[], None]) -> None:
    """Call this at Ctrl-C, at a request to stop, and when the terminal goes away (unless that was to be ignored)."""
    for signaal in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if signaal != signal.SIGHUP or signal.getsignal(signaal) != signal.SIG_IGN:
            signal.signal(signaal, lambda _nummer, _plek: doe())


def _slaap(seconden: float, klaar: list[bool]) -> None:
    einde = time.monotonic() + seconden
    while not klaar and time.monotonic() < einde:
        time.sleep(0.2)


def zeg(tekst: str) -> None:
    """Tell one thing on the terminal; one that is gone stops nothing."""
    try:
        typer.echo(f"{datetime.now():%H:%M:%S}  {tekst}")
        sys.stdout.flush()
    except OSError:
        return


def _opsomming(adressen: dict[str, str]) -> str:
    return ", ".join(f"{naam} {waarde}" for naam, waarde in adressen.items()) or "het adres is niet bekend"


def _poorten_vrij(poorten: dict[str, tuple[int, str]]) -> None:
    for wat, (poort, optie) in poorten.items():
        if not cli_werk.is_vrij(poort):
            stop(f"Poort {poort} ({wat}) is al in gebruik door iets anders: kies een andere met {optie}.")


def _zet_omgeving(home: Path, prefect_api: str) -> None:
    """Set what Prefect and our own parts read, for every child.

    A flow run has a folder of its own to stand in: a path that is relative would point at another place there.
    """
    from flows.server import stel_in

    stel_in(home)
    paden = {naam: pad for naam in Settings.model_fields if isinstance(pad := getattr(settings(), naam), Path)}
    os.environ |= {f"TIJDIG_{naam.upper()}": str(pad.absolute()) for naam, pad in paden.items()}
    os.environ["PREFECT_API_URL"] = prefect_api
    os.environ.setdefault("PREFECT_FLOWS_HEARTBEAT_FREQUENCY", HARTSLAG_S)


def _prefect_elders() -> str:
    """Return the address of the Prefect server that the settings name; without one there is nothing to do."""
    api = settings().prefect_api
    if not api:
        stop("Stel PREFECT_API_URL in op het adres van Prefect, of gebruik 'tijdig start'.")
    _zet_omgeving(settings().home.absolute(), api)
    return api


def _begin_schoon(api: str) -> None:
    """Close what an earlier start left half in Prefect, and what days of standing still left waiting."""
    from tasks.aanstoten import kopregels
    from tasks.clients.prefect_beheer import Prefectbeheer
    from tasks.inhalen import ruim_dode_runs_op, sla_oude_over

    prefect = Prefectbeheer(api, kopregels(), limiet_s=60)
    ruim_dode_runs_op(prefect)
    sla_oude_over(prefect, datetime.now(UTC), hoogstens=5000)
