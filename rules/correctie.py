"""What does the log say once mistakes are put right? A gebeurtenis stays; a later one says how it must be read.

The raw log only grows. Rules and figures read it as corrected: what was withdrawn is not there, what was changed says
what it should have said, in its own place and on its own day.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from rules import incasso, vroegsignalering
from rules.beleid import Beleid
from rules.dagtekening import op_de_echte_dag
from rules.log import Log, Logregel, Soort
from rules.voortgang import GeenEinde, advance
from rules.woorden import Taaksoort
from rules.zaak import Zaak

Z = TypeVar("Z", bound=Zaak)


class Correctiereden(StrEnum):
    """Why something in the log is put right."""

    VERKEERDE_KEUZE = "verkeerde-keuze"
    VERKEERDE_ZAAK = "verkeerde-zaak"
    NIET_GEBEURD = "niet-gebeurd"
    DUBBEL = "dubbel"
    INWONER_MELDT = "inwoner-meldt"
    GEVOLG = "gevolg"
    """A step that followed from what was put right; no person chooses this one."""


REDEN: dict[Correctiereden, str] = {
    Correctiereden.VERKEERDE_KEUZE: "ik koos per ongeluk iets anders",
    Correctiereden.VERKEERDE_ZAAK: "dit hoort bij een andere zaak",
    Correctiereden.NIET_GEBEURD: "dit is niet gebeurd",
    Correctiereden.DUBBEL: "dit stond er al",
    Correctiereden.INWONER_MELDT: "de inwoner vertelt dat het anders is",
}
"""What a person can choose, in the words of the screen."""


@dataclass(frozen=True)
class Genummerd:
    """One gebeurtenis as the raw log has it; `regel` is the rule that decided it, empty for a fact."""

    volgnr: int
    logregel: Logregel
    regel: str = ""
    actor: str = "systeem"

    @property
    def taak(self) -> tuple[str, int]:
        """Which taak or bericht it is about: soort and poging."""
        return str(self.logregel.gegevens["soort"]), int(self.logregel.gegevens["poging"])


Taakwie = tuple[str, int]
"""A taak of a zaak: soort and poging."""


def correctie(
    volgnr: int, soort: Soort, reden: Correctiereden, dag: date, nieuw: Mapping[str, Any] | None = None
) -> Logregel:
    """Return the gebeurtenis that withdraws an earlier one, or with `nieuw` changes what it says."""
    wat: dict[str, Any] = {"ingetrokken": True} if nieuw is None else {"ingetrokken": False, "nieuw": dict(nieuw)}
    return Logregel(Soort.CORRECTIE, dag, {"van": volgnr, "soort": soort.value, "reden": reden.value, **wat})


def lees_log(regels: Iterable[tuple[int, Logregel]]) -> Log:
    """Return the log as corrected, from its gebeurtenissen with their numbers, oldest first."""
    return op_de_echte_dag(Log(tuple(r for _, r in geldend(regels))))


def geldend(regels: Iterable[tuple[int, Logregel]]) -> list[tuple[int, Logregel]]:
    """Return what still holds of the gebeurtenissen of a zaak, with their numbers, oldest first."""
    alle = list(regels)
    correcties = {int(r.gegevens["van"]): r for _, r in alle if r.soort == Soort.CORRECTIE}
    if not correcties:
        return alle
    gelezen = ((nr, _lees(r, correcties.get(nr))) for nr, r in alle if r.soort != Soort.CORRECTIE)
    return [(nr, r) for nr, r in gelezen if r is not None]


def _lees(regel: Logregel, hersteld: Logregel | None) -> Logregel | None:
    if hersteld is None:
        return regel
    if hersteld.gegevens["ingetrokken"]:
        return None
    return replace(regel, gegevens=hersteld.gegevens["nieuw"])


def log_van(regels: Iterable[Genummerd]) -> Log:
    """Return the log as corrected."""
    return lees_log((g.volgnr, g.logregel) for g in regels)


def ingetrokken(regels: Iterable[Genummerd]) -> frozenset[int]:
    """Return the numbers of what does not hold any more."""
    correcties = (g.logregel.gegevens for g in regels if g.logregel.soort == Soort.CORRECTIE)
    return frozenset(int(c["van"]) for c in correcties if c["ingetrokken"])


FEITEN = frozenset(
    {
        Soort.UITSTEL_AANGEVRAAGD, Soort.UITSTEL_VERLEEND, Soort.UITSTEL_AFGEWEZEN, Soort.REGELING_GETROFFEN,
        Soort.REGELING_GEBROKEN, Soort.KWIJTSCHELDING_AANGEVRAAGD, Soort.KWIJTSCHELDING_AFGEWEZEN,
        Soort.BEZWAAR_INGEDIEND, Soort.BEZWAAR_AFGEDAAN, Soort.BEZWAAR_TEGEN_DELEN, Soort.MORATORIUM,
        Soort.POST_RETOUR, Soort.VERHUISD_BUITEN, Soort.OVERLEDEN, Soort.BEKEND_BIJ_SCHULDHULP,
        Soort.GEEN_CONTACT_GEWENST, Soort.GESLOTEN, Soort.CONTACT_OVERGESLAGEN, Soort.AANMELDING_SCHULDHULP,
    }
)  # fmt: skip
"""What colleagues record themselves and may put right; what a delivery told, the source of the delivery puts right."""


def waarom_niet(regels: Sequence[Genummerd], volgnr: int) -> str:
    """Return in Dutch why a person may not put this right; empty when he may."""
    gevonden = next((g for g in regels if g.volgnr == volgnr), None)
    if gevonden is None:
        return "Deze gebeurtenis is er niet."
    if volgnr in ingetrokken(regels):
        return "Deze gebeurtenis is al ingetrokken."
    regel = gevonden.logregel
    if regel.soort == Soort.TAAK_AFGEROND:
        onzeker = regel.gegevens.get("soort") == Taaksoort.ONZEKERE_BEZORGING
        return "Het bericht is al verwerkt. Dat kan niet terug." if onzeker else ""
    if regel.soort == Soort.VERHUISD_BINNEN:
        return "Leg het goede adres vast met 'Verhuisd binnen de gemeente'."
    if regel.soort not in FEITEN or not gevonden.actor.startswith("medewerker"):
        return "Alleen wat een medewerker van uw team vastlegde, kunt u herstellen."
    return ""


TERUG = frozenset(
    {
        Soort.GESLOTEN, Soort.TAAK, Soort.TAAK_VERVALLEN, Soort.OPGESCHORT, Soort.NIET_OVERGEDRAGEN,
        Soort.CONTACT_OVERGESLAGEN,
    }
)  # fmt: skip
"""Steps of the rules without effect outside: after a correction the rules may decide them again."""

_REGELS = frozenset(r.__name__ for r in (*incasso.RULES, *vroegsignalering.RULES))


def terug_te_nemen(
    zaak: Zaak, regels: Sequence[Genummerd], van: int, begonnen: Collection[Taakwie], beleid: Beleid, today: date
) -> tuple[Genummerd, ...]:
    """Return the steps since gebeurtenis `van` that the rules would not take any more, now that it is put right.

    `zaak` and `regels` already hold the correction. A taak that somebody has in hand (`begonnen`) or did stays.
    """
    mogelijk = _mogelijk(regels, van, begonnen)
    if not mogelijk:
        return ()
    try:
        opnieuw = {_inhoud(g.logregel) for g in advance(zonder(zaak, regels, mogelijk, today), beleid, today).stappen}
    except GeenEinde:
        opnieuw = set[str]()
    weg = [g for g in mogelijk if _inhoud(g.logregel) not in opnieuw]
    return tuple(g for g in weg if not _ingehaald(g, regels, weg))


def _mogelijk(regels: Sequence[Genummerd], van: int, begonnen: Collection[Taakwie]) -> list[Genummerd]:
    weg = ingetrokken(regels)
    gedaan = {g.taak for g in regels if g.logregel.soort == Soort.TAAK_AFGEROND and g.volgnr not in weg}
    stappen = (g for g in regels if g.volgnr > van and g.volgnr not in weg and g.regel in _REGELS)
    return [
        g
        for g in stappen
        if g.logregel.soort in TERUG
        and not (g.logregel.soort == Soort.TAAK and (g.taak in gedaan or g.taak in begonnen))
    ]


def zonder(zaak: Z, regels: Sequence[Genummerd], weg: Iterable[Genummerd], today: date) -> Z:
    """Return a zaak as it is without these gebeurtenissen."""
    erna = max((g.volgnr for g in regels), default=0) + 1
    extra = [
        Genummerd(erna + n, correctie(g.volgnr, g.logregel.soort, Correctiereden.GEVOLG, today))
        for n, g in enumerate(weg)
    ]
    return replace(zaak, log=log_van((*regels, *extra)))


def _inhoud(regel: Logregel) -> str:
    """What a step says, whatever the day: the same step is not taken back to be taken again."""
    zegt = {naam: waarde for naam, waarde in regel.gegevens.items() if naam != "kenmerken"}
    return json.dumps([regel.soort, zegt], sort_keys=True)


def _ingehaald(stap: Genummerd, regels: Sequence[Genummerd], weg: Sequence[Genummerd]) -> bool:
    """A taak that was dropped does not come back when a later one of its soort stays: one at a time is enough."""
    return stap.logregel.soort == Soort.TAAK_VERVALLEN and latere_taak(stap.taak, regels, weg)


def latere_taak(taak: Taakwie, regels: Sequence[Genummerd], weg: Sequence[Genummerd] = ()) -> bool:
    """Tell whether a later taak of the same soort stands in the log, apart from what goes."""
    niet_meer = ingetrokken(regels) | {g.volgnr for g in weg}
    taken = (g.taak for g in regels if g.logregel.soort == Soort.TAAK and g.volgnr not in niet_meer)
    return any(soort == taak[0] and poging > taak[1] for soort, poging in taken)


def gebleven(regels: Sequence[Genummerd], van: int, begonnen: Collection[Taakwie]) -> tuple[Genummerd, ...]:
    """Return what the rules did since `van` that no correction calls back: berichten, handovers, taken in hand."""
    weg = ingetrokken(regels)
    erna = [g for g in regels if g.volgnr > van and g.volgnr not in weg and g.regel in _REGELS]
    gedaan = {g.taak for g in regels if g.logregel.soort == Soort.TAAK_AFGEROND and g.volgnr not in weg}
    niet_weg = {g.taak for g in regels if g.logregel.soort in (Soort.BERICHT_VERVALLEN, Soort.BERICHT_MISLUKT)}
    buiten: dict[Soort, Callable[[Genummerd], bool]] = {
        Soort.BERICHT: lambda g: g.taak not in niet_weg,
        Soort.OVERGEDRAGEN: lambda g: True,
        Soort.TAAK: lambda g: g.taak in begonnen or g.taak in gedaan,
    }
    return tuple(g for g in erna if g.logregel.soort in buiten and buiten[g.logregel.soort](g))
