"""What does an error code of Twilio mean for a bericht? (Twilio, Error and Warning Dictionary)"""

from tasks.kanaal import Uitkomst

AFGEMELD = frozenset({21610})
"""The resident answered STOP."""

NUMMER = {
    21211: "het nummer is ongeldig",
    21214: "het nummer is niet bereikbaar",
    21217: "het nummer is ongeldig",
    21408: "sms naar dit land staat uit",
    21612: "het nummer is niet bereikbaar",
    21614: "het nummer is geen mobiel nummer",
    30004: "de ontvanger blokkeert het bericht",
    30005: "het nummer bestaat niet",
    30006: "het nummer kan geen sms ontvangen",
}
"""About this resident's number: another attempt gives the same answer."""

ONDERWEG = {
    30001: "de wachtrij bij de provider is vol",
    30002: "de sms-dienst is opgeschort",
    30003: "de telefoon is nu niet bereikbaar",
    30007: "de telefoonmaatschappij houdt de sms tegen",
    30036: "de sms kwam niet op tijd aan",
}
"""What may befall an sms on its way while the number itself is good."""

INSTELLING = frozenset({20003, 20005, 20404, 21212, 21603, 21606, 21659, 21660, 21701, 21703, 21705})
"""About our own account, sender or service: nothing was sent and nothing is wrong with the bericht."""

DRUKTE = frozenset({14107, 20429, 21611, 30022, 63038})
"""Refused because too much is waiting; nothing was sent."""


INHOUD = "inhoud"
"""The oorzaak of a refusal that says nothing about the number: that stays in use."""


def oorzaak_van(code: int) -> str:
    """Return what is to blame for a permanent refusal: empty for the number, else INHOUD."""
    return "" if code in NUMMER else INHOUD


def bij_weigering(status: int, code: int) -> tuple[Uitkomst, str]:
    """Return outcome and reason of an answer that is not a 2xx.

    A refusal (4xx) is certain: Twilio made no sms. A 5xx is not, as it may come after the sms was made.
    """
    if not 400 <= status < 500 or status == 408:
        return Uitkomst.ONBEKEND, f"storing bij de provider ({status})"
    if code in AFGEMELD:
        return Uitkomst.AFGEMELD, f"de ontvanger wil geen sms ({code})"
    if status == 429 or code in DRUKTE:
        return Uitkomst.TIJDELIJK_MISLUKT, f"te druk bij de provider ({code})"
    if status in {401, 403, 404} or code in INSTELLING:
        return Uitkomst.TIJDELIJK_MISLUKT, f"de instellingen van de sms-dienst kloppen niet ({code})"
    return Uitkomst.BLIJVEND_MISLUKT, f"{NUMMER.get(code, 'de provider weigert het bericht')} ({code})"


def na_aanname(code: int) -> tuple[Uitkomst, str]:
    """Return outcome and reason of an sms that Twilio took over and then could not deliver.

    BLIJVEND_MISLUKT only when the number is to blame: it is not used again. TIJDELIJK_MISLUKT says that this sms did
    not arrive and that the number stays in use.
    """
    if code in AFGEMELD:
        return Uitkomst.AFGEMELD, f"de ontvanger wil geen sms ({code})"
    if code in NUMMER:
        return Uitkomst.BLIJVEND_MISLUKT, f"{NUMMER[code]} ({code})"
    return Uitkomst.TIJDELIJK_MISLUKT, f"{ONDERWEG.get(code, 'de sms is niet bezorgd')} ({code})"
