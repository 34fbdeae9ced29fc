"""Warm handover: the resident agreed, and a colleague records by whom, how and when before anything goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.background import BackgroundTask
from starlette.responses import Response

from models import register, uitkomsten
from models.database import lezen, schrijf_samen
from models.doorgeven import PARTNER, persoon_van
from models.handelingen import eenmalig, nieuwe_sleutel
from models.inzage import Inzagereden
from models.logboek import Verouderd
from models.register import laad
from models.taakbeheer import taak_van
from models.uitkomsten import Bijlage
from rules.besluit import MaakTaak
from rules.log import Soort
from rules.toestemming import CONTACTTAKEN, DOOR, GELDIG_D, klaar_voor, taak_voor
from rules.uitkomst import TOESTEMMING_HOE, Uitkomst
from rules.voorwaarden import signaalbedrag, unmet_met_toestemming
from rules.woorden import Dagdeel, Taaksoort, Zaaksoort
from rules.zaak import Incassozaak, Zaak
from tasks.aanstoten import stoot_aan
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.kijk import kijk
from worklist.regelwoorden import VOORWAARDE
from worklist.sjabloon import datum, euro, ga_naar, toon
from worklist.vinden import Onderwerp, bij_zaak
from worklist.wie import Behandelaar, Collega
from worklist.woorden import DAGDEEL, woord

router = APIRouter()

MAX_TOELICHTING = 2_000
REGEL = "inwoner_nam_contact_op"
"""Why a taak bellen was made: nobody had to call, the resident spoke with us by himself."""
KLAAR: dict[Zaaksoort, str] = {
    Zaaksoort.INCASSO: "De toestemming is vastgelegd. Het signaal gaat nu naar team Vroegsignalering.",
    Zaaksoort.VROEGSIGNALERING: "De toestemming is vastgelegd. Schuldhulp krijgt een taak om een gesprek te plannen.",
}
VERANDERD = "De zaak is net veranderd. Er is niets vastgelegd. Kijk wat er nu kan."


@dataclass(frozen=True)
class Terug:
    """A form that comes back: what was typed, and what is wrong with it."""

    velden: Mapping[str, str] = field(default_factory=dict[str, str])
    fouten: tuple[str, ...] = ()
    status: int = 200


@router.get("/zaak/{nummer}/overdragen")
def overdragen(request: Request, collega: Behandelaar, nummer: str) -> Response:
    """Show which data would go along, or why nothing may go."""
    return _pagina(request, collega, nummer, Terug())


@router.post("/zaak/{nummer}/overdragen")
def leg_vast(request: Request, collega: Behandelaar, nummer: str, velden: Ingevuld) -> Response:
    """Record the consent; the rules then hand over, and check everything once more."""
    o = bij_zaak(request.state.vandaag, collega, nummer)
    try:
        uitkomst, bijlage = _lees(o, velden)
        sleutel = velden.tekst("sleutel")
        schrijf_samen(omgeving().engine, lambda db: _leg_vast(db, collega, o, sleutel, uitkomst, bijlage))
    except FoutFormulier as fout:
        return _pagina(request, collega, nummer, Terug(velden.velden, tuple(fout.velden.values()), 422))
    except Verouderd:
        return _pagina(request, collega, nummer, Terug(velden.velden, (VERANDERD,), 409))
    antwoord = ga_naar(request, f"/zaak/{o.nummer}", KLAAR[o.geladen.feiten.soort])
    antwoord.background = BackgroundTask(stoot_aan, o.zaak_id, request.app.state.inrichting.prefect_api)
    return antwoord


def _lees(o: Onderwerp, velden: Formulier) -> tuple[Uitkomst, Bijlage]:
    if not velden.aan("verteld"):
        raise FoutFormulier(verteld="Vertel de inwoner eerst welke gegevens meegaan, en zet dan het vinkje.")
    door = velden.keuze("door", DOOR, "Kies wie de toestemming gaf.")
    hoe = velden.keuze("hoe", TOESTEMMING_HOE, "Kies hoe de toestemming is gegeven.")
    dag = velden.dag("dag", "Kies op welke dag de toestemming is gegeven.")
    if not o.vandaag - timedelta(days=GELDIG_D) <= dag <= o.vandaag:
        raise FoutFormulier(dag=f"Kies een dag van de laatste {GELDIG_D} dagen. Vraag anders opnieuw toestemming.")
    dagdeel = velden.keuze("dagdeel", {d.value for d in Dagdeel}, "Kies het dagdeel.")
    tekst = velden.tekst("toelichting", max_teken=MAX_TOELICHTING)
    extra = {"toestemming": hoe, "toestemming_door": door, "toestemming_op": dag.isoformat()}
    return Uitkomst("bereikt", True, dagdeel, "wil hulp", extra=extra), Bijlage(tekst)


def _leg_vast(
    db: Connection, collega: Collega, o: Onderwerp, sleutel: str, uitkomst: Uitkomst, bijlage: Bijlage
) -> None:
    """Record the outcome on the open contact taak, or on one that is made for the conversation that just was."""
    if not eenmalig(db, sleutel, collega.id, o.zaak_id, None, "toestemming"):
        return
    [geladen] = laad(db, [o.zaak_id], o.beleid, o.vandaag)
    zaak = geladen.feiten
    if klaar_voor(zaak) or _bezwaren(zaak, o):
        raise Verouderd
    soort = taak_voor(zaak, str(uitkomst.extra["toestemming"]))
    vraag = MaakTaak(soort or Taaksoort.BELLEN)
    if soort is None:
        register.vraag_een_mens(db, o.zaak_id, vraag, REGEL, o.vandaag, o.vandaag)
    [(taak_id, _), *_] = register.open_vragen(db, o.zaak_id, vraag)
    taak = taak_van(db, collega.blik, taak_id)
    assert taak is not None
    formulier = uitkomsten.Formulier(f"{sleutel}-uitkomst", collega.id, o.vandaag, taak.versie)
    uitkomsten.leg_vast(db, taak, formulier, uitkomst, bijlage)


def _pagina(request: Request, collega: Collega, nummer: str, terug: Terug) -> Response:
    o = bij_zaak(request.state.vandaag, collega, nummer)
    kijk(collega, [o.zaak_id], "overdragen", Inzagereden.VERVOLG)
    zaak = o.geladen.feiten
    gesprek = next((t for t in zaak.taken_van(Taaksoort.GESPREK_PLANNEN) if t.open), None)
    return toon(
        request, "overdragen.html", terug.status, o=o, nummer=o.nummer, incasso=zaak.soort == Zaaksoort.INCASSO,
        waarom_niet=klaar_voor(zaak), bezwaren=_bezwaren(zaak, o), mee=_mee(o), gesprek=gesprek,
        over=zaak.log.laatste(Soort.OVERGEDRAGEN), velden=terug.velden, fouten=terug.fouten, door=DOOR,
        hoe=TOESTEMMING_HOE, dagdelen=DAGDEEL, sleutel=nieuwe_sleutel(), geldig=GELDIG_D,
        contacttaken=[t for t in zaak.open_taken if t.soort in CONTACTTAKEN],
        team=o.beleid.gemeente.afzender.vroegsignalering,
    )  # fmt: skip


def _bezwaren(zaak: Zaak, o: Onderwerp) -> list[str]:
    """Return which voorwaarden stand in the way; towards schuldhulp nothing leaves the department."""
    if not isinstance(zaak, Incassozaak):
        return []
    return [woord(VOORWAARDE, t.voorwaarde) for t in unmet_met_toestemming(zaak, o.beleid, o.vandaag)]


def _mee(o: Onderwerp) -> list[tuple[str, str]]:
    """Return exactly what goes along (models.doorgeven), as (name, value); the BSN is not shown."""
    zaak = o.geladen.feiten
    if not isinstance(zaak, Incassozaak):
        return []
    with lezen(omgeving().engine) as db:
        p = persoon_van(db, o.persoon.id)
    adres = " ".join(filter(None, (p.adres.straat, p.adres.huisnummer, p.adres.toevoeging)))
    alle = (
        ("Naam", " ".join(filter(None, (p.voorletters, p.voorvoegsel, p.achternaam)))),
        ("Geboortedatum", datum(p.geboortedatum)),
        ("BSN", "gaat mee, maar staat hier niet" if p.bsn else ""),
        ("Adres", ", ".join(filter(None, (adres, p.adres.postcode, p.adres.woonplaats)))),
        ("Telefoon", p.telefoon),
        ("E-mail", p.email),
        ("Bedrag van de achterstand", euro(signaalbedrag(zaak, o.beleid))),
        ("Van wie", PARTNER),
        ("Erbij", "dat de inwoner om hulp vroeg, en de dag van vandaag"),
    )
    return [(naam, waarde) for naam, waarde in alle if waarde]
