"""How is one delivery taken in? A stream of rows in chunks; every row is aanvaard, bekend or afgekeurd."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from models import ervaringen, leveringen
from models.aanmeldingen import neem_aanmeldingen_op
from models.database import schrijf_samen
from models.leveringen import Stand
from models.opname import Uitkomst, herken_vorderingen, neem_mutaties_op, neem_vorderingen_op
from models.retourpost import neem_retouren_op
from models.signalen import Binnengekomen, Ontvangst, ontvang
from rules.beleid import Beleid
from rules.levering import ErvaringRij, MutatieRij, RetourRij, SchuldhulpRij, SignaalRij, VorderingRij
from rules.woorden import Zaaksoort
from tasks.brp_controle import merk_bekenden, verwerk_brp, vraag_brp
from tasks.clients.brp import BrpPersoon
from tasks.lezen import (
    Aanvaardbaar,
    Afgekeurd,
    AfgekeurdSchrijver,
    Levering,
    Leveringsoort,
    Rij,
    lees_profiel,
    open_levering,
)
from tasks.omgeving import omgeving

PER_KEER = 1000
ONTVANGST = {
    Ontvangst.NIEUW: Uitkomst.AANVAARD,
    Ontvangst.BEKEND: Uitkomst.BEKEND,
    Ontvangst.ANDER_BEDRAG: Uitkomst.ANDER_SIGNAAL,
}
ZONDER_PERSOON = MutatieRij | RetourRij | SchuldhulpRij | ErvaringRij
"""Of these the BRP is asked nothing: they say something about whom or what is known already."""
TOEKOMST = "datum ligt na de dag van inname: klopt de datum?"


@dataclass(frozen=True)
class Samenvatting:
    """What became of a delivery. gelezen = aanvaard + bekend + afgekeurd, always."""

    soort: str
    gelezen: int
    aanvaard: int
    bekend: int
    afgekeurd: int
    opmerkingen: int
    onbekende_kolommen: tuple[str, ...]
    afgekeurd_bestand: str | None
    eerder_ingenomen: bool


def neem_in(
    pad: Path,
    soort: Leveringsoort,
    gemeente: str,
    today: date,
    profiel: Path | None = None,
    vorder: Callable[[int], None] = lambda _: None,
    leverancier: str = "",
) -> Samenvatting:
    """Take one delivery in; doing it twice, or again after a crash, has no further effect.

    `vorder` hears how many rows are done. `leverancier` is whose folder it came from; empty: it is taken in by hand.
    Raises LeveringGeweigerd when the file as a whole cannot be read.
    """
    waar = omgeving()
    beleid = waar.beleid(gemeente)
    levering = open_levering(pad, soort, lees_profiel(profiel) if profiel else None)
    levering_id, stand = schrijf_samen(
        waar.engine, lambda db: leveringen.begin(db, beleid.gemeente.slug, soort, levering.sha256, today, leverancier)
    )
    telling = _lees_alles(levering, _Opname(beleid, levering_id, today, stand), vorder)
    schrijf_samen(waar.engine, lambda db: leveringen.rond_af(db, levering_id))
    return Samenvatting(
        soort.value, telling["gelezen"], telling["aanvaard"], telling["bekend"], telling["afgekeurd"],
        telling["opmerkingen"], levering.onbekende_kolommen,
        f"{pad.name}.afgekeurd.csv" if telling["afgekeurd"] else None, stand.klaar,
    )  # fmt: skip


@dataclass(frozen=True)
class _Opname:
    beleid: Beleid
    levering_id: int
    today: date
    stand: Stand


Gevolg = tuple[Rij, Uitkomst | Afgekeurd]
"""A row and what became of it."""


def _lees_alles(levering: Levering, opname: _Opname, vorder: Callable[[int], None]) -> Counter[str]:
    telling: Counter[str] = Counter()
    with AfgekeurdSchrijver(levering.pad, levering.kolommen) as schrijver:
        for deel in _delen(iter(levering), opname.stand.gelezen):
            gevolgen = _neem_deel(deel, opname, telling["gelezen"])
            telling += _tel(gevolgen)
            for _, uitkomst in gevolgen:
                if isinstance(uitkomst, Afgekeurd):
                    schrijver.schrijf(uitkomst)
            vorder(telling["gelezen"])
    return telling


def _delen(rijen: Iterator[Rij], gedaan: int) -> Iterator[list[Rij]]:
    """Cut the rows into chunks, with a cut where an earlier intake stopped."""
    while deel := list(islice(rijen, min(PER_KEER, gedaan) if gedaan > 0 else PER_KEER)):
        yield deel
        gedaan -= len(deel)


def _tel(gevolgen: list[Gevolg]) -> Counter[str]:
    telling = Counter({"gelezen": len(gevolgen)})
    for rij, uitkomst in gevolgen:
        telling["afgekeurd" if isinstance(uitkomst, Afgekeurd) else uitkomst.value] += 1
        if isinstance(rij, Aanvaardbaar) and not isinstance(uitkomst, Afgekeurd):
            telling["opmerkingen"] += len(rij.opmerkingen)
    return telling


def _neem_deel(deel: list[Rij], opname: _Opname, vanaf: int) -> list[Gevolg]:
    """Take one chunk in, counts and all in one transaction; `vanaf` rows of the delivery went before it."""
    goed = [r for r in deel if isinstance(r, Aanvaardbaar) and not _uit_de_toekomst(r, opname.today)]
    rijen: list[Any] = [r.rij for r in goed]
    bekend = opname.stand.gelezen > vanaf
    zonder_persoon = not rijen or isinstance(rijen[0], ZONDER_PERSOON)
    antwoorden = [] if bekend or zonder_persoon else vraag_brp([r.persoon for r in rijen])

    def werk(db: Connection) -> list[Gevolg]:
        gedaan = leveringen.stand(db, opname.levering_id).gelezen > vanaf
        uitkomsten = _herken(db, rijen, opname) if gedaan else _bewaar(db, rijen, antwoorden, opname)
        gevolgen = list(_koppel(deel, goed, uitkomsten, opname.today))
        if not gedaan:
            leveringen.tel_bij(db, opname.levering_id, _tel(gevolgen))
        return gevolgen

    return schrijf_samen(omgeving().engine, werk)


def _koppel(deel: list[Rij], goed: list[Aanvaardbaar], uitkomsten: Sequence[Uitkomst], today: date) -> Iterator[Gevolg]:
    """Pair every row with what became of it, in file order."""
    per_rij = {id(r): uitkomst for r, uitkomst in zip(goed, uitkomsten, strict=True)}
    for rij in deel:
        if not isinstance(rij, Aanvaardbaar):
            yield rij, rij
            continue
        uitkomst = per_rij.get(id(rij))
        if uitkomst is not None and uitkomst in (Uitkomst.AANVAARD, Uitkomst.BEKEND):
            yield rij, uitkomst
        else:
            reden = uitkomst.value if uitkomst else TOEKOMST
            yield rij, Afgekeurd(rij.regelnummer, tuple(rij.bron.values()), (reden,))


def _uit_de_toekomst(r: Aanvaardbaar, today: date) -> bool:
    match r.rij:
        case MutatieRij(datum=dag) | SignaalRij(signaaldatum=dag) | RetourRij(datum=dag):
            return dag > today
        case SchuldhulpRij(datum=dag) | ErvaringRij(datum=dag):
            return dag > today
        case _:
            return False


def _herken(db: Connection, rijen: Sequence[Any], opname: _Opname) -> list[Uitkomst]:
    """Judge rows that an earlier intake handled.

    A mutatie whose aanslag was still unknown then, a letter that had not left yet, or an aanmelding of somebody of
    whom there was no signaal yet, is tried again.
    """
    slug = opname.beleid.gemeente.slug
    if rijen and isinstance(rijen[0], MutatieRij):
        return neem_mutaties_op(db, slug, rijen, opname.today)
    if rijen and isinstance(rijen[0], RetourRij):
        return neem_retouren_op(db, slug, rijen, opname.today)
    if rijen and isinstance(rijen[0], SchuldhulpRij):
        return neem_aanmeldingen_op(db, slug, rijen, opname.today)
    if rijen and isinstance(rijen[0], VorderingRij):
        return herken_vorderingen(db, slug, rijen, opname.levering_id)
    return [Uitkomst.BEKEND] * len(rijen)


def _bewaar(
    db: Connection, rijen: Sequence[Any], antwoorden: Sequence[BrpPersoon | None], opname: _Opname
) -> list[Uitkomst]:
    if not rijen:
        return []
    beleid, today = opname.beleid, opname.today
    if isinstance(rijen[0], MutatieRij):
        return neem_mutaties_op(db, beleid.gemeente.slug, rijen, today)
    if isinstance(rijen[0], RetourRij):
        return neem_retouren_op(db, beleid.gemeente.slug, rijen, today)
    if isinstance(rijen[0], SchuldhulpRij):
        return neem_aanmeldingen_op(db, beleid.gemeente.slug, rijen, today)
    if isinstance(rijen[0], ErvaringRij):
        return ervaringen.bewaar(db, beleid.gemeente.slug, rijen)
    personen = [r.persoon for r in rijen]
    if isinstance(rijen[0], VorderingRij):
        verwerk_brp(db, beleid, Zaaksoort.INCASSO, personen, antwoorden, today)
        return neem_vorderingen_op(db, beleid.gemeente.slug, rijen, today, opname.levering_id)
    bekend = verwerk_brp(db, beleid, Zaaksoort.VROEGSIGNALERING, personen, antwoorden, today)
    merk_bekenden(db, beleid, bekend, today)
    signalen = [Binnengekomen(replace(r, persoon=p)) for r, p in zip(rijen, bekend, strict=True)]
    return [ONTVANGST[ontvangst] for ontvangst in ontvang(db, beleid, signalen, today)]
