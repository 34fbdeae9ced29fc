"""What can happen to a taak besides its outcome, and for which reasons? Closed lists, with the words of the screens."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rules.woorden import Overslaanreden, Taaksoort

GEWAARSCHUWD, BIJ_TEAMLEIDING = 1, 2
"""How far a taak is escalated: its team is warned, the team lead sees it."""


class Actie(StrEnum):
    """One step of a taak through hands; kept as a Taakactie."""

    GENOMEN = "genomen"
    TERUGGEGEVEN = "teruggegeven"
    TOEGEWEZEN = "toegewezen"
    VERDEELD = "verdeeld"
    WEGGELEGD = "weggelegd"
    TERUGGEHAALD = "teruggehaald"
    GEESCALEERD = "geescaleerd"
    GEWAARSCHUWD = "gewaarschuwd"
    NAAR_TEAMLEIDING = "naar-teamleiding"
    TERUG_IN_LIJST = "terug-in-lijst"
    BEZOEK_GEPLAND = "bezoek-gepland"
    GESPREK_GEPLAND = "gesprek-gepland"
    LET_OP = "let-op"
    VOORGESTELD = "voorgesteld"
    INGETROKKEN = "ingetrokken"
    NIET_EENS = "niet-eens"
    BEVESTIGD = "bevestigd"
    OVERGESLAGEN = "overgeslagen"


ACTIE: dict[Actie, str] = {
    Actie.GENOMEN: "heeft de taak genomen",
    Actie.TERUGGEGEVEN: "heeft de taak teruggegeven aan het team",
    Actie.TOEGEWEZEN: "heeft de taak aan een collega gegeven",
    Actie.VERDEELD: "heeft de taak verdeeld",
    Actie.WEGGELEGD: "heeft de taak weggelegd",
    Actie.TERUGGEHAALD: "heeft de taak teruggehaald",
    Actie.GEESCALEERD: "heeft de taak aan de teamleiding gegeven",
    Actie.GEWAARSCHUWD: "heeft gewaarschuwd",
    Actie.NAAR_TEAMLEIDING: "heeft de taak aan de teamleiding laten zien",
    Actie.TERUG_IN_LIJST: "heeft de taak weer in de lijst gezet",
    Actie.BEZOEK_GEPLAND: "heeft een bezoek gepland",
    Actie.GESPREK_GEPLAND: "heeft een gesprek gepland",
    Actie.LET_OP: "heeft gezet waar een bezoeker op moet letten",
    Actie.VOORGESTELD: "heeft een beslissing voorgesteld",
    Actie.INGETROKKEN: "heeft het eigen voorstel ingetrokken",
    Actie.NIET_EENS: "is het niet eens met het voorstel",
    Actie.BEVESTIGD: "heeft het voorstel bevestigd",
    Actie.OVERGESLAGEN: "heeft beslist dat wij dit contact niet zoeken",
}
"""What somebody did; Tijdig itself is the one that did it when no colleague is named."""


class Wachtreden(StrEnum):
    """Why a taak is put away until a day."""

    TERUGBELLEN = "terugbellen"
    WACHT_OP_INWONER = "wacht-op-inwoner"
    WACHT_OP_PARTNER = "wacht-op-partner"
    WACHT_OP_COLLEGA = "wacht-op-collega"
    ANDER_DAGDEEL = "ander-dagdeel"
    AFSPRAAK = "afspraak"


WACHT: dict[Wachtreden, str] = {
    Wachtreden.TERUGBELLEN: "de inwoner vroeg om later te bellen",
    Wachtreden.WACHT_OP_INWONER: "de inwoner stuurt nog iets",
    Wachtreden.WACHT_OP_PARTNER: "een andere organisatie moet eerst iets doen",
    Wachtreden.WACHT_OP_COLLEGA: "een collega moet eerst iets doen",
    Wachtreden.ANDER_DAGDEEL: "ik probeer het op een ander dagdeel",
    Wachtreden.AFSPRAAK: "er staat een afspraak",
}


class Escalatiereden(StrEnum):
    """Why somebody gives a taak to the team lead."""

    LUKT_NIET_OP_TIJD = "lukt-niet-op-tijd"
    TE_MOEILIJK = "te-moeilijk"
    ONVEILIG = "onveilig"
    KEN_DE_INWONER = "ken-de-inwoner"
    VERKEERD_TEAM = "verkeerd-team"


ESCALATIE: dict[Escalatiereden, str] = {
    Escalatiereden.LUKT_NIET_OP_TIJD: "het lukt niet op tijd",
    Escalatiereden.TE_MOEILIJK: "ik weet niet wat hier goed is",
    Escalatiereden.ONVEILIG: "het is niet veilig",
    Escalatiereden.KEN_DE_INWONER: "ik ken de inwoner zelf",
    Escalatiereden.VERKEERD_TEAM: "de taak hoort bij een ander team",
}

OVER_TE_SLAAN = frozenset({Taaksoort.BELLEN, Taaksoort.HUISBEZOEK})
"""A contact that the law asks within days, such as a crisis, is never skipped."""

OVERSLAAN: dict[Overslaanreden, str] = {
    Overslaanreden.VEILIGHEID: "het is niet veilig",
    Overslaanreden.CAPACITEIT: "niemand kan het op tijd doen",
}
"""Why a person may decide that a contact is not tried; of the other redenen the rules know themselves."""

LANGST_WEG_D = 60
"""So many calendar days a taak may be put away at most."""


@dataclass(frozen=True)
class Hand:
    """In whose hands a taak is, seen by one colleague. `eigen`: his own, or of somebody whom he replaces."""

    eigen: bool
    vrij: bool
    leiding: bool
    """He may divide the work of the team."""
    weg: bool = False
    bij_leiding: bool = False


def waarom_niet(actie: Actie, hand: Hand) -> str:
    """Return in Dutch why a colleague may not do this to an open taak; empty when he may."""
    mijn = hand.eigen or hand.leiding
    match actie:
        case Actie.GENOMEN if not hand.vrij and not hand.eigen:
            return "Deze taak is van een collega. Vraag of hij de taak aan u geeft."
        case Actie.TERUGGEGEVEN if hand.vrij or not mijn:
            return "Deze taak is niet van u. U kunt hem niet teruggeven."
        case Actie.TOEGEWEZEN if not hand.vrij and not mijn:
            return "Deze taak is van een collega. Alleen hij of de teamleiding geeft de taak aan een ander."
        case Actie.WEGGELEGD if not mijn:
            return "Neem de taak eerst. Daarna kunt u hem wegleggen."
        case Actie.OVERGESLAGEN if not mijn:
            return "Neem de taak eerst. Daarna kunt u beslissen dat wij dit contact niet zoeken."
        case Actie.TERUGGEHAALD if not hand.weg:
            return "Deze taak is niet weggelegd."
        case Actie.GEESCALEERD if hand.bij_leiding:
            return "Deze taak is al bij de teamleiding."
        case _:
            return ""


def overslaanredenen(soort: Taaksoort, hand: Hand) -> dict[str, str]:
    """Return for which redenen (code and words) somebody may decide that this contact is not tried.

    That nobody has time, only the team lead decides: it is about the work of the whole team.
    """
    if soort not in OVER_TE_SLAAN or waarom_niet(Actie.OVERGESLAGEN, hand):
        return {}
    return {r.value: tekst for r, tekst in OVERSLAAN.items() if r != Overslaanreden.CAPACITEIT or hand.leiding}


def fout_in_wachtdag(tot: date, uiterlijk: date, *, wettelijk: bool, today: date) -> str:
    """Return in Dutch why a taak may not be put away until a day; empty when it may. A legal term is never passed."""
    if tot <= today:
        return "Kies een dag na vandaag."
    if tot > today + timedelta(days=LANGST_WEG_D):
        return f"Kies een dag binnen {LANGST_WEG_D} dagen."
    if wettelijk and tot > uiterlijk:
        return "Deze taak heeft een termijn uit de wet. Kies een dag die niet na de laatste dag ligt."
    return ""
