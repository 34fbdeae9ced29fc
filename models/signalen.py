"""A signaal arrives: whose is it, does it join an open zaak on the address, or does it start its own?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, distinct, func, insert, select

from models.database import tabel
from models.kenmerken import kenmerken
from models.logboek import Bijschrift, geldt, schrijf_bij
from models.personen import pseudoniem, vind_of_maak
from models.tabellen import Gebeurtenis, Inwoner, Signaal, Zaak
from rules import matching
from rules.beleid import Beleid
from rules.levering import SignaalRij
from rules.log import Logregel, Soort
from rules.matching import EerderSignaal, Kandidaat
from rules.woorden import Zaaksoort
from rules.zaak import Signaal as SignaalFeit

ZAAK, INWONER, SIGNAAL = tabel(Zaak), tabel(Inwoner), tabel(Signaal)
LOG = tabel(Gebeurtenis)


@dataclass(frozen=True)
class Binnengekomen:
    """One signaal at the door; from Gemeentebelastingen it names the incassozaak."""

    rij: SignaalRij
    bron_zaak_id: int | None = None
    hulp_gevraagd: bool = False


class Ontvangst(StrEnum):
    """What became of a signaal at the door."""

    NIEUW = "nieuw"
    BEKEND = "bekend"
    ANDER_BEDRAG = "ander bedrag"


def ontvang(db: Connection, beleid: Beleid, signalen: Sequence[Binnengekomen], today: date) -> list[Ontvangst]:
    """Take signalen in, one after the other: the next may match the one before."""
    return [_ontvang_een(db, beleid, s, today) for s in signalen]


def _ontvang_een(db: Connection, beleid: Beleid, signaal: Binnengekomen, today: date) -> Ontvangst:
    rij, gemeente = signaal.rij, beleid.gemeente.slug
    if (bekend := _bekend_bedrag(db, gemeente, rij)) is not None:
        return Ontvangst.BEKEND if bekend == rij.bedrag else Ontvangst.ANDER_BEDRAG
    wie = vind_of_maak(db, gemeente, Zaaksoort.VROEGSIGNALERING, [rij.persoon], rij.partner, today)
    inwoner_id = wie[pseudoniem(gemeente, rij.persoon)]
    inwoner = db.execute(select(INWONER).where(INWONER.c.id == inwoner_id)).one()
    herhaald = _is_herhaald(db, signaal, inwoner_id, beleid, today)
    zaak_id = None if herhaald or _valt_af(inwoner, signaal, beleid, today) else _plaats(db, beleid, inwoner, today)
    if zaak_id is None:
        zaak_id = _nieuwe_zaak(db, gemeente, inwoner, today)
    signaal_id = _bewaar(db, gemeente, signaal, zaak_id, inwoner_id, herhaald, today)
    gegevens = {"signaal": signaal_id, "sector": rij.sector.value, "bedrag": rij.bedrag, "herhaald": herhaald}
    gegevens |= {"crisis": rij.crisis, "warm": rij.warme_overdracht}
    gegevens |= {"kenmerken": kenmerken(db, beleid, inwoner, rij, today)}
    schrijf_bij(db, [Bijschrift(zaak_id, Logregel(Soort.SIGNAAL_ONTVANGEN, today, gegevens))], today)
    return Ontvangst.NIEUW


def _bekend_bedrag(db: Connection, gemeente: str, rij: SignaalRij) -> int | None:
    """Return the bedrag under which this kenmerk of this partner is known, or None when it is new."""
    waar = (SIGNAAL.c.gemeente == gemeente, SIGNAAL.c.partner == rij.partner, SIGNAAL.c.kenmerk == rij.kenmerk)
    return db.execute(select(SIGNAAL.c.bedrag).where(*waar)).scalar()


def _is_herhaald(db: Connection, signaal: Binnengekomen, inwoner_id: int, beleid: Beleid, today: date) -> bool:
    """A crisis and a resident who asks for help are taken up, whatever was told before."""
    rij = signaal.rij
    if rij.crisis or signaal.hulp_gevraagd:
        return False
    return matching.herhaald(rij.partner, rij.bedrag, today, _eerdere(db, inwoner_id, rij.partner), beleid)


def _eerdere(db: Connection, inwoner_id: int, partner: str) -> list[EerderSignaal]:
    vraag = select(SIGNAAL.c.bedrag, SIGNAAL.c.ontvangen_op).where(
        SIGNAAL.c.inwoner_id == inwoner_id, SIGNAAL.c.partner == partner
    )
    return [EerderSignaal(partner, bedrag, ontvangen) for bedrag, ontvangen in db.execute(vraag)]


def _valt_af(inwoner: Any, signaal: Binnengekomen, beleid: Beleid, today: date) -> bool:
    """True when the signaal will not be taken up, so it may not raise somebody else's melding either."""
    if inwoner.overleden_op or inwoner.vertrokken_op or inwoner.bekend_bij_schuldhulp_op or inwoner.rechtspersoon:
        return True
    gevraagd, rij = inwoner.geen_contact_op, signaal.rij
    if gevraagd and gevraagd > matching.maanden_terug(today, beleid.vs.opt_out_mnd) and not signaal.hulp_gevraagd:
        return True
    feit = SignaalFeit(0, rij.partner, rij.sector, rij.bedrag, today, rij.ontstaansdatum, rij.crisis)
    return matching.onterecht(feit, beleid)


