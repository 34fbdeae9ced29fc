"""Every figure of an evaluation once more, the slow way: plain Python over the raw rows, written from the definitions.

Nothing here may know how evaluation/ asks the database: two ways that agree are the proof. Corrections are applied
here too, one gebeurtenis after the other.
"""

import itertools
import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from scipy import stats

from tests.evaluation.naieflog import Gebeurd, Rij, Zaak, lees, log_zoals_verbeterd

__all__ = ["Antwoord", "bereken", "lees"]

GEEN_INWONER = ("Inwoner is overleden", "Persoon is geen inwoner (meer) in de gemeente")
BEKEND = "Inwoner al bekend bij schuldhulpverlening"
Z95 = 1.959963984540054


@dataclass(frozen=True)
class Antwoord:
    """One figure: a count, a share, a mean or a maximum. `waarde` None: it cannot be said."""

    teller: int | None = None
    noemer: int | None = None
    waarde: float | None = None
    onder: float | None = None
    boven: float | None = None


@dataclass(frozen=True)
class Rekenaar:
    """All raw rows, a period and the gemeenten that count."""

    rijen: Mapping[str, Sequence[Rij]]
    van: date
    tot: date
    gemeenten: Collection[str]

    @cached_property
    def zaken(self) -> dict[int, Zaak]:
        """Every zaak of these gemeenten, by id."""
        logs: dict[int, list[Rij]] = defaultdict(list)
        for r in self.rijen["gebeurtenis"]:
            logs[r["zaak_id"]].append(r)
        mee = [z for z in self.rijen["zaak"] if z["gemeente"] in self.gemeenten]
        zaken = {z["id"]: Zaak(z, log_zoals_verbeterd(logs[z["id"]], self.tot)) for z in mee}
        for s in self.rijen["signaal"]:
            if s["zaak_id"] in zaken and s["ontvangen_op"] <= self.tot:
                zaken[s["zaak_id"]].signalen.append(s)
        return zaken

    @cached_property
    def gaten(self) -> set[tuple[str, str, date]]:
        """(gemeente, bron, month) in which a source was silent."""
        bron = {"signalen": "signalen", "vorderingen": "gemeentebelastingen", "mutaties": "gemeentebelastingen"}
        voedt = {(x["gemeente"], x["leverancier"], bron.get(x["soort"])) for x in self.rijen["levering"]}
        stil = [m for m in self.rijen["leveringsmaand"] if not m["volledig"]]
        return {
            (m["gemeente"], van, m["maand"])
            for m in stil
            for van in sorted(set(bron.values()))
            if (m["gemeente"], m["leverancier"], van) in voedt
        }

    def telt(self, gemeente: str, dag: date, *bronnen: str) -> bool:
        """True when a day is in the period and no source that is needed was silent in its month."""
        maand = dag.replace(day=1)
        return self.van <= dag <= self.tot and not any((gemeente, bron, maand) in self.gaten for bron in bronnen)

    def signalen(self, *bronnen: str) -> list[Rij]:
        """Return the signalen received in the period."""
        alle = (s for s in self.rijen["signaal"] if s["gemeente"] in self.gemeenten)
        return [s for s in alle if self.telt(s["gemeente"], s["ontvangen_op"], *bronnen)]

    def meldingen(self, *bronnen: str) -> list[Zaak]:
        """Return the vroegsignaalzaken with their first melding in the period."""
        gemeld = (z for z in self.zaken.values() if z.alle("melding"))
        return [z for z in gemeld if self.telt(z.rij["gemeente"], z.alle("melding")[0].dag, *bronnen)]

    def overgedragen(self) -> list[tuple[Zaak, Gebeurd]]:
        """Return the incassozaken handed over in the period, with their handover."""
        over = ((z, z.alle("overgedragen")[0]) for z in self.incasso if z.alle("overgedragen"))
        return [(z, g) for z, g in over if self.telt(z.rij["gemeente"], g.dag, "gemeentebelastingen")]

    @cached_property
    def incasso(self) -> list[Zaak]:
        """Every incassozaak."""
        return [z for z in self.zaken.values() if z.rij["soort"] == "incasso"]

    def kenmerken(self, signaal: Rij) -> Rij:
        """Return what was frozen when a signaal arrived."""
        for g in self.zaken[signaal["zaak_id"]].alle("signaal_ontvangen"):
            if g.wat["signaal"] == signaal["id"]:
                return g.wat["kenmerken"]
        raise LookupError(signaal["id"])

    def bekend(self, signaal: Rij) -> bool:
        """True for somebody whom schuldhulpverlening knew."""
        return self.kenmerken(signaal)["bekend"] or self.zaken[signaal["zaak_id"]].resultaat == BEKEND

    def legt_vast(self, *soorten: str) -> set[str]:
        """Return the gemeenten that ever recorded one of these."""
        return {z.rij["gemeente"] for z in self.zaken.values() if z.alle(*soorten)}


