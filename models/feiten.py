"""A fact about a resident or the outcome of a taak arrives: every zaak that it touches is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select, update

from models.database import tabel
from models.logboek import Bijschrift, Verouderd, schrijf_bij
from models.personen import bewaar_contact, contactrij
from models.register import sluit_taak
from models.taakbeheer import AndereVersie
from models.tabellen import Inwoner, Taak, Zaak
from rules.log import Logregel, Soort
from rules.uitkomst import Uitkomst
from rules.woorden import Taaksoort, Zaaksoort

ZAAK, INWONER, TAAK = tabel(Zaak), tabel(Inwoner), tabel(Taak)

VLAG: dict[Soort, str] = {
    Soort.OVERLEDEN: "overleden_op",
    Soort.VERHUISD_BUITEN: "vertrokken_op",
    Soort.BEKEND_BIJ_SCHULDHULP: "bekend_bij_schuldhulp_op",
    Soort.GEEN_CONTACT_GEWENST: "geen_contact_op",
    Soort.BEZWAAR_TEGEN_DELEN: "bezwaar_delen_op",
}
"""Facts that also stand with the person, so that a later zaak knows them."""

ALLEEN_INCASSO = frozenset({Soort.BEZWAAR_TEGEN_DELEN, Soort.MORATORIUM})
ALLEEN_VROEG = frozenset({Soort.BEKEND_BIJ_SCHULDHULP})
"""Told by a colleague of team Vroegsignalering: Gemeentebelastingen does not hear who gets help."""


@dataclass(frozen=True)
class Melder:
    """Who tells a fact: a colleague of one department. The other department reads the department, never the person."""

    actor: str
    afdeling: Zaaksoort

    def bij(self, zaaksoort: str) -> str:
        """Return how the log of a zaak names him."""
        return self.actor if zaaksoort == self.afdeling else self.afdeling.value


def meld_feit(
    db: Connection,
    gemeente: str,
    pseudoniem: str,
    soort: Soort,
    dag: date,
    gegevens: Mapping[str, Any] | None = None,
    *,
    door: Melder | None = None,
    today: date | None = None,
) -> int:
    """Record a fact of a day about a person at both departments; returns how many open zaken were told.

    What only one department may know (ALLEEN_INCASSO, ALLEEN_VROEG) is told there alone. The zaken are due `today`,
    by default the day of the fact.
    """
    waar = [INWONER.c.gemeente == gemeente, INWONER.c.pseudoniem == pseudoniem]
    if door is not None and (alleen := _alleen(soort)):
        waar.append(INWONER.c.afdeling == alleen.value)
    if soort == Soort.VERHUISD_BINNEN:
        db.execute(update(INWONER).where(*waar).values(vertrokken_op=None))
        _verhuis_zaken(db, waar)
    if vlag := VLAG.get(soort):
        db.execute(update(INWONER).where(*waar).values({vlag: dag}))
    vraag = select(ZAAK.c.id, ZAAK.c.soort).join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id).where(*waar)
    vraag = vraag.where(ZAAK.c.volgende_toets.is_not(None)).order_by(ZAAK.c.id)
    if soort in ALLEEN_INCASSO:
        vraag = vraag.where(ZAAK.c.soort == Zaaksoort.INCASSO.value)
    regel = Logregel(soort, dag, gegevens or {})
    regels = [Bijschrift(z, regel, actor=door.bij(s) if door else "systeem") for z, s in db.execute(vraag)]
    schrijf_bij(db, regels, today or dag)
    return len(regels)


def _alleen(soort: Soort) -> Zaaksoort | None:
    if soort in ALLEEN_VROEG:
        return Zaaksoort.VROEGSIGNALERING
    return Zaaksoort.INCASSO if soort in ALLEEN_INCASSO else None


def _verhuis_zaken(db: Connection, waar: Sequence[ColumnElement[bool]]) -> None:
    """A melding is taken up at the new address (DDAS), so a signaal that arrives there must find it."""
    adres = select(INWONER.c.adres_sleutel).where(INWONER.c.id == ZAAK.c.inwoner_id).scalar_subquery()
    wie = select(INWONER.c.id).where(*waar)
    open_ = (ZAAK.c.inwoner_id.in_(wie), ZAAK.c.volgende_toets.is_not(None))
    db.execute(update(ZAAK).where(*open_).values(adres_sleutel=adres))


def open_taak(db: Connection, pseudoniem: str, soort: Taaksoort) -> int | None:
    """Return the id of the oldest open taak of this soort for a person, or None."""
    vraag = (
        select(TAAK.c.id)
        .join(ZAAK, ZAAK.c.id == TAAK.c.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(INWONER.c.pseudoniem == pseudoniem, TAAK.c.soort == soort.value, TAAK.c.status == "open")
        .order_by(TAAK.c.id)
    )
    return db.execute(vraag).scalars().first()


def rond_taak_af(
    db: Connection, taak_id: int, uitkomst: Uitkomst, dag: date, actor: str, versie: int | None = None
) -> int:
    """Record the outcome of an open taak in one transaction; returns the zaak, which is due at once.

    Raises Verouderd when the taak is no longer open: a colleague or a fact was first. With `versie` it must also be
    as it was seen; else AndereVersie.
    """
    taak = db.execute(select(TAAK).where(TAAK.c.id == taak_id).with_for_update()).one()
    if taak.status != "open":
        raise Verouderd
    if versie is not None and taak.versie != versie:
        raise AndereVersie
    sluit_taak(db, taak.zaak_id, taak.soort, taak.poging, "afgerond", dag)
    if uitkomst.telefoon:
        _bewaar_nummer(db, taak.zaak_id, uitkomst.telefoon, dag)
    gegevens = {"soort": taak.soort, "poging": taak.poging, **uitkomst.gegevens()}
    schrijf_bij(db, [Bijschrift(taak.zaak_id, Logregel(Soort.TAAK_AFGEROND, dag, gegevens), actor=actor)], dag)
    return int(taak.zaak_id)


def _bewaar_nummer(db: Connection, zaak_id: int, telefoon: str, dag: date) -> None:
    inwoner_id = db.execute(select(ZAAK.c.inwoner_id).where(ZAAK.c.id == zaak_id)).scalar_one()
    soort = "mobiel" if telefoon.startswith("+316") else "telefoon"
    bewaar_contact(db, [contactrij(int(inwoner_id), soort, telefoon, "medewerker", dag)])
