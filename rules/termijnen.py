"""By which day must a person have done a taak?"""

from collections.abc import Callable
from datetime import date, timedelta

from rules.beleid import Beleid
from rules.woorden import Taaksoort
from rules.zaak import Vroegsignaalzaak, Zaak


def uiterste_dag(soort: Taaksoort, zaak: Zaak, beleid: Beleid, today: date) -> date:
    """Return the last day for a taak made today; legal terms win over the terms of the beleid."""
    if termijn := WETTELIJK.get(soort):
        return termijn(zaak, beleid, today)
    vroeg = isinstance(zaak, Vroegsignaalzaak)
    werkdagen = beleid.vs.taak_termijn_wd if vroeg else beleid.incasso.taak_termijn_wd
    return beleid.kalender.werkdagen_na(today, werkdagen)


def _eerste_gesprek(zaak: Zaak, beleid: Beleid, today: date) -> date:
    """Four weeks after help was accepted; three working days when a crisis threatens (Wgs art. 4 lid 1 and 2)."""
    if isinstance(zaak, Vroegsignaalzaak) and any(s.crisis for s in zaak.signalen):
        return beleid.kalender.werkdagen_na(today, 3)
    return (zaak.bereikt.dag if zaak.bereikt else today) + timedelta(days=28)


def _crisis(zaak: Zaak, beleid: Beleid, today: date) -> date:
    """First contact within one working day, so that the conversation fits in three (domain.md §8.2)."""
    return beleid.kalender.werkdagen_na(today, 1)


WETTELIJK: dict[Taaksoort, Callable[[Zaak, Beleid, date], date]] = {
    Taaksoort.GESPREK_PLANNEN: _eerste_gesprek,
    Taaksoort.CRISIS: _crisis,
}
