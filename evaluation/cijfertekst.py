"""How does a figure read for people? In Dutch, with its interval, and never so small that it could tell of a resident.

A share is shown precisely only when GRENS residents at least stand on both sides of it: then nobody can be found by
subtracting (rules/kleinecijfers.py). Of a smaller one stands that it is at most, or at least, so much.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from evaluation.cijfer import Cijfer, Vorm
from rules.kleinecijfers import GRENS

NAMEN: dict[str, str] = {
    "signalen": "Signalen",
    "signalen_gemeentebelastingen": "Signalen van Gemeentebelastingen",
    "meldingen": "Meldingen",
    "uitval_brp": "Overleden of geen inwoner",
    "bekend_bij_shv": "Al bekend bij schuldhulpverlening",
    "enkelvoudig": "Eén signaal op het adres",
    "meervoudig": "Meer signalen op het adres",
    "opeenvolgend": "Eerder een melding in zes maanden",
    "bereik": "Inwoner bereikt",
    "hulpacceptatie": "Bereikt en hulp aanvaard",
    "doel1_niet_bekend": "Doel 1: nog niet bekend",
    "doel2_bereik": "Doel 2: bereikt na een signaal van Gemeentebelastingen",
    "doel3_dwangbevelen": "Doel 3: minder dwangbevelen",
    "kwijtschelding_na_signaal": "Kwijtschelding na het signaal",
    "aanmelding_shv_na_signaal": "Aanmelding bij schuldhulp na het signaal",
    "incassokosten": "Kosten van aanmaning en dwangbevel",
    "gemiddelde_stilte": "Gemiddelde stilte",
    "langste_stilte": "Langste stilte",
    "effort_volledig": "Overgedragen na volledige inspanning",
    "afwijkingen": "Overgedragen met een afwijking",
}
"""What a figure is called on a page; its definition says what is counted."""

DEEL_VAN: dict[str, str] = {
    "hulpacceptatie": "bereik",
    "doel1_niet_bekend": "signalen_gemeentebelastingen",
    "doel2_bereik": "signalen_gemeentebelastingen",
    "aanmelding_shv_na_signaal": "signalen_gemeentebelastingen",
    "langste_stilte": "gemiddelde_stilte",
}
"""Figures about the same few residents as another: hidden there, they may not be read here."""

KLEIN = "te weinig om te tonen"
MINSTENS_VAN = 30
"""A small share is given as a bound only of so many; of fewer the bound itself says too much."""


@dataclass(frozen=True)
class Getoond:
    """A figure as it may be shown: its value, how sure it is, and of how many; or the reason why it cannot be said."""

    waarde: str
    interval: str = ""
    van: str = ""
    reden: str = ""


def is_klein(cijfer: Cijfer) -> bool:
    """Tell whether a figure could give a resident away, or those that are left when it is taken off the whole."""
    if cijfer.waarde is None or cijfer.vorm in (Vorm.CENTEN, Vorm.VERSCHIL):
        return False
    if cijfer.vorm == Vorm.AANTAL:
        return (cijfer.teller or 0) < GRENS
    if cijfer.noemer is None:
        return False
    if cijfer.vorm == Vorm.DAGEN:
        return cijfer.noemer < GRENS
    return min(cijfer.teller or 0, cijfer.noemer - (cijfer.teller or 0)) < GRENS


def kleine(cijfers: Mapping[str, Cijfer]) -> frozenset[str]:
    """Return which of these figures may not be shown precisely, as they are small or would tell of one that is."""
    zelf = {naam for naam, cijfer in cijfers.items() if is_klein(cijfer)}
    return frozenset(zelf | {deel for deel, geheel in DEEL_VAN.items() if geheel in zelf and deel in cijfers})


def toon_alle(cijfers: Mapping[str, Cijfer]) -> dict[str, Getoond]:
    """Return figures that stand beside each other as they may be shown."""
    klein = kleine(cijfers)
    return {n: Getoond(KLEIN) if n in klein and not is_klein(c) else toon(c) for n, c in cijfers.items()}


def toon(cijfer: Cijfer) -> Getoond:
    """Return one figure as it may be shown; one that cannot be said tells why."""
    if cijfer.waarde is None:
        return Getoond("niet te zeggen", reden=cijfer.reden)
    if is_klein(cijfer):
        return _grof(cijfer)
    van = "" if cijfer.noemer is None else f"van {_heel(cijfer.noemer)}"
    if cijfer.onder is None or cijfer.boven is None:
        return Getoond(getal(cijfer.waarde, cijfer.vorm), "", van)
    interval = f"{getal(cijfer.onder, cijfer.vorm)} tot {getal(cijfer.boven, cijfer.vorm)}"
    return Getoond(getal(cijfer.waarde, cijfer.vorm), interval, van)


def _grof(cijfer: Cijfer) -> Getoond:
    """Say as much of a small figure as every count below GRENS would give."""
    noemer = cijfer.noemer or 0
    if cijfer.vorm == Vorm.AANTAL:
        return Getoond(f"< {GRENS}")
    if cijfer.vorm != Vorm.AANDEEL or noemer < MINSTENS_VAN:
        return Getoond(KLEIN)
    deel, van = (GRENS - 1) / noemer, f"van {_heel(noemer)}"
    if (cijfer.teller or 0) < GRENS:
        return Getoond(f"hoogstens {getal(deel, Vorm.AANDEEL)}", "", van)
    return Getoond(f"ten minste {getal(1 - deel, Vorm.AANDEEL)}", "", van)


def getal(waarde: float, vorm: Vorm) -> str:
    """Return one value in Dutch: a share as percentage, cents as euros, days with the word."""
    match vorm:
        case Vorm.AANTAL:
            return _heel(waarde)
        case Vorm.CENTEN:
            return f"€ {_komma(f'{waarde / 100:,.2f}')}"
        case Vorm.DAGEN:
            return f"{_komma(f'{waarde:.1f}')} dagen"
        case Vorm.VERSCHIL:
            return f"{_komma(f'{100 * waarde:+.1f}')} procentpunt"
        case Vorm.AANDEEL:
            return f"{_komma(f'{100 * waarde:.1f}')} %"


def _heel(waarde: float) -> str:
    return _komma(f"{waarde:,.0f}")


def _komma(tekst: str) -> str:
    """Write a number as people in the Netherlands do: 1.234,5."""
    return tekst.replace(",", "_").replace(".", ",").replace("_", ".")
