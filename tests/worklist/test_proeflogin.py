# pyright: basic
"""Coming in without a password: on this machine only, and nowhere else is there such a door."""

from typing import Any

import pytest
from sqlalchemy import select

from models.database import lezen
from models.medewerkers import SESSIE
from tasks.omgeving import Omgeving
from tests.models.bouwers import GEMEENTE
from tests.worklist.deur import HIER, PROEF, browser, proef
from worklist.inrichting import Inrichting

VAN_HIER = {"Origin": HIER}


@pytest.mark.parametrize(
    ("anders", "reden"),
    [
        pytest.param({"van": "192.0.2.7"}, "buiten", id="van een andere machine"),
        pytest.param({"hier": "http://kwaad.nl"}, "buiten", id="een naam die naar deze machine wijst"),
        pytest.param({"X_Forwarded_For": "127.0.0.1"}, "buiten", id="over een proxy"),
        pytest.param({"Forwarded": "for=127.0.0.1"}, "buiten", id="over een proxy die het anders zegt"),
        pytest.param({"inrichting": Inrichting((GEMEENTE,))}, "uit", id="niet aangezet"),
        pytest.param(
            {"inrichting": Inrichting((GEMEENTE,), publieke_url="https://werk.nl"), "hier": "https://werk.nl"},
            "uit",
            id="in het echt",
        ),
    ],
)
def test_trying_out_is_only_for_this_machine(sqlite: Omgeving, anders: dict[str, Any], reden: str) -> None:
    assert proef().status_code == 303
    assert proef(**anders).status_code == 404
    with lezen(sqlite.engine) as db:
        assert len(db.execute(select(SESSIE)).all()) == 1


def test_trying_out_shows_its_form_only_where_it_works(sqlite: Omgeving) -> None:
    assert 'action="/proeflogin"' in browser().get("/inloggen").text
    assert "proeflogin" not in browser(van="192.0.2.7").get("/inloggen").text
    assert "proeflogin" not in browser(Inrichting((GEMEENTE,))).get("/inloggen").text


def test_another_site_cannot_log_somebody_in_to_try_out(sqlite: Omgeving) -> None:
    zonder = browser().post("/proeflogin", data=PROEF)
    assert zonder.status_code == 404
    assert browser().post("/proeflogin", data=PROEF, headers={"Origin": "https://kwaad.nl"}).status_code == 403


@pytest.mark.parametrize(
    ("rollen", "zin"), [("", "Kies een rol."), ("invordering,schuldhulp", "Kies rollen van één afdeling.")]
)
def test_trying_out_says_which_roles_go_together(sqlite: Omgeving, rollen: str, zin: str) -> None:
    antwoord = browser().post("/proeflogin", data={"naam": "Anna", "rollen": rollen}, headers=VAN_HIER)
    assert antwoord.status_code == 422 and zin in antwoord.text and 'value="Anna"' in antwoord.text
