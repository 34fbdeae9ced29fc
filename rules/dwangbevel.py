"""How may a person decide about a dwangbevel? Never alone by a machine, never without a reason (AVG art. 22)."""

from enum import StrEnum


class Besluit(StrEnum):
    """What a person decides; the outcome of a taak dwangbevel-beoordelen."""

    WEL = "uitvaardigen"
    NIET = "niet uitvaardigen"


class Waarom(StrEnum):
    """The reason of a decision, as the log keeps it."""

    ALLES_GEPROBEERD = "alles-geprobeerd"
    AFSPRAAK_NIET_NAGEKOMEN = "afspraak-niet-nagekomen"
    WIL_NIET_BETALEN = "wil-niet-betalen"
    VERJARING_DREIGT = "verjaring-dreigt"
    HULP_LOOPT = "hulp-loopt"
    KAN_NIET_BETALEN = "kan-niet-betalen"
    REGELING_PAST = "regeling-past"
    NIET_GENOEG_GEPROBEERD = "niet-genoeg-geprobeerd"
    ADRES_ONZEKER = "adres-onzeker"
    KOSTEN_TE_HOOG = "kosten-te-hoog"


REDENEN: dict[Besluit, dict[Waarom, str]] = {
    Besluit.WEL: {
        Waarom.ALLES_GEPROBEERD: "alles is geprobeerd en de inwoner reageert niet",
        Waarom.AFSPRAAK_NIET_NAGEKOMEN: "de inwoner kwam een afspraak niet na",
        Waarom.WIL_NIET_BETALEN: "de inwoner kan betalen, maar wil dat niet",
        Waarom.VERJARING_DREIGT: "anders kan de gemeente het bedrag straks niet meer innen",
    },
    Besluit.NIET: {
        Waarom.HULP_LOOPT: "de inwoner krijgt hulp, of hulp heeft nog tijd nodig",
        Waarom.KAN_NIET_BETALEN: "de inwoner kan dit niet betalen",
        Waarom.REGELING_PAST: "uitstel, een regeling of kwijtschelding past beter",
        Waarom.NIET_GENOEG_GEPROBEERD: "er is nog niet genoeg geprobeerd",
        Waarom.ADRES_ONZEKER: "het is niet zeker dat de brieven aankwamen",
        Waarom.KOSTEN_TE_HOOG: "de kosten passen niet bij het bedrag",
    },
}
"""Which reason fits which decision, with the words of the screen."""


def past(besluit: str, waarom: str) -> bool:
    """Tell whether this is a decision with a reason that fits it."""
    return any(besluit == b and waarom in {w.value for w in redenen} for b, redenen in REDENEN.items())


def in_woorden(waarom: str) -> str:
    """Return a reason in Dutch; empty for a code that is none."""
    return next((tekst for redenen in REDENEN.values() for w, tekst in redenen.items() if w == waarom), "")


def mag_bevestigen(voorgesteld_door: int, wie: int) -> bool:
    """Four eyes are two people: nobody confirms what he proposed himself."""
    return voorgesteld_door != wie
