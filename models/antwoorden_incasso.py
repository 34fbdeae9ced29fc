"""Questions 1, 2, 3, 5 and 8 of domain.md §9: what became of an arrear at Gemeentebelastingen?"""

from typing import Any

from sqlalchemy import CTE, BigInteger, Select, and_, case, cast, func, select

from models.database import tabel
from models.grootboekbron import Peiling, dag_van, eerste, is_een, ooit, tel
from models.sqldagen import dagen, lengte
from models.tabellen import Gebeurtenis
from rules.log import Soort

RUW = tabel(Gebeurtenis)
GRENZEN_D = {"binnen_3_maanden": 91, "binnen_6_maanden": 182, "binnen_12_maanden": 365}


POORT = (Soort.OVERGEDRAGEN, Soort.NIET_OVERGEDRAGEN, Soort.SIGNAAL_WACHT)


def _besluiten(p: Peiling) -> CTE:
    """Return per incassozaak what the gate answered, and on which day it answered first; waiting is an answer too."""
    log = p.log()
    gegaan, gewacht = ooit(is_een(log, Soort.OVERGEDRAGEN)), ooit(is_een(log, Soort.SIGNAAL_WACHT))
    besluit = case(
        (gewacht & gegaan, "overgedragen na wachten"),
        (gewacht, "wacht op het maximum"),
        (gegaan, "overgedragen"),
        else_="niet overgedragen",
    )
    vraag = select(log.c.gemeente, log.c.zaak_id, besluit.label("besluit"), func.min(log.c.dag).label("dag"))
    per_zaak = vraag.where(is_een(log, *POORT)).group_by(log.c.gemeente, log.c.zaak_id)
    return per_zaak.having(p.in_periode(func.min(log.c.dag))).cte("besluit")


def _erna(p: Peiling, **stappen: Soort) -> CTE:
    """Return per incassozaak its besluit, and the first day on which each step followed (on the day itself counts)."""
    b, log = _besluiten(p), p.log()
    dagen_ = [dag_van(log, is_een(log, s) & (log.c.dag >= b.c.dag)).label(naam) for naam, s in stappen.items()]
    vraag = select(b.c.gemeente, b.c.zaak_id, b.c.besluit, b.c.dag, *dagen_)
    vraag = vraag.join(log, (log.c.zaak_id == b.c.zaak_id) & is_een(log, *POORT, *stappen.values()))
    return vraag.group_by(b.c.gemeente, b.c.zaak_id, b.c.besluit, b.c.dag).cte("erna")


def kwijtschelding_na_signaal(p: Peiling) -> Select[Any]:
    """Per besluit of the gate: so many incassozaken, and of how many kwijtschelding was granted how soon after it."""
    e = _erna(p, gevraagd=Soort.KWIJTSCHELDING_AANGEVRAAGD, toegekend=Soort.KWIJTSCHELDING_TOEGEKEND)
    geteld = [func.count(e.c[naam]).label(naam) for naam in ("gevraagd", "toegekend")]
    termijnen = [tel(dagen(e.c.dag, e.c.toegekend) <= grens).label(naam) for naam, grens in GRENZEN_D.items()]
    vraag = select(e.c.gemeente, e.c.besluit, func.count().label("zaken"), *geteld, *termijnen)
    return vraag.group_by(e.c.gemeente, e.c.besluit).order_by(e.c.gemeente, e.c.besluit)


def dwangbevelen_na_besluit(p: Peiling) -> Select[Any]:
    """Per besluit of the gate: so many incassozaken, and of how many a dwangbevel was made, served or withdrawn."""
    stappen = {
        "uitgevaardigd": Soort.DWANGBEVEL_UITGEVAARDIGD,
        "betekend": Soort.DWANGBEVEL_BETEKEND,
        "ingetrokken": Soort.DWANGBEVEL_INGETROKKEN,
    }
    e = _erna(p, **stappen)
    geteld = [func.count(e.c[naam]).label(naam) for naam in stappen]
    vraag = select(e.c.gemeente, e.c.besluit, func.count().label("zaken"), *geteld)
    return vraag.group_by(e.c.gemeente, e.c.besluit).order_by(e.c.gemeente, e.c.besluit)


