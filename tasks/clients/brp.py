"""Who is this person, and where do they live now? What the BRP answers, and a file that can stand in for it."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from rules.levering import Adres
from tasks.fouten import OnjuisteInstelling, PermanentFailure, TemporaryFailure

KOLOMMEN = (
    "bsn", "voorletters", "voorvoegsel", "achternaam", "geboortedatum", "straat", "huisnummer", "toevoeging",
    "postcode", "woonplaats", "gemeentecode", "overleden_op", "geheim", "in_onderzoek",
)  # fmt: skip
"""The columns of the file of BestandBrp, in any order; more columns are ignored."""


class BrpOnbereikbaar(TemporaryFailure):
    """De BRP geeft nu geen antwoord."""


class BrpWeigert(PermanentFailure):
    """De BRP weigert deze vraag."""


class Adressoort(StrEnum):
    """What the BRP knows about where a person lives; only to an ADRES can a Dutch letter go without a look."""

    ADRES = "Adres"
    LOCATIE = "Locatie"
    BUITENLAND = "VerblijfplaatsBuitenland"
    ONBEKEND = "VerblijfplaatsOnbekend"


@dataclass(frozen=True)
class BrpPersoon:
    """One person in the BRP, today. The identifying fields stay out of every repr.

    `in_gemeente` is the 4-digit code of the gemeente van inschrijving, empty when the BRP gives none.
    `geboortedatum` is None when the BRP knows it only in part. `in_onderzoek`: some of this may be wrong.
    `uitgeschreven` is the code of the opschorting: O overleden, E emigratie, M ministerieel besluit, R naar de RNI,
    F fout, W gewist; empty for somebody who is registered. `vertrokken`: the gemeente established that this person
    does not live at the address, so a letter will not arrive.
    """

    bsn: str = field(repr=False)
    in_gemeente: str = ""
    overleden: bool = False
    geheimhouding: bool = False
    in_onderzoek: bool = False
    uitgeschreven: str = ""
    voorletters: str = field(default="", repr=False)
    voorvoegsel: str = field(default="", repr=False)
    achternaam: str = field(default="", repr=False)
    geboortedatum: date | None = field(default=None, repr=False)
    adres: Adres = field(default=Adres(), repr=False)
    adressoort: Adressoort = Adressoort.ONBEKEND
    vertrokken: bool = False


class Brp(Protocol):
    """Asks the BRP. Raises BrpOnbereikbaar (try again) or BrpWeigert (a person must look)."""

    def zoek_bsns(self, bsns: Sequence[str]) -> dict[str, BrpPersoon]:
        """Return the persons by BSN; a BSN that the BRP does not know is absent."""
        ...

    def zoek_adres(
        self, postcode: str, huisnummer: str, toevoeging: str, geboortedatum: date | None, achternaam: str
    ) -> list[BrpPersoon]:
        """Return the persons who live behind this door and fit, deceased ones too.

        Who fits is decided by the geboortedatum; the achternaam counts only without one, because a creditor often
        has the name of a partner. With neither, everybody at the address fits.
        """
        ...


class BestandBrp:
    """The BRP as a CSV file (`;`, UTF-8, columns KOLOMMEN): for the demo, and where there is no connection yet.

    Dates as 2026-05-31 or 31-05-2026, empty when unknown; `geheim` and `in_onderzoek` hold ja or nee.
    """

    def __init__(self, pad: Path) -> None:
        """Read the file once. Raise OnjuisteInstelling with the missing columns or the number of the bad line."""
        try:
            with pad.open(encoding="utf-8-sig", newline="") as bestand:
                self._personen = {persoon.bsn: persoon for persoon in _lees(csv.DictReader(bestand, delimiter=";"))}
        except (OSError, UnicodeDecodeError, csv.Error) as fout:
            raise OnjuisteInstelling(f"BRP-bestand is niet te lezen, {type(fout).__name__}") from None

    def zoek_bsns(self, bsns: Sequence[str]) -> dict[str, BrpPersoon]:
        """Return the persons by BSN; unknown ones are absent."""
        return {bsn: self._personen[bsn] for bsn in bsns if bsn in self._personen}

    def zoek_adres(
        self, postcode: str, huisnummer: str, toevoeging: str, geboortedatum: date | None, achternaam: str
    ) -> list[BrpPersoon]:
        """Return who lives behind this door and fits (see Brp)."""
        deur = deursleutel(postcode, huisnummer, toevoeging)
        bewoners = [p for p in self._personen.values() if _deur(p.adres) == deur]
        if geboortedatum is not None:
            return [p for p in bewoners if p.geboortedatum == geboortedatum]
        return [p for p in bewoners if not achternaam or p.achternaam.casefold() == achternaam.casefold()]


def vlak(tekst: str) -> str:
    """Return the letters and digits of `tekst` in capitals: '12-a' and '12 A' are the same door."""
    return "".join(teken for teken in tekst.upper() if teken.isalnum())


def deursleutel(postcode: str, huisnummer: str, toevoeging: str) -> tuple[str, str, str]:
    """Return what makes one front door, whatever the notation."""
    return vlak(postcode), vlak(huisnummer), vlak(toevoeging)


def _deur(adres: Adres) -> tuple[str, str, str]:
    return deursleutel(adres.postcode, adres.huisnummer, adres.toevoeging)


def _lees(rijen: "csv.DictReader[str]") -> Iterator[BrpPersoon]:
    if ontbreekt := set(KOLOMMEN) - _kolommen(rijen.fieldnames or ()):
        raise OnjuisteInstelling(f"BRP-bestand zonder kolom {', '.join(sorted(ontbreekt))}")
    for rij in rijen:
        schoon = {(naam or "").strip().lower(): str(waarde or "").strip() for naam, waarde in rij.items()}
        try:
            yield _uit_rij(schoon)
        except ValueError:
            raise OnjuisteInstelling(f"BRP-bestand, regel {rijen.line_num}") from None


def _kolommen(namen: Iterable[str]) -> set[str]:
    return {naam.strip().lower() for naam in namen}


def _uit_rij(rij: Mapping[str, str]) -> BrpPersoon:
    """Return the person of one line. Raise ValueError on a date, BSN or ja/nee that is none."""
    if len(rij["bsn"]) != 9 or not rij["bsn"].isdecimal():
        raise ValueError
    straat, postcode = rij["straat"], vlak(rij["postcode"])
    return BrpPersoon(
        bsn=rij["bsn"],
        in_gemeente=rij["gemeentecode"].zfill(4) if rij["gemeentecode"] else "",
        overleden=bool(rij["overleden_op"] and _datum(rij["overleden_op"])),
        geheimhouding=_ja(rij["geheim"]),
        in_onderzoek=_ja(rij["in_onderzoek"]),
        uitgeschreven="O" if rij["overleden_op"] else "",
        voorletters=rij["voorletters"],
        voorvoegsel=rij["voorvoegsel"],
        achternaam=rij["achternaam"],
        geboortedatum=_datum(rij["geboortedatum"]) if rij["geboortedatum"] else None,
        adres=Adres(straat, rij["huisnummer"], rij["toevoeging"], postcode, rij["woonplaats"]),
        adressoort=Adressoort.ADRES if straat or postcode else Adressoort.ONBEKEND,
    )


def _datum(tekst: str) -> date:
    vorm = "%d-%m-%Y" if len(tekst) > 2 and tekst[2] == "-" else "%Y-%m-%d"
    return datetime.strptime(tekst, vorm).date()


def _ja(tekst: str) -> bool:
    """Return True for ja. Raise ValueError for what is neither ja nor nee."""
    if tekst.lower() not in {"ja", "nee", ""}:
        raise ValueError
    return tekst.lower() == "ja"
