"""How is one delivery taken in? A stream of rows in chunks; every row is aanvaard, bekend or afgekeurd."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from models import leveringen
from models.database import schrijven
from models.opname import Uitkomst, neem_mutaties_op, neem_vorderingen_op
from models.signalen import Binnengekomen, ontvang
from rules.beleid import Beleid
from rules.levering import MutatieRij, SignaalRij, VorderingRij
from rules.woorden import Zaaksoort
from tasks.brp_controle import merk_bekenden, verwerk_brp, vraag_brp
from tasks.clients.brp import BrpPersoon
from tasks.lezen import Aanvaardbaar, Afgekeurd, AfgekeurdSchrijver, Levering, Leveringsoort, Rij, lees_profiel, open_levering
from tasks.omgeving import omgeving

PER_KEER = 1000
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
) -> Samenvatting:
    """Take one delivery in; doing it twice, or again after a crash, has no further effect.

    `vorder` hears how many rows are done. Raises LeveringGeweigerd when the file as a whole cannot be read.
    """
    waar = omgeving()
    beleid = waar.beleid(gemeente)
    levering = open_levering(pad, soort, lees_profiel(profiel) if profiel else None)
    with schrijven(waar.engine) as db:
        levering_id, eerder = leveringen.begin(db, beleid.gemeente.slug, soort, levering.sha256, today)
    telling = _lees_alles(levering, _Opname(beleid, levering_id, today, eerder), vorder)
    if not eerder:
        with schrijven(waar.engine) as db:
            leveringen.rond_af(db, levering_id, telling)
    return Samenvatting(
        soort.value, telling["gelezen"], telling["aanvaard"], telling["bekend"], telling["afgekeurd"],
        telling["opmerkingen"], levering.onbekende_kolommen,
        f"{pad.name}.afgekeurd.csv" if telling["afgekeurd"] else None, eerder,
    )  # fmt: skip


@dataclass(frozen=True)
class _Opname:
    beleid: Beleid
    levering_id: int
    today: date
    eerder: bool


def _lees_alles(levering: Levering, opname: _Opname, vorder: Callable[[int], None]) -> dict[str, int]:
    telling = dict.fromkeys(("gelezen", "aanvaard", "bekend", "afgekeurd", "opmerkingen"), 0)
    with AfgekeurdSchrijver(levering.pad, levering.kolommen) as schrijver:
        for deel in _delen(iter(levering)):
            for rij, uitkomst in _neem_deel(deel, opname):
                telling["gelezen"] += 1
                if isinstance(uitkomst, Afgekeurd):
                    schrijver.schrijf(uitkomst)
                    telling["afgekeurd"] += 1
                else:
                    telling[uitkomst.value] += 1
                    telling["opmerkingen"] += len(rij.opmerkingen) if isinstance(rij, Aanvaardbaar) else 0
            vorder(telling["gelezen"])
    return telling


def _delen(rijen: Iterator[Rij]) -> Iterator[list[Rij]]:
    while deel := list(islice(rijen, PER_KEER)):
        yield deel


def _neem_deel(deel: list[Rij], opname: _Opname) -> Iterator[tuple[Rij, Uitkomst | Afgekeurd]]:
    """Take one chunk in, in one transaction, and pair every row with what became of it, in file order."""
    goed = [r for r in deel if isinstance(r, Aanvaardbaar) and not _uit_de_toekomst(r, opname.today)]
    uitkomsten = iter(_bewaar([r.rij for r in goed], opname))
    behandeld = {id(r) for r in goed}
    for rij in deel:
        if id(rij) in behandeld:
            assert isinstance(rij, Aanvaardbaar)
            yield rij, _als_afgekeurd(rij, next(uitkomsten))
        elif isinstance(rij, Aanvaardbaar):
            yield rij, Afgekeurd(rij.regelnummer, tuple(rij.bron.values()), (TOEKOMST,))
        else:
            yield rij, rij


def _als_afgekeurd(rij: Aanvaardbaar, uitkomst: Uitkomst) -> Uitkomst | Afgekeurd:
    if uitkomst in (Uitkomst.AANVAARD, Uitkomst.BEKEND):
        return uitkomst
    return Afgekeurd(rij.regelnummer, tuple(rij.bron.values()), (uitkomst.value,))


def _uit_de_toekomst(r: Aanvaardbaar, today: date) -> bool:
    match r.rij:
        case MutatieRij(datum=dag) | SignaalRij(signaaldatum=dag):
            return dag > today
        case _:
            return False


def _bewaar(rijen: Sequence[Any], opname: _Opname) -> list[Uitkomst]:
    if opname.eerder or not rijen:
        return [Uitkomst.BEKEND] * len(rijen)
    if isinstance(rijen[0], MutatieRij):
        with schrijven(omgeving().engine) as db:
            return neem_mutaties_op(db, opname.beleid.gemeente.slug, rijen, opname.today)
    antwoorden = vraag_brp([r.persoon for r in rijen])
    with schrijven(omgeving().engine) as db:
        return _bewaar_in(db, rijen, antwoorden, opname)


def _bewaar_in(
    db: Connection, rijen: Sequence[Any], antwoorden: Sequence[BrpPersoon | None], opname: _Opname
) -> list[Uitkomst]:
    beleid, today = opname.beleid, opname.today
    personen = [r.persoon for r in rijen]
    if isinstance(rijen[0], VorderingRij):
        verwerk_brp(db, beleid, Zaaksoort.INCASSO, personen, antwoorden, today)
        return neem_vorderingen_op(db, beleid.gemeente.slug, rijen, today, opname.levering_id)
    bekend = verwerk_brp(db, beleid, Zaaksoort.VROEGSIGNALERING, personen, antwoorden, today)
    merk_bekenden(db, beleid, bekend, today)
    signalen = [Binnengekomen(replace(r, persoon=p)) for r, p in zip(rijen, bekend, strict=True)]
    return [Uitkomst.AANVAARD if nieuw else Uitkomst.BEKEND for nieuw in ontvang(db, beleid, signalen, today)]
