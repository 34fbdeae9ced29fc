# pyright: basic
"""A browser in front of the door: not logged in, from some place, under some name for the werkvoorraad."""

from typing import Any

from starlette.testclient import TestClient

from tests.worklist.bouwstenen import INRICHTING
from worklist.app import maak_app
from worklist.inrichting import Inrichting

HIER = "http://127.0.0.1:8080"
PROEF = {"naam": "Proef", "rollen": "beheer"}


def browser(inrichting: Inrichting = INRICHTING, van: str = "127.0.0.1", hier: str = "") -> TestClient:
    """Return a browser at the werkvoorraad; redirects are followed by hand."""
    adres = hier or inrichting.publieke_url or HIER
    return TestClient(maak_app(inrichting), base_url=adres, client=(van, 50000), follow_redirects=False)


def proef(inrichting: Inrichting = INRICHTING, van: str = "127.0.0.1", hier: str = HIER, **koppen: str) -> Any:
    """Come in without a password; returns what the werkvoorraad answers."""
    alles = {"Origin": hier} | {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
    return browser(inrichting, van, hier).post("/proeflogin", data=PROEF, headers=alles)
