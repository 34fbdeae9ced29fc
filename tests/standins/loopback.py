"""How does an ASGI application run on loopback, and break when a test wants it to?"""

import asyncio
import socket
import threading
from typing import Any, cast

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol


class _BreekbaarProtocol(H11Protocol):
    """HTTP/1.1 whose application can cut the connection without an answer."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        binnenste: ASGIApp = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope["verbreek"] = transport.abort
            await binnenste(scope, receive, send)

        self.app = app


async def verbreek(request: Request) -> None:
    """Cut the connection of this request at once: the client gets no answer and cannot know what happened."""
    request.scope["verbreek"]()
    # let the event loop tell the server that the client is gone, so that it does not write a 500 after all
    await asyncio.sleep(0)
    await asyncio.sleep(0)


class _Server(uvicorn.Server):
    """A server that dies at once, in the middle of its conversations; the original takes its time for a goodbye."""

    async def main_loop(self) -> None:
        await self.on_tick(0)
        while not self.should_exit:
            await asyncio.sleep(0.01)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for luisteraar in sockets or []:
            luisteraar.close()
        for verbinding in list(self.server_state.connections):
            cast(Any, verbinding).transport.abort()
        # one turn of the event loop, in which the connections really close
        await asyncio.sleep(0)


class LoopbackServer:
    """Runs an application in a thread. `stop` refuses every connection; `start` comes back on the same port."""

    def __init__(self, app: Starlette) -> None:
        """Choose a free port; nothing listens yet."""
        self._app = app
        self.poort = 0
        self._server: uvicorn.Server | None = None
        self._draad: threading.Thread | None = None

    @property
    def basis(self) -> str:
        """The address of the server."""
        return f"http://127.0.0.1:{self.poort}"

    def start(self) -> None:
        """Listen; a client may connect when this returns, because the socket listens before the server runs."""
        # with the protocol named, asyncio sends small pieces at once; without it every second answer takes 40 ms
        luisteraar = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        luisteraar.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        luisteraar.bind(("127.0.0.1", self.poort))
        luisteraar.listen(64)
        self.poort = luisteraar.getsockname()[1]
        instelling = uvicorn.Config(self._app, http=_BreekbaarProtocol, log_config=None, lifespan="off")
        self._server = _Server(instelling)
        self._draad = threading.Thread(target=self._server.run, args=([luisteraar],), daemon=True)
        self._draad.start()

    def stop(self) -> None:
        """Die: close the port and every connection."""
        if self._server is not None and self._draad is not None:
            self._server.should_exit = True
            self._draad.join()
            self._server = self._draad = None
