"""What the commands about a pauze promise: it holds at once, everybody can see it, and what cannot be says why."""

import json

import pytest
from typer.testing import CliRunner

import cli

WIE = ["--door", "Sanne de Boer"]


@pytest.fixture
def opdracht(sqlite: object) -> CliRunner:
    """Give the command line in fresh surroundings."""
    return CliRunner()


def test_pauzeren_hervatten_en_wat_er_stilstaat(opdracht: CliRunner) -> None:
    def doe(*woorden: str) -> tuple[int, str]:
        klaar = opdracht.invoke(cli.app, list(woorden))
        return klaar.exit_code, klaar.output

    sms = ["kanaal", "sms", "--gemeente", "voorbeeldstad"]
    assert doe("pauzeer", *sms, "--reden", "storing bij de dienst", *WIE)[0] == 0
    assert doe("pauzeer", "gemeente", "buurdorp", "--reden", "verhuizing", *WIE)[0] == 0
    code, tekst = doe("pauzes")
    assert code == 0 and "kanaal sms, voorbeeldstad" in tekst and "storing bij de dienst" in tekst
    assert "alles, buurdorp" in tekst and "Sanne de Boer" in tekst
    assert doe("pauzeer", *sms, "--reden", "nog eens", *WIE) == (2, doe("pauzeer", *sms, "--reden", "x", *WIE)[1])
    assert doe("hervat", *sms, *WIE)[0] == 0 and doe("hervat", *sms, *WIE)[0] == 2
    gevonden = json.loads(doe("pauzes", "--json")[1])["pauzes"]
    assert [(p["soort"], p["gemeente"]) for p in gevonden] == [("gemeente", "buurdorp")]


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        (["pauzeer", "kanaal", "duif", "--reden", "x", *WIE], "Kies een kanaal"),
        (["pauzeer", "stap", "crisis", "--reden", "x", *WIE], "de wet"),
        (["pauzeer", "gemeente", "", "--reden", "x", *WIE], "van welke gemeente"),
        (["hervat", "kanaal", "sms", *WIE], "staat niet stil"),
    ],
)
def test_wat_niet_kan_zegt_waarom(opdracht: CliRunner, woorden: list[str], zin: str) -> None:
    klaar = opdracht.invoke(cli.app, woorden)
    assert klaar.exit_code == 2 and zin in klaar.output
    assert len(klaar.output.strip().splitlines()) == 1
