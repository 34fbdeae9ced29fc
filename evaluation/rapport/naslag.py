"""What does every figure mean, where does the meaning come from, and how were small numbers treated?"""

from evaluation.cijfer import DEFINITIES
from evaluation.cijfertekst import NAMEN
from evaluation.rapport.bron import Bron
from evaluation.rapport.inhoud import Alinea, Hoofdstuk, Lijst, Tabel, Tussenkop, hoofdstuk
from rules.kleinecijfers import GRENS

WOORDEN: tuple[tuple[str, str], ...] = (
    ("Signaal", "een bericht van een partner dat iemand een achterstand heeft."),
    ("Melding", "een of meer signalen over één inwoner of adres, die Vroegsignalering samen oppakt."),
    ("Overdracht", "Gemeentebelastingen geeft een achterstand als signaal door aan Vroegsignalering."),
    ("Drempel", "het laagste bedrag waarbij een signaal overgaat. 'Lager bedrag' betekent: het ging toch over."),
    ("Contactbrief", "een brief met de vraag om te bellen, als persoonlijk contact niet kon."),
    ("Betekend", "een deurwaarder heeft het dwangbevel officieel afgegeven."),
    ("Wachtlijst", "signalen die moesten wachten omdat het hoogste aantal van die dag was bereikt."),
    ("Dagdeel", "ochtend (tot 12 uur), middag (12 tot 18 uur) of avond (vanaf 18 uur)."),
    ("Marge", "waar het echte cijfer tussen ligt, met 95 % zekerheid."),
    ("Procentpunt", "het verschil tussen twee percentages. Van 20 % naar 25 % is 5 procentpunt."),
)
"""Words that a reader may not know."""

VERSCHILLEN: tuple[tuple[str, str], ...] = (
    ("Signalen van Gemeentebelastingen", "tellen op de dag dat Vroegsignalering ze ontving."),
    ("Overgedragen zaken", "tellen op de dag dat Gemeentebelastingen ze doorgaf. Rond het begin en het einde van de "
     "periode, en rond maanden die niet meetellen, is dat een ander aantal."),
    ("Meldingen met een signaal van Gemeentebelastingen", "zijn er minder: signalen over één inwoner of adres vormen "
     "samen één melding."),
    ("Kwijtschelding en aanmelding", "tellen alleen de gemeenten die dat vastleggen. Daarom gaat het om minder zaken."),
    ("'Hoe lang duurt het?'", "telt zaken waarvan de uiterste betaaldag in de periode valt, ongeveer afgerond."),
    ("De lijnen vanaf de overdracht", "tellen alleen zaken die nog liepen en die wij daarna konden volgen."),
    ("Herkomst en soort achterstand", "herkomst telt elk signaal van een melding, soort achterstand telt "
     "alleen het eerste."),
)  # fmt: skip
"""Why counts that look the same are not: one place for all of them."""


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
            Tussenkop("Woorden"),
            Lijst(WOORDEN),
            Tussenkop("Waarom verschillen aantallen van elkaar?"),
            Alinea("Sommige aantallen lijken over hetzelfde te gaan, maar verschillen. Dat komt hierdoor:"),
            Lijst(VERSCHILLEN),
            Alinea(
                "De marge is het interval van 95 % van Wilson voor een deel, en van Student voor een gemiddelde. Bij "
                "een verschil tussen groepen is het interval van Newcombe gebruikt.",
                "uitleg",
            ),
            Alinea(
                f"Aantallen onder de {GRENS} staan niet in dit rapport. Ook een deel, een marge of een grafiek waaruit "
                "zo'n klein aantal is af te leiden, staat er niet in, of is afgerond.",
                "uitleg",
            ),
        ],
    )
