"""What is known of one zaak and its resident? Only for who may see it: the Blik stands in every query."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from models.database import tabel
from models.tabellen import Afmelding, Contactgegeven, Inwoner, Toestemming, Zaak
from rules.levering import Adres
from rules.rollen import Blik
from rules.zaaknummer import zaak_id, zaaknummer

ZAAK, INWONER = tabel(Zaak), tabel(Inwoner)
CONTACT, TOESTEMMING, AFMELDING = tabel(Contactgegeven), tabel(Toestemming), tabel(Afmelding)


@dataclass(frozen=True, repr=False)
class Contact:
    """One way to reach a resident. No repr: personal data."""

    id: int
    soort: str
    waarde: str
    bron: str
    ontvangen_op: date
    onbruikbaar_op: date | None


@dataclass(frozen=True, repr=False)
class Persoonsbeeld:
    """Who a zaak is about, as one department knows him. No repr: personal data."""

    id: int
    gemeente: str
    afdeling: str
    achternaam: str
    voorletters: str
    voorvoegsel: str
    geboortedatum: date | None
    adres: Adres
    ondernemer: bool
    huiseigenaar: bool
    rechtspersoon: bool
    overleden_op: date | None
    vertrokken_op: date | None
    bekend_bij_schuldhulp_op: date | None
    geen_contact_op: date | None
    bezwaar_delen_op: date | None
    let_op: str
    contact: tuple[Contact, ...] = ()
    toestemmingen: tuple[tuple[str, str, date, str], ...] = ()
    """(kanaal, berichtsoort, since, source)."""
    afmeldingen: tuple[tuple[str, date, str], ...] = ()
    """(kanaal, since, source)."""

    @property
    def naam(self) -> str:
        """The name on one line: A. van der Berg; never empty."""
        return " ".join(filter(None, (self.voorletters, self.voorvoegsel, self.achternaam))) or "Naam onbekend"

    @property
    def adresregels(self) -> tuple[str, ...]:
        """Street and house number, then postcode and place; lines that are empty are left out."""
        a = self.adres
        straat = " ".join(filter(None, (a.straat, a.huisnummer, a.toevoeging)))
        postcode = f"{a.postcode[:4]} {a.postcode[4:].strip()}".strip()
        return tuple(filter(None, (straat, " ".join(filter(None, (postcode, a.woonplaats))))))

    @property
    def telefoons(self) -> tuple[Contact, ...]:
        """The numbers by which he can be called now."""
        return tuple(c for c in self.contact if c.soort in ("telefoon", "mobiel") and c.onbruikbaar_op is None)


def binnen(blik: Blik) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return the conditions on table zaak that keep a query inside a blik."""
    return ZAAK.c.gemeente.in_(blik.gemeenten), ZAAK.c.soort.in_([a.value for a in blik.afdelingen])


def vind_zaak(db: Connection, blik: Blik, nummer: str) -> Row[Any] | None:
    """Return the row of a zaak by its zaaknummer, or None when there is none in this blik."""
    gevraagd = zaak_id(nummer)
    if gevraagd is None:
        return None
    rij: Row[Any] | None = db.execute(select(ZAAK).where(ZAAK.c.id == gevraagd, *binnen(blik))).one_or_none()
    return rij if rij is not None and zaaknummer(rij.soort, rij.id)[0] == nummer.strip().upper()[0] else None


def persoon(db: Connection, inwoner_id: int) -> Persoonsbeeld:
    """Return who this is and how he may be reached; the caller found the inwoner through a zaak in his blik."""
    r = db.execute(select(INWONER).where(INWONER.c.id == inwoner_id)).one()
    gelijk = {naam: getattr(r, naam) for naam in _GELIJK}
    adres = Adres(r.straat, r.huisnummer, r.toevoeging, r.postcode, r.woonplaats)
    return Persoonsbeeld(
        **gelijk,
        adres=adres,
        contact=_contact(db, inwoner_id),
        toestemmingen=_toestemmingen(db, inwoner_id),
        afmeldingen=_afmeldingen(db, r.gemeente, r.pseudoniem),
    )


def _contact(db: Connection, inwoner_id: int) -> tuple[Contact, ...]:
    c = CONTACT.c
    vraag = select(c.id, c.soort, c.waarde, c.bron, c.ontvangen_op, c.onbruikbaar_op).where(c.inwoner_id == inwoner_id)
    return tuple(Contact(*rij) for rij in db.execute(vraag.order_by(c.onbruikbaar_op.is_not(None), c.id)))


def _toestemmingen(db: Connection, inwoner_id: int) -> tuple[tuple[str, str, date, str], ...]:
    t = TOESTEMMING.c
    vraag = select(t.kanaal, t.soort, t.op, t.bron).where(t.inwoner_id == inwoner_id).order_by(t.kanaal, t.soort)
    return tuple((kanaal, soort, op, bron) for kanaal, soort, op, bron in db.execute(vraag))


def _afmeldingen(db: Connection, gemeente: str, pseudoniem: str) -> tuple[tuple[str, date, str], ...]:
    a = AFMELDING.c
    vraag = select(a.kanaal, a.op, a.bron).where(a.gemeente == gemeente, a.pseudoniem == pseudoniem)
    return tuple((kanaal, op, bron) for kanaal, op, bron in db.execute(vraag.order_by(a.kanaal)))


_GELIJK = tuple(veld.name for veld in fields(Persoonsbeeld) if veld.name in INWONER.c)
"""What stands in the table under the same name."""
