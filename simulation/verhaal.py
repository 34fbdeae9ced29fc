"""What does a story say? Reads `*.verhaal` (contracts.md §4); knows no database and no flow."""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rules.levering import Belastingsoort, Sector
from rules.log import Soort
from rules.uitkomst import OnbekendeUitkomst, Uitkomst, lees_uitkomst
from rules.woorden import Berichtsoort, Taaksoort


class VerhaalFout(Exception):
    """Dit verhaal is niet te lezen."""


@dataclass(frozen=True)
class Personage:
    """One resident of a story."""

    naam: str
    adres: str
    kenmerken: frozenset[str] = frozenset()
    geboren: date | None = None


@dataclass(frozen=True)
class Aanslag:
    """A new aanslagregel; bedrag in cents."""

    nummer: str
    bedrag: int
    belastingsoort: Belastingsoort
    vervaldag: date


@dataclass(frozen=True)
class Geld:
    """A payment or a storno in cents; None pays all that is open."""

    soort: Soort
    bedrag: int | None


@dataclass(frozen=True)
class Mutatie:
    """What the tax suite or the resident tells about all open aanslagen."""

    soort: Soort
    tot: date | None = None


@dataclass(frozen=True)
class Persoonsfeit:
    """A fact about the person himself."""

    soort: Soort


@dataclass(frozen=True)
class Signaal:
    """A signaal of a partner; bedrag in cents."""

    partner: str
    sector: Sector
    bedrag: int
    crisis: bool
    warm: bool


@dataclass(frozen=True)
class Taakuitkomst:
    """What a person recorded for a taak."""

    soort: Taaksoort
    uitkomst: Uitkomst


Feit = Aanslag | Geld | Mutatie | Persoonsfeit | Signaal | Taakuitkomst


@dataclass(frozen=True)
class Voorval:
    """One fact of one day."""

    regel: int
    dag: date
    naam: str
    feit: Feit


@dataclass(frozen=True)
class Verwachting:
    """What must happen to a resident on a day; `rust` says that nothing does."""

    regel: int
    dag: date
    naam: str
    tekst: str


@dataclass
class Verhaal:
    """A whole story."""

    bestand: str
    gemeente: str = "voorbeeldstad"
    beleid: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    personages: dict[str, Personage] = field(default_factory=dict[str, Personage])
    voorvallen: list[Voorval] = field(default_factory=list[Voorval])
    verwachtingen: list[Verwachting] = field(default_factory=list[Verwachting])
    tot: date | None = None

    @property
    def eerste_dag(self) -> date:
        """The first day on which anything is said to happen."""
        return min([v.dag for v in self.voorvallen] + [v.dag for v in self.verwachtingen])

    @property
    def laatste_dag(self) -> date:
        """The last day to play: `tot`, or else the last dated line."""
        return self.tot or max([v.dag for v in self.voorvallen] + [v.dag for v in self.verwachtingen])


def lees_verhaal(pad: Path) -> Verhaal:
    """Read one story. Raises VerhaalFout that names the line."""
    try:
        tekst = pad.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as fout:
        raise VerhaalFout(f"{pad.name} is niet te lezen") from fout
    return ontleed(tekst, pad.name)


def ontleed(tekst: str, bestand: str = "verhaal") -> Verhaal:
    """Read the text of a story. Raises VerhaalFout that names the line."""
    verhaal = Verhaal(bestand)
    for nummer, ruw in enumerate(tekst.splitlines(), 1):
        regel = ruw.split("#", 1)[0].strip()
        if not regel:
            continue
        try:
            _lees_regel(verhaal, nummer, " ".join(regel.split()))
        except (ValueError, KeyError, IndexError) as fout:
            raise VerhaalFout(f"{bestand} regel {nummer}: '{regel}' is geen zin die een verhaal kent") from fout
    if not (verhaal.voorvallen or verhaal.verwachtingen):
        raise VerhaalFout(f"{bestand}: er gebeurt niets in dit verhaal")
    return verhaal


def _lees_regel(verhaal: Verhaal, nummer: int, regel: str) -> None:
    woord, _, rest = regel.partition(" ")
    match woord:
        case "gemeente":
            verhaal.gemeente = rest
        case "beleid":
            sleutel, waarde = rest.split("=", 1)
            verhaal.beleid.append((sleutel.strip(), waarde.strip()))
        case "inwoner":
            personage = _lees_personage(rest)
            verhaal.personages[personage.naam] = personage
        case "tot":
            verhaal.tot = date.fromisoformat(rest)
        case _:
            _lees_dagregel(verhaal, nummer, date.fromisoformat(woord), rest)


KENMERKEN = frozenset({"telefoon", "mobiel", "email", "ondernemer", "huiseigenaar"})


def _lees_personage(tekst: str) -> Personage:
    naam, *woorden = tekst.split()
    kenmerken: set[str] = set()
    adres, geboren = naam, None
    rest = iter(woorden)
    for woord in rest:
        if woord == "geboren":
            geboren = date.fromisoformat(next(rest, ""))
        elif woord == "adres":
            adres = next(rest)
        elif woord in KENMERKEN:
            kenmerken.add(woord)
        else:
            raise ValueError(woord)
    return Personage(naam, adres, frozenset(kenmerken), geboren)


