"""The world in which stories and the demo play: our own database, the real flows, and facts at the door."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update

from flows.dagronde import dagronde
from flows.inname import inname
from flows.runs import zonder_hartslag
from flows.verslag import stil
from models import feiten
from models.bekend import Stap, aanslagen_van, stappen_op
from models.bereikbaar import geef_toestemming, zonder_toestemming
from models.database import lezen, schrijven, tabel
from models.doorgeven import persoon_van
from models.leveringen import begin
from models.migreren import migreer
from models.opname import neem_mutaties_op, neem_vorderingen_op
from models.personen import adres_sleutel, bewaar_contact, contactrij, pseudoniem, vind_of_maak
from models.signalen import Binnengekomen, ontvang
from models.tabellen import Inwoner
from rules.beleid import Beleid
from rules.levering import Adres, MutatieRij, Mutatiesoort, Persoon, SignaalRij, VorderingRij
from rules.log import Soort
from rules.verhaaltaal import als_verhaal
from rules.woorden import Taaksoort, Zaaksoort
from settings import Settings
from tasks import stappen, verzenden
from tasks.omgeving import gebruik, maak, omgeving

INWONER = tabel(Inwoner)

STRATEN = ("Dorpsstraat", "Kerkweg", "Molenpad", "Lindelaan", "Havenkade", "Stationsplein", "Schoolstraat")


class Spelwereld:
    """One gemeente with invented residents; facts go through the same doors as deliveries and staff."""

    def __init__(self, gemeente: str) -> None:
        self.gemeente = gemeente
        self.personen: dict[str, Persoon] = {}
        self._namen: dict[str, str] = {}
        self._adressen: dict[str, Adres] = {}
        self._volgnummer = 0

    def verwelkom(self, personage: Any, dag: date) -> None:
        """Make a resident known to both departments, with the contact data that the story gives."""
        adres = self._adressen.setdefault(personage.adres, self._nieuw_adres())
        persoon = Persoon(
            achternaam=personage.naam, voorletters="A.", geboortedatum=personage.geboren,
            bsn=bsn(len(self.personen)), adres=adres,
        )  # fmt: skip
        self.personen[personage.naam] = persoon
        ps = pseudoniem(self.gemeente, persoon)
        self._namen[ps] = personage.naam
        with schrijven(omgeving().engine) as db:
            for afdeling in Zaaksoort:
                wie = vind_of_maak(db, self.gemeente, afdeling, [persoon], "verhaal", dag)
                bewaar_contact(db, _contact(wie[ps], personage.kenmerken, len(self.personen), dag))
                if "email" in personage.kenmerken:
                    geef_toestemming(db, wie[ps], dag)
            vlaggen = {vlag: vlag in personage.kenmerken for vlag in ("ondernemer", "huiseigenaar")}
            db.execute(update(INWONER).where(INWONER.c.pseudoniem == ps).values(vlaggen))

    def _nieuw_adres(self) -> Adres:
        self._volgnummer += 1
        straat = STRATEN[self._volgnummer % len(STRATEN)]
        return Adres(straat, str(self._volgnummer), "", f"{9000 + self._volgnummer}AA", "Voorbeeldstad")

    def beleef(self, voorval: Any) -> bool:
        """Record a fact; False when it must wait for a taak that is not there yet."""
        with schrijven(omgeving().engine) as db:
            return self._beleef(db, voorval.naam, voorval.feit, voorval.dag)

    def pseudoniem_van(self, naam: str) -> str:
        """Return who is meant by a name."""
        return pseudoniem(self.gemeente, self.personen[naam])

    def _beleef(self, db: Connection, naam: str, feit: Any, dag: date) -> bool:
        ps = self.pseudoniem_van(naam)
        match type(feit).__name__:
            case "Aanslag":
                self._leg_op(db, naam, feit, dag)
            case "Geld":
                self._boek(db, ps, feit.soort, feit.bedrag, dag)
            case "Mutatie":
                self._muteer(db, ps, feit, dag)
            case "Signaal":
                self._signaleer(db, naam, feit, dag)
            case "Taakuitkomst":
                return self._rond_af(db, ps, feit, dag)
            case _:
                self._meld(db, naam, ps, feit.soort, dag)
        return True

    def _leg_op(self, db: Connection, naam: str, feit: Any, dag: date) -> None:
        levering, _ = begin(db, self.gemeente, "verhaal", f"{naam} {feit.nummer} {dag}", dag)
        rij = VorderingRij(
            feit.nummer, "1", self.personen[naam], feit.belastingsoort, dag.year, feit.bedrag, feit.bedrag, dag,
            feit.vervaldag,
        )  # fmt: skip
        neem_vorderingen_op(db, self.gemeente, [rij], dag, levering)

    def _boek(self, db: Connection, ps: str, soort: Soort, bedrag: int | None, dag: date) -> None:
        """Spread a payment over the open aanslagen, oldest first; put a storno back where something was paid."""
        rest = bedrag
        for nummer, _, hoofdsom, open_ in aanslagen_van(db, ps, open_zaken=soort != Soort.STORNO):
            plek = hoofdsom - open_ if soort == Soort.STORNO else open_
            deel = plek if rest is None else min(plek, rest)
            if deel > 0:
                self._mutatie(db, nummer, soort, dag, deel)
                rest = None if rest is None else rest - deel

    def _muteer(self, db: Connection, ps: str, feit: Any, dag: date) -> None:
        """Tell a fact about each open zaak once; kwijtschelding that is granted goes for every aanslag."""
        verteld: set[int] = set()
        for nummer, zaak, _, _ in aanslagen_van(db, ps):
            if zaak not in verteld or feit.soort == Soort.KWIJTSCHELDING_TOEGEKEND:
                self._mutatie(db, nummer, feit.soort, dag, None, feit.tot)
                verteld.add(zaak)

    def _mutatie(
        self, db: Connection, nummer: str, soort: Soort, dag: date, bedrag: int | None, tot: date | None = None
    ) -> None:
        self._volgnummer += 1
        rij = MutatieRij(nummer, Mutatiesoort(soort.value), dag, bedrag, str(self._volgnummer), tot)
        neem_mutaties_op(db, self.gemeente, [rij], dag)

    def _signaleer(self, db: Connection, naam: str, feit: Any, dag: date) -> None:
        self._volgnummer += 1
        rij = SignaalRij(
            f"verhaal-{self._volgnummer}", feit.partner, feit.sector, self.personen[naam], feit.bedrag, dag,
            crisis=feit.crisis, warme_overdracht=feit.warm,
        )  # fmt: skip
        ontvang(db, omgeving().beleid(self.gemeente), [Binnengekomen(rij)], dag)

    def _rond_af(self, db: Connection, ps: str, feit: Any, dag: date) -> bool:
        taak = feiten.open_taak(db, ps, feit.soort)
        if taak is None:
            return False
        uitkomst = feit.uitkomst
        if uitkomst.uitkomst == "telefoonnummer gevonden":
            uitkomst = type(uitkomst)(uitkomst.uitkomst, telefoon="+31201234567")
        feiten.rond_taak_af(db, taak, uitkomst, dag, "medewerker")
        return True

    def _meld(self, db: Connection, naam: str, ps: str, soort: Soort, dag: date) -> None:
        if soort == Soort.VERHUISD_BINNEN:
            self._verhuis(db, naam, ps)
        feiten.meld_feit(db, self.gemeente, ps, soort, dag)

    def _verhuis(self, db: Connection, naam: str, ps: str) -> None:
        nieuw = self._nieuw_adres()
        velden = {"straat": nieuw.straat, "huisnummer": nieuw.huisnummer, "postcode": nieuw.postcode}
        velden["adres_sleutel"] = adres_sleutel(self.gemeente, nieuw)
        db.execute(update(INWONER).where(INWONER.c.pseudoniem == ps).values(velden))
        # Partners know the new address too: else the next signaal would bring the old one back.
        self.personen[naam] = replace(self.personen[naam], adres=nieuw)

    def ronde(self, dag: date) -> None:
        """Run the day's round through Prefect; a day on which nothing is due would change nothing and is skipped."""
        if stappen.te_doen(self.gemeente, dag) or verzenden.iets_te_verzenden(dag):
            with zonder_hartslag(), stil():
                dagronde(self.gemeente, dag)

    def gebeurd(self, dag: date) -> list[tuple[str, str]]:
        """Return (name, line) of what the gemeente did on a day."""
        with lezen(omgeving().engine) as db:
            regels = [(self._namen[s.pseudoniem], als_verhaal(s.logregel)) for s in stappen_op(db, dag)]
        return [(naam, tekst) for naam, tekst in regels if tekst is not None]


