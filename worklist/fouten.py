"""What does a colleague see when something is wrong? A page that says in Dutch what he can do."""

import logging
from collections.abc import Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from models.logboek import Verouderd
from worklist.formulier import FoutFormulier, VerlopenFormulier
from worklist.sessies import vul
from worklist.sjabloon import toon
from worklist.wie import GeenRecht, NietIngelogd

LOG = logging.getLogger("tijdig.werkvoorraad")


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
    app.add_exception_handler(Verouderd, _pagina(409, "Een collega was eerder"))
    app.add_exception_handler(Exception, _storing)


def _inloggen(request: Request, fout: Exception) -> Response:
    return RedirectResponse("/inloggen", 303)


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


def _storing(request: Request, fout: Exception) -> Response:
    LOG.error("storing op een pagina: %s", type(fout).__name__)
    return _fout(
        request, 500, "Er is een storing", "Er is niets opgeslagen. Probeer het over een paar minuten opnieuw."
    )


def _fout(request: Request, status: int, kop: str, tekst: str) -> Response:
    if not hasattr(request.state, "sessie"):
        vul(request.scope.setdefault("state", {}), None)
    return toon(request, "fout.html", status, kop=kop, tekst=tekst)
