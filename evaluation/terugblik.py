"""What may each department know, every month, of what became of the signalen? Counts only, and each only its own side.

Gemeentebelastingen may know how many of its signalen were taken up, how many residents were reached, and how many
zaken are closed: never what the help was, and never of whom. Vroegsignalering may know how much effort went before the
signalen. A month looks back on the signalen of VOLGT months ago, once: two months in a row share no signaal, so nothing
can be found by taking one from the other (docs/adr/0022).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, case, func, select, true

from evaluation import feiten
from evaluation.cijfer import Gat, Periode
from evaluation.cijfertekst import KLEIN
from evaluation.gaten import gaten
from evaluation.logfeiten import GEPROBEERD
from evaluation.tabellen import INCASSO, MELDING, POGING, SIGNAAL
from rules.kleinecijfers import GRENS
from rules.matching import maanden_terug
from rules.woorden import Berichtsoort, Zaaksoort

VOLGT = 3
"""So many months after a signaal most zaken are over."""

WEINIG = f"minder dan {GRENS}"
BIJNA_ALLE = "alle of bijna alle"

P, S, M, Z = POGING.c, SIGNAAL.c, MELDING.c, INCASSO.c
MET_MELDING = (MELDING, M.zaak_id == S.zaak_id)
MET_INCASSO = (INCASSO, Z.zaak_id == S.bron_zaak_id)
VOORAF = "na een herinnering, een aanmaning en een poging tot een gesprek"


@dataclass(frozen=True)
class Regel:
    """One line: what was counted, and the count as it may be shown. Of `diepte` 1 it is part of a whole, and so on."""

    wat: str
    aantal: str
    diepte: int = 0


@dataclass(frozen=True)
class Deel:
    """One part of a terugblik, with the month that it is about."""

    kop: str
    maand: date
    regels: tuple[Regel, ...]


@dataclass(frozen=True)
class Terugblik:
    """What one department reads about one month (its first day)."""

    gemeente: str
    afdeling: Zaaksoort
    maand: date
    delen: tuple[Deel, ...]
    gaten: tuple[Gat, ...]


@dataclass(frozen=True)
class Onder:
    """A part of what is counted, and maybe parts of that part. Its condition holds the whole one too."""

    wat: str
    waar: ColumnElement[bool]
    delen: tuple["Onder", ...] = ()


@dataclass(frozen=True)
class Vraag:
    """Something to count: a whole, and parts of it, each with its words."""

    wat: str
    tabel: Table
    waar: ColumnElement[bool]
    delen: tuple[Onder, ...] = ()
    erbij: tuple[Table, ColumnElement[bool]] | None = None
    """Another table to look in, and how it fits; each row has one there, or none."""


@dataclass(frozen=True)
class Stand:
    """A count as it may be shown. `zeker`: so many at least, for who reads it; None: nobody knows."""

    tekst: str
    zeker: int | None = None
    precies: bool = False


GESPROKEN = Onder("de inwoner is gesproken", P.bereikt.is_(True))


def periode_van(maand: date) -> Periode:
    """Return the months that a terugblik needs: from the signalen that it looks back on to the end of its month."""
    return Periode(eerder(maand, VOLGT), einde(maand))


def eerder(maand: date, aantal: int) -> date:
    """Return the first day of the month so many months before."""
    return maanden_terug(maand.replace(day=1), aantal)


def einde(maand: date) -> date:
    """Return the last day of the month of a date."""
    return eerder(maand, -1) - timedelta(days=1)


def maak(db: Connection, gemeente: str, maand: date) -> dict[Zaaksoort, Terugblik]:
    """Return what each department may know of a month. Makes the facts anew on this connection."""
    feiten.leg_klaar(db, periode_van(maand), [gemeente])
    return uit_feiten(db, gemeente, maand)


def uit_feiten(db: Connection, gemeente: str, maand: date) -> dict[Zaaksoort, Terugblik]:
    """Return what each department may know of a month, from facts that reach to the end of it and no further."""
    maand = maand.replace(day=1)
    maanden = {maand, eerder(maand, VOLGT)}
    weg = tuple(
        g for g in gaten(db, ("signalen", "gemeentebelastingen")) if g.gemeente == gemeente and g.maand in maanden
    )
    return {
        afdeling: Terugblik(gemeente, afdeling, maand, tuple(_deel(db, gemeente, *d) for d in delen(maand)), weg)
        for afdeling, delen in DELEN.items()
    }


def _deel(db: Connection, gemeente: str, kop: str, maand: date, vragen: Sequence[Vraag]) -> Deel:
    return Deel(kop, maand, tuple(regel for vraag in vragen for regel in _tel(db, gemeente, vraag)))


def _tel(db: Connection, gemeente: str, vraag: Vraag) -> list[Regel]:
    delen = list(_plat(vraag.delen))
    sommen = [func.coalesce(func.sum(case((waar, 1), else_=0)), 0) for _, waar in delen]
    bron = vraag.tabel if vraag.erbij is None else vraag.tabel.outerjoin(*vraag.erbij)
    waar = (vraag.tabel.c.gemeente == gemeente, vraag.waar)
    geheel, *geteld = db.execute(select(func.count(), *sommen).select_from(bron).where(*waar)).one()
    stand = van_geheel(int(geheel))
    return [Regel(vraag.wat, stand.tekst), *_regels(vraag.delen, iter(map(int, geteld)), stand, 1)]


def _plat(
    delen: Sequence[Onder], binnen: ColumnElement[bool] | None = None
) -> Iterator[tuple[str, ColumnElement[bool]]]:
    for deel in delen:
        waar = deel.waar if binnen is None else and_(binnen, deel.waar)
        yield deel.wat, waar
        yield from _plat(deel.delen, waar)


def _regels(delen: Sequence[Onder], geteld: Iterator[int], geheel: Stand, diepte: int) -> Iterator[Regel]:
    for deel in delen:
        stand = van_deel(next(geteld), geheel)
        yield Regel(deel.wat, stand.tekst, diepte)
        yield from _regels(deel.delen, geteld, stand, diepte + 1)


def van_geheel(aantal: int) -> Stand:
    """Return a count that is part of nothing else."""
    return Stand(str(aantal), aantal, True) if aantal >= GRENS else Stand(WEINIG)


def van_deel(aantal: int, geheel: Stand) -> Stand:
    """Return a part beside its whole: nobody can find a small count by taking one from the other.

    Of a whole that is not shown precisely, a part is shown only when it fits with all that the whole can be.
    """
    if geheel.zeker is None:
        return Stand(geheel.tekst)
    if geheel.zeker < 2 * GRENS:
        return Stand(KLEIN)
    if aantal < GRENS:
        return Stand(WEINIG)
    if geheel.zeker - aantal >= GRENS:
        return Stand(str(aantal), aantal, True)
    return Stand(BIJNA_ALLE, geheel.zeker - GRENS + 1) if geheel.precies else Stand(KLEIN)


def _incasso(maand: date) -> list[tuple[str, date, Sequence[Vraag]]]:
    toen = eerder(maand, VOLGT)
    eigen = and_(P.afdeling == Zaaksoort.INCASSO.value, P.maand == maand)
    bereikt = Onder("de inwoner is bereikt", _is(M.bereikt))
    gesloten = Onder("de zaak is gesloten", M.gesloten_op.is_not(None))
    werk = (
        Vraag("Herinneringen", POGING, and_(eigen, P.soort == Berichtsoort.HERINNERING.value)),
        Vraag("Aanmaningen", POGING, and_(eigen, P.soort == Berichtsoort.AANMANING.value)),
        Vraag("Keer gebeld of langsgegaan", POGING, and_(eigen, P.kanaal.in_(GEPROBEERD)), (GESPROKEN,)),
        Vraag("Signalen overgedragen", INCASSO, Z.overdracht_maand == maand, (Onder(VOORAF, Z.effort),)),
    )
    opgepakt = Onder("opgepakt", S.melding_op.is_not(None), (bereikt, gesloten))
    vervolg = (Vraag("Signalen overgedragen", SIGNAAL, and_(S.gb, S.maand == toen), (opgepakt,), MET_MELDING),)
    return [("Wat u deed", maand, werk), ("Wat er werd van uw signalen", toen, vervolg)]


def _vroeg(maand: date) -> list[tuple[str, date, Sequence[Vraag]]]:
    toen = eerder(maand, VOLGT)
    eigen = and_(P.afdeling == Zaaksoort.VROEGSIGNALERING.value, P.maand == maand, P.nummer.is_not(None))
    binnen = (
        Vraag("Signalen", SIGNAAL, S.maand == maand, (Onder("van Gemeentebelastingen", S.gb),)),
        Vraag("Meldingen", MELDING, M.maand == maand),
        Vraag("Pogingen om een inwoner te spreken", POGING, eigen, (GESPROKEN,)),
    )
    bekend = Onder("de inwoner was nog niet bekend bij schuldhulpverlening", ~S.bekend)
    vooraf = (Onder(VOORAF, _is(Z.effort)), Onder("met een telefoonnummer", _is(S.telefoon)), bekend)
    gb = Vraag("Signalen van Gemeentebelastingen", SIGNAAL, and_(S.gb, S.maand == maand), vooraf, MET_INCASSO)
    bereikt = Onder("de inwoner is bereikt", _is(M.bereikt), (Onder("de inwoner wil hulp", _is(M.hulp)),))
    opgepakt = Onder(
        "opgepakt", S.melding_op.is_not(None), (bereikt, Onder("de zaak is gesloten", M.gesloten_op.is_not(None)))
    )
    vervolg = (Vraag("Signalen", SIGNAAL, S.maand == toen, (opgepakt,), MET_MELDING),)
    return [
        ("Wat er binnenkwam en wat u deed", maand, binnen), ("Wat Gemeentebelastingen vooraf deed", maand, (gb,)),
        ("Wat er werd van de signalen", toen, vervolg),
    ]  # fmt: skip


DELEN: dict[Zaaksoort, Callable[[date], list[tuple[str, date, Sequence[Vraag]]]]] = {
    Zaaksoort.INCASSO: _incasso,
    Zaaksoort.VROEGSIGNALERING: _vroeg,
}
"""What each department may know. What is not counted here, the other department keeps to itself."""


def _is(kolom: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.coalesce(kolom, False) == true()
