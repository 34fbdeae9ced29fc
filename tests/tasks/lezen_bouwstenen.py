"""Builders of delivery files for the tests of tasks/lezen: one good row per kind, and changes on top of it."""

from pathlib import Path

from tasks.lezen import Aanvaardbaar, Afgekeurd, Leveringsoort, Rij, open_levering
from tasks.lezen.kolommen import KOLOMMEN

GOED: dict[Leveringsoort, dict[str, str]] = {
    Leveringsoort.VORDERINGEN: {
        "aanslagnummer": "2026000001", "regel": "1", "bsn": "100600505", "voorletters": "A.B.", "voorvoegsel": "de",
        "achternaam": "Vries", "geboortedatum": "1980-02-29", "straat": "Dorpsstraat", "huisnummer": "12",
        "toevoeging": "A", "postcode": "1234AB", "woonplaats": "Voorbeeldstad", "telefoon": "0612345678",
        "email": "a@voorbeeld.nl", "belastingsoort": "rioolheffing", "belastingjaar": "2026", "bedrag": "1.234,56",
        "dagtekening": "2026-02-28", "vervaldag": "31-05-2026", "openstaand": "234,56",
    },
    Leveringsoort.MUTATIES: {
        "aanslagnummer": "2026000001", "soort": "betaling", "datum": "2026-06-01", "bedrag": "100,00", "kenmerk": "",
    },
    Leveringsoort.SIGNALEN: {
        "kenmerk": "W-77", "partner": "Waterbedrijf", "sector": "water", "bsn": "", "voorletters": "",
        "voorvoegsel": "", "achternaam": "", "geboortedatum": "", "straat": "", "huisnummer": "12", "toevoeging": "",
        "postcode": "1234AB", "woonplaats": "", "telefoon": "", "email": "", "bedrag": "180,00",
        "ontstaansdatum": "2026-05-01", "signaaldatum": "2026-07-13", "crisis": "", "warme_overdracht": "nee",
    },
    Leveringsoort.RETOURPOST: {
        "bericht": "I-000001-herinnering-1-brief", "datum": "2026-06-12",
        "retourreden": "Vertrokken, onbekend waarheen",
    },
    Leveringsoort.SCHULDHULP: {"bsn": "100600505", "stap": "aanmelding", "datum": "2026-07-20", "bron": "signaal"},
    Leveringsoort.ERVARINGEN: {"datum": "2026-07-20", "route": "bellen", "cijfer": "4"},
}  # fmt: skip


def kopregel(soort: Leveringsoort, teken: str = ";") -> str:
    return teken.join(KOLOMMEN[soort].alle)


def rij_tekst(soort: Leveringsoort, teken: str = ";", /, **anders: str) -> str:
    """Return the line of one good row with some cells changed; cells are written without quoting."""
    return teken.join((GOED[soort] | anders)[kolom] for kolom in KOLOMMEN[soort].alle)


def bestand(map_: Path, inhoud: str | bytes, naam: str = "levering.csv") -> Path:
    pad = map_ / naam
    pad.write_bytes(inhoud if isinstance(inhoud, bytes) else inhoud.encode())
    return pad


def lees(map_: Path, soort: Leveringsoort, *regels: str) -> list[Rij]:
    """Return what becomes of the given lines under a complete heading."""
    return list(open_levering(bestand(map_, "\n".join([kopregel(soort), *regels])), soort))


def redenen(rij: Rij) -> tuple[str, ...]:
    """Return why the row was refused; fails where it was accepted."""
    assert isinstance(rij, Afgekeurd), rij
    return rij.redenen


def aanvaard(rij: Rij) -> Aanvaardbaar:
    """Return the accepted row; fails where it was refused."""
    assert isinstance(rij, Aanvaardbaar), rij
    return rij
