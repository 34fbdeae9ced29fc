"""Who takes part in a proef, and from when? From the first day on which its arms would do something else.

Until that day the arms are the same for the resident, so drawing later loses nothing, and who pays before it does not
water the comparison down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from models.lader import Geladen
from models.proeven import Kandidaat, trek
from rules.beleid import Beleid
from rules.besluit import SendBericht
from rules.kenmerken import bewoner_van, doelgroep_van
from rules.proef import Proef, stratum_van
from rules.voortgang import Voortgang, advance
from tasks.inhoud import inhoud, verrijk
from tasks.omgeving import omgeving


@dataclass(frozen=True)
class _Verloop:
    """What one arm would do with a zaak today: its steps, what the berichten would say, and when to look again."""

    stappen: tuple[Any, ...]
    inhoud: tuple[dict[str, Any], ...]
    volgende: date | None


Pauze = Callable[[Voortgang], Voortgang]
"""Cuts off the steps that a pauze holds."""


@dataclass
class Indeling:
    """The zaken of a set after the draw, in their order, and when those not drawn must be looked at again at last."""

    zaken: list[Geladen]
    uiterlijk: dict[int, date]

    def op_tijd(self, zaak: Geladen, voortgang: Voortgang) -> Voortgang:
        """Return the same steps with a next date on which no arm is late."""
        dag, volgende = self.uiterlijk.get(zaak.feiten.id), voortgang.volgende_toets
        if dag is None or volgende is None:
            return voortgang
        return replace(voortgang, volgende_toets=min(dag, volgende))


def deel_in(db: Connection, zaken: Sequence[Geladen], beleid: Beleid, today: date, pauze: Pauze) -> Indeling:
    """Draw an arm for every zaak of a locked set that needs one today, in the open transaction.

    A step that a pauze holds draws nobody: the days would count, and nothing happens.
    """
    kandidaten, uiterlijk = list[Kandidaat](), dict[int, date]()
    for zaak in zaken if beleid.proeven else ():
        if (proef := beleid.proef_voor(zaak.feiten, today)) is None:
            continue
        verlopen = [_verloop(zaak, arm, today, pauze) for arm in beleid.armen_van(proef)]
        if any(v != verlopen[0] for v in verlopen) and any(v.stappen for v in verlopen):
            kandidaten.append(Kandidaat(zaak, proef, _stratum(proef, zaak, beleid, today)))
        elif dagen := [v.volgende for v in verlopen if v.volgende]:
            uiterlijk[zaak.feiten.id] = min(dagen)
    getrokken = trek(db, beleid, kandidaten, today) if kandidaten else {}
    return Indeling([getrokken.get(z.feiten.id, z) for z in zaken], uiterlijk)


def _verloop(zaak: Geladen, arm: Beleid, today: date, pauze: Pauze) -> _Verloop:
    voortgang = verrijk(zaak, pauze(advance(zaak.feiten, arm, today)), arm, omgeving().tarieven, today)
    berichten = tuple(inhoud(zaak, g.stap, arm, today) for g in voortgang.stappen if isinstance(g.stap, SendBericht))
    return _Verloop(tuple(g.logregel for g in voortgang.stappen), berichten, voortgang.volgende_toets)


def _stratum(proef: Proef, zaak: Geladen, beleid: Beleid, today: date) -> str:
    return stratum_van(proef, zaak.feiten, doelgroep_van(bewoner_van(zaak.feiten), beleid, today))
