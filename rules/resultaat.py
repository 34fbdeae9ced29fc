"""How can a zaak end?"""

from enum import StrEnum


class Eindresultaat(StrEnum):
    """DDAS EnumEindresultaat v1.2, one-to-one."""

    QUICK_FIX = "(Budget)advies en/of quick fix"
    GEEN_CONTACT = "Definitief geen contact kunnen krijgen"
    GEEN_REACTIE = "Geen reactie na eerder contact"
    BEKEND = "Inwoner al bekend bij schuldhulpverlening"
    ANDER_TRAJECT = "Inwoner heeft al een ander lopend traject"
    ZELF_BETAALD = "Inwoner heeft zelf al betaald/betalingsregeling getroffen"
    OVERLEDEN = "Inwoner is overleden"
    REGELT_ZELF = "Inwoner regelt het zelf/hoeft geen hulp vanuit vroegsignalering"
    ANDERE_REDEN = "Niet opgepakt: andere reden"
    HERHAALD = "Niet opgepakt: herhaalde melding"
    ONTERECHT = "Niet opgepakt: onterecht signaal"
    GEEN_INWONER = "Persoon is geen inwoner (meer) in de gemeente"
    VERVOLGHULP = "Vervolghulp en/of verwijzing"
    VERVOLGHULP_FINANCIEEL = "Vervolghulp en/of verwijzing financieel"
    VERVOLGHULP_NIET_FINANCIEEL = "Vervolghulp en/of verwijzing niet financieel"
    ZONDER_TUSSENKOMST = "Verwijzing zonder tussenkomst inwoner"


HULP = frozenset(
    {
        Eindresultaat.QUICK_FIX,
        Eindresultaat.VERVOLGHULP,
        Eindresultaat.VERVOLGHULP_FINANCIEEL,
        Eindresultaat.VERVOLGHULP_NIET_FINANCIEEL,
    }
)
"""Ends with help: hulpacceptatie as Divosa counts it: quick fix and every vervolghulp."""
