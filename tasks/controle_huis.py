"""Checks of what stands on this machine: folders, database, keys, beleid, and the making of a letter."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from models.beleidsbestand import beleidsnamen
from models.database import lezen
from models.migreren import huidig, nieuwste
from rules.beleid import BeleidFout, toets
from rules.beleidstoets import toets_tarieven
from settings import WORTEL
from tasks.controle import Bevinding, fout, goed, is_productie, let_op
from tasks.klok import vandaag
from tasks.omgeving import Omgeving

RUIMTE_GB, GB = 5, 1024**3
KLOK_S = 30
"""So far the clock of the database may be off before a sms leaves at a wrong hour."""
STRENG = 0o077
"""The bits that let others on the machine in."""


def mappen(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether we can write where our things stand, and whether there is room."""
    thuis = waar.settings.home.absolute()
    thuis.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.NamedTemporaryFile(dir=thuis):
            pass
    except OSError:
        yield fout(
            "map van Tijdig", "Tijdig kan hier niet schrijven: geef de gebruiker van Tijdig rechten op TIJDIG_HOME."
        )
        return
    vrij = shutil.disk_usage(thuis).free
    if vrij < RUIMTE_GB * GB:
        yield let_op("schijf", f"nog {vrij / GB:.1f} GB vrij: maak ruimte of neem een grotere schijf.")
    else:
        yield goed("schijf", f"{vrij / GB:.0f} GB vrij")
    if is_productie(waar) and os.name == "posix" and thuis.stat().st_mode & STRENG:
        yield let_op("map van Tijdig", "anderen op deze machine kunnen meelezen: chmod 700 op TIJDIG_HOME.")
    else:
        yield goed("map van Tijdig")


def database(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether the database answers, has the newest schema, and knows what time it is."""
    try:
        with lezen(waar.engine) as db:
            schema = huidig(db)
            daar = db.execute(text("SELECT CURRENT_TIMESTAMP")).scalar_one()
    except SQLAlchemyError as geweigerd:
        yield fout("database", f"geen antwoord ({type(geweigerd).__name__}): kijk naar TIJDIG_DATABASE_URL.")
        return
    if schema != nieuwste() and waar.engine.dialect.name == "sqlite":
        yield goed("database", f"sqlite, schema {schema or 'leeg'}: wordt vanzelf bijgewerkt")
    elif schema != nieuwste():
        yield fout("database", f"schema {schema or 'leeg'}, dit programma kent {nieuwste()}: draai 'tijdig migreer'.")
    else:
        yield goed("database", f"{waar.engine.dialect.name}, schema {schema}")
    if waar.engine.dialect.name == "sqlite" and waar.settings.werk_url:
        yield let_op("database", "SQLite is voor één machine en een klein aantal zaken: kies PostgreSQL.")
    if isinstance(daar, datetime) and abs(datetime.now(UTC) - daar) > timedelta(seconds=KLOK_S):
        yield fout("klok", "de klok van de database loopt anders dan die van deze machine: zet NTP aan.")


def sleutel(waar: Omgeving) -> Iterator[Bevinding]:
    """Look where the key of the BSN is kept: without it nobody can read a BSN again, also not from a backup."""
    if waar.settings.sleutel.get_secret_value():
        yield goed("sleutel", "komt uit TIJDIG_SLEUTEL")
    elif is_productie(waar):
        yield let_op(
            "sleutel", "staat in een bestand naast de gegevens: bewaar hem apart en geef hem met TIJDIG_SLEUTEL."
        )
    else:
        yield goed("sleutel", "een bestand in de map van Tijdig (alleen om te proberen)")


def beleid(waar: Omgeving) -> Iterator[Bevinding]:
    """Read every beleid and say what is wrong with it."""
    namen = beleidsnamen(waar.settings.beleid)
    if not namen:
        yield fout("beleid", "er is geen beleid: zet per gemeente een TOML-bestand in TIJDIG_BELEID.")
    for naam in namen:
        try:
            gelezen = waar.beleid(naam)
        except BeleidFout as geweigerd:
            yield fout(f"beleid {naam}", "; ".join(str(b) for b in geweigerd.bevindingen))
            continue
        yield goed(f"beleid {naam}", gelezen.versie)
        yield from (let_op(f"beleid {naam}", str(opmerking)) for opmerking in toets(gelezen, vandaag()))


def tarieven(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether the legal costs of this year are known: an aanmaning names them."""
    opmerkingen = list(toets_tarieven(waar.tarieven, vandaag()))
    yield from (let_op("tarieven", str(opmerking)) for opmerking in opmerkingen)
    if not opmerkingen:
        yield goed("tarieven")


def drukkerij(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether the letter press of this machine starts, with its own fonts."""
    from tasks.brief_pdf import controleer_pers

    controleer_pers()
    yield goed("brieven maken")


def paginas(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether the styling of the pages stands where the werkvoorraad reads it."""
    if (WORTEL / "worklist" / "static" / "vendor" / "utrecht.css").exists():
        yield goed("opmaak van de pagina's")
    else:
        yield fout("opmaak van de pagina's", "ontbreekt: draai 'make venv'.")


def leveringen(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether every beleid says who delivers: without it nobody hears that a leverancier fell silent."""
    for naam in beleidsnamen(waar.settings.beleid):
        leveranciers = waar.beleid(naam).leveranciers
        if leveranciers:
            yield goed(f"leveranciers {naam}", ", ".join(x.naam for x in leveranciers))
        else:
            yield let_op(f"leveranciers {naam}", "het beleid noemt er geen: niemand hoort het als er niets meer komt.")
