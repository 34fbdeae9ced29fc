"""The page of one zaak: who it is about, everything that happened, why it stands where it stands, and what is next."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.database import lezen
from models.handelingen import nieuwe_sleutel
from models.inzage import Inzagereden
from models.tijdlijn import reactie as reactie_van
from rules.woorden import Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.omgeving import omgeving
from tasks.uitleg import stand_van
from worklist.fouten import NietGevonden
from worklist.kijk import kijk, kijk_naar
from worklist.sjabloon import toon as toon_pagina
from worklist.tijdlijn import GROEPEN, kies
from worklist.verhaal import belasting
from worklist.vinden import Nummer
from worklist.wie import Behandelaar
from worklist.woorden import REACTIE, SECTOR, TAAK, woord
from worklist.zaakbeeld import waarom as waarom_van
from worklist.zaakbeeld import zaakbeeld

router = APIRouter()

HOOGSTE_ID = 2**31


@router.get("/zaak/{nummer}")
def zaak(request: Request, collega: Behandelaar, nummer: str, waarom: str = "", toon: str = "") -> Response:
    """Show everything about one zaak; `toon` narrows the timeline to one group."""
    rij, vandaag = kijk_naar(collega, nummer, "zaak", waarom), request.state.vandaag
    with lezen(omgeving().engine) as db:
        stand = stand_van(db, rij, vandaag)
    with lezen(omgeving().engine) as db:
        beeld = zaakbeeld(db, collega.blik, rij, stand, vandaag)
    kijk(collega, [z.id for z in beeld.andere], "adres of inwoner", Inzagereden.VERVOLG)
    groep = toon if toon in GROEPEN else ""
    return toon_pagina(
        request, "zaak.html", zaak=rij, nummer=zaaknummer(rij.soort, rij.id), beeld=beeld, groep=groep,
        groepen=GROEPEN, posten=kies(beeld.posten, groep), uitleg=waarom_van(stand, vandaag) if stand else None,
        incasso=rij.soort == Zaaksoort.INCASSO, sleutel=nieuwe_sleutel(), woord=woord, belasting=belasting,
        SECTOR=SECTOR, TAAK=TAAK,
    )  # fmt: skip


@router.get("/zaak/{nummer}/reactie/{reactie_id}")
def reactie(request: Request, collega: Behandelaar, nummer: str, reactie_id: Nummer) -> Response:
    """Show one sms of the resident."""
    rij = kijk_naar(collega, nummer, "reactie")
    with lezen(omgeving().engine) as db:
        gevonden = reactie_van(db, collega.blik, rij.id, reactie_id) if 0 < reactie_id < HOOGSTE_ID else None
    if gevonden is None:
        raise NietGevonden
    return toon_pagina(
        request, "reactie.html", nummer=zaaknummer(rij.soort, rij.id), reactie=gevonden,
        wat=woord(REACTIE, gevonden.soort) if gevonden.soort in REACTIE else "",
    )  # fmt: skip
