"""How do screens say what the log keeps as a code? Dutch words for every code that a colleague can see."""

from collections.abc import Mapping

from models.inzage import Inzagereden
from rules.bezorging import Status
from rules.levering import Aanmeldbron, Aanmeldstap, Sector
from rules.log import Soort
from rules.reactie import Reactiesoort
from rules.taakwoorden import NAAM
from rules.woorden import Berichtsoort, Dagdeel, Doelgroep, Kanaal, Overslaanreden, Reden, Zaaksoort

AFDELING: dict[str, str] = {
    Zaaksoort.INCASSO: "Gemeentebelastingen",
    Zaaksoort.VROEGSIGNALERING: "team Vroegsignalering",
}

TAAK: dict[str, str] = {soort.value: naam for soort, naam in NAAM.items()}

BERICHT: dict[str, str] = {
    Berichtsoort.HERINNERING: "Herinnering",
    Berichtsoort.AANMANING: "Aanmaning",
    Berichtsoort.CONTACTVERZOEK: "Vraag om contact",
    Berichtsoort.HULPAANBOD: "Aanbod van hulp",
    Berichtsoort.HULPAANBOD_HERHALING: "Tweede aanbod van hulp",
    Berichtsoort.AANKONDIGING_HUISBEZOEK: "Aankondiging van een huisbezoek",
    Berichtsoort.BRIEF_ONDERWEG: "Bericht dat een brief onderweg is",
}

KANAAL: dict[str, str] = {Kanaal.BRIEF: "brief", Kanaal.SMS: "sms", Kanaal.EMAIL: "e-mail"}

DAGDEEL: dict[str, str] = {
    Dagdeel.OCHTEND: "ochtend (tot 12 uur)",
    Dagdeel.MIDDAG: "middag (12 tot 18 uur)",
    Dagdeel.AVOND: "avond (vanaf 18 uur)",
}

DOELGROEP: dict[str, str] = {
    Doelgroep.ONDERNEMER: "ondernemers",
    Doelgroep.JONGERE: "jongeren",
    Doelgroep.AOW: "mensen met AOW",
    Doelgroep.HUISEIGENAAR: "mensen met een koophuis",
    Doelgroep.HUURDER: "huurders",
}

STATUS: dict[str, str] = {
    Status.KLAARGEZET: "staat klaar",
    Status.BEZIG: "wordt verzonden",
    Status.VERZONDEN: "verzonden",
    Status.BEZORGD: "aangekomen",
    Status.MISLUKT: "niet aangekomen",
    Status.RETOUR: "teruggekomen",
    Status.ONBEKEND: "niet zeker of het aankwam",
    Status.VERVALLEN: "niet verzonden",
}

REDEN: dict[str, str] = {
    Reden.KWIJTSCHELDING: "er is kwijtschelding aangevraagd",
    Reden.UITSTEL: "er is uitstel",
    Reden.REGELING: "er is een betalingsregeling",
    Reden.BEZWAAR: "er is bezwaar gemaakt",
    Reden.HULP: "de inwoner krijgt hulp",
    Reden.OVERLEDEN: "de inwoner is overleden",
    Reden.ADRES_ONBEKEND: "het adres klopt niet",
    Reden.MORATORIUM: "er is een moratorium: de rechter gaf rust",
}

SECTOR: dict[str, str] = {
    Sector.ZORG: "zorgverzekering",
    Sector.ENERGIE: "energie",
    Sector.WATER: "water",
    Sector.HUUR: "huur",
    Sector.HYPOTHEEK: "hypotheek",
    Sector.CAK_ZORG: "CAK, zorgverzekering",
    Sector.CAK_EIGEN_BIJDRAGE: "CAK, eigen bijdrage",
    Sector.DUO: "DUO",
    Sector.BELASTINGDIENST: "Belastingdienst",
    Sector.TOESLAGEN: "toeslagen",
    Sector.GEMEENTEBELASTINGEN: "gemeentebelastingen",
    Sector.OVERIGE: "overig",
}

UITKOMST: dict[str, str] = {
    "bereikt": "Bereikt",
    "niet bereikt": "Niet bereikt",
    "wil hulp": "wil hulp",
    "wil geen hulp": "wil geen hulp",
    "regelt zelf": "regelt het zelf",
    "al betaald": "heeft al betaald",
    "betaalbelofte": "belooft te betalen",
    "niet gevonden": "Niet gevonden",
    "telefoonnummer gevonden": "Telefoonnummer gevonden",
    "niet verschenen": "Inwoner kwam niet",
    "gesprek gevoerd": "Gesprek gevoerd",
    "quick fix": "met een advies of kleine oplossing",
    "vervolghulp financieel": "hulp bij geld volgt",
    "vervolghulp niet financieel": "andere hulp volgt",
    "opgelost": "Opgelost",
    "uitvaardigen": "Wel een dwangbevel",
    "niet uitvaardigen": "Geen dwangbevel",
}

