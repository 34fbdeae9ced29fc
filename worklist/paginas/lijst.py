"""The lists of taken: mine, my team's, what nobody has, all; and the next taak for who is ready for one."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Connection
from starlette.responses import Response

from models import afwezig, taakbeheer, werkvoorraad
from models.database import lezen, schrijf_samen
from models.werkvoorraad import BLAD, Keuze, Kijker, Lijst
from rules.taakwoorden import NAAM, TERMIJN, Termijn
from rules.uitkomst import TAKEN_VAN
from rules.woorden import Taaksoort
from tasks.omgeving import omgeving
from worklist.formulier import Ingevuld
from worklist.sjabloon import ga_naar, toon
from worklist.taakregels import regels
from worklist.wie import Behandelaar, Collega

router = APIRouter()

TABBLADEN: dict[Lijst, str] = {
    Lijst.MIJ: "Van mij",
    Lijst.TEAM: "Van mijn team",
    Lijst.VRIJ: "Van niemand",
    Lijst.ALLE: "Alles",
}

LEEG: dict[Lijst, str] = {
    Lijst.MIJ: "U heeft nu geen taken. Pak de volgende taak van uw team.",
    Lijst.TEAM: "Uw team heeft nu geen taken. Nieuwe taken komen vanzelf, meestal vroeg in de ochtend.",
    Lijst.VRIJ: "Elke taak van uw team heeft al iemand. Kijk bij uw eigen taken.",
    Lijst.ALLE: "Er zijn nu geen taken. Nieuwe taken komen vanzelf, meestal vroeg in de ochtend.",
}
"""What an empty list says, so that nobody wonders whether something is broken."""


@dataclass(frozen=True)
class Bladen:
    """Which page of how many, and where the others are."""

    nu: int
    aantal: int
    vorige: str
    volgende: str


@router.get("/taken")
def taken(
    request: Request, collega: Behandelaar, van: str = "", soort: str = "", wijk: str = "", term: str = "",
    gemeente: str = "", blad: str = "", weg: str = "",
) -> Response:  # fmt: skip
    """Show one list; a filter that does not exist lets everything through."""
    keuze = lees_keuze(collega, van=van, soort=soort, wijk=wijk, term=term, gemeente=gemeente, weg=weg)
    with lezen(omgeving().engine) as db:
        kijker = kijker_van(db, collega, request.state.vandaag)
        telling = werkvoorraad.tel(db, kijker, keuze)
        bladen = _bladen(keuze, _getal(blad), telling.gekozen)
        rijen = werkvoorraad.bladzijde(db, kijker, keuze, bladen.nu)
    return toon(
        request, "lijst.html", keuze=keuze, telling=telling, bladen=bladen, kijker=kijker,
        regels=regels(rijen, kijker.vandaag), leeg=_leeg(keuze), tabs=_tabs(keuze), termen=_termen(keuze),
        soorten=soorten_van(collega), gemeenten=sorted(collega.gemeenten), adres=_adres,
        gefilterd=keuze != Keuze(keuze.van), Lijst=Lijst,
    )  # fmt: skip


@router.post("/taken/volgende")
def volgende(request: Request, collega: Behandelaar, velden: Ingevuld) -> Response:
    """Give the first taak that nobody of the team has to who asks, and open it."""
    gekozen = {naam: velden.tekst(naam) for naam in ("soort", "wijk", "term", "gemeente")}
    keuze = lees_keuze(collega, van=Lijst.VRIJ, weg="", **gekozen)
    vandaag = request.state.vandaag

    def werk(db: Connection) -> int | None:
        kijker = kijker_van(db, collega, vandaag)
        eerste = werkvoorraad.eerste_vrije(db, kijker, keuze)
        if eerste is None:
            return None
        taakbeheer.neem(db, eerste.id, eerste.versie, collega.id)
        return int(eerste.id)

    gevonden = schrijf_samen(omgeving().engine, werk)
    if gevonden is None:
        return ga_naar(request, _adres(replace(keuze, van=Lijst.TEAM)), "Er is nu geen taak die u kunt pakken.")
    return ga_naar(request, f"/taak/{gevonden}", "Deze taak is nu van u.")


def soorten_van(collega: Collega) -> dict[str, str]:
    """Return the soorten of taken that his department has, with their names."""
    eigen = {soort for afdeling in collega.blik.afdelingen for soort in TAKEN_VAN[afdeling]}
    return {soort.value: naam for soort, naam in NAAM.items() if soort in eigen}


def kijker_van(db: Connection, collega: Collega, vandaag: date) -> Kijker:
    """Return who looks at the lists, with the work of colleagues whom he replaces."""
    return Kijker(collega.id, collega.blik, vandaag, afwezig.voor_wie(db, collega.id, vandaag))


def lees_keuze(collega: Collega, *, van: str, soort: str, wijk: str, term: str, gemeente: str, weg: str) -> Keuze:
    """Return which list with which filters an address asks for; what cannot be is passed over."""
    return Keuze(
        Lijst(van) if van in set(Lijst) else Lijst.MIJ,
        soort if soort in set(Taaksoort) else "",
        wijk if len(wijk) == 4 and wijk.isascii() and wijk.isdigit() else "",
        Termijn(term) if term in set(Termijn) else None,
        gemeente if gemeente in collega.gemeenten else "",
        weg == "1",
    )


def _adres(keuze: Keuze, blad: int = 1, **anders: Any) -> str:
    """Return the address of a list, of a page of it, or of the same with something else chosen."""
    k = replace(keuze, **anders)
    velden = {"van": k.van, "soort": k.soort, "wijk": k.wijk, "term": k.term or "", "gemeente": k.gemeente}
    velden |= {"weg": "1" if k.weg else "", "blad": str(blad) if blad > 1 else ""}
    return f"/taken?{urlencode({naam: waarde for naam, waarde in velden.items() if waarde})}"


def _tabs(keuze: Keuze) -> list[tuple[Lijst, str, str]]:
    """The four lists with their address; the filters go along, except that of a single list."""
    return [(lijst, naam, _adres(keuze, van=lijst, weg=False)) for lijst, naam in TABBLADEN.items()]


def _termen(keuze: Keuze) -> list[tuple[Termijn, str, str]]:
    """The terms with the address that chooses one, or lets it go when it is chosen already."""
    return [(t, naam, _adres(keuze, term=None if keuze.term == t else t)) for t, naam in TERMIJN.items()]


def _bladen(keuze: Keuze, blad: int, aantal: int) -> Bladen:
    laatste = max(1, -(-aantal // BLAD))
    nu = min(max(blad, 1), laatste)
    vorige = _adres(keuze, nu - 1) if nu > 1 else ""
    return Bladen(nu, laatste, vorige, _adres(keuze, nu + 1) if nu < laatste else "")


def _leeg(keuze: Keuze) -> str:
    if keuze.weg:
        return "Er zijn hier geen taken die iemand voor later heeft weggelegd."
    if keuze != Keuze(keuze.van):
        return "Geen taak past bij wat u koos. Kies minder, of haal alle keuzes weg."
    return LEEG[keuze.van]


def _getal(tekst: str) -> int:
    return int(tekst) if tekst.isascii() and tekst.isdigit() and len(tekst) < 7 else 1
