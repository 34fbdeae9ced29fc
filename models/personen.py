"""Who is this? Finding or adding the row of a person at one department, and the ways to reach him."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from models.bulk import voeg_toe
from models.database import tabel
from models.sleutels import sleutels
from models.tabellen import Contactgegeven, Inwoner, Taak, Zaak
from rules.levering import Adres, Persoon

INWONER, CONTACT = tabel(Inwoner), tabel(Contactgegeven)
ZAAK, TAAK = tabel(Zaak), tabel(Taak)

ADRES_VELDEN = ("straat", "huisnummer", "toevoeging", "postcode", "woonplaats", "adres_sleutel")


def adres_sleutel(gemeente: str, adres: Adres) -> str:
    """Return the blind index of an address: postcode, huisnummer and toevoeging; empty without a postcode."""
    if not adres.postcode:
        return ""
    return sleutels().pseudoniem((gemeente, adres.postcode.upper(), adres.huisnummer, adres.toevoeging.upper()))


def pseudoniem(gemeente: str, persoon: Persoon) -> str:
    """Return what joins the rows of one person: from the BSN, or else from name, birth date and address."""
    if persoon.bsn:
        return sleutels().pseudoniem((gemeente, "bsn", persoon.bsn))
    geboren = persoon.geboortedatum.isoformat() if persoon.geboortedatum else ""
    adres = persoon.adres
    plek = (adres.postcode.upper(), adres.huisnummer, adres.toevoeging.upper())
    return sleutels().pseudoniem((gemeente, "naam", persoon.achternaam.casefold(), geboren, *plek))


def vind_of_maak(
    db: Connection, gemeente: str, afdeling: str, personen: Sequence[Persoon], bron: str, dag: date
) -> dict[str, int]:
    """Return pseudoniem -> inwoner id at this department for every person; new ones are added, addresses renewed."""
    per_pseudoniem = {pseudoniem(gemeente, p): p for p in personen}
    bekend = _bekende(db, gemeente, afdeling, list(per_pseudoniem))
    nieuw = {ps: p for ps, p in per_pseudoniem.items() if ps not in bekend}
    if nieuw:
        voeg_toe(db, INWONER, [_rij(gemeente, afdeling, ps, p) for ps, p in nieuw.items()])
        bekend |= _bekende(db, gemeente, afdeling, list(nieuw))
    _ververs_adressen(db, gemeente, {ps: p for ps, p in per_pseudoniem.items() if ps not in nieuw}, bekend)
    _voeg_contact_toe(db, {bekend[ps][0]: p for ps, p in per_pseudoniem.items()}, bron, dag)
    return {ps: inwoner_id for ps, (inwoner_id, _) in bekend.items()}


def _bekende(db: Connection, gemeente: str, afdeling: str, pseudoniemen: list[str]) -> dict[str, tuple[int, str]]:
    vraag = select(INWONER.c.pseudoniem, INWONER.c.id, INWONER.c.adres_sleutel).where(
        INWONER.c.gemeente == gemeente, INWONER.c.afdeling == afdeling, INWONER.c.pseudoniem.in_(pseudoniemen)
    )
    return {ps: (inwoner_id, adres) for ps, inwoner_id, adres in db.execute(vraag)}


def _rij(gemeente: str, afdeling: str, ps: str, persoon: Persoon) -> dict[str, Any]:
    return {
        "gemeente": gemeente,
        "afdeling": afdeling,
        "pseudoniem": ps,
        "bsn": persoon.bsn or None,
        "achternaam": persoon.achternaam,
        "voorletters": persoon.voorletters,
        "voorvoegsel": persoon.voorvoegsel,
        "geboortedatum": persoon.geboortedatum,
        "ondernemer": False,
        "huiseigenaar": False,
        "rechtspersoon": False,
        **_adres(gemeente, persoon.adres),
    }


def _adres(gemeente: str, adres: Adres) -> dict[str, str]:
    return {
        "straat": adres.straat,
        "huisnummer": adres.huisnummer,
        "toevoeging": adres.toevoeging,
        "postcode": adres.postcode,
        "woonplaats": adres.woonplaats,
        "adres_sleutel": adres_sleutel(gemeente, adres),
    }


def _ververs_adressen(
    db: Connection, gemeente: str, personen: dict[str, Persoon], bekend: dict[str, tuple[int, str]]
) -> None:
    """The newest delivery knows best where a person lives."""
    rijen = [
        {"inwoner": bekend[ps][0], **_adres(gemeente, p.adres)}
        for ps, p in personen.items()
        if p.adres.postcode and adres_sleutel(gemeente, p.adres) != bekend[ps][1]
    ]
    if rijen:
        opdracht = update(INWONER).where(INWONER.c.id == bindparam("inwoner"))
        db.execute(opdracht.values({veld: bindparam(veld) for veld in ADRES_VELDEN}), rijen)


def verhuis(db: Connection, gemeente: str, wie: str, adres: Adres) -> None:
    """Keep where a person (pseudoniem `wie`) lives now, at both departments, and in which wijk his open taken are."""
    velden = _adres(gemeente, adres)
    van = (INWONER.c.gemeente == gemeente, INWONER.c.pseudoniem == wie)
    db.execute(update(INWONER).where(*van).values(velden))
    zaken = select(ZAAK.c.id).join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id).where(*van)
    open_ = (TAAK.c.zaak_id.in_(zaken), TAAK.c.status == "open")
    db.execute(update(TAAK).where(*open_).values(wijk=adres.postcode[:4]))


def _voeg_contact_toe(db: Connection, per_inwoner: dict[int, Persoon], bron: str, dag: date) -> None:
    rijen: list[dict[str, Any]] = []
    for inwoner_id, p in per_inwoner.items():
        if p.telefoon:
            soort = "mobiel" if p.mobiel else "telefoon"
            rijen.append(contactrij(inwoner_id, soort, p.telefoon, bron, dag))
        if p.email:
            rijen.append(contactrij(inwoner_id, "email", p.email, bron, dag))
    bewaar_contact(db, rijen)


def contactrij(inwoner_id: int, soort: str, waarde: str, bron: str, dag: date) -> dict[str, Any]:
    """Return the row of one contactgegeven; soort is telefoon, mobiel or email."""
    return {
        "inwoner_id": inwoner_id,
        "soort": soort,
        "waarde": waarde,
        "bron": bron,
        "ontvangen_op": dag,
    }


def bewaar_contact(db: Connection, rijen: list[dict[str, Any]]) -> None:
    """Keep contactgegevens; one that is known already stays as it is."""
    if not rijen:
        return
    dialect = sqlite if db.dialect.name == "sqlite" else postgresql
    db.execute(dialect.insert(CONTACT).on_conflict_do_nothing(), rijen)


def stel_vast(
    db: Connection, gemeente: str, wie: str, vlaggen: Mapping[str, date], afdeling: str | None = None
) -> None:
    """Keep dated facts about a person (pseudoniem `wie`), at one department or both; what was known already stays.

    `vlaggen` names columns of inwoner, such as overleden_op.
    """
    for naam, dag in vlaggen.items():
        kolom = INWONER.c[naam]
        waar = [INWONER.c.gemeente == gemeente, INWONER.c.pseudoniem == wie, kolom.is_(None)]
        if afdeling is not None:
            waar.append(INWONER.c.afdeling == afdeling)
        db.execute(update(INWONER).where(*waar).values({naam: dag}))
