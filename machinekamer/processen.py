"""How does a process of ours start, and how is none left behind? Every one carries the mark of its home."""

import contextlib
import ctypes
import hashlib
import os
import signal
import subprocess
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import psutil

MERK, KIND = "TIJDIG_MERK", "TIJDIG_KIND"
"""The environment of every process of ours, also of a run that a worker started: which home, which child."""

FLOW_RUN = "PREFECT__FLOW_RUN_ID"
NA_KILL_S = 5.0
_SET_PDEATHSIG = 1
try:
    _prctl = ctypes.CDLL(None).prctl
except (OSError, AttributeError, TypeError):  # not a Linux: the next start removes what stayed behind
    _prctl = None


def merk_van(home: Path) -> str:
    """Return the mark of the processes of one home."""
    return hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:16]


def start(opdracht: list[str], merk: str, naam: str, env: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    """Start a child in a session of its own; its output is one pipe. Call it in the main thread only.

    Linux ends the child when the thread that started it dies, also by kill -9.
    """
    return subprocess.Popen(
        opdracht,
        env={**os.environ, **env, MERK: merk, KIND: naam, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_volg_de_ouder,
    )


def _volg_de_ouder() -> None:
    """Run in the child before its program: die with the parent; listen to Ctrl-C also when the parent does not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    if _prctl is not None:
        _prctl(_SET_PDEATHSIG, int(signal.SIGTERM))


def van_ons(merk: str, naam: str = "", *, flow_runs: bool = False) -> list[psutil.Process]:
    """Return the living processes with this mark, but for this one; of one child, or only flow runs, when asked."""
    gevonden: list[psutil.Process] = []
    for proces in psutil.process_iter():
        try:
            env = proces.environ() if proces.pid != os.getpid() and _leeft(proces) else {}
        except (psutil.Error, OSError):
            continue  # gone meanwhile, or of another user
        if env.get(MERK) == merk and naam in ("", env.get(KIND)) and (not flow_runs or FLOW_RUN in env):
            gevonden.append(proces)
    return gevonden


def beeindig(processen: Iterable[psutil.Process], geduld_s: float) -> int:
    """Ask processes to stop and kill what does not in time; returns how many there were."""
    allen = list(processen)
    for signaal, wacht_s in ((signal.SIGTERM, geduld_s), (signal.SIGKILL, NA_KILL_S)):
        levend = [proces for proces in allen if _leeft(proces)]
        for proces in levend:
            with contextlib.suppress(psutil.NoSuchProcess):
                proces.send_signal(signaal)
        einde = time.monotonic() + wacht_s
        while any(map(_leeft, levend)) and time.monotonic() < einde:
            time.sleep(0.05)
    return len(allen)


def _leeft(proces: psutil.Process) -> bool:
    """Tell whether a process still does something; one whose parent did not take note of its end does not."""
    try:
        return proces.is_running() and proces.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
