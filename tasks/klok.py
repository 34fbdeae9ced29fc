"""Which day is it? The only place that looks at the clock for a calendar day."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")


def vandaag() -> date:
    """Return the calendar day in the Netherlands."""
    return datetime.now(NEDERLAND).date()


def dag_van(moment: datetime) -> date:
    """Return the calendar day in the Netherlands of an aware moment."""
    return moment.astimezone(NEDERLAND).date()
