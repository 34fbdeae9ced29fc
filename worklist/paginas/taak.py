"""One taak: why it is there, by when, what was tried, and everything that a colleague can do with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, Row
from starlette.background import BackgroundTask
from starlette.responses import Response

from models import afwezig, overslaan, taakbeheer
from models.afwezig import Teamgenoot
from models.database import lezen, schrijf_samen
from models.dossier import Persoonsbeeld, persoon
from models.taakbeeld import Taakbeeld, beeld_van
from models.taakbeheer import AndereVersie
from rules.rollen import Recht
from rules.taakacties import (
    BIJ_TEAMLEIDING,
    ESCALATIE,
    WACHT,
    Actie,
    Escalatiereden,
    Hand,
    Wachtreden,
    fout_in_wachtdag,
    overslaanredenen,
    waarom_niet,
)
from rules.taakwoorden import AANLEIDING, DOEL, EIGEN_TERMIJN, GROND, ONBEKENDE_AANLEIDING
from rules.woorden import Overslaanreden, Taaksoort
from rules.zaaknummer import zaaknummer
from tasks.aanstoten import stoot_aan
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.fouten import NietGevonden
from worklist.kijk import kijk
from worklist.sjabloon import ga_naar, moment, toon
from worklist.taakregels import Regel, kalender_van, regel
from worklist.taakverleden import Gebeurd, verleden
from worklist.wie import Behandelaar, Collega
from worklist.woorden import BERICHT, DAGDEEL, KANAAL, LET_OP, STATUS, UITKOMST, woord

router = APIRouter()

Werk = Callable[[Connection, Row[Any], int], None]
"""What an action does to a taak, given the version that was seen."""

DAARNA: dict[Actie, tuple[str, str]] = {
    Actie.GENOMEN: ("/taak/{}", "Deze taak is nu van u."),
    Actie.TERUGGEGEVEN: ("/taken", "De taak is weer van het team."),
    Actie.TOEGEWEZEN: ("/taken", "De taak is nu van uw collega."),
    Actie.WEGGELEGD: ("/taken", "De taak komt op die dag terug in de lijst."),
    Actie.TERUGGEHAALD: ("/taak/{}", "De taak staat weer in de lijst."),
    Actie.GEESCALEERD: ("/taak/{}", "De teamleiding ziet deze taak nu."),
    Actie.OVERGESLAGEN: ("/taken", "Wij zoeken dit contact niet. De reden staat in het dossier."),
}
"""Where a colleague goes after each action, and what he reads there."""


@dataclass(frozen=True, repr=False)
class Blad:
    """Everything on the page of one taak. No repr: personal data."""

    taak: Row[Any]
    regel: Regel
    nummer: str
    beeld: Taakbeeld
    verleden: list[Gebeurd]
    collegas: list[Teamgenoot]
    persoon: Persoonsbeeld | None
    hand: Hand
    voor: Mapping[int, str]

    def mag(self, actie: str) -> bool:
        """Tell whether who looks may do this."""
        return self.taak.status == "open" and not waarom_niet(Actie(actie), self.hand)


@router.get("/taak/{taak_id}")
def taak(request: Request, collega: Behandelaar, taak_id: int) -> Response:
    """Show one taak."""
    return _toon(request, collega, taak_id)


@router.post("/taak/{taak_id}/neem")
def neem(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Take a taak that nobody has, or of somebody whom one replaces."""

    def werk(db: Connection, taak: Row[Any], versie: int) -> None:
        taakbeheer.neem(db, taak.id, versie, collega.id)

    return _doe(request, collega, taak_id, velden, Actie.GENOMEN, werk)


