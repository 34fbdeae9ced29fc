"""The worklist: colleagues and their sessions, who looked into what, and what a taak went through

Revision: 0003, after 0002.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

FEITEN = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
BLIJFT = ("inzage", "taakactie")
"""Tables whose rows are added, never changed or removed."""
TIJDELIJK = ("gemeente", "afdeling", "team", "wettelijk", "redenen", "wijk", "wacht_reden", "escalatie", "versie")


def upgrade() -> None:
    """Take the step forward."""
    _mensen()
    _sporen()
    _werk()
    _taken()
    op.add_column("inwoner", sa.Column("let_op", sa.String(length=40), nullable=False, server_default=""))
    _zendingen()
    for naam in BLIJFT:
        _houd_vast(naam)


def _mensen() -> None:
    op.create_table(
        "medewerker",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sub", sa.String(length=255), nullable=False, unique=True),
        sa.Column("naam", sa.String(length=120), nullable=False),
        sa.Column("rollen", FEITEN, nullable=False),
        sa.Column("gemeenten", FEITEN, nullable=False),
        sa.Column("gezien_op", MOMENT, nullable=False),
        sa.Column("afwezig_van", sa.Date(), nullable=True),
        sa.Column("afwezig_tot", sa.Date(), nullable=True),
        sa.Column("vervanger_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=True),
    )
    op.create_table(
        "sessie",
        sa.Column("sleutel", sa.String(length=64), primary_key=True),
        sa.Column("medewerker_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=True, index=True),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("begonnen", MOMENT, nullable=False),
        sa.Column("gezien", MOMENT, nullable=False, index=True),
        sa.Column("gegevens", FEITEN, nullable=False),
    )


def _sporen() -> None:
    op.create_table(
        "inzage",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("op", MOMENT, nullable=False),
        sa.Column("medewerker_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=False),
        sa.Column("gemeente", sa.String(length=64), nullable=False),
        sa.Column("afdeling", sa.String(length=20), nullable=False),
        sa.Column("zaak_id", sa.Integer(), sa.ForeignKey("zaak.id"), nullable=False),
        sa.Column("wat", sa.String(length=40), nullable=False),
        sa.Column("waarom", sa.String(length=80), nullable=False),
    )
    op.create_index("ix_inzage_zaak", "inzage", ["zaak_id", "op"])
    op.create_index("ix_inzage_wie", "inzage", ["medewerker_id", "op"])
    op.create_table(
        "taakactie",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("taak_id", sa.Integer(), sa.ForeignKey("taak.id"), nullable=False, index=True),
        sa.Column("op", MOMENT, nullable=False),
        sa.Column("medewerker_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=True),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("gegevens", FEITEN, nullable=False),
    )
    op.create_table(
        "handeling",
        sa.Column("sleutel", sa.String(length=64), primary_key=True),
        sa.Column("medewerker_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=False),
        sa.Column("op", MOMENT, nullable=False),
        sa.Column("zaak_id", sa.Integer(), sa.ForeignKey("zaak.id"), nullable=False, index=True),
        sa.Column("taak_id", sa.Integer(), sa.ForeignKey("taak.id"), nullable=True),
        sa.Column("soort", sa.String(length=40), nullable=False),
    )


def _werk() -> None:
    op.create_table(
        "aantekening",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("zaak_id", sa.Integer(), sa.ForeignKey("zaak.id"), nullable=False, index=True),
        sa.Column("taak_id", sa.Integer(), sa.ForeignKey("taak.id"), nullable=True),
        sa.Column("op", MOMENT, nullable=False),
        sa.Column("medewerker_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=False),
        sa.Column("tekst", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "afspraak",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("zaak_id", sa.Integer(), sa.ForeignKey("zaak.id"), nullable=False, index=True),
        sa.Column("taak_id", sa.Integer(), sa.ForeignKey("taak.id"), nullable=False),
        sa.Column("volgnr", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("dagdeel", sa.String(length=10), nullable=False),
        sa.Column("tijd", sa.String(length=5), nullable=False),
        sa.Column("eerste_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=False),
        sa.Column("tweede_id", sa.Integer(), sa.ForeignKey("medewerker.id"), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("op", MOMENT, nullable=False),
        sa.UniqueConstraint("taak_id", "volgnr"),
    )
    op.create_index("ix_afspraak_dag", "afspraak", ["dag", "soort"])


def _taken() -> None:
    with op.batch_alter_table("taak") as taak:
        taak.drop_index("ix_taak_status")
        taak.drop_column("behandelaar")
        taak.add_column(sa.Column("gemeente", sa.String(length=64), nullable=False, server_default=""))
        taak.add_column(sa.Column("afdeling", sa.String(length=20), nullable=False, server_default=""))
        taak.add_column(sa.Column("team", sa.String(length=20), nullable=False, server_default=""))
        taak.add_column(sa.Column("wettelijk", sa.Boolean(), nullable=False, server_default=sa.false()))
        taak.add_column(sa.Column("voorrang", sa.Date(), nullable=True))
        taak.add_column(sa.Column("redenen", FEITEN, nullable=False, server_default="[]"))
        taak.add_column(sa.Column("wijk", sa.String(length=4), nullable=False, server_default=""))
        taak.add_column(sa.Column("behandelaar_id", sa.Integer(), nullable=True))
        taak.add_column(sa.Column("wacht_tot", sa.Date(), nullable=True))
        taak.add_column(sa.Column("wacht_reden", sa.String(length=40), nullable=False, server_default=""))
        taak.add_column(sa.Column("escalatie", sa.Integer(), nullable=False, server_default="0"))
        taak.add_column(sa.Column("versie", sa.Integer(), nullable=False, server_default="0"))
        taak.create_foreign_key("fk_taak_behandelaar", "medewerker", ["behandelaar_id"], ["id"])
    _vul_taken()
    with op.batch_alter_table("taak") as taak:
        for kolom in TIJDELIJK:
            taak.alter_column(kolom, server_default=None)
        taak.alter_column("voorrang", existing_type=sa.Date(), nullable=False)
        taak.create_index("ix_taak_lijst", ["gemeente", "afdeling", "status", "voorrang", "id"])
        taak.create_index("ix_taak_van", ["behandelaar_id", "status", "voorrang"])


def _vul_taken() -> None:
    """Give the taken of before their place in the lists; the next round works out their voorrang."""
    van_zaak = "(SELECT zaak.{} FROM zaak WHERE zaak.id = taak.zaak_id)"
    postcode = (
        "(SELECT substr(inwoner.postcode, 1, 4) FROM inwoner JOIN zaak ON zaak.inwoner_id = inwoner.id"
        " WHERE zaak.id = taak.zaak_id)"
    )
    op.execute(f"UPDATE taak SET gemeente = {van_zaak.format('gemeente')}, afdeling = {van_zaak.format('soort')}")
    op.execute(f"UPDATE taak SET voorrang = uiterste_dag, wijk = COALESCE({postcode}, '')")
    op.execute(
        "UPDATE taak SET team = CASE WHEN afdeling = 'incasso' THEN 'invordering'"
        " WHEN soort = 'gesprek-plannen' THEN 'schuldhulp' ELSE 'vroegsignalering' END"
    )
    op.execute(
        sa.text("UPDATE taak SET wettelijk = :ja WHERE soort IN ('gesprek-plannen', 'crisis')").bindparams(ja=True)
    )


def _zendingen() -> None:
    """Add columns in place: SQLite cannot replace a table to which rows of another one point.

    A zending gets one department; one of before that has berichten of both waits as it was, for invordering."""
    op.add_column("zending", sa.Column("afdeling", sa.String(length=20), nullable=False, server_default="incasso"))
    op.execute(
        "UPDATE zending SET afdeling = 'vroegsignalering' WHERE NOT EXISTS (SELECT 1 FROM bericht"
        " JOIN zaak ON zaak.id = bericht.zaak_id WHERE bericht.zending_id = zending.id AND zaak.soort = 'incasso')"
    )


def _houd_vast(naam: str) -> None:
    """Refuse every change and removal of a row, also by hand."""
    if op.get_bind().dialect.name == "sqlite":
        for wat in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {naam}_blijft_{wat.lower()} BEFORE {wat} ON {naam}"
                f" BEGIN SELECT RAISE(ABORT, '{naam} groeit alleen'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION {naam}_blijft() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{naam} groeit alleen'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {naam}_blijft BEFORE UPDATE OR DELETE OR TRUNCATE ON {naam}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {naam}_blijft()"
    )


def downgrade() -> None:
    """Take the step back; who worked here, what he looked at and what a taak went through is lost."""
    for naam in ("afspraak", "aantekening", "handeling", "taakactie", "inzage", "sessie"):
        op.drop_table(naam)
    if op.get_bind().dialect.name == "postgresql":
        for naam in BLIJFT:
            op.execute(f"DROP FUNCTION {naam}_blijft()")
    op.drop_column("zending", "afdeling")
    op.drop_column("inwoner", "let_op")
    with op.batch_alter_table("taak") as taak:
        for index in ("ix_taak_van", "ix_taak_lijst"):
            taak.drop_index(index)
        taak.drop_constraint("fk_taak_behandelaar", type_="foreignkey")
        for kolom in (*TIJDELIJK, "voorrang", "behandelaar_id", "wacht_tot"):
            taak.drop_column(kolom)
        taak.add_column(sa.Column("behandelaar", sa.String(length=80), nullable=False, server_default=""))
        taak.create_index("ix_taak_status", ["status", "uiterste_dag"])
    op.drop_table("medewerker")
