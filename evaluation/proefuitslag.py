"""What came out of a proef, and may anybody conclude from it? Once, at the planned size, and not when it went wrong.

The test is that of two shares (two-sided, normal approximation, pooled); the interval is Newcombe's. With more than two
arms each is compared with the first and the level is divided by the number of comparisons (Bonferroni).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import sqrt
from typing import Any

from sqlalchemy import Connection

from evaluation.cijfer import Vorm
from evaluation.cijfertekst import getal
from evaluation.proefrijen import Deelnemer, Verloop, lees_verloop, namen_in_log
from evaluation.statistiek.aandelen import Schatting, Vergelijking, newcombe, onderscheid, toets
from evaluation.statistiek.balans import SCHEEF, verschil_soort
from rules.beleid import Beleid
from rules.kleinecijfers import GRENS
from rules.proef import PER_BLOK, Arm, Maat, Proef
from rules.proefplan import ALFA

TOEVAL = 3.5
"""A standardised difference of so many standard errors is no play of the lot any more (less than 1 in 2,000)."""

OVERSTAP = 0.05
"""So large a part may get what another arm does; beyond that the arms no longer compare what was planned."""

SPELING = 10
"""By so many procentpunt the chance to find the planned difference may fall short of the plan."""

KIJKT_NAAR: dict[Maat, str] = {
    Maat.BETAALD_14D: "betaalde binnen 14 dagen",
    Maat.CONTACT_21D: "had binnen 21 dagen persoonlijk contact",
    Maat.BEREIKT: "werd binnen 91 dagen bereikt",
    Maat.HULP: "nam binnen 91 dagen hulp aan",
}


class Stand(StrEnum):
    """What may be said of a proef."""

    NOG_NIET = "nog niet te zeggen"
    GEEN_CONCLUSIE = "trek geen conclusie"
    VERSCHIL = "er is een verschil"
    GEEN_VERSCHIL = "er is geen verschil gevonden"


@dataclass(frozen=True)
class Armuitslag:
    """One arm: who took part, and how many of them had the outcome. `aantal` is None when it is too small to show."""

    naam: str
    deelnemers: int
    aantal: int | None = None


@dataclass(frozen=True)
class Vergeleken:
    """One arm against the first: the difference of the shares with its interval, and the p-value of no difference."""

    arm: str
    verschil: Schatting
    p: float


@dataclass(frozen=True)
class Uitslag:
    """What came out of one proef. Without a conclusion it holds no outcome of any arm: nobody can peek."""

    proef: Proef
    stand: Stand
    redenen: tuple[str, ...]
    gevolgd: int
    """So many participants were followed to the end."""
    armen: tuple[Armuitslag, ...]
    vergelijkingen: tuple[Vergeleken, ...] = ()
    balans: tuple[tuple[str, float], ...] = ()
    """(what was known at the draw, largest standardised difference between two arms)."""

    @property
    def zinnen(self) -> tuple[str, ...]:
        """The outcome in Dutch."""
        match self.stand:
            case Stand.NOG_NIET:
                return _nog_niet(self)
            case Stand.GEEN_CONCLUSIE:
                return ("Trek geen conclusie uit deze proef.", *self.redenen)
            case Stand.VERSCHIL | Stand.GEEN_VERSCHIL:
                return tuple(_uitkomst(self))

    def als_json(self) -> dict[str, Any]:
        """Return the outcome for a machine: counts, shares and words."""
        return {
            "proef": self.proef.naam, "plan": self.proef.plan, "uitkomst": self.proef.uitkomst.value,
            "stand": self.stand.value, "redenen": list(self.redenen), "gevolgd": self.gevolgd,
            "nodig": self.proef.totaal, "zinnen": list(self.zinnen),
            "armen": [{"naam": a.naam, "deelnemers": a.deelnemers, "aantal": a.aantal} for a in self.armen],
            "verschillen": [
                {"arm": v.arm, "waarde": v.verschil.waarde, "onder": v.verschil.onder, "boven": v.verschil.boven,
                 "p": v.p}
                for v in self.vergelijkingen
            ],
        }  # fmt: skip


def uitslagen(db: Connection, beleid: Beleid, tot: date) -> tuple[Uitslag, ...]:
    """Return the outcome of every proef of a gemeente that has begun; nothing after `tot` counts."""
    return tuple(uitslag(db, beleid.gemeente.slug, p, tot) for p in beleid.proeven if p.start <= tot)


def verdwenen(db: Connection, beleid: Beleid, tot: date) -> tuple[str, ...]:
    """Return the proeven that began and whose plan left the beleid: nobody can say what came out of them."""
    return tuple(sorted(namen_in_log(db, beleid.gemeente.slug, tot) - {proef.naam for proef in beleid.proeven}))


def uitslag(db: Connection, gemeente: str, proef: Proef, tot: date) -> Uitslag:
    """Return the outcome of one proef."""
    return beoordeel(proef, lees_verloop(db, gemeente, proef, tot), tot)


def beoordeel(proef: Proef, verloop: Verloop, tot: date) -> Uitslag:
    """Judge what happened by the plan. What went wrong is said at once; an outcome only at the planned size."""
    deelnemers = [d for d in verloop.deelnemers if d.plaats > 0]
    rijp = [d for d in deelnemers if proef.rijp_op(d.dag) <= tot]
    balans = tuple(_balans(proef, deelnemers))
    redenen = [*_bezwaren(proef, verloop, deelnemers), *_te_klein(proef, deelnemers, tot)]
    if len(rijp) >= proef.totaal:
        redenen += _scheef(balans, proef)
    leeg = tuple(Armuitslag(arm.naam, sum(d.arm == arm.naam for d in deelnemers)) for arm in proef.armen)
    stand = Stand.GEEN_CONCLUSIE if redenen else Stand.NOG_NIET
    if redenen or len(rijp) < proef.totaal:
        return Uitslag(proef, stand, tuple(redenen), len(rijp), leeg, balans=balans)
    armen = tuple(_tel(arm, rijp) for arm in proef.armen)
    vergeleken = tuple(_vergelijk(proef, armen[0], arm) for arm in armen[1:])
    gevonden = any(v.p < _niveau(proef) for v in vergeleken)
    if not gevonden and (zwak := tuple(_te_zwak(proef, armen))):
        return Uitslag(proef, Stand.GEEN_CONCLUSIE, zwak, len(rijp), leeg, balans=balans)
    stand = Stand.VERSCHIL if gevonden else Stand.GEEN_VERSCHIL
    return Uitslag(proef, stand, (), len(rijp), *_zonder_kleine(armen, vergeleken), balans)


def _niveau(proef: Proef) -> float:
    return ALFA / (len(proef.armen) - 1)


def _tel(arm: Arm, rijp: Sequence[Deelnemer]) -> Armuitslag:
    uitkomsten = [d.uitkomst for d in rijp if d.arm == arm.naam]
    return Armuitslag(arm.naam, len(uitkomsten), sum(uitkomsten))


def _vergelijk(proef: Proef, gewoon: Armuitslag, arm: Armuitslag) -> Vergeleken:
    telling = Vergelijking(arm.aantal or 0, arm.deelnemers, gewoon.aantal or 0, gewoon.deelnemers)
    return Vergeleken(arm.naam, newcombe(telling, 1 - _niveau(proef)), toets(telling))


def _zonder_kleine(
    armen: tuple[Armuitslag, ...], vergeleken: tuple[Vergeleken, ...]
) -> tuple[tuple[Armuitslag, ...], tuple[Vergeleken, ...]]:
    """Hide every count when one could tell of a few residents: a difference gives the other one away."""
    if all(GRENS <= (a.aantal or 0) <= a.deelnemers - GRENS for a in armen):
        return armen, vergeleken
    return tuple(Armuitslag(a.naam, a.deelnemers) for a in armen), ()


def _bezwaren(proef: Proef, verloop: Verloop, deelnemers: Sequence[Deelnemer]) -> Iterator[str]:
    """Say what happened that makes the arms no longer comparable."""
    if verloop.onder_ander_plan:
        yield "Het plan is na de start veranderd. Begin opnieuw met een nieuwe naam en een nieuw plan."
    if not _is_volgens_de_loting(proef, deelnemers):
        yield "De verdeling over de armen is niet die van de loting in het plan."
    overgestapt = sum(d.overgestapt for d in deelnemers)
    if overgestapt > OVERSTAP * len(deelnemers):
        deel = getal(overgestapt / len(deelnemers), Vorm.AANDEEL)
        yield f"Te veel deelnemers kregen iets anders dan hun arm: {deel}. Hoogstens 5 % mag."
    if verloop.andere_tekst:
        yield f"De tekst van een brief veranderde tijdens de proef: {', '.join(verloop.andere_tekst)}."
    if verloop.gaten:
        maanden = ", ".join(f"{m:%Y-%m}" for m in verloop.gaten)
        yield f"Er kwamen niet alle gegevens binnen over wie betaalde. Het gaat om: {maanden}."


def _is_volgens_de_loting(proef: Proef, deelnemers: Sequence[Deelnemer]) -> bool:
    """Do the draw again: every place of every stratum once, with the card of the plan."""
    per_stratum: dict[str, dict[int, str]] = defaultdict(dict)
    for d in deelnemers:
        per_stratum[d.stratum][d.plaats] = d.arm
    if sum(len(plaatsen) for plaatsen in per_stratum.values()) != len(deelnemers):
        return False
    kaarten = PER_BLOK * len(proef.armen)
    for stratum, plaatsen in per_stratum.items():
        blokken = range(-(-len(plaatsen) // kaarten))
        plan = [arm.naam for nummer in blokken for arm in proef.blok(stratum, nummer)]
        if [plaatsen.get(n) for n in range(1, len(plaatsen) + 1)] != plan[: len(plaatsen)]:
            return False
    return True


def _te_klein(proef: Proef, deelnemers: Sequence[Deelnemer], tot: date) -> Iterator[str]:
    if tot > proef.einde and len(deelnemers) < proef.totaal:
        yield (
            f"De proef is voorbij en had {len(deelnemers)} deelnemers; {proef.totaal} waren nodig. Een verschil van "
            f"{proef.effect} procentpunt is zo niet goed te zien."
        )


def _kans(proef: Proef, armen: Sequence[Armuitslag]) -> float:
    """Return the chance to find the planned difference, with the share that the first arm really had."""
    kleinste, effect = min(arm.deelnemers for arm in armen), proef.effect / 100
    basis = (armen[0].aantal or 0) / armen[0].deelnemers
    return onderscheid(kleinste, min(basis, 1 - effect), effect, 1 - _niveau(proef))


def _te_zwak(proef: Proef, armen: Sequence[Armuitslag]) -> Iterator[str]:
    """A plan that expected another share finds less than it promised: then nothing found says nothing."""
    if 100 * (kans := _kans(proef, armen)) < proef.onderscheid - SPELING:
        yield (
            f"De uitkomst kwam in de arm {armen[0].naam} veel vaker of minder vaak voor dan het plan verwachtte. Een "
            f"verschil van {proef.effect} procentpunt was zo maar met een kans van {getal(kans, Vorm.AANDEEL)} te zien."
        )


def _balans(proef: Proef, deelnemers: Sequence[Deelnemer]) -> Iterator[tuple[str, float]]:
    """Return for each thing that was known at the draw how much the arms differ in it at most."""
    per_arm = [[d for d in deelnemers if d.arm == arm.naam] for arm in proef.armen]
    if not all(per_arm):
        return
    for naam in deelnemers[0].kenmerken:
        waarden = [[d.kenmerken[naam] for d in arm] for arm in per_arm]
        yield naam, max(verschil_soort(anders, waarden[0]) for anders in waarden[1:])


def _scheef(balans: Sequence[tuple[str, float]], proef: Proef) -> Iterator[str]:
    grens = max(SCHEEF, TOEVAL * sqrt(2 / proef.omvang))
    if scheef := [naam for naam, verschil in balans if verschil > grens]:
        yield f"De armen waren vooraf al verschillend in: {', '.join(scheef)}."


def _nog_niet(u: Uitslag) -> tuple[str, ...]:
    return (
        "Nog niet te zeggen.",
        f"Van de {u.proef.totaal} deelnemers uit het plan zijn er {u.gevolgd} lang genoeg gevolgd. "
        f"Er ontbreken er nog {u.proef.totaal - u.gevolgd}.",
        "Kijk pas als iedereen is gevolgd. Wie eerder kijkt, ziet te vaak een verschil dat er niet is.",
    )


def _uitkomst(u: Uitslag) -> Iterator[str]:
    yield f"{u.stand.value.capitalize()}."
    if not u.vergelijkingen:
        yield "De aantallen zijn te klein om te tonen."
        return
    for arm in u.armen:
        deel = getal((arm.aantal or 0) / arm.deelnemers, Vorm.AANDEEL)
        yield f"In de arm {arm.naam} {KIJKT_NAAR[u.proef.uitkomst]}: {arm.aantal} van de {arm.deelnemers} ({deel})."
    zeker = getal(1 - _niveau(u.proef), Vorm.AANDEEL)
    for v in u.vergelijkingen:
        waarde, onder, boven = (
            getal(x, Vorm.VERSCHIL) for x in (v.verschil.waarde, v.verschil.onder, v.verschil.boven)
        )
        yield f"Arm {v.arm} verschilt {waarde} van arm {u.armen[0].naam}."
        yield f"Het echte verschil ligt {zeker} zeker tussen {onder} en {boven}."
    if u.stand is Stand.GEEN_VERSCHIL:
        kans = getal(_kans(u.proef, u.armen), Vorm.AANDEEL)
        yield "Dat betekent niet dat er geen verschil is."
        yield f"Een verschil van {u.proef.effect} procentpunt had deze proef met een kans van {kans} gevonden."
