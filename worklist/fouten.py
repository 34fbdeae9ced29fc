"""What does a colleague see when something is wrong? A page that says in Dutch what he can do."""

from collections.abc import Callable
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from models.handelingen import GeenSleutel
from models.logboek import Verouderd
from rules.rollen import GeenRol, TweeAfdelingen
from worklist.formulier import FoutFormulier, VerlopenFormulier
from worklist.herkomst import VreemdeHerkomst
from worklist.oidc import InlogdienstFout, InlogdienstWeg
from worklist.rem import TeVaak
from worklist.sessies import GeenGemeente, LoginAfgebroken, LoginVerlopen, vul
from worklist.sjabloon import toon
from worklist.wie import GeenRecht, NietIngelogd


class NietGevonden(Exception):
    """Deze pagina is er niet, of hoort niet bij uw team."""


Antwoord = Callable[[Request, Exception], Response]


def meld_fouten_aan(app: FastAPI) -> None:
    """Give every kind of mistake its page."""
    app.add_exception_handler(NietIngelogd, _inloggen)
    app.add_exception_handler(GeenRecht, _pagina(403, "Dat mag niet"))
    app.add_exception_handler(NietGevonden, _niet_gevonden)
    app.add_exception_handler(RequestValidationError, _niet_gevonden)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(VerlopenFormulier, _pagina(403, "Het formulier is verlopen"))
    app.add_exception_handler(FoutFormulier, _fout_formulier)
    app.add_exception_handler(GeenSleutel, _pagina(422, "Er klopt iets niet"))
    app.add_exception_handler(Verouderd, _pagina(409, "Een collega was eerder"))
    app.add_exception_handler(TeVaak, _te_vaak)
    for soort, status, kop in BIJ_INLOGGEN:
        app.add_exception_handler(soort, _pagina(status, kop))


BIJ_INLOGGEN: tuple[tuple[type[Exception], int, str], ...] = (
    (VreemdeHerkomst, 403, "Dat mag niet"),
    (LoginVerlopen, 400, "Log opnieuw in"),
    (LoginAfgebroken, 403, "U bent niet ingelogd"),
    (GeenRol, 403, "U heeft nog geen toegang"),
    (TweeAfdelingen, 403, "U heeft rollen van twee afdelingen"),
    (GeenGemeente, 403, "U heeft nog geen toegang"),
    (InlogdienstWeg, 503, "Inloggen lukt nu niet"),
    (InlogdienstFout, 502, "Inloggen lukt nu niet"),
)


def _inloggen(request: Request, fout: Exception) -> Response:
    """Ask who it is, and come back to the page that he wanted to see. A part of a page cannot ask: it is left."""
    heen = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    pad = f"/inloggen?naar={quote(heen)}" if request.method == "GET" and heen != "/" else "/inloggen"
    if request.headers.get("HX-Request"):
        return Response(status_code=401, headers={"HX-Redirect": "/inloggen"})
    return RedirectResponse(pad, 303)


def _te_vaak(request: Request, fout: Exception) -> Response:
    assert isinstance(fout, TeVaak)
    antwoord = _fout(request, 429, "Te vaak geprobeerd", str(fout))
    antwoord.headers["Retry-After"] = str(fout.minuten * 60)
    return antwoord


def _pagina(status: int, kop: str) -> Antwoord:
    def antwoord(request: Request, fout: Exception) -> Response:
        return _fout(request, status, kop, " ".join((type(fout).__doc__ or "").split()))

    return antwoord


def _niet_gevonden(request: Request, fout: Exception) -> Response:
    """The same answer for what does not exist and for what is of another department: nothing can be guessed."""
    return _fout(request, 404, "Niet gevonden", str(NietGevonden.__doc__))


def _http(request: Request, fout: Exception) -> Response:
    assert isinstance(fout, HTTPException)
    if fout.status_code == 404:
        return _niet_gevonden(request, fout)
    return _fout(request, fout.status_code, "Dat lukt niet", "Ga terug en probeer het nog een keer.")


def _fout_formulier(request: Request, fout: Exception) -> Response:
    assert isinstance(fout, FoutFormulier)
    return _fout(request, 422, "Er klopt iets niet", " ".join(fout.velden.values()))


def storing(scope: Scope) -> Response:
    """Return the page about a failure of ours."""
    return kaal(scope, 500, "Er is een storing", "Er is niets opgeslagen. Probeer het over een paar minuten opnieuw.")


def kaal(scope: Scope, status: int, kop: str, tekst: str) -> Response:
    """Return a page that needs no session and no database, as these may be what fails."""
    vul(scope.setdefault("state", {}), None)
    return toon(Request(scope), "fout.html", status, kop=kop, tekst=tekst)


def _fout(request: Request, status: int, kop: str, tekst: str) -> Response:
    if not hasattr(request.state, "sessie"):
        vul(request.scope.setdefault("state", {}), None)
    return toon(request, "fout.html", status, kop=kop, tekst=tekst)
