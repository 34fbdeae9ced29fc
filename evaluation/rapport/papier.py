"""How does a report become a PDF that everybody can read, with a screen reader too (PDF/UA-1)?"""

import json
from dataclasses import asdict
from typing import Any

import typst

from evaluation.rapport.getallen import datum
from evaluation.rapport.grafieken import teken
from evaluation.rapport.inhoud import Beeld, Blok, Rapport
from evaluation.rapport.pagina import SJABLONEN, bij_elkaar

_BRON = '#import "/rapport.typ": rapport\n#rapport(json(bytes("{}")))\n'


class GeenPapier(Exception):
    """De pdf is niet te maken: er staat een teken in dat niet is af te drukken, zoals in de naam van een proef."""


def maak_pdf(rapport: Rapport, lettertypen: typst.Fonts) -> bytes:
    """Return the report as PDF/UA-1, with the same words, tables and pictures as the page. Raises GeenPapier."""
    drukker = typst.Compiler(root=SJABLONEN, font_paths=lettertypen, ignore_system_fonts=True)
    try:
        gedrukt = drukker.compile(input=_bron(_als_json(rapport)), format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as fout:
        raise GeenPapier from fout
    assert isinstance(gedrukt, bytes)
    return gedrukt


def _bron(inhoud: dict[str, Any]) -> bytes:
    """Write the report as source: JSON in plain ASCII, inside a string that only a quote or a backslash could end."""
    woorden = json.dumps(inhoud, separators=(",", ":"))
    return _BRON.replace("{}", woorden.replace("\\", "\\\\").replace('"', '\\"')).encode("ascii")


def _als_json(rapport: Rapport) -> dict[str, Any]:
    return {
        "titel": rapport.titel,
        "wie": rapport.wie,
        "periode": f"{datum(rapport.van)} tot en met {datum(rapport.tot)}",
        "definities": rapport.definities,
        "dag": [rapport.tot.year, rapport.tot.month, rapport.tot.day],
        "hoofdstukken": [{"kop": h.kop, "blokken": [_blok(b) for b in h.blokken]} for h in rapport.hoofdstukken],
    }


def _blok(blok: Blok) -> dict[str, Any]:
    if isinstance(blok, Beeld):
        return {"soort": blok.soort, "alt": blok.alt, "svg": teken(blok.spec)}
    velden = asdict(blok)
    velden.update({"getallen": sorted(velden["getallen"])} if "getallen" in velden else {})
    return _woorden(velden)


def _woorden(waarde: Any) -> Any:
    match waarde:
        case str():
            return bij_elkaar(waarde)
        case dict():
            return {k: _woorden(v) for k, v in waarde.items()}  # pyright: ignore[reportUnknownVariableType]
        case list() | tuple():
            return [_woorden(v) for v in waarde]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return waarde
