# pyright: basic
"""A real OIDC provider on loopback, and a colleague who goes there with a browser of his own.

The provider of oidc-provider-mock does not look at PKCE, so this one does: a code goes only to who knows the verifier.
"""

import base64
import hashlib
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import httpx
import oidc_provider_mock
import werkzeug.serving
from oidc_provider_mock import User
from oidc_provider_mock._server import _threaded_server
from sqlalchemy import select
from starlette.testclient import TestClient
from werkzeug.wrappers import Request, Response

from models.database import lezen
from models.medewerkers import MEDEWERKER, SESSIE
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from worklist.inrichting import Inrichting

NIET_INGEVULD: Any = object()


@dataclass
class Inlogdienst:
    """The provider that runs, and what may be wrong with it."""

    issuer: str
    server: werkzeug.serving.BaseWSGIServer | None = None
    andere_nonce: bool = False
    """Swap the nonce of the question, as somebody would who puts an ID token of another login in."""
    uitdagingen: dict[str, str] = field(default_factory=dict)
    gevraagd: list[dict[str, str]] = field(default_factory=list)
    """The fields of every question for a token."""
    munt: Callable[[dict[str, Any]], str] | None = None
    """Makes another ID token of these claims."""
    sleutels: dict[str, Any] | None = None
    """Tell these keys instead of the real ones."""
    over_wie: dict[str, Any] | None = None
    """Tell this when asked for more about somebody."""

    def inrichting(self, **anders: Any) -> Inrichting:
        """Return the settings of a werkvoorraad that logs in here."""
        velden: dict[str, Any] = {"issuer": self.issuer, "client_id": "tijdig", "client_geheim": "geheim"}
        return Inrichting(gemeenten=(GEMEENTE, "buurdorp"), **(velden | anders))


class _MetPkce:
    """WSGI around the mock: keeps the challenge of a login and demands its verifier when the code is handed in."""

    def __init__(self, app: Any, dienst: list[Inlogdienst]) -> None:
        self.app, self.dienst = app, dienst

    def __call__(self, omgeving: Any, begin: Any) -> Any:
        """Answer one request."""
        vraag = Request(omgeving)
        if vraag.path == "/oauth2/authorize":
            return self._inloggen(vraag, omgeving, begin)
        if vraag.path == "/oauth2/token":
            return self._geef_token(vraag.get_data().decode(), omgeving)(omgeving, begin)
        [dienst] = self.dienst
        anders = {"/jwks": dienst.sleutels, "/userinfo": dienst.over_wie}.get(vraag.path)
        if anders is not None:
            return Response(json.dumps(anders), content_type="application/json")(omgeving, begin)
        return self.app(omgeving, begin)

    def _inloggen(self, vraag: Request, omgeving: Any, begin: Any) -> Any:
        [dienst] = self.dienst
        velden = dict(parse_qsl(omgeving["QUERY_STRING"]))
        assert velden["code_challenge_method"] == "S256" and velden["nonce"] and velden["state"]
        if dienst.andere_nonce:
            omgeving["QUERY_STRING"] = urlencode(velden | {"nonce": "van-een-ander"})
        antwoord = Response.from_app(self.app, omgeving)
        code = parse_qs(urlsplit(antwoord.headers.get("Location", "")).query).get("code")
        if code:
            dienst.uitdagingen[code[0]] = velden["code_challenge"]
        return antwoord(omgeving, begin)

    def _geef_token(self, lijf: str, omgeving: Any) -> Response:
        [dienst] = self.dienst
        velden = dict(parse_qsl(lijf))
        dienst.gevraagd.append(velden)
        omgeving["wsgi.input"] = io.BytesIO(lijf.encode())
        afdruk = base64.urlsafe_b64encode(hashlib.sha256(velden.get("code_verifier", "").encode()).digest())
        if dienst.uitdagingen.get(velden.get("code", "")) != afdruk.decode().rstrip("="):
            return Response('{"error": "invalid_grant"}', 400, content_type="application/json")
        antwoord = Response.from_app(self.app, omgeving)
        if dienst.munt is not None:
            tokens = json.loads(antwoord.get_data())
            midden = tokens["id_token"].split(".")[1]
            claims = json.loads(base64.urlsafe_b64decode(midden + "=" * (-len(midden) % 4)))
            antwoord.set_data(json.dumps(tokens | {"id_token": dienst.munt(claims)}))
        return antwoord


@contextmanager
def inlogdienst(*mensen: User) -> Iterator[Inlogdienst]:
    """Run a provider that knows these people."""
    dienst: list[Inlogdienst] = []
    app = _MetPkce(oidc_provider_mock.app(user_claims=mensen, require_nonce=True), dienst)
    with _threaded_server(app) as server:
        dienst.append(Inlogdienst(f"http://localhost:{server.server_port}", server))
        yield dienst[0]


def iemand(sub: str = "sanne", roles: Any = ("vroegsignalering",), **claims: Any) -> User:
    """Return somebody whom the provider knows."""
    rollen = {} if roles is NIET_INGEVULD else {"roles": list(roles)}
    return User(sub=sub, claims={"name": "Sanne de Boer", **rollen, **claims})


def naar_de_dienst(klant: TestClient, naar: str = "/taken") -> str:
    """Press the button of the login page; returns where the browser is sent."""
    antwoord = klant.get("/inloggen/begin", params={"naar": naar})
    assert antwoord.status_code == 303, antwoord.text
    return antwoord.headers["location"]


def log_in_bij_de_dienst(adres: str, sub: str = "sanne") -> str:
    """Log in at the provider; returns the path with the answer for the werkvoorraad."""
    antwoord = httpx.post(adres, data={"sub": sub}, follow_redirects=False, trust_env=False)
    assert antwoord.status_code == 302, antwoord.text
    terug = urlsplit(antwoord.headers["location"])
    return f"{terug.path}?{terug.query}"


def log_in(klant: TestClient, sub: str = "sanne", naar: str = "/taken") -> httpx.Response:
    """Log in; returns what the werkvoorraad says at the end."""
    return klant.get(log_in_bij_de_dienst(naar_de_dienst(klant, naar), sub))


def kop_van(antwoord: Any) -> str:
    """Return the heading of a page."""
    [kop] = re.findall(r"<h1[^>]*>(.*?)</h1>", antwoord.text, re.S)
    return html.unescape(kop.strip())


MENSEN = (
    iemand(),
    iemand("joris", ("invordering", "teamleiding"), name="Joris Bakker", gemeente="buurdorp elders"),
    iemand("twee", ("invordering", "schuldhulp")),
    iemand("geen", ("boekhouding",)),
    iemand("leeg", NIET_INGEVULD),
    iemand("diep", NIET_INGEVULD, realm_access={"roles": ["beheer", "offline_access"]}),
    iemand("tekst", "beleid", roles_tekst="beleid, onbekend"),
)


def sessies(waar: Omgeving) -> list[Any]:
    """Return every row of a session."""
    with lezen(waar.engine) as db:
        return list(db.execute(select(SESSIE)).all())


def collega(waar: Omgeving) -> Any:
    """Return the only colleague who ever came in."""
    with lezen(waar.engine) as db:
        return db.execute(select(MEDEWERKER)).one()
