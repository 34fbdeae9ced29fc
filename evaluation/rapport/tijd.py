"""How long does it take from the vervaldag, or from the melding, to each step, and how long is it silent?"""

from collections.abc import Mapping
from dataclasses import replace
from math import ceil
from typing import Any

from sqlalchemy import ColumnElement

from evaluation.cijfer import Vorm
from evaluation.cijfertekst import KLEIN
from evaluation.definities.incasso import gemiddelde_stilte, langste_stilte
from evaluation.definities.signalen import bereik
from evaluation.figuur import Figuur
from evaluation.rapport.afdekken import GEEN, toon
from evaluation.rapport.bron import Bron, M, Z, incasso_dagen
from evaluation.rapport.getallen import dagen, ongeveer
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, Tabel, Tussenkop, hoofdstuk
from evaluation.rapport.woorden import PER
from models.sqldagen import dagen as tussen
from rules.kleinecijfers import GRENS

STAPPEN = (
    ("Herinnering", Z.herinnering_op), ("Aanmaning", Z.aanmaning_op),
    ("Eerste belpoging of bezoek", Z.eerste_poging_op), ("Inwoner gesproken", Z.bereikt_op),
    ("Signaal naar Vroegsignalering", Z.overgedragen_op),
    ("Dwangbevel", Z.uitgevaardigd_op), ("Alles betaald", Z.betaald_op),
)  # fmt: skip

NA_MELDING = (
    ("Inwoner gesproken", M.bereikt_op), ("Inwoner wil hulp", M.hulp_op), ("Gesprek over hulp", M.gesprek_op),
)  # fmt: skip

NEGEN_VAN_TIEN = 10 * GRENS
"""Below so many zaken the tenth part that takes longest is a small number."""


def tijdhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return how long everything takes and how long it is silent."""
    incasso = [_rij(naam, bron.verdeling(incasso_dagen(naam, tussen(Z.vervaldag, dag), dag >= Z.vervaldag)))
               for naam, dag in STAPPEN]  # fmt: skip
    na_melding = [_rij(naam, bron.verdeling(_melding_dagen(naam, dag))) for naam, dag in NA_MELDING]
    koppen = ("Stap", "Zaken met deze stap", "De helft binnen", "Negen van de tien binnen")
    blokken: list[Blok | None] = [
        Alinea("Hoe lang na de uiterste betaaldag kwam elke stap? Alleen zaken waarin de stap er al was, tellen mee."),
        Tabel("Van de uiterste betaaldag tot elke stap", koppen, tuple(incasso), frozenset({1, 2, 3})),
        Tabel("Van de melding bij Vroegsignalering tot elke stap", koppen, tuple(na_melding), frozenset({1, 2, 3})),
        Tussenkop("Hoe lang hoort een inwoner niets?"),
        Alinea(_stilte(bron)),
        _per(bron, "belastingsoort"),
        _per(bron, "kwartaal"),
    ]
    return hoofdstuk("tijd", "Hoe lang duurt het?", blokken)


def _melding_dagen(naam: str, dag: ColumnElement[Any]) -> Figuur:
    return replace(bereik(), naam=naam, vorm=Vorm.DAGEN, teller=tussen(M.dag, dag), noemer=dag >= M.dag)


def _rij(naam: str, verdeling: Mapping[int, int]) -> tuple[str, ...]:
    zaken = sum(verdeling.values())
    if zaken < GRENS:
        return (naam, f"< {GRENS}", GEEN, GEEN)
    helft = dagen(kwantiel(verdeling, 0.5))
    lang = dagen(kwantiel(verdeling, 0.9)) if zaken >= NEGEN_VAN_TIEN else KLEIN
    return (naam, ongeveer(zaken), helft, lang)


def kwantiel(verdeling: Mapping[int, int], deel: float) -> int:
    """Return the smallest number that this part of all numbers does not exceed."""
    nodig, gehad = ceil(deel * sum(verdeling.values())), 0
    for getal in sorted(verdeling):
        gehad += verdeling[getal]
        if gehad >= nodig:
            return getal
    raise ValueError("een lege verdeling heeft geen kwantiel")


def _stilte(bron: Bron) -> str:
    gemiddeld, langst = bron.cijfers["gemiddelde_stilte"], bron.cijfers["langste_stilte"]
    if gemiddeld.waarde is None:
        return gemiddeld.reden
    g = toon(gemiddeld)
    if not g.heel:
        return "Er is te weinig gemeten om iets over stilte te zeggen."
    return (
        f"Tussen twee berichten of gesprekken van Gemeentebelastingen zit gemiddeld {g.waarde} (marge: {g.tussen}). "
        f"De langste stilte was {toon(langst).waarde}."
    )


def _per(bron: Bron, dimensie: str) -> Tabel | None:
    gemiddeld = bron.per(gemiddelde_stilte(), dimensie)
    langst = bron.per(langste_stilte(), dimensie)
    if len(gemiddeld) < 2:
        return None
    rijen = tuple(
        (naam, g.waarde, g.tussen, toon(langst[naam]).waarde if g.heel else KLEIN)
        for naam, c in gemiddeld.items()
        if (g := toon(c))
    )
    kop = PER[dimensie][0]
    koppen = (kop, "Gemiddelde stilte", "Ligt tussen (95 % zeker)", "Langste stilte")
    return Tabel(f"Stilte per {kop.lower()}", koppen, rijen, frozenset({1, 2, 3}))
