"""What does one cell mean? Every parser takes a stripped, non-empty text and returns a value or raises OngeldigVeld.

Reasons never repeat the text of the cell: they may end up in a log, and the cell may hold personal data.
"""

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple, TypeVar

import phonenumbers
from email_validator import EmailNotValidError, validate_email
from phonenumbers import PhoneNumberType
from stdnum.nl import bsn as stdnum_bsn
from stdnum.nl import postcode as stdnum_postcode

from rules.levering import Retourreden

Soort = TypeVar("Soort", bound=StrEnum)

# A rekening of ten million euros for one resident is a mistake in the extract.
MAX_CENTEN = 10_000_000_00
_DATUM = re.compile(r"(?:([0-9]{4})-([0-9]{2})-([0-9]{2})|([0-9]{2})-([0-9]{2})-([0-9]{4}))")
_BEDRAG = re.compile(r"(?:[0-9]+,[0-9]{2}|[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]{2}|[0-9]+\.[0-9]{2})")
_GEHEEL = re.compile(r"0*([1-9][0-9]{0,5})")
_SLEUTEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ./_-]*")
_WETENSCHAPPELIJK = re.compile(r"[0-9]+(?:[.,][0-9]+)?[eE]\+?[0-9]+")
_TELEFOON = re.compile(r"\+?[0-9() .\-]+")
_TOT = re.compile(r"\btot\s+([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4})(?![0-9-])", re.IGNORECASE)
_BEREIKBAAR = frozenset({
    PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.VOIP, PhoneNumberType.PERSONAL_NUMBER,
})  # fmt: skip
# Domains that exist or could be bought, so a bericht would reach a stranger.
_TIKFOUTEN = {
    "gmail.con": "gmail.com", "gmail.co": "gmail.com", "gmail.nl": "gmail.com", "gmai.com": "gmail.com",
    "gmial.com": "gmail.com", "gmal.com": "gmail.com", "gnail.com": "gmail.com", "gmail.comm": "gmail.com",
    "hotmail.con": "hotmail.com", "hotmai.com": "hotmail.com", "hotmial.com": "hotmail.com",
    "hotmal.com": "hotmail.com", "homail.com": "hotmail.com", "outlook.con": "outlook.com",
    "outlok.com": "outlook.com", "live.n": "live.nl", "ziggo.n": "ziggo.nl", "zigo.nl": "ziggo.nl",
    "kpnmail.n": "kpnmail.nl", "planet.n": "planet.nl", "iclod.com": "icloud.com", "icloud.con": "icloud.com",
}  # fmt: skip
# The first word that is found decides: "adres onbekend, vertrokken" is somebody who moved away.
_RETOURWOORDEN = {
    "overleden": Retourreden.OVERLEDEN, "verhuisd": Retourreden.VERHUISD, "vertrokken": Retourreden.VERHUISD,
    "woont hier niet": Retourreden.VERHUISD, "geweigerd": Retourreden.GEWEIGERD, "brievenbus": Retourreden.BRIEVENBUS,
    "afgehaald": Retourreden.NIET_AFGEHAALD, "opgehaald": Retourreden.NIET_AFGEHAALD,
    "onbekend": Retourreden.ONBEKEND, "onvolledig": Retourreden.ONBEKEND, "onjuist": Retourreden.ONBEKEND,
    "bestaat niet": Retourreden.ONBEKEND,
}  # fmt: skip
_JA = frozenset({"ja", "j", "true", "waar", "1"})
_NEE = frozenset({"nee", "n", "false", "onwaar", "0"})


class OngeldigVeld(ValueError):
    """The cell does not hold what its column asks for; the message is the Dutch reason, without the cell."""


class Telefoon(NamedTuple):
    """A number in E.164, and whether an SMS can reach it."""

    nummer: str = ""
    mobiel: bool = False


@lru_cache(maxsize=8192)
def lees_datum(tekst: str) -> date:
    """Read 2026-05-31 or 31-05-2026."""
    gevonden = _DATUM.fullmatch(tekst)
    if gevonden is None:
        raise OngeldigVeld("verwacht een datum zoals 2026-05-31 of 31-05-2026")
    jaar, maand, dag, dag_voor, maand_voor, jaar_achter = gevonden.groups()
    try:
        return date(int(jaar or jaar_achter), int(maand or maand_voor), int(dag or dag_voor))
    except ValueError:
        raise OngeldigVeld("deze datum bestaat niet") from None


@lru_cache(maxsize=8192)
def lees_bedrag_of_nul(tekst: str) -> int:
    """Read an amount of zero or more, in cents.

    Only 1.234,56, 1234,56 and 1234.56 are read. `1.234` and `1,234` could be euros or thousands, `250` could be
    cents: they are refused rather than guessed.
    """
    if tekst.startswith("-"):
        raise OngeldigVeld("een bedrag onder nul is niet toegestaan")
    if _BEDRAG.fullmatch(tekst) is None:
        raise OngeldigVeld("verwacht een bedrag met twee decimalen, zoals 1.234,56 of 1234,56 of 1234.56")
    cijfers = tekst.replace(".", "").replace(",", "").lstrip("0") or "0"
    if len(cijfers) > 10 or (centen := int(cijfers)) > MAX_CENTEN:
        raise OngeldigVeld("het bedrag is hoger dan 10.000.000,00 euro")
    return centen


