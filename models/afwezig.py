"""Which colleagues are there for a zaak, who is away today, and who does the work of whom?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from models.database import tabel
from models.tabellen_werk import Medewerker
from rules.rollen import Blik, GeenRol, TweeAfdelingen, blik, lees_rollen

MEDEWERKER = tabel(Medewerker)
M = MEDEWERKER.c


@dataclass(frozen=True)
class Teamgenoot:
    """A colleague who works on zaken: of which departments and gemeenten, and his absence of now or later."""

    id: int
    naam: str
    blik: Blik
    van: date | None = None
    tot: date | None = None
    vervanger_id: int | None = None

    def weg_op(self, dag: date) -> bool:
        """Tell whether he is away on a day."""
        return self.weg_tussen(dag, dag)

    def weg_tussen(self, eerste: date, laatste: date) -> bool:
        """Tell whether he is away on some day of a period."""
        return self.van is not None and self.tot is not None and self.van <= laatste and eerste <= self.tot

    def ziet(self, gemeente: str, afdeling: str) -> bool:
        """Tell whether zaken of this department of this gemeente are his to see."""
        return gemeente in self.blik.gemeenten and afdeling in self.blik.afdelingen

    def ziet_alles_van(self, ander: "Teamgenoot") -> bool:
        """Tell whether he may do all the work of somebody else."""
        return self.blik.gemeenten >= ander.blik.gemeenten and self.blik.afdelingen >= ander.blik.afdelingen


def collegas(db: Connection, gemeente: str, afdeling: str) -> list[Teamgenoot]:
    """Return every colleague who may see the zaken of one department of one gemeente, by name."""
    return [wie for wie in _iedereen(db) if wie.ziet(gemeente, afdeling)]


def collega(db: Connection, medewerker_id: int, gemeente: str, afdeling: str) -> Teamgenoot | None:
    """Return one colleague when he may see the zaken of this department of this gemeente."""
    return next((wie for wie in _iedereen(db, medewerker_id) if wie.ziet(gemeente, afdeling)), None)


def team(db: Connection, van: Blik) -> list[Teamgenoot]:
    """Return every colleague who shares a gemeente and the department with who asks, by name."""
    return [w for w in _iedereen(db) if w.blik.gemeenten & van.gemeenten and w.blik.afdelingen & van.afdelingen]


def _iedereen(db: Connection, alleen: int | None = None) -> Iterator[Teamgenoot]:
    """Everybody who works on zaken; a role that is not one of ours any more gives no work."""
    vraag = select(MEDEWERKER).order_by(M.naam, M.id)
    for rij in db.execute(vraag if alleen is None else vraag.where(M.id == alleen)):
        try:
            gezien = blik(lees_rollen(rij.rollen), rij.gemeenten)
        except (GeenRol, TweeAfdelingen):
            continue
        if gezien.afdelingen:
            yield Teamgenoot(rij.id, rij.naam, gezien, rij.afwezig_van, rij.afwezig_tot, rij.vervanger_id)


def voor_wie(db: Connection, wie: int, dag: date) -> dict[int, str]:
    """Return (id, name) of everybody whose work somebody does on a day, also of whom an absent colleague replaces."""
    weg = select(M.id, M.naam, M.vervanger_id).where(M.afwezig_van <= dag, M.afwezig_tot >= dag)
    rijen = list(db.execute(weg.where(M.vervanger_id.is_not(None)).order_by(M.naam)))
    gevonden: dict[int, str] = {}
    while nieuw := [r for r in rijen if r.vervanger_id in {wie, *gevonden} and r.id not in {wie, *gevonden}]:
        gevonden |= {r.id: r.naam for r in nieuw}
    return gevonden


def meld_afwezig(db: Connection, wie: int, van: date, tot: date, vervanger: int | None) -> None:
    """Keep that a colleague is away from the first up to and including the last day, and who replaces him."""
    velden = {"afwezig_van": van, "afwezig_tot": tot, "vervanger_id": vervanger}
    db.execute(update(MEDEWERKER).where(M.id == wie).values(velden))


def meld_aanwezig(db: Connection, wie: int) -> None:
    """A colleague is back, or will not be away after all."""
    leeg = {"afwezig_van": None, "afwezig_tot": None, "vervanger_id": None}
    db.execute(update(MEDEWERKER).where(M.id == wie).values(leeg))