def _lees_dagregel(verhaal: Verhaal, nummer: int, dag: date, rest: str) -> None:
    if rest == "-> rust":
        verhaal.verwachtingen += [Verwachting(nummer, dag, naam, "rust") for naam in verhaal.personages]
        return
    naam, _, zin = rest.partition(" ")
    if naam not in verhaal.personages:
        raise ValueError(naam)
    if zin.startswith("-> "):
        verhaal.verwachtingen.append(Verwachting(nummer, dag, naam, _controleer_verwachting(zin[3:])))
    else:
        verhaal.voorvallen.append(Voorval(nummer, dag, naam, lees_feit(zin)))


_BERICHT = "|".join(sorted((s.value for s in Berichtsoort), key=len, reverse=True))
_VERWACHT = re.compile(
    rf"(brief|sms|email) ({_BERICHT})|taak ({'|'.join(s.value for s in Taaksoort)})|signaal overgedragen"
    r"|signaal niet overgedragen: [a-z-]+(, [a-z-]+)*|melding (enkelvoudig|meervoudig)( opeenvolgend)?"
    rf"|opgeschort [a-z-]+( tot \d{{4}}-\d{{2}}-\d{{2}})?|gesloten .+|vervallen ({_BERICHT})|rust"
)


def _controleer_verwachting(tekst: str) -> str:
    """Refuse an expectation that can never come true: a typing error would otherwise look like a failure."""
    if not _VERWACHT.fullmatch(tekst):
        raise ValueError(tekst)
    return tekst


_MUTATIES: dict[str, Soort] = {
    "kwijtschelding aangevraagd": Soort.KWIJTSCHELDING_AANGEVRAAGD,
    "kwijtschelding toegekend": Soort.KWIJTSCHELDING_TOEGEKEND,
    "kwijtschelding afgewezen": Soort.KWIJTSCHELDING_AFGEWEZEN,
    "uitstel aangevraagd": Soort.UITSTEL_AANGEVRAAGD,
    "uitstel afgewezen": Soort.UITSTEL_AFGEWEZEN,
    "regeling getroffen": Soort.REGELING_GETROFFEN,
    "regeling gebroken": Soort.REGELING_GEBROKEN,
    "bezwaar ingediend": Soort.BEZWAAR_INGEDIEND,
    "bezwaar afgedaan": Soort.BEZWAAR_AFGEDAAN,
    "dwangbevel betekend": Soort.DWANGBEVEL_BETEKEND,
}
_PERSOONSFEITEN: dict[str, Soort] = {
    "bezwaar tegen delen": Soort.BEZWAAR_TEGEN_DELEN,
    "post retour": Soort.POST_RETOUR,
    "verhuisd binnen gemeente": Soort.VERHUISD_BINNEN,
    "verhuisd buiten gemeente": Soort.VERHUISD_BUITEN,
    "overleden": Soort.OVERLEDEN,
    "bekend bij schuldhulp": Soort.BEKEND_BIJ_SCHULDHULP,
    "wil geen contact": Soort.GEEN_CONTACT_GEWENST,
}


def lees_feit(zin: str) -> Feit:
    """Return the fact that a sentence tells; raises ValueError when a story knows no such sentence."""
    if zin in _MUTATIES:
        return Mutatie(_MUTATIES[zin])
    if zin in _PERSOONSFEITEN:
        return Persoonsfeit(_PERSOONSFEITEN[zin])
    woord, _, rest = zin.partition(" ")
    return _LEZERS[woord](rest)


def _lees_aanslag(rest: str) -> Feit:
    nummer, bedrag, soort, vervalt, dag = rest.split()
    if vervalt != "vervalt":
        raise ValueError(rest)
    return Aanslag(nummer, _cent(bedrag), Belastingsoort(soort), date.fromisoformat(dag))


def _lees_betaling(rest: str) -> Feit:
    return Geld(Soort.BETALING, None if rest == "alles" else _cent(rest))


def _lees_storno(rest: str) -> Feit:
    return Geld(Soort.STORNO, _cent(rest))


def _lees_uitstel(rest: str) -> Feit:
    verleend, tot, dag = rest.split()
    if (verleend, tot) != ("verleend", "tot"):
        raise ValueError(rest)
    return Mutatie(Soort.UITSTEL_VERLEEND, date.fromisoformat(dag))


def _lees_signaal(rest: str) -> Feit:
    partner, sector, bedrag, *vlaggen = rest.split()
    if not set(vlaggen) <= {"crisis", "warm"}:
        raise ValueError(rest)
    return Signaal(partner, Sector(sector), _cent(bedrag), "crisis" in vlaggen, "warm" in vlaggen)


def _lees_taak(rest: str) -> Feit:
    soort, _, uitkomst = rest.partition(":")
    try:
        return Taakuitkomst(Taaksoort(soort.strip()), lees_uitkomst(uitkomst))
    except OnbekendeUitkomst as fout:
        raise ValueError(rest) from fout


_LEZERS = {
    "aanslag": _lees_aanslag,
    "betaalt": _lees_betaling,
    "storno": _lees_storno,
    "uitstel": _lees_uitstel,
    "signaal": _lees_signaal,
    "taak": _lees_taak,
}


def _cent(tekst: str) -> int:
    m = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{2}))?", tekst)
    if not m:
        raise ValueError(tekst)
    return int(m[1].replace(".", "")) * 100 + int(m[2] or 0)
