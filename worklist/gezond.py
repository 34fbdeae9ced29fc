"""Does the werkvoorraad answer at all? One address that says so to whoever keeps it running, and nothing else."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

PAD = "/gezond"


class Gezond:
    """ASGI middleware around everything: answers before a session or a database is looked at."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the question, and hand on every other request."""
        if scope["type"] == "http" and scope["path"] == PAD:
            await PlainTextResponse("gezond")(scope, receive, send)
        else:
            await self.app(scope, receive, send)
