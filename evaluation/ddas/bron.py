"""Which signalen belong in a delivery, and what is known of them? Read in pieces: memory does not grow with the count.

A delivery over a period holds every vroegsignaalzaak that was open on some day of it, as DDAS asks for trajecten
("alle lopende trajecten met overlap met de periode"), so that an end that comes later is delivered too. It tells what
was known at the end of the period; a mistake that was put right since is told as it should have been.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from models.database import tabel
from models.logboek import geldt
from models.tabellen import Bericht, Gebeurtenis, Inwoner, Signaal, Zaak
from rules.bezorging import Status
from rules.correctie import lees_log
from rules.levering import Sector
from rules.log import Log, Logregel, Soort
from rules.woorden import Zaaksoort

ZAAK, SIGNAAL, INWONER = tabel(Zaak), tabel(Signaal), tabel(Inwoner)
LOG, BERICHT = tabel(Gebeurtenis), tabel(Bericht)

DEEL = 1000
"""So many zaken are read at once."""

VERTELT = (
    Soort.MELDING, Soort.GESLOTEN, Soort.TAAK_AFGEROND, Soort.BERICHT, Soort.BERICHT_VERVALLEN, Soort.BERICHT_MISLUKT,
    Soort.BERICHT_LATER, Soort.CORRECTIE,
)  # fmt: skip
"""What a delivery needs of the log."""


@dataclass(frozen=True)
class Vraag:
    """A delivery of one gemeente (its short name) over a period; both days are in it."""

    gemeente: str
    van: date
    tot: date


@dataclass(frozen=True, repr=False)
class Client:
    """Who a signaal is about. No repr: personal data."""

    bsn: str
    geboortedatum: date | None
    postcode: str
    huisnummer: str
    toevoeging: str


@dataclass(frozen=True)
class Signaalfeit:
    """One signaal; bedrag in cents."""

    id: int
    sector: Sector
    bedrag: int
    ontvangen: date
    signaaldatum: date
    ontstaansdatum: date | None
    crisis: bool
    warm: bool
    client: Client = field(repr=False)


@dataclass(frozen=True)
class Zaakfeit:
    """One zaak with its signalen, oldest first, and its log up to and with the last day of the period."""

    id: int
    signalen: tuple[Signaalfeit, ...]
    log: Log
    wacht: frozenset[tuple[str, int]] = frozenset()
    """(soort, poging) of the berichten that did not leave yet: nobody was approached."""


@dataclass(frozen=True)
class Stuk:
    """A piece of a delivery: one zaak, the signalen that stand here, and all its signalen when the zaak does too."""

    zaak: int
    signalen: tuple[int, ...]
    volledig: tuple[int, ...]
    """Empty when signalen of this zaak follow on a later page: the zaak stands with the last one."""

    @property
    def nodig(self) -> set[int]:
        """The signalen that must be known to write this."""
        return {*self.signalen, *self.volledig}


@contextmanager
def momentopname(gekozen: Engine) -> Iterator[Connection]:
    """Open a transaction that reads one moment from begin to end, whatever others write meanwhile."""
    niveau: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if gekozen.dialect.name == "postgresql" else {}
    with gekozen.connect().execution_options(**niveau) as db, db.begin():
        yield db


def stukken(db: Connection, vraag: Vraag) -> Iterator[Stuk]:
    """Give every zaak of a delivery with its signalen, in a fixed order."""
    na = 0
    while ids := _zaken(db, vraag, na):
        na = ids[-1]
        per_zaak = _signalen_van(db, ids, vraag.tot)
        for zaak, signalen in ((z, tuple(per_zaak[z])) for z in ids if z in per_zaak):
            yield Stuk(zaak, signalen, signalen)


def _zaken(db: Connection, vraag: Vraag, na: int) -> Sequence[int]:
    """Return the next zaken that were open on some day of the period."""
    eerder_dicht = select(LOG.c.zaak_id).where(
        LOG.c.zaak_id == ZAAK.c.id, LOG.c.soort == Soort.GESLOTEN.value, LOG.c.dag < vraag.van, geldt()
    )
    gekozen = (
        select(ZAAK.c.id)
        .where(ZAAK.c.gemeente == vraag.gemeente, ZAAK.c.soort == Zaaksoort.VROEGSIGNALERING.value)
        .where(ZAAK.c.id > na, ZAAK.c.geopend_op <= vraag.tot, ~eerder_dicht.exists())
        .order_by(ZAAK.c.id)
        .limit(DEEL)
    )
    return db.execute(gekozen).scalars().all()


def _signalen_van(db: Connection, zaken: Sequence[int], tot: date) -> dict[int, list[int]]:
    vraag = select(SIGNAAL.c.zaak_id, SIGNAAL.c.id).where(SIGNAAL.c.zaak_id.in_(zaken), SIGNAAL.c.ontvangen_op <= tot)
    per_zaak: dict[int, list[int]] = defaultdict(list)
    for zaak, signaal in db.execute(vraag.order_by(SIGNAAL.c.id)):
        per_zaak[zaak].append(signaal)
    return dict(per_zaak)


def laad(db: Connection, deel: Sequence[Stuk], tot: date) -> list[Zaakfeit]:
    """Return what is known of these zaken, in their order; a signaal that was erased meanwhile is not there."""
    zaken = [s.zaak for s in deel]
    signalen = _feiten(db, [i for s in deel for i in s.nodig])
    logs, wacht = _logs(db, zaken, tot), _wacht(db, zaken)
    return [
        Zaakfeit(
            s.zaak,
            tuple(signalen[i] for i in sorted(s.nodig) if i in signalen),
            logs.get(s.zaak, Log()),
            frozenset(wacht.get(s.zaak, ())),
        )
        for s in deel
    ]


def _feiten(db: Connection, ids: Sequence[int]) -> dict[int, Signaalfeit]:
    i, s = INWONER.c, SIGNAAL.c
    vraag = (
        select(s.id, s.sector, s.bedrag, s.ontvangen_op, s.signaaldatum, s.ontstaansdatum, s.crisis,
               s.warme_overdracht, i.bsn, i.geboortedatum, i.postcode, i.huisnummer, i.toevoeging)
        .join(INWONER, i.id == s.inwoner_id)
        .where(s.id.in_(ids))
    )  # fmt: skip
    return {r.id: _feit(r) for r in db.execute(vraag)}


def _feit(r: Row[Any]) -> Signaalfeit:
    return Signaalfeit(
        r.id, Sector(r.sector), r.bedrag, r.ontvangen_op, r.signaaldatum, r.ontstaansdatum, r.crisis,
        r.warme_overdracht, Client(r.bsn or "", r.geboortedatum, r.postcode, r.huisnummer, r.toevoeging),
    )  # fmt: skip


def _logs(db: Connection, zaken: Sequence[int], tot: date) -> dict[int, Log]:
    """Return the logs as corrected; what happened after the period is left out."""
    vraag = select(LOG.c.zaak_id, LOG.c.volgnr, LOG.c.soort, LOG.c.dag, LOG.c.gegevens).where(
        LOG.c.zaak_id.in_(zaken), LOG.c.soort.in_([s.value for s in VERTELT])
    )
    per_zaak: dict[int, list[tuple[int, Logregel]]] = defaultdict(list)
    for zaak, volgnr, soort, dag, gegevens in db.execute(vraag.order_by(LOG.c.zaak_id, LOG.c.volgnr)):
        per_zaak[zaak].append((volgnr, Logregel(Soort(soort), dag, gegevens)))
    return {zaak: _tot_en_met(lees_log(regels), tot) for zaak, regels in per_zaak.items()}


NOOIT_VERTROKKEN = frozenset({Soort.BERICHT_VERVALLEN, Soort.BERICHT_MISLUKT})
"""Whenever this was found out: there was no contactpoging."""


def _tot_en_met(log: Log, tot: date) -> Log:
    return Log(tuple(r for r in log.regels if r.dag <= tot or r.soort in NOOIT_VERTROKKEN))


def _wacht(db: Connection, zaken: Iterable[int]) -> dict[int, list[tuple[str, int]]]:
    vraag = select(BERICHT.c.zaak_id, BERICHT.c.soort, BERICHT.c.poging).where(
        BERICHT.c.zaak_id.in_(zaken), BERICHT.c.status == Status.KLAARGEZET.value
    )
    per_zaak: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for zaak, soort, poging in db.execute(vraag):
        per_zaak[zaak].append((soort, poging))
    return per_zaak
