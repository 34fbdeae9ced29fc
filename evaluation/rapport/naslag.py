"""What does every figure mean, where does the meaning come from, and how were small numbers treated?"""

from evaluation.cijfer import DEFINITIES
from evaluation.cijfertekst import NAMEN
from evaluation.rapport.bron import Bron
from evaluation.rapport.inhoud import Alinea, Hoofdstuk, Tabel, hoofdstuk
from rules.kleinecijfers import GRENS


def definitiehoofdstuk(bron: Bron) -> Hoofdstuk:
    """Return the definition and the source of every figure."""
    rijen = tuple((NAMEN[naam], c.definitie, c.bron) for naam, c in bron.cijfers.items())
    return hoofdstuk(
        "definities",
        "Wat betekenen de cijfers?",
        [
            Alinea(
                f"Dit zijn de definities van versie {DEFINITIES}. Vergelijk alleen cijfers met dezelfde versie. Alles "
                "komt uit het logboek van Tijdig, zoals het na correcties luidt. Wat na de periode gebeurde, telt niet "
                "mee."
            ),
            Tabel("Definities", ("Cijfer", "Betekenis", "Waar dit vandaan komt"), rijen),
            Alinea(
                "De marge is het interval van 95 % van Wilson voor een deel, en van Student voor een gemiddelde. Bij "
                "een verschil tussen groepen is het interval van Newcombe gebruikt.",
                "uitleg",
            ),
            Alinea(
                f"Aantallen onder de {GRENS} staan niet in dit rapport. Ook een deel, een marge of een grafiek waaruit "
                "zo'n klein aantal is af te leiden, staat er niet in.",
                "uitleg",
            ),
        ],
    )
