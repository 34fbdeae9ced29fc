"""Who sends the letters, and on what legal basis may a signaal go? The part of a beleid that is no number."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, cast

from rules.parameters import Bevinding, toon
from rules.woorden import Zaaksoort

Tabel = Mapping[str, Any]
"""One table as the TOML reader gives it."""


@dataclass(frozen=True)
class Afdeling:
    """The team that signs a letter and answers the telephone."""

    naam: str
    telefoon: str
    email: str
    medewerker: str


@dataclass(frozen=True)
class Inlooppunt:
    """A place where a resident can walk in for help."""

    naam: str
    adres: str
    openingstijden: str


@dataclass(frozen=True)
class Afzender:
    """What a letter needs to know of its sender; `sms_naam` is at most 11 letters and digits."""

    naam: str
    adresregels: tuple[str, ...]
    postcode: str
    plaats: str
    website: str
    openingstijden: str
    iban: str
    sms_naam: str
    incasso: Afdeling
    vroegsignalering: Afdeling
    inlooppunten: tuple[Inlooppunt, ...]

    def afdeling(self, soort: Zaaksoort) -> Afdeling:
        """Return the team that handles this kind of zaak."""
        return self.incasso if soort is Zaaksoort.INCASSO else self.vroegsignalering


@dataclass(frozen=True)
class Gemeente:
    """The gemeente of a beleid; `code` is the four-digit CBS code."""

    naam: str
    code: str
    afzender: Afzender

    @property
    def slug(self) -> str:
        """The name in plain lower-case letters, digits and hyphens: "s-hertogenbosch"."""
        plat = unicodedata.normalize("NFKD", self.naam).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "-", plat.casefold()).strip("-")


@dataclass(frozen=True)
class Grondslag:
    """A legal basis for handing over a signaal of Gemeentebelastingen; both dates belong to it."""

    soort: str
    omschrijving: str
    geldig_van: date
    geldig_tot: date

    def geldt_op(self, dag: date) -> bool:
        """Tell whether the basis is in force on a day."""
        return self.geldig_van <= dag <= self.geldig_tot

    def is_van(self, soort: str) -> bool:
        """Tell whether the basis is of this soort, whatever the capitals."""
        return self.soort.casefold() == soort.casefold()


@dataclass(frozen=True)
class Veld:
    """One text field of the sender: a check on its form, and that form in words."""

    past: Callable[[str], bool]
    vorm: str


def _iban_klopt(tekst: str) -> bool:
    """Check form and control number of an IBAN (ISO 13616, modulo 97)."""
    plat = tekst.replace(" ", "")
    if not re.fullmatch(r"NL\d{2}[A-Z]{4}\d{10}", plat):
        return False
    return int("".join(str(int(teken, 36)) for teken in plat[4:] + plat[:4])) % 97 == 1


def vorm(patroon: str) -> Callable[[str], bool]:
    """Return a check that the whole text has this form."""
    return lambda tekst: re.fullmatch(patroon, tekst) is not None


TEKST = Veld(vorm(r"[^\n\r]{1,200}"), "een tekst van één regel, 1 tot en met 200 tekens")
TELEFOON = Veld(vorm(r"[+0-9][0-9 ()-]{3,19}"), "een telefoonnummer zoals 088-000 00 00")
EMAIL = Veld(vorm(r"[^@\s]+@[^@\s]+\.[^@\s.]+"), "een e-mailadres zoals naam@gemeente.example")
VELDEN: dict[str, Veld] = {
    "code": Veld(vorm(r"[0-9]{4}"), "vier cijfers tussen aanhalingstekens"),
    "naam_gemeente": Veld(vorm(r"(?=.*[A-Za-z0-9])[^\n\r]{1,100}"), "een naam van één regel"),
    "telefoon": TELEFOON,
    "email": EMAIL,
    "postcode": Veld(vorm(r"[1-9][0-9]{3} ?[A-Z]{2}"), "een postcode zoals 9999 AA"),
    "website": Veld(vorm(r"[a-z0-9-]+(\.[a-z0-9-]+)+"), "een adres zonder https://, zoals www.gemeente.example"),
    "iban": Veld(_iban_klopt, "een Nederlands IBAN met een kloppend controlegetal"),
    "sms_naam": Veld(vorm(r"(?=.*[A-Za-z])[A-Za-z0-9]{3,11}"), "3 tot en met 11 letters en cijfers, zonder spaties"),
}
AFDELING = ("naam", "telefoon", "email", "medewerker")
INLOOPPUNT = ("naam", "adres", "openingstijden")
AFZENDER = ("naam", "postcode", "plaats", "website", "openingstijden", "iban", "sms_naam")
GRONDSLAG = ("soort", "omschrijving")


class Lezer:
    """Reads tables of a beleid and collects every problem instead of stopping at the first."""

    def __init__(self) -> None:
        """Begin without problems."""
        self.bevindingen: list[Bevinding] = []

    def fout(self, sleutel: str, waarde: object, toegestaan: str, uitleg: str) -> None:
        """Write down one problem; a missing value is None."""
        self.bevindingen.append(Bevinding(sleutel, "" if waarde is None else toon(waarde), toegestaan, "", uitleg))

    def tabel(self, ruw: object, pad: str, sleutels: Sequence[str]) -> Tabel:
        """Return a table in which only these keys may stand; an empty one when there is no table."""
        if not isinstance(ruw, Mapping) or not ruw:
            uitleg = "deze tabel ontbreekt of is leeg" if ruw in (None, {}) else "dit moet een tabel zijn"
            self.fout(pad, cast(object, ruw), f"een tabel met {', '.join(sleutels)}", uitleg)
            return {}
        tabel = cast(Tabel, ruw)
        for sleutel in tabel:
            if sleutel not in sleutels:
                self.fout(f"{pad}.{sleutel}", tabel[sleutel], ", ".join(sleutels), "deze sleutel bestaat niet")
        return tabel

    def tekst(self, tabel: Tabel, pad: str, sleutel: str, veld: Veld | None = None) -> str:
        """Return one text in its right form; an empty text when it is refused."""
        veld = veld or VELDEN.get(sleutel, TEKST)
        ruw = tabel.get(sleutel)
        if isinstance(ruw, str) and ruw.strip() and veld.past(ruw.strip()):
            return ruw.strip()
        self.fout(f"{pad}.{sleutel}", ruw, veld.vorm, "dit ontbreekt" if ruw in (None, "") else "dit klopt niet")
        return ""

    def teksten(self, tabel: Tabel, pad: str, sleutels: Sequence[str]) -> dict[str, Any]:
        """Return several texts of one table by name."""
        return {sleutel: self.tekst(tabel, pad, sleutel) for sleutel in sleutels} if tabel else {}

    def dag(self, tabel: Tabel, pad: str, sleutel: str) -> date:
        """Return one date; the first possible day when it is refused."""
        ruw = tabel.get(sleutel)
        if isinstance(ruw, date) and not isinstance(ruw, datetime):
            return ruw
        self.fout(
            f"{pad}.{sleutel}", ruw, "een dag zoals 2026-01-01", "dit ontbreekt" if ruw is None else "dit is geen dag"
        )
        return date.min


def lees_gemeente(lezer: Lezer, ruw: object) -> Gemeente | None:
    """Read [gemeente]; None when it cannot be built, the problems are with the lezer."""
    eerder = len(lezer.bevindingen)
    tabel = lezer.tabel(ruw, "gemeente", ("naam", "code", "afzender"))
    if not tabel:
        return None
    naam = lezer.tekst(tabel, "gemeente", "naam", VELDEN["naam_gemeente"])
    code = lezer.tekst(tabel, "gemeente", "code")
    afzender = _lees_afzender(lezer, tabel.get("afzender"), "gemeente.afzender")
    if afzender is None or len(lezer.bevindingen) > eerder:
        return None
    return Gemeente(naam, code, afzender)


def _lees_afzender(lezer: Lezer, ruw: object, pad: str) -> Afzender | None:
    """Read [gemeente.afzender] with its two teams and its walk-in points."""
    tabel = lezer.tabel(ruw, pad, (*AFZENDER, "adresregels", "incasso", "vroegsignalering", "inlooppunten"))
    if not tabel:
        return None
    teksten = lezer.teksten(tabel, pad, AFZENDER)
    teams: dict[str, dict[str, Any]] = {}
    for team in ("incasso", "vroegsignalering"):
        onderdeel = lezer.tabel(tabel.get(team), f"{pad}.{team}", AFDELING)
        teams[team] = lezer.teksten(onderdeel, f"{pad}.{team}", AFDELING)
    adresregels = _lees_adresregels(lezer, tabel.get("adresregels"), f"{pad}.adresregels")
    inlooppunten = _lees_inlooppunten(lezer, tabel.get("inlooppunten"), f"{pad}.inlooppunten")
    if lezer.bevindingen:
        return None
    incasso, vroegsignalering = Afdeling(**teams["incasso"]), Afdeling(**teams["vroegsignalering"])
    rest: dict[str, Any] = {"adresregels": adresregels, "inlooppunten": inlooppunten}
    return Afzender(**teksten, **rest, incasso=incasso, vroegsignalering=vroegsignalering)


def _lees_adresregels(lezer: Lezer, ruw: object, pad: str) -> tuple[str, ...]:
    """Read one to three lines of the return address."""
    regels = cast(list[object], ruw) if isinstance(ruw, list) else []
    if 1 <= len(regels) <= 3 and all(isinstance(r, str) and TEKST.past(r) for r in regels):
        return tuple(str(regel) for regel in regels)
    lezer.fout(pad, cast(object, ruw), "een lijst met 1 tot en met 3 regels tekst", "de adresregels kloppen niet")
    return ()


def _lees_inlooppunten(lezer: Lezer, ruw: object, pad: str) -> tuple[Inlooppunt, ...]:
    """Read the walk-in points; a letter must be able to name at least one."""
    punten = cast(list[object], ruw) if isinstance(ruw, list) else []
    if not punten:
        lezer.fout(pad, cast(object, ruw), "ten minste één inlooppunt", "er staat geen inlooppunt")
    gelezen: list[Inlooppunt] = []
    for nummer, punt in enumerate(punten, start=1):
        plek = f"{pad}[{nummer}]"
        teksten = lezer.teksten(lezer.tabel(punt, plek, INLOOPPUNT), plek, INLOOPPUNT)
        gelezen += [Inlooppunt(**teksten)] if teksten else []
    return tuple(gelezen)


def lees_grondslagen(lezer: Lezer, ruw: object) -> tuple[Grondslag, ...]:
    """Read every [[grondslag]], oldest first; an overlap would leave open which basis a handover rests on."""
    if not isinstance(ruw, list):
        lezer.fout("grondslag", ruw, "een of meer tabellen [[grondslag]]", "dit moet een lijst van tabellen zijn")
        return ()
    gelezen = [_lees_grondslag(lezer, regel, f"grondslag[{n}]") for n, regel in enumerate(cast(list[object], ruw), 1)]
    grondslagen = sorted((g for g in gelezen if g), key=lambda g: g.geldig_van)
    for eerste, tweede in pairwise(grondslagen):
        if tweede.geldig_van <= eerste.geldig_tot:
            grens = f"later dan {eerste.geldig_tot.isoformat()}"
            lezer.fout("grondslag.geldig_van", tweede.geldig_van, grens, "twee grondslagen gelden op dezelfde dag")
    return tuple(grondslagen)


def _lees_grondslag(lezer: Lezer, ruw: object, pad: str) -> Grondslag | None:
    """Read one [[grondslag]]; None when it is refused."""
    eerder = len(lezer.bevindingen)
    tabel = lezer.tabel(ruw, pad, (*GRONDSLAG, "geldig_van", "geldig_tot"))
    teksten = lezer.teksten(tabel, pad, GRONDSLAG)
    van, tot = (lezer.dag(tabel, pad, sleutel) for sleutel in ("geldig_van", "geldig_tot"))
    if len(lezer.bevindingen) > eerder:
        return None
    if tot < van:
        lezer.fout(f"{pad}.geldig_tot", tot, f"{van.isoformat()} of later", "het einde ligt voor het begin")
        return None
    return Grondslag(**teksten, geldig_van=van, geldig_tot=tot)
