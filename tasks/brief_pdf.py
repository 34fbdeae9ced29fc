"""How do the words of a letter become one sheet of paper: accessible, archivable, and the same bytes every time?

Typst gets the words as JSON and lays them out (templates/letters/brief.typ). The PDF is PDF/UA-1 and PDF/A-2a at
once. The words stand in the source as one string, not in `sys_inputs`: Typst then remembers every alinea that does not
change from letter to letter, and is twice as fast.
"""

import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

import segno
import typst

from tasks.briefgegevens import Afzender, Briefgegevens, datum, euro, rekeningtabel, schoon
from tasks.fouten import OnjuisteInstelling, PermanentFailure
from tasks.sjablonen import SJABLONEN, Alinea, Alineasoort, Tekst

MATEN = ((11, 1), (11, 0.75), (10.5, 0.75), (10, 0.65), (9.5, 0.6), (9, 0.55))
"""From roomy to dense: the letter in points, and the white between two alineas in em."""
TABELREGELS = (12, 10, 8, 6, 4)
TABELKOP = ("Rekening", "Nummer", "Uiterste datum", "Bedrag")
SNITTEN = ("Regular", "Semibold", "Bold")
_BRON = '#import "/brief.typ": brief\n#brief(json(bytes("{}")))\n'
_BEZIG = Lock()
_laatste_maat: dict[tuple[str, str, int], int] = {}


class OnbekendTeken(PermanentFailure):
    """Een teken in deze brief kan niet worden afgedrukt."""


class PastNiet(PermanentFailure):
    """Deze brief past niet op één blad, of het adres past niet in het venster."""


@dataclass(frozen=True)
class Venster:
    """The window of the envelope in mm from the top left corner of the sheet; the default is C5/6 with a window on
    the left.

    `speling_x` and `speling_y` are how far the sheet can slide each way inside the envelope: the address keeps this
    distance.
    """

    x: float = 20
    y: float = 46
    breedte: float = 90
    hoogte: float = 35
    speling_x: float = 5
    speling_y: float = 5.5


def maak_pdf(tekst: Tekst, gegevens: Briefgegevens, venster: Venster = Venster()) -> bytes:
    """Return the letter as PDF of one page, dated on `gegevens.datum`, in the roomiest size that fits.

    Raises OnbekendTeken when the font lacks a letter (a person then writes this letter) and PastNiet when even the
    smallest size is too large. Neither error carries what stood in the letter. Threads wait for each other; processes
    work side by side, when they were spawned: raises OnjuisteInstelling in a fork of a process that made letters.
    """
    return _passend(tekst, gegevens, venster, {"format": "pdf", "pdf_standards": ["ua-1", "a-2a"]})


def maak_png(tekst: Tekst, gegevens: Briefgegevens, venster: Venster = Venster(), ppi: float = 110) -> bytes:
    """Return a picture of the same letter, to look at before it is sent; `ppi` are pixels per inch.

    Raises what `maak_pdf` raises, except OnbekendTeken: a letter that the font lacks shows as a box.
    """
    return _passend(tekst, gegevens, venster, {"format": "png", "ppi": ppi})


def _passend(tekst: Tekst, gegevens: Briefgegevens, venster: Venster, vorm: dict[str, Any]) -> bytes:
    """Print as many rekeningen as fit, in the roomiest size. The search begins where the last one of its kind ended."""
    soort = (tekst.sjabloon, tekst.herkomst.variant, min(len(gegevens.regels), TABELREGELS[0] + 1))
    brief = _brief(tekst, gegevens) | {"venster": asdict(venster)}
    for tabel in _tabellen(gegevens):
        gevonden = _ruimste(
            lambda maat, tabel=tabel: _druk(brief | {"tabel": tabel, "maat": MATEN[maat]}, vorm),
            _laatste_maat.get(soort, 0),
        )
        if gevonden is not None:
            _laatste_maat[soort], blad = gevonden
            return blad
    raise PastNiet


def _ruimste(druk: Callable[[int], bytes | None], begin: int) -> tuple[int, bytes] | None:
    """Return the first of MATEN that fits, with the sheet; None when none does.

    What fits in one size fits in every denser one: `begin` decides how long the search takes, never how it ends.
    """
    blad = druk(begin)
    if blad is None:
        krapper = ((maat, druk(maat)) for maat in range(begin + 1, len(MATEN)))
        return next(((maat, blad) for maat, blad in krapper if blad is not None), None)
    while begin > 0 and (ruimer := druk(begin - 1)) is not None:
        begin, blad = begin - 1, ruimer
    return begin, blad


def _druk(brief: dict[str, Any], vorm: dict[str, Any]) -> bytes | None:
    """Print one sheet, or return None when these words do not fit on it in this size."""
    drukker, soort = _drukker(), None
    try:
        with _BEZIG:  # a compiler serves one letter at a time; the flows may run in several threads
            blad = drukker.compile(input=_bron(brief), **vorm)
    except typst.TypstError as fout:
        blad, soort = None, _soort_fout(fout.message)
    if soort is not None:  # raised here: the error of Typst quotes the letter
        raise soort
    assert blad is None or isinstance(blad, bytes)
    return blad


def _bron(brief: dict[str, Any]) -> bytes:
    """Write the letter as source: JSON in plain ASCII, inside a string that only a quote or a backslash could end."""
    woorden = json.dumps(brief, separators=(",", ":"))
    return _BRON.replace("{}", woorden.replace("\\", "\\\\").replace('"', '\\"')).encode("ascii")


