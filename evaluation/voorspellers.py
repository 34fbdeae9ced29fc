"""Which signalen go together with reach, accepted help and dwangbevelen, when the other facts are the same?

A logistic model on pseudonymised meldingen. What leaves this module is about classes of meldingen only: no score of a
resident is kept, shown or used. How well the model foretells is measured on persons that it has not seen.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection

from evaluation.cijfer import Gat, Periode
from evaluation.gaten import BELASTINGEN, SIGNALEN, gaten
from evaluation.statistiek.aandelen import Schatting
from evaluation.statistiek.ijking import IJking, ijk, ongezien
from evaluation.statistiek.regressie import Gescheiden, Model, logistisch
from evaluation.volgen import KLEINSTE_GROEP, legt_vast
from evaluation.voorspellerrijen import (
    BEDRAG_HOOG,
    BEDRAGEN,
    DUUR,
    DUUR_LANG,
    GEMEENTE,
    KENMERKEN,
    SIGNALEN_MEER,
    VOLGEN_D,
    ZONDER_COMBINATIE,
    Doel,
    Melding,
    meldingen,
)
from rules.kleinecijfers import GRENS
from rules.levering import Sector
from rules.log import Soort

Matrix = NDArray[np.float64]

PER_PARAMETER = 10
"""How often the rarer outcome must occur for every number that is estimated (Peduzzi et al. 1996)."""

REFERENTIE: dict[str, str] = {
    "sector": Sector.GEMEENTEBELASTINGEN.value, "bedrag": BEDRAGEN[1][1], "duur": DUUR[1][1],
    "aantal signalen": "1", "combinatie": ZONDER_COMBINATIE,
}  # fmt: skip
"""With which class the others are compared, so that two evaluations say the same."""

ORDE: dict[str, tuple[str, ...]] = {
    "bedrag": (*(klasse for _, klasse in BEDRAGEN), BEDRAG_HOOG), "duur": (*(klasse for _, klasse in DUUR), DUUR_LANG),
    "aantal signalen": ("1", "2", f"{SIGNALEN_MEER} of meer"),
}  # fmt: skip
"""Classes with an order; what is not known comes after them."""

ZAAD = 1

WAARSCHUWING = (
    "Let op: dit laat zien wat samen voorkomt, niet wat de oorzaak is. De cijfers gaan over groepen meldingen. Ze zijn "
    "niet bedoeld om één inwoner te beoordelen, en Tijdig doet dat ook niet."
)
TE_WEINIG = "Dit is niet te zeggen: er zijn te weinig meldingen voor een betrouwbare schatting."
NIET_VASTGELEGD = "Dit is niet te zeggen: de gemeente legde geen betekende dwangbevelen vast."
KANS = 0.5
"""The area under the curve of who guesses."""

GESCHEIDEN = "Dit is niet te zeggen: een kenmerk hangt in deze gegevens volledig met de uitkomst samen."


@dataclass(frozen=True)
class Niveau:
    """One class of a fact, such as one sector. The reference has no odds ratio and no difference."""

    waarde: str
    meldingen: int
    gebeurd: int
    odds_ratio: Schatting | None = None
    verschil: Schatting | None = None
    """Average difference in chance with the reference (0.05: five points), all other facts the same."""


@dataclass(frozen=True)
class Kenmerk:
    """One fact with its classes; every class has at least GRENS meldingen with and without the outcome."""

    naam: str
    referentie: str
    niveaus: tuple[Niveau, ...]


@dataclass(frozen=True)
class Uitslag:
    """What goes together with one outcome, or in `reden` why that cannot be said."""

    doel: Doel
    dagen: int
    """The outcome counts when it came within so many days after the melding."""
    meldingen: int | None = None
    gebeurd: int | None = None
    kenmerken: tuple[Kenmerk, ...] = ()
    ijking: IJking | None = None
    """On persons that the model had not seen."""
    waarschuwing: str = WAARSCHUWING
    weggelaten: tuple[str, ...] = ()
    """In Dutch: which facts or classes could not be looked at by themselves."""
    gaten: tuple[Gat, ...] = ()
    reden: str = ""

    @property
    def gokt(self) -> bool:
        """True when the model may foretell nothing of persons it had not seen."""
        return self.ijking is not None and self.ijking.auc.onder <= KANS


@dataclass
class _Ontwerp:
    """The matrix of the model, made fact by fact; a column is one class of one fact."""

    x: Matrix
    ruimte: int
    """How many numbers may be estimated with so many outcomes."""
    plaatsen: dict[str, dict[str, int]] = field(default_factory=dict[str, dict[str, int]])
    klassen: dict[str, NDArray[np.str_]] = field(default_factory=dict[str, NDArray[np.str_]])
    referentie: dict[str, str] = field(default_factory=dict[str, str])
    weggelaten: list[str] = field(default_factory=list[str])

    def voeg_toe(self, naam: str, klassen: NDArray[np.str_], referentie: str) -> None:
        """Add the classes of one fact, unless there is no room or they follow from what is there already."""
        overige = sorted(set(klassen.tolist()) - {referentie})
        nieuw = np.column_stack([self.x, *[(klassen == k).astype(float) for k in overige]])
        if nieuw.shape[1] - 1 > self.ruimte:
            self.weggelaten.append(f"{naam}: er zijn te weinig meldingen om dit ook te bekijken")
            return
        if np.linalg.matrix_rank(nieuw.T @ nieuw) < nieuw.shape[1]:
            self.weggelaten.append(f"{naam}: dit volgt uit de andere kenmerken")
            return
        self.plaatsen[naam] = {k: self.x.shape[1] + n for n, k in enumerate(overige)}
        self.klassen[naam], self.referentie[naam], self.x = klassen, referentie, nieuw

    @property
    def houdt_gemeente_gelijk(self) -> bool:
        """False when there are too few meldingen to tell gemeenten and facts apart."""
        return not any(zin.startswith(f"{GEMEENTE}:") for zin in self.weggelaten)

    def kenmerk_van(self, kolom: int) -> str:
        """Return the fact that a column belongs to; empty for the column of ones."""
        return next((naam for naam, p in self.plaatsen.items() if kolom in p.values()), "")


def alle_voorspellers(
    db: Connection, periode: Periode, gemeenten: Sequence[str], zaad: int = ZAAD
) -> tuple[Uitslag, ...]:
    """Return the three outcomes; the facts must lie ready (evaluation/feiten.py)."""
    return tuple(voorspellers(db, periode, gemeenten, doel, zaad) for doel in Doel)


def voorspellers(db: Connection, periode: Periode, gemeenten: Sequence[str], doel: Doel, zaad: int = ZAAD) -> Uitslag:
    """Return what goes together with one outcome. The seed decides which persons the model does not see."""
    bronnen = (SIGNALEN, BELASTINGEN) if doel is Doel.DWANGBEVEL else (SIGNALEN,)
    vast = Uitslag(doel, VOLGEN_D[doel], gaten=gaten(db, bronnen))
    if doel is Doel.DWANGBEVEL and not legt_vast(db, Soort.DWANGBEVEL_BETEKEND, gemeenten):
        return replace(vast, reden=NIET_VASTGELEGD)
    rijen = list(meldingen(db, periode, gemeenten, doel))
    y = np.array([rij.uitkomst for rij in rijen], dtype=float)
    gebeurd = int(y.sum())
    if min(gebeurd, len(rijen) - gebeurd) < KLEINSTE_GROEP:
        return replace(vast, reden=TE_WEINIG)
    personen, niet = _personen(rijen), frozenset[str]()
    while True:
        ontwerp = _ontwerp(rijen, y, niet)
        nu = replace(vast, meldingen=len(rijen), gebeurd=gebeurd, weggelaten=tuple(ontwerp.weggelaten))
        if not ontwerp.plaatsen.keys() - {GEMEENTE} or not ontwerp.houdt_gemeente_gelijk:
            return replace(nu, reden=TE_WEINIG)
        try:
            return _schat(nu, ontwerp, y, personen, zaad)
        except Gescheiden as fout:
            if (naam := ontwerp.kenmerk_van(fout.kolom)) in ("", GEMEENTE):
                return replace(nu, reden=GESCHEIDEN)
            niet |= {naam}


def _personen(rijen: Sequence[Melding]) -> NDArray[np.int64]:
    nummers: dict[str, int] = {}
    return np.array([nummers.setdefault(rij.persoon, len(nummers)) for rij in rijen], dtype=np.int64)


def _schat(vast: Uitslag, ontwerp: _Ontwerp, y: Matrix, personen: NDArray[np.int64], zaad: int) -> Uitslag:
    model = logistisch(ontwerp.x, y, personen)
    kenmerken = tuple(_kenmerk(ontwerp, naam, model, y) for naam in ontwerp.plaatsen if naam != GEMEENTE)
    return replace(vast, kenmerken=kenmerken, ijking=_zichtbaar(ijk(ongezien(ontwerp.x, y, personen, zaad), y)))


def _zichtbaar(ijking: IJking) -> IJking:
    """Return the calibration, without its fifths where one is so even that it could tell of one resident."""
    klein = any(min(g.gebeurd, g.aantal - g.gebeurd) < GRENS for g in ijking.groepen)
    return replace(ijking, groepen=()) if klein else ijking


def _kenmerk(ontwerp: _Ontwerp, naam: str, model: Model, y: Matrix) -> Kenmerk:
    klassen, referentie, plaatsen = ontwerp.klassen[naam], ontwerp.referentie[naam], ontwerp.plaatsen[naam]
    kolommen = list(plaatsen.values())
    niveaus = [Niveau(referentie, *_tel(klassen == referentie, y))]
    for waarde, kolom in plaatsen.items():
        schattingen = model.odds_ratio(kolom), model.verschil(ontwerp.x, kolom, kolommen)
        niveaus.append(Niveau(waarde, *_tel(klassen == waarde, y), *schattingen))
    return Kenmerk(naam, referentie, tuple(niveaus))


def _tel(deel: NDArray[np.bool_], y: Matrix) -> tuple[int, int]:
    return int(deel.sum()), int(y[deel].sum())


def _ontwerp(rijen: Sequence[Melding], y: Matrix, niet: frozenset[str]) -> _Ontwerp:
    """Return the matrix: a column of ones, the gemeente, and every fact with two classes, but those of `niet`."""
    zeldzaamste = int(min(y.sum(), len(y) - y.sum()))
    ontwerp = _Ontwerp(np.ones((len(rijen), 1)), zeldzaamste // PER_PARAMETER)
    namen = (*KENMERKEN, GEMEENTE)
    for naam in (GEMEENTE, *KENMERKEN):
        plaats = namen.index(naam)
        klassen, samen = _voeg_samen(np.array([rij.kenmerken[plaats] for rij in rijen]), y, ORDE.get(naam, ()))
        if naam in niet:
            ontwerp.weggelaten.append(f"{naam}: dit hangt samen met de andere kenmerken en de uitkomst")
            continue
        if naam != GEMEENTE:
            ontwerp.weggelaten += [f"{naam}: samengevoegd, want te klein: {', '.join(groep)}" for groep in samen]
        if len(set(klassen.tolist())) > 1:
            ontwerp.voeg_toe(naam, klassen, _referentie(naam, klassen))
        elif naam != GEMEENTE:
            ontwerp.weggelaten.append(f"{naam}: er is maar één groep die groot genoeg is")
    return ontwerp


def _voeg_samen(klassen: NDArray[np.str_], y: Matrix, orde: Sequence[str]) -> tuple[NDArray[np.str_], list[list[str]]]:
    """Put classes with fewer than GRENS meldingen with or without the outcome together: with the smallest other one.

    Classes with an order only go together with a neighbour.
    """
    uniek, plaats = np.unique(klassen, return_inverse=True)
    wel = dict(zip(uniek.tolist(), np.bincount(plaats, weights=y).tolist(), strict=True))
    niet = dict(zip(uniek.tolist(), np.bincount(plaats, weights=1 - y).tolist(), strict=True))
    groepen = [[k] for k in sorted(wel, key=lambda k: (orde.index(k) if k in orde else len(orde), k))]

    def cel(nummer: int) -> tuple[float, int]:
        return min(sum(wel[k] for k in groepen[nummer]), sum(niet[k] for k in groepen[nummer])), nummer

    while len(groepen) > 1:
        kleinste = min(range(len(groepen)), key=cel)
        if cel(kleinste)[0] >= GRENS:
            break
        buren = [n for n in range(len(groepen)) if n != kleinste and (not orde or abs(n - kleinste) == 1)]
        ander = min(buren, key=cel)
        groepen[ander] = groepen[min(ander, kleinste)] + groepen[max(ander, kleinste)]
        del groepen[kleinste]
    naar = {k: " en ".join(groep) for groep in groepen for k in groep}
    return np.array([naar[str(k)] for k in klassen]), [groep for groep in groepen if len(groep) > 1]


def _referentie(naam: str, klassen: NDArray[np.str_]) -> str:
    """Return the class that the others are compared with: the usual one, or else the largest."""
    telling = Counter[str](klassen.tolist())
    return REFERENTIE[naam] if REFERENTIE.get(naam) in telling else min(telling, key=lambda k: (-telling[k], k))
