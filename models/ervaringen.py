"""What did residents think of a contact? Anonymous answers on paper: nothing leads back to who gave them."""

from collections.abc import Sequence

from sqlalchemy import Connection

from models.bulk import voeg_toe
from models.database import tabel
from models.opname import Uitkomst
from models.tabellen import Ervaring
from rules.levering import ErvaringRij

ERVARING = tabel(Ervaring)


def bewaar(db: Connection, gemeente: str, rijen: Sequence[ErvaringRij]) -> list[Uitkomst]:
    """Keep answers, each with its month only: a day could be that of one visit.

    An answer has no key by which it is known again: the delivery that it came in is what is taken in once.
    """
    vast = {"gemeente": gemeente}
    voeg_toe(
        db,
        ERVARING,
        [vast | {"maand": r.datum.replace(day=1), "route": r.route.value, "cijfer": r.cijfer} for r in rijen],
    )
    return [Uitkomst.AANVAARD] * len(rijen)
