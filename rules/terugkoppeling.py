"""What may a partner hear about the end of a zaak? Never why somebody was not helped, never what the help is."""

from rules.resultaat import Eindresultaat

HULP = "hulp geaccepteerd: schort de incasso 30 dagen op"
GEEN_HULP = "geen hulp"

_ANTWOORD: dict[Eindresultaat, str] = {
    Eindresultaat.QUICK_FIX: HULP,
    Eindresultaat.VERVOLGHULP: HULP,
    Eindresultaat.VERVOLGHULP_FINANCIEEL: HULP,
    Eindresultaat.VERVOLGHULP_NIET_FINANCIEEL: HULP,
    Eindresultaat.GEEN_CONTACT: "geen contact",
    Eindresultaat.GEEN_REACTIE: "geen contact",
    Eindresultaat.REGELT_ZELF: GEEN_HULP,
    Eindresultaat.ZELF_BETAALD: GEEN_HULP,
    Eindresultaat.ANDER_TRAJECT: GEEN_HULP,
    Eindresultaat.ZONDER_TUSSENKOMST: GEEN_HULP,
    Eindresultaat.BEKEND: "al bekend",
    Eindresultaat.OVERLEDEN: "overleden",
    Eindresultaat.GEEN_INWONER: "geen inwoner",
    Eindresultaat.HERHAALD: "herhaalde melding",
    Eindresultaat.ONTERECHT: "onterecht signaal",
    Eindresultaat.ANDERE_REDEN: "niet opgepakt",
}


def voor_partner(resultaat: str, *, herhaald: bool = False) -> str:
    """Return the words for a partner (DDAS: for 'andere reden' only that it was not taken up)."""
    return _ANTWOORD[Eindresultaat.HERHAALD if herhaald else Eindresultaat(resultaat)]
