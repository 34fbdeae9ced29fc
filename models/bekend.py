"""Which residents and zaken are there? Small look-ups by pseudonym, for stories, the demo and the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from models.database import tabel
from models.tabellen import Gebeurtenis, Inwoner, Vordering, Zaak
from rules.log import Logregel, Soort
from rules.woorden import Zaaksoort

INWONER, ZAAK = tabel(Inwoner), tabel(Zaak)
VORDERING, LOG = tabel(Vordering), tabel(Gebeurtenis)


def aanslagen_van(db: Connection, pseudoniem: str, *, open_zaken: bool = True) -> list[tuple[str, int, int, int]]:
    """Return (aanslagnummer, zaak id, bedrag, openstaand) of a person, oldest vervaldag first."""
    vraag = (
        select(VORDERING.c.aanslagnummer, VORDERING.c.zaak_id, VORDERING.c.bedrag, VORDERING.c.openstaand)
        .join(ZAAK, ZAAK.c.id == VORDERING.c.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(INWONER.c.pseudoniem == pseudoniem, ZAAK.c.soort == Zaaksoort.INCASSO.value)
        .order_by(VORDERING.c.vervaldag, VORDERING.c.id)
    )
    if open_zaken:
        vraag = vraag.where(ZAAK.c.volgende_toets.is_not(None))
    return [(nummer, zaak, bedrag, open_) for nummer, zaak, bedrag, open_ in db.execute(vraag)]


@dataclass(frozen=True)
class Stap:
    """One gebeurtenis with the zaak and the person (by pseudonym) that it belongs to."""

    zaak_id: int
    zaaksoort: Zaaksoort
    inwoner_id: int
    pseudoniem: str
    logregel: Logregel


def stappen_op(db: Connection, dag: date) -> list[Stap]:
    """Return everything recorded for a day, in order of zaak."""
    vraag = (
        select(LOG.c.zaak_id, ZAAK.c.soort.label("zaaksoort"), ZAAK.c.inwoner_id, INWONER.c.pseudoniem, LOG.c.soort,
               LOG.c.gegevens)
        .join(ZAAK, ZAAK.c.id == LOG.c.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(LOG.c.dag == dag)
        .order_by(LOG.c.zaak_id, LOG.c.volgnr)
    )  # fmt: skip
    return [
        Stap(r.zaak_id, Zaaksoort(r.zaaksoort), r.inwoner_id, r.pseudoniem, Logregel(Soort(r.soort), dag, r.gegevens))
        for r in db.execute(vraag)
    ]


def open_zaak_van(db: Connection, inwoners: Sequence[int]) -> int | None:
    """Return the newest open zaak of these persons, or None."""
    vraag = select(ZAAK.c.id).where(ZAAK.c.inwoner_id.in_(inwoners), ZAAK.c.volgende_toets.is_not(None))
    return db.execute(vraag.order_by(ZAAK.c.id.desc()).limit(1)).scalar()


def gemeente_van_zaak(db: Connection, zaak_id: int) -> str:
    """Return the gemeente of a zaak. Raises NoResultFound when there is none."""
    return str(db.execute(select(ZAAK.c.gemeente).where(ZAAK.c.id == zaak_id)).scalar_one())
