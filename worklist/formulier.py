"""What was filled in? Fields of a form, read with a clear Dutch message when one is wrong."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

MAX_TEKEN = 4_000


class FoutFormulier(ValueError):
    """Het formulier is niet goed ingevuld. `velden` says per field what is wrong, in Dutch."""

    def __init__(self, **velden: str) -> None:
        super().__init__("; ".join(velden.values()))
        self.velden = velden


class VerlopenFormulier(Exception):
    """Dit formulier is verlopen. Laad de pagina opnieuw en probeer het nog een keer. Er is niets opgeslagen."""


class Formulier:
    """The fields of one form as text; nothing in it is trusted."""

    def __init__(self, velden: Mapping[str, str]) -> None:
        self.velden = dict(velden)

    def tekst(self, naam: str, *, max_teken: int = 200, verplicht: str = "") -> str:
        """Return a field without spaces around it; `verplicht` is the Dutch message when it is empty."""
        waarde = self.velden.get(naam, "").replace("\r\n", "\n").strip()
        if len(waarde) > max_teken:
            raise FoutFormulier(**{naam: f"Gebruik hoogstens {max_teken} tekens."})
        if verplicht and not waarde:
            raise FoutFormulier(**{naam: verplicht})
        return waarde

    def keuze(self, naam: str, mogelijk: Mapping[str, object] | frozenset[str] | set[str], melding: str) -> str:
        """Return a field that must be one of these words."""
        waarde = self.tekst(naam)
        if waarde not in mogelijk:
            raise FoutFormulier(**{naam: melding})
        return waarde

    def dag(self, naam: str, melding: str = "Vul een datum in, zoals 2026-06-05.") -> date:
        """Return a calendar day."""
        try:
            return date.fromisoformat(self.tekst(naam))
        except ValueError:
            raise FoutFormulier(**{naam: melding}) from None

    def getal(self, naam: str, melding: str = "Vul een getal in.") -> int:
        """Return a whole number, not below zero."""
        waarde = self.tekst(naam)
        if not waarde.isascii() or not waarde.isdigit() or len(waarde) > 9:
            raise FoutFormulier(**{naam: melding})
        return int(waarde)

    def aan(self, naam: str) -> bool:
        """Tell whether a box is ticked."""
        return self.tekst(naam) != ""


async def lees_formulier(request: Request) -> Formulier:
    """Return the form of a request; uploads are not accepted. Raises FoutFormulier."""
    velden: dict[str, str] = {}
    async with request.form(max_files=0, max_fields=200, max_part_size=64_000) as inhoud:
        for naam, waarde in inhoud.multi_items():
            if isinstance(waarde, UploadFile):
                raise FoutFormulier(bestand="Stuur geen bestand mee.")
            waarde = waarde.replace("\0", "")  # PostgreSQL keeps no text with it, and nobody types it
            velden[naam] = f"{velden[naam]},{waarde}" if naam in velden else waarde
    return Formulier(velden)


async def getekend_formulier(request: Request) -> Formulier:
    """Return the form of a request that came from our own page. Raises VerlopenFormulier."""
    formulier = await lees_formulier(request)
    gegeven = request.headers.get("X-CSRF") or formulier.velden.get("csrf", "")
    sessie = request.state.sessie
    if sessie is None or not secrets.compare_digest(gegeven.encode(), sessie.csrf.encode()):
        raise VerlopenFormulier
    return formulier


def voor_scherm(velden: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return fields or messages for a template: what is not there is empty."""
    return defaultdict(str, velden or {})


Ingevuld = Annotated[Formulier, Depends(getekend_formulier)]
