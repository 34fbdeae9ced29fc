"""How often may somebody try to log in? Counted in the database, so the brake holds for all processes together.

A login that succeeds counts no longer: a whole team may come in behind one address on Monday morning.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from ipaddress import IPv6Address, ip_address

from sqlalchemy import Connection

from models import medewerkers
from models.database import om_beurten

VENSTER = timedelta(minutes=10)
PER_ADRES = 60
SAMEN = 600


class TeVaak(Exception):
    """Er is te vaak geprobeerd om in te loggen. Wacht {minuten} en probeer het dan opnieuw."""

    def __init__(self, wacht: timedelta) -> None:
        """Keep how long to wait, in whole minutes."""
        self.minuten = max(1, -(-int(wacht.total_seconds()) // 60))
        woord = "minuut" if self.minuten == 1 else "minuten"
        super().__init__((self.__doc__ or "").format(minuten=f"{self.minuten} {woord}"))


def rem(db: Connection, van: str) -> None:
    """Refuse a login when there were too many from one place, or from all places together. Raises TeVaak."""
    om_beurten(db, "inloggen")
    nu = datetime.now(UTC)
    alle = medewerkers.pogingen(db, nu - VENSTER)
    zelfde = [op for op, vandaan in alle if vandaan == van]
    for lijst, grens in ((zelfde, PER_ADRES), ([op for op, _ in alle], SAMEN)):
        if len(lijst) >= grens:
            raise TeVaak(sorted(lijst)[len(lijst) - grens] + VENSTER - nu)


def vandaan(host: str) -> str:
    """Return a mark of the place that a request comes from: made of its address, or with IPv6 of its network."""
    try:
        adres = ip_address(host)
    except ValueError:
        return _merk(host)
    return _merk(adres.exploded[:19] if isinstance(adres, IPv6Address) else str(adres))


def _merk(plaats: str) -> str:
    return hashlib.sha256(plaats.encode()).hexdigest()[:16]
