"""What do the tests of e-mail send, and to which mail server?"""

from datetime import UTC, datetime
from typing import Any

from tasks.clients.smtp_mail import SmtpInstellingen, Tls
from tasks.kanaal import Poststuk
from tests.standins.smtp_server import GEBRUIKER, WACHTWOORD, SmtpServer

ADRES = "bert.jansen@post.example"
AFZENDER = "Gemeente Voorbeeldstad <vroeg@voorbeeldstad.example>"


def instellingen(server: SmtpServer, **anders: Any) -> SmtpInstellingen:
    """Settings with which the stand-in accepts e-mail."""
    keuze: dict[str, Any] = {
        "gebruiker": GEBRUIKER if server.met_wachtwoord else "",
        "wachtwoord": WACHTWOORD if server.met_wachtwoord else "",
        "tls": Tls(server.tls),
        "certificaten": server.certificaten,
    }
    return SmtpInstellingen("127.0.0.1", server.poort, AFZENDER, **(keuze | anders))


def een_email(
    bericht_id: str = "0199-email", aan: str = ADRES, onderwerp: str = "Wij willen u helpen", **anders: Any
) -> Poststuk:
    """An offer of help, in text and html."""
    klaar = datetime(2026, 7, 20, 6, 0, tzinfo=UTC)
    tekst = "Beste Bert,\n\nBel ons.\n.\nTot snel."
    return Poststuk(bericht_id, aan, onderwerp, tekst, "<p>Bel ons.</p>", klaar, **anders)
