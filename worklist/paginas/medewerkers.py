"""Who can work in Tijdig? Beheer sees who came in, with which roles, and can end somebody's sessions. No resident."""

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from models import medewerkers
from models.database import lezen, schrijven
from rules.rollen import Recht
from tasks.omgeving import omgeving
from worklist.formulier import Ingevuld
from worklist.fouten import NietGevonden
from worklist.sjabloon import ga_naar, toon
from worklist.wie import Collega, eis

LOG = logging.getLogger("tijdig.werkvoorraad")
router = APIRouter()
Beheerder = Annotated[Collega, Depends(eis(Recht.MEDEWERKERS))]


@router.get("/medewerkers")
def overzicht(request: Request, beheerder: Beheerder) -> Response:
    """Show the colleagues of the gemeenten of this beheerder."""
    with lezen(omgeving().engine) as db:
        bekenden = medewerkers.bekenden(db, beheerder.gemeenten)
    return toon(request, "medewerkers.html", bekenden=bekenden)


@router.post("/medewerkers/{wie}/uitloggen")
def log_uit(request: Request, wie: int, beheerder: Beheerder, velden: Ingevuld) -> Response:
    """End every session of a colleague; at the next login the provider says again who he is and what he may."""
    with schrijven(omgeving().engine) as db:
        gevonden = next((b for b in medewerkers.bekenden(db, beheerder.gemeenten) if b.id == wie), None)
        if gevonden is None:
            raise NietGevonden
        medewerkers.eindig_sessies_van(db, wie)
    LOG.info("medewerker %s heeft medewerker %s uitgelogd", beheerder.id, wie)
    if wie == beheerder.id:
        return ga_naar(request, "/inloggen")
    return ga_naar(request, "/medewerkers", f"{gevonden.naam} is uitgelogd.")