def bereken(
    rijen: Mapping[str, Sequence[Rij]], van: date, tot: date, gemeenten: Collection[str]
) -> dict[str, Antwoord]:
    """Return every figure of contracts.md §5 over some gemeenten; doel3 is told by a comparison and is not here."""
    r = Rekenaar(rijen, van, tot, gemeenten)
    return {naam: figuur(r) for naam, figuur in FIGUREN.items()}


def aandeel(alle: Collection[Any], is_zo: Callable[[Any], bool]) -> Antwoord:
    """Return how many of all are so, with the interval of Wilson."""
    k, n = sum(1 for x in alle if is_zo(x)), len(alle)
    if n == 0:
        return Antwoord(0, 0)
    p, z = k / n, Z95
    midden, rand = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    onder, boven = (midden - rand) / (1 + z * z / n), (midden + rand) / (1 + z * z / n)
    return Antwoord(k, n, p, max(0.0, onder), min(1.0, boven))


def _aantal(n: int) -> Antwoord:
    return Antwoord(n, None, float(n))


def _is_gb(s: Rij) -> bool:
    return s["sector"] == "gemeentebelastingen"


def _met_gb(r: Rekenaar) -> list[Zaak]:
    return [z for z in r.meldingen("signalen", "gemeentebelastingen") if any(_is_gb(s) for s in z.signalen)]


def _doel1(r: Rekenaar) -> Antwoord:
    gb = [s for s in r.signalen("signalen", "gemeentebelastingen") if _is_gb(s)]
    return aandeel(gb, lambda s: not r.bekend(s) and r.kenmerken(s)["eerder"] == 0)


def _kwijtschelding(r: Rekenaar) -> Antwoord:
    soorten = ("kwijtschelding_aangevraagd", "kwijtschelding_toegekend", "kwijtschelding_afgewezen")
    weten = r.legt_vast(*soorten)
    over = [(z, g) for z, g in r.overgedragen() if z.rij["gemeente"] in weten]
    if not weten:
        return Antwoord()
    return aandeel(over, lambda o: any(k.dag >= o[1].dag for k in o[0].alle("kwijtschelding_toegekend")))


def _aanmelding(r: Rekenaar) -> Antwoord:
    weten = r.legt_vast("aanmelding_schuldhulp")
    if not weten:
        return Antwoord()

    def meldde(z: Zaak) -> bool:
        eerste = min(s["ontvangen_op"] for s in z.signalen)
        return any(g.dag >= eerste for g in z.alle("aanmelding_schuldhulp"))

    return aandeel([z for z in _met_gb(r) if z.rij["gemeente"] in weten], meldde)


def _kosten(r: Rekenaar) -> Antwoord:
    som = 0
    for z in r.incasso:
        posten = [(g.dag, g.wat.get("bedrag")) for g in z.alle("kosten")]
        posten += [(g.dag, g.wat.get("kosten")) for g in z.berichten]
        som += sum(int(c or 0) for dag, c in posten if r.telt(z.rij["gemeente"], dag, "gemeentebelastingen"))
    return _aantal(som)


def stiltes(r: Rekenaar) -> list[int]:
    """Return every silence in days that ended in the period."""
    return [dagen for z in r.incasso for dagen in _stiltes_van(r, z)]


