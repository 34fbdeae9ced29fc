"""Which residents of a gemeente look alike? The kenmerken behind an anonymous casus, of one department only."""

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select

from models.database import tabel
from models.tabellen import Inwoner, Signaal, Vordering, Zaak
from rules.casus import Kenmerken
from rules.levering import Sector
from rules.woorden import Zaaksoort
from rules.zaak import Inwoner as Inwonerfeiten

ZAAK, INWONER, VORDERING, SIGNAAL = tabel(Zaak), tabel(Inwoner), tabel(Vordering), tabel(Signaal)

Signalen = dict[int, tuple[int, tuple[Sector, ...], bool]]
"""For every zaak the open cents, the sector of each signaal, and whether a crisis is near."""

Bevolking = dict[int, dict[int, Kenmerken]]
"""For every inwoner the kenmerken of each of his zaken, by the id of the zaak."""

NIETS: tuple[int, tuple[Sector, ...], bool] = (0, (), False)


def bevolking(db: Connection, zaak: Row[Any], today: date) -> Bevolking:
    """Return the kenmerken of everybody in the gemeente of a zaak whom the same department knows.

    The caller found the zaak in his blik. Nothing of the other department is counted: that would join the two.
    """
    soort = Zaaksoort(zaak.soort)
    stand = _signalen(db, zaak.gemeente) if soort == Zaaksoort.VROEGSIGNALERING else _openstaand(db, zaak.gemeente)
    vraag = (
        select(ZAAK.c.id, ZAAK.c.inwoner_id, INWONER.c.geboortedatum, INWONER.c.ondernemer, INWONER.c.huiseigenaar)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(ZAAK.c.gemeente == zaak.gemeente, ZAAK.c.soort == zaak.soort)
    )
    gevonden: Bevolking = defaultdict(dict)
    for rij in db.execute(vraag):
        bedrag, sectoren, crisis = stand.get(rij.id, NIETS)
        leeftijd = Inwonerfeiten(geboortedatum=rij.geboortedatum).leeftijd(today)
        gevonden[rij.inwoner_id][rij.id] = Kenmerken(
            soort, leeftijd, bedrag, sectoren, rij.ondernemer, rij.huiseigenaar, crisis
        )
    return gevonden


def _openstaand(db: Connection, gemeente: str) -> Signalen:
    som = select(VORDERING.c.zaak_id, func.sum(VORDERING.c.openstaand)).where(VORDERING.c.gemeente == gemeente)
    return {zaak: (int(bedrag), (), False) for zaak, bedrag in db.execute(som.group_by(VORDERING.c.zaak_id))}


def _signalen(db: Connection, gemeente: str) -> Signalen:
    s, gevonden = SIGNAAL.c, Signalen()
    vraag = select(s.zaak_id, s.sector, s.bedrag, s.crisis, s.voldaan_op).where(s.gemeente == gemeente)
    for zaak, sector, bedrag, crisis, voldaan in db.execute(vraag.order_by(s.id)):
        som, sectoren, eerder = gevonden.get(zaak, NIETS)
        open_ = voldaan is None
        gevonden[zaak] = (som + bedrag * open_, (*sectoren, Sector(sector)), eerder or (crisis and open_))
    return gevonden
