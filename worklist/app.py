"""The web application of the werkvoorraad: pages, who may see them, and what happens when something is wrong."""

from pathlib import Path

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from worklist.fouten import meld_fouten_aan
from worklist.inrichting import Inrichting
from worklist.paginas import PAGINAS
from worklist.sessies import Sessies
from worklist.veilig import Koppen

STATIC = Path(__file__).parent / "static"


def maak_app(inrichting: Inrichting) -> FastAPI:
    """Return the application for these settings."""
    app = FastAPI(title="Tijdig werkvoorraad", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.inrichting = inrichting
    app.add_middleware(Sessies, inrichting=inrichting)
    app.add_middleware(Koppen, inrichting=inrichting)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for pagina in PAGINAS:
        app.include_router(pagina)
    app.add_api_route("/", _begin, include_in_schema=False)
    meld_fouten_aan(app)
    return app


def _begin(request: Request) -> Response:
    """Send everybody to the page where his work is."""
    return RedirectResponse("/taken", 303)
