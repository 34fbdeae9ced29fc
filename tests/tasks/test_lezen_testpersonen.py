"""The extract about the test persons of the BRP: what is refused is counted again by hand, without our parsers."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tasks.lezen import Aanvaardbaar, Afgekeurd, Leveringsoort, open_levering

PAD = Path(__file__).resolve().parents[3] / "shared" / "data" / "vorderingen-brp-testpersonen.csv"
pytestmark = pytest.mark.skipif(not PAD.is_file(), reason="de levering met testpersonen staat niet naast het project")


def ontbrekend(rij: dict[str, str]) -> tuple[str, ...]:
    """Return the required columns that are empty; these are the ones the registry does not know for everybody."""
    kolommen = ("straat", "huisnummer", "postcode", "woonplaats", "achternaam")
    return tuple(f"{kolom}: ontbreekt" for kolom in kolommen if not rij[kolom].strip())


def elfproef(bsn: str) -> bool:
    gewichten = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(gewicht * int(cijfer) for gewicht, cijfer in zip(gewichten, bsn, strict=True)) % 11 == 0


def test_elke_afgekeurde_rij_heeft_de_reden_die_een_mens_ziet() -> None:
    with PAD.open(encoding="utf-8-sig", newline="") as stroom:
        bron = list(csv.DictReader(stroom, delimiter=";"))
    verwacht = {
        nummer: Counter(
            [*ontbrekend(rij), *([] if elfproef(rij["bsn"]) else ["bsn: dit is geen geldig BSN (elfproef)"])]
        )
        for nummer, rij in enumerate(bron, start=2)
    }
    rijen = list(open_levering(PAD, Leveringsoort.VORDERINGEN))
    gevonden = {
        rij.regelnummer: Counter(rij.redenen) if isinstance(rij, Afgekeurd) else Counter[str]() for rij in rijen
    }
    assert gevonden == verwacht
    aanvaard = sum(isinstance(rij, Aanvaardbaar) for rij in rijen)
    assert (len(rijen), aanvaard, len(rijen) - aanvaard) == (1176, 1078, 98)
