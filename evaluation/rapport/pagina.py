"""How does a report become one page that needs nothing from anywhere?"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evaluation.rapport.getallen import datum
from evaluation.rapport.grafieken import Spec, teken
from evaluation.rapport.inhoud import Rapport

MAAT = re.compile(r' (?:width|height)="([\d.]+)"')
SJABLONEN = Path(__file__).resolve().parents[2] / "templates" / "rapport"
BIJ_ELKAAR = re.compile(r"(?<=\d) (?=%)|(?<=€) (?=\d)")
"""A number and its sign stay on one line."""


def maak_html(rapport: Rapport) -> str:
    """Return the report as one HTML page, with its style and pictures inside."""
    pagina = _omgeving().get_template("rapport.html")
    return pagina.render(r=rapport, stijl=Markup((SJABLONEN / "rapport.css").read_text(encoding="utf-8")))


def bij_elkaar(tekst: str) -> str:
    """Keep every number and its sign on one line."""
    return BIJ_ELKAAR.sub("\u00a0", tekst)


@lru_cache(maxsize=1)
def _omgeving() -> Environment:
    omgeving = Environment(
        loader=FileSystemLoader(SJABLONEN), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    filters: dict[str, Any] = {"datum": datum, "t": bij_elkaar, "svg": _svg}
    omgeving.filters.update(filters)
    return omgeving


def _svg(spec: Spec, naam: str) -> Markup:
    """Return a picture for inside the page: it scales, and its own names do not meet those of another picture."""
    svg = teken(spec)
    breed, hoog = MAAT.findall(svg)[:2]
    svg = MAAT.sub("", svg, count=2)
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = re.sub(r'(id="|url\(#)', rf"\g<1>{naam}-", svg)
    return Markup(f'<div class="tekening" style="max-width:{breed}px;aspect-ratio:{breed}/{hoog}">{svg}</div>')
