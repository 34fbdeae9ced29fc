# pyright: basic
"""Play one story on two Prefects after each other: on a day the first one stops and its whole database is thrown away.

`python -m tests.productie.halverwege VERHAAL MAP DAG` writes MAP/log.json; exit 1 when the story does not come out.
"""

import json
import shutil
import sys
from contextlib import ExitStack
from datetime import date
from pathlib import Path

from flows.server import prefect_server, stel_in, vrije_poort


class Machine:
    """A Prefect that can be lost, and comes back empty on the same address."""

    def __init__(self, home: Path, stapel: ExitStack) -> None:
        """Start it for the first time."""
        self.home, self._buiten, self._poort, self._ramp = home, stapel, vrije_poort(), False
        self._start()

    def _start(self) -> None:
        stel_in(self.home)
        self._stapel = self._buiten.enter_context(ExitStack())
        self._stapel.enter_context(prefect_server(self.home, self._poort))

    def verlies_een_keer(self) -> None:
        """Stop it, throw everything of it away, and start an empty one; the second time nothing happens."""
        if not self._ramp:
            self._ramp = True
            self._stapel.close()
            shutil.rmtree(self.home / "prefect")
            self._start()


def speel_met_ramp(pad: Path, home: Path, ramp: date) -> bool:
    """Tell whether the story came out."""
    from simulation.speler import speel
    from simulation.verhaal import lees_verhaal
    from tests.flows.bouwstenen import beleid_van, hele_log

    verhaal = lees_verhaal(pad)
    with ExitStack() as stapel:
        machine = Machine(home, stapel)
        from flows.spel import Spelwereld, verse_omgeving

        class Rampwereld(Spelwereld):
            def ronde(self, dag: date) -> None:
                if dag >= ramp:
                    machine.verlies_een_keer()
                super().ronde(dag)

        verse_omgeving(home, beleid_van(verhaal), 5)
        verschillen = speel(verhaal, Rampwereld("voorbeeldstad"))
        (home / "log.json").write_text(json.dumps(hele_log(), default=str))
    return not verschillen


if __name__ == "__main__":
    sys.exit(not speel_met_ramp(Path(sys.argv[1]), Path(sys.argv[2]), date.fromisoformat(sys.argv[3])))