def incassokosten(p: Peiling) -> Select[Any]:
    """So many cents were charged in the period, per soort, in zaken with and without a signaal.

    A bericht that was cancelled or failed charges nothing.
    """
    log, over, weg = p.log(), eerste(p, Soort.OVERGEDRAGEN, naam="over"), _niet_weggegaan(p)
    g, verteld = log.c.gegevens, is_een(log, Soort.KOSTEN)
    welke = (weg.c.wat == g["soort"].as_string(), weg.c.poging == g["poging"].as_string())
    bedrag = cast(case((verteld, g["bedrag"].as_string()), else_=g["kosten"].as_string()), BigInteger)
    soort = case((verteld, "van het belastingpakket"), else_="aanmaning").label("soort")
    groep = (log.c.gemeente, soort, over.c.zaak_id.is_not(None).label("met_signaal"))
    som = cast(func.sum(bedrag), BigInteger).label("cent")
    return (
        select(*groep, func.count().label("aantal"), som)
        .outerjoin(over, over.c.zaak_id == log.c.zaak_id)
        .outerjoin(weg, and_(weg.c.zaak_id == log.c.zaak_id, *welke))
        .where(is_een(log, Soort.KOSTEN, Soort.BERICHT), p.in_periode(log.c.dag), bedrag > 0)
        .where(verteld | weg.c.zaak_id.is_(None))
        .group_by(*groep)
        .order_by(*groep)
    )


def _niet_weggegaan(p: Peiling) -> CTE:
    log = p.log()
    wat, poging = (log.c.gegevens[naam].as_string() for naam in ("soort", "poging"))
    vraag = select(log.c.zaak_id, wat.label("wat"), poging.label("poging")).distinct()
    return vraag.where(is_een(log, Soort.BERICHT_VERVALLEN, Soort.BERICHT_MISLUKT)).cte("weg")


def belastingsoorten(p: Peiling) -> Select[Any]:
    """So many signalen went to team Vroegsignalering per largest belastingsoort, and for how many cents together."""
    log = p.log()
    k = log.c.gegevens
    soort = func.coalesce(k[("kenmerken", "belastingsoort")].as_string(), "onbekend").label("belastingsoort")
    bedrag = cast(func.sum(k["bedrag"].as_integer()), BigInteger).label("cent")
    vraag = select(log.c.gemeente, soort, func.count().label("signalen"), bedrag)
    waar = (is_een(log, Soort.OVERGEDRAGEN), p.in_periode(log.c.dag))
    return vraag.where(*waar).group_by(log.c.gemeente, soort).order_by(log.c.gemeente, soort)


def afwijkingen(p: Peiling) -> Select[Any]:
    """Per version of the beleid: so many signalen, with so many complete herinneringen, aanmaningen and afwijkingen."""
    log = p.log()
    over = eerste(p, Soort.OVERGEDRAGEN, naam="over")
    versie = RUW.c.beleid_versie
    afwijkend = tel(func.coalesce(lengte(log.c.gegevens["afwijkingen"]), 0) > 0).label("met_afwijking")
    bewijs = [
        tel(log.c.gegevens[("bewijs", naam, "dag")].as_string().is_not(None)).label(f"met_{naam}")
        for naam in ("herinnering", "aanmaning")
    ]
    return (
        select(log.c.gemeente, versie.label("beleid"), func.count().label("signalen"), *bewijs, afwijkend)
        .join(over, over.c.zaak_id == log.c.zaak_id)
        .join(RUW, (RUW.c.zaak_id == log.c.zaak_id) & (RUW.c.volgnr == log.c.volgnr))
        .where(is_een(log, Soort.OVERGEDRAGEN), log.c.dag == over.c.dag, p.in_periode(log.c.dag))
        .group_by(log.c.gemeente, versie)
        .order_by(log.c.gemeente, versie)
    )