RESULTAAT: dict[str, str] = {
    "betaald": "alles is betaald",
    "kwijtgescholden": "kwijtgescholden",
    "overleden": "de inwoner is overleden",
    "oninbaar": "kan niet worden geïnd",
}
"""How an incassozaak ends; a vroegsignaalzaak ends with the words of DDAS, which are Dutch already."""

GEBEURTENIS: dict[str, str] = {
    Soort.AANSLAG: "Aanslag",
    Soort.BETALING: "Betaling",
    Soort.STORNO: "Betaling teruggedraaid",
    Soort.VERMINDERING: "Bedrag lager geworden",
    Soort.UITSTEL_AANGEVRAAGD: "Uitstel gevraagd",
    Soort.UITSTEL_VERLEEND: "Uitstel gegeven",
    Soort.UITSTEL_AFGEWEZEN: "Uitstel niet gegeven",
    Soort.REGELING_GETROFFEN: "Betalingsregeling afgesproken",
    Soort.REGELING_GEBROKEN: "Betalingsregeling niet nagekomen",
    Soort.KWIJTSCHELDING_AANGEVRAAGD: "Kwijtschelding gevraagd",
    Soort.KWIJTSCHELDING_TOEGEKEND: "Kwijtschelding gegeven",
    Soort.KWIJTSCHELDING_AFGEWEZEN: "Kwijtschelding niet gegeven",
    Soort.BEZWAAR_INGEDIEND: "Bezwaar gemaakt",
    Soort.BEZWAAR_AFGEDAAN: "Bezwaar afgehandeld",
    Soort.DWANGBEVEL_UITGEVAARDIGD: "Dwangbevel gemaakt",
    Soort.DWANGBEVEL_BETEKEND: "Dwangbevel bezorgd",
    Soort.DWANGBEVEL_INGETROKKEN: "Dwangbevel ingetrokken",
    Soort.KOSTEN: "Kosten erbij",
    Soort.BEZWAAR_TEGEN_DELEN: "Inwoner wil niet dat wij gegevens delen",
    Soort.POST_RETOUR: "Post kwam terug",
    Soort.VERHUISD_BINNEN: "Verhuisd binnen de gemeente",
    Soort.VERHUISD_BUITEN: "Verhuisd naar buiten de gemeente",
    Soort.OVERLEDEN: "Inwoner is overleden",
    Soort.BEKEND_BIJ_SCHULDHULP: "Bekend bij schuldhulp",
    Soort.GEEN_CONTACT_GEWENST: "Inwoner wil geen contact",
    Soort.MORATORIUM: "Moratorium: de rechter gaf rust",
    Soort.SIGNAAL_ONTVANGEN: "Signaal ontvangen",
    Soort.SIGNAAL_VOLDAAN: "Signaal is betaald",
    Soort.AFGEMELD: "Inwoner meldde zich af",
    Soort.AANGEMELD: "Inwoner meldde zich weer aan",
    Soort.TERUGKOPPELING: "Bericht van team Vroegsignalering",
    Soort.AANMELDING_SCHULDHULP: "Schuldhulp",
    Soort.TAAK_AFGEROND: "Taak gedaan",
    Soort.CONTACT_OVERGESLAGEN: "Contact niet gezocht",
    Soort.CORRECTIE: "Fout hersteld",
    Soort.BERICHT: "Bericht",
    Soort.BERICHT_VERVALLEN: "Bericht ging niet weg",
    Soort.BERICHT_MISLUKT: "Bericht kwam niet aan",
    Soort.BERICHT_LATER: "Bericht ging later weg",
    Soort.TAAK: "Nieuwe taak",
    Soort.TAAK_VERVALLEN: "Taak is niet meer nodig",
    Soort.OPGESCHORT: "Invordering rust",
    Soort.OVERGEDRAGEN: "Signaal naar team Vroegsignalering",
    Soort.NIET_OVERGEDRAGEN: "Signaal gaat niet naar team Vroegsignalering",
    Soort.SIGNAAL_WACHT: "Signaal wacht: vandaag zijn er genoeg overgedragen",
    Soort.MELDING: "Melding opgepakt",
    Soort.PROEF: "Doet mee aan een proef",
    Soort.GESLOTEN: "Zaak gesloten",
}

