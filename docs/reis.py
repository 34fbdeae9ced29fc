"""Write docs/reis.md: every rule of both machines in the order in which they are asked, with what each can answer.

The answers are read from the source of the rules, so the page cannot tell another story than the code.
Run `make docs` after a change; a test fails while the committed page is old.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from types import FunctionType, ModuleType

from rules import besluit, contact, incasso, vroegsignalering
from rules.resultaat import Eindresultaat
from rules.woorden import Berichtsoort, Taaksoort

BESTAND = Path(__file__).with_suffix(".md")

LABELS: dict[type, tuple[str, tuple[type[str], ...]]] = {
    besluit.Wait: ("wachten", ()),
    besluit.Rest: ("rust: zaak gesloten", ()),
    besluit.SendBericht: ("bericht {}", (Berichtsoort,)),
    besluit.MaakTaak: ("taak {}", (Taaksoort,)),
    besluit.LaatTaakVervallen: ("taak vervallen", ()),
    besluit.Opschorten: ("opgeschort", ()),
    besluit.Overdragen: ("signaal overgedragen", ()),
    besluit.ContactOverslaan: ("contact overgeslagen", ()),
    besluit.LaatSignaalWachten: ("signaal wacht", ()),
    besluit.NietOverdragen: ("signaal niet overgedragen", ()),
    besluit.StartMelding: ("melding", ()),
    besluit.Sluiten: ("gesloten: {}", (Eindresultaat, str)),
}
"""Every action a rule can answer, in the words of the log, and from which list the word at {} comes."""

STIL = frozenset(LABELS[actie][0] for actie in (besluit.Wait, besluit.Rest, besluit.LaatTaakVervallen))
"""Answers in which nothing happens to the resident: in the table, not in the diagram."""

MACHINES = (incasso, vroegsignalering)
BRONNEN = frozenset(module.__name__ for module in (*MACHINES, contact, besluit))

Woorden = tuple[str, ...]
Bekend = Mapping[str, Woorden]
"""Which words a name inside a function can stand for."""


def uitkomsten(functie: FunctionType, bekend: Bekend | None = None) -> Woorden:
    """Return what a function of the rules can answer, in order of appearance, each once."""
    return tuple(dict.fromkeys(_antwoorden(functie, dict(bekend or {}))))


def _antwoorden(functie: FunctionType, bekend: dict[str, Woorden]) -> Iterator[str]:
    boom = _boom(functie)
    for knoop in ast.walk(boom):
        if isinstance(knoop, ast.Assign) and isinstance(knoop.targets[0], ast.Name):
            bekend[knoop.targets[0].id] = woorden(knoop.value, functie, bekend)
    for naam, argumenten in _aanroepen(boom):
        doel = functie.__globals__.get(naam)
        gegeven = [woorden(argument, functie, bekend) for argument in argumenten]
        if isinstance(doel, type) and doel in LABELS:
            yield from _labels(doel, gegeven[0] if gegeven else ())
        elif (hulp := _regelhulp(doel)) is not None:
            yield from uitkomsten(hulp, dict(zip(inspect.signature(hulp).parameters, gegeven, strict=False)))


def _boom(functie: FunctionType) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(functie)))


def _aanroepen(boom: ast.Module) -> list[tuple[str, list[ast.expr]]]:
    """Return every call by a plain name with its arguments, in the order of the source."""
    gevonden = [k for k in ast.walk(boom) if isinstance(k, ast.Call) and isinstance(k.func, ast.Name)]
    gevonden.sort(key=lambda k: (k.lineno, k.col_offset))
    return [(k.func.id, k.args) for k in gevonden if isinstance(k.func, ast.Name)]


def _regelhulp(doel: object) -> FunctionType | None:
    return doel if isinstance(doel, FunctionType) and doel.__module__ in BRONNEN else None


def _labels(actie: type, over: Woorden) -> Woorden:
    label, lijsten = LABELS[actie]
    return tuple(label.format(woord) for woord in over if type(woord) in lijsten) if lijsten else (label,)


def woorden(uitdrukking: ast.expr, functie: FunctionType, bekend: Bekend) -> Woorden:
    """Return the words of the closed lists (enums, tables of enums, literal texts) that an expression can be."""
    return tuple(dict.fromkeys(w for knoop in ast.walk(uitdrukking) for w in _woorden_in(knoop, functie, bekend)))


def _woorden_in(knoop: ast.AST, functie: FunctionType, bekend: Bekend) -> Woorden:
    bronnen = functie.__globals__
    match knoop:
        case ast.Attribute(value=ast.Name(id=naam), attr=attribuut):
            lijst = bronnen.get(naam)
            return (lijst[attribuut],) if isinstance(lijst, type) and issubclass(lijst, StrEnum) else ()
        case ast.Subscript(value=ast.Name(id=naam)):
            return tuple(bronnen[naam].values()) if isinstance(bronnen.get(naam), dict) else ()
        case ast.Call(func=ast.Name(id=naam)):
            hulp = _regelhulp(bronnen.get(naam))
            return _woorden_van(hulp) if hulp else ()
        case ast.IfExp(body=ast.Constant(value=str() as ja), orelse=ast.Constant(value=str() as nee)):
            return (ja, nee)
        case ast.Name(id=naam):
            return bekend.get(naam, ())
        case _:
            return ()


def _woorden_van(functie: FunctionType) -> Woorden:
    """Return the words in what a helper returns, such as the series of attempts of one machine."""
    terug = [k.value for k in ast.walk(_boom(functie)) if isinstance(k, ast.Return) and k.value is not None]
    return tuple(w for uitdrukking in terug for w in woorden(uitdrukking, functie, {}))


def diagram(machine: ModuleType) -> str:
    """Return the Mermaid flowchart of one machine: the rules downwards, and what they do."""
    regels = ["flowchart TD"]
    namen = [regel.__name__ for regel in machine.RULES]
    regels += [f'    {naam}["{naam}"]' for naam in namen]
    regels += [f"    {een} -. geen antwoord .-> {twee}" for een, twee in pairwise(namen)]
    acties: dict[str, str] = {}
    for regel in machine.RULES:
        for uitkomst in uitkomsten(regel):
            if uitkomst not in STIL:
                acties.setdefault(uitkomst, f"a{len(acties) + 1}")
                regels.append(f'    {regel.__name__} ==> {acties[uitkomst]}(["{uitkomst}"])')
    return "\n".join(regels)


def tabel(machine: ModuleType) -> str:
    """Return the rules of one machine as a Markdown table: number, name, promise and possible answers."""
    regels = ["| # | regel | wat de regel zegt | mogelijke antwoorden |", "|---|---|---|---|"]
    for nummer, regel in enumerate(machine.RULES, 1):
        belofte = " ".join((inspect.getdoc(regel) or "").split()).replace("|", "\\|")
        antwoorden = "; ".join(uitkomsten(regel))
        regels.append(f"| {nummer} | `{regel.__name__}` | {belofte} | {antwoorden} |")
    return "\n".join(regels)


KOP = """# De reis van een zaak

This page is made by `make docs` from the rules themselves (`rules/incasso.py`, `rules/vroegsignalering.py`). Do not
edit it.

A zaak has no state column. Every round asks the rules below from top to bottom, with the facts of the zaak, the beleid
of the gemeente and the day; the first rule with an answer wins, and its name is written in the log with the step. Then
the rules are asked again, until the answer is to wait. `tijdig leg-uit ZAAKNUMMER` shows the same list with the answers
for one zaak.
"""


def pagina() -> str:
    """Return the whole page."""
    delen = [KOP]
    for titel, machine in (("Sociaal incasso", incasso), ("Vroegsignalering", vroegsignalering)):
        delen += [f"## {titel}\n", tabel(machine), f"\n```mermaid\n{diagram(machine)}\n```\n"]
    return "\n".join(delen)


if __name__ == "__main__":
    BESTAND.write_text(pagina(), encoding="utf-8")
