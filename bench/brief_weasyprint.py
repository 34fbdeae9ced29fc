"""What would the same letter cost when WeasyPrint laid it out? The same words, letters, table, logo and QR code."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import segno
import weasyprint
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint.text.fonts import FontConfiguration

from tasks.brief_pdf import TABELKOP, TABELREGELS
from tasks.briefgegevens import FILTERS, Briefgegevens, rekeningtabel
from tasks.sjablonen import SJABLONEN, Tekst

_GEWICHTEN = {"Regular": 400, "Semibold": 600, "Bold": 700}


def maak_pdf(tekst: Tekst, gegevens: Briefgegevens) -> bytes:
    """Return the letter as PDF/UA-1; WeasyPrint cannot make it PDF/A-2a at the same time."""
    html = _sjabloon().render(
        tekst=tekst,
        gegevens=gegevens,
        afzender=gegevens.afzender,
        tabel=rekeningtabel(gegevens, TABELREGELS[0]),
        qr=segno.make(f"https://{gegevens.afzender.website}/hulp", error="m", micro=False).svg_data_uri(border=1),
        **_vast(),
    )
    blad: Any = weasyprint.HTML(string=html)
    return blad.write_pdf(pdf_variant="pdf/ua-1", font_config=_letters())


@lru_cache(maxsize=1)
def _sjabloon() -> Any:
    omgeving = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    omgeving.filters.update(FILTERS)
    return omgeving.get_template("brief.html.j2")


@lru_cache(maxsize=1)
def _letters() -> FontConfiguration:
    return FontConfiguration()


@lru_cache(maxsize=1)
def _vast() -> dict[str, Any]:
    bron = Path(str(files("font_source_sans_pro"))) / "files"
    lettertypen = [(dik, (bron / f"SourceSansPro-{snit}.ttf").as_uri()) for snit, dik in _GEWICHTEN.items()]
    return {"lettertypen": lettertypen, "logo": (SJABLONEN / "letters" / "logo.svg").as_uri(), "tabelkop": TABELKOP}
