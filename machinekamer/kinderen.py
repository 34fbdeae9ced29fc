"""Which parts does Tijdig have on one machine, how does each start, and how is its health asked? One table."""

import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from machinekamer.kind import Kind, Opdracht, antwoordt, vers
from settings import Settings

TIJDIG = [sys.executable, "-c", "import cli; cli.main()"]
LOKAAL = "127.0.0.1"
PORTIER_STIL_S = 90.0
"""So long may the portier be busy with one look into the folders."""


@dataclass(frozen=True)
class Huis:
    """Where everything runs: the home folder and the ports.

    `elders` is the API of a Prefect that is there already. `met_ontvangst`: the outside can reach the ontvangst.
    """

    home: Path
    poort: int
    werkpoort: int
    ontvangstpoort: int
    elders: str = ""
    met_ontvangst: bool = True

    @property
    def prefect(self) -> str:
        """The address of Prefect's screens."""
        return self.elders.removesuffix("/").removesuffix("/api") if self.elders else f"http://{LOKAAL}:{self.poort}"

    @property
    def prefect_api(self) -> str:
        """The address of Prefect's API."""
        return self.elders or f"{self.prefect}/api"

    @property
    def adressen(self) -> dict[str, str]:
        """What an operator opens in a browser."""
        return {"Prefect": self.prefect, "werkvoorraad": f"http://{LOKAAL}:{self.werkpoort}"}

    @property
    def poorten(self) -> dict[str, tuple[int, str]]:
        """The ports that must be free, with the option by which another one is chosen."""
        eigen = {} if self.elders else {"Prefect": (self.poort, "--poort")}
        ontvangst = {"ontvangst": (self.ontvangstpoort, "--ontvangstpoort")} if self.met_ontvangst else {}
        return eigen | {"werkvoorraad": (self.werkpoort, "--werkpoort")} | ontvangst


def kinderen(huis: Huis, gekozen: Settings) -> list[Kind]:
    """Return every part of Tijdig on this machine, in the order in which they start."""
    werkers = [_werker(n) for n in range(1, max(gekozen.werkers, 1) + 1)]
    vooraf = () if huis.elders else ("prefect",)
    server = [prefect(huis)] if vooraf else []
    uitrol = Kind(
        "uitrol", "Uitrol van de roosters", _uitrol(eigen_server=not huis.elders), na=vooraf, klus=True, opstart_s=300.0
    )
    portier = Kind("portier", "Portier van de leveringen", partial(_portier, huis.home), na=("uitrol",))
    ontvangst = [_ontvangst(huis)] if huis.met_ontvangst else []
    return [*server, werkvoorraad(huis), *ontvangst, uitrol, *werkers, portier]


def teken_van(home: Path) -> Path:
    """Return the file that the portier touches after each look."""
    return home / "portier.teken"


def prefect(huis: Huis) -> Kind:
    """Return the Prefect server."""
    argv = [sys.executable, "-m", "prefect", "server", "start", "--host", LOKAAL, "--port", str(huis.poort)]
    opdracht = Opdracht(argv, gezond=antwoordt(f"{huis.prefect_api}/health"))
    return Kind("prefect", "Prefect-server", lambda: opdracht, stop_s=20.0)


def werkvoorraad(huis: Huis) -> Kind:
    """Return the pages of the staff."""
    argv = [*TIJDIG, "werkvoorraad", "--poort", str(huis.werkpoort)]
    opdracht = Opdracht(argv, gezond=antwoordt(f"http://{LOKAAL}:{huis.werkpoort}/gezond"))
    return Kind("werkvoorraad", "Werkvoorraad", lambda: opdracht)


def _ontvangst(huis: Huis) -> Kind:
    argv = [*TIJDIG, "ontvangst", "--poort", str(huis.ontvangstpoort)]
    opdracht = Opdracht(argv, gezond=antwoordt(f"http://{LOKAAL}:{huis.ontvangstpoort}/gezond"))
    return Kind("ontvangst", "Ontvangst", lambda: opdracht)


def _uitrol(*, eigen_server: bool) -> Callable[[], Opdracht]:
    """Return how the schedules are rolled out; the first time also what an earlier start left half is closed."""
    eerst = [eigen_server]

    def maak() -> Opdracht:
        vers = ["--verse-start"] if eerst.pop() else []
        eerst.append(False)
        return Opdracht([*TIJDIG, "uitrol", *vers])

    return maak


def _werker(nummer: int) -> Kind:
    naam = f"werker-{nummer}"

    def maak() -> Opdracht:
        poort = _vrije_poort()
        argv = [*TIJDIG, "werker", "--naam", f"{socket.gethostname()}-{nummer}", "--gezondpoort", str(poort)]
        return Opdracht(argv, gezond=antwoordt(f"http://{LOKAAL}:{poort}/health"))

    return Kind(naam, f"Werker {nummer}", maak, na=("uitrol",), flow_runs_eerst=True)


def _portier(home: Path) -> Opdracht:
    teken_van(home).unlink(missing_ok=True)
    return Opdracht([*TIJDIG, "portier"], gezond=vers(teken_van(home), PORTIER_STIL_S))


def _vrije_poort() -> int:
    with socket.socket() as s:
        s.bind((LOKAAL, 0))
        return int(s.getsockname()[1])
