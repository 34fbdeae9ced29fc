"""How does a bericht look that left, or that is ready to leave? As PDF or as text, from the same words as the post.

It is written again from the figures that were frozen when it was put ready. Name, address and the words of the template
are those of now: `anders` tells when the template has changed since, and the hash of a printed letter tells whether
anything has.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row

from rules.bezorging import Status
from rules.woorden import Kanaal
from tasks.brief_pdf import maak_pdf
from tasks.briefgegevens import Briefgegevens, datum, euro, rekeningtabel, schoon
from tasks.fouten import OnjuisteInstelling, PermanentFailure
from tasks.omgeving import omgeving
from tasks.poststuk import haal, schrijf_bericht
from tasks.sjablonen import Tekst

ALLE_REKENINGEN = 1_000
_SHA256 = re.compile(r"[0-9a-f]{64}")
"""What the kenmerk of a printed letter is."""


class GeenStuk(Exception):
    """Dit bericht kan niet worden gemaakt. `reden` says why in Dutch, without personal data."""

    def __init__(self, reden: str) -> None:
        super().__init__(reden)
        self.reden = reden


@dataclass(frozen=True, repr=False)
class Stuk:
    """One bericht in words. No repr: it holds personal data."""

    onderwerp: str
    tekst: str
    aan: str
    """Number or e-mail address as known now; empty for a letter, and when there is none any more."""
    anders: bool
    """The template was changed since the bericht was written."""


def maak_stuk(db: Connection, rij: Row[Any]) -> Stuk:
    """Return the words of the bericht in this row. Raises GeenStuk."""
    tekst, gegevens, aan = _schrijf(db, rij)
    brief = rij.kanaal == Kanaal.BRIEF
    woorden = _brieftekst(tekst, gegevens) if brief else tekst.platte_tekst
    anders = bool(rij.sjabloon_versie) and rij.sjabloon_versie != tekst.versie
    return Stuk(tekst.onderwerp, woorden, "" if brief else aan, anders)


def maak_brief(db: Connection, rij: Row[Any]) -> bytes:
    """Return the letter in this row as PDF. Raises GeenStuk, also for what is no letter."""
    if rij.kanaal != Kanaal.BRIEF:
        raise GeenStuk("alleen een brief heeft een PDF")
    tekst, gegevens, _ = _schrijf(db, rij)
    try:
        return maak_pdf(tekst, gegevens)
    except OnjuisteInstelling:
        raise
    except PermanentFailure as fout:
        raise GeenStuk(_waarom(fout)) from None


def is_gelijk(db: Connection, rij: Row[Any]) -> bool | None:
    """Tell whether the letter as it would be printed now is, byte for byte, the one that was printed. Raises GeenStuk.

    None when that cannot be known: no letter, or not printed (yet).
    """
    if rij.kanaal != Kanaal.BRIEF or not _SHA256.fullmatch(rij.kenmerk):
        return None
    return hashlib.sha256(maak_brief(db, rij)).hexdigest() == rij.kenmerk


def is_weg(rij: Row[Any]) -> bool:
    """Tell whether a bericht left, or may have left; the rest is only how it would look."""
    return rij.verzonden_op is not None or rij.status in (Status.BEZIG, Status.ONBEKEND, *GEWEEST)


GEWEEST = (Status.VERZONDEN, Status.BEZORGD, Status.RETOUR)


def _schrijf(db: Connection, rij: Row[Any]) -> tuple[Tekst, Briefgegevens, str]:
    [klaar] = haal(db, [rij.id])
    try:
        tekst, gegevens = schrijf_bericht(klaar, omgeving().beleid(klaar.gemeente))
    except OnjuisteInstelling:
        raise
    except PermanentFailure as fout:
        raise GeenStuk(_waarom(fout)) from None
    aan = klaar.aan if klaar.kanaal != Kanaal.BRIEF else None
    return tekst, gegevens, aan or ""


def _waarom(fout: PermanentFailure) -> str:
    return " ".join((type(fout).__doc__ or "").split())


def _brieftekst(tekst: Tekst, gegevens: Briefgegevens) -> str:
    """Return a letter as lines: address, date, words, and the rekeningen that the PDF has in a table."""
    kop = [schoon(regel) for regel in (gegevens.naam, *gegevens.adresregels)]
    kenmerk = [f"Datum: {datum(gegevens.datum)}", f"Kenmerk: {gegevens.kenmerk}", f"Onderwerp: {tekst.onderwerp}"]
    delen = ["\n".join(kop), "\n".join(kenmerk), tekst.platte_tekst]
    if gegevens.regels:
        rijen = [", ".join(filter(None, (schoon(cel) for cel in r))) for r in rekeningtabel(gegevens, ALLE_REKENINGEN)]
        kosten = [f"Kosten van deze aanmaning, {euro(gegevens.kosten)}"] if gegevens.kosten else []
        delen.append("\n".join(("Rekeningen:", *rijen, *kosten, f"Samen te betalen, {euro(gegevens.totaal)}")))
    return "\n\n".join(delen)
