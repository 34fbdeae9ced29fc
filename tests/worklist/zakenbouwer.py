# pyright: basic
"""Small worlds for tests of visits, casus and decisions: a few residents, one kind of taak, a clock that stands."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from models import register
from models.database import lezen, schrijven, tabel
from models.tabellen import Taak, Zaak
from rules.beleid import Beleid
from rules.besluit import MaakTaak
from rules.levering import Adres, Persoon
from rules.woorden import Taaksoort, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.omgeving import Omgeving, gebruik
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, leg_op, signaleer

MAANDAG = date(2026, 7, 27)
NU = datetime(2026, 7, 27, 8, 0, tzinfo=UTC)
JULI_13, JULI_31 = date(2026, 7, 13), date(2026, 7, 31)
SLEUTELS = iter(f"sleutel-{n:016}" for n in range(1, 10_000_000))


def klok(waar: Omgeving, beleid: Beleid | None = None) -> Omgeving:
    """Let the clock stand on Monday 27 July 2026."""
    nieuw = replace(waar, nu=lambda: NU)
    if beleid is not None:
        nieuw = replace(nieuw, beleid=lambda _: beleid)
    gebruik(nieuw)
    return nieuw


def bewoner(n: int, straat: str = "Dorpsstraat", huis: str = "", postcode: str = "", **anders: Any) -> Persoon:
    """A resident at an address of the test."""
    adres = Adres(straat, huis or str(n + 1), "", postcode or f"{1000 + n}AB", "Voorbeeldstad")
    return een_persoon(n, adres=adres, **anders)


def vroegsignaal(waar: Omgeving, persoon: Persoon, kenmerk: str = "K1", **anders: Any) -> int:
    """Take one signaal in and return its zaak."""
    [zaak] = signaleer(waar, een_signaal(persoon, kenmerk, **anders), dag=JULI_13)
    return zaak


def incassozaak(waar: Omgeving, persoon: Persoon, nummer: str = "A1", **anders: Any) -> int:
    """Take one vordering in and return its zaak."""
    zaak = tabel(Zaak)
    with lezen(waar.engine) as db:
        eerder = set(db.execute(select(zaak.c.id)).scalars())
    leg_op(waar, [een_vordering(persoon, nummer, **anders)], levering=f"L{nummer}")
    with lezen(waar.engine) as db:
        return next(i for i in db.execute(select(zaak.c.id)).scalars() if i not in eerder)


def een_taak(waar: Omgeving, zaak: int, soort: Taaksoort, uiterlijk: date = JULI_31, gemaakt: date = MAANDAG) -> int:
    """Put one taak on the worklist and return its id."""
    with schrijven(waar.engine) as db:
        register.vraag_een_mens(db, zaak, MaakTaak(soort), "visit", gemaakt, uiterlijk)
    taak = tabel(Taak)
    with lezen(waar.engine) as db:
        waarde = select(taak.c.id).where(taak.c.zaak_id == zaak, taak.c.soort == soort.value)
        return int(db.execute(waarde.order_by(taak.c.id.desc())).scalars().first() or 0)


def rij(waar: Omgeving, model: Any, **waarden: Any) -> Any:
    """Return the one row of a table with these values."""
    [gevonden] = rijen(waar, model, **waarden)
    return gevonden


def rijen(waar: Omgeving, model: Any, **waarden: Any) -> Sequence[Any]:
    """Return the rows of a table with these values, oldest first."""
    t = tabel(model)
    with lezen(waar.engine) as db:
        vraag = select(t).where(*(t.c[naam] == waarde for naam, waarde in waarden.items()))
        return list(db.execute(vraag.order_by(*t.primary_key.columns)))


def sleutel() -> str:
    """Return the key of a form that was not sent before."""
    return next(SLEUTELS).ljust(24, "x")


def v_nr(zaak: int) -> str:
    """The number of a vroegsignaalzaak."""
    return zaaknummer(Zaaksoort.VROEGSIGNALERING, zaak)


def i_nr(zaak: int) -> str:
    """The number of an incassozaak."""
    return zaaknummer(Zaaksoort.INCASSO, zaak)


__all__ = ["GEMEENTE", "een_persoon"]
