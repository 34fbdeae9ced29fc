"""What is written of each moment of an incassozaak of a made-up cohort: letters, calls, a rest, and their mistakes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from rules.log import Soort
from rules.woorden import Berichtsoort, Dagdeel, Kanaal, Overslaanreden, Reden, Taaksoort
from simulation.cohort_rijen import MEDEWERKER, Bewoner, Regel, Rij, Zaaklog, dagdelen

GRENS_AANMANING, LAAG, HOOG = 454_00, 9_00, 20_00
"""Amounts of an invented tarief: they stand in the rows and mean nothing outside them."""
LATER, BEZOEK = 0.05, 0.1
"""Shares: a letter that left a day late, a visit in place of the last call."""


@dataclass(frozen=True)
class Weg:
    """What the journey to a handover looks like."""

    gesprek: bool = True
    herinnering: bool = True
    warm: bool = False


@dataclass
class Schrijver:
    """Writes the moments of one journey into its log."""

    dobbel: Random
    correctie: float
    """Share of the attempts that was recorded wrongly first."""
    tel_kosten: Callable[[date, int], None]
    """Counts what was charged on a day, in cents."""
    zaak: Zaaklog
    b: Bewoner
    bedrag: int
    weg: Weg
    gebeld: int = 0

    def __post_init__(self) -> None:
        self.delen = dagdelen(self.dobbel, 3, tuple(Dagdeel))

    def zet(self, wat: str, dag: date) -> None:
        """Write one moment."""
        brief, opnieuw, _ = wat.partition("-opnieuw")
        if brief in tuple(Berichtsoort):
            self._brief(Berichtsoort(brief), dag, opnieuw=bool(opnieuw))
        elif wat == "uitstel":
            tot = (dag + timedelta(days=14)).isoformat()
            self.zaak.bij(Soort.UITSTEL_VERLEEND, dag, {"bedrag": None, "tot": tot})
            rust = {"reden": Reden.UITSTEL.value, "tot": tot, "grondslag": "Leidraad 25.1.1"}
            self.zaak.bij(Soort.OPGESCHORT, dag, rust, "tell_opschorting")
        elif wat == "bellen":
            self._bel(dag)

    def _brief(self, soort: Berichtsoort, dag: date, *, opnieuw: bool) -> None:
        if opnieuw:
            eerder = dag - timedelta(days=2)
            self._bericht(soort, 1, eerder)
            weg = {"soort": soort.value, "poging": 1, "reden": "er is iets veranderd"}
            self.zaak.bij(Soort.BERICHT_VERVALLEN, eerder, weg)
        poging = 2 if opnieuw else 1
        laat = self.dobbel.random() < LATER
        self._bericht(soort, poging, dag - timedelta(days=1) if laat else dag)
        if laat:
            self.zaak.bij(Soort.BERICHT_LATER, dag, {"soort": soort.value, "poging": poging})
        if soort == Berichtsoort.AANMANING:
            self.tel_kosten(dag, self._kosten())
        if soort == Berichtsoort.CONTACTVERZOEK:
            reden = Overslaanreden.CAPACITEIT if self.b.telefoon else Overslaanreden.GEEN_TELEFOONNUMMER
            wat = {"soort": Taaksoort.BELLEN.value, "reden": reden.value}
            self.zaak.bij(Soort.CONTACT_OVERGESLAGEN, dag, wat, "tell_why_nobody_called")
        if soort == Berichtsoort.CONTACTVERZOEK and self.dobbel.random() < self.correctie:
            self.zaak.herstel(self._afgerond(dag, "niet bereikt", Dagdeel.OCHTEND), dag, None)

    def _kosten(self) -> int:
        return LAAG if self.bedrag < GRENS_AANMANING else HOOG

    def _bericht(self, soort: Berichtsoort, poging: int, dag: date) -> None:
        wat: dict[str, Any] = {"soort": soort.value, "kanaal": Kanaal.BRIEF.value, "poging": poging}
        wat |= {"doelgroep": self.b.kenmerken(dag)["doelgroep"], "sjabloon_versie": "cohort", "openstaand": self.bedrag}
        if soort == Berichtsoort.AANMANING:
            wat |= {"kosten": self._kosten(), "tarief": "aanmaning-cohort"}
        self.zaak.bij(Soort.BERICHT, dag, wat, f"send_{soort.value}")

    def _bel(self, dag: date) -> None:
        deel = self.delen[self.gebeld]
        if self.weg.warm and self.gebeld == 2:
            self._afgerond(dag, "bereikt", deel, vervolg="wil hulp")
            return
        fout = self.dobbel.random() < self.correctie
        gebeld = self._afgerond(dag, "niet bereikt", deel)
        if fout:
            goed = gebeld.logregel.gegevens
            verkeerd = dict(goed) | {"uitkomst": "bereikt", "bereikt": True, "vervolg": "regelt zelf"}
            gebeld.logregel = type(gebeld.logregel)(Soort.TAAK_AFGEROND, dag, verkeerd)
            self.zaak.herstel(gebeld, dag, goed)

    def _afgerond(self, dag: date, uitkomst: str, deel: Dagdeel, **meer: Any) -> Regel:
        self.gebeld += 1
        taak: Rij = {"soort": Taaksoort.BELLEN.value, "poging": self.gebeld}
        eerder = {"al_geprobeerd": [d.value for d in self.delen[: self.gebeld - 1]]} if self.gebeld > 1 else {}
        if self.gebeld == 3 and self.dobbel.random() < BEZOEK:
            taak, eerder = {"soort": Taaksoort.HUISBEZOEK.value, "poging": 1}, {}
        self.zaak.bij(Soort.TAAK, dag, taak | eerder, "call" if eerder or self.gebeld == 1 else "visit")
        klaar = taak | {"uitkomst": uitkomst, "bereikt": uitkomst == "bereikt", "dagdeel": deel.value}
        return self.zaak.bij(Soort.TAAK_AFGEROND, dag, klaar | meer, "", MEDEWERKER)
