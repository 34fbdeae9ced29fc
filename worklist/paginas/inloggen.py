"""Who are you? Logging in with the provider of the organisation, trying out on this machine, and logging out."""

import logging
import re
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from sqlalchemy import Connection
from starlette.responses import RedirectResponse, Response

from models import medewerkers
from models.database import schrijf_samen, schrijven
from rules.rollen import GeenRol, Rol, TweeAfdelingen, lees_rollen
from tasks.omgeving import omgeving
from worklist.formulier import Formulier, getekend_formulier, lees_formulier
from worklist.fouten import NietGevonden
from worklist.inrichting import Inrichting, is_loopback
from worklist.oidc import Poging, provider, woorden
from worklist.rem import rem, vandaan
from worklist.sessies import GeenGemeente, LoginAfgebroken, LoginVerlopen, koekje, wis_koekje, zet_koekje
from worklist.sjabloon import toon

LOG = logging.getLogger("tijdig.werkvoorraad")
router = APIRouter()

EIGEN_PAD = re.compile(r"/(?!/)[A-Za-z0-9/_.,:=&?%+-]{0,300}")
"""A page of ours: never another website, not even as //name or with a backslash."""
UITLEG: dict[Rol, str] = {
    Rol.INVORDERING: "Afdeling Gemeentebelastingen: bellen, gegevens zoeken, dwangbevelen beoordelen.",
    Rol.VROEGSIGNALERING: "Team Vroegsignalering: bellen, op huisbezoek gaan, hulp aanbieden.",
    Rol.SCHULDHULP: "Team Vroegsignalering: het eerste gesprek plannen en voeren.",
    Rol.TEAMLEIDING: "Taken verdelen en zendingen vrijgeven. Kies er een afdeling bij.",
    Rol.BEHEER: "Zien wie kan inloggen. Geen inwoners.",
    Rol.BELEID: "Cijfers zien. Geen inwoners.",
}
DOORGEGEVEN = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")


@router.get("/inloggen")
def inlogpagina(request: Request, naar: str = "/") -> Response:
    """Show how to log in; who is logged in goes on."""
    if request.state.collega is not None:
        return RedirectResponse(_veilig_pad(naar), 303)
    verlopen = request.state.sessie is None and koekje(_inrichting(request)) in request.cookies
    return _toon_inloggen(request, naar=_veilig_pad(naar), verlopen=verlopen)


@router.get("/inloggen/begin")
def begin(request: Request, naar: str = "/") -> Response:
    """Send a colleague to the provider, and remember what its answer must match."""
    inrichting = _inrichting(request)
    if request.state.collega is not None:
        return RedirectResponse(_veilig_pad(naar), 303)
    if not inrichting.issuer:
        raise NietGevonden
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return RedirectResponse("/inloggen", 303)
    terug, poging, van = _terug(request), Poging(), vandaan(request.client.host if request.client else "")
    gegevens = {"vandaan": van, "state": poging.state, "nonce": poging.nonce, "verifier": poging.verifier}
    token = schrijf_samen(omgeving().engine, lambda db: _begin(db, van, gegevens | {"naar": _veilig_pad(naar)}))
    antwoord = RedirectResponse(provider(inrichting).vraag_adres(poging, terug), 303)
    zet_koekje(antwoord, inrichting, token)
    return antwoord


def _begin(db: Connection, van: str, gegevens: dict[str, Any]) -> str:
    rem(db, van)
    medewerkers.ruim_sessies_op(db)
    return medewerkers.begin_sessie(db, None, gegevens)


@router.get("/inloggen/terug")
def terug(request: Request, state: str = "", code: str = "", error: str = "") -> Response:
    """Take the answer of the provider, once."""
    sessie: medewerkers.Ingang | None = request.state.sessie
    if request.state.collega is not None:
        return RedirectResponse("/", 303)
    gegevens = sessie.gegevens if sessie else {}
    if sessie is None or not state or not secrets.compare_digest(state.encode(), _tekst(gegevens, "state").encode()):
        raise LoginVerlopen
    with schrijven(omgeving().engine) as db:
        if not medewerkers.gebruik_poging(db, sessie):
            raise LoginVerlopen
    if error or not code:
        LOG.warning("de inlogdienst weigerde een login")
        raise LoginAfgebroken
    inrichting = _inrichting(request)
    poging = Poging(state, _tekst(gegevens, "nonce"), _tekst(gegevens, "verifier"))
    claims = provider(inrichting).wie(poging, _terug(request), code)
    rollen, gemeenten = lees_rollen(woorden(claims, inrichting.rollen_claim)), _gemeenten(inrichting, claims)
    wie = f"{inrichting.issuer}|{claims['sub']}"[:255], _naam(claims)
    return _kom_binnen(request, *wie, rollen, gemeenten, _veilig_pad(_tekst(gegevens, "naar")))


async def _getekend_of_al_weg(request: Request) -> None:
    """Who leaves a page open until his session is over, may press the button to leave too."""
    if request.state.sessie is not None:
        await getekend_formulier(request)


