"""Does anything that a program writes for its operators name a resident?"""

import logging

import pytest

SERVERS = ("mail.", "uvicorn", "asyncio")
"""Loggers of the stand-ins themselves, which run in the same process."""


def logtekst(caplog: pytest.LogCaptureFixture) -> str:
    """Return everything that was logged by our side, with arguments and tracebacks."""
    vorm = logging.Formatter("%(name)s %(message)s")
    eigen = (record for record in caplog.records if not record.name.startswith(SERVERS))
    return "\n".join(vorm.format(record) for record in eigen)
