"""How is the outcome of a taak written down? Outcome, note and contactgegevens in one transaction, once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, update

from models.bereikbaar import geef_toestemming
from models.contactbeheer import BRON, bewaar, kijk_opnieuw
from models.database import tabel
from models.feiten import rond_taak_af
from models.handelingen import actor, eenmalig, teken_aan
from models.tabellen import Taak
from rules.uitkomst import Uitkomst
from rules.woorden import Berichtsoort

TAAK = tabel(Taak)


@dataclass(frozen=True)
class Formulier:
    """One form that was sent: by whom, with which key, on which day, and which version of the taak it had seen."""

    sleutel: str
    wie: int
    dag: date
    versie: int


@dataclass(frozen=True)
class Bijlage:
    """What was told besides the outcome: a note, (soort, value) of contactgegevens, and consent for e-mail."""

    aantekening: str = field(default="", repr=False)
    contact: Sequence[tuple[str, str]] = field(default=(), repr=False)
    mail_voor: Collection[Berichtsoort] = ()


def leg_vast(db: Connection, taak: Row[Any], formulier: Formulier, uitkomst: Uitkomst, bijlage: Bijlage) -> bool:
    """Record the outcome of a taak (a row of taakbeheer.taak_van); False when this form was sent before.

    Raises AndereVersie when the taak changed since it was seen, and Verouderd when it is not open any more.
    """
    if not eenmalig(db, formulier.sleutel, formulier.wie, taak.zaak_id, taak.id, "uitkomst"):
        return False
    _neem_over(db, taak.id, formulier.wie)
    rond_taak_af(db, taak.id, uitkomst, formulier.dag, actor(formulier.wie), formulier.versie)
    _bewaar(db, taak, formulier, bijlage)
    return True


def bewaar_los(db: Connection, taak: Row[Any], formulier: Formulier, bijlage: Bijlage) -> bool:
    """Keep a note and contactgegevens with a taak that somebody else closed; False when this was sent before."""
    if not eenmalig(db, formulier.sleutel, formulier.wie, taak.zaak_id, taak.id, "aantekening"):
        return False
    _bewaar(db, taak, formulier, bijlage)
    return True


def _neem_over(db: Connection, taak_id: int, wie: int) -> None:
    """Who does a taak that nobody had, has it: a correction gives it back to him. It is still as it was seen."""
    waar = (TAAK.c.id == taak_id, TAAK.c.status == "open")
    db.execute(update(TAAK).where(*waar).values(behandelaar_id=func.coalesce(TAAK.c.behandelaar_id, wie)))


def _bewaar(db: Connection, taak: Row[Any], formulier: Formulier, bijlage: Bijlage) -> None:
    teken_aan(db, formulier.wie, taak.zaak_id, taak.id, bijlage.aantekening)
    for soort, waarde in bijlage.contact:
        bewaar(db, taak.inwoner_id, soort, waarde, formulier.dag)
    if bijlage.mail_voor:
        geef_toestemming(db, taak.inwoner_id, formulier.dag, BRON, bijlage.mail_voor)
    if bijlage.contact:
        kijk_opnieuw(db, taak.inwoner_id, formulier.dag)
