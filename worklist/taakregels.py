"""How does a taak stand in a list? No name, no amount: what it is, where, by when, and why it comes first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row

from models.beleidsbestand import feestdagen
from rules.kalender import Kalender
from rules.taakacties import BIJ_TEAMLEIDING, WACHT
from rules.taakwoorden import NAAM, termijn_in_woorden
from rules.voorrang import UITLEG, Waarom
from rules.zaaknummer import zaaknummer
from tasks.omgeving import heeft_beleid, omgeving

UITLEG_VAN: dict[str, str] = {waarom.value: tekst for waarom, tekst in UITLEG.items()}
NAAM_VAN: dict[str, str] = {soort.value: naam for soort, naam in NAAM.items()}
WACHT_VAN: dict[str, str] = {reden.value: tekst for reden, tekst in WACHT.items()}


@dataclass(frozen=True)
class Regel:
    """One line of a list."""

    id: int
    versie: int
    nummer: str
    naam: str
    wijk: str
    gemeente: str
    uiterlijk: date
    termijn: str
    kleur: str
    """The class of the label with the term."""
    wettelijk: bool
    crisis: bool
    redenen: tuple[str, ...]
    behandelaar_id: int | None
    wie: str
    """The colleague who has it, empty when nobody has."""
    escalatie: int
    wacht_tot: date | None
    wacht_reden: str

    @property
    def bij_leiding(self) -> bool:
        """True when the team lead must look at it."""
        return self.escalatie >= BIJ_TEAMLEIDING


def kalender_van(gemeente: str) -> Kalender:
    """Return the working days of a gemeente; one whose beleid cannot be read works on every weekday but holidays."""
    return omgeving().beleid(gemeente).kalender if heeft_beleid(gemeente) else Kalender(feestdagen())


def regel(rij: Row[Any], vandaag: date, kalenders: Mapping[str, Kalender]) -> Regel:
    """Return a row of models.werkvoorraad.bladzijde as the lists show it."""
    return Regel(
        id=rij.id,
        versie=rij.versie,
        nummer=zaaknummer(rij.afdeling, rij.zaak_id),
        naam=NAAM_VAN.get(str(rij.soort), str(rij.soort)),
        wijk=rij.wijk,
        gemeente=rij.gemeente,
        uiterlijk=rij.uiterste_dag,
        termijn=termijn_in_woorden(kalenders[rij.gemeente], vandaag, rij.uiterste_dag),
        kleur=_kleur(rij.uiterste_dag, vandaag),
        wettelijk=rij.wettelijk,
        crisis=any(code == Waarom.CRISIS for code, _ in rij.redenen),
        redenen=redenen_in_woorden(rij.redenen),
        behandelaar_id=rij.behandelaar_id,
        wie=rij.behandelaar or "",
        escalatie=rij.escalatie,
        wacht_tot=rij.wacht_tot if rij.wacht_tot and rij.wacht_tot > vandaag else None,
        wacht_reden=WACHT_VAN.get(rij.wacht_reden, ""),
    )


def _kleur(dag: date, vandaag: date) -> str:
    if dag < vandaag:
        return "merkje--laat"
    return "merkje--let-op" if dag == vandaag else "merkje--stil"


def regels(rijen: list[Row[Any]], vandaag: date) -> list[Regel]:
    """Return the lines of a list; each gemeente counts working days by its own calendar."""
    kalenders = {gemeente: kalender_van(gemeente) for gemeente in {rij.gemeente for rij in rijen}}
    return [regel(rij, vandaag, kalenders) for rij in rijen]


def redenen_in_woorden(redenen: list[list[Any]]) -> tuple[str, ...]:
    """Return why a taak comes earlier than its last day says."""
    return tuple(UITLEG_VAN.get(str(code), str(code)) for code, _ in redenen)
