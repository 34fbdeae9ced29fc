"""How does a report reach the disk? Page and paper together, or neither."""

from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from evaluation.rapport.inhoud import Rapport
from evaluation.rapport.pagina import maak_html
from evaluation.rapport.papier import maak_pdf


def schrijf(rapport: Rapport, uit: Path, lettertypen: typst.Fonts) -> Path:
    """Write the report as page, with the paper of the same name beside it; returns where the paper stands.

    Both are made in a folder beside their place first: nobody ever reads half a report. Raises OSError.
    """
    papier = uit.with_suffix(".pdf")
    with TemporaryDirectory(dir=uit.parent, prefix=".rapport-") as map_:
        pagina_klaar, papier_klaar = Path(map_) / "pagina", Path(map_) / "papier"
        pagina_klaar.write_text(maak_html(rapport), encoding="utf-8")
        papier_klaar.write_bytes(maak_pdf(rapport, lettertypen))
        papier_klaar.replace(papier)
        pagina_klaar.replace(uit)
    return papier
