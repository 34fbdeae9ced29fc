"""What can a colleague change about how a resident is reached? A number or address, consent, and what was stopped."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Connection, delete, insert, select, update

from models.bereikbaar import geef_toestemming
from models.database import tabel
from models.tabellen import Contactgegeven, Toestemming, Zaak
from rules.woorden import Berichtsoort, Kanaal

CONTACT, TOESTEMMING, ZAAK = tabel(Contactgegeven), tabel(Toestemming), tabel(Zaak)

BRON = "medewerker"
"""A colleague heard it from the resident or found it; the Handeling tells which colleague."""


def bewaar(db: Connection, inwoner_id: int, soort: str, waarde: str, dag: date) -> None:
    """Keep a number or address that a colleague heard; one that was out of use is used again."""
    waar = (CONTACT.c.inwoner_id == inwoner_id, CONTACT.c.soort == soort, CONTACT.c.waarde == waarde)
    rij = db.execute(select(CONTACT.c.id, CONTACT.c.onbruikbaar_op).where(*waar)).one_or_none()
    nieuw = {"bron": BRON, "ontvangen_op": dag, "onbruikbaar_op": None}
    if rij is None:
        db.execute(insert(CONTACT).values(inwoner_id=inwoner_id, soort=soort, waarde=waarde, **nieuw))
    elif rij.onbruikbaar_op is not None:
        db.execute(update(CONTACT).where(CONTACT.c.id == rij.id).values(nieuw))


def zet_uit(db: Connection, inwoner_id: int, contact_id: int, dag: date) -> bool:
    """Stop using a number or address of this resident; False when it is not his or was out of use."""
    waar = (CONTACT.c.id == contact_id, CONTACT.c.inwoner_id == inwoner_id, CONTACT.c.onbruikbaar_op.is_(None))
    return db.execute(update(CONTACT).where(*waar).values(onbruikbaar_op=dag)).rowcount == 1


def zet_aan(db: Connection, inwoner_id: int, contact_id: int) -> bool:
    """Use a number or address of this resident again; False when it is not his or was in use."""
    waar = (CONTACT.c.id == contact_id, CONTACT.c.inwoner_id == inwoner_id, CONTACT.c.onbruikbaar_op.is_not(None))
    return db.execute(update(CONTACT).where(*waar).values(onbruikbaar_op=None)).rowcount == 1


def zet_toestemming(db: Connection, inwoner_id: int, soorten: Collection[Berichtsoort], dag: date) -> None:
    """Keep for exactly which kinds of bericht the resident agrees to e-mail; the others go on paper.

    Only a kind that is new takes an opt-out back: what was agreed before it does not.
    """
    waar = (TOESTEMMING.c.inwoner_id == inwoner_id, TOESTEMMING.c.kanaal == Kanaal.EMAIL.value)
    nu = {Berichtsoort(soort) for soort in db.execute(select(TOESTEMMING.c.soort).where(*waar)).scalars()}
    weg = [soort.value for soort in nu - set(soorten)]
    db.execute(delete(TOESTEMMING).where(*waar, TOESTEMMING.c.soort.in_(weg)))
    if erbij := set(soorten) - nu:
        geef_toestemming(db, inwoner_id, dag, BRON, erbij)


def kijk_opnieuw(db: Connection, inwoner_id: int, today: date) -> None:
    """Let the rules look at the open zaken of this resident: he can be reached in another way than they knew."""
    waar = (ZAAK.c.inwoner_id == inwoner_id, ZAAK.c.volgende_toets.is_not(None))
    db.execute(update(ZAAK).where(*waar).values(volgende_toets=today))
