"""Small helpers for tests of the API: its surroundings, a clock, a token, and what a problem must say."""

from datetime import UTC, datetime
from typing import Any

from httpx import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from evaluation.ddas.api import Inrichting
from evaluation.ddas.vorm import namen_van, van_beleid
from models.beleidsbestand import laad_beleid
from tasks.omgeving import Omgeving

GEHEIM = "proef-geheim-van-meer-dan-32-tekens"
URL = "https://ddas.voorbeeldstad.example"
FORMULIER = {"grant_type": "client_credentials", "client_id": "cbs", "client_secret": GEHEIM}
PERIODE = {"aanleverperiodeStartdatum": "2026-07-01", "aanleverperiodeEinddatum": "2026-07-31"}


class Klant:
    """Who knocks at the API."""

    def __init__(self, app: Starlette) -> None:
        self._client: Any = TestClient(app, base_url=URL)

    def post(self, pad: str, **wat: Any) -> Response:
        """Send a request with POST."""
        return self.stuur("POST", pad, **wat)

    def stuur(self, methode: str, pad: str, **wat: Any) -> Response:
        """Send a request."""
        antwoord: Response = self._client.request(methode, pad, **wat)
        return antwoord


class Klok:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.nu = datetime(2026, 8, 4, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.nu


def inrichting(waar: Omgeving, klok: Klok, **anders: Any) -> Inrichting:
    beleid = laad_beleid("voorbeeldstad")
    namen = dict.fromkeys(namen_van(beleid), "voorbeeldstad")
    vast: dict[str, Any] = {
        "engine": waar.engine, "gemeenten": {"voorbeeldstad": van_beleid(beleid)}, "namen": namen, "url": URL,
        "client_id": "cbs", "geheim": GEHEIM, "vandaag": lambda: klok.nu.date(), "nu": klok,
    }  # fmt: skip
    return Inrichting(**(vast | anders))


def token(client: Klant) -> str:
    antwoord = client.post("/token", data=FORMULIER)
    assert antwoord.status_code == 200, antwoord.text
    return antwoord.json()["access_token"]


def vraag(client: Klant, met: str | None = None, **velden: Any) -> Response:
    kop = {"Authorization": f"Bearer {met or token(client)}"}
    return client.post("/gegevens", json=PERIODE | velden, headers=kop)


def is_probleem(antwoord: Response, status: int) -> dict[str, Any]:
    assert (antwoord.status_code, antwoord.headers["Content-Type"]) == (status, "application/problem+json")
    lichaam = antwoord.json()
    assert lichaam["status"] == status and lichaam["type"] and lichaam["title"] and lichaam["detail"]
    if status in (401, 403, 404, 405):
        assert lichaam["code"] == antwoord.headers["Fsc-Error-Code"]
        assert lichaam["domain"] == "ERROR_DOMAIN_INWAY"
    return lichaam
