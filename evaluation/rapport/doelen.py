"""Were the three goals of the experiment met, and why may that be said or not? (evaluatie §1.1)"""

from evaluation.cijfer import Cijfer
from evaluation.cijfertekst import MINSTENS_VAN, is_klein
from evaluation.rapport.afdekken import Getoond
from evaluation.rapport.bron import Bron
from evaluation.rapport.inhoud import Doel, Oordeel

GRENSWAARDE = 0.5
"""Every goal says: half."""

KOPPEN = (
    "Doel 1: meer dan de helft van de inwoners met een signaal van Gemeentebelastingen was nog niet in beeld",
    "Doel 2: van deze inwoners spreekt de gemeente de helft",
    "Doel 3: er zijn half zo veel dwangbevelen",
)


def oordeel(c: Cijfer) -> Oordeel:
    """Return the verdict: met when the whole interval lies above a half, not met when it lies below."""
    if c.waarde is None or c.onder is None or c.boven is None or _te_weinig(c):
        return Oordeel.NIET_TE_ZEGGEN
    if c.onder > GRENSWAARDE:
        return Oordeel.GEHAALD
    return Oordeel.NIET_GEHAALD if c.boven < GRENSWAARDE else Oordeel.NIET_TE_ZEGGEN


ZEGT = (
    ("doel1_niet_bekend", "van de signalen gaat over iemand die nog niet in beeld was"),
    ("doel2_bereik", "van deze inwoners is gesproken"),
    ("doel3_dwangbevelen", "dwangbevelen dan zonder signaal"),
)
"""Per goal its figure, and what stands behind its value."""


def _te_weinig(c: Cijfer) -> bool:
    """Tell whether so few were counted that the verdict itself would tell how many."""
    return is_klein(c) and (c.noemer or 0) < MINSTENS_VAN


def doelen(bron: Bron) -> tuple[Doel, ...]:
    """Return the three goals with verdict and reason."""
    return tuple(
        Doel(kop, oordeel(bron.cijfers[naam]), _waarom(bron.cijfers[naam], bron.getoond[naam], zegt))
        for kop, (naam, zegt) in zip(KOPPEN, ZEGT, strict=True)
    )


def _waarom(c: Cijfer, g: Getoond, wat: str) -> str:
    if c.waarde is None:
        return c.reden
    if _te_weinig(c):
        return "Er is te weinig geteld om iets te zeggen, of om een cijfer te tonen."
    zinnen = [f"{g.waarde[0].upper()}{g.waarde[1:]} {wat}{_geteld(g)}.", _zekerheid(c, g), _slot(c)]
    if not c.volledig:
        zinnen.append("Let op: niet alle maanden tellen mee. In het hoofdstuk 'Wat ontbreekt er?' leest u waarom.")
    return " ".join(z for z in zinnen if z)


def _geteld(g: Getoond) -> str:
    return f" ({g.telling})" if " van " in g.telling else ""


def _zekerheid(c: Cijfer, g: Getoond) -> str:
    if not g.heel or c.onder is None or c.boven is None:
        return ""
    return f"Het echte cijfer ligt, met 95 % zekerheid, tussen {g.tussen.replace(' tot ', ' en ')}."


def _slot(c: Cijfer) -> str:
    match oordeel(c):
        case Oordeel.GEHAALD:
            return "Dat is meer dan de helft."
        case Oordeel.NIET_GEHAALD:
            return "Dat is minder dan de helft."
        case Oordeel.NIET_TE_ZEGGEN:
            return "Het kan dus meer of minder dan de helft zijn: er is te weinig geteld om dat te weten."
