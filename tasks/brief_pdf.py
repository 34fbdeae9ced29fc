"""How do the words of a letter become one sheet of paper: accessible, archivable, and the same bytes every time?

Typst gets the words as JSON and lays them out (templates/letters/brief.typ). The PDF is PDF/UA-1 and PDF/A-2a at
once.
"""

import io
import json
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

TABELREGELS = (12, 10, 8, 6, 4)
TABELKOP = ("Rekening", "Nummer", "Uiterste datum", "Bedrag")
SNITTEN = ("Regular", "Semibold", "Bold")
_BEZIG = Lock()


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
    """Return the letter as PDF of one page, dated on `gegevens.datum`.

    Raises OnbekendTeken when the font lacks a letter (a person then writes this letter) and PastNiet when even the
    smallest size is too large. Neither error carries what stood in the letter.
    """
    brief = json.dumps(_brief(tekst, gegevens) | {"venster": asdict(venster)}, ensure_ascii=False)
    try:
        with _BEZIG:  # a compiler serves one letter at a time; the flows may run in several threads
            pdf = _drukker().compile(format="pdf", pdf_standards=["ua-1", "a-2a"], sys_inputs={"brief": brief})
    except typst.TypstError as fout:
        pdf, soort = b"", _soort_fout(str(fout))
    else:
        soort = None
    if soort is not None:  # raised here: the error of Typst quotes the letter
        raise soort
    assert isinstance(pdf, bytes)
    return pdf


def _soort_fout(melding: str) -> type[PermanentFailure]:
    if "could not be displayed" in melding:
        return OnbekendTeken
    return PastNiet if "past niet" in melding else PermanentFailure


@lru_cache(maxsize=1)
def _drukker() -> typst.Compiler:
    """One compiler per process: reading the fonts costs more than a letter."""
    map_ = SJABLONEN / "letters"
    return typst.Compiler(input=map_ / "brief.typ", root=map_, font_paths=_lettertypen(), ignore_system_fonts=True)


def _lettertypen() -> typst.Fonts:
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
    """Everything that brief.typ prints, in words."""
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
        **_tabel(gegevens),
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


def _tabel(gegevens: Briefgegevens) -> dict[str, Any]:
    """The table in several lengths; the longest one that fits is printed."""
    kosten = [("Kosten van deze aanmaning", euro(gegevens.kosten))] if gegevens.kosten else []
    samen = [("Samen te betalen", euro(gegevens.totaal))] if kosten or len(gegevens.regels) > 1 else []
    tabellen = [rekeningtabel(gegevens, maximaal) for maximaal in TABELREGELS]
    schone = [[[schoon(cel) for cel in rij] for rij in tabel] for tabel in tabellen]
    return {"tabellen": schone, "tabelkop": TABELKOP, "totalen": kosten, "totaal": samen}


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
