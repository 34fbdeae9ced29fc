"""How does a terugblik read as an e-mail to a team? Plain text, from one template."""

from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from evaluation.certificaattekst import BRONNEN
from evaluation.terugblik import Terugblik
from rules.woorden import Zaaksoort

SJABLONEN = Path(__file__).resolve().parents[1] / "templates" / "terugblik"


def onderwerp(t: Terugblik, team: str) -> str:
    """Return the subject; `team` is what the beleid calls the team."""
    return f"Tijdig: terugblik op {maandnaam(t)} ({team})"


def tekst(t: Terugblik, naam: str, team: str, werk_url: str) -> str:
    """Return the text; `naam` and `team` are what the beleid calls gemeente and team."""
    return _sjabloon().render(
        t=t, naam=naam, team=team, maand=maandnaam(t), maandnaam=_noem, bronnen=BRONNEN, werk_url=werk_url.rstrip("/")
    )


def als_json(blikken: Mapping[Zaaksoort, Terugblik]) -> dict[str, Any]:
    """Return what every department may know as one JSON object."""
    return {afdeling.value: _als_json(t) for afdeling, t in blikken.items()}


def _als_json(t: Terugblik) -> dict[str, Any]:
    delen = [{"kop": d.kop, "maand": f"{d.maand:%Y-%m}", "regels": [asdict(r) for r in d.regels]} for d in t.delen]
    weg = [{"maand": f"{g.maand:%Y-%m}", "bron": g.bron, "reden": g.reden} for g in t.gaten]
    return {"gemeente": t.gemeente, "maand": f"{t.maand:%Y-%m}", "delen": delen, "weggelaten": weg}


def maandnaam(t: Terugblik) -> str:
    """Return the month of a terugblik: juni 2026."""
    return _noem(t.maand)


def _noem(dag: object) -> str:
    return format_date(dag, "MMMM y", locale="nl_NL")  # type: ignore[arg-type]


@lru_cache
def _sjabloon() -> Template:
    omgeving = Environment(
        loader=FileSystemLoader(SJABLONEN), autoescape=False, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return omgeving.get_template("mail.j2")
