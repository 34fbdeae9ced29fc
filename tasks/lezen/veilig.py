"""Does a cell try something? Formulas, hidden characters and broken letters never reach a letter or a spreadsheet."""

import re
import unicodedata
from collections.abc import Sequence

_STUURTEKEN = "bevat een onzichtbaar of onleesbaar teken"
_FORMULE = "begint als een formule en dat is niet toegestaan"
_BESCHADIGD = "bevat beschadigde letters; lever het bestand opnieuw aan als UTF-8"
_EXCELFOUT = "Excel geeft een fout in deze cel"

# One search over the whole row finds the few rows that deserve a closer look; \x1f stands between the cells.
_VERDACHT = re.compile(r"(?:^|\x1f)[=+\-@#＝＋－＠]")
# A minus may stand before a number (-5,00, -2) but not before a letter or anything that calls something.
_MIN_FORMULE = re.compile(r"[-－](?:\s*[^\W\d]|.*[|(!=])", re.DOTALL)
_FORMULETEKENS = tuple("=+@＝＋＠")
_EXCELFOUTEN = re.compile(r"#(?:N/[AB]|(?:REF|VERW|WAARDE|VALUE|DEEL/0|DIV/0|LEEG|NULL|GETAL|NUM)!|NAAM\?|NAME\?)")
# UTF-8 that was read as Windows-1252 and saved again: é became Ã©.
_DUBBEL_GECODEERD = re.compile("[ÃÂÅÄ][\u0080-\u00bf‚ƒ„…†‡ˆ‰‹Œ‘’“”•–—˜™›œ€]")
_SPATIES = re.compile(r"[^\S\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]+")


def maak_schoon(waarden: Sequence[str], kolommen: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the cells without spaces around them and the reasons to refuse the row.

    A phone number may start with a plus. Unusual spaces become ordinary ones; letters are composed (NFC).
    """
    schoon = [waarde.strip(" ") for waarde in waarden]
    alles = "".join(schoon)
    if alles.isprintable() and (alles.isascii() or _is_gaaf(alles)):
        if _VERDACHT.search("\x1f".join(schoon)) is None:
            return schoon, []
    else:
        schoon = [_gewone_tekst(waarde) for waarde in schoon]
    redenen = [
        f"{kolom}: {reden}"
        for kolom, waarde in zip(kolommen, schoon, strict=True)
        if (reden := waarom_niet(waarde, telefoon=kolom == "telefoon"))
    ]
    return schoon, redenen


def waarom_niet(waarde: str, *, telefoon: bool) -> str:
    """Return why a cell may not be used, or an empty text."""
    if not waarde.isprintable():
        return _STUURTEKEN
    if is_formule(waarde) and not (telefoon and waarde.startswith("+")):
        return _FORMULE
    if _EXCELFOUTEN.fullmatch(waarde):
        return _EXCELFOUT
    if not waarde.isascii() and _DUBBEL_GECODEERD.search(waarde):
        return _BESCHADIGD
    return ""


def is_formule(waarde: str) -> bool:
    """Tell whether a spreadsheet would calculate this text instead of showing it."""
    return waarde.startswith(_FORMULETEKENS) or _MIN_FORMULE.match(waarde) is not None


def _is_gaaf(tekst: str) -> bool:
    return unicodedata.is_normalized("NFC", tekst) and _DUBBEL_GECODEERD.search(tekst) is None


def _gewone_tekst(waarde: str) -> str:
    return unicodedata.normalize("NFC", _SPATIES.sub(" ", waarde)).strip(" ")
