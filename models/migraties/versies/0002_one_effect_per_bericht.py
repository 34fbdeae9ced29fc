"""One effect per bericht: lanes, moments to look again, releases, consent per kind, opt-outs and what comes back

Revision: 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ALLEEN_SMS = sa.text("kanaal = 'sms' AND kenmerk <> ''")
PER_EMAIL = ("hulpaanbod", "hulpaanbod-herhaling")
"""For what consent counted before it was kept per kind of bericht."""


def upgrade() -> None:
    """Take the step forward."""
    _toestemming_en_afmelding()
    _wat_terugkomt()
    _zendingen()
    _berichten()
    _contactgegevens()


def _toestemming_en_afmelding() -> None:
    op.create_table(
        "toestemming",
        sa.Column("inwoner_id", sa.Integer(), sa.ForeignKey("inwoner.id"), primary_key=True),
        sa.Column("kanaal", sa.String(length=10), primary_key=True),
        sa.Column("soort", sa.String(length=40), primary_key=True),
        sa.Column("op", sa.Date(), nullable=False),
        sa.Column("bron", sa.String(length=40), nullable=False),
    )
    op.create_table(
        "afmelding",
        sa.Column("gemeente", sa.String(length=64), primary_key=True),
        sa.Column("pseudoniem", sa.String(length=32), primary_key=True),
        sa.Column("kanaal", sa.String(length=10), primary_key=True),
        sa.Column("op", sa.Date(), nullable=False),
        sa.Column("bron", sa.String(length=40), nullable=False),
    )


def _wat_terugkomt() -> None:
    op.create_table(
        "statusmelding",
        sa.Column("sleutel", sa.String(length=64), primary_key=True),
        sa.Column("bericht_id", sa.String(length=80), nullable=False, index=True),
        sa.Column("kenmerk", sa.String(length=120), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "reactie",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sleutel", sa.String(length=64), nullable=False, unique=True),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zaak_id", sa.Integer(), sa.ForeignKey("zaak.id"), nullable=True, index=True),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("van", sa.LargeBinary(), nullable=False),
        sa.Column("tekst", sa.LargeBinary(), nullable=False),
    )


def _zendingen() -> None:
    op.create_table(
        "zending",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("gemeente", sa.String(length=64), nullable=False, index=True),
        sa.Column("kanaal", sa.String(length=10), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False, index=True),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
        sa.Column("aantal", sa.Integer(), nullable=False),
        sa.Column("delen", sa.Integer(), nullable=False),
        sa.Column("kosten_ct", sa.Integer(), nullable=False),
        sa.Column("steekproef", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
    )
    op.create_table(
        "vrijgave",
        sa.Column("zending_id", sa.Integer(), sa.ForeignKey("zending.id"), primary_key=True),
        sa.Column("door", sa.String(length=80), primary_key=True),
        sa.Column("op", sa.DateTime(timezone=True), nullable=False),
    )


def _berichten() -> None:
    with op.batch_alter_table("bericht") as bericht:
        bericht.add_column(sa.Column("gemeente", sa.String(length=64), nullable=False, server_default=""))
        bericht.add_column(sa.Column("baan", sa.String(length=12), nullable=False, server_default="persoonlijk"))
        bericht.add_column(sa.Column("zending_id", sa.Integer(), nullable=True))
        bericht.add_column(sa.Column("sinds", sa.DateTime(timezone=True), nullable=True))
        bericht.add_column(sa.Column("volgende_controle", sa.DateTime(timezone=True), nullable=True))
        bericht.add_column(sa.Column("offertes", sa.Integer(), nullable=False, server_default="0"))
        bericht.create_foreign_key("fk_bericht_zending", "zending", ["zending_id"], ["id"])
        bericht.drop_column("sjabloon")
    op.execute("UPDATE bericht SET gemeente = (SELECT zaak.gemeente FROM zaak WHERE zaak.id = bericht.zaak_id)")
    op.execute("UPDATE bericht SET sinds = COALESCE(bezig_sinds, verzonden_op, CURRENT_TIMESTAMP)")
    op.execute("UPDATE bericht SET volgende_controle = sinds WHERE status IN ('bezig', 'onbekend')")
    op.execute("UPDATE bericht SET offertes = 1 WHERE bezig_sinds IS NOT NULL")
    with op.batch_alter_table("bericht") as bericht:
        for kolom in ("gemeente", "baan", "offertes"):
            bericht.alter_column(kolom, server_default=None)
        bericht.create_index("ix_bericht_kenmerk", ["kenmerk"])
        bericht.create_index("ix_bericht_volgende_controle", ["volgende_controle"])
        bericht.create_index("ix_bericht_zending_id", ["zending_id"])
        bericht.create_index(
            "ux_bericht_sms_kenmerk", ["kenmerk"], unique=True, sqlite_where=ALLEEN_SMS, postgresql_where=ALLEEN_SMS
        )


def _contactgegevens() -> None:
    for soort in PER_EMAIL:
        op.execute(
            "INSERT INTO toestemming (inwoner_id, kanaal, soort, op, bron)"
            f" SELECT inwoner_id, 'email', '{soort}', MIN(toestemming_op), 'contactgegeven' FROM contactgegeven"
            " WHERE soort = 'email' AND toestemming_op IS NOT NULL GROUP BY inwoner_id"
        )
    with op.batch_alter_table("contactgegeven") as contact:
        contact.alter_column("afgemeld_op", new_column_name="onbruikbaar_op")
        contact.drop_column("toestemming_op")
        contact.alter_column("bron", existing_type=sa.String(length=40), type_=sa.String(length=100))
    with op.batch_alter_table("signaal") as signaal:
        for kolom in ("kenmerk", "partner"):
            signaal.alter_column(kolom, existing_type=sa.String(length=80), type_=sa.String(length=100))


def downgrade() -> None:
    """Take the step back; what came back from residents and who released what is lost."""
    with op.batch_alter_table("contactgegeven") as contact:
        contact.alter_column("onbruikbaar_op", new_column_name="afgemeld_op")
        contact.add_column(sa.Column("toestemming_op", sa.Date(), nullable=True))
    op.execute(
        "UPDATE contactgegeven SET toestemming_op = (SELECT MIN(op) FROM toestemming"
        " WHERE toestemming.inwoner_id = contactgegeven.inwoner_id) WHERE soort = 'email'"
    )
    with op.batch_alter_table("bericht") as bericht:
        bericht.drop_index("ux_bericht_sms_kenmerk")
        for kolom in ("zending_id", "volgende_controle", "kenmerk"):
            bericht.drop_index(f"ix_bericht_{kolom}")
        bericht.drop_constraint("fk_bericht_zending", type_="foreignkey")
        bericht.add_column(sa.Column("sjabloon", sa.String(length=80), nullable=False, server_default=""))
        for kolom in ("offertes", "volgende_controle", "sinds", "zending_id", "baan", "gemeente"):
            bericht.drop_column(kolom)
    for naam in ("vrijgave", "zending", "reactie", "statusmelding", "afmelding", "toestemming"):
        op.drop_table(naam)
