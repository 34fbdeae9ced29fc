# pyright: basic
"""Zaken with something in them: letters that left, a call, a reply, a note; one at each department."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import select

from models import register
from models.database import lezen, schrijven, tabel
from models.feiten import rond_taak_af
from models.handelingen import actor, teken_aan
from models.tabellen import Bericht, Reactie, Taak, Zaak
from models.tabellen_werk import Inzage
from rules.besluit import MaakTaak
from rules.uitkomst import lees_uitkomst
from rules.woorden import Taaksoort
from rules.zaaknummer import zaaknummer
from tasks import drukwerk, stappen
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, leg_op, signaleer

JUNI_5, JUNI_19, JULI_8 = date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 8)
JULI_13, JULI_20 = date(2026, 7, 13), date(2026, 7, 20)
VANDAAG = JULI_20


def op_dag(waar: Omgeving, dag: date = VANDAAG) -> Omgeving:
    """Work at ten o'clock on this day."""
    nieuw = replace(waar, nu=lambda: datetime.combine(dag, time(8), UTC))
    gebruik(nieuw)
    return nieuw


def ronde(dag: date, gemeente: str = GEMEENTE) -> None:
    """Take every step that is due, and let the letters leave."""
    stappen.zet([i for i, _ in stappen.te_doen(gemeente, dag)], gemeente, dag)
    drukwerk.verzend_brieven(dag)


@dataclass(frozen=True)
class Dossier:
    """One zaak to look at."""

    id: int
    nummer: str
    brief: str
    """The id of its newest letter."""


def dossier(waar: Omgeving, soort: str, welke: int = 0) -> Dossier:
    """Return a zaak of a department, the first one by default."""
    z, b = tabel(Zaak), tabel(Bericht)
    with lezen(waar.engine) as db:
        zaak_id = list(db.execute(select(z.c.id).where(z.c.soort == soort).order_by(z.c.id)).scalars())[welke]
        brieven = select(b.c.id).where(b.c.zaak_id == zaak_id, b.c.kanaal == "brief").order_by(b.c.dag.desc())
        return Dossier(zaak_id, zaaknummer(soort, zaak_id), db.execute(brieven).scalars().first() or "")


def incasso(waar: Omgeving, persoon: Any = None) -> Dossier:
    """A resident who got a herinnering and an aanmaning and is to be called."""
    persoon = persoon or een_persoon(0, achternaam="Kwartelmans", telefoon="+31201112233")
    leg_op(waar, [een_vordering(persoon)])
    for dag in (JUNI_5, JUNI_19, JULI_8):
        ronde(dag)
    return dossier(waar, "incasso")


def vroeg(waar: Omgeving, persoon: Any = None) -> Dossier:
    """A resident with a signaal, who got an offer of help."""
    persoon = persoon or een_persoon(1, achternaam="Zwaluwenburg", telefoon="+31612345678", mobiel=True)
    signaleer(waar, een_signaal(persoon, partner="Waterleiding Zuid", kenmerk="KLANT-77"), dag=JULI_13)
    ronde(JULI_20)
    return dossier(waar, "vroegsignalering")


def gebeld(waar: Omgeving, zaak_id: int, uitkomst: str, wie: int, notitie: str = "", dag: date = JULI_13) -> int:
    """Let a colleague record the outcome of a call; returns the taak."""
    with schrijven(waar.engine) as db:
        bellen = MaakTaak(Taaksoort.BELLEN)
        register.vraag_een_mens(db, zaak_id, bellen, "call", dag, dag)
        [(taak, _), *_] = register.open_vragen(db, zaak_id, bellen)
        rond_taak_af(db, taak, lees_uitkomst(uitkomst), dag, actor(wie))
        teken_aan(db, wie, zaak_id, taak, notitie)
    return taak


def schreef_terug(waar: Omgeving, zaak_id: int, tekst: str) -> int:
    """Keep an sms of a resident that a person must read."""
    rij = {"sleutel": f"s{zaak_id}", "op": datetime(2026, 7, 15, 9, tzinfo=UTC), "zaak_id": zaak_id, "soort": "lezen"}
    with schrijven(waar.engine) as db:
        gemaakt = db.execute(tabel(Reactie).insert().values(rij | {"van": "+31612345678", "tekst": tekst}))
        register.vraag_een_mens(
            db, zaak_id, MaakTaak(Taaksoort.REACTIE_LEZEN), "inwoner_schreef_terug", JULI_13, JULI_20
        )
    return int((gemaakt.inserted_primary_key or (0,))[0])


def open_taak(waar: Omgeving, zaak_id: int) -> int:
    """Return the id of an open taak of a zaak."""
    t = tabel(Taak)
    with lezen(waar.engine) as db:
        waar_ = (t.c.zaak_id == zaak_id, t.c.status == "open")
        return int(db.execute(select(t.c.id).where(*waar_).order_by(t.c.id)).scalars().first() or 0)


def inzagen(waar: Omgeving) -> list[tuple[int, int, str, str]]:
    """Return (medewerker, zaak, wat, waarom) of every look, oldest first."""
    i = tabel(Inzage).c
    with lezen(waar.engine) as db:
        return [tuple(r) for r in db.execute(select(i.medewerker_id, i.zaak_id, i.wat, i.waarom).order_by(i.id))]
