"""Which words does the log use? One place for the closed word lists that rules, tables and screens share."""

from enum import StrEnum


class Zaaksoort(StrEnum):
    """The two machines; also the two departments that may not see each other's zaken."""

    INCASSO = "incasso"
    VROEGSIGNALERING = "vroegsignalering"


class Kanaal(StrEnum):
    """How a bericht reaches a resident."""

    BRIEF = "brief"
    SMS = "sms"
    EMAIL = "email"


class Berichtsoort(StrEnum):
    """Every bericht that Tijdig can send to a resident (contracts.md §4)."""

    HERINNERING = "herinnering"
    AANMANING = "aanmaning"
    CONTACTVERZOEK = "contactverzoek"
    HULPAANBOD = "hulpaanbod"
    HULPAANBOD_HERHALING = "hulpaanbod-herhaling"
    AANKONDIGING_HUISBEZOEK = "aankondiging-huisbezoek"
    BRIEF_ONDERWEG = "brief-onderweg"


class Doelgroep(StrEnum):
    """For whom a letter is worded; the first that applies, in this order."""

    ONDERNEMER = "ondernemer"
    JONGERE = "jongere"
    AOW = "aow"
    HUISEIGENAAR = "huiseigenaar"
    HUURDER = "huurder"


class Taaksoort(StrEnum):
    """Work that a person must do (contracts.md §4)."""

    BELLEN = "bellen"
    HUISBEZOEK = "huisbezoek"
    CONTACTGEGEVENS_ZOEKEN = "contactgegevens-zoeken"
    DWANGBEVEL_BEOORDELEN = "dwangbevel-beoordelen"
    GESPREK_PLANNEN = "gesprek-plannen"
    CRISIS = "crisis"
    UITVAL_UITZOEKEN = "uitval-uitzoeken"
    ONZEKERE_BEZORGING = "onzekere-bezorging"
    REACTIE_LEZEN = "reactie-lezen"


class Overslaanreden(StrEnum):
    """Why a personal contact was not tried (domain.md §9, row 10)."""

    CAPACITEIT = "capaciteit"
    GEEN_TELEFOONNUMMER = "geen-telefoonnummer"
    VEILIGHEID = "veiligheid"
    BEDRAG = "bedrag"


class Dagdeel(StrEnum):
    """DDAS EnumDagdeel: until 12:00, 12:00-18:00, from 18:00."""

    OCHTEND = "ochtend"
    MIDDAG = "middag"
    AVOND = "avond"


class Reden(StrEnum):
    """Why collection rests (contracts.md §4, opgeschort REDEN)."""

    KWIJTSCHELDING = "kwijtschelding"
    UITSTEL = "uitstel"
    REGELING = "regeling"
    BEZWAAR = "bezwaar"
    HULP = "hulp"
    OVERLEDEN = "overleden"
    ADRES_ONBEKEND = "adres-onbekend"
    MORATORIUM = "moratorium"
