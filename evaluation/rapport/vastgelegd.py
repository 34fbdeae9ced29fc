"""What did each gemeente record, and since when? What nobody wrote down cannot be said later."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select

from evaluation.rapport.bron import Bron
from evaluation.rapport.getallen import datum
from evaluation.tabellen import LOG, SIGNAAL
from rules.log import Soort
from rules.taakwoorden import NAAM as TAAKNAAM
from rules.taal import opsomming

TERUG_MND = 6
"""Opeenvolgend and goal 1 look back so many months (evaluation/definities)."""

KWIJTSCHELDING = (Soort.KWIJTSCHELDING_AANGEVRAAGD, Soort.KWIJTSCHELDING_TOEGEKEND, Soort.KWIJTSCHELDING_AFGEWEZEN)

DOE: dict[str, tuple[tuple[Soort, ...], str]] = {
    "betalingsregeling": ((Soort.REGELING_GETROFFEN,), "neem in de mutaties op welke regelingen er komen"),
    "dwangbevel": ((Soort.DWANGBEVEL_BETEKEND,), "neem in de mutaties op welke dwangbevelen zijn betekend"),
    "kwijtschelding": (KWIJTSCHELDING, "neem in de mutaties op wie kwijtschelding vroeg en kreeg"),
    "aanmelding schuldhulp": ((Soort.AANMELDING_SCHULDHULP,), "leg vast wie zich bij schuldhulpverlening meldt"),
}
"""What a gemeente should record, in which gebeurtenissen that stands, and how to do it."""

MINUTEN, TELEFOON = "minuten per taak", "telefoonnummers"


@dataclass(frozen=True)
class Niet:
    """Something that these gemeenten never recorded up to the end of the period."""

    wat: str
    gemeenten: tuple[str, ...]
    doe: str


def nooit(bron: Bron) -> tuple[Niet, ...]:
    """Return what was never recorded, with the gemeenten where that is so."""
    gevonden = [Niet(wat, zonder(bron, *soorten), doe) for wat, (soorten, doe) in DOE.items()]
    met_minuten = _gemeenten(bron, LOG.c.gemeente, LOG.c.minuten.is_not(None))
    met_telefoon = _gemeenten(bron, SIGNAAL.c.gemeente, SIGNAAL.c.telefoon)
    gevonden.append(Niet(MINUTEN, met_minuten, "vul na een taak in hoeveel minuten het duurde"))
    gevonden.append(Niet(TELEFOON, met_telefoon, "geef telefoonnummers mee in de levering van signalen"))
    return tuple(n for n in gevonden if n.gemeenten)


def zonder(bron: Bron, *soorten: Soort) -> tuple[str, ...]:
    """Return the gemeenten that never recorded any of these."""
    return _gemeenten(bron, LOG.c.gemeente, LOG.c.soort.in_([s.value for s in soorten]))


def _gemeenten(bron: Bron, gemeente: ColumnElement[Any], waar: ColumnElement[bool]) -> tuple[str, ...]:
    """Return the gemeenten without a row for which something holds."""
    wel = set(bron.db.execute(select(gemeente).where(waar).distinct()).scalars())
    return tuple(sorted(set(bron.selectie.gemeenten) - wel))


def waar_niet(bron: Bron, gemeenten: tuple[str, ...]) -> str:
    """Say in which gemeenten something was not recorded."""
    if len(bron.selectie.gemeenten) == 1:
        return "niet vastgelegd"
    if len(gemeenten) == len(bron.selectie.gemeenten):
        return "in geen enkele gemeente vastgelegd"
    return f"niet vastgelegd in {opsomming(list(gemeenten))}"


def taken_zonder_minuten(bron: Bron) -> tuple[str, ...]:
    """Return the kinds of taken of which nobody ever recorded the minutes, though somewhere taken have them."""
    vraag = (
        select(LOG.c.wat, func.count(LOG.c.minuten))
        .where(LOG.c.soort == Soort.TAAK_AFGEROND.value, LOG.c.dag.between(*_periode(bron)))
        .group_by(LOG.c.wat)
    )
    namen = {soort.value: naam for soort, naam in TAAKNAAM.items()}
    geteld = {str(wat): int(met) for wat, met in bron.db.execute(vraag)}
    return tuple(sorted(namen.get(wat, wat) for wat, met in geteld.items() if not met)) if any(geteld.values()) else ()


def _periode(bron: Bron) -> tuple[date, date]:
    return bron.selectie.periode.van, bron.selectie.periode.tot


def terug_tot(van: date) -> date:
    """Return the day from which signalen must be known to look back from the first day of a period."""
    maand = van.year * 12 + van.month - 1 - TERUG_MND
    return date(maand // 12, maand % 12 + 1, 1)


def laat_begonnen(bron: Bron) -> dict[str, date]:
    """Return per gemeente its first signaal, where that is too late to look back from the whole period."""
    eerste = func.min(SIGNAAL.c.ontvangen_op)
    per = select(SIGNAAL.c.gemeente, eerste).group_by(SIGNAAL.c.gemeente).order_by(SIGNAAL.c.gemeente)
    nodig = terug_tot(bron.selectie.periode.van)
    # A gemeente that began in the first month that is needed has signalen on some day of it, not on the first.
    return {str(g): dag for g, dag in bron.db.execute(per) if (dag.year, dag.month) > (nodig.year, nodig.month)}


def te_kort_terug(bron: Bron) -> str:
    """Warn that what looks six months back flatters; empty when every gemeente knows long enough."""
    laat = laat_begonnen(bron)
    if not laat:
        return ""
    alle = len(laat) == len(bron.selectie.gemeenten)
    wie = "" if len(bron.selectie.gemeenten) == 1 else " in alle gemeenten" if alle else f" in {opsomming(list(laat))}"
    return (
        f"Let op: Tijdig kent{wie} pas signalen vanaf {datum(min(laat.values()))}. Van meldingen daarvoor is niets "
        "bekend. Wie toen al in beeld was, telt hier als nieuw. 'Eerder een melding in zes maanden' is daarom te laag, "
        "en doel 1 te hoog. Een oordeel over doel 1 kan dus te gunstig zijn."
    )
