"""A resident is at schuldhulpverlening: to which melding does that belong? Only who had a signaal is written down."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select

from models.database import tabel
from models.logboek import Bijschrift, schrijf_bij
from models.opname import Uitkomst
from models.personen import pseudoniem
from models.tabellen import Gebeurtenis, Inwoner, Zaak
from rules.levering import Persoon, SchuldhulpRij
from rules.log import Logregel, Soort
from rules.woorden import Zaaksoort

ZAAK, INWONER, LOG = tabel(Zaak), tabel(Inwoner), tabel(Gebeurtenis)

Stap = tuple[int, str, date]
"""A zaak, a step and its day: told once."""


def neem_aanmeldingen_op(db: Connection, gemeente: str, rijen: Sequence[SchuldhulpRij], today: date) -> list[Uitkomst]:
    """Take in a set of steps at schuldhulpverlening; one that was taken in before has no effect.

    A step belongs to the newest vroegsignaalzaak of the person that was open or closed on its day. Of who had no
    signaal by then nothing is kept: he has nothing to do with vroegsignalering.
    """
    wie = {rij.bsn: pseudoniem(gemeente, Persoon(bsn=rij.bsn)) for rij in rijen}
    zaken = _zaken(db, gemeente, list(wie.values()))
    bekend = _bekend(db, [z for lijst in zaken.values() for _, z in lijst])
    nieuw: dict[Stap, SchuldhulpRij] = {}
    uitkomsten: list[Uitkomst] = []
    for rij in rijen:
        zaak_id = next((z for geopend, z in zaken[wie[rij.bsn]] if geopend <= rij.datum), None)
        if zaak_id is None:
            uitkomsten.append(Uitkomst.GEEN_SIGNAAL)
            continue
        stap = (zaak_id, rij.stap.value, rij.datum)
        uitkomsten.append(Uitkomst.BEKEND if stap in bekend or stap in nieuw else Uitkomst.AANVAARD)
        nieuw.setdefault(stap, rij)
    regels = [(z, rij) for (z, *rest), rij in nieuw.items() if (z, *rest) not in bekend]
    schrijf_bij(db, [Bijschrift(z, _logregel(rij)) for z, rij in regels], today)
    return uitkomsten


def _logregel(rij: SchuldhulpRij) -> Logregel:
    return Logregel(Soort.AANMELDING_SCHULDHULP, rij.datum, {"stap": rij.stap.value, "bron": rij.bron.value})


def _zaken(db: Connection, gemeente: str, personen: list[str]) -> dict[str, list[tuple[date, int]]]:
    """Return per person (pseudoniem) when his vroegsignaalzaken began and which they are, newest first."""
    vraag = (
        select(INWONER.c.pseudoniem, ZAAK.c.geopend_op, ZAAK.c.id)
        .join(ZAAK, ZAAK.c.inwoner_id == INWONER.c.id)
        .where(INWONER.c.gemeente == gemeente, INWONER.c.pseudoniem.in_(personen))
        .where(ZAAK.c.soort == Zaaksoort.VROEGSIGNALERING.value)
        .order_by(ZAAK.c.geopend_op.desc(), ZAAK.c.id.desc())
    )
    gevonden: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for wie, geopend, zaak_id in db.execute(vraag):
        gevonden[wie].append((geopend, zaak_id))
    return gevonden


def _bekend(db: Connection, zaken: list[int]) -> set[Stap]:
    """Return what was told before; what a colleague withdrew stays known, or the next delivery would undo that.

    The zaken are locked first: of two files that say the same at once, the second waits and then knows.
    """
    db.execute(select(ZAAK.c.id).where(ZAAK.c.id.in_(zaken)).order_by(ZAAK.c.id).with_for_update())
    vraag = select(LOG.c.zaak_id, LOG.c.gegevens, LOG.c.dag)
    vraag = vraag.where(LOG.c.zaak_id.in_(zaken), LOG.c.soort == Soort.AANMELDING_SCHULDHULP.value)
    return {(zaak_id, str(g["stap"]), dag) for zaak_id, g, dag in db.execute(vraag)}
