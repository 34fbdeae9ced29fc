"""Why does a zaak stand where it stands? Every rule with its answer, every voorwaarde with its evidence, the log."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from models import register
from models.database import lezen, tabel
from models.tabellen import Zaak
from rules.besluit import Action, Rest, Wait, logregel
from rules.log import Logregel, Soort
from rules.verhaaltaal import als_verhaal
from rules.voortgang import explain
from rules.voorwaarden import toets
from rules.zaak import Incassozaak
from rules.zaaknummer import zaak_id as id_van
from rules.zaaknummer import zaaknummer as nummer_van
from tasks.omgeving import omgeving

ZAAK = tabel(Zaak)


@dataclass(frozen=True)
class Regelantwoord:
    """One rule, what it promises and what it answers."""

    regel: str
    belofte: str
    antwoord: str
    beslist: bool


@dataclass(frozen=True)
class Voorwaardeantwoord:
    """One voorwaarde of the handover."""

    voorwaarde: str
    voldaan: bool
    bewijs: Any


@dataclass(frozen=True)
class Logboekregel:
    """One gebeurtenis in words."""

    volgnr: int
    dag: date
    wat: str
    regel: str
    beleid: str
    actor: str


@dataclass(frozen=True)
class Uitleg:
    """The whole explanation of one zaak on one day."""

    zaaknummer: str
    soort: str
    dag: date
    beleid: str
    volgende_toets: date | None
    regels: tuple[Regelantwoord, ...]
    voorwaarden: tuple[Voorwaardeantwoord, ...]
    logboek: tuple[Logboekregel, ...]


def leg_zaak_uit(nummer: str, today: date) -> Uitleg | None:
    """Return why a zaak stands where it stands, or None when there is no such zaak."""
    zaak_id, waar = id_van(nummer), omgeving()
    with lezen(waar.engine) as db:
        rij = db.execute(select(ZAAK).where(ZAAK.c.id == zaak_id)).first() if zaak_id else None
        if rij is None or nummer_van(rij.soort, rij.id)[0] != nummer.strip().upper()[:1]:
            return None
        beleid = waar.beleid(rij.gemeente)
        [zaak] = register.laad(db, [rij.id], beleid, today)
        logboek = register.log_van(db, rij.id)
    feiten = zaak.feiten
    gate = toets(feiten, beleid, today) if isinstance(feiten, Incassozaak) else ()
    return Uitleg(
        nummer_van(rij.soort, rij.id), rij.soort, today, beleid.versie, rij.volgende_toets,
        tuple(_regels(explain(feiten, beleid, today), today)),
        tuple(Voorwaardeantwoord(t.voorwaarde.value, t.voldaan, t.bewijs) for t in gate),
        tuple(
            Logboekregel(g.volgnr, g.dag, _woorden(_als_regel(g)), g.regel, g.beleid_versie, g.actor) for g in logboek
        ),
    )  # fmt: skip


def _als_regel(g: Row[Any]) -> Logregel:
    return Logregel(Soort(g.soort), g.dag, g.gegevens)


def _regels(antwoorden: tuple[tuple[str, str, Action | None], ...], today: date) -> list[Regelantwoord]:
    eerste = next((n for n, (_, _, antwoord) in enumerate(antwoorden) if antwoord is not None), None)
    regels = [
        Regelantwoord(naam, belofte, _antwoord(antwoord, today), nummer == eerste)
        for nummer, (naam, belofte, antwoord) in enumerate(antwoorden)
    ]
    if eerste is None:
        regels.append(Regelantwoord("no_rule_applies", "Wait for a fact or a person.", _antwoord(Wait(), today), True))
    return regels


def _antwoord(action: Action | None, today: date) -> str:
    match action:
        case None:
            return "niet van toepassing"
        case Rest():
            return "de zaak is gesloten"
        case Wait(until):
            return f"wacht tot {until}" if until else "wacht op een feit"
        case stap:
            regel = logregel(stap, today)
            return als_verhaal(regel) or regel.soort.value.replace("_", " ")


def _woorden(regel: Logregel) -> str:
    """Tell a gebeurtenis in the words of a story, or its soort with its facts."""
    if tekst := als_verhaal(regel):
        return tekst
    feiten = ", ".join(f"{naam} {waarde}" for naam, waarde in regel.gegevens.items() if waarde not in (None, "", {}))
    return f"{regel.soort.value.replace('_', ' ')}" + (f": {feiten}" if feiten else "")
