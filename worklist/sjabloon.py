"""How does a page get its looks? Jinja2 with everything escaped, and what every page needs."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse, Response

from rules.rollen import Recht
from rules.zaaknummer import zaaknummer
from worklist.datums import MAANDEN, NEDERLAND, datum, moment
from worklist.stilstand import stilstand

__all__ = ["MAANDEN", "NEDERLAND", "datum", "euro", "ga_naar", "moment", "toon", "vast"]

STATIC = Path(__file__).resolve().parent / "static"
SJABLONEN = Path(__file__).resolve().parents[1] / "templates" / "pages" / "werk"


def toon(request: Request, naam: str, /, status: int = 200, **gegevens: Any) -> HTMLResponse:
    """Return a page made from a template; who is logged in and a waiting message are known to every one."""
    sessie = request.state.sessie
    altijd = {
        "collega": request.state.collega,
        "csrf": sessie.csrf if sessie else "",
        "melding": request.state.neem_melding() if sessie else "",
        "Recht": Recht,
        "pad": request.url.path,
        "vandaag": request.state.vandaag,
        "stilstand": stilstand(request.state.collega),
    }
    return HTMLResponse(_sjablonen().get_template(naam).render(altijd | gegevens), status)


def ga_naar(request: Request, pad: str, melding: str = "") -> Response:
    """Send the browser to another page of ours (303), with a message that is shown there once."""
    if melding:
        request.state.zet_melding(melding)
    return RedirectResponse(pad, 303)


def euro(cent: int) -> str:
    """Return an amount in cents as people write it: € 1.234,56."""
    heel, rest = divmod(abs(cent), 100)
    return f"{'-' if cent < 0 else ''}€ {heel:,}".replace(",", ".") + f",{rest:02d}"


@lru_cache
def vast(naam: str) -> str:
    """Return the address of a file that a browser may keep until its content changes."""
    inhoud = (STATIC / naam).read_bytes() if (STATIC / naam).is_file() else b""
    return f"/static/{naam}?v={hashlib.sha256(inhoud).hexdigest()[:12]}"


@lru_cache
def _sjablonen() -> Environment:
    omgeving = Environment(
        loader=FileSystemLoader(SJABLONEN), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    omgeving.filters |= {"datum": datum, "moment": moment, "euro": euro}
    omgeving.globals |= {"zaaknummer": zaaknummer, "vast": vast}  # pyright: ignore[reportAttributeAccessIssue, reportOperatorIssue]
    return omgeving
