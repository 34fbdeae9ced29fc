"""Which questions of the evaluation can be answered from what is written down? All eighteen of domain.md §9.

Each has one query over the log as corrected. It gives counts, never a person; who shows them to others leaves out what
is too small (rules/kleinecijfers.py). docs/vragen.md is made from this list.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select

from models import antwoorden_incasso as incasso
from models import antwoorden_vroeg as vroeg
from models import antwoorden_werk as werk
from models.grootboekbron import Peiling

__all__ = ["VRAGEN", "Peiling", "Vraag", "beantwoord"]


@dataclass(frozen=True)
class Vraag:
    """One question, where its facts come from, the query, and what cannot be answered and why (all in Dutch)."""

    nummer: int
    vraag: str
    feiten: str
    query: Callable[[Peiling], Select[Any]]
    niet: str


def beantwoord(db: Connection, vraag: Vraag, peiling: Peiling) -> list[dict[str, Any]]:
    """Return the answer as rows of counts, in a fixed order."""
    return [{str(naam): waarde for naam, waarde in rij.items()} for rij in db.execute(vraag.query(peiling)).mappings()]


VRAGEN: tuple[Vraag, ...] = (
    Vraag(
        1, "Hoeveel inwoners met een signaal kregen daarna kwijtschelding?",
        "De mutaties van het belastingpakket (aangevraagd, toegekend, afgewezen) en wat invordering zelf vastlegt. De "
        "overdracht schrijft Tijdig.",
        incasso.kwijtschelding_na_signaal,
        "Waarom kwijtschelding werd afgewezen, en of zij geheel of voor een deel is: het belastingpakket levert dat "
        "niet.",
    ),
    Vraag(
        2, "Leidden signalen tot minder dwangbevelen?",
        "De mutaties van het belastingpakket (uitgevaardigd, betekend, ingetrokken) en wat een medewerker over het "
        "dwangbevel besloot. Wie alleen wachtte op het maximum per dag, staat apart: dat is de vergelijkingsgroep.",
        incasso.dwangbevelen_na_besluit,
        "Of het zonder signaal anders was gegaan. Dat kan alleen een vergelijking zeggen, met een interval.",
    ),
    Vraag(
        3, "Welke incassokosten zijn in rekening gebracht?",
        "De kosten van elke aanmaning staan bij het bericht, met het tarief. Andere kosten levert het belastingpakket.",
        incasso.incassokosten,
        "Welke kosten zijn betaald of teruggegeven: het belastingpakket levert alleen wat erbij komt. Wat is vermeden, "
        "is altijd een schatting uit een vergelijking.",
    ),
    Vraag(
        4, "Leidden signalen tot meer aanmeldingen bij schuldhulp?",
        "De levering `schuldhulp`, of een medewerker van team Vroegsignalering legt de stap vast bij de melding.",
        vroeg.aanmeldingen,
        "Aanmeldingen van inwoners zonder signaal: met hen heeft vroegsignalering niets te maken. En van een "
        "huisgenoot die op de melding van een ander staat: dan zou het lijken of die ander zich aanmeldde. Wie zonder "
        "BSN bekend is, vindt Tijdig ook niet terug.",
    ),
    Vraag(
        5, "Om welke belasting gaat het?",
        "Het extract noemt de soort bij elke aanslagregel. Bij de overdracht legt Tijdig vast welke soort het grootst "
        "was.",
        incasso.belastingsoorten,
        "Team Vroegsignalering hoort de soort niet: de wet staat alleen het bedrag toe.",
    ),
    Vraag(
        6, "Voorspelt een belastingachterstand meer dan een ander signaal?",
        "Bij elk signaal legt Tijdig vast wat toen bekend was: soort, bedrag, duur, eerdere signalen op het adres, "
        "doelgroep en leeftijdsgroep. Wat ervan kwam, volgt uit het log.",
        vroeg.voorspellers,
        "Bewind en WSNP: die registers leveren niet. Het soort huishouden: daar is geen grondslag voor. Hoe lang een "
        "belastingachterstand duurt, weet alleen Gemeentebelastingen.",
    ),
    Vraag(
        7, "Wat is het beste moment om contact te zoeken?",
        "Elke poging heeft een dag, een dagdeel, een kanaal en een uitkomst. De vervaldag en het begin van de melding "
        "staan erbij.",
        werk.pogingen,
        "De dag waarop iemand salaris krijgt: dat mag en hoeft niemand te weten. Zonder loting zegt het verschil niet "
        "waardoor het komt.",
    ),
    Vraag(
        8, "Waar week een gemeente af van de afspraken?",
        "Elke overdracht heeft het bewijs per voorwaarde, de afwijkingen met hun reden, en de versie van het beleid.",
        incasso.afwijkingen,
        "Wat buiten Tijdig om gebeurde.",
    ),
    Vraag(
        9, "In welke maanden ontbreken gegevens?",
        "Per leverancier en maand staat vast of er is geleverd wat normaal is, en zo niet: waarom.",
        werk.leveringen,
        "Hoeveel medewerkers er waren: dat staat in geen levering.",
    ),
    Vraag(
        10, "Hoe vaak is persoonlijk contact niet geprobeerd, en waarom?",
        "Tijdig schrijft het op als niemand kan bellen (geen nummer, te laag bedrag). Een medewerker legt vast dat het "
        "niet veilig is, de teamleiding dat niemand het op tijd kan doen.",
        werk.overgeslagen,
        "Wat een medewerker laat liggen zonder het te zeggen. Dat blijft een open taak die te laat is.",
    ),
    Vraag(
        11, "Hebben wij een telefoonnummer en een e-mailadres?",
        "Bij het signaal en bij de overdracht legt Tijdig vast of er een bruikbaar nummer en adres was.",
        vroeg.bereikbaarheid,
        "Of een nummer echt van de inwoner is, weten wij pas na contact.",
    ),
    Vraag(
        12, "Komen er nieuwe doelgroepen in beeld?",
        "De doelgroep en de leeftijdsgroep bij elk signaal. De doelgroep volgt uit de leeftijd, een onderneming en een "
        "eigen woning.",
        vroeg.doelgroepen,
        "Van wie alleen bij een partner bekend is, weet team Vroegsignalering niet of hij een eigen woning heeft.",
    ),
    Vraag(
        13, "Was de inwoner al bekend?",
        "Bij elk signaal staat of de inwoner bekend was bij schuldhulp, en hoeveel signalen er in zes maanden op het "
        "adres waren.",
        vroeg.nieuw_in_beeld,
        "Hulp buiten de gemeente.",
    ),
    Vraag(
        14, "Hoeveel inwoners bereikten wij?",
        "Elke poging met haar uitkomst. Een brief telt nooit als bereikt.",
        vroeg.bereik,
        "Wie een brief las en niet reageerde.",
    ),
    Vraag(
        15, "Wat werd er van de hulp?",
        "Het eindresultaat van de melding, de rust die werd gevraagd, en nieuwe signalen daarna. De stappen bij "
        "schuldhulp staan bij vraag 4.",
        vroeg.wat_werd_van_de_hulp,
        "Hoe de hulp zelf verliep: dat dossier is van schuldhulp en komt hier niet.",
    ),
    Vraag(
        16, "Welke brief en welk kanaal werken?",
        "Elk bericht heeft een soort, kanaal, versie en variant, en wat ermee gebeurde. Betalingen en gesprekken "
        "daarna staan in het log.",
        werk.brieven,
        "Of een brief is gelezen. Alleen een proef met loting zegt of de variant het verschil maakt.",
    ),
    Vraag(
        17, "Hoeveel werk kost het?",
        "Een medewerker kan bij de uitkomst van een taak de minuten invullen.",
        werk.werk,
        "Minuten die niemand invult. Bij een dwangbevel en op de bezoeklijst vraagt Tijdig er niet om. "
        "Het werk van één medewerker: daarvoor is dit niet bedoeld.",
    ),
    Vraag(
        18, "Wat vinden inwoners ervan?",
        "De levering `ervaringen`: anonieme antwoorden op papier, met maand, soort contact en een cijfer.",
        werk.ervaringen,
        "Wie het antwoord gaf, en bij welke zaak het hoort. Wie niet antwoordt, ontbreekt.",
    ),
)  # fmt: skip
