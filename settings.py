"""All settings of Tijdig, from the environment (TIJDIG_…, TWILIO_…, SMTP_…); nothing else reads the environment."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

WORTEL = Path(__file__).resolve().parent


class Settings(BaseSettings):
    """Where Tijdig keeps its things and how it speaks to the outside."""

    model_config = SettingsConfigDict(env_prefix="TIJDIG_", populate_by_name=True)

    home: Path = Path(".tijdig")
    database_url: str = ""
    """Empty: SQLite in the home folder."""
    beleid: Path = WORTEL / "beleid"
    brp: Path | None = None
    """CSV of the file-based BRP stand-in; None: no BRP check."""
    brp_url: str = ""
    schuldhulp: Path | None = None
    """CSV with the column bsn: who is known at schuldhulpverlening; only team Vroegsignalering looks into it."""
    sleutel: SecretStr = SecretStr("")
    """Base64 of 32 bytes for encryption of the BSN; empty: a key file in the home folder (embedded use only)."""
    eigen_run_max: int | None = None
    """How many zaken of one round get a flow run of their own; None: 250 on PostgreSQL, 10 on SQLite."""
    chunk: int = 500
    """Zaken per chunk of the bulk lane."""
    taken: Literal["threads", "processen"] = "threads"
    """On what Prefect runs the chunks of a large round: threads, or processes that use every core (PostgreSQL)."""
    bezig_na_s: int = 1500
    """After so many seconds a bericht that is still `bezig` counts as an answer that was lost."""
    bewijs_na_s: int = 21_600
    """After so many seconds without a receipt the provider is asked what became of an sms."""
    sms: Literal["bestand", "twilio"] = "bestand"
    email: Literal["bestand", "smtp"] = "bestand"
    ontvangst_url: str = ""
    """Public address (https) of the receiver of callbacks, replies and opt-outs; empty: there is none."""
    sms_per_s: float = 10
    """So many sms a second at most, as agreed with the provider; a part of it is kept for the personal lane."""
    email_per_s: float = 100
    """So many e-mails a second at most."""
    sms_antwoord: bool = False
    """Residents can answer our sms and the answers reach us: the sms then says that STOP works."""
    post: Literal["map", "sftp"] = "map"
    """Where a batch of letters goes: it stays in the folder `post`, or it is also uploaded to the print room."""
    sftp_host: str = ""
    sftp_port: int = 22
    sftp_user: str = ""
    sftp_sleutel: Path | None = None
    """File with our private key; without it the password proves who we are."""
    sftp_wachtwoord: SecretStr = SecretStr("")
    sftp_hostsleutels: Path | None = None
    """File in the form of known_hosts: a print room that is not in it gets nothing."""
    sftp_map: str = ""
    oidc_issuer: str = ""
    """The provider by which colleagues log in at the werkvoorraad; empty: there is none."""
    oidc_client_id: str = ""
    oidc_client_geheim: SecretStr = SecretStr("")
    """Empty: a public client, with PKCE only."""
    oidc_rollen: str = "roles"
    """The claim with the roles, such as roles or realm_access.roles."""
    oidc_gemeenten: str = ""
    """The claim with the gemeenten of a colleague; empty: everybody works for every gemeente of this installation."""
    werk_url: str = ""
    """Public address (https) of the werkvoorraad; empty: it is used on this machine only."""
    werk_proxies: str = ""
    """Addresses of the proxies in front of the werkvoorraad, with commas: only these may say who the client is."""
    proeflogin: bool = False
    """Log in at the werkvoorraad without a password, on this machine only: for the demo and for development."""

    prefect_api: str = Field(default="", validation_alias="PREFECT_API_URL")
    """A Prefect server that is there already; empty: there is none, or one of our own is started."""
    prefect_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="PREFECT_API_KEY")
    prefect_api_auth: SecretStr = Field(default=SecretStr(""), validation_alias="PREFECT_API_AUTH_STRING")
    twilio_account_sid: str = Field(default="", validation_alias="TWILIO_ACCOUNT_SID")
    twilio_auth_token: SecretStr = Field(default=SecretStr(""), validation_alias="TWILIO_AUTH_TOKEN")
    twilio_messaging_service_sid: str = Field(default="", validation_alias="TWILIO_MESSAGING_SERVICE_SID")
    twilio_from: str = Field(default="", validation_alias="TWILIO_FROM")
    twilio_api_base: str = Field(default="", validation_alias="TWILIO_API_BASE")
    twilio_bedenktijd_s: float = Field(default=300, validation_alias="TWILIO_BEDENKTIJD_S")
    """So long after an attempt a sms may still turn up in the list of Twilio."""
    smtp_host: str = Field(default="", validation_alias="SMTP_HOST")
    smtp_port: int = Field(default=587, validation_alias="SMTP_PORT")
    smtp_user: str = Field(default="", validation_alias="SMTP_USER")
    smtp_password: SecretStr = Field(default=SecretStr(""), validation_alias="SMTP_PASSWORD")
    smtp_tls: Literal["starttls", "tls", "geen"] = Field(default="starttls", validation_alias="SMTP_TLS")
    smtp_verbindingen: int = Field(default=4, validation_alias="SMTP_VERBINDINGEN")
    smtp_from: str = Field(default="", validation_alias="SMTP_FROM")

    @property
    def url(self) -> str:
        """The database of Tijdig as SQLAlchemy reads it."""
        return self.database_url or f"sqlite:///{self.home.absolute() / 'tijdig.db'}"

    @property
    def uitgang(self) -> Path:
        """The folder for post that leaves as files."""
        return self.home.absolute() / "post"

    @property
    def eigen_runs(self) -> int:
        """How many zaken of one round get a flow run of their own on this database."""
        if self.eigen_run_max is not None:
            return self.eigen_run_max
        return 250 if self.url.startswith("postgresql") else 10


@lru_cache
def settings() -> Settings:
    """Return the settings of this process, read once."""
    return Settings()
