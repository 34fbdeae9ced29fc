"""Who keeps every part of Tijdig running? One loop: start, ask for health, start again, and stop in reverse order."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from machinekamer import processen
from machinekamer.kind import Kind, Opdracht
from machinekamer.logboek import Logboek
from machinekamer.terugval import LANGSTE_S, Terugval

TIK_S = 0.5
KIJK_START_S, KIJK_S = 1.0, 5.0
"""Seconds between two questions for health: while a child starts, and when it runs."""

KAN_NIET = 2
"""The exit code of our commands for what another start does not help."""


class Toestand(StrEnum):
    """Where one child stands."""

    WACHT = "wacht"
    START = "start"
    GEZOND = "draait"
    KLAAR = "klaar"
    KAN_NIET = "kan niet"


@dataclass
class _Lopend:
    """One child with the process that is it now."""

    kind: Kind
    logboek: Logboek
    toestand: Toestand = Toestand.WACHT
    proces: "subprocess.Popen[bytes] | None" = None
    opdracht: Opdracht | None = None
    lezer: threading.Thread | None = None
    terugval: Terugval = field(default_factory=Terugval)
    begonnen: float = 0.0
    goed_op: float = 0.0
    kijk_op: float = 0.0
    start_op: float = 0.0
    gezegd: str = ""


class Opzichter:
    """Keeps children running until it is told to stop. Use it in the main thread: children die with their thread."""

    def __init__(self, kinderen: Sequence[Kind], home: Path, meld: Callable[[str], None]) -> None:
        """Know every child; `meld` hears one line for every change."""
        self._lopend = {k.naam: _Lopend(k, Logboek(home / "log", k.naam)) for k in kinderen}
        self._merk = processen.merk_van(home)
        self._meld = meld
        self._stop = threading.Event()
        self._haast = False

    def stop(self) -> None:
        """Ask the loop to end; asked twice, nothing is waited for any more."""
        self._haast = self._stop.is_set()
        self._stop.set()

    @property
    def allen_klaar(self) -> bool:
        """Tell whether every child runs, or said that it cannot."""
        return all(
            lp.toestand == (Toestand.KLAAR if lp.kind.klus else Toestand.GEZOND) or lp.toestand == Toestand.KAN_NIET
            for lp in self._lopend.values()
        )

    def ruim_op(self) -> None:
        """End what an earlier start left behind, when that was killed itself."""
        if oud := processen.beeindig(processen.van_ons(self._merk), 10):
            self._meld(f"Opgeruimd: {oud} processen van een vorige keer.")

    def draai(self, begonnen: Callable[[], None] = lambda: None) -> None:
        """Run until stop() is called; `begonnen` is called once, when everything runs. Nothing is left behind."""
        gezegd = False
        try:
            while not self._stop.is_set():
                for lopend in self._lopend.values():
                    self._kijk(lopend, time.monotonic())
                if not gezegd and self.allen_klaar:
                    gezegd = True
                    begonnen()
                self._stop.wait(TIK_S)
        finally:
            self._stop_alles()

    def _kijk(self, lp: _Lopend, nu: float) -> None:
        if lp.proces is None:
            if lp.toestand != Toestand.KLAAR and nu >= lp.start_op and self._mag_beginnen(lp):
                self._start(lp, nu)
        elif (code := lp.proces.poll()) is not None:
            self._einde(lp, code, nu)
        elif nu >= lp.kijk_op and not lp.kind.klus:
            self._vraag(lp, nu)
        elif lp.kind.klus and nu - lp.begonnen > lp.kind.opstart_s:
            self._zeg(lp, f"duurt te lang ({lp.kind.opstart_s:.0f} s) en begint opnieuw")
            lp.proces.kill()

    def _mag_beginnen(self, lp: _Lopend) -> bool:
        return all(self._lopend[naam].toestand in (Toestand.GEZOND, Toestand.KLAAR) for naam in lp.kind.na)

    def _start(self, lp: _Lopend, nu: float) -> None:
        lp.opdracht = lp.kind.maak()
        try:
            lp.proces = processen.start(lp.opdracht.argv, self._merk, lp.kind.naam, lp.opdracht.env)
        except OSError as fout:
            lp.start_op = nu + lp.terugval.viel()
            self._zeg(lp, f"start niet ({type(fout).__name__})")
            return
        assert lp.proces.stdout is not None
        lp.lezer = lp.logboek.volg(lp.proces.stdout)  # type: ignore[arg-type]
        lp.toestand, lp.begonnen, lp.goed_op, lp.kijk_op = Toestand.START, nu, nu, nu + KIJK_START_S
        for ander in self._lopend.values():
            if ander.kind.klus and lp.kind.naam in ander.kind.na:
                ander.toestand = Toestand.WACHT

    def _vraag(self, lp: _Lopend, nu: float) -> None:
        """Ask a running child for its health; one that stays ill too long is killed and starts again."""
        assert lp.opdracht and lp.proces
        if lp.opdracht.gezond():
            lp.goed_op = nu
            lp.terugval.is_gezond(nu)
            if lp.toestand != Toestand.GEZOND:
                lp.toestand = Toestand.GEZOND
                self._zeg(lp, f"draait (na {nu - lp.begonnen:.0f} s)")
        else:
            lp.terugval.is_ziek()
            if nu - lp.goed_op > (lp.kind.ziek_s if lp.toestand == Toestand.GEZOND else lp.kind.opstart_s):
                self._zeg(lp, "antwoordt niet meer en wordt opnieuw gestart")
                lp.proces.kill()
        lp.kijk_op = nu + (KIJK_S if lp.toestand == Toestand.GEZOND else KIJK_START_S)

    def _einde(self, lp: _Lopend, code: int, nu: float) -> None:
        """A child ended by itself, or was ended: say so and plan the next start."""
        self._ruim(lp)
        if lp.kind.klus and code == 0:
            lp.toestand, lp.terugval = Toestand.KLAAR, Terugval()
            self._zeg(lp, "klaar")
            return
        wacht = LANGSTE_S if code == KAN_NIET else lp.terugval.viel()
        lp.start_op = nu + wacht
        if code == KAN_NIET:
            lp.toestand = Toestand.KAN_NIET
            self._zeg(lp, f"kan niet starten: {lp.logboek.laatste}", eenmalig=True)
            return
        lp.toestand = Toestand.WACHT
        hoe = f"gestopt door signaal {-code}" if code < 0 else f"gestopt met code {code} (zie log/{lp.kind.naam}.log)"
        self._zeg(lp, f"{hoe}; start opnieuw over {wacht:.0f} s")

    def _ruim(self, lp: _Lopend) -> None:
        """Clear away what a child left behind. Runs that its worker started go on: they tell Prefect how they ended."""
        rest = set(processen.van_ons(self._merk, lp.kind.naam))
        processen.beeindig(rest - set(processen.van_ons(self._merk, lp.kind.naam, flow_runs=True)), 5)
        if lp.lezer:
            lp.lezer.join(2)
        lp.proces = lp.lezer = None

    def _zeg(self, lp: _Lopend, tekst: str, *, eenmalig: bool = False) -> None:
        if not eenmalig or lp.gezegd != tekst:
            self._meld(f"{lp.kind.titel}: {tekst}")
        lp.gezegd = tekst

    def _stop_alles(self) -> None:
        for lp in reversed(self._lopend.values()):
            if lp.proces is not None and lp.proces.poll() is None:
                self._stop_een(lp)
        processen.beeindig(processen.van_ons(self._merk), 0 if self._haast else 5)

    def _stop_een(self, lp: _Lopend) -> None:
        assert lp.proces is not None
        if lp.kind.flow_runs_eerst and not self._haast:
            runs = processen.van_ons(self._merk, lp.kind.naam, flow_runs=True)
            if aantal := processen.beeindig(runs, lp.kind.stop_s):
                self._meld(f"{lp.kind.titel}: {aantal} runs onderbroken; een volgende keer maakt ze af")
        lp.proces.terminate()
        einde = time.monotonic() + lp.kind.stop_s
        while lp.proces.poll() is None and time.monotonic() < einde and not self._haast:
            time.sleep(0.1)
        with contextlib.suppress(ProcessLookupError):
            lp.proces.kill()
        lp.proces.wait()
        self._meld(f"{lp.kind.titel}: gestopt")
