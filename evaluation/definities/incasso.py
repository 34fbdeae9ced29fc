"""The work of Gemeentebelastingen: what it cost, how long it was silent, and whether the effort was whole."""

from sqlalchemy import ColumnElement, and_

from evaluation.cijfer import Vorm
from evaluation.figuur import Figuur
from evaluation.gaten import BELASTINGEN
from evaluation.tabellen import INCASSO, KOSTEN, STILTE
from rules.log import Soort

Z, K, L = INCASSO.c, KOSTEN.c, STILTE.c
BRON = (BELASTINGEN,)
KWIJTSCHELDING = (
    Soort.KWIJTSCHELDING_AANGEVRAAGD, Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN,
)  # fmt: skip


def _over_overdrachten(
    naam: str, definitie: str, bron: str, teller: ColumnElement[bool], mits: tuple[Soort, ...] = (), niet: str = ""
) -> Figuur:
    noemer = Z.overgedragen_op.is_not(None)
    return Figuur(naam, definitie, bron, Vorm.AANDEEL, INCASSO, Z.overgedragen_op, Z.overdracht_maand, BRON,
                  teller, noemer, mits, niet)  # fmt: skip


def kwijtschelding_na_signaal() -> Figuur:
    """Residents who got kwijtschelding after the signaal."""
    definitie = "Van de overgedragen zaken: het deel waarin de inwoner na het signaal kwijtschelding kreeg."
    erna = and_(Z.kwijtschelding_op.is_not(None), Z.kwijtschelding_op >= Z.overgedragen_op)
    niet = "de gemeente legde geen kwijtschelding vast"
    return _over_overdrachten("kwijtschelding_na_signaal", definitie, "evaluatie §2.1", erna, KWIJTSCHELDING, niet)


def effort_volledig() -> Figuur:
    """Overdrachten with a whole file of effort."""
    definitie = (
        "Van de overgedragen zaken: het deel met vooraf een herinnering, een aanmaning en een poging om de inwoner "
        "zelf te spreken."
    )
    return _over_overdrachten("effort_volledig", definitie, "Tijdelijke regeling art. 1.2; evaluatie §1.4", Z.effort)


def afwijkingen() -> Figuur:
    """Overdrachten that deviate from the agreed way of working."""
    definitie = "Van de overgedragen zaken: het deel dat op een of meer punten anders ging dan afgesproken."
    return _over_overdrachten("afwijkingen", definitie, "evaluatie §1.4", Z.afwijkingen > 0)


def incassokosten() -> Figuur:
    """What residents were charged for collection."""
    definitie = "De kosten van aanmaning en dwangbevel die inwoners in de periode in rekening kregen."
    return Figuur("incassokosten", definitie, "Kostenwet invordering rijksbelastingen", Vorm.CENTEN, KOSTEN, K.dag,
                  K.maand, BRON, K.bedrag)  # fmt: skip


def gemiddelde_stilte() -> Figuur:
    """How long a resident hears nothing."""
    return Figuur("gemiddelde_stilte", STIL, "evaluatie §5.1", Vorm.DAGEN, STILTE, L.dag, L.maand, BRON, L.dagen)


def langste_stilte() -> Figuur:
    """The longest that a resident heard nothing."""
    definitie = f"De langste van deze stiltes. {STIL}"
    return Figuur("langste_stilte", definitie, "evaluatie §2.2, §5.1", Vorm.DAGEN, STILTE, L.dag, L.maand, BRON,
                  L.dagen, hoogste=True)  # fmt: skip


STIL = (
    "De dagen tussen twee momenten waarop de inwoner van Gemeentebelastingen hoort, vanaf de vervaldag. Tijd waarin de "
    "invordering met een reden rust, telt niet mee."
)
