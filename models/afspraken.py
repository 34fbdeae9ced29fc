"""Who visits or speaks with whom, and when? A new appointment for a taak replaces the one before; nothing is lost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from models.afwezig import collegas
from models.database import tabel
from models.tabellen import Contactgegeven, Inwoner, Taak, Zaak
from models.tabellen_werk import Afspraak, Medewerker
from rules.levering import Adres
from rules.rollen import Blik
from rules.woorden import Zaaksoort

AFSPRAAK, TAAK, ZAAK, INWONER = tabel(Afspraak), tabel(Taak), tabel(Zaak), tabel(Inwoner)
CONTACT, MEDEWERKER = tabel(Contactgegeven), tabel(Medewerker)

GESPREK, HUISBEZOEK = "gesprek", "huisbezoek"
GEPLAND, GEDAAN, VERVALLEN = "gepland", "gedaan", "vervallen"


@dataclass(frozen=True)
class NieuweAfspraak:
    """One appointment to be kept; `tijd` such as 14:30, or empty."""

    soort: str
    dag: date
    dagdeel: str
    tijd: str
    eerste_id: int
    tweede_id: int | None = None


@dataclass(frozen=True, repr=False)
class Bezoek:
    """One visit of a day with what who goes there must know. No repr: personal data."""

    afspraak: Row[Any]
    """Every column of afspraak, and taak_status, taak_versie, zaaksoort, gemeente, inwoner_id, let_op."""
    naam: str
    adres: Adres
    telefoons: tuple[str, ...]
    eerste: str
    tweede: str

    @property
    def ploeg(self) -> str:
        """The two people by number, first the first one: 12-15, or 12 alone."""
        return "-".join(str(i) for i in (self.afspraak.eerste_id, self.afspraak.tweede_id) if i)

    @property
    def huis(self) -> str:
        """Street, number and postcode on one line."""
        a = self.adres
        straat = " ".join(filter(None, (a.straat, a.huisnummer, a.toevoeging)))
        return ", ".join(filter(None, (straat, f"{a.postcode[:4]} {a.postcode[4:].strip()}".strip())))

    @property
    def open(self) -> bool:
        """True while nobody recorded what came of it."""
        return self.afspraak.taak_status == "open"


def plan(db: Connection, zaak_id: int, taak_id: int, nieuw: NieuweAfspraak) -> int:
    """Keep an appointment for a taak and return its volgnr; the one before it is vervallen.

    Needs an open write transaction in which the taak was touched (models.taakbeheer.raak): two cannot plan at once.
    """
    laatste = select(func.max(AFSPRAAK.c.volgnr)).where(AFSPRAAK.c.taak_id == taak_id)
    volgnr = (db.execute(laatste).scalar() or 0) + 1
    eerder = (AFSPRAAK.c.taak_id == taak_id, AFSPRAAK.c.status == GEPLAND)
    db.execute(update(AFSPRAAK).where(*eerder).values(status=VERVALLEN))
    rij = {"zaak_id": zaak_id, "taak_id": taak_id, "volgnr": volgnr, "status": GEPLAND, "op": datetime.now(UTC)}
    velden = {naam: getattr(nieuw, naam) for naam in ("soort", "dag", "dagdeel", "tijd", "eerste_id", "tweede_id")}
    db.execute(AFSPRAAK.insert().values(rij | velden))
    return volgnr


def sluit(db: Connection, zaak_id: int, soort: str, poging: int, status: str) -> None:
    """Close the appointment of a taak that is closed: gedaan when somebody did the taak, else vervallen."""
    taak = (TAAK.c.zaak_id == zaak_id, TAAK.c.soort == soort, TAAK.c.poging == poging)
    waar = (AFSPRAAK.c.taak_id.in_(select(TAAK.c.id).where(*taak)), AFSPRAAK.c.status == GEPLAND)
    db.execute(update(AFSPRAAK).where(*waar).values(status=GEDAAN if status == "afgerond" else VERVALLEN))


def huidige(db: Connection, blik: Blik, taak_id: int) -> Row[Any] | None:
    """Return the newest appointment of a taak with the names of who goes (`eerste`, `tweede`), or None."""
    een, twee = MEDEWERKER.alias(), MEDEWERKER.alias()
    vraag = (
        select(AFSPRAAK, een.c.naam.label("eerste"), func.coalesce(twee.c.naam, "").label("tweede"))
        .join(TAAK, TAAK.c.id == AFSPRAAK.c.taak_id)
        .join(een, een.c.id == AFSPRAAK.c.eerste_id)
        .outerjoin(twee, twee.c.id == AFSPRAAK.c.tweede_id)
        .where(AFSPRAAK.c.taak_id == taak_id, TAAK.c.gemeente.in_(blik.gemeenten), TAAK.c.afdeling.in_(blik.afdelingen))
        .order_by(AFSPRAAK.c.volgnr.desc())
    )
    gevonden: Row[Any] | None = db.execute(vraag.limit(1)).first()
    return gevonden


def bezoeken_op(db: Connection, blik: Blik, dag: date) -> list[Bezoek]:
    """Return the visits of a day that this blik may see, those already done too."""
    een, twee = MEDEWERKER.alias(), MEDEWERKER.alias()
    i = INWONER.c
    vraag = (
        select(
            AFSPRAAK, TAAK.c.status.label("taak_status"), TAAK.c.versie.label("taak_versie"),
            ZAAK.c.soort.label("zaaksoort"), ZAAK.c.gemeente, ZAAK.c.inwoner_id, i.let_op,
            i.voorletters, i.voorvoegsel, i.achternaam, i.straat, i.huisnummer, i.toevoeging, i.postcode, i.woonplaats,
            een.c.naam.label("eerste"), func.coalesce(twee.c.naam, "").label("tweede"),
        )
        .join(TAAK, TAAK.c.id == AFSPRAAK.c.taak_id)
        .join(ZAAK, ZAAK.c.id == AFSPRAAK.c.zaak_id)
        .join(INWONER, i.id == ZAAK.c.inwoner_id)
        .join(een, een.c.id == AFSPRAAK.c.eerste_id)
        .outerjoin(twee, twee.c.id == AFSPRAAK.c.tweede_id)
        .where(AFSPRAAK.c.dag == dag, AFSPRAAK.c.soort == HUISBEZOEK, AFSPRAAK.c.status != VERVALLEN)
        .where(ZAAK.c.gemeente.in_(blik.gemeenten), ZAAK.c.soort.in_(blik.afdelingen))
        .order_by(AFSPRAAK.c.id)
    )  # fmt: skip
    rijen = list(db.execute(vraag))
    nummers = _telefoons(db, [r.inwoner_id for r in rijen])
    return [_bezoek(r, nummers.get(r.inwoner_id, ())) for r in rijen]


def _bezoek(r: Row[Any], telefoons: tuple[str, ...]) -> Bezoek:
    naam = " ".join(filter(None, (r.voorletters, r.voorvoegsel, r.achternaam))) or "Naam onbekend"
    adres = Adres(r.straat, r.huisnummer, r.toevoeging, r.postcode, r.woonplaats)
    return Bezoek(r, naam, adres, telefoons, r.eerste, r.tweede)


def _telefoons(db: Connection, inwoners: Sequence[int]) -> dict[int, tuple[str, ...]]:
    c, gevonden = CONTACT.c, dict[int, tuple[str, ...]]()
    vraag = select(c.inwoner_id, c.waarde).where(c.inwoner_id.in_(inwoners), c.soort.in_(("mobiel", "telefoon")))
    for inwoner, waarde in db.execute(vraag.where(c.onbruikbaar_op.is_(None)).order_by(c.id)):
        gevonden[inwoner] = (*gevonden.get(inwoner, ()), waarde)
    return gevonden


def wie_kan_mee(db: Connection, gemeente: str, afdeling: str, dag: date) -> dict[int, str]:
    """Return (id, name) of who can go along: the own department first, then a buddy of the other one, by name only."""
    ander = next(soort for soort in Zaaksoort if soort != afdeling)
    eigen = eigen_collegas(db, gemeente, afdeling, dag)
    buddies = {t.id: t.naam for t in collegas(db, gemeente, ander) if not t.weg_op(dag)}
    return eigen | buddies


def eigen_collegas(db: Connection, gemeente: str, afdeling: str, dag: date) -> dict[int, str]:
    """Return (id, name) of the colleagues of a department who are there on a day."""
    return {t.id: t.naam for t in collegas(db, gemeente, afdeling) if not t.weg_op(dag)}


def zet_let_op(db: Connection, inwoner_id: int, let_op: str) -> str:
    """Keep what who visits must know of the place; returns what stood there."""
    oud = db.execute(select(INWONER.c.let_op).where(INWONER.c.id == inwoner_id)).scalar_one()
    db.execute(update(INWONER).where(INWONER.c.id == inwoner_id).values(let_op=let_op))
    return str(oud)
