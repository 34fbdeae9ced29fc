"""Do the docs still tell what the code does? Pages made from the code are fresh, and no word is left unexplained."""

import inspect
import re
from enum import StrEnum
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from docs import beleid, machinekamer, reis, vragen
from models import outbox, tabellen_werk
from rules import alarmen, incasso, levering, log, resultaat, voorwaarden, vroegsignalering, woorden
from settings import Settings
from tests.huis import WORTEL

WOORDENLIJST = (WORTEL / "docs" / "glossary.md").read_text(encoding="utf-8")
LEESMIJ = (WORTEL / "README.md").read_text(encoding="utf-8")

LIJSTEN: dict[str, type[StrEnum]] = {
    f"{module.__name__}.{naam}": klasse
    for module in (woorden, log, resultaat, voorwaarden, levering, outbox, alarmen)
    for naam, klasse in inspect.getmembers(module, inspect.isclass)
    if issubclass(klasse, StrEnum) and klasse.__module__ == module.__name__ and klasse is not levering.Mutatiesoort
}
"""Mutatiesoort says nothing new: every mutatie becomes a gebeurtenis with the same word."""

TABELLEN = set(tabellen_werk.SQLModel.metadata.tables)


def termen(kop: str) -> list[str]:
    """Return the terms in the first column of the glossary section with this heading."""
    deel = re.search(rf"^##+ `{re.escape(kop)}`.*?$(.*?)(?=^##|\Z)", WOORDENLIJST, re.MULTILINE | re.DOTALL)
    return re.findall(r"^\| `([^`]+)` \| \S", deel[1], re.MULTILINE) if deel else []


@pytest.mark.parametrize(("kop", "lijst"), LIJSTEN.items(), ids=LIJSTEN)
def test_every_word_of_the_closed_lists_is_explained(kop: str, lijst: type[StrEnum]) -> None:
    assert sorted(termen(kop)) == sorted(woord.value for woord in lijst)


def test_a_mutatie_has_the_word_of_its_gebeurtenis() -> None:
    assert {soort.value for soort in levering.Mutatiesoort} <= {soort.value for soort in log.Soort}


def test_every_table_is_explained() -> None:
    assert sorted(termen("models.tabellen")) == sorted(TABELLEN)


@pytest.mark.parametrize("pagina", [reis, beleid, machinekamer, vragen], ids=lambda pagina: pagina.BESTAND.name)
def test_generated_pages_are_fresh(pagina: ModuleType) -> None:
    """Run `make docs` after a change in the rules."""
    bestand, verwacht = pagina.BESTAND, pagina.pagina()
    assert bestand.read_text(encoding="utf-8") == verwacht


@pytest.mark.parametrize("machine", [incasso, vroegsignalering], ids=["incasso", "vroegsignalering"])
def test_every_rule_has_a_promise_and_an_answer(machine: ModuleType) -> None:
    for regel in machine.RULES:
        assert inspect.getdoc(regel), regel.__name__
        assert reis.uitkomsten(regel), regel.__name__


@pytest.mark.parametrize(
    ("regel", "verwacht"),
    [
        (incasso.close_when_paid, ("gesloten: kwijtgescholden", "gesloten: betaald")),
        (incasso.send_herinnering, ("wachten", "bericht herinnering")),
        (incasso.call, ("wachten", "taak bellen")),
        (vroegsignalering.visit, ("bericht aankondiging-huisbezoek", "wachten", "taak huisbezoek")),
        (vroegsignalering.close_when_deceased, ("gesloten: Inwoner is overleden",)),
    ],
    ids=lambda waarde: getattr(waarde, "__name__", ""),
)
def test_the_answers_of_a_rule_are_read_from_its_source(regel: FunctionType, verwacht: tuple[str, ...]) -> None:
    assert reis.uitkomsten(regel) == verwacht


def test_every_setting_stands_in_the_readme() -> None:
    namen = [veld.validation_alias or f"TIJDIG_{naam.upper()}" for naam, veld in Settings.model_fields.items()]
    assert [naam for naam in namen if f"`{naam}`" not in LEESMIJ] == []


@pytest.mark.parametrize("pad", sorted((WORTEL / "docs" / "adr").glob("*.md")), ids=lambda pad: pad.stem)
def test_every_adr_is_one_page_with_its_three_parts(pad: Path) -> None:
    tekst = pad.read_text(encoding="utf-8")
    assert re.findall(r"^## (.*)$", tekst, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert len(tekst.split()) < 600


def test_links_between_the_pages_arrive() -> None:
    for pagina in (WORTEL / "README.md", *(WORTEL / "docs").rglob("*.md")):
        for doel in re.findall(r"\]\((?!https?:|#)([^)#]+)", pagina.read_text(encoding="utf-8")):
            assert (pagina.parent / doel).exists(), f"{pagina.name}: {doel}"