OVERSLAAN: dict[str, str] = {
    Overslaanreden.CAPACITEIT: "niemand kan het op tijd doen",
    Overslaanreden.GEEN_TELEFOONNUMMER: "er is geen telefoonnummer",
    Overslaanreden.VEILIGHEID: "het is niet veilig",
    Overslaanreden.BEDRAG: "het bedrag is te laag om over te bellen",
}

AANMELDSTAP: dict[str, str] = {
    Aanmeldstap.AANMELDING: "De inwoner meldde zich aan",
    Aanmeldstap.EERSTE_GESPREK: "Het eerste gesprek is geweest",
    Aanmeldstap.TOELATING: "De inwoner krijgt schuldhulp",
    Aanmeldstap.AFWIJZING: "De inwoner krijgt geen schuldhulp",
    Aanmeldstap.PLAN_VAN_AANPAK: "Het plan van aanpak is klaar",
}

AANMELDBRON: dict[str, str] = {
    Aanmeldbron.SIGNAAL: "na ons contact over het signaal",
    Aanmeldbron.ZELF: "uit zichzelf",
    Aanmeldbron.VERWIJZING: "verwezen door iemand anders",
    Aanmeldbron.ONBEKEND: "niet bekend hoe",
}

BRON: dict[str, str] = {
    "medewerker": "gevonden door een medewerker",
    "inwoner": "van de inwoner zelf",
    "sms": "per sms van de inwoner",
    "provider": "van de provider",
    "brp": "uit de BRP",
    "schuldhulp": "van schuldhulp",
}

REACTIE: dict[str, str] = {
    Reactiesoort.AFMELDEN: "De inwoner wil geen sms meer",
    Reactiesoort.AFMELDEN_EN_LEZEN: "De inwoner wil geen sms meer",
    Reactiesoort.AANMELDEN: "De inwoner wil weer sms",
}

AFSPRAAK: dict[str, str] = {
    "gesprek": "Gesprek",
    "huisbezoek": "Huisbezoek",
    "gepland": "gepland",
    "gedaan": "geweest",
    "vervallen": "gaat niet door",
}

PROVIDER: dict[str, str] = {
    "accepted": "aangenomen",
    "scheduled": "gepland",
    "queued": "in de wachtrij",
    "sending": "onderweg",
    "sent": "verzonden",
    "delivered": "aangekomen",
    "read": "gelezen",
    "undelivered": "niet aangekomen",
    "failed": "mislukt",
    "canceled": "geannuleerd",
}

CONTACTSOORT: dict[str, str] = {"telefoon": "Telefoon", "mobiel": "Mobiel", "email": "E-mail"}

LET_OP: dict[str, str] = {
    "agressie": "Ga niet alleen: er was eerder agressie.",
    "hond": "Er is een hond die kan bijten.",
    "niet-alleen": "Ga niet alleen.",
    "niet-bezoeken": "Ga hier niet op bezoek.",
}

INZAGEREDEN: dict[str, str] = {
    Inzagereden.INWONER_BELT: "De inwoner belt of staat aan de balie",
    Inzagereden.TAAK_VOORBEREIDEN: "Ik bereid een taak voor",
    Inzagereden.VRAAG_COLLEGA: "Een collega vraagt iets",
    Inzagereden.CONTROLE: "Ik controleer het werk",
    Inzagereden.KLACHT: "Klacht of verzoek om inzage",
    Inzagereden.LIJST: "Stond in een lijst",
    Inzagereden.VERVOLG: "Verder vanaf een andere pagina",
    Inzagereden.VRIJGAVE: "Voorbeeld bij het vrijgeven",
    Inzagereden.INZAGE: "Inzage nagekeken",
}

ZOEKREDEN: dict[str, str] = {
    reden: INZAGEREDEN[reden]
    for reden in (
        Inzagereden.INWONER_BELT,
        Inzagereden.TAAK_VOORBEREIDEN,
        Inzagereden.VRAAG_COLLEGA,
        Inzagereden.CONTROLE,
        Inzagereden.KLACHT,
    )
}
"""The reasons that a colleague can choose himself."""


def woord(tabel: Mapping[str, str], code: object) -> str:
    """Return the words for a code; a code without words is shown as it is, with spaces."""
    tekst = str(code)
    return tabel.get(tekst, tekst.replace("_", " "))


def reden_van_inzage(waarom: str) -> str:
    """Return in words why somebody looked: a reason of the list, or a taak."""
    soort, _, nummer = waarom.partition(" ")
    return f"Taak {nummer}" if soort == "taak" else woord(INZAGEREDEN, waarom)


def kleine_letter(tekst: str) -> str:
    """Return a label for inside a sentence."""
    return tekst[:1].lower() + tekst[1:]
