"""What does a colleague read about a taak? Its name, what he is to do, why it was made, and how long there is still."""

from datetime import date, timedelta
from enum import StrEnum

from rules.kalender import Kalender
from rules.woorden import Taaksoort

NAAM: dict[Taaksoort, str] = {
    Taaksoort.BELLEN: "Bellen",
    Taaksoort.HUISBEZOEK: "Huisbezoek",
    Taaksoort.CONTACTGEGEVENS_ZOEKEN: "Contactgegevens zoeken",
    Taaksoort.DWANGBEVEL_BEOORDELEN: "Dwangbevel beoordelen",
    Taaksoort.GESPREK_PLANNEN: "Gesprek plannen",
    Taaksoort.CRISIS: "Crisis",
    Taaksoort.UITVAL_UITZOEKEN: "Uitval uitzoeken",
    Taaksoort.ONZEKERE_BEZORGING: "Onzekere bezorging",
    Taaksoort.REACTIE_LEZEN: "Reactie lezen",
}

DOEL: dict[Taaksoort, str] = {
    Taaksoort.BELLEN: "Bel de inwoner. Vraag wat er speelt en bied hulp aan.",
    Taaksoort.HUISBEZOEK: "Plan een bezoek en ga langs bij de inwoner.",
    Taaksoort.CONTACTGEGEVENS_ZOEKEN: "Zoek een telefoonnummer van de inwoner.",
    Taaksoort.DWANGBEVEL_BEOORDELEN: "Kijk wat er is geprobeerd en beslis of er een dwangbevel komt.",
    Taaksoort.GESPREK_PLANNEN: "Maak een afspraak voor het eerste gesprek.",
    Taaksoort.CRISIS: "Maak vandaag nog contact met de inwoner.",
    Taaksoort.UITVAL_UITZOEKEN: "Zoek uit hoe de gemeente de inwoner wel kan bereiken.",
    Taaksoort.ONZEKERE_BEZORGING: "Zoek uit of het bericht is aangekomen.",
    Taaksoort.REACTIE_LEZEN: "Lees wat de inwoner terugstuurde en doe wat nodig is.",
}

AANLEIDING: dict[str, str] = {
    "act_on_a_crisis": "Er dreigt ontruiming of afsluiting. Daarom moet iemand nu contact maken.",
    "plan_the_first_conversation": "De inwoner wil hulp. Daarom moet er een eerste gesprek komen.",
    "visit": "De inwoner is nog niet gesproken en een bezoek is nu de volgende stap.",
    "call": "De inwoner is nog niet gesproken en heeft een telefoonnummer.",
    "call_before_aanmaning": "De gemeente belt de inwoner voordat er een aanmaning gaat.",
    "look_for_a_phone_number": "Er is geen telefoonnummer. De gemeente laat dat eerst zoeken.",
    "ask_a_person_when_post_cannot_arrive": (
        "Een brief kwam terug of kon niet worden gemaakt, of de inwoner is overleden."
    ),
    "ask_a_person_about_a_minor": "De inwoner is jonger dan 18 jaar. Een brief gaat dan naar de ouder of voogd.",
    "let_a_person_judge_the_dwangbevel": (
        "Alles is geprobeerd en er is niet betaald. Een dwangbevel gaat nooit vanzelf: een medewerker beslist."
    ),
    "zaak_kan_niet_verder": "Tijdig kon deze zaak niet zelf verder helpen.",
    "bezorging_is_onzeker": "Het is niet zeker of een bericht is aangekomen.",
    "bericht_blijft_liggen": "Een bericht staat al dagen klaar en is nog niet weg.",
    "twee_berichten_een_kenmerk": "Twee berichten kregen hetzelfde kenmerk. Het is niet zeker welk bericht aankwam.",
    "twee_keer_bij_de_provider": "Een bericht staat twee keer bij de provider.",
    "inwoner_schreef_terug": "De inwoner stuurde een sms terug.",
    "inwoner_nam_contact_op": "De inwoner nam zelf contact op en een collega legde dat gesprek vast.",
}
"""Why the taak was made, by the function or the task that asked for it."""

ONBEKENDE_AANLEIDING = "Een regel van het beleid vroeg om deze taak."

GROND: dict[Taaksoort, str] = {
    Taaksoort.GESPREK_PLANNEN: (
        "Het eerste gesprek is binnen vier weken, en bij een crisis binnen drie werkdagen (Wgs artikel 4)."
    ),
    Taaksoort.CRISIS: "Bij een crisis is het eerste gesprek binnen drie werkdagen (Wgs artikel 4 lid 2).",
}
"""Where the last day follows from the law; elsewhere the gemeente chose it."""

EIGEN_TERMIJN = "Deze termijn koos de gemeente zelf."

DAG, ZOEKGRENS_D = timedelta(days=1), 400


class Termijn(StrEnum):
    """How near the last day is, as the lists filter it; a taak of today also belongs to this week."""

    TE_LAAT = "te-laat"
    VANDAAG = "vandaag"
    WEEK = "deze-week"


TERMIJN: dict[Termijn, str] = {
    Termijn.TE_LAAT: "te laat",
    Termijn.VANDAAG: "vandaag",
    Termijn.WEEK: "deze week",
}


def einde_week(vandaag: date) -> date:
    """Return the Sunday of this week."""
    return vandaag + timedelta(days=6 - vandaag.weekday())


def werkdagen_tot(kalender: Kalender, vandaag: date, dag: date) -> int:
    """Return how many working days there are after today up to and including a day; below zero when it is past.

    Days further than ZOEKGRENS_D away are not counted.
    """
    begin, einde = sorted((vandaag, dag))
    einde = min(einde, begin + ZOEKGRENS_D * DAG)
    aantal = sum(kalender.is_werkdag(begin + n * DAG) for n in range(1, (einde - begin).days + 1))
    return aantal if dag >= vandaag else -aantal


def termijn_in_woorden(kalender: Kalender, vandaag: date, dag: date) -> str:
    """Return how long there is still for a taak: te laat, vandaag, or in so many working days."""
    if abs((dag - vandaag).days) > ZOEKGRENS_D:
        return "meer dan een jaar te laat" if dag < vandaag else "over meer dan een jaar"
    aantal = abs(werkdagen_tot(kalender, vandaag, dag))
    werkdagen = f"{aantal} werkdag" if aantal == 1 else f"{aantal} werkdagen"
    if dag < vandaag:
        return f"{werkdagen} te laat" if aantal else "te laat"
    if dag == vandaag:
        return "vandaag"
    return f"over {werkdagen}" if aantal else "voor de volgende werkdag"
