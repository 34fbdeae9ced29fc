"""What does a chapter get to work with? The facts, the figures that were counted, and some more of the same kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, not_, select

from evaluation.cijfer import Cijfer, Vorm
from evaluation.definities.doelen import BEIDE
from evaluation.definities.signalen import bereik, meldingen
from evaluation.figuur import Figuur
from evaluation.gaten import BELASTINGEN
from evaluation.rapport.afdekken import WEG, Getoond, Groep, dek_af, toon_alle, toon_per
from evaluation.rapport.getallen import aantal
from evaluation.rapport.grafieken import Staaf
from evaluation.rapport.grafieken import staven as teken_staven
from evaluation.rapport.inhoud import Beeld, Blok, Tabel
from evaluation.rapport.woorden import PER, groepsnaam
from evaluation.tabellen import INCASSO, MELDING
from evaluation.tellen import Selectie, tel, tel_per, waar
from evaluation.vermeden import Uitkomst
from evaluation.vermedenkeuze import vergelijkingen
from rules.beleid import Beleid

M, Z = MELDING.c, INCASSO.c

EEN, MEER = "één signaal", "twee of meer signalen"


@dataclass(frozen=True)
class Bron:
    """The facts that lie ready on a connection, of which part a report is, and the figures of contracts.md §5."""

    db: Connection
    selectie: Selectie
    cijfers: dict[str, Cijfer]
    wie: str
    beleid: tuple[Beleid, ...] = ()
    """The beleid of those gemeenten that have one: it says which proeven there were."""

    @cached_property
    def getoond(self) -> dict[str, Getoond]:
        """The figures of contracts.md §5 as everybody may see them."""
        return toon_alle(self.cijfers)

    @cached_property
    def vergelijkingen(self) -> tuple[Uitkomst, ...]:
        """How many dwangbevelen there were with and without signalen, compared in three ways."""
        return vergelijkingen(self.db, self.selectie)

    def per(self, figuur: Figuur, dimensie: str, waar_: ColumnElement[bool] | None = None) -> dict[str, Cijfer]:
        """Return a figure per value of a dimension, with the names that people read."""
        deel = self.selectie if waar_ is None else replace(self.selectie, waar=waar_)
        return {groepsnaam(dimensie, n): c for n, c in tel_per(self.db, figuur, deel, dimensie).items()}

    def per_aantal(self, figuur: Figuur) -> dict[str, Cijfer]:
        """Return a figure about meldingen with one signaal, and with more in the same month."""
        delen = {EEN: self.tel(figuur, not_(M.meervoudig)), MEER: self.tel(figuur, M.meervoudig)}
        return {naam: c for naam, c in delen.items() if c.noemer}

    def tel(self, figuur: Figuur, waar_: ColumnElement[bool] | None = None) -> Cijfer:
        """Return a figure over everything, or over a part."""
        return tel(self.db, figuur, self.selectie if waar_ is None else replace(self.selectie, waar=waar_))

    def verdeling(self, figuur: Figuur) -> dict[int, int]:
        """Return how often each number of a figure in days occurs: no more rows than there are different numbers."""
        vraag = select(figuur.teller, func.count()).where(*waar(figuur, self.selectie, self.selectie.gemeenten))
        rijen = self.db.execute(vraag.where(figuur.noemer).group_by(figuur.teller))
        return {int(getal): int(keer) for getal, keer in rijen}


def melding_met(naam: str, teller: ColumnElement[bool], *, gb: bool = False) -> Figuur:
    """Return the share of the meldingen of which something holds; `gb`: those with a signaal of Gemeentebelastingen."""
    basis = replace(bereik(), naam=naam, teller=teller)
    return replace(basis, noemer=M.gb, bronnen=BEIDE) if gb else basis


def aantal_meldingen(*, gb: bool = False) -> Figuur:
    """Return the number of meldingen; `gb`: those with a signaal of Gemeentebelastingen."""
    return replace(meldingen(), noemer=M.gb, bronnen=BEIDE) if gb else meldingen()


def incasso_dagen(naam: str, teller: ColumnElement[Any], waarde: ColumnElement[bool]) -> Figuur:
    """Return a number of days of incassozaken; they belong to the month of the vervaldag."""
    return Figuur(naam, "", "", Vorm.DAGEN, INCASSO, Z.vervaldag, Z.maand, (BELASTINGEN,), teller, waarde)


def deeltabel(bijschrift: str, dimensie: str, per: dict[str, Cijfer], van: str, wel: str) -> Tabel | None:
    """Return a breakdown as a table, without what may not be seen; None when there is nothing to tell."""
    groepen = toon_per(per)
    if not groepen:
        return None
    return groepentabel(bijschrift, (PER[dimensie][0], van, wel), groepen)


def groepentabel(bijschrift: str, koppen: tuple[str, str, str], groepen: Sequence[Groep]) -> Tabel:
    """Return groups as a table; `koppen` name the group, of how many, and how many of those."""
    rijen = tuple((g.naam, g.noemer, g.teller, g.deel, g.tussen) for g in groepen)
    return Tabel(bijschrift, (*koppen, "Deel", "Ligt tussen (95 % zeker)"), rijen, frozenset({1, 2, 3, 4}))


def staven_van(groepen: Sequence[Groep]) -> list[Staaf]:
    """Return the rows of a picture: only what may be seen whole."""
    return [
        Staaf(g.naam, c.waarde or 0, c.onder or 0, c.boven or 0, g.deel) for g in groepen if (c := g.cijfer) is not None
    ]


def zin(staven: Sequence[Staaf]) -> str:
    """Say in words what a picture of shares shows."""
    return "; ".join(f"{s.naam} {s.tekst}" for s in staven)


def tellingtabel(bijschrift: str, koppen: tuple[str, str], tellingen: Sequence[tuple[str, int]]) -> Tabel | None:
    """Return counts as a table, without small ones; None when there is nothing to tell."""
    if not tellingen:
        return None
    weg = dek_af([n for _, n in tellingen])
    rijen = tuple((naam, WEG if dicht else aantal(n)) for (naam, n), dicht in zip(tellingen, weg, strict=True))
    return Tabel(bijschrift, koppen, rijen, frozenset({1}))


def met_beeld(naam: str, wat: str, tabel: Tabel | None, staven: Sequence[Staaf], as_titel: str) -> list[Blok]:
    """Return a table with its picture above it; no picture for fewer than two groups."""
    if tabel is None:
        return []
    if len(staven) < 2:
        return [tabel]
    alt = f"Staafgrafiek. {wat}: {zin(staven)}. De streepjes laten zien hoe zeker elk getal is."
    return [Beeld(naam, alt, teken_staven(staven, as_titel)), tabel]
