"""How is a mistake put right in every table at once? The log gets a correctie; what followed from it goes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from models.database import tabel
from models.doorgeven import teruggekoppeld
from models.feiten import VLAG, Melder
from models.lader import laad
from models.logboek import Bijschrift, geldt, schrijf_bij
from models.register import log_van
from models.tabellen import Gebeurtenis, Inwoner, Signaal, Taak, Zaak
from models.taken import begonnen, heropen, neem_terug
from rules.beleid import Beleid
from rules.correctie import (
    Correctiereden,
    Genummerd,
    correctie,
    gebleven,
    latere_taak,
    terug_te_nemen,
    waarom_niet,
)
from rules.log import Logregel, Soort
from rules.uitkomst import Uitkomst
from rules.woorden import Reden, Zaaksoort

LOG, ZAAK, INWONER = tabel(Gebeurtenis), tabel(Zaak), tabel(Inwoner)
SIGNAAL, TAAK = tabel(Signaal), tabel(Taak)


class NietTeHerstellen(ValueError):
    """Dit kunt u niet herstellen."""


@dataclass(frozen=True)
class Herstel:
    """What must be put right: gebeurtenis `volgnr` of a zaak is withdrawn, or with `nieuw` gets another outcome."""

    zaak_id: int
    volgnr: int
    reden: Correctiereden
    door: Melder
    nieuw: Uitkomst | None = None


@dataclass(frozen=True)
class Hersteld:
    """What a correction did in this zaak: steps that were taken back, and what stays because it has left."""

    terug: tuple[Genummerd, ...]
    blijft: tuple[Genummerd, ...]
    partners_weten_het: bool = False
    """A partner was told how the zaak ended; it is told again when the zaak closes again."""


def ruwe_log(db: Connection, zaak_id: int) -> list[Genummerd]:
    """Return every gebeurtenis of a zaak as it was recorded, oldest first."""
    return [
        Genummerd(r.volgnr, Logregel(Soort(r.soort), r.dag, r.gegevens), r.regel, r.actor) for r in log_van(db, zaak_id)
    ]


def herstel(db: Connection, wat: Herstel, beleid: Beleid, today: date) -> Hersteld:
    """Put one gebeurtenis right, with everything that followed from it and had no effect outside.

    Needs an open write transaction; who may see the zaak, the caller decides. Raises NietTeHerstellen.
    """
    zaak = db.execute(select(ZAAK).where(ZAAK.c.id == wat.zaak_id).with_for_update()).one()
    regels = ruwe_log(db, wat.zaak_id)
    if bezwaar := waarom_niet(regels, wat.volgnr):
        raise NietTeHerstellen(bezwaar)
    fout = next(g for g in regels if g.volgnr == wat.volgnr)
    elders = _zelfde_feit(db, zaak, fout)
    hier = Bijschrift(wat.zaak_id, _correctie(wat, fout, today), actor=wat.door.actor)
    daar = [
        Bijschrift(z, correctie(nr, fout.logregel.soort, wat.reden, today), actor=wat.door.bij(soort))
        for z, nr, soort in elders
    ]
    schrijf_bij(db, [hier, *daar], today)
    _zet_vlag_terug(db, zaak, fout)
    hersteld = _gevolgen(db, zaak, fout, beleid, today)
    if wat.nieuw is None and fout.logregel.soort == Soort.TAAK_AFGEROND:
        _heropen(db, wat.zaak_id, fout, today)
    for z, nr, _ in elders:
        _gevolgen_van(db, z, nr, beleid, today)
    return hersteld


def _correctie(wat: Herstel, fout: Genummerd, today: date) -> Logregel:
    nieuw: dict[str, Any] | None = None
    if wat.nieuw is not None:
        if fout.logregel.soort != Soort.TAAK_AFGEROND:
            raise NietTeHerstellen("Trek dit in en leg daarna vast wat er wel is gebeurd.")
        soort, poging = fout.taak
        nieuw = {"soort": soort, "poging": poging, **wat.nieuw.gegevens()}
    return correctie(fout.volgnr, fout.logregel.soort, wat.reden, today, nieuw)


def _zelfde_feit(db: Connection, zaak: Row[Any], fout: Genummerd) -> list[tuple[int, int, str]]:
    """Return (zaak, volgnr, soort) where the same fact about the same person was told at once, at both departments."""
    if fout.logregel.soort not in (*VLAG, Soort.POST_RETOUR, Soort.MORATORIUM):
        return []
    wie = select(INWONER.c.gemeente, INWONER.c.pseudoniem).where(INWONER.c.id == zaak.inwoner_id)
    gemeente, pseudoniem = db.execute(wie).one()
    vraag = (
        select(LOG.c.zaak_id, LOG.c.volgnr, ZAAK.c.soort, LOG.c.gegevens)
        .join(ZAAK, ZAAK.c.id == LOG.c.zaak_id)
        .join(INWONER, INWONER.c.id == ZAAK.c.inwoner_id)
        .where(INWONER.c.gemeente == gemeente, INWONER.c.pseudoniem == pseudoniem, ZAAK.c.id != zaak.id)
        .where(LOG.c.soort == fout.logregel.soort.value, LOG.c.dag == fout.logregel.dag, geldt())
        .where(LOG.c.actor.in_([fout.actor, zaak.soort]))
        .order_by(LOG.c.zaak_id, LOG.c.volgnr)
    )
    return [(z, nr, soort) for z, nr, soort, g in db.execute(vraag) if g == fout.logregel.gegevens]


def _zet_vlag_terug(db: Connection, zaak: Row[Any], fout: Genummerd) -> None:
    """What stood with the person because of this fact alone does not stand there any more."""
    naam = VLAG.get(fout.logregel.soort)
    if naam is None:
        return
    wie = select(INWONER.c.gemeente, INWONER.c.pseudoniem).where(INWONER.c.id == zaak.inwoner_id)
    gemeente, pseudoniem = db.execute(wie).one()
    over = (
        select(func.max(LOG.c.dag))
        .join(ZAAK, ZAAK.c.id == LOG.c.zaak_id)
        .where(ZAAK.c.inwoner_id == INWONER.c.id, LOG.c.soort == fout.logregel.soort.value, geldt())
    )
    waar = (INWONER.c.gemeente == gemeente, INWONER.c.pseudoniem == pseudoniem)
    nog = update(INWONER).where(*waar, INWONER.c[naam] == fout.logregel.dag)
    db.execute(nog.values({naam: over.scalar_subquery()}))


def _heropen(db: Connection, zaak_id: int, fout: Genummerd, today: date) -> None:
    """The taak is open again; when a later one of its soort took its place, it is dropped instead."""
    soort, poging = fout.taak
    if not latere_taak(fout.taak, ruwe_log(db, zaak_id)):
        heropen(db, zaak_id, soort, poging)
        return
    waar = (TAAK.c.zaak_id == zaak_id, TAAK.c.soort == soort, TAAK.c.poging == poging)
    db.execute(update(TAAK).where(*waar).values(status="vervallen", versie=TAAK.c.versie + 1))
    gegevens = {"soort": soort, "poging": poging, "reden": "uitkomst ingetrokken"}
    regel = Logregel(Soort.TAAK_VERVALLEN, today, gegevens)
    schrijf_bij(db, [Bijschrift(zaak_id, regel, HERSTEL)], today)


HERSTEL = "put_right"
"""In the column `regel`: no rule decided this, it follows from a correction."""


def _gevolgen_van(db: Connection, zaak_id: int, volgnr: int, beleid: Beleid, today: date) -> None:
    zaak = db.execute(select(ZAAK).where(ZAAK.c.id == zaak_id)).one()
    fout = next(g for g in ruwe_log(db, zaak_id) if g.volgnr == volgnr)
    _gevolgen(db, zaak, fout, beleid, today)


def _gevolgen(db: Connection, zaak: Row[Any], fout: Genummerd, beleid: Beleid, today: date) -> Hersteld:
    """Take back what the rules did because of a gebeurtenis that is put right now, also at the other department."""
    regels, in_hand = ruwe_log(db, zaak.id), begonnen(db, zaak.id)
    [geladen] = laad(db, [zaak.id], beleid, today)
    terug = terug_te_nemen(geladen.feiten, regels, fout.volgnr, in_hand, beleid, today)
    intrekken = [correctie(g.volgnr, g.logregel.soort, Correctiereden.GEVOLG, today) for g in terug]
    schrijf_bij(db, [Bijschrift(zaak.id, regel, HERSTEL) for regel in intrekken], today)
    _zet_taken_terug(db, zaak.id, terug, today)
    verteld = False
    if zaak.soort == Zaaksoort.VROEGSIGNALERING:
        verteld = _neem_berichten_terug(db, zaak.id, [fout, *terug], beleid, today)
    return Hersteld(terug, gebleven(ruwe_log(db, zaak.id), fout.volgnr, in_hand), verteld)


def _zet_taken_terug(db: Connection, zaak_id: int, terug: Sequence[Genummerd], today: date) -> None:
    weg = {g.taak for g in terug if g.logregel.soort == Soort.TAAK}
    for taak in weg:
        neem_terug(db, zaak_id, *taak, today)
    for g in terug:
        if g.logregel.soort == Soort.TAAK_VERVALLEN and g.taak not in weg:
            heropen(db, zaak_id, *g.taak)


def _neem_berichten_terug(
    db: Connection, zaak_id: int, ingetrokken: Iterable[Genummerd], beleid: Beleid, today: date
) -> bool:
    """Gemeentebelastingen heard of it: it hears that this does not hold. Partners hear the new result when it comes.

    Returns whether a partner was told already.
    """
    verteld = False
    for stap in ingetrokken:
        regel = stap.logregel
        if regel.soort == Soort.GESLOTEN:
            waar = (SIGNAAL.c.zaak_id == zaak_id, SIGNAAL.c.teruggekoppeld_op.is_not(None))
            verteld |= db.execute(update(SIGNAAL).where(*waar).values(teruggekoppeld_op=None)).rowcount > 0
        elif regel.soort != Soort.OPGESCHORT or regel.gegevens.get("reden") != Reden.HULP:
            continue
        for bron, volgnr in teruggekoppeld(db, zaak_id, regel):
            weg = correctie(volgnr, Soort.TERUGKOPPELING, Correctiereden.GEVOLG, today)
            schrijf_bij(db, [Bijschrift(bron, weg, actor=Zaaksoort.VROEGSIGNALERING.value)], today)
            _gevolgen_van(db, bron, volgnr, beleid, today)
    return verteld
