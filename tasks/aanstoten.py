"""How does a zaak that a person just touched move at once? Its own flow run, asked for after the commit."""

import base64
import logging

import httpx
from sqlalchemy import select

from models.database import lezen, tabel
from models.tabellen import Zaak
from rules.woorden import Zaaksoort
from rules.zaaknummer import zaaknummer
from tasks.clients.prefect_runs import Prefect, RunGeweigerd
from tasks.omgeving import omgeving

LOG = logging.getLogger("tijdig.aanstoten")

ZAAK = tabel(Zaak)

DEPLOYMENT: dict[str, tuple[str, str]] = {
    Zaaksoort.INCASSO: ("Sociaal incasso", "sociaal-incasso"),
    Zaaksoort.VROEGSIGNALERING: ("Vroegsignalering", "vroegsignalering"),
}
"""Name of the flow and of its deployment, as flows/deployments.py serves them."""


def stoot_aan(zaak_id: int, api: str = "") -> None:
    """Ask Prefect for a run of this zaak now; when that fails nothing is lost, the next round takes it.

    `api` is the address of Prefect's API; empty: the one of the settings. Asked twice about the same state of a zaak
    there is one run. Call it after the commit.
    """
    waar = omgeving()
    adres = api or waar.settings.prefect_api
    if not adres:
        return
    with lezen(waar.engine) as db:
        velden = (ZAAK.c.soort, ZAAK.c.gemeente, ZAAK.c.versie)
        rij = db.execute(select(*velden).where(ZAAK.c.id == zaak_id)).one_or_none()
    if rij is None:
        return
    nummer = zaaknummer(rij.soort, zaak_id)
    flow, deployment = DEPLOYMENT[rij.soort]
    try:
        Prefect(adres, kopregels()).start(
            flow, deployment, {"zaak_id": zaak_id}, f"{nummer}-{rij.versie}", nummer, (rij.gemeente, rij.soort)
        )
    except (httpx.HTTPError, httpx.InvalidURL, RunGeweigerd) as fout:
        LOG.warning(
            "zaak %s: geen eigen run gestart (%s), de volgende ronde neemt hem mee", nummer, type(fout).__name__
        )


def kopregels() -> dict[str, str]:
    """Return how we say who we are to a Prefect that asks: a key, or a name with a password."""
    gekozen = omgeving().settings
    if sleutel := gekozen.prefect_api_key.get_secret_value():
        return {"Authorization": f"Bearer {sleutel}"}
    if wachtwoord := gekozen.prefect_api_auth.get_secret_value():
        return {"Authorization": f"Basic {base64.b64encode(wachtwoord.encode()).decode()}"}
    return {}
