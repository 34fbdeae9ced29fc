"""The databases on which a round is killed."""

from tests.models.omgevingen import pg, postgres, sqlite, sqlite_sjabloon, waar, zelfde_plek_terug

__all__ = ["pg", "postgres", "sqlite", "sqlite_sjabloon", "waar", "zelfde_plek_terug"]
