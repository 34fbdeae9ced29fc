# pyright: basic
"""The page of pauzes: beheer lets things stand still, and whoever it touches reads so on every page."""

import pytest

from rules.rollen import Rol
from tasks import pauzeren
from tasks.omgeving import Omgeving
from tasks.pauzeren import Wat
from tests.models.bouwers import GEMEENTE
from tests.worklist.bouwstenen import klant

REDEN = "Storing bij de dienst <b>"


def test_beheer_pauzes_and_goes_on(waar: Omgeving) -> None:
    beheer = klant(waar, Rol.BEHEER, naam="Bea")
    assert "Er staat niets stil." in beheer.lees("/beheer")
    assert beheer.stuur("/beheer/pauzeer", wat="kanaal:sms", gemeente=GEMEENTE, reden=REDEN).status_code == 303
    [pauze] = pauzeren.open_pauzes(GEMEENTE)
    assert (pauze.wat, pauze.reden, pauze.door) == ("kanaal sms", REDEN, f"Bea (medewerker {beheer.id})")
    tekst = beheer.lees("/beheer")
    assert "Alle sms" in tekst and "&lt;b&gt;" in tekst and "<b>" not in tekst and "Bea" in tekst
    assert beheer.stuur("/beheer/pauzeer", wat="kanaal:sms", gemeente=GEMEENTE, reden=REDEN).status_code == 303
    assert "Dit stond al stil." in beheer.lees("/beheer")
    beheer.stuur("/beheer/hervat", wat="kanaal:sms", gemeente=GEMEENTE)
    assert pauzeren.open_pauzes() == []
    tekst = beheer.lees("/beheer")
    assert "Dit gaat weer verder: alle sms." in tekst and "Alle sms in Voorbeeldstad: van" in tekst
    beheer.stuur("/beheer/hervat", wat="kanaal:sms", gemeente=GEMEENTE)
    assert "niet (meer) stil" in beheer.lees("/beheer")


@pytest.mark.parametrize(
    ("velden", "zin"),
    [
        ({"wat": "kanaal:duif", "gemeente": GEMEENTE, "reden": "x"}, "Kies wat stil moet staan."),
        ({"wat": "stap:crisis", "gemeente": GEMEENTE, "reden": "x"}, "Kies wat stil moet staan."),
        ({"wat": "kanaal:sms", "gemeente": "buurdorp", "reden": "x"}, "Kies een gemeente."),
        ({"wat": "kanaal:sms", "gemeente": "", "reden": "x"}, "Kies een gemeente."),
        ({"wat": "kanaal:sms", "gemeente": GEMEENTE, "reden": " "}, "Vertel waarom"),
        ({"wat": "kanaal:sms", "gemeente": GEMEENTE, "reden": "x" * 201}, "hoogstens 200"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_stands_still(sqlite: Omgeving, velden: dict[str, str], zin: str) -> None:
    antwoord = klant(sqlite, Rol.BEHEER).stuur("/beheer/pauzeer", **velden)
    assert antwoord.status_code == 422 and zin in antwoord.text
    assert pauzeren.open_pauzes() == []


def test_everybody_whom_it_touches_reads_it_on_every_page(sqlite: Omgeving) -> None:
    pauzeren.pauzeer(Wat("stap", "aanmaning", GEMEENTE), "fout in de brief", "Bea")
    pauzeren.pauzeer(Wat("kanaal", "brief"), "de drukker is dicht", "Bea")
    pauzeren.pauzeer(Wat("gemeente", "", "buurdorp"), "geheim van de buren", "Bea")
    incasso, vroeg = klant(sqlite, Rol.INVORDERING), klant(sqlite, Rol.VROEGSIGNALERING, naam="Noor")
    for pad in ("/taken", "/zoeken", "/bezoeken"):
        assert "fout in de brief" in incasso.lees(pad) and "de drukker is dicht" in incasso.lees(pad)
        assert "fout in de brief" not in vroeg.lees(pad) and "de drukker is dicht" in vroeg.lees(pad)
        assert "geheim van de buren" not in incasso.lees(pad)
    assert "fout in de brief" in klant(sqlite, Rol.BEHEER, naam="Bea").lees("/medewerkers")


def test_what_stands_still_everywhere_is_not_lifted_here(sqlite: Omgeving) -> None:
    pauzeren.pauzeer(Wat("kanaal", "brief"), "de drukker is dicht", "Bea")
    beheer = klant(sqlite, Rol.BEHEER)
    assert "tijdig hervat" in beheer.lees("/beheer") and "/beheer/hervat" not in beheer.lees("/beheer")
    beheer.stuur("/beheer/hervat", wat="kanaal:brief", gemeente=GEMEENTE)
    assert len(pauzeren.open_pauzes()) == 1


@pytest.mark.parametrize("rol", [rol for rol in Rol if rol != Rol.BEHEER])
def test_only_beheer_may(sqlite: Omgeving, rol: Rol) -> None:
    een = klant(sqlite, rol)
    assert een.get("/beheer").status_code == 403
    assert een.stuur("/beheer/pauzeer", wat="kanaal:sms", gemeente=GEMEENTE, reden="x").status_code == 403
    assert pauzeren.open_pauzes() == []
