"""What came of a taak, and what do the rules do next? In words, for who just recorded it and for who comes later."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from models.correcties import ruwe_log
from models.database import tabel
from models.handelingen import medewerker_van
from models.tabellen import Gebeurtenis, Taak
from models.tabellen_werk import Aantekening
from models.tijdlijn import ONBEKEND, namen
from rules.correctie import Genummerd, geldend, ingetrokken, waarom_niet
from rules.log import Logregel, Soort
from rules.rollen import Blik
from rules.woorden import Taaksoort
from tasks.uitleg import Stand
from tasks.vooruitblik import stand
from worklist.verhaal import Woorden, vertel

TAAK, LOG, NOTITIE = tabel(Taak), tabel(Gebeurtenis), tabel(Aantekening)

HOOGSTENS = 8
"""So many steps are shown: the page of the zaak has them all."""


@dataclass(frozen=True, repr=False)
class Resultaat:
    """How a taak ended. No repr: notes are personal data."""

    woorden: Woorden
    wie: str
    dag: date
    volgnr: int
    gewijzigd: bool = False
    """A correction changed it since."""
    herstel: str = ""
    """Why it cannot be put right; empty: it can."""
    notities: tuple[tuple[str, datetime, str], ...] = ()


@dataclass(frozen=True)
class Vervolg:
    """What the rules did since, and what they do when nothing else happens."""

    gedaan: tuple[Woorden, ...]
    straks: tuple[Woorden, ...]
    dag: date | None
    """On which day; None: the zaak is closed, or the rules cannot tell."""
    vandaag: bool
    gesloten: bool
    plan: int | None = field(default=None)
    """The taak to plan the first conversation, when it is open."""


def resultaat_van(db: Connection, blik: Blik, taak: Row[Any]) -> Resultaat | None:
    """Return how a taak ended, or None while the log does not tell."""
    regels = ruwe_log(db, taak.zaak_id)
    einde = _einde(regels, taak)
    if einde is None:
        return None
    fout = next(g for g in regels if g.volgnr == einde[0])
    rijen = list(db.execute(select(NOTITIE).where(NOTITIE.c.taak_id == taak.id).order_by(NOTITIE.c.id)))
    wie = medewerker_van(fout.actor)
    bekend = namen(db, blik, {w for w in (wie, *(n.medewerker_id for n in rijen)) if w is not None})
    return Resultaat(
        vertel(einde[1]),
        bekend.get(wie, ONBEKEND) if wie else "Tijdig" if fout.actor == "systeem" else ONBEKEND,
        fout.logregel.dag,
        einde[0],
        einde[1].gegevens != fout.logregel.gegevens,
        waarom_niet(regels, einde[0]),
        tuple((bekend.get(n.medewerker_id, ONBEKEND), n.op, n.tekst) for n in rijen),
    )


def _einde(regels: Sequence[Genummerd], taak: Row[Any]) -> tuple[int, Logregel] | None:
    """Return the newest end of a taak that still holds: done, or dropped."""
    einden = (Soort.TAAK_AFGEROND, Soort.TAAK_VERVALLEN)
    nog = [(nr, r) for nr, r in geldend((g.volgnr, g.logregel) for g in regels) if r.soort in einden]
    van = [(nr, r) for nr, r in nog if (r.gegevens["soort"], r.gegevens["poging"]) == (taak.soort, taak.poging)]
    return van[-1] if van else None


def vervolg_van(db: Connection, taak: Row[Any], vandaag: date) -> Vervolg:
    """Return what happened after a taak and what comes next; nothing of the resident is in it."""
    regels = ruwe_log(db, taak.zaak_id)
    einde = _einde(regels, taak)
    weg = ingetrokken(regels)
    erna = [g for g in regels if g.regel and g.volgnr > (einde[0] if einde else 0) and g.volgnr not in weg]
    stappen = [g.logregel for g in erna if g.logregel.soort != Soort.CORRECTIE]
    gezien = straks_van(stand(db, taak.zaak_id, vandaag), vandaag)
    return Vervolg(tuple(vertel(r) for r in stappen[:HOOGSTENS]), *gezien, plan=_plan(db, taak.zaak_id))


def straks_van(nu: Stand | None, vandaag: date) -> tuple[tuple[Woorden, ...], date | None, bool, bool]:
    """Return the steps to come in words, the day, whether that is today, and whether the zaak is closed."""
    if nu is None or nu.verwacht is None:
        return (), None, False, nu is not None
    woorden = tuple(vertel(g.logregel) for g in nu.verwacht.stappen)
    return woorden, nu.verwacht.dag, bool(woorden) and nu.verwacht.dag <= vandaag, False


def _plan(db: Connection, zaak_id: int) -> int | None:
    waar = (TAAK.c.zaak_id == zaak_id, TAAK.c.soort == Taaksoort.GESPREK_PLANNEN.value, TAAK.c.status == "open")
    return db.execute(select(TAAK.c.id).where(*waar).order_by(TAAK.c.id.desc())).scalars().first()
