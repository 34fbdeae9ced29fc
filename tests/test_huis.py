"""Does the house stand as designed? The arrows between its parts, and the habits that keep it readable."""

import warnings
from textwrap import dedent

import pytest

from tests import huis
from tests.huis import Controle, Module

ALLE = huis.modules()


@pytest.mark.parametrize("controle", huis.CONTROLES, ids=lambda c: c.__name__)
def test_the_whole_house_passes(controle: Controle) -> None:
    assert [bevinding for module in ALLE for bevinding in controle(module)] == []


def test_the_whole_house_is_seen() -> None:
    namen = {module.naam for module in ALLE}
    assert {"rules.incasso", "models.tabellen", "tasks.clients.brp", "cli", "settings", "tests.huis"} <= namen


def test_long_files_are_told() -> None:
    """A file over 300 lines is a remark; only one over 400 is an error."""
    lang = [f"{module.naam} ({module.regels})" for module in ALLE if huis.LANG < module.regels <= huis.TE_LANG]
    if lang:
        warnings.warn(f"langer dan {huis.LANG} regels: {', '.join(lang)}", stacklevel=1)
    assert len(lang) < len(ALLE) / 10


FOUT = [
    pytest.param(huis.pijlen, "rules.x", "from models import register", id="rules kent models niet"),
    pytest.param(huis.pijlen, "models.x", "import tasks.stappen", id="models kent tasks niet"),
    pytest.param(huis.pijlen, "tasks.x", "from flows.zaak import zaak", id="tasks kent flows niet"),
    pytest.param(huis.pijlen, "tasks.x", "def f():\n    import flows", id="ook niet binnen een functie"),
    pytest.param(huis.pijlen, "tasks.x", "importlib.import_module('flows.zaak')", id="ook niet met importlib"),
    pytest.param(huis.pijlen, "tasks.clients.x", "from models import outbox", id="een client kent geen zaak"),
    pytest.param(huis.pijlen, "tasks.x", "from ..flows import zaak", id="ook niet met een relatieve import"),
    pytest.param(huis.pijlen, "simulation.x", "from tasks import stappen", id="simulation kent alleen rules"),
    pytest.param(huis.pijlen, "worklist.x", "from flows import zaak", id="worklist kent flows niet"),
    pytest.param(huis.pijlen, "flows.x", "import cli", id="niets kent cli"),
    pytest.param(huis.alleen_standaard, "rules.x", "import holidays", id="rules heeft geen bibliotheken"),
    pytest.param(huis.alleen_standaard, "rules.x", "import random", id="rules kent geen toeval"),
    pytest.param(huis.geen_prefect, "tasks.x", "from prefect import task", id="geen prefect in tasks"),
    pytest.param(huis.geen_klok, "rules.x", "dag = datetime.now(UTC)", id="datetime.now"),
    pytest.param(huis.geen_klok, "rules.x", "dag = date.today()", id="date.today"),
    pytest.param(huis.geen_klok, "rules.x", "klok = dt.date.today", id="ook niet zonder aanroep"),
    pytest.param(huis.alleen_standaard, "rules.x", "from time import time", id="time.time"),
    pytest.param(huis.geen_print, "tasks.x", "print('hallo')", id="print"),
    pytest.param(huis.docstrings, "rules.x", "A = 1", id="module zonder docstring"),
    pytest.param(huis.docstrings, "rules.x", '"""Een."""\ndef f(): ...', id="functie zonder docstring"),
    pytest.param(huis.docstrings, "rules.x", '"""Een."""\nclass A: ...', id="klasse zonder docstring"),
    pytest.param(
        huis.docstrings,
        "flows.x",
        '"""Een."""\nclass A:\n    """Twee."""\n    async def f(self): ...',
        id="methode zonder docstring",
    ),
    pytest.param(huis.geen_open_einden, "rules.x", "a = 1  # TO" + "DO later", id="open einde"),
    pytest.param(huis.niet_te_lang, "rules.x", "a = 1\n" * 401, id="401 regels"),
]


@pytest.mark.parametrize(("controle", "naam", "bron"), FOUT)
def test_a_bad_module_is_found(controle: Controle, naam: str, bron: str) -> None:
    assert list(controle(Module(naam, bron)))


GOED = [
    pytest.param(
        "rules.x", "from datetime import date\nfrom rules.log import Log\ndef f(today): return today", id="rules"
    ),
    pytest.param("tasks.x", "import httpx\nfrom models import register\nfrom . import kanaal", id="tasks"),
    pytest.param("flows.x", "from prefect import flow\nfrom tasks import stappen", id="flows"),
    pytest.param("cli", "from flows.zaak import zaak\nprint('klaar')", id="cli"),
    pytest.param("tests.x", "from flows.zaak import zaak", id="tests"),
]


@pytest.mark.parametrize(("naam", "bron"), GOED)
def test_a_good_module_passes(naam: str, bron: str) -> None:
    module = Module(naam, bron)
    controles = [c for c in huis.CONTROLES if c is not huis.docstrings]
    assert [bevinding for controle in controles for bevinding in controle(module)] == []


def test_private_and_documented_names_need_no_more() -> None:
    bron = dedent('''
        """Een module."""

        def _privé(): ...

        class Open:
            """Een klasse."""

            def __len__(self): ...
    ''')
    assert list(huis.docstrings(Module("rules.x", bron))) == []
