"""Who may fetch? One client proves itself with a secret and gets a token for a quarter of an hour (RFC 6749 §4.4).

The key of the tokens lives in this process only: after a restart the client asks for a new token.
"""

import binascii
import hmac
import secrets
from base64 import b64decode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl, unquote_plus

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, JoseError
from joserfc.jwk import OctKey
from starlette.responses import JSONResponse, Response

from evaluation.ddas.problemen import TOKEN_MIST, TOKEN_VERLOPEN, Probleem

DUUR_S = 900
BEREIK = "read"
MIN_GEHEIM = 32
"""A secret of fewer characters could be guessed."""
ALG = "HS256"


class Tokenfout(Probleem):
    """Dit verzoek krijgt geen token."""

    def __init__(self, fout: str, detail: str, status: int = 400) -> None:
        """Keep the error word of RFC 6749 §5.2."""
        super().__init__(status, detail)
        self.fout = fout

    def antwoord(self) -> Response:
        """Return the answer in the form that every OAuth client reads, with the members of a problem beside it."""
        koppen = {"Cache-Control": "no-store"}
        if self.status == 401:
            koppen["WWW-Authenticate"] = 'Basic realm="ddas"'
        lichaam = self.lichaam() | {"error": self.fout, "error_description": self.detail}
        return JSONResponse(lichaam, self.status, koppen)


@dataclass(frozen=True)
class Balie:
    """Gives tokens out and knows them again. `uitgever` is our own public address."""

    client_id: str
    geheim: str = field(repr=False)
    uitgever: str
    sleutel: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def geef(self, formulier: bytes, kop: str, nu: int) -> dict[str, Any]:
        """Return a token for the form of a token request and its header Authorization. Raises Tokenfout.

        `nu` is the moment in seconds since 1970.
        """
        velden = _velden(formulier)
        client_id, geheim = _bewijs(velden, kop)
        if not self._klopt(client_id, geheim):
            raise Tokenfout("invalid_client", "De naam of het geheim van de client klopt niet.", 401)
        if velden.get("grant_type") != "client_credentials":
            raise Tokenfout("unsupported_grant_type", "Gebruik grant_type=client_credentials.")
        if velden.get("scope", BEREIK) != BEREIK:
            raise Tokenfout("invalid_scope", "Er is één bereik: read.")
        token = self.onderteken({"scope": BEREIK, "iat": nu, "exp": nu + DUUR_S})
        return {"access_token": token, "token_type": "Bearer", "expires_in": DUUR_S, "scope": BEREIK}

    def onderteken(self, beweringen: dict[str, Any]) -> str:
        """Return a token with these claims."""
        vast = {"iss": self.uitgever, "aud": self.uitgever, "sub": self.client_id, "jti": secrets.token_hex(8)}
        return jwt.encode({"alg": ALG, "typ": "at+jwt"}, vast | beweringen, OctKey.import_key(self.sleutel))

    def controleer(self, kop: str, nu: int) -> None:
        """Check the header Authorization. Raises Probleem: 401 without a valid token, 403 without the scope read."""
        soort, _, token = kop.partition(" ")
        if soort.lower() != "bearer" or not token:
            raise Probleem(401, "Stuur het token mee in de kop Authorization.", TOKEN_MIST)
        try:
            beweringen = jwt.decode(token.strip(), OctKey.import_key(self.sleutel), algorithms=[ALG]).claims
            self._eisen(nu).validate(beweringen)
        except ExpiredTokenError:
            raise Probleem(401, "Het token is verlopen: vraag een nieuw.", TOKEN_VERLOPEN) from None
        except (JoseError, ValueError):
            raise Probleem(401, "Het token is niet geldig.") from None
        if BEREIK not in str(beweringen.get("scope", "")).split():
            raise Probleem(403, "Dit token geeft geen recht op deze gegevens.")

    def _eisen(self, nu: int) -> jwt.JWTClaimsRegistry:
        eigen = {"essential": True, "value": self.uitgever}
        wie = {"essential": True, "value": self.client_id}
        return jwt.JWTClaimsRegistry(now=nu, leeway=0, iss=eigen, aud=eigen, sub=wie, exp={"essential": True})  # type: ignore[arg-type]

    def _klopt(self, client_id: str, geheim: str) -> bool:
        """Compare both in a time that tells nothing of how much was right."""
        return _gelijk(client_id, self.client_id) & _gelijk(geheim, self.geheim)


def _gelijk(een: str, ander: str) -> bool:
    return hmac.compare_digest(sha256(een.encode()).digest(), sha256(ander.encode()).digest())


def _velden(formulier: bytes) -> dict[str, str]:
    try:
        paren = parse_qsl(formulier.decode("utf-8"), keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError:
        raise Tokenfout("invalid_request", "Dit formulier is niet te lezen.") from None
    velden = dict(paren)
    if len(velden) != len(paren) or "grant_type" not in velden:
        raise Tokenfout("invalid_request", "Elk veld mag één keer, en grant_type moet erbij.")
    return velden


def _bewijs(velden: dict[str, str], kop: str) -> tuple[str, str]:
    """Return name and secret, from the header (Basic) or from the form; never from both."""
    if not kop:
        return velden.get("client_id", ""), velden.get("client_secret", "")
    if "client_secret" in velden:
        raise Tokenfout("invalid_request", "Stuur het geheim in de kop of in het formulier, niet in beide.")
    soort, _, waarde = kop.partition(" ")
    try:
        naam, _, geheim = b64decode(waarde.strip(), validate=True).decode("utf-8").partition(":")
    except (binascii.Error, ValueError):
        naam = geheim = ""
    return (unquote_plus(naam), unquote_plus(geheim)) if soort.lower() == "basic" else ("", "")
