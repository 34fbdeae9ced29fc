"""By which kanaal does a bericht go?"""

from rules.woorden import Berichtsoort, Kanaal
from rules.zaak import Inwoner

PER_EMAIL = frozenset({Berichtsoort.HULPAANBOD, Berichtsoort.HULPAANBOD_HERHALING})
"""What may go by e-mail to who agreed to it for this kind of bericht (Awb art. 2:8)."""


def kanaal_voor(soort: Berichtsoort, inwoner: Inwoner) -> Kanaal:
    """Return the kanaal: e-mail only with consent, sms only for the service message, paper for all the rest."""
    if soort == Berichtsoort.BRIEF_ONDERWEG:
        return Kanaal.SMS
    return Kanaal.EMAIL if soort in PER_EMAIL & inwoner.email_voor else Kanaal.BRIEF
