"""Which alarms are there, what does each mean, and what does an operator do about it?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Alarmsoort(StrEnum):
    """What can be wrong with a delivery, a zaak, the post or the machine itself."""

    LEVERANCIER_STIL = "leverancier-stil"
    AANTAL_BUITEN_BAND = "aantal-buiten-band"
    LEVERING_GEWEIGERD = "levering-geweigerd"
    LEVERING_BLIJFT_LIGGEN = "levering-blijft-liggen"
    WETTELIJKE_TERMIJN = "wettelijke-termijn"
    ZAAK_ZONDER_DATUM = "zaak-zonder-datum"
    ZAAK_TE_STIL = "zaak-te-stil"
    POST_TE_OUD = "post-te-oud"
    ZENDING_WACHT = "zending-wacht"
    RONDE_NIET_GEDRAAID = "ronde-niet-gedraaid"
    RONDE_NIET_HEEL = "ronde-niet-heel"
    PAUZE_DUURT_LANG = "pauze-duurt-lang"
    BELEID_NIET_LEESBAAR = "beleid-niet-leesbaar"
    WERKER_WEG = "werker-weg"
    SCHEMA_STIL = "schema-stil"
    PREFECT_GROEIT = "prefect-groeit"
    PORTIER_STIL = "portier-stil"
    BEWAKING_STIL = "bewaking-stil"


class Ernst(StrEnum):
    """How bad an alarm is: with an open fout the bewaking is not green; a waarschuwing can wait for tomorrow."""

    FOUT = "fout"
    WAARSCHUWING = "waarschuwing"


@dataclass(frozen=True)
class Uitleg:
    """What an operator reads about one soort, in Dutch: its title, what it means and what to do."""

    titel: str
    betekent: str
    doen: str
    ernst: Ernst = Ernst.FOUT


@dataclass(frozen=True)
class Mankement:
    """One thing that is wrong now. `onderwerp` says which one; `gegevens` holds ids, dates (as text) and counts only.

    Two findings with the same soort, gemeente and onderwerp are the same alarm.
    """

    soort: Alarmsoort
    gemeente: str = ""
    onderwerp: str = ""
    gegevens: Mapping[str, Any] = field(default_factory=dict[str, Any])


UITLEG: dict[Alarmsoort, Uitleg] = {
    Alarmsoort.LEVERANCIER_STIL: Uitleg(
        "Leverancier stil",
        "Deze leverancier levert langer niets dan is afgesproken.",
        "Bel de leverancier. Vraag wanneer het bestand komt. Zet het daarna in de map van deze leverancier.",
    ),
    Alarmsoort.AANTAL_BUITEN_BAND: Uitleg(
        "Vreemd aantal rijen",
        "De laatste levering heeft veel meer of minder rijen dan gewoon.",
        "Kijk of de levering klopt. Klopt zij niet? Vraag de leverancier om een goed bestand.",
        Ernst.WAARSCHUWING,
    ),
    Alarmsoort.LEVERING_GEWEIGERD: Uitleg(
        "Levering geweigerd",
        "Tijdig kon een bestand niet lezen en heeft er niets van ingenomen.",
        "Lees de reden in de map geweigerd. Vraag de leverancier om een goed bestand en haal het oude weg.",
    ),
    Alarmsoort.LEVERING_BLIJFT_LIGGEN: Uitleg(
        "Levering blijft liggen",
        "Een bestand is aangenomen, maar nog niet helemaal ingenomen.",
        "Kijk in Prefect of de inname draait. Start de inname anders opnieuw: dat kan zonder schade.",
    ),
    Alarmsoort.WETTELIJKE_TERMIJN: Uitleg(
        "Termijn van de wet loopt af",
        "Een taak met een termijn uit de wet is bijna of al te laat.",
        "Geef deze taken vandaag aan een medewerker. U vindt ze boven aan de werkvoorraad.",
    ),
    Alarmsoort.ZAAK_ZONDER_DATUM: Uitleg(
        "Zaak zonder volgende datum",
        "Een open zaak heeft geen dag waarop Tijdig weer kijkt. Deze inwoner wordt vergeten.",
        "Start in Prefect de flow van deze zaak met het nummer van de zaak. Meld het ook bij de beheerder.",
    ),
    Alarmsoort.ZAAK_TE_STIL: Uitleg(
        "Inwoner hoort te lang niets",
        "Er is langer geen contact met de inwoner dan het beleid wil.",
        "Kijk in de zaak waarop het wacht. Vaak ligt er nog een taak: laat die doen.",
        Ernst.WAARSCHUWING,
    ),
    Alarmsoort.POST_TE_OUD: Uitleg(
        "Post blijft liggen",
        "Berichten hadden al weg moeten zijn, of het is lang niet zeker of ze aankwamen.",
        "Kijk in Prefect of verzending en bezorging draaien. Kijk of de drukker of de dienst bereikbaar is.",
    ),
    Alarmsoort.ZENDING_WACHT: Uitleg(
        "Zending wacht op vrijgave",
        "Een grote zending wacht al dagen tot mensen haar vrijgeven.",
        "Laat twee collega's de zending bekijken en vrijgeven, of haar intrekken.",
        Ernst.WAARSCHUWING,
    ),
    Alarmsoort.RONDE_NIET_GEDRAAID: Uitleg(
        "Dagronde niet gedraaid",
        "De dagronde van deze gemeente heeft op een werkdag niet gedraaid.",
        "Start de dagronde van deze gemeente in Prefect. Zij haalt alles in en doet niets dubbel.",
    ),
    Alarmsoort.RONDE_NIET_HEEL: Uitleg(
        "Dagronde niet heel",
        "In de laatste dagronde konden een of meer zaken niet verder.",
        "Kijk bij de taken uitval-uitzoeken en in de mislukte runs. Los de oorzaak op en start de ronde opnieuw.",
    ),
    Alarmsoort.PAUZE_DUURT_LANG: Uitleg(
        "Pauze duurt lang",
        "Een kanaal, een stap of een gemeente staat al dagen stil omdat iemand dat zo wilde.",
        "Vraag aan wie de pauze instelde of zij nog nodig is. Hervat anders.",
        Ernst.WAARSCHUWING,
    ),
    Alarmsoort.BELEID_NIET_LEESBAAR: Uitleg(
        "Beleid niet te lezen",
        "Het bestand met het beleid van deze gemeente heeft een fout. De gemeente staat daardoor stil.",
        "Toets het bestand met tijdig beleid toets en verbeter het.",
    ),
    Alarmsoort.WERKER_WEG: Uitleg(
        "Werker weg",
        "Een werker van Prefect is weg. Flows wachten langer of draaien niet.",
        "Start de werker opnieuw met tijdig werker, of start Tijdig opnieuw. Er gaat niets verloren.",
    ),
    Alarmsoort.SCHEMA_STIL: Uitleg(
        "Schema staat stil",
        "Een flow met een schema wordt niet meer gestart, of zijn runs wachten veel te lang.",
        "Kijk in Prefect of het schema aan staat en of een werker draait. Rol anders uit met tijdig uitrol.",
    ),
    Alarmsoort.PREFECT_GROEIT: Uitleg(
        "Database van Prefect groeit hard",
        "De database van Prefect is bijna te groot of groeit veel harder dan gewoon.",
        "Kijk of de flow opschoning draait. Kijk ook hoe vol de schijf is.",
        Ernst.WAARSCHUWING,
    ),
    Alarmsoort.PORTIER_STIL: Uitleg(
        "Portier staat stil",
        "Niemand kijkt meer in de mappen van de leveranciers. Nieuwe leveringen blijven liggen.",
        "Kijk of Tijdig draait. Start Tijdig anders opnieuw.",
    ),
    Alarmsoort.BEWAKING_STIL: Uitleg(
        "Bewaking staat stil",
        "De flow bewaking draait niet meer. Andere alarmen komen nu niet.",
        "Kijk of de server van Prefect en de werker draaien. Start Tijdig anders opnieuw.",
    ),
}
