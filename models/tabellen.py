"""What does Tijdig remember? Thin tables; the log only grows; personal data in inwoner and contactgegeven only."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from models.database import UTCDateTime
from models.sleutels import Versleuteld

Feiten = JSON().with_variant(JSONB(), "postgresql")


class Inwoner(SQLModel, table=True):
    """One person as one department knows him. Each department has its own row: only the pseudoniem joins them."""

    __table_args__ = (UniqueConstraint("gemeente", "afdeling", "pseudoniem"),)

    id: int | None = Field(default=None, primary_key=True)
    gemeente: str = Field(max_length=64)
    afdeling: str = Field(max_length=20, description="incasso or vroegsignalering")
    pseudoniem: str = Field(max_length=32, index=True)
    bsn: str | None = Field(default=None, sa_column=Column(Versleuteld("inwoner.bsn"), nullable=True))
    achternaam: str = Field(default="", max_length=200)
    voorletters: str = Field(default="", max_length=40)
    voorvoegsel: str = Field(default="", max_length=20)
    geboortedatum: date | None = None
    straat: str = Field(default="", max_length=100)
    huisnummer: str = Field(default="", max_length=10)
    toevoeging: str = Field(default="", max_length=20)
    postcode: str = Field(default="", max_length=7)
    woonplaats: str = Field(default="", max_length=100)
    adres_sleutel: str = Field(default="", max_length=32, index=True, description="blind index of the address")
    ondernemer: bool = False
    huiseigenaar: bool = False
    rechtspersoon: bool = False
    overleden_op: date | None = None
    vertrokken_op: date | None = None
    bekend_bij_schuldhulp_op: date | None = None
    geen_contact_op: date | None = None
    bezwaar_delen_op: date | None = None
    let_op: str = Field(default="", max_length=40, description="safety of who visits, in words of a closed list")


class Contactgegeven(SQLModel, table=True):
    """One way to reach a person, with its source."""

    __table_args__ = (UniqueConstraint("inwoner_id", "soort", "waarde"),)

    id: int | None = Field(default=None, primary_key=True)
    inwoner_id: int = Field(foreign_key="inwoner.id", index=True)
    soort: str = Field(max_length=10, description="telefoon, mobiel or email")
    waarde: str = Field(max_length=254)
    bron: str = Field(max_length=100)
    ontvangen_op: date
    onbruikbaar_op: date | None = Field(default=None, description="nobody can be reached here: not used again")


class Toestemming(SQLModel, table=True):
    """A resident agreed to get one kind of bericht by e-mail from one department (Awb art. 2:8)."""

    inwoner_id: int = Field(foreign_key="inwoner.id", primary_key=True)
    kanaal: str = Field(max_length=10, primary_key=True)
    soort: str = Field(max_length=40, primary_key=True, description="the Berichtsoort")
    op: date
    bron: str = Field(max_length=40)


class Afmelding(SQLModel, table=True):
    """A person does not want berichten by one kanaal any more, of either department.

    A new number or address does not change that.
    """

    gemeente: str = Field(max_length=64, primary_key=True)
    pseudoniem: str = Field(max_length=32, primary_key=True)
    kanaal: str = Field(max_length=10, primary_key=True)
    op: date
    bron: str = Field(max_length=40)


class Zaak(SQLModel, table=True):
    """One journey of one resident at one department. Its phase follows from the log; `versie` counts the log."""

    __table_args__ = (
        Index("ix_zaak_toets", "gemeente", "volgende_toets"),
        Index("ix_zaak_adres", "gemeente", "adres_sleutel"),
    )

    id: int | None = Field(default=None, primary_key=True)
    gemeente: str = Field(max_length=64)
    soort: str = Field(max_length=20)
    inwoner_id: int = Field(foreign_key="inwoner.id", index=True)
    adres_sleutel: str = Field(default="", max_length=32)
    vervaldag: date | None = Field(default=None, description="incasso: the vervaldag that its vorderingen share")
    geopend_op: date
    volgende_toets: date | None = Field(default=None, description="look again on this day; None: closed")
    versie: int = 0


class Vordering(SQLModel, table=True):
    """One aanslagregel of the tax suite; amounts in cents of the hoofdsom."""

    __table_args__ = (UniqueConstraint("gemeente", "aanslagnummer", "regel"),)

    id: int | None = Field(default=None, primary_key=True)
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    gemeente: str = Field(max_length=64)
    aanslagnummer: str = Field(max_length=40)
    regel: str = Field(max_length=10)
    belastingsoort: str = Field(max_length=30)
    belastingjaar: int
    bedrag: int
    openstaand: int
    afgelost: int = Field(default=0, description="cents that payments really took off; no storno puts back more")
    extract_openstaand: int = Field(description="what the newest extract said was open")
    levering_id: int | None = Field(default=None, foreign_key="levering.id", description="the newest extract")
    dagtekening: date
    vervaldag: date


class Mutatie(SQLModel, table=True):
    """One change that the tax suite told; the sleutel makes taking it in twice harmless."""

    __table_args__ = (UniqueConstraint("gemeente", "sleutel"),)

    id: int | None = Field(default=None, primary_key=True)
    gemeente: str = Field(max_length=64)
    sleutel: str = Field(max_length=64, description="hash of the row as delivered")
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    soort: str = Field(max_length=40)
    datum: date
    bedrag: int | None = None


class Signaal(SQLModel, table=True):
    """One signaal of one partner; bedrag in cents (DDAS Vroegsignaal)."""

    __table_args__ = (UniqueConstraint("gemeente", "partner", "kenmerk"),)

    id: int | None = Field(default=None, primary_key=True)
    gemeente: str = Field(max_length=64)
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    inwoner_id: int = Field(foreign_key="inwoner.id", index=True)
    bron_zaak_id: int | None = Field(default=None, foreign_key="zaak.id", index=True, description="the incassozaak")
    kenmerk: str = Field(max_length=100)
    partner: str = Field(max_length=100)
    sector: str = Field(max_length=30)
    bedrag: int
    ontvangen_op: date
    signaaldatum: date
    ontstaansdatum: date | None = None
    crisis: bool = False
    warme_overdracht: bool = False
    hulp_gevraagd: bool = False
    herhaald: bool = False
    voldaan_op: date | None = None
    teruggekoppeld_op: date | None = None


class Gebeurtenis(SQLModel, table=True):
    """One thing that happened to one zaak. Rows are added, never changed; no personal data."""

    __table_args__ = (Index("ix_gebeurtenis_dag", "dag", "soort"),)

    zaak_id: int = Field(foreign_key="zaak.id", primary_key=True)
    volgnr: int = Field(primary_key=True, description="1, 2, 3 … per zaak: nothing can be recorded twice")
    soort: str = Field(max_length=30)
    dag: date
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    regel: str = Field(default="", max_length=60, description="the function in rules/ that decided this")
    beleid_versie: str = Field(default="", max_length=80)
    actor: str = Field(default="systeem", max_length=40)
    gegevens: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Feiten, nullable=False))


class Zending(SQLModel, table=True):
    """The berichten of one kanaal that a large round wants to send together, with what they cost.

    Over the limit of the beleid it waits until enough people released it.
    """

    id: int | None = Field(default=None, primary_key=True)
    gemeente: str = Field(max_length=64, index=True)
    afdeling: str = Field(max_length=20, description="the zaaksoort: who releases it sees the residents of one")
    kanaal: str = Field(max_length=10)
    dag: date
    status: str = Field(max_length=20, index=True, description="vrij or wacht")
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    aantal: int
    delen: int = Field(description="parts of sms that are paid for; for other kanalen equal to aantal")
    kosten_ct: int
    steekproef: list[str] = Field(default_factory=list, sa_column=Column(Feiten, nullable=False))


class Vrijgave(SQLModel, table=True):
    """One person released a zending; each person counts once (four eyes)."""

    zending_id: int = Field(foreign_key="zending.id", primary_key=True)
    door: str = Field(max_length=80, primary_key=True)
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]


class Bericht(SQLModel, table=True):
    """One message to one resident: a row before it is a message. The id is unique per (zaak, soort, poging, kanaal)."""

    __table_args__ = (
        Index("ix_bericht_status", "status", "verzend_op"),
        Index(
            "ux_bericht_sms_kenmerk",
            "kenmerk",
            unique=True,
            sqlite_where=text("kanaal = 'sms' AND kenmerk <> ''"),
            postgresql_where=text("kanaal = 'sms' AND kenmerk <> ''"),
        ),
    )

    id: str = Field(primary_key=True, max_length=80)
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    gemeente: str = Field(max_length=64)
    soort: str = Field(max_length=40)
    kanaal: str = Field(max_length=10)
    poging: int
    baan: str = Field(default="massaal", max_length=12, description="persoonlijk: never waits behind a large round")
    status: str = Field(max_length=20)
    dag: date = Field(description="the day of the letter")
    verzend_op: date
    zending_id: int | None = Field(default=None, foreign_key="zending.id", index=True)
    batch: str = Field(default="", max_length=80, index=True)
    sinds: datetime | None = Field(default=None, sa_type=UTCDateTime)  # type: ignore[call-overload]
    """Since when it has this status (real time)."""
    bezig_sinds: datetime | None = Field(default=None, sa_type=UTCDateTime)  # type: ignore[call-overload]
    """When it was last taken in hand: what a provider got of it, it got since then."""
    volgende_controle: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)  # type: ignore[call-overload]
    """Look at it again at this moment; a klaargezet one does not leave before it. None: nothing more is expected."""
    offertes: int = Field(default=0, description="how often it was offered to a provider")
    verzonden_op: datetime | None = Field(default=None, sa_type=UTCDateTime)  # type: ignore[call-overload]
    sjabloon_versie: str = Field(default="", max_length=20)
    kenmerk: str = Field(default="", max_length=120, index=True, description="the id at the provider")
    reden: str = Field(default="", max_length=200)
    gegevens: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Feiten, nullable=False))


class Statusmelding(SQLModel, table=True):
    """One thing that a provider told about a bericht, kept once: told again it is refused."""

    sleutel: str = Field(primary_key=True, max_length=64, description="hash of what was told")
    bericht_id: str = Field(max_length=80, index=True)
    kenmerk: str = Field(max_length=120)
    status: str = Field(max_length=20)
    code: int = 0
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]


class Reactie(SQLModel, table=True):
    """What a resident sent back by sms. Number and text are encrypted; without a known number there is no zaak."""

    id: int | None = Field(default=None, primary_key=True)
    sleutel: str = Field(max_length=64, unique=True, description="hash of what came in: it is kept once")
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    zaak_id: int | None = Field(default=None, foreign_key="zaak.id", index=True)
    soort: str = Field(max_length=20, description="afmelden, afmelden-en-lezen, aanmelden or lezen")
    van: str = Field(sa_column=Column(Versleuteld("reactie.van"), nullable=False))
    tekst: str = Field(sa_column=Column(Versleuteld("reactie.tekst"), nullable=False))


class Taak(SQLModel, table=True):
    """Work for a person. The log tells the same; this row is the worklist's index and the worker's claim."""

    __table_args__ = (
        UniqueConstraint("zaak_id", "soort", "poging"),
        Index("ix_taak_lijst", "gemeente", "afdeling", "status", "voorrang", "id"),
        Index("ix_taak_van", "behandelaar_id", "status", "voorrang"),
    )

    id: int | None = Field(default=None, primary_key=True)
    zaak_id: int = Field(foreign_key="zaak.id", index=True)
    gemeente: str = Field(max_length=64)
    afdeling: str = Field(max_length=20, description="the zaaksoort")
    team: str = Field(max_length=20)
    soort: str = Field(max_length=40)
    poging: int
    status: str = Field(max_length=20, description="open, afgerond or vervallen")
    gemaakt_op: date
    uiterste_dag: date
    wettelijk: bool = Field(default=False, description="the uiterste_dag is a legal term")
    voorrang: date = Field(description="the list is sorted by this day: earlier than uiterste_dag by every reden")
    redenen: list[list[Any]] = Field(default_factory=list, sa_column=Column(Feiten, nullable=False))
    """[code, days earlier] of every reason for voorrang."""
    wijk: str = Field(default="", max_length=4, description="the digits of the postcode")
    behandelaar_id: int | None = Field(default=None, foreign_key="medewerker.id")
    wacht_tot: date | None = Field(default=None, description="out of the lists until this day")
    wacht_reden: str = Field(default="", max_length=40)
    escalatie: int = Field(default=0, description="1: warned, 2: with the team lead")
    afgerond_op: date | None = None
    versie: int = Field(default=0, description="counts every change: who saw an older one cannot overwrite")


class Levering(SQLModel, table=True):
    """One delivery taken in: what came, from whom, and whether every row found its place."""

    __table_args__ = (UniqueConstraint("gemeente", "soort", "sha256"),)

    id: int | None = Field(default=None, primary_key=True)
    gemeente: str = Field(max_length=64)
    soort: str = Field(max_length=20)
    sha256: str = Field(max_length=64)
    op: datetime = Field(sa_type=UTCDateTime)  # type: ignore[call-overload]
    dag: date
    leverancier: str = Field(default="", max_length=40, description="who delivered; empty: taken in by hand")
    gelezen: int = 0
    aanvaard: int = 0
    bekend: int = 0
    afgekeurd: int = 0
    klaar: bool = False


class Ervaring(SQLModel, table=True):
    """What one resident thought of one contact, told on paper without a name: the day is not kept, only the month."""

    id: int | None = Field(default=None, primary_key=True)
    gemeente: str = Field(max_length=64, index=True)
    maand: date = Field(description="the first day of the month")
    route: str = Field(max_length=20)
    cijfer: int = Field(description="1 (bad) to 5 (good)")
