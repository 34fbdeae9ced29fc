"""What happened to the people behind the figures? A random sample of journeys, that nobody chose and anybody can redo.

Every journey of a signaal gets a place by a keyed hash of the seed and its zaaknummer: the same seed gives the same
sample, in any order of the rows, and who knows a zaaknummer but not the key of the installation cannot tell whether it
is in (docs/adr/0022). Journeys that too few residents share are passed over, and counted.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, func, select

from evaluation import feiten
from evaluation.cijfer import Periode
from evaluation.reisbeeld import VERTELD, Reisbeeld, band, bijzonder, terrein, veilige_beelden
from evaluation.reistekst import Reisverhaal, bundel, vertel
from evaluation.tabellen import LOG, SIGNAAL
from models.database import tabel
from models.logboek import geldig_log
from models.sleutels import sleutels
from models.tabellen import Inwoner, Vordering, Zaak
from rules.dagtekening import op_de_echte_dag
from rules.levering import Sector
from rules.log import Log, Logregel, Soort
from rules.woorden import Zaaksoort
from rules.zaaknummer import zaaknummer

ZAAK, INWONER, VORDERING = tabel(Zaak), tabel(Inwoner), tabel(Vordering)

MEESTE = 100
"""So many journeys at most: more is not read, and tells more about the residents together."""
HALF_JAAR_W = 26
BIJ_BEETJES = {"yield_per": 5000}
"""A log of a million rows is never in memory as a whole."""


@dataclass(frozen=True)
class Steekproef:
    """The sample: the stories, of how many journeys, and how many drawn ones were too rare to tell."""

    gemeente: str
    periode: Periode
    zaad: int
    verhalen: tuple[str, ...]
    kandidaten: int
    te_zeldzaam: int

    @property
    def tekst(self) -> str:
        """The stories as one text that the reader of stories takes."""
        return bundel(self.gemeente, self.verhalen)


@dataclass
class _Spoor:
    """What is collected of one journey before it has a picture."""

    wie: str
    bron: int | None = None
    meervoudig: bool = False
    crisis: bool = False
    bedrag: int = 0
    einde: str = ""
    terreinen: set[str] = field(default_factory=set[str])
    antwoorden: set[str] = field(default_factory=set[str])
    bijzonder: set[str] = field(default_factory=set[str])

    def beeld(self) -> Reisbeeld:
        """Return the finest picture."""
        sets = (frozenset(self.antwoorden), band(self.bedrag), frozenset(self.terreinen), frozenset(self.bijzonder))
        return Reisbeeld(self.meervoudig, self.crisis, self.einde, *sets)


def trek(db: Connection, periode: Periode, gemeente: str, aantal: int, zaad: int) -> Steekproef:
    """Return `aantal` journeys (at most MEESTE) of signalen that arrived in a period. Makes the facts anew."""
    feiten.leg_klaar(db, periode, [gemeente])
    sporen = _sporen(db, periode, gemeente)
    veilig = veilige_beelden({z: s.beeld() for z, s in sporen.items()}, {z: s.wie for z, s in sporen.items()})
    volgorde = sorted(sporen, key=lambda zaak: _plaats(zaad, zaak))
    hoogstens = min(aantal, MEESTE)
    gekozen = [zaak for zaak in volgorde if zaak in veilig][:hoogstens]
    gezien = volgorde.index(gekozen[-1]) + 1 if gekozen and len(gekozen) == hoogstens else len(volgorde)
    logs = _logs(db, periode, gekozen, sporen)
    verhalen = tuple(
        vertel(Reisverhaal(f"Inwoner-{n}", _weken(zaad, zaak), veilig[zaak], tuple(logs[zaak])))
        for n, zaak in enumerate(gekozen, 1)
    )
    return Steekproef(gemeente, periode, zaad, verhalen, len(sporen), gezien - len(gekozen))


def _plaats(zaad: int, zaak: int) -> str:
    return sleutels().pseudoniem(("reis", str(zaad), zaaknummer(Zaaksoort.VROEGSIGNALERING, zaak)))


def _weken(zaad: int, zaak: int) -> int:
    """Return by how many weeks the days of a journey move: from half a year back to half a year on, never zero."""
    getal = int(sleutels().pseudoniem(("reisdagen", str(zaad), str(zaak)))[:8], 16) % (2 * HALF_JAAR_W)
    return getal - HALF_JAAR_W if getal < HALF_JAAR_W else getal - HALF_JAAR_W + 1


def _sporen(db: Connection, periode: Periode, gemeente: str) -> dict[int, _Spoor]:
    sporen = _signalen(db, periode)
    van: dict[int, list[int]] = defaultdict(list)
    for zaak, spoor in sporen.items():
        van[zaak].append(zaak)
        if spoor.bron is not None:
            van[spoor.bron].append(zaak)
    belastingen = select(VORDERING.c.zaak_id, VORDERING.c.belastingsoort).where(VORDERING.c.gemeente == gemeente)
    for zaak, soort in db.execute(belastingen.distinct(), execution_options=BIJ_BEETJES):
        for eigen in van.get(zaak, ()):
            sporen[eigen].terreinen.add(soort)
    kolommen = (LOG.c.zaak_id, LOG.c.afdeling, LOG.c.soort, LOG.c.wat, LOG.c.reden, LOG.c.vervolg, LOG.c.resultaat)
    vraag = select(*kolommen, LOG.c.meervoudig).where(LOG.c.soort.in_([s.value for s in VERTELD]))
    for rij in db.execute(vraag.order_by(LOG.c.zaak_id, LOG.c.volgnr), execution_options=BIJ_BEETJES):
        for zaak in van.get(rij.zaak_id, ()):
            _volg(sporen[zaak], rij)
    return sporen


def _signalen(db: Connection, periode: Periode) -> dict[int, _Spoor]:
    """Return a spoor for every zaak of which the first signaal arrived in the period."""
    s = SIGNAAL.c
    eerste = select(s.zaak_id).group_by(s.zaak_id).having(func.min(s.ontvangen_op).between(periode.van, periode.tot))
    vraag = (
        select(s.zaak_id, INWONER.c.pseudoniem, s.sector, s.bedrag, s.crisis, s.bron_zaak_id)
        .join_from(SIGNAAL, ZAAK, ZAAK.c.id == s.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(s.zaak_id.in_(eerste))
        .order_by(s.id)
    )
    sporen: dict[int, _Spoor] = {}
    for rij in db.execute(vraag):
        spoor = sporen.setdefault(rij.zaak_id, _Spoor(rij.pseudoniem))
        if rij.sector != Sector.GEMEENTEBELASTINGEN:
            spoor.terreinen.add(terrein(rij.sector))
        spoor.bedrag += rij.bedrag
        spoor.crisis |= rij.crisis
        spoor.bron = spoor.bron if rij.bron_zaak_id is None else rij.bron_zaak_id
    return sporen


def _volg(spoor: _Spoor, rij: Row[Any]) -> None:
    soort = Soort(rij.soort)
    if (naam := bijzonder(soort, rij.wat, rij.reden or rij.resultaat)) is not None:
        spoor.bijzonder.add(naam)
    if soort == Soort.TAAK_AFGEROND and rij.vervolg:
        spoor.antwoorden.add(rij.vervolg)
    if soort == Soort.MELDING:
        spoor.meervoudig = bool(rij.meervoudig)
    if soort == Soort.GESLOTEN and rij.afdeling == Zaaksoort.VROEGSIGNALERING.value:
        spoor.einde = rij.resultaat


def _logs(
    db: Connection, periode: Periode, gekozen: Collection[int], sporen: dict[int, _Spoor]
) -> dict[int, list[Logregel]]:
    """Return the log of every chosen journey, oldest first: that of Gemeentebelastingen and that of its signalen."""
    per_zaak: dict[int, list[Logregel]] = defaultdict(list)
    nodig = {z for zaak in gekozen for z in (zaak, sporen[zaak].bron) if z is not None}
    log = geldig_log()
    vraag = select(log).where(log.c.zaak_id.in_(nodig), log.c.dag <= periode.tot).order_by(log.c.zaak_id, log.c.volgnr)
    for rij in db.execute(vraag):
        per_zaak[rij.zaak_id].append(Logregel(Soort(rij.soort), rij.dag, rij.gegevens))
    echt = {zaak: op_de_echte_dag(Log(tuple(regels))).regels for zaak, regels in per_zaak.items()}
    return {zaak: _samen(echt, sporen[zaak].bron, zaak) for zaak in gekozen}


def _samen(logs: Mapping[int, tuple[Logregel, ...]], bron: int | None, zaak: int) -> list[Logregel]:
    """Put two logs together by day; on one day what Gemeentebelastingen did comes first."""
    delen = (*(logs.get(bron, ()) if bron is not None else ()), *logs.get(zaak, ()))
    return sorted(delen, key=lambda regel: regel.dag)
