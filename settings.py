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
    ddas_url: str = ""
    """Public address (https) of the API from which CBS fetches the national delivery; empty: on this machine only."""
    ddas_client_id: str = ""
    """The one client of that API."""
    ddas_client_geheim: SecretStr = SecretStr("")
    """Its secret, 32 characters or more."""
    proeflogin: bool = False
    """Log in at the werkvoorraad without a password, on this machine only: for the demo and for development."""
    inname: Path | None = None
    """Folder with a watched folder per gemeente and leverancier; None: `inname` in the home folder."""
    stuiterpost: Path | None = None
    """Mailbox or folder with e-mail that came back, read every hour; None: it is taken in by hand."""
    werkers: int = 1
    """So many workers of Prefect does `tijdig start` run on this machine."""
    werker_runs: int = 5
    """So many flow runs does one worker run at the same time, each in a process of its own."""
    alarm_email: str = ""
    """The address that is told that something is wrong; empty: nobody, or a file while e-mail is `bestand`."""
    alarm_webhook: SecretStr = SecretStr("")
    """Address (https) that gets every alarm as JSON: ids, dates and counts; it may hold a secret."""
    prefect_max_mb: int = 10_000
    """So large Prefect's database may become before there is an alarm."""
    prefect_bewaar_d: int = 60
    """So many days a flow run that ended stays in Prefect; what happened to a zaak stays in our own log."""

    prefect_api: str = Field(default="", validation_alias="PREFECT_API_URL")
    """A Prefect server that is there already; empty: there is none, or one of our own is started."""
    prefect_api_key: SecretStr = Field(default=SecretStr(""), validation_alias="PREFECT_API_KEY")
    prefect_api_auth: SecretStr = Field(default=SecretStr(""), validation_alias="PREFECT_API_AUTH_STRING")
    prefect_database: SecretStr = Field(default=SecretStr(""), validation_alias="PREFECT_API_DATABASE_CONNECTION_URL")
    """Prefect's own database, to watch how large it grows; empty: the file in the home folder."""
    prefect_encryption_key: SecretStr = Field(default=SecretStr(""), validation_alias="PREFECT_SERVER_ENCRYPTION_KEY")
    """Fernet key of Prefect's own secrets; without it the key stands in the same database."""
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
    def innamemap(self) -> Path:
        """The folder with the watched folders of the leveranciers."""
        return (self.inname or self.home / "inname").absolute()

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
