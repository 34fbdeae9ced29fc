"""How does a gemeente stand? Counts and ids for the bewaking: nothing is decided here."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, case, func, or_, select

from models.bulk import in_delen
from models.database import tabel
from models.lader import laad
from models.logboek import geldig_log
from models.outbox import WACHT
from models.pauzes import niet_gepauzeerd
from models.tabellen import Bericht, Gebeurtenis, Levering, Taak, Vordering, Zaak, Zending
from rules.beleid import Beleid
from rules.bewakingsfeiten import Halve, Poststand, Termijn, Wachtend
from rules.bezorging import Status
from rules.levermaand import Geleverd
from rules.log import Soort
from rules.opschorting import lopend, wachttijd_tot
from rules.woorden import Zaaksoort
from rules.zaaknummer import zaaknummer

ZAAK, LOG, TAAK, LEVERING = tabel(Zaak), tabel(Gebeurtenis), tabel(Taak), tabel(Levering)
BERICHT, ZENDING, VORDERING = tabel(Bericht), tabel(Zending), tabel(Vordering)

CONTACT = (
    Soort.BERICHT, Soort.TAAK_AFGEROND, Soort.BETALING, Soort.UITSTEL_AANGEVRAAGD, Soort.UITSTEL_VERLEEND,
    Soort.UITSTEL_AFGEWEZEN, Soort.REGELING_GETROFFEN, Soort.REGELING_GEBROKEN, Soort.KWIJTSCHELDING_AANGEVRAAGD,
    Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN, Soort.BEZWAAR_INGEDIEND, Soort.BEZWAAR_AFGEDAAN,
    Soort.DWANGBEVEL_UITGEVAARDIGD, Soort.DWANGBEVEL_BETEKEND, Soort.OVERGEDRAGEN, Soort.TERUGKOPPELING,
)  # fmt: skip
"""What a resident heard of us, or we of him."""

HEROPEND = (Soort.STORNO.value, Soort.AANSLAG.value)
"""What opens a closed incassozaak again."""

PER_KEER = 500
HOOGSTENS = 5_000
"""So many silent zaken are looked into at most, the most silent first: more are all the more reason to look."""


def leveringen(db: Connection, gemeente: str) -> dict[str, tuple[Geleverd, ...]]:
    """Return the deliveries that were taken in whole, oldest first, per leverancier; by hand: under `hand <soort>`."""
    velden = (LEVERING.c.id, LEVERING.c.leverancier, LEVERING.c.soort, LEVERING.c.dag, LEVERING.c.gelezen)
    waar = (LEVERING.c.gemeente == gemeente, LEVERING.c.klaar)
    per_bron: dict[str, list[Geleverd]] = defaultdict(list)
    for r in db.execute(select(*velden).where(*waar).order_by(LEVERING.c.dag, LEVERING.c.id)):
        per_bron[r.leverancier or f"hand {r.soort}"].append(Geleverd(r.dag, r.gelezen, r.id))
    return {naam: tuple(lijst) for naam, lijst in per_bron.items()}


def nieuwste_levering(db: Connection, gemeente: str) -> dict[str, datetime]:
    """Return when each leverancier last had a file taken in whole (aware UTC)."""
    vraag = select(LEVERING.c.leverancier, func.max(LEVERING.c.op)).where(
        LEVERING.c.gemeente == gemeente, LEVERING.c.klaar
    )
    return {naam: op for naam, op in db.execute(vraag.group_by(LEVERING.c.leverancier))}


def halve_leveringen(db: Connection, gemeente: str) -> tuple[Halve, ...]:
    """Return the deliveries of which only a part was taken in, by leverancier or else by soort."""
    waar = (LEVERING.c.gemeente == gemeente, ~LEVERING.c.klaar)
    rijen = db.execute(select(LEVERING).where(*waar).order_by(LEVERING.c.id))
    return tuple(Halve(r.leverancier or f"hand {r.soort}", r.id, r.op) for r in rijen)


def termijnen(db: Connection, gemeente: str, dag: date, morgen: date) -> tuple[Termijn, ...]:
    """Return the taken whose legal term ends today or is over; of `morgen` only those that were made before today."""
    t = TAAK.c
    nabij = or_(t.uiterste_dag <= dag, (t.uiterste_dag <= morgen) & (t.gemaakt_op < dag))
    waar = (t.gemeente == gemeente, t.status == "open", t.wettelijk, nabij)
    vraag = select(t.afdeling, t.uiterste_dag, t.zaak_id).where(*waar).distinct()
    per_dag: dict[tuple[str, date], list[int]] = defaultdict(list)
    for afdeling, uiterlijk, zaak_id in db.execute(vraag.order_by(t.uiterste_dag, t.afdeling, t.zaak_id)):
        per_dag[afdeling, uiterlijk].append(zaak_id)
    return tuple(Termijn(a, d, _nummers(a, ids)) for (a, d), ids in per_dag.items())


def _nummers(soort: str, ids: Sequence[int]) -> tuple[str, ...]:
    return tuple(zaaknummer(soort, zaak_id) for zaak_id in ids)


def zonder_datum(db: Connection, gemeente: str) -> dict[str, tuple[str, ...]]:
    """Return the zaken without a next date that are not closed, or were opened again, per soort."""
    log = geldig_log()
    einde = func.max(case((log.c.soort == Soort.GESLOTEN.value, log.c.volgnr), else_=0))
    weer = func.max(case((log.c.soort.in_(HEROPEND), log.c.volgnr), else_=0))
    per_zaak = (
        select(ZAAK.c.id, ZAAK.c.soort, einde.label("einde"), weer.label("weer"))
        .outerjoin(log, log.c.zaak_id == ZAAK.c.id)
        .where(ZAAK.c.gemeente == gemeente, ZAAK.c.volgende_toets.is_(None), ~_rustig_gesloten())
        .group_by(ZAAK.c.id, ZAAK.c.soort)
        .subquery()
    )
    open_ = select(VORDERING.c.id).where(VORDERING.c.zaak_id == per_zaak.c.id, VORDERING.c.openstaand > 0).exists()
    fout = or_(per_zaak.c.einde == 0, (per_zaak.c.weer > per_zaak.c.einde) & open_)
    per_soort: dict[str, list[int]] = defaultdict(list)
    for zaak_id, soort in db.execute(select(per_zaak.c.id, per_zaak.c.soort).where(fout).order_by(per_zaak.c.id)):
        per_soort[soort].append(zaak_id)
    return {soort: _nummers(soort, ids) for soort, ids in per_soort.items()}


def _rustig_gesloten() -> ColumnElement[bool]:
    """A zaak that was closed, without anything after it that could have opened it: nearly all, found by the index."""
    dicht, later = LOG.alias(), LOG.alias()
    na = (later.c.zaak_id == dicht.c.zaak_id, later.c.volgnr > dicht.c.volgnr)
    heropend = select(later.c.volgnr).where(*na, later.c.soort.in_((*HEROPEND, Soort.CORRECTIE.value))).exists()
    gesloten = (dicht.c.zaak_id == ZAAK.c.id, dicht.c.soort == Soort.GESLOTEN.value)
    return select(dicht.c.volgnr).where(*gesloten, ~heropend).correlate(ZAAK).exists()


def te_stil(db: Connection, gemeente: str, beleid: Beleid, dag: date) -> tuple[str, ...]:
    """Return the open incassozaken past their vervaldag without contact for incasso.max_stilte_d that do not rest."""
    z, grens = ZAAK.c, dag - timedelta(days=beleid.incasso.max_stilte_d)
    laatst = func.coalesce(func.max(LOG.c.dag), z.geopend_op)
    waar = (z.gemeente == gemeente, z.soort == Zaaksoort.INCASSO.value, z.volgende_toets.is_not(None))
    contact = (LOG.c.zaak_id == z.id) & LOG.c.soort.in_([s.value for s in CONTACT])
    vraag = (
        select(z.id)
        .outerjoin(LOG, contact)
        .where(*waar, z.vervaldag < grens, z.geopend_op < grens)
        .group_by(z.id, z.geopend_op)
        .having(laatst < grens)
        .order_by(laatst, z.id)
        .limit(HOOGSTENS)
    )
    stil: list[int] = []
    for deel in in_delen(list(db.execute(vraag).scalars()), PER_KEER):
        stil += _zonder_rust(db, deel, beleid, dag)
    return _nummers(Zaaksoort.INCASSO, stil)


def _zonder_rust(db: Connection, ids: Sequence[int], beleid: Beleid, dag: date) -> list[int]:
    """Return which of these zaken wait for nothing that gives the resident rest."""
    wakker: list[int] = []
    for geladen in laad(db, ids, beleid, dag):
        zaak = geladen.feiten
        rust_tot = wachttijd_tot(zaak, beleid, dag)
        if not lopend(zaak, beleid, dag) and (rust_tot is None or rust_tot <= dag):
            wakker.append(zaak.id)
    return wakker


def post(db: Connection, gemeente: str, voor: date, bezig_voor: datetime, onbekend_voor: datetime) -> list[Poststand]:
    """Return per kanaal the berichten due before a day that are still here, lost their answer, or stay uncertain.

    What waits for people to release it, or stood still until that day, is left out. The moments are aware UTC.
    """
    b, net_hervat = BERICHT.c, datetime.combine(voor, time.min, UTC)
    wacht = select(ZENDING.c.id).where(ZENDING.c.status == WACHT)
    klaar = (b.status == Status.KLAARGEZET.value) & (b.verzend_op < voor) & niet_gepauzeerd(net_hervat)
    klaar &= or_(b.zending_id.is_(None), b.zending_id.not_in(wacht))
    bezig = (b.status == Status.BEZIG.value) & (b.sinds < bezig_voor)
    onbekend = (b.status == Status.ONBEKEND.value) & (b.sinds < onbekend_voor)
    vraag = select(b.kanaal, b.status, func.count(), func.min(b.verzend_op)).where(
        b.gemeente == gemeente, or_(klaar, bezig, onbekend)
    )
    per_kanaal: dict[str, dict[str, int]] = defaultdict(dict)
    oudste: dict[str, date] = {}
    for kanaal, status, aantal, eerste in db.execute(vraag.group_by(b.kanaal, b.status).order_by(b.kanaal)):
        per_kanaal[kanaal][status] = aantal
        oudste[kanaal] = min(oudste.get(kanaal, eerste), eerste)
    return [Poststand(kanaal, **aantallen, oudste=oudste[kanaal]) for kanaal, aantallen in per_kanaal.items()]


def wachtende_zendingen(db: Connection, gemeente: str) -> tuple[Wachtend, ...]:
    """Return the zendingen that wait for release."""
    waar = (ZENDING.c.gemeente == gemeente, ZENDING.c.status == WACHT)
    rijen = db.execute(select(ZENDING).where(*waar).order_by(ZENDING.c.id))
    return tuple(Wachtend(r.id, r.kanaal, r.dag, r.aantal) for r in rijen)


def zaken_achter(db: Connection, gemeente: str, dag: date) -> int:
    """Return how many zaken were due before a day."""
    waar = (ZAAK.c.gemeente == gemeente, ZAAK.c.volgende_toets < dag)
    return int(db.execute(select(func.count()).select_from(ZAAK).where(*waar)).scalar_one())
