"""A letter came back: which one was it, and who must hear of it?"""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Connection, Row, select

from models import outbox
from models.database import Botsing, tabel
from models.logboek import Bijschrift, schrijf_bij
from models.opname import Uitkomst
from models.outbox import Status
from models.tabellen import Bericht, Zaak
from rules.levering import RetourRij
from rules.log import Logregel, Soort
from rules.woorden import Kanaal

BERICHT, ZAAK = tabel(Bericht), tabel(Zaak)

VERSTUURD = frozenset({Status.VERZONDEN.value, Status.BEZORGD.value})
BIJ_DE_DRUKKER = frozenset({Status.BEZIG.value, Status.ONBEKEND.value})


def neem_retouren_op(db: Connection, gemeente: str, rijen: Sequence[RetourRij], today: date) -> list[Uitkomst]:
    """Take in a set of letters that came back; one that was taken in before has no effect.

    The letter becomes retour and its zaak hears of it, so that nothing more goes to that address until a person
    knows where the resident lives (IW art. 13 lid 4). So do the other open zaken of the resident at that department.
    Raises Botsing when a letter changed meanwhile: do it again.
    """
    bekend = _brieven(db, gemeente, [r.bericht for r in rijen])
    retour: dict[str, RetourRij] = {}
    uitkomsten: list[Uitkomst] = []
    for rij in rijen:
        uitkomst = Uitkomst.BEKEND if rij.bericht in retour else _beoordeel(rij, bekend.get(rij.bericht))
        if uitkomst == Uitkomst.AANVAARD:
            retour[rij.bericht] = rij
        uitkomsten.append(uitkomst)
    brieven = [(bekend[nummer], rij) for nummer, rij in retour.items()]
    schrijf_bij(db, _bijschriften(db, brieven), today)
    for brief, rij in brieven:
        if not outbox.zet(db, brief.id, Status(brief.status), Status.RETOUR, reden=rij.reden.value):
            raise Botsing
    return uitkomsten


def _brieven(db: Connection, gemeente: str, nummers: Sequence[str]) -> dict[str, Row[Any]]:
    """Return what is known of these berichten; one of another gemeente is not known."""
    b = BERICHT.c
    vraag = (
        select(b.id, b.zaak_id, b.kanaal, b.soort, b.poging, b.status, b.dag, ZAAK.c.inwoner_id)
        .join(ZAAK, ZAAK.c.id == b.zaak_id)
        .where(b.id.in_(set(nummers)), ZAAK.c.gemeente == gemeente)
    )
    rijen = cast(Sequence[Row[Any]], db.execute(vraag).all())
    return {r.id: r for r in rijen}


def _beoordeel(rij: RetourRij, brief: Row[Any] | None) -> Uitkomst:
    """Say what this row means for the letter that it names."""
    if brief is None:
        return Uitkomst.ONBEKENDE_BRIEF
    if brief.kanaal != Kanaal.BRIEF.value:
        return Uitkomst.GEEN_BRIEF
    if brief.status == Status.RETOUR.value:
        return Uitkomst.BEKEND
    if brief.status in BIJ_DE_DRUKKER:
        return Uitkomst.NOG_BIJ_DE_DRUKKER
    if brief.status not in VERSTUURD:
        return Uitkomst.NIET_VERSTUURD
    return Uitkomst.TE_VROEG if rij.datum < brief.dag else Uitkomst.AANVAARD


def _bijschriften(db: Connection, brieven: Sequence[tuple[Row[Any], RetourRij]]) -> list[Bijschrift]:
    """Tell the zaak of each letter which one came back, and the resident's other zaken that one did."""
    eigen = {brief.zaak_id for brief, _ in brieven}
    regels: list[Bijschrift] = []
    verteld: set[int] = set()
    for brief, rij in brieven:
        welke = {"bericht": brief.id, "soort": brief.soort, "poging": brief.poging, "reden": rij.reden.value}
        regels.append(Bijschrift(brief.zaak_id, Logregel(Soort.POST_RETOUR, rij.datum, welke)))
        for zaak_id in _andere_zaken(db, brief) - eigen - verteld:
            verteld.add(zaak_id)
            regels.append(Bijschrift(zaak_id, Logregel(Soort.POST_RETOUR, rij.datum, {"bericht": brief.id})))
    return regels


def _andere_zaken(db: Connection, brief: Row[Any]) -> set[int]:
    """Return the open zaken of the same resident at the same department: the other department hears nothing of it."""
    waar = (ZAAK.c.inwoner_id == brief.inwoner_id, ZAAK.c.volgende_toets.is_not(None))
    return set(db.execute(select(ZAAK.c.id).where(*waar)).scalars())
