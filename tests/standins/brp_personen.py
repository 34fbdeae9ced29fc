"""Invented residents in the form of the BRP API; their BSNs are in the range for tests."""

from typing import Any

Json = dict[str, Any]
BERT, DINA, EMRE, FATMA, GIJS = "999990019", "999990020", "999990032", "999990044", "999990056"
DATUM = {"type": "Datum", "datum": "1980-05-17", "langFormaat": "17 mei 1980"}
ADRES = {"officieleStraatnaam": "Lange Straat", "huisnummer": 12, "postcode": "1234AB", "woonplaats": "Voorbeeldstad"}


def een_persoon(bsn: str = BERT, **anders: Any) -> Json:
    """A resident of Voorbeeldstad, as the API describes one."""
    persoon: Json = {
        "burgerservicenummer": bsn,
        "naam": {"voorletters": "B.", "voorvoegsel": "van den", "geslachtsnaam": "Berg", "volledigeNaam": "Bert Berg"},
        "geboorte": {"datum": DATUM},
        "gemeenteVanInschrijving": {"code": "1999", "omschrijving": "Voorbeeldstad"},
        "verblijfplaats": een_verblijf(),
        "adressering": {"adresregel1": "Lange Straat 12", "adresregel2": "1234 AB VOORBEELDSTAD"},
        "leeftijd": 46,
    }
    return persoon | anders


def een_verblijf(**anders: Any) -> Json:
    """An address in the Netherlands."""
    return {
        "type": "Adres",
        "datumVan": {"type": "JaarDatum", "jaar": 2011, "langFormaat": "2011"},
        "functieAdres": {"code": "W", "omschrijving": "woonadres"},
        "verblijfadres": ADRES | anders,
    }


def op_nummer(toevoeging: Json, regel: str, bsn: str) -> Json:
    """Somebody on the Lange Straat."""
    return een_persoon(bsn, verblijfplaats=een_verblijf(**toevoeging), adressering={"adresregel1": regel})


OVERLEDEN = {"reden": {"code": "O", "omschrijving": "overlijden"}, "datum": DATUM}
BUITENLAND = {"type": "VerblijfplaatsBuitenland", "verblijfadres": {"regel1": "Rue 1", "land": {"code": "5002"}}}
ONDERZOEK = {"type": True, "datumIngangOnderzoek": DATUM}
