"""Is a delivery taken in once, whatever happens to the process that does it?"""

import multiprocessing
import os
import signal
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import event

from settings import Settings
from tasks import inname
from tasks.inname import Samenvatting, neem_in
from tasks.lezen import Leveringsoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, JUNI_5, MAART_2, afdruk, lees
from tests.models.omgevingen import werk_in
from tests.tasks.lezen_bouwstenen import bestand, kopregel, rij_tekst

TESTPERSONEN = Path(__file__).parents[3] / "shared" / "data" / "vorderingen-brp-testpersonen.csv"
BAAS = multiprocessing.get_context("forkserver")
V, M, S = Leveringsoort.VORDERINGEN, Leveringsoort.MUTATIES, Leveringsoort.SIGNALEN


def levering(map_: Path, soort: Leveringsoort, *regels: str, naam: str = "levering.csv") -> Path:
    return bestand(map_, "\n".join([kopregel(soort), *regels]) + "\n", naam)


def neem(pad: Path, soort: Leveringsoort = V, dag: date = MAART_2) -> Samenvatting:
    samen = neem_in(pad, soort, GEMEENTE, dag)
    assert samen.gelezen == samen.aanvaard + samen.bekend + samen.afgekeurd
    return samen


def cijfers(s: Samenvatting) -> tuple[int, int, int]:
    return s.aanvaard, s.bekend, s.afgekeurd


def afgekeurd(pad: Path) -> list[str]:
    uit = pad.with_name(f"{pad.name}.afgekeurd.csv")
    return uit.read_text(encoding="utf-8-sig").splitlines()[1:] if uit.exists() else []


