"""The demo: half a year of Voorbeeldstad, played as real flow runs with invented residents and staff."""

import json
import os
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

import cli_teksten as teksten
from settings import Settings, settings

EERSTE_DAG = date(2026, 1, 5)
LAATSTE_DAG = date(2026, 7, 27)
EIGEN_RUNS_LAATSTE_DAGEN = 14
EIGEN_RUNS_EERDER, EIGEN_RUNS_LATER = 2, 15
"""A flow run per resident costs a fraction of a second on Prefect's SQLite: few at first, more at the end."""
VOOR_U = 10
"""The taken of so many last days are left for whoever looks around in the werkvoorraad."""
MERK = "demo"
GEMEENTE = "voorbeeldstad"
NEDERLAND = ZoneInfo("Europe/Amsterdam")
TIJD = time(9, 30)
"""Half past nine in the morning: there is a day of work ahead."""
WERKVOORRAAD = "import sys, cli_demo; cli_demo.bedien_werkvoorraad(*sys.argv[1:])"


def speel_demo(inwoners: int, tot: date | None, *, geen_server: bool, als_json: bool) -> None:
    """Play the demo in TIJDIG_HOME, print the outcome table, and serve Prefect and the werkvoorraad until Ctrl-C."""
    from cli_basis import met_prefect, stop

    home, laatste = settings().home.absolute(), tot or LAATSTE_DAG
    if laatste < EERSTE_DAG:
        stop(f"De demo begint op {EERSTE_DAG}: kies een latere dag.")
    if not _maak_leeg(home):
        stop(f"In {home.name} staat al een database die niet van de demo is: kies een andere TIJDIG_HOME.")
    with _Leveringen(inwoners) as map_, met_prefect(home):
        toneel = _Toneel(home, map_, inwoners)
        _speel_dagen(toneel, laatste)
        _vertel(toneel.overzicht(), home, laatste, als_json=als_json)
        _rapporteer(home, laatste, als_json=als_json)
    if not geen_server:
        _bedien(home, laatste)


def _maak_leeg(home: Path) -> bool:
    """Clear an earlier demo; False when the folder holds a database that is not a demo's."""
    if (home / "tijdig.db").exists() and not (home / MERK).exists():
        return False
    for naam in ("post", "prefect"):
        shutil.rmtree(home / naam, ignore_errors=True)
    for oud in home.glob("tijdig.db*"):
        oud.unlink()
    home.mkdir(parents=True, exist_ok=True)
    (home / MERK).touch()
    return True


class _Leveringen:
    """The folder with deliveries: voorbeeld/, or a fresh one for another number of residents."""

    def __init__(self, inwoners: int) -> None:
        from simulation.levering_schrijven import INWONERS, VOORBEELD, schrijf

        self._tijdelijk = None if inwoners == INWONERS else tempfile.TemporaryDirectory(prefix="tijdig-demo-")
        self.pad = VOORBEELD if self._tijdelijk is None else Path(self._tijdelijk.name)
        self._kopie = tempfile.TemporaryDirectory(prefix="tijdig-inname-")
        if self._tijdelijk is not None:
            schrijf(self.pad, inwoners=inwoners)

    def __enter__(self) -> Path:
        """Give a copy of the deliveries: the files of rejected rows do not belong in the sample itself."""
        kopie = Path(self._kopie.name)
        for bestand in self.pad.iterdir():
            shutil.copy(bestand, kopie)
        return kopie

    def __exit__(self, *_: object) -> None:
        """Throw the copies away."""
        self._kopie.cleanup()
        if self._tijdelijk is not None:
            self._tijdelijk.cleanup()


class _Toneel:
    """The stage: our database, the flows, and the residents and staff who react to every step."""

    def __init__(self, home: Path, map_: Path, inwoners: int) -> None:
        from flows.spel import Demowereld
        from simulation.bevolking import bevolking
        from simulation.levering_schrijven import ZAAD, dag_en_soort
        from simulation.verhaal import lees_feit

        self.zaad = ZAAD
        self.bevolking = bevolking(ZAAD, inwoners)
        self.instellingen = Settings(
            home=home, database_url="", sms="bestand", email="bestand",
            brp=map_ / "brp.csv", schuldhulp=map_ / "bekend-bij-schuldhulp.csv",
        )  # fmt: skip
        self.wereld = Demowereld(GEMEENTE, self.instellingen, lees_feit)
        self.agenda: dict[date, list[tuple[str, str]]] = defaultdict(list)
        self.post: dict[date, list[tuple[Path, str]]] = defaultdict(list)
        for pad in sorted(map_.iterdir()):
            if gevonden := dag_en_soort(pad):
                self.post[gevonden[0]].append((pad, gevonden[1]))

    def speel(self, dag: date, eigen_runs: int, *, met_personeel: bool = True) -> None:
        """Play one day: deliveries, what people do, the round, and what people will do because of it."""
        for pad, soort in self.post.pop(dag, []):
            self.wereld.neem_in(pad, soort, dag)
            self.wereld.vraag_toestemming(self._wil_email, dag)
        self._beleef(dag)
        self.wereld.ronde_met(dag, eigen_runs)
        for ps, zin, wanneer in self._reacties(dag, met_personeel):
            self.agenda[wanneer].append((ps, zin))
        self._beleef(dag)

    def _wil_email(self, persoon: Any) -> bool:
        """Half of those whose address is known agree to e-mail from team Vroegsignalering."""
        from simulation.kans import dobbelsteen

        bewoner = self.bevolking.wie(persoon)
        return bewoner is not None and dobbelsteen("toestemming", self.zaad, bewoner.sleutel).random() < 0.5

    def _beleef(self, dag: date) -> None:
        for ps, zin in self.agenda.pop(dag, []):
            self.wereld.beleef_zin(ps, zin, dag)

    def _reacties(self, dag: date, met_personeel: bool) -> Iterator[tuple[str, str, date]]:
        """What residents and staff will do because of the steps of today."""
        from rules.woorden import Taaksoort
        from simulation.gedrag import profiel_van, reactie

        for stap in self.wereld.stappen(dag):
            bewoner = self.bevolking.wie(stap.persoon)
            if bewoner is None or (stap.soort in list(Taaksoort) and not met_personeel):
                continue
            profiel = profiel_van(bewoner, stap.zaaksoort, stap.openstaand, stap.crisis)
            antwoord = reactie(f"{bewoner.sleutel}-{stap.zaak_id}", stap.soort, stap.poging, dag, self.zaad, profiel)
            for feit in antwoord.feiten if antwoord else ():
                yield stap.pseudoniem, feit.zin, max(feit.dag, dag)

    def overzicht(self) -> Any:
        """Count what happened, from the database."""
        from models.database import lezen
        from models.overzicht import maak_overzicht
        from tasks.omgeving import omgeving

        with lezen(omgeving().engine) as db:
            return maak_overzicht(db)


