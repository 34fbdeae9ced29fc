"""How is a decision of a colleague written down? At every zaak that it concerns, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from models.database import tabel
from models.doorgeven import geef_door
from models.feiten import Melder, meld_feit
from models.lader import laad
from models.logboek import Bijschrift, schrijf_bij
from models.personen import verhuis
from models.tabellen import Gebeurtenis, Inwoner
from rules.beleid import Beleid
from rules.beslissingen import Beslissing, waarom_niet
from rules.besluit import Sluiten
from rules.levering import Adres
from rules.log import Logregel, Soort
from rules.voortgang import Genomen, Voortgang
from rules.woorden import Zaaksoort

LOG, INWONER = tabel(Gebeurtenis), tabel(Inwoner)


class PastNiet(ValueError):
    """Deze beslissing past nu niet bij deze zaak."""


@dataclass(frozen=True)
class Besluit:
    """What a colleague decided: since which day, with which facts for the log, and a new address when there is one."""

    wat: Beslissing
    dag: date
    door: Melder
    gegevens: Mapping[str, Any] = field(default_factory=dict[str, Any])
    adres: Adres | None = field(default=None, repr=False)


def beslis(db: Connection, zaak: Row[Any], besluit: Besluit, beleid: Beleid, today: date) -> int:
    """Write a decision down and return its number in the log of the zaak; the zaak is due at once.

    Needs an open write transaction; who may see the zaak, the caller decides. Raises PastNiet.
    """
    [geladen] = laad(db, [zaak.id], beleid, today)
    if (bezwaar := waarom_niet(besluit.wat, geladen.feiten)) is not None:
        raise PastNiet(bezwaar)
    regel = Logregel(besluit.wat.soort, besluit.dag, besluit.gegevens)
    if besluit.wat.persoon:
        _meld_over_persoon(db, zaak, besluit, today)
    else:
        schrijf_bij(db, [Bijschrift(zaak.id, regel, actor=besluit.door.actor)], today)
    if regel.soort == Soort.GESLOTEN and zaak.soort == Zaaksoort.VROEGSIGNALERING:
        genomen = Genomen(Sluiten(str(besluit.gegevens["resultaat"])), "", regel)
        geef_door(db, beleid, geladen, Voortgang((genomen,), None), today)
    waar = (LOG.c.zaak_id == zaak.id, LOG.c.soort == regel.soort.value)
    return int(db.execute(select(func.max(LOG.c.volgnr)).where(*waar)).scalar_one())


def _meld_over_persoon(db: Connection, zaak: Row[Any], besluit: Besluit, today: date) -> None:
    wie = db.execute(select(INWONER.c.pseudoniem).where(INWONER.c.id == zaak.inwoner_id)).scalar_one()
    if besluit.adres is not None:
        verhuis(db, zaak.gemeente, wie, besluit.adres)
    meld_feit(db, zaak.gemeente, wie, besluit.wat.soort, besluit.dag, besluit.gegevens, door=besluit.door, today=today)
