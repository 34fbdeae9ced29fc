"""One bericht as it left, or as it would leave: on a page, as PDF and as text. Every look is noted."""

import re
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Row
from starlette.responses import RedirectResponse, Response

from models.database import lezen
from models.tijdlijn import bericht, verhuisd_sinds
from rules.woorden import Kanaal
from rules.zaaknummer import zaaknummer
from tasks.omgeving import omgeving
from tasks.stukken import GeenStuk, is_gelijk, is_weg, maak_brief, maak_stuk
from worklist.fouten import NietGevonden
from worklist.kijk import kijk, zaak_van
from worklist.sjabloon import toon
from worklist.wie import Behandelaar, Collega
from worklist.woorden import BERICHT, KANAAL, STATUS, woord

router = APIRouter()

WAT_TEKENS = 40
_ID = re.compile(r"[A-Za-z0-9-]{1,80}")


@router.get("/zaak/{nummer}/bericht/{bericht_id}.pdf")
def pdf(request: Request, collega: Behandelaar, nummer: str, bericht_id: str) -> Response:
    """Give a letter as PDF; when it cannot be made, the page of the bericht says why."""
    rij, nummer = _bericht(collega, nummer, bericht_id)
    if rij.kanaal != Kanaal.BRIEF:
        raise NietGevonden
    _noteer(collega, rij, nummer, ".pdf")
    try:
        with lezen(omgeving().engine) as db:
            inhoud = maak_brief(db, rij)
    except GeenStuk:
        return RedirectResponse(f"/zaak/{nummer}/bericht/{rij.id}", 303)
    return _bestand(inhoud, "application/pdf", f"{rij.id}.pdf")


@router.get("/zaak/{nummer}/bericht/{bericht_id}.txt")
def tekst(request: Request, collega: Behandelaar, nummer: str, bericht_id: str) -> Response:
    """Give the words of a bericht as plain text."""
    rij, nummer = _bericht(collega, nummer, bericht_id)
    _noteer(collega, rij, nummer, ".txt")
    try:
        with lezen(omgeving().engine) as db:
            stuk = maak_stuk(db, rij)
    except GeenStuk:
        return RedirectResponse(f"/zaak/{nummer}/bericht/{rij.id}", 303)
    return _bestand(stuk.tekst.encode(), "text/plain; charset=utf-8", f"{rij.id}.txt")


@router.get("/zaak/{nummer}/bericht/{bericht_id}")
def pagina(request: Request, collega: Behandelaar, nummer: str, bericht_id: str) -> Response:
    """Show the words of a bericht, what became of it, and what may be different from what arrived."""
    rij, nummer = _bericht(collega, nummer, bericht_id)
    _noteer(collega, rij, nummer, "")
    stuk, reden, verhuisd, gelijk = None, "", False, None
    with lezen(omgeving().engine) as db:
        try:
            stuk, gelijk = maak_stuk(db, rij), is_gelijk(db, rij)
        except GeenStuk as fout:
            reden = fout.reden
        if is_weg(rij) and (sinds := rij.verzonden_op or rij.bezig_sinds):
            verhuisd = verhuisd_sinds(db, collega.blik, rij.zaak_id, sinds)
    return toon(
        request, "stuk.html", nummer=nummer, bericht=rij, stuk=stuk, reden=reden, verhuisd=verhuisd, weg=is_weg(rij),
        naam=f"{woord(BERICHT, rij.soort)} per {woord(KANAAL, rij.kanaal)}", stand=woord(STATUS, rij.status),
        brief=rij.kanaal == Kanaal.BRIEF, gelijk=gelijk,
    )  # fmt: skip


def _bericht(collega: Collega, nummer: str, bericht_id: str) -> tuple[Row[Any], str]:
    """Return the bericht and the zaaknummer as we write it. Raises NietGevonden, also for one of another zaak."""
    with lezen(omgeving().engine) as db:
        zaak = zaak_van(db, collega, nummer)
        rij = bericht(db, collega.blik, zaak.id, bericht_id) if _ID.fullmatch(bericht_id) else None
    if rij is None:
        raise NietGevonden
    return rij, zaaknummer(zaak.soort, zaak.id)


def _noteer(collega: Collega, rij: Row[Any], nummer: str, vorm: str) -> None:
    """Note which document was seen; its id without the zaaknummer fits."""
    kijk(collega, [rij.zaak_id], f"{rij.id.removeprefix(f'{nummer}-')}{vorm}"[:WAT_TEKENS], "vervolg")


def _bestand(inhoud: bytes, soort: str, naam: str) -> Response:
    return Response(inhoud, media_type=soort, headers={"Content-Disposition": f'inline; filename="{naam}"'})
