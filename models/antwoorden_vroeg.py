"""Questions 4, 6 and 11 to 15 of domain.md §9: whom did a signaal reach, and what came of it?"""

from typing import Any

from sqlalchemy import CTE, ColumnElement, FromClause, Select, and_, case, func, literal, or_, select

from models.database import tabel
from models.grootboekbron import Peiling, eerste, is_een, ooit, tel
from models.sqldagen import dagen
from models.tabellen import Signaal
from rules.levering import Aanmeldbron, Sector
from rules.log import Soort
from rules.resultaat import HULP
from rules.woorden import Taaksoort, Zaaksoort

SIGNAAL = tabel(Signaal)
JAAR_D, HALF_JAAR_D = 365, 183


def _bereikt(log: FromClause) -> ColumnElement[bool]:
    """The resident was really spoken to: a letter never counts."""
    gesprek = log.c.gegevens["uitkomst"].as_string() == "gesprek gevoerd"
    return and_(is_een(log, Soort.TAAK_AFGEROND), or_(log.c.gegevens["bereikt"].as_boolean().is_(True), gesprek))


def _geholpen(log: FromClause) -> ColumnElement[bool]:
    """Somebody wrote down that the resident wants help, or the end was help."""
    g = log.c.gegevens
    gezegd = and_(is_een(log, Soort.TAAK_AFGEROND), g["vervolg"].as_string() == "wil hulp")
    return or_(gezegd, and_(is_een(log, Soort.GESLOTEN), g["resultaat"].as_string().in_(sorted(HULP))))


def _zaken(p: Peiling, naam: str) -> CTE:
    """Return per zaak whether the resident was reached and accepted help, and when a dwangbevel was served last."""
    log, s = p.log(), SIGNAAL.alias()
    gevraagd = select(s.c.zaak_id).where(s.c.hulp_gevraagd)
    hulp = ooit(or_(_geholpen(log), log.c.zaak_id.in_(gevraagd)))
    betekend = func.max(case((is_een(log, Soort.DWANGBEVEL_BETEKEND), log.c.dag))).label("betekend_op")
    rust = and_(is_een(log, Soort.OPGESCHORT), log.c.gegevens["reden"].as_string() == "hulp")
    gb = log.c.gegevens["sector"].as_string() == Sector.GEMEENTEBELASTINGEN.value
    van_ons = ooit(and_(is_een(log, Soort.SIGNAAL_ONTVANGEN), gb)).label("van_ons")
    kolommen = (ooit(_bereikt(log)).label("bereikt"), hulp.label("hulp"), ooit(rust).label("rust"), van_ons, betekend)
    return select(log.c.zaak_id, *kolommen).group_by(log.c.zaak_id).cte(naam)


def _signalen(p: Peiling) -> CTE:
    """Return every signaal of the period with its kenmerken, and whether its zaak led to contact, help or coercion."""
    log, zaak, bron = p.log(), _zaken(p, "zaak_nu"), _zaken(p, "bron_nu")
    g = log.c.gegevens

    def k(naam: str) -> Any:
        return g[("kenmerken", naam)]

    return (
        select(
            log.c.gemeente, log.c.zaak_id, log.c.dag, g["sector"].as_string().label("sector"),
            k("eerder").as_integer().label("eerder"), k("bekend").as_boolean().label("bekend"),
            k("doelgroep").as_string().label("doelgroep"), k("leeftijd").as_string().label("leeftijd"),
            zaak.c.bereikt, zaak.c.hulp, (bron.c.betekend_op >= log.c.dag).label("dwangbevel"),
        )
        .join_from(log, SIGNAAL, SIGNAAL.c.id == g["signaal"].as_integer())
        .join(zaak, zaak.c.zaak_id == log.c.zaak_id)
        .outerjoin(bron, bron.c.zaak_id == SIGNAAL.c.bron_zaak_id)
        .where(is_een(log, Soort.SIGNAAL_ONTVANGEN), p.in_periode(log.c.dag))
        .cte("signalen")
    )  # fmt: skip


def _per(s: FromClause, *groep: ColumnElement[Any], **tellingen: ColumnElement[bool]) -> Select[Any]:
    """Count the rows of each group, and of how many of them something is true."""
    alle = (s.c.gemeente, *groep)
    geteld = [tel(waar).label(naam) for naam, waar in tellingen.items()]
    return select(*alle, func.count().label("aantal"), *geteld).group_by(*alle).order_by(*alle)


def _gb(s: FromClause) -> ColumnElement[str]:
    van_ons = s.c.sector == Sector.GEMEENTEBELASTINGEN.value
    return case((van_ons, "gemeentebelastingen"), else_="andere partners").label("van")


def aanmeldingen(p: Peiling) -> Select[Any]:
    """Per way in which people came to schuldhulp within a year: so many vroegsignaalzaken of the period."""
    begin, log = eerste(p, Soort.SIGNAAL_ONTVANGEN, naam="begin"), p.log()
    gezegd = log.c.gegevens["bron"].as_string()
    onbekend = Aanmeldbron.ONBEKEND.value
    bron = func.coalesce(func.min(case((gezegd != onbekend, gezegd))), onbekend).label("bron")
    stap = (
        select(log.c.zaak_id, func.min(log.c.dag).label("dag"), bron)
        .where(is_een(log, Soort.AANMELDING_SCHULDHULP))
        .group_by(log.c.zaak_id)
        .cte("stap")
    )
    op_tijd = dagen(begin.c.dag, stap.c.dag) <= JAAR_D
    hoe = case((op_tijd, stap.c.bron), else_="geen aanmelding").label("bron")
    vraag = select(begin.c.gemeente, hoe, func.count().label("aantal"))
    vraag = vraag.outerjoin(stap, stap.c.zaak_id == begin.c.zaak_id).where(p.in_periode(begin.c.dag))
    return vraag.group_by(begin.c.gemeente, hoe).order_by(begin.c.gemeente, hoe)


