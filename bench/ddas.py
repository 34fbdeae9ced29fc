"""How long does the national delivery take, how much memory, and is it valid? Also page by page, as CBS fetches it.

python -m bench.ddas [aantal signalen ...] [sqlite|postgres]

Every measurement runs in a process of its own, so that its peak of memory is its own.
"""

import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from evaluation.ddas.antwoord import maak_pagina
from evaluation.ddas.bestand import lever
from evaluation.ddas.bron import Vraag
from evaluation.ddas.paginas import Lijsten
from evaluation.ddas.schema import UITWISSELMODEL
from evaluation.ddas.vorm import van_beleid
from evaluation.ddas.vraagbericht import Verzoek
from models.beleidsbestand import laad_beleid
from models.bulk import voeg_toe
from models.database import engine, schrijven, tabel
from models.migreren import migreer
from models.sleutels import gebruik, laad
from models.tabellen import Gebeurtenis, Inwoner, Signaal, Zaak
from rules.levering import Sector
from rules.log import Soort
from rules.resultaat import Eindresultaat
from tests.models.bouwers import bsns
from tests.models.omgevingen import SLEUTEL, draaiende_pg

GEMEENTE, VAN, TOT = "voorbeeldstad", date(2026, 1, 1), date(2026, 12, 31)
OP = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
PAGINA = 10_000
RIJEN = 5_000


def vul(url: str, aantal: int) -> None:
    """Put so many signalen in a new database: one to three per zaak, each zaak with an ordinary log."""
    gebruik(laad(SLEUTEL, Path("onnodig")))
    motor = engine(url)
    migreer(motor)
    zaken, kans = list(_zaken(aantal)), Random(2026)
    with schrijven(motor) as db:
        for model, bron in (
            (Inwoner, (_inwoner(z, kans) for z, _, _ in zaken)),
            (Zaak, (_zaak(z, dag) for z, dag, _ in zaken)),
            (Signaal, (rij for z, dag, eigen in zaken for rij in _signalen(z, dag, eigen, kans))),
            (Gebeurtenis, (rij for z, dag, _ in zaken for rij in _log(z, dag, kans))),
        ):
            while deel := list(islice(bron, RIJEN)):
                voeg_toe(db, tabel(model), deel)
    motor.dispose()


def _zaken(aantal: int) -> Iterator[tuple[int, date, range]]:
    """Give zaak, first day and the numbers of its signalen."""
    kans, begin, zaak = Random(7), 1, 0
    while begin <= aantal:
        zaak += 1
        na = min(begin + kans.choice((1, 1, 1, 2, 3)), aantal + 1)
        yield zaak, VAN + timedelta(days=kans.randint(0, 330)), range(begin, na)
        begin = na


def _inwoner(nummer: int, kans: Random) -> dict[str, Any]:
    adres = {"straat": "Kade", "huisnummer": str(nummer), "postcode": "9999AA", "woonplaats": "Voorbeeldstad"}
    vlaggen = dict.fromkeys(("ondernemer", "huiseigenaar", "rechtspersoon"), False)
    leeg = dict.fromkeys(("voorletters", "voorvoegsel", "toevoeging", "let_op"), "")
    return adres | vlaggen | leeg | {
        "id": nummer, "gemeente": GEMEENTE, "afdeling": "vroegsignalering", "pseudoniem": f"{nummer:032}",
        "bsn": kans.choice(bsns(400)) if kans.random() < 0.8 else None, "achternaam": "Jansen",
        "geboortedatum": date(1980, 1, 1), "adres_sleutel": f"{nummer:032}",
    }  # fmt: skip


def _zaak(nummer: int, dag: date) -> dict[str, Any]:
    return {
        "id": nummer, "gemeente": GEMEENTE, "soort": "vroegsignalering", "inwoner_id": nummer,
        "adres_sleutel": f"{nummer:032}", "geopend_op": dag, "versie": 8,
    }  # fmt: skip


def _signalen(zaak: int, dag: date, eigen: range, kans: Random) -> Iterator[dict[str, Any]]:
    for nummer in eigen:
        yield {
            "id": nummer, "gemeente": GEMEENTE, "zaak_id": zaak, "inwoner_id": zaak, "kenmerk": f"K{nummer}",
            "partner": "Partner", "sector": kans.choice(list(Sector)).value, "bedrag": kans.randint(50_00, 2_000_00),
            "ontvangen_op": dag, "signaaldatum": dag, "ontstaansdatum": dag - timedelta(days=60),
            **dict.fromkeys(("crisis", "warme_overdracht", "hulp_gevraagd", "herhaald"), False),
        }  # fmt: skip


