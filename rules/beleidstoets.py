"""Does this beleid keep its promises? Allowed choices that together give silence, a dead end or a blocked handover."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from rules.parameters import Bevinding, toon
from rules.parametertabel import PER_SLEUTEL
from rules.tarief import AANMANING, DWANGBEVEL, Tarief
from rules.venster import Venster

if TYPE_CHECKING:
    from rules.beleid import Beleid

WEEK_WD = 5
"""Working days in a week."""

VROEGST, LAATST = time(8), time(21)
"""Outside of these hours an sms disturbs (domain.md §7.2 says 9:00 to 20:00)."""

GRONDSLAG_ARTIKEL = PER_SLEUTEL["signaal.grondslag"].artikel
VERVALLEN_REGELING = "tijdelijke regeling"


@dataclass(frozen=True)
class Tussentijd:
    """The calendar days between two own steps, with the keys that make them up."""

    van: str
    naar: str
    dagen: int
    sleutels: tuple[str, ...]


def toets(beleid: "Beleid", dag: date | None = None, tarieven: Sequence[Tarief] = ()) -> tuple[Bevinding, ...]:
    """Return every warning about an otherwise lawful beleid; an empty tuple means that nothing stood out.

    `dag` is the day against which a grondslag and the tarieven are held; without it only their absence is seen.
    """
    bevindingen = [bevinding for vraag in VRAGEN for bevinding in vraag(beleid)]
    bevindingen += toets_grondslag(beleid, dag)
    bevindingen += toets_tarieven(tarieven, dag)
    return tuple(bevindingen)


def tussentijden(beleid: "Beleid") -> tuple[Tussentijd, ...]:
    """Return the longest planned time between each two consecutive own steps, weekends and holidays not counted."""
    return (*_tussentijden_incasso(beleid), *_tussentijden_hulp(beleid))


def _tussentijden_incasso(beleid: "Beleid") -> Iterator[Tussentijd]:
    """From the vervaldag up to the last attempt at contact."""
    i = beleid.incasso
    eerste = "herinnering" if i.herinnering_kosteloos else "aanmaning"
    yield Tussentijd("vervaldag", eerste, i.herinnering_na_vervaldag_d, ("incasso.herinnering_na_vervaldag_d",))
    if i.herinnering_kosteloos:
        tweede = "belpoging" if i.bellen_voor_aanmaning else "aanmaning"
        sleutels = ("incasso.reactietermijn_herinnering_d",)
        yield Tussentijd("herinnering", tweede, i.reactietermijn_herinnering_d, sleutels)
    sleutels = ("incasso.aanmaning_termijn_d", "incasso.aanmaning_marge_d")
    dagen = i.aanmaning_termijn_d + i.aanmaning_marge_d
    yield Tussentijd("aanmaning", "belpoging of contactbrief", dagen, sleutels)
    if i.zonder_telefoonnummer == "zoeken":
        dagen += kalenderdagen(i.taak_termijn_wd)
        yield Tussentijd("aanmaning", "belpoging na zoeken", dagen, (*sleutels, "incasso.taak_termijn_wd"))
    if i.belpogingen_max > 1:
        dagen = i.belpoging_tussen_d + kalenderdagen(i.taak_termijn_wd)
        yield Tussentijd("belpoging", "belpoging", dagen, ("incasso.belpoging_tussen_d", "incasso.taak_termijn_wd"))
    if i.zonder_telefoonnummer == "contactbrief":
        sleutels = ("incasso.contactbrief_reactie_d",)
        yield Tussentijd("contactbrief", "signaal of dwangbevel beoordelen", i.contactbrief_reactie_d, sleutels)


def _tussentijden_hulp(beleid: "Beleid") -> Iterator[Tussentijd]:
    """From the signaal up to the end of the melding, and back to the invordering."""
    vs, hulp = beleid.vs, beleid.signaal.wacht_op_hulp_d
    yield Tussentijd("signaal", "hulpaanbod", vs.wacht_op_match_d, ("vs.wacht_op_match_d",))
    if vs.herhaling_brief:
        yield Tussentijd("hulpaanbod", "herhaling", vs.reactietermijn_brief_d, ("vs.reactietermijn_brief_d",))
    if vs.max_bezoeken > 1:
        dagen = vs.tussen_bezoeken_d + kalenderdagen(vs.taak_termijn_wd)
        yield Tussentijd("huisbezoek", "huisbezoek", dagen, ("vs.tussen_bezoeken_d", "vs.taak_termijn_wd"))
    yield Tussentijd("laatste poging", "sluiting", vs.sluit_na_laatste_poging_d, ("vs.sluit_na_laatste_poging_d",))
    brieven = vs.wacht_op_match_d + vs.herhaling_brief * vs.reactietermijn_brief_d
    stil = max(hulp - brieven, 0)
    yield Tussentijd("laatste brief", "dwangbevel beoordelen", stil, ("signaal.wacht_op_hulp_d",))


def toets_stilte(beleid: "Beleid") -> Iterator[Bevinding]:
    """Name each time between two steps that can grow longer than incasso.max_stilte_d.

    A step due on the first day of the longest run without work moves to the day after it, so that run is added.
    """
    grens, uitstel = beleid.incasso.max_stilte_d, beleid.kalender.langste_rust_d
    for tussen in tussentijden(beleid):
        if tussen.dagen + uitstel > grens:
            uitleg = (
                f"tussen {tussen.van} en {tussen.naar} zit {tussen.dagen} dagen, en door vrije dagen tot "
                f"{tussen.dagen + uitstel} dagen; incasso.max_stilte_d is {grens}"
            )
            yield Bevinding(" + ".join(tussen.sleutels), "", f"samen hoogstens {grens} dagen", "", uitleg)


def toets_overdracht(beleid: "Beleid") -> Iterator[Bevinding]:
    """Name each combination with which the handover of a signaal can never, or for some residents never, happen."""
    i, s = beleid.incasso, beleid.signaal
    if s.grondslag == "uit":
        return
    if not i.herinnering_kosteloos:
        yield _let_op(beleid, "incasso.herinnering_kosteloos", "zonder herinnering gaat er nooit een signaal over")
    if i.belpogingen_dagdelen > i.belpogingen_max:
        uitleg = f"met {i.belpogingen_max} belpogingen is dat niet te halen: bellen telt nooit als genoeg geprobeerd"
        yield _let_op(beleid, "incasso.belpogingen_dagdelen", uitleg)
    if i.bel_min_bedrag > s.drempel_eur:
        uitleg = f"tussen {s.drempel_eur} en {i.bel_min_bedrag} euro belt niemand: dan gaat er geen signaal over"
        yield _let_op(beleid, "incasso.bel_min_bedrag", uitleg)
    if i.zonder_telefoonnummer == "geen" and not i.huisbezoek:
        uitleg = "wie geen telefoonnummer heeft, krijgt geen persoonlijk contact: dan gaat er geen signaal over"
        yield _let_op(beleid, "incasso.zonder_telefoonnummer", uitleg)
    if i.minimum_bedrag_aanmaning > s.drempel_eur:
        uitleg = f"de drempel van het signaal is {s.drempel_eur} euro: daartussen komt geen aanmaning en geen signaal"
        yield _let_op(beleid, "incasso.minimum_bedrag_aanmaning", uitleg)


def toets_moment(beleid: "Beleid") -> Iterator[Bevinding]:
    """Name limits that cancel each other, and a moment after which the effect cannot be measured."""
    s = beleid.signaal
    if s.max_per_dag > s.max_per_maand:
        yield _let_op(beleid, "signaal.max_per_dag", f"per maand gaan er hoogstens {s.max_per_maand} over")
    if s.moment == "na betekening":
        uitleg = "het signaal is dan een waarschuwing achteraf: of het dwangbevelen voorkomt, is niet te meten"
        yield _let_op(beleid, "signaal.moment", uitleg)


def toets_einde(beleid: "Beleid") -> Iterator[Bevinding]:
    """Name each route on which no attempt at contact is possible, or that ends before help had a chance."""
    s, vs = beleid.signaal, beleid.vs
    for sleutel in ("vs.route_meervoudig", "vs.escaleer_bij_opeenvolgend", "vs.kinderen_route"):
        if _waarde(beleid, sleutel) == "bezoek" and vs.max_bezoeken == 0:
            yield _let_op(beleid, sleutel, "vs.max_bezoeken is 0: deze route heeft geen enkele poging")
    if vs.route_enkelvoudig == "sms" and vs.sms_toegestaan == "nooit":
        yield _let_op(beleid, "vs.route_enkelvoudig", "vs.sms_toegestaan is nooit: deze route heeft geen enkele poging")
    nodig = vs.wacht_op_match_d + vs.reactietermijn_brief_d
    if s.grondslag != "uit" and s.wacht_op_hulp_d < nodig:
        uitleg = f"de reactietijd op het hulpaanbod loopt dan nog: die eindt {nodig} dagen na de overdracht"
        yield _let_op(beleid, "signaal.wacht_op_hulp_d", uitleg)


def toets_verzending(beleid: "Beleid") -> Iterator[Bevinding]:
    """Name hours at which an sms wakes people up, and a release by one person alone."""
    v = beleid.verzending
    if vroeg_of_laat := [tekst for tekst in v.sms_vensters if not _overdag(Venster.parse(tekst))]:
        uitleg = f"voor {VROEGST:%H:%M} en na {LAATST:%H:%M} stoort een sms: {', '.join(vroeg_of_laat)}"
        yield _let_op(beleid, "verzending.sms_vensters", uitleg)
    if v.vrijgave_personen == 1:
        uitleg = "één mens geeft dan alleen een grote zending vrij: er kijkt niemand mee"
        yield _let_op(beleid, "verzending.vrijgave_personen", uitleg)


def toets_grondslag(beleid: "Beleid", dag: date | None) -> Iterator[Bevinding]:
    """Say when the handover rests on nothing: no record, none of the chosen soort, or none on this day."""
    keuze = beleid.signaal.grondslag
    if keuze in ("uit", "toestemming"):
        woord = "nooit" if keuze == "uit" else "alleen met vastgelegde toestemming van de inwoner"
        yield _let_op(beleid, "signaal.grondslag", f"een signaal gaat {woord} over")
        return
    passend = [g for g in beleid.grondslagen if keuze == "register" or g.is_van(keuze)]
    if not passend:
        uitleg = "er staat geen passende [[grondslag]]: een signaal gaat alleen met toestemming over"
        yield _let_op(beleid, "signaal.grondslag", uitleg)
    elif dag is not None and not any(g.geldt_op(dag) for g in passend):
        periodes = ", ".join(f"{g.geldig_van.isoformat()} tot en met {g.geldig_tot.isoformat()}" for g in passend)
        uitleg = f"geen [[grondslag]] geldt op {dag.isoformat()}, wel van {periodes}"
        yield _let_op(beleid, "signaal.grondslag", uitleg)
    if any(g.is_van(VERVALLEN_REGELING) for g in passend):
        uitleg = "artikel 2.1 van de tijdelijke regeling is in 2025 vervallen: controleer of de grondslag nog bestaat"
        yield Bevinding("grondslag.soort", toon(VERVALLEN_REGELING), "", GRONDSLAG_ARTIKEL, uitleg)


def toets_tarieven(tarieven: Sequence[Tarief], dag: date | None) -> Iterator[Bevinding]:
    """Say when the newest tarief is older than the year of the day, or still has to be checked."""
    begonnen = [tarief for tarief in tarieven if dag is None or tarief.vanaf <= dag]
    for naam in (AANMANING, DWANGBEVEL):
        rijen = [tarief for tarief in begonnen if tarief.soort == naam]
        if not rijen:
            continue
        nieuwste = max(rijen, key=lambda tarief: tarief.vanaf)
        sleutel, waarde = f"tarieven.{naam}", toon(nieuwste.id)
        if dag is not None and nieuwste.vanaf.year < dag.year:
            uitleg = f"het nieuwste tarief is van {nieuwste.vanaf.year}; in {dag.year} kan er een nieuw tarief zijn"
            yield Bevinding(sleutel, waarde, "", "Kostenwet invordering artikel 8", uitleg)
        if nieuwste.controleer:
            uitleg = "controleer dit tarief in de Staatscourant voordat u kosten rekent"
            yield Bevinding(sleutel, waarde, "", "Kostenwet invordering artikel 8", uitleg)


def kalenderdagen(werkdagen: int) -> int:
    """Return the most calendar days that so many working days can span, public holidays aside."""
    return werkdagen + 2 * -(-werkdagen // WEEK_WD) if werkdagen else 0


def _overdag(venster: Venster) -> bool:
    return venster.van >= VROEGST and venster.tot <= LAATST


def _waarde(beleid: "Beleid", sleutel: str) -> object:
    sectie, _, veld = sleutel.rpartition(".")
    return getattr(getattr(beleid, sectie), veld)


def _let_op(beleid: "Beleid", sleutel: str, uitleg: str) -> Bevinding:
    """Make a warning about the value that a parameter has in this beleid."""
    return Bevinding(sleutel, toon(_waarde(beleid, sleutel)), "", "", uitleg)


Vraag = Callable[["Beleid"], Iterator[Bevinding]]
VRAGEN: tuple[Vraag, ...] = (toets_stilte, toets_overdracht, toets_moment, toets_einde, toets_verzending)
