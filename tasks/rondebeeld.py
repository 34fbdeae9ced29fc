"""What must an operator know of a round? What it did, what waits and why, what is open, and the days to come."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, func, select

from models import pauzes
from models.cijfers import Wanneer, open_werk
from models.database import lezen, tabel
from models.outbox import WACHT
from models.tabellen import Gebeurtenis, Zaak, Zending
from rules.beleid import Beleid
from rules.rollen import Blik
from rules.taakwoorden import NAAM
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.omgeving import omgeving

ZAAK, LOG, ZENDING = tabel(Zaak), tabel(Gebeurtenis), tabel(Zending)
VOORUIT_WD = 5
"""So many working days are looked ahead."""
HOOGSTENS = 50
"""So many zaken that could not go on are named; the rest is counted."""

Rij = dict[str, str | int]
"""One line: onderdeel, wat, aantal, uitleg. Ids, dates and counts only."""


@dataclass(frozen=True)
class Gedaan:
    """What one round did: gebeurtenissen per soort, berichten per status, what was held and why, what broke."""

    stappen: Mapping[str, int]
    verzonden: Mapping[str, int]
    waarom: Mapping[str, int] = field(default_factory=dict[str, int])
    kapot: Sequence[int] = ()


def rijen(gemeente: str, dag: date, gedaan: Gedaan) -> list[Rij]:
    """Return the table of a round of one gemeente on a day."""
    beleid = omgeving().beleid(gemeente)
    with lezen(omgeving().engine) as db:
        return [
            *_tel("stappen", gedaan.stappen),
            *_tel("berichten", gedaan.verzonden),
            *_tel("blijft staan", gedaan.waarom, "gaat verder bij de volgende ronde"),
            *_tel("mislukt", {"zaken": len(gedaan.kapot)}, "taak 'uitval uitzoeken' in de werkvoorraad"),
            *_stil(db, gemeente),
            *_vrijgave(db, gemeente),
            *_stilte(db, gemeente, dag),
            *_werkvoorraad(db, gemeente, dag),
            *_komende_dagen(db, beleid, dag),
        ]


def kapotte_zaken(ids: Sequence[int]) -> list[tuple[str, str]]:
    """Return (zaaknummer, address of its page) of the zaken that could not go on, HOOGSTENS at most."""
    with lezen(omgeving().engine) as db:
        vraag = select(ZAAK.c.id, ZAAK.c.soort).where(ZAAK.c.id.in_(list(ids)[:HOOGSTENS])).order_by(ZAAK.c.id)
        return [(nummer, f"{werkadres()}/zaak/{nummer}") for nummer in (zaaknummer(s, i) for i, s in db.execute(vraag))]


def werkadres() -> str:
    """Return the address of the werkvoorraad."""
    return omgeving().settings.werk_url.rstrip("/") or "http://127.0.0.1:8080"


def _rij(onderdeel: str, wat: str, aantal: int, uitleg: str = "") -> Rij:
    return {"onderdeel": onderdeel, "wat": wat.replace("_", " "), "aantal": aantal, "uitleg": uitleg}


def _tel(onderdeel: str, telling: Mapping[str, int], uitleg: str = "") -> Iterator[Rij]:
    for wat, aantal in sorted(telling.items()):
        if aantal:
            yield _rij(onderdeel, wat, aantal, uitleg)


def _stil(db: Connection, gemeente: str) -> Iterator[Rij]:
    """What stands still, since when, and how much of it is ready to leave."""
    for pauze in pauzes.open_pauzes(db, gemeente):
        yield _rij("gepauzeerd", pauze.wat, 0, f"sinds {pauze.sinds.date().isoformat()}; zie Beheer")
    for (kanaal, soort), aantal in sorted(pauzes.gehouden(db, gemeente).items()):
        yield _rij("gepauzeerd", f"{kanaal} {soort} staat klaar", aantal, "gaat weg na hervatten")


def _vrijgave(db: Connection, gemeente: str) -> Iterator[Rij]:
    z = ZENDING.c
    vraag = select(z.id, z.kanaal, z.aantal).where(z.gemeente == gemeente, z.status == WACHT).order_by(z.id)
    for zending, kanaal, aantal in db.execute(vraag):
        yield _rij("wacht op vrijgave", f"zending {zending}, {kanaal}", int(aantal), f"{werkadres()}/vrijgeven")


def _stilte(db: Connection, gemeente: str, dag: date) -> Iterator[Rij]:
    """The open zaak in which nothing happened for the longest time; its versie is the number of its last line."""
    laatste = (LOG.c.zaak_id == ZAAK.c.id) & (LOG.c.volgnr == ZAAK.c.versie)
    vraag = select(ZAAK.c.id, ZAAK.c.soort, LOG.c.dag).join(LOG, laatste)
    waar = (ZAAK.c.gemeente == gemeente, ZAAK.c.volgende_toets.is_not(None))
    gevonden = db.execute(vraag.where(*waar).order_by(LOG.c.dag, ZAAK.c.id).limit(1)).first()
    if gevonden is not None:
        dagen = max((dag - gevonden.dag).days, 0)
        yield _rij("langste stilte", zaaknummer(gevonden.soort, gevonden.id), dagen, f"dagen, sinds {gevonden.dag}")


def _werkvoorraad(db: Connection, gemeente: str, dag: date) -> Iterator[Rij]:
    open_, te_laat = Counter[str](), Counter[str]()
    for (_, _, soort, wanneer), aantal in open_werk(db, Blik(frozenset({gemeente}), frozenset(Zaaksoort)), dag).items():
        open_[soort] += aantal
        te_laat[soort] += aantal if wanneer == Wanneer.TE_LAAT else 0
    for soort, aantal in sorted(open_.items()):
        yield _rij("werkvoorraad", NAAM[Taaksoort(soort)], aantal, f"{te_laat[soort]} te laat" * bool(te_laat[soort]))


def _komende_dagen(db: Connection, beleid: Beleid, dag: date) -> Iterator[Rij]:
    """How many zaken are looked at on each of the next working days, as far as is known today."""
    kalender = beleid.kalender
    dagen = [kalender.werkdagen_na(dag, n) for n in range(1, VOORUIT_WD + 1)]
    waar = (ZAAK.c.gemeente == beleid.gemeente.slug, ZAAK.c.volgende_toets > dag, ZAAK.c.volgende_toets <= dagen[-1])
    per_dag = select(ZAAK.c.volgende_toets, func.count()).where(*waar).group_by(ZAAK.c.volgende_toets)
    telling: Counter[date] = Counter()
    for toets, aantal in db.execute(per_dag):
        telling[kalender.eerste_werkdag_vanaf(toets)] += int(aantal)
    for komend in dagen:
        yield _rij("verwacht", komend.isoformat(), telling[komend], "zaken aan de beurt")
