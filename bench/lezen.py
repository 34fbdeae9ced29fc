"""How fast are deliveries read and checked? Prints rows per second and peak memory for generated vorderingen.

python -m bench.lezen [aantal rijen]
"""

import random
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from stdnum.nl import bsn as stdnum_bsn

from tasks.lezen import Aanvaardbaar, Leveringsoort, open_levering
from tasks.lezen.kolommen import KOLOMMEN

_SOORTEN = ("afvalstoffenheffing", "rioolheffing", "ozb_eigenaar", "hondenbelasting")


def vorderingen(aantal: int) -> Iterator[str]:
    """Yield the lines of an extract with heading: two aanslagregels per resident, 60 % phone, 20 % e-mail."""
    kans = random.Random(20260301)
    yield ";".join(KOLOMMEN[Leveringsoort.VORDERINGEN].alle)
    persoon = ""
    for nummer in range(aantal):
        if nummer % 2 == 0:
            persoon = _persoon(kans, nummer)
        bedrag = f"{kans.randint(20, 900)},{kans.randint(0, 99):02}"
        soort = kans.choice(_SOORTEN)
        sleutel = f"{2026000000 + nummer // 2};{nummer % 2 + 1}"
        yield f"{sleutel};{persoon};{soort};2026;{bedrag};2026-02-28;2026-05-31;{bedrag}"


def _persoon(kans: random.Random, nummer: int) -> str:
    telefoon = f"06{kans.choice('12345')}{kans.randint(0, 9_999_999):07}" if kans.random() < 0.6 else ""
    email = f"inwoner{nummer}@voorbeeld.nl" if kans.random() < 0.2 else ""
    geboren = f"{kans.randint(1930, 2005)}-{kans.randint(1, 12):02}-{kans.randint(1, 28):02}"
    postcode = f"{kans.randint(1000, 9999)}{kans.choice('ABCD')}{kans.choice('EFGH')}"
    naam = kans.choice(("Jansen", "De Vries", "Çelik", "Van den Berg"))
    adres = f"Straat {kans.randint(1, 900)};{kans.randint(1, 300)};;{postcode};Voorbeeldstad"
    return f"{_bsn(kans)};A.B.;;{naam};{geboren};{adres};{telefoon};{email}"


def _bsn(kans: random.Random) -> str:
    while True:
        kandidaat = f"{kans.randint(10_000_000, 99_999_999)}"
        cijfer = stdnum_bsn.checksum(f"{kandidaat}0") % 11
        if cijfer < 10:
            return f"{kandidaat}{cijfer}"


def main(aantal: int) -> None:
    """Measure once for speed and once, slower, for memory."""
    with tempfile.TemporaryDirectory() as map_:
        pad = Path(map_) / "vorderingen.csv"
        pad.write_text("\n".join(vorderingen(aantal)) + "\n", encoding="utf-8")
        begin = time.perf_counter()
        goed = sum(isinstance(rij, Aanvaardbaar) for rij in open_levering(pad, Leveringsoort.VORDERINGEN))
        duur = time.perf_counter() - begin
        tracemalloc.start()
        for _ in open_levering(pad, Leveringsoort.VORDERINGEN):
            pass
        piek = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        omvang = pad.stat().st_size
    sys.stdout.write(
        f"{aantal} rijen ({omvang / 1e6:.1f} MB) in {duur:.2f} s: {aantal / duur:.0f} rijen/s, "
        f"{goed} aanvaard, piek {piek / 1e6:.1f} MB\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
