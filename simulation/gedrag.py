"""How do residents react to a bericht, and what does staff do with a taak? Pure and seeded, for the demo.

One question, one answer: `reactie(...)` gives the facts that follow from one step, in the words of a story
(contracts: Stories), so that the demo records them as a story does. The answer depends on the seed, the key of the
person, the step and the attempt: not on the order of asking and not on the day, which only says when it happens.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rules.woorden import Berichtsoort, Dagdeel, Taaksoort, Zaaksoort
from simulation import gedragscijfers as cijfers
from simulation.bevolking import Betaalgedrag, Bewoner
from simulation.kans import dobbelsteen, kies, werkdagen_later


@dataclass(frozen=True)
class Profiel:
    """What makes one resident react as he does, on this occasion. Openstaand: municipal tax in cents."""

    gedrag: Betaalgedrag
    zaaksoort: Zaaksoort = Zaaksoort.INCASSO
    openstaand: int = 0
    crisis: bool = False
    vertrokken: bool = False
    overleden: bool = False


@dataclass(frozen=True)
class Feit:
    """One fact on one calendar day; `zin` is what a story says after date and name."""

    dag: date
    zin: str

    def verhaalregel(self, naam: str) -> str:
        """Return the whole line of a story."""
        return f"{self.dag.isoformat()} {naam} {self.zin}"


@dataclass(frozen=True)
class Reactie:
    """Everything that follows from one step, oldest first; later facts may lie months ahead."""

    feiten: tuple[Feit, ...]

    def op(self, dag: date) -> tuple[str, ...]:
        """Return the sentences of one day."""
        return tuple(feit.zin for feit in self.feiten if feit.dag == dag)


@dataclass(frozen=True)
class _Moment:
    """One step of one person, with the dice that belong to it."""

    poging: int
    dag: date
    profiel: Profiel
    dobbel: Random

    def over(self, laagste: int, hoogste: int) -> date:
        """Return a day so many calendar days later."""
        return self.dag + timedelta(days=self.dobbel.randint(laagste, hoogste))

    def gebeurt(self, kans: float) -> bool:
        """Throw the dice once."""
        return self.dobbel.random() < kans


Feiten = Iterator[Feit]


def profiel_van(bewoner: Bewoner, zaaksoort: Zaaksoort, openstaand: int = 0, crisis: bool = False) -> Profiel:
    """Return the profiel of a resident for one zaak; openstaand is his municipal tax in cents."""
    overleden = bewoner.overleden_op is not None
    return Profiel(bewoner.gedrag, zaaksoort, openstaand, crisis, bewoner.vertrokken, overleden)


def reactie(persoon_sleutel: str, stap: str, poging: int, dag: date, zaad: int, profiel: Profiel) -> Reactie | None:
    """Return what follows from a step taken on `dag`, or None when nothing does.

    `stap` is a Berichtsoort (how the resident reacts) or a Taaksoort (what staff does). Give every zaak of a person a
    key of its own, else he reacts to a second melding exactly as to the first. Raises ValueError for another word.
    """
    dobbel = dobbelsteen("gedrag", zaad, persoon_sleutel, profiel.zaaksoort, stap, poging)
    moment = _Moment(poging, dag, profiel, dobbel)
    feiten = TAKEN[Taaksoort(stap)](moment) if stap in TAKEN else _op_bericht(Berichtsoort(stap), moment)
    gesorteerd = tuple(sorted(feiten, key=lambda feit: feit.dag))
    return Reactie(gesorteerd) if gesorteerd else None


def _op_bericht(soort: Berichtsoort, m: _Moment) -> Feiten:
    """A letter comes back, or the resident does one thing about it, or nothing. An sms only points at a letter."""
    per_gedrag = cijfers.NA_BRIEF.get(soort)
    if per_gedrag is None or m.profiel.overleden:
        return
    if m.gebeurt(cijfers.POST_RETOUR[m.profiel.vertrokken]):
        yield Feit(m.over(4, 8), "post retour")
        return
    dag = m.over(*cijfers.REACTIEDAGEN.get(soort, cijfers.ANDERE_REACTIEDAGEN))
    yield from _doe(kies(m.dobbel, per_gedrag[m.profiel.gedrag]), m, dag)


def _doe(wat: str, m: _Moment, dag: date) -> Feiten:
    """Pay, ask or object; only who owes the gemeente something can."""
    if wat == "geen contact":
        yield Feit(dag, "wil geen contact")
    elif m.profiel.openstaand > 0 and wat in DADEN:
        yield from DADEN[wat](m, dag)


def _betaalt(m: _Moment, dag: date) -> Feiten:
    yield Feit(dag, "betaalt alles")


def _betaalt_een_deel(m: _Moment, dag: date) -> Feiten:
    yield Feit(dag, f"betaalt {_euro(max(1_00, m.profiel.openstaand // 300 * 100))}")


def _vraagt_kwijtschelding(m: _Moment, dag: date) -> Feiten:
    """The decision comes after some weeks."""
    yield Feit(dag, "kwijtschelding aangevraagd")
    antwoord = "toegekend" if m.gebeurt(cijfers.VERZOEK_TOEGEKEND) else "afgewezen"
    yield Feit(dag + timedelta(days=m.dobbel.randint(18, 42)), f"kwijtschelding {antwoord}")


def _vraagt_uitstel(m: _Moment, dag: date) -> Feiten:
    """Short delay; most of those who get it pay on the last day but one."""
    yield Feit(dag, "uitstel aangevraagd")
    beslist = dag + timedelta(days=m.dobbel.randint(4, 8))
    if not m.gebeurt(cijfers.UITSTEL_VERLEEND):
        yield Feit(beslist, "uitstel afgewezen")
        return
    tot = beslist + timedelta(days=m.dobbel.randint(45, 90))
    yield Feit(beslist, f"uitstel verleend tot {tot.isoformat()}")
    if m.gebeurt(cijfers.BETAALT_NA_UITSTEL):
        yield Feit(tot - timedelta(days=1), "betaalt alles")


def _treft_regeling(m: _Moment, dag: date) -> Feiten:
    """Six monthly terms; some arrangements break after the second."""
    yield Feit(dag, "regeling getroffen")
    breekt = m.gebeurt(cijfers.REGELING_BREEKT)
    termijn = _euro(max(1_00, m.profiel.openstaand // 6))
    for nummer in range(1, 3 if breekt else 6):
        yield Feit(dag + timedelta(days=30 * nummer), f"betaalt {termijn}")
    yield Feit(dag + timedelta(days=102 if breekt else 180), "regeling gebroken" if breekt else "betaalt alles")


def _maakt_bezwaar(m: _Moment, dag: date) -> Feiten:
    yield Feit(dag, "bezwaar ingediend")
    yield Feit(dag + timedelta(days=m.dobbel.randint(28, 60)), "bezwaar afgedaan")


DADEN: dict[str, Callable[[_Moment, date], Feiten]] = {
    "betaalt": _betaalt,
    "deel": _betaalt_een_deel,
    "kwijtschelding": _vraagt_kwijtschelding,
    "uitstel": _vraagt_uitstel,
    "regeling": _treft_regeling,
    "bezwaar": _maakt_bezwaar,
}


def _gedaan_op(m: _Moment) -> date:
    return werkdagen_later(m.dag, kies(m.dobbel, cijfers.WERKDAGEN))


def _bellen(m: _Moment) -> Feiten:
    """Staff calls twice in office hours and then in the evening, when somebody has that shift."""
    avond = m.poging >= 3 and not m.gebeurt(cijfers.GEEN_AVOND)
    dagdeel = Dagdeel.AVOND if avond else m.dobbel.choice([Dagdeel.OCHTEND, Dagdeel.MIDDAG])
    yield from _poging(m, Taaksoort.BELLEN, _gedaan_op(m), dagdeel, cijfers.BEREIKT_OP_DAGDEEL[dagdeel])


def _huisbezoek(m: _Moment) -> Feiten:
    """Visits are in office hours and on Thursday evening (vs.huisbezoek_vensters)."""
    dag = _gedaan_op(m)
    keuze = [Dagdeel.OCHTEND, Dagdeel.MIDDAG, *([Dagdeel.AVOND] if dag.isoweekday() == 4 else [])]
    dagdeel = m.dobbel.choice(keuze)
    yield from _poging(m, Taaksoort.HUISBEZOEK, dag, dagdeel, cijfers.BEREIKT_BIJ_BEZOEK[dagdeel])


def _crisis(m: _Moment) -> Feiten:
    """Eviction or disconnection is near: the same day or the next (Wgs art. 4 lid 2)."""
    dag = werkdagen_later(m.dag, kies(m.dobbel, cijfers.WERKDAGEN_CRISIS))
    yield from _poging(m, Taaksoort.CRISIS, dag, m.dobbel.choice(list(Dagdeel)), cijfers.BEREIKT_BIJ_CRISIS)


def _poging(m: _Moment, soort: Taaksoort, dag: date, dagdeel: Dagdeel, kans: float) -> Feiten:
    """One attempt to reach somebody, and what the resident says."""
    bereikt = m.gebeurt(kans * cijfers.NEEMT_OP[m.profiel.gedrag])
    if not bereikt or m.profiel.overleden or m.profiel.vertrokken:
        yield Feit(dag, f"taak {soort}: niet bereikt {dagdeel}")
        return
    incasso = m.profiel.zaaksoort == Zaaksoort.INCASSO
    antwoord = kies(m.dobbel, cijfers.ANTWOORD_INCASSO if incasso else cijfers.ANTWOORD_VROEGSIGNALERING)
    belofte = dag + timedelta(days=m.dobbel.randint(6, 12))
    datum = f" {belofte.isoformat()}" if antwoord == "betaalbelofte" else ""
    yield Feit(dag, f"taak {soort}: bereikt {dagdeel}, {antwoord}{datum}")
    if incasso:
        yield from _komt_na(antwoord, m, dag, belofte)


def _komt_na(antwoord: str, m: _Moment, dag: date, belofte: date) -> Feiten:
    """What the resident does about his tax after the conversation."""
    if antwoord == "al betaald":
        yield from _doe("betaalt", m, dag + timedelta(days=m.dobbel.randint(1, 4)))
    elif antwoord == "betaalbelofte" and m.gebeurt(cijfers.BETAALT_NA_BELOFTE):
        yield from _doe("betaalt", m, belofte - timedelta(days=1))
    elif antwoord == "regelt zelf":
        yield from _doe(m.dobbel.choice(["regeling", "betaalt", "niets"]), m, dag + timedelta(days=3))


def _gesprek(m: _Moment) -> Feiten:
    """The first conversation: within four weeks, three working days in a crisis (Wgs art. 4)."""
    crisis = m.profiel.crisis
    dagen = cijfers.WERKDAGEN_GESPREK_CRISIS if crisis else cijfers.WERKDAGEN_GESPREK
    dag = werkdagen_later(m.dag, m.dobbel.randint(*dagen))
    if m.gebeurt(cijfers.NIET_VERSCHENEN):
        yield Feit(dag, f"taak {Taaksoort.GESPREK_PLANNEN}: niet verschenen")
        return
    vervolg = kies(m.dobbel, cijfers.GESPREK)
    yield Feit(dag, f"taak {Taaksoort.GESPREK_PLANNEN}: gesprek gevoerd, {vervolg}")
    yield from _doe(kies(m.dobbel, cijfers.NA_GESPREK), m, dag + timedelta(days=m.dobbel.randint(2, 7)))
    if vervolg == "vervolghulp financieel" and m.gebeurt(cijfers.AANMELDING_SCHULDHULP):
        yield Feit(dag + timedelta(days=m.dobbel.randint(7, 21)), "bekend bij schuldhulp")


def _zoeken(m: _Moment) -> Feiten:
    gevonden = m.gebeurt(cijfers.NUMMER_GEVONDEN)
    uitkomst = "telefoonnummer gevonden" if gevonden else "niet gevonden"
    yield Feit(_gedaan_op(m), f"taak {Taaksoort.CONTACTGEGEVENS_ZOEKEN}: {uitkomst}")


def _dwangbevel(m: _Moment) -> Feiten:
    """The invorderingsambtenaar judges the whole file; what is issued is served some days later."""
    dag = _gedaan_op(m)
    if not m.gebeurt(cijfers.DWANGBEVEL_UITGEVAARDIGD):
        yield Feit(dag, f"taak {Taaksoort.DWANGBEVEL_BEOORDELEN}: niet uitvaardigen")
        return
    yield Feit(dag, f"taak {Taaksoort.DWANGBEVEL_BEOORDELEN}: uitvaardigen")
    yield Feit(dag + timedelta(days=m.dobbel.randint(4, 9)), "dwangbevel betekend")


def _uitval(m: _Moment) -> Feiten:
    uitkomst = "opgelost" if m.gebeurt(cijfers.UITVAL_OPGELOST) else "niet gevonden"
    yield Feit(_gedaan_op(m), f"taak {Taaksoort.UITVAL_UITZOEKEN}: {uitkomst}")


def _bezorging(m: _Moment) -> Feiten:
    yield Feit(_gedaan_op(m), f"taak {Taaksoort.ONZEKERE_BEZORGING}: opgelost")


def _reactie_lezen(m: _Moment) -> Feiten:
    yield Feit(_gedaan_op(m), f"taak {Taaksoort.REACTIE_LEZEN}: opgelost")


TAKEN: dict[Taaksoort, Callable[[_Moment], Feiten]] = {
    Taaksoort.BELLEN: _bellen,
    Taaksoort.HUISBEZOEK: _huisbezoek,
    Taaksoort.CRISIS: _crisis,
    Taaksoort.GESPREK_PLANNEN: _gesprek,
    Taaksoort.CONTACTGEGEVENS_ZOEKEN: _zoeken,
    Taaksoort.DWANGBEVEL_BEOORDELEN: _dwangbevel,
    Taaksoort.UITVAL_UITZOEKEN: _uitval,
    Taaksoort.ONZEKERE_BEZORGING: _bezorging,
    Taaksoort.REACTIE_LEZEN: _reactie_lezen,
}


def _euro(centen: int) -> str:
    return f"{centen // 100},{centen % 100:02}"
