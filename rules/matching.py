"""Which signalen belong together, and which need not be taken up? (Divosa and DDAS definitions, domain.md §3)"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from rules.beleid import Beleid
from rules.levering import Sector
from rules.zaak import Signaal

VENSTER_DAGEN: dict[Sector, tuple[int, int | None]] = {
    Sector.ZORG: (30, 100),
    Sector.ENERGIE: (30, None),
    Sector.WATER: (30, None),
    Sector.HUUR: (30, None),
}
"""How many days an arrear may be old when the signaal is given (DDAS EnumSignaalpartner)."""


@dataclass(frozen=True)
class Kandidaat:
    """An open vroegsignaalzaak on the same address: may a new signaal join it?"""

    zaak_id: int
    persoon: int
    eerste_signaal: date
    hulp_geaccepteerd: bool


@dataclass(frozen=True)
class EerderSignaal:
    """What the same partner told about the same resident before."""

    partner: str
    bedrag: int
    ontvangen: date


def herhaald(partner: str, bedrag: int, ontvangen: date, eerder: Iterable[EerderSignaal], beleid: Beleid) -> bool:
    """True when this partner gave the same arrear before, not lower than now, within the herhaal_venster (DDAS)."""
    grens = maanden_terug(ontvangen, beleid.signaal.herhaal_venster_mnd)
    return any(e.partner == partner and e.ontvangen > grens and bedrag <= e.bedrag for e in eerder)


def onterecht(signaal: Signaal, beleid: Beleid) -> bool:
    """True when the arrear is below the threshold or outside the window of its sector; a crisis never is."""
    if signaal.crisis:
        return False
    return signaal.bedrag < beleid.vs.drempel_cent or _buiten_venster(signaal)


def _buiten_venster(signaal: Signaal) -> bool:
    laagste, hoogste = VENSTER_DAGEN.get(signaal.sector, (0, None))
    if signaal.ontstaan is None:
        return False
    dagen = (signaal.ontvangen - signaal.ontstaan).days
    return dagen < laagste or (hoogste is not None and dagen > hoogste)


def plaats(
    persoon: int, ontvangen: date, kandidaten: Sequence[Kandidaat], personen_op_adres: int, beleid: Beleid
) -> int | None:
    """Return the open zaak that a signaal joins, or None when it starts its own.

    Same address and same calendar month as the first signaal of the zaak; on an address of an institution (more than
    vs.match_max_personen known persons) only the same person. Who already accepted help keeps that one zaak.
    """
    instelling = personen_op_adres > beleid.vs.match_max_personen
    alleen_persoon = instelling or beleid.vs.match_sleutel == "persoon"
    for k in kandidaten:
        zelfde_persoon = k.persoon == persoon
        if zelfde_persoon and k.hulp_geaccepteerd:
            return k.zaak_id
        if _zelfde_periode(k.eerste_signaal, ontvangen, beleid) and (zelfde_persoon or not alleen_persoon):
            return k.zaak_id
    return None


def meervoudig(signalen: Sequence[Signaal], beleid: Beleid) -> bool:
    """True for two or more signalen (Divosa), or for two or more sectoren where the gemeente counts those (BKR)."""
    aantal, _, sectoren = aantallen(signalen)
    return (sectoren if beleid.vs.meervoudig_regel == "twee sectoren" else aantal) > 1


def opeenvolgend(vorige_melding: date | None, today: date) -> bool:
    """True when an earlier melding on the address started less than six months before (Divosa)."""
    return vorige_melding is not None and vorige_melding > maanden_terug(today, OPEENVOLGEND_MND)


OPEENVOLGEND_MND = 6
"""The national monitor looks six months back; a local choice would give figures that compare with nobody's."""


def aantallen(signalen: Sequence[Signaal]) -> tuple[int, int, int]:
    """Return how many signalen, partners and sectoren: the label can be computed by another definition later."""
    return len(signalen), len({s.partner for s in signalen}), len({s.sector for s in signalen})


def maanden_terug(dag: date, maanden: int) -> date:
    """Return the same day so many months earlier, or the last day of that month."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 - maanden, 12)
    for dagnummer in range(dag.day, 27, -1):
        try:
            return date(jaar, maand + 1, dagnummer)
        except ValueError:
            continue
    return date(jaar, maand + 1, dag.day)


def _zelfde_periode(een: date, ander: date, beleid: Beleid) -> bool:
    if beleid.vs.matchperiode == "week":
        return een.isocalendar()[:2] == ander.isocalendar()[:2]
    return (een.year, een.month) == (ander.year, ander.month)