def _momenten(z: Zaak) -> list[tuple[date, int, str]]:
    """Return when the resident heard something, from the vervaldag on."""
    op_papier = [g for g in z.berichten if g.wat["kanaal"] != "sms"]
    gedaan = (*op_papier, *z.gesprekken, *z.alle("overgedragen", "opgeschort"))
    vervaldag = (z.rij["vervaldag"], 0, "vervaldag")
    return sorted([vervaldag, *((g.dag, g.volgnr, g.soort) for g in gedaan if g.dag >= vervaldag[0])])


def _stiltes_van(r: Rekenaar, z: Zaak) -> Iterator[int]:
    momenten, einden = _momenten(z), z.alle("gesloten")
    for (begin, _, wat), (eind, _, _) in itertools.pairwise(momenten):
        gesloten = bool(einden) and eind > min(g.dag for g in einden)
        if wat != "opgeschort" and not gesloten and r.telt(z.rij["gemeente"], eind, "gemeentebelastingen"):
            yield (eind - begin).days


def _gemiddelde(r: Rekenaar) -> Antwoord:
    dagen = stiltes(r)
    if not dagen:
        return Antwoord()
    gemiddeld = statistics.fmean(dagen)
    if len(dagen) < 2:
        return Antwoord(sum(dagen), len(dagen), gemiddeld)
    rand = _t95(len(dagen)) * statistics.stdev(dagen) / math.sqrt(len(dagen))
    return Antwoord(sum(dagen), len(dagen), gemiddeld, gemiddeld - rand, gemiddeld + rand)


def _t95(n: int) -> float:
    """Return by how many standard errors the mean of n numbers may be off (Student, 95 %)."""
    return float(stats.t.ppf(0.975, n - 1))  # type: ignore[reportUnknownMemberType]


def _langste(r: Rekenaar) -> Antwoord:
    dagen = stiltes(r)
    return Antwoord(None, len(dagen), float(max(dagen))) if dagen else Antwoord()


def _volledig(overdracht: tuple[Zaak, Gebeurd]) -> bool:
    z, g = overdracht
    over = (g.dag, g.volgnr)
    brieven = {b.wat["soort"] for b in z.berichten if (b.dag, b.volgnr) < over}
    return {"herinnering", "aanmaning"} <= brieven and any((p.dag, p.volgnr) < over for p in z.gesprekken)


FIGUREN: dict[str, Callable[[Rekenaar], Antwoord]] = {
    "signalen": lambda r: _aantal(len(r.signalen("signalen"))),
    "signalen_gemeentebelastingen": lambda r: aandeel(r.signalen("signalen", "gemeentebelastingen"), _is_gb),
    "meldingen": lambda r: _aantal(len(r.meldingen("signalen"))),
    "uitval_brp": lambda r: aandeel(r.signalen("signalen"), lambda s: r.zaken[s["zaak_id"]].resultaat in GEEN_INWONER),
    "bekend_bij_shv": lambda r: aandeel(r.signalen("signalen"), r.bekend),
    "enkelvoudig": lambda r: aandeel(r.meldingen("signalen"), lambda z: not z.alle("melding")[-1].wat["meervoudig"]),
    "meervoudig": lambda r: aandeel(r.meldingen("signalen"), lambda z: z.alle("melding")[-1].wat["meervoudig"]),
    "opeenvolgend": lambda r: aandeel(r.meldingen("signalen"), lambda z: z.alle("melding")[0].wat["opeenvolgend"]),
    "bereik": lambda r: aandeel(r.meldingen("signalen"), lambda z: z.bereikt),
    "hulpacceptatie": lambda r: aandeel([z for z in r.meldingen("signalen") if z.bereikt], lambda z: z.hulp),
    "doel1_niet_bekend": _doel1,
    "doel2_bereik": lambda r: aandeel(_met_gb(r), lambda z: z.bereikt),
    "kwijtschelding_na_signaal": _kwijtschelding,
    "aanmelding_shv_na_signaal": _aanmelding,
    "incassokosten": _kosten,
    "gemiddelde_stilte": _gemiddelde,
    "langste_stilte": _langste,
    "effort_volledig": lambda r: aandeel(r.overgedragen(), _volledig),
    "afwijkingen": lambda r: aandeel(r.overgedragen(), lambda o: bool(o[1].wat["afwijkingen"])),
}
