"""Builders for the tests of letters: one resident, one sender, every soort complete."""

from dataclasses import replace
from datetime import date
from typing import Any

from rules.levering import Adres, Sector
from rules.woorden import Berichtsoort, Doelgroep, Kanaal
from tasks.briefgegevens import Afzender, Briefgegevens, Melder, Rekening, adresregels

BRIEFSOORTEN = tuple(soort for soort in Berichtsoort if soort is not Berichtsoort.BRIEF_ONDERWEG)
EMAILSOORTEN = (Berichtsoort.HULPAANBOD, Berichtsoort.HULPAANBOD_HERHALING)
INCASSO = (Berichtsoort.HERINNERING, Berichtsoort.AANMANING, Berichtsoort.CONTACTVERZOEK)
ALLE = (
    *((soort, Kanaal.BRIEF) for soort in BRIEFSOORTEN),
    *((soort, Kanaal.EMAIL) for soort in EMAILSOORTEN),
    (Berichtsoort.BRIEF_ONDERWEG, Kanaal.SMS),
)

BELASTINGEN = Afzender(
    gemeente="Voorbeeldstad",
    afdeling="Team Belastingen",
    adresregels=("Postbus 100", "1000 AB Voorbeeldstad"),
    telefoon="0900 123 45 67",
    openingstijden="maandag tot en met vrijdag van 9.00 tot 17.00 uur",
    openingstijden_kort="ma-vr 9-17 uur",
    medewerker="Samira de Wit",
    medewerker_telefoon="0900 123 45 68",
    email="belastingen@voorbeeldstad.example",
    website="www.voorbeeldstad.example",
    hulpteam="Hulp bij geldzaken",
    hulp_telefoon="0900 123 45 69",
    inlooppunten=(
        "Bibliotheek: Plein 1, dinsdag van 10.00 tot 12.00 uur",
        "Gemeentehuis: Markt 5, elke werkdag van 9.00 tot 12.00 uur",
    ),
    iban="NL02 ABNA 0123 4567 89",
    betaalwijzen=("met uw pinpas in het gemeentehuis", "via de website"),
)
HULP = replace(
    BELASTINGEN,
    afdeling="Team Hulp bij geldzaken",
    medewerker="Tom Jansen",
    medewerker_telefoon="0900 123 45 69",
    email="hulp@voorbeeldstad.example",
    iban="",
    betaalwijzen=(),
)
ADRES = adresregels(Adres("Dorpsstraat", "12", "A", "1234AB", "Voorbeeldstad"))
AFVAL = Rekening("Afvalstoffenheffing 2026", "100", date(2026, 5, 31), 42000)
RIOOL = Rekening("Rioolheffing 2026", "101", date(2026, 5, 31), 19950)
WATER = Melder("Waterbedrijf Noord", Sector.WATER)
HUUR = Melder("Woonstichting Thuis", Sector.HUUR)


def gegevens_voor(soort: Berichtsoort, doelgroep: Doelgroep = Doelgroep.HUURDER, **anders: Any) -> Briefgegevens:
    """Everything that a bericht of this soort needs, with realistic values; `anders` replaces fields."""
    incasso = soort in INCASSO
    gegevens = Briefgegevens(
        afzender=BELASTINGEN if incasso else HULP,
        doelgroep=doelgroep,
        kenmerk="VS-2026-000123",
        datum=date(2026, 6, 5),
        achternaam="Berg",
        voorletters="J",
        voorvoegsel="van den",
        adresregels=ADRES,
        regels=(AFVAL, RIOOL) if incasso else (),
        kosten=2000 if soort is Berichtsoort.AANMANING else 0,
        uiterste_dag=date(2026, 6, 19) if incasso else None,
        bezoekdag=date(2026, 6, 10) if soort is Berichtsoort.AANKONDIGING_HUISBEZOEK else None,
        eerdere_brief=date(2026, 5, 22) if soort in (EMAILSOORTEN[1], Berichtsoort.BRIEF_ONDERWEG) else None,
        melders=() if incasso else (WATER, HUUR),
        delen_zonder_bezwaar=soort is Berichtsoort.HERINNERING,
    )
    return replace(gegevens, **anders)
