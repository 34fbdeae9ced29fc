"""The checks of tests/test_huis.py: each reads the source of one module and returns what is wrong with it."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

WORTEL = Path(__file__).resolve().parent.parent

MAG: dict[str, frozenset[str]] = {
    "rules": frozenset({"rules"}),
    "settings": frozenset(),
    "models": frozenset({"models", "rules"}),
    "tasks": frozenset({"tasks", "models", "rules", "settings"}),
    "simulation": frozenset({"simulation", "rules"}),
    "ontvangst": frozenset({"ontvangst", "tasks", "models", "rules", "settings"}),
    "worklist": frozenset({"worklist", "evaluation", "tasks", "models", "rules", "settings"}),
    "machinekamer": frozenset({"machinekamer", "settings"}),
    "evaluation": frozenset({"evaluation", "models", "rules", "settings"}),
    "flows": frozenset({"flows", "evaluation", "tasks", "models", "rules", "settings"}),
    "cli": frozenset(
        {
            "cli",
            "flows",
            "tasks",
            "models",
            "rules",
            "settings",
            "simulation",
            "ontvangst",
            "worklist",
            "evaluation",
            "machinekamer",
        }
    ),
}
"""Which part of the house may import which; whatever is not named here is a library."""

EIGEN = frozenset(MAG) | {"tests", "bench", "docs"}
ZONDER_PREFECT = frozenset(MAG) - {"flows", "cli"}
MET_DOCSTRING = frozenset(
    {"rules", "models", "tasks", "flows", "simulation", "ontvangst", "worklist", "machinekamer", "evaluation"}
)
BUITENWERELD = frozenset(
    {"time", "random", "secrets", "logging", "os", "socket", "sqlite3", "subprocess", "http", "threading", "asyncio"}
)
"""Parts of the standard library by which a rule would get a clock, chance or an effect."""

KLOK = frozenset({"now", "utcnow", "today", "fromtimestamp"})
OPEN_EINDEN = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
LANG, TE_LANG = 300, 400


@dataclass(frozen=True)
class Module:
    """One Python file of ours: its dotted name and its text."""

    naam: str
    bron: str
    is_pakket: bool = False

    @property
    def deel(self) -> str:
        """The part of the house that it stands in."""
        return deel_van(self.naam)

    @cached_property
    def boom(self) -> ast.Module:
        """The parsed source."""
        return ast.parse(self.bron)

    @property
    def regels(self) -> int:
        """How many lines it has."""
        return len(self.bron.splitlines())


def deel_van(naam: str) -> str:
    """Return the part of the house of a dotted name; the command line may have more than one file: cli.py, cli_….py."""
    eerste = naam.partition(".")[0]
    return "cli" if eerste.startswith("cli_") else eerste


Controle = Callable[[Module], Iterator[str]]


def modules(wortel: Path = WORTEL) -> list[Module]:
    """Return every Python file of ours, in order of path."""
    paden = [*wortel.glob("*.py"), *(p for deel in EIGEN for p in (wortel / deel).rglob("*.py"))]
    return [lees(p, wortel) for p in sorted(paden)]


def lees(pad: Path, wortel: Path = WORTEL) -> Module:
    """Read one file."""
    delen = pad.relative_to(wortel).with_suffix("").parts
    is_pakket = delen[-1] == "__init__"
    return Module(".".join(delen[:-1] if is_pakket else delen), pad.read_text(encoding="utf-8"), is_pakket)


def imports(module: Module) -> Iterator[str]:
    """Give the dotted name of everything a module imports, also inside functions."""
    for knoop in ast.walk(module.boom):
        match knoop:
            case ast.Import(names=namen):
                yield from (alias.name for alias in namen)
            case ast.ImportFrom(module=naam, level=niveau, names=namen):
                basis = ".".join(deel for deel in (_pakket(module, niveau), naam) if deel)
                yield basis
                yield from (f"{basis}.{alias.name}" for alias in namen)
            case ast.Call(func=ast.Name(id="__import__") | ast.Attribute(attr="import_module"), args=[eerste, *_]):
                yield eerste.value if isinstance(eerste, ast.Constant) and isinstance(eerste.value, str) else "?"
            case _:
                pass


def _pakket(module: Module, niveau: int) -> str:
    """Return the package that a relative import of this level starts from; empty for an absolute one."""
    delen = module.naam.split(".")
    weg = niveau - 1 if module.is_pakket else niveau
    return ".".join(delen[: len(delen) - weg]) if niveau else ""


def pijlen(module: Module) -> Iterator[str]:
    """Every import follows the arrows of the house (design: `rules` imports nothing of ours but itself, …)."""
    if module.deel not in MAG:
        if module.deel not in EIGEN:
            yield f"{module.naam} hoort bij geen deel van het huis"
        return
    for naam in imports(module):
        ander = deel_van(naam)
        if ander in EIGEN - MAG[module.deel]:
            yield f"{module.naam} mag {naam} niet importeren"
        if module.naam.startswith("tasks.clients") and ander == "models":
            yield f"{module.naam} kent geen zaak en mag {naam} niet importeren"


def alleen_standaard(module: Module) -> Iterator[str]:
    """The rules need nothing but the standard library, and nothing of that which acts."""
    if module.deel != "rules":
        return
    for naam in imports(module):
        ander = deel_van(naam)
        if ander in BUITENWERELD or ander not in sys.stdlib_module_names | {"rules"}:
            yield f"{module.naam} mag {naam} niet importeren"


def geen_prefect(module: Module) -> Iterator[str]:
    """Prefect takes seconds to import, and only the flows need it."""
    if module.deel in ZONDER_PREFECT and any(deel_van(naam) == "prefect" for naam in imports(module)):
        yield f"{module.naam} importeert prefect"


def geen_klok(module: Module) -> Iterator[str]:
    """In the rules `today` is an argument."""
    if module.deel != "rules":
        return
    for knoop in ast.walk(module.boom):
        if isinstance(knoop, ast.Attribute) and knoop.attr in KLOK:
            yield f"{module.naam}:{knoop.lineno} vraagt de klok: {ast.unparse(knoop)}"


def geen_print(module: Module) -> Iterator[str]:
    """Only the command line prints."""
    for knoop in ast.walk(module.boom) if module.deel != "cli" else ():
        if isinstance(knoop, ast.Call) and isinstance(knoop.func, ast.Name) and knoop.func.id in ("print", "pprint"):
            yield f"{module.naam}:{knoop.lineno} print"


def docstrings(module: Module) -> Iterator[str]:
    """Every public module, class and function says what it means."""
    if module.deel not in MET_DOCSTRING or not module.bron.strip():
        return
    if not ast.get_docstring(module.boom):
        yield f"{module.naam} heeft geen docstring"
    yield from _zonder_docstring(module.naam, module.boom)


def _zonder_docstring(naam: str, ouder: ast.Module | ast.ClassDef) -> Iterator[str]:
    for kind in ouder.body:
        if not isinstance(kind, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or kind.name.startswith("_"):
            continue
        if not ast.get_docstring(kind):
            yield f"{naam}.{kind.name} heeft geen docstring"
        if isinstance(kind, ast.ClassDef):
            yield from _zonder_docstring(f"{naam}.{kind.name}", kind)


def geen_open_einden(module: Module) -> Iterator[str]:
    """What is not finished is not here."""
    for nummer, regel in enumerate(module.bron.splitlines(), 1):
        if OPEN_EINDEN.search(regel):
            yield f"{module.naam}:{nummer} {regel.strip()}"


def niet_te_lang(module: Module) -> Iterator[str]:
    """A file that nobody can oversee is split."""
    if module.regels > TE_LANG:
        yield f"{module.naam} heeft {module.regels} regels, meer dan {TE_LANG}"


CONTROLES: tuple[Controle, ...] = (
    pijlen, alleen_standaard, geen_prefect, geen_klok, geen_print, docstrings, geen_open_einden, niet_te_lang,
)  # fmt: skip