def _contact(inwoner_id: int, kenmerken: frozenset[str], nummer: int, dag: date) -> list[dict[str, Any]]:
    waarden = {
        "telefoon": f"+3120555{nummer:04d}",
        "mobiel": f"+316555{nummer:05d}",
        "email": f"inwoner{nummer}@voorbeeldstad.example",
    }
    return [
        contactrij(inwoner_id, soort, waarde, "verhaal", dag) for soort, waarde in waarden.items() if soort in kenmerken
    ]


def bsn(nummer: int) -> str:
    """Return an invented BSN from the officially free range (eleven-test: 9a+8b+…+2h-i)."""
    kandidaat, gevonden = 999990019, -1
    while True:
        cijfers = [int(c) for c in str(kandidaat)]
        som = sum(g * c for g, c in zip(range(9, 1, -1), cijfers[:8], strict=True)) - cijfers[8]
        gevonden += som % 11 == 0
        if gevonden == nummer:
            return str(kandidaat)
        kandidaat += 1


def verse_omgeving(home: Path, beleid: Beleid, eigen_run_max: int = 0) -> None:
    """Work from now on in a fresh embedded gemeente with this beleid; a story is short, so it goes in chunks."""
    gekozen = Settings(
        home=home, database_url="", eigen_run_max=eigen_run_max, sms="bestand", email="bestand", brp=None, brp_url=""
    )
    gebruik(maak(gekozen, lambda _: beleid))
    migreer(omgeving().engine)


