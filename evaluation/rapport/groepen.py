"""For whom does it work: who is spoken to, and who wants help, in each group of residents?"""

from sqlalchemy import ColumnElement

from evaluation.cijfer import Cijfer
from evaluation.definities.signalen import bereik, hulpacceptatie
from evaluation.figuur import Figuur
from evaluation.rapport.afdekken import WEG, Groep, toon_per
from evaluation.rapport.bron import Bron, groepentabel, met_beeld, staven_van
from evaluation.rapport.inhoud import Alinea, Blok, Hoofdstuk, hoofdstuk
from evaluation.rapport.woorden import PER
from evaluation.tabellen import MELDING

DIMENSIES: tuple[tuple[str, ColumnElement[bool] | None], ...] = (
    ("herkomst", None), ("aantal", None), ("sector", None), ("doelgroep", None), ("leeftijd", None), ("route", None),
    ("belastingsoort", MELDING.c.belastingsoort.is_not(None)), ("variant", MELDING.c.variant != ""),
)  # fmt: skip
"""By what is split, and which meldingen can be: only a signaal of Gemeentebelastingen has a belastingsoort."""


UITLEG: dict[str, str] = {
    "sector": "Een melding met meer signalen staat hier bij het eerste signaal. Bij 'herkomst' telt elk signaal van de "
    "melding. Daarom is het aantal bij gemeentebelastingen hier lager.",
    "route": "Hier telt elke melding één keer, hoeveel pogingen er ook waren. In het hoofdstuk 'Wanneer lukt het om "
    "iemand te spreken?' telt elke poging apart: daar zijn de delen lager, want vaak lukt het pas "
    "bij een latere poging.",
}
"""What must be known to read a table beside another."""


def groepenhoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return reach and accepted help in every group that can be told apart."""
    blokken: list[Blok] = [
        Alinea(
            "Een groep staat er alleen met cijfers als zij groot genoeg is. Verschillen tussen groepen kunnen ook door "
            "iets anders komen dan door de groep zelf."
        )
    ]
    for dimensie, waar in DIMENSIES:
        blokken += _groepen(bron, dimensie, waar)
    return hoofdstuk("groepen", "Voor wie werkt het?", blokken)


def _groepen(bron: Bron, dimensie: str, waar: ColumnElement[bool] | None) -> list[Blok]:
    gesproken = toon_per(_per(bron, bereik(), dimensie, waar))
    if len(gesproken) < 2:
        return []
    kop = PER[dimensie][0]
    if not staven_van(gesproken):
        return [Alinea(f"Per {kop.lower()} zijn de aantallen te klein om te tonen.", "uitleg")]
    tabel = groepentabel(f"Gesproken, per {kop.lower()}", (kop, "Meldingen", "Gesproken"), gesproken)
    wat = f"Deel van de meldingen waarin de inwoner is gesproken, per {kop.lower()}"
    uitleg = [Alinea(UITLEG[dimensie], "uitleg")] if dimensie in UITLEG else []
    dicht = frozenset(g.naam for g in gesproken if g.teller == WEG)
    beeld = met_beeld(f"bereik-{dimensie}", wat, tabel, staven_van(gesproken), "gesproken")
    return [*uitleg, *beeld, _hulp(kop, gesproken, toon_per(_per(bron, hulpacceptatie(), dimensie, waar), dicht))]


def _hulp(kop: str, gesproken: list[Groep], hulp: list[Groep]) -> Blok:
    """Return who wants help, in every group of the table before it: one that is not there would tell: nobody."""
    per_groep = {g.naam: g for g in hulp}
    groepen = [per_groep.get(g.naam, Groep(g.naam, WEG, WEG, WEG, WEG, None)) for g in gesproken]
    if not staven_van(groepen):
        return Alinea(f"Hoeveel mensen hulp willen, is per {kop.lower()} te klein om te tonen.", "uitleg")
    return groepentabel(f"Wil hulp, per {kop.lower()}", (kop, "Gesproken", "Wil hulp"), groepen)


def _per(bron: Bron, figuur: Figuur, dimensie: str, waar: ColumnElement[bool] | None) -> dict[str, Cijfer]:
    return bron.per_aantal(figuur) if dimensie == "aantal" else bron.per(figuur, dimensie, waar)
