"""Which aanslagen does Gemeentebelastingen impose in the demo year, and what happens to them of its own accord?

Only what does not depend on a letter of Tijdig stands here: who pays before the first herinnering, whose incasso
bounces, who gets kwijtschelding without asking. The rest is behaviour (gedrag.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from rules.levering import Belastingsoort, MutatieRij, Mutatiesoort, VorderingRij
from simulation.bevolking import Betaalgedrag, Bevolking, Bewoner
from simulation.kans import dobbelsteen, kies

DAGTEKENING, VERVALDAG = date(2026, 2, 28), date(2026, 5, 31)
"""The yearly peak: one combined aanslag for everybody on one day (evaluatie §5.4)."""

# Tariffs of Voorbeeldstad, in cents; invented, of the size that is usual.
AFVAL_EEN, AFVAL_MEER = 268_40, 389_75
RIOOL_GEBRUIKER, RIOOL_EIGENAAR = 96_00, 214_60
HOND = 84_60
NAHEFFING = 3_10 + 82_00
"""One hour of parking and the national maximum of the costs in 2026 (Gemeentewet art. 234)."""

GEEN_AANSLAG = 0.04
KANS_OP_HOND = 0.12
KANS_OP_NAHEFFING = 0.05

_VERLOOP: dict[str, float] = {
    "wacht": 0.75, "vroeg": 0.07, "incasso": 0.04, "automatisch kwijt": 0.03, "vraagt kwijtschelding": 0.03,
    "net te laat": 0.02, "regeling": 0.02, "uitstel": 0.02, "bezwaar": 0.02,
}  # fmt: skip
"""What happens before the herinnering; our assumption. The extract of a real suite holds far more early payers."""


@dataclass(frozen=True)
class Aanslag:
    """One aanslagnummer with its regels; amounts in cents."""

    nummer: str
    bewoner: Bewoner
    regels: tuple[tuple[Belastingsoort, int], ...]
    dagtekening: date = DAGTEKENING
    vervaldag: date = VERVALDAG

    @property
    def bedrag(self) -> int:
        """The whole amount in cents."""
        return sum(bedrag for _, bedrag in self.regels)

    def rijen(self) -> tuple[VorderingRij, ...]:
        """Return the rows of the extract."""
        return tuple(
            VorderingRij(
                self.nummer, str(nummer), self.bewoner.persoon, soort, 2026, bedrag, bedrag, self.dagtekening,
                self.vervaldag,
            )
            for nummer, (soort, bedrag) in enumerate(self.regels, start=1)
        )  # fmt: skip


@dataclass(frozen=True)
class Belastingjaar:
    """Everything that the tax suite tells in 2026 apart from reactions to letters."""

    aanslagen: tuple[Aanslag, ...]
    mutaties: tuple[MutatieRij, ...]


def belastingjaar(bevolking: Bevolking, ook: frozenset[str] = frozenset()) -> Belastingjaar:
    """Return the year of a population. `ook`: residents known elsewhere; who is known nowhere has at least a dog."""
    dobbel = dobbelsteen("belastingjaar", bevolking.zaad, len(bevolking.bewoners))
    gecombineerd: list[Aanslag] = []
    for huishouden in bevolking.huishoudens:
        for bewoner in huishouden:
            if regels := _regels(dobbel, bewoner, len(huishouden), bewoner.sleutel in ook):
                gecombineerd.append(Aanslag(f"2026-1{len(gecombineerd) + 1:06}", bewoner, regels))
    parkeren = _naheffingen(dobbel, bevolking)
    mutaties = [m for aanslag in gecombineerd for m in _verloop(dobbel, aanslag)]
    mutaties += [m for aanslag in parkeren for m in _betaalt_naheffing(dobbel, aanslag)]
    mutaties.sort(key=lambda m: (m.datum, m.aanslagnummer))
    return Belastingjaar((*gecombineerd, *parkeren), tuple(mutaties))


def _regels(
    dobbel: Random, bewoner: Bewoner, omvang: int, elders_bekend: bool
) -> tuple[tuple[Belastingsoort, int], ...]:
    hond = dobbel.random() < KANS_OP_HOND
    geen = dobbel.random() < GEEN_AANSLAG
    hondenregel = ((Belastingsoort.HONDENBELASTING, HOND),)
    if not bewoner.hoofd or geen:
        return hondenregel if hond or not elders_bekend else ()
    regels = [(Belastingsoort.AFVALSTOFFENHEFFING, AFVAL_EEN if omvang == 1 else AFVAL_MEER)]
    if bewoner.eigenaar:
        regels.append((Belastingsoort.RIOOLHEFFING, RIOOL_EIGENAAR))
        regels.append((Belastingsoort.OZB_EIGENAAR, dobbel.randrange(160_00, 620_00, 1_05)))
    elif dobbel.random() < 0.9:
        regels.append((Belastingsoort.RIOOLHEFFING, RIOOL_GEBRUIKER))
    if bewoner.ondernemer:
        regels.append((Belastingsoort.OZB_GEBRUIKER, dobbel.randrange(190_00, 860_00, 1_15)))
    return (*regels, *(hondenregel if hond else ()))


def _naheffingen(dobbel: Random, bevolking: Bevolking) -> list[Aanslag]:
    """Return the parking taxes, spread over the year; due a month after their date."""
    aanslagen: list[Aanslag] = []
    for bewoner in bevolking.bewoners:
        if dobbel.random() >= KANS_OP_NAHEFFING:
            continue
        dag = date(2026, 1, 6) + timedelta(days=dobbel.randrange(320))
        nummer = f"2026-7{len(aanslagen) + 1:06}"
        regels = ((Belastingsoort.PARKEERBELASTING, NAHEFFING),)
        aanslagen.append(Aanslag(nummer, bewoner, regels, dag, dag + timedelta(days=31)))
    return aanslagen


def _betaalt_naheffing(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    """Six in ten pay before the vervaldag (our assumption); the payment follows the extract that names the aanslag."""
    dag = aanslag.dagtekening + timedelta(days=dobbel.randint(24, 30))
    return [_betaling(aanslag, dag, aanslag.bedrag)] if dobbel.random() < 0.6 else []


def _verloop(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    """Return what happens to one combined aanslag before any letter."""
    kansen = dict(_VERLOOP)
    if aanslag.bewoner.gedrag == Betaalgedrag.SLORDIG:
        kansen.pop("automatisch kwijt")
    else:
        kansen.pop("vroeg")
    if aanslag.bewoner.eigenaar:
        kansen = {naam: kans for naam, kans in kansen.items() if "kwijt" not in naam}
    verloop = VERLOPEN.get(kies(dobbel, kansen))
    return verloop(dobbel, aanslag) if verloop else []


def _vroeg(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    return [_betaling(aanslag, date(2026, 3, 3) + timedelta(days=dobbel.randrange(88)), aanslag.bedrag)]


def _net_te_laat(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    return [_betaling(aanslag, date(2026, 6, dobbel.randint(1, 4)), aanslag.bedrag)]


def _incasso(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    """Three terms by automatische incasso; four in ten of the last one bounce (our assumption)."""
    termijn = aanslag.bedrag // 3
    bedragen = (aanslag.bedrag - 2 * termijn, termijn, termijn)
    dagen = (date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 29))
    rijen = [
        _betaling(aanslag, dag, bedrag, f"incasso {nummer}")
        for nummer, (dag, bedrag) in enumerate(zip(dagen, bedragen, strict=True), start=1)
    ]
    if dobbel.random() < 0.4:
        rijen.append(_mutatie(aanslag, Mutatiesoort.STORNO, date(2026, 6, 2), termijn, "incasso 3 gestorneerd"))
    return rijen


def _automatisch_kwijt(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    """Kwijtschelding without asking, for afval and riool only: a dog stays to be paid (Gemeentewet art. 255)."""
    kwijt = (Belastingsoort.AFVALSTOFFENHEFFING, Belastingsoort.RIOOLHEFFING)
    bedrag = sum(b for soort, b in aanslag.regels if soort in kwijt)
    if not bedrag:
        return []
    return [_mutatie(aanslag, Mutatiesoort.KWIJTSCHELDING_TOEGEKEND, date(2026, 3, 20), bedrag, "automatisch")]


def _vraagt_kwijtschelding(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    gevraagd = date(2026, 4, 13) + timedelta(days=dobbel.randrange(45))
    beslist = gevraagd + timedelta(days=dobbel.randint(30, 56))
    toegekend = dobbel.random() < 0.55
    antwoord = Mutatiesoort.KWIJTSCHELDING_TOEGEKEND if toegekend else Mutatiesoort.KWIJTSCHELDING_AFGEWEZEN
    return [
        _mutatie(aanslag, Mutatiesoort.KWIJTSCHELDING_AANGEVRAAGD, gevraagd),
        _mutatie(aanslag, antwoord, beslist),
    ]


def _regeling(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    """Eight terms from May; half of the arrangements break after the second (our assumption)."""
    begin = date(2026, 4, dobbel.randint(7, 28))
    termijn = aanslag.bedrag // 8
    breekt = dobbel.random() < 0.5
    rijen = [_mutatie(aanslag, Mutatiesoort.REGELING_GETROFFEN, begin, kenmerk="8 termijnen, tot 2026-12-31")]
    for maand in range(5, 7 if breekt else 13):
        bedrag = termijn if maand < 12 else aanslag.bedrag - 7 * termijn
        rijen.append(_betaling(aanslag, date(2026, maand, 27), bedrag, f"termijn {maand - 4}"))
    if breekt:
        rijen.append(_mutatie(aanslag, Mutatiesoort.REGELING_GEBROKEN, date(2026, 8, 10)))
    return rijen


def _uitstel(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    gevraagd = date(2026, 5, dobbel.randint(4, 22))
    verleend = gevraagd + timedelta(days=6)
    return [
        _mutatie(aanslag, Mutatiesoort.UITSTEL_AANGEVRAAGD, gevraagd),
        _mutatie(aanslag, Mutatiesoort.UITSTEL_VERLEEND, verleend, kenmerk="tot 2026-08-31"),
        _betaling(aanslag, date(2026, 8, 28), aanslag.bedrag),
    ]


def _bezwaar(dobbel: Random, aanslag: Aanslag) -> list[MutatieRij]:
    """Objection within six weeks of the dagtekening (Awb art. 6:7)."""
    ingediend = date(2026, 3, 9) + timedelta(days=dobbel.randrange(30))
    return [
        _mutatie(aanslag, Mutatiesoort.BEZWAAR_INGEDIEND, ingediend),
        _mutatie(aanslag, Mutatiesoort.BEZWAAR_AFGEDAAN, date(2026, 7, dobbel.randint(1, 20))),
    ]


VERLOPEN: dict[str, Callable[[Random, Aanslag], list[MutatieRij]]] = {
    "vroeg": _vroeg,
    "net te laat": _net_te_laat,
    "incasso": _incasso,
    "automatisch kwijt": _automatisch_kwijt,
    "vraagt kwijtschelding": _vraagt_kwijtschelding,
    "regeling": _regeling,
    "uitstel": _uitstel,
    "bezwaar": _bezwaar,
}


def _betaling(aanslag: Aanslag, dag: date, bedrag: int, kenmerk: str = "") -> MutatieRij:
    return _mutatie(aanslag, Mutatiesoort.BETALING, dag, bedrag, kenmerk)


def _mutatie(
    aanslag: Aanslag, soort: Mutatiesoort, dag: date, bedrag: int | None = None, kenmerk: str = ""
) -> MutatieRij:
    return MutatieRij(aanslag.nummer, soort, dag, bedrag, kenmerk)
