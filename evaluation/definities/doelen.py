"""The goals of the experiment with the signaal of Gemeentebelastingen (evaluatie §1.1), as figures."""

from sqlalchemy import and_, not_

from evaluation.cijfer import Vorm
from evaluation.figuur import Figuur
from evaluation.gaten import BELASTINGEN, SIGNALEN
from evaluation.tabellen import MELDING, SIGNAAL
from rules.log import Soort

S, M = SIGNAAL.c, MELDING.c
BEIDE = (SIGNALEN, BELASTINGEN)


def doel1_niet_bekend() -> Figuur:
    """Residents whom nobody knew yet: goal 1."""
    definitie = (
        "Van de signalen van Gemeentebelastingen: het deel over iemand die niet bekend was bij schuldhulpverlening en "
        "op wiens adres in de zes maanden ervoor geen ander signaal was."
    )
    return Figuur("doel1_niet_bekend", definitie, "evaluatie §1.1, doel 1", Vorm.AANDEEL, SIGNAAL, S.ontvangen_op,
                  S.maand, BEIDE, and_(not_(S.bekend), S.eerder == 0), and_(S.gb, S.eerder.is_not(None)))  # fmt: skip


def doel2_bereik() -> Figuur:
    """Residents who were reached: goal 2."""
    definitie = "Van de meldingen met een signaal van Gemeentebelastingen: het deel waarin de inwoner is bereikt."
    return Figuur("doel2_bereik", definitie, "evaluatie §1.1, doel 2", Vorm.AANDEEL, MELDING, M.dag, M.maand, BEIDE,
                  M.bereikt, M.gb)  # fmt: skip


def aanmelding_shv_na_signaal() -> Figuur:
    """Residents who came to schuldhulpverlening after the signaal."""
    definitie = (
        "Van de meldingen met een signaal van Gemeentebelastingen: het deel waarin de inwoner zich daarna aanmeldde "
        "bij schuldhulpverlening."
    )
    return Figuur("aanmelding_shv_na_signaal", definitie, "evaluatie §2.1", Vorm.AANDEEL, MELDING, M.dag, M.maand,
                  BEIDE, M.aanmelding_op.is_not(None), M.gb, mits=(Soort.AANMELDING_SCHULDHULP,),
                  mits_niet="de gemeente legde geen aanmeldingen bij schuldhulpverlening vast")  # fmt: skip
