"""Which columns does a delivery have, and which of them must be there? (docs/contracts: Deliveries)"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum


class Leveringsoort(StrEnum):
    """The deliveries that Tijdig takes in; retourpost comes from the print room or the postal company.

    Schuldhulp tells how far residents with a signaal are; ervaringen are anonymous answers of residents on paper.
    """

    VORDERINGEN = "vorderingen"
    MUTATIES = "mutaties"
    SIGNALEN = "signalen"
    RETOURPOST = "retourpost"
    SCHULDHULP = "schuldhulp"
    ERVARINGEN = "ervaringen"


@dataclass(frozen=True)
class Kolommen:
    """The columns of one kind of delivery; a required column must exist and must have a value in every row."""

    alle: tuple[str, ...]
    verplicht: frozenset[str]


def _kolommen(beschrijving: str) -> Kolommen:
    """Read the notation of the contract: names separated by a semicolon, `*` after a required one."""
    namen = [naam.strip() for naam in beschrijving.split(";")]
    verplicht = frozenset(naam.rstrip("*") for naam in namen if naam.endswith("*"))
    return Kolommen(tuple(naam.rstrip("*") for naam in namen), verplicht)


KOLOMMEN: dict[Leveringsoort, Kolommen] = {
    Leveringsoort.VORDERINGEN: _kolommen(
        "aanslagnummer*; regel*; bsn*; voorletters; voorvoegsel; achternaam*; geboortedatum; straat*; huisnummer*; "
        "toevoeging; postcode*; woonplaats*; telefoon; email; belastingsoort*; belastingjaar*; bedrag*; "
        "dagtekening*; vervaldag*; openstaand"
    ),
    Leveringsoort.MUTATIES: _kolommen("aanslagnummer*; soort*; datum*; bedrag; kenmerk"),
    Leveringsoort.SIGNALEN: _kolommen(
        "kenmerk*; partner*; sector*; bsn; voorletters; voorvoegsel; achternaam; geboortedatum; straat; huisnummer*; "
        "toevoeging; postcode*; woonplaats; telefoon; email; bedrag*; ontstaansdatum; signaaldatum*; crisis; "
        "warme_overdracht"
    ),
    Leveringsoort.RETOURPOST: _kolommen("bericht*; datum*; retourreden"),
    Leveringsoort.SCHULDHULP: _kolommen("bsn*; stap*; datum*; bron"),
    Leveringsoort.ERVARINGEN: _kolommen("datum*; route; cijfer*"),
}

# Amounts may stand in a spreadsheet as a number without decimals; these columns then mean euros.
BEDRAGKOLOMMEN = frozenset({"bedrag", "openstaand"})


def kopnaam(kop: str) -> str:
    """Return a heading as we compare it: lower case, single spaces, no spaces around it."""
    return " ".join(unicodedata.normalize("NFC", kop.lstrip("\ufeff")).casefold().split())
