"""How is this werkvoorraad set up? Read once from the settings."""

from dataclasses import dataclass, field


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

    @property
    def veilig(self) -> bool:
        """True when cookies may only travel over https."""
        return self.publieke_url.startswith("https://")
