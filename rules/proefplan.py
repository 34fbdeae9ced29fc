"""What is a fair proef? Reads every [[proef]] of a beleid and refuses a plan that proves nothing or harms someone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from itertools import combinations
from math import ceil, sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, TypeVar, cast

from rules.beleidstoets import VRAGEN
from rules.gemeente import Lezer, Tabel, Veld, vorm
from rules.parameters import Bevinding, Waarde, toon
from rules.parametertabel import PER_SLEUTEL
from rules.proef import VARIANTEN, Arm, Maat, Proef, Stratum, plan_van
from rules.woorden import Berichtsoort, Zaaksoort

if TYPE_CHECKING:
    from rules.beleid import Beleid

ALFA = 0.05
"""The chance to see a difference that is not there, over all arms together."""

VAST = "vast"
"""The only stopregel: look once, when the planned number of participants has been followed."""

ONDERSCHEID = (80, 90)
MEESTE_ARMEN = 4
SLEUTELS = (
    "naam", "traject", "start", "einde", "vastgesteld_op", "zaad", "uitkomst", "basis", "effect", "onderscheid",
    "stopregel", "omvang", "strata", "arm",
)  # fmt: skip
NAAM = Veld(vorm(r"[a-z0-9][a-z0-9-]{1,39}"), "2 tot en met 40 kleine letters, cijfers en streepjes")
ARMNAAM = Veld(vorm(r"[a-z0-9][a-z0-9-]{1,19}"), "2 tot en met 20 kleine letters, cijfers en streepjes")

MAG_VERSCHILLEN: dict[Zaaksoort, tuple[str, ...]] = {
    Zaaksoort.INCASSO: (
        "incasso.herinnering_na_vervaldag_d", "incasso.reactietermijn_herinnering_d", "incasso.aanmaning_termijn_d",
        "incasso.aanmaning_marge_d", "incasso.belpogingen_max", "incasso.belpogingen_dagdelen",
        "incasso.belpoging_avond", "incasso.belpoging_tussen_d", "incasso.bellen_voor_aanmaning",
        "incasso.zonder_telefoonnummer", "incasso.contactbrief_reactie_d", "incasso.huisbezoek",
        "incasso.betaalbelofte_d", "signaal.wacht_op_hulp_d",
    ),
    Zaaksoort.VROEGSIGNALERING: (
        "vs.wacht_op_match_d", "vs.route_enkelvoudig", "vs.route_meervoudig", "vs.escaleer_bij_opeenvolgend",
        "vs.reactietermijn_brief_d", "vs.herhaling_brief", "vs.sms_na_brief_d", "vs.sms_toegestaan",
        "vs.belpogingen_max", "vs.belpoging_tussen_d", "vs.huisbezoek_aankondigen", "vs.bezoek_na_aankondiging_d",
        "vs.max_bezoeken", "vs.tussen_bezoeken_d", "vs.sluit_na_laatste_poging_d",
    ),
}  # fmt: skip
"""What an arm may change: when, how and in which order somebody is approached, never whether."""

UITKOMSTEN: dict[Zaaksoort, tuple[Maat, ...]] = {
    Zaaksoort.INCASSO: (Maat.BETAALD_14D, Maat.CONTACT_21D, Maat.BEREIKT),
    Zaaksoort.VROEGSIGNALERING: (Maat.CONTACT_21D, Maat.BEREIKT, Maat.HULP),
}
E = TypeVar("E", bound=StrEnum)


def benodigd(basis: int, effect: int, onderscheid: int, armen: int = 2) -> int:
    """Return the participants per arm for a two-sided test of two shares at 5 % (Bonferroni over the arms).

    The usual formula with the normal distribution and without correction (Fleiss, Levin & Paik 2003, chapter 4).
    """
    normaal, p1, p2 = NormalDist(), basis / 100, (basis + effect) / 100
    z_alfa = normaal.inv_cdf(1 - ALFA / (armen - 1) / 2)
    z_beta = normaal.inv_cdf(onderscheid / 100)
    midden = (p1 + p2) / 2
    wortel = z_alfa * sqrt(2 * midden * (1 - midden)) + z_beta * sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return ceil((wortel / (p2 - p1)) ** 2)


def lees_proeven(lezer: Lezer, ruw: object, gemeente: str, waarden: Mapping[str, Waarde]) -> tuple[Proef, ...]:
    """Read every [[proef]] in file order; `waarden` are the parameters of the beleid itself."""
    if not isinstance(ruw, list):
        lezer.fout("proef", ruw, "een of meer tabellen [[proef]]", "dit moet een lijst van tabellen zijn")
        return ()
    gelezen = [_Lezing(lezer, f"proef[{n}]", waarden).lees(r) for n, r in enumerate(cast(list[object], ruw), 1)]
    proeven = tuple(replace(p, plan=plan_van(p, gemeente, waarden)) for p in gelezen if p)
    for eerste, tweede in combinations(proeven, 2):
        if eerste.naam == tweede.naam:
            lezer.fout("proef.naam", eerste.naam, "elke naam één keer", "twee proeven hebben dezelfde naam")
        if eerste.traject is tweede.traject and eerste.start <= tweede.einde and tweede.start <= eerste.einde:
            uitleg = f"{eerste.naam} en {tweede.naam} lopen op dezelfde dagen in hetzelfde traject"
            lezer.fout("proef.start", tweede.start, "één proef tegelijk per traject", uitleg)
    return proeven


class _Lezing:
    """Reads one [[proef]]."""

    def __init__(self, lezer: Lezer, pad: str, waarden: Mapping[str, Waarde]) -> None:
        self.lezer, self.pad, self.waarden = lezer, pad, waarden
        self.tabel: Tabel = {}

    def lees(self, ruw: object) -> Proef | None:
        """Return the proef; None when something is refused."""
        eerder = len(self.lezer.bevindingen)
        self.tabel = self.lezer.tabel(ruw, self.pad, SLEUTELS)
        if not self.tabel:
            return None
        naam = self.lezer.tekst(self.tabel, self.pad, "naam", NAAM)
        start, einde, vast = (self.lezer.dag(self.tabel, self.pad, s) for s in ("start", "einde", "vastgesteld_op"))
        zaad, basis = self._getal("zaad", 1, 2**53), self._getal("basis", 1, 98)
        effect, omvang = self._getal("effect", 1, 98), self._getal("omvang", 1, 1_000_000)
        onderscheid = self._getal("onderscheid", *ONDERSCHEID)
        traject, uitkomst = self._woord("traject", Zaaksoort), self._woord("uitkomst", Maat)
        strata, stop = self._strata(), self.lezer.tekst(self.tabel, self.pad, "stopregel")
        if traject is None or uitkomst is None or len(self.lezer.bevindingen) > eerder:
            return None
        armen = self._armen(traject)
        proef = Proef(
            naam, traject, start, einde, vast, zaad, uitkomst, basis, effect, onderscheid, stop, omvang, strata, armen
        )
        self._toets(proef)
        return proef if len(self.lezer.bevindingen) == eerder else None

    def _toets(self, p: Proef) -> None:
        if p.vastgesteld_op >= p.start:
            self._fout("vastgesteld_op", p.vastgesteld_op, f"eerder dan {p.start}", "het plan staat vast vóór de start")
        if p.einde <= p.start:
            self._fout("einde", p.einde, f"later dan {p.start}", "het einde ligt niet na de start")
        if p.stopregel != VAST:
            self._fout("stopregel", p.stopregel, f'"{VAST}"', "tussentijds kijken maakt de uitslag oneerlijk")
        if p.onderscheid not in ONDERSCHEID:
            self._fout(
                "onderscheid", p.onderscheid, "80 of 90 procent", "zo groot is de kans op een duidelijke uitslag"
            )
        if p.basis + p.effect > 99:
            self._fout(
                "effect", p.effect, f"hoogstens {99 - p.basis}", "basis en effect zijn samen meer dan 99 procent"
            )
        elif len(p.armen) > 1 and p.omvang != (nodig := benodigd(p.basis, p.effect, p.onderscheid, len(p.armen))):
            self._fout("omvang", p.omvang, f"{nodig} per arm", "dit aantal volgt niet uit basis, effect en onderscheid")
        if p.uitkomst not in UITKOMSTEN[p.traject]:
            self._fout("uitkomst", p.uitkomst, ", ".join(UITKOMSTEN[p.traject]), "dit traject kent deze uitkomst niet")
        if Stratum.BELASTINGSOORT in p.strata and p.traject is not Zaaksoort.INCASSO:
            self._fout("strata", "belastingsoort", "doelgroep, telefoon", "Vroegsignalering kent de belasting niet")

    def _fout(self, sleutel: str, waarde: object, toegestaan: str, uitleg: str) -> None:
        self.lezer.fout(f"{self.pad}.{sleutel}", waarde, toegestaan, uitleg)

    def _getal(self, sleutel: str, laagste: int, hoogste: int) -> int:
        ruw = self.tabel.get(sleutel)
        if isinstance(ruw, int) and not isinstance(ruw, bool) and laagste <= ruw <= hoogste:
            return ruw
        self._fout(
            sleutel, ruw, f"{laagste} tot en met {hoogste}", "dit ontbreekt" if ruw is None else "dit klopt niet"
        )
        return laagste

    def _woord(self, sleutel: str, soort: type[E]) -> E | None:
        ruw = self.tabel.get(sleutel)
        gevonden = next((woord for woord in soort if woord.value == ruw), None)
        if gevonden is None:
            self._fout(sleutel, ruw, ", ".join(soort), "dit ontbreekt" if ruw is None else "deze keuze bestaat niet")
        return gevonden

    def _strata(self) -> tuple[Stratum, ...]:
        ruw = self.tabel.get("strata", [])
        woorden = cast(list[object], ruw) if isinstance(ruw, list) else [ruw]
        if len(set(map(str, woorden))) == len(woorden) and all(woord in list(Stratum) for woord in woorden):
            return tuple(Stratum(str(woord)) for woord in woorden)
        self._fout("strata", cast(object, ruw), "een lijst met " + ", ".join(Stratum), "deze lijst klopt niet")
        return ()

    def _armen(self, traject: Zaaksoort) -> tuple[Arm, ...]:
        ruw = self.tabel.get("arm")
        tabellen = cast(list[object], ruw) if isinstance(ruw, list) else []
        if not 2 <= len(tabellen) <= MEESTE_ARMEN:
            self._fout("arm", None, f"2 tot en met {MEESTE_ARMEN} tabellen [[proef.arm]]", "er is niets te vergelijken")
            return ()
        eerder = len(self.lezer.bevindingen)
        armen = tuple(self._arm(tabel, f"{self.pad}.arm[{n}]", traject) for n, tabel in enumerate(tabellen, 1))
        if len(self.lezer.bevindingen) > eerder:
            return armen
        if len({arm.naam for arm in armen}) < len(armen):
            self._fout("arm.naam", None, "elke naam één keer", "twee armen hebben dezelfde naam")
        if armen[0].wijzigingen or armen[0].varianten:
            self._fout("arm[1]", armen[0].naam, "een arm met alleen een naam", "de eerste arm is het beleid zelf")
        if len({(arm.wijzigingen, arm.varianten) for arm in armen}) < len(armen):
            self._fout("arm", None, "armen die verschillen", "twee armen doen hetzelfde")
        return armen

    def _arm(self, ruw: object, pad: str, traject: Zaaksoort) -> Arm:
        secties = sorted({sleutel.partition(".")[0] for sleutel in MAG_VERSCHILLEN[traject]})
        tabel = self.lezer.tabel(ruw, pad, ("naam", "variant", *secties))
        naam = self.lezer.tekst(tabel, pad, "naam", ARMNAAM) if tabel else ""
        wijzigingen: dict[str, Waarde] = {}
        for sectie in secties:
            for veld, waarde in _tabel(tabel.get(sectie)).items():
                wijzigingen |= self._wijziging(f"{sectie}.{veld}", waarde, pad, traject)
        anders = tuple(sorted((s, w) for s, w in wijzigingen.items() if w != self.waarden[s]))
        return Arm(naam, anders, tuple(self._varianten(_tabel(tabel.get("variant")), pad, traject)))

    def _wijziging(self, sleutel: str, ruw: object, pad: str, traject: Zaaksoort) -> dict[str, Waarde]:
        """Read one parameter of an arm, within the limits that hold for every beleid."""
        if sleutel not in MAG_VERSCHILLEN[traject]:
            uitleg = "dit mag in een proef niet verschillen: elke arm houdt zich aan de plichten van het beleid"
            self.lezer.fout(f"{pad}.{sleutel}", ruw, ", ".join(MAG_VERSCHILLEN[traject]), uitleg)
            return {}
        waarde = PER_SLEUTEL[sleutel].lees(ruw)
        if isinstance(waarde, Bevinding):
            self.lezer.bevindingen.append(replace(waarde, sleutel=f"{pad}.{sleutel}"))
            return {}
        return {sleutel: waarde}

    def _varianten(self, tabel: Tabel, pad: str, traject: Zaaksoort) -> Iterator[tuple[Berichtsoort, str]]:
        incasso = traject is Zaaksoort.INCASSO
        bekend = {b.value: v for b, v in VARIANTEN.items() if (b in VAN_INCASSO) is incasso}
        for bericht, variant in tabel.items():
            if variant in bekend.get(bericht, ()):
                yield Berichtsoort(bericht), str(variant)
            else:
                mag = ", ".join(f"{b} = {toon(v)}" for b, lijst in bekend.items() for v in lijst)
                self.lezer.fout(f"{pad}.variant.{bericht}", variant, mag, "deze variant van een brief bestaat niet")


VAN_INCASSO = frozenset({Berichtsoort.HERINNERING, Berichtsoort.AANMANING, Berichtsoort.CONTACTVERZOEK})
"""The letters of Gemeentebelastingen; all others are of Vroegsignalering."""


def _tabel(ruw: object) -> Tabel:
    return cast(Mapping[str, Any], ruw) if isinstance(ruw, Mapping) else {}


def toets_armen(beleid: "Beleid", proef: Proef, armen: Sequence["Beleid"]) -> Iterator[Bevinding]:
    """Refuse each arm that breaks a promise which the beleid itself keeps: no silence, no contact left out."""
    vragen = (*VRAGEN, _zonder_contact)
    gewoon = {bevinding for vraag in vragen for bevinding in vraag(beleid)}
    for arm, anders in zip(proef.armen, armen, strict=True):
        for fout in (b for vraag in vragen for b in vraag(anders) if b not in gewoon):
            yield replace(fout, sleutel=f"proef {proef.naam}, arm {arm.naam}: {fout.sleutel}")


def _zonder_contact(arm: "Beleid") -> Iterator[Bevinding]:
    """The duty to try personal contact and to offer help stands in every arm (Tijdelijke regeling art. 1.2; Wgs 3)."""
    i, vs, plicht = arm.incasso, arm.vs, "een proef mag geen contact of hulpaanbod weglaten"
    if i.zonder_telefoonnummer == "geen" and not i.huisbezoek:
        yield Bevinding("incasso.zonder_telefoonnummer", toon("geen"), "contactbrief of zoeken", "", plicht)
    if i.belpogingen_dagdelen > i.belpogingen_max:
        grens = f"hoogstens {i.belpogingen_max}"
        yield Bevinding("incasso.belpogingen_dagdelen", toon(i.belpogingen_dagdelen), grens, "", plicht)
    if vs.max_bezoeken == 0 and "bezoek" in (vs.route_meervoudig, vs.escaleer_bij_opeenvolgend, vs.kinderen_route):
        yield Bevinding("vs.max_bezoeken", "0", "1 of meer", "", plicht)
