"""How is everything of one installation kept somewhere else, and put back? The key goes another way than the data."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, inspect, select, table
from sqlalchemy.engine import URL, make_url

from models.database import lezen
from models.migreren import huidig
from models.sleutels import sleutels
from tasks.fouten import PermanentFailure
from tasks.omgeving import Omgeving

BESCHRIJVING = "reservekopie.json"
LITE, PG = "tijdig.db", "tijdig.dump"


class KopieKanNiet(PermanentFailure):
    """De reservekopie is niet gemaakt of teruggezet."""


@dataclass(frozen=True)
class Beschrijving:
    """What a backup holds: its moment (UTC), schema, rows per table, and the fingerprint of each file and of the key.

    The key itself is not in it: who finds the backup cannot read a BSN.
    """

    gemaakt_op: str
    schema: str
    rijen: dict[str, int]
    bestanden: dict[str, str]
    sleutel: str


def maak(waar: Omgeving, doel: Path, *, met_post: bool = True) -> Beschrijving:
    """Write a backup of database and post into a folder that does not exist yet; others may go on working meanwhile.

    The folder gets its name when everything is in it. Raises KopieKanNiet, and OSError when there is no room.
    """
    if doel.exists():
        raise KopieKanNiet("die map bestaat al: kies een nieuwe")
    deel = doel.with_name(f".{doel.name}.deel")
    shutil.rmtree(deel, ignore_errors=True)
    deel.mkdir(parents=True, mode=0o700)
    try:
        _bewaar_database(waar, deel)
        if met_post and waar.uitgang.exists():
            shutil.copytree(waar.uitgang, deel / "post")
        beschrijving = _beschrijf(waar, deel)
        (deel / BESCHRIJVING).write_text(json.dumps(asdict(beschrijving), indent=1), encoding="utf-8")
        deel.rename(doel)
    except BaseException:
        shutil.rmtree(deel, ignore_errors=True)
        raise
    return beschrijving


def zet_terug(waar: Omgeving, bron: Path) -> Beschrijving:
    """Put a backup back into an empty database and an empty folder for post, and check that every row is there.

    Raises KopieKanNiet, before anything is written, when the backup is damaged, belongs to another key or another kind
    of database, or when there are data here already.
    """
    beschrijving = lees(bron)
    _controleer(waar, bron, beschrijving)
    _laad_database(waar, bron)
    if (bron / "post").exists():
        shutil.copytree(bron / "post", waar.uitgang, dirs_exist_ok=True)
    if _tel(waar) != beschrijving.rijen:
        raise KopieKanNiet("na het terugzetten zijn er andere aantallen rijen dan in de kopie")
    return beschrijving


def lees(bron: Path) -> Beschrijving:
    """Return what a backup says about itself. Raises KopieKanNiet when it is none."""
    try:
        return Beschrijving(**json.loads((bron / BESCHRIJVING).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise KopieKanNiet(f"in die map staat geen leesbare {BESCHRIJVING}") from None


def _controleer(waar: Omgeving, bron: Path, beschrijving: Beschrijving) -> None:
    if beschrijving.sleutel != _afdruk_van_sleutel():
        raise KopieKanNiet("deze kopie hoort bij een andere sleutel: zet eerst die sleutel terug")
    if _bestanden(bron) != beschrijving.bestanden:
        raise KopieKanNiet("een bestand in de kopie is veranderd of ontbreekt")
    if not (bron / _naam(waar)).exists():
        raise KopieKanNiet("deze kopie is van een ander soort database")
    if _tel(waar) or (waar.uitgang.exists() and any(waar.uitgang.iterdir())):
        raise KopieKanNiet("er staan hier al gegevens: zet terug in een lege database en een lege map")


def _naam(waar: Omgeving) -> str:
    return PG if waar.engine.dialect.name == "postgresql" else LITE


def _bewaar_database(waar: Omgeving, map_: Path) -> None:
    if waar.engine.dialect.name == "postgresql":
        _draai(waar, "pg_dump", "--format=custom", "--no-owner", f"--file={map_ / PG}")
        return
    with closing(sqlite3.connect(_lite(waar))) as van, closing(sqlite3.connect(map_ / LITE)) as naar:
        van.backup(naar)


def _laad_database(waar: Omgeving, bron: Path) -> None:
    if waar.engine.dialect.name == "postgresql":
        _draai(waar, "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", str(bron / PG))
        return
    waar.engine.dispose()
    with closing(sqlite3.connect(bron / LITE)) as van, closing(sqlite3.connect(_lite(waar))) as naar:
        van.backup(naar)


def _lite(waar: Omgeving) -> str:
    return str(waar.engine.url.database)


def _draai(waar: Omgeving, programma: str, *opties: str) -> None:
    """Run a program of PostgreSQL; the password goes by its environment, where no other user can read it."""
    url: URL = make_url(waar.settings.url)
    velden: Mapping[str, str | None] = {
        "PGHOST": url.host or str(url.query.get("host", "")), "PGPORT": str(url.port or ""), "PGUSER": url.username,
        "PGPASSWORD": str(url.password or ""), "PGDATABASE": url.database,
    }  # fmt: skip
    omgeving = os.environ | {naam: waarde for naam, waarde in velden.items() if waarde}
    doel = (f"--dbname={url.database}",) if programma == "pg_restore" else ()
    try:
        klaar = subprocess.run([programma, *doel, *opties], env=omgeving, capture_output=True, check=False)
    except FileNotFoundError:
        raise KopieKanNiet(f"het programma {programma} ontbreekt: installeer postgresql-client") from None
    if klaar.returncode != 0:
        raise KopieKanNiet(f"{programma} stopte met {klaar.returncode}: is het net zo nieuw als de server?")


def _beschrijf(waar: Omgeving, map_: Path) -> Beschrijving:
    with lezen(waar.engine) as db:
        schema = huidig(db)
    nu = datetime.now(UTC).isoformat(timespec="seconds")
    return Beschrijving(nu, schema, _tel(waar), _bestanden(map_), _afdruk_van_sleutel())


def _tel(waar: Omgeving) -> dict[str, int]:
    """Return the number of rows of every table; empty when there are no tables."""
    with lezen(waar.engine) as db:
        tabellen = [table(naam) for naam in sorted(inspect(db).get_table_names())]
        return {t.name: int(db.execute(select(func.count()).select_from(t)).scalar_one()) for t in tabellen}


def _bestanden(map_: Path) -> dict[str, str]:
    paden = sorted(p for p in map_.rglob("*") if p.is_file() and p.name != BESCHRIJVING)
    return {str(p.relative_to(map_)): _afdruk(p) for p in paden}


def _afdruk(pad: Path) -> str:
    with pad.open("rb") as bestand:
        return hashlib.file_digest(bestand, "sha256").hexdigest()


def _afdruk_van_sleutel() -> str:
    return sleutels().pseudoniem(("reservekopie",))
