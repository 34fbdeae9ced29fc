"""May this signaal go to team Vroegsignalering? The gate: every voorwaarde with its answer and its evidence.

Source: Tijdelijke regeling signaal betalingsachterstanden art. 1.2 (effort) and the agreements of the experiment
(evaluation §1.4). An unmet voorwaarde is never skipped silently: it stands in the log of the zaak.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from rules import opschorting
from rules.beleid import Beleid
from rules.contact import pogingen
from rules.levering import Belastingsoort
from rules.log import Soort
from rules.woorden import Berichtsoort, Dagdeel, Taaksoort
from rules.zaak import Incassozaak


class Voorwaarde(StrEnum):
    """What must be true before data leave Gemeentebelastingen (contracts.md §4)."""

    GRONDSLAG = "grondslag"
    HERINNERING = "herinnering"
    AANMANING = "aanmaning"
    PERSOONLIJK_CONTACT = "persoonlijk-contact"
    GEEN_CONTACT = "geen-contact"
    DREMPEL = "drempel"
    PARKEREN_ALLEEN = "parkeren-alleen"
    DWANGBEVEL_BETEKEND = "dwangbevel-betekend"
    LOPENDE_REGELING = "lopende-regeling"
    BEZWAAR_TEGEN_DELEN = "bezwaar-tegen-delen"
    GEEN_INWONER = "geen-inwoner"
    AL_BEKEND_SCHULDHULP = "al-bekend-schuldhulp"
    HERHAALD = "herhaald"


@dataclass(frozen=True)
class Toets:
    """One voorwaarde with its answer; bewijs holds ids, dates, counts and cents only."""

    voorwaarde: Voorwaarde
    voldaan: bool
    bewijs: Any


def toets(zaak: Incassozaak, beleid: Beleid, today: date) -> tuple[Toets, ...]:
    """Return every voorwaarde of a handover without consent, with its evidence."""
    return tuple(Toets(voorwaarde, *controle(zaak, beleid, today)) for voorwaarde, controle in CONTROLES.items())


def unmet_voorwaarden(zaak: Incassozaak, beleid: Beleid, today: date) -> tuple[Toets, ...]:
    """Return what stands in the way; empty means that the signaal may go."""
    return tuple(t for t in toets(zaak, beleid, today) if not t.voldaan)


def unmet_met_toestemming(zaak: Incassozaak, beleid: Beleid, today: date) -> tuple[Toets, ...]:
    """Return what stands in the way of a warm handover: consent replaces grondslag and effort (AVG art. 6 lid 1 a).

    A gemeente that has shut the handover altogether (signaal.grondslag = uit) hands nothing over, consent or not.
    """
    nodig = OOK_BIJ_TOESTEMMING if beleid.overdracht_met_toestemming else OOK_BIJ_TOESTEMMING | {Voorwaarde.GRONDSLAG}
    return tuple(t for t in unmet_voorwaarden(zaak, beleid, today) if t.voorwaarde in nodig)


def signaalbedrag(zaak: Incassozaak, beleid: Beleid) -> int:
    """Return the hoofdsom in cents of the signaal: this zaak and what else the resident owes past its vervaldag."""
    mee = (*zaak.vorderingen, *zaak.elders)
    if beleid.signaal.parkeren == "uit":
        mee = tuple(v for v in mee if v.belastingsoort != Belastingsoort.PARKEERBELASTING)
    return sum(v.openstaand for v in mee)


Antwoord = tuple[bool, Any]


def _grondslag(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    grondslag = beleid.geldige_grondslag(today)
    return grondslag is not None, grondslag.soort if grondslag else "geen geldige grondslag op deze dag"


def _herinnering(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    return _brief(zaak, Berichtsoort.HERINNERING)


def _aanmaning(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    return _brief(zaak, Berichtsoort.AANMANING)


def _brief(zaak: Incassozaak, soort: Berichtsoort) -> Antwoord:
    regel = zaak.brief(soort)
    if regel is None:
        return False, "niet verstuurd"
    return True, {"dag": regel.dag.isoformat(), "kanaal": regel.gegevens["kanaal"], "poging": regel.gegevens["poging"]}


def _persoonlijk_contact(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    """Reached, or enough attempts on enough dagdelen; without a telefoonnummer the contactbrief counts as one."""
    gedaan = pogingen(zaak, Taaksoort.BELLEN, Taaksoort.HUISBEZOEK)
    bewijs = [{"dag": p.dag.isoformat(), "dagdeel": p.gegevens.get("dagdeel")} for p in gedaan]
    brief = zaak.brief(Berichtsoort.CONTACTVERZOEK)
    if brief is not None:
        return True, {"contactbrief": brief.dag.isoformat(), "pogingen": bewijs}
    dagdelen = [str(p.gegevens.get("dagdeel")) for p in gedaan]
    return zaak.bereikt is not None or _genoeg(beleid, dagdelen), bewijs


def _genoeg(beleid: Beleid, dagdelen: list[str]) -> bool:
    nodig = beleid.incasso.belpogingen_max
    avond_nodig = beleid.incasso.belpoging_avond and nodig >= 3
    return (
        len(dagdelen) >= nodig
        and len(set(dagdelen)) >= min(beleid.incasso.belpogingen_dagdelen, nodig)
        and (Dagdeel.AVOND.value in dagdelen or not avond_nodig)
    )


def _geen_contact(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    return zaak.bereikt is None, zaak.bereikt.dag.isoformat() if zaak.bereikt else "niet bereikt"


def _drempel(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    bedrag = signaalbedrag(zaak, beleid)
    return bedrag > beleid.signaal.drempel_cent, {"hoofdsom": bedrag, "drempel": beleid.signaal.drempel_cent}


def _parkeren(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    """Parking counts only together with another municipal tax (evaluation §1.4)."""
    soorten = sorted({v.belastingsoort.value for v in (*zaak.vorderingen, *zaak.elders) if v.openstaand > 0})
    return soorten != [Belastingsoort.PARKEERBELASTING.value], soorten


def _dwangbevel(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    betekend = zaak.log.positie(Soort.DWANGBEVEL_BETEKEND) > zaak.log.positie(Soort.DWANGBEVEL_INGETROKKEN)
    mag = not betekend or beleid.signaal.moment == "na betekening"
    return mag, "betekend" if betekend else "niet betekend"


def _regeling(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    redenen = [o.reden.value for o in opschorting.lopend(zaak, beleid, today)]
    return not redenen, redenen


def _bezwaar_tegen_delen(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    """An objection in this zaak or an earlier one (Tijdelijke regeling art. 1.2 d)."""
    regel = zaak.log.laatste(Soort.BEZWAAR_TEGEN_DELEN)
    dag = regel.dag if regel else zaak.inwoner.bezwaar_delen_op
    return dag is None, dag.isoformat() if dag else "geen bezwaar"


def _inwoner(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    woont_hier = zaak.inwoner.inwoner_van_gemeente and not zaak.inwoner.overleden and not zaak.inwoner.rechtspersoon
    return woont_hier, "ingeschreven" if woont_hier else "geen ingeschreven natuurlijk persoon"


def _schuldhulp(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    bekend = zaak.inwoner.bekend_bij_schuldhulp
    return not bekend, "bekend" if bekend else "niet bekend"


def _herhaald(zaak: Incassozaak, beleid: Beleid, today: date) -> Antwoord:
    bedrag = signaalbedrag(zaak, beleid)
    return bedrag > zaak.eerder_gesignaleerd, {"bedrag": bedrag, "eerder": zaak.eerder_gesignaleerd}


CONTROLES: dict[Voorwaarde, Callable[[Incassozaak, Beleid, date], Antwoord]] = {
    Voorwaarde.GRONDSLAG: _grondslag,
    Voorwaarde.HERINNERING: _herinnering,
    Voorwaarde.AANMANING: _aanmaning,
    Voorwaarde.PERSOONLIJK_CONTACT: _persoonlijk_contact,
    Voorwaarde.GEEN_CONTACT: _geen_contact,
    Voorwaarde.DREMPEL: _drempel,
    Voorwaarde.PARKEREN_ALLEEN: _parkeren,
    Voorwaarde.DWANGBEVEL_BETEKEND: _dwangbevel,
    Voorwaarde.LOPENDE_REGELING: _regeling,
    Voorwaarde.BEZWAAR_TEGEN_DELEN: _bezwaar_tegen_delen,
    Voorwaarde.GEEN_INWONER: _inwoner,
    Voorwaarde.AL_BEKEND_SCHULDHULP: _schuldhulp,
    Voorwaarde.HERHAALD: _herhaald,
}

OOK_BIJ_TOESTEMMING = frozenset(
    {Voorwaarde.BEZWAAR_TEGEN_DELEN, Voorwaarde.GEEN_INWONER, Voorwaarde.AL_BEKEND_SCHULDHULP}
)
