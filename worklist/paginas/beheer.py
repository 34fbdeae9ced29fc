"""What stands still, and letting it go on: for beheer. No resident is on this page."""

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from models.database import lezen
from models.pauzes import eerdere
from models.zendingen import als_medewerker, naam_van
from rules.pauze import WAARDEN, Pauzesoort
from rules.rollen import Recht
from tasks import pauzeren
from tasks.omgeving import omgeving
from tasks.pauzeren import AlGepauzeerd, NietGepauzeerd, PauzeFout, Wat
from worklist.formulier import Formulier, FoutFormulier, Ingevuld, voor_scherm
from worklist.sjabloon import ga_naar, toon
from worklist.stilstand import naam, zichtbaar
from worklist.wie import Collega, eis

LOG = logging.getLogger("tijdig.werkvoorraad")
router = APIRouter()
Beheerder = Annotated[Collega, Depends(eis(Recht.PAUZEREN))]

KEUZES = {f"{s}:{w}": naam(s, w) for s in Pauzesoort for w in WAARDEN[s]}
"""What can be chosen, by the word in the form."""


@router.get("/beheer")
def overzicht(request: Request, beheerder: Beheerder) -> Response:
    """Show what stands still, what stood still before, and the form for a pauze."""
    return _pagina(request, beheerder)


@router.post("/beheer/pauzeer")
def pauzeer(request: Request, beheerder: Beheerder, velden: Ingevuld) -> Response:
    """Let something of one gemeente of this beheerder stand still."""
    try:
        wat = _lees(velden, beheerder)
        reden = velden.tekst("reden", max_teken=200, verplicht="Vertel waarom dit stilstaat.")
        pauzeren.pauzeer(wat, reden, als_medewerker(beheerder.id, beheerder.naam))
    except (FoutFormulier, PauzeFout) as fout:
        return _pagina(request, beheerder, velden, str(fout))
    except AlGepauzeerd:
        return ga_naar(request, "/beheer", "Dit stond al stil.")
    LOG.info("medewerker %s pauzeert %s %s van %s", beheerder.id, wat.soort, wat.waarde, wat.gemeente)
    return ga_naar(request, "/beheer", f"Dit staat nu stil: {naam(wat.soort, wat.waarde)}.")


@router.post("/beheer/hervat")
def hervat(request: Request, beheerder: Beheerder, velden: Ingevuld) -> Response:
    """Let it go on; the next round picks it up."""
    try:
        wat = _lees(velden, beheerder)
        pauzeren.hervat(wat, als_medewerker(beheerder.id, beheerder.naam))
    except (FoutFormulier, PauzeFout) as fout:
        return _pagina(request, beheerder, None, str(fout))
    except NietGepauzeerd:
        return ga_naar(request, "/beheer", "Dit stond niet (meer) stil.")
    LOG.info("medewerker %s hervat %s %s van %s", beheerder.id, wat.soort, wat.waarde, wat.gemeente)
    return ga_naar(request, "/beheer", f"Dit gaat weer verder: {naam(wat.soort, wat.waarde)}.")


def _lees(velden: Formulier, beheerder: Collega) -> Wat:
    """Return what was chosen, of a gemeente of his own only. Raises FoutFormulier."""
    keuze = velden.keuze("wat", KEUZES, "Kies wat stil moet staan.")
    gemeente = velden.keuze("gemeente", beheerder.gemeenten, "Kies een gemeente.")
    soort, _, waarde = keuze.partition(":")
    return Wat(soort, waarde, gemeente)


def _pagina(request: Request, beheerder: Collega, velden: Formulier | None = None, fout: str = "") -> Response:
    with lezen(omgeving().engine) as db:
        geweest = eerdere(db, beheerder.gemeenten)
    return toon(
        request, "beheer.html", 422 if fout else 200, open=zichtbaar(beheerder), geweest=geweest, naam=naam,
        naam_van=naam_van, keuzes=KEUZES, gemeenten=sorted(beheerder.gemeenten), fout=fout,
        velden=voor_scherm(velden.velden if velden else None),
    )  # fmt: skip
