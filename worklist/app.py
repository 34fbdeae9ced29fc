"""The web application of the werkvoorraad: pages, who may see them, and what happens when something is wrong."""

from pathlib import Path

from fastapi import Depends, FastAPI, Request
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from rules.rollen import Recht
from worklist.fouten import meld_fouten_aan
from worklist.herkomst import eigen_herkomst
from worklist.inrichting import Inrichting
from worklist.paginas import PAGINAS
from worklist.sessies import Sessies
from worklist.veilig import Koppen
from worklist.wie import Collega

STATIC = Path(__file__).parent / "static"
WERKPLEK = {Recht.ZAKEN: "/taken", Recht.MEDEWERKERS: "/medewerkers", Recht.CIJFERS: "/cijfers"}
"""Where the work of a role is: the first that somebody may see."""


def maak_app(inrichting: Inrichting) -> FastAPI:
    """Return the application for these settings."""
    app = FastAPI(
        title="Tijdig werkvoorraad", docs_url=None, redoc_url=None, openapi_url=None,
        dependencies=[Depends(eigen_herkomst)],
    )  # fmt: skip
    app.state.inrichting = inrichting
    app.add_middleware(Sessies, inrichting=inrichting)
    app.add_middleware(Koppen, inrichting=inrichting)
    app.mount("/static", GZipMiddleware(StaticFiles(directory=STATIC)), name="static")
    for pagina in PAGINAS:
        app.include_router(pagina)
    app.add_api_route("/", _begin, include_in_schema=False)
    meld_fouten_aan(app)
    return app


def _begin(request: Request) -> Response:
    """Send everybody to the page where his work is."""
    collega: Collega | None = request.state.collega
    for recht, pad in WERKPLEK.items():
        if collega is not None and collega.mag(recht):
            return RedirectResponse(pad, 303)
    return RedirectResponse("/inloggen", 303)
