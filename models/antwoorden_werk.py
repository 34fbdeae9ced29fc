"""Questions 7, 9, 10, 16, 17 and 18 of domain.md §9: what was tried, when, with which letter, and at what effort?"""

from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Select, and_, case, cast, func, or_, select

from models.antwoorden_vroeg import PERSOONLIJK
from models.database import tabel
from models.grootboekbron import Peiling, is_een, ooit, tel
from models.sqldagen import dagen
from models.tabellen import Bericht, Ervaring
from models.tabellen_beheer import Leveringsmaand
from rules.bezorging import Status
from rules.log import Soort

BERICHT, ERVARING, MAAND = tabel(Bericht), tabel(Ervaring), tabel(Leveringsmaand)
KLASSEN = ((28, "tot 4 weken"), (56, "4 tot 8 weken"), (91, "8 tot 13 weken"))
BETAALD_D, CONTACT_D = 14, 21


def pogingen(p: Peiling) -> Select[Any]:
    """Per kanaal, dagdeel and time since the vervaldag or the signaal: so many attempts, reached, wants help."""
    log = p.log()
    g = log.c.gegevens
    sinds = dagen(func.coalesce(log.c.vervaldag, log.c.geopend_op), log.c.dag)
    klasse = case(*((sinds < grens, naam) for grens, naam in KLASSEN), else_="later").label("sinds_het_begin")
    kanaal, dagdeel = g["soort"].as_string().label("kanaal"), g["dagdeel"].as_string().label("dagdeel")
    bereikt = g["bereikt"].as_boolean()
    groep = (log.c.gemeente, log.c.afdeling, kanaal, dagdeel, klasse)
    hulp = tel(g["vervolg"].as_string() == "wil hulp").label("wil_hulp")
    vraag = select(*groep, func.count().label("pogingen"), tel(bereikt.is_(True)).label("bereikt"), hulp)
    waar = (is_een(log, Soort.TAAK_AFGEROND), bereikt.is_not(None), p.in_periode(log.c.dag))
    vraag = vraag.where(*waar, kanaal.in_([soort.value for soort in PERSOONLIJK]))
    return vraag.group_by(*groep).order_by(*groep)


def leveringen(p: Peiling) -> Select[Any]:
    """Per leverancier and month: so many files and rows, and whether the month was whole and why not."""
    m = MAAND.c
    velden = (m.gemeente, m.leverancier, m.maand, m.leveringen, m.rijen, m.volledig, m.reden)
    vraag = select(*velden).where(p.van_ons(m.gemeente), m.maand >= p.van.replace(day=1), m.maand <= p.tot)
    return vraag.order_by(m.gemeente, m.leverancier, m.maand)


def overgeslagen(p: Peiling) -> Select[Any]:
    """Per department, contact and reason: in so many zaken a personal contact was not tried."""
    log = p.log()
    soort = log.c.gegevens["soort"].as_string().label("contact")
    reden = log.c.gegevens["reden"].as_string().label("reden")
    groep = (log.c.gemeente, log.c.afdeling, soort, reden)
    vraag = select(*groep, func.count(log.c.zaak_id.distinct()).label("zaken"))
    vraag = vraag.where(is_een(log, Soort.CONTACT_OVERGESLAGEN), p.in_periode(log.c.dag))
    return vraag.group_by(*groep).order_by(*groep)


def brieven(p: Peiling) -> Select[Any]:
    """Per bericht, kanaal, version and variant: so many went, arrived or came back, and what followed soon after.

    Paid within 14 days and contact within 21 days of the day on the letter say what followed, not why.
    """
    log, erna = p.log(), _erna(p)
    g, b = log.c.gegevens, BERICHT.c
    variant = func.coalesce(g["variant"].as_string(), "").label("variant")
    groep = (log.c.gemeente, b.soort, b.kanaal, b.sjabloon_versie.label("versie"), variant)
    statussen = {s.value: tel(b.status == s.value).label(s.value) for s in (Status.BEZORGD, Status.RETOUR)}
    zelfde = (b.zaak_id == log.c.zaak_id, b.soort == g["soort"].as_string(), b.poging == g["poging"].as_integer())
    vraag = select(*groep, func.count().label("verzonden"), *statussen.values())
    vraag = vraag.add_columns(
        tel(erna.c.betaald).label("betaald_14_dagen"), tel(erna.c.contact).label("contact_21_dagen")
    )
    weg = [s.value for s in (Status.VERZONDEN, Status.BEZORGD, Status.RETOUR)]
    vraag = vraag.join_from(log, BERICHT, and_(*zelfde, b.kanaal == g["kanaal"].as_string()))
    vraag = vraag.outerjoin(erna, erna.c.id == b.id)
    vraag = vraag.where(is_een(log, Soort.BERICHT), b.status.in_(weg), p.in_periode(b.dag))
    return vraag.group_by(*groep).order_by(*groep)


def _erna(p: Peiling) -> CTE:
    """Return per bericht whether somebody paid and whether he was spoken to, soon after the day on it."""
    log, b = p.log(), BERICHT.c
    sinds = dagen(b.dag, log.c.dag)
    betaald = ooit(and_(is_een(log, Soort.BETALING), sinds <= BETAALD_D)).label("betaald")
    gesproken = and_(is_een(log, Soort.TAAK_AFGEROND), log.c.gegevens["bereikt"].as_boolean().is_(True))
    vraag = select(b.id, betaald, ooit(and_(gesproken, sinds <= CONTACT_D)).label("contact"))
    vraag = vraag.join_from(log, BERICHT, and_(b.zaak_id == log.c.zaak_id, log.c.dag > b.dag))
    return vraag.where(is_een(log, Soort.BETALING, Soort.TAAK_AFGEROND)).group_by(b.id).cte("erna")


def werk(p: Peiling) -> Select[Any]:
    """Per department and taak: so many were done, of how many the minutes are known, and how many minutes that is."""
    log = p.log()
    g = log.c.gegevens
    minuten: ColumnElement[int] = g["minuten"].as_integer()
    groep = (log.c.gemeente, log.c.afdeling, g["soort"].as_string().label("taak"))
    som = cast(func.coalesce(func.sum(minuten), 0), BigInteger).label("minuten")
    vraag = select(*groep, func.count().label("gedaan"), tel(minuten.is_not(None)).label("met_minuten"), som)
    vraag = vraag.where(is_een(log, Soort.TAAK_AFGEROND), p.in_periode(log.c.dag))
    return vraag.group_by(*groep).order_by(*groep)


def ervaringen(p: Peiling) -> Select[Any]:
    """Per route: so many residents answered, how many gave a 4 or 5, and the sum of the figures."""
    e = ERVARING.c
    goed = tel(or_(e.cijfer == 4, e.cijfer == 5)).label("goed")
    som = cast(func.sum(e.cijfer), BigInteger).label("som")
    vraag = select(e.gemeente, e.route, func.count().label("antwoorden"), goed, som)
    vraag = vraag.where(p.van_ons(e.gemeente), e.maand >= p.van.replace(day=1), e.maand <= p.tot)
    return vraag.group_by(e.gemeente, e.route).order_by(e.gemeente, e.route)
