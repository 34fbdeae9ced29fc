"""How do the incassozaken of a made-up cohort go? Told back from a day: the handover, the wait or the payment.

Counting back keeps every planted mean and share free of the edges of the period: what happens after its last day does
not exist, and a journey that ends inside it is there as a whole.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rules.levering import Belastingsoort
from rules.log import Soort
from rules.voorwaarden import Voorwaarde
from rules.woorden import Taaksoort, Zaaksoort
from simulation.cohort_momenten import Schrijver, Weg
from simulation.cohort_rijen import MEDEWERKER, Bak, Bewoner, Rij, Zaaklog
from simulation.cohort_waarheid import Geplant, Stad, Waarheid
from simulation.kans import kies

SOORTEN = {
    Belastingsoort.AFVALSTOFFENHEFFING: 0.45, Belastingsoort.RIOOLHEFFING: 0.15, Belastingsoort.OZB_EIGENAAR: 0.25,
    Belastingsoort.HONDENBELASTING: 0.05, Belastingsoort.PARKEERBELASTING: 0.10,
}  # fmt: skip
DREMPEL = 300_00
DWANGBEVEL = 52_00
"""An amount of an invented tarief: it stands in the rows and means nothing outside them."""

VERVALLEN, UITSTEL, EERDER = 0.03, 0.08, 0.05
"""Shares: a letter cancelled first, a rest, an earlier kwijtschelding."""
AANMANING_D, BESLUIT_D = 60, 30
"""Days from the aanslag to its vervaldag, and from the handover to the taak of the dwangbevel."""


@dataclass(frozen=True)
class Stap:
    """One moment of a journey: so many days after the one before, which is `gemiddeld` on average."""

    wat: str
    na: int
    gemiddeld: float


@dataclass
class Incassospel:
    """Makes the incassozaken of one gemeente."""

    waarheid: Waarheid
    stad: Stad
    bak: Bak
    geplant: Geplant
    dobbel: Random

    def levert(self, dag: date) -> bool:
        """True when Gemeentebelastingen delivered in the month of a day."""
        return self.waarheid.nummer(dag) not in self.stad.stil_belastingen

    def telt(self, dag: date) -> bool:
        """True for a day of the cohort in a month with data."""
        return self.waarheid.begin <= dag <= self.waarheid.einde and self.levert(dag)

    def overdracht(self, b: Bewoner, dag: date, warm: bool = False) -> tuple[Zaaklog, int]:
        """Return a zaak that is handed over on a day, and its open amount in cents; the caller keeps the zaak."""
        weg = self._weg(warm)
        zaak, bedrag = self._tot_hier(b, dag, self._stappen(weg), weg)
        afwijkingen = self._afwijkingen(weg)
        zaak.bij(Soort.OVERGEDRAGEN, dag, self._overgedragen(zaak, b, bedrag, weg, afwijkingen), "hand_over")
        self._na(zaak, dag, self.stad.dwangbevel_signaal, "dwangbevel_signaal")
        return zaak, bedrag

    def wachtlijst(self, b: Bewoner, dag: date) -> None:
        """A zaak that could go on this day, but the gemeente had handed over enough: it is never handed over."""
        zaak, _ = self._tot_hier(b, dag, self._stappen(Weg()), Weg(), laatste=False)
        zaak.bij(Soort.SIGNAAL_WACHT, dag, {"reden": "capaciteit"}, "hand_over")
        self._na(zaak, dag, self.stad.dwangbevel_wacht, "dwangbevel_wacht", na_signaal=False)
        self.bak.bewaar(zaak)

    def betaler(self, b: Bewoner, dag: date) -> None:
        """A zaak that is paid on a day after one or two letters, or is too small to be handed over."""
        klein = self.dobbel.random() < 0.08
        stappen = self._brieven(Weg())
        if not klein and self.dobbel.random() < 0.6:
            stappen = stappen[:1]
        stappen.append(Stap("einde", self.dobbel.randint(2, 9), 0))
        zaak, bedrag = self._tot_hier(b, dag, stappen, Weg(), klein=klein, laatste=False)
        if klein:
            feiten: Rij = {"voorwaarden": [Voorwaarde.DREMPEL.value], "bewijs": self._bewijs(zaak, bedrag, Weg())}
            zaak.bij(Soort.NIET_OVERGEDRAGEN, dag, feiten | self._kenmerken(zaak, b, bedrag), "refuse_to_hand_over")
        else:
            zaak.bij(Soort.BETALING, dag, {"bedrag": bedrag})
            zaak.bij(Soort.GESLOTEN, dag, {"resultaat": "betaald"}, "close_when_paid")
        self.bak.bewaar(zaak)

    def _weg(self, warm: bool) -> Weg:
        zonder, geen = self.stad.zonder_gesprek, self.stad.zonder_herinnering
        if warm:
            zonder = geen = 0.0
        worp = self.dobbel.random()
        self.geplant.tel(self.stad.naam, "effort_volledig", 1 - zonder - geen)
        return Weg(gesprek=worp >= zonder, herinnering=not zonder <= worp < zonder + geen, warm=warm)

    def _afwijkingen(self, weg: Weg) -> list[str]:
        zonder = 0.0 if weg.warm else self.stad.zonder_gesprek
        ook = self.stad.andere_afwijking
        self.geplant.tel(self.stad.naam, "afwijkingen", zonder + (1 - zonder) * ook)
        if not weg.gesprek:
            return ["persoonlijk-contact: contactbrief, geen telefoonnummer"]
        return ["drempel: lager bedrag"] if self.dobbel.random() < ook else []

    def _brieven(self, weg: Weg) -> list[Stap]:
        dobbel, extra = self.dobbel, 2 if self.dobbel.random() < VERVALLEN else 0
        eerste = "herinnering" if weg.herinnering else "aanmaning"
        stappen = [Stap(f"{eerste}{'-opnieuw' if extra else ''}", dobbel.randint(4, 8) + extra, 6 + 2 * VERVALLEN)]
        if dobbel.random() < UITSTEL:
            stappen.append(Stap("uitstel", dobbel.randint(3, 9), 6))
        return stappen + ([Stap("aanmaning", dobbel.randint(14, 20), 17)] if weg.herinnering else [])

    def _stappen(self, weg: Weg) -> list[Stap]:
        dobbel, stilte = self.dobbel, self.stad.stilte_d
        lang = dobbel.randint(stilte - 3, stilte + 3)
        if not weg.gesprek:
            rest = [Stap("contactverzoek", lang, stilte), Stap("einde", dobbel.randint(10, 14), 12)]
        else:
            rest = [Stap("bellen", lang, stilte), *(Stap("bellen", dobbel.randint(1, 3), 2) for _ in range(2))]
            rest.append(Stap("einde", dobbel.randint(1, 3), 2))
        return [*self._brieven(weg), *rest]

    def _tot_hier(
        self, b: Bewoner, dag: date, stappen: list[Stap], weg: Weg, *, klein: bool = False, laatste: bool = True
    ) -> tuple[Zaaklog, int]:
        """Write a journey from its vervaldag to a day; `laatste`: that day is itself a moment."""
        vervaldag = dag - timedelta(days=sum(s.na for s in stappen))
        geopend = vervaldag - timedelta(days=AANMANING_D)
        zaak = self.bak.zaak(Zaaksoort.INCASSO, b, geopend, vervaldag)
        bedrag = self.dobbel.randint(60_00, DREMPEL) if klein else self.dobbel.randint(DREMPEL + 1_00, 1200_00)
        soort = kies(self.dobbel, SOORTEN).value
        self.bak.vordering(zaak, f"{self.stad.naam}-{zaak.rij['id']}", soort, bedrag, bedrag)
        zaak.soort = soort
        feiten = {"belastingsoort": soort, "bedrag": bedrag, "vervaldag": vervaldag.isoformat()}
        zaak.bij(Soort.AANSLAG, geopend, feiten)
        schrijver = Schrijver(self.dobbel, self.waarheid.correctie, self._tel_kosten, zaak, b, bedrag, weg)
        rust = False
        for stap in stappen:
            vervaldag += timedelta(days=stap.na)
            if self.telt(vervaldag) and not rust and (laatste or stap.wat != "einde"):
                self.geplant.tel(self.stad.naam, "gemiddelde_stilte", stap.gemiddeld)
            rust = stap.wat == "uitstel"
            schrijver.zet(stap.wat, vervaldag)
        return zaak, bedrag

    def _na(self, zaak: Zaaklog, dag: date, kans: float, groep: str, *, na_signaal: bool = True) -> None:
        """What follows: kwijtschelding, a dwangbevel, a payment or nothing."""
        kwijt = self._kwijtschelding(zaak, dag, na_signaal)
        deurwaarder = dag + timedelta(days=self.dobbel.randint(45, 75))
        if self.stad.legt_vast and dag + timedelta(days=91) <= self.waarheid.einde and self.levert(deurwaarder):
            self.geplant.tel(self.stad.naam, groep, kans * (1 - self.stad.kwijtschelding))
        if kwijt:
            return
        if self.stad.legt_vast and self.dobbel.random() < kans:
            self._dwangbevel(zaak, dag, deurwaarder)
        elif self.dobbel.random() < 0.3 and self.levert(betaald := dag + timedelta(days=self.dobbel.randint(10, 40))):
            zaak.bij(Soort.BETALING, betaald, {"bedrag": 1_00})
            zaak.bij(Soort.GESLOTEN, betaald, {"resultaat": "betaald"}, "close_when_paid")

    def _kwijtschelding(self, zaak: Zaaklog, dag: date, na_signaal: bool) -> bool:
        if not self.stad.legt_vast:
            return False
        if self.dobbel.random() < EERDER and self.levert(eerder := dag - timedelta(days=self.dobbel.randint(1, 9))):
            zaak.bij(Soort.KWIJTSCHELDING_TOEGEKEND, eerder, {"bedrag": 10_00})
        besluit = dag + timedelta(days=self.dobbel.randint(20, 60))
        if na_signaal and self.telt(dag):
            kans = self.stad.kwijtschelding if besluit <= self.waarheid.einde and self.levert(besluit) else 0.0
            self.geplant.tel(self.stad.naam, "kwijtschelding_na_signaal", kans)
        if self.dobbel.random() >= self.stad.kwijtschelding:
            return False
        if self.levert(besluit):
            zaak.bij(Soort.KWIJTSCHELDING_AANGEVRAAGD, besluit - timedelta(days=14), {"bedrag": None})
            zaak.bij(Soort.KWIJTSCHELDING_TOEGEKEND, besluit, {"bedrag": None})
            zaak.bij(Soort.GESLOTEN, besluit, {"resultaat": "kwijtgescholden"}, "close_when_paid")
        return True

    def _dwangbevel(self, zaak: Zaaklog, dag: date, betekend: date) -> None:
        taak = {"soort": Taaksoort.DWANGBEVEL_BEOORDELEN.value, "poging": 1}
        gemaakt = dag + timedelta(days=BESLUIT_D)
        zaak.bij(Soort.TAAK, gemaakt, taak, "let_a_person_judge_the_dwangbevel")
        zaak.bij(Soort.TAAK_AFGEROND, gemaakt + timedelta(days=2), taak | {"uitkomst": "uitvaardigen"}, "", MEDEWERKER)
        if not self.levert(betekend):
            return
        zaak.bij(Soort.DWANGBEVEL_UITGEVAARDIGD, betekend - timedelta(days=7), {"bedrag": None})
        zaak.bij(Soort.DWANGBEVEL_BETEKEND, betekend, {"bedrag": None})
        zaak.bij(Soort.KOSTEN, betekend, {"bedrag": DWANGBEVEL})
        self._tel_kosten(betekend, DWANGBEVEL)

    def _tel_kosten(self, dag: date, bedrag: int) -> None:
        if self.telt(dag):
            self.geplant.tel(self.stad.naam, "incassokosten", bedrag)

    def _kenmerken(self, zaak: Zaaklog, b: Bewoner, bedrag: int) -> Rij:
        dag = zaak.regels[-1].logregel.dag
        wat = {"belastingsoort": zaak.soort, "belastingsoorten": [zaak.soort], "bedrag": bedrag}
        wat |= {"dagen": (dag - zaak.rij["vervaldag"]).days, "kwijtschelding": False}
        return {"kenmerken": wat | b.kenmerken(dag)}

    def _overgedragen(self, zaak: Zaaklog, b: Bewoner, bedrag: int, weg: Weg, afwijkingen: list[str]) -> Rij:
        basis, bewijs = "voorbeeld", self._bewijs(zaak, bedrag, weg)
        if weg.warm:
            basis, bewijs = "toestemming", {"toestemming_op": zaak.regels[-1].logregel.dag.isoformat()}
        feiten: Rij = {"bedrag": bedrag, "basis": basis, "bewijs": bewijs, "afwijkingen": afwijkingen}
        return feiten | {"warm": weg.warm} | self._kenmerken(zaak, b, bedrag)

    def _bewijs(self, zaak: Zaaklog, bedrag: int, weg: Weg) -> Rij:
        gebeld = [r.logregel for r in zaak.regels if r.logregel.soort == Soort.TAAK_AFGEROND]
        pogingen = [{"dag": g.dag.isoformat(), "dagdeel": g.gegevens["dagdeel"]} for g in gebeld if g.gegevens]
        v, leeg = Voorwaarde, "niet verstuurd"
        return {
            v.GRONDSLAG.value: "voorbeeld", v.HERINNERING.value: _laatste(zaak, "herinnering") or leeg,
            v.AANMANING.value: _laatste(zaak, "aanmaning") or leeg, v.PERSOONLIJK_CONTACT.value: pogingen,
            v.GEEN_CONTACT.value: "niet bereikt", v.DREMPEL.value: {"hoofdsom": bedrag, "drempel": DREMPEL},
            v.PARKEREN_ALLEEN.value: [zaak.soort], v.DWANGBEVEL_BETEKEND.value: "niet betekend",
            v.LOPENDE_REGELING.value: [], v.BEZWAAR_TEGEN_DELEN.value: "geen bezwaar",
            v.GEEN_INWONER.value: "ingeschreven", v.AL_BEKEND_SCHULDHULP.value: "niet bekend",
            v.HERHAALD.value: {"bedrag": bedrag, "eerder": 0},
        }  # fmt: skip


def _laatste(zaak: Zaaklog, brief: str) -> Rij | None:
    gestuurd = [r.logregel for r in zaak.regels if r.logregel.soort == Soort.BERICHT]
    dit = [g for g in gestuurd if g.gegevens["soort"] == brief]
    if not dit:
        return None
    return {"dag": dit[-1].dag.isoformat(), "kanaal": "brief", "poging": dit[-1].gegevens["poging"]}
