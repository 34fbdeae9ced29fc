"""What became of every incassozaak that was due? One row each, from the log as corrected."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, false, func, insert, select

from evaluation.logfeiten import GEPROBEERD
from evaluation.logvragen import eerste, nieuwste, vanaf
from evaluation.tabellen import INCASSO, KOSTEN, LOG, ONBEKEND, POGING
from evaluation.tussentabel import leg_vast
from models.database import tabel
from models.sqldagen import lengte, maand
from models.tabellen import Inwoner, Vordering, Zaak
from rules.doelgroep import AOW_VANAF, JONGERE_TOT
from rules.log import Soort
from rules.woorden import Berichtsoort, Doelgroep, Zaaksoort

ZAAK, INWONER, VORDERING = tabel(Zaak), tabel(Inwoner), tabel(Vordering)

BRIEVEN = (Berichtsoort.HERINNERING, Berichtsoort.AANMANING)


def vul_incasso(db: Connection, gemeenten: list[str], tot: date, einde: Table) -> None:
    """Every incassozaak that was due up to and with a day, with the first day of each step."""
    delen = {"stap": _stappen(), "geprobeerd": _geprobeerd(), "grootste": _grootste(), "kosten": _kosten()}
    stap, p, v, k = (leg_vast(db, naam, vraag) for naam, vraag in delen.items())
    kwijt = leg_vast(db, "kwijt", vanaf(Soort.KWIJTSCHELDING_TOEGEKEND, stap, stap.c.overgedragen))
    g = leg_vast(db, "overdracht", nieuwste(Soort.OVERGEDRAGEN, LOG.c.gegevens))
    groep = g.c.zegt[("kenmerken", "doelgroep")].as_string()
    voor = [_ervoor(dag, nr, stap) for dag, nr in ((p.c.herinnering, p.c.herinnering_nr),
            (p.c.aanmaning, p.c.aanmaning_nr), (p.c.eerste_op, p.c.eerste_nr))]  # fmt: skip
    vraag = (
        select(
            ZAAK.c.id, ZAAK.c.gemeente, INWONER.c.pseudoniem, maand(ZAAK.c.vervaldag), ZAAK.c.vervaldag,
            func.coalesce(v.c.belastingsoort, ONBEKEND), v.c.bedrag, func.coalesce(groep, _doelgroep(tot)),
            func.coalesce(g.c.zegt[("kenmerken", "leeftijd")].as_string(), ONBEKEND),
            g.c.zegt[("kenmerken", "telefoon")].as_boolean(), p.c.herinnering, p.c.aanmaning, p.c.eerste_op,
            p.c.bereikt_op, stap.c.overgedragen, maand(stap.c.overgedragen), stap.c.niet_overgedragen, stap.c.wacht,
            stap.c.wacht.is_not(None), stap.c.beoordeeld, stap.c.uitgevaardigd, stap.c.betekend,
            func.coalesce(kwijt.c.dag, stap.c.kwijtschelding), stap.c.regeling, stap.c.betaald, stap.c.gesloten,
            einde.c.zegt, func.coalesce(k.c.bedrag, 0), and_(*voor), func.coalesce(lengte(g.c.zegt["afwijkingen"]), 0),
        )
        .select_from(ZAAK)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .outerjoin(stap, stap.c.zaak_id == ZAAK.c.id)
        .outerjoin(kwijt, kwijt.c.zaak_id == ZAAK.c.id)
        .outerjoin(p, p.c.zaak_id == ZAAK.c.id)
        .outerjoin(v, v.c.zaak_id == ZAAK.c.id)
        .outerjoin(k, k.c.zaak_id == ZAAK.c.id)
        .outerjoin(g, g.c.zaak_id == ZAAK.c.id)
        .outerjoin(einde, einde.c.zaak_id == ZAAK.c.id)
        .where(ZAAK.c.soort == Zaaksoort.INCASSO.value, ZAAK.c.gemeente.in_(gemeenten), ZAAK.c.vervaldag <= tot)
    )  # fmt: skip
    db.execute(insert(INCASSO).from_select(INCASSO.c.keys(), vraag))


def _ervoor(dag: ColumnElement[Any], nummer: ColumnElement[Any], stap: Table) -> ColumnElement[bool]:
    """True when something happened before the overdracht, also within one day."""
    return func.coalesce(and_(dag <= stap.c.overgedragen, nummer < stap.c.overdracht_nr), false())


def _stappen() -> Select[Any]:
    s = Soort
    kolommen = {
        "overgedragen": eerste(s.OVERGEDRAGEN), "niet_overgedragen": eerste(s.NIET_OVERGEDRAGEN),
        "overdracht_nr": func.min(case((LOG.c.soort == s.OVERGEDRAGEN.value, LOG.c.volgnr))),
        "wacht": eerste(s.SIGNAAL_WACHT), "uitgevaardigd": eerste(s.DWANGBEVEL_UITGEVAARDIGD),
        "betekend": eerste(s.DWANGBEVEL_BETEKEND), "kwijtschelding": eerste(s.KWIJTSCHELDING_TOEGEKEND),
        "regeling": eerste(s.REGELING_GETROFFEN), "betaald": eerste(s.GESLOTEN, LOG.c.resultaat == "betaald"),
        "gesloten": eerste(s.GESLOTEN), "beoordeeld": eerste(s.TAAK_AFGEROND, LOG.c.wat == "dwangbevel-beoordelen"),
    }  # fmt: skip
    gezet = [kolom.label(naam) for naam, kolom in kolommen.items()]
    waar = LOG.c.afdeling == Zaaksoort.INCASSO.value
    return select(LOG.c.zaak_id, *gezet).where(waar).group_by(LOG.c.zaak_id)


def _geprobeerd() -> Select[Any]:
    p = POGING.c
    bereikt = func.min(case((p.bereikt, p.dag))).label("bereikt_op")
    eerste = func.min(case((p.kanaal.in_(GEPROBEERD), p.dag))).label("eerste_op")
    nummer = func.min(case((p.kanaal.in_(GEPROBEERD), p.volgnr))).label("eerste_nr")
    brieven = [func.min(case((p.soort == b.value, p.dag))).label(b.value) for b in BRIEVEN]
    brieven += [func.min(case((p.soort == b.value, p.volgnr))).label(f"{b.value}_nr") for b in BRIEVEN]
    waar = p.afdeling == Zaaksoort.INCASSO.value
    return select(p.zaak_id, eerste, nummer, bereikt, *brieven).where(waar).group_by(p.zaak_id)


def _grootste() -> Select[Any]:
    """Return per zaak the belastingsoort with the largest aanslag, and what all aanslagen are together."""
    v = VORDERING.c
    plaats = func.row_number().over(partition_by=v.zaak_id, order_by=(v.bedrag.desc(), v.id)).label("plaats")
    alles = func.sum(v.bedrag).over(partition_by=v.zaak_id).label("bedrag")
    alle = select(v.zaak_id, v.belastingsoort, alles, plaats).subquery()
    return select(alle.c.zaak_id, alle.c.belastingsoort, alle.c.bedrag).where(alle.c.plaats == 1)


def _kosten() -> Select[Any]:
    k = KOSTEN.c
    return select(k.zaak_id, func.sum(k.bedrag).label("bedrag")).group_by(k.zaak_id)


def _doelgroep(tot: date) -> ColumnElement[str]:
    """Return the doelgroep of who was never looked at for an overdracht, by his age on a day (rules/doelgroep.py)."""
    i = INWONER.c
    jong, oud = (_jaren_terug(tot, jaren) for jaren in (JONGERE_TOT, AOW_VANAF))
    return case(
        (i.ondernemer, Doelgroep.ONDERNEMER.value),
        (i.geboortedatum > jong, Doelgroep.JONGERE.value),
        (i.geboortedatum <= oud, Doelgroep.AOW.value),
        (i.huiseigenaar, Doelgroep.HUISEIGENAAR.value),
        else_=Doelgroep.HUURDER.value,
    )


def _jaren_terug(dag: date, jaren: int) -> date:
    try:
        return dag.replace(year=dag.year - jaren)
    except ValueError:
        return date(dag.year - jaren, 3, 1)
