"""Can a resident read this text at level B1, and is this SMS safe to send?

The reading measures are an indication ("B1-indicatie"), not a CEFR level: that needs people. Word frequencies and
syllables come from outside as functions, so that the installed product needs no word list. The SMS check does run
before every SMS.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

FLESCH_MINIMUM = 70.0
GEMIDDELDE_ZIN_MAXIMUM = 12.0
LANGSTE_ZIN_MAXIMUM = 18
ZELDZAAM_ONDER = 3.5
ZELDZAAM_MAXIMUM = 0.03

SMS_MAXIMUM = 160
GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)

GSM7_DUBBEL = frozenset("^{}\\[~]|€\f")
"""Letters of the extension table: each takes the place of two."""

_WOORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_ZINSEINDE = re.compile(r"(?<=[.!?:])\s+|\n+")
_OVER_GELD = (
    r"schuld|betaal|betal|rekening|achterstand|aanslag|aanmaning|vordering|incasso|dwangbevel|deurwaarder|kwijtschel"
    r"|\bgeld(?:en|zaken)?\b|\bbkr\b"
)
_SMS_VERBODEN = (
    (re.compile(r"://|www\.|[\w-]\.[a-z]{2,}", re.I), "er staat een link in"),
    (re.compile(r"[€$£]|\beuro\b|\bEUR\b|\d,(?:\d\d\b|-)", re.I), "er staat een bedrag in"),
    (re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4} ?\d", re.I), "er staat een rekeningnummer in"),
    (re.compile(_OVER_GELD, re.I), "er staat een woord in dat over geld gaat"),
)


@dataclass(frozen=True)
class Meting:
    """How hard one text is: lengths in words, `zeldzaam` the rare words found, `aandeel_zeldzaam` their share of all
    words.
    """

    flesch: float
    gemiddelde_zin: float
    langste_zin: int
    zeldzaam: tuple[str, ...]
    aandeel_zeldzaam: float


def meet(
    tekst: str,
    frequentie: Callable[[str], float],
    lettergrepen: Callable[[str], int],
    bekend: frozenset[str] = frozenset(),
) -> Meting:
    """Measure a Dutch text. `frequentie` is the Zipf frequency of a word; words in `bekend` (lower case) are never
    rare.

    The Flesch-Douma index is 206.84 - 0.93 x words per sentence - 77 x syllables per word. Raises ValueError without
    words.
    """
    zinnen = [zin for zin in (woorden(deel) for deel in _ZINSEINDE.split(tekst)) if zin]
    alle = [woord for zin in zinnen for woord in zin]
    if not alle:
        raise ValueError("een tekst zonder woorden valt niet te meten")
    per_zin = len(alle) / len(zinnen)
    per_woord = sum(lettergrepen(woord) for woord in alle) / len(alle)
    zeldzaam = [w for w in alle if w.lower() not in bekend and frequentie(w.lower()) < ZELDZAAM_ONDER]
    return Meting(
        flesch=206.84 - 0.93 * per_zin - 77 * per_woord,
        gemiddelde_zin=per_zin,
        langste_zin=max(map(len, zinnen)),
        zeldzaam=tuple(dict.fromkeys(w.lower() for w in zeldzaam)),
        aandeel_zeldzaam=len(zeldzaam) / len(alle),
    )


def bezwaren(meting: Meting) -> tuple[str, ...]:
    """Why this text is too hard; empty when it passes the B1-indicatie."""
    toetsen: Iterable[tuple[bool, str]] = (
        (meting.flesch < FLESCH_MINIMUM, f"leesgemak {meting.flesch:.0f} is lager dan {FLESCH_MINIMUM:.0f}"),
        (meting.gemiddelde_zin > GEMIDDELDE_ZIN_MAXIMUM, f"zinnen van gemiddeld {meting.gemiddelde_zin:.1f} woorden"),
        (meting.langste_zin > LANGSTE_ZIN_MAXIMUM, f"een zin van {meting.langste_zin} woorden"),
        (meting.aandeel_zeldzaam > ZELDZAAM_MAXIMUM, f"te veel moeilijke woorden: {', '.join(meting.zeldzaam)}"),
    )
    return tuple(reden for te_moeilijk, reden in toetsen if te_moeilijk)


def woorden(tekst: str) -> list[str]:
    """The words of a text, without numbers and punctuation."""
    return _WOORD.findall(tekst)


def naar_gsm7(tekst: str) -> str:
    """Write a text with the letters that a plain SMS has: 'Súdwest-Fryslân' becomes 'Sudwest-Fryslan'."""
    return "".join(teken if teken in GSM7 else _zonder_accent(teken) for teken in tekst)


def _zonder_accent(teken: str) -> str:
    vervanging = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "\u00a0": " "}.get(teken)
    ontleed = unicodedata.normalize("NFKD", teken)
    return vervanging or "".join(deel for deel in ontleed if not unicodedata.combining(deel))


def sms_delen(tekst: str) -> int:
    """Return of how many parts this SMS consists, each of which is paid for (GSM 03.38; 3GPP TS 23.040).

    A plain SMS holds 160 letters, and 153 a part when it is longer; with any other letter it is 70 and 67.
    """
    gewoon = set(tekst) <= GSM7 | GSM7_DUBBEL
    lengte = sum(2 if t in GSM7_DUBBEL else 1 for t in tekst) if gewoon else len(tekst.encode("utf-16-le")) // 2
    heel, deel = (160, 153) if gewoon else (70, 67)
    return 1 if lengte <= heel else -(-lengte // deel)


def sms_bezwaren(tekst: str) -> tuple[str, ...]:
    """Why this SMS may not leave; empty when it may. The reasons quote nothing of the text.

    Fraudsters send links, amounts and account numbers by SMS; the gemeente never does. A house-mate may read along.
    """
    redenen = [reden for patroon, reden in _SMS_VERBODEN if patroon.search(tekst)]
    if not set(tekst) <= GSM7:
        redenen.append("er staat een teken in dat niet in een gewone sms past")
    if len(tekst) > SMS_MAXIMUM:
        redenen.append(f"de tekst is {len(tekst)} tekens lang, meer dan {SMS_MAXIMUM}")
    return tuple(redenen)
