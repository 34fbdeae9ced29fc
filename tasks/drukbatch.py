"""Which letters leave together, and what became of them? A batch is a fixed set of letters under a name of its own."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

from sqlalchemy import Connection, func, or_, select, update

from models import outbox
from models.bulk import in_delen
from models.dagtekening import dateer
from models.database import lezen, om_beurten, schrijf_samen, tabel
from models.outbox import Status
from models.pauzes import niet_gepauzeerd
from models.tabellen import Bericht, Zaak
from rules.venster import druk_is_dicht
from rules.woorden import Kanaal
from tasks.drukpers import Mislukt
from tasks.klok import NEDERLAND
from tasks.omgeving import omgeving
from tasks.poststuk import haal
from tasks.verwerken import INHOUD, meld_mislukt

BERICHT, ZAAK = tabel(Bericht), tabel(Zaak)

ALLES = 10_000_000
PER_KEER = 1_000
"""Letters that are named in one statement, or moved in one transaction after their batch has left."""


def claim_alles(dag: date, gemeenten: Sequence[str] | None = None) -> list[str]:
    """Take every letter that is due in hand, in one transaction; returns the names of the new batches.

    A name that was used before is never used again: what comes later on the same day is batch -2, -3, and so on. A
    letter that can still be cancelled (verzending.druk_sluit) is left alone.
    """
    waar = omgeving()

    def neem(db: Connection) -> list[str]:
        ids = outbox.te_verzenden(db, Kanaal.BRIEF, dag, ALLES, vast=True, gemeenten=gemeenten)
        hoort_bij = {bericht: naam for deel in in_delen(ids, PER_KEER) for bericht, naam in _namen(db, deel, dag)}
        nieuw = {naam: _vrije_naam(db, naam) for naam in sorted(set(hoort_bij.values()))}
        for deel in in_delen(list(hoort_bij), PER_KEER):
            eigen = outbox.claim(
                db, deel, waar.geduld.antwoord, batch_per_bericht={b: nieuw[hoort_bij[b]] for b in deel}
            )  # fmt: skip
            dateer(db, eigen, dag, lambda gemeente: waar.beleid(gemeente).kalender)
        grootte = Counter(hoort_bij.values())
        return [nieuw[naam] for naam in sorted(nieuw, key=lambda naam: (grootte[naam], naam))]

    return schrijf_samen(waar.engine, neem)


def _namen(db: Connection, ids: Sequence[str], dag: date) -> Iterator[tuple[str, str]]:
    """Give each letter its batch: one per gemeente, day and department, so that departments stay apart."""
    moment, b = _moment(dag), BERICHT.c
    vraag = select(b.id, b.gemeente, b.dag, b.verzend_op, ZAAK.c.soort).join(ZAAK, ZAAK.c.id == b.zaak_id)
    for r in db.execute(vraag.where(b.id.in_(ids)).order_by(b.id)):
        sluit = omgeving().beleid(r.gemeente).verzending.druk_sluit
        if druk_is_dicht(sluit, r.verzend_op, moment):
            yield r.id, f"{r.gemeente}-{max(r.dag, dag).isoformat()}-{r.soort}"


def _moment(dag: date) -> datetime:
    """Return the time on the wall; a day that is played ahead of the calendar lends it its date."""
    nu = omgeving().nu().astimezone(NEDERLAND)
    return datetime.combine(max(dag, nu.date()), nu.time(), NEDERLAND)


def _vrije_naam(db: Connection, naam: str) -> str:
    om_beurten(db, naam)
    eerdere = or_(BERICHT.c.batch == naam, BERICHT.c.batch.startswith(f"{naam}-", autoescape=True))
    bezet = set(db.execute(select(BERICHT.c.batch).where(eerdere).distinct()).scalars())
    return next(n for n in (naam if i == 1 else f"{naam}-{i}" for i in count(1)) if n not in bezet)


def te_drukken(dag: date, gemeenten: Sequence[str] | None = None) -> int:
    """Return how many letters wait: due, or in hand of a process that did not finish."""
    with lezen(omgeving().engine) as db:
        nieuw = outbox.wachtend(db, Kanaal.BRIEF, dag)
        van_ons = sum(aantal for g, aantal in nieuw.items() if gemeenten is None or g in gemeenten)
        return van_ons + len(outbox.zonder_antwoord(db, Kanaal.BRIEF))


def gemeenten_van_brieven() -> list[str]:
    """Return the gemeenten that have letters which did not leave yet."""
    nog_hier = BERICHT.c.status.in_([Status.KLAARGEZET.value, Status.BEZIG.value])
    with lezen(omgeving().engine) as db:
        vraag = select(BERICHT.c.gemeente).where(BERICHT.c.kanaal == Kanaal.BRIEF.value, nog_hier).distinct()
        return sorted(db.execute(vraag).scalars())


def blijven_liggen() -> list[str]:
    """Return the batches that are in hand too long: their process died, or the print room could not be reached."""
    with lezen(omgeving().engine) as db:
        vraag = select(BERICHT.c.batch).where(
            BERICHT.c.kanaal == Kanaal.BRIEF.value,
            BERICHT.c.status == Status.BEZIG.value,
            BERICHT.c.volgende_controle <= datetime.now(UTC),
            niet_gepauzeerd(),
        )
        return sorted(db.execute(vraag.distinct()).scalars())


def in_hand(batch: str) -> int:
    """Return how many letters of a batch are in hand: made or not, they did not certainly leave."""
    with lezen(omgeving().engine) as db:
        vraag = select(func.count()).where(BERICHT.c.batch == batch, BERICHT.c.status == Status.BEZIG.value)
        return int(db.execute(vraag).scalar_one())


def leden(batch: str) -> list[tuple[str, bool]]:
    """Return every letter of a batch in order of id, and whether it is in hand; a set that does not change."""
    with lezen(omgeving().engine) as db:
        vraag = select(BERICHT.c.id, BERICHT.c.status).where(BERICHT.c.batch == batch).order_by(BERICHT.c.id)
        return [(bericht, status == Status.BEZIG.value) for bericht, status in db.execute(vraag)]


def leg_mislukt_vast(mislukt: Sequence[Mislukt], dag: date) -> Counter[str]:
    """Write down which letters cannot be made: a person writes them, or, after a mistake of ours, it is tried again."""

    def schrijf(db: Connection) -> Counter[str]:
        telling: Counter[str] = Counter()
        klaar = {k.id: k for deel in in_delen([m.bericht for m in mislukt], PER_KEER) for k in haal(db, deel)}
        for brief in mislukt:
            if not brief.voorgoed:
                telling += _geef_terug(db, brief.bericht, brief.reden, dag)
            elif outbox.zet(db, brief.bericht, Status.BEZIG, Status.MISLUKT, reden=brief.reden[:200]):
                meld_mislukt(db, klaar[brief.bericht], brief.reden, INHOUD, dag)
                telling[Status.MISLUKT.value] += 1
        return telling

    return schrijf_samen(omgeving().engine, schrijf) if mislukt else Counter()


def _geef_terug(db: Connection, bericht: str, reden: str, dag: date) -> Counter[str]:
    morgen = dag + timedelta(days=1)
    gedaan = outbox.zet(db, bericht, Status.BEZIG, Status.KLAARGEZET, verzend_op=morgen, reden=reden[:200])
    return Counter({Status.KLAARGEZET.value: int(gedaan)})


def geef_oude_terug(batch: str, dag: date) -> Counter[str]:
    """Let go of the letters of a batch that was never made and is older than today: they get the date of today."""

    def schrijf(db: Connection) -> int:
        waar = (BERICHT.c.batch == batch, BERICHT.c.status == Status.BEZIG.value, BERICHT.c.dag < dag)
        ids = db.execute(select(BERICHT.c.id).where(*waar)).scalars().all()
        return outbox.zet_samen(db, Status.BEZIG, Status.KLAARGEZET, {b: {"reden": ""} for b in ids})

    return +Counter({Status.KLAARGEZET.value: schrijf_samen(omgeving().engine, schrijf)})


def leg_verzonden_vast(batch: str, sha256: Mapping[str, str], dag: date) -> Counter[str]:
    """Write down that a batch left, with the sha256 of each letter; what is not in its manifest goes another day."""
    telling: Counter[str] = Counter()
    ids = [bericht for bericht, bezig in leden(batch) if bezig]

    def schrijf(db: Connection, deel: Sequence[str]) -> Counter[str]:
        nu, gedaan = datetime.now(UTC), Counter[str]()
        weg = {b: {"verzonden_op": nu, "kenmerk": sha256[b], "reden": ""} for b in deel if b in sha256}
        gedaan[Status.VERZONDEN.value] = outbox.zet_samen(db, Status.BEZIG, Status.VERZONDEN, weg)
        for bericht in deel:
            if bericht not in sha256:
                gedaan += _geef_terug(db, bericht, "stond niet in de batch", dag)
        return gedaan

    for deel in in_delen(ids, PER_KEER):
        telling += schrijf_samen(omgeving().engine, lambda db, deel=deel: schrijf(db, deel))
    return telling


def stel_uit(batch: str, reden: str) -> Counter[str]:
    """Keep a batch that could not be delivered in hand, say why, and look at it again later."""
    waar = omgeving()
    velden = {"reden": reden[:200], "volgende_controle": datetime.now(UTC) + waar.geduld.antwoord}
    opdracht = update(BERICHT).where(BERICHT.c.batch == batch, BERICHT.c.status == Status.BEZIG.value).values(**velden)
    aantal = schrijf_samen(waar.engine, lambda db: db.execute(opdracht).rowcount)
    return Counter({Status.BEZIG.value: aantal})
