"""The one door for zaken: which are due, what is known of them, and writing down what was decided."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from models import afspraken, outbox
from models.bulk import voeg_toe
from models.database import tabel
from models.doorgeven import geef_door
from models.lader import Geladen, laad, ruimte
from models.logboek import Bijschrift, rij, schrijf_bij, zet_versies
from models.tabellen import Gebeurtenis, Taak, Zaak
from models.taken import NieuweTaak, maak_taken, ververs_voorrang
from rules import zaak as feiten
from rules.beleid import Beleid
from rules.besluit import LaatTaakVervallen, MaakTaak, SendBericht, logregel
from rules.bezorging import Baan
from rules.log import Soort
from rules.termijnen import uiterste_dag
from rules.voortgang import Genomen, Voortgang
from rules.zaaknummer import zaaknummer

ZAAK, LOG, TAAK = tabel(Zaak), tabel(Gebeurtenis), tabel(Taak)

__all__ = ["Besloten", "due_on", "laad", "record", "ruimte"]

Inhoud = Callable[[Geladen, SendBericht], dict[str, Any]]
"""What a bericht will say in figures: amounts, dates and ids, frozen at the moment of the decision."""


@dataclass(frozen=True)
class Besloten:
    """One zaak, the steps it takes today, and when it is looked at again."""

    zaak: Geladen
    voortgang: Voortgang


def due_on(db: Connection, gemeente: str, today: date) -> list[tuple[int, str]]:
    """Return (id, soort) of every zaak of a gemeente that must be looked at, incasso first, longest waiting first."""
    vraag = (
        select(ZAAK.c.id, ZAAK.c.soort)
        .where(ZAAK.c.gemeente == gemeente, ZAAK.c.volgende_toets <= today)
        .order_by(ZAAK.c.soort, ZAAK.c.volgende_toets, ZAAK.c.id)
    )
    return [(zaak_id, soort) for zaak_id, soort in db.execute(vraag)]


def record(
    db: Connection, beleid: Beleid, besloten: Sequence[Besloten], today: date, inhoud: Inhoud, baan: Baan
) -> Counter[str]:
    """Write down the steps of a set of zaken in the open transaction; returns how many of each soort.

    Their berichten leave in this baan.
    Raises Verouderd when a zaak moved meanwhile: the caller rolls back and loads again.
    """
    op, vast = datetime.now(UTC), {"gemeente": beleid.gemeente.slug, "baan": baan.value}
    logrijen = [
        rij(_bijschrift(b, g, beleid), b.zaak.versie + nummer, op)
        for b in besloten
        for nummer, g in enumerate(b.voortgang.stappen, 1)
    ]
    voeg_toe(db, LOG, logrijen)
    outbox.zet_klaar(db, [rij | vast for rij in _berichtrijen(besloten, today, inhoud)])
    _taken(db, besloten, beleid, today)
    zet_versies(
        db,
        [
            (b.zaak.feiten.id, b.zaak.versie, b.zaak.versie + len(b.voortgang.stappen), b.voortgang.volgende_toets)
            for b in besloten
        ],
    )
    for b in besloten:
        geef_door(db, beleid, b.zaak, b.voortgang, today)
    return Counter(f"{r['soort']}" for r in logrijen)


def _bijschrift(b: Besloten, g: Genomen, beleid: Beleid) -> Bijschrift:
    versie = beleid.voor(b.zaak.feiten).versie
    return Bijschrift(b.zaak.feiten.id, g.logregel, g.regel, beleid_versie=versie)


def _berichtrijen(besloten: Sequence[Besloten], today: date, inhoud: Inhoud) -> Iterator[dict[str, Any]]:
    for b in besloten:
        for g in b.voortgang.stappen:
            if isinstance(g.stap, SendBericht):
                yield _berichtrij(b.zaak, g.stap, today, inhoud(b.zaak, g.stap))


def _berichtrij(zaak: Geladen, stap: SendBericht, today: date, gegevens: dict[str, Any]) -> dict[str, Any]:
    nummer = zaaknummer(zaak.feiten.soort, zaak.feiten.id)
    return {
        "id": f"{nummer}-{stap.soort}-{stap.poging}-{stap.kanaal}",
        "zaak_id": zaak.feiten.id,
        "soort": stap.soort.value,
        "kanaal": stap.kanaal.value,
        "poging": stap.poging,
        "dag": today,
        "verzend_op": today,
        "sjabloon_versie": str(stap.feiten.get("sjabloon_versie", "")),
        "gegevens": gegevens,
    }


def _taken(db: Connection, besloten: Sequence[Besloten], beleid: Beleid, today: date) -> None:
    nieuw: list[NieuweTaak] = []
    zaken = [_na(b) for b in besloten]
    for b, zaak in zip(besloten, zaken, strict=True):
        for g in b.voortgang.stappen:
            if isinstance(g.stap, MaakTaak):
                nieuw.append(NieuweTaak(zaak.id, g.stap, uiterste_dag(g.stap.soort, zaak, beleid, today), zaak))
    maak_taken(db, nieuw, today)
    for b in besloten:
        for g in b.voortgang.stappen:
            if isinstance(g.stap, LaatTaakVervallen):
                sluit_taak(db, b.zaak.feiten.id, g.stap.soort, g.stap.poging, "vervallen", today)
    ververs_voorrang(db, zaken)


def _na(besloten: Besloten) -> feiten.Zaak:
    """Return a zaak as it is after its steps of today."""
    zaak = besloten.zaak.feiten
    for g in besloten.voortgang.stappen:
        zaak = zaak.met(g.logregel)
    return zaak


def vraag_een_mens(db: Connection, zaak_id: int, taak: MaakTaak, regel: str, today: date, uiterlijk: date) -> None:
    """Put a taak on the worklist without asking the rules: they broke, or cannot know. One open taak is enough.

    A taak with feiten asks about something of its own, and is not hidden by one about something else.
    """
    if open_vragen(db, zaak_id, taak):
        return
    eerdere = select(TAAK.c.poging).where(TAAK.c.zaak_id == zaak_id, TAAK.c.soort == taak.soort.value)
    nieuw = replace(taak, poging=max(db.execute(eerdere).scalars(), default=0) + 1)
    maak_taken(db, [NieuweTaak(zaak_id, nieuw, uiterlijk)], today)
    schrijf_bij(db, [Bijschrift(zaak_id, logregel(nieuw, today), regel)], today)


def sluit_taak(db: Connection, zaak_id: int, soort: str, poging: int, status: str, dag: date) -> None:
    """Take an open taak off the worklist, as afgerond or vervallen."""
    waar = (TAAK.c.zaak_id == zaak_id, TAAK.c.soort == soort, TAAK.c.poging == poging, TAAK.c.status == "open")
    db.execute(update(TAAK).where(*waar).values(status=status, afgerond_op=dag, versie=TAAK.c.versie + 1))
    afspraken.sluit(db, zaak_id, soort, poging, status)


def log_van(db: Connection, zaak_id: int) -> list[Row[Any]]:
    """Return the whole log of one zaak, oldest first."""
    return list(db.execute(select(LOG).where(LOG.c.zaak_id == zaak_id).order_by(LOG.c.volgnr)))


def open_vragen(db: Connection, zaak_id: int, taak: MaakTaak) -> list[tuple[int, int]]:
    """Return (id, poging) of the open taken that ask the same; without feiten every open one of this soort does."""
    waar = (TAAK.c.zaak_id == zaak_id, TAAK.c.soort == taak.soort.value, TAAK.c.status == "open")
    gemaakt = (LOG.c.zaak_id == zaak_id, LOG.c.soort == Soort.TAAK.value)
    over = {
        g["poging"]: {naam: waarde for naam, waarde in g.items() if naam not in ("soort", "poging")}
        for g in db.execute(select(LOG.c.gegevens).where(*gemaakt)).scalars()
        if g["soort"] == taak.soort
    }
    rijen = db.execute(select(TAAK.c.id, TAAK.c.poging).where(*waar).order_by(TAAK.c.id))
    return [(i, poging) for i, poging in rijen if not taak.feiten or over.get(poging) == taak.feiten]


def vraag_vervalt(db: Connection, zaak_id: int, taak: MaakTaak, reden: str, dag: date) -> None:
    """Take the open taken that ask this off the worklist: what was asked has answered itself."""
    for _, poging in open_vragen(db, zaak_id, taak):
        sluit_taak(db, zaak_id, taak.soort.value, poging, "vervallen", dag)
        regel = logregel(LaatTaakVervallen(taak.soort, poging, reden), dag)
        schrijf_bij(db, [Bijschrift(zaak_id, regel, "vraag_vervalt")], dag)
