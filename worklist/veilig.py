"""What may a browser do with our pages? Headers of every answer: nothing from elsewhere, no frames, no copies."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from worklist.inrichting import Inrichting

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


class Koppen:
    """ASGI middleware: adds the headers; pages are never kept by a browser, static files are."""

    def __init__(self, app: ASGIApp, inrichting: Inrichting) -> None:
        self.app, self.inrichting = app, inrichting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with our headers."""

        async def met_koppen(bericht: Message) -> None:
            if bericht["type"] == "http.response.start":
                koppen = MutableHeaders(scope=bericht)
                koppen.update(VAST)
                vast = scope["path"].startswith("/static/")
                koppen["Cache-Control"] = "public, max-age=3600" if vast else "no-store"
                if self.inrichting.veilig:
                    koppen["Strict-Transport-Security"] = "max-age=31536000"
            await send(bericht)

        await self.app(scope, receive, met_koppen)
