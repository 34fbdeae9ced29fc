"""How does a report come together? One chapter after the other, from the facts that lie ready."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from evaluation import cijfers as tellen
from evaluation import feiten
from evaluation.cijfer import DEFINITIES, Cijfer, Periode
from evaluation.rapport.bereik import bereikhoofdstuk, momenthoofdstuk
from evaluation.rapport.bron import Bron
from evaluation.rapport.geld import geldhoofdstuk, hulphoofdstuk
from evaluation.rapport.groepen import groepenhoofdstuk
from evaluation.rapport.inhoud import Hoofdstuk, Rapport
from evaluation.rapport.kort import kort
from evaluation.rapport.naslag import definitiehoofdstuk
from evaluation.rapport.ontbreekt import ontbreekthoofdstuk
from evaluation.rapport.proeven import proefhoofdstuk
from evaluation.rapport.tijd import tijdhoofdstuk
from evaluation.rapport.voorspellen import voorspelhoofdstuk
from evaluation.rapport.weg_van_signaal import trechterhoofdstuk, vergelijkhoofdstuk
from evaluation.rapport.werk import dossierhoofdstuk, werkhoofdstuk
from evaluation.tellen import Selectie
from rules.beleid import Beleid

TITEL = "Wat leverden de signalen op?"

Hoofdstukmaker = Callable[[Bron], Hoofdstuk]

HOOFDSTUKKEN: tuple[Hoofdstukmaker, ...] = (
    kort, trechterhoofdstuk, vergelijkhoofdstuk, groepenhoofdstuk, bereikhoofdstuk, tijdhoofdstuk, geldhoofdstuk,
    hulphoofdstuk, dossierhoofdstuk, werkhoofdstuk, momenthoofdstuk, voorspelhoofdstuk, proefhoofdstuk,
    ontbreekthoofdstuk, definitiehoofdstuk,
)  # fmt: skip
"""The chapters in the order in which they are read."""


def reken(
    db: Connection,
    periode: Periode,
    gemeenten: Sequence[str],
    wie: str,
    beleid: Sequence[Beleid],
    meld: Callable[[str], None],
) -> tuple[dict[str, Cijfer], Rapport]:
    """Return the figures and the report. Makes the facts anew on this connection; `meld` tells how far it is."""
    meld("De feiten uit het logboek komen bij elkaar.")
    feiten.leg_klaar(db, periode, gemeenten)
    meld("De cijfers worden geteld.")
    selectie = Selectie(periode, tuple(gemeenten))
    cijfers = tellen.uit_feiten(db, selectie)
    return cijfers, stel_op(Bron(db, selectie, cijfers, wie, tuple(beleid)), meld)


def stel_op(bron: Bron, meld: Callable[[str], None] = lambda _: None) -> Rapport:
    """Return the report of facts that lie ready."""
    hoofdstukken: list[Hoofdstuk] = []
    for maak in HOOFDSTUKKEN:
        hoofdstukken.append(maak(bron))
        meld(f"Klaar: {hoofdstukken[-1].kop}")
    periode = bron.selectie.periode
    return Rapport(TITEL, bron.wie, periode.van, periode.tot, DEFINITIES, tuple(hoofdstukken))
