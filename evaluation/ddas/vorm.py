"""How does DDAS v1.2 write a signaal, a zaak and who delivers them? Facts in, plain dictionaries out."""

import calendar
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from evaluation.ddas.bron import NOOIT_VERTROKKEN, Client, Signaalfeit, Zaakfeit
from evaluation.ddas.woorden import BERICHTKANAAL, DAGDEEL, GESPREK_BEREIKT, PARTNER, TAAK, Signaalstatus, status_van
from rules.beleid import Beleid
from rules.log import Logregel, Soort
from rules.woorden import Dagdeel, Kanaal, Taaksoort

LEVERANCIER = "Tijdig"
"""codeGegevensleverancier: the name of the software (DDAS, Vraag en antwoord)."""

Deel = dict[str, Any]


@dataclass(frozen=True)
class Gemeentelevering:
    """For whom is delivered, and in which period signalen are matched there."""

    slug: str
    code: str
    organisatie: Deel
    per_week: bool = False


def van_beleid(beleid: Beleid) -> Gemeentelevering:
    """Return the gemeente of a beleid; its contactpersoon is who signs for team Vroegsignalering."""
    gemeente, team = beleid.gemeente, beleid.gemeente.afzender.vroegsignalering
    contact = {"naam": team.medewerker, "telefoonnummer": team.telefoon, "email": team.email}
    organisatie: Deel = {
        "naam": gemeente.afzender.naam,
        "contactpersonen": [contact | {"functietitel": team.naam}],
    }
    return Gemeentelevering(gemeente.slug, gemeente.code, organisatie, beleid.vs.matchperiode == "week")


def namen_van(beleid: Beleid) -> set[str]:
    """Return every name by which a gemeente may be asked for, in small letters: name, short name or CBS code."""
    g = beleid.gemeente
    return {n.casefold() for n in (g.naam, g.slug, g.afzender.naam, f"Gemeente {g.naam}", g.code, f"GM{g.code}")}


def kop(van: date, tot: date, op: datetime) -> Deel:
    """Return the outer fields of a delivery; `op` is the moment of delivering (aware)."""
    return {
        "startdatumLevering": van.isoformat(),
        "einddatumLevering": tot.isoformat(),
        "aanleverdatumEnTijd": op.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "codeGegevensleverancier": LEVERANCIER,
    }


def levering(gemeente: Gemeentelevering, teller: int) -> Deel:
    """Return a levering of one gemeente without its signalen and zaken; the first one is number 1."""
    return {"teller": teller, "gemeentecode": gemeente.code, "aanleverendeOrganisatie": gemeente.organisatie}


def signaal_id(gemeente: Gemeentelevering, signaal: int) -> str:
    """Return the ID of a signaal: the same in every delivery, and unlike that of any other gemeente."""
    return f"{gemeente.code}-{signaal:08d}"


def signaal(feit: Signaalfeit, status: Signaalstatus, gemeente: Gemeentelevering) -> Deel:
    """Return one Vroegsignaal; bedrag in whole euros, half a euro up."""
    deel: Deel = {
        "ID": signaal_id(gemeente, feit.id),
        "crisissignaal": feit.crisis,
        "warmeOverdracht": feit.warm,
        "bedrag": (feit.bedrag + 50) // 100,
        "signaaldatum": feit.signaaldatum.isoformat(),
        "status": status.value,
        "signaalpartner": {"type": PARTNER[feit.sector].value},
        "client": client(feit.client),
    }
    if feit.ontstaansdatum:
        deel["ontstaansdatum"] = feit.ontstaansdatum.isoformat()
    return deel


def client(wie: Client) -> Deel:
    """Return who it is about: the BSN alone, or else the address and the date of birth."""
    if wie.bsn:
        return {"burgerservicenummer": wie.bsn}
    geboren = wie.geboortedatum.isoformat() if wie.geboortedatum else ""
    velden = {
        "postcode": wie.postcode.replace(" ", "").upper(),
        "huisnummer": wie.huisnummer,
        "huisnummertoevoeging": wie.toevoeging,
        "geboortedatum": geboren,
    }
    return {naam: waarde for naam, waarde in velden.items() if waarde}


def status(zaak: Zaakfeit) -> Signaalstatus:
    """Return the status of the signalen of a zaak at the end of the period."""
    dicht = zaak.log.laatste(Soort.GESLOTEN)
    resultaat = str(dicht.gegevens["resultaat"]) if dicht else None
    return status_van(resultaat, opgepakt=Soort.MELDING in zaak.log)


def zaak(feit: Zaakfeit, geldig: Collection[int], gemeente: Gemeentelevering) -> Deel:
    """Return one Vroegsignaalzaak with its signalen that are `geldig`; an open zaak has no resultaat."""
    melding, nieuwste = feit.log.eerste(Soort.MELDING), feit.log.laatste(Soort.MELDING)
    dicht = feit.log.laatste(Soort.GESLOTEN)
    begin, einde = matchingperiode(min(s.ontvangen for s in feit.signalen), per_week=gemeente.per_week)
    deel: Deel = {"resultaat": dicht.gegevens["resultaat"]} if dicht else {}
    deel |= {"startdatumMatchingperiode": begin.isoformat(), "einddatumMatchingperiode": einde.isoformat()}
    if melding and nieuwste:
        deel |= {"matchingsdatum": nieuwste.dag.isoformat(), "datumOpgepakt": melding.dag.isoformat()}
    deel["vroegsignalen"] = [{"ID": signaal_id(gemeente, s.id)} for s in feit.signalen if s.id in geldig]
    deel["contactpogingen"] = list(contactpogingen(feit))
    return deel


def matchingperiode(eerste: date, *, per_week: bool) -> tuple[date, date]:
    """Return the calendar month, or the week from Monday, in which other signalen join the first one."""
    if per_week:
        maandag = eerste - timedelta(days=eerste.weekday())
        return maandag, maandag + timedelta(days=6)
    laatste = calendar.monthrange(eerste.year, eerste.month)[1]
    return eerste.replace(day=1), eerste.replace(day=laatste)


def contactpogingen(feit: Zaakfeit) -> Iterator[Deel]:
    """Give every attempt, oldest first: what left by post, sms or e-mail, and what people did by phone or at the door.

    A bericht reaches nobody by itself: who reacts is reached in the conversation that follows.
    """
    weg = {_wie(r) for r in feit.log.regels if r.soort in NOOIT_VERTROKKEN} | feit.wacht
    gedaan = ((r, _poging(r)) for r in feit.log.regels if r.soort != Soort.BERICHT or _wie(r) not in weg)
    pogingen = [(r.dag, poging) for r, poging in gedaan if poging]
    for dag, poging in sorted(pogingen, key=lambda p: p[0]):
        yield poging | {"datum": dag.isoformat()}


def _wie(regel: Logregel) -> tuple[str, int]:
    return str(regel.gegevens["soort"]), int(regel.gegevens["poging"])


def _poging(regel: Logregel) -> Deel | None:
    g = regel.gegevens
    if regel.soort == Soort.BERICHT:
        return {"soort": BERICHTKANAAL[Kanaal(g["kanaal"])].value, "bereikt": False}
    if regel.soort != Soort.TAAK_AFGEROND or (soort := TAAK.get(Taaksoort(g["soort"]))) is None:
        return None
    bereikt = g.get("bereikt", GESPREK_BEREIKT.get(g["uitkomst"]))
    if bereikt is None:
        return None
    poging: Deel = {"soort": soort.value, "bereikt": bereikt}
    return poging | {"dagdeel": DAGDEEL[Dagdeel(g["dagdeel"])].value} if g.get("dagdeel") else poging
