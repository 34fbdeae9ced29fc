"""What does the BRP answer? A stand-in for POST /personen of Haal Centraal BRP personen bevragen 2.7.0."""

import re
from dataclasses import dataclass, field
from typing import Any, Self

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.standins.loopback import LoopbackServer, verbreek

Json = dict[str, Any]
VANZELF = ("geheimhoudingPersoonsgegevens", "opschortingBijhouding", "inOnderzoek", "rni", "verificatie")
"""What always comes and may not be asked."""
VERPLICHT = {
    "RaadpleegMetBurgerservicenummer": {"burgerservicenummer"},
    "ZoekMetPostcodeEnHuisnummer": {"postcode", "huisnummer"},
}
MAG = {"type", "fields", "gemeenteVanInschrijving", "inclusiefOverledenPersonen", "geboortedatum", "geslachtsnaam"}


@dataclass
class BrpServer:
    """`personen` are whole persons in the form of the API, with `adressering`; answers hold only what was asked.

    `status` and `inhoud` replace every answer, `weiger` names parameters to refuse, `breek` cuts the line.
    `verzoeken` and `antwoorden` are kept for the check against the specification; `koppen` are the headers of the
    last question.
    """

    personen: list[Json] = field(default_factory=list[Json])
    status: int = 200
    inhoud: str = ""
    breek: bool = False
    weiger: list[str] = field(default_factory=list[str])
    verzoeken: list[Json] = field(default_factory=list[Json])
    antwoorden: list[Json] = field(default_factory=list[Json])
    koppen: dict[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        """Lay out the one route."""
        route = Route("/haalcentraal/api/brp/personen", self._personen, methods=["POST"])
        self._server = LoopbackServer(Starlette(routes=[route]))

    def __enter__(self) -> Self:
        """Start listening."""
        self._server.start()
        return self

    def __exit__(self, *fout: object) -> None:
        """Stop."""
        self._server.stop()

    @property
    def basis(self) -> str:
        """The address before `/personen`."""
        return f"{self._server.basis}/haalcentraal/api/brp"

    def stop(self) -> None:
        """Die."""
        self._server.stop()

    async def _personen(self, request: Request) -> Response:
        verzoek: Json = await request.json()
        self.verzoeken.append(verzoek)
        self.koppen = dict(request.headers)
        if self.koppen.get("content-type") != "application/json; charset=utf-8":
            return _fout(415, "unsupported", [])
        if self.breek:
            await verbreek(request)
        if self.inhoud:
            return Response(self.inhoud, self.status, media_type="text/html")
        if self.status != 200:
            return _fout(self.status, "storing", [])
        if verkeerd := self.weiger or _verkeerd(verzoek):
            return _fout(400, "paramsValidation", verkeerd)
        treffers = [_deel(persoon, verzoek["fields"]) for persoon in self.personen if _past(persoon, verzoek)]
        antwoord = {"type": verzoek["type"], "personen": treffers}
        self.antwoorden.append(antwoord)
        return JSONResponse(antwoord)


def _verkeerd(verzoek: Json) -> list[str]:
    """Return the names of the parameters that the API refuses."""
    verplicht = VERPLICHT.get(verzoek.get("type", ""), {"type"})
    fout = sorted((verplicht - verzoek.keys()) | (verzoek.keys() - verplicht - MAG))
    velden: list[str] = verzoek.get("fields", [])
    fout += [f"fields[{i}]" for i, veld in enumerate(velden) if not velden or set(veld.split(".")) & set(VANZELF)]
    bsns: list[str] = verzoek.get("burgerservicenummer", [])
    fout += [f"burgerservicenummer[{i}]" for i, bsn in enumerate(bsns) if not re.fullmatch("[0-9]{9}", bsn)]
    return fout + (["burgerservicenummer"] if len(bsns) > 20 else [])


def _past(persoon: Json, verzoek: Json) -> bool:
    """Apply the question; a search never finds persons whose record was opened by mistake or erased."""
    if verzoek["type"] == "RaadpleegMetBurgerservicenummer":
        return persoon["burgerservicenummer"] in verzoek["burgerservicenummer"]
    adres = persoon.get("verblijfplaats", {}).get("verblijfadres", {})
    reden = persoon.get("opschortingBijhouding", {}).get("reden", {}).get("code")
    if reden in {"F", "W"} or (reden == "O" and not verzoek.get("inclusiefOverledenPersonen")):
        return False
    geboren = persoon.get("geboorte", {}).get("datum", {}).get("datum")
    naam = persoon.get("naam", {}).get("geslachtsnaam", "")
    return (
        (adres.get("postcode"), adres.get("huisnummer")) == (verzoek["postcode"], verzoek["huisnummer"])
        and verzoek.get("geboortedatum", geboren) == geboren
        and verzoek.get("geslachtsnaam", naam).lower() == naam.lower()
    )


def _deel(bron: Json, velden: list[str]) -> Json:
    """Return what was asked, and what always comes at every level that was asked; `type` comes with its object."""
    deel: Json = {}
    for naam, waarde in bron.items():
        dieper = [veld.partition(".")[2] for veld in velden if veld.partition(".")[0] == naam]
        if not dieper:
            if naam in VANZELF or naam == "type":
                deel[naam] = waarde
        elif "" in dieper or not isinstance(waarde, dict):
            deel[naam] = waarde
        else:
            deel[naam] = _deel(waarde, dieper)  # pyright: ignore[reportUnknownArgumentType]
    return deel


def _fout(status: int, code: str, namen: list[str]) -> Response:
    inhoud: Json = {"type": "https://voorbeeld.example/fout", "title": "Fout.", "status": status, "code": code}
    inhoud["instance"] = "https://voorbeeld.example/haalcentraal/api/brp/personen"
    if namen:
        inhoud["invalidParams"] = [
            {"name": naam, "code": "pattern", "reason": "Waarde is niet goed."} for naam in namen
        ]
    return JSONResponse(inhoud, status, media_type="application/problem+json")
