"""How far may a zaak go today? Not past a pauze, and not into more calls and visits than people can do in a day."""

from collections import Counter
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, func, select

from models.database import om_beurten, tabel
from models.pauzes import open_pauzes
from models.tabellen import Taak
from rules.beleid import Beleid
from rules.besluit import MaakTaak
from rules.pauze import tot_de_pauze
from rules.voortgang import Genomen, Voortgang
from rules.woorden import Taaksoort, Zaaksoort

TAAK = tabel(Taak)
MENSENWERK = (Taaksoort.BELLEN, Taaksoort.HUISBEZOEK)
"""The taken that werk.taken_per_dag counts."""
GENOEG = "genoeg taken voor vandaag"


class Stilstand:
    """What holds the steps of one gemeente in one transaction; read once, when it is first needed."""

    def __init__(self, db: Connection, beleid: Beleid, today: date, *, geeft_werk: bool = True) -> None:
        """Read what stands still now. Without `geeft_werk` people get nothing to do here: nothing is counted."""
        self._db, self._beleid, self._today, self._geeft_werk = db, beleid, today, geeft_werk
        self._pauzes = open_pauzes(db, beleid.gemeente.slug)
        self._gemaakt: Counter[str] | None = None

    def tot_hier(self, voortgang: Voortgang, afdeling: Zaaksoort) -> tuple[Voortgang, str]:
        """Return the steps that may be taken and what holds the rest: empty when nothing does.

        A zaak that is held stays due: the next round looks at it again.
        """
        stappen, pauze = tot_de_pauze(voortgang.stappen, self._pauzes)
        waarom = f"gepauzeerd: {pauze.wat}" if pauze else ""
        if (eerste := self._te_veel(stappen, afdeling)) is not None:
            stappen, waarom = stappen[:eerste], GENOEG
        return (replace(voortgang, stappen=stappen, volgende_toets=self._today), waarom) if waarom else (voortgang, "")

    def voor_de_pauze(self, voortgang: Voortgang) -> Voortgang:
        """Return the steps that no pauze holds; what is held stays due."""
        stappen, pauze = tot_de_pauze(voortgang.stappen, self._pauzes)
        return replace(voortgang, stappen=stappen, volgende_toets=self._today) if pauze else voortgang

    def tel(self, voortgang: Voortgang, afdeling: Zaaksoort) -> None:
        """Count the work that these steps give to people."""
        if self._geeft_werk and any(_is_mensenwerk(g) for g in voortgang.stappen):
            self._telling()[afdeling.value] += sum(_is_mensenwerk(g) for g in voortgang.stappen)

    def _te_veel(self, stappen: tuple[Genomen, ...], afdeling: Zaaksoort) -> int | None:
        """Return the place of the first step that is one taak too many for today."""
        eerste = next((n for n, g in enumerate(stappen) if _is_mensenwerk(g)), None)
        if eerste is None or not self._geeft_werk or self._telling()[afdeling.value] < self._beleid.werk.taken_per_dag:
            return None
        return eerste

    def _telling(self) -> Counter[str]:
        """Return how many were made today per department; other rounds of this gemeente wait for this one."""
        if self._gemaakt is None:
            om_beurten(self._db, f"taken {self._beleid.gemeente.slug}")
            t = TAAK.c
            waar = (t.gemeente == self._beleid.gemeente.slug, t.gemaakt_op == self._today)
            soorten = t.soort.in_([s.value for s in MENSENWERK])
            vraag = select(t.afdeling, func.count()).where(*waar, soorten).group_by(t.afdeling)
            self._gemaakt = Counter({afdeling: int(n) for afdeling, n in self._db.execute(vraag)})
        return self._gemaakt


def _is_mensenwerk(genomen: Genomen) -> bool:
    return isinstance(genomen.stap, MaakTaak) and genomen.stap.soort in MENSENWERK
