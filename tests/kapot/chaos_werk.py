# pyright: basic
"""What the processes do that are killed: send, look after, and receive callbacks, as in production.

They are forked from a server that only imported: importing Prefect takes longer than they live.
"""

import os
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from multiprocessing import get_context

from settings import Settings
from tasks import omgeving as plek
from tasks.omgeving import maak

BAAS = get_context("forkserver")
BAAS.set_forkserver_preload(["tests.kapot.chaos_werk", "flows.verzending", "flows.bezorging", "ontvangst.app"])

DE_DAG = date(2026, 7, 22)
MIDDAG = datetime(2026, 7, 22, 12, tzinfo=UTC)
"""A Wednesday afternoon: nobody is disturbed by an sms."""


def werk() -> None:
    """Send what is ready and look after what is uncertain, for ever."""
    _stil()
    from flows.bezorging import bezorging
    from flows.verzending import verzending

    plek.gebruik(replace(maak(Settings()), nu=lambda: MIDDAG))
    while True:
        for flow in (verzending, bezorging):
            try:
                flow(DE_DAG)
            except Exception:  # the database or Prefect is away: the next round is for that
                time.sleep(0.2)
        time.sleep(0.05)


def ontvang(poort: int) -> None:
    """Receive callbacks, as `tijdig ontvangst` does."""
    _stil()
    import uvicorn

    from ontvangst.app import Ontvangstinstellingen, maak_app
    from tasks.ontvangen import Binnenkant

    gekozen = Settings()
    plek.gebruik(maak(gekozen))
    token = gekozen.twilio_auth_token.get_secret_value()
    app = maak_app(Binnenkant(), Ontvangstinstellingen(gekozen.ontvangst_url, token))
    uvicorn.run(app, host="127.0.0.1", port=poort, access_log=False, log_level="critical")


def _stil() -> None:
    """Keep what a killed process had to say from the output of the count."""
    niets = os.open(os.devnull, os.O_WRONLY)
    os.dup2(niets, 1)
    os.dup2(niets, 2)
