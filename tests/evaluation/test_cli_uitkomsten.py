"""What do the commands beside the report promise? One JSON object, exit 2 with one sentence, and nothing half done."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

import cli
from rules.resultaat import Eindresultaat as E
from simulation.verhaal import ontleed
from tasks.omgeving import Omgeving
from tests.evaluation.kleinlog import brief, gebeld, gesloten, melding, schrijver

JAAR = ["--van", "2026-01-01", "--tot", "2026-06-30"]
HIER = ["--gemeente", "voorbeeldstad"]


@pytest.fixture
def opdracht(sqlite: Omgeving) -> CliRunner:
    """Give the command line in surroundings with twelve journeys that look alike."""
    with schrijver(sqlite) as s:
        for _ in range(12):
            feiten = (
                melding("02-09"),
                brief("02-09", "hulpaanbod"),
                gebeld("02-11"),
                gesloten("03-09", E.GEEN_CONTACT),
            )
            s.vroeg(*feiten, op="02-02")
    return CliRunner()


def als_json(opdracht: CliRunner, *woorden: str) -> dict[str, Any]:
    klaar = opdracht.invoke(cli.app, [*woorden, "--json"])
    assert klaar.exit_code == 0, klaar.output
    return json.loads(klaar.stdout)


def test_every_command_gives_one_json_object(opdracht: CliRunner) -> None:
    assert als_json(opdracht, "certificaat", *JAAR, *HIER)["gemeente"] == "voorbeeldstad"
    assert set(als_json(opdracht, "vergelijk-gemeenten", *JAAR)["gemeenten"]) >= {"voorbeeldstad"}
    assert set(als_json(opdracht, "terugblik", *HIER, "--maand", "2026-02")) == {"incasso", "vroegsignalering"}
    verteld = als_json(opdracht, "reis", *JAAR, *HIER, "--aantal", "3")
    assert len(verteld["reizen"]) == 3 and verteld["kandidaten"] == "12" and verteld["te_zeldzaam"] == "< 5"


def test_the_text_of_a_sample_is_a_story(opdracht: CliRunner) -> None:
    klaar = opdracht.invoke(cli.app, ["reis", *JAAR, *HIER, "--aantal", "4", "--zaad", "9"])
    assert klaar.exit_code == 0 and len(ontleed(klaar.stdout).personages) == 4
    assert "Steekproef 9: 4 van 12 reizen." in klaar.stdout
    assert opdracht.invoke(cli.app, ["reis", *JAAR, *HIER, "--aantal", "4", "--zaad", "9"]).stdout == klaar.stdout


@pytest.mark.parametrize(
    ("woorden", "zin"),
    [
        pytest.param(
            ["certificaat", "--van", "2026-07-01", "--tot", "2026-06-30", *HIER], "De eerste dag ligt na", id="om"
        ),
        pytest.param(
            ["reis", "--van", "2020-01-01", "--tot", "2020-12-31", *HIER], "vijf inwoners delen", id="te weinig"
        ),
        pytest.param(["terugblik", *HIER, "--maand", "2026-13"], "Schrijf een maand", id="geen maand"),
        pytest.param(["terugblik", *HIER, "--maand", "2099-01"], "nog niet voorbij", id="nog niet"),
        pytest.param(["certificaat", *JAAR, "--gemeente", "../x"], "Een gemeente is een naam", id="geen gemeente"),
    ],
)
def test_what_cannot_be_done_says_why(opdracht: CliRunner, woorden: list[str], zin: str) -> None:
    klaar = opdracht.invoke(cli.app, woorden)
    assert klaar.exit_code == 2 and zin in klaar.output
    assert klaar.stdout == "" and len(klaar.stderr.strip().splitlines()) == 1
