"""What does the API answer when it cannot give what is asked? Problem details (RFC 9457), with the codes of FSC.

DDAS-VS.yaml v1.2: 400 and 422 are ProblemDetails; 401, 403, 404 and 405 are FscError with the header Fsc-Error-Code.
One body serves both. No answer repeats what came in.
"""

from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

MEDIA = "application/problem+json"
SOORT = "urn:tijdig:ddas:"
REALM = 'Bearer realm="ddas"'

TITEL: dict[int, str] = {
    400: "Ongeldig verzoek",
    401: "Geen geldig bewijs van toegang",
    403: "Toegang geweigerd",
    404: "Niet gevonden",
    405: "Deze methode bestaat hier niet",
    408: "Het verzoek kwam te langzaam binnen",
    413: "Het verzoek is te groot",
    415: "Dit soort inhoud wordt niet gelezen",
    422: "Dit verzoek kan niet worden uitgevoerd",
    503: "Dit lukt nu niet",
}

FSC: dict[int, str] = {
    401: "ERROR_CODE_ACCESS_TOKEN_INVALID",
    403: "ERROR_CODE_WRONG_GROUP_ID_IN_TOKEN",
    404: "ERROR_CODE_SERVICE_NOT_FOUND",
    405: "ERROR_CODE_METHOD_UNSUPPORTED",
}
TOKEN_MIST, TOKEN_VERLOPEN = "ERROR_CODE_ACCESS_TOKEN_MISSING", "ERROR_CODE_ACCESS_TOKEN_EXPIRED"


class Probleem(Exception):
    """Dit verzoek krijgt geen gegevens."""

    def __init__(self, status: int, detail: str, fsc: str = "", koppen: Mapping[str, str] | None = None) -> None:
        """Keep the HTTP status, one Dutch sentence, the code of FSC and extra headers."""
        super().__init__(status)
        self.status, self.detail = status, detail
        self.fsc = fsc or FSC.get(status, "")
        self.koppen = dict(koppen or {})

    def antwoord(self) -> Response:
        """Return the answer."""
        lichaam, koppen = self.lichaam(), {"Cache-Control": "no-store"} | self.koppen
        if self.fsc:
            lichaam |= {"code": self.fsc, "domain": "ERROR_DOMAIN_INWAY"}
            koppen["Fsc-Error-Code"] = self.fsc
        if self.status == 401:
            koppen["WWW-Authenticate"] = REALM
        return JSONResponse(lichaam, self.status, koppen, MEDIA)

    def lichaam(self) -> dict[str, Any]:
        """Return the members that every problem has."""
        titel = TITEL.get(self.status, TITEL[400])
        soort = f"{SOORT}{titel.lower().replace(' ', '-')}"
        return {"type": soort, "title": titel, "status": self.status, "detail": self.detail}