def _soort_fout(melding: str) -> type[PermanentFailure] | None:
    """Tell what is wrong with the letter; None when it needs more than one sheet."""
    if melding.startswith("panicked with: brief past niet"):
        return None
    if "could not be displayed" in melding:
        return OnbekendTeken
    return PastNiet if melding.startswith("panicked with: adres past niet") else PermanentFailure


def controleer_pers() -> None:
    """Raise OnjuisteInstelling when this machine cannot make letters."""
    _drukker()


def _drukker() -> typst.Compiler:
    """Return the compiler of this process. Raises OnjuisteInstelling in a fork, where Typst would wait for ever."""
    drukker, proces = _maak_drukker()
    if proces != os.getpid():
        raise OnjuisteInstelling("een proces dat brieven maakt, is een nieuw proces: gebruik spawn, geen fork")
    return drukker


@lru_cache(maxsize=1)
def _maak_drukker() -> tuple[typst.Compiler, int]:
    """One compiler per process: reading the fonts costs more than a letter. With the id of the process."""
    letters = lettertypen()
    return typst.Compiler(root=SJABLONEN / "letters", font_paths=letters, ignore_system_fonts=True), os.getpid()


def lettertypen() -> typst.Fonts:
    """The three weights of the letter, and nothing else, so that every machine draws the same letter.

    The package holds each weight in two formats; a folder of links picks one. Without a font Typst would print an
    empty sheet and call it valid: raise OnjuisteInstelling first.
    """
    bron = Path(str(files("font_source_sans_pro"))) / "files"
    with TemporaryDirectory() as keuze:
        for snit in SNITTEN:
            (Path(keuze) / f"{snit}.ttf").symlink_to(bron / f"SourceSansPro-{snit}.ttf")
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[keuze])
    if len(fonts.fonts()) != len(SNITTEN):
        raise OnjuisteInstelling("het lettertype Source Sans Pro ontbreekt")
    return fonts


def _brief(tekst: Tekst, gegevens: Briefgegevens) -> dict[str, Any]:
    """Everything that brief.typ prints except the table, in words."""
    afzender = gegevens.afzender
    return {
        "onderwerp": tekst.onderwerp,
        "actie": tekst.actie,
        "aanhef": tekst.aanhef,
        "alineas": [_alinea(alinea) for alinea in tekst.alineas],
        "slot": tekst.slot.splitlines(),
        "medewerker": afzender.medewerker,
        "afzender": {"naam": f"Gemeente {afzender.gemeente}"},
        "logo_alt": f"Logo van de gemeente {afzender.gemeente}",
        "retour": ", ".join((f"Gemeente {afzender.gemeente}", *afzender.adresregels)),
        "adres": [schoon(regel) for regel in (gegevens.naam, *gegevens.adresregels)],
        "kenmerken": _kenmerken(gegevens),
        "voet": _voet(afzender),
        "jaar": gegevens.datum.year,
        "maand": gegevens.datum.month,
        "dag": gegevens.datum.day,
        **_totalen(gegevens),
        **_qr(afzender.website),
    }


def _alinea(alinea: Alinea) -> dict[str, Any]:
    """An item of a list opens with its bold name, if it has one: 'Kwijtschelding: …'."""
    punten = [regel.partition(": ") for regel in alinea.regels] if alinea.soort is Alineasoort.LIJST else []
    return {
        "soort": alinea.soort,
        "regels": alinea.regels,
        "punten": [(kop, rest) if teken else ("", kop) for kop, teken, rest in punten],
    }


def _kenmerken(gegevens: Briefgegevens) -> list[tuple[str, str]]:
    afzender = gegevens.afzender
    return [
        ("Datum", datum(gegevens.datum)),
        ("Kenmerk", schoon(gegevens.kenmerk)),
        ("Uw contactpersoon", afzender.medewerker),
        ("Telefoon", afzender.medewerker_telefoon),
    ]


def _voet(afzender: Afzender) -> list[tuple[str, ...]]:
    """The three columns under the line."""
    return [
        (f"Gemeente {afzender.gemeente}", *afzender.adresregels),
        (f"Telefoon {afzender.telefoon}", afzender.openingstijden),
        (afzender.email, afzender.website),
    ]


def _tabellen(gegevens: Briefgegevens) -> Iterator[list[list[str]]]:
    """The table in several lengths, the longest first; all are equal when there are few rekeningen."""
    vorige = None
    for maximaal in TABELREGELS:
        tabel = [[schoon(cel) for cel in rij] for rij in rekeningtabel(gegevens, maximaal)]
        if tabel != vorige:
            yield tabel
        vorige = tabel


def _totalen(gegevens: Briefgegevens) -> dict[str, Any]:
    kosten = [("Kosten van deze aanmaning", euro(gegevens.kosten))] if gegevens.kosten else []
    samen = [("Samen te betalen", euro(gegevens.totaal))] if kosten or len(gegevens.regels) > 1 else []
    return {"tabelkop": TABELKOP, "totalen": kosten, "totaal": samen}


@lru_cache(maxsize=64)
def _qr(website: str) -> dict[str, Any]:
    """A code to the help page of the own domain; it is the same for everybody and says nothing about the resident."""
    beeld = io.BytesIO()
    segno.make(f"https://{website}/hulp", error="m", micro=False).save(beeld, kind="svg", border=1, xmldecl=False)
    return {
        "qr": beeld.getvalue().decode(),
        "qr_alt": f"QR-code naar {website}/hulp",
        "qr_bijschrift": ("Meer lezen over hulp?", f"{website}/hulp"),
    }
