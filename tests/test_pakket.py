"""Is what we ship complete and pinned? The lock, the wheel, and the Makefile on a machine that lacks something."""

import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.huis import MAG, WORTEL, deel_van

PROJECT: dict[str, Any] = tomllib.loads((WORTEL / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (WORTEL / "requirements.lock").read_text(encoding="utf-8")
PINNEN: list[tuple[str, str]] = re.findall(r"^([\w.\-]+)==([^ ;\\]+)", LOCK, re.MULTILINE)
"""Name and version; a library that dropped an older Python stands there twice, each for its own Python."""
GEVRAAGD = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["dev"]]


@pytest.mark.parametrize("regel", GEVRAAGD)
def test_every_dependency_is_pinned_within_its_range(regel: str) -> None:
    """Run `make lock` after a change in pyproject.toml."""
    eis = Requirement(regel)
    vast = [versie for naam, versie in PINNEN if canonicalize_name(naam) == canonicalize_name(eis.name)]
    assert vast and all(eis.specifier.contains(versie) for versie in vast)


def test_the_lock_has_hashes_and_no_addresses() -> None:
    blokken = re.split(r"\n(?=\S)", LOCK.strip())
    assert len(blokken) == len(PINNEN)
    assert [blok for blok in blokken if "--hash=sha256:" not in blok] == []
    assert "://" not in LOCK


def test_the_wheel_holds_the_whole_house() -> None:
    mee = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["only-include"])
    modules = {pad.name for pad in WORTEL.glob("*.py")} | {d for d in MAG if (WORTEL / d).is_dir()}
    assert modules | {"beleid", "templates"} <= mee
    assert {naam for naam in mee if not (WORTEL / naam).exists()} == set()
    assert all(deel_van(naam.removesuffix(".py")) in MAG for naam in modules)


def test_the_wheel_holds_what_the_pages_need() -> None:
    """Git does not know these files, so hatch must be told; .ci/web makes them."""
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["artifacts"] == ["worklist/static/vendor"]
    gemaakt = {pad.name for pad in (WORTEL / "worklist" / "static" / "vendor").iterdir()}
    assert {"htmx.min.js", "utrecht.css", "tokens.css", "SourceSansPro-Regular.ttf"} <= gemaakt


def draai(map_: Path, *opdracht: str) -> subprocess.CompletedProcess[str]:
    """Run make in a copy of what the Makefile needs."""
    (map_ / ".ci").mkdir()
    for naam in ("Makefile", ".ci/omgeving", ".ci/web", "requirements.lock", "package-lock.json", "pyproject.toml"):
        (map_ / naam).write_bytes((WORTEL / naam).read_bytes())
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("MAKE")}
    return subprocess.run(["make", *opdracht], cwd=map_, env=omgeving, capture_output=True, text=True, check=False)


def test_help_needs_nothing_and_names_every_target(tmp_path: Path) -> None:
    klaar = draai(tmp_path)
    assert klaar.returncode == 0
    assert all(f"make {doel}" in klaar.stdout for doel in ("demo", "test", "start", "check", "lock", "clean"))
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize(
    ("python", "reden"),
    [
        ('case "$1" in -V) echo "Python 3.9.2";; *) exit 1;; esac', "Python 3.9.2 is te oud"),
        ('case "$2" in *ensurepip*) exit 1;; esac', "python3-venv"),
    ],
    ids=["te oud", "zonder venv"],
)
def test_make_says_what_is_missing(tmp_path: Path, python: str, reden: str) -> None:
    nep = tmp_path / "nep-python"
    nep.write_text(f"#!/bin/sh\n{python}\n")
    nep.chmod(0o755)
    (tmp_path / "huis").mkdir()
    klaar = draai(tmp_path / "huis", "test", f"PYTHON={nep}")
    assert klaar.returncode != 0
    assert reden in klaar.stderr


def test_make_says_that_python_is_missing(tmp_path: Path) -> None:
    klaar = draai(tmp_path, "test", "PYTHON=geen-python3-hier")
    assert klaar.returncode != 0
    assert "python3 is niet gevonden" in klaar.stderr
