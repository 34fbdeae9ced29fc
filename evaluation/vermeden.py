"""Did signalen keep dwangbevelen and collection costs away? A comparison of groups, never a count of signalen.

"One signaal is one dwangbevel saved" is wrong: many residents would have paid anyway. So the share with a dwangbevel is
compared with that of a group without a signaal, with an interval, and with what must be true for it to be a cause.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from math import sqrt

import numpy as np
from sqlalchemy import Connection

from evaluation.cijfer import Cijfer, Gat, Periode, Vorm, kwartaalnaam
from evaluation.gaten import BELASTINGEN, gaten
from evaluation.statistiek import gemiddelden
from evaluation.statistiek.aandelen import Schatting, Vergelijking, verhouding, verschil_in_lagen
from evaluation.statistiek.balans import SCHEEF, verschil_getal, verschil_soort
from evaluation.vermedenrijen import EERSTE_KANS, NIET_GESPROKEN, Opzet, Z, Zaakfeit, zaakfeiten
from evaluation.volgen import KLEINSTE_GROEP, legt_vast
from rules.kleinecijfers import GRENS, cijfer
from rules.log import Soort

VOLGEN_D = 182
"""How long a zaak is followed when nothing else is asked."""

TOEVAL = 2.5
"""A standardised difference of so many standard errors is seldom chance, also when a few facts are looked at."""

ZAAD = 1
DOEL = 0.5
"""Goal 3 of the experiment: about 50 % less coercion (evaluatie §1.1)."""


class Methode(StrEnum):
    """With what the zaken with a signaal are compared."""

    WACHTLIJST = "wachtlijst"
    VOOR_NA = "voor en na"
    ANDERE_GEMEENTE = "andere gemeente"


class Oordeel(StrEnum):
    """What can be said about a goal."""

    BEHAALD = "behaald"
    NIET_BEHAALD = "niet behaald"
    NIET_TE_ZEGGEN = "niet te zeggen"


GROEPEN: dict[Methode, tuple[str, str]] = {
    Methode.WACHTLIJST: ("zaken waarvan het signaal meteen overging", "zaken waarvan het signaal moest wachten omdat "
                         "het hoogste aantal van die dag was bereikt"),
    Methode.VOOR_NA: ("zaken met een aanmaning vanaf het eerste signaal", "zaken met een aanmaning ruim voor het "
                      "eerste signaal"),
    Methode.ANDERE_GEMEENTE: ("zaken in de gemeente met signalen", "zaken in de gemeente zonder signalen"),
}  # fmt: skip

AANNAMES: dict[Methode, tuple[str, ...]] = {
    Methode.WACHTLIJST: (
        "Wie moest wachten, verschilt verder niet van wie meteen overging: alleen de drukte op die dag maakte uit.",
        "Ging een signaal na het wachten toch nog over, dan telt de zaak mee bij de wachtenden. "
        "Het echte verschil is dan waarschijnlijk groter dan hier staat.",
        "Na een signaal wacht Gemeentebelastingen eerst op hulp. Een deel van het verschil kan daardoor uitstel zijn: "
        "dan komt het dwangbevel later alsnog.",
    ),
    Methode.VOOR_NA: (
        "Behalve de signalen veranderde er niets: niet de inwoners, niet de economie, niet de werkwijze.",
        "Dwangbevelen zijn de hele periode op dezelfde manier vastgelegd.",
        "Voor het eerste signaal dat hier is vastgelegd, gaf de gemeente ook op een andere manier geen signalen.",
    ),
    Methode.ANDERE_GEMEENTE: (
        "De gemeenten verschillen verder niet: niet in inwoners en niet in hoe snel zij een dwangbevel uitvaardigen.",
        "De gemeenten leggen dwangbevelen op dezelfde manier vast.",
        "Zaken van een gemeente lijken op elkaar. Daar is geen rekening mee gehouden: de marge is eigenlijk breder.",
    ),
}
VOOR_ALLE = (
    "Een zaak telt alleen mee als hij bij het begin nog geen betekend dwangbevel had, en als wij hem de hele tijd "
    "konden volgen.",
    "Een signaal is niet hetzelfde als een voorkomen dwangbevel: veel inwoners hadden ook zonder signaal betaald.",
)


@dataclass(frozen=True)
class Groep:
    """One group. `dwangbevelen` and `deel` are None when the count is too small to show."""

    aantal: int
    dwangbevelen: int | None
    deel: float | None


@dataclass(frozen=True)
class Uitkomst:
    """The difference between zaken with and without a signaal, or in `reden` why it cannot be said."""

    methode: Methode
    dagen: int
    met: Groep | None = None
    zonder: Groep | None = None
    verschil: Schatting | None = None
    """Share with a dwangbevel, with minus without; below zero: fewer dwangbevelen with a signaal."""
    vermindering: Schatting | None = None
    """By which part dwangbevelen became fewer (0.5: half)."""
    kosten: Schatting | None = None
    """Collection costs per zaak in cents, with minus without."""
    aannames: tuple[str, ...] = ()
    gaten: tuple[Gat, ...] = ()
    reden: str = ""


Laag = tuple[list[Zaakfeit], list[Zaakfeit]]
"""Zaken that may be compared with each other: with a signaal, and without."""


def wachtlijst(
    db: Connection, periode: Periode, gemeenten: Sequence[str], dagen: int = VOLGEN_D, zaad: int = ZAAD
) -> Uitkomst:
    """Compare signalen that went at once with those held back only by the daily maximum, in one gemeente and quarter.

    The group is that of the first day on which the signaal could go, whatever came later: otherwise those who waited
    long enough without a dwangbevel would count twice in favour of the signaal.
    """

    def indeling(gemeente: str, start: date, wachtte: bool) -> tuple[bool, str]:
        return not wachtte, f"{gemeente} {kwartaalnaam(start)}"

    weten = legt_vast(db, Soort.DWANGBEVEL_BETEKEND, gemeenten)
    opzet = Opzet(periode, weten, dagen, EERSTE_KANS, indeling, NIET_GESPROKEN)
    return _uitkomst(db, Methode.WACHTLIJST, opzet, zaad)


def voor_na(
    db: Connection, periode: Periode, begin: Mapping[str, date], dagen: int = VOLGEN_D, zaad: int = ZAAD
) -> Uitkomst:
    """Compare all zaken with an aanmaning from a day on with those whose whole time of following lay before it.

    `begin` is that day per gemeente. All zaken with an aanmaning count, with and without a signaal: who gets a signaal
    is not left to chance.
    """

    def indeling(gemeente: str, start: date, _: bool) -> tuple[bool, str] | None:
        if start >= begin[gemeente]:
            return True, gemeente
        return (False, gemeente) if start + timedelta(days=dagen) < begin[gemeente] else None

    weten = legt_vast(db, Soort.DWANGBEVEL_BETEKEND, sorted(begin))
    return _uitkomst(db, Methode.VOOR_NA, Opzet(periode, weten, dagen, Z.aanmaning_op, indeling), zaad)


def andere_gemeente(
    db: Connection, periode: Periode, met: Mapping[str, date], zonder: Sequence[str], dagen: int = VOLGEN_D,
    zaad: int = ZAAD,
) -> Uitkomst:  # fmt: skip
    """Compare all zaken with an aanmaning in gemeenten with signalen with those elsewhere, in the same quarter.

    `met` says since when each gives signalen: a zaak of before that day counts on neither side.
    """
    weten = legt_vast(db, Soort.DWANGBEVEL_BETEKEND, [*met, *zonder])

    def indeling(gemeente: str, start: date, _: bool) -> tuple[bool, str] | None:
        kwartaal = kwartaalnaam(start)
        return (gemeente in met, kwartaal) if gemeente not in met or start >= met[gemeente] else None

    return _uitkomst(db, Methode.ANDERE_GEMEENTE, Opzet(periode, weten, dagen, Z.aanmaning_op, indeling), zaad)


def oordeel(uitkomst: Uitkomst) -> Oordeel:
    """Return whether goal 3 was met: only when the whole interval lies on one side of 50 % less."""
    minder = uitkomst.vermindering
    if minder is None or minder.onder < DOEL <= minder.boven:
        return Oordeel.NIET_TE_ZEGGEN
    return Oordeel.BEHAALD if minder.onder >= DOEL else Oordeel.NIET_BEHAALD


def doel3(uitkomst: Uitkomst) -> Cijfer:
    """Return goal 3 as a figure: by which part dwangbevelen became fewer, or why that cannot be said."""
    met, zonder = GROEPEN[uitkomst.methode]
    definitie = (
        f"Hoeveel kleiner het deel met een betekend dwangbevel binnen {uitkomst.dagen} dagen is bij {met} dan bij "
        f"{zonder}. 50 % is de helft minder."
    )
    leeg = Cijfer("doel3_dwangbevelen", definitie, "evaluatie §1.1, doel 3", Vorm.AANDEEL, gaten=uitkomst.gaten)
    minder = uitkomst.vermindering
    if minder is None:
        return replace(leeg, reden=uitkomst.reden or GEEN_DWANGBEVEL)
    return replace(leeg, waarde=minder.waarde, onder=minder.onder, boven=minder.boven)


NIET_VASTGELEGD = "Dit is niet te zeggen: de gemeente legde geen betekende dwangbevelen vast."
TE_WEINIG = (
    f"Dit is niet te zeggen: een van de twee groepen heeft minder dan {KLEINSTE_GROEP} zaken die wij konden volgen."
)
GEEN_DWANGBEVEL = "Dit is niet te zeggen: in de groep zonder signaal waren geen dwangbevelen om mee te vergelijken."


def _uitkomst(db: Connection, methode: Methode, opzet: Opzet, zaad: int) -> Uitkomst:
    vast = Uitkomst(methode, opzet.dagen, gaten=gaten(db, (BELASTINGEN,)))
    if not opzet.gemeenten:
        return replace(vast, reden=NIET_VASTGELEGD)
    lagen = _lagen(zaakfeiten(db, opzet))
    met, zonder = ([f for laag in lagen for f in laag[kant]] for kant in (0, 1))
    if min(len(met), len(zonder)) < KLEINSTE_GROEP:
        return replace(vast, reden=TE_WEINIG)
    tellingen = [Vergelijking(*_tel(laag[0]), *_tel(laag[1])) for laag in lagen]
    klein = min(_tel(met)[0], _tel(zonder)[0]) < GRENS
    deel = verhouding(tellingen)
    minder = Schatting(1 - deel.waarde, 1 - deel.boven, 1 - deel.onder) if deel else None
    legt_kosten_vast = legt_vast(db, Soort.KOSTEN, sorted(opzet.gemeenten)) == frozenset(opzet.gemeenten)
    return replace(
        vast,
        met=_groep(met),
        zonder=_groep(zonder),
        verschil=_grof(verschil_in_lagen(tellingen), klein),
        vermindering=minder and _grof(minder, klein),
        kosten=_kosten(lagen, zaad) if legt_kosten_vast else None,
        aannames=(*AANNAMES[methode], *VOOR_ALLE, *_let_op(methode, met, zonder)),
    )


def _kosten(lagen: Sequence[Laag], zaad: int) -> Schatting:
    bedragen = [tuple(np.array([f.kosten for f in kant], float) for kant in laag) for laag in lagen]
    return gemiddelden.verschil([(met, zonder) for met, zonder in bedragen], zaad)


def _lagen(feiten: Iterable[Zaakfeit]) -> list[Laag]:
    """Put zaken in layers; a layer without enough zaken in both groups compares nothing and does not count."""
    per_laag: dict[str, Laag] = defaultdict(lambda: ([], []))
    for feit in feiten:
        per_laag[feit.laag][0 if feit.met else 1].append(feit)
    return [laag for _, laag in sorted(per_laag.items()) if min(len(laag[0]), len(laag[1])) >= GRENS]


def _tel(feiten: Sequence[Zaakfeit]) -> tuple[int, int]:
    return sum(f.dwangbevel for f in feiten), len(feiten)


def _groep(feiten: Sequence[Zaakfeit]) -> Groep:
    gebeurd, aantal = _tel(feiten)
    return Groep(aantal, gebeurd, gebeurd / aantal) if gebeurd >= GRENS else Groep(aantal, None, None)


def _grof(schatting: Schatting, klein: bool) -> Schatting:
    """Round an estimate to whole points where it would give away a count that is not shown."""
    if not klein:
        return schatting
    return Schatting(round(schatting.waarde, 2), round(schatting.onder, 2), round(schatting.boven, 2))


def _let_op(methode: Methode, met: Sequence[Zaakfeit], zonder: Sequence[Zaakfeit]) -> list[str]:
    """Return what the data themselves say against a comparison."""
    verschillen = {
        "de hoogte van de aanslag": verschil_getal([f.bedrag for f in met], [f.bedrag for f in zonder]),
        "de soort belasting": verschil_soort([f.belastingsoort for f in met], [f.belastingsoort for f in zonder]),
        "de doelgroep": verschil_soort([f.doelgroep for f in met], [f.doelgroep for f in zonder]),
    }
    zinnen: list[str] = []
    grens = max(SCHEEF, TOEVAL * sqrt(1 / len(met) + 1 / len(zonder)))
    if scheef := [naam for naam, d in verschillen.items() if d > grens]:
        zinnen.append(f"Let op: de groepen verschillen in {' en '.join(scheef)}. Dat kan het verschil ook verklaren.")
    later = sum(f.later for f in zonder)
    if methode is Methode.WACHTLIJST and later:
        zinnen.append(f"Van de {len(zonder)} wachtende signalen gingen er {cijfer(later)} later toch over.")
    return zinnen
