"""What does the werkvoorraad remember? Who works here, who looked at what, and what a taak went through."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.database import UTCDateTime
from models.sleutels import Versleuteld
from models.tabellen import Feiten


class Medewerker(SQLModel, table=True):
    """One colleague, as the login told when he last came in."""

    id: int | None = Field(default=None, primary_key=True)
    sub: str = Field(max_length=255, unique=True, description="issuer and subject of the login")
    naam: str = Field(max_length=120)
    rollen: list[str] = Field(default_factory=list, sa_column=Column(Feiten, nullable=False))
    gemeenten: list[str] = Field(default_factory=list, sa_column=Column(Feiten, nullable=False))
    gezien_op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    afwezig_van: date | None = None
    afwezig_tot: date | None = Field(default=None, description="the last day of absence")
    vervanger_id: int | None = Field(default=None, foreign_key="medewerker.id")


class Sessie(SQLModel, table=True):
    """One login that is not over. The cookie holds a token of which only the hash is kept."""

    sleutel: str = Field(primary_key=True, max_length=64)
    medewerker_id: int | None = Field(default=None, foreign_key="medewerker.id", index=True)
    csrf: str = Field(max_length=64)
    begonnen: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    gezien: datetime = Field(sa_type=UTCDateTime, index=True)  # type: ignore[call-overload]
    gegevens: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Feiten, nullable=False))
    """What a login that is under way must remember, and a message for the next page; never of a resident."""


class Inzage(SQLModel, table=True):
    """Somebody looked into the data of a resident. Rows are added, never changed or removed (a trigger refuses)."""

    __table_args__ = (Index("ix_inzage_zaak", "zaak_id", "op"), Index("ix_inzage_wie", "medewerker_id", "op"))

    id: int | None = Field(default=None, primary_key=True)
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    medewerker_id: int = Field(foreign_key="medewerker.id")
    gemeente: str = Field(max_length=64)
    afdeling: str = Field(max_length=20)
    zaak_id: int = Field(foreign_key="zaak.id")
    wat: str = Field(max_length=40, description="which page or document")
    waarom: str = Field(max_length=80)


class Taakactie(SQLModel, table=True):
    """What a taak went through besides its outcome. Rows are added, never changed or removed (a trigger refuses)."""

    id: int | None = Field(default=None, primary_key=True)
    taak_id: int = Field(foreign_key="taak.id", index=True)
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    medewerker_id: int | None = Field(default=None, foreign_key="medewerker.id", description="None: a flow did it")
    soort: str = Field(max_length=20)
    gegevens: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Feiten, nullable=False))


class Handeling(SQLModel, table=True):
    """One form that was sent. Sent again it has no second effect."""

    sleutel: str = Field(primary_key=True, max_length=64, description="made with the form")
    medewerker_id: int = Field(foreign_key="medewerker.id")
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    taak_id: int | None = Field(default=None, foreign_key="taak.id")
    soort: str = Field(max_length=40)


class Aantekening(SQLModel, table=True):
    """A free note of a colleague about a zaak, encrypted: it may name what the log may not."""

    id: int | None = Field(default=None, primary_key=True)
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    taak_id: int | None = Field(default=None, foreign_key="taak.id")
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    medewerker_id: int = Field(foreign_key="medewerker.id")
    tekst: str = Field(sa_column=Column(Versleuteld("aantekening.tekst"), nullable=False))


class Afspraak(SQLModel, table=True):
    """A day on which somebody visits or speaks with a resident, for one taak."""

    __table_args__ = (Index("ix_afspraak_dag", "dag", "soort"), UniqueConstraint("taak_id", "volgnr"))

    id: int | None = Field(default=None, primary_key=True)
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    taak_id: int = Field(foreign_key="taak.id")
    volgnr: int = Field(description="1, 2, … per taak: a new one replaces the one before")
    soort: str = Field(max_length=20, description="gesprek or huisbezoek")
    dag: date
    dagdeel: str = Field(max_length=10)
    tijd: str = Field(default="", max_length=5, description="such as 14:30, Dutch time; empty: only the dagdeel")
    eerste_id: int = Field(foreign_key="medewerker.id")
    tweede_id: int | None = Field(default=None, foreign_key="medewerker.id", description="the buddy of a visit")
    status: str = Field(max_length=10, description="gepland, gedaan or vervallen")
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
