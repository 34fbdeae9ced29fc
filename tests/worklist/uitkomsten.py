# pyright: basic
"""Zaken with an open taak, at either department, for the tests of outcomes, decisions and corrections."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select, update

from models.correcties import ruwe_log
from models.database import lezen, schrijven, tabel
from models.feiten import open_taak
from models.personen import pseudoniem
from models.tabellen import Bericht, Taak, Zaak
from rules.correctie import lees_log
from rules.log import Logregel, Soort
from rules.rollen import Rol
from rules.woorden import Kanaal, Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks import stappen
from tasks.kanaal import Antwoord, Uitkomst
from tasks.omgeving import Omgeving, gebruik, omgeving
from tasks.verwerken import verwerk
from tests.models.bouwers import (
    GEMEENTE,
    JULI_8,
    JUNI_5,
    JUNI_19,
    een_persoon,
    een_signaal,
    een_vordering,
    geef_nummer,
    leg_op,
    signaleer,
    zaken,
)
from tests.tasks.berichten import JULI_22, in_hand, zet_klaar
from tests.worklist.bouwstenen import Klant, klant

TAAK, ZAAK, BERICHT = tabel(Taak), tabel(Zaak), tabel(Bericht)
OCHTEND = datetime(2026, 7, 8, 8, 30, tzinfo=UTC)
"""Half past ten on 8 July in the Netherlands, the day on which a person is asked to call."""
JULI_13, JULI_20 = date(2026, 7, 13), date(2026, 7, 20)


def op(waar: Omgeving, moment: datetime) -> Omgeving:
    """Work at this moment."""
    nieuw = replace(waar, nu=lambda: moment)
    gebruik(nieuw)
    return nieuw


def ronde(*dagen: date) -> None:
    """Take the steps of these days for everything that is due; what is ready has left at the end of each day."""
    for dag in dagen:
        stappen.zet([z for z, _ in stappen.te_doen(GEMEENTE, dag)], GEMEENTE, dag)
        with schrijven(omgeving().engine) as db:
            db.execute(update(BERICHT).where(BERICHT.c.status == "klaargezet").values(status="verzonden"))


def bel_taak(waar: Omgeving, nummer: int = 0) -> int:
    """Return an open taak bellen at Gemeentebelastingen, made on 8 July; the next moment is that morning."""
    persoon = een_persoon(nummer)
    leg_op(waar, [een_vordering(persoon, f"A{nummer}")], levering=f"L{nummer}")
    with waar.engine.begin() as db:
        geef_nummer(db, persoon, Zaaksoort.INCASSO, mobiel=f"+316123456{nummer:02}")
    ronde(JUNI_5, JUNI_19, JULI_8)
    return vind(waar, nummer, Taaksoort.BELLEN)


def crisis_taak(waar: Omgeving) -> int:
    """Return an open taak crisis at team Vroegsignalering, made on 8 July."""
    signaleer(waar, een_signaal(een_persoon(), crisis=True, signaaldatum=JULI_8), dag=JULI_8)
    ronde(JULI_8)
    return vind(waar, 0, Taaksoort.CRISIS)


def vind(waar: Omgeving, nummer: int, soort: Taaksoort) -> int:
    """Return the oldest open taak of this soort of a person."""
    with lezen(waar.engine) as db:
        gevonden = open_taak(db, pseudoniem(GEMEENTE, een_persoon(nummer)), soort)
    assert gevonden is not None, soort
    return gevonden


def invordering(waar: Omgeving, naam: str = "Sanne de Boer") -> Klant:
    """A colleague of Gemeentebelastingen."""
    return klant(waar, Rol.INVORDERING, naam=naam)


def vroeg(waar: Omgeving, naam: str = "Youssef Amrani") -> Klant:
    """A colleague of team Vroegsignalering and schuldhulp."""
    return klant(waar, Rol.VROEGSIGNALERING, Rol.SCHULDHULP, naam=naam)


def velden(pagina: str) -> dict[str, str]:
    """Return the hidden fields that make a form ours: key and version."""
    import re

    gevonden = dict(re.findall(r'name="(sleutel|versie)" value="([^"]*)"', pagina))
    return {"versie": "0", **gevonden}


def stuur(browser: Klant, pad: str, **gegevens: Any) -> Any:
    """Open a form and send it."""
    return browser.stuur(pad, **velden(browser.lees(pad)), **gegevens)


def rauw(waar: Omgeving, zaak_id: int) -> list[Logregel]:
    """Return the log of a zaak as it was recorded."""
    with lezen(waar.engine) as db:
        return [g.logregel for g in ruwe_log(db, zaak_id)]


def hersteld(waar: Omgeving, zaak_id: int) -> list[Logregel]:
    """Return the log of a zaak as corrected."""
    with lezen(waar.engine) as db:
        return list(lees_log((g.volgnr, g.logregel) for g in ruwe_log(db, zaak_id)).regels)


def laatste(waar: Omgeving, zaak_id: int, soort: Soort) -> int:
    """Return the number of the newest gebeurtenis of a soort."""
    with lezen(waar.engine) as db:
        return max(g.volgnr for g in ruwe_log(db, zaak_id) if g.logregel.soort == soort)


def nummer_van(waar: Omgeving, zaak_id: int) -> str:
    """Return the zaaknummer of a zaak."""
    with lezen(waar.engine) as db:
        return zaaknummer(db.execute(select(ZAAK.c.soort).where(ZAAK.c.id == zaak_id)).scalar_one(), zaak_id)


def taak(waar: Omgeving, taak_id: int) -> Any:
    """Return the row of a taak."""
    with lezen(waar.engine) as db:
        return db.execute(select(TAAK).where(TAAK.c.id == taak_id)).one()


__all__ = ["JULI_8", "een_persoon", "zaken"]


def onzekere_taak(waar: Omgeving) -> tuple[int, str]:
    """Return an open taak about a sms of which nobody knows whether it left, and that sms."""
    [bericht] = zet_klaar(waar, Kanaal.SMS)
    verwerk([(in_hand(waar, bericht), Antwoord(Uitkomst.ONBEKEND))], JULI_22)
    with lezen(waar.engine) as db:
        return int(db.execute(select(TAAK.c.id)).scalar_one()), bericht