@dataclass(frozen=True)
class Demostap:
    """One bericht or taak of today, with what decides how people react to it."""

    zaak_id: int
    zaaksoort: Zaaksoort
    pseudoniem: str
    persoon: Persoon
    soort: str
    poging: int
    openstaand: int
    crisis: bool


class Demowereld(Spelwereld):
    """The world of the demo: residents come from deliveries and are known by pseudonym."""

    def __init__(self, gemeente: str, instellingen: Settings, lees_feit: Callable[[str], Any]) -> None:
        super().__init__(gemeente)
        self.lees_feit = lees_feit
        self._gevraagd: set[int] = set()
        self.instellingen = instellingen
        gebruik(maak(instellingen))
        migreer(omgeving().engine)

    def pseudoniem_van(self, naam: str) -> str:
        """In the demo a person is known by nothing but the pseudonym."""
        return naam

    def neem_in(self, pad: Path, soort: str, dag: date) -> None:
        """Take in a delivery through its flow."""
        with zonder_hartslag():
            inname(str(pad), soort, self.gemeente, dag)

    def vraag_toestemming(self, wil: Callable[[Persoon], bool], dag: date) -> None:
        """Record consent for e-mail of those who want it, for as far as it was not asked before."""
        with schrijven(omgeving().engine) as db:
            for inwoner_id in zonder_toestemming(db, self.gemeente, Zaaksoort.VROEGSIGNALERING):
                if inwoner_id not in self._gevraagd and wil(persoon_van(db, inwoner_id)):
                    geef_toestemming(db, inwoner_id, dag)
                self._gevraagd.add(inwoner_id)

    def ronde_met(self, dag: date, eigen_runs: int) -> None:
        """Run the day's round with so many own runs at most; every working day has its round, also an empty one."""
        gebruik(replace(omgeving(), settings=self.instellingen.model_copy(update={"eigen_run_max": eigen_runs})))
        if omgeving().beleid(self.gemeente).kalender.is_werkdag(dag):
            with zonder_hartslag():
                dagronde(self.gemeente, dag)

    def beleef_zin(self, ps: str, zin: str, dag: date) -> bool:
        """Record what a sentence of a story tells about a person."""
        with schrijven(omgeving().engine) as db:
            return self._beleef(db, ps, self.lees_feit(zin), dag)

    def stappen(self, dag: date) -> list[Demostap]:
        """Return the berichten and taken of a day with the person they are for."""
        with lezen(omgeving().engine) as db:
            gevonden = [s for s in stappen_op(db, dag) if s.logregel.soort in (Soort.BERICHT, Soort.TAAK)]
            return [self._demostap(db, s) for s in gevonden]

    def _demostap(self, db: Connection, stap: Stap) -> Demostap:
        gegevens = stap.logregel.gegevens
        openstaand = sum(open_ for _, _, _, open_ in aanslagen_van(db, stap.pseudoniem))
        return Demostap(
            stap.zaak_id, stap.zaaksoort, stap.pseudoniem, persoon_van(db, stap.inwoner_id), gegevens["soort"],
            gegevens["poging"], openstaand, gegevens["soort"] == Taaksoort.CRISIS,
        )  # fmt: skip
