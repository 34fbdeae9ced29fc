"""How do screens write a day and a moment? As people in the Netherlands do."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NEDERLAND = ZoneInfo("Europe/Amsterdam")
MAANDEN = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


def datum(dag: date | None) -> str:
    """Return a day as people write it: 5 juni 2026."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}" if dag else ""


def moment(op: datetime | None) -> str:
    """Return an aware time as people in the Netherlands write it: 5 juni 2026, 14:30."""
    if op is None:
        return ""
    hier = op.astimezone(NEDERLAND)
    return f"{datum(hier.date())}, {hier:%H:%M}"
