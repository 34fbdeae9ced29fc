"""Who says the login that somebody is? The OIDC provider of the organisation: code flow with PKCE, state and nonce.

Tokens live in this module only, for the length of one call: they are not stored, not logged and not given back.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from worklist.inrichting import Inrichting, is_veilig_adres

ALGORITMEN = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a public key only: with HS256 whoever knows the client secret could sign."""
WACHT_S = 8
"""So long a colleague waits for the provider at most, per question."""
HOUDBAAR_S = 3600
"""So long what the provider tells about itself is believed; its keys may change earlier."""
SPELING_S = 60
"""So far the clocks of the provider and ours may differ."""

T = TypeVar("T")
LOG = logging.getLogger("tijdig.werkvoorraad")


class InlogdienstWeg(Exception):
    """De inlogdienst van uw organisatie is niet te bereiken. Probeer het over een paar minuten opnieuw. Lukt het dan
    nog niet? Bel de helpdesk van uw organisatie."""


class InlogdienstFout(Exception):
    """De inlogdienst gaf een antwoord dat niet klopt. Probeer opnieuw in te loggen. Lukt het weer niet? Geef dan aan
    uw beheerder door dat inloggen bij Tijdig niet lukt."""


@dataclass(frozen=True)
class Poging:
    """What we must remember between the question to the provider and its answer."""

    state: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(24), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48), repr=False)


class Provider:
    """The conversation with one OIDC provider. Thread-safe: what it keeps is replaced as a whole."""

    def __init__(self, inrichting: Inrichting) -> None:
        self.inrichting = inrichting
        self._onthouden: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def vraag_adres(self, poging: Poging, terug: str) -> str:
        """Return where a colleague logs in. Raises InlogdienstWeg, InlogdienstFout."""
        with self._sessie(terug) as sessie:
            adres, _ = sessie.create_authorization_url(
                self._adres("authorization_endpoint"), state=poging.state, code_verifier=poging.verifier,
                nonce=poging.nonce,
            )  # fmt: skip
        return str(adres)

    def wie(self, poging: Poging, terug: str, code: str) -> Mapping[str, Any]:
        """Return the claims about who came back with this code. Raises InlogdienstWeg, InlogdienstFout."""
        with self._sessie(terug) as sessie:
            token: Any = _probeer(
                lambda: sessie.fetch_token(
                    self._adres("token_endpoint"), grant_type="authorization_code", code=code,
                    code_verifier=poging.verifier, allow_redirects=False,
                )
            )  # fmt: skip
            claims = self._toets(token, poging)
            if woorden(claims, self.inrichting.rollen_claim) or not self._gegevens().get("userinfo_endpoint"):
                return claims
            return self._vul_aan(claims, sessie)

    def uitlog_adres(self, terug: str) -> str:
        """Return where somebody ends his session at the provider; empty when there is no such place."""
        try:
            adres = self._adres("end_session_endpoint")
        except (InlogdienstWeg, InlogdienstFout):
            return ""
        vraag = {"client_id": self.inrichting.client_id, "post_logout_redirect_uri": terug}
        return f"{adres}{'&' if urlsplit(adres).query else '?'}{urlencode(vraag)}"

    def _toets(self, token: Mapping[str, Any], poging: Poging) -> dict[str, Any]:
        """Check signature, sender, receiver, time and nonce of the ID token; return what it tells."""
        inhoud = self._ontcijfer(str(token.get("id_token", "")))
        eisen: dict[str, Any] = {
            "iss": {"essential": True, "value": self._gegevens()["issuer"]},
            "aud": {"essential": True, "value": self.inrichting.client_id},
        }
        bekend = {"nonce": poging.nonce, "client_id": self.inrichting.client_id} | {
            "access_token": token.get("access_token")
        }
        claims: Any = CodeIDToken(inhoud.claims, inhoud.header, eisen, bekend)
        _probeer(lambda: claims.validate(leeway=SPELING_S))
        return dict(claims)

    def _ontcijfer(self, id_token: str) -> jwt.Token:
        """Decode an ID token with the keys of the provider; once more with fresh keys when the key is unknown."""
        try:
            return jwt.decode(id_token, self._sleutels(), ALGORITMEN)
        except (JoseError, ValueError):
            self._onthouden.pop(self._adres("jwks_uri"), None)
        return _probeer(lambda: jwt.decode(id_token, self._sleutels(), ALGORITMEN))

    def _sleutels(self) -> KeySet:
        gevonden: Any = self._haal(self._adres("jwks_uri"))
        return _probeer(lambda: KeySet.import_key_set(gevonden))

    def _vul_aan(self, claims: dict[str, Any], sessie: Any) -> dict[str, Any]:
        """Ask the provider for the claims that are not in the ID token; they must be about the same person."""
        antwoord: Any = _probeer(lambda: sessie.get(self._adres("userinfo_endpoint"), allow_redirects=False))
        meer = _lees(antwoord)
        if meer.get("sub") != claims["sub"]:
            raise InlogdienstFout
        return {**meer, **{naam: waarde for naam, waarde in claims.items() if waarde is not None}}

    def _gegevens(self) -> Mapping[str, Any]:
        """Return what the provider tells about itself; it must be the one that we asked for."""
        issuer = self.inrichting.issuer.rstrip("/")
        gegevens = self._haal(f"{issuer}/.well-known/openid-configuration")
        if str(gegevens.get("issuer", "")).rstrip("/") != issuer:
            raise InlogdienstFout
        return gegevens

    def _adres(self, naam: str) -> str:
        adres = str(self._gegevens().get(naam, ""))
        if not is_veilig_adres(adres):
            raise InlogdienstFout
        return adres

    def _haal(self, adres: str) -> Mapping[str, Any]:
        """Return a JSON object of the provider, from memory when it is not too old."""
        tot, inhoud = self._onthouden.get(adres, (0.0, {}))
        if time.monotonic() < tot:
            return inhoud
        with self._sessie() as sessie:
            vers = _lees(_probeer(lambda: sessie.get(adres, withhold_token=True, allow_redirects=False)))
        self._onthouden[adres] = (time.monotonic() + HOUDBAAR_S, vers)
        return vers

    def _sessie(self, terug: str = "") -> Any:
        """Return a connection that knows who we are; a provider on loopback is never reached over a proxy."""
        wij = self.inrichting
        mag: list[str] = self._gegevens().get("token_endpoint_auth_methods_supported", []) if terug else []
        hoe = "client_secret_post" if mag and "client_secret_basic" not in mag else "client_secret_basic"
        sessie = cast(Any, OAuth2Session)(
            wij.client_id, wij.client_geheim or None, scope="openid profile", redirect_uri=terug,
            code_challenge_method="S256", default_timeout=WACHT_S,
            token_endpoint_auth_method=hoe if wij.client_geheim else "none",
        )  # fmt: skip
        sessie.trust_env = wij.issuer.startswith("https://")
        return sessie


