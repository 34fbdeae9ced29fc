"""What does a request bring, and is it small and plain enough to read?"""

import asyncio
from collections.abc import AsyncGenerator
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

FORMULIER, DELEN = "application/x-www-form-urlencoded", "multipart/form-data"
VELD, KLIK = "List-Unsubscribe", "One-Click"


class Geweigerd(Exception):
    """Dit verzoek wordt niet gelezen."""

    def __init__(self, status: int) -> None:
        """Keep the HTTP status to answer with."""
        super().__init__(status)
        self.status = status


def soort(request: Request, mag: set[str]) -> str:
    """Return the media type of the body. Raises Geweigerd (415) for one that is not asked for."""
    gegeven = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if gegeven not in mag:
        raise Geweigerd(415)
    return gegeven


async def lees(request: Request, hoogstens: int, binnen_s: float) -> bytes:
    """Return the body. Raises Geweigerd: 413 beyond `hoogstens` bytes, 408 when it takes longer than `binnen_s`."""
    lengte = request.headers.get("Content-Length", "")
    if lengte.isdecimal() and int(lengte[:20]) > hoogstens:
        raise Geweigerd(413)
    inhoud = bytearray()
    try:
        async with asyncio.timeout(binnen_s):
            async for stuk in request.stream():
                inhoud += stuk
                if len(inhoud) > hoogstens:
                    raise Geweigerd(413)
    except TimeoutError:
        raise Geweigerd(408) from None
    except ClientDisconnect:
        raise Geweigerd(400) from None
    return bytes(inhoud)


async def is_een_klik(soort: str, koppen: Headers, inhoud: bytes) -> bool:
    """Tell whether the body is the one click of RFC 8058, in either of the two forms that it allows."""
    if soort == FORMULIER:
        try:
            return (VELD, KLIK) in parse_qsl(inhoud.decode("ascii"), max_num_fields=20)
        except ValueError:
            return False
    try:
        formulier = await MultiPartParser(koppen, _in_een_stuk(inhoud), max_files=0, max_fields=20).parse()
    except (MultiPartException, KeyError, ValueError):
        return False
    return formulier.get(VELD) == KLIK


async def _in_een_stuk(inhoud: bytes) -> AsyncGenerator[bytes, None]:
    yield inhoud
