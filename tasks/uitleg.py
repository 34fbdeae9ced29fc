"""Why does a zaak stand where it stands? Every rule with its answer, every voorwaarde with its evidence, the log."""

import logging
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from models import register
from models.database import lezen, tabel
from models.pauzes import open_pauzes
from models.tabellen import Zaak
from rules import opschorting
from rules import zaak as feiten
from rules.beleid import Beleid
from rules.besluit import Action, Rest, Wait, logregel
from rules.log import Logregel, Soort
from rules.pauze import afdelingen
from rules.verhaaltaal import als_verhaal
from rules.voortgang import Genomen, advance, decide, explain
from rules.voorwaarden import Toets, toets
from rules.zaak import Incassozaak
from rules.zaaknummer import zaak_id as id_van
from rules.zaaknummer import zaaknummer as nummer_van
from tasks.klok import dag_van
from tasks.omgeving import omgeving

LOG = logging.getLogger("tijdig.uitleg")

ZAAK = tabel(Zaak)
VOORUIT = 4
"""So many looks ahead at most: a zaak that only waits for a fact shows no step at all."""


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
    gepauzeerd: tuple[str, ...] = ()
    """What stands still and may hold this zaak, with since when and why."""


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
        stil = [p for p in open_pauzes(db, rij.gemeente) if rij.soort in afdelingen(p)]
    feiten, beleid = zaak.feiten, beleid.voor(zaak.feiten)
    gate = toets(feiten, beleid, today) if isinstance(feiten, Incassozaak) else ()
    return Uitleg(
        nummer_van(rij.soort, rij.id), rij.soort, today, beleid.versie, rij.volgende_toets,
        tuple(_regels(explain(feiten, beleid, today), today)),
        tuple(Voorwaardeantwoord(t.voorwaarde.value, t.voldaan, t.bewijs) for t in gate),
        tuple(
            Logboekregel(g.volgnr, g.dag, _woorden(_als_regel(g)), g.regel, g.beleid_versie, g.actor) for g in logboek
        ),
        tuple(f"{p.wat}, sinds {dag_van(p.sinds)}: {p.reden}" for p in stil),
    )  # fmt: skip


@dataclass(frozen=True)
class Verwacht:
    """What happens on a day when nothing arrives before it: the steps of the rules, or none but looking again."""

    dag: date
    stappen: tuple[Genomen, ...]


@dataclass(frozen=True)
class Stand:
    """Where a zaak stands today, for a screen that puts it in words. It holds no name and no number of a resident."""

    zaak: feiten.Zaak
    beleid: str
    regels: tuple[tuple[str, str, Action | None], ...]
    """Every rule with its promise (English) and its answer, in the order in which they are asked."""
    besluit: str
    """The rule that decides: the first with an answer."""
    antwoord: Action
    voorwaarden: tuple[Toets, ...]
    """Of the handover; empty outside incasso."""
    opschortingen: tuple[opschorting.Opschorting, ...]
    verwacht: Verwacht | None
    """None: the zaak is closed."""


def stand_van(db: Connection, rij: Row[Any], today: date) -> Stand | None:
    """Return where the zaak in this row stands; None when the rules cannot tell, so that the rest can still be seen."""
    try:
        return _stand(db, rij, omgeving().beleid(rij.gemeente), today)
    except Exception as fout:  # a zaak on which the rules break is the one that a person must be able to read
        LOG.warning("zaak %d: de regels geven geen antwoord (%s)", rij.id, type(fout).__name__)
        return None


def _stand(db: Connection, rij: Row[Any], beleid: Beleid, today: date) -> Stand:
    [geladen] = register.laad(db, [rij.id], beleid, today)
    zaak, beleid = geladen.feiten, beleid.voor(geladen.feiten)
    besluit = decide(zaak, beleid, today)
    gate = toets(zaak, beleid, today) if isinstance(zaak, Incassozaak) else ()
    lopend = opschorting.lopend(zaak, beleid, today)
    regels, verwacht = explain(zaak, beleid, today), _verwacht(db, rij, beleid, today)
    return Stand(zaak, beleid.versie, regels, besluit.regel, besluit.action, gate, lopend, verwacht)


def _verwacht(db: Connection, rij: Row[Any], beleid: Beleid, today: date) -> Verwacht | None:
    """Play the rounds to come until the first one that takes a step; facts that are still to arrive are not known.

    When the rules wait for a fact, no later round by itself takes a step.
    """
    volgende: date | None = rij.volgende_toets
    eerste: Verwacht | None = None
    for _ in range(VOORUIT):
        if volgende is None:
            break
        dag = beleid.kalender.eerste_werkdag_vanaf(max(volgende, today))
        [geladen] = register.laad(db, [rij.id], beleid, dag)
        voortgang = advance(geladen.feiten, beleid, dag)
        eerste = eerste or Verwacht(dag, voortgang.stappen)
        if voortgang.stappen:
            return Verwacht(dag, voortgang.stappen)
        volgende = voortgang.volgende_toets
        if volgende == dag + timedelta(days=beleid.incasso.hertoets_d):
            break
    return eerste


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
    """Tell a gebeurtenis in the words of a story, or its soort with its facts; what only figures need is left out."""
    if tekst := als_verhaal(regel):
        return tekst
    zegt = {naam: waarde for naam, waarde in regel.gegevens.items() if naam != "kenmerken"}
    feiten = ", ".join(f"{naam} {waarde}" for naam, waarde in zegt.items() if waarde not in (None, "", {}))
    return f"{regel.soort.value.replace('_', ' ')}" + (f": {feiten}" if feiten else "")
