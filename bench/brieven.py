"""How fast are letters printed? Prints letters per second, next to WeasyPrint with the same letters, and the memory.

python -m bench.brieven [vergelijk] [processen] [geheugen] [aantal=10000]

Every letter has another name, address, kenmerk, amount and doelgroep; the soorten take turns. `vergelijk` and
`geheugen` measure from facts to PDF in one process: the words (Jinja2) and the sheet. The rate per CPU second counts;
the clock of a shared machine does not. The same letters through the flow, with database and files: bench.drukwerk.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from rules.woorden import Berichtsoort, Doelgroep, Kanaal
from tasks.brief_pdf import maak_pdf
from tasks.briefgegevens import Briefgegevens, Rekening
from tasks.sjablonen import Tekst, schrijf
from tests.tasks.brieven import BRIEFSOORTEN, INCASSO, gegevens_voor

VERGELIJKING = 60
"""WeasyPrint is slow: this many letters are enough to know its rate."""
CHUNK = 250
_KLINKERS, _MEDEKLINKERS = "aeiou", "bdfghjklmnprstvwz"


def brieven(zaad: int = 20260605) -> Iterator[tuple[Tekst, Briefgegevens]]:
    """Yield letters without end, each with its words; the same ones for the same `zaad`."""
    kans = random.Random(zaad)
    while True:
        for soort in BRIEFSOORTEN:
            gegevens = _gegevens(kans, soort)
            yield schrijf(soort, Kanaal.BRIEF, gegevens), gegevens


def _gegevens(kans: random.Random, soort: Berichtsoort) -> Briefgegevens:
    rekeningen = ("Afvalstoffenheffing 2026", "Rioolheffing 2026", "Hondenbelasting 2026")[: kans.randint(1, 3)]
    regels = tuple(
        Rekening(omschrijving, f"{kans.randint(10**8, 10**9)}", date(2026, 5, 31), kans.randint(2000, 90000))
        for omschrijving in rekeningen
    )
    plaats = f"{kans.randint(1000, 9999)} AB  VOORBEELDSTAD"
    return gegevens_voor(
        soort,
        kans.choice(list(Doelgroep)),
        achternaam=_woord(kans),
        voorletters=kans.choice("ABCDEFGHJKLM"),
        kenmerk=f"VS-2026-{kans.randint(0, 999_999):06}",
        adresregels=(f"{_woord(kans)}straat {kans.randint(1, 300)}", plaats),
        regels=regels if soort in INCASSO else (),
    )


def _woord(kans: random.Random) -> str:
    return "".join(kans.choice(_MEDEKLINKERS) + kans.choice(_KLINKERS) for _ in range(kans.randint(2, 6))).capitalize()


def meet(druk: Callable[[Tekst, Briefgegevens], bytes], aantal: int) -> float:
    """Return letters per CPU second of this process; the first letters, which read the fonts, do not count."""
    voorraad = brieven()
    for brief in islice(voorraad, len(BRIEFSOORTEN)):
        druk(*brief)
    begin = time.process_time()
    for brief in islice(voorraad, aantal):
        druk(*brief)
    return aantal / (time.process_time() - begin)


def vergelijk() -> None:
    """Print the same letters with both engines, in one run."""
    from bench import brief_weasyprint  # only here: it loads Pango, and the memory of Typst alone is measured too

    typst, weasyprint = meet(maak_pdf, VERGELIJKING * 10), meet(brief_weasyprint.maak_pdf, VERGELIJKING)
    sys.stdout.write(
        f"Typst (PDF/UA-1 en A-2a): {typst:.0f} brieven per CPU-seconde; WeasyPrint (PDF/UA-1): {weasyprint:.1f}; "
        f"Typst is {typst / weasyprint:.0f} keer zo snel\n"
    )
    for soort in (Berichtsoort.HERINNERING, Berichtsoort.AANMANING):
        alleen = [brief for brief in islice(brieven(), 600) if brief[0].sjabloon.endswith(f"/{soort}")]
        begin = time.process_time()
        for brief in alleen:
            maak_pdf(*brief)
        sys.stdout.write(f"  alleen {soort}: {len(alleen) / (time.process_time() - begin):.0f} per CPU-seconde\n")


def processen(aantal: int, werkers: int = 2) -> None:
    """Print letters by the clock, in processes side by side, without database or files."""
    chunks = [(zaad, min(CHUNK, aantal - zaad)) for zaad in range(0, aantal, CHUNK)]
    with ProcessPoolExecutor(werkers, get_context("spawn")) as ploeg:
        list(ploeg.map(_warm, range(werkers * 2)))
        begin = time.perf_counter()
        cpu = sum(ploeg.map(_chunk, chunks))
        duur = time.perf_counter() - begin
    meld(f"{werkers} processen, woorden en PDF", aantal, duur, cpu)


def _warm(_: int) -> None:
    _chunk((0, len(BRIEFSOORTEN)))


def _chunk(wat: tuple[int, int]) -> float:
    zaad, aantal = wat
    begin = time.process_time()
    for brief in islice(brieven(zaad), aantal):
        maak_pdf(*brief)
    return time.process_time() - begin


def meld(naam: str, aantal: int, duur: float, cpu: float) -> None:
    """Print one line: letters per second by the clock, and per CPU second; `duur` and `cpu` are seconds."""
    sys.stdout.write(f"{naam}: {aantal} brieven in {duur:.1f} s: {aantal / duur:.0f}/s; {aantal / cpu:.0f}/CPU-s\n")


def geheugen(aantal: int) -> None:
    """Print the memory of one process after a tenth of the letters, and after all."""
    voorraad = brieven()
    for nummer in range(1, aantal + 1):
        maak_pdf(*next(voorraad))
        if nummer in (aantal // 10, aantal // 2, aantal):
            sys.stdout.write(f"geheugen na {nummer} brieven: {_rss():.0f} MB\n")


def _rss() -> float:
    """Return what this process holds in memory now, in MB."""
    regels = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(regel.split()[1]) / 1024 for regel in regels if regel.startswith("VmRSS:"))


def main(delen: set[str], aantal: int) -> None:
    """Run the parts that were asked for; the memory first, while nothing else was loaded."""
    if "geheugen" in delen:
        geheugen(aantal)
    if "processen" in delen:
        processen(aantal)
    if "vergelijk" in delen:
        vergelijk()


if __name__ == "__main__":
    DELEN = {"geheugen", "processen", "vergelijk"}
    gevraagd = next((int(w.removeprefix("aantal=")) for w in sys.argv if w.startswith("aantal=")), 10_000)
    main(DELEN & set(sys.argv[1:]) or DELEN, gevraagd)
