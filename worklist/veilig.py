"""What may a browser do with our pages? Headers of every answer: nothing from elsewhere, no frames, no copies."""

import logging
import traceback

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worklist.fouten import kaal, storing
from worklist.inrichting import Inrichting

LOG = logging.getLogger("tijdig.werkvoorraad")

BELEID = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
VAST = {
    "Content-Security-Policy": BELEID,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
MAX_FORMULIER = 512_000
TE_GROOT = "Dit formulier is te groot. Er is niets opgeslagen. Maak uw tekst korter en probeer het opnieuw."


class Koppen:
    """ASGI middleware: adds the headers; pages are never kept by a browser, static files are."""

    def __init__(self, app: ASGIApp, inrichting: Inrichting) -> None:
        self.app, self.inrichting = app, inrichting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with our headers, also when something goes wrong: then with a page without any data."""
        begonnen = False

        async def met_koppen(bericht: Message) -> None:
            nonlocal begonnen
            begonnen = True
            if bericht["type"] == "http.response.start":
                koppen = MutableHeaders(scope=bericht)
                koppen.update(VAST)
                koppen["Cache-Control"] = _bewaren(scope, bericht["status"])
                if self.inrichting.veilig:
                    koppen["Strict-Transport-Security"] = "max-age=31536000"
            await send(bericht)

        try:
            if _is_te_groot(scope):
                await kaal(scope, 413, "Dat is te veel", TE_GROOT)(scope, receive, met_koppen)
            else:
                await self.app(scope, receive, met_koppen)
        except Exception:
            if scope["type"] == "http" and not begonnen:
                await storing(scope)(scope, receive, met_koppen)
            raise


def _is_te_groot(scope: Scope) -> bool:
    """Tell whether a form is larger than any of ours; one that does not say how large it is counts as such."""
    if scope["type"] != "http":
        return False
    koppen = Headers(scope=scope)
    lengte = koppen.get("Content-Length", "0")
    return "Transfer-Encoding" in koppen or not lengte.isdecimal() or int(lengte) > MAX_FORMULIER


def _bewaren(scope: Scope, status: int) -> str:
    if not scope["path"].startswith("/static/") or status >= 400:
        return "no-store"
    return f"public, max-age={31_536_000 if scope['query_string'].startswith(b'v=') else 3_600}"


class Vangnet:
    """ASGI middleware around everything: what goes wrong ends here, and its text (which may name a resident) too."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; the page about a failure is sent by Koppen."""
        try:
            await self.app(scope, receive, send)
        except Exception as fout:
            plaats = traceback.extract_tb(fout.__traceback__)[-1]
            LOG.error("storing op een pagina: %s (%s:%s)", type(fout).__name__, plaats.filename, plaats.lineno)
