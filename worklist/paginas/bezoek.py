"""The visits of a day: per team of two, in the order in which they walk, on the screen and on paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from models.afspraken import Bezoek, bezoeken_op
from models.database import lezen
from models.handelingen import nieuwe_sleutel
from models.inzage import Inzagereden
from models.register import laad
from rules.bezoekdag import Straat, loopronde
from rules.contact import pogingen
from rules.gemeente import Afzender
from rules.log import Logregel
from rules.uitkomst import CONTACT
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaak import Vroegsignaalzaak, Zaak
from rules.zaaknummer import zaaknummer
from tasks.omgeving import omgeving
from worklist.kijk import kijk
from worklist.paginas import afspraak
from worklist.sjabloon import toon
from worklist.wie import Behandelaar, Collega
from worklist.woorden import DAGDEEL, LET_OP

router = APIRouter()
router.include_router(afspraak.router)

ZEGGEN: dict[Zaaksoort, tuple[str, ...]] = {
    Zaaksoort.VROEGSIGNALERING: (
        "Noem uw naam en de gemeente. Laat uw pas zien. Vraag of u met de inwoner zelf spreekt.",
        "Doet iemand anders open? Zeg alleen dat u van de gemeente bent. Zeg niets over geld.",
        "Is het de inwoner zelf? Zeg welke organisaties iets meldden: alleen die uit de brief aan de inwoner.",
        "Hulp is gratis en vrijwillig. Wil de inwoner niet? Dan is dat goed.",
        "Ga alleen naar binnen als de inwoner dat zelf goed vindt.",
    ),
    Zaaksoort.INCASSO: (
        "Noem uw naam en de gemeente. Laat uw pas zien. Vraag of u met de inwoner zelf spreekt.",
        "Doet iemand anders open? Zeg alleen dat u van de gemeente bent. Zeg niets over geld of belastingen.",
        "Is het de inwoner zelf? Vraag eerst hoe het gaat. Vertel over uitstel, een regeling en kwijtschelding.",
        "Wil de inwoner hulp bij geldzaken? Vraag of u zijn gegevens mag doorgeven, en leg dat vast.",
        "Ga alleen naar binnen als de inwoner dat zelf goed vindt.",
    ),
}
"""What may be said at the door, and to whom."""


@dataclass(frozen=True, repr=False)
class Deur:
    """One door: the visit, what was tried before, how many signalen there are, and who is on the card."""

    bezoek: Bezoek
    nummer: str
    pogingen: tuple[Logregel, ...]
    signalen: int
    afzender: Afzender
    telefoon: str
    sleutel: str


@dataclass(frozen=True, repr=False)
class Ploeg:
    """Two people with their round."""

    code: str
    namen: tuple[str, ...]
    van_mij: bool
    straten: tuple[Straat[Deur], ...]

    @property
    def deuren(self) -> tuple[Deur, ...]:
        """Every door in the order of the round."""
        return tuple(d for straat in self.straten for d in straat.deuren)


@router.get("/bezoeken")
def bezoeken(request: Request, collega: Behandelaar, dag: str = "", ploeg: str = "") -> Response:
    """Show the visits of a day, the round of who asks first."""
    return _pagina(request, collega, "bezoek_dag.html", "bezoekenlijst", dag, ploeg)


@router.get("/bezoeken/afdruk")
def afdruk(request: Request, collega: Behandelaar, dag: str = "", ploeg: str = "") -> Response:
    """Show the same on paper, with a card for every door that stays shut."""
    return _pagina(request, collega, "bezoek_afdruk.html", "bezoekenlijst op papier", dag, ploeg)


def _pagina(request: Request, collega: Collega, sjabloon: str, wat: str, dag: str, ploeg: str) -> Response:
    gekozen = _dag(dag, request.state.vandaag)
    with lezen(omgeving().engine) as db:
        rondes = _rondes(db, collega, bezoeken_op(db, collega.blik, gekozen), request.state.vandaag)
    getoond = [r for r in rondes if ploeg in ("", r.code)]
    kijk(collega, [d.bezoek.afspraak.zaak_id for r in getoond for d in r.deuren], wat, Inzagereden.LIJST)
    return toon(
        request, sjabloon, dag=gekozen, rondes=getoond, ploegen=rondes, ploeg=ploeg, zeggen=_zeggen(collega),
        vorige=gekozen - timedelta(days=1), volgende=gekozen + timedelta(days=1), dagdelen=DAGDEEL,
        waarschuwingen=LET_OP, keuzes=CONTACT,
    )  # fmt: skip


def _dag(tekst: str, vandaag: date) -> date:
    """Return the day that is asked for; what is no day is today."""
    try:
        gevraagd = date.fromisoformat(tekst)
    except ValueError:
        return vandaag
    return gevraagd if 2000 <= gevraagd.year < 3000 else vandaag


def _zeggen(collega: Collega) -> tuple[str, ...]:
    return tuple(zin for afdeling in sorted(collega.blik.afdelingen) for zin in ZEGGEN[afdeling])


def _rondes(db: Connection, collega: Collega, gevonden: list[Bezoek], vandaag: date) -> list[Ploeg]:
    zaken = _feiten(db, gevonden, vandaag)
    per_ploeg: dict[str, list[Deur]] = {}
    for bezoek in gevonden:
        per_ploeg.setdefault(bezoek.ploeg, []).append(_deur(bezoek, zaken[bezoek.afspraak.zaak_id]))
    rondes = [_ploeg(collega, code, deuren) for code, deuren in per_ploeg.items()]
    return sorted(rondes, key=lambda r: (not r.van_mij, r.namen))


def _feiten(db: Connection, gevonden: list[Bezoek], vandaag: date) -> Mapping[int, Zaak]:
    per_gemeente: dict[str, list[int]] = {}
    for b in gevonden:
        per_gemeente.setdefault(b.afspraak.gemeente, []).append(b.afspraak.zaak_id)
    return {
        geladen.feiten.id: geladen.feiten
        for gemeente, ids in per_gemeente.items()
        for geladen in laad(db, ids, omgeving().beleid(gemeente), vandaag)
    }


def _deur(bezoek: Bezoek, zaak: Zaak) -> Deur:
    afzender = omgeving().beleid(bezoek.afspraak.gemeente).gemeente.afzender
    eerder = pogingen(zaak, Taaksoort.BELLEN, Taaksoort.HUISBEZOEK, Taaksoort.CRISIS)
    signalen = len(zaak.signalen) if isinstance(zaak, Vroegsignaalzaak) else 0
    nummer, telefoon = zaaknummer(zaak.soort, zaak.id), afzender.afdeling(zaak.soort).telefoon
    return Deur(bezoek, nummer, tuple(eerder), signalen, afzender, telefoon, nieuwe_sleutel())


def _ploeg(collega: Collega, code: str, deuren: list[Deur]) -> Ploeg:
    eerste = deuren[0].bezoek
    straten = loopronde(deuren, lambda d: d.bezoek.adres)
    namen = tuple(filter(None, (eerste.eerste, eerste.tweede)))
    return Ploeg(code, namen, str(collega.id) in code.split("-"), tuple(straten))
