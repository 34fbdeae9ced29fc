"""Is everything still going? Measure, judge, keep what is wrong and tell it. Also: is the bewaking itself alive?"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from models import alarmen, levenstekens, leveringsmaanden
from models.alarmen import Openalarm, Verschil
from models.beleidsbestand import beleidsnamen
from models.database import lezen, schrijf_samen
from rules.alarmen import Alarmsoort, Ernst, Mankement
from rules.bewaking import beoordeel_gemeente, beoordeel_machine, bewaking_staat_stil
from rules.bewakingsfeiten import Gemeentestand, Machinestand, Prefectbeeld
from rules.levermaand import maandbeelden
from tasks.alarmeren import kanalen, vertel
from tasks.alarmtekst import ernst
from tasks.klok import NEDERLAND
from tasks.leven import BEWAKING, teken
from tasks.meten import bij_de_maten, meet_gemeente, meet_pauzes, meet_portier, meet_prefect_mb
from tasks.omgeving import heeft_beleid, omgeving

PREFECT = "prefect-database"
"""The part whose sign holds how large Prefect's database was on each of the last days."""

PER_MINUUT = 3
"""So few messages the watcher of the bewaking tells at a time: a slow mail server must not stop its other work."""

_begonnen: list[datetime] = []
"""Since when this process watches over the bewaking: the silence of a machine that was off is no alarm."""


@dataclass(frozen=True)
class Bewaakt:
    """What one look found: every open alarm, how many began and ended, and what became of the messages."""

    dag: date
    alarmen: list[Openalarm] = field(default_factory=list[Openalarm])
    begonnen: int = 0
    geeindigd: int = 0
    verteld: Counter[str] = field(default_factory=Counter[str])
    niet_verteld: int = 0
    maanden: int = 0

    @property
    def fouten(self) -> list[Openalarm]:
        """The open alarms that cannot wait."""
        return [a for a in self.alarmen if ernst(a.soort) == Ernst.FOUT]


def bewaak(dag: date, prefect: Prefectbeeld | None = None) -> Bewaakt:
    """Look at every gemeente and at the machine, as on a day; raise, renew and clear alarms, and tell them.

    `prefect` is what Prefect's server says; without it nothing is said about workers and schedules. Safe to run
    twice, or at the same time as another one. Raises what the database says when it cannot be reached.
    """
    waar = omgeving()
    moment = datetime.combine(dag, waar.nu().astimezone(NEDERLAND).timetz())
    namen = beleidsnamen(waar.settings.beleid)
    kapot = {naam for naam in namen if not heeft_beleid(naam)}
    standen = [meet_gemeente(naam, waar.beleid(naam), moment) for naam in namen if naam not in kapot]
    maten, portier = _maten(dag), meet_portier()
    machine = Machinestand(moment, meet_pauzes(), prefect, maten, waar.settings.prefect_max_mb, portier)
    gevonden = [Mankement(Alarmsoort.BELEID_NIET_LEESBAAR, naam, "beleid") for naam in sorted(kapot)]
    gevonden += [m for stand in standen for m in beoordeel_gemeente(stand)] + list(beoordeel_machine(machine))
    maanden = schrijf_samen(waar.engine, lambda db: _bewaar_maanden(db, standen, dag))
    verschil = _werk_bij(gevonden, _gemeten(kapot, machine))
    return _rond_af(dag, verschil, maanden)


def _rond_af(dag: date, verschil: Verschil, maanden: int) -> Bewaakt:
    """Tell what changed, and give the sign of life."""
    verteld = vertel()
    with lezen(omgeving().engine) as db:
        open_, stil = alarmen.open_alarmen(db), alarmen.niet_verteld(db)
    teken(BEWAKING, True, {"alarmen": len(open_)})
    return Bewaakt(dag, open_, len(verschil.begonnen), len(verschil.geeindigd), verteld, stil, maanden)


def _werk_bij(gevonden: Sequence[Mankement], gemeten: Callable[[Openalarm], bool]) -> Verschil:
    waar = omgeving()
    nu, wegen = waar.nu(), kanalen(waar.settings)
    return schrijf_samen(waar.engine, lambda db: alarmen.werk_bij(db, gevonden, gemeten, nu, wegen))


def _gemeten(kapot: set[str], machine: Machinestand) -> Callable[[Openalarm], bool]:
    """Return which open alarms were looked at: an alarm about what could not be measured stays as it is."""
    ongezien = {Alarmsoort.BEWAKING_STIL.value}
    if machine.prefect is None:
        ongezien |= {Alarmsoort.WERKER_WEG.value, Alarmsoort.SCHEMA_STIL.value}
    if machine.maten is None:
        ongezien.add(Alarmsoort.PREFECT_GROEIT.value)
    return lambda alarm: (
        alarm.soort not in ongezien and (alarm.gemeente not in kapot or alarm.soort == Alarmsoort.PAUZE_DUURT_LANG)
    )


def _maten(dag: date) -> dict[str, float] | None:
    """Measure Prefect's database and keep its size of the last days; None when it cannot be measured."""
    waar = omgeving()
    if (mb := meet_prefect_mb(waar.settings)) is None:
        return None
    with lezen(waar.engine) as db:
        eerder = levenstekens.laatste(db, PREFECT)
    maten = bij_de_maten(eerder.gegevens.get("maten", {}) if eerder else {}, dag, mb)
    teken(PREFECT, True, {"maten": maten})
    return maten


def _bewaar_maanden(db: Connection, standen: Sequence[Gemeentestand], dag: date) -> int:
    """Keep for every leverancier which finished months are whole; returns how many months changed."""
    anders = 0
    for stand in standen:
        for leverancier in stand.beleid.leveranciers:
            beelden = maandbeelden(leverancier, stand.geleverd.get(leverancier.naam, ()), dag)
            anders += leveringsmaanden.bewaar(db, stand.naam, leverancier.naam, beelden, dag)
    return anders


def waak_over_bewaking() -> bool:
    """Raise, tell and clear the alarm that the bewaking stands still; True when all is well. Needs no Prefect.

    Call it every minute from a process that is not a flow. Messages that did not arrive before are offered again.
    Raises what the database says when it cannot be reached.
    """
    waar = omgeving()
    nu = waar.nu()
    if not _begonnen:
        _begonnen.append(nu)
    with lezen(waar.engine) as db:
        laatste = levenstekens.laatste(db, BEWAKING)
        gemeld = any(a.soort == Alarmsoort.BEWAKING_STIL for a in alarmen.open_alarmen(db, ()))
    mankement = bewaking_staat_stil(laatste.op if laatste else None, _begonnen[0], nu)
    if mankement or gemeld:
        _werk_bij([mankement] if mankement else [], lambda alarm: alarm.soort == Alarmsoort.BEWAKING_STIL)
    vertel(PER_MINUUT)
    return mankement is None
