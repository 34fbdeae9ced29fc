"""What must somebody know before he starts on a taak? Why it is there, what was sent and tried, and how it ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from models.database import tabel
from models.handelingen import medewerker_van
from models.tabellen import Bericht, Gebeurtenis
from models.tabellen_werk import Medewerker
from rules.correctie import lees_log
from rules.log import Log, Logregel, Soort

LOG, BERICHT, MEDEWERKER = tabel(Gebeurtenis), tabel(Bericht), tabel(Medewerker)

OVER_TAKEN = (Soort.TAAK, Soort.TAAK_AFGEROND, Soort.TAAK_VERVALLEN, Soort.CORRECTIE)
LAATSTE = 5
"""So many berichten and attempts are shown: the page of the zaak has them all."""


@dataclass(frozen=True)
class Aanleiding:
    """What asked for the taak: the rule, on which day, under which beleid, with which facts (never personal data)."""

    regel: str
    dag: date
    beleid: str
    feiten: Mapping[str, Any]


@dataclass(frozen=True)
class Einde:
    """How a taak left the worklist: done by a colleague (a name, or empty), or dropped for a reason."""

    dag: date
    door: str
    uitkomst: Mapping[str, Any]


@dataclass(frozen=True)
class Taakbeeld:
    """Everything around one taak, newest first where there is more than one."""

    aanleiding: Aanleiding | None
    pogingen: tuple[Logregel, ...]
    berichten: tuple[Row[Any], ...]
    einde: Einde | None = None
    meer: bool = field(default=False)
    """There was more than is shown here."""


def beeld_van(db: Connection, taak: Row[Any]) -> Taakbeeld:
    """Return what is known around a taak; the caller found it through a blik."""
    rijen = list(db.execute(_log(taak.zaak_id)))
    log = lees_log((r.volgnr, Logregel(Soort(r.soort), r.dag, r.gegevens)) for r in rijen)
    pogingen = _pogingen(log)
    berichten = list(db.execute(_berichten(taak.zaak_id)))
    return Taakbeeld(
        _aanleiding(taak, rijen),
        tuple(pogingen[:LAATSTE]),
        tuple(berichten[:LAATSTE]),
        None if taak.status == "open" else _einde(db, taak, rijen),
        len(pogingen) > LAATSTE or len(berichten) > LAATSTE,
    )


def _log(zaak_id: int) -> Select[Any]:
    soorten = [s.value for s in OVER_TAKEN]
    return select(LOG).where(LOG.c.zaak_id == zaak_id, LOG.c.soort.in_(soorten)).order_by(LOG.c.volgnr)


def _berichten(zaak_id: int) -> Select[Any]:
    b = BERICHT.c
    vraag: Select[Any] = select(b.id, b.soort, b.kanaal, b.dag, b.status, b.verzonden_op)  # type: ignore[assignment]
    vraag = vraag.where(b.zaak_id == zaak_id)
    return vraag.order_by(b.dag.desc(), b.id.desc()).limit(LAATSTE + 1)


def _pogingen(log: Log) -> list[Logregel]:
    """Attempts to reach the resident as the log holds now, newest first."""
    return [r for r in reversed(log.alle(Soort.TAAK_AFGEROND)) if "bereikt" in r.gegevens]


def _over(taak: Row[Any], rijen: Sequence[Row[Any]], *soorten: Soort) -> Row[Any] | None:
    deze = (r for r in reversed(rijen) if Soort(r.soort) in soorten)
    return next((r for r in deze if (r.gegevens["soort"], r.gegevens["poging"]) == (taak.soort, taak.poging)), None)


def _aanleiding(taak: Row[Any], rijen: Sequence[Row[Any]]) -> Aanleiding | None:
    rij = _over(taak, rijen, Soort.TAAK)
    if rij is None:
        return None
    feiten = {naam: waarde for naam, waarde in rij.gegevens.items() if naam not in ("soort", "poging")}
    return Aanleiding(rij.regel, rij.dag, rij.beleid_versie, feiten)


def _einde(db: Connection, taak: Row[Any], rijen: Sequence[Row[Any]]) -> Einde | None:
    rij = _over(taak, rijen, Soort.TAAK_AFGEROND, Soort.TAAK_VERVALLEN)
    if rij is None:
        return Einde(taak.afgerond_op, "", {}) if taak.afgerond_op else None
    wie = medewerker_van(rij.actor)
    naam = db.execute(select(MEDEWERKER.c.naam).where(MEDEWERKER.c.id == wie)).scalar() if wie else None
    return Einde(rij.dag, str(naam or ""), rij.gegevens)
