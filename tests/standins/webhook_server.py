"""What does another system do with an alarm? A stand-in that keeps what it got, refuses it or drops the line."""

from dataclasses import dataclass, field
from typing import Any, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.standins.loopback import LoopbackServer, verbreek


@dataclass
class WebhookServer:
    """`gekregen` is every alarm that was taken over, `sleutels` the key of every request. Use as a context manager."""

    antwoord: int = 200
    breekt: bool = False
    gekregen: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    sleutels: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        """Choose a port."""
        self._server = LoopbackServer(Starlette(routes=[Route("/alarm", self._ontvang, methods=["POST"])]))

    @property
    def adres(self) -> str:
        """The address to post to."""
        return f"{self._server.basis}/alarm"

    def __enter__(self) -> Self:
        """Start listening."""
        self._server.start()
        return self

    def __exit__(self, *fout: object) -> None:
        """Stop."""
        self._server.stop()

    async def _ontvang(self, request: Request) -> Response:
        self.sleutels.append(request.headers.get("Idempotency-Key", ""))
        inhoud = await request.json()
        if self.breekt:
            await verbreek(request)
        elif self.antwoord == 200:
            self.gekregen.append(inhoud)
        kop = {"Location": "http://127.0.0.1:9/"} if self.antwoord == 307 else {}
        return Response(status_code=self.antwoord, headers=kop)
