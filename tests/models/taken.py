# pyright: basic
"""Builders of taken and colleagues: each taak belongs to a zaak of its own, with a resident and a log."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy import select, update

from models import register
from models.database import lezen, schrijven, tabel
from models.medewerkers import onthoud
from models.tabellen import Taak
from models.tabellen_werk import Taakactie
from rules.besluit import MaakTaak
from rules.rollen import Rol, blik
from rules.woorden import Taaksoort, Zaaksoort
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE, een_persoon, een_signaal, een_vordering, leg_op, signaleer, zaken

TAAK, ACTIE = tabel(Taak), tabel(Taakactie)
JULI_20, JULI_24, JULI_27 = date(2026, 7, 20), date(2026, 7, 24), date(2026, 7, 27)
"""A Monday, the Friday after it and the next Monday."""
VROEG, INCASSO = Zaaksoort.VROEGSIGNALERING, Zaaksoort.INCASSO

_teller = count()


def een_taak(
    waar: Omgeving, soort: Taaksoort = Taaksoort.BELLEN, *, afdeling: Zaaksoort = VROEG, dag: date = JULI_20,
    uiterlijk: date = JULI_27, regel: str = "call", **velden: Any,
) -> int:  # fmt: skip
    """Make one open taak for a resident of its own; `velden` are columns of taak that the test wants otherwise."""
    nummer = next(_teller) % 390
    persoon = een_persoon(nummer, bsn="") if "persoon" not in velden else velden.pop("persoon")
    if afdeling == VROEG:
        [zaak] = signaleer(waar, een_signaal(persoon, f"K{next(_teller)}"), dag=dag)
    else:
        leg_op(waar, [een_vordering(persoon, f"A{next(_teller)}")], levering=f"L{next(_teller)}")
        zaak = max(zaken(waar))
    with schrijven(waar.engine) as db:
        register.vraag_een_mens(db, zaak, MaakTaak(soort), regel, dag, uiterlijk)
        taak = db.execute(select(TAAK.c.id).where(TAAK.c.zaak_id == zaak).order_by(TAAK.c.id.desc())).scalars().first()
        velden = {"voorrang": uiterlijk} | velden
        db.execute(update(TAAK).where(TAAK.c.id == taak).values(velden))
    assert taak is not None
    return int(taak)


def een_collega(waar: Omgeving, naam: str, *rollen: Rol, gemeenten: tuple[str, ...] = (GEMEENTE,)) -> int:
    """Make one colleague known; by default of team Vroegsignalering."""
    with schrijven(waar.engine) as db:
        return onthoud(db, f"proef|{naam}", naam, rollen or (Rol.VROEGSIGNALERING,), gemeenten)


def stand(waar: Omgeving, taak: int) -> Any:
    """Return the row of a taak."""
    with lezen(waar.engine) as db:
        return db.execute(select(TAAK).where(TAAK.c.id == taak)).one()


def gebeurd(waar: Omgeving, taak: int) -> list[tuple[str, int | None]]:
    """Return what a taak went through, oldest first: the soort and who did it."""
    with lezen(waar.engine) as db:
        vraag = select(ACTIE.c.soort, ACTIE.c.medewerker_id).where(ACTIE.c.taak_id == taak).order_by(ACTIE.c.id)
        return [tuple(r) for r in db.execute(vraag)]


def blik_van(*rollen: Rol, gemeenten: tuple[str, ...] = (GEMEENTE,)) -> Any:
    """Return the blik of these roles."""
    return blik(rollen or (Rol.VROEGSIGNALERING,), gemeenten)


def erbij(waar: Omgeving, taak: int, soort: Taaksoort, *, regel: str = "visit", uiterlijk: date = JULI_27) -> int:
    """Make one more taak in the zaak of a taak."""
    zaak = stand(waar, taak).zaak_id
    with schrijven(waar.engine) as db:
        register.vraag_een_mens(db, zaak, MaakTaak(soort), regel, JULI_20, uiterlijk)
        return max(db.execute(select(TAAK.c.id).where(TAAK.c.zaak_id == zaak)).scalars())
