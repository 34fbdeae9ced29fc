"""What is done for a melding of a made-up cohort, and how does it end? Letters, calls, visits and the conversation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from rules.log import Soort
from rules.resultaat import Eindresultaat
from rules.woorden import Berichtsoort, Dagdeel, Kanaal, Taaksoort
from simulation.cohort_rijen import MEDEWERKER, Bewoner, Rij, Zaaklog, dagdelen
from simulation.cohort_waarheid import BEREIK, Stad, Waarheid

ANTWOORD = {
    "wil geen hulp": Eindresultaat.REGELT_ZELF, "regelt zelf": Eindresultaat.REGELT_ZELF,
    "al betaald": Eindresultaat.ZELF_BETAALD,
}  # fmt: skip
WACHT_D, GESPREK_D, SLUIT_D = 5, 7, 14


@dataclass
class Post:
    """One signaal before it has a zaak."""

    dag: date
    b: Bewoner
    gb: bool
    eerder: int
    bedrag: int
    bron: Zaaklog | None = None
    warm: bool = False
    bekend: bool = False


@dataclass(frozen=True)
class Einde:
    """How a melding ended."""

    dag: date
    waarom: Eindresultaat
    contact: bool = False


@dataclass
class Vervolg:
    """What is done for a melding, and how it ends."""

    waarheid: Waarheid
    stad: Stad
    dobbel: Random
    post: list[Post]
    zaak: Zaaklog
    tel: Callable[[str, float], None]
    """Counts what was planted."""
    schraal: bool
    """Only a part of the signalen of this month came, and nobody is reached."""

    @property
    def einde(self) -> date:
        """The last day of the cohort."""
        return self.waarheid.einde

    def speel(self, begin: date, *, volgt: bool) -> Einde:
        """Try to reach the resident along the route of the melding."""
        self._aanmelding()
        if any(p.warm for p in self.post):
            return self._gesprek(begin + timedelta(days=GESPREK_D), 1.0)
        if len(self.post) > 1:
            self._brief(Berichtsoort.AANKONDIGING_HUISBEZOEK, begin)
            return self._probeer(Taaksoort.HUISBEZOEK, begin + timedelta(days=WACHT_D), 2, 7)
        if volgt and self.post[0].b.telefoon:
            return self._probeer(Taaksoort.BELLEN, begin, 3, 1)
        return self._brieven(begin)

    def _tel_bereik(self, kans: float) -> None:
        self.tel("bereik", kans)
        if any(p.gb for p in self.post):
            self.tel("doel2_bereik", kans)

    def _aanmelding(self) -> None:
        if not self.stad.legt_vast or not any(p.gb for p in self.post):
            return
        dag = self.post[0].dag + timedelta(days=self.dobbel.randint(10, 50))
        self.tel("aanmelding_shv_na_signaal", self.stad.aanmelding if dag <= self.einde else 0.0)
        if self.dobbel.random() < self.stad.aanmelding:
            for stap, later in (("aanmelding", 0), ("eerste_gesprek", 14)):
                wat = {"stap": stap, "bron": "signaal"}
                self.zaak.bij(Soort.AANMELDING_SCHULDHULP, dag + timedelta(days=later), wat)

    def _brief(self, soort: Berichtsoort, dag: date, poging: int = 1) -> None:
        wat = {"soort": soort.value, "kanaal": Kanaal.BRIEF.value, "poging": poging, "sjabloon_versie": "cohort"}
        wat |= {"doelgroep": self.post[0].b.kenmerken(dag)["doelgroep"]}
        self.zaak.bij(Soort.BERICHT, dag, wat, f"send_{soort.value}")

    def _brieven(self, begin: date) -> Einde:
        self._tel_bereik(0.0)
        self._brief(Berichtsoort.HULPAANBOD, begin)
        herhaling = begin + timedelta(days=SLUIT_D)
        self._brief(Berichtsoort.HULPAANBOD_HERHALING, herhaling)
        return Einde(herhaling + timedelta(days=SLUIT_D), Eindresultaat.GEEN_CONTACT)

    def _probeer(self, soort: Taaksoort, dag: date, hoogstens: int, tussen: int) -> Einde:
        delen, mis = dagdelen(self.dobbel, hoogstens, tuple(Dagdeel)), 1.0
        dagen = [dag + timedelta(days=n * tussen) for n in range(hoogstens)]
        keer = 0.0 if self.schraal else self.stad.bereik
        if any(p.gb for p in self.post):
            keer *= self.stad.bereik_gemeentebelastingen
        kansen = [keer * BEREIK[soort, deel] for deel in delen]
        for wanneer, kans in zip(dagen, kansen, strict=True):
            mis *= 1 - kans if wanneer <= self.einde else 1.0
        self._tel_bereik(1 - mis)
        for nummer, (wanneer, deel, kans) in enumerate(zip(dagen, delen, kansen, strict=True), 1):
            taak: Rij = {"soort": soort.value, "poging": nummer}
            eerder = {"al_geprobeerd": [d.value for d in delen[: nummer - 1]]} if nummer > 1 else {}
            self.zaak.bij(Soort.TAAK, wanneer, taak | eerder, "visit" if soort == Taaksoort.HUISBEZOEK else "call")
            if wanneer <= self.einde:
                self.tel(f"poging {soort.value} {deel.value}", kans)
            if self.dobbel.random() < kans:
                return self._bereikt(taak, wanneer, deel)
            self._gemist(taak, wanneer, deel)
        return Einde(dagen[-1] + timedelta(days=SLUIT_D), Eindresultaat.GEEN_CONTACT)

    def _gemist(self, taak: Rij, dag: date, deel: Dagdeel) -> None:
        """Not reached; now and then it was recorded as reached first, and put right in one of the two ways."""
        goed = taak | {"uitkomst": "niet bereikt", "bereikt": False, "dagdeel": deel.value}
        goed |= {"minuten": self.dobbel.randint(3, 25)}
        if self.dobbel.random() >= self.waarheid.correctie:
            self.zaak.bij(Soort.TAAK_AFGEROND, dag, goed, "", MEDEWERKER)
            return
        wat = taak | {"uitkomst": "bereikt", "bereikt": True, "dagdeel": deel.value, "vervolg": "wil hulp"}
        fout = self.zaak.bij(Soort.TAAK_AFGEROND, dag, wat, "", MEDEWERKER)
        ingetrokken = self.dobbel.random() < 0.5
        self.zaak.herstel(fout, dag, None if ingetrokken else goed)
        if ingetrokken:
            self.zaak.bij(Soort.TAAK_AFGEROND, dag, goed, "", MEDEWERKER)

    def _bereikt(self, taak: Rij, dag: date, deel: Dagdeel) -> Einde:
        if dag <= self.einde:
            self.tel("hulpacceptatie", self.stad.hulp)
        wil = self.dobbel.random() < self.stad.hulp
        vervolg = "wil hulp" if wil else self.dobbel.choice(list(ANTWOORD))
        wat: dict[str, Any] = taak | {"uitkomst": "bereikt", "bereikt": True, "dagdeel": deel.value, "vervolg": vervolg}
        self.zaak.bij(Soort.TAAK_AFGEROND, dag, wat, "", MEDEWERKER)
        if wil:
            return self._gesprek(dag + timedelta(days=GESPREK_D))
        return Einde(dag, ANTWOORD[vervolg], contact=True)

    def _gesprek(self, dag: date, kans: float | None = None) -> Einde:
        """The first conversation; `kans` when it is by this that the resident is reached."""
        if kans is not None:
            self._tel_bereik(kans if dag <= self.einde else 0.0)
            if dag <= self.einde:
                self.tel("hulpacceptatie", 1.0)
        taak = {"soort": Taaksoort.GESPREK_PLANNEN.value, "poging": 1}
        self.zaak.bij(Soort.TAAK, dag - timedelta(days=GESPREK_D), taak, "plan_the_first_conversation")
        soorten = {
            "quick fix": Eindresultaat.QUICK_FIX, "vervolghulp financieel": Eindresultaat.VERVOLGHULP_FINANCIEEL,
        }  # fmt: skip
        welke = self.dobbel.choice(list(soorten))
        wat = taak | {"uitkomst": "gesprek gevoerd", "vervolg": welke}
        self.zaak.bij(Soort.TAAK_AFGEROND, dag, wat, "", MEDEWERKER)
        return Einde(dag, soorten[welke], contact=True)
