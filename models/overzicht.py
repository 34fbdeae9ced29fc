"""Where do all zaken stand? Counts from the database, for the outcome table of a round, a demo or a screen."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Select, Table, cast, distinct, func, select

from models.database import tabel
from models.logboek import geldig_log
from models.tabellen import Bericht, Signaal, Taak, Zaak
from rules.log import Soort
from rules.resultaat import HULP
from rules.woorden import Zaaksoort

ZAAK, SIGNAAL = tabel(Zaak), tabel(Signaal)
BERICHT, TAAK = tabel(Bericht), tabel(Taak)
LOG = geldig_log()
"""What was put right counts as it is now."""


@dataclass(frozen=True)
class Overzicht:
    """Counts over the whole database; `incassokosten` in cents."""

    zaken: dict[str, int]
    open: dict[str, int]
    resultaten: dict[str, dict[str, int]]
    berichten: dict[str, int]
    open_taken: dict[str, int]
    signalen: dict[str, int]
    meldingen: int
    meervoudig: int
    opeenvolgend: int
    bereikt: int
    hulp: int
    overgedragen: int
    niet_overgedragen: dict[str, int]
    incassokosten: int
    zonder_volgende_datum: int = field(default=0)


def maak_overzicht(db: Connection) -> Overzicht:
    """Count what happened; every figure is a query on the log or the tables, nothing is remembered apart."""
    gesloten = _gesloten_zaken()
    return Overzicht(
        zaken=_tel(db, ZAAK.c.soort, ZAAK),
        open=_tel(db, ZAAK.c.soort, ZAAK, ZAAK.c.volgende_toets.is_not(None)),
        resultaten={soort.value: _resultaten(db, soort) for soort in Zaaksoort},
        berichten=_tel(db, BERICHT.c.kanaal + " " + BERICHT.c.soort + " " + BERICHT.c.status, BERICHT),
        open_taken=_tel(db, TAAK.c.soort, TAAK, TAAK.c.status == "open"),
        signalen=_tel(db, SIGNAAL.c.sector, SIGNAAL),
        meldingen=_zaken_met(db, Soort.MELDING),
        meervoudig=_zaken_met(db, Soort.MELDING, LOG.c.gegevens["meervoudig"].as_boolean()),
        opeenvolgend=_zaken_met(db, Soort.MELDING, LOG.c.gegevens["opeenvolgend"].as_boolean()),
        bereikt=_meldingen_bereikt(db),
        hulp=sum(n for naam, n in _resultaten(db, Zaaksoort.VROEGSIGNALERING).items() if naam in HULP),
        overgedragen=_zaken_met(db, Soort.OVERGEDRAGEN),
        niet_overgedragen=_redenen(db),
        incassokosten=_kosten(db),
        zonder_volgende_datum=_zonder_datum(db, gesloten),
    )


def _tel(db: Connection, naam: ColumnElement[str], bron: Table, *waar: ColumnElement[bool]) -> dict[str, int]:
    vraag = select(naam, func.count()).select_from(bron).where(*waar).group_by(naam).order_by(func.count().desc(), naam)  # type: ignore[call-overload]
    return {str(sleutel): int(aantal) for sleutel, aantal in db.execute(vraag)}


def _zaken_met(db: Connection, soort: Soort, *waar: ColumnElement[bool]) -> int:
    vraag = select(func.count(distinct(LOG.c.zaak_id))).where(LOG.c.soort == soort.value, *waar)
    return int(db.execute(vraag).scalar_one())


def _resultaten(db: Connection, soort: Zaaksoort) -> dict[str, int]:
    resultaat = LOG.c.gegevens["resultaat"].as_string()
    vraag = (
        select(resultaat, func.count(distinct(LOG.c.zaak_id)))
        .join(ZAAK, ZAAK.c.id == LOG.c.zaak_id)
        .where(LOG.c.soort == Soort.GESLOTEN.value, ZAAK.c.soort == soort.value, ZAAK.c.volgende_toets.is_(None))
        .group_by(resultaat)
        .order_by(func.count().desc(), resultaat)
    )
    return {str(naam): int(aantal) for naam, aantal in db.execute(vraag)}


def _meldingen_bereikt(db: Connection) -> int:
    """Return in how many meldingen the resident was reached at least once (DDAS bereikt=true)."""
    melding = select(LOG.c.zaak_id).where(LOG.c.soort == Soort.MELDING.value)
    vraag = select(func.count(distinct(LOG.c.zaak_id))).where(
        LOG.c.soort == Soort.TAAK_AFGEROND.value, LOG.c.gegevens["bereikt"].as_boolean(), LOG.c.zaak_id.in_(melding)
    )
    return int(db.execute(vraag).scalar_one())


def _redenen(db: Connection) -> dict[str, int]:
    """Return how often each voorwaarde stood in the way of a handover."""
    tellingen: dict[str, int] = {}
    vraag = select(LOG.c.gegevens).where(LOG.c.soort == Soort.NIET_OVERGEDRAGEN.value)
    for gegevens in db.execute(vraag).scalars():
        for voorwaarde in gegevens["voorwaarden"]:
            tellingen[voorwaarde] = tellingen.get(voorwaarde, 0) + 1
    return dict(sorted(tellingen.items(), key=lambda paar: -paar[1]))


def _kosten(db: Connection) -> int:
    kosten = cast(LOG.c.gegevens["kosten"].as_string(), Integer)
    vraag = select(func.sum(kosten)).where(LOG.c.soort == Soort.BERICHT.value)
    return int(db.execute(vraag).scalar_one() or 0)


def _gesloten_zaken() -> Select[Any]:
    return select(LOG.c.zaak_id).where(LOG.c.soort == Soort.GESLOTEN.value)


def _zonder_datum(db: Connection, gesloten: Select[Any]) -> int:
    """Return how many zaken have neither an end nor a next date: there must be none."""
    vraag = select(func.count()).select_from(ZAAK).where(ZAAK.c.volgende_toets.is_(None), ZAAK.c.id.not_in(gesloten))
    return int(db.execute(vraag).scalar_one())
