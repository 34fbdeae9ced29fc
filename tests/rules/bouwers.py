"""Builders for the rule tables: an ordinary zaak of Voorbeeldstad, with one thing changed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from models.beleidsbestand import feestdagen
from rules.beleid import Beleid, parse_beleid
from rules.levering import Belastingsoort, Sector
from rules.log import Log, Logregel, Soort
from rules.woorden import Berichtsoort, Kanaal, Taaksoort
from rules.zaak import Incassozaak, Inwoner, Signaal, Vordering, Vroegsignaalzaak
from tests.rules.beleidsbouwer import DATA, beleid_met

BELEID: Beleid = parse_beleid(DATA, feestdagen())

VERVALDAG = date(2026, 5, 31)
JUNI_5, JUNI_19 = date(2026, 6, 5), date(2026, 6, 19)
JULI_8, JULI_9, JULI_10 = date(2026, 7, 8), date(2026, 7, 9), date(2026, 7, 10)
JULI_13, JULI_14, JULI_20 = date(2026, 7, 13), date(2026, 7, 14), date(2026, 7, 20)

__all__ = ["BELEID", "beleid_met"]


def dag(tekst: str) -> date:
    """Read "07-13" as a day of 2026, or a whole date."""
    return date.fromisoformat(tekst if len(tekst) == 10 else f"2026-{tekst}")


def feit(wat: Soort, op: str, /, **gegevens: Any) -> Logregel:
    """One line of the log."""
    return Logregel(wat, dag(op), gegevens)


def brief(soort: Berichtsoort, op: str, poging: int = 1, kanaal: Kanaal = Kanaal.BRIEF) -> Logregel:
    """A bericht that left."""
    return feit(Soort.BERICHT, op, soort=soort.value, kanaal=kanaal.value, poging=poging)


def taak(soort: Taaksoort, op: str, poging: int = 1) -> Logregel:
    """A taak that was made."""
    return feit(Soort.TAAK, op, soort=soort.value, poging=poging)


def gedaan(soort: Taaksoort, op: str, poging: int = 1, /, **uitkomst: Any) -> Logregel:
    """The outcome of a taak."""
    return feit(Soort.TAAK_AFGEROND, op, soort=soort.value, poging=poging, **uitkomst)


def niet_bereikt(soort: Taaksoort, op: str, poging: int, dagdeel: str) -> list[Logregel]:
    """An attempt that reached nobody, made and done on one day."""
    uitkomst = {"uitkomst": "niet bereikt", "bereikt": False, "dagdeel": dagdeel}
    return [taak(soort, op, poging), gedaan(soort, op, poging, **uitkomst)]


def bereikt(soort: Taaksoort, op: str, vervolg: str, datum: str | None = None, poging: int = 1) -> list[Logregel]:
    """An attempt in which the resident was reached and said what follows."""
    uitkomst: dict[str, Any] = {"uitkomst": "bereikt", "bereikt": True, "dagdeel": "avond", "vervolg": vervolg}
    if datum:
        uitkomst["datum"] = dag(datum).isoformat()
    return [taak(soort, op, poging), gedaan(soort, op, poging, **uitkomst)]


HERINNERD = brief(Berichtsoort.HERINNERING, "06-05")
AANGEMAAND = brief(Berichtsoort.AANMANING, "06-19")
GEBELD = [
    *niet_bereikt(Taaksoort.BELLEN, "07-09", 1, "ochtend"),
    *niet_bereikt(Taaksoort.BELLEN, "07-10", 2, "middag"),
    *niet_bereikt(Taaksoort.BELLEN, "07-13", 3, "avond"),
]
ALLES_GEDAAN = [HERINNERD, AANGEMAAND, *GEBELD]


def vordering(
    openstaand: int = 42000, belastingsoort: Belastingsoort = Belastingsoort.AFVALSTOFFENHEFFING, nummer: str = "100"
) -> Vordering:
    """One aanslagregel of 420 euro."""
    return Vordering(nummer, belastingsoort, max(openstaand, 42000), openstaand, VERVALDAG, 2026)


def een_incassozaak(
    *log: Logregel, inwoner: Inwoner | None = None, openstaand: int = 42000, **anders: Any
) -> Incassozaak:
    """A resident with a telefoonnummer who owes 420 euro since 31 May."""
    regels = (feit(Soort.AANSLAG, "03-01"), *log)
    zaak = Incassozaak(1, inwoner or Inwoner(telefoon=True), Log(regels), (vordering(openstaand),))
    return replace(zaak, **anders)


def signaal(op: str = "07-13", **anders: Any) -> Signaal:
    """180 euro at the water company."""
    return replace(Signaal(1, "waterbedrijf", Sector.WATER, 18000, dag(op)), **anders)


def een_melding(*log: Logregel, **anders: Any) -> Vroegsignaalzaak:
    """A vroegsignaalzaak whose melding started on 20 July."""
    soort = feit(Soort.MELDING, "07-20", meervoudig=False, opeenvolgend=False)
    return een_vroegsignaal(soort, *log, **anders)


def een_vroegsignaal(*log: Logregel, **anders: Any) -> Vroegsignaalzaak:
    """A vroegsignaalzaak with one signaal of 13 July, not yet taken up."""
    regels = (feit(Soort.SIGNAAL_ONTVANGEN, "07-13"), *log)
    zaak = Vroegsignaalzaak(2, Inwoner(), Log(regels), (signaal(),))
    return replace(zaak, **anders)


def dagen(begin: date, aantal: int) -> list[date]:
    """Return so many calendar days in a row."""
    return [begin + timedelta(days=n) for n in range(aantal)]
