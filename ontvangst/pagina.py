"""What does a resident see who wants no more e-mail? One small page, without personal data and without scripts."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

PAGINAS = Path(__file__).resolve().parents[1] / "templates" / "pages"


def vraag(naam: str) -> Response:
    """Return the page with the button; nothing has happened yet."""
    zinnen = [f"Wilt u geen e-mail meer van {naam}? Klik dan op de knop.", "U krijgt dan alleen nog brieven van ons."]
    return _pagina(200, "Geen e-mail meer", zinnen, knop="Stop met e-mail")


def gelukt(naam: str) -> Response:
    """Return the page that says that it worked, also the second time."""
    zinnen = [f"U krijgt geen e-mail meer van {naam}.", "Wij sturen u nog wel brieven met de post."]
    return _pagina(200, "Het is gelukt", zinnen)


def onbekend(naam: str, status: int) -> Response:
    """Return the page for a link that is broken: often a mail program cut it in two."""
    zinnen = ["Deze link werkt niet.", f"Bel met {naam}. Zeg dat u geen e-mail meer wilt. Wij regelen het dan voor u."]
    return _pagina(status, "Dat lukt niet", zinnen)


def mislukt() -> Response:
    """Return the page for when our own house is closed; a mail program may try again."""
    antwoord = _pagina(503, "Het lukt nu niet", ["Er is nu een storing.", "Probeer het over een uur nog een keer."])
    antwoord.headers["Retry-After"] = "600"
    return antwoord


def _pagina(status: int, kop: str, zinnen: list[str], knop: str = "") -> Response:
    tekst = _sjablonen().get_template("afmelden.html").render(kop=kop, zinnen=zinnen, knop=knop, stijl=Markup(_stijl()))
    return HTMLResponse(tekst, status, headers=_koppen())


@lru_cache
def _sjablonen() -> Environment:
    lader = FileSystemLoader(PAGINAS)
    return Environment(loader=lader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


@lru_cache
def _stijl() -> str:
    return (PAGINAS / "afmelden.css").read_text(encoding="utf-8")


@lru_cache
def _koppen() -> dict[str, Any]:
    """Return headers with which a browser runs nothing, frames nothing, keeps nothing, and tells nobody the address."""
    afdruk = base64.b64encode(hashlib.sha256(_stijl().encode()).digest()).decode()
    beleid = (
        f"default-src 'none'; style-src 'sha256-{afdruk}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    return {
        "Content-Security-Policy": beleid,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "X-Robots-Tag": "noindex",
        "Cache-Control": "no-store",
    }