def lees_bedrag(tekst: str) -> int:
    """Read an amount above zero, in cents."""
    centen = lees_bedrag_of_nul(tekst)
    if centen == 0:
        raise OngeldigVeld("het bedrag moet hoger zijn dan 0,00")
    return centen


@lru_cache(maxsize=8192)
def lees_postcode(tekst: str) -> str:
    """Read `1234 ab` as 1234AB."""
    try:
        return stdnum_postcode.validate(tekst).replace(" ", "")
    except stdnum_postcode.ValidationError:
        raise OngeldigVeld("verwacht een postcode zoals 1234AB") from None


@lru_cache(maxsize=8192)
def lees_geheel(tekst: str) -> int:
    """Read a whole number from 1 to 999999; leading zeros do not count."""
    gevonden = _GEHEEL.fullmatch(tekst)
    if gevonden is None:
        raise OngeldigVeld("verwacht een geheel getal boven 0")
    return int(gevonden[1])


@lru_cache(maxsize=8192)
def lees_huisnummer(tekst: str) -> str:
    """Read a house number of one to five digits; letters belong in toevoeging."""
    gevonden = _GEHEEL.fullmatch(tekst)
    if gevonden is None or len(gevonden[1]) > 5:
        raise OngeldigVeld("verwacht alleen cijfers (1 tot 99999); zet een letter in de kolom toevoeging")
    return gevonden[1]


def lees_bsn(tekst: str) -> str:
    """Read a BSN of eight or nine digits; an eight-digit one lost its leading zero. Eleven-test by stdnum."""
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) in (8, 9)):
        raise OngeldigVeld("verwacht een BSN van negen cijfers")
    if not stdnum_bsn.is_valid(tekst.zfill(9)):
        raise OngeldigVeld("dit is geen geldig BSN (elfproef)")
    return tekst.zfill(9)


def lees_sleutel(tekst: str) -> str:
    """Read a number that identifies an aanslag: letters, digits and . / _ - between them."""
    if _WETENSCHAPPELIJK.fullmatch(tekst):
        raise OngeldigVeld("Excel heeft dit nummer afgerond; maak de kolom op als tekst en exporteer opnieuw")
    if _SLEUTEL.fullmatch(tekst) is None:
        raise OngeldigVeld("verwacht alleen letters, cijfers en . / _ -")
    return tekst


def lees_ja_nee(tekst: str) -> bool:
    """Read ja, nee, true, false, 1 or 0."""
    klein = tekst.lower()
    if klein in _JA:
        return True
    if klein in _NEE:
        return False
    raise OngeldigVeld("verwacht ja of nee")


def keuze(soort: type[Soort]) -> Callable[[str], Soort]:
    """Return a parser for a closed list of words; capitals do not matter."""
    woorden = {lid.value: lid for lid in soort}
    uitleg = "verwacht een van: " + ", ".join(woorden)

    def lees(tekst: str) -> Soort:
        lid = woorden.get(tekst) or woorden.get(tekst.lower())
        if lid is None:
            raise OngeldigVeld(uitleg)
        return lid

    return lees


@lru_cache(maxsize=4096)
def lees_telefoon(tekst: str) -> Telefoon:
    """Read a number on which a resident can be reached; numbers without a country are Dutch.

    097 numbers belong to machines and get no SMS, though the metadata calls them mobile.
    """
    # A file of rejected rows writes '+31… so that Excel shows the plus; it may be delivered again.
    tekst = tekst.removeprefix("'")
    if _TELEFOON.fullmatch(tekst) is None or len(tekst) > 25:
        raise OngeldigVeld("geen geldig telefoonnummer")
    try:
        nummer = phonenumbers.parse(tekst, "NL")
    except phonenumbers.NumberParseException:
        raise OngeldigVeld("geen geldig telefoonnummer") from None
    soort = phonenumbers.number_type(nummer)
    if soort not in _BEREIKBAAR:
        raise OngeldigVeld("geen geldig telefoonnummer van een inwoner")
    volledig = f"+{nummer.country_code}{phonenumbers.national_significant_number(nummer)}"
    return Telefoon(volledig, soort == PhoneNumberType.MOBILE and not volledig.startswith("+3197"))


def lees_retourreden(tekst: str) -> Retourreden:
    """Find in the words of the post why a letter came back; other words are ANDERS and are not kept."""
    klein = tekst.casefold()
    gevonden = (reden for woord, reden in _RETOURWOORDEN.items() if woord in klein)
    return next(gevonden, Retourreden.ANDERS)


@lru_cache(maxsize=4096)
def lees_email(tekst: str) -> str:
    """Read an e-mail address by its form; well-known typing errors in the domain are refused."""
    try:
        adres = validate_email(tekst, check_deliverability=False)
    except EmailNotValidError:
        raise OngeldigVeld("geen geldig e-mailadres") from None
    if bedoeld := _TIKFOUTEN.get(adres.ascii_domain or ""):
        raise OngeldigVeld(f"het e-mailadres lijkt een tikfout te hebben (bedoeld: {bedoeld}?)")
    return adres.normalized


def lees_tot(kenmerk: str) -> date | None:
    """Find an end date in a kenmerk such as `uitstel tot 2026-09-01`; None where there is none."""
    gevonden = _TOT.search(kenmerk)
    return lees_datum(gevonden[1]) if gevonden else None
