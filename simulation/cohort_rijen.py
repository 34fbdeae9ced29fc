"""In which shape do the rows of a made-up cohort stand? One writer per table, like the doors of models/ fill them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import count
from random import Random
from typing import Any

from rules.correctie import Correctiereden, correctie
from rules.doelgroep import doelgroep, leeftijd
from rules.log import Logregel, Soort
from rules.woorden import Zaaksoort
from simulation.kans import dobbelsteen, kies
from simulation.namen import ACHTERNAMEN, STRATEN

Rij = dict[str, Any]

VOLGORDE = ("levering", "leveringsmaand", "inwoner", "zaak", "vordering", "signaal", "gebeurtenis")
"""Tables in the order in which they must be filled."""

BANDEN = ((27, "tot 27"), (45, "27-44"), (67, "45-66"))
GENOEG = 4000
"""So many gebeurtenissen are kept before they are given away."""

MEDEWERKER = "medewerker:1"
BELEID_VERSIE = "cohort-1"


@dataclass(frozen=True)
class Bewoner:
    """One fictional resident: what the rows of both departments share."""

    pseudoniem: str
    adres: str
    postcode: str
    huisnummer: str
    geboren: date
    eigenaar: bool
    ondernemer: bool
    telefoon: bool
    email: bool
    naam: str

    def kenmerken(self, dag: date) -> Rij:
        """Return the bands and flags that are frozen in the log."""
        jaren = leeftijd(self.geboren, dag) or 0
        band = next((naam for tot, naam in BANDEN if jaren < tot), "67+")
        groep = doelgroep(self.geboren, self.ondernemer, self.eigenaar, dag).value
        return {"doelgroep": groep, "leeftijd": band, "telefoon": self.telefoon, "email": self.email}


def bewoner(stad: str, zaad: int, nummer: int, telefoon: float) -> Bewoner:
    """Return resident `nummer` of a gemeente; the same one for the same seed."""
    dobbel = dobbelsteen("cohort", zaad, stad, nummer)
    van, tot = kies(dobbel, {(19, 26): 0.15, (27, 44): 0.36, (45, 66): 0.33, (67, 91): 0.16})
    sleutel = f"{dobbel.getrandbits(128):032x}"
    return Bewoner(
        pseudoniem=sleutel,
        adres=f"{dobbel.getrandbits(128):032x}",
        postcode=f"{1000 + nummer // 40 % 9000}AB",
        huisnummer=str(nummer % 40 + 1),
        geboren=date(2025 - dobbel.randint(van, tot), dobbel.randint(1, 12), dobbel.randint(1, 28)),
        eigenaar=dobbel.random() < 0.3,
        ondernemer=dobbel.random() < 0.06,
        telefoon=dobbel.random() < telefoon,
        email=dobbel.random() < 0.1,
        naam=dobbel.choice(ACHTERNAMEN)[1],
    )


@dataclass
class Regel:
    """One gebeurtenis before it has its number."""

    logregel: Logregel
    regel: str
    actor: str
    herstelt: "Regel | None" = None
    nieuw: Mapping[str, Any] | None = None
    volgnr: int = 0


@dataclass
class Zaaklog:
    """The log of one zaak in the making; it is numbered by day when it is done."""

    rij: Rij
    regels: list[Regel] = field(default_factory=list[Regel])
    soort: str = ""
    """The belastingsoort of an incassozaak."""

    def bij(
        self, soort: Soort, dag: date, gegevens: Rij | None = None, regel: str = "", actor: str = "systeem"
    ) -> Regel:
        """Add one gebeurtenis; `regel` names the rule that decided it, empty for a fact."""
        erbij = Regel(Logregel(soort, dag, gegevens or {}), regel, actor)
        self.regels.append(erbij)
        return erbij

    def herstel(self, fout: Regel, dag: date, nieuw: Mapping[str, Any] | None) -> None:
        """Withdraw a gebeurtenis, or with `nieuw` change what it says."""
        self.regels.append(Regel(Logregel(Soort.CORRECTIE, dag), "", MEDEWERKER, fout, nieuw))

    def rijen(self, einde: date) -> Iterator[Rij]:
        """Give the rows up to a day, oldest first."""
        gebeurd = sorted((r for r in self.regels if r.logregel.dag <= einde), key=lambda r: r.logregel.dag)
        for volgnr, r in enumerate(gebeurd, 1):
            r.volgnr = volgnr
        self.rij["versie"] = len(gebeurd)
        dicht = [r.volgnr for r in gebeurd if r.logregel.soort == Soort.GESLOTEN]
        self.rij["volgende_toets"] = None if dicht else einde
        return (self._rij(r) for r in gebeurd)

    def _rij(self, r: Regel) -> Rij:
        wat = r.logregel
        if r.herstelt is not None:
            fout = r.herstelt
            wat = correctie(fout.volgnr, fout.logregel.soort, Correctiereden.VERKEERDE_KEUZE, wat.dag, r.nieuw)
        return {
            "zaak_id": self.rij["id"], "volgnr": r.volgnr, "soort": wat.soort.value, "dag": wat.dag,
            "op": datetime.combine(wat.dag, time(9), UTC), "regel": r.regel,
            "beleid_versie": BELEID_VERSIE if r.regel else "", "actor": r.actor, "gegevens": dict(wat.gegevens),
        }  # fmt: skip


@dataclass
class Nummers:
    """The next id of every table."""

    inwoner: Iterator[int] = field(default_factory=lambda: count(1))
    zaak: Iterator[int] = field(default_factory=lambda: count(1))
    vordering: Iterator[int] = field(default_factory=lambda: count(1))
    signaal: Iterator[int] = field(default_factory=lambda: count(1))
    levering: Iterator[int] = field(default_factory=lambda: count(1))


@dataclass
class Bak:
    """Rows of every table that are not given away yet, for one gemeente."""

    gemeente: str
    nummers: Nummers
    einde: date
    rijen: dict[str, list[Rij]] = field(default_factory=lambda: {naam: list[Rij]() for naam in VOLGORDE})
    _bekend: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])

    @property
    def vol(self) -> bool:
        """True when there is enough to give away."""
        return len(self.rijen["gebeurtenis"]) >= GENOEG

    def leeg(self) -> Iterator[tuple[str, list[Rij]]]:
        """Give everything away, table by table."""
        for naam in VOLGORDE:
            if self.rijen[naam]:
                yield naam, self.rijen[naam]
                self.rijen[naam] = []

    def inwoner(self, b: Bewoner, afdeling: Zaaksoort, **vlaggen: Any) -> int:
        """Return the id of a resident at one department; made when he is new there."""
        sleutel = (b.pseudoniem, afdeling.value)
        if sleutel not in self._bekend:
            self._bekend[sleutel] = next(self.nummers.inwoner)
            self.rijen["inwoner"].append(self._inwonerrij(self._bekend[sleutel], b, afdeling) | vlaggen)
        return self._bekend[sleutel]

    def _inwonerrij(self, nummer: int, b: Bewoner, afdeling: Zaaksoort) -> Rij:
        leeg: Rij = dict.fromkeys((
            "bsn", "overleden_op", "vertrokken_op", "bekend_bij_schuldhulp_op", "geen_contact_op", "bezwaar_delen_op",
        ))  # fmt: skip
        return leeg | {
            "id": nummer, "gemeente": self.gemeente, "afdeling": afdeling.value, "pseudoniem": b.pseudoniem,
            "achternaam": b.naam, "voorletters": "A.", "voorvoegsel": "", "geboortedatum": b.geboren,
            "straat": STRATEN[nummer % len(STRATEN)], "huisnummer": b.huisnummer, "toevoeging": "",
            "postcode": b.postcode, "woonplaats": self.gemeente.capitalize(), "adres_sleutel": b.adres,
            "ondernemer": b.ondernemer, "huiseigenaar": b.eigenaar, "rechtspersoon": False, "let_op": "",
        }  # fmt: skip

    def zaak(
        self, soort: Zaaksoort, b: Bewoner, geopend: date, vervaldag: date | None = None, **vlaggen: Any
    ) -> Zaaklog:
        """Open a zaak for a resident."""
        rij = {
            "id": next(self.nummers.zaak), "gemeente": self.gemeente, "soort": soort.value,
            "inwoner_id": self.inwoner(b, soort, **vlaggen), "adres_sleutel": b.adres, "vervaldag": vervaldag,
            "geopend_op": geopend, "volgende_toets": None, "versie": 0,
        }  # fmt: skip
        return Zaaklog(rij)

    def bewaar(self, zaak: Zaaklog) -> None:
        """Write a zaak down with its whole log."""
        self.rijen["gebeurtenis"].extend(zaak.rijen(self.einde))
        self.rijen["zaak"].append(zaak.rij)

    def vordering(self, zaak: Zaaklog, nummer: str, soort: str, bedrag: int, openstaand: int) -> None:
        """Write down what a resident owes in a zaak, in cents."""
        vervaldag: date = zaak.rij["vervaldag"]
        self.rijen["vordering"].append({
            "id": next(self.nummers.vordering), "zaak_id": zaak.rij["id"], "gemeente": self.gemeente,
            "aanslagnummer": nummer, "regel": "1", "belastingsoort": soort, "belastingjaar": vervaldag.year,
            "bedrag": bedrag, "openstaand": openstaand, "afgelost": bedrag - openstaand,
            "extract_openstaand": openstaand, "levering_id": None, "dagtekening": zaak.rij["geopend_op"],
            "vervaldag": vervaldag,
        })  # fmt: skip

    def signaal(self, zaak: Zaaklog, b: Bewoner, dag: date, **wat: Any) -> int:
        """Write a signaal down and return its id."""
        nummer = next(self.nummers.signaal)
        vast: Rij = {
            "id": nummer, "gemeente": self.gemeente, "zaak_id": zaak.rij["id"],
            "inwoner_id": self.inwoner(b, Zaaksoort.VROEGSIGNALERING), "bron_zaak_id": None, "kenmerk": f"c-{nummer}",
            "ontvangen_op": dag, "signaaldatum": dag, "ontstaansdatum": None, "crisis": False,
            "warme_overdracht": False, "hulp_gevraagd": False, "herhaald": False, "voldaan_op": None,
            "teruggekoppeld_op": None,
        }  # fmt: skip
        self.rijen["signaal"].append(vast | wat)
        return nummer


def dagdelen(dobbel: Random, aantal: int, keuze: tuple[Any, ...]) -> list[Any]:
    """Return so many dagdelen in a random order, the last ones again when there are not enough."""
    geschud = dobbel.sample(keuze, len(keuze))
    return [geschud[n % len(geschud)] for n in range(aantal)]