def vorderingen(map_: Path, aantal: int, naam: str = "v.csv") -> Path:
    """Write a delivery with a wrong row and a doubtful one among the good ones."""
    regels = [rij_tekst(V, aanslagnummer=str(2026000000 + n)) for n in range(aantal)]
    regels[aantal // 2] = rij_tekst(V, aanslagnummer="9", belastingsoort="cjib")
    regels[-1] = rij_tekst(V, aanslagnummer="2026000000", openstaand="1,00")
    return levering(map_, V, *regels, naam=naam)


def test_the_counts_add_up_and_the_reasons_are_written(waar: Omgeving, tmp_path: Path) -> None:
    pad = vorderingen(tmp_path, 20)
    samen = neem(pad)
    assert cijfers(samen) == (18, 0, 2) and not samen.eerder_ingenomen
    redenen = afgekeurd(pad)
    assert len(redenen) == 2 and "met een ander bedrag" in redenen[1]
    assert lees(waar, "levering", "gelezen", "aanvaard", "bekend", "afgekeurd", "klaar") == [(20, 18, 0, 2, True)]


def test_taken_in_twice_is_taken_in_once(waar: Omgeving, tmp_path: Path) -> None:
    pad = vorderingen(tmp_path, 20)
    neem(pad)
    voor, redenen = afdruk(waar), afgekeurd(pad)
    samen = neem(pad, dag=JUNI_5)
    assert cijfers(samen) == (0, 18, 2) and samen.eerder_ingenomen
    assert afdruk(waar) == voor and afgekeurd(pad) == redenen


def test_an_old_extract_does_not_undo_a_newer_one(waar: Omgeving, tmp_path: Path) -> None:
    oud = levering(tmp_path, V, rij_tekst(V, openstaand="234,56"), naam="oud.csv")
    nieuw = levering(tmp_path, V, rij_tekst(V, openstaand="0,00"), naam="nieuw.csv")
    for pad in (oud, nieuw, oud):
        neem(pad)
    assert lees(waar, "vordering", "openstaand") == [(0,)]


def test_a_mutatie_that_came_before_its_aanslag_is_accepted_the_second_time(waar: Omgeving, tmp_path: Path) -> None:
    mutaties = levering(tmp_path, M, rij_tekst(M), naam="m.csv")
    assert cijfers(neem(mutaties, M, JUNI_5)) == (0, 0, 1)
    assert "aanslagnummer is niet bekend" in afgekeurd(mutaties)[0]
    neem(levering(tmp_path, V, rij_tekst(V), naam="v.csv"))
    assert cijfers(neem(mutaties, M, JUNI_5)) == (1, 0, 0)
    assert cijfers(neem(mutaties, M, JUNI_5)) == (0, 1, 0)
    assert lees(waar, "vordering", "openstaand") == [(134_56,)]


def test_a_date_in_the_future_is_refused(waar: Omgeving, tmp_path: Path) -> None:
    pad = levering(tmp_path, S, rij_tekst(S), rij_tekst(S, kenmerk="W-78", signaaldatum="2026-07-14"))
    assert cijfers(neem(pad, S, date(2026, 7, 13))) == (1, 0, 1)
    assert "na de dag van inname" in afgekeurd(pad)[0]
    assert lees(waar, "signaal", "kenmerk") == [("W-77",)]


def test_the_test_persons_of_the_brp_are_taken_in(sqlite: Omgeving, tmp_path: Path) -> None:
    if not TESTPERSONEN.exists():
        pytest.skip("vorderingen-brp-testpersonen.csv is not delivered with the project")
    pad = tmp_path / TESTPERSONEN.name
    pad.write_bytes(TESTPERSONEN.read_bytes())
    samen = neem(pad)
    assert samen.gelezen > 1000 and samen.aanvaard > 0.9 * samen.gelezen
    redenen = Counter(regel.rsplit(";", 1)[1] for regel in afgekeurd(pad))
    assert sum(redenen.values()) == samen.afgekeurd and "" not in redenen
    voor = afdruk(sqlite)
    nogmaals = neem(pad)
    assert (nogmaals.aanvaard, nogmaals.bekend, nogmaals.afgekeurd) == (
        0,
        samen.aanvaard + samen.bekend,
        samen.afgekeurd,
    )
    assert afdruk(sqlite) == voor


def _sterf_na(gekozen: Settings, pad: Path, commits: int) -> None:
    """Take the delivery in, in chunks of seven, and die just before a commit; at an even number, just after it."""
    inname.PER_KEER = 7
    waar, gedaan = werk_in(gekozen), [0]

    def sterf() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(waar.engine, "commit")
    def _commit(_: object) -> None:
        gedaan[0] += 1
        if gedaan[0] == commits and commits % 2:
            sterf()

    @event.listens_for(waar.engine, "checkin")
    def _terug(*_: object) -> None:
        if gedaan[0] >= commits:
            sterf()

    neem_in(pad, V, GEMEENTE, MAART_2)


@pytest.mark.parametrize("commits", [1, 2, 3, 4, 6, 7])
def test_killed_half_way_and_taken_in_again(
    sqlite: Omgeving, tmp_path: Path, sqlite_sjabloon: Path, commits: int
) -> None:
    """The counts of the delivery too are those of one undisturbed intake, also with chunks of another size."""
    pad = vorderingen(tmp_path, 40)
    neem(pad)
    goed, redenen = afdruk(sqlite), afgekeurd(pad)
    home = tmp_path / "gestorven"
    home.mkdir()
    (home / "tijdig.db").write_bytes(sqlite_sjabloon.read_bytes())
    gekozen = sqlite.settings.model_copy(update={"home": home})
    kind = BAAS.Process(target=_sterf_na, args=(gekozen, pad, commits))
    kind.start()
    kind.join(60)
    assert kind.exitcode == -signal.SIGKILL
    opnieuw = werk_in(gekozen)
    assert lees(opnieuw, "levering", "klaar") in ([], [(False,)])
    neem(pad)
    assert afdruk(opnieuw) == goed and afgekeurd(pad) == redenen
    opnieuw.engine.dispose()
