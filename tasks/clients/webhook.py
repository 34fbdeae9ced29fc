"""How does an alarm reach another system? One POST with JSON: ids, dates and counts, never a resident."""

import logging
from collections.abc import Mapping
from typing import Any

import httpx

from tasks.clients.smtp_mail import is_eigen_machine
from tasks.fouten import OnjuisteInstelling
from tasks.kanaal import Antwoord, Uitkomst


class Webhook:
    """One address that is told about alarms. The address may hold a secret: it stays out of every message and log."""

    def __init__(self, adres: str, limiet_s: float = 10.0) -> None:
        """Prepare. Raises OnjuisteInstelling unless it is https, or http on this machine."""
        self._adres = _lees(adres)
        self._limiet_s = limiet_s
        logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it writes the address of every request down

    def stuur(self, sleutel: str, inhoud: Mapping[str, Any]) -> Antwoord:
        """Post once, without following a redirect; with the same sleutel the other side can tell a second time.

        ONBEKEND when the request may have arrived and no answer came.
        """
        try:
            with httpx.Client(timeout=self._limiet_s, follow_redirects=False) as http:
                antwoord = http.post(self._adres, json=dict(inhoud), headers={"Idempotency-Key": sleutel})
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden="geen verbinding met de webhook")
        except httpx.HTTPError as fout:
            return Antwoord(Uitkomst.ONBEKEND, reden=f"geen antwoord van de webhook ({type(fout).__name__})")
        if antwoord.is_success:
            return Antwoord(Uitkomst.VERZONDEN, kenmerk=sleutel)
        return Antwoord(Uitkomst.TIJDELIJK_MISLUKT, reden=f"de webhook weigert ({antwoord.status_code})")


def _lees(adres: str) -> httpx.URL:
    try:
        gelezen = httpx.URL(adres)
    except (httpx.InvalidURL, TypeError):
        raise OnjuisteInstelling("TIJDIG_ALARM_WEBHOOK") from None
    veilig = gelezen.scheme == "https" or (gelezen.scheme == "http" and is_eigen_machine(gelezen.host))
    if not veilig or not gelezen.host:
        raise OnjuisteInstelling("TIJDIG_ALARM_WEBHOOK: alleen https")
    return gelezen
