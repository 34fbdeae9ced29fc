"""From where does CBS fetch the national delivery? A web application of its own: POST /token and POST /gegevens.

Nothing that comes in or goes out is logged but dates and counts. In front of it belong TLS and, for DDAS itself, the
inway of FSC.
"""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from evaluation.ddas.antwoord import Pagina, digest, maak_pagina
from evaluation.ddas.paginas import Lijsten
from evaluation.ddas.problemen import Probleem
from evaluation.ddas.toegang import MIN_GEHEIM, Balie
from evaluation.ddas.vorm import Gemeentelevering
from evaluation.ddas.vraagbericht import Verzoek, lees

LOG = logging.getLogger("tijdig.ddas")
LOKAAL = frozenset({"127.0.0.1", "localhost", "::1"})
MAX_BYTES = 10_000
LEES_S = 10.0
JSON, FORMULIER = "application/json", "application/x-www-form-urlencoded"

_Antwoorder = Callable[[Request], Awaitable[Response]]


class OnveiligeInrichting(Exception):
    """De instellingen van de DDAS-koppeling zijn niet veilig."""


@dataclass(frozen=True)
class Inrichting:
    """What the API must know: the database, the gemeenten by short name with all their names, and its one client."""

    engine: Engine
    gemeenten: Mapping[str, Gemeentelevering]
    namen: Mapping[str, str]
    url: str
    client_id: str
    geheim: str = field(repr=False)
    vandaag: Callable[[], date]
    nu: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))

    def __post_init__(self) -> None:
        """Raise OnveiligeInrichting when a stranger could fetch, or read along."""
        deel = urlsplit(self.url)
        if deel.scheme != "https" and not (deel.scheme == "http" and deel.hostname in LOKAAL):
            raise OnveiligeInrichting("TIJDIG_DDAS_URL moet met https:// beginnen.")
        if not self.client_id or len(self.geheim) < MIN_GEHEIM:
            raise OnveiligeInrichting(
                f"Stel TIJDIG_DDAS_CLIENT_ID in, en TIJDIG_DDAS_CLIENT_GEHEIM met ten minste {MIN_GEHEIM} tekens."
            )


def maak_app(inrichting: Inrichting, balie: Balie | None = None) -> Starlette:
    """Return the application; the balie knows the tokens that were given out, by default none yet."""
    balie = balie or Balie(inrichting.client_id, inrichting.geheim, inrichting.url)
    koppeling = _Koppeling(inrichting, balie)
    app = Starlette(
        routes=[
            Route("/token", _stil(koppeling.token), methods=["POST"]),
            Route("/gegevens", _stil(koppeling.gegevens), methods=["POST"]),
            Route("/gezond", _gezond, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _geen_pagina},
    )
    app.router.redirect_slashes = False
    return app


async def _gezond(request: Request) -> Response:
    return PlainTextResponse("gezond")


async def _geen_pagina(request: Request, fout: Exception) -> Response:
    """Answer for an address or method that does not exist."""
    status = fout.status_code if isinstance(fout, HTTPException) else 404
    koppen = dict(fout.headers or {}) if isinstance(fout, HTTPException) else {}
    toegestaan = "Alleen POST /token en POST /gegevens bestaan hier."
    return Probleem(status, toegestaan, koppen={k: v for k, v in koppen.items() if k == "Allow"}).antwoord()


def _stil(antwoorder: _Antwoorder) -> _Antwoorder:
    """Let whatever goes wrong end as a problem, and log only its kind: its text may name a resident."""

    async def antwoord(request: Request) -> Response:
        try:
            return await antwoorder(request)
        except Probleem as probleem:
            LOG.warning("ddas: geweigerd met %d", probleem.status)
            return probleem.antwoord()
        except Exception as fout:
            LOG.error("ddas lukt nu niet: %s", type(fout).__name__)
            return Probleem(503, "Probeer het later nog een keer.", koppen={"Retry-After": "60"}).antwoord()

    return antwoord


class _Koppeling:
    """The answers."""

    def __init__(self, inrichting: Inrichting, balie: Balie) -> None:
        self._in, self._balie = inrichting, balie
        self._lijsten = Lijsten(inrichting.engine)

    async def token(self, request: Request) -> Response:
        """Give a token to the client that knows the secret."""
        inhoud = await _lees(request, FORMULIER)
        gegeven = self._balie.geef(inhoud, request.headers.get("Authorization", ""), self._seconden())
        return JSONResponse(gegeven, headers={"Cache-Control": "no-store"})

    async def gegevens(self, request: Request) -> Response:
        """Give one page of a delivery."""
        self._balie.controleer(request.headers.get("Authorization", ""), self._seconden())
        inhoud = await _lees(request, JSON)
        _controleer_digest(request, inhoud)
        verzoek = lees(inhoud, self._in.namen, self._in.vandaag())
        pagina = await run_in_threadpool(self._pagina, verzoek)
        koppen = {"Content-Length": str(pagina.lengte), "Digest": pagina.digest, "Cache-Control": "no-store"}
        return StreamingResponse(pagina.blokken(), media_type=JSON, headers=koppen)

    def _seconden(self) -> int:
        return int(self._in.nu().timestamp())

    def _pagina(self, verzoek: Verzoek) -> Pagina:
        nu = self._in.nu()
        lijst = self._lijsten.voor(verzoek, nu)
        pagina = maak_pagina(self._in.engine, self._in.gemeenten, verzoek, lijst, nu)
        t = pagina.telling
        waarover = (verzoek.van, verzoek.tot, verzoek.pagina, t.signalen, t.zaken, t.afgekeurd)
        LOG.info("ddas: %s tot en met %s, pagina %d: %d signalen, %d zaken, %d afgekeurd", *waarover)
        return pagina


def _controleer_digest(request: Request, inhoud: bytes) -> None:
    """When the header Digest is there, the body must be what was sent."""
    gegeven = request.headers.get("Digest")
    if gegeven and not hmac.compare_digest(gegeven.encode(), digest(sha256(inhoud).digest()).encode()):
        raise Probleem(400, "De kop Digest past niet bij het verzoek.")


async def _lees(request: Request, soort: str) -> bytes:
    """Return the body. Raises Probleem: 415 for another media type, 413 when too large, 408 when too slow."""
    if request.headers.get("Content-Type", "").partition(";")[0].strip().lower() != soort:
        raise Probleem(415, f"Stuur {soort}.")
    inhoud = bytearray()
    try:
        async with asyncio.timeout(LEES_S):
            async for stuk in request.stream():
                inhoud += stuk
                if len(inhoud) > MAX_BYTES:
                    raise Probleem(413, f"Een verzoek is hoogstens {MAX_BYTES} bytes.")
    except TimeoutError:
        raise Probleem(408, "Stuur het verzoek sneller.") from None
    except ClientDisconnect:
        raise Probleem(400, "Het verzoek brak af.") from None
    return bytes(inhoud)
