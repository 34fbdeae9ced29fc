"""What happened to the zaken of a gemeente in one month? Counts per kind, of the log as corrected."""

from collections import Counter
from datetime import date

from sqlalchemy import Connection, func, select

from models.database import tabel
from models.logboek import geldig_log
from models.tabellen import Zaak

ZAAK = tabel(Zaak)


def gebeurd(db: Connection, gemeente: str, van: date, tot: date) -> Counter[tuple[str, str]]:
    """Return how often each (department, soort) happened from `van` up to, and without, `tot`."""
    log = geldig_log()
    groep = (ZAAK.c.soort.label("afdeling"), log.c.soort)
    waar = (ZAAK.c.gemeente == gemeente, log.c.dag >= van, log.c.dag < tot)
    vraag = select(*groep, func.count()).select_from(log.join(ZAAK, ZAAK.c.id == log.c.zaak_id)).where(*waar)
    return Counter({(afdeling, soort): int(n) for afdeling, soort, n in db.execute(vraag.group_by(*groep))})
