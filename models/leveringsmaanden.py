"""Which months of a leverancier are whole? Kept per month, and put right when a file comes later."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, select, update

from models.bulk import voeg_eenmalig_toe
from models.database import tabel
from models.tabellen_beheer import Leveringsmaand
from rules.levermaand import Maandbeeld

MAAND = tabel(Leveringsmaand)
M = MAAND.c


def bewaar(db: Connection, gemeente: str, leverancier: str, beelden: Sequence[Maandbeeld], dag: date) -> int:
    """Keep how every month of one leverancier stands; returns how many are new or changed."""
    waar = (M.gemeente == gemeente, M.leverancier == leverancier)
    bekend = {
        r.maand: Maandbeeld(r.maand, r.leveringen, r.rijen, r.volledig, r.reden)
        for r in db.execute(select(MAAND).where(*waar))
    }
    anders = [beeld for beeld in beelden if bekend.get(beeld.maand) != beeld]
    for beeld in anders:
        velden = {"leveringen": beeld.leveringen, "rijen": beeld.rijen, "volledig": beeld.volledig}
        velden |= {"reden": beeld.reden, "vastgesteld_op": dag}
        sleutel = {"gemeente": gemeente, "leverancier": leverancier, "maand": beeld.maand}
        if not voeg_eenmalig_toe(db, MAAND, sleutel | velden):
            db.execute(update(MAAND).where(*waar, M.maand == beeld.maand).values(velden))
    return len(anders)


def van(db: Connection, gemeente: str) -> dict[tuple[str, date], Maandbeeld]:
    """Return every month of a gemeente by leverancier and the first day of the month."""
    return {
        (r.leverancier, r.maand): Maandbeeld(r.maand, r.leveringen, r.rijen, r.volledig, r.reden)
        for r in db.execute(select(MAAND).where(M.gemeente == gemeente))
    }