@router.post("/uitloggen", dependencies=[Depends(_getekend_of_al_weg)])
def uitloggen(request: Request) -> Response:
    """End the session here, and at the provider when it offers that."""
    inrichting = _inrichting(request)
    sessie: medewerkers.Ingang | None = request.state.sessie
    if sessie is None:
        return RedirectResponse("/inloggen", 303)
    with schrijven(omgeving().engine) as db:
        medewerkers.eindig_sessie(db, sessie.sleutel)
    verder = provider(inrichting).uitlog_adres(f"{_hier(request)}/inloggen") if inrichting.issuer else ""
    request.state.sessie = request.state.collega = None
    antwoord = toon(request, "inloggen_uit.html", verder=verder)
    wis_koekje(antwoord, inrichting)
    return antwoord


@router.post("/proeflogin")
def proeflogin(request: Request, velden: Annotated[Formulier, Depends(lees_formulier)]) -> Response:
    """Come in with any name and roles: only where it is switched on, and only on this machine."""
    if not mag_proefloggen(request) or not {"origin", "sec-fetch-site"}.intersection(request.headers):
        raise NietGevonden
    naam, gekozen = velden.tekst("naam", max_teken=80), velden.tekst("rollen").split(",")
    try:
        rollen = lees_rollen(gekozen)
    except (GeenRol, TweeAfdelingen) as fout:
        melding = "Kies een rol." if isinstance(fout, GeenRol) else "Kies rollen van één afdeling."
        return _toon_inloggen(request, 422, naam=naam, gekozen=gekozen, fout=melding)
    naam = naam or "Proefmedewerker"
    return _kom_binnen(request, f"proef|{naam}", naam, rollen, frozenset(_inrichting(request).gemeenten), "/")


def mag_proefloggen(request: Request) -> bool:
    """Tell whether a request comes from this machine itself, not over a proxy, and trying out is switched on."""
    inrichting = _inrichting(request)
    if not inrichting.proeflogin or inrichting.publieke_url or any(kop in request.headers for kop in DOORGEGEVEN):
        return False
    return request.client is not None and is_loopback(request.client.host) and is_loopback(request.url.hostname or "")


def _toon_inloggen(request: Request, status: int = 200, **gegevens: Any) -> Response:
    leeg = {"naar": "/", "verlopen": False, "naam": "Proefmedewerker", "gekozen": [Rol.VROEGSIGNALERING], "fout": ""}
    kan = {"met_oidc": bool(_inrichting(request).issuer), "met_proef": mag_proefloggen(request)}
    return toon(request, "inloggen.html", status, alle_rollen=list(Rol), uitleg=UITLEG, **(leeg | kan | gegevens))


def _kom_binnen(
    request: Request, sub: str, naam: str, rollen: frozenset[Rol], gemeenten: frozenset[str], pad: str
) -> Response:
    """Start a new session with a token of its own, and end the one that this browser had before."""
    vorige: medewerkers.Ingang | None = request.state.sessie

    def werk(db: Connection) -> tuple[int, str]:
        medewerkers.ruim_sessies_op(db)
        if vorige is not None:
            medewerkers.eindig_sessie(db, vorige.sleutel)
        wie = medewerkers.onthoud(db, sub, naam, rollen, gemeenten)
        return wie, medewerkers.begin_sessie(db, wie)

    wie, token = schrijf_samen(omgeving().engine, werk)
    LOG.info("medewerker %s is ingelogd", wie)
    antwoord = RedirectResponse(pad, 303)
    zet_koekje(antwoord, _inrichting(request), token)
    return antwoord


def _gemeenten(inrichting: Inrichting, claims: Any) -> frozenset[str]:
    """Return for which gemeenten of this installation somebody works. Raises GeenGemeente."""
    alle = frozenset(inrichting.gemeenten)
    mijn = alle & woorden(claims, inrichting.gemeenten_claim) if inrichting.gemeenten_claim else alle
    if not mijn:
        raise GeenGemeente
    return mijn


def _naam(claims: Any) -> str:
    """Return how colleagues know somebody."""
    namen = (str(claims.get(soort) or "").strip() for soort in ("name", "preferred_username", "email"))
    return next((naam for naam in namen if naam), "Collega")


def _tekst(gegevens: dict[str, Any], naam: str) -> str:
    return str(gegevens.get(naam, ""))


def _veilig_pad(pad: str) -> str:
    """Return a path of ours, or the beginning."""
    return pad if EIGEN_PAD.fullmatch(pad) and not pad.startswith("/inloggen") else "/"


def _hier(request: Request) -> str:
    """Return the address of this werkvoorraad; without a public one only on this machine. Raises NietGevonden."""
    if publiek := _inrichting(request).publieke_url:
        return publiek
    if not is_loopback(request.url.hostname or ""):
        raise NietGevonden
    return f"http://{request.headers['Host']}"


def _terug(request: Request) -> str:
    return f"{_hier(request)}/inloggen/terug"


def _inrichting(request: Request) -> Inrichting:
    return request.app.state.inrichting
