"""Were the three goals of the experiment met, and why may that be said or not? (evaluatie §1.1)"""

from evaluation.cijfer import Cijfer
from evaluation.cijfers import DOEL3
from evaluation.cijfertekst import MINSTENS_VAN, is_klein
from evaluation.rapport.afdekken import Getoond
from evaluation.rapport.bron import Bron
from evaluation.rapport.inhoud import Doel, Oordeel
from evaluation.rapport.vastgelegd import te_kort_terug, zonder
from rules.log import Soort
from rules.taal import opsomming

GRENSWAARDE = 0.5
"""Every goal says: half."""

KOPPEN = (
    "Doel 1: meer dan de helft van de inwoners met een signaal van Gemeentebelastingen was nog niet in beeld",
    "Doel 2: de gemeente spreekt de helft van de inwoners met een signaal van Gemeentebelastingen",
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
    ("doel2_bereik", "van de inwoners met een signaal van Gemeentebelastingen is gesproken"),
    ("doel3_dwangbevelen", "dwangbevelen bij wie het signaal meteen overging dan bij wie moest wachten"),
)
"""Per goal its figure, and what stands behind its value."""

VERGELEKEN_MET = (
    "Wie moest wachten, wachtte omdat het hoogste aantal signalen van die dag was bereikt. Het verschil is berekend "
    "binnen dezelfde gemeente en hetzelfde kwartaal. Het is dus niet het gewone verschil tussen twee percentages. Het "
    "klopt alleen als de aannames in het hoofdstuk 'Wat kostte het de inwoner?' waar zijn."
)
"""What stands with goal 3 each time that it can be said."""

ANDERS_VERGELEKEN = (
    "Een andere vergelijking kon wel, maar overtuigt minder: die staat in het hoofdstuk 'Wat kostte het de inwoner?'."
)


def _te_weinig(c: Cijfer) -> bool:
    """Tell whether so few were counted that the verdict itself would tell how many."""
    return is_klein(c) and (c.noemer or 0) < MINSTENS_VAN


def doelen(bron: Bron) -> tuple[Doel, ...]:
    """Return the three goals with verdict and reason."""
    return tuple(
        Doel(
            kop, oordeel(bron.cijfers[naam]), _waarom(bron.cijfers[naam], bron.getoond[naam], zegt, _erbij(bron, naam))
        )
        for kop, (naam, zegt) in zip(KOPPEN, ZEGT, strict=True)
    )


def _erbij(bron: Bron, naam: str) -> list[str]:
    """Return what a reader must know before the figure of a goal is used."""
    bekend = bron.cijfers[naam].waarde is not None
    if naam == "doel1_niet_bekend" and bekend:
        return [te_kort_terug(bron)]
    if naam != DOEL3:
        return []
    if not bekend:
        return [ANDERS_VERGELEKEN] if any(not u.reden for u in bron.vergelijkingen) else []
    wie = zonder(bron, Soort.DWANGBEVEL_BETEKEND)
    telt = "telt" if len(wie) == 1 else "tellen"
    return [
        VERGELEKEN_MET,
        f"{opsomming(list(wie)).capitalize()} {telt} niet mee: daar zijn geen dwangbevelen vastgelegd." if wie else "",
    ]


def _waarom(c: Cijfer, g: Getoond, wat: str, erbij: list[str]) -> str:
    if c.waarde is None:
        return " ".join(z for z in (c.reden, *erbij) if z)
    if _te_weinig(c):
        return "Er is te weinig geteld om iets te zeggen, of om een cijfer te tonen."
    zinnen = [f"{g.waarde[0].upper()}{g.waarde[1:]} {wat}{_geteld(g)}.", _zekerheid(c, g), _slot(c), *erbij]
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
