"""How does SQL count days, months and lists? As everywhere: models/sqldagen.py."""

from models.sqldagen import dagen, lengte, maand

__all__ = ["dagen", "lengte", "maand"]
