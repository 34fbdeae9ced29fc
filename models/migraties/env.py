"""How does Alembic reach our tables? It gets an open connection from models.migreren."""

from typing import Any, Literal

from alembic import context

from models import tabellen_werk
from models.sleutels import Versleuteld


def _toon(soort: str, ding: Any, _: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that a migration never needs our code."""
    if soort != "type":
        return False
    if isinstance(ding, Versleuteld):
        return "sa.LargeBinary()"
    naam = type(ding).__name__
    if naam == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    if naam == "AutoString":
        return f"sa.String(length={getattr(ding, 'length', None)})"
    return False


context.configure(
    connection=context.config.attributes["verbinding"],
    target_metadata=tabellen_werk.SQLModel.metadata,
    render_item=_toon,
    render_as_batch=True,
    compare_type=False,
)
with context.begin_transaction():
    context.run_migrations()
