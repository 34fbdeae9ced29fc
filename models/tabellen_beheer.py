"""What does the machine room remember? What stands still, what is wrong, and when each part last showed life."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.database import UTCDateTime
from models.tabellen import Feiten

OPEN: dict[str, Any] = {"sqlite_where": text("opgeheven_op IS NULL"), "postgresql_where": text("opgeheven_op IS NULL")}


class Pauze(SQLModel, table=True):
    """Something stands still because a person said so. It is lifted, never removed: who, when and why stay known."""

    __table_args__ = (Index("ux_pauze_open", "soort", "gemeente", "waarde", unique=True, **OPEN),)

    id: int | None = Field(default=None, primary_key=True)
    soort: str = Field(max_length=20, description="gemeente, kanaal or stap")
    gemeente: str = Field(default="", max_length=64, description="empty: every gemeente")
    waarde: str = Field(default="", max_length=40, description="which kanaal or stap; empty for a whole gemeente")
    reden: str = Field(max_length=200)
    door: str = Field(max_length=80)
    sinds: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    opgeheven_op: datetime | None = Field(default=None, sa_type=UTCDateTime)  # type: ignore[call-overload]
    opgeheven_door: str = Field(default="", max_length=80)


class Alarm(SQLModel, table=True):
    """Something an operator must know, raised once and cleared when it is over. Ids, dates and counts only."""

    __table_args__ = (Index("ux_alarm_open", "soort", "gemeente", "onderwerp", unique=True, **OPEN),)

    id: int | None = Field(default=None, primary_key=True)
    soort: str = Field(max_length=40)
    gemeente: str = Field(default="", max_length=64)
    onderwerp: str = Field(default="", max_length=80, description="the leverancier, kanaal, stap or zaaknummer")
    gegevens: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Feiten, nullable=False))
    sinds: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    gezien_op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    """When it was last found to be true."""
    opgeheven_op: datetime | None = Field(default=None, sa_type=UTCDateTime)  # type: ignore[call-overload]


class Alarmbericht(SQLModel, table=True):
    """One alarm, or its end, told by one channel: a row before it is a message, like a bericht."""

    __table_args__ = (UniqueConstraint("alarm_id", "moment", "kanaal"),)

    id: int | None = Field(default=None, primary_key=True)
    alarm_id: int = Field(foreign_key="alarm.id", index=True)
    moment: str = Field(max_length=10, description="begin or einde")
    kanaal: str = Field(max_length=10, description="email or webhook")
    status: str = Field(max_length=20, description="as of a bericht: klaargezet, bezig, verzonden, mislukt, onbekend")
    sinds: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    pogingen: int = 0
    reden: str = Field(default="", max_length=200)


class Levensteken(SQLModel, table=True):
    """When one part of the machine last did its work, such as `dagronde voorbeeldstad` or `bewaking`."""

    naam: str = Field(primary_key=True, max_length=100)
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    goed: bool = True
    gegevens: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Feiten, nullable=False))


class Leveringsmaand(SQLModel, table=True):
    """Did one leverancier deliver in one month what the beleid expects? The evaluation leaves out what is not whole."""

    gemeente: str = Field(primary_key=True, max_length=64)
    leverancier: str = Field(primary_key=True, max_length=40)
    maand: date = Field(primary_key=True, description="the first day of the month")
    leveringen: int
    rijen: int
    volledig: bool
    reden: str = Field(default="", max_length=80)
    vastgesteld_op: date
