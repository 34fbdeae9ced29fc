# pyright: basic
"""Does the supervisor keep its children running, say what happens, and leave nothing behind? With small children."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from machinekamer import opzichter as module
from machinekamer.kind import Kind, Opdracht, antwoordt, vers
from machinekamer.logboek import Logboek
from machinekamer.opzichter import Opzichter
from machinekamer.processen import merk_van, van_ons
from machinekamer.slot import DraaitAl, noteer, slot
from machinekamer.terugval import Terugval
from tests.flows.bouwstenen import wacht_tot

SLAAP = "import time; time.sleep(600)"


def test_the_wait_doubles_up_to_a_minute_and_begins_again_after_a_minute_of_health() -> None:
    terugval = Terugval()
    assert [terugval.viel() for _ in range(8)] == [1, 2, 4, 8, 16, 32, 60, 60]
    terugval.is_gezond(100)
    terugval.is_gezond(159)
    assert terugval.viel() == 60, "less than a minute of health"
    terugval.is_gezond(200)
    terugval.is_ziek()
    terugval.is_gezond(230)
    terugval.is_gezond(265)
    assert terugval.viel() == 60, "a minute with an illness in it"
    terugval.is_gezond(300)
    terugval.is_gezond(360)
    assert terugval.viel() == 1


def test_a_log_does_not_grow_without_end(tmp_path: Path) -> None:
    logboek = Logboek(tmp_path, "kind", grootte=100)
    lezen, schrijven = os.pipe()
    draad = logboek.volg(os.fdopen(lezen, "rb"))  # type: ignore[arg-type]
    with os.fdopen(schrijven, "wb") as uit:
        for nummer in range(100):
            uit.write(f"regel {nummer:03d}\n".encode())
    draad.join(10)
    namen = sorted(pad.name for pad in tmp_path.iterdir())
    assert namen == ["kind.log", "kind.log.1", "kind.log.2", "kind.log.3"]
    assert all(pad.stat().st_size <= 100 for pad in tmp_path.iterdir()) and logboek.laatste == "regel 099"
    assert (tmp_path / "kind.log.1").read_text().splitlines()[-1] < (tmp_path / "kind.log").read_text()


def test_one_home_is_started_once(tmp_path: Path) -> None:
    with slot(tmp_path) as notitie:
        noteer(notitie, {"Prefect": "http://127.0.0.1:1"})
        with pytest.raises(DraaitAl) as al, slot(tmp_path):
            pass
        assert al.value.gegevens == {"proces": os.getpid(), "Prefect": "http://127.0.0.1:1"}
        with slot(tmp_path / "ander"):
            pass
    with slot(tmp_path):
        assert not notitie.exists()


def test_health_is_an_answer_or_a_fresh_file(tmp_path: Path) -> None:
    assert not antwoordt("http://127.0.0.1:9/gezond")()
    teken = tmp_path / "teken"
    assert not vers(teken, 10)()
    teken.touch()
    assert vers(teken, 10)()
    os.utime(teken, (time.time() - 20, time.time() - 20))
    assert not vers(teken, 10)()


class Proef:
    """A supervisor in this process: its loop runs in the main thread while a second thread plays the outside."""

    def __init__(self, home: Path) -> None:
        self.home, self.gezegd, self.klaar = home, list[str](), threading.Event()

    def draai(self, kinderen: list[Kind], buiten: Callable[["Opzichter"], None]) -> list[str]:
        opzichter = Opzichter(kinderen, self.home, self.gezegd.append)
        fouten: list[BaseException] = []

        def speel() -> None:
            try:
                buiten(opzichter)
            except BaseException as fout:
                fouten.append(fout)
            finally:
                opzichter.stop()

        draad = threading.Thread(target=speel)
        draad.start()
        opzichter.draai(self.klaar.set)
        draad.join()
        if fouten:
            raise fouten[0]
        assert van_ons(merk_van(self.home)) == []
        return self.gezegd

    def wacht(self, zin: str, keer: int = 1) -> None:
        assert wacht_tot(lambda: sum(zin in regel for regel in self.gezegd) >= keer, 20), self.gezegd

    def pid(self, naam: str) -> int:
        assert wacht_tot(lambda: len(van_ons(merk_van(self.home), naam)) > 0, 10)
        return van_ons(merk_van(self.home), naam)[0].pid


@pytest.fixture
def proef(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proef]:
    monkeypatch.setattr(module, "TIK_S", 0.05)
    monkeypatch.setattr(module, "KIJK_START_S", 0.1)
    monkeypatch.setattr(module, "KIJK_S", 0.1)
    yield Proef(tmp_path)


def kind(naam: str, code: str = SLAAP, gezond: Callable[[], bool] = lambda: True, **anders: object) -> Kind:
    opdracht = Opdracht([sys.executable, "-c", code], gezond=gezond)
    return Kind(naam, naam.capitalize(), lambda: opdracht, **anders)  # type: ignore[arg-type]


def test_children_wait_for_each_other_and_stop_in_reverse_order(proef: Proef) -> None:
    gezond = threading.Event()

    def buiten(_: Opzichter) -> None:
        time.sleep(0.6)
        assert [regel for regel in proef.gezegd if "draait" in regel] == [], "one waits for the other"
        gezond.set()
        assert proef.klaar.wait(10)

    een, klus = kind("een", gezond=gezond.is_set), kind("klus", "print('gedaan')", na=("een",), klus=True)
    gezegd = proef.draai([een, klus, kind("twee", na=("klus",))], buiten)
    assert [regel.split(" (")[0] for regel in gezegd] == [
        "Een: draait", "Klus: klaar", "Twee: draait", "Twee: gestopt", "Een: gestopt",
    ]  # fmt: skip
    assert (proef.home / "log" / "klus.log").read_text() == "gedaan\n"


def test_a_killed_child_comes_back_with_the_errand_behind_it(proef: Proef) -> None:
    def buiten(_: Opzichter) -> None:
        proef.wacht("Klus: klaar")
        os.kill(proef.pid("een"), signal.SIGKILL)
        proef.wacht("Een: gestopt door signaal 9; start opnieuw over 1 s")
        proef.wacht("Klus: klaar", 2)

    proef.draai([kind("een"), kind("klus", "pass", na=("een",), klus=True)], buiten)


def test_a_child_that_does_not_answer_is_started_again(proef: Proef) -> None:
    ziek = threading.Event()

    def buiten(_: Opzichter) -> None:
        proef.wacht("draait")
        eerste = proef.pid("een")
        ziek.set()
        proef.wacht("antwoordt niet meer")
        ziek.clear()
        proef.wacht("draait", 2)
        assert proef.pid("een") != eerste

    proef.draai([kind("een", gezond=lambda: not ziek.is_set(), ziek_s=0.5)], buiten)


def test_a_child_that_cannot_start_says_why_once_and_holds_up_no_other(proef: Proef) -> None:
    def buiten(_: Opzichter) -> None:
        assert proef.klaar.wait(10)

    weigert = kind("weigert", "import sys; print('Stel eerst X in.'); sys.exit(2)")
    gezegd = proef.draai([weigert, kind("twee")], buiten)
    assert [r for r in gezegd if "Weigert" in r] == ["Weigert: kan niet starten: Stel eerst X in."]


MET_KLEINKIND = """
import os, subprocess, sys, time
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True)
subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session=True,
                 env={**os.environ, 'PREFECT__FLOW_RUN_ID': 'x'})
