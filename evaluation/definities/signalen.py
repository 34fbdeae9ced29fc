"""Signalen and meldingen: what arrived, who was reached and who accepted help (Divosa, DDAS; evaluatie §2.1)."""

from dataclasses import replace

from sqlalchemy import ColumnElement, and_, not_, or_, true

from evaluation.cijfer import Vorm
from evaluation.figuur import Figuur
from evaluation.gaten import BELASTINGEN, SIGNALEN
from evaluation.tabellen import MELDING, SIGNAAL
from rules.resultaat import Eindresultaat

S, M = SIGNAAL.c, MELDING.c


def _over_signalen(naam: str, definitie: str, bron: str, teller: ColumnElement[bool]) -> Figuur:
    return Figuur(naam, definitie, bron, Vorm.AANDEEL, SIGNAAL, S.ontvangen_op, S.maand, (SIGNALEN,), teller)


def _over_meldingen(naam: str, definitie: str, bron: str, teller: ColumnElement[bool]) -> Figuur:
    return Figuur(naam, definitie, bron, Vorm.AANDEEL, MELDING, M.dag, M.maand, (SIGNALEN,), teller)


def signalen() -> Figuur:
    """Every signaal of every partner."""
    definitie = "Alle signalen die in de periode binnenkwamen, van alle partners."
    return Figuur("signalen", definitie, "DDAS Vroegsignaal", Vorm.AANTAL, SIGNAAL, S.ontvangen_op, S.maand,
                  (SIGNALEN,), true())  # fmt: skip


def signalen_gemeentebelastingen() -> Figuur:
    """The share that came from Gemeentebelastingen."""
    definitie = "Van alle signalen: het deel dat van Gemeentebelastingen kwam."
    return replace(
        _over_signalen("signalen_gemeentebelastingen", definitie, "evaluatie §2.1", S.gb),
        bronnen=(SIGNALEN, BELASTINGEN),
    )


def meldingen() -> Figuur:
    """Dossiers that were taken up."""
    definitie = "Dossiers van een of meer signalen op een adres die in de periode zijn opgepakt."
    return Figuur("meldingen", definitie, "Divosa: melding", Vorm.AANTAL, MELDING, M.dag, M.maand, (SIGNALEN,), true())


def uitval_brp() -> Figuur:
    """Signalen about somebody who died or does not live here."""
    weg = S.resultaat.in_([Eindresultaat.OVERLEDEN.value, Eindresultaat.GEEN_INWONER.value])
    definitie = "Van alle signalen: het deel over iemand die is overleden of niet in de gemeente woont."
    return _over_signalen("uitval_brp", definitie, "DDAS EnumSignaalstatus", and_(S.resultaat.is_not(None), weg))


def bekend_bij_shv() -> Figuur:
    """Signalen about somebody whom schuldhulpverlening already knew."""
    definitie = "Van alle signalen: het deel over iemand die al bekend was bij schuldhulpverlening."
    return _over_signalen("bekend_bij_shv", definitie, "evaluatie §2.1", S.bekend)


def enkelvoudig() -> Figuur:
    """One signaal on the address in the month."""
    definitie = "Van alle meldingen: het deel met een enkel signaal op het adres in die maand."
    return _over_meldingen("enkelvoudig", definitie, "Divosa jaarrapportage 2023 §5", not_(M.meervoudig))


def meervoudig() -> Figuur:
    """More signalen on the address in the month."""
    definitie = "Van alle meldingen: het deel met meer signalen op het adres in dezelfde maand."
    return _over_meldingen("meervoudig", definitie, "Divosa jaarrapportage 2023 §5", M.meervoudig)


def opeenvolgend() -> Figuur:
    """An earlier melding on the address in the six months before."""
    definitie = "Van alle meldingen: het deel op een adres met een eerdere melding in de zes maanden ervoor."
    return _over_meldingen("opeenvolgend", definitie, "Divosa jaarrapportage 2023 §5", M.opeenvolgend)


def bereik() -> Figuur:
    """The resident was spoken to at least once."""
    definitie = "Van alle meldingen: het deel waarin iemand de inwoner minstens één keer sprak."
    return _over_meldingen("bereik", definitie, "DDAS Contactpoging.bereikt", M.bereikt)


def hulpacceptatie() -> Figuur:
    """Who was reached and accepted help."""
    definitie = (
        "Van de bereikte inwoners: het deel dat hulp wil, of dat is geholpen met advies, een snelle oplossing of "
        "vervolghulp."
    )
    return Figuur("hulpacceptatie", definitie, "Divosa: hulpacceptatie", Vorm.AANDEEL, MELDING, M.dag, M.maand,
                  (SIGNALEN,), and_(M.bereikt, M.hulp), or_(M.bereikt))  # fmt: skip