def woorden(claims: Mapping[str, Any], naam: str) -> frozenset[str]:
    """Return the words in a claim: a list, or words with spaces or commas; `realm_access.roles` looks one deeper."""
    waarde: Any = claims.get(naam)
    if waarde is None and "." in naam:
        eerste, _, rest = naam.partition(".")
        dieper: Any = claims.get(eerste)
        return woorden(cast(Mapping[str, Any], dieper), rest) if isinstance(dieper, dict) else frozenset()
    if isinstance(waarde, str):
        waarde = waarde.replace(",", " ").split()
    return frozenset(str(woord) for woord in cast(list[Any], waarde)) if isinstance(waarde, list) else frozenset()


@lru_cache(maxsize=8)
def provider(inrichting: Inrichting) -> Provider:
    """Return the provider of an installation, one per process."""
    return Provider(inrichting)


def _lees(antwoord: requests.Response) -> Mapping[str, Any]:
    if antwoord.status_code != 200:
        LOG.warning("de inlogdienst antwoordt met status %s", antwoord.status_code)
        raise InlogdienstWeg if antwoord.status_code >= 500 else InlogdienstFout
    inhoud: Any = _probeer(antwoord.json)
    if not isinstance(inhoud, dict):
        raise InlogdienstFout
    return cast(Mapping[str, Any], inhoud)


def _probeer(vraag: Callable[[], T]) -> T:
    """Turn what can go wrong at the provider into two kinds. Nothing of its text goes on: it may hold a token."""
    try:
        return vraag()
    except (requests.ConnectionError, requests.Timeout) as fout:
        LOG.warning("de inlogdienst antwoordt niet: %s", type(fout).__name__)
        raise InlogdienstWeg from None
    except (requests.RequestException, AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as fout:
        LOG.warning("de inlogdienst gaf een antwoord dat niet klopt: %s", type(fout).__name__)
        raise InlogdienstFout from None
