"""How does the database get the newest shape?"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from models.database import schrijven

MAP = Path(__file__).parent / "migraties"


def migreer(engine: Engine, naar: str = "head") -> str:
    """Bring the database to a revision and return its name; data stay where they are."""
    with schrijven(engine) as db:
        command.upgrade(_config(db), naar)
        return huidig(db)


def migreer_terug(engine: Engine, naar: str) -> None:
    """Bring the database back to an older revision."""
    with schrijven(engine) as db:
        command.downgrade(_config(db), naar)


def huidig(db: Connection) -> str:
    """Return the revision of a database; empty when it has none."""
    return MigrationContext.configure(db).get_current_revision() or ""


def nieuwste() -> str:
    """Return the newest revision that this program knows."""
    return ScriptDirectory(str(MAP), version_locations=[str(MAP / "versies")]).get_current_head() or ""


def _config(db: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MAP))
    config.set_main_option("version_locations", str(MAP / "versies"))
    config.set_main_option("path_separator", "newline")
    config.attributes["verbinding"] = db
    return config
