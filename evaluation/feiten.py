"""How do the facts of an evaluation come together? One pass over the log, then everything else is counting."""

from collections.abc import Sequence

from sqlalchemy import Connection, distinct, select, text
from sqlalchemy.schema import CreateIndex, CreateTable

from evaluation import gaten, incassofeiten, logfeiten, zaakfeiten
from evaluation.cijfer import Periode
from evaluation.logvragen import nieuwste
from evaluation.tabellen import LOG, TIJDELIJK
from evaluation.tussentabel import leg_vast
from models.database import tabel
from models.tabellen import Zaak
from rules.log import Soort

ZAAK = tabel(Zaak)


def leg_klaar(db: Connection, periode: Periode, gemeenten: Sequence[str]) -> None:
    """Fill the temporary tables of this connection with what happened up to and with the end of a period."""
    _geef_ruimte(db)
    _maak_leeg(db)
    wie = list(gemeenten)
    logfeiten.vul_log(db, wie, periode.tot)
    _vat_samen(db)
    logfeiten.vul_pogingen(db)
    logfeiten.vul_kosten(db)
    einde = leg_vast(db, "einde", nieuwste(Soort.GESLOTEN, LOG.c.resultaat))
    incassofeiten.vul_incasso(db, wie, periode.tot, einde)
    zaakfeiten.vul_signalen(db, wie, periode.tot, einde)
    zaakfeiten.vul_meldingen(db, einde)
    logfeiten.vul_stiltes(db)
    gaten.vul_gaten(db, periode, wie)
    _vat_samen(db)


def alle_gemeenten(db: Connection) -> list[str]:
    """Return every gemeente that has a zaak."""
    return list(db.execute(select(distinct(ZAAK.c.gemeente)).order_by(ZAAK.c.gemeente)).scalars())


def _geef_ruimte(db: Connection) -> None:
    """Let PostgreSQL sort in memory during this transaction: its default is meant for many small questions."""
    if db.dialect.name == "postgresql":
        db.execute(text("SET LOCAL work_mem = '64MB'"))
        db.execute(text("SET LOCAL jit = off"))


def _maak_leeg(db: Connection) -> None:
    for tabel_ in TIJDELIJK.sorted_tables:
        db.execute(text(f"DROP TABLE IF EXISTS {tabel_.name}"))
        db.execute(CreateTable(tabel_))
        for index in tabel_.indexes:
            db.execute(CreateIndex(index))


def _vat_samen(db: Connection) -> None:
    """Tell PostgreSQL how large the tables are: what is made in a transaction it does not know of itself."""
    if db.dialect.name == "postgresql":
        for tabel_ in TIJDELIJK.sorted_tables:
            db.execute(text(f"ANALYZE {tabel_.name}"))