def _speel_dagen(toneel: _Toneel, laatste: date) -> None:
    """Play day after day with a progress bar; residents get runs of their own near the end."""
    dagen = [EERSTE_DAG + timedelta(days=n) for n in range((laatste - EERSTE_DAG).days + 1)]
    kolommen = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*kolommen, console=Console(stderr=True)) as balk:
        taak = balk.add_task("", total=len(dagen))
        for dag in dagen:
            balk.update(taak, advance=1, description=f"Voorbeeldstad, {dag.isoformat()}")
            nog = (laatste - dag).days
            eigen_runs = EIGEN_RUNS_LATER if nog < EIGEN_RUNS_LAATSTE_DAGEN else EIGEN_RUNS_EERDER
            toneel.speel(dag, eigen_runs, met_personeel=nog >= VOOR_U)


def _vertel(overzicht: Any, home: Path, laatste: date, *, als_json: bool) -> None:
    if als_json:
        typer.echo(json.dumps({"van": EERSTE_DAG, "tot": laatste} | asdict(overzicht), ensure_ascii=False, default=str))
        return
    typer.echo(teksten.overzicht(overzicht, EERSTE_DAG, laatste))
    typer.echo(f"\nBrieven, sms en e-mail staan in {_kort(home)}/post. Leg een zaak uit met: tijdig leg-uit V-000001")


def _rapporteer(home: Path, laatste: date, *, als_json: bool) -> None:
    """Write what the half year led to, for who governs."""
    from cli_evalueer import rapporteer

    uit = home / "uitkomsten.html"
    rapporteer(EERSTE_DAG, laatste, uit)
    if not als_json:
        typer.echo(f"Het rapport over deze periode staat in {_kort(home)}/{uit.name}, met een pdf ernaast.")


def _kort(home: Path) -> str:
    """Name the folder as the user would, from where he stands."""
    return str(home.relative_to(Path.cwd())) if home.is_relative_to(Path.cwd()) else str(home)


def _bedien(home: Path, laatste: date) -> None:
    """Keep Prefect's UI and the werkvoorraad up until Ctrl-C, under the supervisor; the days are over: no workers."""
    import cli_start
    import cli_werk
    from flows.server import vrije_poort
    from machinekamer import kinderen
    from machinekamer.kind import Kind, Opdracht, antwoordt
    from machinekamer.opzichter import Opzichter

    poort, werkpoort = (p if cli_werk.is_vrij(p) else vrije_poort() for p in (cli_start.POORT, cli_werk.POORT))
    huis = kinderen.Huis(home, poort, werkpoort, 0, met_ontvangst=False)
    os.environ["PREFECT_API_URL"] = huis.prefect_api
    argv = [sys.executable, "-c", WERKVOORRAAD, str(home), str(huis.werkpoort), laatste.isoformat()]
    pagina = Opdracht(argv, gezond=antwoordt(f"{huis.adressen['werkvoorraad']}/gezond"))
    werk = Kind("werkvoorraad", "Werkvoorraad", lambda: pagina)
    opzichter = Opzichter([kinderen.prefect(huis), werk], home, cli_start.zeg)
    cli_start.luister(opzichter.stop)
    opzichter.ruim_op()
    opzichter.draai(lambda: _vertel_waar(huis.adressen, laatste))
    typer.echo("Gestopt.")


def _vertel_waar(adressen: dict[str, str], laatste: date) -> None:
    typer.echo(f"\nWerkvoorraad: {adressen['werkvoorraad']}  (het is daar {laatste.isoformat()}; kies zelf een rol)")
    typer.echo(f"Prefect: {adressen['Prefect']}\nCtrl-C stopt beide.")


def bedien_werkvoorraad(home: str, poort: str, laatste: str) -> None:
    """Serve the pages of the demo, on which it is the last day that was played."""
    import cli_werk
    from tasks.omgeving import gebruik, maak
    from worklist.inrichting import Inrichting

    waar = maak(Settings(home=Path(home), database_url="", sms="bestand", email="bestand"))
    begin, nu = datetime.combine(date.fromisoformat(laatste), TIJD, NEDERLAND), datetime.now(UTC)
    gebruik(replace(waar, nu=lambda: begin + (datetime.now(UTC) - nu)))
    app = cli_werk.maak(Inrichting((GEMEENTE,), proeflogin=True, prefect_api=settings().prefect_api))
    cli_werk.bedien("127.0.0.1", int(poort), app=app)
