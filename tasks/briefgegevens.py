"""What must be known before a bericht can be written, and how amounts, days and names are put into words?"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_currency

from rules import taal
from rules.levering import Adres, Belastingsoort, Sector
from rules.woorden import Doelgroep
from tasks.fouten import PermanentFailure

_TAAL = "nl_NL"
VASTE_SPATIE = "\u00a0"
_BESTURING = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
SECTOREN = {
    Sector.ZORG: "zorgverzekering",
    Sector.ENERGIE: "energie",
    Sector.WATER: "water",
    Sector.HUUR: "huur",
    Sector.HYPOTHEEK: "hypotheek",
    Sector.CAK_ZORG: "zorgverzekering",
    Sector.CAK_EIGEN_BIJDRAGE: "eigen bijdrage voor zorg",
    Sector.DUO: "studie",
    Sector.BELASTINGDIENST: "belasting",
    Sector.TOESLAGEN: "toeslag",
    Sector.GEMEENTEBELASTINGEN: "belasting van de gemeente",
    Sector.OVERIGE: "rekening",
}


BELASTINGEN = {
    Belastingsoort.AFVALSTOFFENHEFFING: "Afvalstoffenheffing",
    Belastingsoort.RIOOLHEFFING: "Rioolheffing",
    Belastingsoort.OZB_EIGENAAR: "Belasting voor uw eigen huis of pand (ozb)",
    Belastingsoort.OZB_GEBRUIKER: "Belasting voor uw bedrijfspand (ozb)",
    Belastingsoort.HONDENBELASTING: "Hondenbelasting",
    Belastingsoort.PARKEERBELASTING: "Parkeerbelasting",
    Belastingsoort.OVERIG: "Belasting van de gemeente",
}


class OntbrekendGegeven(PermanentFailure):
    """Voor deze tekst ontbreekt een gegeven."""


@dataclass(frozen=True)
class Afzender:
    """Who writes: one team of one gemeente, from the beleid. `medewerker` is the worker who can be called by name.

    `website` is the bare own domain ('www.voorbeeldstad.example'). `betaalwijzen` finish the sentence 'U kunt ook
    betalen …'. `inlooppunten` are whole lines: 'Bibliotheek: Plein 1, dinsdag 10.00 tot 12.00 uur'.
    `openingstijden_kort` fits an SMS.
    """

    gemeente: str
    afdeling: str
    adresregels: tuple[str, ...]
    telefoon: str
    openingstijden: str
    openingstijden_kort: str
    medewerker: str
    medewerker_telefoon: str
    email: str
    website: str
    hulpteam: str
    hulp_telefoon: str
    inlooppunten: tuple[str, ...]
    iban: str = ""
    betaalwijzen: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Tie numbers together, so that no line ends in the middle of a phone number or an IBAN."""
        for veld in ("telefoon", "medewerker_telefoon", "hulp_telefoon", "iban"):
            object.__setattr__(self, veld, getattr(self, veld).replace(" ", VASTE_SPATIE))


@dataclass(frozen=True)
class Rekening:
    """One open aanslag in words ('Afvalstoffenheffing 2026') with what is still to be paid, in cents."""

    omschrijving: str
    aanslagnummer: str
    vervaldag: date
    openstaand: int


@dataclass(frozen=True)
class Melder:
    """A partner that reported an arrear."""

    partner: str
    sector: Sector


@dataclass(frozen=True, repr=False)
class Briefgegevens:
    """The facts of one bericht about one resident. No repr: it holds personal data.

    `uiterste_dag` is the last day to pay or to answer, `bezoekdag` the first day of a visit, `eerdere_brief` the day
    of the letter that this bericht refers to. `kosten` are cents. `delen_zonder_bezwaar` is True only while the
    gemeente has a grondslag to share contact details of a resident who does not answer (Tijdelijke regeling art. 1.2
    d). `sms_antwoord` is True when somebody reads what is answered to an sms: its sender is a number, not a name.
    `variant` names the other words of a proef; empty for the ordinary ones.
    """

    afzender: Afzender
    doelgroep: Doelgroep
    kenmerk: str
    datum: date
    achternaam: str
    voorletters: str = ""
    voorvoegsel: str = ""
    adresregels: tuple[str, ...] = ()
    regels: tuple[Rekening, ...] = ()
    kosten: int = 0
    uiterste_dag: date | None = None
    bezoekdag: date | None = None
    eerdere_brief: date | None = None
    melders: tuple[Melder, ...] = ()
    delen_zonder_bezwaar: bool = False
    bewaar_maanden: int = 6
    sms_antwoord: bool = False
    variant: str = ""

    @property
    def totaal(self) -> int:
        """What must be paid in all, in cents: every open rekening and the kosten."""
        return sum(regel.openstaand for regel in self.regels) + self.kosten

    @property
    def naam(self) -> str:
        """The name on the envelope: 'J.P. van der Berg'."""
        return " ".join(filter(None, (_voorletters(self.voorletters), self.voorvoegsel, self.achternaam)))

    @property
    def aanhef(self) -> str:
        """How the letter opens; without voorletters 'Beste heer of mevrouw Van der Berg'."""
        if _voorletters(self.voorletters):
            return schoon(f"Beste {self.naam}")
        naam = self.naam
        return schoon(f"Beste heer of mevrouw {naam[:1].upper()}{naam[1:]}")