def _plaats(db: Connection, beleid: Beleid, inwoner: Any, today: date) -> int | None:
    if not inwoner.adres_sleutel:
        return None
    bewoners = select(func.count(distinct(INWONER.c.pseudoniem))).where(
        INWONER.c.gemeente == inwoner.gemeente, INWONER.c.adres_sleutel == inwoner.adres_sleutel
    )
    return matching.plaats(
        inwoner.id, today, _kandidaten(db, inwoner, today), int(db.execute(bewoners).scalar_one()), beleid
    )


def _kandidaten(db: Connection, inwoner: Any, today: date) -> list[Kandidaat]:
    """Return the open zaken on the address; the oldest first, as a melding belongs to its first signaal."""
    eerste = func.min(SIGNAAL.c.ontvangen_op)
    hulp = select(LOG.c.dag).where(LOG.c.zaak_id == ZAAK.c.id, LOG.c.soort == Soort.OPGESCHORT.value, geldt()).exists()
    vraag = (
        select(ZAAK.c.id, ZAAK.c.inwoner_id, eerste, hulp)
        .join(SIGNAAL, SIGNAAL.c.zaak_id == ZAAK.c.id)
        .where(
            and_(ZAAK.c.gemeente == inwoner.gemeente, ZAAK.c.adres_sleutel == inwoner.adres_sleutel),
            ZAAK.c.soort == Zaaksoort.VROEGSIGNALERING.value,
            ZAAK.c.volgende_toets.is_not(None),
            ~_gesloten(),
        )
        .group_by(ZAAK.c.id, ZAAK.c.inwoner_id)
        .order_by(ZAAK.c.id)
    )
    return [Kandidaat(z, i, dag, bool(geholpen)) for z, i, dag, geholpen in db.execute(vraag)]


def _gesloten() -> Any:
    return select(LOG.c.dag).where(LOG.c.zaak_id == ZAAK.c.id, LOG.c.soort == Soort.GESLOTEN.value, geldt()).exists()


def _nieuwe_zaak(db: Connection, gemeente: str, inwoner: Any, today: date) -> int:
    rij = {
        "gemeente": gemeente,
        "soort": Zaaksoort.VROEGSIGNALERING.value,
        "inwoner_id": inwoner.id,
        "adres_sleutel": inwoner.adres_sleutel,
        "geopend_op": today,
        "volgende_toets": today,
        "versie": 0,
    }
    return int(db.execute(insert(ZAAK).values(rij).returning(ZAAK.c.id)).scalar_one())


def _bewaar(
    db: Connection, gemeente: str, s: Binnengekomen, zaak_id: int, inwoner_id: int, herhaald: bool, today: date
) -> int:
    rij = {
        "gemeente": gemeente,
        "zaak_id": zaak_id,
        "inwoner_id": inwoner_id,
        "bron_zaak_id": s.bron_zaak_id,
        "kenmerk": s.rij.kenmerk,
        "partner": s.rij.partner,
        "sector": s.rij.sector.value,
        "bedrag": s.rij.bedrag,
        "ontvangen_op": today,
        "signaaldatum": s.rij.signaaldatum,
        "ontstaansdatum": s.rij.ontstaansdatum,
        "crisis": s.rij.crisis,
        "warme_overdracht": s.rij.warme_overdracht,
        "hulp_gevraagd": s.hulp_gevraagd,
        "herhaald": herhaald,
    }
    return int(db.execute(insert(SIGNAAL).values(rij).returning(SIGNAAL.c.id)).scalar_one())
