"""Checks of what we need of others: Prefect, the rails for messages and letters, the login, and the BRP."""

import asyncio
import re
from collections.abc import Iterator
from typing import Any, Protocol, cast
from urllib.parse import urlsplit

import httpx

from rules.woorden import Kanaal
from tasks.aanstoten import kopregels
from tasks.clients.prefect_beheer import POOL, TAG
from tasks.clients.smtp_mail import is_eigen_machine
from tasks.controle import Bevinding, fout, goed, is_productie, let_op, uit
from tasks.drukwerk import bezorger
from tasks.omgeving import Omgeving
from tasks.verzenders import verzender

WACHT_S = 8
FERNET = re.compile(r"[A-Za-z0-9_-]{43}=")


class Proefbaar(Protocol):
    """A wire to a provider that can be tried without sending anything."""

    async def proef(self) -> str:
        """Return what is wrong, or an empty text."""
        ...


def prefect(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether Prefect answers, knows our deployments, and has workers; and whether its secrets are safe."""
    gekozen = waar.settings
    if not gekozen.prefect_api:
        yield uit("Prefect", "'tijdig start' brengt een eigen server mee (PREFECT_API_URL wijst een andere aan)")
    else:
        yield from _prefect_zelf(gekozen.prefect_api.rstrip("/"))
    sleutel = gekozen.prefect_encryption_key.get_secret_value()
    if sleutel and not FERNET.fullmatch(sleutel):
        yield fout("sleutel van Prefect", "PREFECT_SERVER_ENCRYPTION_KEY is geen Fernet-sleutel (44 tekens base64).")
    elif is_productie(waar) and not sleutel:
        yield let_op(
            "sleutel van Prefect", "zonder PREFECT_SERVER_ENCRYPTION_KEY staat hij in de database van Prefect."
        )
    database = gekozen.prefect_database.get_secret_value()
    if is_productie(waar) and database and not database.startswith("postgresql"):
        yield let_op("database van Prefect", "SQLite wordt traag bij veel runs: kies PostgreSQL.")


def _prefect_zelf(api: str) -> Iterator[Bevinding]:
    host = urlsplit(api).hostname or ""
    if not is_eigen_machine(host) and not kopregels():
        yield let_op("Prefect", "iedereen op het netwerk kan erin: zet PREFECT_SERVER_API_AUTH_STRING aan.")
    with httpx.Client(base_url=api, headers=kopregels(), timeout=WACHT_S) as http:
        try:
            gezond = http.get("/admin/version")
        except (httpx.HTTPError, httpx.InvalidURL) as geweigerd:
            yield fout("Prefect", f"geen antwoord ({type(geweigerd).__name__}): draait hij, en klopt PREFECT_API_URL?")
            return
        if gezond.status_code in (401, 403):
            yield fout("Prefect", "laat ons niet binnen: zet hetzelfde wachtwoord in PREFECT_API_AUTH_STRING.")
            return
        if not gezond.is_success:
            yield fout("Prefect", f"antwoordt met {gezond.status_code}: kijk in het log van de server.")
            return
        yield goed("Prefect", f"versie {gezond.json()}")
        yield from _uitrol(http)


def _uitrol(http: httpx.Client) -> Iterator[Bevinding]:
    aantal = _vraag(http, "/deployments/count", {"deployments": {"tags": {"all_": [TAG]}}})
    if aantal:
        yield goed("deployments", f"{aantal} van Tijdig")
    else:
        yield fout("deployments", "Prefect kent er geen van Tijdig: draai 'tijdig uitrol'.")
    werkers: list[dict[str, Any]] = _vraag(http, f"/work_pools/{POOL}/workers/filter", {}) or []
    levend = [w for w in werkers if w.get("status") == "ONLINE"]
    if levend:
        yield goed("werkers", f"{len(levend)} aan het werk")
    else:
        yield fout("werkers", "er is geen werker: start er een met 'tijdig werker'. Zonder werker gebeurt er niets.")


def _vraag(http: httpx.Client, pad: str, body: dict[str, Any]) -> Any:
    antwoord = http.post(pad, json=body)
    return antwoord.json() if antwoord.is_success else None


def sms(waar: Omgeving) -> Iterator[Bevinding]:
    """Ask Twilio for our newest message; nothing is sent."""
    if waar.settings.sms == "bestand":
        yield _als_bestand(waar, "sms", "TIJDIG_SMS=twilio")
        return
    yield _uitslag("sms", Kanaal.SMS, waar, "Twilio: {}. Kijk naar TWILIO_ACCOUNT_SID en TWILIO_AUTH_TOKEN.")
    if not waar.settings.ontvangst_url:
        yield let_op("ontvangst", "zonder TIJDIG_ONTVANGST_URL horen we niet wat er van een sms werd.")
    elif not waar.settings.ontvangst_url.startswith("https://"):
        yield fout("ontvangst", "TIJDIG_ONTVANGST_URL moet met https beginnen.")


def email(waar: Omgeving) -> Iterator[Bevinding]:
    """Log in at the mail server; nothing is sent."""
    if waar.settings.email == "bestand":
        yield _als_bestand(waar, "e-mail", "TIJDIG_EMAIL=smtp")
        return
    yield _uitslag("e-mail", Kanaal.EMAIL, waar, "{}. Kijk naar SMTP_HOST, SMTP_PORT, SMTP_TLS en het wachtwoord.")
    if waar.settings.smtp_tls == "geen" and is_productie(waar):
        yield let_op("e-mail", "gaat zonder versleuteling over het netwerk: kies SMTP_TLS=starttls of tls.")


def _uitslag(onderdeel: str, kanaal: Kanaal, waar: Omgeving, zin: str) -> Bevinding:
    bezwaar = asyncio.run(_proef(kanaal, waar))
    return fout(onderdeel, zin.format(bezwaar)) if bezwaar else goed(onderdeel)


async def _proef(kanaal: Kanaal, waar: Omgeving) -> str:
    async with verzender(kanaal, waar) as lijn:
        return await cast(Proefbaar, lijn).proef()


def _als_bestand(waar: Omgeving, onderdeel: str, aan: str) -> Bevinding:
    if is_productie(waar):
        return let_op(onderdeel, f"wordt een bestand en bereikt niemand: {aan}.")
    return uit(onderdeel, "wordt een bestand in de map post")


def drukker(waar: Omgeving) -> Iterator[Bevinding]:
    """Log in at the print room and look into our folder there."""
    if waar.settings.post == "map":
        yield uit("drukker", "brieven blijven in de map post; de drukker haalt ze daar")
        return
    from tasks.clients.postbezorger_sftp import SftpBezorger

    cast(SftpBezorger, bezorger()).proef()
    yield goed("drukker", "SFTP")


def inloggen(waar: Omgeving) -> Iterator[Bevinding]:
    """Read what the login provider tells about itself."""
    gekozen = waar.settings
    if gekozen.proeflogin:
        yield let_op("inloggen", "TIJDIG_PROEFLOGIN: iedereen op deze machine kan erin, zonder wachtwoord.")
    if not gekozen.oidc_issuer:
        yield (uit if gekozen.proeflogin else fout)("OIDC", "niemand kan inloggen: stel TIJDIG_OIDC_ISSUER in.")
        return
    issuer = gekozen.oidc_issuer.rstrip("/")
    gegevens = cast("dict[str, Any]", _haal(f"{issuer}/.well-known/openid-configuration") or {})
    if str(gegevens.get("issuer", "")).rstrip("/") != issuer:
        yield fout("OIDC", "de inlogdienst antwoordt niet, of noemt een andere naam: kijk naar TIJDIG_OIDC_ISSUER.")
        return
    yield goed("OIDC")
    if not gekozen.werk_url:
        yield let_op("werkvoorraad", "zonder TIJDIG_WERK_URL (https) is zij alleen op deze machine te openen.")


def brp(waar: Omgeving) -> Iterator[Bevinding]:
    """Look whether the BRP can be reached. No person is asked for: every question is logged there."""
    if waar.settings.brp:
        ok = waar.settings.brp.is_file()
        yield goed("BRP", "een bestand") if ok else fout("BRP", "het bestand van TIJDIG_BRP is er niet.")
        return
    if not waar.settings.brp_url:
        yield let_op("BRP", "adres en overlijden worden niet nagekeken: stel TIJDIG_BRP_URL in.")
        return
    try:
        httpx.get(waar.settings.brp_url, timeout=WACHT_S)
    except (httpx.HTTPError, httpx.InvalidURL) as geweigerd:
        yield fout("BRP", f"niet te bereiken ({type(geweigerd).__name__}): kijk naar TIJDIG_BRP_URL.")
        return
    yield goed("BRP", "te bereiken; er is naar niemand gevraagd")


def _haal(adres: str) -> Any:
    try:
        antwoord = httpx.get(adres, timeout=WACHT_S)
        gelezen = antwoord.json() if antwoord.is_success else None
        return cast("dict[str, Any]", gelezen) if isinstance(gelezen, dict) else None
    except (httpx.HTTPError, httpx.InvalidURL, ValueError):
        return None
