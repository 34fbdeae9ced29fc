# pyright: basic
"""A colleague with a browser of his own: logged in, and every form carries the mark of its session."""

import re
from typing import Any

from starlette.testclient import TestClient

from models.database import lezen, schrijven
from models.medewerkers import begin_sessie, ingang, onthoud
from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from worklist.app import maak_app
from worklist.inrichting import Inrichting

INRICHTING = Inrichting(gemeenten=(GEMEENTE,), proeflogin=True)


class Klant(TestClient):
    """The browser of one colleague."""

    id: int
    csrf: str

    def stuur(self, pad: str, **velden: Any) -> Any:
        """Send a form of ours; redirects are not followed."""
        return self.post(pad, data={"csrf": self.csrf, **velden}, follow_redirects=False)

    def lees(self, pad: str) -> str:
        """Return the text of a page, spaces and lines made one; it must exist."""
        antwoord = self.get(pad)
        assert antwoord.status_code == 200, (pad, antwoord.status_code, antwoord.text[:400])
        return re.sub(r"\s+", " ", antwoord.text)


def klant(
    waar: Omgeving, *rollen: Rol, naam: str = "Sanne de Boer", gemeenten: tuple[str, ...] = (GEMEENTE,), sub: str = ""
) -> Klant:
    """Return the browser of a colleague with these roles."""
    with schrijven(waar.engine) as db:
        wie = onthoud(db, sub or f"proef|{naam}", naam, rollen, gemeenten)
        token = begin_sessie(db, wie)
    browser = Klant(maak_app(INRICHTING), base_url="http://127.0.0.1", raise_server_exceptions=True)
    browser.cookies.set("tijdig", token)
    with lezen(waar.engine) as db:
        gevonden = ingang(db, token)
    assert gevonden is not None
    browser.id, browser.csrf = wie, gevonden.csrf
    return browser
