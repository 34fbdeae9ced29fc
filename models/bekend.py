"""Which residents and zaken are there? Small look-ups by pseudonym, for stories, the demo and the command line."""

from datetime import date

from sqlalchemy import Connection, select

from models.tabellen import Gebeurtenis, Inwoner, Vordering, Zaak
from rules.log import Logregel, Soort
from rules.woorden import Zaaksoort

INWONER, ZAAK = Inwoner.__table__, Zaak.__table__  # type: ignore[attr-defined]
VORDERING, LOG = Vordering.__table__, Gebeurtenis.__table__  # type: ignore[attr-defined]


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


def stappen_op(db: Connection, dag: date) -> list[tuple[int, str, Logregel]]:
    """Return (zaak id, pseudoniem, gebeurtenis) of everything recorded for a day, in order."""
    vraag = (
        select(LOG.c.zaak_id, INWONER.c.pseudoniem, LOG.c.soort, LOG.c.dag, LOG.c.gegevens)
        .join(ZAAK, ZAAK.c.id == LOG.c.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(LOG.c.dag == dag)
        .order_by(LOG.c.zaak_id, LOG.c.volgnr)
    )
    return [(zaak, ps, Logregel(Soort(soort), d, g)) for zaak, ps, soort, d, g in db.execute(vraag)]
