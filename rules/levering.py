"""What can one row of a delivery say? (docs/contracts: vorderingen, mutaties, signalen; and what else comes in)"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Belastingsoort(StrEnum):
    """The municipal taxes of Gemeentewet chapter XV that the extract can name."""

    AFVALSTOFFENHEFFING = "afvalstoffenheffing"
    RIOOLHEFFING = "rioolheffing"
    OZB_EIGENAAR = "ozb_eigenaar"
    OZB_GEBRUIKER = "ozb_gebruiker"
    HONDENBELASTING = "hondenbelasting"
    PARKEERBELASTING = "parkeerbelasting"
    OVERIG = "overig"


class Mutatiesoort(StrEnum):
    """What the tax suite can tell about an aanslag after it was imposed."""

    BETALING = "betaling"
    STORNO = "storno"
    VERMINDERING = "vermindering"
    UITSTEL_AANGEVRAAGD = "uitstel_aangevraagd"
    UITSTEL_VERLEEND = "uitstel_verleend"
    UITSTEL_AFGEWEZEN = "uitstel_afgewezen"
    REGELING_GETROFFEN = "regeling_getroffen"
    REGELING_GEBROKEN = "regeling_gebroken"
    KWIJTSCHELDING_AANGEVRAAGD = "kwijtschelding_aangevraagd"
    KWIJTSCHELDING_TOEGEKEND = "kwijtschelding_toegekend"
    KWIJTSCHELDING_AFGEWEZEN = "kwijtschelding_afgewezen"
    BEZWAAR_INGEDIEND = "bezwaar_ingediend"
    BEZWAAR_AFGEDAAN = "bezwaar_afgedaan"
    DWANGBEVEL_UITGEVAARDIGD = "dwangbevel_uitgevaardigd"
    DWANGBEVEL_BETEKEND = "dwangbevel_betekend"
    DWANGBEVEL_INGETROKKEN = "dwangbevel_ingetrokken"
    KOSTEN = "kosten"


class Sector(StrEnum):
    """The kind of creditor behind a signaal; mapped to DDAS EnumSignaalpartner on export."""

    ZORG = "zorg"
    ENERGIE = "energie"
    WATER = "water"
    HUUR = "huur"
    HYPOTHEEK = "hypotheek"
    CAK_ZORG = "cak_zorg"
    CAK_EIGEN_BIJDRAGE = "cak_eigen_bijdrage"
    DUO = "duo"
    BELASTINGDIENST = "belastingdienst"
    TOESLAGEN = "toeslagen"
    GEMEENTEBELASTINGEN = "gemeentebelastingen"
    OVERIGE = "overige"


class Retourreden(StrEnum):
    """Why the post brought a letter back; what the post says in other words is ANDERS."""

    ONBEKEND = "adres onbekend"
    VERHUISD = "verhuisd"
    GEWEIGERD = "geweigerd"
    NIET_AFGEHAALD = "niet afgehaald"
    BRIEVENBUS = "brievenbus niet bereikbaar"
    OVERLEDEN = "overleden"
    ANDERS = "anders"


class Aanmeldstap(StrEnum):
    """How far a resident is at schuldhulpverlening, as schuldhulp delivers it (Wgs art. 4 and 4a)."""

    AANMELDING = "aanmelding"
    EERSTE_GESPREK = "eerste_gesprek"
    TOELATING = "toelating"
    AFWIJZING = "afwijzing"
    PLAN_VAN_AANPAK = "plan_van_aanpak"


class Aanmeldbron(StrEnum):
    """How a resident came to schuldhulpverlening."""

    SIGNAAL = "signaal"
    ZELF = "zelf"
    VERWIJZING = "verwijzing"
    ONBEKEND = "onbekend"


class Ervaringroute(StrEnum):
    """About which contact a resident gives his opinion."""

    BRIEF = "brief"
    BELLEN = "bellen"
    BEZOEK = "bezoek"
    GESPREK = "gesprek"
    ANDERS = "anders"


@dataclass(frozen=True)
class Adres:
    """A Dutch address as delivered; postcode as '1234AB', empty strings where a part is missing."""

    straat: str = ""
    huisnummer: str = ""
    toevoeging: str = ""
    postcode: str = ""
    woonplaats: str = ""


@dataclass(frozen=True)
class Persoon:
    """Who a row is about. Telefoon is E.164 or empty; geboortedatum may be unknown."""

    achternaam: str = ""
    voorletters: str = ""
    voorvoegsel: str = ""
    geboortedatum: date | None = None
    bsn: str = ""
    adres: Adres = Adres()
    telefoon: str = ""
    mobiel: bool = False
    email: str = ""


@dataclass(frozen=True)
class VorderingRij:
    """One aanslagregel of the periodic extract; amounts in cents."""

    aanslagnummer: str
    regel: str
    persoon: Persoon
    belastingsoort: Belastingsoort
    belastingjaar: int
    bedrag: int
    openstaand: int
    dagtekening: date
    vervaldag: date


@dataclass(frozen=True)
class MutatieRij:
    """One change to an aanslag; bedrag in cents, or None where the soort needs none."""

    aanslagnummer: str
    soort: Mutatiesoort
    datum: date
    bedrag: int | None = None
    kenmerk: str = ""
    tot: date | None = None


@dataclass(frozen=True)
class SignaalRij:
    """One signaal of one partner about one arrear; bedrag in cents."""

    kenmerk: str
    partner: str
    sector: Sector
    persoon: Persoon
    bedrag: int
    signaaldatum: date
    ontstaansdatum: date | None = None
    crisis: bool = False
    warme_overdracht: bool = False


@dataclass(frozen=True)
class RetourRij:
    """One letter that came back; bericht as it stands in manifest.csv of the print batch."""

    bericht: str
    datum: date
    reden: Retourreden = Retourreden.ANDERS


@dataclass(frozen=True)
class SchuldhulpRij:
    """One step of a resident at schuldhulpverlening."""

    bsn: str
    stap: Aanmeldstap
    datum: date
    bron: Aanmeldbron = Aanmeldbron.ONBEKEND


@dataclass(frozen=True)
class ErvaringRij:
    """One anonymous answer: how a contact was, from 1 (bad) to 5 (good)."""

    datum: date
    route: Ervaringroute
    cijfer: int
