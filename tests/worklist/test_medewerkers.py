# pyright: basic
"""The page of beheer: who can come in, and ending somebody's sessions."""

import pytest
from sqlalchemy import func, select

from models.database import lezen, schrijven
from models.medewerkers import SESSIE, begin_sessie
from rules.rollen import Rol
from tasks.omgeving import Omgeving
from tests.worklist.bouwstenen import klant


def aantal(waar: Omgeving, wie: int) -> int:
    with lezen(waar.engine) as db:
        return db.execute(select(func.count()).where(SESSIE.c.medewerker_id == wie)).scalar_one()


def test_beheer_sees_who_works_here_and_who_is_in(waar: Omgeving) -> None:
    beheer, collega = klant(waar, Rol.BEHEER, naam="Bea"), klant(waar, Rol.INVORDERING, naam="Joris <b>")
    tekst = beheer.lees("/medewerkers")
    assert "2 medewerkers" in tekst and "Joris &lt;b&gt;" in tekst and "<b>" not in tekst
    assert f"/medewerkers/{collega.id}/uitloggen" in tekst and "invordering" in tekst


def test_beheer_ends_every_session_of_a_colleague(waar: Omgeving) -> None:
    beheer, collega = klant(waar, Rol.BEHEER, naam="Bea"), klant(waar, Rol.INVORDERING, naam="Joris")
    with schrijven(waar.engine) as db:
        begin_sessie(db, collega.id)
    assert beheer.stuur(f"/medewerkers/{collega.id}/uitloggen").headers["location"] == "/medewerkers"
    assert (aantal(waar, collega.id), aantal(waar, beheer.id)) == (0, 1)
    assert "Joris is uitgelogd." in beheer.lees("/medewerkers")
    assert collega.get("/taken", follow_redirects=False).headers["location"] == "/inloggen?naar=/taken"


def test_beheer_may_log_himself_out_everywhere(sqlite: Omgeving) -> None:
    beheer = klant(sqlite, Rol.BEHEER)
    assert beheer.stuur(f"/medewerkers/{beheer.id}/uitloggen").headers["location"] == "/inloggen"
    assert aantal(sqlite, beheer.id) == 0


def test_colleagues_of_another_gemeente_are_not_there(waar: Omgeving) -> None:
    beheer = klant(waar, Rol.BEHEER, naam="Bea")
    elders = klant(waar, Rol.INVORDERING, naam="Elders", gemeenten=("buurdorp",))
    assert "Elders" not in beheer.lees("/medewerkers")
    weg, nooit = (beheer.stuur(f"/medewerkers/{wie}/uitloggen") for wie in (elders.id, 9999))
    assert weg.status_code == nooit.status_code == 404 and aantal(waar, elders.id) == 1
    assert weg.text == nooit.text


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.BEHEER])
def test_only_beheer_may(sqlite: Omgeving, rol: Rol) -> None:
    een = klant(sqlite, rol)
    assert een.get("/medewerkers").status_code == 403
    assert een.stuur(f"/medewerkers/{een.id}/uitloggen").status_code == 403
    assert aantal(sqlite, een.id) == 1


def test_without_the_mark_of_the_form_nothing_happens(sqlite: Omgeving) -> None:
    beheer, collega = klant(sqlite, Rol.BEHEER, naam="Bea"), klant(sqlite, Rol.BELEID, naam="Joris")
    assert beheer.post(f"/medewerkers/{collega.id}/uitloggen", data={"csrf": collega.csrf}).status_code == 403
    assert beheer.get(f"/medewerkers/{collega.id}/uitloggen").status_code == 405
    assert aantal(sqlite, collega.id) == 1
