"""Outcomes: what residents thought of a contact, without who they are

Revision: 0005, after 0004.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step forward."""
    op.create_table(
        "ervaring",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("gemeente", sa.String(length=64), nullable=False),
        sa.Column("maand", sa.Date(), nullable=False),
        sa.Column("route", sa.String(length=20), nullable=False),
        sa.Column("cijfer", sa.Integer(), nullable=False),
    )
    op.create_index("ix_ervaring_gemeente", "ervaring", ["gemeente"])


def downgrade() -> None:
    """Take the step back."""
    op.drop_table("ervaring")
