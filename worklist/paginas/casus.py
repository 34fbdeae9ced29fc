"""The anonymous casus of a zaak: shown first, then shared as a text; and the page of a warm handover."""

import hashlib
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.casus import bevolking
from models.database import lezen
from models.inzage import Inzagereden
from rules.casus import schrijf_casus, veilig_beeld
from rules.woorden import Zaaksoort
from tasks.omgeving import omgeving
from worklist.formulier import Ingevuld
from worklist.kijk import kijk
from worklist.paginas import overdragen
from worklist.sjabloon import toon
from worklist.vinden import Onderwerp, bij_zaak
from worklist.wie import Behandelaar, Collega

router = APIRouter()
router.include_router(overdragen.router)

GEDEELD = "casus gedeeld"


@dataclass(frozen=True)
class Casus:
    """The text as it would be shared; empty when too few residents look alike. `merk` tells one text from another."""

    tekst: str
    stappen: int

    @property
    def merk(self) -> str:
        """What a form carries to prove which text was seen."""
        return hashlib.sha256(self.tekst.encode()).hexdigest()[:32]


@router.get("/zaak/{nummer}/casus")
def casus(request: Request, collega: Behandelaar, nummer: str) -> Response:
    """Show the casus before anybody shares it."""
    return _pagina(request, collega, nummer)


@router.post("/zaak/{nummer}/casus")
def deel(request: Request, collega: Behandelaar, nummer: str, velden: Ingevuld) -> Response:
    """Give the text that was seen as a file, and note that it was shared. A text that changed since is shown again."""
    o = bij_zaak(request.state.vandaag, collega, nummer)
    gemaakt = _maak(o)
    if not gemaakt.tekst or velden.tekst("merk") != gemaakt.merk or not velden.aan("gelezen"):
        return _pagina(request, collega, nummer, 409 if gemaakt.tekst else 422)
    kijk(collega, [o.zaak_id], GEDEELD, Inzagereden.VRAAG_COLLEGA)
    koppen = {"Content-Disposition": 'attachment; filename="casus.md"'}
    return Response(gemaakt.tekst, media_type="text/markdown; charset=utf-8", headers=koppen)


def _pagina(request: Request, collega: Collega, nummer: str, status: int = 200) -> Response:
    o = bij_zaak(request.state.vandaag, collega, nummer)
    kijk(collega, [o.zaak_id], "casus", Inzagereden.VERVOLG)
    incasso = o.geladen.feiten.soort == Zaaksoort.INCASSO
    return toon(request, "casus.html", status, nummer=o.nummer, casus=_maak(o), fout=status != 200, incasso=incasso)


def _maak(o: Onderwerp) -> Casus:
    with lezen(omgeving().engine) as db:
        bewoners = bevolking(db, o.rij, o.vandaag)
    eigen = bewoners[o.rij.inwoner_id][o.zaak_id]
    beeld = veilig_beeld(o.rij.inwoner_id, {i: zaken.values() for i, zaken in bewoners.items()}, eigen)
    if beeld is None:
        return Casus("", 0)
    tekst = schrijf_casus(beeld.beeld, o.geladen.feiten.log.regels, o.rij.geopend_op, o.vandaag)
    return Casus(tekst, beeld.stappen)
