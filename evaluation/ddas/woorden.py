"""Which word of DDAS says what a word of ours says? One table per field of the delivery (v1.2).

Source: VNG-Realisatie/ddas-vroegsignalering v1.2, json_schema_Uitwisselmodel.json and Detail_Model Vroegsignalering.
"""

from enum import StrEnum

from rules.levering import Sector
from rules.resultaat import Eindresultaat
from rules.woorden import Dagdeel, Kanaal, Taaksoort

VERSIE = "1.2"


class Signaalpartner(StrEnum):
    """EnumSignaalpartner: what kind of creditor gave the signaal."""

    BELASTINGDIENST = "Belastingdienst"
    CAK_EIGEN_BIJDRAGE = "CAK Eigen bijdrage"
    CAK_ZORG = "CAK Zorgverzekeringen"
    TOESLAGEN = "Dienst Toeslagen"
    DUO = "DUO"
    ENERGIE = "Energie"
    HUUR = "Huur"
    HYPOTHEEK = "Hypotheek"
    OVERIGE = "Overige"
    WATER = "Water"
    ZORG = "Zorg"


class Signaalstatus(StrEnum):
    """EnumSignaalstatus: was the signaal taken up, and if not, why?"""

    BEKEND = "Inwoner al bekend bij schuldhulpverlening"
    OVERLEDEN = "Inwoner is overleden"
    ANDERE_REDEN = "Niet opgepakt: andere reden"
    HERHAALD = "Niet opgepakt: herhaalde melding"
    ONTERECHT = "Niet opgepakt: onterecht signaal"
    NOG_NIET = "Nog niet opgepakt"
    OPGEPAKT = "Opgepakt"
    GEEN_INWONER = "Persoon is geen inwoner (meer) in de gemeente"


class Contactsoort(StrEnum):
    """EnumContactsoort: how contact was sought."""

    ADMINISTRATIEF = "Administratief"
    AFSPRAAK = "Afspraak op locatie"
    BRIEF = "Brief"
    HUISBEZOEK = "Huisbezoek"
    KAARTJE = "Kaartje"
    MAIL = "Mail"
    ONBEKEND = "Onbekend"
    OVERIGE = "Overige"
    SMS = "SMS/Whatsapp"
    TELEFOON = "Telefoon"


class Dagdeelwoord(StrEnum):
    """EnumDagdeel: until 12:00, 12:00-18:00, from 18:00."""

    OCHTEND = "Ochtend"
    MIDDAG = "Middag"
    AVOND = "Avond"


GESLACHT = ("Man", "Vrouw", "Onbekend", "Leeg")
"""The words for geslachtsaanduiding; Tijdig does not know it and leaves the field out."""

PARTNER: dict[Sector, Signaalpartner] = {
    Sector.ZORG: Signaalpartner.ZORG,
    Sector.ENERGIE: Signaalpartner.ENERGIE,
    Sector.WATER: Signaalpartner.WATER,
    Sector.HUUR: Signaalpartner.HUUR,
    Sector.HYPOTHEEK: Signaalpartner.HYPOTHEEK,
    Sector.CAK_ZORG: Signaalpartner.CAK_ZORG,
    Sector.CAK_EIGEN_BIJDRAGE: Signaalpartner.CAK_EIGEN_BIJDRAGE,
    Sector.DUO: Signaalpartner.DUO,
    Sector.BELASTINGDIENST: Signaalpartner.BELASTINGDIENST,
    Sector.TOESLAGEN: Signaalpartner.TOESLAGEN,
    Sector.GEMEENTEBELASTINGEN: Signaalpartner.OVERIGE,
    Sector.OVERIGE: Signaalpartner.OVERIGE,
}
"""signaalpartner.type. DDAS has no word for Gemeentebelastingen: it is counted among Overige."""

NIET_OPGEPAKT: dict[Eindresultaat, Signaalstatus] = {
    Eindresultaat.BEKEND: Signaalstatus.BEKEND,
    Eindresultaat.OVERLEDEN: Signaalstatus.OVERLEDEN,
    Eindresultaat.GEEN_INWONER: Signaalstatus.GEEN_INWONER,
    Eindresultaat.HERHAALD: Signaalstatus.HERHAALD,
    Eindresultaat.ONTERECHT: Signaalstatus.ONTERECHT,
    Eindresultaat.ANDERE_REDEN: Signaalstatus.ANDERE_REDEN,
}
"""status of a signaal whose zaak ended in this way, also when there had been contact (DDAS EnumSignaalstatus)."""

BERICHTKANAAL: dict[Kanaal, Contactsoort] = {
    Kanaal.BRIEF: Contactsoort.BRIEF,
    Kanaal.SMS: Contactsoort.SMS,
    Kanaal.EMAIL: Contactsoort.MAIL,
}
"""contactpoging.soort of a bericht."""

TAAK: dict[Taaksoort, Contactsoort] = {
    Taaksoort.BELLEN: Contactsoort.TELEFOON,
    Taaksoort.HUISBEZOEK: Contactsoort.HUISBEZOEK,
    Taaksoort.CRISIS: Contactsoort.ONBEKEND,
    Taaksoort.GESPREK_PLANNEN: Contactsoort.AFSPRAAK,
}
"""contactpoging.soort of a taak. In a crisis a person calls or visits: which of the two is not recorded.
Every other taak is desk work: nobody is approached, so it is no contactpoging."""

GESPREK_BEREIKT: dict[str, bool] = {"gesprek gevoerd": True, "niet verschenen": False}
"""contactpoging.bereikt of an appointment; an outcome of another taak says it itself."""

DAGDEEL: dict[Dagdeel, Dagdeelwoord] = {
    Dagdeel.OCHTEND: Dagdeelwoord.OCHTEND,
    Dagdeel.MIDDAG: Dagdeelwoord.MIDDAG,
    Dagdeel.AVOND: Dagdeelwoord.AVOND,
}
"""contactpoging.dagdeel; of a bericht nobody knows when it was read, so it has none."""


def status_van(resultaat: str | None, *, opgepakt: bool) -> Signaalstatus:
    """Return the status of the signalen of a zaak: its end result (None: open), and whether there was a melding.

    Paid before it was taken up has no word of its own: then it was not taken up, for another reason.
    """
    if resultaat is None:
        return Signaalstatus.OPGEPAKT if opgepakt else Signaalstatus.NOG_NIET
    anders = Signaalstatus.OPGEPAKT if opgepakt else Signaalstatus.ANDERE_REDEN
    return NIET_OPGEPAKT.get(Eindresultaat(resultaat), anders)
