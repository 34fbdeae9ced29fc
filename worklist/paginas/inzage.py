"""Who looked into which zaak, when and why? For team leads, of their own department; looking here is noted too."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Row
from starlette.responses import Response

from models import inzage
from models.database import lezen
from models.dossier import vind_zaak
from models.inzage import Inzagereden, Zoekvraag
from rules.zaaknummer import zaaknummer
from tasks.lezen.afgekeurd import veilige_cel
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.kijk import kijk
from worklist.sjabloon import NEDERLAND, toon
from worklist.wie import Collega, Teamleider
from worklist.woorden import reden_van_inzage

router = APIRouter()

VELDEN = ("nummer", "wie", "van", "tot", "nagekeken")
BLAD, LIJST = 50, 10_000
"""So many looks on a page, and in a file at most."""


@router.get("/inzage")
def formulier(request: Request, collega: Teamleider) -> Response:
    """Show the empty form."""
    return _toon(request, collega, {})


@router.post("/inzage")
def resultaten(request: Request, collega: Teamleider, velden: Ingevuld) -> Response:
    """Show who looked, newest first; `voor` asks for the page after."""
    try:
        vraag = _lees(collega, velden)
        voor = velden.getal("voor") if velden.tekst("voor") else None
    except FoutFormulier as fout:
        return _toon(request, collega, velden.velden, 422, fouten=fout.velden)
    rijen = _zoek(collega, vraag, BLAD + 1, voor)
    _noteer(collega, rijen[:BLAD], "inzage")
    verder = rijen[BLAD - 1].id if len(rijen) > BLAD else 0
    return _toon(request, collega, velden.velden, rijen=rijen[:BLAD], verder=verder)


@router.post("/inzage/lijst.csv")
def lijst(request: Request, collega: Teamleider, velden: Ingevuld) -> Response:
    """Give the same as a file for a spreadsheet: no name of a resident stands in it."""
    rijen = _zoek(collega, _lees(collega, velden), LIJST)
    _noteer(collega, rijen, "inzage-lijst")
    koppen = {"Content-Disposition": 'attachment; filename="inzage.csv"'}
    return Response(_bestand(rijen), media_type="text/csv; charset=utf-8", headers=koppen)


def _zoek(collega: Collega, vraag: Zoekvraag | None, hoogstens: int, voor: int | None = None) -> list[Row[Any]]:
    """A zaak that is not there, or not his, was never looked at as far as he can know."""
    if vraag is None:
        return []
    with lezen(omgeving().engine) as db:
        return inzage.zoek(db, collega.blik, vraag, hoogstens, voor)


def _noteer(collega: Collega, rijen: Sequence[Row[Any]], wat: str) -> None:
    kijk(collega, sorted({r.zaak_id for r in rijen}), wat, Inzagereden.INZAGE)


def _lees(collega: Collega, velden: Formulier) -> Zoekvraag | None:
    """Return what is asked, or None for a zaaknummer that finds nothing. Raises FoutFormulier."""
    nummer, zaak_id = velden.tekst("nummer"), None
    if nummer:
        with lezen(omgeving().engine) as db:
            zaak = vind_zaak(db, collega.blik, nummer)
        if zaak is None:
            return None
        zaak_id = zaak.id
    tot = _dag(velden, "tot")
    return Zoekvraag(
        zaak_id, velden.getal("wie", "Kies een collega.") if velden.tekst("wie") else None,
        _begin(_dag(velden, "van")), _begin(tot + timedelta(days=1)) if tot else None, velden.aan("nagekeken"),
    )  # fmt: skip


def _dag(velden: Formulier, naam: str) -> date | None:
    if not velden.tekst(naam):
        return None
    gevraagd = velden.dag(naam)
    if not 2000 <= gevraagd.year < 3000:
        raise FoutFormulier(**{naam: "Vul een datum in, zoals 2026-06-05."})
    return gevraagd


def _begin(dag: date | None) -> datetime | None:
    return datetime.combine(dag, time(), NEDERLAND) if dag else None


def _bestand(rijen: Sequence[Row[Any]]) -> bytes:
    tekst = io.StringIO()
    schrijver = csv.writer(tekst, delimiter=";", lineterminator="\r\n")
    schrijver.writerow(["moment", "collega", "zaak", "wat", "waarom"])
    for r in rijen:
        op = r.op.astimezone(NEDERLAND).strftime("%Y-%m-%d %H:%M:%S")
        cellen = (op, r.wie, zaaknummer(r.afdeling, r.zaak_id), r.wat, reden_van_inzage(r.waarom))
        schrijver.writerow([veilige_cel(cel) for cel in cellen])
    return b"\xef\xbb\xbf" + tekst.getvalue().encode()


def _toon(
    request: Request, collega: Collega, velden: Mapping[str, str], status: int = 200, *,
    fouten: Mapping[str, str] | None = None, rijen: Sequence[Row[Any]] | None = None, verder: int = 0,
) -> Response:  # fmt: skip
    with lezen(omgeving().engine) as db:
        wie = inzage.kijkers(db, collega.blik)
    ingevuld = {naam: velden.get(naam, "") for naam in VELDEN}
    return toon(
        request, "inzage.html", status, ingevuld=ingevuld, fouten=fouten or {}, rijen=rijen, verder=verder,
        kijkers=wie, reden=reden_van_inzage,
    )  # fmt: skip