time.sleep(600)
"""


def test_a_run_outlives_its_worker_and_nothing_outlives_the_stop(proef: Proef) -> None:
    merk = merk_van(proef.home)

    def buiten(_: Opzichter) -> None:
        assert wacht_tot(lambda: len(van_ons(merk)) == 3, 10)
        [run] = van_ons(merk, flow_runs=True)
        ouder = next(p for p in van_ons(merk) if p.ppid() == os.getpid())
        os.kill(ouder.pid, signal.SIGKILL)
        proef.wacht("signaal 9")
        assert run.is_running(), "it goes on and tells Prefect how it ended"
        assert wacht_tot(lambda: len(van_ons(merk)) == 4, 10), "the other grandchild of the dead one is gone"

    proef.draai([kind("werker", MET_KLEINKIND, flow_runs_eerst=True)], buiten)


EIGENZINNIG = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ja'); time.sleep(600)"


def test_one_that_does_not_listen_is_killed(proef: Proef) -> None:
    def buiten(_: Opzichter) -> None:
        assert wacht_tot(lambda: (proef.home / "log" / "doof.log").exists(), 10)

    begin = time.monotonic()
    proef.draai([kind("doof", EIGENZINNIG, stop_s=0.5)], buiten)
    assert time.monotonic() - begin < 10


BAAS = """
import sys, time
from pathlib import Path
from machinekamer.kind import Kind, Opdracht
from machinekamer.opzichter import Opzichter
kind = Kind('een', 'Een', lambda: Opdracht([sys.executable, '-c', 'import time; time.sleep(600)']))
Opzichter([kind], Path(sys.argv[1]), print).draai()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_children_die_with_a_killed_supervisor(tmp_path: Path) -> None:
    baas = subprocess.Popen([sys.executable, "-c", BAAS, str(tmp_path)], stdout=subprocess.DEVNULL)
    assert wacht_tot(lambda: len(van_ons(merk_van(tmp_path))) == 1, 20)
    baas.kill()
    baas.wait()
    assert wacht_tot(lambda: van_ons(merk_van(tmp_path)) == [], 10)


def test_the_next_start_clears_what_stayed_behind(tmp_path: Path) -> None:
    env = {**os.environ, "TIJDIG_MERK": merk_van(tmp_path), "TIJDIG_KIND": "werker-1"}
    wees = subprocess.Popen([sys.executable, "-c", SLAAP], env=env)
    gezegd: list[str] = []
    assert wacht_tot(lambda: len(van_ons(merk_van(tmp_path))) == 1, 10)
    Opzichter([], tmp_path, gezegd.append).ruim_op()
    assert wees.wait(5) == -signal.SIGTERM and gezegd == ["Opgeruimd: 1 processen van een vorige keer."]