@router.post("/taak/{taak_id}/geef-terug")
def geef_terug(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Give a taak back to the team."""

    def werk(db: Connection, taak: Row[Any], versie: int) -> None:
        taakbeheer.geef_terug(db, taak.id, versie, collega.id)

    return _doe(request, collega, taak_id, velden, Actie.TERUGGEGEVEN, werk)


@router.post("/taak/{taak_id}/wijs-toe")
def wijs_toe(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Give a taak to a colleague of the same department and gemeente."""

    def werk(db: Connection, taak: Row[Any], versie: int) -> None:
        aan = velden.getal("aan", "Kies een collega.")
        if afwezig.collega(db, aan, taak.gemeente, taak.afdeling) is None:
            raise FoutFormulier(aan="Kies een collega.")
        taakbeheer.wijs_toe(db, taak.id, versie, collega.id, aan, leiding=collega.mag(Recht.VERDELEN))

    return _doe(request, collega, taak_id, velden, Actie.TOEGEWEZEN, werk)


@router.post("/taak/{taak_id}/leg-weg")
def leg_weg(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Put a taak away until a day, for a reason of the list."""

    def werk(db: Connection, taak: Row[Any], versie: int) -> None:
        tot = velden.dag("tot", "Kies een dag.")
        fout = fout_in_wachtdag(tot, taak.uiterste_dag, wettelijk=taak.wettelijk, today=request.state.vandaag)
        if fout:
            raise FoutFormulier(tot=fout)
        reden = Wachtreden(velden.keuze("wacht_reden", set(Wachtreden), "Kies waarom u de taak weglegt."))
        taakbeheer.leg_weg(db, taak.id, versie, collega.id, tot, reden)

    return _doe(request, collega, taak_id, velden, Actie.WEGGELEGD, werk)


@router.post("/taak/{taak_id}/haal-terug")
def haal_terug(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Put a taak that was put away in the lists again."""

    def werk(db: Connection, taak: Row[Any], versie: int) -> None:
        taakbeheer.haal_terug(db, taak.id, versie, collega.id)

    return _doe(request, collega, taak_id, velden, Actie.TERUGGEHAALD, werk)


@router.post("/taak/{taak_id}/escaleer")
def escaleer(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Show a taak to the team lead, for a reason of the list."""

    def werk(db: Connection, taak: Row[Any], versie: int) -> None:
        melding = "Kies waarom de teamleiding moet kijken."
        reden = Escalatiereden(velden.keuze("escalatie_reden", set(Escalatiereden), melding))
        taakbeheer.escaleer(db, taak.id, versie, collega.id, reden)

    return _doe(request, collega, taak_id, velden, Actie.GEESCALEERD, werk)


@router.post("/taak/{taak_id}/sla-over")
def sla_over(request: Request, collega: Behandelaar, taak_id: int, velden: Ingevuld) -> Response:
    """Decide that this contact is not tried in this zaak, for a reason of the list."""
    vandaag = request.state.vandaag

    def werk(db: Connection, taak: Row[Any], versie: int) -> None:
        hand = hand_van(taak, collega, afwezig.voor_wie(db, collega.id, vandaag), vandaag)
        mag = overslaanredenen(Taaksoort(taak.soort), hand)
        reden = Overslaanreden(velden.keuze("overslaan_reden", mag, "Kies waarom wij dit contact niet zoeken."))
        overslaan.sla_over(db, taak, versie, collega.id, reden, vandaag)

    antwoord = _doe(request, collega, taak_id, velden, Actie.OVERGESLAGEN, werk)
    if antwoord.status_code < 400:
        with lezen(omgeving().engine) as db:
            zaak_id = int(_vind(db, collega, taak_id).zaak_id)
        antwoord.background = BackgroundTask(stoot_aan, zaak_id, request.app.state.inrichting.prefect_api)
    return antwoord


def _doe(request: Request, collega: Collega, taak_id: int, velden: Formulier, actie: Actie, werk: Werk) -> Response:
    """Do something to a taak when it is still as it was seen; else show what changed, with what was filled in."""
    vandaag = request.state.vandaag

    def samen(db: Connection) -> None:
        taak = _vind(db, collega, taak_id)
        if taak.status != "open" or taak.versie != velden.getal("versie"):
            raise AndereVersie
        hand = hand_van(taak, collega, afwezig.voor_wie(db, collega.id, vandaag), vandaag)
        if nee := waarom_niet(actie, hand):
            raise FoutFormulier(taak=nee)
        werk(db, taak, taak.versie)

    try:
        schrijf_samen(omgeving().engine, samen)
    except AndereVersie:
        return _toon(request, collega, taak_id, 409, velden=velden.velden)
    except FoutFormulier as fout:
        return _toon(request, collega, taak_id, 422, velden=velden.velden, fouten=fout.velden)
    pad, melding = DAARNA[actie]
    return ga_naar(request, pad.format(taak_id), melding)


def hand_van(taak: Row[Any], collega: Collega, voor: Mapping[int, str], vandaag: date) -> Hand:
    """Return in whose hands a taak is, seen by one colleague."""
    return Hand(
        eigen=taak.behandelaar_id == collega.id or taak.behandelaar_id in voor,
        vrij=taak.behandelaar_id is None,
        leiding=collega.mag(Recht.VERDELEN),
        weg=taak.wacht_tot is not None and taak.wacht_tot > vandaag,
        bij_leiding=taak.escalatie >= BIJ_TEAMLEIDING,
    )


def _vind(db: Connection, collega: Collega, taak_id: int) -> Row[Any]:
    taak = taakbeheer.taak_van(db, collega.blik, taak_id)
    if taak is None:
        raise NietGevonden
    return taak


def _toon(
    request: Request, collega: Collega, taak_id: int, status: int = 200, *, velden: Mapping[str, str] | None = None,
    fouten: Mapping[str, str] | None = None,
) -> Response:  # fmt: skip
    with lezen(omgeving().engine) as db:
        blad = _laad(db, collega, taak_id, request.state.vandaag)
    if blad.persoon is not None:
        kijk(collega, [blad.taak.zaak_id], "taak", f"taak {taak_id}")
    soort = Taaksoort(blad.taak.soort)
    aanleiding = blad.beeld.aanleiding
    return toon(
        request, "taak.html", status, blad=blad, taak=blad.taak, r=blad.regel, doel=DOEL[soort],
        grond=GROND.get(soort, EIGEN_TERMIJN) if blad.taak.wettelijk else EIGEN_TERMIJN,
        waarom=AANLEIDING.get(aanleiding.regel, ONBEKENDE_AANLEIDING) if aanleiding else ONBEKENDE_AANLEIDING,
        botsing=_botsing(blad) if status == 409 else "", velden=velden or {}, fouten=fouten or {}, wacht=WACHT,
        escalaties=ESCALATIE, overslaan=overslaanredenen(soort, blad.hand),
        woord=woord, BERICHT=BERICHT, KANAAL=KANAAL, STATUS=STATUS, DAGDEEL=DAGDEEL,
        UITKOMST=UITKOMST, LET_OP=LET_OP,
    )  # fmt: skip


def _laad(db: Connection, collega: Collega, taak_id: int, vandaag: date) -> Blad:
    rij = _vind(db, collega, taak_id)
    voor = afwezig.voor_wie(db, collega.id, vandaag)
    collegas = afwezig.collegas(db, rij.gemeente, rij.afdeling)
    namen = {c.id: c.naam for c in collegas}
    return Blad(
        rij, regel(rij, vandaag, {rij.gemeente: kalender_van(rij.gemeente)}), zaaknummer(rij.zaaksoort, rij.zaak_id),
        beeld_van(db, rij), verleden(taakbeheer.acties(db, rij.id), namen), collegas,
        persoon(db, rij.inwoner_id) if rij.status == "open" else None, hand_van(rij, collega, voor, vandaag), voor,
    )  # fmt: skip


def _botsing(blad: Blad) -> str:
    """Say what happened to the taak since it was seen."""
    if blad.taak.status != "open":
        einde = blad.beeld.einde
        return f"{einde.door} heeft deze taak al afgerond." if einde and einde.door else "Deze taak is al gesloten."
    if blad.verleden:
        laatste = blad.verleden[0]
        return f"{laatste.wie} {laatste.wat} ({moment(laatste.op)})."
    return "Deze taak is net veranderd."
