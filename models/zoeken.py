"""Which zaken belong to a number, BSN, name or address? Only inside the Blik: elsewhere is the same as nowhere."""

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Row, func, select

from models.database import tabel
from models.dossier import binnen
from models.personen import adres_sleutel
from models.sleutels import sleutels
from models.tabellen import Inwoner, Zaak
from rules.levering import Adres
from rules.rollen import Blik
from rules.zaaknummer import zaak_id, zaaknummer

ZAAK, INWONER = tabel(Zaak), tabel(Inwoner)

HOOGSTENS = 20
"""So many zaken are shown; who wants more says more."""


@dataclass(frozen=True, repr=False)
class Zoekvraag:
    """What somebody looks for; everything that is filled in must be so. No repr: personal data."""

    nummer: str = ""
    bsn: str = ""
    """Nine digits that pass the eleven-test."""
    naam: str = ""
    """The begin of the surname, with or without voorvoegsel; case, accents and signs do not count."""
    geboren: date | None = None
    adres: Adres = field(default_factory=Adres)
    """Postcode and huisnummer; without toevoeging every toevoeging is found."""

    @property
    def leeg(self) -> bool:
        """True when nothing was filled in by which somebody can be found."""
        return not (self.nummer or self.bsn or plat(self.naam) or self.adres.postcode)


@dataclass(frozen=True, repr=False)
class Gevonden:
    """The zaken found, open ones first; `meer`: there are others."""

    zaken: tuple[Row[Any], ...]
    """Each with the name, birth date and address of its resident."""
    meer: bool


def zoek(db: Connection, blik: Blik, vraag: Zoekvraag) -> Gevonden:
    """Return the zaken in this blik that fit; an empty question finds nothing."""
    if vraag.leeg:
        return Gevonden((), meer=False)
    if db.dialect.name == "sqlite":
        _leer_sqlite_plat(db)
    opdracht = (
        select(
            ZAAK.c.id, ZAAK.c.soort, ZAAK.c.gemeente, ZAAK.c.geopend_op, ZAAK.c.volgende_toets, INWONER.c.achternaam,
            INWONER.c.voorletters, INWONER.c.voorvoegsel, INWONER.c.geboortedatum, INWONER.c.straat,
            INWONER.c.huisnummer, INWONER.c.toevoeging, INWONER.c.postcode, INWONER.c.woonplaats,
        )
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(*binnen(blik), *_voorwaarden(db, blik, vraag))
        .order_by(ZAAK.c.volgende_toets.is_(None), INWONER.c.achternaam, INWONER.c.geboortedatum, ZAAK.c.id.desc())
        .limit(HOOGSTENS + 1)
    )  # fmt: skip
    rijen = tuple(cast(Iterable[Row[Any]], db.execute(opdracht)))
    return Gevonden(rijen[:HOOGSTENS], meer=len(rijen) > HOOGSTENS)


def _voorwaarden(db: Connection, blik: Blik, vraag: Zoekvraag) -> Iterator[ColumnElement[bool]]:
    if vraag.nummer:
        yield _heeft_nummer(vraag.nummer)
    if vraag.bsn:
        yield INWONER.c.pseudoniem.in_([sleutels().pseudoniem((g, "bsn", vraag.bsn)) for g in sorted(blik.gemeenten)])
    if naam := plat(vraag.naam):
        samen = INWONER.c.voorvoegsel + INWONER.c.achternaam
        yield _begint_met(db, INWONER.c.achternaam, naam) | _begint_met(db, samen, naam)
    if vraag.geboren:
        yield INWONER.c.geboortedatum == vraag.geboren
    if vraag.adres.postcode:
        yield _op_adres(blik, vraag.adres)


def _heeft_nummer(nummer: str) -> ColumnElement[bool]:
    """The letter must fit: I-000012 is not V-000012."""
    gevraagd = zaak_id(nummer) or 0
    soorten = [s for s in ("incasso", "vroegsignalering") if zaaknummer(s, 1)[0] == nummer.strip().upper()[:1]]
    return (ZAAK.c.id == gevraagd) & ZAAK.c.soort.in_(soorten)


def _op_adres(blik: Blik, adres: Adres) -> ColumnElement[bool]:
    if adres.toevoeging:
        return INWONER.c.adres_sleutel.in_([adres_sleutel(g, adres) for g in sorted(blik.gemeenten)])
    return (INWONER.c.postcode == adres.postcode) & (INWONER.c.huisnummer == adres.huisnummer)


_LOS = {"ø": "o", "ł": "l", "đ": "d", "ß": "s", "æ": "a", "œ": "o", "ı": "i", "ð": "d", "þ": "t", "ŋ": "n"}
"""Letters that Unicode does not take apart, by the letter with which they begin."""
_WEG = "-'’‘`´. \u00a0,"
"""Signs that do not count in a name."""


def _paren() -> Iterator[tuple[str, str]]:
    """Give every letter of Europe with its plain small one."""
    for nummer in (*range(0x41, 0x5B), *range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        teken = chr(nummer)
        klein = unicodedata.normalize("NFKD", teken.casefold())[:1]
        basis = _LOS.get(teken.lower(), klein)
        if basis.isascii() and basis.isalpha() and basis != teken:
            yield teken, basis


_TEKENS = _WEG + "".join(map(chr, range(0x300, 0x370)))
_TABEL = str.maketrans(dict(_paren()) | dict.fromkeys(_TEKENS, ""))
_VARIANTEN: dict[str, str] = {}
for _teken, _basis in _paren():
    _VARIANTEN[_basis] = _VARIANTEN.get(_basis, _basis) + _teken


def plat(tekst: str) -> str:
    """Return a name without capitals, accents, signs and what cannot be seen: 'd'Hónt' and 'DHONT' are alike."""
    return "".join(teken for teken in tekst.translate(_TABEL) if teken.isprintable())


def _begint_met(db: Connection, kolom: ColumnElement[str], naam: str) -> ColumnElement[bool]:
    """Return the condition that a column, made plain, begins with a plain name.

    PostgreSQL matches a pattern with every variant of each letter: ten times as fast as making each name plain.
    """
    if db.dialect.name == "sqlite":
        return func.tijdig_plat(kolom).startswith(naam, autoescape=True)
    return kolom.op("~", is_comparison=True)(_patroon(naam))


def _patroon(naam: str) -> str:
    los = f"[{_TEKENS}]*"
    letters = (f"[{_VARIANTEN[t]}]" if t in _VARIANTEN else t if t.isalnum() else f"\\{t}" for t in naam)
    return f"^{los}{los.join(letters)}"


def _leer_sqlite_plat(db: Connection) -> None:
    verbinding = db.connection.driver_connection
    assert isinstance(verbinding, sqlite3.Connection)
    verbinding.create_function("tijdig_plat", 1, plat, deterministic=True)
