"""What does an operator read about one alarm? Short Dutch: what is wrong, since when, and what to do."""

from collections.abc import Mapping
from typing import Any

from models.alarmen import BEGIN, Openalarm, Telbericht
from rules.alarmen import UITLEG, Alarmsoort, Ernst, Uitleg
from tasks.klok import NEDERLAND

ONBEKEND = Uitleg("Onbekend alarm", "Deze versie van Tijdig kent dit alarm niet.", "Vraag het de beheerder.")

WOORDEN: dict[str, str] = {
    "laatste": "laatste keer",
    "elke_d": "afgesproken: elke zoveel dagen",
    "dagen_stil": "dagen stil",
    "levering": "nummer van de levering",
    "leveringen": "nummers van de leveringen",
    "dag": "dag",
    "rijen": "aantal rijen",
    "min_rijen": "gewoon: minstens",
    "max_rijen": "gewoon: hoogstens",
    "bestanden": "aantal bestanden",
    "aantal": "aantal",
    "uiterlijk": "uiterste dag",
    "zaken": "zaken",
    "max_stilte_d": "beleid: hoogstens zoveel dagen stil",
    "klaargezet": "staat klaar",
    "bezig": "onderweg zonder antwoord",
    "onbekend": "niet zeker of het aankwam",
    "oudste": "oudste had weg moeten zijn op",
    "kanaal": "kanaal",
    "verwacht": "verwacht",
    "dagen": "dagen",
    "stappen": "stappen gezet",
    "mislukt": "zaken die niet verder konden",
    "blijft_staan": "zaken die blijven staan",
    "werkers": "werkers die draaien",
    "uit": "schema staat uit",
    "te_laat": "runs die te laat zijn",
    "mb": "grootte in MB",
    "grens_mb": "grens in MB",
    "groei_week_mb": "groei in een week in MB",
}
"""How each fact of an alarm is called; one without words here is left out of e-mails and screens."""


def uitleg(soort: str) -> Uitleg:
    """Return title, meaning and advice of a soort; also of one that only an older version knew."""
    return UITLEG[Alarmsoort(soort)] if soort in set(Alarmsoort) else ONBEKEND


def ernst(soort: str) -> Ernst:
    """Return how bad a soort is."""
    return uitleg(soort).ernst


def waarover(alarm: Openalarm) -> str:
    """Return which gemeente and which leverancier, kanaal, step or day an alarm is about."""
    return ", ".join(deel for deel in (alarm.gemeente, alarm.onderwerp) if deel) or "deze installatie"


def feiten(gegevens: Mapping[str, Any]) -> list[str]:
    """Return the facts of an alarm, each in words; empty ones are left out."""
    return [f"{WOORDEN[naam]}: {_toon(w)}" for naam, w in gegevens.items() if naam in WOORDEN and w not in ("", [], 0)]


def _toon(waarde: Any) -> str:
    if isinstance(waarde, bool):
        return "ja" if waarde else "nee"
    return ", ".join(str(w) for w in waarde) if isinstance(waarde, list) else str(waarde)  # type: ignore[arg-type]


def onderwerp(bericht: Telbericht) -> str:
    """Return the subject of an e-mail."""
    begin = "Alarm" if bericht.moment == BEGIN else "Voorbij"
    return f"Tijdig: {begin.lower()} – {uitleg(bericht.alarm.soort).titel} ({waarover(bericht.alarm)})"


def tekst(bericht: Telbericht, werk_url: str) -> str:
    """Return the text of an e-mail."""
    alarm, woorden = bericht.alarm, uitleg(bericht.alarm.soort)
    sinds = _moment(alarm)
    if bericht.moment != BEGIN:
        regels = ["Dit alarm is voorbij. U hoeft niets te doen.", "", *_kop(alarm, woorden), sinds]
    else:
        regels = [woorden.betekent, "", *_kop(alarm, woorden), sinds, *feiten(alarm.gegevens), "", "Wat doet u?"]
        regels.append(woorden.doen)
    if werk_url:
        regels += ["", f"Alle alarmen: {werk_url.rstrip('/')}/beheer"]
    return "\n".join(regels) + "\n"


def _kop(alarm: Openalarm, woorden: Uitleg) -> list[str]:
    return [f"Alarm {alarm.id}: {woorden.titel}", f"Over: {waarover(alarm)}", f"Ernst: {woorden.ernst}"]


def _moment(alarm: Openalarm) -> str:
    sinds = f"Sinds: {alarm.sinds.astimezone(NEDERLAND):%d-%m-%Y %H:%M}"
    einde = alarm.opgeheven_op
    return f"{sinds}, tot: {einde.astimezone(NEDERLAND):%d-%m-%Y %H:%M}" if einde else sinds


def als_json(bericht: Telbericht) -> dict[str, Any]:
    """Return what a webhook gets: ids, dates and counts only."""
    alarm, woorden = bericht.alarm, uitleg(bericht.alarm.soort)
    einde = alarm.opgeheven_op
    return {
        "alarm": alarm.id, "moment": bericht.moment, "soort": alarm.soort, "ernst": woorden.ernst.value,
        "titel": woorden.titel, "doen": woorden.doen, "gemeente": alarm.gemeente, "onderwerp": alarm.onderwerp,
        "sinds": alarm.sinds.isoformat(), "opgeheven_op": einde.isoformat() if einde else None,
        "gegevens": alarm.gegevens,
    }  # fmt: skip
