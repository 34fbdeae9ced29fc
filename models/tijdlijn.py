"""What is written down about one zaak, in every table? Loaded in a fixed number of queries, each inside the Blik."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, func, select

from models.database import tabel
from models.dossier import binnen
from models.handelingen import medewerker_van
from models.tabellen import (
    Bericht,
    Gebeurtenis,
    Reactie,
    Signaal,
    Statusmelding,
    Taak,
    Vordering,
    Zaak,
)
from models.tabellen_werk import Aantekening, Afspraak, Medewerker
from rules.log import Soort
from rules.rollen import AFDELING, Blik, Rol
from rules.woorden import Zaaksoort

ZAAK, LOG, TAAK = tabel(Zaak), tabel(Gebeurtenis), tabel(Taak)
BERICHT, STATUSMELDING, REACTIE = tabel(Bericht), tabel(Statusmelding), tabel(Reactie)
SIGNAAL, VORDERING = tabel(Signaal), tabel(Vordering)
AANTEKENING, AFSPRAAK, MEDEWERKER = tabel(Aantekening), tabel(Afspraak), tabel(Medewerker)

Rijen = list[Row[Any]]
VAN_VROEGSIGNALERING = frozenset({Soort.BEKEND_BIJ_SCHULDHULP, Soort.GEEN_CONTACT_GEWENST})
"""Facts that the log of an incassozaak holds for the rules; its department may read them when it told them itself."""
ONBEKEND, ANDERE_AFDELING = "een collega", "een collega van een andere afdeling"


@dataclass(frozen=True, repr=False)
class Sporen:
    """Everything that happened in one zaak, oldest first. No repr: notes and replies are personal data."""

    log: Rijen
    berichten: Mapping[str, Row[Any]]
    statusmeldingen: Mapping[str, Rijen]
    """What the provider told, per bericht."""
    taken: Mapping[tuple[str, int], Row[Any]]
    """By soort and poging, as the log names a taak."""
    aantekeningen: Rijen
    reacties: Rijen
    afspraken: Rijen
    namen: Mapping[int, str] = field(default_factory=dict[int, str])
    """Who a medewerker is; one of the other department has no name here."""


def sporen(db: Connection, blik: Blik, zaak_id: int) -> Sporen:
    """Load everything that happened in a zaak; a zaak outside the blik has no traces."""
    log = _alle(db, select(LOG).where(_van(LOG.c.zaak_id, blik, zaak_id)).order_by(LOG.c.volgnr))
    berichten = _alle(db, select(BERICHT).where(_van(BERICHT.c.zaak_id, blik, zaak_id)).order_by(BERICHT.c.id))
    notities = _alle(db, _op_volgorde(AANTEKENING.c.zaak_id, blik, zaak_id))
    afspraken = _alle(db, _op_volgorde(AFSPRAAK.c.zaak_id, blik, zaak_id))
    wie = {medewerker_van(r.actor) for r in log} | {n.medewerker_id for n in notities}
    wie |= {lid for a in afspraken for lid in (a.eerste_id, a.tweede_id)}
    bekend = namen(db, blik, [n for n in wie if n is not None])
    return Sporen(
        log=[r for r in log if _mag_weten(blik, r, bekend)],
        berichten={b.id: b for b in berichten},
        statusmeldingen=_statusmeldingen(db, [b.id for b in berichten]),
        taken={(t.soort, t.poging): t for t in _alle(db, _op_volgorde(TAAK.c.zaak_id, blik, zaak_id))},
        aantekeningen=notities,
        reacties=_alle(db, _op_volgorde(REACTIE.c.zaak_id, blik, zaak_id)),
        afspraken=afspraken,
        namen=bekend,
    )


def _mag_weten(blik: Blik, rij: Row[Any], bekend: Mapping[int, str]) -> bool:
    """Gemeentebelastingen reads of team Vroegsignalering only what was fed back (Soort.TERUGKOPPELING)."""
    over = rij.gegevens.get("soort") if rij.soort == Soort.CORRECTIE else rij.soort
    if over not in VAN_VROEGSIGNALERING or Zaaksoort.VROEGSIGNALERING in blik.afdelingen:
        return True
    wie = medewerker_van(rij.actor)
    return wie is not None and bekend.get(wie, ANDERE_AFDELING) != ANDERE_AFDELING


def reactie(db: Connection, blik: Blik, zaak_id: int, reactie_id: int) -> Row[Any] | None:
    """Return one reply of a resident, or None when it is not of this zaak or not in this blik."""
    waar = (REACTIE.c.id == reactie_id, _van(REACTIE.c.zaak_id, blik, zaak_id))
    return db.execute(select(REACTIE).where(*waar)).one_or_none()


def bericht(db: Connection, blik: Blik, zaak_id: int, bericht_id: str) -> Row[Any] | None:
    """Return one bericht, or None when it is not of this zaak or not in this blik."""
    waar = (BERICHT.c.id == bericht_id, _van(BERICHT.c.zaak_id, blik, zaak_id))
    return db.execute(select(BERICHT).where(*waar)).one_or_none()


def verhuisd_sinds(db: Connection, blik: Blik, zaak_id: int, moment: datetime) -> bool:
    """Tell whether we heard of a move after a moment (aware UTC)."""
    verhuisd = [Soort.VERHUISD_BINNEN.value, Soort.VERHUISD_BUITEN.value]
    waar = (_van(LOG.c.zaak_id, blik, zaak_id), LOG.c.soort.in_(verhuisd), LOG.c.op > moment)
    return db.execute(select(LOG.c.volgnr).where(*waar)).first() is not None


def namen(db: Connection, blik: Blik, ids: Collection[int]) -> dict[int, str]:
    """Return who these medewerkers are; of somebody of the other department only that he is."""
    if not ids:
        return {}
    m = MEDEWERKER.c
    vraag = select(m.id, m.naam, m.rollen).where(m.id.in_(set(ids)))
    return {i: naam if _zelfde(blik, rollen) else ANDERE_AFDELING for i, naam, rollen in db.execute(vraag)}


def _zelfde(blik: Blik, rollen: Iterable[str]) -> bool:
    """Who has no department (any more) is a colleague of both."""
    afdelingen = {AFDELING[Rol(rol)] for rol in rollen if rol in AFDELING}
    return not afdelingen or not afdelingen.isdisjoint(blik.afdelingen)


def _van(kolom: Column[Any], blik: Blik, zaak_id: int) -> ColumnElement[bool]:
    return kolom.in_(select(ZAAK.c.id).where(ZAAK.c.id == zaak_id, *binnen(blik)))


def _op_volgorde(kolom: Column[Any], blik: Blik, zaak_id: int) -> Select[Any]:
    """Return the query for all rows about a zaak of a table with an id that counts up."""
    return select(kolom.table).where(_van(kolom, blik, zaak_id)).order_by(kolom.table.c.id)


def _alle(db: Connection, vraag: Select[Any]) -> Rijen:
    return list(db.execute(vraag).all())


def _statusmeldingen(db: Connection, berichten: Sequence[str]) -> dict[str, Rijen]:
    gevonden: dict[str, Rijen] = defaultdict(list)
    s = STATUSMELDING.c
    for rij in _alle(db, select(STATUSMELDING).where(s.bericht_id.in_(berichten)).order_by(s.op, s.sleutel)):
        gevonden[rij.bericht_id].append(rij)
    return gevonden


@dataclass(frozen=True)
class Signaalbeeld:
    """One signaal in a zaak of team Vroegsignalering; of a house-mate neither partner, kenmerk nor bedrag is told."""

    id: int
    sector: str
    ontvangen_op: Any
    crisis: bool
    warm: bool
    voldaan_op: Any
    huisgenoot: bool
    partner: str = ""
    kenmerk: str = ""
    bedrag: int | None = None


def signalen(db: Connection, blik: Blik, zaak: Row[Any]) -> list[Signaalbeeld]:
    """Return the signalen of a zaak, oldest first; an incassozaak has none of its own."""
    if zaak.soort != Zaaksoort.VROEGSIGNALERING:
        return []
    vraag = select(SIGNAAL).where(_van(SIGNAAL.c.zaak_id, blik, zaak.id)).order_by(SIGNAAL.c.id)
    return [_beeld(s, zaak.inwoner_id) for s in _alle(db, vraag)]


def _beeld(s: Row[Any], inwoner_id: int) -> Signaalbeeld:
    vast = (s.id, s.sector, s.ontvangen_op, s.crisis, s.warme_overdracht, s.voldaan_op)
    if s.inwoner_id != inwoner_id:
        return Signaalbeeld(*vast, huisgenoot=True)
    kenmerk = "" if s.bron_zaak_id else s.kenmerk  # it would name a zaak of the other department
    return Signaalbeeld(*vast, huisgenoot=False, partner=s.partner, kenmerk=kenmerk, bedrag=s.bedrag)


def vorderingen(db: Connection, blik: Blik, zaak: Row[Any]) -> Rijen:
    """Return what is claimed in an incassozaak; team Vroegsignalering never sees the ledger."""
    if zaak.soort != Zaaksoort.INCASSO:
        return []
    v = VORDERING.c
    velden = (v.aanslagnummer, v.belastingsoort, v.belastingjaar, v.bedrag, v.openstaand, v.vervaldag)
    return _alle(db, select(*velden).where(_van(v.zaak_id, blik, zaak.id)).order_by(v.id))


def andere_zaken(db: Connection, blik: Blik, zaak: Row[Any], hoogstens: int = 20) -> Rijen:
    """Return the other zaken in this blik of the same resident, and of team Vroegsignalering on the same address.

    (id, soort, geopend_op, volgende_toets, zelfde: the same resident, signalen: how many), newest first.
    """
    zelfde = ZAAK.c.inwoner_id == zaak.inwoner_id
    ook = zelfde
    if zaak.soort == Zaaksoort.VROEGSIGNALERING and zaak.adres_sleutel:
        ook = zelfde | (ZAAK.c.adres_sleutel == zaak.adres_sleutel)
    aantal = select(func.count()).where(SIGNAAL.c.zaak_id == ZAAK.c.id).scalar_subquery().label("signalen")
    velden = (ZAAK.c.id, ZAAK.c.soort, ZAAK.c.geopend_op, ZAAK.c.volgende_toets, zelfde.label("zelfde"), aantal)
    waar = (ZAAK.c.gemeente == zaak.gemeente, ZAAK.c.soort == zaak.soort, ZAAK.c.id != zaak.id, *binnen(blik))
    return _alle(db, select(*velden).where(ook, *waar).order_by(ZAAK.c.id.desc()).limit(hoogstens))
