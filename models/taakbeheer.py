"""Who has a taak, and what did it go through? Every change says which version it saw: nobody overwrites a colleague."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, tuple_, update

from models.database import tabel
from models.logboek import Verouderd
from models.tabellen import Taak, Zaak
from models.tabellen_werk import Medewerker, Taakactie
from rules.rollen import Blik
from rules.taakacties import BIJ_TEAMLEIDING, Actie, Escalatiereden, Wachtreden

TAAK, ZAAK, MEDEWERKER, ACTIE = tabel(Taak), tabel(Zaak), tabel(Medewerker), tabel(Taakactie)

HOOGSTE_ID = 2**31 - 1
"""A number in an address that no row can have is asked of no database."""


class AndereVersie(Verouderd):
    """Een collega heeft deze taak net veranderd. Er is niets opgeslagen: kijk eerst wat er is veranderd."""


def taak_van(db: Connection, blik: Blik, taak_id: int) -> Row[Any] | None:
    """Return a taak that this blik may see, or None.

    Every column of taak, and: `zaaksoort`, `inwoner_id`, `zaak_versie`, `volgende_toets`, `behandelaar` (a name or
    None). The number people use is zaaknummer(rij.zaaksoort, rij.zaak_id).
    """
    if not 0 < taak_id <= HOOGSTE_ID:
        return None
    vraag = (
        select(
            TAAK,
            ZAAK.c.soort.label("zaaksoort"),
            ZAAK.c.inwoner_id,
            ZAAK.c.versie.label("zaak_versie"),
            ZAAK.c.volgende_toets,
            MEDEWERKER.c.naam.label("behandelaar"),
        )
        .select_from(TAAK.join(ZAAK, ZAAK.c.id == TAAK.c.zaak_id))
        .outerjoin(MEDEWERKER, MEDEWERKER.c.id == TAAK.c.behandelaar_id)
        .where(TAAK.c.id == taak_id, TAAK.c.gemeente.in_(blik.gemeenten), TAAK.c.afdeling.in_(blik.afdelingen))
    )
    return db.execute(vraag).one_or_none()


def raak(db: Connection, taak_id: int, versie: int, **velden: Any) -> None:
    """Change an open taak that is still as it was seen. Raises AndereVersie. Who may see it, taak_van decides."""
    zo = (TAAK.c.id == taak_id, TAAK.c.versie == versie, TAAK.c.status == "open")
    if db.execute(update(TAAK).where(*zo).values(versie=versie + 1, **velden)).rowcount != 1:
        raise AndereVersie


def noteer_actie(db: Connection, taak_id: int, wie: int | None, soort: str, **gegevens: Any) -> None:
    """Keep what happened to a taak: ids, dates, counts and words of closed lists only. `wie` None: Tijdig itself."""
    rij = {"taak_id": taak_id, "op": datetime.now(UTC), "medewerker_id": wie, "soort": soort, "gegevens": gegevens}
    db.execute(ACTIE.insert().values(rij))


def neem(db: Connection, taak_id: int, versie: int, wie: int, **gegevens: Any) -> None:
    """Take a taak into one's own hands. Raises AndereVersie."""
    raak(db, taak_id, versie, behandelaar_id=wie)
    noteer_actie(db, taak_id, wie, Actie.GENOMEN, **gegevens)


def geef_terug(db: Connection, taak_id: int, versie: int, wie: int) -> None:
    """Give a taak back to the team. Raises AndereVersie."""
    raak(db, taak_id, versie, behandelaar_id=None)
    noteer_actie(db, taak_id, wie, Actie.TERUGGEGEVEN)


def wijs_toe(db: Connection, taak_id: int, versie: int, wie: int, aan: int, *, leiding: bool = False) -> None:
    """Give a taak to a colleague; what a team lead gives is no longer escalated. Raises AndereVersie."""
    raak(db, taak_id, versie, behandelaar_id=aan, **({"escalatie": 0} if leiding else {}))
    noteer_actie(db, taak_id, wie, Actie.VERDEELD if leiding else Actie.TOEGEWEZEN, aan=aan)


def leg_weg(db: Connection, taak_id: int, versie: int, wie: int, tot: date, reden: Wachtreden) -> None:
    """Put a taak away until a day: it leaves the lists until then. Raises AndereVersie."""
    raak(db, taak_id, versie, wacht_tot=tot, wacht_reden=reden.value)
    noteer_actie(db, taak_id, wie, Actie.WEGGELEGD, tot=tot.isoformat(), reden=reden.value)


def haal_terug(db: Connection, taak_id: int, versie: int, wie: int) -> None:
    """Put a taak that was put away in the lists again. Raises AndereVersie."""
    raak(db, taak_id, versie, wacht_tot=None, wacht_reden="")
    noteer_actie(db, taak_id, wie, Actie.TERUGGEHAALD)


def escaleer(db: Connection, taak_id: int, versie: int, wie: int, reden: Escalatiereden) -> None:
    """Show a taak to the team lead. Raises AndereVersie."""
    raak(db, taak_id, versie, escalatie=BIJ_TEAMLEIDING)
    noteer_actie(db, taak_id, wie, Actie.GEESCALEERD, reden=reden.value)


def verdeel(db: Connection, blik: Blik, wie: int, taken: Mapping[int, int], aan: int | None) -> set[int]:
    """Give many taken ({id: versie}) to one colleague, or back to the team; returns the ids that are given.

    One that a colleague changed meanwhile, or that is not in this blik, stays as it is.
    """
    zo = (tuple_(TAAK.c.id, TAAK.c.versie).in_(list(taken.items())), TAAK.c.status == "open")
    mag = (TAAK.c.gemeente.in_(blik.gemeenten), TAAK.c.afdeling.in_(blik.afdelingen))
    nieuw: dict[str, Any] = {"behandelaar_id": aan, "escalatie": 0, "versie": TAAK.c.versie + 1}
    gegeven = set(db.execute(update(TAAK).where(*zo, *mag).values(nieuw).returning(TAAK.c.id)).scalars())
    noteer_acties(db, sorted(gegeven), wie, Actie.VERDEELD, aan=aan)
    return gegeven


def noteer_acties(db: Connection, taken: Sequence[int], wie: int | None, soort: str, **gegevens: Any) -> None:
    """Keep that the same happened to many taken."""
    vast = {"op": datetime.now(UTC), "medewerker_id": wie, "soort": soort, "gegevens": gegevens}
    if taken:
        db.execute(insert(ACTIE), [vast | {"taak_id": taak} for taak in taken])


def acties(db: Connection, taak_id: int) -> list[Row[Any]]:
    """Return what a taak went through, newest first: every column of taakactie, and `naam` of who did it (or None)."""
    vraag = select(ACTIE, MEDEWERKER.c.naam).outerjoin(MEDEWERKER, MEDEWERKER.c.id == ACTIE.c.medewerker_id)
    return list(db.execute(vraag.where(ACTIE.c.taak_id == taak_id).order_by(ACTIE.c.id.desc())))
