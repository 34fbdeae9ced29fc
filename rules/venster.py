"""May a bericht leave at this moment? Windows of the week on working days, and the hour at which the print room shuts.

Every moment is an aware datetime in Europe/Amsterdam, in and out. A window is half open: at 20:00 "09:00-20:00" is
shut. Windows are read on the clock of the wall; how long one stays open is counted in real seconds, so that the
night on which the clock changes is neither an hour too long nor too short.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from rules.kalender import Kalender

VORM = re.compile(r"(ma|di|wo|do|vr|za)(?:-(ma|di|wo|do|vr|za))? ([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")
TIJD = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
WEEK = ("ma", "di", "wo", "do", "vr", "za")
ZATERDAG = WEEK.index("za")

DAG = timedelta(days=1)
ZOEKGRENS = 60
"""So many working days are searched for a window; the calendar knows no longer rest."""


class VensterFout(ValueError):
    """Dit venster is niet te lezen."""


class GeenVensterFout(ValueError):
    """Deze vensters gaan op geen enkele werkdag open."""


@dataclass(frozen=True)
class Venster:
    """The same hours on a run of weekdays; 0 is Monday, `tot` itself is shut."""

    eerste_dag: int
    laatste_dag: int
    van: time
    tot: time

    @classmethod
    def parse(cls, tekst: str) -> "Venster":
        """Read a window such as "ma-vr 09:00-16:00" or "do 18:00-20:00"; raises VensterFout in Dutch."""
        if not (match := VORM.fullmatch(tekst)):
            raise VensterFout(f'"{tekst}": schrijf een venster als "ma-vr 09:00-16:00" of "do 18:00-20:00"')
        van_dag, tot_dag, *klok = match.groups()
        uur, minuut, eind_uur, eind_minuut = (int(deel) for deel in klok)
        if max(uur, eind_uur) > 23 or max(minuut, eind_minuut) > 59:
            raise VensterFout(f'"{tekst}": deze tijd bestaat niet')
        van, tot = time(uur, minuut), time(eind_uur, eind_minuut)
        eerste, laatste = WEEK.index(van_dag), WEEK.index(tot_dag or van_dag)
        if van >= tot or eerste > laatste:
            raise VensterFout(f'"{tekst}": het einde ligt voor het begin')
        return cls(eerste, laatste, van, tot)

    def is_open_op(self, dag: date) -> bool:
        """Tell whether this window opens on the weekday of a day."""
        return self.eerste_dag <= dag.weekday() <= self.laatste_dag


def bezoekvenster(tekst: str) -> str:
    """Check one window for visits; raises VensterFout."""
    Venster.parse(tekst)
    return tekst


def smsvenster(tekst: str) -> str:
    """Check one window for sms; raises VensterFout, also for a Saturday: an sms leaves on working days only."""
    if Venster.parse(tekst).laatste_dag >= ZATERDAG:
        raise VensterFout(f'"{tekst}": een sms gaat alleen op een werkdag weg, dus niet op zaterdag')
    return tekst


def sluittijd(tekst: str) -> str:
    """Check an hour such as "16:00", or an empty text for none; raises VensterFout."""
    if tekst and not TIJD.fullmatch(tekst):
        raise VensterFout(f'"{tekst}": schrijf een tijd als "16:00", of niets')
    return tekst


def mag_nu(vensters: Sequence[str], kalender: Kalender, moment_nl: datetime) -> bool:
    """Tell whether a bericht that can disturb may leave now: inside a window, on a working day.

    `vensters` as in verzending.sms_vensters, `moment_nl` aware in Europe/Amsterdam. Raises VensterFout and, for a
    moment without a time zone, ValueError.
    """
    klok = _op_de_klok(moment_nl)
    return kalender.is_werkdag(klok.date()) and _einde(vensters, klok) is not None


def begint_weer(vensters: Sequence[str], kalender: Kalender, moment_nl: datetime) -> datetime:
    """Return the first moment from now on at which `mag_nu` holds; now itself while a window is open.

    Aware, in the time zone of `moment_nl`. Raises GeenVensterFout when no window ever opens, GeenWerkdagFout when
    the calendar has no working day, VensterFout and ValueError as `mag_nu` does.
    """
    if mag_nu(vensters, kalender, moment_nl):
        return moment_nl
    dag = moment_nl.date()
    for _ in range(ZOEKGRENS):
        dag = kalender.eerste_werkdag_vanaf(dag)
        openingen = (datetime.combine(dag, v.van, moment_nl.tzinfo) for v in _gelezen(vensters) if v.is_open_op(dag))
        if later := [opening for opening in openingen if opening > moment_nl]:
            return min(later)
        dag += DAG
    raise GeenVensterFout(", ".join(vensters) or "er is geen venster")


def nog_s(vensters: Sequence[str], moment_nl: datetime) -> int:
    """Return how many whole seconds the window that is open now stays open; 0 while all are shut.

    Windows that touch count as one. Whether today is a working day is the question of `mag_nu`. Raises VensterFout,
    and ValueError for a moment without a time zone.
    """
    if (einde := _einde(vensters, _op_de_klok(moment_nl))) is None:
        return 0
    sluit = datetime.combine(moment_nl.date(), einde, moment_nl.tzinfo)
    return max(0, int((sluit.astimezone(UTC) - moment_nl.astimezone(UTC)).total_seconds()))


def druk_is_dicht(druk_sluit: str, verzend_op: date, moment_nl: datetime) -> bool:
    """Tell whether a letter that is due on a day can no longer be cancelled: the print room has shut for that day.

    `druk_sluit` as in verzending.druk_sluit; empty means that a letter is printed as soon as it is due. Raises
    VensterFout for another form, and ValueError for a moment without a time zone.
    """
    if not sluittijd(druk_sluit):
        return True
    klok = _op_de_klok(moment_nl)
    return (klok.date(), klok.time()) >= (verzend_op, time.fromisoformat(druk_sluit))


def _op_de_klok(moment_nl: datetime) -> datetime:
    """Return the time on the wall; raises ValueError when the moment does not say where."""
    if moment_nl.utcoffset() is None:
        raise ValueError("dit moment heeft geen tijdzone")
    return moment_nl.replace(tzinfo=None)


def _einde(vensters: Iterable[str], klok: datetime) -> time | None:
    """Return when the run of windows around a moment ends, or None outside of all of them."""
    einde: time | None = None
    for venster in sorted((v for v in _gelezen(vensters) if v.is_open_op(klok)), key=lambda v: v.van):
        nu = klok.time() if einde is None else einde
        if venster.van <= nu and venster.tot > nu:
            einde = venster.tot
    return einde


def _gelezen(vensters: Iterable[str]) -> tuple[Venster, ...]:
    return _lees(tuple(vensters))


@lru_cache(maxsize=64)
def _lees(vensters: tuple[str, ...]) -> tuple[Venster, ...]:
    return tuple(Venster.parse(tekst) for tekst in vensters)
