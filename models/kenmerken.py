"""What is known of a signaal at the moment that it arrives? Counted and looked up once, then frozen in the log."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from models.bereikbaar import Bereikbaar, bereikbaar
from models.database import tabel
from models.tabellen import Signaal, Zaak
from rules.beleid import Beleid
from rules.kenmerken import Bewoner, Signaalstand, van_signaal
from rules.levering import SignaalRij
from rules.matching import OPEENVOLGEND_MND, maanden_terug

SIGNAAL, ZAAK = tabel(Signaal), tabel(Zaak)


def kenmerken(db: Connection, beleid: Beleid, inwoner: Any, rij: SignaalRij, today: date) -> dict[str, Any]:
    """Return the kenmerken of a signaal about an inwoner (a row of team Vroegsignalering) that arrives on `today`."""
    contact = bereikbaar(db, [inwoner.id]).get(inwoner.id, Bereikbaar())
    wie = (inwoner.geboortedatum, inwoner.ondernemer, inwoner.huiseigenaar)
    bewoner = Bewoner(*wie, contact.telefoon, contact.email)
    dagen = max((today - rij.ontstaansdatum).days, 0) if rij.ontstaansdatum else None
    stand = Signaalstand(dagen, _eerder(db, inwoner, today), inwoner.bekend_bij_schuldhulp_op is not None)
    return van_signaal(stand, bewoner, beleid, today)


def _eerder(db: Connection, inwoner: Any, today: date) -> int:
    """Count the signalen on the address, or of the person where no address is known, in the six months before."""
    waar = (
        (ZAAK.c.gemeente == inwoner.gemeente, ZAAK.c.adres_sleutel == inwoner.adres_sleutel)
        if inwoner.adres_sleutel
        else (SIGNAAL.c.inwoner_id == inwoner.id,)
    )
    vraag = select(func.count()).select_from(SIGNAAL.join(ZAAK, ZAAK.c.id == SIGNAAL.c.zaak_id)).where(*waar)
    sinds = maanden_terug(today, OPEENVOLGEND_MND)
    return int(db.execute(vraag.where(SIGNAAL.c.ontvangen_op > sinds, SIGNAAL.c.ontvangen_op < today)).scalar_one())