def omschrijving(soort: Belastingsoort, jaar: int) -> str:
    """What a resident calls this belasting: 'Afvalstoffenheffing 2026'."""
    return f"{BELASTINGEN[soort]} {jaar}"


def adresregels(adres: Adres) -> tuple[str, ...]:
    """The lines of an address as PostNL wants them: '1234 AB', two spaces, PLAATS in capitals."""
    straat = " ".join(filter(None, (adres.straat, adres.huisnummer, adres.toevoeging)))
    postcode = f"{adres.postcode[:4]} {adres.postcode[4:].strip()}".strip()
    plaats = "  ".join(filter(None, (postcode, adres.woonplaats.upper())))
    return tuple(filter(None, (straat, plaats)))


def rekeningtabel(gegevens: Briefgegevens, maximaal: int) -> tuple[tuple[str, str, str, str], ...]:
    """The rows (rekening, nummer, vervaldag, bedrag), at most `maximaal`; the last one says how many more there are."""
    alle = gegevens.regels
    getoond = alle if len(alle) <= maximaal else alle[: maximaal - 1]
    rijen = [(r.omschrijving, r.aanslagnummer, datum(r.vervaldag), euro(r.openstaand)) for r in getoond]
    if rest := alle[len(getoond) :]:
        rijen.append((f"en nog {len(rest)} rekeningen", "", "", euro(sum(r.openstaand for r in rest))))
    return tuple(rijen)


def schoon(tekst: str) -> str:
    """Take out what is no letter: control characters, line breaks, invisible marks that turn the reading order."""
    zichtbaar = _BESTURING.sub(" ", unicodedata.normalize("NFC", tekst))
    return "".join(teken for teken in zichtbaar if unicodedata.category(teken) != "Cf")


def gevuld(waarde: Any) -> Any:
    """Let nothing empty into a bericht. Raise OntbrekendGegeven for None and for an empty text."""
    tekst = schoon(str(waarde)) if waarde is not None else ""
    if not tekst.strip():
        raise OntbrekendGegeven
    return tekst


def verplicht(waarde: Any) -> Any:
    """Pass on a list with something in it, or an amount above zero. Raise OntbrekendGegeven for anything else."""
    if not waarde or (isinstance(waarde, int) and waarde < 0):
        raise OntbrekendGegeven
    return waarde


def euro(centen: int) -> str:
    """Write cents as '€ 1.234,56', the sign tied to the number."""
    return format_currency(Decimal(centen) / 100, "EUR", locale=_TAAL)


def datum(dag: date | None) -> str:
    """Write '5 juni 2026'."""
    return _datum(dag, "d MMMM y")


def weekdag(dag: date | None) -> str:
    """Write 'vrijdag 5 juni 2026'."""
    return _datum(dag, "EEEE d MMMM y")


def dagmaand(dag: date | None) -> str:
    """Write '5 juni'."""
    return _datum(dag, "d MMMM")


def _datum(dag: date | None, vorm: str) -> str:
    if dag is None:
        raise OntbrekendGegeven
    return format_date(dag, vorm, locale=_TAAL)


def opsomming(delen: Sequence[str], voegwoord: str = "en") -> str:
    """Write 'a, b en c'."""
    return taal.opsomming(verplicht(delen), voegwoord)


def organisaties(melders: Sequence[Melder]) -> str:
    """Write 'Waterbedrijf Noord (water) en Woonstad (huur)', each organisation once."""
    return opsomming(list(dict.fromkeys(f"{m.partner} ({SECTOREN[m.sector]})" for m in melders)))


def _voorletters(ruw: str) -> str:
    """Write 'JP', 'J P' and 'J.P.' alike as 'J.P.'; leave a first name or 'Th.' as it is."""
    delen = ruw.replace(".", ". ").split()
    if all(deel.isupper() and deel.isalpha() for deel in delen):
        return "".join(f"{letter}." for deel in delen for letter in deel)
    return "".join(delen) if "." in ruw else " ".join(delen)


FILTERS: dict[str, Callable[..., Any]] = {
    "verplicht": verplicht,
    "euro": euro,
    "datum": datum,
    "dag": weekdag,
    "dagmaand": dagmaand,
    "opsomming": opsomming,
    "organisaties": organisaties,
}
