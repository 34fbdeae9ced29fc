"""Find a zaak by number, BSN, name or address. What is typed goes in the body of a POST, never in an address or log."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from models.database import lezen
from models.zoeken import Zoekvraag, plat, zoek
from rules.levering import Adres
from rules.zaaknummer import zaak_id, zaaknummer
from tasks.lezen.velden import OngeldigVeld, lees_bsn, lees_huisnummer, lees_postcode
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, FoutFormulier, Ingevuld
from worklist.kijk import kijk
from worklist.sjabloon import ga_naar, toon
from worklist.wie import Behandelaar
from worklist.woorden import ZOEKREDEN

router = APIRouter()

VELDEN = ("nummer", "bsn", "naam", "geboren", "postcode", "huisnummer", "toevoeging", "waarom")
MIN_LETTERS = 2
_HUISNUMMER = re.compile(r"(\d{1,5})[\s-]*(.{0,10})")


@router.get("/zoeken")
def formulier(request: Request, collega: Behandelaar) -> Response:
    """Show the empty form."""
    return _toon(request, {})


@router.post("/zoeken")
def resultaten(request: Request, collega: Behandelaar, velden: Ingevuld) -> Response:
    """Show what was found, after noting every zaak that is shown with the reason that was chosen."""
    try:
        waarom = velden.keuze("waarom", ZOEKREDEN, "Kies waarom u zoekt.")
        vraag = _lees(velden)
    except FoutFormulier as fout:
        return _toon(request, velden.velden, 422, fouten=fout.velden)
    with lezen(omgeving().engine) as db:
        gevonden = zoek(db, collega.blik, vraag)
    if len(gevonden.zaken) == 1 and vraag == Zoekvraag(nummer=vraag.nummer):
        [enige] = gevonden.zaken
        return ga_naar(request, f"/zaak/{zaaknummer(enige.soort, enige.id)}?waarom={waarom}")
    kijk(collega, [z.id for z in gevonden.zaken], "zoeken", waarom)
    return _toon(request, velden.velden, gevonden=gevonden)


def _toon(
    request: Request, velden: Mapping[str, str], status: int = 200, *, fouten: Mapping[str, str] | None = None,
    gevonden: Any = None,
) -> Response:  # fmt: skip
    ingevuld = {naam: velden.get(naam, "") for naam in VELDEN}
    eigen = min(request.state.collega.blik.afdelingen)
    return toon(
        request, "zoek.html", status, ingevuld=ingevuld, fouten=fouten or {}, gevonden=gevonden, redenen=ZOEKREDEN,
        voorbeeld=zaaknummer(eigen, 123),
    )  # fmt: skip


def _lees(velden: Formulier) -> Zoekvraag:
    """Return what is asked. Raises FoutFormulier with every field that cannot be right."""
    vraag = Zoekvraag(
        _nummer(velden.tekst("nummer")), _bsn(velden.tekst("bsn")), _naam(velden.tekst("naam")),
        _geboren(velden), _adres(velden),
    )  # fmt: skip
    if vraag.leeg:
        raise FoutFormulier(nummer="Vul een zaaknummer, een BSN, een naam of een adres in.")
    return vraag


def _nummer(tekst: str) -> str:
    if tekst and zaak_id(tekst) is None:
        raise FoutFormulier(nummer="Een zaaknummer ziet eruit als V-000123 of I-000123.")
    return tekst


def _bsn(tekst: str) -> str:
    cijfers = re.sub(r"[\s.]", "", tekst)
    return _veld("bsn", lees_bsn, cijfers, "Dit is geen goed BSN. Een BSN heeft 9 cijfers.") if cijfers else ""


def _naam(tekst: str) -> str:
    """Read 'Berg, van der' as 'van der Berg'."""
    achter, _, voor = tekst.partition(",")
    naam = f"{voor.strip()} {achter.strip()}".strip()
    if tekst and len(plat(naam)) < MIN_LETTERS:
        raise FoutFormulier(naam=f"Vul minstens {MIN_LETTERS} letters van de achternaam in.")
    return naam


def _geboren(velden: Formulier) -> date | None:
    return velden.dag("geboren", "Vul een datum in, zoals 1980-06-05.") if velden.tekst("geboren") else None


def _adres(velden: Formulier) -> Adres:
    postcode, nummer = velden.tekst("postcode"), velden.tekst("huisnummer")
    if not postcode and not nummer:
        return Adres()
    goed = _veld("postcode", lees_postcode, postcode.upper(), "Vul een postcode in, zoals 1234 AB.")
    los = _HUISNUMMER.fullmatch(nummer)
    if los is None:
        raise FoutFormulier(huisnummer="Vul ook een huisnummer in, zoals 12 of 12A.")
    huisnummer = _veld("huisnummer", lees_huisnummer, los[1], "Vul ook een huisnummer in, zoals 12 of 12A.")
    return Adres(postcode=goed, huisnummer=huisnummer, toevoeging=velden.tekst("toevoeging") or los[2].strip())


def _veld(naam: str, lees: Callable[[str], str], tekst: str, melding: str) -> str:
    try:
        return lees(tekst)
    except OngeldigVeld:
        raise FoutFormulier(**{naam: melding}) from None
