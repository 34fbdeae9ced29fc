"""Nothing that Prefect stores, and no log of ours, holds personal data: planted data are searched for everywhere."""

import logging
import sqlite3
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, update

from models.database import schrijven, tabel
from models.tabellen import Gebeurtenis, Zaak
from simulation.verhaal import ontleed
from tests.flows.bouwstenen import beleid_van, wacht_tot
from tests.prefecthuis import Prefecthuis

pytestmark = [pytest.mark.prefect, pytest.mark.xdist_group("prefect")]

GEPLANT = (
    "Zandloperszoon",
    "Quispelgracht",
    "9876XQ",
    "999990019",
    "0612345987",
    "612345987",
    "kwik.kwek@",
    "1951-07-13",
)

VORDERINGEN = """aanslagnummer;regel;bsn;voorletters;voorvoegsel;achternaam;geboortedatum;straat;huisnummer;postcode;\
woonplaats;telefoon;email;belastingsoort;belastingjaar;bedrag;dagtekening;vervaldag
77001;1;999990019;Q.;;Zandloperszoon;1951-07-13;Quispelgracht;7;9876XQ;Voorbeeldstad;0612345987;kwik.kwek@voorbeeld.nl;\
afvalstoffenheffing;2026;412,00;2026-03-01;2026-05-31
77002;1;999990018;Q.;;Zandloperszoon;1951-07-13;Quispelgracht;7;9876XQ;Voorbeeldstad;0612345987;geen;\
afvalstoffenheffing;2026;412,00;2026-03-01;2026-05-31
"""
SIGNALEN = """kenmerk;partner;sector;achternaam;geboortedatum;straat;huisnummer;postcode;woonplaats;telefoon;bedrag;\
signaaldatum
w-1;Waterbedrijf;water;Zandloperszoon;1951-07-13;Quispelgracht;7;9876XQ;Voorbeeldstad;0612345987;180,00;2026-06-01
"""
DAGEN = [date(2026, 6, d) for d in (1, 2, 5, 8, 9, 10, 22, 24)] + [date(2026, 7, d) for d in (1, 8, 9, 20)]


def speel(home: Path, eigen_run_max: int) -> None:
    """Take in deliveries with dirt, run rounds, and break one zaak on the way."""
    from flows.dagronde import RondeNietHeel, dagronde
    from flows.inname import inname
    from flows.spel import verse_omgeving

    verhaal = ontleed("inwoner Nop\n2026-06-01 Nop -> rust")
    verse_omgeving(home, beleid_van(verhaal), eigen_run_max)
    for naam, tekst in (("vorderingen", VORDERINGEN), ("signalen", SIGNALEN)):
        (home / f"{naam}.csv").write_text(tekst)
        inname(str(home / f"{naam}.csv"), naam, "voorbeeldstad", DAGEN[0])
    for dag in DAGEN:
        if dag == DAGEN[-1]:
            breek_een_zaak()
        try:
            dagronde("voorbeeldstad", dag)
        except RondeNietHeel:
            assert dag == DAGEN[-1]


def breek_een_zaak() -> None:
    """Put a gebeurtenis in a log that no rule knows."""
    from tasks.omgeving import omgeving

    with schrijven(omgeving().engine) as db:
        rij: dict[str, Any] = {"zaak_id": 1, "volgnr": 99, "soort": "bestaat-niet", "dag": DAGEN[0], "gegevens": {}}
        rij |= {"op": datetime.now(UTC), "regel": "", "beleid_versie": "", "actor": "test"}
        db.execute(insert(tabel(Gebeurtenis)).values(rij))
        zaak = tabel(Zaak)
        db.execute(update(zaak).where(zaak.c.id == 1).values(versie=99, volgende_toets=DAGEN[0]))


def alles_uit(database: Path) -> str:
    """Return the text of every cell of every table."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as db:
        namen = [naam for (naam,) in db.execute("select name from sqlite_master where type = 'table'")]
        return "\n".join(str(rij) for naam in namen for rij in db.execute(f'select * from "{naam}"'))


@pytest.mark.parametrize("eigen_run_max", [0, 50], ids=["in brokken", "eigen runs"])
def test_prefect_en_logs_kennen_geen_persoon(
    eigen_run_max: int, prefect: Prefecthuis, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    speel(tmp_path, eigen_run_max)
    assert wacht_tot(lambda: "tijdig.bericht" in alles_uit(prefect.database))
    gezocht = {
        "de database van Prefect": alles_uit(prefect.database),
        "het log van de server": (prefect.home / "prefect-server.log").read_text(errors="replace"),
        "onze logs": "\n".join(r.getMessage() + str(r.exc_text or "") for r in caplog.records),
        "bestandsnamen": "\n".join(str(p.relative_to(tmp_path)) for p in tmp_path.rglob("*")),
    }
    lekken = [(waar, woord) for waar, tekst in gezocht.items() for woord in GEPLANT if woord.lower() in tekst.lower()]
    assert not lekken


def test_de_zoeker_vindt_wat_er_wel_staat(tmp_path: Path) -> None:
    """Without this the test above could look in an empty place."""
    with sqlite3.connect(tmp_path / "x.db") as db:
        db.execute("create table log (bericht text)")
        db.execute("insert into log values ('brief aan Zandloperszoon')")
    assert "Zandloperszoon" in alles_uit(tmp_path / "x.db")
