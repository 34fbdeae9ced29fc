"""What does a resident's sms ask: no more sms, sms again, or to be read by a person?

Stopping is made easy and is never lost: whoever sends a stop word is signed off, whatever else the sms says. Words that
also have another meaning in a letter box of a gemeente ("einde van de maand", "mijn hond afmelden", "ik kan niet
stoppen") sign nobody off; a person reads those.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum


class Reactiesoort(StrEnum):
    """What must be done with one inbound sms."""

    AFMELDEN = "afmelden"
    AFMELDEN_EN_LEZEN = "afmelden-en-lezen"
    AANMELDEN = "aanmelden"
    LEZEN = "lezen"


STOP_ALTIJD = frozenset({"stop", "stopall", "afmelden", "afmelding", "uitschrijven", "unsubscribe", "optout"})
"""Sign off as the whole sms and as its first word."""

STOP_ALLEEN = frozenset({"stoppen", "stopt", "cancel", "end", "quit", "revoke", "einde", "eind", "annuleren"})
"""Sign off as the whole sms only: inside a sentence they mean something else."""

STOP = STOP_ALTIJD | STOP_ALLEEN
AAN = frozenset({"start", "unstop", "aan", "aanmelden", "hervat", "hervatten"})

BELEEFD = frozenset({
    "aub", "aublieft", "alstublieft", "alsjeblieft", "svp", "please", "graag", "dank", "bedankt", "dankjewel",
    "dankuwel", "u", "je", "nu", "meteen", "direct", "even", "maar", "weer", "hallo", "hoi", "dag", "goedemorgen",
    "goedemiddag", "goedenavond",
})  # fmt: skip
"""Words that change nothing about what is asked."""

BERICHTWOORDEN = frozenset({
    "sms", "smsen", "smsje", "smsjes", "sms'en", "sms'je", "sms'jes", "smsberichten", "bericht", "berichten",
    "berichtjes",
})  # fmt: skip
BIJ_STOP = BERICHTWOORDEN | {
    "met", "het", "de", "deze", "dit", "die", "alle", "van", "mij", "me", "sturen", "te", "voor",
}  # fmt: skip
"""Words that belong to the stop itself: "stop met het sturen van sms"."""

ONTKENNING = frozenset({"niet", "nooit", "geen"})

ZINNEN = (
    re.compile(r"\b(meld|schrijf) (mij|me|ons) (\S+ ){0,3}(af|uit)\b"),
    re.compile(r"\bgeen (\S+ )?(sms|smsjes|sms'jes|bericht|berichten|berichtjes) meer\b"),
    re.compile(r"\bniet meer (sms'en|smsen|sms|appen)\b"),
    re.compile(r"\b(sms|stuur) (mij|me|ons) (\S+ )?niet meer\b"),
)
"""Whole sentences that ask for the same without a stop word."""

WOORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LANGSTE = 2000
"""So many characters are looked at: an sms of ten parts is shorter."""


def lees_reactie(tekst: str, opt_out_type: str = "") -> Reactiesoort:
    """Return what an inbound sms asks.

    `opt_out_type` is what the provider made of it ("STOP", "START", "HELP" or empty): when the provider has stopped
    sending, the resident is signed off here too.
    """
    woorden = _woorden(tekst)
    soort = _lees(woorden)
    match opt_out_type.strip().upper():
        case "STOP" if soort not in (Reactiesoort.AFMELDEN, Reactiesoort.AFMELDEN_EN_LEZEN):
            return Reactiesoort.AFMELDEN if len(woorden) <= 1 else Reactiesoort.AFMELDEN_EN_LEZEN
        case "START":
            return Reactiesoort.AANMELDEN
        case _:
            return soort


def _lees(woorden: Sequence[str]) -> Reactiesoort:
    kern = [woord for woord in woorden if woord not in BELEEFD]
    if kern and all(woord in AAN for woord in kern):
        return Reactiesoort.AANMELDEN
    if _is_alleen_stop(kern):
        return Reactiesoort.AFMELDEN
    if _begint_met_stop(kern) or _noemt_stop_en_bericht(kern):
        return Reactiesoort.AFMELDEN_EN_LEZEN
    if any(zin.search(" ".join(woorden)) for zin in ZINNEN):
        return Reactiesoort.AFMELDEN_EN_LEZEN
    return Reactiesoort.LEZEN


def _is_alleen_stop(kern: Sequence[str]) -> bool:
    """Nothing but stop words, and perhaps what must stop: "stop", "STOP STOP", "stop met sms'en"."""
    return bool(kern) and kern[0] in STOP and all(woord in STOP or woord in BIJ_STOP for woord in kern)


def _begint_met_stop(kern: Sequence[str]) -> bool:
    """A stop word first and then more; "stop niet" is no stop."""
    return len(kern) > 1 and kern[0] in STOP_ALTIJD and kern[1] not in ONTKENNING


def _noemt_stop_en_bericht(kern: Sequence[str]) -> bool:
    """A stop word somewhere and the word sms or bericht too, without a denial before the stop word."""
    plaatsen = [plaats for plaats, woord in enumerate(kern) if woord in STOP]
    if not plaatsen or BERICHTWOORDEN.isdisjoint(kern):
        return False
    return any(ONTKENNING.isdisjoint(kern[max(0, plaats - 3) : plaats + 2]) for plaats in plaatsen)


def _woorden(tekst: str) -> list[str]:
    """Return the words in lower case, without signs; "S.T.O.P." and "stoppp" are read as stop."""
    schoon = unicodedata.normalize("NFKC", tekst[:LANGSTE]).casefold().replace("’", "'").replace("‘", "'")
    schoon = "".join(teken for teken in schoon if unicodedata.category(teken) != "Cf")
    schoon = re.sub(r"\b(a\.u\.b|s\.v\.p)\b\.?", " aub ", schoon)
    woorden = [re.sub(r"^stop+$", "stop", woord) for woord in WOORD.findall(schoon)]
    letters = len(woorden) > 1 and all(len(woord) == 1 for woord in woorden)
    return ["".join(woorden)] if letters else woorden
