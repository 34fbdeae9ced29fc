"""How does a row of the outbox become words for one resident? Here, and nowhere else, figures and a person meet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Connection, Row, select

from models.database import tabel
from models.tabellen import Bericht, Contactgegeven, Inwoner, Zaak
from rules.beleid import Beleid
from rules.gemeente import Gemeente
from rules.levering import Adres, Sector
from rules.woorden import Berichtsoort, Doelgroep, Kanaal, Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.briefgegevens import Afzender, Briefgegevens, Melder, Rekening, adresregels
from tasks.fouten import PermanentFailure
from tasks.kanaal import Poststuk
from tasks.sjablonen import Tekst, schrijf

BERICHT, ZAAK, INWONER = tabel(Bericht), tabel(Zaak), tabel(Inwoner)
CONTACT = tabel(Contactgegeven)


class GeenAdres(PermanentFailure):
    """Voor dit kanaal is geen bruikbaar nummer of adres (meer)."""


@dataclass(frozen=True, repr=False)
class Klaar:
    """One row of the outbox with the person it is for. No repr: it holds personal data."""

    id: str
    zaak_id: int
    zaaksoort: Zaaksoort
    gemeente: str
    soort: Berichtsoort
    kanaal: Kanaal
    poging: int
    dag: date
    batch: str
    gegevens: dict[str, Any]
    inwoner: Any
    contact: tuple[tuple[str, str], ...]


def haal(db: Connection, ids: list[str]) -> list[Klaar]:
    """Load berichten with the person they are for, in order of id."""
    b = BERICHT.c
    vraag = (
        select(b.id, b.zaak_id, b.soort, b.kanaal, b.poging, b.dag, b.batch, b.gegevens,
               ZAAK.c.soort.label("zaaksoort"), *(k for k in INWONER.c if k.name not in ("bsn", "id")),
               INWONER.c.id.label("inwoner_id"))
        .join(ZAAK, ZAAK.c.id == b.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(b.id.in_(ids))
        .order_by(b.id)
    )  # fmt: skip
    rijen = cast(Sequence[Row[Any]], db.execute(vraag).all())
    contact = _contact(db, {r.inwoner_id for r in rijen})
    return [
        Klaar(
            r.id, r.zaak_id, Zaaksoort(r.zaaksoort), r.gemeente, Berichtsoort(r.soort), Kanaal(r.kanaal), r.poging,
            r.dag, r.batch, r.gegevens, r, tuple(contact.get(r.inwoner_id, ())),
        )
        for r in rijen
    ]  # fmt: skip


def _contact(db: Connection, inwoners: set[int]) -> dict[int, list[tuple[str, str]]]:
    """Return what may be used now: not opted out, and e-mail only with consent (Awb art. 2:8)."""
    vraag = (
        select(CONTACT.c.inwoner_id, CONTACT.c.soort, CONTACT.c.waarde, CONTACT.c.toestemming_op)
        .where(CONTACT.c.inwoner_id.in_(inwoners), CONTACT.c.afgemeld_op.is_(None))
        .order_by(CONTACT.c.id)
    )
    gevonden: dict[int, list[tuple[str, str]]] = {}
    for inwoner, soort, waarde, toestemming in db.execute(vraag):
        if soort != "email" or toestemming is not None:
            gevonden.setdefault(inwoner, []).append((soort, waarde))
    return gevonden


def schrijf_bericht(klaar: Klaar, beleid: Beleid) -> tuple[Tekst, Briefgegevens]:
    """Write the words of a bericht. Raises PermanentFailure when it cannot be written for this person."""
    gegevens = _briefgegevens(klaar, beleid)
    return schrijf(klaar.soort, klaar.kanaal, gegevens), gegevens


def maak_poststuk(klaar: Klaar, beleid: Beleid) -> tuple[Poststuk, Tekst]:
    """Write an sms or e-mail. Raises GeenAdres when there is nothing (any more) to send it to."""
    soort = {Kanaal.SMS: "mobiel", Kanaal.EMAIL: "email"}[klaar.kanaal]
    aan = next((waarde for naam, waarde in klaar.contact if naam == soort), None)
    if aan is None:
        raise GeenAdres
    tekst, _ = schrijf_bericht(klaar, beleid)
    op = datetime.combine(klaar.dag, time(9), UTC)
    return Poststuk(klaar.id, aan, tekst.onderwerp, tekst.platte_tekst, tekst.html, op), tekst


def _briefgegevens(klaar: Klaar, beleid: Beleid) -> Briefgegevens:
    r, g = klaar.inwoner, klaar.gegevens
    adres = Adres(r.straat, r.huisnummer, r.toevoeging, r.postcode, r.woonplaats)
    return Briefgegevens(
        afzender=_afzender(beleid.gemeente, klaar.zaaksoort),
        doelgroep=Doelgroep(g["doelgroep"]),
        kenmerk=zaaknummer(klaar.zaaksoort, klaar.zaak_id),
        datum=klaar.dag,
        achternaam=r.achternaam or "bewoner van dit adres",
        voorletters=r.voorletters,
        voorvoegsel=r.voorvoegsel,
        adresregels=adresregels(adres),
        regels=tuple(_rekening(regel) for regel in g.get("regels", ())),
        kosten=g.get("kosten", 0),
        uiterste_dag=_dag(g.get("uiterste_dag")),
        bezoekdag=_dag(g.get("bezoekdag")),
        eerdere_brief=_dag(g.get("eerdere_brief")),
        melders=tuple(Melder(partner, Sector(sector)) for partner, sector in g.get("melders", ())),
        delen_zonder_bezwaar=g.get("delen_zonder_bezwaar", False),
        bewaar_maanden=g.get("bewaar_maanden", beleid.bewaar.zonder_contact_mnd),
    )


def _rekening(regel: dict[str, Any]) -> Rekening:
    vervaldag = date.fromisoformat(regel["vervaldag"])
    return Rekening(regel["omschrijving"], regel["aanslagnummer"], vervaldag, regel["openstaand"])


def _dag(tekst: str | None) -> date | None:
    return date.fromisoformat(tekst) if tekst else None


@lru_cache(maxsize=64)
def _afzender(gemeente: Gemeente, soort: Zaaksoort) -> Afzender:
    afzender = gemeente.afzender
    team, hulp = afzender.afdeling(soort), afzender.afdeling(Zaaksoort.VROEGSIGNALERING)
    return Afzender(
        gemeente=gemeente.naam,
        afdeling=team.naam,
        adresregels=(*afzender.adresregels, f"{afzender.postcode}  {afzender.plaats.upper()}"),
        telefoon=team.telefoon,
        openingstijden=afzender.openingstijden,
        openingstijden_kort="op werkdagen",
        medewerker=team.medewerker,
        medewerker_telefoon=team.telefoon,
        email=team.email,
        website=afzender.website,
        hulpteam=re.sub(r"^team ", "", hulp.naam, flags=re.IGNORECASE),
        hulp_telefoon=hulp.telefoon,
        inlooppunten=tuple(f"{p.naam}: {p.adres}, {p.openingstijden}" for p in afzender.inlooppunten),
        iban=afzender.iban,
        betaalwijzen=(),
    )