def voorspellers(p: Peiling) -> Select[Any]:
    """Per sector, and first or later signaal on the address: so many signalen, and how many led to what."""
    s = _signalen(p)
    vaker = case((s.c.eerder > 0, "vaker"), else_="eerste").label("keer")
    return _per(s, s.c.sector, vaker, bereikt=s.c.bereikt, hulp=s.c.hulp, dwangbevel=s.c.dwangbevel)


def bereikbaarheid(p: Peiling) -> Select[Any]:
    """At the signaal and at the decision to hand over: of how many a telefoonnummer or e-mail address was known."""
    log = p.log()
    moment = case((is_een(log, Soort.SIGNAAL_ONTVANGEN), "bij het signaal"), else_="bij de overdracht").label("moment")
    k = log.c.gegevens["kenmerken"]
    soorten = (Soort.SIGNAAL_ONTVANGEN, Soort.OVERGEDRAGEN, Soort.NIET_OVERGEDRAGEN)
    met = {naam: tel(k[naam].as_boolean().is_(True)).label(naam) for naam in ("telefoon", "email")}
    vraag = select(log.c.gemeente, moment, func.count().label("aantal"), *met.values())
    vraag = vraag.where(is_een(log, *soorten), p.in_periode(log.c.dag))
    return vraag.group_by(log.c.gemeente, moment).order_by(log.c.gemeente, moment)


def doelgroepen(p: Peiling) -> Select[Any]:
    """Per doelgroep and band of age: so many signalen, and how many on an address that had none in six months."""
    s = _signalen(p)
    return _per(s, s.c.doelgroep, s.c.leeftijd, eerste_keer=s.c.eerder == 0, bereikt=s.c.bereikt)


def nieuw_in_beeld(p: Peiling) -> Select[Any]:
    """So many signalen, known at schuldhulp or signalled before; nieuw is neither (goal 1)."""
    s = _signalen(p)
    bekend, eerder = s.c.bekend.is_(True), s.c.eerder > 0
    return _per(s, _gb(s), bekend=bekend, eerder=eerder, nieuw=and_(~bekend, s.c.eerder == 0))


def _meldingen(p: Peiling) -> CTE:
    """Return every melding of the period with what its signalen were and what came of it."""
    m, zaak = eerste(p, Soort.MELDING, naam="melding"), _zaken(p, "zaak_nu")
    sector = case((zaak.c.van_ons, Sector.GEMEENTEBELASTINGEN.value), else_="").label("sector")
    vraag = select(m.c.gemeente, m.c.zaak_id, sector, zaak.c.bereikt, zaak.c.hulp)
    return vraag.join(zaak, zaak.c.zaak_id == m.c.zaak_id).where(p.in_periode(m.c.dag)).cte("meldingen")


def bereik(p: Peiling) -> Select[Any]:
    """So many meldingen, of how many the resident was reached, and of those how many accepted help (goal 2)."""
    m = _meldingen(p)
    return _per(m, _gb(m), bereikt=m.c.bereikt, hulp_na_bereik=and_(m.c.bereikt, m.c.hulp))


def wat_werd_van_de_hulp(p: Peiling) -> Select[Any]:
    """Per end with help: so many zaken, how many asked rest, and where a new signaal about the resident came after."""
    einde, zaak = p.log(), _zaken(p, "zaak_nu")
    g = einde.c.gegevens
    weer = and_(SIGNAAL.c.inwoner_id == einde.c.inwoner_id, SIGNAAL.c.ontvangen_op > einde.c.dag)
    opnieuw = {
        f"opnieuw_binnen_{maanden}_maanden": tel(
            select(literal(1)).where(weer, SIGNAAL.c.ontvangen_op <= p.tot,
                                     dagen(einde.c.dag, SIGNAAL.c.ontvangen_op) <= grens).exists()
        ).label(f"opnieuw_binnen_{maanden}_maanden")
        for maanden, grens in ((6, HALF_JAAR_D), (12, JAAR_D))
    }  # fmt: skip
    resultaat = g["resultaat"].as_string().label("resultaat")
    vraag = select(einde.c.gemeente, resultaat, func.count().label("aantal"), tel(zaak.c.rust).label("met_rust"))
    vraag = vraag.add_columns(*opnieuw.values()).join_from(einde, zaak, zaak.c.zaak_id == einde.c.zaak_id)
    waar = (is_een(einde, Soort.GESLOTEN), einde.c.afdeling == Zaaksoort.VROEGSIGNALERING.value)
    vraag = vraag.where(*waar, resultaat.in_(sorted(HULP)), p.in_periode(einde.c.dag))
    return vraag.group_by(einde.c.gemeente, resultaat).order_by(einde.c.gemeente, resultaat)


PERSOONLIJK = (Taaksoort.BELLEN, Taaksoort.HUISBEZOEK, Taaksoort.CRISIS)
"""What people do to make contact."""
