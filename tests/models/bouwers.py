"""Builders for tests of the memory: residents, rows of deliveries, and a picture of a whole database to compare."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from models import leveringen
from models.bereikbaar import geef_toestemming
from models.database import lezen, schrijven
from models.opname import Uitkomst, neem_vorderingen_op
from models.personen import bewaar_contact, contactrij, pseudoniem, vind_of_maak
from models.signalen import Binnengekomen, ontvang
from models.tabellen import Zaak
from rules.levering import Adres, Belastingsoort, Persoon, Sector, SignaalRij, VorderingRij
from tasks.omgeving import Omgeving, omgeving

GEMEENTE = "voorbeeldstad"
MAART_2 = date(2026, 3, 2)
VERVALDAG = date(2026, 5, 31)
JUNI_5, JUNI_19, JULI_8 = date(2026, 6, 5), date(2026, 6, 19), date(2026, 7, 8)

TIJDEN = frozenset({"op", "sinds", "bezig_sinds", "volgende_controle", "verzonden_op"})
"""Columns that tell when a computer did something: they differ between two runs that are otherwise the same."""


@lru_cache
def bsns(aantal: int) -> tuple[str, ...]:
    """Return invented BSNs that pass the eleven-test, from the range that is officially free."""
    goed: list[str] = []
    for kandidaat in range(999990019, 1_000_000_000):
        cijfers = [int(c) for c in str(kandidaat)]
        if (sum(g * c for g, c in zip(range(9, 1, -1), cijfers, strict=False)) - cijfers[8]) % 11 == 0:
            goed.append(str(kandidaat))
        if len(goed) == aantal:
            return tuple(goed)
    raise AssertionError(aantal)


def een_persoon(nummer: int = 0, **anders: Any) -> Persoon:
    adres = Adres("Dorpsstraat", str(nummer + 1), "", f"{1000 + nummer}AB", "Voorbeeldstad")
    vast: dict[str, Any] = {
        "achternaam": f"Inwoner{nummer}", "voorletters": "A.", "geboortedatum": date(1980, 1, 1),
        "bsn": "" if "bsn" in anders else bsns(400)[nummer], "adres": adres,
    }  # fmt: skip
    return Persoon(**(vast | anders))


def een_vordering(persoon: Persoon, nummer: str = "A1", regel: str = "1", **anders: Any) -> VorderingRij:
    vast: dict[str, Any] = {
        "belastingsoort": Belastingsoort.AFVALSTOFFENHEFFING, "belastingjaar": 2026, "bedrag": 420_00,
        "openstaand": 420_00, "dagtekening": date(2026, 2, 28), "vervaldag": VERVALDAG,
    }  # fmt: skip
    return VorderingRij(nummer, regel, persoon, **(vast | anders))


def een_signaal(persoon: Persoon, kenmerk: str = "K1", **anders: Any) -> SignaalRij:
    vast: dict[str, Any] = {
        "partner": "Waterbedrijf", "sector": Sector.WATER, "bedrag": 180_00, "signaaldatum": date(2026, 7, 13)
    }  # fmt: skip
    return SignaalRij(kenmerk=kenmerk, persoon=persoon, **(vast | anders))


def leg_op(waar: Omgeving, rijen: Sequence[VorderingRij], dag: date = MAART_2, levering: str = "L1") -> list[Uitkomst]:
    """Take vorderingen in as one levering, or as a part of it."""
    with schrijven(waar.engine) as db:
        levering_id, _ = leveringen.begin(db, GEMEENTE, "vorderingen", levering, dag)
        return neem_vorderingen_op(db, GEMEENTE, rijen, dag, levering_id)


def signaleer(waar: Omgeving, *rijen: SignaalRij, dag: date) -> list[int]:
    """Take signalen in on a day; returns the zaak of each."""
    with schrijven(waar.engine) as db:
        ontvang(db, waar.beleid(GEMEENTE), [Binnengekomen(r) for r in rijen], dag)
        tabel = SQLModel.metadata.tables["signaal"]
        zaak_van = {k: z for k, z in db.execute(select(tabel.c.kenmerk, tabel.c.zaak_id))}
    return [zaak_van[r.kenmerk] for r in rijen]


def geef_nummer(db: Connection, persoon: Persoon, afdeling: str, *, dag: date = MAART_2, **waarden: str) -> None:
    """Make ways to reach a person known at one department; an e-mail address comes with consent."""
    wie = vind_of_maak(db, GEMEENTE, afdeling, [persoon], "test", dag)[pseudoniem(GEMEENTE, persoon)]
    bewaar_contact(db, [contactrij(wie, soort, waarde, "test", dag) for soort, waarde in waarden.items()])
    if "email" in waarden:
        geef_toestemming(db, wie, dag)


def tabel(db: Connection, naam: str, *kolommen: str) -> list[tuple[Any, ...]]:
    """Return columns of a table (all without names), ordered by its primary key; timestamps are left out."""
    t = SQLModel.metadata.tables[naam]
    gekozen = [t.c[k] for k in kolommen] or [k for k in t.c if k.name not in TIJDEN]
    return [tuple(r) for r in db.execute(select(*gekozen).order_by(*t.primary_key.columns))]


def lees(waar: Omgeving, naam: str, *kolommen: str) -> list[tuple[Any, ...]]:
    """Return columns of a table in a transaction of their own."""
    with lezen(waar.engine) as db:
        return tabel(db, naam, *kolommen)


def afdruk(waar: Omgeving | None = None) -> dict[str, list[tuple[Any, ...]]]:
    """Return every row of every table, BSNs decrypted and timestamps left out, to compare two databases."""
    with lezen((waar or omgeving()).engine) as db:
        return {naam: tabel(db, naam) for naam in sorted(SQLModel.metadata.tables)}


def zaken(waar: Omgeving) -> list[int]:
    """Return the ids of all zaken."""
    with lezen(waar.engine) as db:
        return list(db.execute(select(Zaak.__table__.c.id).order_by(Zaak.__table__.c.id)).scalars())  # type: ignore[attr-defined]


def log(waar: Omgeving, zaak_id: int) -> list[str]:
    """Return what the log of a zaak tells: soort, and for a bericht or taak which."""
    return list(_log(r for r in lees(waar, "gebeurtenis", "zaak_id", "volgnr", "soort", "gegevens") if r[0] == zaak_id))


def _log(rijen: Iterable[tuple[Any, ...]]) -> Iterator[str]:
    for _, _, soort, gegevens in rijen:
        yield f"{soort} {gegevens['soort']}" if "soort" in gegevens else soort
