"""The machine room: what stands still, what is wrong, signs of life, and who delivered what

Revision: 0004, after 0003.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

FEITEN = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
OPEN: dict[str, Any] = {
    "sqlite_where": sa.text("opgeheven_op IS NULL"),
    "postgresql_where": sa.text("opgeheven_op IS NULL"),
}


def upgrade() -> None:
    """Take the step forward."""
    _pauzes()
    _alarmen()
    op.create_table(
        "levensteken",
        sa.Column("naam", sa.String(length=100), primary_key=True),
        sa.Column("op", MOMENT, nullable=False),
        sa.Column("goed", sa.Boolean(), nullable=False),
        sa.Column("gegevens", FEITEN, nullable=False),
    )
    op.create_table(
        "leveringsmaand",
        sa.Column("gemeente", sa.String(length=64), primary_key=True),
        sa.Column("leverancier", sa.String(length=40), primary_key=True),
        sa.Column("maand", sa.Date(), primary_key=True),
        sa.Column("leveringen", sa.Integer(), nullable=False),
        sa.Column("rijen", sa.Integer(), nullable=False),
        sa.Column("volledig", sa.Boolean(), nullable=False),
        sa.Column("reden", sa.String(length=80), nullable=False),
        sa.Column("vastgesteld_op", sa.Date(), nullable=False),
    )
    op.add_column("levering", sa.Column("leverancier", sa.String(length=40), nullable=False, server_default=""))


def _pauzes() -> None:
    op.create_table(
        "pauze",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("soort", sa.String(length=20), nullable=False),
        sa.Column("gemeente", sa.String(length=64), nullable=False),
        sa.Column("waarde", sa.String(length=40), nullable=False),
        sa.Column("reden", sa.String(length=200), nullable=False),
        sa.Column("door", sa.String(length=80), nullable=False),
        sa.Column("sinds", MOMENT, nullable=False),
        sa.Column("opgeheven_op", MOMENT, nullable=True),
        sa.Column("opgeheven_door", sa.String(length=80), nullable=False),
    )
    op.create_index("ux_pauze_open", "pauze", ["soort", "gemeente", "waarde"], unique=True, **OPEN)


def _alarmen() -> None:
    op.create_table(
        "alarm",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("gemeente", sa.String(length=64), nullable=False),
        sa.Column("onderwerp", sa.String(length=80), nullable=False),
        sa.Column("gegevens", FEITEN, nullable=False),
        sa.Column("sinds", MOMENT, nullable=False),
        sa.Column("gezien_op", MOMENT, nullable=False),
        sa.Column("opgeheven_op", MOMENT, nullable=True),
    )
    op.create_index("ux_alarm_open", "alarm", ["soort", "gemeente", "onderwerp"], unique=True, **OPEN)
    op.create_table(
        "alarmbericht",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("alarm_id", sa.Integer(), sa.ForeignKey("alarm.id"), nullable=False, index=True),
        sa.Column("moment", sa.String(length=10), nullable=False),
        sa.Column("kanaal", sa.String(length=10), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("sinds", MOMENT, nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("reden", sa.String(length=200), nullable=False),
        sa.UniqueConstraint("alarm_id", "moment", "kanaal"),
    )


def downgrade() -> None:
    """Take the step back."""
    op.drop_column("levering", "leverancier")
    for naam in ("leveringsmaand", "levensteken", "alarmbericht", "alarm", "pauze"):
        op.drop_table(naam)
