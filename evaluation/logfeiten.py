"""What does the log say that figures count? The log as corrected, its contactpogingen, its costs and its silences."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    Connection,
    FromClause,
    Integer,
    Select,
    and_,
    case,
    cast,
    false,
    func,
    insert,
    literal,
    null,
    select,
    true,
    union_all,
)

from evaluation.tabellen import INCASSO, KOSTEN, LOG, POGING, STILTE
from models.database import tabel
from models.logboek import geldig_log
from models.sqldagen import dagen, maand
from models.tabellen import Gebeurtenis, Zaak
from rules.log import Soort
from rules.woorden import Kanaal, Taaksoort

ZAAK, RUW = tabel(Zaak), tabel(Gebeurtenis)

MET_KENMERKEN = (Soort.SIGNAAL_ONTVANGEN, Soort.OVERGEDRAGEN, Soort.NIET_OVERGEDRAGEN, Soort.AANMELDING_SCHULDHULP)
"""Of these the whole gebeurtenis is kept beside its columns."""

PERSOONLIJK: dict[str, str] = {
    Taaksoort.BELLEN.value: "bellen",
    Taaksoort.HUISBEZOEK.value: "huisbezoek",
    Taaksoort.CRISIS.value: "crisis",
    Taaksoort.GESPREK_PLANNEN.value: "gesprek",
}
"""By which kanaal a person does a taak; the others are no contact with a resident."""

GEPROBEERD = ("bellen", "huisbezoek")
"""What counts as an attempt at personal contact by Gemeentebelastingen."""


def vul_log(db: Connection, gemeenten: Sequence[str], tot: date) -> None:
    """Copy the log as corrected up to and with a day. Zaken without corrections take the short way."""
    hersteld = select(RUW.c.zaak_id).where(RUW.c.soort == Soort.CORRECTIE.value)
    ruw = select(RUW.c.zaak_id, RUW.c.volgnr, RUW.c.soort, RUW.c.dag, RUW.c.gegevens)
    gewoon = ruw.where(RUW.c.zaak_id.not_in(hersteld)).subquery("gewoon")
    geldig = geldig_log()
    for bron, waar in ((gewoon, true()), (geldig, geldig.c.zaak_id.in_(hersteld))):
        db.execute(insert(LOG).from_select(LOG.c.keys(), _regels(bron, gemeenten, tot).where(waar)))
    _zet_op_de_echte_dag(db)


def _regels(bron: FromClause, gemeenten: Sequence[str], tot: date) -> Select[Any]:
    c, g = bron.c, bron.c.gegevens
    kosten = case((c.soort == Soort.BERICHT.value, cast(g["kosten"].as_string(), Integer)))
    bedrag = case((c.soort == Soort.KOSTEN.value, cast(g["bedrag"].as_string(), Integer)))
    return (
        select(
            c.zaak_id, c.volgnr, ZAAK.c.soort, ZAAK.c.gemeente, c.soort.label("wat_er_gebeurde"), c.dag,
            g["soort"].as_string(), g["poging"].as_integer(), g["kanaal"].as_string(), g["bereikt"].as_boolean(),
            g["dagdeel"].as_string(), g["vervolg"].as_string(), g["uitkomst"].as_string(), g["resultaat"].as_string(),
            g["meervoudig"].as_boolean(), g["opeenvolgend"].as_boolean(), bedrag, kosten, g["reden"].as_string(),
            g["variant"].as_string(), g["minuten"].as_integer(),
            case((c.soort.in_([s.value for s in MET_KENMERKEN]), g)),
        )
        .join_from(bron, ZAAK, ZAAK.c.id == c.zaak_id)
        .where(ZAAK.c.gemeente.in_(gemeenten), c.dag <= tot)
    )  # fmt: skip


def _zet_op_de_echte_dag(db: Connection) -> None:
    """A bericht that left later than it was decided stands on the day on which it left (rules/dagtekening.py)."""
    later = LOG.alias()
    wie = and_(later.c.zaak_id == LOG.c.zaak_id, later.c.wat == LOG.c.wat, later.c.poging == LOG.c.poging)
    nieuwste = select(later.c.dag).where(wie, later.c.soort == Soort.BERICHT_LATER.value)
    dag = nieuwste.order_by(later.c.volgnr.desc()).limit(1).scalar_subquery()
    verzet = select(later.c.zaak_id).where(later.c.soort == Soort.BERICHT_LATER.value)
    waar = (LOG.c.soort == Soort.BERICHT.value, LOG.c.zaak_id.in_(verzet), dag > LOG.c.dag)
    db.execute(LOG.update().where(*waar).values(dag=dag))


def _vertrokken() -> Select[Any]:
    """Return the berichten that left or will leave: not those that were cancelled or failed."""
    weg = LOG.alias()
    zelfde = and_(weg.c.zaak_id == LOG.c.zaak_id, weg.c.wat == LOG.c.wat, weg.c.poging == LOG.c.poging)
    soorten = (Soort.BERICHT_VERVALLEN.value, Soort.BERICHT_MISLUKT.value)
    niet = select(weg.c.volgnr).where(zelfde, weg.c.soort.in_(soorten)).exists()
    return select(LOG).where(LOG.c.soort == Soort.BERICHT.value, ~niet)


def vul_pogingen(db: Connection) -> None:
    """Every bericht that left and everything that a person did to make contact."""
    b = _vertrokken().subquery("vertrokken")
    brieven = select(
        b.c.zaak_id, b.c.volgnr, b.c.afdeling, b.c.gemeente, maand(b.c.dag), b.c.dag, b.c.kanaal, b.c.wat, null(),
        null(), null(), false(), func.coalesce(b.c.variant, ""), null(),
    )  # fmt: skip
    db.execute(insert(POGING).from_select(POGING.c.keys(), brieven))
    gesproken = func.coalesce(LOG.c.bereikt, LOG.c.uitkomst == "gesprek gevoerd")
    nummer = func.row_number().over(partition_by=LOG.c.zaak_id, order_by=LOG.c.volgnr)
    hulp = func.coalesce(LOG.c.vervolg == "wil hulp", false())
    waar = (LOG.c.soort == Soort.TAAK_AFGEROND.value, LOG.c.wat.in_(PERSOONLIJK))
    mensen = select(
        LOG.c.zaak_id, LOG.c.volgnr, LOG.c.afdeling, LOG.c.gemeente, maand(LOG.c.dag), LOG.c.dag,
        case(PERSOONLIJK, value=LOG.c.wat), LOG.c.wat, nummer, LOG.c.dagdeel, gesproken, hulp, literal(""),
        LOG.c.minuten,
    ).where(*waar, gesproken.is_not(None), LOG.c.bereikt.is_not(None) | gesproken)  # fmt: skip
    db.execute(insert(POGING).from_select(POGING.c.keys(), mensen))


def vul_kosten(db: Connection) -> None:
    """What was charged: with a bericht, or told by the tax suite."""
    b = _vertrokken().subquery("vertrokken")
    aanmaning = select(b.c.zaak_id, b.c.gemeente, maand(b.c.dag), b.c.dag, literal("aanmaning"), b.c.kosten)
    verteld = select(LOG.c.zaak_id, LOG.c.gemeente, maand(LOG.c.dag), LOG.c.dag, literal("kosten"), LOG.c.bedrag)
    alles = union_all(
        aanmaning.where(b.c.kosten > 0), verteld.where(LOG.c.soort == Soort.KOSTEN.value, LOG.c.bedrag > 0)
    )
    db.execute(insert(KOSTEN).from_select(KOSTEN.c.keys(), alles))


MOMENT = (Soort.OVERGEDRAGEN.value, Soort.OPGESCHORT.value)


def vul_stiltes(db: Connection) -> None:
    """The days between two moments of an incassozaak, from its vervaldag to its end.

    Moments are the vervaldag, what left on paper or by e-mail, what people tried, an opschorting and the overdracht.
    While collection rests with a reason that the resident knows, silence is no silence.
    """
    z, p = INCASSO.c, POGING.c
    momenten = union_all(
        select(z.zaak_id, z.vervaldag.label("dag"), literal(0).label("volgnr"), false().label("rust")),
        select(p.zaak_id, p.dag, p.volgnr, false()).where(p.kanaal != Kanaal.SMS.value),
        select(LOG.c.zaak_id, LOG.c.dag, LOG.c.volgnr, LOG.c.soort == Soort.OPGESCHORT.value).where(
            LOG.c.soort.in_(MOMENT)
        ),
    ).subquery("momenten")
    volgorde = {"partition_by": momenten.c.zaak_id, "order_by": (momenten.c.dag, momenten.c.volgnr)}
    vorige = func.lag(momenten.c.dag).over(**volgorde).label("vorige")  # pyright: ignore[reportArgumentType]
    rust = func.lag(momenten.c.rust).over(**volgorde).label("rustte")  # pyright: ignore[reportArgumentType]
    paren = select(momenten.c.zaak_id, momenten.c.dag, vorige, rust).subquery("paren")
    lengte = dagen(paren.c.vorige, paren.c.dag)
    gat = (
        select(z.zaak_id, z.gemeente, maand(paren.c.dag), paren.c.dag, lengte, z.belastingsoort, z.doelgroep)
        .join_from(paren, INCASSO, z.zaak_id == paren.c.zaak_id)
        .where(paren.c.vorige >= z.vervaldag, ~paren.c.rustte)
        .where(func.coalesce(paren.c.dag <= z.gesloten_op, true()))
    )
    db.execute(insert(STILTE).from_select(STILTE.c.keys(), gat))