def _log(zaak: int, dag: date, kans: Random) -> Iterator[dict[str, Any]]:
    bellen = {"soort": "bellen", "uitkomst": "niet bereikt", "bereikt": False, "dagdeel": "avond"}
    stappen: list[tuple[int, Soort, dict[str, Any]]] = [
        (0, Soort.SIGNAAL_ONTVANGEN, {"signaal": zaak}),
        (5, Soort.MELDING, {"meervoudig": False, "opeenvolgend": False}),
        (5, Soort.BERICHT, {"soort": "hulpaanbod", "kanaal": "brief", "poging": 1}),
        *((8 + n, Soort.TAAK_AFGEROND, bellen | {"poging": n}) for n in (1, 2, 3)),
        (20, Soort.BERICHT, {"soort": "hulpaanbod-herhaling", "kanaal": "brief", "poging": 1}),
        (34, Soort.GESLOTEN, {"resultaat": kans.choice(list(Eindresultaat)).value}),
    ]
    for volgnr, (na, soort, gegevens) in enumerate(stappen, 1):
        yield {
            "zaak_id": zaak, "volgnr": volgnr, "soort": soort.value, "dag": dag + timedelta(days=na), "op": OP,
            "regel": "", "beleid_versie": "", "actor": "systeem", "gegevens": gegevens,
        }  # fmt: skip


def _alleen(url: str) -> Any:
    gebruik(laad(SLEUTEL, Path("onnodig")))
    return engine(url)


def meet_bestand(url: str, pad: Path) -> dict[str, float]:
    """Write the delivery to a file."""
    motor, voor = _alleen(url), _piek()
    begin = time.perf_counter()
    telling = lever(motor, van_beleid(laad_beleid(GEMEENTE)), Vraag(GEMEENTE, VAN, TOT), pad, OP)
    duur = time.perf_counter() - begin
    return {"signalen": telling.signalen, "zaken": telling.zaken, "s": duur, "mb": _piek(), "voor": voor}


def meet_paginas(url: str, pad: Path) -> dict[str, float]:
    """Make every page that CBS would fetch; return the slowest."""
    motor, wie = _alleen(url), van_beleid(laad_beleid(GEMEENTE))
    lijsten, duren, signalen, pagina, totaal = Lijsten(motor), list[float](), 0, 1, 1
    while signalen < totaal:
        begin, verzoek = time.perf_counter(), Verzoek((GEMEENTE,), VAN, TOT, pagina, PAGINA)
        lijst = lijsten.voor(verzoek, OP)
        gemaakt = maak_pagina(motor, {GEMEENTE: wie}, verzoek, lijst, OP)
        signalen, totaal = signalen + gemaakt.telling.signalen, len(lijst)
        duren.append(time.perf_counter() - begin)
        gemaakt.bestand.close()
        pagina += 1
    return {"signalen": signalen, "paginas": len(duren), "s": max(duren), "mb": _piek()}


def toets_bestand(url: str, pad: Path) -> dict[str, float]:
    """Read the whole file back and count what the schema has against it, and how many signalen stand twice."""
    from jsonschema import Draft202012Validator, FormatChecker

    document = json.loads(pad.read_text(encoding="utf-8"))
    nummers = [s["ID"] for s in document["leveringen"][0]["vroegsignalen"]]
    toetser = Draft202012Validator(UITWISSELMODEL, format_checker=FormatChecker())
    fouten = sum(1 for _ in toetser.iter_errors(document))  # pyright: ignore[reportUnknownMemberType]
    return {"fouten": fouten, "dubbel": len(nummers) - len(set(nummers)), "mb": pad.stat().st_size / 2**20}


def _piek() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def apart(werk: Any, *wat: Any) -> dict[str, float]:
    """Do one piece of work in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(werk, wat)


def meet(naam: str, url: str, aantal: int, pad: Path) -> None:
    """Print what one size costs."""
    apart(vul, url, aantal)
    uit, toets, blad = apart(meet_bestand, url, pad), apart(toets_bestand, url, pad), apart(meet_paginas, url, pad)
    sys.stdout.write(
        f"{naam} {aantal:,} signalen: bestand {uit['s']:.1f} s, piek {uit['mb']:.0f} MB (kaal {uit['voor']:.0f}); "
        f"{uit['signalen']:.0f} signalen, {uit['zaken']:.0f} zaken, {toets['mb']:.0f} MB op schijf, "
        f"{toets['fouten']:.0f} fouten, {toets['dubbel']:.0f} dubbel; "
        f"{blad['paginas']:.0f} pagina's van {PAGINA:,}: traagste {blad['s']:.1f} s, piek {blad['mb']:.0f} MB\n"
    )
    sys.stdout.flush()


def main(aantallen: list[int], waar: str) -> None:
    """Measure every size."""
    with tempfile.TemporaryDirectory(dir="/tmp") as map_:
        for aantal in aantallen:
            pad = Path(map_) / f"{aantal}.json"
            if waar == "sqlite":
                meet("SQLite", f"sqlite:///{map_}/{aantal}.db", aantal, pad)
                continue
            with draaiende_pg() as pg, pg.database() as url:
                meet("PostgreSQL", url, aantal, pad)


if __name__ == "__main__":
    woorden = sys.argv[1:]
    main([int(w) for w in woorden if w.isdigit()] or [5_000, 50_000], "postgres" if "postgres" in woorden else "sqlite")
