"""The world in which stories and the demo play: our own database, the real flows, and facts at the door."""

from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, update

from flows.dagronde import dagronde
from models import feiten
from models.bekend import aanslagen_van, stappen_op
from models.database import lezen, schrijven
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
from rules.woorden import Kanaal, Zaaksoort
from settings import Settings
from tasks import stappen, verzenden
from tasks.omgeving import gebruik, maak, omgeving

INWONER = Inwoner.__table__  # type: ignore[attr-defined]

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

    def _beleef(self, db: Connection, naam: str, feit: Any, dag: date) -> bool:
        ps = pseudoniem(self.gemeente, self.personen[naam])
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

    def ronde(self, dag: date) -> None:
        """Run the day's round through Prefect; a day on which nothing is due would change nothing and is skipped."""
        if stappen.te_doen(self.gemeente, dag) or any(verzenden.openstaand(kanaal, dag) for kanaal in Kanaal):
            dagronde(self.gemeente, dag)

    def gebeurd(self, dag: date) -> list[tuple[str, str]]:
        """Return (name, line) of what the gemeente did on a day."""
        with lezen(omgeving().engine) as db:
            regels = [(self._namen[ps], als_verhaal(regel)) for _, ps, regel in stappen_op(db, dag)]
        return [(naam, tekst) for naam, tekst in regels if tekst is not None]


def _contact(inwoner_id: int, kenmerken: frozenset[str], nummer: int, dag: date) -> list[dict[str, Any]]:
    waarden = {
        "telefoon": f"+3120555{nummer:04d}",
        "mobiel": f"+316555{nummer:05d}",
        "email": f"inwoner{nummer}@voorbeeldstad.example",
    }
    return [
        contactrij(inwoner_id, soort, waarde, "verhaal", dag, dag if soort == "email" else None)
        for soort, waarde in waarden.items()
        if soort in kenmerken
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


def verse_omgeving(home: Path, beleid: Beleid) -> None:
    """Work from now on in a fresh embedded gemeente with this beleid; small rounds go in chunks, as a story is short."""
    gekozen = Settings(home=home, database_url="", eigen_run_max=0, sms="bestand", email="bestand", brp=None, brp_url="")
    gebruik(maak(gekozen, lambda _: beleid))
    migreer(omgeving().engine)
