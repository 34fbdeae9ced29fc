"""How do charts look? Every chart is a Vega-Lite spec in a few fixed colours, so that a dark page can change them.

No colour says something alone: values stand beside the marks, and lines differ in their dashes too.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from typing import Any

INKT, STIL, LIJN, VLAK, NADRUK = "#16222f", "#566472", "#c3ccd5", "#9cc3d6", "#0e5490"
LIJNEN: tuple[tuple[str, list[int]], ...] = (
    (NADRUK, []), ("#a3480a", [6, 3]), ("#1f6f43", [2, 2]), ("#6b3fa0", [8, 3, 2, 3]), ("#7a5a00", [1, 3]),
    ("#8a1c4a", [10, 4]),
)  # fmt: skip
"""Colour and dashes of each line in a picture with more lines; a picture never has more."""

LETTER = "Source Sans Pro"
BREEDTE = 340
GEMIST = "#e3b341"
DAGEN = [0, 7, 14, 28, 56, 91]
"""The days that stand under a picture over time."""

Spec = dict[str, Any]


@dataclass(frozen=True)
class Staaf:
    """One row of a picture: a share (0..1) with its interval, and its value in words."""

    naam: str
    waarde: float
    onder: float
    boven: float
    tekst: str


@dataclass(frozen=True)
class Punt:
    """One moment of a line: after so many days, a share with its band."""

    dag: float
    waarde: float
    onder: float
    boven: float


def staven(rijen: Sequence[Staaf], as_titel: str) -> Spec:
    """Draw shares with their intervals under each other."""
    hoogst = max((r.boven for r in rijen), default=1.0)
    x: Spec = {"type": "quantitative", "scale": {"domain": [0, min(1.0, hoogst * 1.25)], "nice": False}}
    as_x: Spec = {"format": ".0%", "tickCount": 5, "title": as_titel, "grid": False}
    bar: Spec = {
        "mark": {"type": "bar", "height": 12, "color": VLAK},
        "encoding": {"x": x | {"field": "waarde", "axis": as_x}},
    }
    streep: Spec = {
        "mark": {"type": "rule", "color": INKT, "strokeWidth": 1.5},
        "encoding": {"x": x | {"field": "onder"}, "x2": {"field": "boven"}},
    }
    stip: Spec = {
        "mark": {"type": "point", "color": INKT, "filled": True, "size": 30, "opacity": 1},
        "encoding": {"x": x | {"field": "waarde"}},
    }
    waarden = [
        {"naam": r.naam, "waarde": round(r.waarde, 4), "onder": round(r.onder, 4), "boven": round(r.boven, 4),
         "tekst": r.tekst} for r in rijen
    ]  # fmt: skip
    lagen = [bar, streep, stip, _bijschrift(x | {"field": "boven"})]
    return _rijen(waarden, lagen)


def trechter(rijen: Sequence[tuple[str, int]]) -> Spec:
    """Draw how many are left after every step."""
    x: Spec = {"type": "quantitative", "scale": {"domain": [0, max((n for _, n in rijen), default=1) * 1.15]}}
    x |= {"field": "aantal"}
    balk: Spec = {"mark": {"type": "bar", "height": 18, "color": VLAK}, "encoding": {"x": x | {"axis": None}}}
    waarden = [{"naam": naam, "aantal": n, "tekst": f"{n:,}".replace(",", ".")} for naam, n in rijen]
    return _rijen(waarden, [balk, _bijschrift(x | {"axis": None})])


def _bijschrift(x: Spec) -> Spec:
    """Return the value in words, to the right of a row."""
    merk: Spec = {"type": "text", "align": "left", "dx": 6, "color": INKT, "fontSize": 13}
    return {"mark": merk, "encoding": {"x": x, "text": {"field": "tekst"}}}


def _rijen(waarden: list[Spec], lagen: list[Spec]) -> Spec:
    """Put rows under each other with their names above them: on a phone there is no room beside them."""
    naam: Spec = {"type": "text", "align": "left", "baseline": "bottom", "dy": -9, "color": INKT, "fontSize": 13}
    boven: Spec = {"mark": naam, "encoding": {"x": {"value": 0}, "text": {"field": "naam"}}}
    y: Spec = {"field": "naam", "type": "nominal", "sort": None, "axis": None, "scale": {"padding": 0.4}}
    spec: Spec = {"width": BREEDTE, "height": {"step": 46}, "data": {"values": waarden}, "encoding": {"y": y}}
    return spec | {"layer": [*lagen, boven]}


def krommen(lijnen: Sequence[tuple[str, Sequence[Punt]]], x_titel: str, y_titel: str) -> Spec:
    """Draw how a share grows over the days, with its band; at most as many lines as LIJNEN has."""
    gekozen = list(lijnen)[: len(LIJNEN)]
    namen = [naam for naam, _ in gekozen]
    waarden = [
        {"naam": naam, "dag": p.dag, "waarde": round(p.waarde, 4), "onder": round(p.onder, 4),
         "boven": round(p.boven, 4)} for naam, punten in gekozen for p in punten
    ]  # fmt: skip
    legende: Spec = {"orient": "bottom", "columns": 1, "title": None, "symbolStrokeWidth": 2.5, "symbolSize": 900}
    legende |= {"symbolType": "stroke", "symbolOpacity": 1}
    kleur: Spec = {"field": "naam", "type": "nominal", "legend": legende}
    kleur |= {"scale": {"domain": namen, "range": [k for k, _ in LIJNEN[: len(namen)]]}}
    streep: Spec = {"field": "naam", "type": "nominal", "legend": legende}
    streep |= {"scale": {"domain": namen, "range": [s for _, s in LIJNEN[: len(namen)]]}}
    x: Spec = {"field": "dag", "type": "quantitative", "title": x_titel, "axis": {"values": DAGEN, "grid": False}}
    x |= {"scale": {"domain": [0, max(DAGEN)]}}
    y: Spec = {"type": "quantitative", "title": y_titel, "axis": {"format": ".0%", "tickCount": 5}}
    band: Spec = {
        "mark": {"type": "area", "opacity": 0.15},
        "encoding": {"y": y | {"field": "onder"}, "y2": {"field": "boven"}, "color": kleur},
    }
    lijn: Spec = {
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {"y": y | {"field": "waarde"}, "color": kleur, "strokeDash": streep},
    }
    spec: Spec = {"width": BREEDTE, "height": 220, "data": {"values": waarden}, "encoding": {"x": x}}
    return spec | {"layer": [band, lijn]}


def kalender(vakken: Sequence[tuple[str, str, bool]]) -> Spec:
    """Draw per source and month whether the data are whole; a vak is source, month and whole or not."""
    waarden = [
        {"bron": bron, "maand": maand, "stand": "compleet" if heel else "ontbreekt", "tekst": "ja" if heel else "nee"}
        for bron, maand, heel in vakken
    ]
    schaal: Spec = {"domain": ["compleet", "ontbreekt"], "range": [VLAK, GEMIST]}
    kleur: Spec = {"field": "stand", "type": "nominal", "scale": schaal}
    kleur |= {"legend": {"orient": "bottom", "title": None}}
    as_x: Spec = {"labelAngle": -90, "orient": "top", "title": None, "domain": False, "ticks": False}
    codering: Spec = {
        "x": {"field": "maand", "type": "nominal", "sort": None, "axis": as_x},
        "y": {"field": "bron", "type": "nominal", "sort": None, "title": None},
    }
    vak: Spec = {"mark": {"type": "rect", "stroke": LIJN}, "encoding": {"color": kleur}}
    woord: Spec = {"mark": {"type": "text", "color": "#000000", "fontSize": 11}}
    woord |= {"encoding": {"text": {"field": "tekst"}}}
    maanden = len({m for _, m, _ in vakken})
    spec: Spec = {"width": {"step": max(20, min(36, 360 // max(1, maanden)))}, "height": {"step": 30}}
    return spec | {"data": {"values": waarden}, "encoding": codering, "layer": [vak, woord]}


def teken(spec: Spec) -> str:
    """Return a spec as SVG. Nothing is fetched from anywhere; the same spec always gives the same picture."""
    return _getekend(json.dumps(spec))


@lru_cache(maxsize=256)
def _getekend(spec: str) -> str:
    """Draw the same picture once, for the page and for the paper."""
    volledig = json.loads(spec) | {"config": _INSTELLING}
    return str(_tekenaar().vegalite_to_svg(volledig, allowed_base_urls=[], format_locale="nl-NL"))


@lru_cache(maxsize=1)
def _tekenaar() -> Any:
    """Load the library once, and only when there is something to draw: that costs half a second."""
    vl: Any = import_module("vl_convert")
    vl.register_font_directory(str(files("font_source_sans_pro") / "files"))
    return vl


_INSTELLING: Spec = {
    "aria": False,
    "font": LETTER,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelFont": LETTER, "titleFont": LETTER, "labelFontSize": 13, "titleFontSize": 13, "labelColor": INKT,
        "titleColor": STIL, "titleFontWeight": 400, "gridColor": LIJN, "domainColor": STIL, "tickColor": STIL,
        "labelLimit": 220, "labelOverlap": True,
    },
    "legend": {"labelFont": LETTER, "labelFontSize": 13, "labelColor": INKT, "labelLimit": 260},
    "text": {"font": LETTER},
}  # fmt: skip
