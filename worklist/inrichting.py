"""How is this werkvoorraad set up? Read once from the settings."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from settings import Settings
from tasks.fouten import OnjuisteInstelling

PUBLIEK = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?")


@dataclass(frozen=True)
class Inrichting:
    """Who may log in, from where, and for which gemeenten."""

    gemeenten: tuple[str, ...]
    issuer: str = ""
    """Address of the OIDC provider; empty: nobody can log in with it."""
    client_id: str = ""
    client_geheim: str = field(default="", repr=False)
    rollen_claim: str = "roles"
    gemeenten_claim: str = ""
    """Claim with the gemeenten of a colleague; empty: everybody works for every gemeente of this installation."""
    publieke_url: str = ""
    """Address (https) by which colleagues reach the werkvoorraad; empty: loopback."""
    proeflogin: bool = False
    """Choose a name and roles without a password; only served on loopback."""
    prefect_api: str = ""
    """Address of Prefect's API, to start the run of one zaak at once; empty: the next round does it."""

    def __post_init__(self) -> None:
        """Raise OnjuisteInstelling for what could not be safe."""
        if self.publieke_url and not PUBLIEK.fullmatch(self.publieke_url):
            raise OnjuisteInstelling("TIJDIG_WERK_URL: https en de naam, zonder schuine streep aan het eind")
        if self.publieke_url and self.proeflogin:
            raise OnjuisteInstelling("TIJDIG_PROEFLOGIN kan niet samen met TIJDIG_WERK_URL")
        if self.issuer and not is_veilig_adres(self.issuer):
            raise OnjuisteInstelling("TIJDIG_OIDC_ISSUER: een adres met https")
        if self.issuer and not self.client_id:
            raise OnjuisteInstelling("TIJDIG_OIDC_CLIENT_ID: zonder deze kan niemand inloggen")

    @property
    def veilig(self) -> bool:
        """True when cookies may only travel over https."""
        return self.publieke_url.startswith("https://")

    @property
    def toegankelijk(self) -> bool:
        """True when there is a way to log in."""
        return self.proeflogin or bool(self.issuer)


def inrichting_van(gekozen: Settings, gemeenten: tuple[str, ...]) -> Inrichting:
    """Return how the settings say that the werkvoorraad is set up. Raises OnjuisteInstelling."""
    return Inrichting(
        gemeenten,
        issuer=gekozen.oidc_issuer,
        client_id=gekozen.oidc_client_id,
        client_geheim=gekozen.oidc_client_geheim.get_secret_value(),
        rollen_claim=gekozen.oidc_rollen,
        gemeenten_claim=gekozen.oidc_gemeenten,
        publieke_url=gekozen.werk_url,
        proeflogin=gekozen.proeflogin,
        prefect_api=gekozen.prefect_api,
    )


def is_loopback(host: str) -> bool:
    """Tell whether a name or address is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_veilig_adres(adres: str) -> bool:
    """Tell whether nobody can listen on the way to an address: https, or on this machine."""
    try:
        deel = urlsplit(adres)
    except ValueError:
        return False
    return bool(deel.hostname) and (deel.scheme == "https" or (deel.scheme == "http" and is_loopback(deel.hostname)))
