"""How does a report call things? Plain Dutch for figures, groups and sources."""

from rules.levering import Belastingsoort, Sector
from rules.woorden import Dagdeel, Doelgroep, Overslaanreden, Zaaksoort

SECTOR: dict[str, str] = {
    Sector.ZORG: "zorgverzekering", Sector.ENERGIE: "energie", Sector.WATER: "water", Sector.HUUR: "huur",
    Sector.HYPOTHEEK: "hypotheek", Sector.CAK_ZORG: "CAK, zorgverzekering",
    Sector.CAK_EIGEN_BIJDRAGE: "CAK, eigen bijdrage", Sector.DUO: "DUO", Sector.BELASTINGDIENST: "Belastingdienst",
    Sector.TOESLAGEN: "toeslagen", Sector.GEMEENTEBELASTINGEN: "gemeentebelastingen", Sector.OVERIGE: "overig",
}  # fmt: skip

DOELGROEP: dict[str, str] = {
    Doelgroep.ONDERNEMER: "ondernemers", Doelgroep.JONGERE: "jongeren", Doelgroep.AOW: "mensen met AOW",
    Doelgroep.HUISEIGENAAR: "mensen met een koophuis", Doelgroep.HUURDER: "huurders",
}  # fmt: skip

BELASTING: dict[str, str] = {
    Belastingsoort.AFVALSTOFFENHEFFING: "afvalstoffenheffing", Belastingsoort.RIOOLHEFFING: "rioolheffing",
    Belastingsoort.OZB_EIGENAAR: "ozb, eigenaar", Belastingsoort.OZB_GEBRUIKER: "ozb, gebruiker",
    Belastingsoort.HONDENBELASTING: "hondenbelasting", Belastingsoort.PARKEERBELASTING: "parkeerbelasting",
    Belastingsoort.OVERIG: "andere belasting",
}  # fmt: skip

LEEFTIJD: dict[str, str] = {
    "tot 27": "tot 27 jaar", "27-44": "27 tot en met 44 jaar", "45-66": "45 tot en met 66 jaar",
    "67+": "67 jaar en ouder",
}  # fmt: skip

DAGDEEL: dict[str, str] = {
    Dagdeel.OCHTEND: "ochtend (tot 12 uur)", Dagdeel.MIDDAG: "middag (12 tot 18 uur)",
    Dagdeel.AVOND: "avond (vanaf 18 uur)",
}  # fmt: skip

KANAAL: dict[str, str] = {
    "bellen": "bellen", "huisbezoek": "huisbezoek", "crisis": "contact bij crisis", "gesprek": "gesprek",
    "brief": "brief", "email": "e-mail", "sms": "sms",
}  # fmt: skip

AFDELING: dict[str, str] = {
    Zaaksoort.INCASSO: "Gemeentebelastingen", Zaaksoort.VROEGSIGNALERING: "team Vroegsignalering",
}  # fmt: skip

OVERSLAAN: dict[str, str] = {
    Overslaanreden.CAPACITEIT: "geen tijd", Overslaanreden.GEEN_TELEFOONNUMMER: "geen telefoonnummer",
    Overslaanreden.VEILIGHEID: "niet veilig", Overslaanreden.BEDRAG: "bedrag te laag",
}  # fmt: skip

BRON: dict[str, str] = {
    "signalen": "signalen van partners", "gemeentebelastingen": "Gemeentebelastingen", "vastleggen": "vastleggen",
}  # fmt: skip
"""Where figures come from, and what is missing (evaluation/gaten.py)."""

PER: dict[str, tuple[str, dict[str, str]]] = {
    "gemeente": ("Gemeente", {}),
    "kwartaal": ("Kwartaal", {}),
    "sector": ("Soort achterstand van het eerste signaal", SECTOR),
    "aantal": ("Aantal signalen", {}),
    "herkomst": ("Herkomst", {"gemeentebelastingen": "Gemeentebelastingen", "andere partners": "andere partners"}),
    "route": ("Route", {"bezoek": "huisbezoek", "bellen": "bellen", "brief": "alleen brief of bericht"}),
    "belastingsoort": ("Belasting", BELASTING),
    "doelgroep": ("Groep", DOELGROEP),
    "leeftijd": ("Leeftijd", LEEFTIJD),
    "variant": ("Brief", {}),
    "dagdeel": ("Dagdeel", DAGDEEL),
    "kanaal": ("Manier", KANAAL),
    "poging": ("Poging", {}),
}
"""Per dimension: the heading of its column, and words for its values."""

ONBEKEND = "niet bekend"


def groepsnaam(dimensie: str, waarde: str) -> str:
    """Return the name of a group; a value without words of its own keeps its own name."""
    if waarde in ("onbekend", ""):
        return ONBEKEND
    if dimensie == "kwartaal":
        jaar, _, kwartaal = waarde.partition("-K")
        return f"kwartaal {kwartaal} van {jaar}"
    return PER[dimensie][1].get(waarde, waarde)
