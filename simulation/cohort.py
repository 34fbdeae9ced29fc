"""A whole cohort whose truth is known: the rows of ten fictional gemeenten, and what the figures should say of them.

The rows go by table and in pieces, so that a cohort of any size fits; somebody who may know models/ puts them into a
database. What a figure should say is counted while the rows are made.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from hashlib import sha256

from rules.levermaand import NIETS, TE_WEINIG
from rules.woorden import Zaaksoort
from simulation.cohort_incasso import Incassospel
from simulation.cohort_rijen import Bak, Nummers, Rij
from simulation.cohort_vroeg import Vroegspel
from simulation.cohort_waarheid import Geplant, Stad, Waarheid
from simulation.kans import dobbelsteen

BETALERS = 0.25
"""Share of the residents with a zaak that ends without a handover."""

SIGNALEN, BELASTINGEN = ("woonstichting", "energiebedrijf"), ("belastingpakket", "belastingmutaties")
SOORT = {"belastingpakket": "vorderingen", "belastingmutaties": "mutaties"}


@dataclass
class Cohort:
    """A cohort in the making: ask for its rows once, then read what was planted."""

    waarheid: Waarheid
    zaad: int
    geplant: Geplant = field(default_factory=Geplant)
    nummers: Nummers = field(default_factory=Nummers)

    @property
    def gemeenten(self) -> list[str]:
        """Return the names of its gemeenten."""
        return [stad.naam for stad in self.waarheid.steden]

    def rijen(self) -> Iterator[tuple[str, list[Rij]]]:
        """Give the rows as (table, rows), in an order that no foreign key minds."""
        for stad in self.waarheid.steden:
            yield from self._stad(stad)

    def _stad(self, stad: Stad) -> Iterator[tuple[str, list[Rij]]]:
        bak = Bak(stad.naam, self.nummers, self.waarheid.einde)
        dobbel = dobbelsteen("cohort", self.zaad, stad.naam)
        incasso = Incassospel(self.waarheid, stad, bak, self.geplant, dobbel)
        vroeg = Vroegspel(self.waarheid, stad, self.zaad, bak, self.geplant, dobbel, incasso)
        self._leveringen(stad, bak)
        for maand in range(self.waarheid.maanden):
            for _ in vroeg.maand(maand):
                if bak.vol:
                    yield from bak.leeg()
        dagen = (self.waarheid.einde - self.waarheid.begin).days
        for _ in range(int(stad.inwoners * BETALERS)):
            dag = self.waarheid.begin + timedelta(days=dobbel.randint(0, dagen))
            if incasso.levert(dag):
                incasso.betaler(vroeg.nieuw(), dag)
            if bak.vol:
                yield from bak.leeg()
        while vroeg.gebruikt < stad.inwoners:
            bak.inwoner(vroeg.nieuw(), Zaaksoort.INCASSO)
        yield from bak.leeg()

    def _leveringen(self, stad: Stad, bak: Bak) -> None:
        """Write down who delivered in which month, and which months are not whole."""
        for maand in range(self.waarheid.maanden):
            for naam in (*SIGNALEN, *BELASTINGEN):
                stil = maand in (stad.stil_belastingen if naam in BELASTINGEN else stad.stil_signalen)
                schraal = naam == SIGNALEN[1] and maand in stad.schraal
                self._maand(stad, bak, naam, maand, NIETS if stil else TE_WEINIG if schraal else "")

    def _maand(self, stad: Stad, bak: Bak, naam: str, nummer: int, reden: str) -> None:
        maand, rijen = self.waarheid.maand(nummer), 0 if reden == NIETS else stad.signalen_per_maand
        bak.rijen["leveringsmaand"].append({
            "gemeente": stad.naam, "leverancier": naam, "maand": maand, "leveringen": int(rijen > 0), "rijen": rijen,
            "volledig": not reden, "reden": reden, "vastgesteld_op": self.waarheid.maand(nummer + 1),
        })  # fmt: skip
        if not rijen:
            return
        sleutel = sha256(f"{stad.naam}/{naam}/{maand}".encode()).hexdigest()
        bak.rijen["levering"].append({
            "id": next(self.nummers.levering), "gemeente": stad.naam, "soort": SOORT.get(naam, "signalen"),
            "sha256": sleutel, "op": datetime.combine(maand, time(6), UTC), "dag": maand, "leverancier": naam,
            "gelezen": rijen, "aanvaard": rijen, "bekend": 0, "afgekeurd": 0, "klaar": True,
        })  # fmt: skip
