"""What became of every signaal and every melding? One row each, from the log as corrected."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, false, func, insert, select

from evaluation.logvragen import nieuwste, vanaf
from evaluation.tabellen import INCASSO, LOG, MELDING, ONBEKEND, POGING, SIGNAAL
from evaluation.tussentabel import leg_vast
from models.database import tabel
from models.sqldagen import dagen, maand
from models.tabellen import Inwoner, Zaak
from models.tabellen import Signaal as Signaalrij
from rules.levering import Sector
from rules.log import Soort
from rules.resultaat import HULP, Eindresultaat
from rules.woorden import Zaaksoort

ZAAK, INWONER = tabel(Zaak), tabel(Inwoner)
BRON = tabel(Signaalrij)


def vul_signalen(db: Connection, gemeenten: list[str], tot: date, einde: Table) -> None:
    """Every signaal received up to and with a day, with what was known of it when it arrived."""
    s, k = BRON.c, leg_vast(db, "kenmerken", _kenmerken())
    melding = select(LOG.c.zaak_id, func.min(LOG.c.dag).label("dag")).where(LOG.c.soort == Soort.MELDING.value)
    opgepakt = leg_vast(db, "opgepakt", melding.group_by(LOG.c.zaak_id))
    bekend = func.coalesce(k.c.bekend, false()) | func.coalesce(einde.c.zegt == Eindresultaat.BEKEND.value, false())
    plaats = func.row_number().over(partition_by=s.zaak_id, order_by=(s.ontvangen_op, s.id))
    oud = case((s.ontstaansdatum.is_not(None), dagen(s.ontstaansdatum, s.ontvangen_op)))
    vraag = (
        select(
            s.id, s.zaak_id, s.gemeente, maand(s.ontvangen_op), s.ontvangen_op, s.sector,
            s.sector == Sector.GEMEENTEBELASTINGEN.value, s.bedrag, func.coalesce(k.c.dagen, oud),
            k.c.eerder, bekend, s.crisis, s.warme_overdracht, s.hulp_gevraagd,
            func.coalesce(k.c.doelgroep, ONBEKEND), func.coalesce(k.c.leeftijd, ONBEKEND),
            func.coalesce(k.c.telefoon, false()), func.coalesce(k.c.email, false()), opgepakt.c.dag, einde.c.zegt,
            s.bron_zaak_id, plaats,
        )
        .select_from(BRON)
        .outerjoin(k, and_(k.c.zaak_id == s.zaak_id, k.c.signaal == s.id))
        .outerjoin(opgepakt, opgepakt.c.zaak_id == s.zaak_id)
        .outerjoin(einde, einde.c.zaak_id == s.zaak_id)
        .where(s.gemeente.in_(gemeenten), s.ontvangen_op <= tot)
    )  # fmt: skip
    db.execute(insert(SIGNAAL).from_select(SIGNAAL.c.keys(), vraag))


def _kenmerken() -> Select[Any]:
    """Return what was frozen about every signaal at the moment it arrived."""
    g = LOG.c.gegevens

    def kenmerk(naam: str) -> Any:
        return g[("kenmerken", naam)]

    return (
        select(
            LOG.c.zaak_id, g["signaal"].as_integer().label("signaal"), kenmerk("dagen").as_integer().label("dagen"),
            kenmerk("eerder").as_integer().label("eerder"), kenmerk("bekend").as_boolean().label("bekend"),
            kenmerk("doelgroep").as_string().label("doelgroep"), kenmerk("leeftijd").as_string().label("leeftijd"),
            kenmerk("telefoon").as_boolean().label("telefoon"), kenmerk("email").as_boolean().label("email"),
        )
        .where(LOG.c.soort == Soort.SIGNAAL_ONTVANGEN.value)
    )  # fmt: skip


def vul_meldingen(db: Connection, einde: Table) -> None:
    """Every zaak that was taken up, with its signalen, its pogingen and its end."""
    start, p, s = (leg_vast(db, n, v) for n, v in (("start", _begin()), ("gedaan", _gedaan()), ("samen", _samen())))
    aangemeld = leg_vast(db, "aangemeld", vanaf(Soort.AANMELDING_SCHULDHULP, s, s.c.eerste_op))
    label = leg_vast(db, "label", nieuwste(Soort.MELDING, LOG.c.meervoudig))
    eerst, bij = SIGNAAL.alias(), INCASSO.alias()
    geholpen = func.coalesce(einde.c.zegt.in_([r.value for r in HULP]), false())
    hulp = geholpen | func.coalesce(p.c.hulp_op.is_not(None), false()) | func.coalesce(s.c.gevraagd > 0, false())
    hulp_op = func.coalesce(p.c.hulp_op, case((geholpen, start.c.gesloten_op)), case((s.c.gevraagd > 0, start.c.dag)))
    route = case((p.c.bezoeken > 0, "bezoek"), (p.c.gebeld > 0, "bellen"), else_="brief")
    vraag = (
        select(
            start.c.zaak_id, start.c.gemeente, INWONER.c.pseudoniem, maand(start.c.dag), start.c.dag, eerst.c.sector,
            s.c.gb > 0, s.c.aantal, s.c.sectoren, s.c.bedrag, eerst.c.dagen, eerst.c.eerder, label.c.zegt,
            start.c.opeenvolgend > 0, s.c.crisis > 0, route, eerst.c.doelgroep, eerst.c.leeftijd, eerst.c.telefoon,
            bij.c.belastingsoort, func.coalesce(p.c.variant, ""), func.coalesce(p.c.aantal, 0),
            p.c.bereikt_op.is_not(None), p.c.bereikt_op, _kanaal_van_bereik(start.c.zaak_id), hulp, hulp_op,
            p.c.gesprek_op, einde.c.zegt, start.c.gesloten_op, aangemeld.c.dag, p.c.minuten, s.c.bron_zaak_id,
        )
        .select_from(start)
        .join(ZAAK, ZAAK.c.id == start.c.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .join(s, s.c.zaak_id == start.c.zaak_id)
        .join(eerst, and_(eerst.c.zaak_id == start.c.zaak_id, eerst.c.plaats == 1))
        .join(label, label.c.zaak_id == start.c.zaak_id)
        .outerjoin(p, p.c.zaak_id == start.c.zaak_id)
        .outerjoin(aangemeld, aangemeld.c.zaak_id == start.c.zaak_id)
        .outerjoin(einde, einde.c.zaak_id == start.c.zaak_id)
        .outerjoin(bij, bij.c.zaak_id == s.c.bron_zaak_id)
    )  # fmt: skip
    db.execute(insert(MELDING).from_select(MELDING.c.keys(), vraag))


def _begin() -> Select[Any]:
    melding = LOG.c.soort == Soort.MELDING.value
    eerste = func.row_number().over(partition_by=(LOG.c.zaak_id, LOG.c.soort), order_by=LOG.c.volgnr)
    genummerd = select(
        LOG.c.zaak_id, LOG.c.gemeente, LOG.c.soort, LOG.c.dag, LOG.c.opeenvolgend, eerste.label("nr")
    ).where(LOG.c.soort.in_([Soort.MELDING.value, Soort.GESLOTEN.value]))
    g = genummerd.where(LOG.c.afdeling == Zaaksoort.VROEGSIGNALERING.value).subquery()
    melding = g.c.soort == Soort.MELDING.value
    volgt = func.max(case((and_(melding, g.c.nr == 1, g.c.opeenvolgend), 1), else_=0))
    return (
        select(
            g.c.zaak_id, func.min(g.c.gemeente).label("gemeente"), func.min(case((melding, g.c.dag))).label("dag"),
            volgt.label("opeenvolgend"),
            func.min(case((g.c.soort == Soort.GESLOTEN.value, g.c.dag))).label("gesloten_op"),
        )
        .group_by(g.c.zaak_id)
        .having(func.max(case((melding, 1), else_=0)) == 1)
    )  # fmt: skip


def _gedaan() -> Select[Any]:
    """Return per zaak what was tried and what came of it."""
    p = POGING.c
    brief = func.max(case((p.bereikt.is_(None), p.variant), else_=""))
    return (
        select(
            p.zaak_id, func.count(p.nummer).label("aantal"), func.sum(p.minuten).label("minuten"),
            func.sum(case((p.kanaal == "huisbezoek", 1), else_=0)).label("bezoeken"),
            func.sum(case((p.kanaal.in_(("bellen", "crisis")), 1), else_=0)).label("gebeld"),
            func.min(case((p.bereikt, p.dag))).label("bereikt_op"), func.min(case((p.hulp, p.dag))).label("hulp_op"),
            func.min(case((p.kanaal == "gesprek", p.dag))).label("gesprek_op"), brief.label("variant"),
        )
        .where(p.afdeling == Zaaksoort.VROEGSIGNALERING.value)
        .group_by(p.zaak_id)
    )  # fmt: skip


def _kanaal_van_bereik(zaak_id: ColumnElement[Any]) -> ColumnElement[Any]:
    p = POGING.alias()
    vraag = select(p.c.kanaal).where(p.c.zaak_id == zaak_id, p.c.bereikt).order_by(p.c.nummer).limit(1)
    return vraag.scalar_subquery()


def _samen() -> Select[Any]:
    """Return per zaak what its signalen are together."""
    s = SIGNAAL.c
    return (
        select(
            s.zaak_id, func.count().label("aantal"), func.count(s.sector.distinct()).label("sectoren"),
            func.sum(s.bedrag).label("bedrag"), func.sum(case((s.gb, 1), else_=0)).label("gb"),
            func.sum(case((s.crisis, 1), else_=0)).label("crisis"),
            func.sum(case((s.hulp_gevraagd, 1), else_=0)).label("gevraagd"),
            func.min(s.bron_zaak_id).label("bron_zaak_id"), func.min(s.ontvangen_op).label("eerste_op"),
        )
        .group_by(s.zaak_id)
    )  # fmt: skip
