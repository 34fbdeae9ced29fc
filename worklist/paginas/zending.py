"""Large rounds that wait: what they cost, ten of their berichten as the residents will read them, and the release."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Row
from starlette.responses import Response

from models.database import lezen
from models.inzage import Inzagereden
from models.outbox import WACHT
from models.zendingen import als_medewerker, gaf_vrij, naam_van, zending_van
from rules.rollen import Recht
from tasks import vrijgeven
from tasks.omgeving import omgeving
from tasks.vrijgeven import AlVrijgegeven, GeenZending, Wachtend
from worklist.formulier import FoutFormulier, Ingevuld
from worklist.fouten import NietGevonden
from worklist.kijk import kijk
from worklist.sjabloon import ga_naar, toon
from worklist.vinden import Nummer
from worklist.wie import Collega, eis
from worklist.woorden import AFDELING, BERICHT, DOELGROEP, KANAAL, woord

router = APIRouter()

Vrijgever = Annotated[Collega, Depends(eis(Recht.ZAKEN, Recht.VRIJGEVEN))]
"""A team lead with a department: he sees its residents, and answers for its letters."""

NIET_MEER = "Deze zending wacht niet meer op vrijgave."
NOG = {0: "De zending is vrij en gaat weg met de volgende verzending."}


@router.get("/vrijgeven")
def overzicht(request: Request, collega: Vrijgever) -> Response:
    """Show what waits for release: counts and costs, no resident."""
    return toon(
        request, "vrijgeven.html", zendingen=vrijgeven.wachtend(blik=collega.blik), woord=woord, naam_van=naam_van,
        BERICHT=BERICHT, KANAAL=KANAAL, AFDELING=AFDELING, DOELGROEP=DOELGROEP,
    )  # fmt: skip


@router.get("/vrijgeven/{zending}")
def voorbeeld(request: Request, collega: Vrijgever, zending: Nummer) -> Response:
    """Show one zending with its sample; every resident in it is noted as seen."""
    _bestaat(collega, zending)
    return _pagina(request, collega, zending)


@router.post("/vrijgeven/{zending}")
def beslis(request: Request, collega: Vrijgever, zending: Nummer, velden: Ingevuld) -> Response:
    """Release, or take the own release back while others still must."""
    _bestaat(collega, zending)
    wie = als_medewerker(collega.id, collega.naam)
    try:
        if velden.keuze("doe", {"vrijgeven", "intrekken"}, "Kies wat u wilt doen.") == "intrekken":
            vrijgeven.trek_in(zending, wie, collega.blik)
            return ga_naar(request, "/vrijgeven", "Uw vrijgave is ingetrokken.")
        if not velden.aan("gelezen"):
            raise FoutFormulier(gelezen="Lees eerst de berichten en zet dan het vinkje.")
        nog = vrijgeven.geef_vrij(zending, wie, collega.blik)
    except FoutFormulier as fout:
        return _pagina(request, collega, zending, " ".join(fout.velden.values()))
    except AlVrijgegeven:
        return _pagina(request, collega, zending, "U gaf deze zending al vrij. Een collega moet dat nu ook doen.")
    except GeenZending:
        return ga_naar(request, "/vrijgeven", NIET_MEER)
    vrijgevers = "collega moet" if nog == 1 else "collega's moeten"
    return ga_naar(request, "/vrijgeven", NOG.get(nog, f"Uw vrijgave is vastgelegd. Nog {nog} {vrijgevers} dat doen."))


def _bestaat(collega: Collega, zending: int) -> Row[Any]:
    with lezen(omgeving().engine) as db:
        rij = zending_van(db, collega.blik, zending)
    if rij is None:
        raise NietGevonden
    return rij


def _pagina(request: Request, collega: Collega, zending: int, fout: str = "") -> Response:
    if _bestaat(collega, zending).status != WACHT:
        return ga_naar(request, "/vrijgeven", NIET_MEER)
    try:
        stukken = vrijgeven.voorbeelden(zending, collega.blik)
        [gekozen] = vrijgeven.wachtend(zending, collega.blik)
    except (GeenZending, ValueError):
        return ga_naar(request, "/vrijgeven", NIET_MEER)
    kijk(collega, [v.zaak_id for v in stukken], "steekproef", Inzagereden.VRIJGAVE)
    return toon(
        request, "vrijgeven_een.html", 422 if fout else 200, z=gekozen, stukken=stukken, fout=fout,
        eigen=gaf_vrij(collega.id, gekozen.vrijgegeven_door), nog=_nog(gekozen), woord=woord, naam_van=naam_van,
        BERICHT=BERICHT, KANAAL=KANAAL, AFDELING=AFDELING, DOELGROEP=DOELGROEP,
    )  # fmt: skip


def _nog(gekozen: Wachtend) -> int:
    return max(gekozen.nodig - len(gekozen.vrijgegeven_door), 0)
